"""Visible traces of translation: passages that a careful English writer would not leave.

The rules are strict and silent on native English. What they find is evidence of translation and of visible
damage; most serious errors of translation leave a fluent sentence and cannot be seen without the source.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, Literal, NamedTuple

from corpuslib.document import Block, Document, as_document
from corpuslib.lexicon import rows
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Assessment", "Category", "Severity", "TranslationIssue", "assess_translation", "find_issues"]

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

# Weights of the severities as Freitag et al. 2021 give them; a critical error is their non-translation.
PENALTIES: dict[Severity, int] = {"minor": 1, "major": 5, "critical": 25}
UNDETERMINED_BELOW = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationIssue(Located):
    """A passage that shows a fault of translation, by the MQM typology (Lommel et al. 2014; Freitag et al. 2021)."""

    table: ClassVar[str] = "translation_issues"

    category: Annotated[Category, Column("MQM category")]
    severity: Annotated[Severity, Column("MQM severity")]
    suggestion: Annotated[str | None, Column("what to write instead, in words; null if nothing is certain")]
    rule: Annotated[str, Column("name of the rule that found it")]
    note: Annotated[str, Column("what is wrong and where it comes from")]
    source_language: Annotated[str | None, Column("likeliest source, ISO 639-1; null if several")]
    evidence: Annotated[float, Column("how far this passage alone speaks for a translated text", PROBABILITY)]
    confidence: Annotated[float, Column("how sure it is that the passage is a fault", PROBABILITY)]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What can be seen of translation in one text.

    `score` is an index of visible damage: 100 minus the weighted issues per 100 words, not below 0 (100: nothing
    visible). It says nothing about faithful meaning. `is_translation` is a probability, and None (undetermined)
    where no strong trace speaks; no trace does not mean that a text is original. `source_language` is the
    likeliest one by the traces found.
    """

    score: float
    issues: tuple[TranslationIssue, ...]
    is_translation: float | None
    source_language: str | None


def assess_translation(text: str | Document) -> Assessment:
    """Assess the visible damage that translation left in an English text.

    >>> result = assess_translation("The talks begin on the 23. or 24. April at 20:00 o'clock.")
    >>> [issue.rule for issue in result.issues], result.is_translation, result.source_language
    (['ordinal_point', 'clock_24h_word'], 0.99, 'de')
    >>> assess_translation("The talks begin at 8 pm.")
    Assessment(score=100.0, issues=(), is_translation=None, source_language=None)
    """
    document = as_document(text)
    issues = tuple(find_issues(document))
    words = sum(len(_WORD.findall(document.text, b.start, b.end)) for b in _searched(document))
    penalty = sum(PENALTIES[issue.severity] for issue in issues)
    score = max(0.0, 100.0 - 100.0 * penalty / words) if words else 100.0
    probability = _probability(document, issues)
    return Assessment(round(score, 1), issues, probability, _language(issues) if probability else None)


def _probability(document: Document, issues: Sequence[TranslationIssue]) -> float | None:
    """Return how likely a text with these traces is a translation, or None where that stays open.

    Traces of different rules count as independent; of one rule only the strongest counts, so that a house
    style that repeats itself proves nothing by repetition. Capitals count by the number of different words.
    """
    strongest: dict[str, float] = {}
    for issue in issues:
        key = issue.rule
        if issue.rule == _CAPITAL:
            key += document.text[issue.start : issue.end].lower()
        strongest[key] = max(strongest.get(key, 0.0), issue.evidence)
    probability = 1 - math.prod(1 - evidence for evidence in strongest.values())
    return min(0.99, round(probability, 2)) if probability >= UNDETERMINED_BELOW else None


def _language(issues: Sequence[TranslationIssue]) -> str | None:
    weights: Counter[str] = Counter()
    for issue in issues:
        if issue.source_language:
            weights[issue.source_language] += round(100 * issue.evidence)
    return min(weights, key=lambda language: (-weights[language], language)) if weights else None


def find_issues(document: str | Document) -> list[TranslationIssue]:
    """Return the visible faults of translation in headline and body, in order.

    Blocks that are not English are passed over, and so are documents in a known other language. Where two
    rules meet on a passage, the one that begins first and reaches further counts.
    """
    document = as_document(document)
    if document.metadata.language not in (None, "en"):
        return []
    issues: list[TranslationIssue] = []
    repeated = _repeated_capitals(document.text)
    for block in _searched(document):
        passage = document.text[block.start : block.end]
        if _is_english(passage):
            found = [*_by_pattern(passage), *_capitals(passage, block, repeated)]
            issues += _rows(document, block, found)
    return issues


