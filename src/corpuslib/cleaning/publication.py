"""When a text was published: the interval that header, container and the text itself allow, with the reason.

A date at the head of a republished page is often the day it was copied. It stands only if the text can be of
that day: the years that a weekday and a day of the month imply, and the dates that the text looks back on, are
set against it.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeAlias

from corpuslib.cleaning.calendar import YEARS, Expression, day, expressions, mentions, weekday_years
from corpuslib.cleaning.dates import DATED_KINDS, DEADLINE, FUTURE, PAST, direction_of
from corpuslib.cleaning.stamps import Stamp, label_before
from corpuslib.document import Block, Declared, Document, Metadata

__all__ = ["FAR", "Evidence", "candidates", "evidence_of", "interval", "with_publication"]

BEFORE, AFTER = 45, 7
"""Days that news may lie before a day to come that it names with its weekday, and after a day past."""

FAR = 150
"""News gives the year of a day that lies further from its own than this many days."""

YEAR = 366
"""Days for which news names the month of what is past, and no longer only its year."""

APART = 21
"""A text is not of a day this many days from that of its dateline."""

_AFTER_WEEKDAY = (0, 1, 3, 5, 6, 7, 8)
"""How odd it is that a report is written so many days after a weekday that it names: news is of the day, or of the day
before. Set by hand."""

_LEAD = 1500
"""Characters of a report in which the weekdays are those of its news."""

_FIRST = 3
"""What a weekday of the first paragraph counts against one further on: it is of the day of the report or before."""

_ISO_TIME = re.compile(r"(?<=\d)T(?=\d)")
_BACKWARD_BAN = re.compile(r"\b(?:by|until|till|before|through|bis)\s(?:the\s)?(?:end of\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the document says about its date.

    `dateline` is the day of the dateline, or of a date line before the text, if its year is not said or its day and
    month can be exchanged; `lead` are the weekdays past in the first paragraphs after it, each with whether the first
    of all names it.
    `weekdays` are days of the month with their weekday and no year, `planned` the positions among them of those to
    come, `days` all days without a year, `ahead` those of them that are still to come, and `deadlines` the days and
    months without a year by which something is to be done. `since` is the latest date that the text looks back on,
    `again` whether it does so twice for that year, `months` are the months without a year that
    it speaks of as near, and `this_month` and `this_year` whether it says so.
    """

    stated: datetime.date | None
    stated_by: str
    dateline: Expression | None
    lead: tuple[tuple[int, bool], ...]
    weekdays: tuple[Expression, ...]
    planned: frozenset[int]
    days: tuple[Expression, ...]
    ahead: tuple[Expression, ...]
    deadlines: tuple[Expression, ...]
    since: datetime.date | None
    since_text: str
    to_the_month: bool
    again: bool
    months: tuple[int, ...]
    this_month: bool
    this_year: bool


Dated: TypeAlias = tuple[Stamp, float] | None
"""The date on a page that is its own and how likely that is, as `corpuslib.cleaning.stamps.choose` returns it."""


def with_publication(document: Document, declared: Declared, dated: Dated) -> Metadata:
    """Return the document's metadata with the date of publication: stated, the interval, conflict and reason."""
    evidence = evidence_of(document, declared, dated)
    stated = evidence.stated
    if stated and not (objection := _objection(stated, evidence)):
        reason = f"{stated} stated in the {evidence.stated_by}; the text does not contradict it"
        return _answer(document, stated, stated, stated, False, reason)
    if stated and (meant := _exchanged(stated, evidence)):
        reason = f"{stated} stated in the {evidence.stated_by} has day and month exchanged: {objection}"
        return _answer(document, stated, meant, meant, True, reason)
    start, end, reason = _from_text(evidence)
    if stated:
        reason = f"{stated} stated in the {evidence.stated_by} contradicts the text: {objection}; {reason}"
    return _answer(document, stated, start, end, stated is not None, reason)


def _answer(
    document: Document,
    stated: datetime.date | None,
    start: datetime.date | None,
    end: datetime.date | None,
    conflict: bool,
    reason: str,
) -> Metadata:
    return replace(
        document.metadata,
        published_stated=stated,
        published_from=start,
        published_to=end,
        date_conflict=conflict,
        date_reason=reason,
    )


