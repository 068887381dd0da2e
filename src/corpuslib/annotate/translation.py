"""Visible traces of translation: passages that a careful English writer would not leave.

The rules are strict and silent on native English. What they find is evidence of translation and of visible
damage; most serious errors of translation leave a fluent sentence and cannot be seen without the source.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from corpuslib.annotate._translation_capitals import CAPITAL, capitals, own_terms
from corpuslib.annotate._translation_names import misused_names, name_pairs, small_starts
from corpuslib.annotate._translation_numbers import disagreements
from corpuslib.annotate._translation_rules import Category, Hit, Severity, by_pattern, possible
from corpuslib.document import Block, Document, as_document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Assessment", "Category", "Severity", "TranslationIssue", "assess_translation", "find_issues", "translated"]

# Weights of the severities as Freitag et al. 2021 give them; a critical error is their non-translation.
PENALTIES: dict[Severity, int] = {"minor": 1, "major": 5, "critical": 25}
UNDETERMINED_BELOW = 0.8
# A trace weaker than this is common in native English too: it counts only in a text that is taken for a translation.
WEAK_BELOW = 0.3
# Marks are a habit of keyboards and houses and say little about who wrote the words.
_TYPING = ("locale/quotation-marks", "fluency/punctuation")


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
    visible). It says nothing about faithful meaning. `interval` holds its 95 % limits, wide for a short text, so
    that texts of different length can be compared. `is_translation` is a probability, and None (undetermined)
    where no strong trace speaks; no trace does not mean that a text is original. `source_language` is the
    likeliest one by the traces found.
    """

    score: float
    interval: tuple[float, float]
    issues: tuple[TranslationIssue, ...]
    is_translation: float | None
    source_language: str | None


def assess_translation(text: str | Document) -> Assessment:
    """Assess the visible damage that translation left in an English text.

    >>> result = assess_translation("The talks begin on the 23. or 24. April at 20:00 o'clock.")
    >>> [issue.rule for issue in result.issues], result.is_translation, result.source_language
    (['ordinal_point', 'clock_24h_word'], 0.99, 'de')
    >>> assess_translation("The talks begin at 8 pm, and they end at 10 pm.")
    Assessment(score=100.0, interval=(63.3, 100.0), issues=(), is_translation=None, source_language=None)
    """
    document = as_document(text)
    hits = _all_hits(document)
    words = sum(len(_WORD.findall(document.text, b.start, b.end)) for b in _searched(document))
    score, interval = _score([PENALTIES[hit.rule.severity] for hit in hits], words)
    probability = _probability(document.text, map(_trace, hits))
    language = _language(hits) if probability else None
    return Assessment(score, interval, tuple(_row(document, hit) for hit in hits), probability, language)


def _score(penalties: Sequence[int], words: int) -> tuple[float, tuple[float, float]]:
    """Return the score with its 95 % interval.

    Issues are taken for Poisson counts: Byar's limits of their number (Breslow and Day 1987), carried over to the
    weighted sum (Dobson et al. 1991). Without issues the limits are those of minor ones.
    """
    if not words:
        return 100.0, (0.0, 100.0)
    n, total = len(penalties), sum(penalties)
    spread = math.sqrt(sum(penalty**2 for penalty in penalties) / n) if n else 1.0
    low = n * (1 - 1 / (9 * n) - 1.96 / (3 * math.sqrt(n))) ** 3 if n else 0.0
    high = (n + 1) * (1 - 1 / (9 * (n + 1)) + 1.96 / (3 * math.sqrt(n + 1))) ** 3
    sums = (total, total + spread * (high - n), total + spread * (low - n))
    score, worst, best = (round(min(100.0, max(0.0, 100.0 - 100.0 * value / words)), 1) for value in sums)
    return score, (worst, best)


def translated(text: str, issues: Iterable[TranslationIssue]) -> float | None:
    """Return how likely a text is a translation by its issues: what `assess_translation` says of it.

    >>> text = "The talks begin on the 23. or 24. April at 20:00 o'clock."
    >>> translated(text, find_issues(text)), translated(text, [])
    (0.99, None)
    """
    return _probability(text, (_Trace(i.start, i.end, i.rule, i.category, i.evidence) for i in issues))


