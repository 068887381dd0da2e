"""Repair text that was decoded with the wrong encoding, and nothing else.

UTF-8 that was read in another encoding is written in that encoding again and decoded: what decodes strictly, into
characters that fit the text around them, and makes no sense as it stands, was UTF-8 before. Passages that were in
another script come first, then foreign characters amid Latin script; what looks like Western letters is for `ftfy`
(Speer 2019, doi 10.5281/zenodo.2591652), and then for the same method again. All of it is repeated until nothing is
left to undo, since text can be misread several times. A repaired no-break space becomes a space.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpuslib.cleaning.encoding_ftfy import ftfy_changes
from corpuslib.cleaning.encoding_lost import Suspect, find_suspects
from corpuslib.cleaning.encoding_runs import before_spaces, in_latin_text, in_other_scripts, in_western_letters
from corpuslib.text import Change, Draft, Edit

__all__ = ["Repair", "Suspect", "repair", "repair_changes"]


_ROUNDS = 12
"""Text may have been misread several times, and in several encodings."""


@dataclass(frozen=True)
class Repair:
    """A text after repair, the edits that led to it, and what is damaged beyond repair in `text`."""

    text: str
    edits: tuple[Edit, ...] = ()
    suspects: tuple[Suspect, ...] = ()


def repair(text: str) -> Repair:
    """Undo wrong decoding in a text; text without damage comes back as it is.

    >>> repair("the firm\\u00e2\\u20ac\\u2122s caf\\u00e9").text
    'the firm’s café'
    >>> repair("talks\\u807dwith Kelm").text
    'talks with Kelm'
    >>> repair("It wasn\\ufffdt him.").suspects
    (Suspect(start=7, end=8, reading='’'),)
    """
    draft = _repaired(text)
    return Repair(draft.text, draft.edits, tuple(find_suspects(draft.text)))


def repair_changes(text: str) -> list[Change]:
    """Return the same repairs as changes wanted in a draft whose text is `text`."""
    return [Change(e.raw_start, e.raw_end, e.after, e.kind, e.rule, e.confidence) for e in _repaired(text).edits]


def _repaired(text: str) -> Draft:
    draft = Draft.of(text)
    for _ in range(_ROUNDS):
        changes = () if draft.text.isascii() else _changes(draft.text)
        if not changes:
            break
        draft = draft.apply(changes)
    return draft


def _changes(text: str) -> list[Change]:
    """Return the repairs of the first method that finds any."""
    return (
        before_spaces(text)
        or in_other_scripts(text)
        or in_latin_text(text)
        or ftfy_changes(text)
        or in_western_letters(text)
    )
