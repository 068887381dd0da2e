"""Attributions that another rendering of the same text speaks against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpuslib.compare.divergences import Divergence
from corpuslib.compare.pairs import Pair
from corpuslib.document import Document
from corpuslib.text import Span

__all__ = ["mark_suspects", "suspect_attributions"]

_NEAR = 2  # characters between a cue with its source and the listener that follows
_SHOWN = 5  # words of the text that a reason repeats


def suspect_attributions(
    documents: Sequence[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    divergences: Iterable[Divergence],
    pairs: Iterable[Pair],
) -> dict[tuple[str, int], str]:
    """Return why attributions are suspect, by document and attribution.

    A divergence of kind attribution says that one rendering has a source or a listener ("told the Herald") which the
    other has not. What it favours is let be; where it favours neither, the later document of the two is suspect, or
    both if their order is open. Suspect is not false: the other rendering can have lost what this one has.

    >>> suspect_attributions([], {}, [], [])
    {}
    """
    texts = {d.doc_id: d.text for d in documents}
    by_ends = {(pair.doc_a, pair.doc_b): pair for pair in pairs}
    reasons: dict[tuple[str, int], str] = {}
    for row in divergences:
        if row.kind != "attribution":
            continue
        for doc_id, other, mine, theirs in _sides(row, by_ends[row.doc_a, row.doc_b]):
            has, instead = _shown(texts[doc_id], mine), _shown(texts[other], theirs)
            what = f"has “{instead}” and not “{has}”" if theirs else f"does not have “{has}”"
            relation = by_ends[row.doc_a, row.doc_b].relation.replace("_", " ")
            attributions = found.get(doc_id, {}).get("attributions", ())
            for number in _touched(attributions, mine):
                reasons.setdefault((doc_id, number), f"{other} ({relation}) {what} here")
    return reasons


def mark_suspects(attributions: Iterable[Any], reasons: Mapping[tuple[str, int], str]) -> list[Any]:
    """Return attributions with the columns `suspect` and `suspect_reason` filled in."""
    found = [(row, reasons.get((row.doc_id, row.attribution_id))) for row in attributions]
    return [replace(row, suspect=why is not None, suspect_reason=why) for row, why in found]


def _sides(row: Divergence, pair: Pair) -> Iterator[tuple[str, str, Span, Span | None]]:
    """Yield each side on which the divergence makes something suspect: it, the other, and their passages."""
    ends = ((row.doc_a, row.doc_b, row.a, row.b, "a"), (row.doc_b, row.doc_a, row.b, row.a, "b"))
    for doc_id, other, mine, theirs, side in ends:
        favoured = row.likely_right == side
        if row.likely_right == "undecidable" and theirs:
            favoured = pair.earlier == doc_id
        if mine and not favoured:
            yield doc_id, other, mine, theirs


def _touched(attributions: Iterable[Any], span: Span) -> Iterator[int]:
    """Yield the attributions whose cue and source the span touches, and those that share the cue."""
    for row in attributions:
        edges = [e for e in (row.cue_start, row.cue_end, row.speaker_start, row.speaker_end) if e is not None]
        if row.cue_start is None:
            continue
        near = [e for e in edges if abs(e - row.cue_start) <= _CLAUSE]
        if min(near) - _NEAR <= span.end and span.start <= max(near) + _NEAR:
            yield row.attribution_id


_CLAUSE = 120  # characters: a source further from its cue stands in another sentence


def _shown(text: str, span: Span | None) -> str:
    words = text[span.slice].split() if span else []
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
