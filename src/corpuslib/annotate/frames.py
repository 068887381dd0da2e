"""Frames: passages whose words speak for a frame, by a codebook of weighted terms.

A hit is evidence that a reader can open and judge, not a coded frame: how often frames occur is a matter for
the statistics, with hand codes beside them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
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
    "frames_present",
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

    Of two terms of one frame that share a word the longer one counts, since it says more of how the word is meant;
    of two of the same number of words the heavier one, then the one that begins first.
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
            start, end = tokens[match.first].start, tokens[match.last].end
            hits.append(
                FrameHit(
                    **document.place(start, end),
                    codebook=codebook.name,
                    frame=match.entry.frame,
                    term=match.entry.term.text,
                    weight=match.entry.term.weight,
                )
            )
    return hits


def frames_present(hits: Iterable[FrameHit], words: int, points: float = 5.0) -> set[str]:
    """Return the frames that the evidence in one text is dense enough for: a decision without any training.

    `hits` are those of one text by one codebook, `words` the number of words that were searched. A frame is present if
    the weights of its hits come to `points` or more in 1,000 words. The default was chosen for the `generic` codebook
    and whole articles; in a headline a single hit is always enough. It is a guess of modest quality: how good it is
    on texts of one's own, only hand codes tell. Raises `ValueError` if the hits are of several codebooks.

    >>> sorted(frames_present(frames("Ministers clashed over a tariff.", "generic"), words=5))
    ['conflict', 'economic_consequences']
    >>> frames_present(frames("Ministers clashed over a tariff.", "generic"), words=800)
    set()
    """
    weights: dict[tuple[str, str], list[float]] = {}
    for hit in hits:
        weights.setdefault((hit.codebook, hit.frame), []).append(hit.weight)
    codebooks = sorted({codebook for codebook, _ in weights})
    if len(codebooks) > 1:
        raise ValueError(f"hits of several codebooks ({', '.join(codebooks)}): decide for each codebook on its own")
    return {frame for (_, frame), found in weights.items() if 1000 * math.fsum(found) >= points * words}


# Words are looked up by their first token, so that time does not grow with the number of terms.

_TOKEN = re.compile(r"[^\W_]+")
_GAPS = frozenset([" ", "-", "'", "’", "\u00a0", "\u2010", "\u2011", "\n", "/"])
_NEGATORS = frozenset(["no", "not", "never", "without", "nor", "neither", "none", "cannot", "hardly", "t"])


class _Token(NamedTuple):
    text: str
    start: int
    end: int


class _Match(NamedTuple):
    """A term at the tokens from `first` to `last`."""

    first: int
    last: int
    entry: Entry

    @property
    def rank(self) -> tuple[int, float, int, str, str]:
        return self.first - self.last, -self.entry.term.weight, self.first, self.entry.frame, self.entry.term.text


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
                yield _Match(i, i + length - 1, entry)


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


def _disjoint(matches: Iterable[_Match]) -> list[_Match]:
    """Return the matches without those that share a token with a better one of their frame."""
    taken: set[tuple[str, int]] = set()
    kept = []
    for match in sorted(matches, key=lambda m: m.rank):
        places = {(match.entry.frame, i) for i in range(match.first, match.last + 1)}
        if taken.isdisjoint(places):
            taken |= places
            kept.append(match)
    return sorted(kept, key=lambda m: (m.first, m.last, m.entry.frame))
