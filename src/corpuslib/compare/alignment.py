"""Which sentences of two renderings say the same: an alignment by words in common, in order, m to n."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Annotated, ClassVar, Literal, NamedTuple

from corpuslib.compare.words import Word, function_words, skeleton, stem, words
from corpuslib.tables import Column, Row

__all__ = ["Alignment", "Bead", "Unit", "align", "segments"]

Unit = Literal["sentence", "subhead", "headline", "caption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Row):
    """Units of two renderings that say the same; one side is empty where only the other has the unit."""

    table: ClassVar[str] = "alignments"

    doc_a: Annotated[str, Column("first document of the pair, by name")]
    doc_b: Annotated[str, Column("second document of the pair")]
    unit: Annotated[Unit, Column("what is aligned")]
    ids_a: Annotated[
        tuple[int, ...],
        Column("units of doc_a: sentence_id for sentences, block_id for subheads, headlines and captions"),
    ]
    ids_b: Annotated[tuple[int, ...], Column("the same of doc_b")]
    score: Annotated[float, Column("weighted words in common; 0 where one side is empty", "0 to 1")]


class Bead(NamedTuple):
    """Positions of sentences that belong together, and the weighted share of words that they have in common."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    score: float


# Set on the development half of the passages in two human translations of WMT news.
_THRESHOLD = 0.22  # share of words in common below which two sentences are better left apart
_LENGTH = 0.25  # what equal length is worth, as a share of words
_MERGE = 0.14  # price of every sentence beyond one a side, as a share of words
_BAND = 40
_SHORT = 4  # letters that tell a name
_MARKS = frozenset('“”„«»"')


def align(sentences_a: Sequence[str], sentences_b: Sequence[str]) -> list[Bead]:
    """Align the sentences of two renderings: beads 1-1, 1-2, 2-1, 2-2, 1-0 and 0-1, in order.

    A dynamic programme over beads as in Gale and Church (1993), which looks for the most words in common
    (weighted by inverse document frequency, names and numbers more) instead of equal lengths. The time is linear
    in the sentences: only a band of cells around the expected place is looked at. Swapping a and b mirrors the
    result.

    >>> a = ["Kelm arrived in Varn.", "Talks begin on Monday."]
    >>> b = ["In Varn, Kelm has arrived.", "Rain fell.", "The talks are to begin on Monday."]
    >>> [(bead.a, bead.b) for bead in align(a, b)]
    [((0,), (0,)), ((), (1,)), ((1,), (2,))]
    """
    a, b = tuple(sentences_a), tuple(sentences_b)
    if (len(b), b) < (len(a), a):
        return _in_order([Bead(bead.b, bead.a, bead.score) for bead in align(b, a)])
    return _in_order(_best_path(*_sides(a, b)))


def segments(beads: Sequence[Bead], a: Sequence[str], b: Sequence[str]) -> list[tuple[str, str]]:
    """Return what each bead says on either side; nothing where a side has no sentence in it.

    >>> a, b = ["Kelm came.", "Rain fell."], ["Kelm came in the rain."]
    >>> segments([Bead((0,), (0,), 0.7), Bead((1,), (), 0.0)], a, b)
    [('Kelm came.', 'Kelm came in the rain.'), ('Rain fell.', '')]
    """
    return [(" ".join(a[i] for i in bead.a), " ".join(b[j] for j in bead.b)) for bead in beads]


def _in_order(beads: Sequence[Bead]) -> list[Bead]:
    """Put lone sentences of a before those of b where they stand at one place, so that swapping changes nothing."""
    ordered: list[Bead] = []
    for paired, group in groupby(beads, lambda bead: bool(bead.a and bead.b)):
        run = list(group)
        ordered += run if paired else sorted(run, key=lambda bead: (not bead.a, bead))
    return ordered


