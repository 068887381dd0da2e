"""What can be said of one line by itself: prose, sentence, title, or one of the known kinds of boilerplate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import cast, get_args

from corpuslib.document import BlockKind
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["Line", "Verdict", "boilerplate", "fold"]

LONGEST = 600
"""Patterns see no line longer than this; a longer one is not boilerplate of a known kind."""

_STOP = re.compile(r"[.!?…。！？؟।։](?:[\"'”’“‘»«)\]]|\[\d{1,3}\]){0,4}\s?$")
_QUOTE_END = re.compile(r"[\"”»“],?$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is, by which rule and how surely."""

    kind: BlockKind
    rule: str
    confidence: float
    in_body: bool = False


@dataclass(frozen=True)
class Line:
    """A line that is not empty, with its place in the clean text."""

    span: Span
    text: str

    @classmethod
    def of(cls, text: str) -> Line:
        """Take a string as a line that is a text of its own."""
        return cls(Span(0, len(text)), text)

    @cached_property
    def tokens(self) -> list[str]:
        """The words at the start of the line, as written."""
        return _WORD.findall(self.text[:4000])

    @cached_property
    def words(self) -> int:
        """Number of words; scripts without spaces count two characters as one."""
        if self.text.isascii():
            return len(self.tokens)
        unspaced = len(_UNSPACED.findall(self.text[:4000]))
        return len(self.tokens) if unspaced < 4 else unspaced // 2

    @cached_property
    def stops(self) -> bool:
        """Whether the line ends like a sentence."""
        return _STOP.search(self.text[-12:]) is not None

    @cached_property
    def is_sentence(self) -> bool:
        """Whether the line may be a short paragraph."""
        return self.words >= 3 and (self.stops or _QUOTE_END.search(self.text[-3:]) is not None)

    @cached_property
    def is_prose(self) -> bool:
        """Whether the line can hardly be anything but a paragraph."""
        return (self.words >= 9 and self.stops) or self.words >= 30

    @cached_property
    def is_title(self) -> bool:
        """Whether the line may be a headline."""
        return 2 <= self.words <= 25 and len(self.text) <= 220 and self.text[-1] not in ".;,:" and not self.is_prose

    @cached_property
    def folded(self) -> str:
        """The words of the line in lower case."""
        return fold(self.text[:LONGEST])


def fold(text: str) -> str:
    """Return the words of a text in lower case, one space between.

    >>> fold("Kelm: Talks  end!")
    'kelm talks end'
    """
    return " ".join(_WORD.findall(text.lower()))


@dataclass(frozen=True, slots=True)
class _Pattern:
    verdict: Verdict
    head_only: bool
    words: int
    match: re.Pattern[str]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    kinds = get_args(BlockKind)
    found = []
    for row in rows("boilerplate.tsv"):
        if row["kind"] not in kinds:
            raise ValueError(f"lexicon/boilerplate.tsv: no block is of kind {row['kind']!r}")
        verdict = Verdict(cast(BlockKind, row["kind"]), row["rule"], float(row["confidence"]))
        # The names in a byline are told from other words by their capitals.
        flags = re.NOFLAG if row["kind"] == "byline" else re.IGNORECASE
        found.append(_Pattern(verdict, row["where"] == "head", int(row["words"]), re.compile(row["pattern"], flags)))
    return tuple(found)


@lru_cache(maxsize=256)
def _patterns_for(words: int, head: bool) -> tuple[_Pattern, ...]:
    return tuple(pattern for pattern in _patterns() if words <= pattern.words and (head or not pattern.head_only))


def boilerplate(line: Line, *, head: bool) -> Verdict | None:
    """Return the known kind of boilerplate that a whole line is, or None.

    `head` says whether the line stands before the body, where bylines and breadcrumbs are looked for.

    >>> boilerplate(Line(Span(0, 26), "READ ALSO: Kelm signs pact"), head=False).kind
    'read_also'
    """
    if len(line.text) > LONGEST:
        return None
    for pattern in _patterns_for(line.words, head):
        if pattern.match.fullmatch(line.text):
            return pattern.verdict
    return None
