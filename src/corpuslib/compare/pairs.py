"""Rows about two documents: what they have to do with each other, and what rows on a passage of both have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypedDict

from corpuslib.document import Document
from corpuslib.tables import CODE_POINTS, PROBABILITY, Column, Row
from corpuslib.text import Span

__all__ = ["Pair", "PassagePair", "PassagePlaces", "Relation", "both_places"]

Relation = Literal["near_duplicate", "republication", "parallel_rendering", "same_story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Row):
    """Two documents that share text, an original or an event. `doc_a` sorts before `doc_b`.

    A pair has one row, with the closest relation: text shared word for word (near_duplicate; republication where
    another outlet ran most of it), two translations of one original (parallel_rendering), one event (same_story).

    The probability of one event was compared with the truth, on invented and on real news: of pairs with 0.9 and more
    over nine in ten were right, of those between 0.5 and 0.8 about six in ten. That of a rendering rests on few seen
    ones. That of shared text grows with the longest passage, since a few words in a row can be a phrase or a
    quotation that both have from elsewhere.
    """

    table: ClassVar[str] = "pairs"

    doc_a: Annotated[str, Column("first document of the pair, by name")]
    doc_b: Annotated[str, Column("second document of the pair")]
    relation: Annotated[Relation, Column("closest relation of the two")]
    probability: Annotated[float, Column("how likely the relation is; see the evidence", PROBABILITY)]
    containment_a: Annotated[float, Column("share of doc_a's five-word shingles that doc_b has too", PROBABILITY)]
    containment_b: Annotated[float, Column("share of doc_b's five-word shingles that doc_a has too", PROBABILITY)]
    earlier: Annotated[str | None, Column("the document that came first; null if the evidence leaves it open")]
    evidence: Annotated[str, Column("what speaks for the relation and the order, in words")]

    @property
    def copied(self) -> bool:
        """Whether the two share text word for word."""
        return self.relation in ("near_duplicate", "republication")


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePair(Row):
    """A row about a passage of two documents. The columns of a side that has nothing are null.

    `document.text[a_start:a_end]` and `document.raw[a_raw_start:a_raw_end]` of doc_a are the same passage.
    """

    doc_a: Annotated[str, Column("first document of the pair, by name")]
    doc_b: Annotated[str, Column("second document of the pair")]
    a_start: Annotated[int | None, Column("first character in the clean text of doc_a", CODE_POINTS)]
    a_end: Annotated[int | None, Column("end in the clean text of doc_a, exclusive", CODE_POINTS)]
    b_start: Annotated[int | None, Column("first character in the clean text of doc_b", CODE_POINTS)]
    b_end: Annotated[int | None, Column("end in the clean text of doc_b, exclusive", CODE_POINTS)]
    a_raw_start: Annotated[int | None, Column("first character in doc_a as found", CODE_POINTS)]
    a_raw_end: Annotated[int | None, Column("end in doc_a as found, exclusive", CODE_POINTS)]
    b_raw_start: Annotated[int | None, Column("first character in doc_b as found", CODE_POINTS)]
    b_raw_end: Annotated[int | None, Column("end in doc_b as found, exclusive", CODE_POINTS)]

    @property
    def a(self) -> Span | None:
        """The passage in the clean text of doc_a."""
        return None if self.a_start is None or self.a_end is None else Span(self.a_start, self.a_end)

    @property
    def b(self) -> Span | None:
        """The passage in the clean text of doc_b."""
        return None if self.b_start is None or self.b_end is None else Span(self.b_start, self.b_end)


class PassagePlaces(TypedDict):
    """The fields of `PassagePair`."""

    doc_a: str
    doc_b: str
    a_start: int | None
    a_end: int | None
    b_start: int | None
    b_end: int | None
    a_raw_start: int | None
    a_raw_end: int | None
    b_raw_start: int | None
    b_raw_end: int | None


def both_places(a: Document, b: Document, at_a: Span | None, at_b: Span | None) -> PassagePlaces:
    """Return the fields of a `PassagePair` for a passage of each document, or of one of them.

    >>> from corpuslib.document import as_document
    >>> found = both_places(as_document("Kelm left."), as_document("Nobody left."), Span(0, 4), None)
    >>> found["a_raw_end"], found["b_start"]
    (4, None)
    """
    raw_a, raw_b = (d.raw_span(span) if span else None for d, span in ((a, at_a), (b, at_b)))
    return {
        "doc_a": a.doc_id,
        "doc_b": b.doc_id,
        "a_start": at_a.start if at_a else None,
        "a_end": at_a.end if at_a else None,
        "b_start": at_b.start if at_b else None,
        "b_end": at_b.end if at_b else None,
        "a_raw_start": raw_a.start if raw_a else None,
        "a_raw_end": raw_a.end if raw_a else None,
        "b_raw_start": raw_b.start if raw_b else None,
        "b_raw_end": raw_b.end if raw_b else None,
    }
