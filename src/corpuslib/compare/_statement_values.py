"""Values that a sentence states: counts, measures, shares, sums, days, years, ordinals and directions, with their kind.

Two values of one kind can stand in the same place of two statements; of what they are is for their clauses to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from corpuslib.compare._claim_figures import CURRENCIES, Bound, Figure, bound_before, event_figures
from corpuslib.compare.quantities import Quantity, quantities
from corpuslib.compare.words import Word, fold, function_words, lexicon, sounds
from corpuslib.lexicon import toml

__all__ = ["SIDE", "StatedValue", "directions", "grain_of", "statement_words", "unit_of", "values_stated"]

_PHRASE = 4  # words after a number in which what it counts stands
_PER_HOUR = re.compile(r"\s?(?:kilomet(?:re|er)s?|km)\s?(?:an|per|/)\s?h(?:our)?\b|\s?(?:km/h|kph|kmh)\b")
_MILES_PER_HOUR = re.compile(r"\s?(?:miles\s(?:an|per)\shour|mph)\b")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b)(?!age)(?!\s?points?)")
_UNIT = re.compile(r"[\s-](?:nautical\s|metric\s)?((?:square\s)?[a-z]{1,12})\b")
_SQUARE = re.compile(r"\s(?:square|cubic)\s|[\s-]year[\s-]old|\s(?:years|months)\sold\b")
_OLD = re.compile(r"[\s-](?:years?|months?)[\s-]old\b")
_DURING = re.compile(
    r"\b(?:for|took|takes?|taking|lasts?|lasted|lasting|needed|needs|spent|spend|spoke|after|of)\s(?:[a-z]{2,8}\s){0,2}$",
    re.I,
)
_AFTER_ALL = re.compile(r"\s(?:after|before)\s(?:the|a|an|his|her|its|their)\s")
_NOT_A_SPAN = re.compile(r"\s(?:ago|later|earlier|before|after|old|in\s(?:prison|jail))\b|['’]")
_SUM = re.compile(
    r"(?<![\w$£€])(US\$|[$£€])(\d[\d,]{0,14}(?:\.\d{1,2})?)(?:\s?(thousand|million|billion|trillion|m|bn|k))?(?![\w%])"
)
SIDE = r"(north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
_DIRECTION = re.compile(rf"\b{SIDE}(?:\sof|\sfrom|\soff)\s(?:the\s(?:[a-z]{{2,12}}\sof\s)?)?([A-Z][\w’'-]{{1,25}})")
_FAR = re.compile(r"(?<!\S)\S{1,12}\s(?:nautical\s)?(?:kilomet(?:re|er)s?|km|miles?|met(?:re|er)s?)\s(?:to\sthe\s)?$")
_YEAR = re.compile(r"\b(?:in|since)\s(1[89]\d\d|20\d\d)\b(?!\s?(?:-|–|and|to)\s?\d)")
_ORDERED = re.compile(
    r"\b(?:is|was|be|becomes?|became|been|marks?|marked|for|won|wins|scored|scores)\s(?:only\s|already\s|now\s)?"
    r"(?:the|his|her|its|their|a|[\w’'-]{2,20}['’]s)\s([a-z]{5,10}|\d{1,3}(?:st|nd|rd|th))\s(?!(?:of|in|to|most|and|or|half|quarter)\b)"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d|(?:\d{4}|XXXX)-W(?:\d\d|XX)-[1-7]")
_AT = re.compile(r"\bat\s\d")
_LOOK_BACK = 30  # code points before a value that say what it is


class StatedValue(NamedTuple):
    """A value in a sentence, by places in its text: its kind, size and normal form, and how finely it is given.

    `start` and `end` delimit it with its unit or what it counts; `head` is what is counted, `beside` what stands
    between the number and that.
    """

    kind: str
    figure: Figure
    start: int
    end: int
    head: str = ""
    beside: tuple[str, ...] = ()


@cache
def statement_words() -> Mapping[str, Any]:
    """Return the closed classes of statements.toml; lists of words as sets.

    >>> "lasted" in statement_words()["light"]["duration"], "passengers" in statement_words()["same"]["aboard"]
    (True, True)
    """
    classes: dict[str, Any] = {}
    for name, found in toml("statements.toml").items():
        classes[name] = found if name.startswith("unit") else {k: frozenset(v.split()) for k, v in found.items()}
    return classes


def values_stated(found: Sequence[Word], text: str, days: Sequence[tuple[int, int, str]] = ()) -> list[StatedValue]:
    """Return the values that a sentence states, by place; `days` holds its days: start, end and TIMEX3 value.

    >>> from corpuslib.compare.words import words
    >>> t = "The train with 90 young passengers was doing 140 km/h, nine miles north of Varn, its third delay."
    >>> [(v.kind, v.figure.value) for v in values_stated(words(t), t)]
    [('count', '90 passengers'), ('speed', '140 km/h'), ('direction vrn', 'north')]
    """
    result = [*_sums(text), *_directions(text), *_years(text), *_ordinals(text), *_days(days), *_clocks(found, text)]
    taken = [(v.start, v.end) for v in result] + [(start, end) for start, end, _ in days]
    for q in quantities(found, text):
        free = not any(start < q.end and q.start < end for start, end in taken)
        value = _numbered(found, text, q) if free and q.kind == "cardinal" else None
        if value:
            result.append(value)
    return sorted(result, key=lambda v: (v.start, v.end, v.kind))


def _numbered(found: Sequence[Word], text: str, q: Quantity) -> StatedValue | None:
    """Return what a number is: of a unit, or of things that are counted."""
    if (match := _PERCENT.match(text, q.end)) is not None:
        return _value("percent", q, q.value, f"{q.value:g} %", text, match.end())
    for pattern, scale, name in ((_PER_HOUR, 1.0, "km/h"), (_MILES_PER_HOUR, 1.609, "mph")):
        if match := pattern.match(text, q.end):
            return _value("speed", q, q.value * scale, f"{q.value:g} {name}", text, match.end(), scale)
    if match := _OLD.match(text, q.end):
        return _value("age", q, q.value, f"{q.value:g} years", text, match.end())
    match = _UNIT.match(text, q.end)
    unit = unit_of(match.group(1).replace(" ", "")) if match else ""
    if match and unit:
        *kind, size = str(statement_words()["units"][unit]).split()
        if kind[0] == "duration" and not _spans(text, q.start, match.end()):
            return None
        value = f"{q.value:.15g} {match.group(1)}"
        return _value(" ".join(kind), q, q.value * float(size), value, text, match.end(), float(size))
    return None if _SQUARE.match(text, q.end) else _counted(found, text, q)


def _spans(text: str, start: int, end: int) -> bool:
    """Say whether a time is how long something took."""
    during = _DURING.search(text[max(0, start - _LOOK_BACK) : start])
    return bool(during) and not (_NOT_A_SPAN.match(text, end) and not _AFTER_ALL.match(text, end))


def unit_of(form: str) -> str:
    """Return the unit that a word is a form of; empty if it is none.

    >>> unit_of("kilometers"), unit_of("men")
    ('kilometre', '')
    """
    forms, units = statement_words()["unit_forms"], statement_words()["units"]
    for name in (form, form.removesuffix("s")):
        if name in units or name in forms:
            return str(forms.get(name, name))
    return ""


def _value(kind: str, q: Quantity, size: float, value: str, text: str, end: int, scale: float = 1.0) -> StatedValue:
    figure = Figure(kind, value, size, grain_of(q.value) * scale, bound_before(text, q.start), q.start, end)
    return StatedValue(kind, figure, q.start, end)


def grain_of(value: float) -> float:
    """Return how finely a number is given: noughts at its end may be rounded, but by no more than a tenth."""
    if value < 100 or value != int(value):
        return 0.5 if value == int(value) else 0.05
    digits = f"{value:.0f}"
    return min(float(10 ** (len(digits) - len(digits.rstrip("0")))), value / 10)


def _counted(found: Sequence[Word], text: str, q: Quantity) -> StatedValue | None:
    """Return how many of what a number counts; None where that is not said right after it."""
    at = next((n for n, w in enumerate(found) if w.start >= q.end), len(found))
    run: list[Word] = []
    for word in found[at : at + _PHRASE]:
        gap = text[run[-1].end if run else q.end : word.start]
        if gap not in (" ", "-") or word.form in function_words() or word.name or word.number:
            break
        run.append(word)
    heads = [n for n, w in enumerate(run) if _plural(w.form)]
    year = q.digits and 1800 <= q.value <= 2100 and text[q.start : q.start + 4].isdigit()
    if not heads or q.value < 2 or q.value != int(q.value) or (year and heads[0] > 0):
        return None
    head = run[heads[0]]
    if head.form in lexicon()["scales"] or head.form.removesuffix("s") in lexicon()["scales"]:
        return None
    value = _value("count", q, q.value, f"{q.value:.15g} {head.form}", text, head.end)
    return value._replace(head=head.form, beside=tuple(w.form for w in run[: heads[0]]))


_IRREGULAR = frozenset(
    [
        "people",
        "men",
        "women",
        "children",
        "police",
        "crew",
        "staff",
        "feet",
        "fish",
        "sheep",
        "aircraft",
        "troops",
        "cattle",
        "personnel",
    ]
)


def _plural(form: str) -> bool:
    return form in _IRREGULAR or (len(form) > 3 and form[-1] == "s" and form[-2:] not in ("ss", "us", "is"))


def _sums(text: str) -> Iterator[StatedValue]:
    for match in _SUM.finditer(text):
        sign, number, scale = match.groups()
        digits = number.replace(",", "")
        times = float(lexicon()["scales"].get(scale, 1)) if scale else 1.0
        size = float(digits) * times
        currency = CURRENCIES[sign]
        grain = times / 10 ** len(digits.partition(".")[2]) if scale else grain_of(size)
        figure = Figure(
            "money", f"{size:.15g} {currency}", size, grain, bound_before(text, match.start()), *match.span()
        )
        yield StatedValue(f"money {currency}", figure, *match.span())


def _named(kind: str, value: str, start: int, end: int, bound: Bound = "") -> StatedValue:
    """Return a value that has no size: it is equal to another one or not."""
    return StatedValue(kind, Figure(kind, value, 0, 0, bound, start, end), start, end)


def _directions(text: str) -> Iterator[StatedValue]:
    yield from (_named(*said) for said in directions(text, _DIRECTION))


def directions(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield directions with the place that they are from, by a pattern for both, and their places with the distance."""
    for match in pattern.finditer(text):
        far = _FAR.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
        start = match.start() - (len(far.group()) if far else 0)
        yield f"direction {sounds(fold(match.group(2)))}", match.group(1).replace("-", ""), start, match.end()


def _years(text: str) -> Iterator[StatedValue]:
    for match in _YEAR.finditer(text):
        yield _named("year", match.group(1), *match.span(1))


def _ordinals(text: str) -> Iterator[StatedValue]:
    """Yield which one of a row something is said to be: it was the third; not what the third did."""
    for match in _ORDERED.finditer(text):
        form = match.group(1)
        place = lexicon()["ordinals"].get(form) or (int(form[:-2]) if form[0].isdigit() else 0)
        if place > 1:
            yield _named("ordinal", f"{place}.", *match.span(1))


def _days(days: Sequence[tuple[int, int, str]]) -> Iterator[StatedValue]:
    for start, end, value in days:
        if _DAY.fullmatch(value):
            yield _named("day", value, start, end)


def _clocks(found: Sequence[Word], text: str) -> Iterator[StatedValue]:
    for f in event_figures(found, text) if _AT.search(text) else ():
        if f.slot.startswith("time "):
            yield StatedValue("clock", f, f.start, f.end)
