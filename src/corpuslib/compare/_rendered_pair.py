"""Two sentences that render one: which of their words answer to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.word_alignment import WordAlignment, align_words
from corpuslib.text import Span

__all__ = ["RenderedPair", "words_in"]


@dataclass(frozen=True)
class RenderedPair:
    """Two sentences that render one."""

    x: Passage
    y: Passage

    @cached_property
    def aligned(self) -> WordAlignment:
        """The words of the two side by side."""
        return align_words(self.x, self.y)

    @property
    def closeness(self) -> float:
        """The share of content words that both have."""
        return self.aligned.closeness

    @cached_property
    def turned(self) -> RenderedPair:
        """The pair with its sides exchanged."""
        return RenderedPair(self.y, self.x)

    @cached_property
    def ties(self) -> dict[int, int]:
        """The words of y, by number, that say what a word of x says, wherever they stand."""
        return {t.a: t.b for t in (*self.aligned.ties, *self.aligned.moved)}

    def places(self, finding: Finding) -> Iterator[tuple[Passage, Span]]:
        """Yield the sides that a finding points into, with where."""
        yield from ((p, at) for p, at in ((self.x, finding.a), (self.y, finding.b)) if at)

    def opposed(self, i: int, j: int) -> bool:
        """Say whether a word of x and one of y, by number, are tied, or stand between the same tied words."""
        return self.ties.get(i) == j or any(i in gap.a and j in gap.b for gap in self.aligned.gaps)


def words_in(passage: Passage, span: Span) -> list[int]:
    """Return the words of a passage, by number, that begin in a span."""
    return [n for n, w in enumerate(passage.words) if span.start <= w.start < span.end]
