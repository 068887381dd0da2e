"""Clauses that foretell: that something will be done, is due, expected, planned or hoped for; and what looks back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuslib.compare._claim_story import Story
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._periods import Period, when_expected
from corpuslib.compare._telling import Token
from corpuslib.text import Span

__all__ = ["Forecast", "forecasts_in", "looks_back"]

_BETWEEN = r"(?:(?:not|also|still|now|widely|then|both)\s){0,2}"
_AHEAD = re.compile(
    r"\b(?:will|[’']ll|won[’']t|shall|ought\sto|yet\sto"
    rf"|(?P<due>(?:is|are)\s{_BETWEEN}(?:due|set|expected|likely|unlikely|scheduled|about\sto|poised|going\sto|forecast|slated"
    r"|planned|booked|hoped|awaited))"
    rf"|(?:is|are)\s{_BETWEEN}to(?=\s[a-z])"
    rf"|(?P<past>(?:was|were)\s{_BETWEEN}(?:due|set|expected|scheduled|going|slated|planned|booked|hoped|to(?=\s[a-z]))"
    r"|would(?!\shave))"
    r"|(?:plan|intend|aim|hope|expect|vow|promise|pledge|threaten)(?:s|d|ed|ned)?\sto|hop(?:es?|ed)|expects?|planned\sfor"
    r"|to\s(?:reopen|resume|open|meet|visit|vote|close|face|appear|leave|return|go))\b"
)
# Words that look ahead only where a day to come is named.
_IF_DATED = re.compile(
    r"\b(?:could|may|might|should|until|by\sthe\send|within|at\sthe\searliest|tomorrow|tonight"
    r"|next\s(?:week|month|year|spring|summer|autumn|winter))\b"
)
_DENIED = re.compile(r"\b(?:not|never|no\slonger|nobody|neither|unlikely)\b|n[’']t\b")
_CONDITION = re.compile(r"\b(?:if|unless|whether|only\s(?:if|once|when|after)|once)\b", re.IGNORECASE)
_LASTS = re.compile(r"\b(?:from|until|remains?|stays?|continues?|goes?\son|keeps?|still)\b")
_LOOKS_BACK = re.compile(
    r"\b(?:will|would|could|may|might|should|shall)\s(?:not|never|no\slonger)\b|\bwon[’']t\b"
    r"|\b(?:instead|no\slonger|postponed|put\soff|cancelled|called\soff|originally"
    r"|as\s(?:had\sbeen\s)?(?:planned|expected|promised|announced|scheduled)"
    r"|than\s(?:planned|expected|promised|hoped|forecast|foreseen|had\sbeen|(?:he|she|it|they)\shad)"
    r"|had\s(?:been|hoped|promised|expected|planned))\b"
)


class Forecast(NamedTuple):
    """A clause that foretells, by its sentence and place in the document.

    `clause` holds the keys of its telling words, days aside, `subject` those before what looks ahead, `deed` that of
    the first word after it; "" if there is none. `due` says that it is put as due or expected, `denied` that it will
    not be, `lasts` that something goes on; `when` is the time that is named for it.
    """

    sentence: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    clause: frozenset[str]
    subject: frozenset[str]
    deed: str
    due: bool
    denied: bool
    lasts: bool
    when: Period | None


def forecasts_in(story: Story, i: int) -> Iterator[Forecast]:
    """Yield what a sentence of a story foretells, each clause once; nothing of a question or a condition."""
    s = story.sentences[i]
    text = story.text(s)
    if text.rstrip().endswith("?"):
        return
    document, dates = story.documents[s.document], story.tables[s.document].get("dates", ())
    after = 0
    for match in _looking_ahead(text):
        if match.start() < after:
            continue
        part = clause_around(text, Span(*match.span()), Span(0, len(text)))
        after = part.end
        inside = Span(s.start + part.start, s.start + part.end)
        when = when_expected(document, dates, *inside) or when_expected(document, dates, s.start, s.end)
        denied = bool(_DENIED.search(text, *part))
        found = match.groupdict()
        unsure = match.re is _IF_DATED or (found.get("past") and not denied)
        if (unsure and not when) or _CONDITION.search(text, *part):
            continue
        tokens = tuple(t for t in story.retold[i].tokens if inside.start <= t.start < inside.end and t.key[0] != "@")
        cue = s.start + match.start()
        deed = next((t.key for t in tokens if t.start >= cue + len(match.group()) and t.key[0].isalpha()), "")
        subject = frozenset(t.key for t in tokens if t.start < cue)
        yield Forecast(
            i, *inside, tokens, frozenset(t.key for t in tokens), subject, deed,
            bool(found.get("due")), denied, bool(_LASTS.search(text, *part)), when,
        )  # fmt: skip


def _looking_ahead(text: str) -> list[re.Match[str]]:
    return list(_AHEAD.finditer(text)) or list(_IF_DATED.finditer(text))


def looks_back(text: str) -> bool:
    """Say whether a sentence can report what came of a forecast: it does not look ahead itself, or says otherwise.

    >>> looks_back("The bridge opened on Monday."), looks_back("The bridge will open on Monday.")
    (True, False)
    >>> looks_back("The bridge will not open on Monday.")
    True
    """
    return not _AHEAD.search(text) or bool(_LOOKS_BACK.search(text))
