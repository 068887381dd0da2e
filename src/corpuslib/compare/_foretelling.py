"""Clauses that foretell a deed, in any words: that it will be done, is due, or is expected in some number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpuslib.compare._awaited_deeds import counts, deeds
from corpuslib.compare._claim_story import Story
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._periods import Period, when_expected
from corpuslib.compare._telling import Token
from corpuslib.compare.words import stem
from corpuslib.text import Span

__all__ = ["Foretelling", "foretellings", "place_after", "places"]

_NEAR = 70  # code points between a word that looks ahead and the deed that it looks ahead to
_PHRASE = 40  # code points after it in which a verb that tells little is completed
_BEFORE = 40  # code points before it in which somebody may be named whose plan it is
_AT = 45  # code points after a deed in which its place stands
# Verbs that tell something only with what follows, and verbs that tell too little even so.
_LIGHT = frozenset(("be", "have", "make", "take", "give", "hold", "reach", "put", "go", "come"))
_EMPTY = frozenset(
    (
        "get", "do", "see", "become", "help", "continue", "try", "want", "need", "use", "work", "keep", "let", "turn",
        "remain", "stay", "say", "tell", "know", "think", "look", "not", "also", "never",
    )
)  # fmt: skip
_TOO_LITTLE = frozenset(f"to {stem(verb)}" for verb in (*_LIGHT, *_EMPTY))
_TO_DO = re.compile(
    r"\b(?:will(?!\snot\b)|(?:is|are)\sto|(?:is|are|was|were)\s(?:widely\s)?(?:due|set|expected|likely|scheduled|about"
    r"|poised|going|forecast|slated|predicted|bound|ready)\sto|(?:plan|hope|aim|intend)(?:s|ned)?\sto"
    r"|(?:vow|promise|pledge)(?:s|d|ed)\sto)\s(?:(?:also|soon|finally|then|now|formally|officially)\s)?"
    r"(?:be\s)?(?P<verb>[a-z-]{2,15})\b"
)
_OF_SOMEBODY = re.compile(r"(?:[’']s|\b(?:the|its|their|his|her|any|no|of|some|U\.S\.))\s(?:[a-z]{2,12}\s)?$")
_DUE = re.compile(
    r"\b(?:is|are)\s(?:also\s)?(?:due|expected|scheduled|planned|forecast|slated)\b(?!\s(?:to|that)\s)"
    r"|\b(?:is|are)\s(?:due|expected|scheduled|planned|set)\sto\s(?:be\sheld|take\splace|happen)\b"
)
_EXPECT = re.compile(r"\b(?:expect|plan|forecast|predict|foresee)s?\s(?=(?:an?|the|up|some|about|nearly)\b|\d|[A-Z])")
_TO = re.compile(r"\s(?:to|will)\s(?:be\s)?(?=[a-z])")
_OPEN = re.compile(
    r"\b(?:if|unless|until|whether|would|could|may|might|perhaps|should|no|not|never|nobody|what|who|how|which|why"
    r"|can|cannot|possibility|chances?|likelihood|risk)\b",
    re.I,
)
_PARTICLE = re.compile(r"[\w-]{0,20}(?:\s(?:out|down|off|up|over|on|away|back|ashore)\b)?")
_PREPOSITION = re.compile(r"\s(?:on|into|under|in|to)\b")
_STOP = re.compile(r"[,;:]\s|\s(?:over|on|at|near|from|because|against|by|before|after|this|next)\s")
_ENDED = re.compile(
    r"[,;:]\s|\s(?:over|on|at|near|in|from|to|for|because|against|by|before|after|with|as|than|this|next|during|through"
    r"|across|into|onto|along)\s"
)
_PLACE = re.compile(r"\s(at|in|near|to|off)\s(?=[A-Z])")
_VALUES = ("@", "#")  # what the keys of days and numbers begin with


class _Ahead(NamedTuple):
    """Where a sentence looks ahead, and from where to where the words for the deed stand: a verb, or a thing."""

    start: int
    first: int
    last: int
    verb: bool
    number: bool  # whether the thing is a number of something


class Foretelling(NamedTuple):
    """A clause that foretells a deed: its sentence by number, its passage, and telling words.

    `deeds` are the deeds that its words can mean, each with its side. `subject` is the last name before what looks
    ahead, else the last word; `things` are the telling words besides those for the deed, `object` those of them that
    a verb is done to; `counts` are numbers by what is counted.
    """

    sentence: int
    span: Span
    deeds: frozenset[tuple[str, str]]
    words: str
    verb: bool
    number: bool
    subject: str
    things: frozenset[str]
    object: frozenset[str]
    tokens: tuple[Token, ...]
    counts: tuple[tuple[str, float], ...]
    when: Period | None
    place: tuple[str, str]


def foretellings(story: Story, j: int) -> Iterator[Foretelling]:
    """Yield what a sentence of a story foretells; nothing that hangs on a condition, is denied or asked."""
    s = story.sentences[j]
    text = story.text(s)
    for ahead in _looks_ahead(text) if not text.endswith("?") else ():
        clause = clause_around(text, Span(ahead.start, ahead.last), Span(0, len(text)))
        if not _OPEN.search(text, clause.start, ahead.last):
            yield _foretelling(story, j, ahead, clause)


def _foretelling(story: Story, j: int, ahead: _Ahead, clause: Span) -> Foretelling:
    s = story.sentences[j]
    text = story.text(s)
    at = [(t.start - s.start, t) for t in s.tokens if clause.start <= t.start - s.start < clause.end]
    ended = _ENDED.search(text, ahead.last, clause.end)
    limit = ended.start() if ended else clause.end
    telling = [(n, t) for n, t in at if not t.key.startswith(_VALUES)]
    own = {t.key for n, t in telling if ahead.first <= n < ahead.last and not t.name}
    before = [t for n, t in telling if n < ahead.start]
    subject = ([t for t in before if t.name] or before)[-1].key if before else ""
    words = text[ahead.first : ahead.last]
    found = [d for d in deeds(words) if d.name not in _TOO_LITTLE and not (ahead.verb and d.start)]
    span = Span(s.start + clause.start, s.start + clause.end)
    tokens = tuple(t for _, t in at)
    return Foretelling(
        sentence=j,
        span=span,
        deeds=frozenset((d.name, d.side) for d in found),
        words=words,
        verb=ahead.verb,
        number=ahead.number,
        subject="" if ahead.number else subject,
        things=frozenset(t.key for _, t in telling) - own,
        object=frozenset(t.key for n, t in telling if ahead.last <= n < limit) if ahead.verb else frozenset(),
        tokens=tokens,
        counts=tuple(sorted(counts([t for n, t in at if ahead.first <= n < limit]).items())),
        when=when_expected(story.documents[s.document], story.tables[s.document].get("dates", ()), *span),
        place=place_after(text, s.start, Span(ahead.last, clause.end), tokens),
    )


def _looks_ahead(text: str) -> Iterator[_Ahead]:
    for m in _TO_DO.finditer(text):
        if m["verb"] not in _EMPTY and not _OF_SOMEBODY.search(text, max(0, m.start() - _BEFORE), m.start()):
            light = m["verb"] in _LIGHT
            last = _stop(text, _with_preposition(text, m.end())) if light else _with_particle(text, m.start("verb"))
            yield _Ahead(m.start(), m.start("verb"), last, not light, False)
    for m in _DUE.finditer(text):
        yield _Ahead(m.start(), max(0, m.start() - _NEAR), m.start(), False, False)
        yield _Ahead(m.start(), m.start(), _stop(text, m.end()), False, False)
    for m in _EXPECT.finditer(text):
        to = _TO.search(text, m.end(), min(len(text), m.end() + _NEAR))
        if to:
            yield _Ahead(to.start(), to.end(), _with_particle(text, to.end()), True, False)
        else:
            yield _Ahead(m.start(), m.end(), _stop(text, m.end()), False, text[m.end() : m.end() + 1].isdecimal())


def _with_particle(text: str, at: int) -> int:
    """Return where a verb ends, with what makes it another one: walk out."""
    match = _PARTICLE.match(text, at)
    return match.end() if match else at


def _with_preposition(text: str, at: int) -> int:
    """Return where a preposition ends that follows a verb which tells little: go on strike."""
    match = _PREPOSITION.match(text, at)
    return match.end() if match else at


def _stop(text: str, at: int) -> int:
    """Return where the phrase ends that begins at a place."""
    match = _STOP.search(text, at)
    return min(len(text), at + _PHRASE, match.start() if match else len(text))


def place_after(text: str, start: int, after: Span, tokens: Sequence[Token]) -> tuple[str, str]:
    """Return the first place that is named soon after a deed, as preposition and key; empty if none is.

    `start` is where the text of the sentence stands in its document, `after` from the deed to the end of its clause.
    """
    match = _PLACE.search(text, after.start, min(after.end, after.start + _AT))
    token = next((t for t in tokens if match and t.start >= start + match.end()), None)
    return (match[1], token.key) if match and token and token.name else ("", "")


def places(text: str, start: int, tokens: Sequence[Token]) -> set[str]:
    """Return the keys of the names that stand right after a preposition of place."""
    at = {start + m.end() for m in _PLACE.finditer(text)}
    return {t.key for t in tokens if t.name and t.start in at}
