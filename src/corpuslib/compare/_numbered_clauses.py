"""Numbers and days in the clauses of a story, with all that a clause says besides: by it two are told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpuslib.compare._claim_story import Story
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._periods import period
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.words import fold
from corpuslib.lexicon import rows, toml
from corpuslib.text import Span

__all__ = ["DAY", "Numbered", "everybody", "groups", "numbered"]

DAY = "day"
"""What a day counts."""

_BEFORE = 40  # code points before a day in which somebody may say something on it
_UNIT = re.compile(r"\s(?:per\scent\b|%|[^\W\d_][\w-]{1,20})|%")
_OF = re.compile(r"\sof\s([a-z][\w-]{1,20})\b(?!\s[a-z]{1,20}s\b)")
_MARKS = re.compile(
    r"\b(?:(?P<when>(?:this|last|next)\s(?:year|month|week|season)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january"
    r"|february|march|april|june|july|august|september|october|november|december)|(?P<year>(?:19|20)\d\d)"
    r"|(?P<order>first|second|third|fourth|fifth|last|final|half-time|semi-final|quarter-final))\b",
    re.I,
)
_SAID = re.compile(r"\b(?:said|told|announced|reported|added)\s(?:[\w’'-]{1,20}\s){0,3}?(?:on\s|late\s|early\s)?$")
_WHOLE = re.compile(r"\b(?:in\s(?:all|total)|altogether|overall)\b")
_WORD = re.compile(r"[^\W\d_]+")


class Numbered(NamedTuple):
    """A number or a day in a clause of a sentence, by number, with what is said around it.

    `unit` is the word for what is counted, `of` that for what it is of; `words` and `names` are the keys of the other
    telling words; `marks` tell it from others of a row: first, Monday, 2031, each with its kind. `stage` is asked,
    offered or agreed, `figure` what is counted of an event: killed, hurt; empty if nothing. `whole` says that it is
    "in all", `alone` that the clause has no other number.
    """

    sentence: int
    clause: Span
    start: int
    end: int
    value: float
    unit: str
    of: str
    words: frozenset[str]
    names: frozenset[str]
    marks: frozenset[tuple[str, str]]
    days: frozenset[str]
    stage: str
    figure: str
    whole: bool
    alone: bool

    @property
    def times(self) -> frozenset[str]:
        """All that tells of which time it is, or which of a row."""
        return self.days | {value for _, value in self.marks}


def numbered(story: Story, i: int, meant: Telling) -> Iterator[Numbered]:
    """Yield the numbers that count something, and the days, of a sentence; `meant` has its words by meaning."""
    s = story.sentences[i]
    text = story.text(s)
    for t in s.tokens:
        value, unit, length = _valued(text[t.end - s.start :], t.key)
        if value is not None:
            clause = clause_around(text, Span(t.start - s.start, t.end - s.start), Span(0, len(text)))
            inside = [w for w in meant.tokens if clause.start <= w.start - s.start < clause.end]
            yield _numbered(i, s.start, text, Span(t.start, t.end + length), clause, inside, value, unit)


def _numbered(
    i: int, at: int, text: str, place: Span, clause: Span, inside: Collection[Token], value: float, unit: str
) -> Numbered:
    around = [t for t in inside if t.end <= place.start or t.start >= place.end]
    keys = frozenset(t.key for t in around if not t.key.startswith(("#", "@")))
    names = frozenset(key for key in keys if key.startswith("name "))
    forms = {fold(word) for word in _WORD.findall(text[clause.slice])}
    of = _OF.match(text, place.end - at)
    return Numbered(
        sentence=i,
        clause=Span(at + clause.start, at + clause.end),
        start=place.start,
        end=place.end,
        value=value,
        unit=unit,
        of=fold(of[1]) if of else "",
        words=keys - names,
        names=names,
        marks=frozenset(_marks(text, clause)),
        days=frozenset(t.key for t in inside if t.key.startswith("@")),
        stage=_only(_stages(), forms),
        figure=_only(_figures(), forms),
        whole=_WHOLE.search(text, clause.start, clause.end) is not None,
        alone=sum(t.key.startswith("#") for t in inside) == 1,
    )


def _valued(after: str, key: str) -> tuple[float | None, str, int]:
    """Return the value of a key, what it counts, and the length of the word for that; no value if it counts nothing."""
    day = period(key[1:]) if key.startswith("@") else None
    if day:
        return float(day.first), DAY, 0
    match = _UNIT.match(after) if key.startswith("#") else None
    number = key[1:].partition(" ")[0]
    if not match or number.endswith(".") or number == "0":
        return None, "", 0
    return float(number), fold(match.group().strip()), match.end()


def _marks(text: str, clause: Span) -> Iterator[tuple[str, str]]:
    """Yield what tells a thing from others of a row; the day on which somebody said it does not."""
    for m in _MARKS.finditer(text, clause.start, clause.end):
        if not _SAID.search(text[max(clause.start, m.start() - _BEFORE) : m.start()]):
            yield str(m.lastgroup), fold(m.group())


def _only(kinds: Mapping[str, frozenset[str]], forms: Collection[str]) -> str:
    """Return the only kind of which there is a form; "" if there are none or several."""
    found = [kind for kind in sorted(kinds) if not kinds[kind].isdisjoint(forms)]
    return found[0] if len(found) == 1 else ""


@cache
def _figures() -> dict[str, frozenset[str]]:
    counted = [row for row in rows("event_figures.tsv") if row["kind"] == "count"]
    return {row["figure"]: frozenset(row["words"].split()) for row in counted}


@cache
def _stages() -> dict[str, frozenset[str]]:
    return {stage: frozenset(words.split()) for stage, words in toml("alike.toml")["stages"].items()}


@cache
def everybody() -> frozenset[str]:
    """Return words for people of any kind."""
    return frozenset(toml("alike.toml")["everybody"].split())


@cache
def groups() -> frozenset[str]:
    """Return words for people who can be a part of those whom an event befell."""
    return frozenset(toml("alike.toml")["groups"].split())
