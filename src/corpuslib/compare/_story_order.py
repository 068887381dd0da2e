"""When documents of stories were written: by their dates, and because a report is younger than what it answers."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corpuslib.document import Document

__all__ = ["Answer", "Written", "answers", "in_time", "narrowed", "ranks"]

_AHEAD = frozenset(("expected", "not expected", "hoped for"))
_BACK = frozenset(("reported", "not done", "at another time", "in another number", "called off", "came to nothing"))


class Written(NamedTuple):
    """The first and last day on which a document can have been written, None where that is open; why, in words."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    reason: str = ""

    @classmethod
    def of(cls, document: Document) -> Written:
        """Return the days that the text and container of a document allow."""
        return cls(document.metadata.published_from, document.metadata.published_to)


class Answer(NamedTuple):
    """Two documents by name: the later one reports what the earlier one expects."""

    later: str
    earlier: str


def answers(claims: Iterable[Any]) -> list[Answer]:
    """Return which documents report what others expect, by the claims in which that is seen, sorted.

    Of two that each expect what the other reports neither is the later one.
    """
    told: dict[str, tuple[set[str], set[str]]] = {}
    for row in claims:
        if row.verdict in ("confirmed", "refuted"):
            expecting, reporting = told.setdefault(row.claim_id, (set(), set()))
            expecting.update([row.doc_id] if row.value in _AHEAD else ())
            reporting.update([row.doc_id] if row.value in _BACK else ())
    found = {Answer(b, a) for expecting, reporting in told.values() for a in expecting for b in reporting if a != b}
    return sorted(answer for answer in found if (answer.earlier, answer.later) not in found)


def narrowed(written: Mapping[str, Written], found: Collection[Answer]) -> dict[str, Written]:
    """Return those documents of which an end is open that answers narrow, with their days.

    What a document itself says of its days stands: an answer that contradicts it is none.

    >>> day = datetime.date(2021, 3, 4)
    >>> narrowed({"a": Written(day, day), "b": Written()}, [Answer(later="b", earlier="a")])["b"].reason
    'reports what a expects'
    """
    now = dict(written)
    for _ in now:  # each round carries a day one answer further
        before = dict(now)
        for later, earlier in found:
            a, b = now[earlier], now[later]
            if _open(b) and a.first and not (b.first and b.first >= a.first) and not (b.last and b.last < a.first):
                now[later] = Written(a.first, b.last, f"reports what {earlier} expects")
            if _open(a) and b.last and not (a.last and a.last <= b.last) and not (a.first and a.first > b.last):
                now[earlier] = Written(a.first, b.last, f"expects what {later} reports")
        if now == before:
            break
    return {doc_id: days for doc_id, days in now.items() if days != written[doc_id]}


def _open(days: Written) -> bool:
    return not (days.first and days.last)


def ranks(written: Sequence[Written], after: Collection[tuple[int, int]] = ()) -> list[int | None]:
    """Rank documents in time, from 1: each after all that were surely written before it.

    `after` holds pairs of positions of which the first is known to be the later document. One that may have come
    before and after others whose order is known has no rank; nor has one of which an end is open, unless its place
    is known beside each of the others.

    >>> days = [datetime.date(2021, 3, n) for n in (4, 4, 9)]
    >>> ranks([Written(day, day) for day in days]), ranks([Written(days[0], days[0]), Written()], {(1, 0)})
    ([1, 1, 2], [1, 2])
    """
    spans = [(w.first or datetime.date.min, w.last or datetime.date.max) for w in written]
    younger: dict[int, set[int]] = {}
    for a, b in after:
        dated_both = not (_open(written[a]) or _open(written[b]))
        if not dated_both and spans[b][0] <= spans[a][1]:
            younger.setdefault(a, set()).add(b)
            if _open(written[a]):
                spans[a] = max(spans[a][0], spans[b][0]), spans[a][1]
    dated = [spans[n] for n, w in enumerate(written) if not _open(w)]
    placed: list[int | None] = [None] * len(written)
    for n in sorted(range(len(written)), key=lambda n: (spans[n], len(younger.get(n, ())), n)):
        first, last = spans[n]
        older = [m for m, (_, end) in enumerate(spans) if end < first or m in younger.get(n, ())]
        if _open(written[n]):
            beyond = [m for m, (start, _) in enumerate(spans) if last < start or n in younger.get(m, ())]
            settled = len({*older, *beyond}) == len(spans) - 1
        else:
            meeting = [(start, end) for start, end in dated if start <= last and first <= end]
            settled = min(end for _, end in meeting) >= max(start for start, _ in meeting)
        if settled:
            placed[n] = 1 + max((placed[m] or 0 for m in older), default=0)
    return placed


def in_time(
    documents: Mapping[str, Written], places: Mapping[str, tuple[str, int | None]], found: Collection[Answer]
) -> tuple[dict[str, tuple[str, int | None]], dict[str, Written]]:
    """Return the places in time of documents of stories, and the days of those that answers narrow.

    `documents` holds those that are in an answer, with all others of their stories; `places` the story of each.
    """
    closer = narrowed(documents, found)
    written = {**documents, **closer}
    stories: dict[str, list[str]] = {}
    for doc_id in sorted(written.keys() & places.keys()):
        stories.setdefault(places[doc_id][0], []).append(doc_id)
    placed: dict[str, tuple[str, int | None]] = {}
    for story, own in stories.items():
        at = {doc_id: n for n, doc_id in enumerate(own)}
        after = [(at[later], at[earlier]) for later, earlier in found if later in at and earlier in at]
        ranked = ranks([written[doc_id] for doc_id in own], after)
        placed.update((doc_id, (story, rank)) for doc_id, rank in zip(own, ranked, strict=True))
    return placed, closer
