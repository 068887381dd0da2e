"""Date mentions: every date expression of a document with its role and its value in TIMEX3.

Values follow TimeML's TIMEX3 (Pustejovsky et al. 2003): what the text leaves open stays X, so "on 3 May" is
XXXX-05-03 until the document has an anchor, which is its day of publication.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NamedTuple

from corpuslib.cleaning.calendar import Expression, mentions
from corpuslib.document import Block, BlockKind, Document, as_document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["DateMention", "DateRole", "find_dates"]

DateRole = Literal["published", "modified", "header", "event", "deadline"]

DATED_KINDS: frozenset[BlockKind] = frozenset(
    ("headline", "standfirst", "byline", "dateline", "timestamp", "subhead", "paragraph", "caption")
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
    for block in document.blocks:
        if block.kind in DATED_KINDS:
            passage = document.text[block.start : block.end]
            for expression, before in mentions(passage):
                found.append(_mention(document, block, expression, before, anchor))
    return found


class _Anchor(NamedTuple):
    """First and last day of publication, at most a month apart."""

    first: datetime.date
    last: datetime.date


def _anchor(document: Document) -> _Anchor | None:
    first, last = document.metadata.published_from, document.metadata.published_to
    if first is None or last is None or (last - first).days > 31:
        return None
    return _Anchor(first, last)


_DEADLINE = re.compile(
    r"\b(?:until|till|by|deadline\w{0,3}|no later than|expires?(?: on)?|bis|d['’]ici)"
    r"\s(?:the\s)?(?:end of\s(?:the\s)?)?$",
    re.IGNORECASE,
)
MODIFIED = re.compile(r"\b(?:updated?|modified|edited|aktualisiert|mis à jour)\b", re.IGNORECASE)
PUBLISHED = re.compile(r"\b(?:published|posted|issued|veröffentlicht|publié|created)\b", re.IGNORECASE)
FUTURE = re.compile(
    r"\b(?:will|would|shall|plans?|planned|planning|to be|expected|scheduled|upcoming|hopes?|hoped|aims?|aiming"
    r"|intends?|wants?|due|could|might|may|should|ahead of|before|if|possible|wird|werden|soll|sollen)\b"
)


def _role(block: Block, before: str) -> DateRole:
    if block.kind in ("timestamp", "byline"):
        return "modified" if MODIFIED.search(before) else "published" if PUBLISHED.search(before) else "header"
    return "deadline" if _DEADLINE.search(before) else "event"


def _mention(document: Document, block: Block, said: Expression, before: str, anchor: _Anchor | None) -> DateMention:
    start, end = block.start + said.start, block.start + said.end
    open_value, sure = _value(said)
    value, used = open_value, None
    rule, confidence = said.rule, sure
    if anchor and ("X" in open_value):
        resolved = _resolve(said, anchor, bool(FUTURE.search(before)))
        if resolved:
            value, used, how, confidence = resolved[0], anchor.last, resolved[1], resolved[2]
            rule = f"{said.rule}, {how}"
    return DateMention(
        **document.place(start, end),
        text=document.text[start:end],
        value=value,
        role=_role(block, before),
        anchor=used,
        rule=rule,
        confidence=confidence,
    )


def _value(said: Expression) -> tuple[str, float]:
    """Return the value without an anchor, and how sure the reading is."""
    year = f"{said.year}" if said.year else "XXXX"
    if said.part and said.part.isupper():
        return f"{year}-{said.part}", 0.9
    if said.month:
        return f"{year}-{said.month:02d}" + (f"-{said.day:02d}" if said.day else ""), 0.95
    if said.weekday:
        return f"XXXX-WXX-{said.weekday}", 0.9
    if said.unit:
        forms = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX"}
        return forms[said.unit], 0.9
    return year, 0.7 if "undecided" in said.rule else 0.9


def _resolve(said: Expression, anchor: _Anchor, future: bool) -> tuple[str, str, float] | None:
    """Return value, method and confidence of an incomplete expression, or None where the anchor is too wide."""
    if said.unit in ("month", "year", "season"):
        same = anchor.first.year == anchor.last.year
        same &= said.unit != "month" or anchor.first.month == anchor.last.month
        return _resolve_period(said, anchor.last) if same else None
    if said.month:
        return _resolve_month(said, anchor, future)
    if (anchor.last - anchor.first).days > 6:
        return None
    if said.weekday:
        return _resolve_weekday(said, anchor.last, future)
    if said.unit == "day":
        days = datetime.timedelta(said.shift)
        return (anchor.last + days).isoformat(), "from the day of publication", 0.85
    if said.unit in ("week", "weekend"):
        year, week, _ = (anchor.last + datetime.timedelta(7 * said.shift)).isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if said.unit == "weekend" else ""), "from the week of publication", 0.85
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


def _resolve_month(said: Expression, anchor: _Anchor, future: bool) -> tuple[str, str, float]:
    """A month without a year is the nearest on the side that the sentence speaks of; "last June" lies behind."""
    month, number = said.month or 1, said.day or 0
    if said.shift > 0 or (future and said.shift == 0):
        here = (anchor.first.month, anchor.first.day if number else 0)
        year, how = anchor.first.year + ((month, number) < here), "the next one after publication"
    else:
        here = (anchor.last.month, anchor.last.day if number else 31)
        year, how = anchor.last.year - ((month, number) > here), "the last one before publication"
        if said.shift < 0 and month == anchor.last.month:
            year -= 1
    value = f"{year:04d}-{month:02d}" + (f"-{number:02d}" if number else "")
    return value, how, 0.8 if said.shift or not future else 0.65


def _resolve_weekday(said: Expression, anchor: datetime.date, future: bool) -> tuple[str, str, float]:
    ahead = said.shift > 0 or (future and said.shift == 0)
    step = ((said.weekday or 1) - anchor.isoweekday()) % 7
    if ahead:
        return (anchor + datetime.timedelta(step or 7)).isoformat(), "the next one after publication", 0.6
    back = (anchor.isoweekday() - (said.weekday or 1)) % 7
    if said.shift < 0 and back == 0:
        back = 7
    return (anchor - datetime.timedelta(back)).isoformat(), "the last one before publication", 0.75
