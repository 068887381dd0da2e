"""The attributions of one paragraph: its quotations, its sentences, and what they report."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from corpuslib.annotate._events import events
from corpuslib.annotate._found import Found, Sentence, Source, source_at, source_of
from corpuslib.annotate._layout import Turn, signature_after
from corpuslib.annotate._mentions import first_mention, subject_before
from corpuslib.annotate._quotes import Quote, find_quotes, opens_with_single_mark
from corpuslib.annotate._source_types import is_media
from corpuslib.annotate._speakers import Speakers, assign, carry, sign
from corpuslib.annotate._titles import is_named, is_title
from corpuslib.annotate._tokens import Tokens, tokenise
from corpuslib.annotate.sentences import split
from corpuslib.document import Block
from corpuslib.text import Span

__all__ = ["Paragraph"]

_MAX_TOKENS = 300
_NEAR = 400
_BESIDE = 60
_SENTENCE_END = re.compile(r"[.!?][”\"’]?\s")
_WORD = re.compile(r"\w[\w’'-]*")
_BULLETS = "•●▪◦*-–— "


class Paragraph:
    """One block: its quotations, its sentences, and what they give."""

    def __init__(
        self,
        text: str,
        block: Block,
        last: Source | None,
        known: frozenset[str],
        goes_on: bool,
        turn: Turn | None = None,
    ) -> None:
        self.known = known
        self.text = text
        self.block = block
        self.carried = last
        self.last: Source | None = None
        self.left_open = False
        inside = text[block.start : block.end]
        # a mark that closes what was never opened counts only where the paragraph before left one open
        quotes = [
            _moved(quote, block.start)
            for quote in find_quotes(inside, opens_with_single_mark(text, block.end))
            if quote.opened or goes_on
        ]
        if turn is not None:  # the words of a turn in a transcript are all its speaker's
            quotes = [Quote(turn.words, block.end, turn.words, block.end, False, False)]
        self.left_open = bool(quotes) and not quotes[-1].closed and turn is None
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
        before = "" if not before.strip(_BULLETS) else before
        first = next((c for c in inner if c.isalnum()), "")
        ends = inner[-1:] in ".,?!…" or (quote.closed and text[quote.end : quote.end + 1] in (",", "."))
        if words < 3 and not (inner[-1:] in ",.?!" and first.isupper()):
            return False
        bare = inner.rstrip(",.")
        if quote.closed and words <= 14 and (is_title(bare) or inner[-1:] in "?!") and is_named(before, bare):
            return False
        if self.block.kind == "subhead" or self.block.kind == "headline":
            return words >= 5 and first.isupper()
        if not before or before[-1] in '.:?!”"—–':
            return bool(first) and (first.isupper() or first.isdigit() or words >= 6 or bool(self.direct))
        if before[-1] in ",;…":
            near = bool(self.direct) and quote.start - self.direct[-1].end < _NEAR
            goes_on = near and not _SENTENCE_END.search(text, self.direct[-1].end, quote.start)
            return (first.isupper() and words >= 3) or (goes_on and words >= 4)
        if before.endswith((" that", " as", " the", " a", " his", " her", " its", " their", " of")):
            return False
        return first.isupper() and ends and words >= 4 and not is_title(inner)

    def _sentences(self) -> Iterator[Sentence]:
        text, block = self.text, self.block
        borders = [Span(block.start + start, block.start + end) for start, end in split(text[block.start : block.end])]
        k = 0
        for start, end in self._rejoined(borders) if self.direct else borders:
            mine = []
            while k < len(self.direct) and self.direct[k].start < end:
                mine.append((k, self.direct[k]))
                k += 1
            stop = max(end, mine[-1][1].end) if mine else end
            tokens = tokenise(text, start, stop, mine)
            for piece in _pieces(tokens) if len(tokens.words) > _MAX_TOKENS else (tokens,):
                yield Sentence(piece, events(piece), Span(start, stop))

    def _rejoined(self, borders: list[Span]) -> list[Span]:
        """Return the sentences without the borders that direct quotations make none."""
        joined: list[Span] = []
        k = 0
        for start, end in borders:
            while k < len(self.direct) and self.direct[k].end <= start:
                k += 1
            if joined and self._joined(joined[-1], start, k):
                joined[-1] = Span(joined[-1].start, end)
            else:
                joined.append(Span(start, end))
        return joined

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
        sources: Speakers = {}
        previous: Source | None = None
        before: list[Source | None] = []
        for sentence in self.sentences:
            if sentence.events:
                rows += self._reported(sentence)
            before.append(previous)
            previous = assign(self.text, sentence, sources, previous, self.known) or previous
        if self.direct:
            signed = signature_after(self.text, self.block)
            if signed is not None:
                sign(sources, len(self.direct), Source(signed, self.text[signed.slice]))
            carry(sources, len(self.direct), self.carried)
        for number, quote in enumerate(self.direct):
            source, rule, confidence = sources.get(number, (None, "no source found", 0.3))
            span = _inner(quote)
            if self._names_work(quote, rule):
                rows.append(Found(*span, "scare", "title in quotation marks", 0.6, None, self.block.block_id, [span]))
                continue
            rows.append(Found(*span, "direct", rule, confidence, source, self.block.block_id, [span]))
        if self.fragments:
            rows += self._loose_fragments(rows, before)
        rows.sort(key=lambda r: (r.start, -r.end))
        self.last = (sources[max(sources)][0] if sources else None) or previous
        if self.last is not None and self.last.cue is not None and self.last.cue.cue.lemma == "according to":
            self.last = self._told_of(self.last)
        if self.last is None:
            self.last = self.carried if self._only_quotes() else self._last_name()
        return rows

    def _names_work(self, quote: Quote, rule: str) -> bool:
        """Say whether a passage is the title of a work, part of a clause: “The Long Road Home” is a novel by Kelm."""
        if not quote.closed or not self.text[quote.end : min(quote.end + 2, self.block.end)].strip(".,: "):
            return False
        bare = self.text[quote.inner_start : quote.inner_end].rstrip(",")
        return is_title(bare) and not rule.startswith(("cue", "signature", "name"))

    def _told_of(self, source: Source) -> Source:
        """Return the person whose words a medium passes on: Kelm of "Kelm criticised the pact, according to Ulin"."""
        tokens = self.sentences[-1].tokens if self.sentences else Tokens()
        subject = first_mention(tokens, len(tokens), self.known)
        if subject is None or not is_media(source.text) or subject.end > 6:
            return source
        person = source_at(self.text, tokens, subject)
        return replace(person, outer=(source.text,)) if person.text in self.known else source

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

    def _reported(self, sentence: Sentence) -> Iterator[Found]:
        """Yield what the sentence reports in clauses of its own, with or without quoted fragments."""
        tokens = sentence.tokens
        for event in sentence.events:
            if event.content is None:
                continue
            first, stop = event.content
            if not any(tokens.words[k][0].isalnum() for k in range(first, stop)):
                continue
            start, end = tokens.starts[first], tokens.ends[stop - 1]
            near = self._fragments_in(start, end)
            if near and event.source is None and event.cue.form == "noun":
                continue  # what is quoted is rather the subject's
            inner = [_inner(quote) for quote in near]
            named = event.rule.startswith("object") and "a" in event.cue.frames  # called the claim “literature”
            if named and len(near) == 1 and quote_ends(near[0], end) and start < near[0].start:
                start, end = inner[0]
                near = []
            for quote in near:
                if quote.start < start < quote.end or quote.start < end < quote.end:
                    start, end = min(start, quote.start), max(end, quote.end)
            yield Found(start, end, "mixed" if inner else "indirect", event.rule, event.confidence,
                        source_of(self.text, tokens, event), self.block.block_id, inner)  # fmt: skip

    def _fragments_in(self, start: int, end: int) -> list[Quote]:
        first = bisect_left(self.fragment_ends, start + 1)
        return [q for q in self.fragments[first : bisect_left(self.fragment_starts, end)] if q.start < end]

    def _loose_fragments(self, rows: list[Found], before: list[Source | None]) -> Iterator[Found]:
        """Yield what remains: quoted fragments that no cue introduces.

        `before` holds the source that each sentence may go on reporting.
        """
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
            before_it = self.text[max(self.block.start, quote.start - 60) : quote.start]
            bare = inner.rstrip(",.")
            if quote.closed and (is_title(bare) or is_named(before_it, bare)):
                yield Found(*span, "scare", "title in quotation marks", 0.6, None, self.block.block_id, [span])
                continue
            at = bisect_right(starts, quote.start) - 1
            sentence = self.sentences[at] if at >= 0 else None
            source = None
            if sentence is not None:
                source = (self._fragment_source if words >= 3 else self._judge)(sentence, quote)
            if source is not None:
                yield Found(*span, "mixed", "quoted fragment, subject of the sentence", 0.5, source,
                            self.block.block_id, [span])  # fmt: skip
            elif words >= 3 and sentence is not None and before[at] is not None:
                yield Found(*sentence.span, "free_indirect", "quoted fragment, source of the sentence before", 0.5,
                            before[at], self.block.block_id, [span])  # fmt: skip
            elif words >= 3 and self.carried is not None and sentence is not None and self.block.kind == "paragraph":
                yield Found(*sentence.span, "free_indirect", "quoted fragment, source of the paragraph before", 0.4,
                            self.carried, self.block.block_id, [span])  # fmt: skip
            else:
                yield Found(*span, "mixed" if words >= 5 else "scare", "quoted fragment without source", 0.5, None,
                            self.block.block_id, [span])  # fmt: skip

    def _judge(self, sentence: Sentence, quote: Quote) -> Source | None:
        """Return who calls something by a quoted word or two: Kelm of "Kelm lashed out at the “vicious” rules"."""
        tokens = sentence.tokens
        able = [
            event
            for event in sentence.events
            if event.content is None and event.source is not None and event.cue.kind in ("speech", "judgement")
            and 0 < quote.start - tokens.ends[event.end - 1] < _BESIDE
        ]  # fmt: skip
        return source_of(self.text, tokens, able[-1]) if able else None

    def _fragment_source(self, sentence: Sentence, quote: Quote) -> Source | None:
        tokens = sentence.tokens
        able = [e for e in sentence.events if e.source is not None and e.cue.kind in ("speech", "judgement")]
        if able:
            nearest = min(able, key=lambda e: abs(tokens.starts[e.start] - quote.start))
            return source_of(self.text, tokens, nearest)
        at = bisect_left(tokens.starts, quote.start)
        bare = subject_before(tokens, at) or first_mention(tokens, len(tokens), self.known)
        if bare is None or tokens.starts[bare.start] > quote.start or "'" in tokens.lower[bare.end - 1]:
            return None  # none, or no subject: "We’ve seen “…”"
        return source_at(self.text, tokens, bare)


def quote_ends(quote: Quote, end: int) -> bool:
    """Say whether a passage ends with a quoted fragment, whatever mark comes last."""
    return quote.inner_end <= end + 1 and end - quote.end <= 1


def _moved(quote: Quote, by: int) -> Quote:
    return quote._replace(
        start=quote.start + by, end=quote.end + by, inner_start=quote.inner_start + by, inner_end=quote.inner_end + by
    )


def _inner(quote: Quote) -> Span:
    return Span(quote.inner_start, quote.inner_end)


def _pieces(tokens: Tokens) -> Iterator[Tokens]:
    """Cut a monstrous sentence, so that every rule looks at a bounded number of tokens."""
    for start in range(0, len(tokens), _MAX_TOKENS):
        stop = start + _MAX_TOKENS
        yield Tokens(
            tokens.words[start:stop], tokens.lower[start:stop], tokens.starts[start:stop], tokens.ends[start:stop],
            {k - start: n for k, n in tokens.quote.items() if start <= k < stop},
        )  # fmt: skip
