"""Stories, pairs and claims over a handful of invented articles."""

from __future__ import annotations

import datetime
import itertools
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare import ROWS, Compared, compare_documents, group_stories
from corpuslib.compare.divergences import sentences_of
from corpuslib.compare.similarity import similar_documents
from corpuslib.compare.stories import least_likeness
from corpuslib.document import Document, Metadata, as_document
from corpuslib.tables import Row, columns, to_arrow

CAREFUL = """Chancellor Ilse Brannick will travel to Varn on 12 May to speak with Governor Pell Orvar about the closed locks.
The locks on the Tessel canal have been shut for 40 days, and 230 barges are waiting on both banks.
Brannick did not say whether she would accept the toll that Orvar demands.
Fishermen from Halden blocked the northern bank on Friday and burned an old customs boat.
The governor of Varn called the protest “a childish show” and refused to withdraw his guards.
The two last met six years ago in the spa town of Lorme, where they signed the water treaty."""

CLUMSY = """The Chancellor Ilse Brannick wants on 12 May to Varn to travel, in order with Governor Pell Orvar over the shut locks to talk.
Since 40 days are the locks at the Tessel canal closed, and on both banks 230 barges wait.
Brannick left open whether she would agree to the toll demanded by Orvar.
On Friday fishers from Halden had the northern bank blockaded and an old boat of the customs set on fire.
As “a childish theatre” designated the governor of Varn the protest, and to pull back his guards he declined.
Six years ago the two met last in the spa Lorme and there signed the treaty on water."""

SAME_EVENT = """Halden's chancellor heads to Varn next week in the hope of ending the row over the Tessel canal.
Ilse Brannick and Pell Orvar have not spoken since the governor shut the locks and asked for a toll.
Barge owners say they lose money by the day. Fishermen on the northern bank promised more protest.
An aide to Orvar said the guards at the locks would stay."""

ELSEWHERE = """The observatory at Mount Sill has found a comet that will pass the sun in autumn.
Astronomers expect it to be seen with the naked eye for a week. Its tail is made of dust and frozen gas.
The director thanked the amateur who first noticed the faint smudge on an old plate."""


def article(doc_id: str, text: str, day: str | None = "2031-05-04", outlet: str | None = None) -> Document:
    date = datetime.date.fromisoformat(day) if day else None
    metadata = Metadata(published_from=date, published_to=date, outlet=outlet, language="en")
    return replace(as_document(text), metadata=metadata).with_id(doc_id)


CORPUS = [
    article("a", CAREFUL, outlet="Lock Mirror"),
    article("b", CLUMSY, "2031-05-05", "Quick Feed"),
    article("c", SAME_EVENT, "2031-05-06", "Canal Post"),
    article("d", ELSEWHERE, "2031-05-05", "Sky Letter"),
    article("e", "Advertisement\n" + CAREFUL + "\nRead also: ten canals to see", "2031-05-07", "Farm Daily"),
]


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    value: str
    role: str = "event"


def relations(result: Compared) -> Mapping[tuple[str, str], str]:
    return {(p.doc_a, p.doc_b): p.relation for p in result.pairs}


def test_no_documents_and_one_document_give_nothing() -> None:
    assert compare_documents([]) == Compared(stories={})
    assert compare_documents(CORPUS[:1]) == Compared(stories={})


def test_each_pair_has_its_closest_relation() -> None:
    found = relations(compare_documents(CORPUS))
    assert found["a", "b"] == "parallel_rendering"
    assert found["a", "e"] == "republication"
    assert found["a", "c"] == "same_story"
    assert not [pair for pair in found if "d" in pair]


def test_the_stories_hold_what_belongs_together_in_the_order_of_time() -> None:
    stories = compare_documents(CORPUS).stories
    assert dict(stories) == {
        "a": ("s01", 1),
        "b": ("s01", 2),
        "c": ("s01", 3),
        "e": ("s01", 4),
    }


def test_articles_that_are_half_a_year_apart_are_no_story() -> None:
    far = [article("a", CAREFUL), article("c", SAME_EVENT, "2031-12-01")]
    assert group_stories(far).places == {}


