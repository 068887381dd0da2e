"""What passes through the corridor: a `Found` text on the way in, a `Document` from there on."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypedDict

from corpuslib.tables import PROBABILITY, Column, Located, Row, from_record, to_record
from corpuslib.text import Draft, Edit, Ledger, Span

__all__ = [
    "Block",
    "BlockKind",
    "Declared",
    "Document",
    "DocumentRow",
    "Found",
    "Metadata",
    "Region",
    "Reject",
    "Source",
    "TextRow",
    "as_document",
]

BlockKind = Literal[
    "headline",
    "standfirst",
    "byline",
    "dateline",
    "timestamp",
    "subhead",
    "paragraph",
    "caption",
    "image_credit",
    "breadcrumb",
    "duplicate_title",
    "read_also",
    "related_links",
    "source_line",
    "ad",
    "newsletter_prompt",
    "social_prompt",
    "copyright",
    "comment",
    "navigation",
]

Container: TypeAlias = Literal["text", "html", "jsonl", "csv", "warc"]


class Place(TypedDict):
    """The columns that a located row needs."""

    doc_id: str
    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text came from and how its bytes were read."""

    file: str = ""
    record: str | None = None
    sha256: str = ""
    container: Container = "text"
    encoding: str = "utf-8"
    encoding_reason: str = "given as text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the container or the corpus file says about a text, unchecked."""

    headline: str | None = None
    description: str | None = None
    published: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A passage of the text as found with the role that markup gives it.

    `role` is the BlockKind it suggests or None where the markup says nothing; `rule` names the evidence.
    """

    raw_start: int
    raw_end: int
    role: BlockKind | None
    in_body: bool
    rule: str


@dataclass(frozen=True)
class Found:
    """A text as found: markup already on the ledger, nothing else changed.

    `regions` cover blocks that markup delimits; they are empty for plain text.
    """

    draft: Draft
    source: Source = field(default_factory=Source)
    declared: Declared = field(default_factory=Declared)
    regions: tuple[Region, ...] = ()

    @classmethod
    def of(cls, text: str, *, outlet: str | None = None) -> Found:
        """Take a string as the text as found."""
        return cls(Draft.of(text), declared=Declared(outlet=outlet))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Located):
    """A typed piece of a document. Blocks do not overlap; every character that is not white space is in one."""

    table: ClassVar[str] = "blocks"

    block_id: Annotated[int, Column("number of the block in its document, from 0")]
    kind: Annotated[BlockKind, Column("what the block is")]
    in_body: Annotated[bool, Column("whether the block belongs to the article's body (paragraphs and subheads)")]
    rule: Annotated[str, Column("the rule that decided")]
    confidence: Annotated[float, Column("how sure the rule is", PROBABILITY)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article. `published` is the one day that the evidence allows, else None."""

    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    agencies: tuple[str, ...] = ()
    outlet: str | None = None
    section: str | None = None
    url: str | None = None
    language: str | None = None
    language_confidence: float | None = None
    published_stated: datetime.date | None = None
    published_from: datetime.date | None = None
    published_to: datetime.date | None = None
    date_conflict: bool = False
    date_reason: str = "no date in the text or its container"

    @property
    def published(self) -> datetime.date | None:
        """The day of publication if the evidence leaves only one."""
        return self.published_from if self.published_from == self.published_to else None


