"""Date expressions in running text: English, German, French, ISO and numeric, without a view on their meaning."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from corpuslib.cleaning.date_forms import ORDINALS, TIMES, forms_in, name_number, shift_of, unit_of
from corpuslib.lexicon import rows

__all__ = ["CLOCK", "Expression", "expressions", "is_date_line", "month_first", "settled", "weekday_years"]

YEARS = range(1995, 2041)
"""Years that a weekday and a day of the month are looked up in; text on the web is not older."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A date as written: the parts that are said, and for a relative one how far from the anchor it points.

    `unit` is day, week, weekend, month, season or year for a relative expression ("last week": unit week, shift
    -1), `part` the season or the part of the period ("SU", "H2"), `time` the part of the day ("MO", "NI").
    A `day` without a month is that day of the month before, at or after the anchor. `numbers` are the first two
    numbers of a numeric date whose order is open: day and month, or month and day.
    """

    start: int
    end: int
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    unit: str | None = None
    shift: int = 0
    part: str | None = None
    time: str | None = None
    numbers: tuple[int, int] | None = None

    @property
    def date(self) -> datetime.date | None:
        """The day, if year, month and day are said and make one."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return day(self.year, self.month, self.day)


def day(year: int, month: int, number: int) -> datetime.date | None:
    """Return a day, or None where the calendar has no such day."""
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None


def weekday_years(weekday: int, month: int, number: int) -> tuple[int, ...]:
    """Return the years in which a day of the month fell on a weekday (1 is Monday).

    >>> weekday_years(3, 10, 31)
    (2001, 2007, 2012, 2018, 2029, 2035, 2040)
    """
    days = ((year, day(year, month, number)) for year in YEARS)
    return tuple(year for year, date in days if date and date.isoweekday() == weekday)


_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = (
    {"a": 1, "an": 1, "einem": 1, "einer": 1, "un": 1, "une": 1}
    | {numeral: n for n, numeral in enumerate(_NUMERALS, 1)}
    | {n: i for i, n in enumerate(["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"], 2)}
    | {n: i for i, n in enumerate(["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"], 2)}
)
_SHIFTS = {"last": -1, "past": -1, "next": 1, "coming": 1, "following": 1, "this": 0}


_DIGITS = {first + n: str(n) for first in (0x660, 0x6F0, 0x966, 0xFF10) for n in range(10)}
"""Arabic, Persian, Devanagari and full-width digits."""

_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")


def expressions(text: str) -> list[Expression]:
    """Return the date expressions of a text in order, without overlap; the more specific reading wins.

    >>> [(e.rule, e.year, e.month, e.day) for e in expressions("on 3 May 2031 and in June")]
    [('day and month', 2031, 5, 3), ('month', None, 6, None)]
    """
    return list(_remembered(text) if len(text) <= SHORT else _found(text))


SHORT = 400
"""Characters of a line whose dates are remembered: each stage of cleaning asks for those of short lines again."""


def _found(text: str) -> tuple[Expression, ...]:
    if not text.isascii() and _OTHER_DIGIT.search(text):
        text = text.translate(_DIGITS)
    taken = bytearray(len(text))
    found = []
    for form in forms_in(text):
        for match in form.pattern.finditer(text):
            expression = _read(form.rule, match)
            if expression and not any(taken[expression.start : expression.end]):
                taken[expression.start : expression.end] = b"\x01" * (expression.end - expression.start)
                found.append(expression)
                found += _other_of_two(text, expression)
    return tuple(sorted(found, key=lambda e: e.start))


_remembered = lru_cache(maxsize=4096)(_found)


_FIRST_OF_TWO = re.compile(r"\b((3[01]|[12]\d|[1-9])(?:st|nd|rd|th|\.)?)\s?(?:or|and|to|und|oder|bis|et|ou|au|–|-)\s?$")
_SECOND_OF_TWO = re.compile(
    r"\s?(?:or|and|to|–|-)\s?((3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?)"
    r"(?=[.,;:)”’\"]|$|\s(?:in|at|and|with|for|by|to|of|under|when|as|but|on)\b)"
)


def _other_of_two(text: str, said: Expression) -> list[Expression]:
    """Return the "23rd" of "23rd or 24th April", the "24" of "April 23 or 24"."""
    if said.weekday or said.month is None:
        return []
    if said.rule == "day and month":
        offset = max(0, said.start - 16)
        match, rule = _FIRST_OF_TWO.search(text[offset : said.start]), "first of two days"
    elif said.rule == "month and day" and said.year is None:
        offset = said.end
        match, rule = _SECOND_OF_TWO.match(text[offset : said.end + 16]), "second of two days"
    else:
        return []
    if not match or day(said.year or 2000, said.month, int(match[2])) is None:
        return []
    return [replace(said, start=offset + match.start(1), end=offset + match.end(1), day=int(match[2]), rule=rule)]