def test_places_are_equal_where_the_dates_leave_the_order_open() -> None:
    wide = replace(CORPUS[2].metadata, published_from=datetime.date(2031, 5, 1), published_to=datetime.date(2031, 5, 9))
    stories = compare_documents([CORPUS[0], replace(CORPUS[2], metadata=wide)]).stories
    assert stories == {"a": ("s01", 1), "c": ("s01", 1)}


def test_a_document_without_a_date_has_a_story_and_no_place_in_it() -> None:
    stories = compare_documents([CORPUS[0], article("b", CLUMSY, None)]).stories
    assert stories["b"] == ("s01", None)


def test_the_earlier_copy_is_known_from_the_dates() -> None:
    [pair] = [p for p in compare_documents(CORPUS).pairs if (p.doc_a, p.doc_b) == ("a", "e")]
    assert pair.earlier == "a"
    assert pair.containment_a == 1.0


def test_the_earlier_copy_is_left_open_where_nothing_decides() -> None:
    [pair] = compare_documents([article("a", CAREFUL, None), article("b", CAREFUL, None)]).pairs
    assert (pair.relation, pair.earlier) == ("near_duplicate", None)


GERMAN = """Kanzlerin Ilse Brannick reist am 12. Mai nach Varn, um mit Gouverneur Pell Orvar zu sprechen.
Die Schleusen am Tessel sind seit 40 Tagen geschlossen, 230 Kähne warten an beiden Ufern.
Fischer aus Halden blockierten am Freitag das nördliche Ufer. In Lorme hatten beide den Vertrag unterzeichnet."""


def in_german(doc_id: str, text: str) -> Document:
    document = article(doc_id, text, "2031-05-05")
    return replace(document, metadata=replace(document.metadata, language="de"))


def test_two_copies_of_a_third_are_near_duplicates_and_its_own_copies_republications() -> None:
    wire = article("a", CAREFUL + "\nBrannick told Lock Mirror that she would go.", outlet="Lock Mirror")
    copies = [
        article(doc_id, f"{outlet} brings you\n{wire.text}", day, outlet)
        for doc_id, outlet, day in (("b", "Quick Feed", "2031-05-08"), ("c", "Farm Daily", "2031-05-06"))
    ]
    result = compare_documents([wire, *copies])
    assert relations(result) == {
        ("a", "b"): "republication",
        ("a", "c"): "republication",
        ("b", "c"): "near_duplicate",
    }
    assert {(p.doc_a, p.doc_b): p.earlier for p in result.pairs}["b", "c"] == "c"


def test_the_dates_that_two_copies_state_tell_which_came_first() -> None:
    wide = {"published_from": datetime.date(2031, 5, 1), "published_to": datetime.date(2031, 5, 9)}
    documents = [article(doc_id, CAREFUL, None) for doc_id in ("a", "b")]
    days = (datetime.date(2031, 8, 2), datetime.date(2031, 7, 2))
    dated = [
        replace(d, metadata=replace(d.metadata, published_stated=day, **wide))
        for d, day in zip(documents, days, strict=True)
    ]
    [pair] = compare_documents(dated).pairs
    assert pair.earlier == "b"


def test_documents_in_two_languages_share_a_story_by_names_and_numbers_and_nothing_closer() -> None:
    result = compare_documents([*CORPUS[:4], in_german("g", GERMAN)])
    assert result.stories["g"][0] == "s01"
    assert {r for pair, r in relations(result).items() if "g" in pair} == {"same_story"}


def test_a_text_in_another_language_without_a_common_name_is_no_story() -> None:
    german = in_german(
        "g", "Im Zoo von Oldau ist ein Nashorn geboren. Mutter und Kind sind wohlauf, sagt der Tierarzt."
    )
    assert "g" not in compare_documents([*CORPUS[:4], german]).stories


