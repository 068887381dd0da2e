"""The forms that dates have in running text: one regular expression for each rule, the more specific first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpuslib.lexicon import rows

__all__ = ["ORDINALS", "TIMES", "Form", "forms_in", "name_number", "shift_of", "unit_of"]

ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip

TIMES = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "matin": "MO", "après-midi": "AF",
    "soir": "EV", "nuit": "NI", "morgen": "MO", "nachmittag": "AF", "abend": "EV", "nacht": "NI", "früh": "MO",
}  # fmt: skip
"""Parts of the day in TIMEX3, by their names in English, French and German."""

FLUENT = ("en", "de", "fr")
"""Languages whose months and weekdays are read without a day or a year beside them."""


@dataclass(frozen=True, slots=True)
class Form:
    """A rule by name, its pattern, and what every text has that the pattern can match (see `_has`)."""

    rule: str
    pattern: re.Pattern[str]
    needs: frozenset[str]


@cache
def _names(kind: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for row in rows("calendar.tsv"):
        if row["kind"] == kind and row["language"] in FLUENT:
            for form in row["forms"].split(" "):
                for written in (form.capitalize(), form.upper(), *([form] if row["language"] == "fr" else [])):
                    names.setdefault(written, int(row["number"]))
    return names


@cache
def _foreign(kind: str) -> dict[str, int]:
    """Return the names of the other languages in lower case."""
    names: dict[str, int] = {}
    for row in rows("calendar.tsv"):
        if row["kind"] == kind and row["language"] not in FLUENT:
            for form in row["forms"].split(" "):
                names.setdefault(_lower(form.replace("_", " ")), int(row["number"]))
    return names


def _lower(written: str) -> str:
    return written.lower().replace("i\u0307", "i")


def name_number(kind: str, written: str | None) -> int | None:
    """Return the number of a month or weekday by its name as written, or None.

    >>> name_number("month", "Oktober"), name_number("month", "mayıs"), name_number("weekday", "Sunday")
    (10, 5, 7)
    """
    if written is None:
        return None
    known = _names(kind).get(written)
    if known is None:
        low = _lower(written)
        known = _foreign(kind).get(low) or (_foreign("month_short").get(low) if kind == "month" else None)
    return known


def _either(names: dict[str, int]) -> str:
    return "|".join(re.escape(form) for form in sorted(names, key=lambda form: (-len(form), form)))


_BEFORE_MONTH = (
    r"\b(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|till|[Bb]y|[Ll]ast|next|this|[Ee]arly|[Ll]ate|mid|during|of|for|through"
    r"|before|after|from|to|earlier in|later in|early as|between"
    r"|end of|im|seit|bis|[Ee]nde|Mitte|Anfang|en|depuis|fin|de|mois d['’])(?:[ -]|(?<=['’]))"
)
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_UNIT = r"(?P<unit>week|weekend|month|year|spring|summer|autumn|fall|winter)"
_TIME = rf"(?:[ \n](?P<time>{'|'.join(TIMES)})s?\b)?"


def _numeric() -> Iterator[tuple[str, str, str]]:
    number = r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)"
    yield "ISO date", rf"(?<![\d-]){_YEAR}-(?P<m2>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d-])", "parted year"
    yield "numeric date", rf"(?<![\d./-]){number}{_YEAR}(?![\d/-]|\.\d)", "parted year"
    yield (
        "numeric date, year first",
        rf"(?<![\d./-]){_YEAR}(?P<sep>[./])(?P<m2>0?[1-9]|1[0-2])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d/-]|\.\d)",
        "parted year",
    )
    yield (
        "numeric date",
        r"(?<![\d./$€£-])(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})/(?P<y2>\d\d)(?![\d/%-]|\.\d)",
        "parted",
    )
    yield (
        "numeric date, East Asian",
        rf"{_YEAR}\s?[年년]\s?(?P<m2>1[0-2]|0?[1-9])\s?[月월](?:\s?{_DAY}\s?[日일號号])?",
        "east-asian year",
    )
    yield (
        "numeric date, Vietnamese",
        rf"\b(?:[Nn]gày\s)?{_DAY}\s?(?:/|-|[Tt]háng)\s?(?P<m2>1[0-2]|0?[1-9]),?\s(?:/|-|[Nn]ăm)\s{_YEAR}\b",
        "vietnamese year",
    )


_AFTER_DAY = r"(?!\d)(?:[.ºª°]|er\b|-?(?:e|a|го)\b)?[\s-]?(?:(?:de|di|da)\s|d['’])?"
"""What stands between the day and the name of the month in many languages."""


def _foreign_dates() -> Iterator[tuple[str, str, str]]:
    """Dates with months named in the languages that are read only with a day beside the month."""
    full, every = _either(_foreign("month")), _either(_foreign("month") | _foreign("month_short"))
    weekday = rf"(?:\b(?:{_either(_foreign('weekday'))})\b\.?,?\s)?"
    number = rf"(?<![\d.,:])\b(?P<d>3[01]|[12]\d|0?[1-9]){_AFTER_DAY}"
    yield (
        "day and month, another language",
        rf"(?i:{weekday}{number}(?P<m>{every})(?!\w)\.?(?:\s?/\s?\w{{2,9}})?[,،]?[\s-](?:de\s|del\s)?){_YEAR}(?!\d)",
        "day-foreign year",
    )
    yield (
        "day and month, another language",
        rf"(?i:{weekday}{number}(?P<m>{full})(?!\w))",
        "day-foreign",
    )
    yield (
        "year, month and day, another language",
        rf"(?i:(?<!\d){_YEAR}\.?\s(?:m\.\s|gada\s)?(?P<m>{every})\.?\s(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\.?)",
        "foreign year",
    )


def _named() -> Iterator[tuple[str, str, str]]:
    """Dates with months named in English, German or French."""
    weekday = rf"(?:\b(?P<w>{_either(_names('weekday'))})\b\.?,?\s?\(?(?:(?:the|le|den|dem)\s)?)?"
    month = rf"(?P<m>{_either(_names('month'))})\b\.?"
    ordinal = "|".join(sorted(ORDINALS, key=len, reverse=True))
    yield (
        "day and month",
        rf"{weekday}(?<![\d.,:])\b{_DAY}(?:st|nd|rd|th|er|\.)?\s?(?:of\s)?-?{month},?(?:[\s-]?{_YEAR}\b)?(?!\d)",
        "digit month",
    )
    yield (
        "month and day",
        rf"{weekday}\b{month}\s{_DAY}(?:st|nd|rd|th)?\b"
        rf"(?![:%]|[.,]\d\d\d|\.\d|\s(?:per cent|percent|million))(?:,?\s{_YEAR}\b)?",
        "digit month",
    )
    yield (
        "day of the month in words and month",
        rf"\b(?P<ordinal>{ordinal})\sof\s{month}(?:,?\s{_YEAR}\b)?(?!\s(?:God|the best))",
        "month ordinal",
    )
    yield "month and year", rf"\b{month},?\s(?:of\s)?{_YEAR}\b", "month year"
    season = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
    yield "season and year", rf"\b{season}(?:\sof)?\s{_YEAR}\b", "season year"


def _relative_elsewhere() -> Iterator[tuple[str, str, str]]:
    """Relative periods in German, where the adjective comes first, and French, where only the demonstrative does."""
    de, fr = _words_of("relative", "de"), _words_of("relative", "fr")
    unit_de, unit_fr = _words_of("unit", "de"), _words_of("unit", "fr")
    yield "relative period", rf"\b(?i:(?P<rel>{de}))\s(?P<unit>{unit_de})\b", "near unit-de"
    yield "relative period", rf"\b(?:[Ll]a |[Ll]e |[Ll]['’])(?P<unit>{unit_fr})\s(?P<rel>{fr})\b", "near relative-fr"
    yield "relative period", rf"\b(?P<rel>[Cc]e|[Cc]et|[Cc]ette)\s(?P<unit>{unit_fr})\b", "near this-fr"
    yield (
        "time ago",
        r"\b[Vv]or (?P<count>\d{1,3}|eine[mr]|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)"
        r" (?P<unit>Tag|Woche|Monat|Jahr)(?:en|n)?\b",
        "near vor",
    )
    yield (
        "time ago",
        r"\b[Ii]l y a (?P<count>\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
        r" (?P<unit>jour|semaine|mois|an)s?\b",
        "near il",
    )
    yield "half of a month", rf"\b(?P<m>{_either(_names('month'))})(?:hälfte|mitte|ende|anfang)\b", "part"


def _words_of(kind: str, language: str) -> str:
    forms = [r["forms"] for r in rows("calendar.tsv") if r["kind"] == kind and r["language"] == language]
    return "|".join(sorted(" ".join(forms).split(), key=lambda form: (-len(form), form)))


UNITS = ("day", "week", "weekend", "month", "year", "spring", "summer", "autumn", "winter")


@cache
def _named_numbers(kind: str) -> dict[str, int]:
    found = {"tag": 0, "jour": 0} if kind == "unit" else {}
    for row in rows("calendar.tsv"):
        if row["kind"] == kind:
            found |= dict.fromkeys(row["forms"].lower().split(), int(row["number"]))
    return found


def unit_of(written: str) -> str:
    """Return a unit of time by its name in English, German or French.

    >>> unit_of("Woche"), unit_of("month")
    ('week', 'month')
    """
    number = _named_numbers("unit").get(written.lower())
    return written if number is None else UNITS[number]


def shift_of(written: str) -> int | None:
    """Return -1, 0 or 1 for a German or French word that says last, this or next; None for others."""
    return _named_numbers("relative").get(written.lower())


def _relative() -> Iterator[tuple[str, str, str]]:
    month = _either(_names("month"))
    long = _either({w: 0 for w in _names("weekday") if len(w) > 5 or w[-2:] in ("di", "DI")})
    yield "part of this period", r"\b(?P<phase>[Ee]arlier|[Ll]ater) this (?P<unit>week|month|year)\b", "near later"
    yield (
        "month of a relative year",
        rf"\b(?P<m>{month})\b\.? (?:of )?(?P<rel>last|next|this) year\b",
        "month relative this-year",
    )
    yield "relative period", rf"\b(?P<rel>[Ll]ast|[Nn]ext|[Tt]his|coming|following) {_UNIT}\b", "near relative"
    yield from _relative_elsewhere()
    yield (
        "week of the month",
        rf"\b(?P<nth>first|second|third|fourth) week (?:of|in) (?P<m>{month})\b(?:,?\s{_YEAR}\b)?",
        "month ordinal near",
    )
    yield "half of a month", rf"\b(?:first|second) (?P<m>{month}) half\b", "month half"
    yield (
        "second of two months",
        rf"\b(?:[Bb]etween|[Ff]rom) (?:{month}) (?:and|to|until) (?P<m>{month})\b(?! \d)",
        "month between",
    )
    yield "new year", r"\b(?:[Ss]ince|by|after|before|until|from) the (?P<newyear>[Nn]ew [Yy]ear)\b", "near new"
    yield "first of this period", r"\bthe (?P<newmonth>first of the month)\b", "near ordinal"
    yield (
        "weekday before next",
        rf"\b(?P<w>{long})(?=(?: (?:and|or) (?:{long}))? next\b(?! (?:to|week|month|year|door)\b))",
        "weekday relative",
    )
    yield "relative month", rf"\b(?P<rel>[Ll]ast|[Nn]ext|[Tt]his) (?P<m>{month})\b", "month relative"
    yield "relative weekday", rf"\b(?P<rel>[Ll]ast|[Nn]ext|[Tt]his|coming) (?P<w>{long})\b", "weekday relative"
    yield (
        "relative day",
        rf"\b(?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Gg]estern|[Hh]eute|hier|aujourd['’]hui){_TIME}\b"
        r"|\b(?P<near2>[Tt]his|(?<![Tt]he )[Ll]ast)[ \n](?P<time2>morning|afternoon|evening|night)\b",
        "today",
    )
    yield (
        "end of this period",
        r"\b(?:end|middle|beginning|start) of (?:the|this) (?P<unit>week|month|year)\b(?! of\b)",
        "near end",
    )
    yield (
        "time ago",
        r"\b(?P<count>\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
        r" (?P<unit>day|week|month|year)s? ago\b",
        "near ago",
    )
    yield "month", rf"{_BEFORE_MONTH}(?P<m>{month})\b\.?(?![\w-])(?!\s(?:God|the best))", "month"
    yield "weekday", rf"\b(?P<w>{long})\b(?P<after> week\b)?{_TIME}", "weekday"
    yield (
        "day of the month",
        r"\b(?:on|by|until|of|after|before|for|since|from|to|till) the (?P<d>3[01]|[12]?\d)(?:st|nd|rd|th)\b"
        r"(?=[\s]?[.,;:’”\"!?)\n]|\s(?:and|or|but|that|was|were|is|at|when|because|he|she|they|it|we|I|the|in)\b|$)",
        "nth",
    )
    yield (
        "day of the month",
        r"\bthe (?P<d>3[01]|[12]?\d)(?:st|nd|rd|th)(?=[,.;:](?:\s|$)|\s(?:was|is|because)\b)",
        "nth",
    )
    yield (
        "weekend",
        r"\b(?:before|since|over|during|at|after|until|for) the (?P<we>weekend)\b(?! (?:of|edition))",
        "weekend",
    )
    yield (
        "season",
        r"\b(?:by|before|until|in|during|after|since) the (?P<season>spring|summer|autumn|winter)\b(?! of\b)",
        "season",
    )
    yield "year before a name", r"\b[Tt]he[ \n](?P<y>1[89]\d\d|20\d\d)(?=[ \n][A-ZÀ-Þ])", "year"
    yield (
        "year",
        r"\b(?P<lead>[Ii]n|[Ss]ince|from|of|by|until|till|during|through|before|after|early|late|between|and|to"
        r"|im Jahr|[Ss]eit|[Vv]on|[Ee]n|[Dd]epuis|de)[ -](?P<y>1[89]\d\d|20\d\d)\b(?![-–]\d\d)"
        r"(?!\s(?:people|times|men|women|metres|meters|dollars|euros))",
        "year",
    )


@cache
def _forms() -> tuple[Form, ...]:
    listing = (*_numeric(), *_named(), *_foreign_dates(), *_relative())
    return tuple(Form(rule, re.compile(pattern), frozenset(needs.split())) for rule, pattern, needs in listing)


_WORD = re.compile(r"[^\W\d_]+")
_NEAR = frozenset((
    "week", "weekend", "month", "year", "spring", "summer", "autumn", "fall", "winter", "today", "yesterday",
    "tomorrow", "tonight", "gestern", "heute", "hier", "aujourd", "morning", "afternoon", "evening", "night",
    "days", "weeks", "months", "years", "day", "woche", "wochen", "wochenende", "monat", "monats", "monaten",
    "monate", "jahr", "jahres", "jahren", "tag", "tagen", "sommer", "herbst", "frühling", "frühjahr", "semaine",
    "semaines", "mois", "année", "an", "ans", "jour", "jours", "été", "automne", "hiver", "printemps",
))  # fmt: skip


_PARTS = ("hälfte", "mitte", "ende", "anfang")


@cache
def _cues() -> dict[str, frozenset[str]]:
    """Return words in lower case, and of what forms need what each is; a form needs one word of each sort."""
    foreign = (name.split(" ")[0] for name in (*_foreign("month"), *_foreign("month_short")))
    sorts: dict[str, Iterable[str]] = {
        "month": (name.lower() for name in _names("month")),
        "weekday": (name.lower() for name in _names("weekday")),
        "foreign": foreign,
        "near": _NEAR,
        "unit-de": _words_of("unit", "de").lower().split("|"),
        "relative-fr": _words_of("relative", "fr").split("|"),
        "relative": ("last", "next", "this", "coming", "following"),
        "ordinal": (ordinal.split("-")[-1] for ordinal in ORDINALS),
        "season": ("spring", "summer", "autumn", "fall", "winter"),
        "today": (
            "today", "yesterday", "tomorrow", "tonight", "gestern", "heute", "hier", "aujourd", "morning",
            "afternoon", "evening", "night",
        ),
        "this-fr": ("ce", "cet", "cette"),
        "later": ("earlier", "later"),
        "end": ("end", "middle", "beginning", "start"),
        "between": ("between", "from"),
        "this-year": ("year",),
    }  # fmt: skip
    sorts |= {word: (word,) for word in ("ago", "half", "il", "new", "vor", "weekend")}
    found: dict[str, frozenset[str]] = {}
    for name, words in sorts.items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {name}
    return found


@cache
def _cue_words() -> frozenset[str]:
    return frozenset(_cues())


@cache
def _numbers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what is looked for in a text with digits: less than the patterns that need it, and quick to find."""
    named = _either(_foreign("month") | _foreign("month_short"))
    return (
        ("year", re.compile(r"(?:1[89]|20)\d\d")),
        ("parted", re.compile(r"\d[./-]\d{1,2}[./-]\d")),
        ("nth", re.compile(r"\d(?:st|nd|rd|th)")),
        ("east-asian", re.compile(r"[年년]")),
        ("vietnamese", re.compile(r"\s(?:[/-]|[Nn]ăm)\s(?:19|20)")),
        ("day-foreign", re.compile(rf"\d(?i:{_AFTER_DAY}(?:{named})(?!\w))")),
    )


_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}


def _words_in(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    if text.isascii():
        return set(text.translate(_LETTERS).split())
    return set(map(_lower if "İ" in text else str.lower, set(_WORD.findall(text))))


def _has(text: str) -> frozenset[str]:
    """Return what a text has of all that forms need."""
    words = _words_in(text)
    has: set[str] = set().union(*(_cues()[word] for word in words & _cue_words()))
    if _DIGIT.search(text):
        has.add("digit")
        probes = ((name, probe) for name, probe in _numbers() if name != "day-foreign" or "foreign" in has)
        has.update(name for name, probe in probes if probe.search(text))
    if any(part in text for part in _PARTS) and any(word.endswith(_PARTS) for word in words):
        has.add("part")
    return frozenset(has)


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1024)
def _forms_for(has: frozenset[str]) -> tuple[Form, ...]:
    return tuple(form for form in _forms() if form.needs <= has)


def forms_in(text: str) -> tuple[Form, ...]:
    """Return the forms that may occur in a text, told by its digits and words.

    >>> [form.rule for form in forms_in("They met last Sunday.")]
    ['weekday before next', 'relative weekday', 'weekday']
    """
    return _forms_for(_has(text))
