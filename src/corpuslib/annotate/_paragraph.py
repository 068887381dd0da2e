"""The attributions of one paragraph: its quotations, its sentences, and what they report."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from corpuslib.annotate import _mentions
from corpuslib.annotate._events import Event, events, first_mention
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._mentions import Mention
from corpuslib.annotate._quotes import Quote, find_quotes
from corpuslib.annotate._source_types import SourceType
from corpuslib.annotate._tokens import QUOTE, Tokens, tokenise
from corpuslib.annotate.sentences import split
from corpuslib.document import Block
from corpuslib.text import Span

__all__ = ["AttributionKind", "Found", "Paragraph", "Source"]

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
class _Sentence:
    tokens: Tokens
    events: list[Event]
    span: Span


_MAX_TOKENS = 300
_WORD = re.compile(r"\w[\w’'-]*")


class Paragraph:
    """One block: its quotations, its sentences, and what they give."""

    def __init__(self, text: str, block: Block, last: Source | None, known: frozenset[str], goes_on: bool) -> None:
        self.known = known
        self.text = text
        self.block = block
        self.carried = last
        self.last: Source | None = None
        self.left_open = False
        inside = text[block.start : block.end]
        # a mark that closes what was never opened counts only where the paragraph before left one open
        quotes = [_moved(quote, block.start) for quote in find_quotes(inside) if quote.opened or goes_on]
        self.left_open = bool(quotes) and not quotes[-1].closed
        self.direct: list[Quote] = []
        self.fragments: list[Quote] = []
        for quote in quotes:
            (self.direct if self._is_direct(quote) else self.fragments).append(quote)
        self.fragment_starts = [quote.start for quote in self.fragments]
        self.fragment_ends = [quote.end for quote in self.fragments]
        self.sentences = list(self._sentences())

    def _is_direct(self, quote: Quote) -> bool:
        """Say whether a quotation stands for itself or is a fragment of the clause around it."""
        text, start = self.text, self.block.start
        if not quote.opened:
            return True
        inner = text[quote.inner_start : quote.inner_end].strip()
        words = len(_WORD.findall(inner[:400]))
        before = text[max(start, quote.start - 40) : quote.start].rstrip()
        first = next((c for c in inner if c.isalnum()), "")
        ends = inner[-1:] in ".,?!…" or (quote.closed and text[quote.end : quote.end + 1] in (",", "."))
        if words < 3 and not (inner[-1:] in ",.?!" and first.isupper()):
            return False
        if self.block.kind == "subhead" or self.block.kind == "headline":
            return words >= 5 and first.isupper()
        if not before or before[-1] in '.:?!”"—–':
            return bool(first) and (first.isupper() or first.isdigit() or words >= 6 or bool(self.direct))
        if before[-1] in ",;…":
            return (first.isupper() and words >= 3) or (bool(self.direct) and words >= 4)
        if before.endswith((" that", " as", " the", " a", " his", " her", " its", " their", " of")):
            return False
        return first.isupper() and ends and words >= 4 and not _is_title(inner)

    def _sentences(self) -> Iterator[_Sentence]:
        text, block = self.text, self.block
        inside = text[block.start : block.end]
        borders: list[Span] = []
        k = 0
        for span in split(inside):
            start, end = block.start + span.start, block.start + span.end
            while k < len(self.direct) and self.direct[k].end <= start:
                k += 1
            joined = borders and self._joined(borders[-1], start, k)
            if joined:
                borders[-1] = Span(borders[-1].start, end)
            else:
                borders.append(Span(start, end))
        k = 0
        for start, end in borders:
            mine = []
            while k < len(self.direct) and self.direct[k].start < end:
                mine.append((k, self.direct[k]))
                k += 1
            stop = max(end, mine[-1][1].end) if mine else end
            tokens = tokenise(text, start, stop, mine)
            for piece in _pieces(tokens):
                yield _Sentence(piece, events(piece), Span(start, stop))

    def _joined(self, before: Span, start: int, k: int) -> bool:
        """Say whether a sentence border is none: inside a direct quotation, or between “…?” and its tag."""
        for quote in self.direct[max(0, k - 1) : k + 1]:
            if quote.start < start < quote.end:
                return True
            if quote.end <= start and not self.text[quote.end : start].strip() and quote.end >= before.end - 1:
                return self.text[quote.inner_end - 1] in "?!…," and self.text[start] not in '“"„«'
        return False

    def find(self) -> list[Found]:
        """Return the attributions of the paragraph."""
        rows: list[Found] = []
        sources: dict[int, tuple[Source, str, float]] = {}
        previous: Source | None = None
        for sentence in self.sentences:
            rows += self._reported(sentence)
            speaker = self._speakers(sentence, sources, previous)
            previous = speaker or previous
        self._carry(sources, previous)
        for number, quote in enumerate(self.direct):
            source, rule, confidence = sources.get(number, (None, "no source found", 0.3))
            span = _inner(quote)
            rows.append(Found(*span, "direct", rule, confidence, source, self.block.block_id, [span]))
        rows += self._loose_fragments(rows)
        rows.sort(key=lambda r: (r.start, -r.end))
        self.last = (sources[max(sources)][0] if sources else None) or previous
        if self.last is None:
            self.last = self.carried if self._only_quotes() else self._last_name()
        return rows

    def _only_quotes(self) -> bool:
        return bool(self.direct) and all(len(s.tokens) <= 2 * len(s.tokens.quote) + 1 for s in self.sentences)

    def _last_name(self) -> Source | None:
        """Return the last name in the paragraph's last sentence."""
        tokens = self.sentences[-1].tokens if self.sentences else Tokens()
        for i in range(len(tokens) - 1, max(-1, len(tokens) - 60), -1):
            word = tokens.words[i].removesuffix("’s").removesuffix("'s")
            if word[:1].isupper() and word in self.known:
                span = Span(tokens.starts[i], tokens.starts[i] + len(word))
                return Source(span, word)
        return None

    def _reported(self, sentence: _Sentence) -> Iterator[Found]:
        """Yield what the sentence reports in clauses of its own, with or without quoted fragments."""
        tokens = sentence.tokens
        for event in sentence.events:
            if event.content is None:
                continue
            first, stop = event.content
            if stop <= first or all(tokens.words[k] == QUOTE for k in range(first, stop)):
                continue
            start, end = tokens.starts[first], tokens.ends[stop - 1]
            near = self._fragments_in(start, end)
            inner = [_inner(quote) for quote in near]
            for quote in near:
                if quote.start < start < quote.end or quote.start < end < quote.end:
                    start, end = min(start, quote.start), max(end, quote.end)
            yield Found(start, end, "mixed" if inner else "indirect", event.rule, event.confidence,
                        self._source(tokens, event), self.block.block_id, inner)  # fmt: skip

    def _fragments_in(self, start: int, end: int) -> list[Quote]:
        first = bisect_left(self.fragment_ends, start + 1)
        return [q for q in self.fragments[first : bisect_left(self.fragment_starts, end)] if q.start < end]

    def _source(self, tokens: Tokens, event: Event) -> Source:
        mention = event.source
        span = Span(0, 0)
        if mention is not None:
            span = Span(tokens.starts[mention.start], tokens.ends[mention.end - 1])
        return Source(
            span,
            self.text[span.start : span.end],
            self._beside(tokens, event),
            event,
            Span(tokens.starts[event.start], tokens.ends[event.end - 1]),
            tuple(self._words(tokens, m) for m in event.outer),
            tuple(self._words(tokens, m) for m in (*event.inner, *_cited(tokens))),
            event.passive,
        )

    def _beside(self, tokens: Tokens, event: Event) -> str:
        """Return the apposition beside a mention, where its name may stand."""
        mention = event.source
        if mention is None or mention.full_end <= mention.end:
            return ""
        return self.text[tokens.ends[mention.end - 1] : tokens.ends[mention.full_end - 1]][:120]

    def _words(self, tokens: Tokens, mention: Mention) -> str:
        return self.text[tokens.starts[mention.start] : tokens.ends[mention.end - 1]]

    def _speakers(
        self, sentence: _Sentence, sources: dict[int, tuple[Source, str, float]], previous: Source | None
    ) -> Source | None:
        """Give the direct quotations of a sentence their source; return the sentence's last source."""
        tokens = sentence.tokens
        able = [e for e in sentence.events if e.source is not None and (e.cue.kind == "speech" or "q" in e.cue.frames)]
        others = [e for e in sentence.events if e.source is not None and e not in able]
        result = None
        for at in sorted(tokens.quote):
            number = tokens.quote[at]
            best = _nearest(tokens, at, able) or _nearest(tokens, at, others)
            tag = _colon_tag(tokens, at)
            if tag is not None and (tag.start == 0 or tokens.words[tag.start - 1] in "-–—|.]"):
                span = Span(tokens.starts[tag.start], tokens.ends[tag.end - 1])
                sources[number] = (Source(span, self.text[span.start : span.end]), "name before a colon", 0.85)
            elif best is not None:
                event, rule, confidence = best
                sources[number] = (self._source(tokens, event), rule, confidence)
            elif len(tokens) > len(tokens.quote) + 1:
                bare = _bare_tag(tokens, at) or _colon_tag(tokens, at) or first_mention(tokens, len(tokens), self.known)
                if bare is not None:
                    span = Span(tokens.starts[bare.start], tokens.ends[bare.end - 1])
                    sources[number] = (Source(span, self.text[span.start : span.end]), "subject of the sentence", 0.6)
            if number in sources:
                result = sources[number][0]
        if result is None and len(tokens) > len(tokens.quote) + 2:
            told = [e for e in (able or others) if e.source is not None]
            if told:
                result = self._source(tokens, told[-1])
            else:
                bare = first_mention(tokens, len(tokens), self.known)
                if bare is not None:
                    span = Span(tokens.starts[bare.start], tokens.ends[bare.end - 1])
                    result = Source(span, self.text[span.start : span.end])
                    result = result if previous is None or not tokens.quote else previous
        for number in tokens.quote.values():
            if previous is not None and number not in sources:
                sources[number] = (previous, "source of the sentence before", 0.75)
                result = result or previous
        return result

    def _carry(self, sources: dict[int, tuple[Source, str, float]], previous: Source | None) -> None:
        """Give quotations without a cue the source of the next one in the paragraph, or of the paragraph before."""
        following: Source | None = None
        for number in range(len(self.direct) - 1, -1, -1):
            if number in sources:
                following = sources[number][0]
            elif following is not None:
                sources[number] = (following, "source of the next quotation", 0.8)
            elif self.carried is not None:
                sources[number] = (self.carried, "source of the paragraph before", 0.6)

    def _loose_fragments(self, rows: list[Found]) -> Iterator[Found]:
        """Yield what remains: quoted fragments that no cue introduces."""
        rows = sorted(rows, key=lambda row: row.start)
        starts = [sentence.span.start for sentence in self.sentences]
        k = reached = 0
        for quote in self.fragments:
            while k < len(rows) and rows[k].start <= quote.inner_start:
                reached = max(reached, rows[k].end)
                k += 1
            if quote.inner_end <= reached:
                continue
            span = _inner(quote)
            inner = self.text[span.start : span.end]
            words = len(_WORD.findall(inner[:200]))
            if _is_title(inner) and words >= 2 and quote.closed:
                continue
            at = bisect_right(starts, quote.start) - 1
            sentence = self.sentences[at] if at >= 0 else None
            source = self._fragment_source(sentence, quote) if sentence and words >= 3 else None
            if source is not None:
                yield Found(*span, "mixed", "quoted fragment, subject of the sentence", 0.5, source,
                            self.block.block_id, [span])  # fmt: skip
            elif words >= 3 and self.carried is not None and sentence is not None and self.block.kind == "paragraph":
                yield Found(*sentence.span, "free_indirect", "quoted fragment, source of the paragraph before", 0.4,
                            self.carried, self.block.block_id, [span])  # fmt: skip
            else:
                yield Found(*span, "mixed" if words >= 5 else "scare", "quoted fragment without source", 0.5, None,
                            self.block.block_id, [span])  # fmt: skip

    def _fragment_source(self, sentence: _Sentence, quote: Quote) -> Source | None:
        tokens = sentence.tokens
        able = [e for e in sentence.events if e.source is not None and e.cue.kind in ("speech", "judgement")]
        if able:
            nearest = min(able, key=lambda e: abs(tokens.starts[e.start] - quote.start))
            return self._source(tokens, nearest)
        bare = first_mention(tokens, len(tokens), self.known)
        if bare is None or tokens.starts[bare.start] > quote.start:
            return None
        span = Span(tokens.starts[bare.start], tokens.ends[bare.end - 1])
        return Source(span, self.text[span.start : span.end])


