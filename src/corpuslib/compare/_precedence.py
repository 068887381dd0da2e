"""Which of two documents came first: what is known of their dates, and which names the outlet of the other."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from corpuslib.compare.similarity import language_of
from corpuslib.compare.words import fold
from corpuslib.document import Document

__all__ = ["Head", "came_first", "credited", "credits", "earlier"]


class Head(NamedTuple):
    """What is held of a document: its name, outlet and language, when it was published, and the day that it states."""

    doc_id: str
    outlet: str | None
    language: str
    first: datetime.date | None
    last: datetime.date | None
    stated: datetime.date | None

    @classmethod
    def of(cls, document: Document) -> Head:
        m = document.metadata
        days = m.published_from, m.published_to, m.published_stated
        return cls(document.doc_id, m.outlet, language_of(document), *days)


def earlier(a: Document, b: Document) -> tuple[str | None, str]:
    """Return which of two documents came first, if dates or a credit decide, and the reason in words.

    A credit decides first, since a copy may carry the date of the original; then the intervals; then the days
    that the pages state, which for a copy are the days of copying.
    """
    return came_first(Head.of(a), Head.of(b), (credited(b, a), credited(a, b)))


def came_first(a: Head, b: Head, given: tuple[bool, ...]) -> tuple[str | None, str]:
    """Return which came first, and why; `given` says whether a is credited by b, and b by a."""
    if given[0] != given[1]:
        x, y = (a, b) if given[0] else (b, a)
        return x.doc_id, f"{y.doc_id} credits the outlet of {x.doc_id}"
    for x, y in ((a, b), (b, a)):
        if x.last and y.first and x.last < y.first:
            return x.doc_id, f"{x.doc_id} was published by {x.last}, {y.doc_id} not before {y.first}"
    for x, y in ((a, b), (b, a)):
        if x.stated and y.stated and x.stated < y.stated:
            return x.doc_id, f"the page of {x.doc_id} states {x.stated}, that of {y.doc_id} {y.stated}"
    return None, "order open: no date or credit decides"


def credited(document: Document, other: Document) -> bool:
    """Say whether a document names the outlet of another as a source."""
    return credits(document, other.metadata.outlet or "")


def credits(document: Document, outlet: str) -> bool:
    """Say whether a document names an outlet, which is not its own, as a source."""
    if len(outlet) < 3 or fold(document.metadata.outlet or "") == fold(outlet):
        return False
    # Nearly no text names a given outlet, and to look for it letter by letter is quicker, where letters are plain.
    plain = outlet.isascii() and not any(letter in document.raw for letter in _ODD)
    if plain and outlet.lower() not in document.raw.lower():
        return False
    return re.search(rf"(?<!\w){re.escape(outlet)}(?!\w)", document.raw, re.IGNORECASE) is not None


_ODD = "ıİſ\u212a"  # letters that are an i, s or k in another case
