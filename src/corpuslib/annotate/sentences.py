"""Sentences of headline and body, split for news text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from corpuslib.annotate._sentence_ends import boundaries
from corpuslib.document import Document
from corpuslib.tables import Column, Located
from corpuslib.text import Span

__all__ = ["Sentence", "find_sentences", "sentences", "split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Located):
    """A sentence of the headline or the body. No sentence runs over the end of its block."""

    table: ClassVar[str] = "sentences"

    sentence_id: Annotated[int, Column("number of the sentence in its document, from 0")]
    block_id: Annotated[int, Column("block that the sentence stands in")]


def sentences(text: str | Document) -> list[Span]:
    """Return the sentences of a text as spans in code points, without white space at their ends.

    A line break ends a sentence. A full stop ends one by the word before it and the word after it, as in Punkt's
    second stage (Kiss & Strunk 2006, Unsupervised Multilingual Sentence Boundary Detection): whether the first is
    an abbreviation, an initial, an ordinal or the number of a list, whether the second is in lower case or often
    opens a sentence. The abbreviations are a list of our own in place of learnt ones. Closing quotes and brackets,
    references and emoticons stay with the sentence they follow; a quotation that ends in ? or ! does not end the
    sentence that goes on in lower case. Chinese, Japanese, Arabic and Devanagari marks end sentences too, a bullet
    begins one, and so does a capital after a web or e-mail address.

    >>> text = "U.S. Secretary Olm met Dr. Vane. He left."
    >>> [text[s.slice] for s in sentences(text)]
    ['U.S. Secretary Olm met Dr. Vane.', 'He left.']
    """
    if isinstance(text, str):
        return list(split(text))
    return [Span(row.start, row.end) for row in find_sentences(text)]


def find_sentences(document: Document) -> list[Sentence]:
    """Return the sentences of the headline and of the body's blocks, in order."""
    found: list[Sentence] = []
    for block in document.blocks:
        if not (block.in_body or block.kind == "headline"):
            continue
        for span in split(document.text[block.start : block.end]):
            place = document.place(block.start + span.start, block.start + span.end)
            found.append(Sentence(**place, sentence_id=len(found), block_id=block.block_id))
    return found


_LINES = re.compile(r"[^\n\r\u2028\u2029\x85]+")


def split(text: str) -> Iterator[Span]:
    """Yield the sentences of a passage. See `sentences` for what ends one.

    >>> [s for s in split("“Why?” he asked. Nobody knew.")]
    [Span(start=0, end=16), Span(start=17, end=29)]
    """
    for line in _LINES.finditer(text):
        start, end = line.span()
        for stop, following in (*boundaries(text, start, end), (end, end)):
            inner = text[start:stop].lstrip()
            if inner:
                yield Span(stop - len(inner), stop - len(inner) + len(inner.rstrip()))
            start = following