def _moved(quote: Quote, by: int) -> Quote:
    return quote._replace(
        start=quote.start + by, end=quote.end + by, inner_start=quote.inner_start + by, inner_end=quote.inner_end + by
    )


def _inner(quote: Quote) -> Span:
    return Span(quote.inner_start, quote.inner_end)


def _is_title(inner: str) -> bool:
    """Say whether a quoted passage looks like the title of a work: capitals all through and no end mark."""
    words = _WORD.findall(inner[:200])
    if len(words) < 2 or inner[-1:] in ".?!,":
        return False
    return all(word[:1].isupper() or word in word_list("title_small_words") or word[:1].isdigit() for word in words)


def _pieces(tokens: Tokens) -> Iterator[Tokens]:
    """Cut monstrous sentences, so that every rule looks at a bounded number of tokens."""
    if len(tokens) <= _MAX_TOKENS:
        yield tokens
        return
    for start in range(0, len(tokens), _MAX_TOKENS):
        stop = start + _MAX_TOKENS
        yield Tokens(
            tokens.words[start:stop], tokens.lower[start:stop], tokens.starts[start:stop], tokens.ends[start:stop],
            {k - start: n for k, n in tokens.quote.items() if start <= k < stop},
        )  # fmt: skip


def _nearest(tokens: Tokens, at: int, able: list[Event]) -> tuple[Event, str, float] | None:
    """Return the event that a direct quotation at token `at` belongs to."""
    best: tuple[float, Event, str, float] | None = None
    for event in able:
        source = event.source
        assert source is not None
        first, last = min(event.start, source.start), max(event.end, source.end)
        if event.rule.endswith("carried over") or event.rule.startswith("participle"):
            first, last = event.start, event.end
        if at < first:
            distance, rule, confidence = float(first - at - 1), "cue after the quotation", 0.95
        elif at >= last:
            distance, rule, confidence = at - last - 0.5, "cue before the quotation", 0.92
            if tokens.words[at - 1] == ":":
                distance -= 6
        else:
            distance, rule, confidence = 0.0, "cue around the quotation", 0.8
        if distance > 3:
            confidence -= min(0.25, 0.02 * distance)
        between = tokens.words[min(at, last) : max(at, first)]
        distance += 4 * sum(word == QUOTE for word in between[1:])
        if best is None or distance < best[0]:
            best = (distance, event, rule, confidence)
    return best[1:] if best else None


