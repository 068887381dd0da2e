"""A translation beside its source: what of the source's numbers, dates, names, quotations and denials arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from corpuslib.cleaning.metadata import detect_language
from corpuslib.compare.alignment import Alignment, Bead
from corpuslib.compare.divergences import SentenceLike, sentences_of
from corpuslib.compare.pairs import PassagePair, both_places
from corpuslib.compare.passages import Severity
from corpuslib.compare.source_alignment import align_source
from corpuslib.compare.source_coverage import AlignedPassage, CoverageKind, Item, Status, Texts, items
from corpuslib.compare.source_values import LANGUAGES
from corpuslib.document import Document, as_document
from corpuslib.tables import PROBABILITY, Column
from corpuslib.text import Span

__all__ = ["CoverageKind", "SourceAssessment", "SourceCoverage", "Status", "assess_against_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage(PassagePair):
    """Something that a translation should keep, and whether it did. doc_a is the source, doc_b the translation."""

    table: ClassVar[str] = "source_coverage"

    kind: Annotated[CoverageKind, Column("what should be kept")]
    status: Annotated[
        Status, Column("found; differs; missing in the translation; added by it; unknown where it cannot be told")
    ]
    severity: Annotated[Severity | None, Column("how much the meaning suffers, as in MQM; null if found or unknown")]
    reason: Annotated[str, Column("why, in words")]
    confidence: Annotated[float, Column("how sure the status is", PROBABILITY)]

    @property
    def source(self) -> Span | None:
        """The passage in the clean text of the source."""
        return self.a

    @property
    def target(self) -> Span | None:
        """The passage in the clean text of the translation."""
        return self.b


@dataclass(frozen=True)
class SourceAssessment:
    """A translation beside its source: the source's language, aligned sentences, and coverage in their order.

    `language` is None, and nothing else is given, where the source's language is not known or none of those that
    can be read, or where the translation is not English.
    """

    language: str | None = None
    alignment: tuple[Alignment, ...] = ()
    coverage: tuple[SourceCoverage, ...] = ()

    @property
    def gaps(self) -> tuple[SourceCoverage, ...]:
        """The rows that tell of something wrong: missing, different, or added."""
        return tuple(row for row in self.coverage if row.severity)

    def share(self, kind: CoverageKind) -> float | None:
        """Return the share of the source's items of a kind that arrived, or None where it cannot be told."""
        status = Counter(row.status for row in self.coverage if row.kind == kind)
        told = status["found"] + status["missing"] + status["differs"]
        return round(status["found"] / told, 4) if told else None


def assess_against_source(
    source: str | Document,
    text: str | Document,
    *,
    lang: str | None = None,
    sentences_source: Sequence[SentenceLike] | None = None,
    sentences_text: Sequence[SentenceLike] | None = None,
) -> SourceAssessment:
    """Say what of a source arrived in its English translation, and what was left out, changed or put in.

    `lang` is the source's language (de, en, es, fr, ko, pl, ru, uk or zh); without it the document's own or the
    detected one counts. Sentences are rows of table `sentences`; without them a plain rule splits the bodies.
    Only what can be read without a dictionary is compared: a translation without gaps may still be wrong. Names in
    Chinese and Korean signs are given as unknown. Raises `ValueError` for a `lang` that cannot be read.

    >>> result = assess_against_source("Kelm traf am 6. Mai 12 Gesandte.", "Kelm met 21 envoys on May 6.", lang="de")
    >>> [(row.kind, row.status, row.source, row.target) for row in result.gaps]
    [('number', 'differs', Span(start=20, end=22), Span(start=9, end=11))]
    """
    first, second = as_document(source), as_document(text)
    if lang is not None and lang not in LANGUAGES:
        raise ValueError(f"a source in {lang!r} cannot be read; known are {', '.join(LANGUAGES)}")
    language = lang or first.metadata.language or detect_language(first.body)[0]
    if language not in LANGUAGES or second.metadata.language not in (None, "en"):
        return SourceAssessment()
    pair = _Pair.of(first, second, language, sentences_source, sentences_text)
    found = sorted(pair.items(), key=_place)
    return SourceAssessment(language, tuple(pair.alignment()), tuple(pair.row(item) for item in found))


