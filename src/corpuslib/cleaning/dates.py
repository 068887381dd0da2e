"""Date mentions: every date expression of a document with its role and its value in TIMEX3.

Values follow TimeML's TIMEX3 (Pustejovsky et al. 2003): what the text leaves open stays X, so "on 3 May" is
XXXX-05-03 until the document has an anchor, which is its day of publication.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal, NamedTuple

from corpuslib.cleaning.calendar import Expression, day, expressions, mentions
from corpuslib.cleaning.stamps import LONGEST, label_before
from corpuslib.document import Block, BlockKind, Document, as_document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["DateMention", "DateRole", "find_dates"]

DateRole = Literal["published", "modified", "header", "event", "deadline"]

DATED_KINDS: frozenset[BlockKind] = frozenset(
    ("headline", "duplicate_title", "standfirst", "byline", "dateline", "timestamp", "subhead", "paragraph", "caption")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Located):
    """A date expression in the header or the text of a document."""

    table: ClassVar[str] = "dates"

    text: Annotated[str, Column("the expression as written")]
    value: Annotated[str, Column("normal form in TIMEX3; X stands for what remains open, as in XXXX-10-31")]
    role: Annotated[
        DateRole,
        Column("header: date line at the head; published, modified: the line says so; deadline: after by or until"),
    ]
    anchor: Annotated[
        datetime.date | None, Column("day that a relative or incomplete expression was resolved against; null if none")
    ]
    rule: Annotated[str, Column("form of the expression, and how it was resolved")]
    confidence: Annotated[float, Column("how sure the value is", PROBABILITY)]


def find_dates(document: str | Document) -> list[DateMention]:
    """Return the date mentions of a document in order.

    Incomplete and relative expressions are resolved against the interval of publication in the document's
    metadata, as far as it is narrow enough: to a week for days, to 31 days for months and years.

    >>> [(d.text, d.value) for d in find_dates("They met on 3 May 2031 and again in June.")]
    [('3 May 2031', '2031-05-03'), ('June', 'XXXX-06')]
    """
    document = as_document(document)
    anchor = _anchor(document)
    found = []
    unseen = _stated_elsewhere(document)
    for block in document.blocks:
        if block.kind in DATED_KINDS or block.block_id == unseen:
            passage = document.text[block.start : block.end]
            for expression, before in mentions(passage):
                found.append(_mention(document, block, expression, before, anchor))
    return found


def _stated_elsewhere(document: Document) -> int | None:
    """Return the number of the short block of another kind that holds the stated date, if no date line does."""
    stated = document.metadata.published_stated
    if stated is None or any(block.kind in ("timestamp", "byline", "dateline") for block in document.blocks):
        return None
    for block in document.blocks:
        line = document.text[block.start : block.end]
        if block.kind in DATED_KINDS or len(line) > LONGEST or str(stated.year) not in line:
            continue
        if any(said.date == stated for said in expressions(line)):
            return block.block_id
    return None


class _Anchor(NamedTuple):
    """First and last day of publication; `sure` is how sure a value resolved against them may be at most."""

    first: datetime.date
    last: datetime.date
    sure: float = 1.0

    @property
    def width(self) -> int:
        """Days between them."""
        return (self.last - self.first).days

    @property
    def middle(self) -> datetime.date:
        """The day between them."""
        return self.first + (self.last - self.first) // 2


def _anchor(document: Document) -> _Anchor | None:
    first, last = document.metadata.published_from, document.metadata.published_to
    if first is None or last is None or (last - first).days > WIDEST:
        return None
    if 0 < (last - first).days <= NEAR:
        # The first day is the last one that the text names: news tell of a day on it or the day after.
        return _Anchor(first, first, 0.6)
    return _Anchor(first, last)


NEAR = 7
"""Days that the interval of publication may span for its first day to serve as the day of publication."""

WIDEST = 300
"""Days that the interval of publication may span for days and months to be resolved in the year that it lies in."""

DEADLINE = re.compile(
    r"\b(?:(?:until|till|by|before|deadline\w{0,3}|no later than|lapse[sd]?|expire[sd]?|r[ua]ns? out|postponed to"
    r"|bis(?: zum)?|d['’]ici|avant)(?: on| at)?\s|l[äa]uft\s)"
    r"(?:(?:the|la|le)\s)?(?:(?:end|beginning|middle|start) of (?:the (?:month of )?)?"
    r"|fin (?:du mois )?d[e'’]\s?|early |late |mid-?|Ende )?$",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|would|shall|plans?|planned|planning|to be|expected|scheduled|upcoming|hopes?|hoped|aims?|aiming"
    r"|intends?|wants?|project(?:ed|ions?)|forecasts?|predict(?:s|ed)|estimated? to"
    r"|anticipated|due|could|might|may|should|ahead of|before|if|possible|wird|werden|soll|sollen)\b"
)


PAST = re.compile(
    r"\b(?:since|after|last|was|were|had|did|went|came|took|met|held|made|began|won|lost|said|told|saw|led|left|gave|fell|rose"
    r"|got|ran|broke|became|[a-z]{2,20}ed|war|wurde|wurden|hatte|seit|depuis|était)\b",
    re.IGNORECASE,
)


def _role(document: Document, block: Block, said: Expression, before: str) -> DateRole:
    metadata = document.metadata
    if block.kind in ("timestamp", "byline") or block.kind not in DATED_KINDS:
        if label_before(before) == "modified":
            return "modified"
        return "header" if metadata.date_conflict and said.date == metadata.published_stated else "published"
    if metadata.dateline and block.in_body and said.day and said.start < len(metadata.dateline):
        written = document.text[block.start : block.start + len(metadata.dateline)]
        if written == metadata.dateline:
            return "published"
    return "deadline" if DEADLINE.search(before) and direction_of(before, said) > 0 else "event"


def _mention(document: Document, block: Block, said: Expression, before: str, anchor: _Anchor | None) -> DateMention:
    start, end = block.start + said.start, block.start + said.end
    open_value, sure = _value(said)
    value, used = open_value, None
    rule, confidence = said.rule, sure
    if anchor and ("X" in open_value):
        resolved = _resolve(said, anchor, direction_of(before, said))
        if resolved:
            value, used, how, confidence = resolved[0], anchor.last, resolved[1], min(resolved[2], anchor.sure)
            rule = f"{said.rule}, {how}"
    if said.day and _WEEK_OF.search(before) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value, rule = _week(datetime.date.fromisoformat(value)), f"{rule}, the week of that day"
    return DateMention(
        **document.place(start, end),
        text=document.text[start:end],
        value=value,
        role=_role(document, block, said, before),
        anchor=used,
        rule=rule,
        confidence=confidence,
    )


_WEEK_OF = re.compile(r"\bweek (?:of|from|beginning|starting)(?: on| the)? $", re.IGNORECASE)


def _week(date: datetime.date) -> str:
    year, week, _ = date.isocalendar()
    return f"{year}-W{week:02d}"


def _value(said: Expression) -> tuple[str, float]:
    """Return the value without an anchor, and how sure the reading is."""
    year = f"{said.year}" if said.year else "XXXX"
    time = f"T{said.time}" if said.time else ""
    if said.part and said.part.isupper():
        return f"{year}-{said.part}", 0.9
    if said.month:
        return f"{year}-{said.month:02d}" + (f"-{said.day:02d}" if said.day else ""), 0.95
    if said.day:
        return f"XXXX-XX-{said.day:02d}", 0.9
    if said.weekday:
        return f"XXXX-WXX-{said.weekday}{time}", 0.9
    if said.unit:
        forms = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX"}
        return forms[said.unit] + time, 0.9
    return year, 0.7 if "undecided" in said.rule else 0.9


Direction = Literal[-1, 0, 1]

_CLAUSE = re.compile(r"[,;:–—()“”\"]|\b(?:that|who|which|where|when|and|but|dass|que)\b")
_PLANNED = re.compile(
    r"\b(?:will|shall|to be|to (?:report|meet|vote|decide|speak|hold|begin|start)|is to|are to|expected|scheduled|due"
    r"|must|can|could|might|may|should|wird|werden|soll|sollen|would(?! have)|plans?|hopes?|intends?"
    r"|(?:is|are|falls?|continues?|starts?|begins?|opens?|ends?|expires?|lapses?|votes?|decides?|meets?|sails?|resumes?)"
    r"\s(?:\w{1,20}\s){0,3}(?:on|in)\s(?:the\s)?)\b|\bfor (?:the )?$"
    r"|\b(?:is|are|falls|continues?|starts?|begins?|opens?|ends?|expires?|votes?|meets?|resumes?)\s(?:\w{1,20}\s){0,3}on\s(?:the\s)?$"
)


def direction_of(before: str, said: Expression) -> Direction:
    """Say which side of the day of publication a clause speaks of: -1 what was, 1 what is to come, 0 unknown."""
    if said.shift and said.unit is None:
        return -1 if said.shift < 0 else 1
    clause = _CLAUSE.split(before)[-1]
    if DEADLINE.search(before) and not (said.rule == "weekend" and PAST.search(clause)):
        return 1
    if _PLANNED.search(clause):
        return 1
    return -1 if PAST.search(clause) and "would have" not in clause else 0


def _resolve(said: Expression, anchor: _Anchor, direction: Direction) -> tuple[str, str, float] | None:
    """Return value, method and confidence of an incomplete expression, or None where the anchor is too wide."""
    if said.rule == "week of the month":
        value, how, sure = _resolve_month(replace(said, unit=None), anchor, direction) or ("", "", 0.0)
        middle = 7 * int(said.part or 1) - 3
        return (_week(datetime.date(int(value[:4]), int(value[5:7]), middle)), how, sure) if value else None
    if said.rule == "month of a relative year":
        year = anchor.last.year + said.shift
        same = anchor.first.year == anchor.last.year
        return (f"{year}-{said.month:02d}", "from the year of publication", 0.85) if same else None
    if said.unit in ("month", "year", "season"):
        same = anchor.first.year == anchor.last.year
        same &= said.unit != "month" or anchor.first.month == anchor.last.month
        return _resolve_period(said, anchor.last) if same else None
    if said.month:
        return _resolve_month(said, anchor, direction)
    if anchor.width > 6:
        return None
    if said.day:
        return _resolve_day(said.day, anchor.last, direction)
    if said.weekday:
        return _resolve_weekday(said, anchor.last, direction)
    time = f"T{said.time}" if said.time else ""
    if said.unit == "day":
        days = datetime.timedelta(said.shift)
        return (anchor.last + days).isoformat() + time, "from the day of publication", 0.85
    if said.unit in ("week", "weekend"):
        before_it = said.rule == "weekend" and direction <= 0 and anchor.last.isoweekday() <= 4
        day_then = anchor.last + datetime.timedelta(7 * (said.shift - before_it))
        if said.rule == "time ago" and said.shift == -1:
            return day_then.isoformat(), "from the day of publication", 0.7
        return _week(day_then) + ("-WE" if said.unit == "weekend" else ""), "from the week of publication", 0.85
    return None


def _resolve_period(said: Expression, anchor: datetime.date) -> tuple[str, str, float]:
    year, month = anchor.year, anchor.month
    if said.unit == "month":
        index = year * 12 + month - 1 + said.shift
        return f"{index // 12:04d}-{index % 12 + 1:02d}", "from the month of publication", 0.85
    if said.unit == "season":
        start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[said.part or "SU"]
        shift = -(month <= start + 2) if said.shift < 0 else int(said.shift > 0 and month >= start)
        return f"{year + shift:04d}-{said.part}", "from the year of publication", 0.6
    return f"{year + said.shift:04d}", "from the year of publication", 0.85


WRONG_SIDE = 6
"""How much further away a day counts that lies on the side that its clause does not speak of."""


def _nearest(days: list[datetime.date], anchor: datetime.date, direction: Direction) -> datetime.date:
    """Return the day nearest to the anchor; what lies on the wrong side of it counts as further away."""

    def cost(date: datetime.date) -> tuple[int, datetime.date]:
        distance = (date - anchor).days
        return abs(distance) * (WRONG_SIDE if distance * direction < 0 else 1), date

    return min(days, key=cost)


def _resolve_month(said: Expression, anchor: _Anchor, direction: Direction) -> tuple[str, str, float] | None:
    """A day or month without a year is the nearest, on the side that the clause speaks of if it says so."""
    month, middle = said.month or 1, anchor.middle
    years = range(middle.year - 1, middle.year + 2)
    if said.day:
        days = [d for y in years if (d := day(y, month, said.day))]
    else:
        days = [
            datetime.date(y, month, 15) for y in years if said.shift >= 0 or (y, month) < (middle.year, middle.month)
        ]
        days = [d if (d.year, d.month) != (middle.year, middle.month) else middle for d in days]
    if said.shift:
        days = [d for d in days if (d - middle).days * said.shift > 0] or days
        nearest = min(days, key=lambda d: abs((d - middle).days))
    elif not days:
        return None
    else:
        nearest = _nearest(days, middle, direction)
    value = f"{nearest.year:04d}-{month:02d}" + (f"-{said.day:02d}" if said.day else "")
    how = "the nearest to publication" if not said.shift else "from the month of publication"
    return value, how, 0.85 if anchor.width <= 31 else 0.6


def _resolve_day(number: int, anchor: datetime.date, direction: Direction) -> tuple[str, str, float]:
    """A day of the month alone is that of the month of publication, unless the clause speaks of the other side."""
    here = day(anchor.year, anchor.month, number)
    if here and (here - anchor).days * direction >= 0:
        return here.isoformat(), "in the month of publication", 0.7
    months = [anchor.year * 12 + anchor.month - 1 + shift for shift in (-1, 0, 1)]
    days = [d for m in months if (d := day(m // 12, m % 12 + 1, number))]
    return _nearest(days, anchor, direction).isoformat(), "the nearest to publication", 0.6


def _resolve_weekday(said: Expression, anchor: datetime.date, direction: Direction) -> tuple[str, str, float]:
    time = f"T{said.time}" if said.time else ""
    if direction > 0 or said.unit == "week":
        step = ((said.weekday or 1) - anchor.isoweekday()) % 7 or 7
        step += 7 if said.unit == "week" else 0
        return (anchor + datetime.timedelta(step)).isoformat() + time, "the next one after publication", 0.6
    back = (anchor.isoweekday() - (said.weekday or 1)) % 7
    if said.shift < 0 and back == 0:
        back = 7
    return (anchor - datetime.timedelta(back)).isoformat() + time, "the last one before publication", 0.75
