"""The headline of a whole page, among its menus and teasers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpuslib.cleaning.line_model import Reading

__all__ = ["headline_of_page"]

NEAR = 90
"""How many lines before the first paragraph are looked at."""

OPENING = 8
"""Paragraphs whose words are compared with a title's."""

LEAST = 200
"""Points that a headline must have; a page may have none."""


def headline_of_page(reading: Reading, titles: Sequence[int], first: int) -> int | None:
    """Return the line that is the headline, or None; `titles` may be one, `first` is the first paragraph.

    A headline shares words with the article, stands again as the page's title or in a breadcrumb, has author
    and date beneath it, and looks like a line of an article. Points were chosen on annotated pages.
    """
    body = _opening(reading)
    seen = Counter(line.folded for line in reading.looks)
    scored = [(_points(reading, i, first, body, seen), -i) for i in titles if first - NEAR <= i < first]
    points, number = max(scored, default=(0, 0))
    return -number if points >= LEAST else None


def _opening(reading: Reading) -> frozenset[str]:
    """Return the words of the article's first paragraphs."""
    paragraphs = [line for line, stays in zip(reading.looks, reading.stays, strict=True) if stays and line.prose]
    return frozenset(word for line in paragraphs[:OPENING] for word in line.content)


def _points(reading: Reading, i: int, first: int, body: frozenset[str], seen: Counter[str]) -> int:
    looks = reading.looks
    line = looks[i]
    shared = sum(word in body for word in line.content)
    before = looks[:i]
    titled = any(other.folded == line.folded or other.folded.startswith(line.folded + " ") for other in before)
    signed = any(other.group in ("who", "when") for other in looks[i + 1 : min(i + 6, first + 2)])
    return (
        50 * min(shared, 6)
        + 200 * shared // max(1, len(line.content))
        + 300 * titled
        - 100 * (seen[line.folded] > 1)
        + 200 * signed
        + 10 * min(line.words, 10)
        - 4 * min(first - i, 40)
        + max(-400, reading.odds[i]) // 2
    )
