from __future__ import annotations

import time
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.labels import Actor, Label, find_labels, find_mentions
from corpuslib.document import Document, as_document
from corpuslib.tables import to_arrow

ODO = Actor("Odo Vell", ("Vell", "Odo"))
ADA = Actor("Ada Brandt", ("Brandt",))
ISLES = Actor("the Isles", ("Isles",), kind="state")


@dataclass(frozen=True)
class Speech:
    start: int
    end: int
    kind: str


def labels(text: str, *actors: Actor) -> list[tuple[str, str]]:
    return [(row.actor, row.label) for row in find_labels(text, actors or (ODO, ADA))]


def test_a_title_before_a_name_is_a_label():
    assert labels("Foreign Minister Ada Brandt met ruler Vell.") == [
        ("Ada Brandt", "foreign minister"),
        ("Odo Vell", "ruler"),
    ]


def test_the_longest_title_counts():
    assert labels("US Secretary of State Ada Brandt spoke.") == [("Ada Brandt", "secretary of state")]


def test_an_apposition_after_a_name_is_a_label():
    assert labels("Odo Vell, the ruler of the isles, smiled.") == [("Odo Vell", "ruler")]
    assert labels("Odo Vell, president of the isles, smiled.") == [("Odo Vell", "president")]
    assert labels("Vell, the country's reclusive leader, smiled.") == [("Odo Vell", "leader")]


def test_an_apposition_before_a_name_is_a_label_when_marks_close_the_name_in():
    assert labels("The isles and their ruler, Odo Vell, were silent.") == [("Odo Vell", "ruler")]
    assert labels("According to the president, Vell travelled at night.") == []


def test_a_government_is_bound_to_a_name_by_of_under_or_as_a_compound():
    text = "The regime of Odo Vell fell. The regime under Vell fell. The Vell regime fell. Vell's brutal regime fell."
    rows = find_labels(text, [ODO])
    assert [row.rule for row in rows] == [
        "government_of",
        "government_of",
        "government_compound",
        "government_compound",
    ]
    assert {row.label for row in rows} == {"regime"}
    assert rows[-1].modifier == "brutal"


def test_a_government_before_a_name_is_not_a_title():
    assert labels("It is the regime Vell built.") == []


def test_a_description_of_one_man_is_not_a_label_of_the_man_he_meets():
    assert labels("Brandt is the sixth world leader to meet Vell.") == []
    assert labels("Brandt, the sixth world leader to meet Vell, flew home.") == [("Ada Brandt", "leader")]


def test_a_longer_name_of_somebody_else_carries_no_label():
    assert labels("The late leader Odo Marn, his uncle, was kind.") == []
    assert labels("President Vell-Marn spoke.") == []


def test_a_first_name_before_a_shared_family_name_makes_it_somebody_elses():
    assert labels("Una Vell, the dictator, died.") == []
    assert labels("They hated Bolo Vell’s regime.") == []


def test_a_word_that_opens_a_sentence_or_a_state_before_a_name_is_no_part_of_it():
    assert labels("Yesterday Vell, the dictator, left.") == [("Odo Vell", "dictator")]
    assert labels("But French President Vell left.") == [("Odo Vell", "president")]
    assert labels("He left the U.S. Vell, the dictator, stayed.") == [("Odo Vell", "dictator")]


def test_a_dead_father_is_not_his_son():
    assert labels("Vell, the son of the late ruler, smiled.") == []
    assert labels("Vell’s father, the late dictator, was kind.") == []
    assert labels("Vell, a friend of the dictator, smiled.") == [("Odo Vell", "friend")]


def test_a_list_is_not_an_apposition():
    assert labels("Vell, the president, and Brandt met.") == []


def test_a_clause_after_a_name_is_not_an_apposition():
    assert labels("Vell, the president said, is ill.") == []
    assert labels("Vell, who fought the regime, won.") == []


def test_a_full_stop_parts_label_and_name_but_not_an_honorific():
    assert labels("She met the leader. Vell was ill.") == []
    assert labels("She met Mr. Vell.") == [("Odo Vell", "mr")]


