"""Typed values in a sentence, whatever the words around them: measures, shares, sums, ages, counts, clock times, sides.

Each has a dimension and a size in its base unit, so that two of them can be compared without knowing yet what they are
of. Nothing is left out because a sentence is of another time or of a part: that is for what is around a value to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpuslib.compare._claim_figures import CURRENCIES, Bound, bound_before
from corpuslib.compare._clock_times import clock_times
from corpuslib.compare._units import grain_of, unit_named, unit_of
from corpuslib.compare.quantities import Quantity, quantities
from corpuslib.compare.words import Word, fold, function_words, lexicon, sounds, words

__all__ = ["Value", "typed_values"]


class Value(NamedTuple):
    """A value by its place in a text: its dimension, normal form, size in the base unit and how finely it is given.

    `currency` is that of a sum, `head` the word for what is counted; both empty where the text does not say. After
    each `cycle` a clock time comes again; 0 for all else.
    """

    dimension: str
    value: str
    size: float
    grain: float
    bound: Bound
    start: int
    end: int
    currency: str = ""
    head: str = ""
    cycle: float = 0


_HALF_OF = re.compile(r"\bhalf[\s-](?:a[\s-])?$", re.I)
_NUMBERED = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|\w{3,5}ty|hundreds?|thousands?|million"
    r"|billion|dozen|half|third|quarter|fifth|pair|noon|midnight|north|south|east|west)\w{0,9}\b",
    re.I,
)
_PART_OF = re.compile(r"[\w\d/–.-]$")
_VERSUS = re.compile(r"\d\s(?:[a-z]{2,12}\s)?(?:to|against)\s$")
_BOUND_UP = re.compile(r"(?:\s[a-z]{2,12})?\s(?:to|against)\s\d|[/–-]\s?\d|[A-Za-z]|[.)](?:\s|$)")
_HALF = re.compile(r"[\s-]and[\s-]a[\s-]half(?=[\s-])")
_HALVES = re.compile(
    r"\b(?:(half)\s(?:an?\s)?(hour|day|year|mile|kilomet(?:re|er))|an?\s(hour|day|year)\sand\sa\shalf)\b", re.I
)
_PER_HOUR = re.compile(r"\s?(?:kilomet(?:re|er)s?|km|k)\s?(?:an|per|/)\s?h(?:our)?\b|\s?(?:km/h|kph|kmh)\b")
_MILES_PER_HOUR = re.compile(r"\s?(?:miles?\s(?:an|per)\shour|mph)\b")
_MILE = 1.609
_PERCENT = re.compile(r"[\s-]?(?:%|per\s?cent\b)(?!age)(?!\s?points?)")
_UNIT = re.compile(r"[\s-]?((?:(?:square|cubic|nautical|metric)\s)?[a-z]{1,12})\b")
_UNIT_AT = re.compile(r"(?:km|kg|cm|m|ha|kph|mph|km/h)\b|%")
_OLD = re.compile(r"[\s-]years?[\s-](?:old\b|of\sage)")
_AGED = re.compile(
    r"(?:\baged?\s|[a-z]{0,9}(?:m[ae]n|boy|girl)\sof\s|\b[A-Z][\w’'-]{1,25},\s(?:who\s(?:is|was)\s)?|\b[Hh]e\s(?:is|was)\s|\b[Ss]he\s(?:is|was)\s)$"
)
_NO_UNIT = re.compile(r"(?=[,.;)](?:\s|$)|\s(?:and|who|is|was)\b|$)")
_YOUNG, _OLDEST = 2, 110  # years of age
_TIME_FROM = re.compile(r"\s(?:ago|earlier|later|from\snow)\b|['’]")
_SIGNED = re.compile(
    r"(?<![\w$£€])(US\$|[$£€])\s?(\d[\d,]{0,14}(?:\.\d{1,2})?)(?:\s?(thousand|million|billion|trillion|m|bn|k)\b)?(?![\w%])"
)
_SUM = 1_000_000  # from which a bare number beside a word of money is a sum
_SHARES = {
    "half": 50.0,
    "third": 100 / 3,
    "thirds": 100 / 3,
    "quarter": 25.0,
    "quarters": 25.0,
    "fifth": 20.0,
    "fifths": 20.0,
}
_SHARE = re.compile(
    r"(?<!and\s)\b(a|one|two|three|four)[\s-](thirds?|quarters?|fifths?)\b(?!\s(?:time|day|year|person|man|woman|victim|party))",
    re.I,
)
_ROUGHLY = 2.0  # per cent by which a share in words may be off
_DIRECTION = re.compile(
    r"\b(north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
    r"(?:wards?|er?ly)?\s(?:of|from|off)\s(?:the\s(?:[a-z]{2,12}\sof\s)?)?([A-Z][\w’'-]{1,25})"
)
_FAR = re.compile(r"(?<!\S)\S{1,12}\s(?:nautical\s)?(?:kilomet(?:re|er)s?|km|miles?|met(?:re|er)s?)\s(?:to\sthe\s)?$")
_NUMBERING = re.compile(r"[^.\s]\s[A-Z][a-z]{2,15}\s$")
_LEAST = 2  # one says too little
_YEARS = 1500, 2100
_LOOK_BACK = 30
_PHRASE = 4  # words after a number in which the word for what it counts stands


def typed_values(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Value]:
    """Return the values of a sentence by place, none that meets the places `taken` by days.

    >>> [(v.dimension, v.value) for v in typed_values("It lay nine miles south of Dresk for two and a half hours.")]
    [('direction drsk', 'south'), ('duration', '2.5 hours')]
    >>> [(v.dimension, v.value) for v in typed_values("About 80,000 households, a third of all, paid 2 million euros.")]
    [('count', '80000 households'), ('percent', '33 %'), ('money', '2000000 euros')]
    """
    if not _NUMBERED.search(text):
        return []
    found = words(text)
    result = [
        v
        for v in (*_sums(text), *_directions(text), *_clocks(text), *_halves(text), *_shares(text))
        if not _meets(v, taken)
    ]
    free = bytearray(b"\x01") * len(text)
    for start, end in [*taken, *((v.start, v.end) for v in result)]:
        free[start:end] = bytes(len(free[start:end]))
    after = {w.end: n + 1 for n, w in enumerate(found)}
    for q in _whole([_halved(text, q) for q in quantities(found, text)], text):
        if q.kind == "cardinal" and all(free[q.start : q.end]) and not _in_a_row(text, q):
            value = _numbered(found[after[q.end] : after[q.end] + _PHRASE], text, q) if q.end in after else None
            if value and all(free[value.start : value.end]):
                result.append(value)
                free[value.start : value.end] = bytes(value.end - value.start)
    return _added(sorted(result, key=lambda v: (v.start, v.end)), text)


def _whole(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Return numbers with those in words as one that follow each other: one million three hundred thousand."""
    result: list[Quantity] = []
    for q in found:
        last = result[-1] if result else None
        scale = lexicon()["scales"].get(text[last.start : last.end].rsplit(" ", 1)[-1].lower(), 0) if last else 0
        if last and last.end + 1 == q.start and _LEAST <= q.value < scale and not q.digits:
            result[-1] = last._replace(value=last.value + q.value, end=q.end)
        else:
            result.append(q)
    return result