def _objection(stated: datetime.date, evidence: Evidence) -> str | None:
    """Return why the text cannot be of the stated day, or None."""
    if evidence.dateline and _distance(evidence.dateline, stated) > APART:
        return f"its dateline is of {_month_day(evidence.dateline)}"
    odd = [said for said in evidence.weekdays if not any(abs((d - stated).days) <= FAR for d in _days(said))]
    if 2 * len(odd) > len(evidence.weekdays):
        years = ", ".join(str(d.year) for d in _days(odd[0]) if d.year <= stated.year + 1)
        return f"it names a weekday and day of the month that fell together in {years or 'no recent year'}"
    named = {(s.month, s.day): _distance(s, stated) for s in evidence.days if "of two days" not in s.rule}
    if len(named) > 1 and min(named.values()) > REMOTE and not evidence.weekdays:
        return f"the days that it names without a year, such as {_month_day(evidence.days[0])}, lie far from it"
    if evidence.since and evidence.since.year > stated.year + 1 and (evidence.to_the_month or evidence.again):
        return f"it looks back on {evidence.since_text}"
    return None


REMOTE = 60
"""News that names several days without their year names one at least that is no further away than this many days."""


def _exchanged(stated: datetime.date, evidence: Evidence) -> datetime.date | None:
    """Return the stated day with day and month exchanged, if that is what the text is of."""
    meant = day(stated.year, stated.day, stated.month)
    if meant is None or _objection(meant, evidence):
        return None
    named = (*evidence.weekdays, *([evidence.dateline] if evidence.dateline else ()))
    return meant if any(abs((d - meant).days) <= AFTER for said in named for d in _days(said)) else None


def _distance(said: Expression, stated: datetime.date) -> int:
    """Return how many days a day without a year is away at least."""
    days = (day(year, said.month or 1, said.day or 1) for year in (stated.year - 1, stated.year, stated.year + 1))
    return min((abs((d - stated).days) for d in days if d), default=366)


def _month_day(said: Expression) -> str:
    return f"{said.month:02d}-{said.day:02d}"


def _from_text(evidence: Evidence) -> tuple[datetime.date | None, datetime.date | None, str]:
    """Return first and last day that the text itself allows, with the reason in words."""
    if evidence.dateline or evidence.weekdays:
        return _from_days(evidence)
    since, stated = evidence.since, evidence.stated
    if since is None:
        return None, stated, "no other date in the text" if stated else "no date in the text or its container"
    reason = f"the text looks back on {evidence.since_text}"
    if evidence.to_the_month and evidence.this_month and evidence.this_year and len(evidence.months) == 1:
        month = evidence.months[0]
        start = next(d for y in (since.year, since.year + 1) if (d := datetime.date(y, month, 1)) > since)
        end = _month_end(start)
        ahead = (day(start.year, month, said.day or 1) for said in evidence.ahead if said.month == month)
        end = min((d for d in ahead if d), default=end)
        return start, end, f"{reason} and calls a month {month:02d} this month: the first such month after that date"
    return since, stated if stated and stated >= since else None, reason


def candidates(evidence: Evidence) -> list[datetime.date]:
    """Return the days that dateline and weekdays in the text may mean, as far as the other evidence allows them.

    With a dateline they are days of publication, else days near it.
    """
    named = (evidence.dateline, *evidence.weekdays) if evidence.dateline else evidence.weekdays
    days = sorted({d for said in named[:1] for d in _days(said)})
    for said in named[1:]:
        close = [d for d in days if any(abs((d - other).days) <= 60 for other in _days(said))]
        days = close or days
    if evidence.dateline and evidence.lead:
        odd = {d: sum(_oddness(d, past, first) for past, first in evidence.lead) for d in days}
        days = [d for d in days if odd[d] <= min(odd.values()) + _AFTER_WEEKDAY[1]]
    if evidence.since:
        days = [d for d in days if d + datetime.timedelta(AFTER) >= evidence.since]
    if evidence.stated:
        ahead = datetime.timedelta(1 if evidence.dateline else BEFORE)
        days = [d for d in days if d - ahead <= evidence.stated]
    return days


