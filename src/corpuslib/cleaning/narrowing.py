"""What only a corpus can tell of a document's date: which of the years that its days allow is the one meant."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpuslib.cleaning.calendar import Expression, day
from corpuslib.cleaning.publication import FAR, Evidence, candidates, evidence_of, interval
from corpuslib.cleaning.stamps import choose, stamps
from corpuslib.document import Declared, Document, Metadata

__all__ = ["narrow_dates"]

AROUND = 90
"""Days before and after the bulk of a corpus's dated documents in which another document of it is looked for."""

FOREIGN = 180
"""A date stated further outside that bulk may be the day of copying, where the outlet is known to state such days."""


@dataclass(frozen=True, slots=True)
class _Bulk:
    """The time in which most documents of a corpus were published."""

    first: datetime.date
    middle: datetime.date
    last: datetime.date

    def holds(self, date: datetime.date, margin: int) -> bool:
        """Say whether a day lies in that time, or at most `margin` days outside."""
        around = datetime.timedelta(margin)
        return self.first - around <= date <= self.last + around


def narrow_dates(documents: Sequence[Document], *, years: int = 2) -> list[Document]:
    """Return the documents of a corpus with the dates that only the others among them can tell.

    Days without a year are taken in the year that puts them among the other documents, if there is one such year
    only; failing that, weekdays in the years within `years` of the median date. A stated date far from all others
    is doubted if the outlet's other documents state days of copying. Where fewer than four fifths of the dated
    documents lie within `years` of the median nothing is decided. The order of the documents is kept.
    """
    copying = {d.metadata.outlet for d in documents if d.metadata.date_conflict} - {None}
    trusted = [d.metadata for d in documents if d.metadata.outlet not in copying and _is_narrow(d.metadata)]
    bulk = _bulk(sorted(m.published_to for m in trusted if m.published_to), years)
    if bulk is None:
        return list(documents)
    return [_narrowed(document, bulk, years, copying=document.metadata.outlet in copying) for document in documents]


def _bulk(known: Sequence[datetime.date], years: int) -> _Bulk | None:
    if not known:
        return None
    middle = known[len(known) // 2]
    if sum(abs((date - middle).days) <= 366 * years for date in known) < 0.8 * len(known):
        return None
    tenth = len(known) // 10
    return _Bulk(known[tenth], middle, known[-1 - tenth])


def _is_narrow(metadata: Metadata) -> bool:
    first, last = metadata.published_from, metadata.published_to
    return first is not None and last is not None and (last - first).days <= 31


def _narrowed(document: Document, bulk: _Bulk, years: int, *, copying: bool) -> Document:
    metadata = document.metadata
    stated = metadata.published_stated
    doubted = bool(copying and stated and metadata.published == stated and not bulk.holds(stated, FOREIGN))
    settled = metadata.published is not None or (_is_narrow(metadata) and not _evidence(document).dateline)
    if settled and not doubted:
        return document
    evidence = _evidence(document)
    answer = _of_days(evidence, bulk, years) if evidence.dateline or evidence.weekdays else _around(evidence, bulk)
    if answer is None:
        return document
    start, end, reason = answer
    before = metadata.date_reason
    if doubted:
        before = f"{stated} stated, far from the other documents, as by this outlet's other copies"
    changed = replace(
        metadata,
        published_from=start,
        published_to=end,
        date_conflict=metadata.date_conflict or doubted,
        date_reason=f"{before}; {reason}",
    )
    return replace(document, metadata=changed)


def _evidence(document: Document) -> Evidence:
    evidence = evidence_of(document, Declared(), choose(stamps(document)))
    return replace(evidence, stated=document.metadata.published_stated)


Answer = tuple[datetime.date | None, datetime.date | None, str]


def _of_days(evidence: Evidence, bulk: _Bulk, years: int) -> Answer | None:
    near = [d for d in candidates(evidence) if abs((d - bulk.middle).days) <= 366 * years]
    among = [d for d in near if bulk.holds(d, AROUND)]
    days = among if len(among) == 1 else near
    if not days:
        return None
    start, end = interval(days, evidence)
    return start, end, f"of these {', '.join(map(str, days))} near the other documents, {bulk.middle}"


def _around(evidence: Evidence, bulk: _Bulk) -> Answer | None:
    """Bound a text by the days that it names, each in the one year that puts it among the other documents."""
    named = [d for d in (_among(said, bulk) for said in evidence.days) if d]
    if not named or len(named) < len(evidence.days):
        return None
    limits = [d for d in (_among(said, bulk) for said in evidence.deadlines) if d]
    far = datetime.timedelta(FAR)
    start, end = max(named) - far, min(min(named) + far, *limits, evidence.stated or datetime.date.max)
    if evidence.since:
        start = max(start, evidence.since)
    if start > end:
        return None
    shown = ", ".join(map(str, sorted(set(named))))
    return start, end, f"it names {shown} without the year, in which those lie near the other documents, {bulk.middle}"


def _among(said: Expression, bulk: _Bulk) -> datetime.date | None:
    """Return a day, or the last day of a month, in the year in which it lies among the other documents, if one."""
    years = range(bulk.first.year - 1, bulk.last.year + 2)
    month = said.month or 1
    days = [day(y, month, said.day) if said.day else _month_end(y, month) for y in years]
    among = [d for d in days if d and bulk.holds(d, AROUND)]
    return among[0] if len(among) == 1 else None


def _month_end(year: int, month: int) -> datetime.date:
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(1)
