"""Date expressions in running text: English, German, French, ISO and numeric, without a view on their meaning."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpuslib.lexicon import rows

__all__ = ["Expression", "expressions", "is_date_line", "weekday_years"]

YEARS = range(1995, 2041)
"""Years that a weekday and a day of the month are looked up in; text on the web is not older."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A date as written: the parts that are said, and for a relative one how far from the anchor it points.

    `unit` is day, week, weekend, month, season or year for a relative expression ("last week": unit week, shift
    -1), `part` the season or the part of the period ("SU", "H2"), `time` the part of the day ("MO", "NI").
    A `day` without a month is that day of the month before, at or after the anchor.
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


@cache
def _names(kind: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for row in rows("calendar.tsv"):
        if row["kind"] == kind:
            for form in row["forms"].split(" "):
                for written in (form.capitalize(), form.upper(), *([form] if row["language"] == "fr" else [])):
                    names.setdefault(written, int(row["number"]))
    return names


def _number(kind: str, written: str | None) -> int | None:
    return None if written is None else _names(kind)[written]


_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_ORDINAL_WORD = "|".join(sorted(_ORDINALS, key=len, reverse=True))

_TIMES = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "matin": "MO", "après-midi": "AF",
    "soir": "EV", "nuit": "NI", "morgen": "MO", "nachmittag": "AF", "abend": "EV", "nacht": "NI", "früh": "MO",
}  # fmt: skip
"""Parts of the day in TIMEX3, by their names in English, French and German."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "|".join(sorted(_names("month"), key=lambda form: (-len(form), form)))
    weekday = "|".join(sorted(_names("weekday"), key=lambda form: (-len(form), form)))
    full_weekday = "|".join(
        sorted(
            (w for w in _names("weekday") if len(w) > 5 or w[-2:] in ("di", "DI")), key=lambda form: (-len(form), form)
        )
    )
    w = rf"(?:\b(?P<w>{weekday})\b\.?,?\s?\(?(?:(?:the|le|den|dem)\s)?)?"
    m, d = rf"(?P<m>{month})\b\.?", r"(?P<d>3[01]|[12]\d|0?[1-9])"
    y = r"(?P<y>(?:19|20)\d\d)"
    before = (
        r"\b(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|till|[Bb]y|[Ll]ast|next|this|[Ee]arly|[Ll]ate|mid|during|of|for|through"
        r"|before|after|from|to"
        r"|earlier in|later in|early as|between"
        r"|end of|im|seit|bis|[Ee]nde|Mitte|Anfang|en|depuis|fin|de|mois d['’])(?:[ -]|(?<=['’]))"
    )
    unit = r"(?P<unit>week|weekend|month|year|spring|summer|autumn|fall|winter)"
    time = rf"(?:[ \n](?P<time>{'|'.join(_TIMES)})s?\b)?"
    listing = (
        ("ISO date", r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m2>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d-])"),
        (
            "numeric date",
            r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/-]|\.\d)",
        ),
        (
            "day and month",
            rf"{w}(?<![\d.,:])\b{d}(?:st|nd|rd|th|er|\.)?\s?(?:of\s)?-?{m},?(?:[\s-]?{y}\b)?(?!\d)",
        ),
        (
            "month and day",
            rf"{w}\b{m}\s{d}(?:st|nd|rd|th)?\b"
            rf"(?![:%]|[.,]\d\d\d|\.\d|\s(?:per cent|percent|million))(?:,?\s{y}\b)?",
        ),
        (
            "day of the month in words and month",
            rf"\b(?P<ordinal>{_ORDINAL_WORD})\sof\s{m}(?:,?\s{y}\b)?(?!\s(?:God|the best))",
        ),
        ("month and year", rf"\b{m},?\s(?:of\s)?{y}\b"),
        ("season and year", rf"\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\sof)?\s{y}\b"),
        ("part of this period", r"\b(?P<phase>earlier|later) this (?P<unit>week|month|year)\b"),
        ("relative period", rf"\b(?P<rel>last|next|this|coming|following) {unit}\b"),
        ("relative month", rf"\b(?P<rel>last|next|this) (?P<m>{month})\b"),
        ("relative weekday", rf"\b(?P<rel>last|next|this|coming) (?P<w>{full_weekday})\b"),
        (
            "relative day",
            rf"\b(?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Gg]estern|[Hh]eute|hier|aujourd['’]hui){time}\b"
            r"|\b(?P<near2>[Tt]his|(?<![Tt]he )[Ll]ast)[ \n](?P<time2>morning|afternoon|evening|night)\b",
        ),
        (
            "end of this period",
            r"\b(?:end|middle|beginning|start) of (?:the|this) (?P<unit>week|month|year)\b",
        ),
        (
            "time ago",
            r"\b(?P<count>\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
            r" (?P<unit>day|week|month|year)s? ago\b",
        ),
        ("month", rf"{before}{m}(?=[\s,.;:)’'”\"]|$)(?!\s(?:God|the best))"),
        ("weekday", rf"\b(?P<w>{full_weekday})\b(?P<after> week\b)?{time}"),
        (
            "day of the month",
            r"\b(?:on|by|until|of|after|before|for|since|from|to|till) the (?P<d>3[01]|[12]?\d)(?:st|nd|rd|th)\b"
            r"(?=[\s]?[.,;:’”\"!?)\n]|\s(?:and|or|but|that|was|were|is|at|when|because|he|she|they|it|we|I|the|in)\b|$)",
        ),
        (
            "season",
            r"\b(?:by|before|until|in|during|after|since) the (?P<season>spring|summer|autumn|winter)\b(?! of\b)",
        ),
        ("year before a name", r"\b[Tt]he[ \n](?P<y>1[89]\d\d|20\d\d)(?=[ \n][A-ZÀ-Þ])"),
        (
            "year",
            r"\b(?P<lead>[Ii]n|[Ss]ince|from|of|by|until|till|during|through|before|after|early|late|between|and|to"
            r"|im Jahr|[Ss]eit|[Vv]on|[Ee]n|[Dd]epuis|de)[ -](?P<y>1[89]\d\d|20\d\d)\b(?![-–]\d\d)"
            r"(?!\s(?:people|times|men|women|metres|meters|dollars|euros))",
        ),
    )
    return tuple((rule, re.compile(pattern)) for rule, pattern in listing)


_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = {"a": 1, "an": 1} | {numeral: n for n, numeral in enumerate(_NUMERALS, 1)}
_SHIFTS = {"last": -1, "past": -1, "next": 1, "coming": 1, "following": 1, "this": 0}


def expressions(text: str) -> list[Expression]:
    """Return the date expressions of a text in order, without overlap; the more specific reading wins.

    >>> [(e.rule, e.year, e.month, e.day) for e in expressions("on 3 May 2031 and in June")]
    [('day and month', 2031, 5, 3), ('month', None, 6, None)]
    """
    taken = bytearray(len(text))
    found = []
    for rule, pattern in _patterns():
        for match in pattern.finditer(text):
            expression = _read(rule, match)
            if expression and not any(taken[expression.start : expression.end]):
                taken[expression.start : expression.end] = b"\x01" * (expression.end - expression.start)
                found.append(expression)
                found += _other_of_two(text, expression)
    return sorted(found, key=lambda e: e.start)


_FIRST_OF_TWO = re.compile(r"\b(3[01]|[12]\d|[1-9])(?:st|nd|rd|th|\.)?\s?(?:or|and|to|und|oder|bis|et|ou|au|–|-)\s?$")
_SECOND_OF_TWO = re.compile(
    r"\s?(?:or|and|to|–|-)\s?(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?"
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
    if not match or day(said.year or 2000, said.month, int(match[1])) is None:
        return []
    start = offset + match.start(1)
    return [replace(said, start=start, end=start + len(match[1]), day=int(match[1]), rule=rule)]


_LED = {"day of the month": "d", "season": "season", "year before a name": "y", "month": "m", "year": "y"}
"""Forms told by the words before them, which are no part of the expression, and the group that is its start."""


def _read(rule: str, match: re.Match[str]) -> Expression | None:
    said = match.groupdict()
    start = match.start(_LED.get(rule, 0))
    end = match.start() + len(match.group().rstrip(" ,."))
    year = int(said["y"]) if said.get("y") else None
    weekday = _number("weekday", said.get("w"))
    number = int(said["d"]) if said.get("d") else None
    if said.get("ordinal"):
        number = _ORDINALS.index(match.group("ordinal")) + 1
    month = int(said["m2"]) if said.get("m2") else _number("month", said.get("m"))
    if rule == "numeric date":
        return _numeric(said, start, end)
    if rule in ("part of this period", "end of this period", "relative period", "relative day", "time ago"):
        return _relative(rule, said, start, end)
    if rule == "day of the month":
        return Expression(start, end, rule, day=number)
    if number and (month is None or day(year or 2000, month, number) is None):
        return None
    if rule == "month" and match.group("m") == "mai":
        return None
    part = _SEASONS[said["season"].lower()] if said.get("season") else None
    shift = _SHIFTS[said["rel"]] if said.get("rel") else _SHIFTS.get(said.get("lead") or "", 0)
    unit = "season" if rule == "season" else "week" if said.get("after") else None
    time = _TIMES[said["time"].lower()] if said.get("time") else None
    return Expression(start, end, rule, year, month, number, weekday, unit, shift, part, time)


def _numeric(said: dict[str, str | None], start: int, end: int) -> Expression | None:
    a, b, year = int(said["a"] or 0), int(said["b"] or 0), int(said["y"] or 0)
    if said["sep"] == "." or a > 12:
        first, second, rule = a, b, "numeric date, day first"
    elif b > 12:
        first, second, rule = b, a, "numeric date, month first"
    elif a == b:
        first, second, rule = a, b, "numeric date"
    else:
        return Expression(start, end, "numeric date, order of day and month undecided", year)
    if day(year, second, first) is None:
        return None
    return Expression(start, end, rule, year, second, first)


def _relative(rule: str, said: dict[str, str | None], start: int, end: int) -> Expression:
    unit = said.get("unit") or "day"
    if rule == "relative day":
        word = (said["near"] or said["near2"] or "").lower()
        time = said["time"] or said["time2"]
        shift = {"yesterday": -1, "tomorrow": 1, "last": -1, "gestern": -1, "hier": -1}.get(word, 0)
        part_of_day = "NI" if word == "tonight" else _TIMES[time.lower()] if time else None
        return Expression(start, end, rule, unit="day", shift=shift, time=part_of_day)
    if rule == "end of this period":
        return Expression(start, end, rule, unit=unit)
    if rule == "time ago":
        count = (said["count"] or "").lower()
        return Expression(start, end, rule, unit=unit, shift=-(_COUNTS.get(count) or int(count)))
    if rule == "part of this period":
        return Expression(start, end, rule, unit=unit, part=said["phase"])
    part = _SEASONS.get(unit)
    return Expression(
        start, end, rule, unit="season" if part else unit, shift=_SHIFTS[said["rel"] or "this"], part=part
    )


_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?\b)?|\b\d{1,2}\s?[ap]\.?m\.?\b", re.IGNORECASE)
_HEADER_WORDS = re.compile(
    r"\b(?:published|updated?|posted|last|modified|first|edited|created|on|at|date|time|gmt|utc|est|edt|cet|cest|bst"
    r"|ist|pdt|pst|sgt|hkt|jst|aest|aedt|wib|eat|wat|uk|us|et|pt|local|uhr|um|am|veröffentlicht|aktualisiert|stand"
    r"|erstellt|vom|publié|mis à jour|le|à|and|the|from|of|issue|print|edition|a|p|m|t|z)\b",
    re.IGNORECASE,
)
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
    left = _HEADER_WORDS.sub(" ", _CLOCK.sub(" ", "".join(rest).replace("T", " ")))
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
    head = text[max(0, position - 240) : position]
    return _SENTENCE_END.split(head)[-1]


def mentions(text: str, offset: int = 0) -> Iterator[tuple[Expression, str]]:
    """Yield the expressions of a text with the part of their sentence before them."""
    for expression in expressions(text):
        yield expression, sentence_before(text, expression.start)