def _from_days(evidence: Evidence) -> tuple[datetime.date | None, datetime.date | None, str]:
    fitting = candidates(evidence)
    told = bool(evidence.weekdays or evidence.lead)
    fit = "the day of the dateline fits the weekdays of the text" if evidence.lead else ""
    what = fit or ("weekday and day of the month fall together" if told else "the day of the dateline falls")
    if not fitting:
        return evidence.since, None, "no year fits all dates in the text"
    if evidence.dateline and evidence.dateline.numbers:
        shown = " or ".join(map(str, fitting))
        return (
            fitting[0],
            fitting[-1],
            f"{shown}, by the day and month of the date line"
            + (" and the weekdays of the text" if evidence.lead else ""),
        )
    if not told or (not evidence.since and not evidence.stated):
        years = ", ".join(str(d.year) for d in fitting)
        which = f"{what} in {years}, and nothing tells which" if told else "dateline without a year"
        return evidence.since, evidence.stated, which
    reason = f"{what} on {', '.join(map(str, fitting))}"
    if evidence.since:
        reason += f"; the text looks back on {evidence.since_text}"
    soon = [d for d in fitting if evidence.since and (d - evidence.since).days <= YEAR] if evidence.to_the_month else []
    start, end = interval(soon or fitting, evidence)
    return start, end if evidence.stated or soon else None, reason


def interval(days: Sequence[datetime.date], evidence: Evidence) -> tuple[datetime.date, datetime.date]:
    """Return first and last day of publication that the days allow which a text may mean."""
    if evidence.dateline:
        return days[0], days[-1]
    bounds = [_bounds(date, evidence) for date in days]
    start, end = min(first for first, _ in bounds), max(last for _, last in bounds)
    return min(max(start, evidence.since or start), end), end


def _bounds(date: datetime.date, evidence: Evidence) -> tuple[datetime.date, datetime.date]:
    """Return first and last day of publication if `date` is one that the text names with its weekday."""
    named = [min(_days(said), key=lambda d: abs((d - date).days), default=date) for said in evidence.weekdays]
    past = [d for n, d in enumerate(named) if n not in evidence.planned and abs((d - date).days) <= 60]
    if past:
        return max(past), max(past) + datetime.timedelta(AFTER)
    return date - datetime.timedelta(BEFORE), date


def _days(said: Expression) -> list[datetime.date]:
    """Return the days that an expression without a year, or with day and month in open order, may mean."""
    if said.numbers and said.year:
        orders = (day(said.year, *numbers) for numbers in (said.numbers, said.numbers[::-1]))
        return sorted({d for d in orders if d})
    if not (said.month and said.day):
        return []
    years = weekday_years(said.weekday, said.month, said.day) if said.weekday else YEARS
    return [d for year in years if (d := day(year, said.month, said.day))]


def evidence_of(document: Document, declared: Declared, dated: Dated) -> Evidence:
    """Return what document and container say about the date."""
    stated, stated_by = _stated(document, declared, dated)
    said = [
        (expression, before, document.text[block.start + expression.start : block.start + expression.end])
        for block in document.blocks
        if block.kind in DATED_KINDS and block.kind not in ("timestamp", "byline")
        for expression, before in mentions(document.text[block.start : block.end])
    ]
    since, since_text, to_the_month, again = _latest_past(said)
    weekdays = [(e, before) for e, before, _ in said if e.weekday and e.month and e.day and e.year is None]
    open_days = [(e, before) for e, before, _ in said if e.month and e.year is None]
    dateline = _dateline(document, stated is None)
    return Evidence(
        stated,
        stated_by,
        dateline,
        _lead(document) if dateline else (),
        tuple(e for e, _ in weekdays),
        frozenset(n for n, (e, before) in enumerate(weekdays) if direction_of(before, e) > 0),
        tuple(e for e, _ in open_days if e.day),
        tuple(e for e, before in open_days if e.day and "first of two" not in e.rule and FUTURE.search(before)),
        tuple(e for e, before in open_days if DEADLINE.search(before)),
        since,
        since_text,
        to_the_month,
        again,
        _current_months(said),
        any(e.unit == "month" and e.shift == 0 for e, _, _ in said),
        any(e.unit == "year" and e.shift == 0 for e, _, _ in said),
    )


