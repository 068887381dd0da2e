"""Quotations in headlines and subheads that repeat one of the body: linked to it, and given its speaker."""

from __future__ import annotations

import re

from corpuslib.annotate._found import Found
from corpuslib.document import Document

__all__ = ["link_repeats"]

_WORD = re.compile(r"\w[\w’'-]*")
_MOST = 50


def link_repeats(document: Document, found: list[Found]) -> None:
    """Link the quotations of headlines and subheads to the first in the body that holds their words.

    The words may stand together, or, where there are two of four letters or more, scattered ("immature, rash" of
    "rash and immature"). What somebody says in the body is said in the headline too, and by the same speaker.
    """
    heads = {block.block_id for block in document.blocks if block.kind in ("headline", "subhead")}
    if not any(one.block in heads and one.quotes for one in found):
        return
    body: dict[str, list[tuple[int, str]]] = {}
    for number, one in enumerate(found):
        for span in one.quotes if one.block not in heads else ():
            words = _words(document.text[span.start : span.end])
            for word in set(words):
                body.setdefault(word, []).append((number, f" {' '.join(words)} "))
    for one in found:
        if one.block in heads and one.quotes:
            span = one.quotes[0]
            one.repeats = _repeated(_words(document.text[span.start : span.end]), body, found)
            if one.repeats is not None:
                _adopt(one, found[one.repeats])


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _repeated(words: list[str], body: dict[str, list[tuple[int, str]]], found: list[Found]) -> int | None:
    """Return the first quotation of the body that holds the words of one in a headline, rather a spoken one."""
    if not words:
        return None
    told = f" {' '.join(words)} "
    long = {f" {word} " for word in words if len(word) > 3}
    holding = [
        number
        for number, whole in body.get(max(words, key=len), ())[:_MOST]
        if told in whole or (len(long) > 1 and all(word in whole for word in long))
    ]
    return min(holding, key=lambda number: (found[number].kind == "scare", number), default=None)


def _adopt(head: Found, whole: Found) -> None:
    """Give a repeated quotation without a source the speaker and the chain of the one it repeats."""
    if whole.kind == "scare" or head.mention is not None:
        return
    if head.kind == "scare":
        head.kind, head.rule = "mixed", "repeats a quotation of the body"
    head.speaker, head.source_type, head.anonymous = whole.speaker, whole.source_type, whole.anonymous
    head.chain = whole.chain