def test_in_a_corpus_on_one_subject_two_events_weeks_apart_are_told_apart() -> None:
    flood = "Pell Orvar: the dam at Quill broke, 31 houses stand in water; rescuers search the mud for Ama Strell."
    found = "Rescuers found Ama Strell alive in the mud below Quill, where the dam broke, Pell Orvar said."
    strike = "Lock keepers walked out over the pay offer; Jost Wim of the union asks Pell Orvar for 6 per cent."
    talks = "Jost Wim of the union took the pay offer to lock keepers, who want 6 per cent from Pell Orvar."
    days = ("2031-05-04", "2031-05-05", "2031-06-20", "2031-06-21")
    documents = [
        article(f"d{i}", t, day) for i, (t, day) in enumerate(zip((flood, found, strike, talks), days, strict=True))
    ]
    stories = {doc_id: story for doc_id, (story, _) in compare_documents(documents).stories.items()}
    assert stories == {"d0": "s01", "d1": "s01", "d2": "s02", "d3": "s02"}


def test_days_that_both_name_speak_for_one_event_where_the_words_alone_do_not_decide() -> None:
    documents = [article("a", CAREFUL, None), article("c", SAME_EVENT, None), article("d", ELSEWHERE, None)]
    days = {doc_id: [Mention(0, 5, value)] for doc_id, value in (("a", "2031-05-12"), ("c", "XXXX-05-12"))}
    [with_days] = [s for s in similar_documents(documents, found_in(documents, days)) if (s.a, s.b) == (0, 1)]
    [without] = [s for s in similar_documents(documents, {}) if (s.a, s.b) == (0, 1)]
    assert with_days.likeness > without.likeness
    assert with_days.cosine == without.cosine


def test_renderings_come_with_their_alignment_and_divergences() -> None:
    result = compare_documents(CORPUS[:2])
    assert len([row for row in result.alignments if row.ids_a and row.ids_b]) == 6
    assert {(row.doc_a, row.doc_b) for row in result.divergences} <= {("a", "b")}


def found_in(
    documents: Sequence[Document], dates: Mapping[str, Sequence[Mention]]
) -> dict[str, dict[str, Sequence[object]]]:
    return {d.doc_id: {"sentences": sentences_of(d, None), "dates": dates.get(d.doc_id, ())} for d in documents}


def told(doc_id: str, sentence: str, text: str, *, day: str = "2031-05-04") -> Document:
    return article(doc_id, sentence + "\n" + text, day)


FIRST = "The guards fired a flare over the Tessel canal on {day} and 14 barges turned back to Halden."


def test_two_witnesses_with_other_numbers_are_in_conflict() -> None:
    documents = [
        told("a", FIRST.format(day="Monday"), CAREFUL),
        told("c", "Guards fired a flare over the Tessel canal and 9 barges turned back to Halden.", SAME_EVENT),
    ]
    claims = compare_documents(documents, found_in(documents, {})).claims
    assert [(c.doc_id, c.value, c.verdict) for c in claims] == [
        ("a", "14 barges", "conflict"),
        ("c", "9 barges", "conflict"),
    ]
    assert [documents[0].text[c.start : c.end] for c in claims][:1] == ["14 barges"]


def test_a_vague_number_is_no_conflict() -> None:
    documents = [
        told("a", FIRST.format(day="Monday"), CAREFUL),
        told("c", "Guards fired a flare over the Tessel canal and about 10 barges turned back to Halden.", SAME_EVENT),
    ]
    assert compare_documents(documents, found_in(documents, {})).claims == ()