def _halved(text: str, q: Quantity) -> Quantity:
    """Return half of a dozen for half a dozen, half of a million for half a million."""
    half = _HALF_OF.search(text[max(0, q.start - _LOOK_BACK) : q.start])
    if not half or text[q.start : q.end].lower().split()[-1:][0] not in lexicon()["scales"]:
        return q
    return q._replace(value=q.value / 2, start=q.start - len(half.group()))


def _meets(v: Value | Quantity, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < v.end and v.start < end for start, end in places)


def _numbered(following: Sequence[Word], text: str, q: Quantity) -> Value | None:
    """Return what a number is: so many of a unit, years of age, or things that are counted."""
    half = _HALF.match(text, q.end)
    size, end = (q.value + 0.5, half.end()) if half else (q.value, q.end)
    if match := _PERCENT.match(text, end):
        return _measure("percent", "%", size, 1, q.start, match.end(), text)
    for pattern, scale, name in ((_PER_HOUR, 1.0, "km/h"), (_MILES_PER_HOUR, _MILE, "mph")):
        if match := pattern.match(text, end):
            return _measure("speed", name, size, scale, q.start, match.end(), text)
    before = text[max(0, q.start - _LOOK_BACK) : q.start]
    old = _OLD.match(text, end)
    aged = _AGED.search(before) and (_NO_UNIT.match(text, end) or text.startswith(" years", end))
    if (old or aged) and _YOUNG <= size <= _OLDEST:
        return _measure("age", "years", size, 1, q.start, old.end() if old else q.end, text)
    match = _UNIT.match(text, end)
    unit = unit_of(match.group(1).replace(" ", "")) if match else ""
    if match and unit:
        kind, scale, currency = unit_named(unit)
        if kind == "duration" and _TIME_FROM.match(text, match.end()):
            return None
        value = _measure(kind, match.group(1), size, scale, q.start, match.end(), text)
        return value._replace(currency=currency)
    return _counted(following, text, q)


