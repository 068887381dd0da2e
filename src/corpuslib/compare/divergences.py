"""What two renderings of one text disagree on, passage by passage, with reasons.

Errors that both renderings share cannot be found this way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Annotated, ClassVar, NamedTuple, Protocol

from corpuslib.compare._beads import follow_closely, near, runs
from corpuslib.compare.alignment import Alignment, Bead, Unit, align, segments
from corpuslib.compare.detectors import DETECTORS
from corpuslib.compare.pairs import PassagePair, both_places
from corpuslib.compare.passages import HINT, Finding, Kind, Passage, Severity, Side
from corpuslib.compare.rewordings import rewordings
from corpuslib.compare.roles import roles, weigh_roles
from corpuslib.compare.scores import Score, rendering_scores
from corpuslib.compare.spellings import spelt_otherwise
from corpuslib.compare.words import fold, words
from corpuslib.document import Document, as_document
from corpuslib.tables import PROBABILITY, Column
from corpuslib.text import Span

__all__ = ["Comparison", "Divergence", "SentenceLike", "compare_passages", "compare_renderings", "sentences_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence(PassagePair):
    """A passage in which two renderings differ in more than style."""

    table: ClassVar[str] = "divergences"

    kind: Annotated[
        Kind, Column("what differs; lexical: other words; omission: what doc_b lacks, addition: what doc_a lacks")
    ]
    severity: Annotated[Severity, Column("how much the meaning suffers, as in MQM")]
    likely_right: Annotated[Side, Column("the side that the evidence favours: a, b, or undecidable")]
    reason: Annotated[str, Column("what differs, in words; at most five words of either side are repeated")]
    score: Annotated[float, Column("strength of the rule that found it", PROBABILITY)]
    confidence: Annotated[float, Column("score, lowered where the passages are weakly aligned", PROBABILITY)]


class SentenceLike(Protocol):
    """A row of table `sentences`."""

    @property
    def sentence_id(self) -> int:
        """Number of the sentence in its document."""

    @property
    def block_id(self) -> int:
        """Block that the sentence stands in."""

    @property
    def start(self) -> int:
        """First character in the clean text."""

    @property
    def end(self) -> int:
        """End in the clean text, exclusive."""


@dataclass(frozen=True)
class Comparison:
    """Two renderings side by side: aligned units, divergences in the order of the text.

    `segments` are the aligned sentences of the bodies as texts, with nothing facing a sentence that one side has.
    """

    alignment: tuple[Alignment, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    segments: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """chrF++ and BLEU (0 to 1) and TER (0 or more) over the segments, each the mean of both directions.

        Reckoned when first read. A sentence that stands at another place counts as left out.
        """
        return rendering_scores(self.segments)


_UNITS: tuple[Unit, ...] = ("headline", "subhead", "caption", "sentence")


def compare_renderings(
    a: str | Document,
    b: str | Document,
    *,
    sentences_a: Sequence[SentenceLike] | None = None,
    sentences_b: Sequence[SentenceLike] | None = None,
) -> Comparison:
    """Compare two renderings of one text, such as two translations of an original that nobody has.

    The sentences are rows of table `sentences`; without them the body is split by a plain rule. Documents in
    another language than English give an empty comparison, since the rules are for English. Swapping a and b
    mirrors the result.

    >>> result = compare_renderings("Kelm met 12 envoys in Varn on Monday.", "Kelm met 21 envoys in Varn on Monday.")
    >>> [(d.kind, d.severity, d.a, d.reason) for d in result.divergences]
    [('number', 'major', Span(start=9, end=11), '“12” against “21”: the numbers are not equal')]
    """
    first = _Rendering.of(as_document(a), sentences_a)
    second = _Rendering.of(as_document(b), sentences_b)
    if any((r.document.metadata.language or "en") != "en" for r in (first, second)):
        return Comparison()
    plain = frozenset(_lower_case(first.document.body)) | frozenset(_lower_case(second.document.body))
    beads = {unit: align(*([r.text(u) for u in r.units[unit]] for r in (first, second))) for unit in _UNITS}
    pairs = [bead for bead in beads["sentence"] if bead.a and bead.b]
    plain |= spelt_otherwise((first.passage_text("sentence", p.a), second.passage_text("sentence", p.b)) for p in pairs)
    close = follow_closely(beads["sentence"])
    alignments: list[Alignment] = []
    found: list[_Placed] = []
    for unit in _UNITS:
        # A document without a headline or a body has left nothing out; a caption may stand on one side only.
        if unit == "caption" or (first.units[unit] and second.units[unit]):
            alignments += _alignment_rows(first, second, unit, beads[unit])
            found += _findings(first, second, unit, beads[unit], plain, close)
    found += _credits(first.document, second.document)
    rows = [placed.row(first.document, second.document) for placed in found]
    rows.sort(key=lambda d: (d.a_start is None, d.a_start or 0, d.b_start or 0, d.kind, d.reason))
    texts = segments(beads["sentence"], *([r.text(u) for u in r.units["sentence"]] for r in (first, second)))
    return Comparison(tuple(alignments), tuple(rows), tuple(texts))


def compare_passages(a: str, b: str, *, plain: frozenset[str] = frozenset(), close: bool = False) -> list[Finding]:
    """Return what two aligned passages disagree on; `plain` are words known not to be names.

    `close` says that the passages are from documents known to follow each other closely: single words count there.

    >>> [(f.kind, f.severity) for f in compare_passages("She did not sign.", "She signed.")]
    [('negation', 'critical')]
    """
    if a == b:
        return []
    # Of what is plain only their own words count: the same two sentences of other documents are not compared again.
    known = plain & {word.form for text in (a, b) for word in words(text)}
    left, right = (Passage(text, known) for text in sorted((a, b)))
    findings = _disagreements(left, right, close)
    if b < a:
        left, right, findings = right, left, tuple(finding.mirrored() for finding in findings)
    worded = (
        replace(f, reason=f.reason.replace("{a}", left.excerpt(f.a)).replace("{b}", right.excerpt(f.b)))
        for f in findings
    )
    return sorted(worded, key=lambda f: (f.kind, f.a or Span(-1, -1), f.b or Span(-1, -1), f.reason))


@lru_cache(maxsize=512)
def _disagreements(left: Passage, right: Passage, close: bool) -> tuple[Finding, ...]:
    """Return what two passages, in the order of their letters, disagree on."""
    findings = [finding for detector in (*DETECTORS, roles) for finding in detector(left, right)]
    listeners = [span for f in findings if f.kind == "attribution" for span in (f.a, f.b) if span]
    findings = [f for f in findings if f.kind != "name" or not _within(f, listeners)]
    denied = [f for f in findings if f.score > HINT and f.kind == "negation"]
    findings = [f for f in findings if f.kind != "antonym" or not any(_meets(f, other) for other in denied)]
    told = [f for f in findings if f.score > HINT and f.kind != "role"]  # roles are told of whole clauses
    findings += [f for f in rewordings(left, right, close=close) if not any(_told_by(f, other) for other in told)]
    return tuple(findings)


def _within(f: Finding, listeners: Sequence[Span]) -> bool:
    """Say whether a name is only that of a listener, which is a finding of its own."""
    return any(span.overlaps(listener) for span in (f.a, f.b) if span for listener in listeners)


def _told_by(f: Finding, other: Finding) -> bool:
    """Say whether a finding tells what another does. How surely it is said is not told by marks around it."""
    return _meets(f, other) and (f.kind, other.kind) != ("modality", "quotation")


def _meets(f: Finding, other: Finding) -> bool:
    """Say whether two findings touch on either side."""
    return any(mine and their and mine.overlaps(their) for mine, their in ((f.a, other.a), (f.b, other.b)))


class _Unit(NamedTuple):
    """A unit of a rendering: its number in its table and its place in the clean text."""

    id: int
    start: int
    end: int
    alone: bool  # the only sentence of its block


@dataclass(frozen=True)
class _Rendering:
    document: Document
    units: Mapping[Unit, Sequence[_Unit]]

    @classmethod
    def of(cls, document: Document, sentences: Sequence[SentenceLike] | None) -> _Rendering:
        kinds = {block.block_id: block.kind for block in document.blocks}
        body = {block.block_id for block in document.body_blocks()}
        units: dict[Unit, list[_Unit]] = {"headline": [], "subhead": [], "caption": [], "sentence": []}
        for block in document.blocks:
            if block.kind in ("headline", "subhead", "caption"):
                units[block.kind].append(_Unit(block.block_id, block.start, block.end, True))
        wanted = [s for s in sentences_of(document, sentences) if s.block_id in body and kinds[s.block_id] not in units]
        mates = Counter(s.block_id for s in wanted)
        units["sentence"] = [_Unit(s.sentence_id, s.start, s.end, mates[s.block_id] == 1) for s in wanted]
        return cls(document, units)

    def text(self, unit: _Unit) -> str:
        return self.document.text[unit.start : unit.end]

    def passage_text(self, unit: Unit, positions: Sequence[int]) -> str:
        return self.document.text[self.passage(unit, positions).slice]

    def passage(self, unit: Unit, positions: Sequence[int]) -> Span:
        found = self.units[unit]
        return Span(found[positions[0]].start, found[positions[-1]].end)

    def other_texts(self, passage: Span) -> Iterator[str]:
        """Yield the headlines and sentences outside a passage."""
        for unit in (*self.units["headline"], *self.units["sentence"]):
            if not passage.overlaps(Span(unit.start, unit.end)):
                yield self.text(unit)


class _PlainSentence(NamedTuple):
    sentence_id: int
    block_id: int
    start: int
    end: int


_BOUNDARY = re.compile(r"(?<=[\w%)\]”\"'’»][.!?])[”\"'’»)]{0,2}\s+(?=[“\"'‘«(\[]{0,2}[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Prof|No|vs)|\b[A-Z])\.$")


def sentences_of(document: Document, rows: Sequence[SentenceLike] | None) -> Sequence[SentenceLike]:
    """Return the rows, or the body split by a plain rule where there are none."""
    return list(_plain_sentences(document)) if rows is None else rows


def _plain_sentences(document: Document) -> Iterator[_PlainSentence]:
    """Split where a full stop is followed by a capital; for strings that nobody has split."""
    number = 0
    for block in document.body_blocks():
        text = document.text[block.start : block.end]
        start = 0
        for match in [*_BOUNDARY.finditer(text), None]:
            if match and _ABBREVIATED.search(text[max(0, match.start() - 6) : match.start()]):
                continue
            end = match.start() + len(match.group().rstrip()) if match else len(text)
            if text[start:end].strip():
                yield _PlainSentence(number, block.block_id, block.start + start, block.start + end)
                number += 1
            start = match.end() if match else end


def _lower_case(text: str) -> Iterator[str]:
    # Machine translation from German writes common nouns like names; they occur in lower case somewhere else.
    return map(fold, set(re.findall(r"\b[^\W\d_A-Z][^\W\d_]+", text)))


def _alignment_rows(a: _Rendering, b: _Rendering, unit: Unit, beads: Iterable[Bead]) -> Iterator[Alignment]:
    for bead in beads:
        yield Alignment(
            doc_a=a.document.doc_id,
            doc_b=b.document.doc_id,
            unit=unit,
            ids_a=tuple(a.units[unit][i].id for i in bead.a),
            ids_b=tuple(b.units[unit][i].id for i in bead.b),
            score=round(bead.score, 4),
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A finding with its spans in the documents."""

    finding: Finding
    confidence: float

    def row(self, a: Document, b: Document) -> Divergence:
        f = self.finding
        return Divergence(
            **both_places(a, b, f.a, f.b),
            kind=f.kind,
            severity=f.severity,
            likely_right=f.likely_right,
            reason=f.reason,
            score=f.score,
            confidence=round(self.confidence, 3),
        )