_LED = {
    "day of the month": "d", "season": "season", "year before a name": "y", "month": "m", "year": "y",
    "second of two months": "m", "new year": "newyear", "first of this period": "newmonth", "weekend": "we",
}  # fmt: skip
"""Forms told by the words before them, which are no part of the expression, and the group that is its start."""


def _read(rule: str, match: re.Match[str]) -> Expression | None:
    said = match.groupdict()
    start = match.start(_LED.get(rule, 0))
    end = match.start() + len(match.group().rstrip(" ,."))
    if "(" in match.group() and match.string[end : end + 1] == ")":
        end += 1
    year = int(said["y"]) if said.get("y") else None
    weekday = name_number("weekday", said.get("w"))
    number = int(said["d"]) if said.get("d") else None
    if said.get("ordinal"):
        number = ORDINALS.index(match.group("ordinal")) + 1
    month = int(said["m2"]) if said.get("m2") else name_number("month", said.get("m"))
    if rule == "numeric date":
        return _numeric(said, start, end)
    if rule in ("part of this period", "end of this period", "relative period", "relative day", "time ago"):
        return _relative(rule, said, start, end)
    if rule in ("day of the month", "first of this period"):
        return Expression(start, end, rule, day=number or 1)
    if rule == "new year":
        return Expression(start, end, rule, month=1, day=1)
    if rule == "weekend":
        return Expression(start, end, rule, unit="weekend")
    if rule == "week of the month":
        return Expression(
            start, end, rule, year, month, unit="week", part=str(ORDINALS.index(said["nth"] or "first") + 1)
        )
    if rule == "month of a relative year":
        return Expression(start, end, rule, month=month, unit="year", shift=_SHIFTS[said["rel"] or "this"])
    if number and (month is None or day(year or 2000, month, number) is None):
        return None
    if rule == "month" and match.group("m") == "mai":
        return None
    part = _SEASONS[said["season"].lower()] if said.get("season") else None
    shift = _SHIFTS[said["rel"].lower()] if said.get("rel") else _SHIFTS.get(said.get("lead") or "", 0)
    if rule == "weekday before next":
        shift = 1
    unit = "season" if rule == "season" else "week" if said.get("after") else None
    time = TIMES[said["time"].lower()] if said.get("time") else None
    return Expression(start, end, rule, year, month, number, weekday, unit, shift, part, time)


def _numeric(said: dict[str, str | None], start: int, end: int) -> Expression | None:
    a, b = int(said["a"] or 0), int(said["b"] or 0)
    year = int(said.get("y") or 0) or 2000 + int(said.get("y2") or 0)
    if year > YEARS[-1]:
        return None
    if b > 12:
        first, second, rule = b, a, "numeric date, month first"
    elif a > 12 or said["sep"] == ".":
        first, second, rule = a, b, "numeric date, day first"
    elif a == b:
        first, second, rule = a, b, "numeric date"
    elif a and b:
        return Expression(start, end, "numeric date, order of day and month undecided", year, numbers=(a, b))
    else:
        return None
    if day(year, second, first) is None:
        return None
    return Expression(start, end, rule, year, second, first)


def settled(said: Expression, month_first: bool | None) -> Expression:
    """Return a numeric date with day and month in the order that its text is known to have.

    >>> undecided = expressions("03/05/2031")[0]
    >>> settled(undecided, False).date, settled(undecided, None) is undecided
    (datetime.date(2031, 5, 3), True)
    """
    if said.numbers is None or month_first is None:
        return said
    month, number = said.numbers if month_first else said.numbers[::-1]
    order = "month first" if month_first else "day first"
    return replace(said, month=month, day=number, numbers=None, rule=f"numeric date, {order} as elsewhere in the text")


def month_first(found: Iterable[Expression]) -> bool | None:
    """Say from all dates of a text whether its numeric dates have the month first; None where nothing tells.

    Numeric dates with a number above twelve decide; failing them, whether dates in words have the month first.

    >>> month_first(expressions("on 05/23/2031 and 03/05/2031")), month_first(expressions("on 03/05/2031"))
    (True, None)
    """
    numeric = words = 0
    for said in found:
        if said.rule.startswith("numeric date, month first") or said.rule.startswith("numeric date, day first"):
            numeric += 1 if "month first" in said.rule else -1
        elif said.year is not None and said.rule in ("month and day", "day and month"):
            words += 1 if said.rule == "month and day" else -1
    told = numeric or words
    return told > 0 if told else None


