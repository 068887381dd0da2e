"""Sentences of headline and body, split for news text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, ClassVar

from corpuslib.annotate._grammar import word_list
from corpuslib.document import Document, as_document
from corpuslib.lexicon import rows
from corpuslib.tables import Column, Located
from corpuslib.text import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

__all__ = ["Sentence", "find_sentences", "sentences", "split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Located):
    """A sentence of the headline or the body. No sentence runs over the end of its block."""

    table: ClassVar[str] = "sentences"

    sentence_id: Annotated[int, Column("number of the sentence in its document, from 0")]
    block_id: Annotated[int, Column("block that the sentence stands in")]


def sentences(text: str | Document) -> list[Span]:
    """Return the sentences of a text as spans in code points, without white space at their ends.

    A line break ends a sentence. Boundaries are Punkt's (Kiss & Strunk 2006, Unsupervised Multilingual
    Sentence Boundary Detection), with parameters of our own instead of learnt ones, and the corrections
    that `split` describes.

    >>> text = "U.S. Secretary Olm met Dr. Vane. He left."
    >>> [text[s.slice] for s in sentences(text)]
    ['U.S. Secretary Olm met Dr. Vane.', 'He left.']
    """
    return [Span(row.start, row.end) for row in find_sentences(as_document(text))]


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
_UNSPACED = re.compile(r"[。！？｡][。！？｡]*[”’」』）】》〉\"')]*|[؟۔।॥][”’»\"')]*(?=\s)")


def split(text: str) -> Iterator[Span]:
    """Yield the sentences of a passage.

    Beside Punkt's own decisions: Chinese, Japanese, Arabic and Devanagari terminators end a sentence; closing
    quotes and brackets stay with the sentence they close; a quotation that ends in ? or ! does not end the
    sentence that goes on in lower case; the ordinals of German dates ("23. or 24. April") end none.

    >>> [s for s in split("“Why?” he asked. Nobody knew.")]
    [Span(start=0, end=16), Span(start=17, end=29)]
    """
    for line in _LINES.finditer(text):
        start = line.start()
        for mark in [*_UNSPACED.finditer(text, *line.span()), None]:
            end = mark.end() if mark else line.end()
            yield from _split_piece(text, start, end)
            start = end


def _split_piece(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of `text[start:end]`, which holds no line break and no unspaced terminator inside."""
    piece = text[start:end]
    if not _CANDIDATE.search(piece):
        yield from _stripped(text, start, end)
        return
    left: int | None = None
    previous = 0
    for a, b in _punkt().span_tokenize(piece):
        if left is not None and not _breaks(piece, previous, a):
            previous = b
            continue
        if left is not None:
            yield from _stripped(text, start + left, start + previous)
        left, previous = a, b
    if left is not None:
        yield from _stripped(text, start + left, start + previous)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    inner = text[start:end].strip()
    if inner:
        offset = text.index(inner[0], start, end)
        yield Span(offset, offset + len(inner))


_CANDIDATE = re.compile(r"[.?!]\S{0,9}\s+\S")
_CLOSERS = "\"'”’»“‹›)]}」』"
_ORDINAL = re.compile(r"(?:^|[\s(–-])(?:[12]?[0-9]|3[01])\.$")
_ROMAN = re.compile(r"\b[IVX]{1,5}\.$")
_AFTER_ORDINAL = re.compile(
    r"\s*(?:(?:or|and|to|oder|und|bis|/|–|-)\s+(?:the\s+)?[0-9]|"
    r"(?:Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)[a-zä]{0,6}\b)"
)


def _breaks(piece: str, end: int, start: int) -> bool:
    """Say whether the boundary that Punkt put between `end` and `start` of a piece stands."""
    if start == end:
        return False  # in a run such as "!!!", or before a bracket
    tail = piece[max(0, end - 8) : end]
    following = piece[start : start + 24]
    if _ORDINAL.search(tail) and _AFTER_ORDINAL.match(following):
        return False
    if not following[:1].islower():
        return True
    if _ROMAN.search(tail):
        return False
    # Lower case goes on after a quotation, an ellipsis, or a bracketed mark.
    return tail[-1:] not in _CLOSERS and not tail.endswith(("...", "…"))


@cache
def _punkt() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

    class PlainPatterns(PunktLanguageVars):  # type: ignore[misc]
        """Punkt's own patterns, compiled by `re`: NLTK's wrapper gives up after 5 s of wall-clock time."""

        re_boundary_realignment = re.compile(PunktLanguageVars.re_boundary_realignment.pattern, re.MULTILINE)

        def _word_tokenizer_re(self) -> re.Pattern[str]:
            return _plain(super()._word_tokenizer_re().pattern)

        def period_context_re(self) -> re.Pattern[str]:
            return _plain(super().period_context_re().pattern)

    parameters = PunktParameters()
    parameters.abbrev_types.update(row["abbreviation"] for row in rows("abbreviations.tsv"))
    parameters.sent_starters.update(word_list("frequent_openers"))
    return PunktSentenceTokenizer(parameters, lang_vars=PlainPatterns())


@cache
def _plain(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)