def _place(item: Item) -> tuple[bool, int, int, str, str]:
    source, target = item.source or Span(0, 0), item.target or Span(0, 0)
    return item.source is None, source.start, target.start, item.kind, item.status


@dataclass(frozen=True)
class _Pair:
    source: Document
    target: Document
    language: str
    units: tuple[Sequence[SentenceLike], Sequence[SentenceLike]]
    beads: Sequence[Bead]

    @classmethod
    def of(
        cls,
        source: Document,
        target: Document,
        language: str,
        sentences_source: Sequence[SentenceLike] | None,
        sentences_target: Sequence[SentenceLike] | None,
    ) -> _Pair:
        units = (_units(source, sentences_source), _units(target, sentences_target))
        texts = [[d.text[u.start : u.end] for u in side] for d, side in zip((source, target), units, strict=True)]
        return cls(source, target, language, units, align_source(texts[0], texts[1], language))

    def _beside(self, bead: Bead) -> bool:
        """Say whether a bead touches a block outside the body, which has no sentences of its own."""
        places = ((side, n) for side, at in zip(self.units, bead[:2], strict=True) for n in at)
        return any(side[n].sentence_id == _NO_SENTENCE for side, n in places)

    def alignment(self) -> Iterator[Alignment]:
        for bead in self.beads:
            if self._beside(bead):
                continue
            ids = [tuple(side[n].sentence_id for n in at) for side, at in zip(self.units, bead[:2], strict=True)]
            yield Alignment(
                doc_a=self.source.doc_id,
                doc_b=self.target.doc_id,
                unit="sentence",
                ids_a=ids[0],
                ids_b=ids[1],
                score=bead.score,
            )

    def passages(self) -> Iterator[AlignedPassage]:
        for n, bead in enumerate(self.beads):
            if bead.a and bead.b:
                beside = self.beads[max(0, n - 1) : n + 2]
                around = [i for b in beside for i in b.a], [j for b in beside for j in b.b]
                ends = [_span(side, at) for side, at in zip(self.units, bead[:2], strict=True)]
                near = [_span(side, at) for side, at in zip(self.units, around, strict=True)]
                yield AlignedPassage(*ends, *near)

    def items(self) -> Iterator[Item]:
        yield from self._sentences()
        yield from items(Texts(self.source, self.target, self.language, tuple(self.passages())))

    def _sentences(self) -> Iterator[Item]:
        for bead in self.beads:
            if self._beside(bead):
                continue
            if not bead.b:
                reason = "no sentence of the translation renders this one"
                yield Item("sentence", "missing", "major", _span(self.units[0], bead.a), None, reason, 0.7)
            elif not bead.a:
                reason = "no sentence of the source says this"
                yield Item("sentence", "added", "major", None, _span(self.units[1], bead.b), reason, 0.7)
            else:
                reason = "aligned by length, numbers, names and words"
                ends = _span(self.units[0], bead.a), _span(self.units[1], bead.b)
                yield Item("sentence", "found", None, *ends, reason, round(0.6 + 0.4 * bead.score, 3))

    def row(self, item: Item) -> SourceCoverage:
        return SourceCoverage(
            **both_places(self.source, self.target, item.source, item.target),
            kind=item.kind,
            status=item.status,
            severity=item.severity,
            reason=item.reason,
            confidence=item.confidence,
        )


class _Beside(NamedTuple):
    """A block outside the body that has to be aligned too, since the other side may have it in its body."""

    sentence_id: int
    block_id: int
    start: int
    end: int


_NO_SENTENCE = -1


def _units(document: Document, rows: Sequence[SentenceLike] | None) -> Sequence[SentenceLike]:
    """Return the sentences of the body, and headline, standfirst and captions as one unit each."""
    inside = {block.block_id for block in document.body_blocks()}
    beside = (b for b in document.blocks if not b.in_body and b.kind in ("headline", "standfirst", "caption"))
    units: list[SentenceLike] = [_Beside(_NO_SENTENCE, b.block_id, b.start, b.end) for b in beside]
    units += (row for row in sentences_of(document, rows) if row.block_id in inside)
    return sorted(units, key=lambda unit: unit.start)


def _span(units: Sequence[SentenceLike], positions: Sequence[int]) -> Span:
    return Span(units[positions[0]].start, units[positions[-1]].end)