def _relative(rule: str, said: dict[str, str | None], start: int, end: int) -> Expression:
    unit = unit_of(said.get("unit") or "day")
    if rule == "relative day":
        word = (said["near"] or said["near2"] or "").lower()
        time = said["time"] or said["time2"]
        shift = {"yesterday": -1, "tomorrow": 1, "last": -1, "gestern": -1, "hier": -1}.get(word, 0)
        part_of_day = "NI" if word == "tonight" else TIMES[time.lower()] if time else None
        return Expression(start, end, rule, unit="day", shift=shift, time=part_of_day)
    if rule == "end of this period":
        return Expression(start, end, rule, unit=unit)
    if rule == "time ago":
        count = (said["count"] or "").lower()
        return Expression(start, end, rule, unit=unit, shift=-(_COUNTS.get(count) or int(count)))
    if rule == "part of this period":
        return Expression(start, end, rule, unit=unit, part=(said["phase"] or "").lower())
    part = _SEASONS.get(unit)
    rel = (said["rel"] or "this").lower()
    shift = _SHIFTS[rel] if rel in _SHIFTS else shift_of(rel) or 0
    return Expression(start, end, rule, unit="season" if part else unit, shift=shift, part=part)


CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?\b)?|\b\d{1,2}\s?[ap]\.?m\.?\b", re.IGNORECASE)
_HEADER_WORDS = re.compile(
    r"\b(?:published|updated?|posted|last|modified|first|edited|created|on|at|date|time|gmt|utc|est|edt|cet|cest|bst"
    r"|ist|pdt|pst|sgt|hkt|jst|aest|aedt|wib|eat|wat|uk|us|et|pt|local|uhr|um|am|veröffentlicht|aktualisiert|stand"
    r"|erstellt|vom|publié|mis à jour|le|à|and|the|from|of|issue|print|edition|a|p|m|t|z)\b",
    re.IGNORECASE,
)


@cache
def _labels() -> re.Pattern[str]:
    """Return what matches the words that say of a date that the text was published or changed on it."""
    kinds = ("published", "modified")
    forms = [form for row in rows("date_labels.tsv") if row["kind"] in kinds for form in row["forms"].split("|")]
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")


def is_date_line(line: str) -> bool:
    """Say whether a line is a date and nothing else but time of day, zone and words such as "Updated".

    >>> is_date_line("Updated: Tuesday 3 May 2031, 14:05 GMT"), is_date_line("Talks on 3 May 2031 failed")
    (True, False)
    """
    if len(line) > 160 or not _DIGIT.search(line) or len(_LETTER.findall(line)) > 80:
        return False
    found = [e for e in expressions(line) if (e.day and e.month) or (e.month and e.year) or "numeric" in e.rule]
    if not found:
        return False
    rest = list(line)
    for expression in found:
        rest[expression.start : expression.end] = " " * (expression.end - expression.start)
    left = _labels().sub(" ", CLOCK.sub(" ", "".join(rest).replace("T", " ")))
    left = _HEADER_WORDS.sub(" ", left)
    return len(_LETTER.findall(left)) <= 2


_SENTENCE_END = re.compile(r"(?<=[a-zß-ÿ\d\"”’)]{2})[.!?][\"”’]?\s(?=[A-ZÀ-Þ\"“‘„«])")


def names_a_day(line: str) -> bool:
    """Say whether a line names a day with its year."""
    return len(line) <= 160 and bool(_YEAR.search(line)) and any(e.date for e in expressions(line))


_YEAR = re.compile(r"(?:19|20)\d\d")


def names_an_hour(line: str) -> bool:
    """Say whether a line names a weekday and a time of day.

    >>> names_an_hour("Harbour Radio, Sunday 11.15, updated 14.30")
    True
    """
    return len(line) <= 160 and bool(_HOUR.search(line)) and any(e.weekday for e in expressions(line))


_HOUR = re.compile(r"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b|\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b", re.IGNORECASE)


def sentence_before(text: str, position: int) -> str:
    """Return what stands before a position in its sentence, at most 240 characters of it."""
    head = text[max(0, position - 240) : position + 1]
    return _SENTENCE_END.split(head)[-1][:-1] if position < len(text) else _SENTENCE_END.split(head)[-1]


def mentions(text: str, offset: int = 0) -> Iterator[tuple[Expression, str]]:
    """Yield the expressions of a text with the part of their sentence before them."""
    for expression in expressions(text):
        yield expression, sentence_before(text, expression.start)
