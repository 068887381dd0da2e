"""What a short line of a page is, weighed from where it stands and what it says.

Dates and bylines of other articles, of comments and of the page itself look like the article's own. The candidates
are weighed against each other by a conditional logit with one more outcome, that none is the article's own
(McFadden 1974, Conditional logit analysis of qualitative choice behavior).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpuslib.document import Document
from corpuslib.lexicon import rows

__all__ = ["STOP", "Layout", "close_by", "from_headline", "from_text", "layout_of", "likeliest", "weights"]

STOP = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,3}\s?$")
"""The end of a line that ends like a sentence."""

GAP = 12
"""Words of prose that a line without any takes from a stretch of prose."""

LONG = 120
"""Words of a paragraph that count."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Numbers of blocks: the headline, and first and last paragraph of the main stretch of prose."""

    headline: int | None
    opening: int
    closing: int


def layout_of(document: Document) -> Layout:
    """Find the main stretch of prose: the run of blocks with the greatest sum of words less the gaps in it."""
    blocks = document.blocks
    best, opening, closing = 0, len(blocks), len(blocks)
    total, start = 0, 0
    for number, block in enumerate(blocks):
        text = document.text[block.start : block.end]
        words = text.count(" ") + 1
        if total <= 0:
            total, start = 0, number
        total += min(words, LONG) if block.in_body and words >= 12 and STOP.search(text[-12:]) else -GAP
        if total > best:
            best, opening, closing = total, start, number
    headline = next((n for n, b in enumerate(blocks) if b.kind == "headline" and n < closing), None)
    return Layout(headline, opening, closing)


def from_text(number: int, layout: Layout) -> str:
    """Say where a block stands to the main stretch of prose."""
    before, after = layout.opening - number, number - layout.closing
    if before > 0:
        return "just above the text" if before <= 3 else "above the text" if before <= 8 else "far above the text"
    if after > 0:
        return "just below the text" if after <= 3 else "below the text"
    return "start of the text" if number - layout.opening <= 3 else "in the text"


def from_headline(number: int, layout: Layout) -> str:
    """Say where a block stands to the headline."""
    if layout.headline is None:
        return "no headline"
    away = number - layout.headline
    if away < 0:
        return "just above the headline" if away >= -3 else "above the headline"
    return "just below the headline" if away <= 4 else "below the headline" if away <= 10 else "far below the headline"


def close_by(numbers: Sequence[int], number: int, reach: int) -> int:
    """Return how many of some sorted numbers, without the number itself, are at most `reach` away from a number.

    >>> close_by([1, 4, 5, 9], 5, 3)
    1
    """
    first, after = bisect_left(numbers, number - reach), bisect_right(numbers, number + reach)
    return after - first - (bisect_right(numbers, number) - bisect_left(numbers, number))


@cache
def weights(about: str) -> Mapping[str, float]:
    """Return the weight of every piece of evidence about a matter: date or author."""
    return {row["evidence"]: float(row["weight"]) for row in rows("candidate_evidence.tsv") if row["about"] == about}


def likeliest(
    candidates: Sequence[tuple[Hashable, tuple[str, ...]]], weight: Mapping[str, float]
) -> tuple[int, float] | None:
    """Return the number of the likeliest candidate and the probability of what it stands for, or None for none.

    A candidate is what it stands for, such as a day, and its evidence; those that stand for the same add up.

    >>> likeliest([("a", ("near",)), ("b", ("far",)), ("a", ("far",))], {"near": 2.0, "none": 0.5})
    (0, 0.76)
    """
    sums = [math.fsum(weight.get(name, 0.0) for name in evidence) for _, evidence in candidates]
    none = weight.get("none", 0.0)
    scale = max((*sums, none))
    shares: dict[Hashable, float] = {}
    for (key, _), value in zip(candidates, sums, strict=True):
        shares[key] = shares.get(key, 0.0) + math.exp(value - scale)
    if not shares:
        return None
    key = max(shares, key=lambda k: round(shares[k], 9))
    if shares[key] < math.exp(none - scale):
        return None
    best = max((i for i, (k, _) in enumerate(candidates) if k == key), key=lambda i: (sums[i], -i))
    total = math.fsum((*shares.values(), math.exp(none - scale)))
    return best, round(shares[key] / total, 2)
