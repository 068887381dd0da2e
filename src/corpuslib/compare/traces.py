"""Traces of translation that stand on one side of a divergence only, and which side they speak against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from corpuslib.compare.alignment import Alignment
from corpuslib.compare.divergences import Comparison, Divergence, SentenceLike
from corpuslib.compare.passages import Side
from corpuslib.text import Span

__all__ = ["TraceLike", "weigh_traces"]

# Faults that touch what is said. Capitals, spelling, marks and dates in a foreign style leave the meaning whole.
_TELLING = ("accuracy/", "fluency/grammar", "fluency/word-order")
# A fault of grammar says nothing about the choice of a word.
_OF_WORDS = ("lexical", "loaded_word")
_REASON = "; only the side less likely right shows a trace of translation here"


class TraceLike(Protocol):
    """A row of table `translation_issues`."""

    @property
    def start(self) -> int:
        """First character in the clean text."""

    @property
    def end(self) -> int:
        """End in the clean text, exclusive."""

    @property
    def category(self) -> str:
        """MQM category."""

    @property
    def severity(self) -> str:
        """MQM severity."""


def weigh_traces(
    comparison: Comparison,
    *,
    traces_a: Iterable[TraceLike],
    traces_b: Iterable[TraceLike],
    sentences_a: Sequence[SentenceLike],
    sentences_b: Sequence[SentenceLike],
) -> Comparison:
    """Let traces of translation decide divergences that the texts alone left undecidable.

    Of two passages that differ, the one with a fault of accuracy, grammar or word order is less likely right, if
    no such fault touches the other; about the choice of a word only faults of accuracy tell. Where one side lacks
    something of weight, a major fault in its aligned sentence counts, if the sentence of the other side has no
    such fault. The reason says so. Decided rows stay as they are, and swapping the sides mirrors the result.

    >>> from corpuslib.compare.divergences import compare_renderings
    >>> weigh_traces(compare_renderings("", ""), traces_a=[], traces_b=[], sentences_a=[], sentences_b=[]).divergences
    ()
    """
    a, b = (_Marked(traces, sentences) for traces, sentences in ((traces_a, sentences_a), (traces_b, sentences_b)))
    rows = (_weighed(row, a, b, comparison.alignment) for row in comparison.divergences)
    return replace(comparison, divergences=tuple(rows))


# A trace reaches as far as the rule that found it; of one that only brushes a passage the fault may lie elsewhere.
_SHARE = 3  # at least one part in so many of the trace lies in the passage


class _Marked:
    """The telling traces and the sentences of a side."""

    def __init__(self, traces: Iterable[TraceLike], sentences: Sequence[SentenceLike]) -> None:
        telling = [t for t in traces if t.category.startswith(_TELLING)]
        self.all = [Span(t.start, t.end) for t in telling]
        self.of_words = [Span(t.start, t.end) for t in telling if t.category.startswith("accuracy/")]
        self.major = [Span(t.start, t.end) for t in telling if t.severity != "minor"]
        self.sentences = {s.sentence_id: Span(s.start, s.end) for s in sentences}

    def is_at_fault(self, passage: Span, kind: str) -> bool:
        """Say whether a good part of a trace that tells of such a divergence lies in the passage."""
        telling = self.of_words if kind in _OF_WORDS else self.all
        return any(_SHARE * _common(trace, passage) >= trace.end - trace.start for trace in telling)

    def is_touched(self, passage: Span) -> bool:
        return any(trace.overlaps(passage) for trace in self.all)

    def has_major(self, numbers: Iterable[int]) -> bool:
        """Say whether one of the sentences, given by number, has a major fault."""
        passages = [self.sentences[number] for number in numbers if number in self.sentences]
        return any(trace.overlaps(passage) for passage in passages for trace in self.major)

    def numbers(self, passage: Span) -> frozenset[int]:
        return frozenset(number for number, span in self.sentences.items() if span.overlaps(passage))


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _weighed(row: Divergence, a: _Marked, b: _Marked, alignment: Sequence[Alignment]) -> Divergence:
    right = _right(row, a, b, alignment) if row.likely_right == "undecidable" else "undecidable"
    return row if right == "undecidable" else replace(row, likely_right=right, reason=row.reason + _REASON)


def _right(row: Divergence, a: _Marked, b: _Marked, alignment: Sequence[Alignment]) -> Side:
    if row.a and row.b:
        if b.is_at_fault(row.b, row.kind) and not a.is_touched(row.a):
            return "a"
        return "b" if a.is_at_fault(row.a, row.kind) and not b.is_touched(row.b) else "undecidable"
    if row.severity == "minor":
        return "undecidable"
    units = list(_aligned(row, a, b, alignment))
    in_a = a.has_major(number for unit in units for number in unit.ids_a)
    in_b = b.has_major(number for unit in units for number in unit.ids_b)
    # A fault beside something that only this side has does not make it right to lack it.
    if row.a and in_b and not in_a:
        return "a"
    return "b" if row.b and in_a and not in_b else "undecidable"


def _aligned(row: Divergence, a: _Marked, b: _Marked, alignment: Sequence[Alignment]) -> Iterator[Alignment]:
    """Yield the units of sentences on both sides in which the passage of the one side stands."""
    in_a, in_b = (side.numbers(span) if span else frozenset() for side, span in ((a, row.a), (b, row.b)))
    for unit in alignment:
        if unit.unit == "sentence" and unit.ids_a and unit.ids_b and (in_a & {*unit.ids_a} or in_b & {*unit.ids_b}):
            yield unit