# Below this share of words in common two sentences stand side by side by their place alone: too little to judge.
_COMPARABLE = 0.15


def _findings(
    a: _Rendering, b: _Rendering, unit: Unit, beads: Sequence[Bead], plain: frozenset[str], close: bool
) -> Iterator[_Placed]:
    moved = _moved(a, b, unit, beads)
    beads = runs([bead for bead in beads if bead not in moved], unit)
    for number, bead in enumerate(beads):
        if not bead.a or not bead.b:
            yield _lone(a, b, unit, bead)
        elif bead.score >= _COMPARABLE:
            at_a, at_b = a.passage(unit, bead.a), b.passage(unit, bead.b)
            around = near(beads, number)
            told, texts = [], (a.document.text[at_a.slice], b.document.text[at_b.slice])
            for f in compare_passages(*texts, plain=plain, close=close):
                if f.score <= HINT or (f.kind in ("name", "number") and _elsewhere(f, a, b, at_a, at_b, unit, around)):
                    continue
                if f.kind == "role" and f.likely_right == "undecidable":
                    others = (*a.other_texts(at_a), *b.other_texts(at_b))
                    f = weigh_roles(f, *texts, others)
                placed = replace(f, a=_shift(f.a, at_a.start), b=_shift(f.b, at_b.start))
                told += [span for span in (placed.a, placed.b) if span and f.kind == "attribution"]
                yield _Placed(_weighed(placed, a.document, b.document), f.score * min(1.0, 0.6 + bead.score))
            if not told:
                for f in _own_name(a.document, b.document, at_a, at_b):
                    yield _Placed(f, f.score * min(1.0, 0.6 + bead.score))


