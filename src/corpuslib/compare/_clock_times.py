"""Times of day in a sentence: in figures, in words, by noon and midnight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuslib.compare.words import lexicon

__all__ = ["DAY", "ClockTime", "clock_times"]

HALF, DAY = 720, 1440  # minutes


class ClockTime(NamedTuple):
    """A time of day by its place in a text: minutes after midnight, how finely that is given, and if it is about.

    `cycle` is the minutes after which the hand stands there again: half a day where the text does not say which half.
    """

    minutes: int
    grain: int
    about: bool
    cycle: int
    start: int
    end: int


_ZONE = re.compile(r"\b(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|PT|PST|PDT)\b")
_WORDED = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_PART = (
    r"(?:[,\s]{1,2}(?:(?:in|during)\sthe\s(?:early\s|late\s)?|(?:that|this|yesterday|the\ssame|on\s[A-Z][a-z]{5,8})\s)"
    r"(?P<part>morning|afternoon|evening|night)|\sat\s(?P<night>night))?\b"
)
_LED = r"(?:\b(?P<led>[Aa]t|around|about|by|until|till|from|since|after|before|to|past)\s)"
_CLOCK = re.compile(
    rf"(?:{_LED}|\b)(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])(?:\.m\.|m\b)"
    rf"|{_LED.replace('led', 'led2')}(?P<hour2>\d{{1,2}})[:.](?P<minute2>\d\d)(?!\d|\s?(?:%|per\s?cent|\w?illion))"
    + _PART.replace("part>", "part2>").replace("night>", "night2>"),
)
_O_CLOCK = re.compile(
    rf"(?:\b(?P<led>at|around|about|by|until|till|from|since|after|before|towards)\s)?"
    rf"(?:(?P<away>five|ten|quarter|twenty|twenty-five|half|\d{{1,2}}(?:\sminutes)?)\s(?P<side>past|to|before|after)\s)?"
    rf"\b(?P<hour>{_WORDED}|\d{{1,2}})(?P<oclock>\so['’]clock)?{_PART}",
    re.I,
)
_TURN = re.compile(
    r"\b(?:(?P<near>shortly|just|soon|long|well)\s)?(?P<side>at|around|about|before|after|towards)\s"
    r"(?P<turn>midnight|noon|midday)\b"
)
_FREE = re.compile(r"(?=[.,;:)”\"]|$|\s(?:and|as|but|in|on|that|this|when|with)\b)")
_AWAY = {"quarter": 15, "half": 30, "twenty-five": 25}
_ROUGH, _NEAR, _LONG = 15, 20, 60
_LATE = ("afternoon", "evening", "night")


def clock_times(text: str) -> Iterator[ClockTime]:
    """Yield the times of day of a sentence; none of a time in another zone.

    >>> [(t.minutes, t.cycle) for t in clock_times("It fell at 9.35 p.m. and burnt until half past ten.")]
    [(1295, 1440), (630, 720)]
    """
    if _ZONE.search(text):
        return
    for match in _CLOCK.finditer(text):
        yield from _in_figures(match)
    for match in _O_CLOCK.finditer(text):
        yield from _in_words(match)
    for match in _TURN.finditer(text):
        near, side = match["near"], match["side"]
        shift = (_NEAR if near in (None, "shortly", "just", "soon") else _LONG) * {"after": 1, "before": -1}.get(
            side, 0
        )
        minutes = ((0 if match["turn"] == "midnight" else HALF) + shift) % DAY
        yield ClockTime(minutes, _LONG, side != "at", DAY, *match.span())


def _in_figures(match: re.Match[str]) -> Iterator[ClockTime]:
    own = match.groupdict()
    hour, minute = int(own["hour"] or own["hour2"]), int(own["minute"] or own["minute2"] or 0)
    part = {"a": "morning", "p": "afternoon"}.get(own["half"] or "", own["part2"] or own["night2"] or "")
    padded = (own["hour"] or own["hour2"]).startswith("0")
    led = own["led"] or own["led2"] or "at"
    if hour < 24 and minute < 60:
        yield _time(hour, minute, _ROUGH if minute % 5 == 0 else 1, led, part or ("morning" if padded else ""), match)


def _in_words(match: re.Match[str]) -> Iterator[ClockTime]:
    part, away = match["part"] or match["night"] or "", (match["away"] or "").lower()
    if not (away or match["oclock"] or (part and match["led"])) or (away.isdigit() and not match["oclock"]):
        return
    if away and not part and (not match["hour"].isalpha() or match["led"] == "from" or not _ends(match)):
        return
    hour = _number(match["hour"].lower())
    minutes = _AWAY.get(away, _number(away.partition(" ")[0]) if away else 0)
    if (match["side"] or "past").lower() in ("to", "before"):
        hour, minutes = hour - 1, 60 - minutes
    if 0 <= hour <= 24 and 0 <= minutes < 60:
        yield _time(hour % 24, minutes, _ROUGH if away else 2 * _ROUGH, (match["led"] or "at").lower(), part, match)


def _ends(match: re.Match[str]) -> bool:
    """Say whether what follows is no thing that is counted: five to seven, but not five to seven men."""
    return match["side"] in ("past", "after") or bool(_FREE.match(match.string, match.end()))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 1 if word == "one" else int(lexicon()["cardinals"].get(word, 0))


def _time(hour: int, minute: int, grain: int, led: str, part: str, match: re.Match[str]) -> ClockTime:
    """Return a time of day; where no half of the day is said, hours up to twelve can be of either."""
    late = part in _LATE and not (part == "night" and hour < 5)
    if part and hour <= 12:
        hour = hour % 12 + (12 if late and not (part == "night" and hour == 12) else 0)
    cycle = HALF if not part and hour <= 12 else DAY
    return ClockTime(
        (hour * 60 + minute) % cycle, grain, led.lower() not in ("at", "by", "until"), cycle, *match.span()
    )
