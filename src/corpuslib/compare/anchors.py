"""Passages that two bodies share, as words of either, each word in one passage; and which of them were moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpuslib.compare.duplicates import SharedSpan
from corpuslib.compare.patience import Range

__all__ = ["Anchor", "BodyWords", "anchors", "heaviest"]

Anchor = tuple[Range, Range]
"""The words of a shared passage in a and in b."""
_MOST = 400  # anchors: more come only of text that repeats itself without end


class BodyWords(NamedTuple):
    """Words of a body by number: their forms, their first characters there, and their blocks."""

    forms: list[str]
    starts: list[int]
    blocks: list[int]

    def between(self, start: int, end: int) -> Range:
        """Return the words between two characters of the body."""
        return Range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def loose(self, words: Range) -> tuple[int, int]:
        """Count the few words at either end of a passage that belong to a block which it hardly touches."""
        first, last = words.start, words.end - 1
        at_start = at_end = 0
        for n in range(1, min(_LOOSE + 1, last - first)):
            if first and self.blocks[first - 1] == self.blocks[first + n - 1] != self.blocks[first + n]:
                at_start = n
            if (
                last + 1 < len(self.blocks)
                and self.blocks[last - n] != self.blocks[last - n + 1] == self.blocks[last + 1]
            ):
                at_end = n
        return at_start, at_end


_LOOSE = 3


def anchors(x: BodyWords, y: BodyWords, spans: Iterable[SharedSpan]) -> list[Anchor]:
    """Return the shared passages as words of either side, the longest first where two claim a word; in order."""
    free_x, free_y = [True] * len(x.starts), [True] * len(y.starts)
    found = []
    for span in sorted(spans, key=lambda s: (s.a_start - s.a_end, s))[:_MOST]:
        p, q = x.between(span.a_start, span.a_end), y.between(span.b_start, span.b_end)
        # Two paragraphs that begin with one word after another have it in common without having it from each other.
        at_start, at_end = (max(n) for n in zip(x.loose(p), y.loose(q), strict=True))
        p, q = Range(p.start + at_start, p.end - at_end), Range(q.start + at_start, q.end - at_end)
        while p.start < p.end and q.start < q.end and not (free_x[p.start] and free_y[q.start]):
            p, q = Range(p.start + 1, p.end), Range(q.start + 1, q.end)
        while p.start < p.end and q.start < q.end and not (free_x[p.end - 1] and free_y[q.end - 1]):
            p, q = Range(p.start, p.end - 1), Range(q.start, q.end - 1)
        if p.start < p.end and q.start < q.end and all(free_x[slice(*p)]) and all(free_y[slice(*q)]):
            p, q = _stretched(x, y, free_x, free_y, p, q)
            free_x[slice(*p)] = [False] * (p.end - p.start)
            free_y[slice(*q)] = [False] * (q.end - q.start)
            found.append((p, q))
    return sorted(found)


def _stretched(x: BodyWords, y: BodyWords, free_x: list[bool], free_y: list[bool], p: Range, q: Range) -> Anchor:
    """Let a passage grow over equal words at its ends, up to the ends of its blocks."""

    def grows(i: int, j: int, inner_i: int, inner_j: int) -> bool:
        inside = 0 <= i < len(x.forms) and 0 <= j < len(y.forms)
        return (
            inside
            and free_x[i]
            and free_y[j]
            and x.forms[i] == y.forms[j]
            and x.blocks[i] == x.blocks[inner_i]
            and y.blocks[j] == y.blocks[inner_j]
        )

    while grows(p.start - 1, q.start - 1, p.start, q.start):
        p, q = Range(p.start - 1, p.end), Range(q.start - 1, q.end)
    while grows(p.end, q.end, p.end - 1, q.end - 1):
        p, q = Range(p.start, p.end + 1), Range(q.start, q.end + 1)
    return p, q


def heaviest(anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return the anchors that keep one order on both sides and hold the most words; the rest were moved."""
    best: list[tuple[int, int]] = []  # weight of the chain that ends here, and the anchor before it
    for n, (p, q) in enumerate(anchors):
        before = max(((best[m][0], -m) for m in range(n) if anchors[m][1].start < q.start), default=(0, 1))
        best.append((before[0] + p.end - p.start, -before[1]))
    at = max(range(len(best)), key=lambda n: (best[n][0], -n), default=-1)
    chain = []
    while at >= 0:
        chain.append(anchors[at])
        at = best[at][1]
    return chain[::-1]
