"""Composite indicators: weighted orders, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class Ranking(NamedTuple):
    """Items in a weighted order, and how the order changes when one weight moves."""

    items: pd.DataFrame
    """A row an item: score, rank, best and worst rank while each weight in turn is left out, halved and doubled."""
    moves: pd.DataFrame
    """A row a weight and a factor: Kendall's tau with the order as given, items that change rank, the first item."""


def weighted_ranks(indicators: pd.DataFrame, weights: Mapping[str, float]) -> Ranking:
    """Return items in the order of a weighted score, and how it changes when each weight moves.

    `indicators` has a row an item and a column an indicator. An indicator counts as the share of the other items
    that an item exceeds, a tie as half, or falls below where the weight is negative; the score is the mean of these,
    weighted by the size of the weights, from 0 to 1. Ranks need no common scale (OECD and JRC, 2008, "Handbook on
    constructing composite indicators"); moving one input at a time shows what rests on a weight (Saisana, Saltelli
    and Tarantola, 2005). An item without a value of a weighted indicator has no score.

    Raises `ValueError` for a weight of an unknown indicator, and if all weights are 0.

    >>> import pandas as pd
    >>> values = pd.DataFrame({"named": [90, 50, 70], "chained": [20, 0, 10]}, index=["a", "b", "c"])
    >>> weighted_ranks(values, {"named": 2, "chained": -1}).items["rank"].tolist()
    [1, 2, 3]
    """
    import pandas as pd

    if unknown := sorted(set(weights) - set(indicators)):
        raise ValueError(f"no indicator {unknown[0]!r}; there are: {', '.join(map(str, indicators))}")
    used = pd.Series({name: float(weights[name]) for name in sorted(weights) if weights[name]}, dtype=float)
    if used.empty:
        raise ValueError("no weight other than 0")
    whole = indicators[list(used.index)].dropna()
    exceeded = (whole.rank() - 1) / max(len(whole) - 1, 1)
    exceeded = exceeded.where(used > 0, 1 - exceeded, axis=1) if len(whole) > 1 else exceeded + 0.5
    size = used.abs()
    score, rank = _ranked(exceeded, size)
    moves, reached = [], [rank]
    for name in size.index:
        for factor in (0.0, 0.5, 2.0):
            moved = size.where(size.index != name, factor * size)
            if moved.sum():
                _, other = _ranked(exceeded, moved)
                reached.append(other)
                first = ", ".join(sorted(map(str, other.index[other == 1])))
                tau = rank.corr(other, method="kendall") if len(rank) > 1 else float("nan")
                moves.append((name, factor, tau, int((rank != other).sum()), first))
    spread = pd.concat(reached, axis=1)
    items = pd.DataFrame({"score": score, "rank": rank, "best": spread.min(axis=1), "worst": spread.max(axis=1)})
    return Ranking(
        items.sort_index().sort_values("rank", kind="stable"),
        pd.DataFrame(moves, columns=["weight", "factor", "tau", "moved", "first"]),
    )


def _ranked(exceeded: pd.DataFrame, size: pd.Series[float]) -> tuple[pd.Series[float], pd.Series[int]]:
    # Rounded, so that two sums of the same parts in another order stay a tie.
    score = (exceeded * size).sum(axis=1).div(size.sum()).round(9)
    return score, score.rank(ascending=False, method="min").astype(int)
