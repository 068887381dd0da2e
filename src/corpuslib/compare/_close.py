"""Pairs of documents that share text or an original: what each pair is, and what its documents do with the text."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpuslib.compare._precedence import credited, earlier
from corpuslib.compare._spool import Library
from corpuslib.compare.divergences import Comparison, compare_renderings, sentences_of
from corpuslib.compare.duplicates import Reuse
from corpuslib.compare.kinship import Kinship, kinship
from corpuslib.compare.pairs import Pair, Relation
from corpuslib.compare.reuse import ReusePassage, Side, passages_of
from corpuslib.compare.similarity import Found, Similarities, language_of
from corpuslib.compare.traces import weigh_traces
from corpuslib.document import Document
from corpuslib.engine import Workers, map_ordered

__all__ = ["close_pairs", "one_voice", "passages_of_pairs", "side_by_side"]

# Up to this containment, words shared verbatim can come of translating one original twice.
_VERBATIM = 0.4
_PHRASE = 12.0  # words in a row that two texts can well have each from elsewhere
# Renderings are looked for among pairs at least this alike: far below any seen, above most of one story.
_RENDERING = 0.3
_TASK = 32  # pairs that are sent to a worker together


_Pair = tuple[Any, ...]  # two positions, and what is known of the pair


@dataclass(frozen=True)
class _Task:
    """Some pairs with their documents, for a worker."""

    library: Library
    pairs: Sequence[_Pair]


def close_pairs(
    library: Library, similarities: Similarities, reuse: Mapping[tuple[int, int], Reuse], *, workers: Workers = 1
) -> list[Pair]:
    """Return the pairs that share text or an original, sorted by position."""
    alike = {(s.a, s.b) for s in similarities.chosen(similarities.cosine >= round(_RENDERING * 1e6))}
    heads = [(language_of(d), len(d.body)) for d in library.documents]
    wanted = []
    for a, b in sorted(reuse.keys() | alike):
        (language, size), (other, length) = heads[a], heads[b]
        shared = reuse.get((a, b))
        contained = max(shared.containment_a, shared.containment_b) if shared else 0.0
        of_like_length = min(size, length) * 2 >= max(size, length)
        akin = language == "en" and contained < _VERBATIM and (a, b) in alike and of_like_length
        if language == other and (shared or akin):
            wanted.append((a, b, shared, akin))
    tasks = (_Task(part, own) for part, own in _together(library, wanted))
    pairs = [pair for found in map_ordered(_judged, tasks, workers=workers, chunk=2) for pair in found]
    return _siblings(library, pairs)


def _together(library: Library, pairs: Sequence[_Pair]) -> Iterator[tuple[Library, list[_Pair]]]:
    """Yield some pairs at a time with their documents, and positions among these."""
    for start in range(0, len(pairs), _TASK):
        own = pairs[start : start + _TASK]
        numbers = sorted({n for a, b, *_ in own for n in (a, b)})
        place = {n: i for i, n in enumerate(numbers)}
        yield library.part(numbers), [(place[a], place[b], *rest) for a, b, *rest in own]


def _judged(task: _Task) -> list[Pair]:
    documents, found = task.library.documents, task.library.found
    pairs = []
    for a, b, shared, akin in task.pairs:
        first, second = documents[a], documents[b]
        kin = kinship(*(_sentence_texts(d, found) for d in (first, second))) if akin else None
        if kin and kin.probability >= 0.5:
            pairs.append(_rendering_pair(first, second, shared, kin))
        elif shared:
            pairs.append(_reuse_pair(first, second, shared))
    return pairs


def passages_of_pairs(
    library: Library, pairs: Sequence[Pair], reuse: Mapping[tuple[int, int], Reuse], *, workers: Workers = 1
) -> Iterator[list[ReusePassage]]:
    """Yield what the documents of each pair of copies share and have of their own, pair by pair."""
    position = {doc_id: n for n, doc_id in enumerate(library.names)}
    ends = [(position[p.doc_a], position[p.doc_b]) for p in pairs if p.copied]
    tasks = (_Task(part, own) for part, own in _together(library, [(a, b, reuse[a, b].spans) for a, b in ends]))
    for found in map_ordered(_passages, tasks, workers=workers, chunk=2):
        yield from found


def _passages(task: _Task) -> list[list[ReusePassage]]:
    sides = [Side.of(document) for document in task.library.documents]
    return [passages_of(sides[a], sides[b], spans) for a, b, spans in task.pairs]


def side_by_side(
    library: Library, pairs: Sequence[Pair], changed: Collection[tuple[str, str]], *, workers: Workers = 1
) -> Iterator[Comparison]:
    """Yield renderings compared, and every copy that `changed` anything with the one that it shares most with."""
    closest: dict[str, Pair] = {}
    chosen: set[tuple[str, str]] = set()
    for pair in pairs:
        if pair.relation == "parallel_rendering":
            chosen.add((pair.doc_a, pair.doc_b))
        elif pair.relation == "republication":
            best = closest.get(pair.doc_b)
            if best is None or containment(pair) > containment(best):
                closest[pair.doc_b] = pair
    chosen |= {(pair.doc_a, pair.doc_b) for pair in closest.values()} & set(changed)
    position = {doc_id: n for n, doc_id in enumerate(library.names)}
    ends = [(position[a], position[b]) for a, b in sorted(chosen)]
    tasks = (_Task(part, own) for part, own in _together(library, ends))
    for found in map_ordered(_compared, tasks, workers=workers, chunk=1):
        yield from found


def _compared(task: _Task) -> list[Comparison]:
    return [_beside(task.library.documents[a], task.library.documents[b], task.library.found) for a, b in task.pairs]


def _beside(a: Document, b: Document, found: Found) -> Comparison:
    """Compare two documents with the rows that are known of them."""
    tables = found.get(a.doc_id, {}), found.get(b.doc_id, {})
    rows = [sentences_of(d, t.get("sentences")) for d, t in zip((a, b), tables, strict=True)]
    traces = [t.get("translation_issues", ()) for t in tables]
    return weigh_traces(
        compare_renderings(a, b, sentences_a=rows[0], sentences_b=rows[1]),
        traces_a=traces[0], traces_b=traces[1], sentences_a=rows[0], sentences_b=rows[1],
    )  # fmt: skip


def _sentence_texts(document: Document, found: Found) -> list[str]:
    rows = sentences_of(document, found.get(document.doc_id, {}).get("sentences"))
    return [document.text[row.start : row.end] for row in rows]


def _rendering_pair(a: Document, b: Document, shared: Reuse | None, kin: Kinship) -> Pair:
    first, why = earlier(a, b)
    return Pair(
        doc_a=a.doc_id,
        doc_b=b.doc_id,
        relation="parallel_rendering",
        probability=round(kin.probability, 3),
        containment_a=round(shared.containment_a, 4) if shared else 0.0,
        containment_b=round(shared.containment_b, 4) if shared else 0.0,
        earlier=first,
        evidence=(
            f"{kin.coverage:.0%} of the words stand in sentences aligned in order; names and numbers in the same "
            f"order: {kin.order:.0%}; few words shared verbatim; {why}"
        ),
    )


def _reuse_pair(a: Document, b: Document, shared: Reuse) -> Pair:
    contained = max(shared.containment_a, shared.containment_b)
    outlets = {d.metadata.outlet for d in (a, b)}
    elsewhere = len(outlets) == 2 and None not in outlets
    relation: Relation = "republication" if elsewhere and contained >= 0.5 else "near_duplicate"
    first, why = earlier(a, b)
    return Pair(
        doc_a=a.doc_id,
        doc_b=b.doc_id,
        relation=relation,
        probability=round(min(0.99, 1 - math.exp(-shared.longest / _PHRASE)), 3),
        containment_a=round(shared.containment_a, 4),
        containment_b=round(shared.containment_b, 4),
        earlier=first,
        evidence=(
            f"{len(shared.spans)} shared passages, the longest of {shared.longest} words; "
            f"{'other outlets' if elsewhere else 'outlets equal or unknown'}; {why}"
        ),
    )


def _siblings(library: Library, pairs: Sequence[Pair]) -> list[Pair]:
    """Two documents that both ran a third one, which they credit, are copies of it and not one of the other."""
    position = {doc_id: n for n, doc_id in enumerate(library.names)}
    sources: dict[str, set[str]] = {}
    for pair in pairs:
        for x, y in ((pair.doc_a, pair.doc_b), (pair.doc_b, pair.doc_a)):
            if pair.relation == "republication" and credited(*(library.documents[position[n]] for n in (y, x))):
                sources.setdefault(y, set()).add(x)
    result = []
    for pair in pairs:
        ends = sources.get(pair.doc_a, set()), sources.get(pair.doc_b, set())
        of_one = ends[0] & ends[1] and pair.doc_a not in ends[1] and pair.doc_b not in ends[0]
        if pair.relation == "republication" and of_one:
            evidence = f"both copies of {min(ends[0] & ends[1])}; {pair.evidence}"
            pair = replace(pair, relation="near_duplicate", evidence=evidence)
        result.append(pair)
    return result


def containment(pair: Pair) -> float:
    """Return how much of one document the other has, of both ways the larger."""
    return max(pair.containment_a, pair.containment_b)


def one_voice(pairs: Iterable[Pair]) -> frozenset[tuple[str, str]]:
    """Return pairs that are no two witnesses: copies, and renderings of one original."""
    return frozenset((p.doc_a, p.doc_b) for p in pairs if p.relation != "near_duplicate" or containment(p) >= _VERBATIM)
