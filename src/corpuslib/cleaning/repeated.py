"""Lines that an outlet repeats from article to article are its furniture, not its news."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpuslib.cleaning.lines import fold
from corpuslib.document import Block, BlockKind, Document

__all__ = ["mark_repeated"]

FEWEST = 3
"""Documents of one outlet, none a near-duplicate of another, that a line must stand in."""

OF_PAGES = 2
"""The same for the lines of whole pages, which are mostly furniture."""

MENU = 7
"""A document with so many blocks of a page's furniture was a whole page."""

_FURNITURE: frozenset[BlockKind] = frozenset(
    ("navigation", "breadcrumb", "related_links", "newsletter_prompt", "social_prompt", "copyright", "comment", "ad")
)

SHARED = 0.6
"""Two documents that share this part of the shorter one's long lines are one text."""

_DIGITS = re.compile(r"\d+")
_KEPT: frozenset[BlockKind] = frozenset(("headline", "duplicate_title", "dateline"))


def mark_repeated(documents: Sequence[Document]) -> list[Document]:
    """Return the documents with lines set aside that their outlet repeats in at least three of them.

    Two are enough for the lines of a whole page. Digits count as equal. Documents that are nearly the same text
    count as one, so that a story published twice does not lose its paragraphs. Documents without an outlet stay
    as they are.
    """
    outlets: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        if document.metadata.outlet:
            outlets[document.metadata.outlet].append(number)
    answer = list(documents)
    for numbers in outlets.values():
        if len(numbers) >= OF_PAGES:
            group = [documents[n] for n in numbers]
            for number, document in zip(numbers, _mark(group), strict=True):
                answer[number] = document
    return answer


def _mark(group: list[Document]) -> list[Document]:
    keys = [{_key(document, block) for block in document.blocks} for document in group]
    texts = _same_text(group)
    seen: dict[str, set[int]] = defaultdict(set)
    for text, lines in zip(texts, keys, strict=True):
        for line in lines:
            seen[line].add(text)
    counts = {line: len(where) for line, where in seen.items() if line and len(where) >= OF_PAGES}
    return [_without(document, counts) for document in group]


def _without(document: Document, counts: Mapping[str, int]) -> Document:
    whole = sum(block.kind in _FURNITURE for block in document.blocks) >= MENU
    least = OF_PAGES if whole else FEWEST
    blocks = (_set_aside(block, counts.get(_key(document, block), 0), least) for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _set_aside(block: Block, count: int, least: int) -> Block:
    if count < least or not block.in_body or block.kind in _KEPT:
        return block
    rule = f"line repeated in {count} documents of the outlet"
    return replace(block, kind="navigation", in_body=False, rule=rule, confidence=0.9)


def _key(document: Document, block: Block) -> str:
    return _DIGITS.sub("0", fold(document.text[block.start : min(block.end, block.start + 1000)]))


def _same_text(group: list[Document]) -> list[int]:
    """Return for each document the number of the first one that it nearly repeats, or its own.

    Only the sentences that few documents share are compared: furniture in common makes no duplicate.
    """
    lines = [{key for block in d.blocks if block.in_body and len((key := _key(d, block)).split()) >= 9} for d in group]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, keys in enumerate(lines):
        for key in keys:
            holders[key].append(number)
    first = list(range(len(group)))
    for number, keys in enumerate(lines):
        shared: dict[int, int] = defaultdict(int)
        for key in keys:
            for other in holders[key][:20]:
                if other < number:
                    shared[other] += 1
        for other in sorted(shared):
            if shared[other] >= 2 and shared[other] >= SHARED * min(len(keys), len(lines[other])):
                first[number] = first[other]
                break
    return first