def test_an_alias_with_a_title_does_not_hide_the_title():
    assert labels("Mr Vell left.", Actor("Odo Vell", ("Vell", "Mr Vell"))) == [("Odo Vell", "mr")]


def test_a_plural_title_counts_only_before_two_names():
    assert labels("Leaders Odo Vell and Ada Brandt met.") == [("Odo Vell", "leader")]
    assert labels("She told leaders Vell would come.") == []


def test_names_match_with_hyphens_and_other_capitals_after_the_first_word():
    assert labels("Leader Kel Jo-an spoke.", Actor("Kel Jo An")) == [("Kel Jo An", "leader")]


def test_a_name_that_two_actors_share_is_passed_over():
    assert labels("Leader Vell spoke.", ODO, Actor("Una Vell", ("Vell",))) == []


def test_words_of_the_corpus_file_count_beside_the_general_list():
    actor = Actor("Odo Vell", ("Vell",), ("harbour king",))
    (row,) = find_labels("The harbour king Vell spoke.", [actor])
    assert (row.label, row.category) == ("harbour king", None)


def test_the_voice_is_quoted_inside_a_direct_quotation():
    text = "“The dictator Vell lies,” she said. The dictator Vell said nothing."
    inside, outside = find_labels(text, [ODO], [Speech(1, 23, "direct")])
    assert (inside.voice, outside.voice) == ("quoted", "narrator")


def test_what_is_reported_without_marks_is_the_narrators_wording():
    text = "She said ruler Vell was “a friend of dictator Vell” and no more."
    content = Speech(9, len(text) - 1, "mixed")
    assert [row.voice for row in find_labels(text, [ODO], [content])] == ["narrator", "quoted"]
    assert {row.voice for row in find_labels(text, [ODO], [Speech(9, len(text), "indirect")])} == {"narrator"}


def test_the_span_covers_modifier_and_label():
    text = "So the brutal dictator Odo Vell fell."
    (row,) = find_labels(text, [ODO])
    assert text[row.start : row.end] == "brutal dictator"
    assert (row.modifier, row.category, row.mention) == ("brutal", "ruler", "Odo Vell")


def test_another_language_gives_no_rows():
    document = as_document("President Vell")
    assert find_labels(replace(document, metadata=replace(document.metadata, language="de")), [ODO]) == []


def test_no_actors_give_no_rows():
    assert find_labels("President Vell", []) == []
    assert find_labels("President Vell", [Actor("")]) == []


def test_rows_fit_their_table():
    assert to_arrow(find_labels("President Vell, the ruler of all, left.", [ODO]), Label).num_rows == 2


WORDS = st.sampled_from(
    ["Odo Vell", "Vell", "the", "leader", "regime", ", ", " ", "of", ".", "’s", "Mr.", "-", "Isles", "\n", "ruler"]
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_any_text_gives_spans_inside_it(text: str):
    document: Document = as_document(text)
    for row in find_labels(document, [ODO, ADA, ISLES]):
        assert 0 <= row.start < row.end <= len(text)
        assert row.label.split()[-1][:3] in text[row.start : row.end].lower()


def test_time_is_linear_on_hostile_input():
    for unit in ("Vell, the ", "leader ", "Vell", "Vell’s ", "regime of Vell "):
        start = time.process_time()
        find_labels(unit * 5_000, [ODO])
        assert time.process_time() - start < 3


def test_mentions_are_the_places_beside_which_labels_stand_and_know_their_voice():
    text = "Ruler Odo Vell met Ada Brandt. “Vell is a friend,” she said. Odo Marn is somebody else."
    quoted = Speech(text.index("“"), text.index("”") + 1, "direct")
    found = find_mentions(text, (ODO, ADA), [quoted])
    assert [(m.actor, text[m.start : m.end], m.voice) for m in found] == [
        ("Odo Vell", "Odo Vell", "narrator"),
        ("Ada Brandt", "Ada Brandt", "narrator"),
        ("Odo Vell", "Vell", "quoted"),
    ]


def test_without_actors_or_english_nothing_is_mentioned():
    assert find_mentions("Odo Vell smiled.", ()) == []