def _credits(a: Document, b: Document) -> Iterator[_Placed]:
    """Authors that one side names and the other drops or replaces, and a dateline that one side drops."""
    if not a.metadata.headline or not b.metadata.headline:
        return  # fragments, not articles
    spans = [_byline(document) for document in (a, b)]
    authors = [frozenset(fold(name) for name in document.metadata.authors) for document in (a, b)]
    if authors[0] != authors[1] and any(spans):
        reason = "the authors differ" if all(spans) else "only one side names its authors"
        yield _Placed(Finding("attribution", "minor", spans[0], spans[1], reason, 0.6), 0.6)
    lines = [_dateline(document) for document in (a, b)]
    if lines[0] and not lines[1]:
        yield _Placed(Finding("omission", "minor", lines[0], None, "only one side has a dateline", 0.6), 0.6)
    elif lines[1] and not lines[0]:
        yield _Placed(Finding("addition", "minor", None, lines[1], "only one side has a dateline", 0.6), 0.6)


def _byline(document: Document) -> Span | None:
    block = next((block for block in document.blocks if block.kind == "byline"), None)
    return Span(block.start, block.end) if block else None


def _dateline(document: Document) -> Span | None:
    line = document.metadata.dateline
    at = document.text.find(line) if line else -1
    return Span(at, at + len(line)) if line and at >= 0 else None


