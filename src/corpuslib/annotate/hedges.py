"""Hedges and words of verification: how far a text stands behind what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, Literal

from corpuslib.document import Document, as_document
from corpuslib.lexicon import rows
from corpuslib.tables import Column, Located

__all__ = ["Hedge", "HedgeKind", "find_hedges", "hedge_spans", "hedges"]

HedgeKind = Literal[
    "epistemic",
    "doxastic",
    "investigation",
    "conditional",
    "approximator",
    "distancing",
    "anonymous_sourcing",
    "non_disclosure",
    "non_response",
    "self_report",
    "confirmation",
    "corroboration",
    "unverified",
    "speculation",
    "denial",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge(Located):
    """A word or phrase that weakens, distances or verifies a statement.

    epistemic, doxastic, investigation and conditional are the classes of semantic uncertainty of Szarvas,
    Vincze, Farkas, Móra & Gurevych (2012, Computational Linguistics 38:2); approximator is Prince, Frader &
    Bosk's (1982) class as used by Hyland (1998). The other kinds say how news writers treat a source and are
    our own refinement of Hyland's attribution to others: distancing ("claimed"), anonymous_sourcing,
    non_disclosure ("did not say"), non_response ("declined to comment"), self_report ("by its own account"),
    confirmation, corroboration, unverified, speculation, denial.
    """

    table: ClassVar[str] = "hedges"

    kind: Annotated[HedgeKind, Column('what the cue does, e.g. non_response for "declined to comment"')]
    cue: Annotated[str, Column('dictionary entry that matched, e.g. "declined to comment"')]


def hedges(text: str | Document) -> list[Hedge]:
    """Return the hedges of a text in order; they do not overlap, the longest entry wins.

    >>> [(h.cue, h.kind) for h in hedges("The ministry declined to comment. It may sign in May.")]
    [('declined to comment', 'non_response'), ('may', 'epistemic')]
    """
    return find_hedges(as_document(text))


def find_hedges(document: Document) -> list[Hedge]:
    """Return the hedges of the headline and the body's blocks, if the document is English."""
    return [Hedge(**document.place(start, end), kind=_kind(cue), cue=cue) for start, end, cue in hedge_spans(document)]


def hedge_spans(document: Document) -> list[tuple[int, int, str]]:
    """Return start, end and entry of every hedge; what `find_hedges` makes rows of."""
    if document.metadata.language not in (None, "en"):
        return []
    return [
        hit
        for block in document.blocks
        if block.in_body or block.kind == "headline"
        for hit in _search(document.text, block.start, block.end)
    ]


_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NUMBER = re.compile(r"\s?[$€£¥]?(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|a dozen|dozens|hundreds)\b)")


def _search(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    table = _entries()
    lower = text[start:end].lower().replace("’", "'")
    if len(lower) != end - start:  # a letter whose lower case is two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[start:end]).replace("’", "'")
    reached = 0
    for match in _WORD.finditer(lower):
        entries = table.get(match.group())
        if entries is None:
            continue
        first = match.start()
        if first < reached or (match.group() == "may" and text[start + first] == "M"):
            continue
        for phrase, bare, _ in entries:
            stop = first + len(bare)
            if not lower.startswith(bare, first) or lower[stop : stop + 1].isalnum():
                continue
            if phrase is not bare and not _NUMBER.match(lower, stop):
                continue
            yield start + first, start + stop, phrase
            reached = stop
            break


@cache
def _entries() -> dict[str, list[tuple[str, str, HedgeKind]]]:
    """Return the entries by their first word, the longest first: entry, entry without #, kind."""
    table: dict[str, list[tuple[str, str, HedgeKind]]] = {}
    for row in sorted(rows("hedges.tsv"), key=lambda row: (-len(row["cue"]), row["cue"])):
        cue = row["cue"]
        bare = cue.removesuffix(" #") if cue.endswith(" #") else cue
        table.setdefault(cue.split()[0], []).append((cue, bare, _checked(row["kind"])))
    return table


@cache
def _kinds() -> dict[str, HedgeKind]:
    return {cue: kind for entries in _entries().values() for cue, _, kind in entries}


def _kind(cue: str) -> HedgeKind:
    return _kinds()[cue]


def _checked(kind: str) -> HedgeKind:
    from typing import get_args

    for known in get_args(HedgeKind):
        if kind == known:
            return known  # type: ignore[no-any-return]
    raise ValueError(f"hedges.tsv: unknown kind {kind!r}")
