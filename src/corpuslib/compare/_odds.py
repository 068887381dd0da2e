"""Odds by trained weights: thousandths of a natural logarithm, which add up to the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from corpuslib.lexicon import rows

__all__ = ["ALONE", "led", "odds"]

ALONE = 8000
"""How much worse than any answer none is."""

_MARGIN = 3000  # that an answer can lead another by


@cache
def _weights(table: str) -> Mapping[str, int]:
    return {row["feature"]: int(row["weight"]) for row in rows(table)}


def odds(table: str, features: Mapping[str, int]) -> int:
    """Return the odds of features, given in thousandths, by the weights of a table of the lexicon.

    >>> odds("fact_weights.tsv", {"names": 2000}) > odds("fact_weights.tsv", {"names": 0})
    True
    """
    own = _weights(table)
    return own.get("always", 0) + sum(own.get(name, 0) * value for name, value in features.items()) // 1000


def led(own: int, margin: int) -> int:
    """Return odds, higher for what leads its rivals by a margin, lower for what they lead.

    >>> led(500, 1000), led(500, -9000)
    (1000, -1000)
    """
    return own + max(-_MARGIN, min(_MARGIN, margin)) // 2