def _dateline(document: Document, undated: bool) -> Expression | None:
    """Return the day of the dateline, or of a date line before the text, if its year is not said.

    Of an `undated` document it may also be one whose day and month can be exchanged.
    """
    lines = [document.text[b.start : b.end] for b in _before_body(document) if b.kind in ("timestamp", "byline")]
    for line in (document.metadata.dateline or "", *lines):
        found = next((e for e in expressions(line) if (e.month and e.day) or (undated and e.numbers)), None)
        if found:
            return found if found.year is None or found.numbers else None
    return None


def _before_body(document: Document) -> Iterable[Block]:
    return takewhile(lambda block: not block.in_body, document.blocks)


def _oddness(published: datetime.date, weekday: int, first: bool) -> int:
    """Return how odd it is that a report of a day names a weekday past, in its first paragraph or further on."""
    odd = _AFTER_WEEKDAY[(published.isoweekday() - weekday) % 7]
    return _FIRST * max(0, odd - _AFTER_WEEKDAY[1]) if first else odd


def _lead(document: Document) -> tuple[tuple[int, bool], ...]:
    """Return the weekdays past in the first paragraphs of a report, each with whether the first of all names it."""
    body = [block for block in document.blocks if block.in_body]
    limit = body[0].start + _LEAD if body else 0
    said = ((b, m) for b in body if b.start < limit for m in mentions(document.text[b.start : min(b.end, limit)]))
    found: dict[int, bool] = {}
    for block, (e, before) in said:
        first = block is body[0]
        if e.weekday and not e.day and e.shift == 0 and direction_of(before, e) <= (0 if first else -1):
            found[e.weekday] = first or found.get(e.weekday, False)
    return tuple(sorted(found.items()))


def _current_months(said: Iterable[tuple[Expression, str, str]]) -> tuple[int, ...]:
    """Return the months without a year that the text speaks of as near: a day in them, or a plan for them."""
    near = {e.month for e, before, _ in said if e.month and e.year is None and (e.day or FUTURE.search(before))}
    return tuple(sorted(near))


def _latest_past(said: Iterable[tuple[Expression, str, str]]) -> tuple[datetime.date | None, str, bool, bool]:
    """Return the latest date with a year that the text speaks of as past, its wording, whether it has a month,
    and whether the text speaks so of its year twice."""
    latest, wording, to_the_month = None, "", False
    years: Counter[int] = Counter()
    for e, before, text in said:
        if e.year is None or _BACKWARD_BAN.search(before) or FUTURE.search(before) or not PAST.search(before):
            continue
        date = day(e.year, e.month or 1, e.day or 1)
        if date is None or label_before(before[-30:]) in ("published", "modified"):
            continue
        years[e.year] += 1
        if latest is None or date > latest:
            latest, wording, to_the_month = date, text, e.month is not None
    return latest, wording, to_the_month, latest is not None and years[latest.year] > 1


def _stated(document: Document, declared: Declared, dated: Dated) -> tuple[datetime.date | None, str]:
    """Return the date that container or header states, the container's first."""
    if declared.published:
        date = _first_date(expressions(_ISO_TIME.sub(" ", declared.published[:200])))
        if date:
            return date, "container"
    if dated:
        stamp, probability = dated
        return stamp.date, f"header (probability {probability:.2f})"
    date = _first_date(expressions(document.metadata.dateline or ""))
    return date, "dateline" if date else ""


def _first_date(found: Sequence[Expression]) -> datetime.date | None:
    return next((e.date for e in found if e.date), None)


def _month_end(start: datetime.date) -> datetime.date:
    following = (start.replace(day=28) + datetime.timedelta(4)).replace(day=1)
    return following - datetime.timedelta(1)
