"""What each document of a story tells is told, what it leaves out is said only where that can be known."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate import labels, sentences
from corpuslib.compare.claims import Claim, Verdict
from corpuslib.compare.coverage import Coverage, coverage_matrix, find_coverage
from corpuslib.compare.pairs import Pair
from corpuslib.compare.quotations import Quotation, QuotationRelation
from corpuslib.document import Block, Document, Metadata, as_document

SHOTS = "The navy said the cutter fired three warning shots before dawn."
SHOTS_AGAIN = "Three warning shots were fired by the cutter, according to the ministry."
HERRING = "Herring sold briskly on the wharf."
HARBOUR = "Crowds gathered near the lighthouse with candles."


@dataclass(frozen=True)
class Said:
    """An attribution as far as coverage needs it."""

    attribution_id: int
    start: int
    end: int
    speaker: str | None
    source_type: str | None = "named_person"


def article(name: str, *paragraphs: str, day: int | None = 5, language: str = "en", headline: str = "") -> Document:
    """A document of the given paragraphs, published on a day of March; `headline` is a block of its own before them."""
    document = as_document("\n".join(filter(None, [headline, *paragraphs])))
    blocks: tuple[Block, ...] = document.blocks
    if headline:
        blocks = (replace(blocks[0], kind="headline", in_body=False), *blocks[1:])
    date = None if day is None else datetime.date(2021, 3, day)
    metadata = Metadata(published_from=date, published_to=date, language=language)
    return replace(document, metadata=metadata, blocks=blocks).with_id(name)


def coverage(
    *documents: Document,
    pairs: tuple[Pair, ...] = (),
    claims: tuple[Claim, ...] = (),
    quotations: tuple[Quotation, ...] = (),
    actors: tuple[labels.Actor, ...] = (),
    said: Mapping[str, list[Said]] | None = None,
) -> list[Coverage]:
    found: dict[str, dict[str, Any]] = {
        d.doc_id: {"sentences": sentences.find_sentences(d), "attributions": (said or {}).get(d.doc_id, [])}
        for d in documents
    }
    places: dict[str, tuple[str, int | None]] = {d.doc_id: ("s01", None) for d in documents}
    return find_coverage(documents, found, places, pairs, claims, quotations, actors)


def statuses(rows: list[Coverage], kind: str = "fact") -> dict[str, str]:
    """The status by document, of the only item of a kind."""
    assert len({row.item_id for row in rows if row.item_kind == kind}) <= 1
    return {row.doc_id: row.status for row in rows if row.item_kind == kind}


def test_what_two_documents_state_in_common_words_is_one_fact() -> None:
    a, b = article("a", HERRING, SHOTS), article("b", SHOTS_AGAIN, HARBOUR)
    rows = coverage(a, b)
    assert statuses(rows) == {"a": "told", "b": "told"}
    assert [d.text[slice(row.start, row.end)] for d, row in zip((a, b), rows, strict=True)] == [SHOTS, SHOTS_AGAIN]
    assert {row.item for row in rows} == {"cutter fired three warning shots before dawn"}


def test_what_only_one_document_tells_is_no_fact() -> None:
    assert coverage(article("a", SHOTS), article("b", HERRING)) == []


def test_copies_are_one_voice_and_make_no_fact() -> None:
    pair = Pair(
        doc_a="a", doc_b="b", relation="republication", probability=0.9, containment_a=1.0, containment_b=1.0,
        earlier="a", evidence="",
    )  # fmt: skip
    assert coverage(article("a", SHOTS), article("b", SHOTS), article("c", HERRING), pairs=(pair,)) == []
    rows = coverage(article("a", SHOTS), article("b", SHOTS), article("c", SHOTS_AGAIN), pairs=(pair,))
    assert {row.doc_id: row.voice for row in rows} == {"a": "a", "b": "a", "c": "c"}


def test_names_and_days_in_common_are_not_yet_a_fact() -> None:
    a = article("a", "Ana Kelm smiled at Boris Oddvar in Skerrin Harbour.")
    b = article("b", "Boris Oddvar fell in Skerrin Harbour, mourned by Ana Kelm.")
    assert [row for row in coverage(a, b) if row.item_kind == "fact"] == []


def test_a_thing_that_two_documents_mention_is_not_yet_a_fact() -> None:
    a = article("a", "The patrol ship sailed past the lighthouse with candles lit.")
    b = article("b", "Nobody painted the patrol ship since the strike.")
    assert coverage(a, b) == []


def test_a_fact_does_not_drift_from_one_thing_to_another() -> None:
    both = "The cutter fired three warning shots, and smugglers burned forty crates of tobacco."
    rows = coverage(
        article("a", SHOTS), article("b", both), article("c", "Forty crates of tobacco were burned by smugglers.")
    )
    told: dict[str, set[str]] = {}
    for row in rows:
        if row.status == "told":
            told.setdefault(row.item_id, set()).add(row.doc_id)
    assert sorted(map(sorted, told.values())) == [["a", "b"], ["b", "c"]]


def test_a_document_is_said_to_leave_out_what_others_told_the_day_before() -> None:
    rows = coverage(article("a", SHOTS, day=4), article("b", SHOTS_AGAIN, day=6), article("c", HERRING, day=5))
    assert statuses(rows)["c"] == "left_out"


def test_on_the_same_day_two_voices_must_have_told_it() -> None:
    a, b = article("a", SHOTS, day=5), article("b", SHOTS_AGAIN, day=6)
    assert "c" not in statuses(coverage(a, b, article("c", HERRING, day=5)))
    assert statuses(coverage(a, b, article("c", HERRING, day=6)))["c"] == "left_out"


def test_a_document_from_before_the_first_that_tells_it_was_too_early() -> None:
    rows = coverage(article("a", SHOTS, day=4), article("b", SHOTS_AGAIN, day=6), article("c", HERRING, day=3))
    assert statuses(rows)["c"] == "too_early"


def test_nothing_is_said_of_an_undated_document_that_is_silent() -> None:
    rows = coverage(article("a", SHOTS), article("b", SHOTS_AGAIN), article("c", HERRING, day=None))
    assert statuses(rows) == {"a": "told", "b": "told"}


def test_nothing_is_said_of_a_document_that_comes_near() -> None:
    near = "Shots echoed, a warning perhaps."
    rows = coverage(article("a", SHOTS), article("b", SHOTS_AGAIN), article("c", near, day=9))
    assert "c" not in statuses(rows)


def test_documents_in_another_language_have_no_rows() -> None:
    rows = coverage(article("a", SHOTS), article("b", SHOTS_AGAIN), article("c", SHOTS, language="de"))
    assert set(statuses(rows)) == {"a", "b"}


def claim(document: Document, passage: str, value: str, verdict: Verdict) -> Claim:
    start = document.text.index(passage)
    return Claim(
        **document.place(start, start + len(passage)), story_id="s01", claim_id="s01-c001", topic="shots", value=value,
        verdict=verdict, attribution_id=None, hedge=None, confidence=0.9,
    )  # fmt: skip


def test_of_conflicting_values_the_one_of_fewer_voices_is_told_otherwise() -> None:
    a, b = article("a", SHOTS), article("b", SHOTS_AGAIN)
    c = article("c", "Two warning shots were fired by the cutter, fishermen swore.")
    claims = (
        claim(a, "three warning shots", "3 shots", "conflict"),
        claim(b, "Three warning shots", "3 shots", "conflict"),
        claim(c, "Two warning shots", "2 shots", "conflict"),
    )
    assert statuses(coverage(a, b, c, claims=claims)) == {"a": "told", "b": "told", "c": "told_otherwise"}


def test_compatible_claims_are_not_one_fact() -> None:
    a, b = article("a", "A last meeting was held."), article("b", "It was their last summit.")
    claims = (claim(a, "last", "last", "compatible"), claim(b, "last", "last", "compatible"))
    assert coverage(a, b, claims=claims) == []


def quotation(document: Document, words: str, relation: QuotationRelation) -> Quotation:
    start = document.text.index(words)
    return Quotation(
        **document.place(start, start + len(words)), quotation_id="q001", attribution_id=0, speaker="Ana Kelm",
        form="direct", variant=1, changes=(), similarity=1.0, confidence=0.9, relation=relation, speaker_differs=False,
    )  # fmt: skip


def test_a_quotation_is_told_otherwise_where_its_words_are_altered() -> None:
    a = article("a", "“The folder was empty and thin,” said Ana Kelm.", day=3)
    b = article("b", "“The folder was full and thin,” said Ana Kelm.", day=4)
    c = article("c", HERRING)
    rows = coverage(
        a, b, c,
        quotations=(
            quotation(a, "The folder was empty and thin", relation="reference"),
            quotation(b, "The folder was full and thin", relation="altered"),
        ),
    )  # fmt: skip
    assert statuses(rows, "quotation") == {"a": "told", "b": "told_otherwise", "c": "left_out"}
    assert {row.item for row in rows if row.item_kind == "quotation"} == {"Ana Kelm: folder empty thin"}


ODO = labels.Actor("Odo Vell", ("Odo Vell", "Vell"))


def test_an_actor_of_the_corpus_file_is_followed_under_each_name() -> None:
    rows = coverage(
        article("a", "Odo Vell rose. Vell fell."), article("b", "Mr Vell slept."), article("c", HERRING, day=7),
        actors=(ODO,),
    )  # fmt: skip
    assert statuses(rows, "actor") == {"a": "told", "b": "told", "c": "left_out"}
    assert [row.mentions for row in rows if row.item_kind == "actor"] == [2, 1, 0]


@pytest.mark.parametrize("sentence", ["Anna Vell slept.", "The Vell Museum closed."])
def test_part_of_another_name_does_not_name_the_actor(sentence: str) -> None:
    rows = coverage(article("a", "Odo Vell rose."), article("b", sentence, day=7), actors=(ODO,))
    assert "b" not in statuses(rows, "actor")


@pytest.mark.parametrize("sentence", ["The skipper slept.", "A Vellian flag flew."])
def test_a_document_that_may_speak_of_an_actor_without_the_name_is_not_said_to_leave_it_out(sentence: str) -> None:
    rows = coverage(article("a", "Skipper Odo Vell rose."), article("b", sentence, day=7), actors=(ODO,))
    assert "b" not in statuses(rows, "actor")


def test_people_whom_two_voices_name_are_actors_and_a_shared_last_name_means_none_of_them() -> None:
    text = "Tilde Braske spoke."
    said = {name: [Said(0, 0, 10, "Tilde Braske")] for name in "ab"} | {"c": [Said(0, 0, 10, "Olaf Braske")]}
    rows = coverage(
        article("a", text), article("b", text + " Braske smiled."), article("c", "Olaf Braske came.", day=7), said=said
    )
    assert {(row.item, row.doc_id, row.mentions) for row in rows} == {
        ("Tilde Braske", "a", 1),
        ("Tilde Braske", "b", 1),
    }


def test_where_a_fact_is_first_told_and_how_far_into_the_body() -> None:
    filler = HARBOUR.ljust(len(SHOTS_AGAIN), "!")
    rows = coverage(
        article("a", HERRING, headline="Cutter fired three warning shots", day=3),
        article("b", SHOTS), article("c", filler, SHOTS_AGAIN),
    )  # fmt: skip
    assert [(row.doc_id, row.place) for row in rows] == [("a", "headline"), ("b", "lead"), ("c", "body")]
    assert rows[0].position == 0.0
    assert rows[2].position == 0.5


def test_the_attribution_around_the_words_is_named() -> None:
    said = {"a": [Said(7, 0, len(SHOTS), "Ana Kelm")]}
    rows = coverage(article("a", SHOTS), article("b", SHOTS_AGAIN), said=said)
    assert [row.attribution_id for row in rows if row.item_kind == "fact"] == [7, None]


TEXTS = st.lists(
    st.text(alphabet="ab C.5“”'\n\u00a0é中") | st.sampled_from([SHOTS, SHOTS_AGAIN, HERRING]), max_size=4
).map("\n".join)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_nothing_raises_and_every_passage_stands_in_both_texts(texts: list[str]) -> None:
    documents = [article(str(n), text, day=n + 1) for n, text in enumerate(texts)]
    rows = coverage(*documents)
    by_id = {d.doc_id: d for d in documents}
    for row in rows:
        assert (row.start is None) == (row.status in ("left_out", "too_early")) == (row.mentions == 0)
        if row.start is not None:
            document = by_id[row.doc_id]
            assert document.text[row.start : row.end] == document.raw[row.raw_start : row.raw_end] != ""
    assert rows == coverage(*documents)


def matrix_rows() -> pd.DataFrame:
    cells = {
        "s01-f001": {"a": "told", "b": "told", "c": "told"},
        "s01-f002": {"a": "told", "b": "told", "c": "left_out"},
        "s01-f003": {"a": "told", "b": "left_out"},
    }
    return pd.DataFrame(
        [
            {"story_id": "s01", "item_id": i, "item_kind": "fact", "item": i, "doc_id": d, "voice": d, "status": s}
            for i, own in cells.items()
            for d, s in own.items()
        ]
    )


def test_the_matrix_puts_first_what_many_tell_and_some_leave_out() -> None:
    matrix = coverage_matrix(matrix_rows(), "s01", "fact", most=2)
    assert list(matrix.index) == ["s01-f002", "s01-f003"]
    assert list(matrix.columns) == ["item", "a", "b", "c"]
    assert matrix["c"].isna().tolist() == [False, True]


def test_the_matrix_gives_an_outlet_the_strongest_status_of_its_documents() -> None:
    rows = matrix_rows().assign(outlet=["x", "x", "y", "x", "y", "y", "x", "x"])
    matrix = coverage_matrix(rows, "s01", "fact")
    assert matrix.loc[["s01-f002"], ["x", "y"]].to_dict("records") == [{"x": "told", "y": "told"}]
    assert list(coverage_matrix(rows, "s02", "fact")) == ["item"]