@dataclass(frozen=True, slots=True)
class _Side:
    """Sentences as weighted words: counts by word, the weight of each sentence, and of it with the next one."""

    counts: list[Counter[str]]
    mass: list[float]
    with_next: list[float]
    quoting: list[bool]
    split: list[bool]  # one of the sentence and the next one is a quotation, the other has none


def _sides(a: Sequence[str], b: Sequence[str]) -> tuple[_Side, _Side, dict[str, float]]:
    found = [words(sentence) for sentence in (*a, *b)]
    small = function_words()
    keys: list[Counter[str]] = []
    frequency: Counter[str] = Counter()
    telling: set[str] = set()
    weak: set[str] = set()
    for sentence in found:
        known = []
        for word in sentence:
            key = _known_as(word) if word.name else word.key
            if word.name or word.number:
                telling.add(key)
            elif word.form in small:
                weak.add(key)
            known.append(key)
        frequency.update(set(known))
        keys.append(Counter(known))

    def weight(key: str) -> float:
        rarity = math.log(1 + len(found) / frequency[key])
        return rarity * (0.3 if key in weak else 1.3 if key in telling else 1.0)

    weights = {key: weight(key) for key in sorted(frequency)}

    def side(sentences: Sequence[str], counts: list[Counter[str]]) -> _Side:
        mass = [sum(weights[k] * c * c for k, c in sentence.items()) for sentence in counts]
        both = [_dot(x, y, weights) for x, y in pairwise(counts)]
        quoting = [not _MARKS.isdisjoint(text) for text in sentences]
        split = [
            (_is_quotation(x) and not q) or (_is_quotation(y) and not p)
            for (x, y), (p, q) in zip(pairwise(sentences), pairwise(quoting), strict=True)
        ]
        with_next = [m + n + 2 * d for m, n, d in zip(mass, mass[1:], both, strict=False)]
        return _Side(counts, mass, with_next, quoting, split)

    return side(a, keys[: len(a)]), side(b, keys[len(a) :]), weights


def _known_as(name: Word) -> str:
    """Return what aligned names share, in whatever transliteration."""
    own = len(name.form) >= _SHORT and name.key == stem(name.form)
    return "name " + skeleton(name.form)[:_SHORT] if own else name.key


def _is_quotation(text: str) -> bool:
    """Say whether a sentence is a quotation and nothing else."""
    return len(text) > 1 and text[0] in _MARKS and text[-1] in _MARKS


def _dot(x: Mapping[str, int], y: Mapping[str, int], weights: Mapping[str, float]) -> float:
    if len(y) < len(x):
        x, y = y, x
    return math.fsum(weights[key] * count * y[key] for key, count in x.items() if key in y)


def _overlaps(a: _Side, b: _Side, weights: Mapping[str, float], reach: Sequence[range]) -> list[dict[int, float]]:
    """Return the weighted words in common for every cell of the band that has any; row i holds columns of reach[i]."""
    where: dict[str, list[tuple[int, int]]] = {}
    for j, sentence in enumerate(b.counts):
        for key, count in sentence.items():
            where.setdefault(key, []).append((j, count))
    rows = []
    for sentence, columns in zip(a.counts, reach, strict=True):
        row: dict[int, float] = {}
        first, last = (columns.start,), (columns.stop,)
        for key, count in sentence.items():
            places, own = where.get(key, ()), weights[key] * count
            for j, other in places[bisect_left(places, first) : bisect_left(places, last)]:
                row[j] = row.get(j, 0.0) + own * other
        rows.append(row)
    return rows


def _added(x: Mapping[int, float], y: Mapping[int, float]) -> dict[int, float]:
    return {j: x.get(j, 0.0) + y.get(j, 0.0) for j in x.keys() | y.keys()}


_Cell = tuple[float, int, int, float]  # what the best path to a cell is worth, and the bead that led there
_MERGED = ((1, 2), (2, 1), (2, 2))  # (sentences of a, sentences of b)


