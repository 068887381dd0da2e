"""Names that two renderings spell each in its own way: known by standing opposite each other again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from corpuslib.compare.words import function_words, same_name, words

__all__ = ["spelt_otherwise"]

_OFTEN = 2  # aligned passages
_ALIKE = 0.6  # share of letters in order


def spelt_otherwise(aligned: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the folded names of both renderings that are two spellings of one, which no single passage shows.

    >>> pairs = [("Ask Tarnovia now.", "Ask Taronija now."), ("So Tarnovia fell.", "So Taronija fell.")]
    >>> sorted(spelt_otherwise(pairs))
    ['tarnovia', 'taronija']
    """
    together: Counter[tuple[str, str]] = Counter()
    alone: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    sides = [[words(p) for p in side] for side in zip(*aligned, strict=True)]
    # A name at the beginning of a sentence is known by standing elsewhere too.
    sure = [{w.form for found in side for w in found if w.name} - function_words() for side in sides]
    for passages in zip(*sides, strict=True):
        names = [
            {w.form for w in found if w.text[0].isupper()} & known for found, known in zip(passages, sure, strict=True)
        ]
        mine, other = names[0] - names[1], names[1] - names[0]
        alone[0].update(mine)
        alone[1].update(other)
        together.update((x, y) for x in mine for y in other if x[0] == y[0])
    found = set()
    for (x, y), count in together.items():
        mostly = count * 3 >= 2 * max(alone[0][x], alone[1][y])
        if count >= _OFTEN and mostly and not same_name(x, y):
            first, second = sorted((x, y))  # the ratio depends on the order
            if SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE:
                found |= {x, y}
    return frozenset(found)
