"""Agency: who acts on whom in headline and lead, and when nothing is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate._acts import nouns, verbs
from corpuslib.annotate._noun_phrases import Sentence
from corpuslib.annotate.agency import Agency, find_agency
from corpuslib.annotate.labels import Actor
from corpuslib.corpus import Corpus
from corpuslib.document import Document, Metadata, as_document
from corpuslib.lexicon import rows as lexicon_rows
from corpuslib.tables import to_arrow


def triples(text: str | Document) -> list[tuple[str | None, str, str]]:
    return [(row.agent, row.act, row.patient) for row in find_agency(text)]


def one(text: str | Document) -> Agency:
    (row,) = find_agency(text)
    return row


def article(headline: str, lead: str) -> Document:
    document = as_document(f"{headline}\n\n{lead}")
    first, *others = document.blocks
    return replace(document, blocks=(replace(first, kind="headline", in_body=False), *others))


@pytest.mark.parametrize(
    ("text", "voice", "agent", "act", "patient"),
    [
        ("Velushia attacks Ardmark.", "active", "Velushia", "attack", "Ardmark"),
        ("Velushia has attacked Ardmark.", "active", "Velushia", "attack", "Ardmark"),
        ("Olm lashed out at Vane.", "active", "Olm", "lash out at", "Vane"),
        ("Olm met on Monday with Vane.", "active", "Olm", "meet", "Vane"),
        ("Ardmark was attacked by Velushia on Monday.", "passive", "Velushia", "attack", "Ardmark"),
        ("A trawler seized by Velushia is in port.", "passive", "Velushia", "seize", "A trawler"),
        ("The Ardmark trawler was seized in May.", "agentless_passive", None, "seize", "The Ardmark trawler"),
        ("Velushia’s attack on Ardmark sparked protests.", "nominal", "Velushia", "attack", "Ardmark"),
        ("The attack by Velushia on Ardmark sparked protests.", "nominal", "Velushia", "attack", "Ardmark"),
        ("The attack on Ardmark by Velushia sparked protests.", "nominal", "Velushia", "attack", "Ardmark"),
        ("Talks between Velushia and Ardmark broke down.", "nominal", "Velushia", "talk", "Ardmark"),
        ("Velushia launched a fierce attack on Ardmark.", "light_verb", "Velushia", "attack", "Ardmark"),
        ("Velushia carried out a raid on Ardmark.", "light_verb", "Velushia", "raid", "Ardmark"),
    ],
)
def test_each_construction_says_who_acts_on_whom(text: str, voice: str, agent: str, act: str, patient: str) -> None:
    row = one(text)
    assert (row.voice, row.agent, row.act, row.patient) == (voice, agent, act, patient)


@pytest.mark.parametrize(
    ("text", "act_class"),
    [
        ("Olm accused Vane of fraud.", "disapprove"),
        ("Olm met Vane.", "consult"),
        ("Olm helped Vane.", "aid"),
        ("Olm rejected Vane’s offer.", "reject"),
        ("Olm urged Vane to sign.", "appeal"),
        ("Olm told Vane.", "statement"),
        ("Olm arrested Vane.", "coerce"),
    ],
)
def test_an_act_has_a_class(text: str, act_class: str) -> None:
    assert one(text).act_class == act_class


@pytest.mark.parametrize(
    ("text", "negated", "modal"),
    [
        ("Olm met Vane.", False, None),
        ("Olm did not meet Vane.", True, None),
        ("Olm will meet Vane.", False, "will"),
        ("Olm won’t meet Vane.", True, "won’t"),
        ("Olm may meet Vane.", False, "may"),
        ("Olm vows to meet Vane.", False, "vows to"),
        ("Olm refuses to meet Vane.", True, "refuses to"),
        ("Olm is expected to meet Vane.", False, "expected to"),
        ("Olm will be arrested by Vane.", False, "will"),
        ("If Olm meets Vane, peace is near.", False, "if"),
    ],
)
def test_what_did_not_happen_or_only_may_is_marked(text: str, negated: bool, modal: str | None) -> None:
    row = one(text)
    assert (row.negated, row.modal) == (negated, modal)


def test_in_a_headline_a_bare_infinitive_is_a_plan() -> None:
    assert one(article("Olm to meet Vane in Aln", "It was said on Monday.")).modal == "to"


def test_in_running_text_a_bare_infinitive_may_belong_to_an_object_and_is_passed_over() -> None:
    assert triples("Olm sent troops to attack Vane.") == []


@pytest.mark.parametrize(
    "text",
    [
        "He attacked her.",
        "Did Olm attack Vane?",
        "The minister that Olm attacked resigned.",
        "Olm warned Vane would lose.",
        "Attacks help Olm win.",
        "Aln attacks test Olm’s plan.",
        "Olm is opposed to Vane.",
        "Olm was accused by 2018.",
        "Olm attacked last week.",
        "The letters attacked Vane.",
        "“We say that Olm attacked Vane,” he wrote.",
        "Talks with Aln stall.",
        "Those harsh on ministers and Muslims defend Olm.",
        "Olm hosted a White House screening.",
        "",
        "attack",
        "by by by",
    ],
)
def test_what_could_be_read_otherwise_yields_nothing(text: str) -> None:
    assert triples(text) == []


def test_an_apposition_and_a_relative_clause_stand_between_subject_and_verb() -> None:
    assert triples("Olm, the mayor of Aln, attacked Vane.") == [("Olm", "attack", "Vane")]
    assert triples("Olm, who met Kelm in May, attacked Vane.") == [("Olm", "meet", "Kelm"), ("Olm", "attack", "Vane")]


def test_a_complement_of_the_subject_does_not_act() -> None:
    assert triples("Officials in Aln condemned Vane.") == [("Officials", "condemn", "Vane")]


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    assert triples("Olm mocked Kelm and attacked Vane.") == [("Olm", "mock", "Kelm"), ("Olm", "attack", "Vane")]


def test_may_after_a_name_is_part_of_it() -> None:
    row = one("Ada May should meet Olm.")
    assert (row.agent, row.modal) == ("Ada May", "should")


def test_two_names_give_a_row_each() -> None:
    assert triples("Olm attacked Kelm and Vane.") == [("Olm", "attack", "Kelm"), ("Olm", "attack", "Vane")]


def test_an_institution_with_and_in_its_name_is_one() -> None:
    assert triples("Olm told the Legal and Trade Committee.") == [("Olm", "tell", "the Legal and Trade Committee")]


def test_a_meeting_is_symmetric_and_its_sides_may_both_be_the_subject() -> None:
    row = one("Olm and Vane met in Aln.")
    assert (row.agent, row.act, row.patient, row.symmetric) == ("Olm", "meet", "Vane", True)


def test_of_belongs_to_the_verb_where_the_verb_takes_it() -> None:
    assert one("Olm accused the mayor of fraud.").patient == "the mayor"
    assert one("Olm met the mayor of Aln.").patient == "the mayor of Aln"


def test_a_titles_capitals_are_read_with_the_help_of_the_text() -> None:
    document = article("Fishermen Clash With Velushia’s Navy", "Fishermen said that Velushia was to blame.")
    assert triples(document) == [("Fishermen", "clash with", "Velushia’s Navy")]


def test_only_headline_and_first_paragraph_are_read() -> None:
    document = article("Olm attacks Vane", "Kelm praised Olm.\n\nVane met Kelm.")
    assert [(row.part, row.act) for row in find_agency(document)] == [("headline", "attack"), ("lead", "praise")]


def test_other_languages_are_passed_over() -> None:
    document = replace(as_document("Olm attacks Vane."), metadata=Metadata(language="de"))
    assert find_agency(document) == []


ODO = Actor("Odo Vell", ("Odo", "Vell"))
ALN = Actor("Aln", ("Aln",))


@pytest.mark.parametrize(
    ("text", "agent", "patient"),
    [
        ("President Odo Vell attacked Aln.", "Odo Vell", "Aln"),
        ("The leader of Aln attacked Vell.", None, "Odo Vell"),
        ("Aln’s army attacked Odo’s palace.", None, None),
        ("Kelm met the ruler, Odo Vell, on Monday.", None, "Odo Vell"),
        ("The ruler, Odo Vell, met Kelm.", "Odo Vell", None),
    ],
)
def test_an_actor_is_who_the_phrase_names_and_not_whose_it_is(text: str, agent: str, patient: str) -> None:
    (row,) = find_agency(text, [ODO, ALN])
    assert (row.agent_actor, row.patient_actor) == (agent, patient)


def test_a_name_of_two_actors_is_nobodys() -> None:
    (row,) = find_agency("Odo attacked Kelm.", [ODO, Actor("Odo Brandt", ("Odo",))])
    assert row.agent_actor is None


def test_demo_rows_are_the_acts_of_its_headlines_and_leads(demo: Corpus) -> None:
    table = demo.table("agency")
    columns = table[["doc_id", "agent_actor", "act", "patient_actor"]].fillna("")
    found = set(columns.itertuples(index=False, name=None))
    assert {
        ("001", "Anton Orezhin", "visit", "Wallenau"),
        ("009", "", "meet", "Anton Orezhin"),
        ("024", "", "receive", "Anton Orezhin"),
        ("035", "Velushia", "approve", ""),
        ("044-3", "Velushia", "release", ""),
    } <= found
    assert 11 <= len(table) <= 14  # read one by one: every one is right


def test_every_inflected_verb_has_a_class_and_every_entry_a_link() -> None:
    assert all(act.links and act.act_class for verb in verbs().values() for act in verb.acts)
    assert all(act.links != ("",) for act in nouns().values())


def test_no_entry_stands_twice() -> None:
    keys = [(row["lemma"], row["pos"], row["links"]) for row in lexicon_rows("agency.tsv")]
    assert len(keys) == len(set(keys))


VERBS = ["attack", "attacks", "attacked", "attacking", "was", "been", "has", "will", "refuses", "launched"]
NOUNS = ["Olm", "Vane", "Aln", "a’s", "talks", "meeting", "minister", "officials", "Monday"]
LINKS = [
    "between",
    "by",
    "with",
    "on",
    "of",
    "and",
    "to",
    "the",
    "who",
    "not",
    "if",
    "s",
    ",",
    ".",
    "(",
    ")",
    "“",
    "”",
    "—",
]
WORDS = VERBS + NOUNS + LINKS


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.booleans())
def test_rows_point_at_what_they_say_and_sides_do_not_overlap(text: str, headline: bool) -> None:
    document = article(text.strip() or "x", "Olm met Vane.") if headline else as_document(text)
    rows = find_agency(document)
    to_arrow(rows, Agency)
    for row in rows:
        assert document.text[row.patient_start : row.patient_end] == row.patient
        assert row.start <= row.act_start < row.act_end <= row.end
        if row.agent_start is not None and row.agent_end is not None:
            assert document.text[row.agent_start : row.agent_end] == row.agent
            assert row.agent_end <= row.patient_start or row.patient_end <= row.agent_start


@given(st.text(max_size=200))
def test_nothing_raises_on_text(text: str) -> None:
    find_agency(text)


@pytest.mark.parametrize(
    "word", ["attack ", "Olm and ", "of ", "by ", "the ", "to ", ", ", "Olm’s attack on ", "“", "A"]
)
def test_work_grows_in_step_with_the_text(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    plain = Sentence.lower

    def counted(sentence: Sentence, i: int) -> str:
        nonlocal looks
        looks += 1
        return plain(sentence, i)

    monkeypatch.setattr(Sentence, "lower", counted)
    find_agency(word * 400)
    few, looks = looks, 0
    find_agency(word * 1600)
    assert looks <= 4 * few + 400


def test_a_phrase_that_ends_inside_quotation_marks_is_passed_over() -> None:
    assert one("Olm praised Vane’s “fine record” today.").patient == "Vane’s “fine record”"
    assert triples("Olm supported the “Blue Monday” march.") == []
