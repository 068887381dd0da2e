"""Clean: a text as found in, a `Document` out.

Encoding is repaired, white space tidied, every line typed, metadata and dates read. Every changed character
is on the document's ledger; nothing is deleted but kept as a block outside the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpuslib.cleaning.blocks import type_lines
from corpuslib.cleaning.dates import DateMention, find_dates
from corpuslib.cleaning.encoding import Repair, Suspect, repair, repair_changes
from corpuslib.cleaning.metadata import gather
from corpuslib.cleaning.narrowing import narrow_dates
from corpuslib.cleaning.publication import with_publication
from corpuslib.cleaning.repeated import mark_repeated
from corpuslib.cleaning.stamps import choose, stamps
from corpuslib.cleaning.whitespace import tidy
from corpuslib.document import Block, Document, Found
from corpuslib.text import Draft

__all__ = [
    "DateMention",
    "Repair",
    "Suspect",
    "clean",
    "clean_found",
    "clean_html",
    "clean_many",
    "find_dates",
    "mark_repeated",
    "narrow_dates",
    "repair",
    "repair_changes",
]

ROUNDS = 4


def clean(text: str | Document, outlet: str | None = None) -> Document:
    """Return a text as a clean document; a `Document` is clean already and comes back as it is.

    >>> document = clean("Kelm signs pact\\nBy Ada Quill\\nThe city of Kelm signed the pact on 3 May 2031, it said.")
    >>> [block.kind for block in document.blocks], document.metadata.authors
    (['headline', 'byline', 'paragraph'], ('Ada Quill',))
    """
    return text if isinstance(text, Document) else clean_found(Found.of(text, outlet=outlet))


def clean_found(found: Found) -> Document:
    """Return a text as found as a clean document."""
    draft = _tidied(found.draft, unwrap=not found.regions)
    document = Document(raw=draft.raw, text=draft.text, ledger=draft.ledger, source=found.source)
    regions = [(document.ledger.to_clean(r.raw_start, r.raw_end), r) for r in found.regions]
    typed = type_lines(draft.text, regions, outlet=found.declared.outlet, title=found.declared.headline)
    blocks = tuple(
        Block(
            **document.place(*passage.span),
            block_id=number,
            kind=passage.verdict.kind,
            in_body=passage.verdict.in_body,
            rule=passage.verdict.rule,
            confidence=passage.verdict.confidence,
        )
        for number, passage in enumerate(typed)
    )
    document = replace(document, blocks=blocks)
    dated = choose(stamps(document))
    document = replace(document, metadata=gather(document, found.declared, dated[0] if dated else None))
    return replace(document, metadata=with_publication(document, found.declared, dated))


def clean_html(page: bytes | str, url: str | None = None) -> Document:
    """Return a web page as a clean document: what its markup says decides what its blocks are.

    >>> clean_html("<article><h1>Kelm signs</h1><p>The city of Kelm signed the pact, its mayor said.</p>").body
    'The city of Kelm signed the pact, its mayor said.'
    """
    from corpuslib.read import read_html

    return clean_found(read_html(page, url))


def _tidied(draft: Draft, *, unwrap: bool) -> Draft:
    """Repair and tidy until nothing is left to do: what an invisible character kept apart may be damage too."""
    for _ in range(ROUNDS):
        repaired = draft.apply(repair_changes(draft.text))
        tidied = tidy(repaired, unwrap=unwrap)
        if tidied is draft or tidied.text.isascii():
            return tidied
        draft = tidied
    return draft


def clean_many(texts: Sequence[str | Document], outlets: Sequence[str | None] | None = None) -> list[Document]:
    """Clean texts and set aside the lines that an outlet repeats: in two whole pages, or in three articles.

    Raises `ValueError` if `outlets` is given and has another length than `texts`.
    """
    if outlets is not None and len(outlets) != len(texts):
        raise ValueError(f"{len(texts)} texts but {len(outlets)} outlets: give one outlet, or None, for each text")
    names = outlets if outlets is not None else [None] * len(texts)
    return mark_repeated([clean(text, outlet) for text, outlet in zip(texts, names, strict=True)])
