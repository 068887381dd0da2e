"""A corpus compared piece by piece: from disk as from memory, and in pieces that do not grow with the corpus."""

from __future__ import annotations

import datetime
import itertools
import math
import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare import Shelf, _claim_story, _claim_typed, _corpus, compare_library, group_stories, stories
from corpuslib.compare._spool import InMemory, Library
from corpuslib.compare._telling import Telling, told_sentences
from corpuslib.compare.claims import find_claims
from corpuslib.compare.similarity import Similarities, similar_documents
from corpuslib.document import Document, Metadata, as_document
from corpuslib.tables import Row

LINES = (
    "Chancellor Ilse Brannick will travel to Varn on 12 May to speak with Governor Pell Orvar about the closed locks.",
    "The locks on the Tessel canal have been shut for {} days, and 230 barges are waiting on both banks.",
    "“I will not pay a toll to anybody,” Brannick said on Friday.",
    "Fishermen from Halden blocked the northern bank and burned an old customs boat.",
    "The governor of Varn called the protest “a childish show” and refused to withdraw his guards.",
    "Lock keepers in Lorme fear that the water treaty between the two banks will not last.",
    "Barge owners lose money by the day, and the market in Halden has no flour left.",
)


def report(number: int) -> Document:
    """Return a report of a few of the lines; the days that it counts differ."""
    chosen = [line for n, line in enumerate(LINES) if n < 3 or (n + number) % 3]
    day = datetime.date(2031, 5, 4 + number % 3)
    metadata = Metadata(published_from=day, published_to=day, outlet=f"Paper {number}", language="en")
    text = "\n".join(chosen).format(40 + number)
    return replace(as_document(text), metadata=metadata).with_id(f"d{number:03}")


def rows_of(document: Document) -> dict[str, list[Any]]:
    sentences = find_sentences(document)
    return {"sentences": sentences, "dates": find_dates(document), "attributions": find_attributions(document)}


DOCUMENTS = [report(n) for n in range(6)]
FOUND = {d.doc_id: rows_of(d) for d in DOCUMENTS}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "documents.pickle")
    shelf.put((d, FOUND[d.doc_id]) for d in reversed(DOCUMENTS))
    return shelf


def compared(library: Library, workers: int = 1) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}

    def write(table: str, rows: Iterable[Row]) -> None:
        tables.setdefault(table, []).extend(rows)

    compare_library(library, workers=workers, write=write)
    return tables


def test_documents_on_disk_give_the_rows_that_they_give_in_memory(shelf: Shelf) -> None:
    told = compared(shelf)
    assert told == compared(InMemory(DOCUMENTS, FOUND))
    assert {"pairs", "reuse", "quotations"} <= {table for table, rows in told.items() if rows}


def test_a_shelf_is_in_the_order_of_names_and_a_part_of_it_in_that_of_the_positions(shelf: Shelf) -> None:
    assert list(shelf.documents) == DOCUMENTS
    assert [d.doc_id for d in shelf.part([4, 1]).documents] == ["d004", "d001"]
    assert shelf.found["d002"] == FOUND["d002"]
    assert shelf.found.get("elsewhere") is None


def test_a_part_that_was_sent_to_a_worker_reads_its_documents_there(shelf: Shelf) -> None:
    part = shelf.part([2])
    sent = pickle.dumps(part)
    assert len(sent) < 400
    assert list(pickle.loads(sent).documents) == [DOCUMENTS[2]]  # noqa: S301


