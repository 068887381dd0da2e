"""Compare: documents in, rows about pairs and groups out. One module per relation between documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from corpuslib.compare._corpus import Placed, compare_library
from corpuslib.compare._named import Named
from corpuslib.compare._spool import InMemory, Shelf
from corpuslib.compare.alignment import Alignment, align
from corpuslib.compare.claims import Claim
from corpuslib.compare.copies import Copy
from corpuslib.compare.coverage import Coverage, coverage_matrix
from corpuslib.compare.divergences import Comparison, Divergence, compare_renderings
from corpuslib.compare.duplicates import near_duplicates
from corpuslib.compare.pairs import Pair
from corpuslib.compare.quotations import Quotation
from corpuslib.compare.reuse import ReusePassage, reuse_passages
from corpuslib.compare.similarity import Found
from corpuslib.compare.stories import group_stories
from corpuslib.compare.suspects import mark_suspects
from corpuslib.compare.wordings import Wording, wording_chains
from corpuslib.document import Document
from corpuslib.tables import Row

__all__ = [
    "ROWS",
    "Alignment",
    "Claim",
    "Compared",
    "Comparison",
    "Copy",
    "Coverage",
    "Divergence",
    "Pair",
    "Placed",
    "Quotation",
    "ReusePassage",
    "Shelf",
    "Wording",
    "align",
    "compare_documents",
    "compare_library",
    "compare_renderings",
    "coverage_matrix",
    "group_stories",
    "mark_suspects",
    "near_duplicates",
    "reuse_passages",
    "wording_chains",
]

ROWS: tuple[type[Row], ...] = (Pair, Copy, ReusePassage, Alignment, Divergence, Claim, Quotation, Coverage, Wording)

_NOTHING: Found = MappingProxyType({})


@dataclass(frozen=True)
class Compared:
    """All rows about pairs and groups of documents, sorted.

    `stories` gives each document's story and place in time there, `suspects` the attributions that another rendering
    speaks against, by document and attribution, and why.
    """

    pairs: tuple[Pair, ...] = ()
    copies: tuple[Copy, ...] = ()
    reuse: tuple[ReusePassage, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    wordings: tuple[Wording, ...] = ()
    stories: Mapping[str, tuple[str, int | None]] = field(default_factory=lambda: MappingProxyType({}))
    suspects: Mapping[tuple[str, int], str] = field(default_factory=lambda: MappingProxyType({}))


def compare_documents(documents: Sequence[Document], found: Found = _NOTHING, actors: Sequence[Named] = ()) -> Compared:
    """Compare documents with each other: pairs, stories, renderings side by side, claims.

    `found` holds the rows found in each document, by doc_id and table: `sentences`, `dates`, `attributions`,
    `hedges` and `translation_issues` are used where they are given; `actors` are looked for in every story. Only
    documents of one language are compared; no known language counts as English. Raises `ValueError` if two
    documents have one doc_id.

    >>> compare_documents([]).pairs
    ()
    """
    documents = sorted(documents, key=lambda d: d.doc_id)
    if len({d.doc_id for d in documents}) < len(documents):
        raise ValueError("two documents have one doc_id; give each its own, for example with Document.with_id")
    tables: dict[str, list[Row]] = {cls.table: [] for cls in ROWS}
    placed = compare_library(InMemory(documents, found), actors, write=lambda table, rows: tables[table].extend(rows))
    compared: dict[str, Any] = {table: tuple(rows) for table, rows in tables.items()}
    return Compared(**compared, stories=placed.stories, suspects=placed.suspects)