def _moved(a: _Rendering, b: _Rendering, unit: Unit, beads: Sequence[Bead]) -> frozenset[Bead]:
    """Return the beads of sentences that stand at another place on the other side: neither left out nor added."""
    content: dict[frozenset[str], list[Bead]] = {}
    for bead in beads:
        if not bead.a or not bead.b:
            side, positions = (a, bead.a) if bead.a else (b, bead.b)
            keys = frozenset(w.key for i in positions for w in words(side.text(side.units[unit][i])))
            content.setdefault(keys, []).append(bead)
    both = [group for group in content.values() if any(x.a for x in group) and any(x.b for x in group)]
    return frozenset(bead for group in both for bead in group)


_CREDITS = frozenset({"source_line", "timestamp", "dateline", "byline"})


def _weighed(f: Finding, a: Document, b: Document) -> Finding:
    """Say which of two listeners is likelier: one whom a page credits, and no outlet that names itself."""
    if f.kind != "attribution" or (f.a and f.b and "listener" not in f.reason):
        return f
    named = [
        frozenset(fold(word) for word in _CAPITALS.findall(d.text[span.slice])) if span else frozenset()
        for span, d in ((f.a, a), (f.b, b))
    ]
    credited = [bool(names) and any(names <= _credited_words(d) for d in (a, b)) for names in named]
    if credited[0] != credited[1]:
        return replace(f, likely_right="a" if credited[0] else "b", reason=f.reason + "; credited on the page")
    own = [bool(names & _outlet_words(d)) for names, d in zip(named, (a, b), strict=True)]
    if own[0] == own[1]:
        return f
    return replace(f, severity="critical", likely_right="b" if own[0] else "a", reason=f.reason + "; the outlet itself")


