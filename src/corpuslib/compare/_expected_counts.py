"""What is counted in what is expected and in what is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from corpuslib.compare._telling import Token

__all__ = ["counts", "other_number"]

_CLOSE = 0.1  # share by which a number may differ and still be what was expected
_GAP = 10  # code points between a number and what it counts


def counts(tokens: Sequence[Token]) -> dict[str, float]:
    """Return the numbers among words by the key of what they count; none of what is counted twice.

    >>> counts([Token("#20", 0, 2, "20"), Token("hosta", 3, 11, "hostages")])
    {'hosta': 20.0}
    """
    found: dict[str, set[float]] = {}
    for t, following in pairwise([*tokens, Token("", 0, 0, "")]):
        value, _, unit = t.key[1:].partition(" ") if t.key.startswith("#") else ("", "", "")
        if value and not unit and following.key[:1].isalpha() and following.start - t.end <= _GAP:
            unit = following.key
        if unit and not value.endswith("."):
            found.setdefault(unit, set()).add(float(value))
    return {unit: values.pop() for unit, values in found.items() if len(values) == 1}


def other_number(expected: Mapping[str, float], report: Sequence[Token]) -> bool:
    """Say whether words count what was expected by another number, which is not the same rounded, and not by that one.

    >>> report = [Token("#11", 0, 2, "11"), Token("hosta", 3, 11, "hostages")]
    >>> other_number({"hosta": 20.0}, report), other_number({"hosta": 11.5}, report)
    (True, False)
    """
    values = {t.key[1:].partition(" ")[0] for t in report if t.key.startswith("#")}
    told = counts(report)
    return any(
        abs(n - told[unit]) > _CLOSE * max(n, told[unit]) and f"{n:g}" not in values
        for unit, n in sorted(expected.items())
        if unit in told
    )
