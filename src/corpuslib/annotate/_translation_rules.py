"""What a rule of translated English is, and the rules that a pattern states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from corpuslib.lexicon import rows

Severity = Literal["minor", "major", "critical"]

Category = Literal[
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy/untranslated",
    "fluency/capitalisation",
    "fluency/grammar",
    "fluency/punctuation",
    "fluency/register",
    "fluency/spelling",
    "fluency/word-order",
    "locale/date-format",
    "locale/name-format",
    "locale/number-format",
    "locale/ordinal",
    "locale/quotation-marks",
    "locale/time-format",
    "style/awkward",
    "style/unidiomatic",
    "terminology/wrong-term",
]


class Rule(NamedTuple):
    """A fault that translation leaves: how far one hit speaks for a translated text is its `evidence`."""

    name: str
    category: Category
    severity: Severity
    suggestion: str | None
    note: str
    source_language: str | None
    evidence: float


class Hit(NamedTuple):
    """A passage that a rule found, in offsets of the text it was given."""

    start: int
    end: int
    rule: Rule


class _Pattern(NamedTuple):
    rule: Rule
    pattern: re.Pattern[str]
    needles: tuple[str, ...]


_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_WITH_ARTICLE = re.compile(
    r"United |European |Czech R|Dominican R|Central A|(?:Netherlands|Philippines|Bahamas|Gambia|Maldives|Vatican.*|"
    r"Comoros|Seychelles|Solomon.*|Marshall.*|Congo.*|DR Congo|Democratic.*|Sudan|South Sudan|Ukraine|Lebanon|Yemen|"
    r"Ivory Coast|Soviet.*|USA?|UK|EU)$"
)
# Small-letter words that are English words of another meaning.
_COMMON_WORDS = frozenset({"polish", "turkey", "china", "chad", "jordan", "thai"})


def either(words: Iterable[str]) -> str:
    """Return a pattern that fits any of the words, longest first.

    >>> either(["North", "North Korea"])
    '(?:North\\\\ Korea|North)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@cache
def names() -> dict[str, str]:
    """Return the names of classes that patterns may use, each with the pattern it stands for."""
    countries = [row["name"] for row in rows("countries.tsv")]
    nations = [word for row in rows("countries.tsv") for word in row["demonyms"].split("|") if word]
    return {
        "month": either(_MONTHS.split()),
        "weekday": either(_WEEKDAYS.split()),
        "country": either(countries),
        "plain_country": either(c for c in countries if not _WITH_ARTICLE.match(c)),
        "nation": either(nations),
        "small_nation": either(n.lower() for n in nations if n.lower() not in _COMMON_WORDS),
    }


def expand(pattern: str) -> str:
    """Replace names of classes in a pattern by what they stand for.

    >>> expand(r"in {weekday}\\\\b")[:20]
    'in (?:Wednesday|Satu'
    """
    known = names()
    return re.sub(r"\{([a-z_]+)\}", lambda match: known[match.group(1)], pattern)


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            Rule(
                row["rule"],
                row["category"],  # type: ignore[arg-type]  # a test holds the file to the vocabulary
                row["severity"],  # type: ignore[arg-type]
                row["suggestion"] or None,
                row["note"],
                row["source_language"] or None,
                float(row["evidence"]),
            ),
            re.compile(expand(row["pattern"])),
            tuple(filter(None, row["needle"].split("|"))),
        )
        for row in rows("translationese.tsv")
    )


def possible(text: str) -> tuple[_Pattern, ...]:
    """Return the rules of the lexicon that can find anything in a text: one of their needles stands in it, if any."""
    small = text.lower()
    return tuple(p for p in _patterns() if not p.needles or _stands(p.needles, small))


def _stands(needles: Iterable[str], small: str) -> bool:
    # A plain loop: asked so often that a generator would cost more than the search.
    for needle in needles:  # noqa: SIM110
        if needle in small:
            return True
    return False


def by_pattern(passage: str, patterns: Iterable[_Pattern]) -> Iterator[Hit]:
    """Yield what rules of the lexicon find in a passage of English: those that are `possible` in its document.

    The group `at` of a pattern, if it has one, is the fault; what stands around it is only needed to see it.
    """
    small = passage.lower()
    for rule, pattern, needles in patterns:
        if not needles or _stands(needles, small):
            place = "at" if "at" in pattern.groupindex else 0
            for match in pattern.finditer(passage):
                yield Hit(match.start(place), match.end(place), rule)
