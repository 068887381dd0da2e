"""Find the attributions of a document: paragraph by paragraph, then resolve and type their sources."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from corpuslib.annotate._found import AttributionKind, Found, Source
from corpuslib.annotate._layout import Turn, labels, signature_line, turn
from corpuslib.annotate._names import People
from corpuslib.annotate._paragraph import Paragraph
from corpuslib.annotate._repeats import link_repeats
from corpuslib.annotate._resolve import can_be_meant, finish, nest
from corpuslib.annotate._source_types import media, places
from corpuslib.cleaning.dateline import opening_dateline
from corpuslib.document import Block, Document
from corpuslib.text import Span

__all__ = ["find"]

_MARKS = " \xa0“”\"„«»‘’'`,「『"


def find(document: Document, hedges: list[tuple[int, int, str]]) -> list[Found]:
    """Return the attributions of the headline and the body in the order of their contents.

    `hedges` holds start, end and entry of the document's hedges, in order.
    """
    read = [b for b in document.blocks if b.in_body or b.kind in ("headline", "standfirst", "caption")]
    people = People.of(document.text, [Span(b.start, b.end) for b in read])
    known = _world().union(people.by_word, people.context.places)
    lines = labels(document.text, [b for b in document.blocks if b.in_body], known)
    found: list[Found] = []
    last: Source | None = None
    open_quote: Found | None = None
    opened_at = 0
    unsigned: int | None = None
    blocks = _past_dateline(document)
    for block in blocks:
        if not (block.in_body or block.kind == "headline"):
            continue
        label = turn(document.text, block) if lines else None
        spoken = label is not None and lines.get(document.text[label.label.slice], False)
        paragraph = Paragraph(document.text, block, last, known, open_quote is not None, label if spoken else None)
        rows = paragraph.find()
        heads = block is blocks[0] or block.kind in ("headline", "subhead")
        marginal = all(row.kind == "scare" for row in rows)
        if heads and label is not None and marginal and document.text[label.label.slice] in lines:
            rows = [_headed(document.text, block, label, [span for row in rows for span in row.quotes])]
        signed = signature_line(document.text, block, known) if found and found[-1].block == unsigned else None
        if signed is not None:
            _sign(found[-1], Source(signed, document.text[signed.slice]))
            rows, open_quote, unsigned = [], None, None
            continue
        body = block.in_body and block.kind != "subhead"
        joined = None
        if open_quote is not None and body and _goes_on(document.text, block, rows, found[opened_at:]):
            joined = open_quote
            _join(open_quote, rows.pop(0))
            if paragraph.last is None or not rows:
                paragraph.last = open_quote.source
        found += rows
        if body:
            last = paragraph.last
            tail = joined if joined and not rows else found[-1] if found and found[-1].kind == "direct" else None
            unsigned = block.block_id if tail and _is_unsigned(document.text, block, tail) else None
            open_quote = tail if tail and paragraph.left_open and tail.end >= block.end - 2 else None
            opened_at = len(found)
    found.sort(key=lambda f: (f.start, -f.end))
    people.quoted = [(f.start, f.end) for f in found if f.kind == "direct"]
    before: Found | None = None
    for one in found:
        finish(document, one, people, hedges, before)
        if can_be_meant(one):
            before = one
    nest(found)
    link_repeats(document, found)
    return found


def _past_dateline(document: Document) -> list[Block]:
    """Return the blocks, that with the dateline from behind it: place and agency are nobody's words."""
    found = opening_dateline(document)
    if found is None or not found[0].in_body:
        return list(document.blocks)
    opening, dateline = found
    behind = replace(opening, start=opening.start + dateline.end)
    return [behind if block is opening else block for block in document.blocks]


@cache
def _world() -> frozenset[str]:
    """Return the names that are known without the text: media and places."""
    return frozenset(media()) | places()


def _headed(text: str, block: Block, label: Turn, quotes: list[Span]) -> Found:
    """Return what a headline gives to the source before its colon: "Kelm: port will reopen"."""
    end = block.end - (text[block.end - 1] == ".")
    source = Source(label.label, text[label.label.slice])
    kind: AttributionKind = "mixed" if quotes else "indirect"
    return Found(label.words, end, kind, "name before a colon", 0.75, source, block.block_id, quotes)


def _is_unsigned(text: str, block: Block, quote: Found) -> bool:
    """Say whether a block is all one quotation that no cue in it ties to a source."""
    around = text[block.start : quote.start] + text[quote.end : block.end]
    return quote.block == block.block_id and len(around) < 6 and not quote.rule.startswith(("cue", "signature"))


def _sign(quote: Found, signatory: Source) -> None:
    quote.source, quote.rule, quote.confidence = signatory, "signature under the quotation", 0.8


def _goes_on(text: str, block: Block, rows: list[Found], between: list[Found]) -> bool:
    """Say whether a block opens with the quotation that the last one left open, with no other in a subhead between."""
    if not rows or rows[0].kind != "direct" or any(row.kind == "direct" for row in between):
        return False
    return not text[block.start : rows[0].start].strip(_MARKS)


def _join(first: Found, second: Found) -> None:
    """Make a quotation that opens again in the next paragraph part of the one before."""
    first.end = second.end
    first.quotes += second.quotes
    if second.source is not None and (first.source is None or first.confidence < second.confidence):
        first.source, first.rule, first.confidence = second.source, second.rule, second.confidence