def test_two_witnesses_with_other_days_are_in_conflict() -> None:
    documents = [
        told("a", FIRST.format(day="Monday"), CAREFUL),
        told(
            "c",
            "Guards fired a flare over the Tessel canal on Tuesday, and the barges turned back to Halden.",
            SAME_EVENT,
        ),
    ]
    dates = {
        d.doc_id: [Mention(at, at + len(word), value)]
        for d, word, value in zip(documents, ("Monday", "Tuesday"), ("2031-05-05", "2031-05-06"), strict=True)
        for at in [d.text.index(word)]
    }
    claims = compare_documents(documents, found_in(documents, dates)).claims
    assert {(c.value, c.verdict) for c in claims} == {("2031-05-05", "conflict"), ("2031-05-06", "conflict")}


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("Ama Strell, 24, has not been found.", "The body of Ama Strell, 26, lay on the bank.", "conflict"),
        ("Ama Strell, 24, has not been found.", "They buried the 24-year-old boatman Ama Strell.", "agree"),
        ("The barge sank 3.4 nautical miles off Quill.", "The barge sank at 6.3 kilometres from Quill.", "agree"),
        ("The barge sank 3.4 nautical miles off Quill.", "The barge sank five miles from Quill.", "conflict"),
        ("Ten of the 11 sailors of the barge live.", "Nine of the 11 sailors of the barge are safe.", "conflict"),
    ],
)
def test_values_that_name_what_they_are_of_are_compared(first: str, second: str, verdict: str) -> None:
    documents = [told("a", first, CAREFUL), told("c", second, SAME_EVENT)]
    claims = compare_documents(documents, found_in(documents, {})).claims
    assert {claim.verdict for claim in claims} == {verdict}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ama Strell, 24, has not been found.", "Jost Strell, 51, lay on the bank."),
        ("The barge sank 3.4 miles off Quill.", "Twelve cutters turned round ten miles from Quill."),
        ("Ten of the 11 sailors of the barge live.", "Ten of the 11 guards at the locks went home."),
    ],
)
def test_look_alikes_are_no_conflict(first: str, second: str) -> None:
    documents = [told("a", first, CAREFUL), told("c", second, SAME_EVENT)]
    claims = compare_documents(documents, found_in(documents, {})).claims
    assert "conflict" not in {claim.verdict for claim in claims}


def test_copies_are_one_voice() -> None:
    documents = [article("a", CAREFUL), article("e", CAREFUL + "\nRead also", "2031-05-07")]
    assert compare_documents(documents, found_in(documents, {})).claims == ()


def test_rows_fit_their_tables() -> None:
    result = compare_documents(CORPUS, found_in(CORPUS, {}))
    tables: dict[type[Row], Sequence[Row]] = dict(
        zip(ROWS, (getattr(result, row_type.table) for row_type in ROWS), strict=True)
    )
    for row_type, rows in tables.items():
        assert to_arrow(rows, row_type).num_columns == len(columns(row_type))


def test_two_documents_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one doc_id"):
        compare_documents([CORPUS[0], CORPUS[0]])


def test_the_order_in_which_documents_come_does_not_matter() -> None:
    expected = compare_documents(CORPUS)
    for order in itertools.islice(itertools.permutations(CORPUS), 1, 120, 37):
        assert compare_documents(order) == expected


@settings(max_examples=25)
@given(st.lists(st.text(max_size=60) | st.sampled_from([CAREFUL, CLUMSY, ELSEWHERE, CAREFUL[:300], ""]), max_size=5))
def test_nothing_raises_and_all_offsets_lie_inside(texts: list[str]) -> None:
    documents = {f"d{i}": as_document(t).with_id(f"d{i}") for i, t in enumerate(texts)}
    result = compare_documents(list(documents.values()), found_in(list(documents.values()), {}))
    for row in result.divergences:
        assert row.a is None or row.a.end <= len(documents[row.doc_a].text)
        assert row.b is None or row.b.end <= len(documents[row.doc_b].text)
    for claim in result.claims:
        assert 0 <= claim.start < claim.end <= len(documents[claim.doc_id].text)
    for pair in result.pairs:
        assert pair.doc_a < pair.doc_b
        assert 0 <= pair.probability <= 1


def test_the_rows_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from corpuslib.compare import compare_documents\n"
        "from corpuslib.document import as_document\n"
        "texts = ['Kelm met 12 envoys in Varn. Orvar did not sign the grain treaty. Brannick left Halden on Monday.',\n"
        "         'In Varn Kelm met 21 envoys. Orvar has signed the treaty on grain. On Monday Brannick left Halden.'] * 2\n"
        "print(compare_documents([as_document(t).with_id(str(i)) for i, t in enumerate(texts)]))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "divergences" in runs[0]


def test_the_more_documents_of_one_time_the_more_alike_two_must_be_to_report_one_event() -> None:
    day = datetime.date(2031, 5, 4)
    spread = [(day + datetime.timedelta(days=40 * n),) * 2 for n in range(300)]
    assert least_likeness([(day, day)] * 10, [1.0] * 10) < least_likeness([(day, day)] * 300, [1.0] * 300)
    assert least_likeness(spread, [1.0] * 300) == least_likeness([(day, day)], [1.0])