@dataclass(frozen=True)
class Document:
    """An article: the text as found, the clean text, and the ledger between them.

    A document is not changed in place; stages return a new one or rows that point into it.
    """

    raw: str
    text: str
    ledger: Ledger = field(default_factory=Ledger)
    blocks: tuple[Block, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    source: Source = field(default_factory=Source)
    doc_id: str = ""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every change between the text as found and the clean text."""
        return self.ledger.edits

    @cached_property
    def body(self) -> str:
        """The article's own text: the blocks in the body, a line break between them."""
        return "\n".join(self.text[b.start : b.end] for b in self.blocks if b.in_body)

    def body_blocks(self) -> Iterator[Block]:
        """Yield the blocks of the body in order."""
        return (block for block in self.blocks if block.in_body)

    def place(self, start: int, end: int) -> Place:
        """Return the columns that point a row at `text[start:end]`; use as `Row(**document.place(a, b), …)`."""
        raw = self.ledger.to_raw(start, end)
        return Place(doc_id=self.doc_id, start=start, end=end, raw_start=raw.start, raw_end=raw.end)

    def raw_span(self, span: Span) -> Span:
        """Return the passage of the text as found behind a passage of the clean text."""
        return self.ledger.to_raw(*span)

    def with_id(self, doc_id: str) -> Document:
        """Return the document, its blocks and its edits under another id."""
        return replace(
            self,
            doc_id=doc_id,
            blocks=tuple(replace(block, doc_id=doc_id) for block in self.blocks),
            ledger=Ledger(tuple(replace(edit, doc_id=doc_id) for edit in self.edits)),
        )

    def _repr_html_(self) -> str:
        from corpuslib.show import document_html

        return document_html(self)


def as_document(text: str | Document) -> Document:
    """Take a string as a document that needs no cleaning: every line is a paragraph of the body.

    What every public function does with its argument, so that offsets in its answer are offsets into the
    string that was given.

    >>> [b.kind for b in as_document("One.\\n\\nTwo.").blocks]
    ['paragraph', 'paragraph']
    """
    if isinstance(text, Document):
        return text
    blocks = tuple(
        Block(
            start=start,
            end=end,
            raw_start=start,
            raw_end=end,
            block_id=number,
            kind="paragraph",
            in_body=True,
            rule="a line of a plain string",
            confidence=1.0,
        )
        for number, (start, end) in enumerate(line_spans(text))
    )
    return Document(raw=text, text=text, blocks=blocks)


def line_spans(text: str) -> list[Span]:
    """Return the lines that are not empty, without white space at their ends.

    >>> line_spans(" a b \\n\\n c")
    [Span(start=1, end=4), Span(start=8, end=9)]
    """
    spans, position = [], 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            start = position + line.index(inner[0])
            spans.append(Span(start, start + len(inner)))
        position += len(line) + 1
    return spans


def content_hash(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow(Row):
    """One article with its metadata, what was decided about its bytes, its date and its story."""

    table: ClassVar[str] = "documents"

    doc_id: Annotated[str, Column("the document's name in every other table")]
    file: Annotated[str, Column("file in data/raw/<corpus>/, with / between folders")]
    record: Annotated[str | None, Column("line, row or archive member inside the file, null if the file is one text")]
    sha256: Annotated[str, Column("SHA-256 of the file's bytes")]
    container: Annotated[Container, Column("format that the text was read from")]
    encoding: Annotated[str, Column("encoding that the bytes were read with")]
    encoding_reason: Annotated[str, Column("why that encoding was chosen")]
    language: Annotated[str | None, Column("language of the body, ISO 639-1; null if undetermined")]
    language_confidence: Annotated[float | None, Column("how sure the language is", PROBABILITY)]
    outlet: Annotated[str | None, Column("who published the text")]
    section: Annotated[str | None, Column("section of the outlet")]
    url: Annotated[str | None, Column("address that the text was found at")]
    headline: Annotated[str | None, Column("headline without the outlet's name; null if the text has none")]
    standfirst: Annotated[str | None, Column("the lines between headline and body that sum the article up")]
    byline: Annotated[str | None, Column("the line that names the authors, as written")]
    authors: Annotated[tuple[str, ...], Column("authors that the byline or the container names")]
    dateline: Annotated[str | None, Column("place and credits that open the first paragraph")]
    agencies: Annotated[tuple[str, ...], Column("news agencies credited in dateline, byline or source line")]
    published_stated: Annotated[datetime.date | None, Column("the date that header, markup or container states")]
    published_from: Annotated[datetime.date | None, Column("first day that the evidence allows")]
    published_to: Annotated[datetime.date | None, Column("last day that the evidence allows")]
    date_conflict: Annotated[bool, Column("whether the stated date contradicts the evidence in the text")]
    date_reason: Annotated[str, Column("the evidence behind the interval, in words")]
    story_id: Annotated[str | None, Column("group of documents on one event; null if the document stands alone")]
    story_order: Annotated[
        int | None,
        Column(
            "place in time within the story, from 1; equal where days overlap, null where it is open; a report is "
            "later than what expects it"
        ),
    ]
    is_translation: Annotated[
        float | None, Column("probability that the text was translated; null if undetermined", PROBABILITY)
    ]
    n_words: Annotated[int, Column("words in the body", "words")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow(Row):
    """The two texts of a document that all offsets point into. Never published where rights are restricted."""

    table: ClassVar[str] = "texts"

    doc_id: Annotated[str, Column("document that the row belongs to")]
    raw: Annotated[str, Column("the text as found, decoded and otherwise unchanged")]
    text: Annotated[str, Column("the clean text, with all blocks")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Row):
    """A file or record that gave no document, with the reason."""

    table: ClassVar[str] = "rejects"

    file: Annotated[str, Column("file in data/raw/<corpus>/")]
    record: Annotated[str | None, Column("line, row or archive member inside the file; null for the whole file")]
    reason: Annotated[str, Column("what was wrong, in a few fixed words")]
    detail: Annotated[str, Column("what exactly was wrong, and what to do")]


def document_to_record(document: Document) -> dict[str, Any]:
    """Return a document as a dict that JSON can hold; `document_from_record` turns it back."""
    metadata = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in asdict(document.metadata).items()
    }
    return {
        "raw": document.raw,
        "text": document.text,
        "edits": [to_record(edit) for edit in document.edits],
        "blocks": [to_record(block) for block in document.blocks],
        "metadata": metadata,
        "source": asdict(document.source),
        "doc_id": document.doc_id,
    }


def document_from_record(record: Mapping[str, Any]) -> Document:
    """Return the document that `document_to_record` gave as a mapping.

    >>> document = as_document("One.")
    >>> document_from_record(document_to_record(document)) == document
    True
    """
    metadata = dict(record["metadata"])
    for name in ("published_stated", "published_from", "published_to"):
        if metadata[name] is not None:
            metadata[name] = datetime.date.fromisoformat(metadata[name])
    for name in ("authors", "agencies"):
        metadata[name] = tuple(metadata[name])
    return Document(
        raw=record["raw"],
        text=record["text"],
        ledger=Ledger(tuple(from_record(Edit, edit) for edit in record["edits"])),
        blocks=tuple(from_record(Block, block) for block in record["blocks"]),
        metadata=Metadata(**metadata),
        source=Source(**record["source"]),
        doc_id=record["doc_id"],
    )