class _Trace(NamedTuple):
    start: int
    end: int
    rule: str
    category: str
    evidence: float


def _trace(hit: Hit) -> _Trace:
    return _Trace(hit.start, hit.end, hit.rule.name, hit.rule.category, hit.rule.evidence)


def _probability(text: str, traces: Iterable[_Trace]) -> float | None:
    """Return how likely a text with these traces is a translation, or None where that stays open.

    Traces of different rules count as independent; of one rule only the strongest counts, so that a house
    style that repeats itself proves nothing by repetition. Capitals count by the number of different words.
    Weak traces and marks do not count.
    """
    strongest: dict[str, float] = {}
    for start, end, rule, category, evidence in traces:
        if evidence >= WEAK_BELOW and category not in _TYPING:
            strongest[rule + (text[start:end].lower() if rule == CAPITAL.name else "")] = evidence
    probability = 1 - math.prod(1 - evidence for evidence in strongest.values())
    return min(0.99, round(probability, 2)) if probability >= UNDETERMINED_BELOW else None


def _language(hits: Sequence[Hit]) -> str | None:
    weights: Counter[str] = Counter()
    for hit in hits:
        if hit.rule.source_language:
            weights[hit.rule.source_language] += round(100 * hit.rule.evidence)
    return min(weights, key=lambda language: (-weights[language], language)) if weights else None


def find_issues(document: str | Document) -> list[TranslationIssue]:
    """Return the visible faults of translation in headline and body, in order.

    Blocks that are not English are passed over, and so are documents in a known other language. Where two
    rules meet on a passage, the one that begins first and reaches further counts. Faults that are common in
    native English too are given only where other traces already speak for a translation.

    >>> [issue.rule for issue in find_issues("In the past year, the talks had failed.")]
    []
    >>> text = "In the past year, the talks had failed, it said from the Interior Ministry."
    >>> [issue.rule for issue in find_issues(text)]
    ['in_the_past_year', 'said_from']
    """
    document = as_document(document)
    return [_row(document, hit) for hit in _all_hits(document)]


def _all_hits(document: Document) -> list[Hit]:
    """Return what the rules find, disjoint and in order."""
    if document.metadata.language not in (None, "en"):
        return []
    found = _found(document)
    strong = _disjoint([hit for hit in found if hit.rule.evidence >= WEAK_BELOW])
    if _probability(document.text, map(_trace, strong)) is None:
        return strong
    weak = _disjoint([hit for hit in found if hit.rule.evidence < WEAK_BELOW])
    starts = [hit.start for hit in strong]
    apart = []
    for hit in weak:
        before = bisect_left(starts, hit.end)
        if not before or strong[before - 1].end <= hit.start:
            apart.append(hit)
    return sorted([*strong, *apart], key=lambda hit: hit.start)


def _found(document: Document) -> list[Hit]:
    text, terms, pairs = document.text, own_terms(document.text), name_pairs(document.text)
    starts = {hit.start: hit for hit in small_starts(document)}
    found: list[Hit] = []
    patterns = possible(text)
    for block in _searched(document):
        passage = text[block.start : block.end]
        if not _is_english(passage):
            continue
        inside = [*by_pattern(passage, patterns), *disagreements(passage)]
        if block.kind != "headline":
            inside += capitals(passage, terms)
        found += (hit._replace(start=hit.start + block.start, end=hit.end + block.start) for hit in inside)
        found += misused_names(text, block.start, block.end, pairs)
        if block.start in starts:
            found.append(starts[block.start])
    return found


def _searched(document: Document) -> Iterator[Block]:
    return (block for block in document.blocks if block.in_body or block.kind == "headline")


def _disjoint(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.rule.name)):
        if hit.end > hit.start and (not kept or hit.start >= kept[-1].end):
            kept.append(hit)
    return kept


def _row(document: Document, hit: Hit) -> TranslationIssue:
    rule = hit.rule
    return TranslationIssue(
        **document.place(hit.start, hit.end),
        category=rule.category,
        severity=rule.severity,
        suggestion=rule.suggestion,
        rule=rule.name,
        note=rule.note,
        source_language=rule.source_language,
        evidence=rule.evidence,
        confidence=0.9 if rule.evidence >= 0.7 else 0.75 if rule.evidence >= WEAK_BELOW else 0.6,
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