def _searched(document: Document) -> Iterator[Block]:
    return (block for block in document.blocks if block.in_body or block.kind == "headline")


class _Rule(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    needles: tuple[str, ...]
    category: Category
    severity: Severity
    suggestion: str | None
    note: str
    source_language: str | None
    evidence: float


class _Found(NamedTuple):
    start: int
    end: int
    rule: _Rule


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["rule"],
            re.compile(row["pattern"]),
            tuple(filter(None, row["needle"].split("|"))),
            row["category"],  # type: ignore[arg-type]  # a test holds the file to the vocabulary
            row["severity"],  # type: ignore[arg-type]
            row["suggestion"] or None,
            row["note"],
            row["source_language"] or None,
            float(row["evidence"]),
        )
        for row in rows("translationese.tsv")
    )


def _by_pattern(passage: str) -> Iterator[_Found]:
    small = passage.lower()
    for rule in _rules():
        if not rule.needles or any(needle in small for needle in rule.needles):
            for match in rule.pattern.finditer(passage):
                yield _Found(match.start(), match.end(), rule)


def _rows(document: Document, block: Block, found: Sequence[_Found]) -> Iterator[TranslationIssue]:
    reached = -1
    for start, end, rule in sorted(found, key=lambda f: (f.start, -f.end, f.rule.name)):
        if start < reached or end <= start:
            continue
        reached = end
        yield TranslationIssue(
            **document.place(block.start + start, block.start + end),
            category=rule.category,
            severity=rule.severity,
            suggestion=rule.suggestion,
            rule=rule.name,
            note=rule.note,
            source_language=rule.source_language,
            evidence=rule.evidence,
            confidence=0.9 if rule.evidence >= 0.7 else 0.75,
        )


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENGLISH_WORDS = (
    "the of and to in is was are were a an that for with on by from at it he she they his her its their not be been "
    "has have had will would this which who as but or we you said says"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def _is_english(passage: str) -> bool:
    """Say whether common English words make up an eighth of the passage: no rule fits another language."""
    words = _WORD.findall(passage)
    return 8 * sum(word.lower() in _ENGLISH for word in words) >= len(words) > 0


# Capitals on common words inside a sentence need a look at the neighbours, which a pattern alone cannot give.

_CAPITAL = "capital_inside_sentence"
_CAPITALISED = re.compile(r"(?<=[a-z] )[A-Z][a-z]{1,20}\b(?![-'’&])")
_SMALL_BEFORE = re.compile(r"(?:^|[^\w-])([a-z]+) $")
_PROPER_BEFORE = re.compile(r"(?:^|[.!?:] )[A-Z][a-z]+ $")
_OPENERS = "the a an this first last second no more most very their its his her common own"
_DETERMINERS = frozenset(_OPENERS.split())
_CAPITAL_RULE = _Rule(
    _CAPITAL,
    _CAPITALISED,
    (),
    "fluency/capitalisation",
    "minor",
    "write the word with a small letter",
    "capital on a common word inside a sentence, as German has it on nouns",
    "de",
    0.5,
)


@cache
def _small_words() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("lowercase_words.tsv")}


def _repeated_capitals(text: str) -> frozenset[str]:
    """Return the words that the text capitalises throughout, three times or more: terms it defines for itself."""
    counts = Counter(_CAPITALISED.findall(text))
    return frozenset(word for word, n in counts.items() if n >= 3 and not re.search(rf"\b{word.lower()}\b", text))


def _capitals(passage: str, block: Block, repeated: frozenset[str]) -> Iterator[_Found]:
    if block.kind == "headline" or len(re.findall(r"(?<![\w’'])[a-z]{5,}", passage)) < 3:
        return
    for match in _CAPITALISED.finditer(passage):
        kind = _small_words().get(match.group().lower())
        if kind is None or match.group() in repeated:
            continue
        follows = passage[match.end() : match.end() + 2]
        if not re.match(r" [a-z]|[,.;]|[”“\"]", follows):
            continue
        before = passage[max(0, match.start() - 25) : match.start()]
        small = _SMALL_BEFORE.search(before)
        if small is None:
            if kind == "adverb" and _PROPER_BEFORE.search(before) and follows[0] == " ":
                yield _Found(match.start(), match.end(), _CAPITAL_RULE)
        elif _is_misplaced(kind, small.group(1), follows):
            yield _Found(match.start(), match.end(), _CAPITAL_RULE)


def _is_misplaced(kind: str, before: str, follows: str) -> bool:
    if kind == "indefinite":
        return before in ("a", "an")
    return before in _DETERMINERS and (kind == "noun" or (kind == "adjective" and follows[0] in ' ”“".'))
