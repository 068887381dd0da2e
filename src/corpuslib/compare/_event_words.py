"""Words for events that news report and foretell, by concept, and words that look ahead to one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpuslib.compare.words import fold, lexicon
from corpuslib.lexicon import rows

__all__ = ["AHEAD", "PLANNED", "called_off", "event_word", "event_words"]

AHEAD = re.compile(
    r"\b(?:(?:will|would|shall)(?!\s(?:not|never)\b)|is\sto|are\sto|is\sdue|are\sdue|to\s(?:meet|hold|visit|travel|have|take)|plan(?:s|ned)?\sto"
    r"|to\stalk|wants?\sto|wants?\b|intends?\sto|expected|likely|could\stake|may\stake|might\stake|upcoming|forthcoming|planned)\b"
)
"""Words that look ahead to an event."""

PLANNED = frozenset(("meeting", "visit", "test"))
"""Concepts of events that are planned before they take place."""

_EVENTS = PLANNED | frozenset(
    (
        "attack",
        "shooting",
        "killing",
        "arrest",
        "closure",
        "suspension",
        "release",
        "resignation",
        "accident",
        "protest",
    )
)
_CALLED_OFF = re.compile(
    r"\b(?:cancel(?:s|led|ed|ling|ing|lation)?|call(?:s|ed|ing)?\s(?:it\s)?off|postpone[sd]?|scrap(?:s|ped)"
    r"|(?:did|does|will|would)\snot\s(?:take\splace|happen|go\sahead|meet|visit|travel|go)|won[’']t\s(?:meet|visit|go))\b"
)
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def event_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the words for an event in a text: start, end and concept of each.

    >>> event_words("The talks began before the visit.")
    ((4, 9, 'meeting'), (27, 32, 'visit'))
    """
    return tuple((m.start(), m.end(), concept) for m in _WORD.finditer(text) if (concept := event_word(m.group())))


def called_off(text: str) -> bool:
    """Say whether a sentence tells that something was called off, or did not happen.

    >>> called_off("The two cancelled their third meeting."), called_off("They met for the third time.")
    (True, False)
    """
    return bool(_CALLED_OFF.search(text))


@lru_cache(maxsize=65536)
def event_word(word: str) -> str:
    """Return the concept of the event that a word names; "" if it names none.

    >>> event_word("talks"), event_word("lake")
    ('meeting', '')
    """
    if word[0].isupper() and fold(word) in lexicon()["months"]:
        return ""
    form = fold(word)
    bare = (form.removesuffix(ending) for ending in _ENDINGS if form.endswith(ending))
    return next((_events()[f] for f in bare if f in _events()), "")


@cache
def _events() -> dict[str, str]:
    """Return the concept of each word for an event."""
    found: dict[str, str] = {}
    for row in rows("synonyms.tsv"):
        if row["concept"] in _EVENTS:
            for word in row["words"].split():
                found.setdefault(fold(word), row["concept"])
    return found
