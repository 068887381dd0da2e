"""How well provenance does on the demo corpus, against its gold annotation.

The gold annotation has dateline, byline and agencies as metadata, and the lines that name a source as segments. Each
test prints its figures (`pytest -s`) and holds a floor a little below them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from gold import check

from corpuslib.annotate.provenance import Provenance, find_provenance
from corpuslib.corpus import Corpus
from corpuslib.document import Document

Key = tuple[str, int | None]
Found = dict[Key, tuple[Document, list[Provenance]]]


@pytest.fixture(scope="module")
def found(demo: Corpus) -> Found:
    documents = [demo.document(doc_id) for doc_id in sorted(demo.documents["doc_id"])]
    return {_key(document): (document, find_provenance(document)) for document in documents}


def _key(document: Document) -> Key:
    record = document.source.record
    return document.source.file, int(record.split()[-1]) if record else None


def _scores(what: str, found: Iterable[object], annotated: Iterable[object]) -> tuple[float, float]:
    ours, theirs = set(found), set(annotated)
    both = len(ours & theirs)
    print(f"\n{what}: found {len(ours)}, annotated {len(theirs)}, both {both}")
    return both / len(ours), both / len(theirs)


def _gold(field: str) -> list[tuple[Key, str]]:
    return [((row["file"], row["record"]), row[field]) for row in check.read("metadata") if row[field]]


def _passages(found: Found, kind: str) -> list[tuple[Key, str]]:
    return [(key, d.text[r.start : r.end]) for key, (d, rows) in found.items() for r in rows if r.kind == kind]


def test_datelines_are_found_whole(found: Found) -> None:
    precision, recall = _scores("dateline", _passages(found, "dateline"), _gold("dateline"))
    assert precision >= 0.99 and recall >= 0.99


def test_bylines_are_found_whole(found: Found) -> None:
    precision, recall = _scores("byline", _passages(found, "byline"), _gold("byline"))
    assert precision >= 0.98 and recall >= 0.85


def test_agencies_are_credited(found: Found) -> None:
    credits = ("dateline", "agency_credit", "source_line")
    named = [(k, n.casefold()) for k, (_, rows) in found.items() for r in rows if r.kind in credits for n in r.names]
    agencies = {name.casefold() for row in check.read("metadata") for name in row["agencies"]}
    annotated = [((r["file"], r["record"]), n.casefold()) for r in check.read("metadata") for n in r["agencies"]]
    precision, recall = _scores("agencies", [pair for pair in named if pair[1] in agencies], annotated)
    assert precision >= 0.99 and recall >= 0.99


def test_lines_that_name_a_source_or_a_change_are_found(found: Found) -> None:
    gold = [row for row in check.read("segments") if row["kind"] == "source_line"]
    hit = [
        row
        for row in gold
        for r in found[row["file"], row["record"]][1]
        if r.kind in ("source_line", "translation", "republication", "correction")
        and r.raw_start < row["end"]
        and row["start"] < r.raw_end
    ]
    print(f"\nsource lines: {len(hit)} of {len(gold)}")
    assert len(hit) >= len(gold) - 1


def test_credits_of_pictures_are_found_in_captions(found: Found) -> None:
    gold = [row for row in check.read("segments") if row["kind"] in ("caption", "image_credit")]
    credits = ("photo", "image", "pic:", "credit")
    credited = [row for row in gold if any(word in row["passage"].lower() for word in credits)]
    hit = [
        row
        for row in credited
        if any(
            r.kind == "photo_credit" and r.raw_start < row["end"] and row["start"] < r.raw_end
            for r in found[row["file"], row["record"]][1]
        )
    ]
    print(f"\npicture credits: {len(hit)} of {len(credited)}")
    assert len(hit) >= len(credited) - 1
