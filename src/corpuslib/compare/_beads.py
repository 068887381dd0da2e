"""Runs of aligned units: which lie together, and how closely two documents follow each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corpuslib.compare.alignment import Bead, Unit

__all__ = ["follow_closely", "near", "runs"]

_CLOSE = 0.7  # mean share of words in common: that of nine in ten documents of two human translators is lower
_ENOUGH = 5  # sentences on which such a mean may rest


def follow_closely(beads: Sequence[Bead]) -> bool:
    """Say whether two documents follow each other nearly word by word, as two translations by machine do."""
    scores = [bead.score for bead in beads if bead.a and bead.b]
    return math.fsum(scores) >= _CLOSE * len(scores) and len(scores) >= _ENOUGH


def runs(beads: Sequence[Bead], unit: Unit) -> list[Bead]:
    """Make one of lone sentences that follow each other on one side: what was left out together is one omission.

    Captions and subheads stand apart in the text, and stay apart.
    """
    joined: list[Bead] = []
    for bead in beads:
        last = joined[-1] if joined and unit == "sentence" else None
        if last and not bead.a and not last.a and bead.b[0] == last.b[-1] + 1:
            joined[-1] = Bead((), last.b + bead.b, 0.0)
        elif last and not bead.b and not last.b and bead.a[0] == last.a[-1] + 1:
            joined[-1] = Bead(last.a + bead.a, (), 0.0)
        else:
            joined.append(bead)
    return joined


def near(beads: Sequence[Bead], number: int) -> Sequence[Bead]:
    """Return the beads up to the next aligned ones: which side's lone sentences come first depends on the direction."""
    first, last = number - 1, number + 1
    while first > 0 and not (beads[first].a and beads[first].b):
        first -= 1
    while last < len(beads) and not (beads[last].a and beads[last].b):
        last += 1
    return beads[max(0, first) : last + 1]
