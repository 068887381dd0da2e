"""Hedges and words of verification: how far a text stands behind what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, Literal, NamedTuple, cast, get_args

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
    Bosk's (1982) class. The other kinds are our own. They say how news writers treat a source, and refine what
    Szarvas et al. and FactBank (Saurí & Pustejovsky 2009, Language Resources and Evaluation 43) count as
    attribution or as the commitment of a source: distancing, anonymous_sourcing, non_disclosure, non_response,
    self_report, confirmation, corroboration, unverified, speculation, denial.

    Rows are words found in a lexicon, with the words beside them looked at. They do not say whose uncertainty it
    is, nor what in the sentence is uncertain.
    """

    table: ClassVar[str] = "hedges"

    kind: Annotated[
        HedgeKind,
        Column(
            'what the cue does: epistemic (may or may not be so: "may", "likely"), doxastic (somebody holds it: '
            '"believes"), investigation (is being found out: "whether"), conditional (holds if: "unless"), '
            'approximator (not exact: "about 40"), distancing (the writer does not vouch for it: "claimed"), '
            'anonymous_sourcing (the source is withheld: "on condition of anonymity"), non_disclosure (a source '
            'leaves it out: "did not say when"), non_response (a source does not answer: "declined to comment"), '
            'self_report (a source on itself: "by its own account"), confirmation (a source confirms or concedes: '
            '"acknowledged"), corroboration (several sources: "separately confirmed"), unverified (nobody has '
            'checked: "could not be verified"), speculation (a guess or forecast: "predicted"), denial (a source '
            'says it is not so: "denied")'
        ),
    ]
    cue: Annotated[str, Column('entry of the lexicon that matched, e.g. "declined to comment"')]


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


class _Entry(NamedTuple):
    """A cue and the words that may not or must stand beside it."""

    cue: str
    not_after: frozenset[str]
    not_before: frozenset[str]
    before: frozenset[str]


_NUMBER = re.compile(
    r"[$€£¥]?\d|(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands|millions"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|a (?:dozen|half|third|quarter|fifth|tenth|hundred|thousand|million|billion))\b"
)


def _search(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return start, end and entry of the hedges of a passage: of those that overlap the first, then the longest."""
    lower = text[start:end].lower()
    if len(lower) != end - start:  # a letter whose lower case is two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[start:end])
    lower = lower.replace("’", "'").replace("\n", " ")
    found = sorted(_candidates(lower, text[start:end]), key=lambda hit: (hit[0], -hit[1]))
    kept, reached = [], 0
    for first, stop, cue in found:
        if first >= reached:
            kept.append((start + first, start + stop, cue))
            reached = stop
    return kept


_LETTERS = bytes(c if chr(c).isascii() and chr(c).isalpha() else 32 for c in range(256))
"""For each byte itself, if it is a letter of English, else a space."""


def _candidates(lower: str, written: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and entry of every cue that the words beside it allow, also of those that overlap."""
    table = _entries()
    words = lower.encode("utf-8", "replace").translate(_LETTERS).split()
    if table.keys().isdisjoint(words):  # most passages have none, and to know that costs little
        return
    for word in table.keys() & set(words):
        for entry in table[word]:
            first = lower.find(entry.cue)
            while first >= 0:
                stop = first + len(entry.cue)
                if _is_apart(lower, first, stop) and _fits(entry, lower, written, first, stop):
                    yield first, stop, entry.cue
                first = lower.find(entry.cue, stop)


def _is_apart(lower: str, first: int, stop: int) -> bool:
    """Say whether a cue is a word of its own: no part of a longer word, nor of a compound."""
    before, after = lower[max(0, first - 2) : first], lower[stop : stop + 2]
    if before[-1:].isalnum() or after[:1].isalnum():
        return False
    return not (
        (before[-1:] in ("-", "'") and before[:-1].isalnum()) or (after[:1] in ("-", "'") and after[1:].isalnum())
    )


def _fits(entry: _Entry, lower: str, written: str, first: int, stop: int) -> bool:
    """Say whether the words beside a cue allow it to be one."""
    if entry.not_after and _word_before(lower, first) in entry.not_after:
        return False
    if "A" in entry.not_after and written[first].isupper():
        return False
    if entry.not_before or entry.before:
        after = _word_after(lower, stop)
        return after not in entry.not_before and (not entry.before or after in entry.before)
    return True


BESIDE = 30
"""Characters beside a cue that are looked at."""


def _word_before(lower: str, first: int) -> str:
    """Return the word directly before a cue, ^ where punctuation or nothing is.

    >>> _word_before("an alleged suspect", 11), _word_before("no, suspect", 4)
    ('alleged', '^')
    """
    words = lower[max(0, first - BESIDE) : first].split(" ")
    if len(words) < 2 or words[-1] or not words[-2][-1:].isalnum():
        return "^"
    return words[-2].lstrip("\"'“‘(")


def _word_after(lower: str, stop: int) -> str:
    """Return the word directly after a cue, # for a number, ^ where punctuation or nothing is.

    >>> _word_after("about 40", 5), _word_after("about peace.", 5), _word_after("or so.", 5)
    ('#', 'peace', '^')
    """
    beside = lower[stop : stop + BESIDE]
    if beside[:1] != " ":
        return "^"
    if _NUMBER.match(beside, 1):
        return "#"
    return beside[1:].split(" ")[0].rstrip("\"'”.,;:!?)") or "^"


@cache
def _entries() -> dict[bytes, tuple[_Entry, ...]]:
    """Return the entries by their rarest word, so that little is tried in vain: the longest, function words last."""
    common = next(row["words"] for row in rows("function_words.tsv") if row["language"] == "en").split()
    rank = {word: number for number, word in enumerate(common)}  # the most frequent first
    table: dict[bytes, list[_Entry]] = {}
    for row in rows("hedges.tsv"):
        word = max(re.findall("[a-z]+", row["cue"]), key=lambda word: (rank.get(word, len(rank)), len(word)))
        beside = (frozenset(row[name].split()) for name in ("not_after", "not_before", "before"))
        table.setdefault(word.encode(), []).append(_Entry(row["cue"], *beside))
    return {word: tuple(entries) for word, entries in table.items()}


@cache
def _kinds() -> dict[str, HedgeKind]:
    kinds = {row["cue"]: row["kind"] for row in rows("hedges.tsv")}
    if unknown := sorted(set(kinds.values()) - set(get_args(HedgeKind))):
        raise ValueError(f"lexicon/hedges.tsv: unknown kind {unknown[0]!r}")
    return cast(dict[str, HedgeKind], kinds)


def _kind(cue: str) -> HedgeKind:
    return _kinds()[cue]