def _best_path(a: _Side, b: _Side, weights: Mapping[str, float]) -> list[Bead]:
    n, m = len(a.counts), len(b.counts)
    slope = m / max(n, 1)
    reach = [range(max(0, int(i * slope) - _BAND), min(m, int((i + 1) * slope) + _BAND)) for i in range(n + 1)]
    rows = _overlaps(a, b, weights, reach[:n])
    # By the number of sentences that a bead has of a side.
    shared = {1: rows, 2: [_added(x, y) for x, y in pairwise(rows)]}
    best: list[dict[int, _Cell]] = [{} for _ in range(n + 1)]  # by sentences of a, then of b
    best[0][0] = (0.0, 0, 0, 0.0)
    for i in range(n + 1):
        row, last = best[i], best[i - 1] if i else {}
        common, mass = (rows[i - 1], a.mass[i - 1]) if i else ({}, 0.0)
        for j in range(reach[i].start, reach[i].stop + 1):
            # Of equally good paths the one met first is kept, so the likeliest bead comes first.
            top = row.get(j)
            if (before := last.get(j - 1)) is not None:
                gain, score = _gain(common.get(j - 1, 0.0), mass, b.mass[j - 1], 0)
                top = (before[0] + gain, 1, 1, score)
            if (before := last.get(j)) is not None and (top is None or before[0] > top[0]):
                top = (before[0], 1, 0, 0.0)
            if (before := row.get(j - 1)) is not None and (top is None or before[0] > top[0]):
                top = (before[0], 0, 1, 0.0)
            for di, dj in _MERGED if i else ():
                if i >= di and (before := best[i - di].get(j - dj)) is not None:
                    found = _merged(a, b, shared[di][i - di], (i, j, di, dj))
                    if found and (top is None or before[0] + found[0] > top[0]):
                        top = (before[0] + found[0], di, dj, found[1])
            if top is not None:
                row[j] = top
    return _walk_back(best, n, m)


def _merged(
    a: _Side, b: _Side, common: Mapping[int, float], bead: tuple[int, int, int, int]
) -> tuple[float, float] | None:
    """Return what a bead with two sentences of a side is worth, and its score; None if less than nothing."""
    i, j, di, dj = bead
    overlap = common.get(j - dj, 0.0) + (common.get(j - 1, 0.0) if dj == 2 else 0.0)
    mass_a = a.with_next[i - 2] if di == 2 else a.mass[i - 1]
    mass_b = b.with_next[j - 2] if dj == 2 else b.mass[j - 1]
    merged = di + dj - 2
    if merged == 1 and ((a.split[i - 2] and b.quoting[j - 1]) if di == 2 else (b.split[j - 2] and a.quoting[i - 1])):
        merged = 0  # who says it and what is said are two sentences here, and one there
    # What gains less than nothing is no better than its sentences alone.
    if merged and 2 * overlap < (_THRESHOLD + _MERGE * merged - _LENGTH) * (mass_a + mass_b):
        return None
    return _gain(overlap, mass_a, mass_b, merged)


def _gain(overlap: float, mass_a: float, mass_b: float, merged: int) -> tuple[float, float]:
    """Return what a bead with this many merged sentences is worth, in weighted words, and its score."""
    total = mass_a + mass_b
    if not total:
        return 0.0, 0.0
    less, more = (mass_a, mass_b) if mass_a < mass_b else (mass_b, mass_a)
    score = 2 * (overlap if overlap < less else less) / total
    bonus = _LENGTH * less / more - _MERGE * merged
    return (score + bonus - _THRESHOLD) * total, score


def _walk_back(best: Sequence[Mapping[int, _Cell]], n: int, m: int) -> list[Bead]:
    beads = []
    while n or m:
        _, di, dj, score = best[n][m]
        beads.append(Bead(tuple(range(n - di, n)), tuple(range(m - dj, m)), score))
        n, m = n - di, m - dj
    return beads[::-1]
