"""Numbers, months, days of the week and times of day in news of nine languages, as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from corpuslib.compare.quantities import quantities
from corpuslib.compare.words import fold, words
from corpuslib.lexicon import rows, toml

__all__ = ["LANGUAGES", "Value", "language_data", "same_value", "values_in"]

LANGUAGES = ("de", "en", "es", "fr", "ko", "pl", "ru", "uk", "zh")
"""Languages whose numbers, dates, quotations and denials are known."""
_CJK = ("ko", "zh")


class Value(NamedTuple):
    """A number, month (1 to 12), weekday (1 Monday) or time of day (minutes of half a day), and its place."""

    kind: Literal["number", "month", "weekday", "clock"]
    value: float
    start: int
    end: int
    digits: bool


@cache
def language_data(language: str) -> Mapping[str, Any]:
    """Return what source_languages.toml knows of a language: number words by folded form, the rest as it stands."""
    found = dict(toml("source_languages.toml")[language])
    for name in ("cardinals", "ones", "scales", "weekdays"):
        pairs = [pair.split(":", 1) for pair in found.get(name, "").split()]
        # Folding takes Korean syllables apart.
        found[name] = {form if language in _CJK else fold(form): float(value) for value, form in pairs}
    if language not in _CJK:
        for row in rows("calendar.tsv"):
            if row["language"] == language and row["kind"] in ("month", "weekday"):
                known = found.setdefault(row["kind"] + "s", {})
                known.update({fold(form): float(row["number"]) for form in row["forms"].split()})
    return found


def values_in(text: str, language: str) -> list[Value]:
    """Return the values in a text in one of `LANGUAGES`, in order; one and zero say too little and are left out.

    Number words are read in the forms that news uses; ordinals in words are not read but in English.

    >>> [(v.kind, v.value) for v in values_in("Am 6. Mai kamen 3.500 Menschen, rund 1,2 Millionen.", "de")]
    [('number', 6.0), ('month', 5.0), ('number', 3500.0), ('number', 1200000.0)]
    >>> [(v.kind, v.value) for v in values_in("4月23日,约3.5万人参加。", "zh")]
    [('month', 4.0), ('number', 23.0), ('number', 35000.0)]
    """
    found: list[Value] = []
    for phrase in language_data(language).get("percent", "").split("|"):
        text = text.replace(phrase, "\x1f" * len(phrase))
    for reader in (_dates, _clock_times):
        new = list(reader(text, language))
        found += new
        text = _masked(text, new)
    if language in _CJK:
        found += _cjk_values(text, language)
    else:
        found += _calendar_words(text, language)
        found += _english_numbers(text) if language == "en" else _numbers(text, language)
    found = [v for v in found if v.kind != "number" or v.value > 1]
    return sorted(found, key=lambda v: (v.start, v.end, v.kind, v.value))


def same_value(source: Value, target: Value) -> bool:
    """Say whether two values are one: equal, rounded to two figures or more, or an hour of one clock or the other.

    >>> same_value(Value("number", 84_312.0, 0, 6, True), Value("number", 84_000.0, 0, 6, True))
    True
    >>> same_value(Value("clock", 300.0, 0, 5, True), Value("number", 5.0, 0, 4, False))
    True
    """
    kinds = {source.kind, target.kind}
    if kinds == {"number", "clock"}:
        clock, number = (source, target) if source.kind == "clock" else (target, source)
        hour, minute = divmod(clock.value, 60)
        return number.value == minute or (number.value <= 24 and number.value % 12 == hour % 12)
    if len(kinds) == 2:
        return False
    x, y = source.value, target.value
    if abs(x - y) <= 1e-9 * max(x, y):
        return True
    if source.kind != "number" or not (1e3 <= x < 1e15 and 1e3 <= y < 1e15):
        return False
    return any(round(x / 10**k) * 10**k == y for k in range(1, 14) if y >= 10 ** (k + 1))


def _masked(text: str, found: Sequence[Value]) -> str:
    signs = list(text)
    for v in found:
        signs[v.start : v.end] = "\x1f" * (v.end - v.start)
    return "".join(signs)


_DATE = re.compile(r"(?<![\d.])([0-3]?\d)\.\s?([01]?\d)\.(?:\s?((?:19|20)\d\d)(?!\d))?(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]([01]\d)[-/]([0-3]\d)(?!\d)")


def _dates(text: str, language: str) -> Iterator[Value]:
    """Dates all in digits; day before month, as on the European continent, or by ISO 8601."""
    for match in _ISO.finditer(text):
        yield from _date(match, 3, 2, 1)
    if language in ("de", "ru", "uk", "pl"):
        for match in _DATE.finditer(text):
            yield from _date(match, 1, 2, 3)


def _date(match: re.Match[str], day: int, month: int, year: int) -> Iterator[Value]:
    if 1 <= int(match[day]) <= 31 and 1 <= int(match[month]) <= 12:
        yield Value("number", float(match[day]), *match.span(day), True)
        yield Value("month", float(match[month]), *match.span(month), True)
        if match[year]:
            yield Value("number", float(match[year]), *match.span(year), True)


_COLON = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")


@cache
def _suffixed(language: str) -> re.Pattern[str] | None:
    """Return what finds a time of day by the word after it: "14 Uhr", "2.40 a.m.", "17 h 10"."""
    marks = language_data(language).get("clock", "").split()
    if not marks:
        return None
    either = "|".join(re.escape(mark).replace("'", "['’]") for mark in sorted(marks, key=lambda m: (-len(m), m)))
    ended = "" if language in _CJK else r"(?!\w)"
    after = r"(?:\s?(\d\d)(?!\d))?" if language == "fr" else ""
    return re.compile(
        rf"(?<![\d:.,])([01]?\d|2[0-4])(?:[.:]([0-5]\d))?[\s-]?(?:{either})(?:{ended}|(?=\d)){after}", re.IGNORECASE
    )


def _clock_times(text: str, language: str) -> Iterator[Value]:
    taken: list[tuple[int, int]] = []
    for pattern in (_suffixed(language), _COLON):
        for match in pattern.finditer(text) if pattern else ():
            if any(start < match.end() and match.start() < end for start, end in taken[-3:]):
                continue
            minutes = next((group for group in match.groups()[1:] if group), "0")
            taken.append(match.span())
            yield Value("clock", float((int(match[1]) * 60 + int(minutes)) % 720), *match.span(), True)


_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SHORTEST_STEM = 4


def _calendar_words(text: str, language: str) -> Iterator[Value]:
    data = language_data(language)
    capital = language in ("en", "de")
    for match in _WORD.finditer(text):
        if capital and not match.group()[0].isupper():
            continue
        form = fold(match.group())
        kinds: tuple[Literal["month", "weekday"], ...] = ("month", "weekday")
        for kind in kinds:
            number = _inflected(form, data.get(kind + "s", {}), language in ("ru", "uk", "pl"))
            if number:
                yield Value(kind, number, match.start(), match.end(), False)
                break


def _inflected(form: str, known: Mapping[str, float], endings: bool) -> float:
    """Return the number of a month or day by its name, in another case too where the language has cases."""
    if form in known or not endings or len(form) <= _SHORTEST_STEM:
        return known.get(form, 0.0)
    cut = (n for name, n in known.items() if len(name) > _SHORTEST_STEM and form.startswith(name[:-1]))
    return next((n for n in cut if len(form) <= 12), 0.0)


def _english_numbers(text: str) -> Iterator[Value]:
    for q in quantities(words(text), text):
        yield Value("number", q.value, q.start, q.end, q.digits)


_TOKEN = re.compile(
    r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}){1,4}(?!\d)(?:[.,]\d{1,6})?|\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*"
)
_LONGEST = 40  # letters of a number word


class _Part(NamedTuple):
    """A token: its place, its value as a number or as a scale, whether it links two numbers."""

    start: int
    end: int
    value: float
    scale: float
    digits: bool
    link: bool
    alone: bool


def _numbers(text: str, language: str) -> Iterator[Value]:
    data = language_data(language)
    parts = [_part(match, data, language) for match in _TOKEN.finditer(text)]
    clock = frozenset(map(fold, data.get("clock", "").split()))
    i = 0
    while i < len(parts):
        taken, value = _joined(parts, i, text)
        if taken:
            first, last = parts[i], parts[i + taken - 1]
            after = text[parts[i + taken].start : parts[i + taken].end] if i + taken < len(parts) else ""
            if 1 < value <= 24 and fold(after[:_LONGEST]) in clock:  # dix-sept heures
                yield Value("clock", value * 60 % 720, first.start, last.end, first.digits)
            else:
                yield Value("number", value, first.start, last.end, first.digits)
        i += taken or 1


def _part(match: re.Match[str], data: Mapping[str, Any], language: str) -> _Part:
    raw = match.group()
    if raw[0].isdecimal():
        return _Part(*match.span(), _digits(raw), 0.0, True, False, False)
    form = fold(raw) if len(raw) <= _LONGEST else ""
    if language == "fr" and "'" in form[:3]:
        form = form.partition("'")[2]
    value = _word_value(form, data, language)
    scale = data["scales"].get(form, 0.0)
    return _Part(*match.span(), value, scale, False, form == data.get("link"), form in data.get("alone", "").split())


def _digits(raw: str) -> float:
    """Read digits by the continental convention: a comma before decimals, stops or spaces between thousands."""
    head, comma, tail = raw.rpartition(",")
    if not comma:
        head, tail = raw, ""
    whole = re.sub(r"[\s'’,]|\.(?=\d{3}(?:\D|$))", "", head)
    return float(f"{whole[:18]}.{tail[:6]}") if tail and "." not in whole else float(whole[:18])


def _word_value(form: str, data: Mapping[str, Any], language: str) -> float:
    known: float = data["cardinals"].get(form) or data["ones"].get(form) or 0.0
    if known or not form:
        return known
    if language == "de":
        return _german(form, data)
    if "-" in form:
        total = 0.0
        for part in form.split("-"):
            value = _word_value(part, data, language)
            if part == data.get("link"):
                continue
            if not value or (total and not _fits(total, value)):
                return 0.0
            total += value
        return total
    return 0.0


def _german(form: str, data: Mapping[str, Any]) -> float:
    """Read a compound such as dreihundertfünfundzwanzig, folded; 0 if it is none."""
    for name, scale in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = form.partition(name)
        if found:
            times = _word_value(head, data, "de") if head else 1.0
            rest = tail.removeprefix("und")
            more = _word_value(rest, data, "de") if rest else 0.0
            return times * scale + more if times and (more or not tail) else 0.0
    unit, found, ten = form.partition("und")
    low = data["ones"].get(unit) or data["cardinals"].get(unit, 0.0)
    high: float = data["cardinals"].get(ten, 0.0)
    return high + low if found and 0 < low < 10 and high >= 20 else 0.0


def _fits(number: float, more: float) -> bool:
    """Say whether a number word can follow another as its smaller part: twenty-two, soixante-dix."""
    if number in (60, 80) and more < 20:
        return True
    unit = 1.0
    while number % (unit * 10) == 0 and unit < number:
        unit *= 10
    return more < unit


def _joined(parts: Sequence[_Part], i: int, text: str) -> tuple[int, float]:
    """Return how many parts from the i-th make a number, and its value."""
    first = parts[i]
    if not first.value and not first.alone:
        return 0, 0.0
    total, now, limit, taken = 0.0, first.value, float("inf"), 1
    if first.alone and not first.value:
        total, now, limit = (first.scale, 0.0, first.scale) if first.scale >= 1000 else (0.0, first.scale, limit)
    while i + taken < len(parts):
        part = parts[i + taken]
        between = text[parts[i + taken - 1].end : part.start]
        if between.strip(" \u00a0\u202f.-") or len(between) > 2:
            break
        if part.link and i + taken + 1 < len(parts):
            after = parts[i + taken + 1]
            if first.digits or not after.value or after.digits or not now or not _fits(now, after.value):
                break
            now, taken = now + after.value, taken + 2
        elif part.scale and now and part.scale < limit:
            if part.scale < 1000:
                now *= part.scale
            else:
                total, now, limit = total + now * part.scale, 0.0, part.scale
            taken += 1
        elif part.value and not part.digits and not first.digits and _room(now, limit, part.value):
            now, taken = now + part.value, taken + 1
        else:
            break
    return taken, total + now


def _room(now: float, limit: float, more: float) -> bool:
    return _fits(now, more) if now else more < limit


def _figures(data: Mapping[str, Any], name: str) -> dict[str, float]:
    return {c: float(n) for c, n in re.findall(r"(\D)(\d+)", data.get(name, ""))}


@cache
def _cjk_run(language: str) -> re.Pattern[str]:
    data = language_data(language)
    scales = "".join(sorted({**_figures(data, "small"), **_figures(data, "large")}))
    if language == "ko":
        step = rf"\d[\d,]{{0,20}}(?:\.\d{{1,6}})?[{scales}]{{0,2}}"
        return re.compile(rf"{step}(?:\s?{step}){{0,3}}")
    numerals = "".join(sorted(_figures(data, "digits")))
    return re.compile(rf"(?:\d[\d,]{{0,20}}(?:\.\d{{1,6}})?|[{numerals}{scales}]){{1,24}}")


def _cjk_values(text: str, language: str) -> Iterator[Value]:
    data = language_data(language)
    counters = tuple(data["counters"].split())
    for form, number in sorted(data["weekdays"].items()):
        for match in re.finditer(re.escape(form), text):
            yield Value("weekday", number, match.start(), match.end(), False)
    for match in _cjk_run(language).finditer(text):
        run, after = match.group(), text[match.end() : match.end() + 4].lstrip()
        digits = any("0" <= c <= "9" or c.isdecimal() for c in run)
        if match.start() and text[match.start() - 1] in "周週期星" and not digits:
            continue
        value = _cjk_number(run, data)
        if after.startswith(("月", "월")) and 1 <= value <= 12:
            yield Value("month", value, match.start(), match.end(), digits)
        elif after.startswith(tuple(data["clock"].split())) and value <= 24 and not after.startswith("时间"):
            yield Value("clock", value * 60 % 720, match.start(), match.end(), digits)
        elif digits or _is_number(run, after, counters, data):
            yield Value("number", value, match.start(), match.end(), digits)
    if language == "ko":
        yield from _native_korean(text, data, counters)


def _is_number(run: str, after: str, counters: tuple[str, ...], data: Mapping[str, Any]) -> bool:
    """Say whether Chinese numerals count something; 十分, 千万 and 万一 do not."""
    numerals = _figures(data, "digits")
    if len(run) == 1:
        return after.startswith(counters) and run + after[:1] != "十分"
    if all(c in numerals for c in run):
        return len(run) == 4 or (len(run) > 2 and after.startswith(counters))
    return run[0] in numerals or run[0] == "十"


def _cjk_number(run: str, data: Mapping[str, Any]) -> float:
    digits, small, large = (_figures(data, name) for name in ("digits", "small", "large"))
    total = section = 0.0
    number: float | None = None
    for token in re.findall(r"\d[\d,]*(?:\.\d+)?|\S", run):
        if token[0].isdecimal():
            number = float(token.replace(",", "")[:20])
        elif token in digits:
            number = digits[token] if number is None else number * 10 + digits[token]
        elif token in small:
            section, number = section + (1.0 if number is None else number) * small[token], None
        elif token in large:
            section, number = section + (number or 0.0), None
            # A larger scale after a smaller one multiplies all before it: 1万亿.
            whole = total + section if total and total < large[token] else section
            total = (0.0 if whole != section else total) + (whole or 1.0) * large[token]
            section = 0.0
    # Sums of decimals such as 1.2 and a scale are rounded, so that they equal what English writes out.
    return round(total + section + (number or 0.0), 4)


def _native_korean(text: str, data: Mapping[str, Any], counters: Sequence[str]) -> Iterator[Value]:
    forms = "|".join(sorted(data["cardinals"]))
    for match in re.finditer(rf"(?<![가-힣])({forms})\s?(?:{'|'.join(counters)})", text):
        yield Value("number", data["cardinals"][match[1]], *match.span(1), False)
