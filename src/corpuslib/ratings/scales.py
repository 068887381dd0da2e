"""The scale of a rating, as one line of text that says where a value lies between worst and best."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Scale", "ScaleError"]


class ScaleError(ValueError):
    """A scale that cannot be read, or a value that is not on its scale; the message says which and why."""


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, slots=True)
class Scale:
    """What values a rater may give, and which of them is better.

    `text` is one of: `worst .. best`, two numbers; `poor < fair < good`, categories from worst to best;
    `state | public | private`, categories in no order. An order may be followed by categories that have no place in
    it: `poor < fair < good | satire`.

    >>> Scale.read("0 .. 100").position("25"), Scale.read("5 .. 1").position("5")
    (0.25, 0.0)
    >>> Scale.read("poor < fair < good").position("Fair"), Scale.read("state | private").position("state")
    (0.5, None)
    """

    text: str
    ends: tuple[float, float] | None = None
    order: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Scale:
        """Read a scale. Raises `ScaleError` if it is none."""
        worst, dots, best = text.partition("..")
        if dots:
            ends = _number(worst), _number(best)
            if ends[0] == ends[1]:
                raise ScaleError(f"the scale {text!r} has one number twice; write worst .. best, as in 0 .. 100")
            return cls(text, ends=ends)
        ordered, _, rest = text.partition("|") if "<" in text else ("", "", text)
        order = tuple(part.strip() for part in ordered.split("<")) if ordered else ()
        unordered = tuple(part.strip() for part in rest.split("|")) if rest.strip() else ()
        keys = [_key(category) for category in (*order, *unordered)]
        if len(keys) < 2 or len(set(keys)) < len(keys) or not all(keys) or any("<" in c for c in unordered):
            raise ScaleError(
                f"the scale {text!r} cannot be read; write two numbers (worst .. best), categories from worst to "
                "best (a < b < c), or categories in no order (a | b | c), each once"
            )
        return cls(text, order=order, unordered=unordered)

    def position(self, value: str) -> float | None:
        """Return where a value lies, from 0 (worst) to 1 (best); None if the scale gives it no place.

        Categories lie at equal distances, which is a convention and not a measurement.
        Raises `ScaleError` if the value is not on the scale.
        """
        if self.ends is not None:
            worst, best = self.ends
            number = _number(value)
            if not min(self.ends) <= number <= max(self.ends):
                raise ScaleError(f"{value!r} is outside the scale {self.text}")
            return round((number - worst) / (best - worst), 6) + 0.0  # never -0.0
        keys = [_key(category) for category in self.order]
        if _key(value) in keys:
            return round(keys.index(_key(value)) / (len(keys) - 1), 6)
        if _key(value) in map(_key, self.unordered):
            return None
        raise ScaleError(f"{value!r} is not on the scale {self.text}")


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        raise ScaleError(f"{text.strip()!r} is not a number")
    return number
