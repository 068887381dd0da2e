"""The lines of one text while they are being typed, and what a rule knows of one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpuslib.cleaning.calendar import is_date_line, names_a_day, names_an_hour
from corpuslib.cleaning.lines import Line, Verdict, boilerplate
from corpuslib.cleaning.titles import Suffix, has_paper_word, outlet_prefix, outlet_suffix
from corpuslib.document import BlockKind

__all__ = ["AFTER_STANDFIRST", "AGAIN", "MASTHEAD", "NAMES", "STANDFIRST", "Page", "known", "known_date"]


@dataclass
class Page:
    """The lines of one text while they are being typed; `verdicts[i]` is None as long as line i is open."""

    lines: list[Line]
    outlet: str | None
    title: str | None
    verdicts: list[Verdict | None] = field(default_factory=list)
    headline: int | None = None
    whole: bool = False
    """Whether the text is a whole page, menus and all, and not just an article."""

    def open(self, i: int) -> bool:
        """Say whether line i has no verdict yet."""
        return self.verdicts[i] is None

    def give(self, i: int, verdict: Verdict) -> None:
        """Give line i a verdict, unless it has one."""
        if self.verdicts[i] is None:
            self.verdicts[i] = verdict

    def kind(self, i: int) -> BlockKind | None:
        """Return the kind of line i so far."""
        verdict = self.verdicts[i]
        return verdict.kind if verdict else None

    def in_body(self, i: int) -> bool:
        """Say whether line i has a verdict and is in the body."""
        verdict = self.verdicts[i]
        return verdict is not None and verdict.in_body

    def suffix(self, i: int) -> Suffix | None:
        """Return the outlet's name at the end of a title."""
        title = self.lines[i].text
        body = " ".join(line.text for line in self.lines[i + 1 : i + 40])[:20000]
        suffix = outlet_suffix(title, self.outlet, body)
        return suffix if suffix and suffix.title_end > outlet_prefix(title, self.outlet) else None


AFTER_STANDFIRST = 3
"""How many lines after the first prose, which may be a standfirst, a byline is looked for."""

TIMESTAMP = Verdict("timestamp", "line that holds a date only", 0.95)
NAMED_DATE = Verdict("timestamp", "short line with a full date before the body", 0.8)
NAMED_AUTHOR = Verdict("byline", "names before a date", 0.8)
NAMED_HOUR = Verdict("timestamp", "short line with a weekday and a time of day before the body", 0.7)
MASTHEAD = Verdict("navigation", "the outlet's name above the headline", 0.85)
STANDFIRST = Verdict("standfirst", "prose between headline and date or byline", 0.9)
AGAIN = Verdict("duplicate_title", "the headline again", 0.97)

_PERSON = r"[A-ZÀ-Þ][a-zß-ÿ'’-]+(?: [A-Z]\.)?(?: (?:de|van|von|der|al|el|bin))?(?: [A-ZÀ-Þ][a-zß-ÿ'’-]+){1,2}"
_AUTHOR_FIRST = re.compile(rf"(?:[Bb]y|[Vv]on|[Pp]ar) {_PERSON}\s?[·•|,–—-]\s|(?!The ){_PERSON}\s?[·•|]\s")
NAMES = re.compile(rf"{_PERSON}(?:(?:,| and| und| et| &) {_PERSON}){{0,4}}(?:,? (?:in|en|à) [A-ZÀ-Þ][\w'’-]+)?")


def known(line: Line, head: bool) -> Verdict | None:
    """Return what a rule takes a line for; `head` says whether it stands before the body.

    >>> known(Line.of("3 May 2031"), head=True).kind
    'timestamp'
    """
    verdict = boilerplate(line, head=head)
    if verdict is None and is_date_line(line.text):
        return TIMESTAMP
    if verdict is None and head and not line.is_sentence and line.words <= 14:
        if names_a_day(line.text):
            author = _AUTHOR_FIRST.match(line.text)
            return NAMED_AUTHOR if author and not has_paper_word(author.group()) else NAMED_DATE
        if names_an_hour(line.text):
            return NAMED_HOUR
    return verdict


def known_date(line: Line) -> Verdict | None:
    """Return the verdict on a short line that names a day in full, or None.

    >>> known_date(Line.of("Updated Monday, 3 May 2031 at noon")).kind
    'timestamp'
    """
    verdict = known(line, head=True)
    return verdict if verdict in (NAMED_DATE, NAMED_AUTHOR) else None
