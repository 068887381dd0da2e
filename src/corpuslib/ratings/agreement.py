"""Where raters disagree: the spread of their positions site by site, and their rank correlation pair by pair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["correlations", "disagreements"]

_LEAST = 4
"""Fewer sites give no interval: its width rests on n - 3."""


def disagreements(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return how far apart raters put each site that at least two of them rate on an ordered scale.

    `ratings` is table `ratings`, or `places` of several rating tables one below the other. A rater who puts a site
    at several positions, by topic or host, has no one position there and is left out for that site. Positions on
    scales of categories are ranks: a spread between two kinds of scale is rough.

    Columns: site, raters (count), spread (0 to 1), lowest, lowest_raters, highest, highest_raters; the widest first.

    >>> import pandas as pd
    >>> rows = [("gull.example", "a", "score", 0.9), ("gull.example", "b", "score", 0.25)]
    >>> frame = pd.DataFrame(rows, columns=["site", "rating_table", "rater", "position"])
    >>> disagreements(frame)[["site", "spread", "lowest_raters"]].to_dict("records")
    [{'site': 'gull.example', 'spread': 0.65, 'lowest_raters': 'b/score'}]
    """
    import pandas as pd

    by_site: dict[str, dict[str, float]] = {}
    for rater, places in _positions(ratings).items():
        for site, position in places.items():
            by_site.setdefault(site, {})[rater] = position
    rows = []
    for site, given in by_site.items():
        if len(given) > 1:
            low, high = min(given.values()), max(given.values())
            at = {end: ", ".join(sorted(r for r, p in given.items() if p == end)) for end in (low, high)}
            rows.append((site, len(given), round(high - low, 6), low, at[low], high, at[high]))
    rows.sort(key=lambda row: (-row[2], row[0]))
    names = ["site", "raters", "spread", "lowest", "lowest_raters", "highest", "highest_raters"]
    return pd.DataFrame(rows, columns=names)


def correlations(ratings: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return how alike each pair of raters orders the sites that both rate: Spearman's rank correlation.

    `ratings` is as for `disagreements`. The interval is Fisher's with the standard error of Bonett and Wright (2000,
    Psychometrika 65). There is no correlation (NaN) if a rater puts all sites at one position, and no interval with
    fewer than four sites or where the correlation is 1 or -1.

    Columns: rater_a, rater_b, sites (count), correlation, low, high; pairs with at least two sites, by name.
    Raises `ValueError` if `confidence` does not lie between 0 and 1.
    """
    import pandas as pd

    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")
    positions = _positions(ratings)
    rows = []
    for a, b in combinations(sorted(positions), 2):
        shared = sorted(positions[a].keys() & positions[b].keys())
        if len(shared) > 1:
            rho = _spearman([positions[a][site] for site in shared], [positions[b][site] for site in shared])
            rows.append((a, b, len(shared), rho, *_interval(rho, len(shared), confidence)))
    return pd.DataFrame(rows, columns=["rater_a", "rater_b", "sites", "correlation", "low", "high"])


def _positions(ratings: pd.DataFrame) -> Mapping[str, Mapping[str, float]]:
    """Return, for each rater by table and name, the one position of each site that has one."""
    found: dict[str, dict[str, set[float]]] = {}
    known = ratings[ratings["site"].notna() & ratings["position"].notna()]
    for site, table, rater, position in zip(
        known["site"], known["rating_table"], known["rater"], known["position"], strict=True
    ):
        found.setdefault(f"{table}/{rater}", {}).setdefault(site, set()).add(float(position))
    return {
        rater: {site: min(places) for site, places in sites.items() if len(places) == 1}
        for rater, sites in found.items()
    }


def _spearman(a: list[float], b: list[float]) -> float:
    """Return Pearson's correlation of the mid-ranks, summed exactly so that it is the same on every machine."""
    from scipy.stats import rankdata

    middle = (len(a) + 1) / 2
    x, y = ([float(rank) - middle for rank in rankdata(values)] for values in (a, b))
    spread = math.fsum(v * v for v in x) * math.fsum(v * v for v in y)
    return round(math.fsum(v * w for v, w in zip(x, y, strict=True)) / math.sqrt(spread), 6) if spread else math.nan


def _interval(rho: float, sites: int, confidence: float) -> tuple[float, float]:
    from scipy.stats import norm

    if sites < _LEAST or not abs(rho) < 1:
        return math.nan, math.nan
    half = float(norm.ppf((1 + confidence) / 2)) * math.sqrt((1 + rho * rho / 2) / (sites - 3))
    return tuple(round(math.tanh(math.atanh(rho) + sign * half), 6) for sign in (-1, 1))  # type: ignore[return-value]
