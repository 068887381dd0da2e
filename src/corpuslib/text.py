"""Offsets between the text as found and the clean text: spans, edits, and the ledger that holds them.

Cleaning is a series of changes, each made on the result of the one before. A `Draft` applies them and keeps
their composition as a list of edits between the two ends of the series. From the clean text and its edits
the text as found can be rebuilt exactly, and any passage of one can be found in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Literal, NamedTuple
from urllib.parse import quote

from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Change", "Draft", "Edit", "EditKind", "Ledger", "Span", "text_fragment"]

EditKind = Literal["markup", "entity", "mojibake", "lossy", "control", "whitespace", "typography"]


class Span(NamedTuple):
    """A half-open passage of a text, in Unicode code points.

    >>> "Kelm agrees"[Span(0, 4).slice]
    'Kelm'
    """

    start: int
    end: int

    @property
    def slice(self) -> slice:
        """The span as a slice of a string."""
        return slice(self.start, self.end)

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Located):
    """A change that cleaning made: `before` stood in the text as found where `after` stands in the clean text.

    Everything between two edits of a document is the same in both texts.
    """

    table: ClassVar[str] = "edits"

    kind: Annotated[EditKind, Column("what sort of damage or markup was taken away")]
    before: Annotated[str, Column("the characters in the text as found")]
    after: Annotated[str, Column("the characters in the clean text")]
    rule: Annotated[str, Column("rule that made the change; several joined by + where changes met")]
    confidence: Annotated[float, Column("how sure the rule is that the change is right", PROBABILITY)] = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """A change wanted in a draft: replace `[start, end)` of its present text by `after`."""

    start: int
    end: int
    after: str
    kind: EditKind
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True)
class Ledger:
    """All edits between a text as found and its clean text, in order and without overlap.

    >>> draft = Draft.of("caf\\u00c3\\u00a9 noir").apply([Change(3, 5, "é", "mojibake", "utf-8 read as latin-1")])
    >>> draft.text, draft.ledger.to_raw(0, 4), draft.ledger.rebuild(draft.text) == draft.raw
    ('café noir', Span(start=0, end=5), True)
    """

    edits: tuple[Edit, ...] = ()

    @cached_property
    def _clean_starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _clean_ends(self) -> list[int]:
        return [edit.end for edit in self.edits]

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [edit.raw_start for edit in self.edits]

    @cached_property
    def _raw_ends(self) -> list[int]:
        return [edit.raw_end for edit in self.edits]

    def to_raw(self, start: int, end: int) -> Span:
        """Return the passage of the text as found that `[start, end)` of the clean text comes from.

        The passage is tight: a deletion at its border stays outside. A border inside a changed passage
        moves outwards, to the border of the change.
        """
        if not self.edits:
            return Span(start, max(start, end))
        return _map(start, end, self._clean_starts, self._clean_ends, self._raw_starts, self._raw_ends)

    def to_clean(self, raw_start: int, raw_end: int) -> Span:
        """Return the passage of the clean text that `[raw_start, raw_end)` of the text as found became."""
        return _map(raw_start, raw_end, self._raw_starts, self._raw_ends, self._clean_starts, self._clean_ends)

    def rebuild(self, clean: str) -> str:
        """Return the text as found, from the clean text and the edits alone."""
        parts, position = [], 0
        for edit in self.edits:
            parts += [clean[position : edit.start], edit.before]
            position = edit.end
        return "".join([*parts, clean[position:]])


def _map(
    start: int, end: int, starts: list[int], ends: list[int], other_starts: list[int], other_ends: list[int]
) -> Span:
    # A border at p lies after every edit that ends at or before p. An empty edit at p lies before a passage
    # that starts there and after one that ends there, which keeps the answer tight.
    i = bisect_right(ends, start)
    if i < len(starts) and starts[i] < start:
        left = other_starts[i]
    else:
        left = start + (other_ends[i - 1] - ends[i - 1] if i else 0)
    if end <= start:
        return Span(left, left)
    j = bisect_left(starts, end)
    if j and ends[j - 1] > end:
        right = other_ends[j - 1]
    else:
        right = end + (other_starts[j] - starts[j] if j < len(starts) else _tail(ends, other_ends))
    return Span(left, max(left, right))


def _tail(ends: list[int], other_ends: list[int]) -> int:
    return other_ends[-1] - ends[-1] if ends else 0


@dataclass(frozen=True)
class Draft:
    """A text on its way from as found to clean, with the edits made so far."""

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Draft:
        """Start from a text as found."""
        return cls(raw, raw)

    @cached_property
    def ledger(self) -> Ledger:
        """The edits as a ledger."""
        return Ledger(self.edits)

    def apply(self, changes: Iterable[Change]) -> Draft:
        """Return the draft with the changes made, which may come in any order.

        Changes that change nothing are dropped. Raises `ValueError` if two overlap or one leaves the text.
        """
        wanted = sorted((c for c in changes if self.text[c.start : c.end] != c.after), key=lambda c: (c.start, c.end))
        if not wanted:
            return self
        text = _apply(self.text, wanted)
        return Draft(self.raw, text, tuple(_compose(self, wanted, text)))

    def sub(
        self, pattern: re.Pattern[str], after: str | Callable[[re.Match[str]], str], kind: EditKind, rule: str
    ) -> Draft:
        """Return the draft with every match of `pattern` replaced; the counterpart of `re.sub` (no templates)."""
        return self.apply(
            Change(m.start(), m.end(), after if isinstance(after, str) else after(m), kind, rule)
            for m in pattern.finditer(self.text)
        )


def _apply(text: str, changes: list[Change]) -> str:
    parts, position = [], 0
    for change in changes:
        if not position <= change.start <= change.end <= len(text):
            raise ValueError(f"change {change!r} overlaps another or leaves the text of {len(text)} characters")
        parts += [text[position : change.start], change.after]
        position = change.end
    return "".join([*parts, text[position:]])


class _Piece(NamedTuple):
    """An old edit or a new change, by the passage of the middle text (between old and new) that it occupies."""

    start: int
    end: int
    old: bool
    kind: EditKind
    rule: str
    confidence: float
    growth: int
    """By how much the middle text grows (new) or had grown (old) because of it."""


def _compose(draft: Draft, changes: list[Change], text: str) -> Iterator[Edit]:
    """Yield the edits from raw to the new text: old edits and new changes, merged where they meet."""
    pieces = [
        _Piece(e.start, e.end, True, e.kind, e.rule, e.confidence, (e.end - e.start) - (e.raw_end - e.raw_start))
        for e in draft.edits
    ]
    pieces += [
        _Piece(c.start, c.end, False, c.kind, c.rule, c.confidence, len(c.after) - (c.end - c.start)) for c in changes
    ]
    pieces.sort(key=lambda p: (p.start, p.end, not p.old))
    to_raw = to_clean = 0
    for group in _groups(pieces):
        start, end = group[0].start, max(p.end for p in group)
        raw_start, new_start = start + to_raw, start + to_clean
        to_raw -= sum(p.growth for p in group if p.old)
        to_clean += sum(p.growth for p in group if not p.old)
        before, after = draft.raw[raw_start : end + to_raw], text[new_start : end + to_clean]
        if before != after:
            yield Edit(
                start=new_start,
                end=end + to_clean,
                raw_start=raw_start,
                raw_end=end + to_raw,
                kind=group[0].kind,
                before=before,
                after=after,
                rule="+".join(dict.fromkeys(rule for p in group for rule in p.rule.split("+"))),
                confidence=min(p.confidence for p in group),
            )


def _groups(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield runs of pieces that share a character of the middle text.

    Pieces that only touch stay apart: in the order given, their passages follow each other in all three texts.
    """
    group: list[_Piece] = []
    end = 0
    for piece in pieces:
        if group and piece.start >= end:
            yield group
            group = []
        group.append(piece)
        end = max(end, piece.end)
    if group:
        yield group


