"""Passages of two documents that are the same because of where they stand: in a copy, or in a parallel rendering."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpuslib.compare._utterances import Passage
from corpuslib.compare._wording import overlap
from corpuslib.compare.alignment import Alignment
from corpuslib.compare.pairs import Pair
from corpuslib.compare.voices import SHARED, components
from corpuslib.document import Document

__all__ = ["copied_passages", "rendered_passages"]

_Ties = dict[tuple[int, int], float]

_COPIED = 0.95
_ALONE = 0.8  # the only quotation of a sentence, and the only one of the sentence that renders it
_ONE_OF_MANY = 0.7
_REPORTED = 0.7  # quoted in one rendering, told without marks in the other


def copied_passages(passages: Sequence[Passage], position: Mapping[str, int], pairs: Iterable[Pair]) -> _Ties:
    """Return the quotations of the same words in documents that go back to one text, whoever is named as speaker."""
    links = [(position[p.doc_a], position[p.doc_b]) for p in pairs if p.relation in SHARED]
    voice = {n: group[0] for group in components(len(position), links) for n in group}
    first: dict[tuple[int, tuple[str, ...]], int] = {}
    ties: _Ties = {}
    for number, passage in enumerate(passages):
        if passage.quoted:
            other = first.setdefault((voice[passage.doc], passage.wording.forms), number)
            if passages[other].doc != passage.doc:
                ties[other, number] = _COPIED
    return ties


def rendered_passages(
    passages: Sequence[Passage],
    documents: Sequence[Document],
    position: Mapping[str, int],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    pairs: Iterable[Pair],
    alignments: Iterable[Alignment],
) -> _Ties:
    """Return the quotations that stand in sentences, headlines or subheads that render each other.

    `position` says where each document stands among `documents`.
    """
    renderings = {(p.doc_a, p.doc_b) for p in pairs if p.relation == "parallel_rendering"}
    wanted = [row for row in alignments if (row.doc_a, row.doc_b) in renderings and row.ids_a and row.ids_b]
    ids = {doc_id for row in wanted for doc_id in (row.doc_a, row.doc_b)}
    own: dict[int, list[int]] = {position[doc_id]: [] for doc_id in sorted(ids)}
    for number, passage in enumerate(passages):
        if passage.doc in own:
            own[passage.doc].append(number)
    units = {doc_id: _units(documents[n], found, passages, own[n]) for doc_id, n in position.items() if n in own}
    ties: _Ties = {}
    for row in wanted:
        kind = "sentence" if row.unit == "sentence" else "block"
        a, b = (
            [number for i in members for number in units[doc_id].get((kind, i), ())]
            for doc_id, members in ((row.doc_a, row.ids_a), (row.doc_b, row.ids_b))
        )
        ties.update(_rendered(passages, a, b))
    return ties


def _units(
    document: Document,
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    passages: Sequence[Passage],
    own: Sequence[int],
) -> dict[tuple[str, int], list[int]]:
    """Return the passages that begin in each sentence and each block."""
    sentences = found.get(document.doc_id, {}).get("sentences", ())
    spans = [("sentence", row.sentence_id, row.start, row.end) for row in sentences]
    spans += [("block", block.block_id, block.start, block.end) for block in document.blocks]
    units: dict[tuple[str, int], list[int]] = {}
    for kind in ("sentence", "block"):
        rows = sorted((start, end, i) for k, i, start, end in spans if k == kind)
        starts = [start for start, _, _ in rows]
        for number in own:
            at = bisect_right(starts, passages[number].start) - 1
            if at >= 0 and passages[number].start < rows[at][1]:
                units.setdefault((kind, rows[at][2]), []).append(number)
    return units


def _rendered(
    passages: Sequence[Passage], a: Sequence[int], b: Sequence[int]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the passages that render each other: as many quotations in order, or the one that shares most words."""
    quoted = [[n for n in side if passages[n].quoted] for side in (a, b)]
    if quoted[0] and len(quoted[0]) == len(quoted[1]):
        sure = _ALONE if len(quoted[0]) == 1 else _ONE_OF_MANY
        yield from ((pair, sure) for pair in zip(*quoted, strict=True))
        return
    for mine, other, swap in ((quoted[0], b, False), (quoted[1], a, True)):
        for number in mine:
            best = max(other, key=lambda n: (_shared(passages, number, n), -n), default=None)
            if best is not None and _shared(passages, number, best):
                yield ((best, number) if swap else (number, best)), _REPORTED


def _shared(passages: Sequence[Passage], a: int, b: int) -> float:
    return overlap(passages[a].wording, passages[b].wording, {})[1]
