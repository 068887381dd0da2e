"""Sources that the layout tells: a label before a colon, a signature after or under a quotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._source_types import role_of
from corpuslib.document import Block
from corpuslib.text import Span

__all__ = ["Turn", "labels", "signature_after", "signature_line", "turn"]

_NAME = r"[A-ZÀ-ÖØ-Þ][\w.’'-]{0,24}(?:[ \xa0](?:(?:de|da|van|von|bin|al|the|of)[ \xa0])?[A-ZÀ-ÖØ-Þ][\w.’'-]{0,24}){0,4}"
_LABEL = re.compile(rf"[\s\"“]{{0,4}}({_NAME})(?: \([^()\n]{{1,30}}\))?:[ \xa0]+(?=\S)")
_DASH = r"(?:[–—―~]|--?)"
_SIGNED = re.compile(rf"[”\"»“][\s\xa0]*{_DASH}[\s\xa0]*({_NAME})(?:,[^.!?:;”\"\n]{{1,60}})?[\s.]*$")
_SIGNATURE = re.compile(rf"({_DASH}?)[\s\xa0]*({_NAME})(?:, [\w’'&., -]{{1,100}})?[\s.]*[”\"]?[\s.]*$")


class Turn(NamedTuple):
    """A line of a transcript or a headline: the label before the colon and where the words begin."""

    label: Span
    words: int


def turn(text: str, block: Block) -> Turn | None:
    """Return the label that a block opens with, whoever or whatever it names.

    >>> from corpuslib.document import as_document
    >>> turn("KELM: We will sign.", as_document("KELM: We will sign.").blocks[0])
    Turn(label=Span(start=0, end=4), words=6)
    """
    match = _LABEL.match(text, block.start, min(block.end, block.start + 160))
    return Turn(Span(*match.span(1)), match.end()) if match else None


def labels(text: str, blocks: Sequence[Block], known: frozenset[str]) -> dict[str, bool]:
    """Return the labels that name a source, each with whether it opens the turns of a transcript.

    A source is a word for one ("Poll"), a name that the text knows, or capitals that recur.
    """
    turns = [turn(text, block) for block in blocks]
    opened = [text[one.label.slice] for one in turns if one is not None]
    recurs = Counter(label.split()[-1] for label in opened)  # "Ana Kelm:" is "Kelm:" from then on
    found: dict[str, bool] = {}
    for label in dict.fromkeys(opened):
        last = label.split()[-1]
        times = recurs[last]
        capitals = label.isupper() and len(last) > 2
        named = last in known or (capitals and last.title() in known)
        if last.lower() not in word_list("no_speakers") and (
            named or (capitals and times > 1) or role_of(last.lower())
        ):
            found[label] = capitals or times > 1
    return found


def signature_after(text: str, block: Block) -> Span | None:
    """Return the name in “…” — Ana Kelm, mayor of Aln, at the end of a block."""
    match = _SIGNED.search(text, max(block.start, block.end - 140), block.end)
    return Span(*match.span(1)) if match else None


def signature_line(text: str, block: Block, known: frozenset[str]) -> Span | None:
    """Return the name in a block that only signs the quotation above: — Ana Kelm, mayor of Aln."""
    if block.end - block.start > 140:
        return None
    match = _SIGNATURE.match(text, block.start, block.end)
    if match is None or not (match.group(1) or any(word in known for word in match.group(2).split())):
        return None
    return Span(*match.span(2))