def _bare_tag(tokens: Tokens, at: int) -> Mention | None:
    """Return X of `“…,” X thundered.`: a short tag whose verb no lexicon need know."""
    end = next((k for k in range(at + 1, min(len(tokens), at + 9)) if tokens.words[k] in (",", ".", QUOTE)), None)
    if end is None or end - at < 3:
        return None
    for k in range(end - 1, at + 1, -1):
        if tokens.lower[k].endswith("ed") and tokens.words[k].islower():
            return _mentions._ending_at(tokens, k - 1, at + 1, k)
    return None


def _colon_tag(tokens: Tokens, at: int) -> Mention | None:
    """Return X of `X: “…”` where X is a name at the end of the words before the colon."""
    if at < 2 or tokens.words[at - 1] != ":":
        return None
    start = at - 1
    while start > 0 and at - start < 7 and tokens.words[start - 1][:1].isupper():
        start -= 1
    return Mention(start, at - 1, at - 1) if start < at - 1 else None


def _cited(tokens: Tokens) -> list[Mention]:
    """Return the sources that follow "citing"."""
    found = []
    for k, word in enumerate(tokens.lower):
        if word == "citing":
            mention = _mentions.after(tokens, k, len(tokens))
            if mention is not None:
                found.append(mention)
    return found
