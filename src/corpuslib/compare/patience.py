"""Which words of two texts are the same, in order: the patience diff (Bram Cohen).

Words that stand once on either side are tied first, in the longest order that both sides keep (Fredman 1975, Discrete
Mathematics 11), then, in the same way, what lies between them. Unlike a diff by longest common subsequence alone it
does not tie a common word here to a common word there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Range", "Tie", "tied"]


class Range(NamedTuple):
    """Words by number, half-open."""

    start: int
    end: int


class Tie(NamedTuple):
    """A word of one side by number, and the word of the other that is the same one."""

    a: int
    b: int


_LEVELS = 12
_SMALL = 2_500  # word pairs that are compared one by one


def tied(x: Sequence[str], y: Sequence[str]) -> list[Tie]:
    """Return which words of two passages are the same, in the order of both.

    The time is near linear: windows without a word that stands once in both are compared word by word only where
    they are small, and else left untied.

    >>> tied("the old harbour of Varn".split(), "the harbour of old Varn".split())
    [Tie(a=0, b=0), Tie(a=2, b=1), Tie(a=3, b=2), Tie(a=4, b=4)]
    """
    ties: list[Tie] = []
    windows = [(Range(0, len(x)), Range(0, len(y)))]
    for level in range(_LEVELS):
        following = []
        for p, q in windows:
            (i, end_i), (j, end_j) = p, q
            while i < end_i and j < end_j and x[i] == y[j]:
                ties.append(Tie(i, j))
                i, j = i + 1, j + 1
            while i < end_i and j < end_j and x[end_i - 1] == y[end_j - 1]:
                end_i, end_j = end_i - 1, end_j - 1
                ties.append(Tie(end_i, end_j))
            if i == end_i or j == end_j:
                continue
            found = _once_in_both(x, y, Range(i, end_i), Range(j, end_j))
            if not found or level == _LEVELS - 1:
                ties += _one_by_one(x, y, Range(i, end_i), Range(j, end_j))
                continue
            for tie in [*found, Tie(end_i, end_j)]:
                following.append((Range(i, tie.a), Range(j, tie.b)))
                i, j = tie  # the tied word opens the next window, whose equal beginning ties it
        windows = following
    return sorted(ties)


def _once_in_both(x: Sequence[str], y: Sequence[str], p: Range, q: Range) -> list[Tie]:
    """Tie the words that stand once in either window, in the longest order that both keep."""
    counts = Counter(x[slice(*p)]), Counter(y[slice(*q)])
    place = {y[j]: j for j in range(*q) if counts[1][y[j]] == 1}
    candidates = [Tie(i, place[x[i]]) for i in range(*p) if counts[0][x[i]] == 1 and x[i] in place]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, tie in enumerate(candidates):
        at = bisect_left(ends, tie.b)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [tie.b], [n]
    found = []
    n = last[-1] if last else -1
    while n >= 0:
        found.append(candidates[n])
        n = before[n]
    return found[::-1]


def _one_by_one(x: Sequence[str], y: Sequence[str], p: Range, q: Range) -> Iterator[Tie]:
    from difflib import SequenceMatcher

    if (p.end - p.start) * (q.end - q.start) > _SMALL:
        return
    for i, j, size in SequenceMatcher(None, x[slice(*p)], y[slice(*q)], autojunk=False).get_matching_blocks():
        yield from (Tie(p.start + i + n, q.start + j + n) for n in range(size))
