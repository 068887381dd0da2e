"""The dateline: place and agency credits that open the first paragraph of a news text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpuslib.document import Block, Document
from corpuslib.lexicon import names_of, rows

__all__ = ["Dateline", "agencies_in", "find_dateline", "opening_dateline"]

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{1,24}(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ'’.-]{1,24}){0,3}"
_TAIL = r"(?:,\s?[A-ZÀ-Þ][\w.'’ -]{1,24}){0,2}"
# The tail takes "Oct 14"; what is left of a date is a day before its month, and a year.
_DAY = r"(?:,?\s\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}\.?)?(?:,?\s(?:19|20)\d\d)?"
_TITLED = r"[A-ZÀ-Þ][\w'’.-]{1,24}(?:[ /][A-ZÀ-Þ][\w'’.-]{1,24}){0,2}"
_CREDIT = r"(?:\((?P<credit>[^()\n]{2,60})\)|/(?P<slashed>[^/()\n]{2,40})/)"
_DASH = r"\s?(?:--|[-–—:.])\s?"
_SHAPES = (
    re.compile(rf"(?P<place>{_PLACE}){_TAIL}{_DAY}\s?{_CREDIT}(?:{_DASH}|\s)"),
    re.compile(rf"(?P<place>{_PLACE}){_TAIL}{_DAY}\s?(?:--|[–—]|-(?=\s))\s?"),
    re.compile(rf"(?P<place>{_TITLED}){_TAIL}{_DAY}\s?{_CREDIT}{_DASH}"),
    re.compile(rf"{_CREDIT}{_DASH}"),
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """How long the dateline is, in code points from the start of the paragraph; its text without the dash."""

    end: int
    text: str
    place: str | None
    agencies: tuple[str, ...]


def find_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline that a paragraph opens with, or None.

    >>> find_dateline("OSTVALE (Reuters) - Talks began.")
    Dateline(end=20, text='OSTVALE (Reuters)', place='OSTVALE', agencies=('Reuters',))
    >>> find_dateline("OSTVALE, Oct. 14, 2031 /Reuters/ -- Talks began.").text
    'OSTVALE, Oct. 14, 2031 /Reuters/'
    """
    for number, shape in enumerate(_SHAPES):
        match = shape.match(paragraph[:160])
        if not match or match.end() >= len(paragraph):
            continue
        said = match.groupdict()
        credit = said.get("credit") or said.get("slashed") or ""
        agencies = agencies_in(credit) or (_credits(credit) if number == 0 else ())
        if number >= 2 and not agencies:
            continue
        place = said.get("place")
        if place and number < 2 and sum(c.isupper() for c in place) < 3:
            continue
        if not re.match(r"[\"'“‘„«A-ZÀ-Þ0-9(\[]", paragraph[match.end() :]):
            continue
        shown = re.sub(r"\s?(?:--|[-–—:.])\s?$", "", match.group()).strip()
        return Dateline(match.end(), shown, place, agencies)
    return None


_OPENING = 3
"""Blocks in which a dateline is looked for: a standfirst may have been taken for the first paragraph."""


def opening_dateline(document: Document) -> tuple[Block, Dateline] | None:
    """Return the dateline of a document with its block, one of its own or that of a paragraph; None if it has none."""
    opening = [block for block in document.blocks if block.in_body or block.kind == "dateline"][:_OPENING]
    for block in opening:
        written = document.text[block.start : min(block.end, block.start + 400)]
        dateline = find_dateline(written if block.in_body else written + " A")
        if dateline is not None:
            return block, dateline
    return None


@cache
def _agencies() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in rows("media.tsv"):
        if row["kind"] == "agency":
            for name in names_of(row):
                known[name if _is_short(name) else name.lower()] = name
    return known


def _is_short(name: str) -> bool:
    # "MAP" is an agency, "map" is none: so short a name is known by its capitals.
    return len(name) <= 4 and name.isupper()


def agencies_in(credit: str) -> tuple[str, ...]:
    """Return the known news agencies that a credit names, by their usual spelling.

    >>> agencies_in("REUTERS, staff")
    ('Reuters',)
    >>> agencies_in("MAP, map")
    ('MAP',)
    """
    known = (_agencies().get(part) or _agencies().get(part.lower()) for part in _parts(credit))
    return tuple(dict.fromkeys(name for name in known if name))


def _parts(credit: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,/;&|+]| and | und | et ", credit[:200])]


def _credits(credit: str) -> tuple[str, ...]:
    """Return the names in the credit of a dateline whose place is in capitals: they are agencies by position."""
    named = [
        part for part in _parts(credit) if re.fullmatch(r"[A-ZÀ-Þ][\w.-]{1,20}(?: [A-ZÀ-Þ][\w.-]{1,20}){0,2}", part)
    ]
    return tuple(dict.fromkeys(part.title() if part.isupper() and len(part) > 4 else part for part in named))