def _in_a_row(text: str, q: Quantity) -> bool:
    """Say whether a number is part of a range, a code, a date or a numbered list."""
    after = _BOUND_UP.match(text, q.end)
    listed = after and after.group()[0] in ".)" and q.start > 0
    before = text[max(0, q.start - _LOOK_BACK) : q.start]
    return bool(_PART_OF.search(before[-1:]) or _VERSUS.search(before)) or bool(
        after and not listed and not _UNIT_AT.match(text, q.end)
    )


def _measure(kind: str, unit: str, size: float, scale: float, start: int, end: int, text: str) -> Value:
    grain = grain_of(size) * scale
    return Value(kind, f"{size:.15g} {unit}", size * scale, grain, bound_before(text, start), start, end)


def _counted(following: Sequence[Word], text: str, q: Quantity) -> Value | None:
    """Return a count, with the word for what is counted where it follows: of "1,510 of them" that is left open."""
    if q.value < _LEAST or q.value != int(q.value):
        return None
    year = q.digits and _YEARS[0] <= q.value <= _YEARS[1] and text[q.start : q.start + 4].isdigit()
    before = text[max(0, q.start - _LOOK_BACK) : q.start]
    numbered = _NUMBERING.search(before)  # Line 1, Formula 1
    head, end = "", q.end
    run: list[Word] = []
    for word in following:
        gap = text[run[-1].end if run else q.end : word.start]
        if gap not in ((" ", "-") if run else " ") or word.form in function_words() or word.name or word.number:
            break
        run.append(word)
        if _plural(word.form):
            head, end = word.form, word.end
            break
    if year or (not head and (numbered or before.endswith(("-", "–", "/", "#", "(")))):
        return None
    money = not head and q.value >= _SUM
    value = _measure("money" if money else "count", head, q.value, 1, q.start, end, text)
    return value._replace(value=value.value.strip(), head=head)


_IRREGULAR = frozenset(
    ("cattle", "children", "crew", "dead", "men", "people", "personnel", "police", "staff", "troops", "women")
)


def _plural(form: str) -> bool:
    return form in _IRREGULAR or (len(form) > 3 and form[-1] == "s" and form[-2:] not in ("ss", "us", "is"))


def _sums(text: str) -> Iterator[Value]:
    for match in _SIGNED.finditer(text):
        sign, number, scale = match.groups()
        times = float(lexicon()["scales"].get(scale, 1)) if scale else 1.0
        size = float(number.replace(",", ""))
        name = CURRENCIES[sign]
        bound = bound_before(text, match.start())
        yield Value(
            "money", f"{size * times:.15g} {name}", size * times, grain_of(size) * times, bound, *match.span(), name
        )


def _directions(text: str) -> Iterator[Value]:
    for match in _DIRECTION.finditer(text):
        far = _FAR.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
        start = match.start() - (len(far.group()) if far else 0)
        side = match.group(1).replace("-", "")
        yield Value(f"direction {sounds(fold(match.group(2)))}", side, 0, 0, "", start, match.end())


def _halves(text: str) -> Iterator[Value]:
    for match in _HALVES.finditer(text):
        unit = unit_of(match.group(2) or match.group(3))
        kind, scale, _ = unit_named(unit)
        size = 0.5 if match.group(1) else 1.5
        if kind != "duration" or not _TIME_FROM.match(text, match.end()):
            yield _measure(kind, f"{unit}s", size, scale, *match.span(), text)


def _shares(text: str) -> Iterator[Value]:
    for match in _SHARE.finditer(text):
        times = lexicon()["cardinals"].get(match.group(1).lower(), 1)
        size = times * _SHARES[match.group(2).lower()]
        yield Value("percent", f"{size:.0f} %", size, _ROUGHLY, "about", *match.span())


def _clocks(text: str) -> Iterator[Value]:
    for t in clock_times(text):
        shown = f"{t.minutes // 60:02d}:{t.minutes % 60:02d}"
        yield Value("clock", shown, t.minutes, t.grain, "about" if t.about else "", t.start, t.end, cycle=t.cycle)


def _added(values: Sequence[Value], text: str) -> list[Value]:
    """Return values with one for a time that is told in two units: two hours and 24 minutes."""
    result: list[Value] = []
    for v in values:
        last = result[-1] if result else None
        if (
            last
            and last.dimension == v.dimension == "duration"
            and text[last.end : v.start] in (" ", " and ", ", ")
            and v.size < last.size
        ):
            joined = last._replace(value=f"{last.value} {v.value}", size=last.size + v.size, grain=v.grain, end=v.end)
            result[-1] = joined
        else:
            result.append(v)
    return result
