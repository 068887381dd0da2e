"""Two wordings of one utterance: how much they share, and what one made of the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from typing import Literal

from corpuslib.compare.words import fold, function_words, lexicon, stem
from corpuslib.text import Span

__all__ = ["Wording", "changes", "contains", "overlap", "reworded", "run", "tokens", "wording", "words_of"]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+){0,3}")
_LONGEST = 400  # words of a passage that are compared
_SHOWN = 5  # words of a change that are repeated
_CHANGES = 6


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a passage: `forms` folded, in order, and the stems of those that tell something."""

    forms: tuple[str, ...]
    stems: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Return the first words of a passage as they are written.

    >>> tokens("“We can’t,” he said.")
    ['We', 'can’t', 'he', 'said']
    """
    return [match.group() for match in islice(_TOKEN.finditer(text), _LONGEST)]


def wording(text: str) -> Wording:
    """Return a passage without case, accents, punctuation and typography.

    >>> wording("We can’t wait.") == wording("we can't WAIT")
    True
    """
    forms = tuple(fold(token) for token in tokens(text))
    small = _untelling()
    return Wording(forms, tuple(stem(form) for form in forms if form not in small and (form[1:] or form.isdecimal())))


@cache
def _untelling() -> frozenset[str]:
    """Return words by which no utterance is known: small ones, and what only places it in the calendar."""
    return function_words().union(*(lexicon()[table] for table in ("months", "weekdays", "ordinals")))


def words_of(text: str, start: int, end: int) -> Span | None:
    """Return a passage without what is no word at its ends, None if it has no word.

    >>> words_of("“Go” — now, he said", 4, 11)
    Span(start=7, end=10)
    """
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else None


def contains(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Say whether words stand in others in a row.

    >>> contains(("we", "will", "not", "go"), ("not", "go")), contains(("a", "b", "c"), ("a", "c"))
    (True, False)
    """
    # Words hold no spaces, so that what begins and ends with one is a run of whole words.
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def overlap(a: Wording, b: Wording, weights: Mapping[str, float]) -> tuple[int, float, float]:
    """Return how many telling words two passages share, and their weight as a share of the shorter and of both.

    The share of both is the coefficient of Dice (1945), 2 w(a ∩ b) / (w(a) + w(b)), over words that are weighted.

    >>> overlap(wording("rash and immature"), wording("reckless and immature"), {})
    (1, 0.5, 0.5)
    """
    mine, other = Counter(a.stems), Counter(b.stems)
    shared = mine & other
    masses = [sum(weights.get(key, 1.0) * n for key, n in sorted(c.items())) for c in (shared, mine, other)]
    if not shared:
        return 0, 0.0, 0.0
    return shared.total(), masses[0] / min(masses[1:]), 2 * masses[0] / (masses[1] + masses[2])


def run(text: str, forms: Sequence[str]) -> Span | None:
    """Return where words stand in a text in a row, None if they do not.

    >>> run("He said we can’t wait any more.", ("we", "can't", "wait"))
    Span(start=8, end=21)
    """
    found = list(islice(_TOKEN.finditer(text), _LONGEST))
    own = [fold(match.group()) for match in found]
    size = len(forms)
    for at in range(len(own) - size + 1 if size else 0):
        if own[at] == forms[0] and own[at : at + size] == list(forms):
            return Span(found[at].start(), found[at + size - 1].end())
    return None


def reworded(old: Wording, new: Wording) -> Literal["shortened", "extended", "altered"]:
    """Return what became of a wording that changed. With one small word less or more it is only altered.

    >>> reworded(wording("we will go home"), wording("we will go"))
    'shortened'
    >>> reworded(wording("victory of patience"), wording("victory of the patience"))
    'altered'
    """
    kinds = {step[0] for step in _steps(old.forms, new.forms)}
    if len(new.stems) == len(old.stems) and abs(len(new.forms) - len(old.forms)) < 2:
        return "altered"
    return "shortened" if kinds == {"delete"} else "extended" if kinds == {"insert"} else "altered"


def changes(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Return the words that differ, in order; a dash stands for none.

    >>> changes("a rash act of war".split(), "a reckless act".split())
    ('rash → reckless', 'of war → –')
    """
    forms = [[fold(token) for token in side] for side in (old, new)]
    return tuple(f"{_shown(old[a:b])} → {_shown(new[c:d])}" for _, a, b, c, d in _steps(*forms)[:_CHANGES])


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [step for step in matcher.get_opcodes() if step[0] != "equal"]


def _shown(words: Sequence[str]) -> str:
    return (" ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")) or "–"
