"""When a text was published: the interval that header, container and the text itself allow, with the reason.

A date at the head of a republished page is often the day it was copied. It stands only if the text can be of
that day: the years that a weekday and a day of the month imply, and the dates that the text looks back on, are
set against it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpuslib.cleaning.calendar import Expression, day, expressions, mentions, weekday_years
from corpuslib.cleaning.dates import DATED_KINDS, FUTURE, MODIFIED, PUBLISHED
from corpuslib.document import Declared, Document, Metadata

__all__ = ["narrow_dates", "with_publication"]

BEFORE, AFTER = 45, 14
"""Days that an article may lie before and after a day that it names with its weekday."""

WITHIN = 250
"""The same day falls on the same weekday again after five years at the earliest: a day this near is the one meant."""

_PAST = re.compile(
    r"\b(?:since|after|last|was|were|had|did|went|came|took|met|held|made|began|won|lost|said|told|saw|led|left|gave|fell|rose"
    r"|got|ran|broke|became|[a-z]{2,20}ed|war|wurde|wurden|hatte|seit|depuis|était)\b",
    re.IGNORECASE,
)
_ISO_TIME = re.compile(r"(?<=\d)T(?=\d)")
_BACKWARD_BAN = re.compile(r"\b(?:by|until|till|before|through|bis)\s(?:the\s)?(?:end of\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the document says about its date.

    `weekdays` are days of the month with their weekday and no year; `days` all days without a year, each with
    whether the text speaks of a plan. `since` is the latest date that the text looks back on, `months` are the
    months without a year that it speaks of as near, and `this_month` and `this_year` whether it says so.
    """

    stated: datetime.date | None
    stated_by: str
    weekdays: tuple[Expression, ...]
    days: tuple[tuple[Expression, bool], ...]
    since: datetime.date | None
    since_text: str
    to_the_month: bool
    months: tuple[int, ...]
    this_month: bool
    this_year: bool


def with_publication(document: Document, declared: Declared) -> Metadata:
    """Return the document's metadata with the date of publication: stated, the interval, conflict and reason."""
    evidence = _evidence(document, declared)
    stated = evidence.stated
    if stated and not (objection := _objection(stated, evidence)):
        reason = f"{stated} stated in the {evidence.stated_by}; the text does not contradict it"
        return _answer(document, stated, stated, stated, False, reason)
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


def _objection(stated: datetime.date, evidence: _Evidence) -> str | None:
    """Return why the text cannot be of the stated day, or None."""
    odd = [said for said in evidence.weekdays if not any(abs((d - stated).days) <= WITHIN for d in _days(said))]
    if 2 * len(odd) > len(evidence.weekdays):
        years = ", ".join(str(d.year) for d in _days(odd[0]) if d.year <= stated.year + 1)
        return f"it names a weekday and day of the month that fell together in {years or 'no recent year'}"
    far = [said for said, ahead in evidence.days if not _is_near(said, ahead, stated)]
    if 2 * len(far) > len(evidence.days) and not evidence.weekdays:
        return f"the days that it names without a year, such as {far[0].month:02d}-{far[0].day:02d}, lie far from it"
    if evidence.since and evidence.since.year > stated.year + 1:
        return f"it looks back on {evidence.since_text}"
    return None


FAR, NEAR = 150, 60
"""News names the year of a day further away than this many days: on the side its sentence speaks of, and the other."""


def _is_near(said: Expression, ahead: bool, stated: datetime.date) -> bool:
    """Say whether news of the stated day would name a day without its year; `ahead` if it speaks of a plan."""
    days = (day(year, said.month or 1, said.day or 1) for year in (stated.year - 1, stated.year, stated.year + 1))
    back, forth = (NEAR, FAR) if ahead else (FAR, NEAR)
    return any(d is not None and -back <= (d - stated).days <= forth for d in days)


def _from_text(evidence: _Evidence) -> tuple[datetime.date | None, datetime.date | None, str]:
    """Return first and last day that the text itself allows, with the reason in words."""
    if evidence.weekdays:
        return _from_weekdays(evidence)
    since, stated = evidence.since, evidence.stated
    if since is None:
        return None, stated, "no other date in the text" if stated else "no date in the text or its container"
    reason = f"the text looks back on {evidence.since_text}"
    if evidence.to_the_month and evidence.this_month and evidence.this_year and len(evidence.months) == 1:
        month = evidence.months[0]
        start = next(d for y in (since.year, since.year + 1) if (d := datetime.date(y, month, 1)) > since)
        end = _month_end(start)
        return start, end, f"{reason} and calls a month {month:02d} this month: the first such month after that date"
    return since, stated if stated and stated >= since else None, reason


def _fitting(evidence: _Evidence) -> list[datetime.date]:
    """Return the days that the weekdays in the text may mean, as far as the other evidence allows them."""
    days = sorted({d for said in evidence.weekdays[:1] for d in _days(said)})
    for said in evidence.weekdays[1:]:
        close = [d for d in days if any(abs((d - other).days) <= 60 for other in _days(said))]
        days = close or days
    if evidence.since:
        days = [d for d in days if d + datetime.timedelta(AFTER) >= evidence.since]
    if evidence.stated:
        days = [d for d in days if d - datetime.timedelta(BEFORE) <= evidence.stated]
    return days


