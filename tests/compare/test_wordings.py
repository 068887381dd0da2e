"""What one thing is called from report to report: ever more strongly, in other fragments, or only seemingly."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from compare.made_up_stories import article, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.hedges import find_hedges
from corpuslib.annotate.sentences import find_sentences
from corpuslib.compare._scales import said_terms, scales, uses
from corpuslib.compare.alignment import Alignment
from corpuslib.compare.pairs import Pair, Relation
from corpuslib.compare.quotations import find_quotations
from corpuslib.compare.wordings import Wording, find_wordings, wording_chains
from corpuslib.document import Document
from corpuslib.lexicon import rows as lexicon_rows


def pair(a: str, b: str, relation: Relation, earlier: str | None = None) -> Pair:
    return Pair(
        doc_a=a,
        doc_b=b,
        relation=relation,
        probability=0.95,
        containment_a=0.0,
        containment_b=0.0,
        earlier=earlier,
        evidence="",
    )


def wordings(
    *documents: Document, pairs: Sequence[Pair] = (), alignments: Sequence[Alignment] = (), quoted: bool = False
) -> list[Wording]:
    found: dict[str, dict[str, Any]] = {}
    for d in documents:
        hedges = find_hedges(d)
        found[d.doc_id] = {**found_in(d), "attributions": find_attributions(d, hedges)}
    places = {d.doc_id: ("s01", None) for d in documents}
    quotations = find_quotations(documents, found, places, pairs, alignments) if quoted else ()
    return find_wordings(documents, found, places, pairs, alignments, quotations)


def came(rows: list[Wording]) -> list[tuple[str, str, str, str | None]]:
    return [(row.doc_id, row.form, row.how, row.against) for row in rows]


CONTACT = "A commission will study the contact of May 3 between the barge Ilse and the Halden lock."
COLLISION = "A commission is to look into the collision of May 3 between the barge Ilse and the Halden lock."
RAMMED = "On May 3 the barge Ilse rammed the Halden lock."
TRAIN = "A bus and a train met in the collision of May 1 near Varn station."


# The same thing on a scale


def test_a_thing_named_more_strongly_by_a_later_report_is_told_with_the_earlier_one() -> None:
    rows = wordings(article("a", CONTACT, day=4), article("b", COLLISION, day=6))
    assert came(rows) == [("a", "contact", "first", None), ("b", "collision", "stronger", "a")]
    assert [(row.kind, row.scale, row.dimension, row.step, row.steps) for row in rows] == [
        ("thing", "collision", "intensity", 1, 5),
        ("thing", "collision", "intensity", 3, 5),
    ]


def test_a_thing_named_less_strongly_by_a_later_report_is_weaker() -> None:
    rows = wordings(article("a", COLLISION, day=4), article("b", CONTACT, day=6))
    assert came(rows) == [("a", "collision", "first", None), ("b", "contact", "weaker", "a")]


def test_a_word_used_before_is_the_same() -> None:
    rows = wordings(article("a", CONTACT, day=3), article("b", COLLISION, day=5), article("c", COLLISION, day=7))
    assert came(rows)[2] == ("c", "collision", "same", "b")


def test_a_word_between_the_weakest_and_the_strongest_before_is_neither_stronger_nor_weaker() -> None:
    crash = COLLISION.replace("collision", "crash")
    rows = wordings(article("a", CONTACT, day=3), article("b", crash, day=5), article("c", COLLISION, day=7))
    assert came(rows)[2] == ("c", "collision", "other", "b")


def test_equal_words_alone_are_no_drift() -> None:
    assert wordings(article("a", COLLISION, day=4), article("b", COLLISION, day=6)) == []


def test_a_stronger_word_for_another_thing_is_none() -> None:
    assert wordings(article("a", CONTACT, day=4), article("b", TRAIN, day=6)) == []


def test_a_stronger_word_for_what_happened_on_another_day_is_none() -> None:
    other = COLLISION.replace("May 3", "May 1")
    assert wordings(article("a", CONTACT, day=4), article("b", other, day=6)) == []


@pytest.mark.parametrize("denied", ["There was no collision of May 3 between the barge Ilse and the Halden lock."])
def test_what_is_denied_is_no_name(denied: str) -> None:
    assert wordings(article("a", CONTACT, day=4), article("b", denied, day=6)) == []


def test_two_words_of_a_scale_in_a_sentence_are_set_against_each_other() -> None:
    both = "The contact of May 3 between the barge Ilse and the Halden lock followed the crash of May 1."
    assert wordings(article("a", both, day=4), article("b", COLLISION, day=6)) == []


def test_a_closer_name_of_a_thing_is_on_a_scale_of_specificity() -> None:
    rows = wordings(
        article("a", "The army fired a new tactical guided weapon near Varn.", day=4),
        article("b", "Near Varn the army fired a new tactical missile.", day=6),
    )
    assert came(rows) == [("a", "guided weapon", "first", None), ("b", "missile", "stronger", "a")]
    assert {row.dimension for row in rows} == {"specificity"}


def test_a_person_is_known_by_the_name_beside_the_word() -> None:
    rows = wordings(
        article("a", "Velmian leader Anton Orezhin met fishermen.", day=4),
        article("b", "The strongman Anton Orezhin smiled.", "The leader of the opposition did not.", day=6),
        article("c", "Opposition leader Per Lundevik spoke of a tyrant.", day=8),
    )
    assert came(rows) == [("a", "leader", "first", None), ("b", "strongman", "stronger", "a")]
    assert rows[0].topic == "Velmian leader Anton Orezhin met fishermen"


def test_an_act_that_took_place_is_not_compared_with_one_that_is_wanted() -> None:
    wanted = "The barge Ilse could ram the Halden lock on May 3."
    done = "The barge Ilse hit the Halden lock on May 3."
    assert wordings(article("a", done, day=4), article("b", wanted, day=6)) == []
    told = wordings(article("a", done, day=4), article("b", RAMMED, day=6))
    assert [(row.form, row.kind) for row in told] == [("hit", "act"), ("ram", "act")]


# Time


def test_where_the_days_overlap_the_order_is_unknown() -> None:
    early = article("a", CONTACT, day=4)
    early = replace(early, metadata=replace(early.metadata, published_to=datetime.date(2031, 5, 6)))
    rows = wordings(early, article("b", COLLISION, day=5))
    assert [(how, against) for _, _, how, against in came(rows)] == [("order_unknown", None)] * 2
    assert all("order unknown" in row.reason for row in rows)


def test_without_a_date_nothing_is_earlier() -> None:
    rows = wordings(article("a", CONTACT, day=None), article("b", COLLISION, day=5))
    assert {row.how for row in rows} == {"order_unknown"}


def test_a_copy_comes_after_what_it_copies_whatever_its_date() -> None:
    copied = pair("a", "b", "republication", earlier="a")
    rows = wordings(article("a", CONTACT, day=None), article("b", COLLISION, day=5), pairs=[copied])
    assert came(rows) == [("a", "contact", "first", None), ("b", "collision", "stronger", "a")]


# Voices and renderings


def test_one_voice_tells_each_word_once() -> None:
    copied = pair("b", "c", "republication", earlier="b")
    rows = wordings(
        article("a", CONTACT, day=4), article("b", COLLISION, day=6), article("c", COLLISION, day=8), pairs=[copied]
    )
    assert [(row.doc_id, row.voice) for row in rows] == [("a", "a"), ("b", "b")]


def test_in_sentences_that_render_each_other_a_word_needs_no_other_anchor() -> None:
    a, b = article("a", "He interfered with the talks."), article("b", "He was sabotaging talks.")
    assert wordings(a, b) == []
    aligned = Alignment(doc_a="a", doc_b="b", unit="sentence", ids_a=(1,), ids_b=(1,), score=0.5)
    numbers = {find_sentences(d)[0].sentence_id for d in (a, b)}
    aligned = replace(aligned, ids_a=(min(numbers),), ids_b=(min(numbers),))
    rows = wordings(a, b, pairs=[pair("a", "b", "parallel_rendering", earlier="a")], alignments=[aligned])
    assert came(rows) == [("a", "interfere", "first", None), ("b", "sabotage", "stronger", "a")]
    assert rows[1].reason.endswith("both render one original")


# Quotations

WHOLE = "“We have never sold the sea by the kilo to anybody,” said Ana Kelm on the quay."
PART = "Ana Kelm said that they had “never sold the sea by the kilo”."
CHANGED = "“We have never sold the coast by the kilo to anybody,” claimed Ana Kelm."


def test_a_fragment_that_shrinks_or_grows_is_told_against_the_report_before() -> None:
    rows = wordings(article("a", WHOLE, day=4), article("b", PART, day=6), article("c", WHOLE, day=8), quoted=True)
    quoted = [row for row in rows if row.kind == "quotation"]
    assert [(row.doc_id, row.how, row.against) for row in quoted] == [
        ("a", "first", None),
        ("b", "fragment_shrank", "a"),
        ("c", "fragment_grew", "b"),
    ]
    assert all(row.quoted and row.step is None and row.quotation_id for row in quoted)


def test_words_that_are_replaced_are_told() -> None:
    rows = wordings(article("a", WHOLE, day=4), article("b", CHANGED, day=6), quoted=True)
    assert [row.how for row in rows if row.kind == "quotation"] == ["first", "words_changed"]


def test_the_verb_that_introduces_an_utterance_is_on_a_scale() -> None:
    rows = wordings(article("a", WHOLE, day=4), article("b", CHANGED, day=6), quoted=True)
    assert [(r.form, r.scale, r.how) for r in rows if r.kind == "act"] == [
        ("say", "doubt", "first"),
        ("claim", "doubt", "stronger"),
    ]


def test_a_quotation_that_does_not_change_is_not_told() -> None:
    assert wordings(article("a", WHOLE, day=4), article("b", WHOLE, day=6), quoted=True) == []


# The scales


def test_every_scale_has_three_to_six_steps_and_says_what_it_is_about() -> None:
    listed = lexicon_rows("wording_scales.tsv")
    assert len(listed) >= 60 and len(scales()) == len(listed)
    assert all(3 <= scale.steps <= 6 for scale in scales().values())
    assert all(row["sense"] and row["dimension"] in ("intensity", "specificity") for row in listed)


def test_no_word_stands_twice_on_one_scale() -> None:
    for row in lexicon_rows("wording_scales.tsv"):
        words = [word for step in row["steps"].split(" < ") for word in step.split(", ")]
        assert len(words) == len(set(words)), row["scale"]


def test_a_word_that_means_something_else_beside_another_is_not_on_the_scale() -> None:
    assert [u.term.scale for u in uses("The war of words went on.") if u.term.scale == "dispute"] == []
    assert [u.term.form for u in uses("The row went on.") if u.term.scale == "dispute"] == ["row"]


@pytest.mark.parametrize("noun", ["Their demands of the port grew.", "The town's praise from the coast was loud."])
def test_a_noun_is_not_taken_for_the_verb_of_its_form(noun: str) -> None:
    assert [u for u in uses(noun) if u.term.scale in ("request", "praise")] == []


def test_verbs_of_saying_are_known_by_their_base() -> None:
    assert {term.step for term in said_terms()["say"]} == {1, 2}


# Whatever the text


def test_no_documents_have_no_wordings() -> None:
    assert wordings() == []


def test_a_document_without_a_story_or_in_another_language_is_left_out() -> None:
    a, b = article("a", CONTACT), article("b", COLLISION)
    found = {d.doc_id: {"sentences": find_sentences(d)} for d in (a, b)}
    assert find_wordings([a, b], found, {}) == []
    german = replace(b, metadata=replace(b.metadata, language="de"))
    assert find_wordings([a, german], found, {"a": ("s01", None), "b": ("s01", None)}) == []


@settings(max_examples=40)
@given(st.lists(st.sampled_from([CONTACT, COLLISION, RAMMED, TRAIN, WHOLE, PART, "“", "of of", " war\n"]), max_size=6))
def test_rows_point_at_their_words_and_never_at_a_later_document(sentences: list[str]) -> None:
    documents = [article(f"d{n}", s, day=n + 1) for n, s in enumerate(sentences)]
    rows = wordings(*documents, quoted=True)
    texts = {d.doc_id: d.text for d in documents}
    for row in rows:
        assert texts[row.doc_id][row.start : row.end].strip()
        assert row.against is None or row.against < row.doc_id
        assert (row.against is None) == (row.how in ("first", "order_unknown"))
    assert rows == wordings(*documents, quoted=True)
    assert all(a.wording_id <= b.wording_id for a, b in pairwise(rows))


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_nothing_raises_on_text(text: str) -> None:
    assert all(0 <= use.start < use.end <= len(text) for use in uses(text))


def test_a_hostile_sentence_takes_no_longer_than_its_length() -> None:
    heavy = "collision of " * 5_000 + "’s " * 5_000 + "war, " * 5_000
    assert len(uses(heavy)) > 5_000
    assert wordings(article("a", heavy, day=4), article("b", heavy + CONTACT, day=6)) == []


# For a page


def test_chains_are_ordered_by_how_far_they_go_and_bounded() -> None:
    rows = wordings(
        article("a", CONTACT, "Velmian leader Anton Orezhin met fishermen.", day=4),
        article("b", COLLISION, "The dictator Anton Orezhin smiled.", day=6),
    )
    frame = wording_chains(
        pd.DataFrame([{c: getattr(r, c) for c in Wording.__dataclass_fields__} for r in rows]), "s01"
    )
    assert frame["label"].drop_duplicates().tolist() == ["leader < dictator", "contact < collision"]
    assert frame["height"].tolist() == [0.2, 1.0, 0.2, 0.6]
    whole = pd.DataFrame([{c: getattr(r, c) for c in Wording.__dataclass_fields__} for r in rows])
    assert wording_chains(whole, "s01", most=1)["chain"].tolist() == [1, 1]
    assert wording_chains(whole, "s02").empty
    by_outlet = wording_chains(whole.assign(outlet=["x", "y"] * 2), "s01")
    assert set(by_outlet["by"]) == {"x", "y"}


def test_words_of_one_step_stand_side_by_side_in_a_label() -> None:
    rows = wordings(
        article("a", "Velmian leader Anton Orezhin met fishermen.", day=4),
        article("b", "Velmian chairman Anton Orezhin left.", day=5),
        article("c", "The dictator Anton Orezhin smiled.", day=6),
    )
    frame = pd.DataFrame([{c: getattr(r, c) for c in Wording.__dataclass_fields__} for r in rows])
    assert set(wording_chains(frame, "s01")["label"]) == {"leader, chairman < dictator"}