def reports(event: str, number: int, seed: int) -> list[Document]:
    """Return reports of one event: each has half of what is known of it, and as many words of its own."""
    rng = random.Random(seed)
    known = [f"{event}{''.join(rng.choices('aeioklmnrst', k=6))}" for _ in range(60)]
    own = [f"zu{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnprst"]
    found = []
    for n in range(number):
        said = rng.sample(known, 30) + rng.sample(own, 30)
        day = datetime.date(2031, 5, 4) + datetime.timedelta(days=n % 3)
        found.append(article(f"{event}{n:03d}", " ".join(said), day.isoformat(), f"Paper {n}"))
    return found


@pytest.mark.parametrize("number", [2, 8, 60, 300])
def test_an_event_that_is_alone_in_a_corpus_is_a_story(number: int) -> None:
    places = group_stories(reports("vo", number, 1)).places
    assert Counter(story for story, _ in places.values()) == {"s01": number}


def test_a_story_of_half_a_corpus_stays_one_and_takes_in_no_other() -> None:
    small = [d for n in range(8) for d in reports("bdfghjkl"[n], 10, n)]
    stories = group_stories([*reports("vo", 100, 9), *small]).places
    assert sorted(Counter(story for story, _ in stories.values()).values()) == [10] * 8 + [100]


def test_a_crowd_counts_as_fifty_documents_and_a_document_beside_it_as_one() -> None:
    documents = [*reports("vo", 100, 1), *reports("ma", 20, 2)]
    weight = similar_documents(documents, {}).weight
    assert sum(weight[:100]) == pytest.approx(50, abs=1)
    assert weight[100:] == [1.0] * 20


def test_articles_of_one_day_without_a_word_in_common_are_no_story() -> None:
    texts = ("Cod prices rose in Halden.", "The choir of Lorme sang Verdi.", "A comet passed Mount Sill.")
    assert group_stories([article(str(n), text) for n, text in enumerate(texts)]).places == {}


def test_a_document_that_may_stand_before_or_after_others_whose_order_is_known_has_no_place() -> None:
    wide = replace(CORPUS[2].metadata, published_from=datetime.date(2031, 4, 1), published_to=datetime.date(2031, 6, 1))
    documents = [CORPUS[0], CORPUS[1], replace(CORPUS[2], metadata=wide)]
    assert compare_documents(documents).stories == {"a": ("s01", 1), "b": ("s01", 2), "c": ("s01", None)}


def test_a_document_that_a_story_has_nothing_to_do_with_is_let_go_again() -> None:
    bridge = article("z", CAREFUL.split("\n")[2] + "\n" + ELSEWHERE, "2031-05-05")
    stories = compare_documents([*CORPUS[:4], bridge]).stories
    assert stories.get("a") != stories.get("d")


def test_two_reports_in_other_words_and_another_order_are_no_renderings() -> None:
    [pair] = compare_documents([CORPUS[0], CORPUS[2]]).pairs
    assert pair.relation == "same_story"


def test_a_pair_in_a_large_story_is_surer_than_the_same_pair_alone() -> None:
    more = article("f", "Orvar keeps the Tessel locks shut; Brannick wants the barges to pass Varn.", "2031-05-05")
    alone = {(p.doc_a, p.doc_b): p.probability for p in compare_documents([CORPUS[0], CORPUS[2]]).pairs}
    together = {
        (p.doc_a, p.doc_b): p.probability for p in compare_documents([CORPUS[0], CORPUS[1], CORPUS[2], more]).pairs
    }
    assert together["a", "c"] >= alone["a", "c"]


def test_the_probability_that_text_is_shared_grows_with_the_longest_passage() -> None:
    lines = CAREFUL.split("\n")
    short = article("b", ELSEWHERE + "\n" + lines[0], outlet="Sky Letter")
    long = article("c", ELSEWHERE + "\n" + "\n".join(lines[:3]), outlet="Sky Letter")
    pairs = {p.doc_b: p.probability for d in (short, long) for p in compare_documents([CORPUS[0], d]).pairs}
    assert 0.5 < pairs["b"] < pairs["c"]