def _from_weekdays(evidence: _Evidence) -> tuple[datetime.date | None, datetime.date | None, str]:
    fitting = _fitting(evidence)
    if fitting and not evidence.since and not evidence.stated:
        years = ", ".join(str(d.year) for d in fitting)
        return None, None, f"weekday and day of the month fall together in {years}, and nothing tells which"
    if not fitting:
        return evidence.since, None, "no year fits all dates in the text"
    named = ", ".join(map(str, fitting))
    reason = f"weekday and day of the month fall together on {named}"
    if evidence.since:
        reason += f"; the text looks back on {evidence.since_text}"
        fitting = [d for d in fitting if d.year <= evidence.since.year + 2] or fitting
    return _first(fitting[0], evidence), fitting[-1] + datetime.timedelta(AFTER), reason


def _first(start: datetime.date, evidence: _Evidence) -> datetime.date:
    return max(start, evidence.since) if evidence.since else start


def _days(said: Expression) -> list[datetime.date]:
    if not (said.weekday and said.month and said.day):
        return []
    years = weekday_years(said.weekday, said.month, said.day)
    return [d for year in years if (d := day(year, said.month, said.day))]


def _evidence(document: Document, declared: Declared) -> _Evidence:
    stated, stated_by = _stated(document, declared)
    said = [
        (expression, before, document.text[block.start + expression.start : block.start + expression.end])
        for block in document.blocks
        if block.kind in DATED_KINDS and block.kind not in ("timestamp", "byline")
        for expression, before in mentions(document.text[block.start : block.end])
    ]
    since, since_text, to_the_month = _latest_past(said)
    return _Evidence(
        stated,
        stated_by,
        tuple(e for e, _, _ in said if e.weekday and e.day and e.year is None),
        tuple((e, bool(FUTURE.search(b))) for e, b, _ in said if e.month and e.day and e.year is None),
        since,
        since_text,
        to_the_month,
        _current_months(said),
        any(e.unit == "month" and e.shift == 0 for e, _, _ in said),
        any(e.unit == "year" and e.shift == 0 for e, _, _ in said),
    )


def _current_months(said: Iterable[tuple[Expression, str, str]]) -> tuple[int, ...]:
    """Return the months without a year that the text speaks of as near: a day in them, or a plan for them."""
    near = {e.month for e, before, _ in said if e.month and e.year is None and (e.day or FUTURE.search(before))}
    return tuple(sorted(near))


def _latest_past(said: Iterable[tuple[Expression, str, str]]) -> tuple[datetime.date | None, str, bool]:
    """Return the latest date with a year that the text speaks of as past, its wording, and whether it has a month."""
    latest, wording, to_the_month = None, "", False
    for e, before, text in said:
        if e.year is None or _BACKWARD_BAN.search(before) or FUTURE.search(before) or not _PAST.search(before):
            continue
        date = day(e.year, e.month or 1, e.day or 1)
        if date and (latest is None or date > latest):
            latest, wording, to_the_month = date, text, e.month is not None
    return latest, wording, to_the_month


def _stated(document: Document, declared: Declared) -> tuple[datetime.date | None, str]:
    """Return the date that container or header states, the container's first."""
    if declared.published:
        date = _first_date(expressions(_ISO_TIME.sub(" ", declared.published[:200])))
        if date:
            return date, "container"
    opening = next((b.start for b in document.blocks if b.in_body), len(document.text))
    candidates = []
    for block in document.blocks:
        if block.kind in ("timestamp", "byline", "dateline"):
            line = document.text[block.start : block.end]
            date = _first_date(expressions(line))
            if date:
                # A date after the body's first line may be that of another article or of a comment.
                distance = opening - block.start if block.start < opening else 10**6 + block.start
                candidates.append((bool(MODIFIED.search(line)), not PUBLISHED.search(line), distance, date))
    if not candidates:
        return None, ""
    return min(candidates, key=lambda c: c[:3])[3], "header"


def narrow_dates(documents: Sequence[Document], *, years: int = 2) -> list[Document]:
    """Return the documents of a corpus with the dates that only the others among them can tell.

    Where the weekdays in a text leave several years, the years stay that lie within `years` of the median date
    of the documents whose month is known, if most of those do: a corpus that spans decades decides nothing. The
    order of the documents is kept.
    """
    known = sorted(m.published_to for m in (d.metadata for d in documents) if _is_narrow(m) and m.published_to)
    middle = known[len(known) // 2] if known else datetime.date.min
    near = sum(abs((day - middle).days) <= 366 * years for day in known)
    if not known or near < 0.8 * len(known):
        return list(documents)
    return [_narrowed(document, middle, years) for document in documents]


def _is_narrow(metadata: Metadata) -> bool:
    first, last = metadata.published_from, metadata.published_to
    return first is not None and last is not None and (last - first).days <= 31


def _narrowed(document: Document, middle: datetime.date, years: int) -> Document:
    metadata = document.metadata
    if _is_narrow(metadata):
        return document
    evidence = _evidence(document, Declared())
    if not evidence.weekdays:
        return document
    evidence = replace(evidence, stated=metadata.published_stated)
    days = [d for d in _fitting(evidence) if abs((d - middle).days) <= 366 * years]
    if not days:
        return document
    start, end = _first(days[0], evidence), days[-1] + datetime.timedelta(AFTER)
    reason = f"{metadata.date_reason}; of these {', '.join(map(str, days))} near the other documents, {middle}"
    return replace(document, metadata=replace(metadata, published_from=start, published_to=end, date_reason=reason))


def _first_date(found: Sequence[Expression]) -> datetime.date | None:
    return next((e.date for e in found if e.date), None)


def _month_end(start: datetime.date) -> datetime.date:
    following = (start.replace(day=28) + datetime.timedelta(4)).replace(day=1)
    return following - datetime.timedelta(1)
