"""Dates that stand apart from the text, and which of them is the article's own.

A page is full of dates: today's above the menu, those of other articles beside and below, of comments, of pictures,
in the small print. Each that stands in a short line or after a word such as "Published" is a candidate. What speaks
for it (its label, what else its line says, how near it stands to the headline and the first paragraph) is weighed
against what speaks for the others.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpuslib.cleaning.calendar import CLOCK, YEARS, Expression, expressions, month_first, settled
from corpuslib.cleaning.weighing import STOP, Layout, close_by, from_headline, from_text, layout_of, likeliest, weights
from corpuslib.document import Document
from corpuslib.lexicon import rows

__all__ = ["Stamp", "choose", "label_before", "stamps"]

LONGEST = 240
"""Characters of a line in which a date without a label may be a stamp."""

SEEN = 400
"""Characters of a longer line in which a labelled date is looked for."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that may be the article's own: its place, day and label, and the evidence for and against it."""

    start: int
    end: int
    date: datetime.date
    label: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    block: int
    said: Expression
    date: datetime.date
    label: str | None
    first: bool
    line: str


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for kind in ("published", "modified", "comment", "other"):
        forms = [form for row in rows("date_labels.tsv") if row["kind"] == kind for form in row["forms"].split("|")]
        either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
        found.append((kind, re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)))
    return tuple(found)


def label_before(text: str) -> str | None:
    """Return the kind of the last label in what stands before a date: published, modified, comment or other.

    >>> label_before("Published: 3 May 2031, last updated")
    'modified'
    """
    last: tuple[int, str | None] = (-1, None)
    for kind, pattern in _labels():
        for match in pattern.finditer(text[-80:]):
            last = max(last, (match.end(), kind), key=lambda found: found[0])
    return last[1]


_MAYBE = re.compile(r"(?:19|20)\d\d|\d[/.]\d{1,2}[/.]\d\d|[٠-٩۰-۹०-९]{4}")


def _candidates(document: Document) -> list[_Candidate]:
    found: list[tuple[int, str, list[Expression]]] = []
    for number, block in enumerate(document.blocks):
        line = document.text[block.start : min(block.end, block.start + SEEN)]
        if _MAYBE.search(line):
            said = [e for e in expressions(line) if e.date or e.numbers]
            if said:
                found.append((number, line, said))
    order = month_first(e for _, _, said in found for e in said)
    candidates = []
    for number, line, said in found:
        before = 0
        for n, open_ in enumerate(said):
            expression = settled(open_, order)
            label = label_before(line[before : expression.start])
            before = expression.end
            short = document.blocks[number].end - document.blocks[number].start <= LONGEST
            if label is None and n == 0 and line[: expression.start].strip(" -–—|•·:,\u200b") == "" and number:
                above = document.blocks[number - 1]
                label = label_before(document.text[above.start : above.end]) if above.end - above.start <= 40 else None
            if expression.date and expression.date.year in YEARS and (short or label):
                candidates.append(_Candidate(number, expression, expression.date, label, n == 0, line))
    return candidates


_WORDS = re.compile(r"[^\W\d_]{2,}")
_BY = re.compile(
    r"\W*(?:(?:written|story|posted|reviewed) )?(?:by|von|par|por|di|door|av|af|od|autor|author)\b", re.IGNORECASE
)
_READING = re.compile(
    r"\b\d{1,3}[ -]?(?:min(?:ute)?s?)\b.{0,6}\b(?:read|lesezeit|lecture|lectura|leitura|lettura)", re.IGNORECASE
)
_HANDLE = re.compile(r"@\w|^\s?[—–] ")
_AT = re.compile(r"^,? (?:at|um|à|a las|às|alle|kl\.?) \d")
_COUNT = re.compile(r"\b\d+ (?:comments?|replies|views|shares)\b", re.IGNORECASE)


def _of_line(candidate: _Candidate) -> Iterator[str]:
    """Yield what the line of a date says for or against it."""
    line, said = candidate.line, candidate.said
    yield f"label {candidate.label}" if candidate.label else "no label"
    words = len(_WORDS.findall(CLOCK.sub(" ", line[: said.start] + " " + line[said.end :])))
    yield next((name for most, name in _COMPANY if words <= most), "long line")
    tests = (
        ("sentence", words > 10 and STOP.search(line[-12:])),
        ("byline", _BY.match(line)),
        ("time of day", CLOCK.search(line)),
        ("at a time of day", _AT.match(line[said.end :])),
        ("reading time", _READING.search(line)),
        ("handle", _HANDLE.search(line)),
        ("count of comments", _COUNT.search(line)),
        ("later in its line", not candidate.first),
        ("weekday", said.weekday),
    )
    yield from (name for name, holds in tests if holds)


_COMPANY = ((2, "date alone"), (8, "few words beside it"), (16, "words beside it"))


@dataclass(frozen=True, slots=True)
class _Page:
    """What the evidence of a date needs to know of the page: its layout and its other dates."""

    layout: Layout
    blocks: int
    dated: Sequence[int]
    days: Counter[datetime.date]

    def evidence(self, candidate: _Candidate) -> Iterator[str]:
        """Yield what a date's place on the page and the other dates say for or against it."""
        number, layout = candidate.block, self.layout
        yield from_text(number, layout)
        yield from_headline(number, layout)
        near = close_by(self.dated, number, 8)
        yield "no other date near" if near == 0 else "other dates near" if near <= 2 else "many dates near"
        first, last = min(self.days), max(self.days)
        above = layout.headline is not None and number < layout.headline
        tests = (
            ("day named again", self.days[candidate.date] > 1),
            ("last day of the page", candidate.date == last != first),
            ("first day of the page", candidate.date == first != last),
            ("only day of the page", first == last),
            ("first date of the page", candidate.first and number == self.dated[0]),
            ("top of the page", above and 10 * number < self.blocks),
        )
        yield from (name for name, holds in tests if holds)


def stamps(document: Document) -> list[Stamp]:
    """Return the dates of a document that may be its own, in order."""
    every = _candidates(document)
    if not every:
        return []
    dated = sorted({candidate.block for candidate in every})
    page = _Page(layout_of(document), len(document.blocks), dated, Counter(c.date for c in every))
    found = []
    for candidate in every:
        offset = document.blocks[candidate.block].start
        place = offset + candidate.said.start, offset + candidate.said.end
        evidence = (*_of_line(candidate), *page.evidence(candidate))
        found.append(Stamp(*place, candidate.date, candidate.label, evidence))
    return found


def choose(found: Sequence[Stamp]) -> tuple[Stamp, float] | None:
    """Return the date that is most likely the article's own, and how likely that is; None where none is likelier."""
    best = likeliest([(stamp.date, stamp.evidence) for stamp in found], weights("date"))
    return (found[best[0]], best[1]) if best else None
