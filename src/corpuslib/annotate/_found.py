"""What the rules pass on: a sentence with its cues, a source, an attribution on its way to a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpuslib.annotate._event import Event
from corpuslib.annotate._mentions import Mention
from corpuslib.annotate._source_types import SourceType
from corpuslib.annotate._tokens import Tokens
from corpuslib.text import Span

__all__ = ["AttributionKind", "Found", "Sentence", "Source", "source_at", "source_of"]

AttributionKind = Literal["direct", "mixed", "indirect", "free_indirect", "scare"]


@dataclass(slots=True)
class Source:
    """A mention in the text, or a source carried over from another attribution."""

    span: Span
    text: str
    beside: str = ""
    cue: Event | None = None
    cue_span: Span | None = None
    outer: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    told: str = ""
    passive: bool = False


@dataclass(slots=True)
class Found:
    """An attribution on its way to a row."""

    start: int
    end: int
    kind: AttributionKind
    rule: str
    confidence: float
    source: Source | None = None
    block: int = 0
    quotes: list[Span] = field(default_factory=list)
    mention: str | None = None
    mention_span: Span | None = None
    speaker: str | None = None
    cue: str | None = None
    cue_lemma: str | None = None
    cue_class: str | None = None
    cue_span: Span | None = None
    source_type: SourceType | None = None
    anonymous: bool = False
    anonymity_reason: str | None = None
    chain: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    repeats: int | None = None


@dataclass(slots=True)
class Sentence:
    """A sentence of a paragraph: its tokens, with direct quotations folded, and the cues among them."""

    tokens: Tokens
    events: list[Event]
    span: Span


def source_at(text: str, tokens: Tokens, mention: Mention) -> Source:
    """Return a mention as a source without a cue."""
    span = Span(tokens.starts[mention.start], tokens.ends[mention.end - 1])
    return Source(span, text[span.start : span.end])


def source_of(text: str, tokens: Tokens, event: Event) -> Source:
    """Return the source of an event with its cue and those it passed through."""

    def written(mention: Mention) -> str:
        return text[tokens.starts[mention.start] : tokens.ends[mention.end - 1]]

    mention = event.source
    span, beside = Span(0, 0), ""
    if mention is not None:
        span = Span(tokens.starts[mention.start], tokens.ends[mention.end - 1])
        if mention.full_end > mention.end:  # the apposition, where the name may stand
            beside = text[span.end : tokens.ends[mention.full_end - 1]][:120]
    return Source(
        span,
        text[span.start : span.end],
        beside,
        event,
        Span(tokens.starts[event.start], tokens.ends[event.end - 1]),
        tuple([written(m) for m in event.outer]),
        tuple([written(m) for m in event.inner]),
        written(event.told) if event.told else "",
        event.passive,
    )