_CAPITALS = re.compile(r"(?<!\w)[A-Z][\w&-]*")


def _outlet_words(document: Document) -> frozenset[str]:
    return frozenset(fold(word) for word in _CAPITALS.findall(document.metadata.outlet or ""))


def _credited_words(document: Document) -> frozenset[str]:
    """Return the words of agencies and of lines that say where a text is from, the outlet's own name left out."""
    blocks = (document.text[b.start : b.end] for b in document.blocks if b.kind in _CREDITS and not b.in_body)
    found = frozenset(fold(w) for text in (*document.metadata.agencies, *blocks) for w in _CAPITALS.findall(text))
    return found - _outlet_words(document)


def _own_name(a: Document, b: Document, at_a: Span, at_b: Span) -> Iterator[Finding]:
    """An outlet that names itself where the other side names nobody: "confided the judge to Daily Example"."""
    for mine, other, at, there, swap in ((a, b, at_a, at_b, False), (b, a, at_b, at_a, True)):
        outlet = mine.metadata.outlet or ""
        match = (
            re.search(rf"\b(?:(?:to|by|with|for)\s)?{re.escape(outlet)}\b", mine.text[at.slice]) if outlet[2:] else None
        )
        if match and _outlet_words(mine).isdisjoint(fold(w) for w in _CAPITALS.findall(other.text[there.slice])):
            span = Span(at.start + match.start(), at.start + match.end())
            reason = f"“{match.group()}”: only one rendering names this outlet, its own"
            finding = Finding("attribution", "major", span, None, reason, 0.6, "b")
            yield finding.mirrored() if swap else finding


def _shift(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None


def _around(rendering: _Rendering, unit: Unit, positions: Sequence[int]) -> frozenset[str]:
    if not positions:
        return frozenset()
    span = rendering.passage(unit, positions)
    return frozenset(word.key for word in words(rendering.document.text[span.slice]))


def _elsewhere(
    f: Finding, a: _Rendering, b: _Rendering, at_a: Span, at_b: Span, unit: Unit, beads: Sequence[Bead]
) -> bool:
    """Say whether what seems to be missing stands in a sentence next to the aligned one."""
    mine = {w.key for w in words(a.document.text[at_a.start + f.a.start : at_a.start + f.a.end])} if f.a else set()
    other = {w.key for w in words(b.document.text[at_b.start + f.b.start : at_b.start + f.b.end])} if f.b else set()
    if mine == other:
        return False  # nothing is missing: one name, otherwise put together
    around_a = _around(a, unit, [i for bead in beads for i in bead.a])
    around_b = _around(b, unit, [j for bead in beads for j in bead.b])
    return mine <= around_b and other <= around_a


def _lone(a: _Rendering, b: _Rendering, unit: Unit, bead: Bead) -> _Placed:
    side, positions = (a, bead.a) if bead.a else (b, bead.b)
    found = side.units[unit][positions[0]]
    span = side.passage(unit, positions)
    caption = unit == "sentence" and len(positions) == 1 and found.alone and span.end - span.start < 160
    reason = "only one rendering has this " + unit
    if len(positions) > 1:
        reason = f"only one rendering has these {len(positions)} {unit}s"
    elif caption:
        reason += ", alone in its paragraph: perhaps a caption"
    severity: Severity = "minor" if caption or unit != "sentence" else "major"
    if bead.a:
        return _Placed(Finding("omission", severity, span, None, reason, 0.7), 0.7)
    return _Placed(Finding("addition", severity, None, span, reason, 0.7), 0.7)
