"""The dateline: place and agency credits that open the first paragraph of a news text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpuslib.lexicon import rows

__all__ = ["Dateline", "agencies_in", "find_dateline"]

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{1,24}(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ'’.-]{1,24}){0,3}"
_TAIL = r"(?:,\s?[A-ZÀ-Þ][\w.'’ -]{1,24}){0,2}"
_TITLED = r"[A-ZÀ-Þ][\w'’.-]{1,24}(?:[ /][A-ZÀ-Þ][\w'’.-]{1,24}){0,2}"
_CREDIT = r"\((?P<credit>[^()\n]{2,60})\)"
_DASH = r"\s?(?:--|[-–—:.])\s?"
_SHAPES = (
    re.compile(rf"(?P<place>{_PLACE}){_TAIL}\s?{_CREDIT}(?:{_DASH}|\s)"),
    re.compile(rf"(?P<place>{_PLACE}){_TAIL}\s?(?:--|[–—]|-(?=\s))\s?"),
    re.compile(rf"(?P<place>{_TITLED}){_TAIL}\s?{_CREDIT}{_DASH}"),
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
    """
    for number, shape in enumerate(_SHAPES):
        match = shape.match(paragraph[:160])
        if not match or match.end() >= len(paragraph):
            continue
        said = match.groupdict()
        credit = said.get("credit") or ""
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


@cache
def _agencies() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in rows("media.tsv"):
        if row["kind"] == "agency":
            for alias in (row["name"], *(row["aliases"] or "").split("|")):
                if alias:
                    names[alias if _is_short(alias) else alias.lower()] = alias
    return names


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
    names = (_agencies().get(part) or _agencies().get(part.lower()) for part in _parts(credit))
    return tuple(dict.fromkeys(name for name in names if name))


def _parts(credit: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,/;&|+]| and | und | et ", credit[:200])]


def _credits(credit: str) -> tuple[str, ...]:
    """Return the names in the credit of a dateline whose place is in capitals: they are agencies by position."""
    named = [
        part for part in _parts(credit) if re.fullmatch(r"[A-ZÀ-Þ][\w.-]{1,20}(?: [A-ZÀ-Þ][\w.-]{1,20}){0,2}", part)
    ]
    return tuple(dict.fromkeys(part.title() if part.isupper() and len(part) > 4 else part for part in named))