_QUOTED = 8  # words of a passage by which a browser finds it
_AHEAD = 4  # words before it, where its own stand earlier in the text as well
_WORD = re.compile(r"\w+(?:[^\w\s]+\w+)*")


def text_fragment(text: str, start: int, end: int, shown: str | None = None) -> str:
    """Return what makes an address lead a browser to a passage: `:~:text=` and its first words, percent-encoded.

    The words are of one line, since a line break can be the border of a block, and follow those before them where
    alone they would lead elsewhere. `shown` is the text that the browser shows, if it is another than `text`: of the
    passage the first words are taken that both have, if any. Returns "" for a passage that begins with no word.
    Source: URL Fragment Text Directives, W3C Community Group draft (2024). A browser that does not know them opens
    the page at its top.

    >>> text_fragment("Two shots, two.\\nTwo shots in all.", 16, 25)
    ':~:text=Two%20shots%2C%20two.-,Two%20shots'
    >>> text_fragment("He said “no way”.", 8, 17, "He said â€œno wayâ€.")
    ':~:text=no%20way'
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    words = [m.span() for m in _WORD.finditer(text, first, last if last >= 0 else len(text))]
    inside = [n for n, word in enumerate(words) if word[0] < end and start < word[1]]
    if not inside or start == end:
        return ""
    flat = " ".join((text if shown is None else shown).split())
    runs = [text[words[n][0] : words[min(n + _QUOTED - 1, inside[-1])][1]] for n in inside]
    at = next((k for k, run in enumerate(runs) if " ".join(run.split()) in flat), 0)
    run, before = " ".join(runs[at].split()), text[: words[inside[at]][0]].rstrip()
    # What stands before the words may be in another block, if only it is in one.
    ahead = before.rpartition("\n")[2].split()[-_AHEAD:] if run in " ".join(before.split()) else []
    return ":~:text=" + (f"{_percent(ahead)}-," if ahead else "") + _percent([run])


def _percent(words: Iterable[str]) -> str:
    # A hyphen is a mark of the directive itself.
    return quote(" ".join(words), safe="").replace("-", "%2D")
