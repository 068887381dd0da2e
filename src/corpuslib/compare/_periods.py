"""When something is expected, and when it took place: the days that a text can mean, as far as it says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from corpuslib.compare._claim_story import SLIP
from corpuslib.document import Document

__all__ = ["Period", "gap", "later", "period", "when_expected", "when_reported"]

_NEAR = 7  # days that the interval of publication may span for a report to tell when its news took place
_VALUE = re.compile(r"(\d{4})(?:-W(\d\d)(?:-([1-7]|WE))?|-(\d\d)(?:-(\d\d))?)?(?:T.{0,20})?", re.ASCII)
_HALF = re.compile(r"\b(first|second)\shalf\sof\s(?:the\smonth\sof\s)?(?:this\s|next\s)?$")
_WEEKEND = 5  # days of a week before its end


class Period(NamedTuple):
    """The first and the last day that are meant, as ordinals of the Gregorian calendar."""

    first: int
    last: int


def period(value: str) -> Period | None:
    """Return the days that a TIMEX3 value can mean; None where it leaves the year, the month or the week open.

    >>> period("2031-02")
    Period(first=741474, last=741501)
    >>> period("XXXX-WXX-3") is None
    True
    """
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year, week, weekday, month, day = found.groups()
    try:
        if week:
            monday = datetime.date.fromisocalendar(int(year), int(week), 1).toordinal()
            first = monday + (_WEEKEND if weekday == "WE" else int(weekday or 1) - 1)
            return Period(first, monday + 6 if weekday in (None, "WE") else first)
        first = datetime.date(int(year), int(month or 1), int(day or 1)).toordinal()
        if day:
            return Period(first, first)
        following = (int(year), int(month) + 1) if month and month != "12" else (int(year) + 1, 1)
        return Period(first, datetime.date(*following, 1).toordinal() - 1)
    except ValueError:
        return None


def gap(a: Period, b: Period) -> int:
    """Return the days between two periods; 0 if they have a day in common.

    >>> gap(Period(1, 3), Period(3, 9)), gap(Period(1, 3), Period(5, 9))
    (0, 2)
    """
    return max(0, a.first - b.last, b.first - a.last)


def later(a: Document, b: Document) -> bool:
    """Say whether one document was surely published after another."""
    first, last = a.metadata.published_from, b.metadata.published_to
    return bool(first and last and first > last)


def when_expected(document: Document, rows: Iterable[Any], start: int, end: int) -> Period | None:
    """Return when something is expected that stands in a passage: the period that it names and that is not over.

    `rows` are the date mentions of the document. None if there is none, or several that are no alternatives.
    """
    published = document.metadata.published_from
    found: list[tuple[int, int, Period]] = []
    for row in _inside(rows, start, end, ("event", "deadline")):
        days = period(str(row.value))
        if days is None or (published and days.last <= published.toordinal()):
            continue
        half = _HALF.search(document.text, start, row.start)
        middle = (days.first + days.last) // 2
        if half:
            days = Period(days.first, middle) if half.group(1) == "first" else Period(middle, days.last)
        if row.role == "deadline":
            days = Period(min(days.first, published.toordinal()) if published else days.first, days.last)
        if found and document.text[found[-1][1] : row.start].strip(" the") in ("or", "and", "-", "–"):
            days = Period(found[-1][2].first, days.last)
            found.pop()
        found.append((row.start, row.end, days))
    return _common([days for _, _, days in found])


def when_reported(
    document: Document, rows: Iterable[Any], start: int, end: int, *, news: bool = False
) -> Period | None:
    """Return when something took place that stands in a passage: the period that it names, not one still to come.

    Without one, what is `news` took place within the days before the report was published, if it is known when.
    """
    first, last = document.metadata.published_from, document.metadata.published_to
    named = [days for row in _inside(rows, start, end, ("event",)) if (days := period(str(row.value)))]
    past = [days for days in named if last is None or days.first <= last.toordinal()]
    if past:
        return _common(past)
    if news and not named and first and last and (last - first).days <= _NEAR:
        return Period(first.toordinal() - SLIP, last.toordinal())
    return None


def _inside(rows: Iterable[Any], start: int, end: int, roles: Sequence[str]) -> list[Any]:
    return [row for row in rows if row.role in roles and start <= row.start and row.end <= end]


def _common(periods: Sequence[Period]) -> Period | None:
    """Return the days that all periods have in common; None if there are none."""
    if not periods:
        return None
    both = Period(max(p.first for p in periods), min(p.last for p in periods))
    return both if both.first <= both.last else None
