"""Frames: passages whose words speak for a frame, by a codebook of weighted terms.

A hit is evidence that a reader can open and judge, not a coded frame: how often frames occur is a matter for
the statistics, with hand codes beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple

from corpuslib.annotate._codebook import Codebook, Entry, Frame, Index, Pattern, Term
from corpuslib.annotate._codebook_file import SHIPPED, CodebookError, load_codebook
from corpuslib.document import Document, as_document
from corpuslib.tables import Column, Located

__all__ = [
    "SHIPPED",
    "Codebook",
    "CodebookError",
    "Frame",
    "FrameHit",
    "Term",
    "find_frames",
    "frames",
    "load_codebook",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHit(Located):
    """A passage whose words speak for a frame of a codebook."""

    table: ClassVar[str] = "frames"

    codebook: Annotated[str, Column("name of the codebook")]
    frame: Annotated[str, Column("name of the frame in the codebook, e.g. `conflict`")]
    term: Annotated[str, Column("term of the codebook that matched, as the codebook writes it")]
    weight: Annotated[float, Column("weight of the term in its frame", "1 = ordinary evidence")]


def frames(text: str | Document, codebook: Codebook | str | Path | None = None) -> list[FrameHit]:
    """Return the passages that speak for a frame, in order.

    `codebook` is the name of a shipped codebook (`policy`, the default: the Policy Frames of Boydstun et al.
    2014; `generic`: the generic news frames of Semetko and Valkenburg 2000), the path of a TOML file, or a
    codebook. Raises `CodebookError` if it cannot be used.

    >>> [(hit.frame, hit.term) for hit in frames("Ministers clashed over a tariff.", "generic")]
    [('conflict', 'clash'), ('economic_consequences', 'tariff')]
    """
    if not isinstance(codebook, Codebook):
        codebook = load_codebook("policy" if codebook is None else codebook)
    return find_frames(as_document(text), codebook)


def find_frames(document: Document, codebook: Codebook) -> list[FrameHit]:
    """Return the passages of headline, standfirst and body that speak for a frame, in order.

    Of two terms of one frame that share a word the one that begins first counts, and of those the longer one.
    """
    if document.metadata.language not in (None, "en"):
        return []
    index = codebook.index
    known: dict[str, tuple[Entry, ...]] = {}
    hits: list[FrameHit] = []
    for block in document.blocks:
        if not (block.in_body or block.kind in ("headline", "standfirst")):
            continue
        tokens = _tokens(document.text, block.start, block.end)
        for match in _disjoint(_matches(document.text, tokens, index, known)):
            hits.append(
                FrameHit(
                    **document.place(match.start, match.end),
                    codebook=codebook.name,
                    frame=match.entry.frame,
                    term=match.entry.term.text,
                    weight=match.entry.term.weight,
                )
            )
    return hits


# Words are looked up by their first token, so that time does not grow with the number of terms.

_TOKEN = re.compile(r"[^\W_]+")
_GAPS = frozenset([" ", "-", "'", "’", "\u00a0", "\u2010", "\u2011", "\n", "/"])
_NEGATORS = frozenset(["no", "not", "never", "without", "nor", "neither", "none", "cannot", "hardly", "t"])


class _Token(NamedTuple):
    text: str
    start: int
    end: int


class _Match(NamedTuple):
    start: int
    end: int
    entry: Entry


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def _matches(
    text: str, tokens: Sequence[_Token], index: Index, known: dict[str, tuple[Entry, ...]]
) -> Iterator[_Match]:
    for i, token in enumerate(tokens):
        entries = known.get(token.text)
        if entries is None:
            entries = known[token.text] = index.entries(token.text)
        for entry in entries:
            length = len(entry.pattern)
            if (
                (length == 1 or _fits(text, tokens, i, entry.pattern))
                and not _in_context(text, tokens, i, length, entry.contexts)
                and not _is_negated(tokens, i, entry.term.negation)
            ):
                yield _Match(token.start, tokens[i + length - 1].end, entry)


def _fits(text: str, tokens: Sequence[_Token], i: int, pattern: Pattern) -> bool:
    if i < 0 or i + len(pattern) > len(tokens):
        return False
    for k, word in enumerate(pattern):
        if not word.fits(tokens[i + k].text):
            return False
        if k and text[tokens[i + k - 1].end : tokens[i + k].start] not in _GAPS:
            return False
    return True


def _in_context(text: str, tokens: Sequence[_Token], i: int, length: int, contexts: Sequence[Pattern]) -> bool:
    return any(
        _fits(text, tokens, i - shift, context) for context in contexts for shift in range(len(context) - length + 1)
    )


def _is_negated(tokens: Sequence[_Token], i: int, window: int) -> bool:
    return any(token.text in _NEGATORS for token in tokens[max(0, i - window) : i]) if window else False


def _disjoint(matches: Iterator[_Match]) -> list[_Match]:
    """Return the matches without those that share a character with an earlier or longer one of their frame."""
    ends: dict[str, int] = {}
    kept = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.entry.frame, m.entry.term.text)):
        if match.start >= ends.get(match.entry.frame, -1):
            ends[match.entry.frame] = match.end
            kept.append(match)
    return sorted(kept, key=lambda m: (m.start, m.end, m.entry.frame))
