"""Units of measure, how finely a number is given, and the closed classes of words that reading values needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from corpuslib.lexicon import toml

__all__ = ["Unit", "grain_of", "unit_named", "unit_of", "value_words"]


class Unit(NamedTuple):
    """A unit: what it measures, its size in the base unit of that, and of a sum of money the currency."""

    dimension: str
    size: float
    currency: str


@cache
def _table() -> Mapping[str, Any]:
    return toml("values.toml")


def unit_of(form: str) -> str:
    """Return the unit that a word is a form of; empty if it is none.

    >>> unit_of("kilometers"), unit_of("men")
    ('kilometre', '')
    """
    forms, units = _table()["unit_forms"], _table()["units"]
    for name in (form, form.removesuffix("s")):
        if name in units or name in forms:
            return str(forms.get(name, name))
    return ""


@cache
def unit_named(name: str) -> Unit:
    """Return a unit by its name.

    >>> unit_named("hour")
    Unit(dimension='duration', size=60.0, currency='')
    """
    dimension, *currency, size = str(_table()["units"][name]).split()
    return Unit(dimension, float(size), "".join(currency))


def grain_of(value: float) -> float:
    """Return how finely a number is given: noughts at its end may be rounded, but by no more than a tenth.

    >>> grain_of(15_000), grain_of(15_001), grain_of(7)
    (1000.0, 1.0, 0.5)
    """
    if value < 100 or value != int(value):
        return 0.5 if value == int(value) else 0.05
    digits = f"{value:.0f}"
    return min(float(10 ** (len(digits) - len(digits.rstrip("0")))), value / 10)


@cache
def value_words(name: str) -> frozenset[str]:
    """Return a closed class of words.

    >>> "approximately" in value_words("light"), "toll" in value_words("growing")
    (True, True)
    """
    return frozenset(_table()[name].split())