def test_only_some_documents_of_a_shelf_are_held(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpuslib.compare._spool._OPEN", 2)
    assert list(shelf.documents) == DOCUMENTS
    assert len(shelf._open) == 2


def test_a_story_is_compared_without_the_rest_of_the_corpus(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def noted(story: Any) -> tuple[dict[str, list[Row]], list[Any]]:
        seen.append(len(story.library.documents))
        return {}, []

    monkeypatch.setattr(_corpus, "_story_rows", noted)
    elsewhere = replace(
        as_document("A comet passed the sun. Frozen gas made its tail."), metadata=Metadata(language="en")
    )
    library = InMemory([*DOCUMENTS, elsewhere.with_id("e")], FOUND)
    compare_library(library, write=lambda table, rows: None)
    assert seen == [len(DOCUMENTS)]


def test_what_a_story_tells_is_read_once_for_claims_coverage_and_wordings(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()

    def noted(number: int, document: Document, found: Any) -> list[Telling]:
        read[document.doc_id] += 1
        return told_sentences(number, document, found)

    monkeypatch.setattr(_claim_story, "told_sentences", noted)
    compared(shelf)
    assert read == {d.doc_id: 1 for d in DOCUMENTS}


def test_the_sentences_of_a_document_are_those_of_its_position_in_the_story() -> None:
    bare = as_document("Kelm").with_id("bare")
    told = _claim_story.told_by([DOCUMENTS[0], bare, DOCUMENTS[1]], FOUND)
    assert [[told.sentences[i].document for i in told.of(n)] for n in range(3)] == [
        [n] * len(FOUND[d]["sentences"]) if d else [] for n, d in enumerate(("d000", "", "d001"))
    ]


def test_of_many_values_of_a_kind_those_are_compared_that_have_a_rare_word_around(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = {d.doc_id: ("s01", None) for d in DOCUMENTS}
    every = find_claims(DOCUMENTS, FOUND, places)
    monkeypatch.setattr(_claim_typed, "_CROWD", 1)
    assert every
    assert find_claims(DOCUMENTS, FOUND, places) == every
    monkeypatch.setattr(_claim_typed, "_POSTINGS", 0)
    assert len(find_claims(DOCUMENTS, FOUND, places)) < len(every)


def similarities() -> Similarities:
    return similar_documents(DOCUMENTS, FOUND)


def test_similarities_are_a_sequence() -> None:
    found = similarities()
    assert [found[n] for n in range(len(found))] == list(found) == found[:]
    assert found[-1] == list(found)[-1]


INTERVALS = st.tuples(st.integers(0, 900), st.integers(0, 900)) | st.none()


@given(INTERVALS, INTERVALS)
def test_documents_are_near_by_the_gap_and_by_how_sure_their_dates_are(x: Any, y: Any) -> None:
    first, last = np.array([(0, 0) if i is None else (1 + min(i), 1 + max(i)) for i in (x, y)], np.int32).T
    one = np.array([0], np.int32)
    [pair] = Similarities(one, one + 1, one + 500_000, one, first, last, [1.0, 1.0])
    if x is None or y is None:
        assert (pair.days, pair.near) == (None, 0.6)
        return
    gap = max(0, min(x) - max(y), min(y) - max(x))
    sure = math.exp(-(max(x) - min(x) + max(y) - min(y)) / 14)
    assert pair.days == gap
    assert pair.near == math.exp(-gap / 14) * (0.6 + (1 - 0.6) * sure)


def test_of_a_large_story_each_document_is_paired_with_those_most_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    every = group_stories(DOCUMENTS, (), similarities())
    monkeypatch.setattr(stories, "_WHOLE", 4)
    monkeypatch.setattr(stories, "_NEIGHBOURS", 1)
    some = group_stories(DOCUMENTS, (), similarities())
    assert some.places == every.places
    assert set(some.pairs) < set(every.pairs)
    assert len(every.pairs) == math.comb(len(DOCUMENTS), 2)
    best = {
        max((s for s in similarities() if d in (s.a, s.b)), key=lambda s: (s.likeness, -s.a, -s.b))[:2]
        for d in range(len(DOCUMENTS))
    }
    met = {(DOCUMENTS[a].doc_id, DOCUMENTS[b].doc_id) for a, b in best}
    assert {(p.doc_a, p.doc_b) for p in some.pairs} == met


def test_groups_are_the_same_whatever_else_the_corpus_holds_that_they_have_nothing_near_with() -> None:
    far = [
        replace(d, metadata=replace(d.metadata, published_from=day, published_to=day)).with_id(f"z{d.doc_id}")
        for d, day in zip(DOCUMENTS[:2], itertools.repeat(datetime.date(2034, 5, 4)), strict=False)
    ]
    places = group_stories([*DOCUMENTS, *far]).places
    assert Counter(story for story, _ in places.values()) == {"s01": 6, "s02": 2}
