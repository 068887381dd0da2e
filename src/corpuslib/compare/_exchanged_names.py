"""Two names that stand in each other's place: each has on one side the neighbours that the other has on the other.

A predicate need not be near: "said Blansko, one of Novotny's readers". The neighbours of a name are the words that
both passages have, each weighed by how near it stands (after the positional kernels of Lv & Zhai 2009, Positional
Language Models for Information Retrieval); small words count only directly beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare.passages import Passage
from corpuslib.compare.words import function_words
from corpuslib.text import Span

__all__ = ["Exchange", "exchanged_names"]

_OFTEN = 2  # a name that stands oftener than this has no one place
_SMALL = 0.3  # how far a function word moves what stands behind it away, in words
_BESIDE = 0.15  # what a preposition or possessive directly beside a name counts
_SAME_ORDER = 0.5
_MOST = 12  # names of a passage that are looked at

_Neighbours = Mapping[str, float]


class Exchange(NamedTuple):
    """Two names that seem exchanged: where they stand on either side, their keys, and how clear it is, 0 to 1."""

    a: Span
    b: Span
    first: frozenset[str]
    second: frozenset[str]
    margin: float


class _Name(NamedTuple):
    keys: frozenset[str]
    at_a: Sequence[int]
    at_b: Sequence[int]


def exchanged_names(a: Passage, b: Passage) -> Iterator[Exchange]:
    """Yield the pairs of names whose neighbours speak rather for an exchange than against it."""
    names = _shared_names(a, b)[:_MOST]
    if len(names) < 2:
        return
    once_a, once_b = _once(a), _once(b)
    anchors = sorted(once_a.keys() & once_b.keys())
    far_a, far_b = _distances(a), _distances(b)
    near = [
        (
            _neighbours(a, name.at_a, far_a, {k: once_a[k] for k in anchors}),
            _neighbours(b, name.at_b, far_b, {k: once_b[k] for k in anchors}),
        )
        for name in names
    ]
    for (x, (x_a, x_b)), (y, (y_a, y_b)) in combinations(list(zip(names, near, strict=True)), 2):
        skip = x.keys | y.keys
        kept = _alike(x_a, x_b, skip) + _alike(y_a, y_b, skip)
        crossed = _alike(x_a, y_b, skip) + _alike(y_a, x_b, skip)
        if crossed > kept:
            whole = sum(_alike(n, n, skip) for n in (x_a, x_b, y_a, y_b)) / 2
            # Who takes another's place changes the order, unless the sentence is turned round as well.
            turned = (x.at_a[0] < y.at_a[0]) != (x.at_b[0] < y.at_b[0])
            spans = (_span(a, (*x.at_a, *y.at_a)), _span(b, (*x.at_b, *y.at_b)))
            yield Exchange(*spans, x.keys, y.keys, (crossed - kept) / whole * (1.0 if turned else _SAME_ORDER))


def _shared_names(a: Passage, b: Passage) -> list[_Name]:
    """Return the names of both passages in order; words that follow each other in both are one name."""
    at_a, at_b = _capitals(a), _capitals(b)
    sure = {w.key for w in (*a.words, *b.words) if w.name}
    found: list[_Name] = []
    for key in sorted(at_a.keys() & at_b.keys() & sure, key=lambda k: at_a[k]):
        here, there = at_a[key], at_b[key]
        last = found[-1] if found else None
        joined = last and len({len(p) for p in (here, there)} | {1}) == 1
        if joined and last and last.at_a[-1] + 1 == here[0] and last.at_b[-1] + 1 == there[0]:
            found[-1] = _Name(last.keys | {key}, (*last.at_a, *here), (*last.at_b, *there))
        else:
            found.append(_Name(frozenset({key}), here, there))
    return found


def _capitals(passage: Passage) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, word in enumerate(passage.words):
        if word.text[0].isupper() and word.form not in function_words():
            found.setdefault(word.key, []).append(i)
    return {key: places for key, places in found.items() if len(places) <= _OFTEN}


def _once(passage: Passage) -> dict[str, int]:
    """Return where the content words stand that stand once."""
    found: dict[str, list[int]] = {}
    for i, word in enumerate(passage.words):
        found.setdefault(word.key, []).append(i)
    small = function_words()
    return {key: p[0] for key, p in found.items() if len(p) == 1 and passage.words[p[0]].form not in small}


def _distances(passage: Passage) -> list[float]:
    """Return how far from the beginning each word stands, in content words."""
    found, at = [], 0.0
    for word in passage.words:
        found.append(at)
        at += _SMALL if word.form in function_words() else 1.0
    return found


def _neighbours(passage: Passage, name: Sequence[int], far: Sequence[float], anchors: Mapping[str, int]) -> _Neighbours:
    found = {key: 1 / (1 + min(abs(far[k] - far[at]) for k in name)) for key, at in anchors.items()}
    before = min(name) - 1
    while before >= 0 and passage.words[before].form in ("the", "a", "an"):
        before -= 1
    if before >= 0 and passage.words[before].form in function_words():
        found["before " + passage.words[before].form] = _BESIDE
    if passage.words[max(name)].text.endswith(("'s", "’s")):
        found["possessive"] = _BESIDE
    return found


def _alike(one: _Neighbours, other: _Neighbours, skip: frozenset[str]) -> float:
    return sum(weight * other[key] for key, weight in one.items() if key in other and key not in skip)


def _span(passage: Passage, places: Sequence[int]) -> Span:
    return Span(passage.words[min(places)].start, passage.words[max(places)].end)
