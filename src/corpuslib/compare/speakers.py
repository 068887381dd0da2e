"""Whether two names, as two documents give them, can be one speaker's."""

from __future__ import annotations

from functools import lru_cache

from corpuslib.compare._wording import tokens
from corpuslib.compare.words import fold, function_words, lexicon, same_name

__all__ = ["name_words", "same_speaker"]


@lru_cache(maxsize=65536)
def same_speaker(a: str | None, b: str | None) -> bool | None:
    """Say whether two names can be one speaker's; None where one is not known.

    >>> same_speaker("Ana Kelm", "Kelm"), same_speaker("Ana Kelm", "Boris Kelm"), same_speaker("Kelm", None)
    (True, False, None)
    """
    if a is None or b is None:
        return None
    short, long = sorted((name_words(a), name_words(b)), key=lambda name: (len(name), name))
    if not short:
        return None
    return all(any(_one_name(x, y) for y in long) for x in short)


@lru_cache(maxsize=65536)
def name_words(speaker: str) -> tuple[str, ...]:
    """Return the words of a name; none for an office or a body, which can be anybody's."""
    small, titles = function_words(), lexicon()["titles"]
    return tuple(f for token in tokens(speaker) if (f := fold(token)) and f not in small and f not in titles)


def _one_name(a: str, b: str) -> bool:
    if min(len(a), len(b)) == 1:  # an initial
        return a[0] == b[0]
    return a == b or (min(len(a), len(b)) > 3 and same_name(a, b))
