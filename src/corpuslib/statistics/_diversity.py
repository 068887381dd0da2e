"""How many kinds there are, and how evenly they are met."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

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


ENOUGH = 0.9
"""Sample coverage from which on an interval for Shannon's entropy is given; below it misses the truth too often."""
FEWEST = 20
"""Clusters from which on one is given: with fewer, the sample coverage is itself a guess."""


def grouped_diversity(
    kinds: Sequence[Hashable], groups: Sequence[Hashable], clusters: Sequence[Hashable], *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how diverse the kinds of each group are, with intervals over clusters.

    `kinds` holds an observation each, such as the speaker of a statement; `clusters` names its document.

    Simpson's index is the chance that two observations are of different kinds. Counted over all pairs it is too
    small, because a document repeats its speakers; with three clusters or more it is therefore counted over pairs
    from different clusters, which is unbiased (a U statistic: Hoeffding, 1948). Its variance is that of the
    jackknife that leaves out one cluster at a time (Arvesen, 1969), its interval Student's t on the scale of the
    arcsine of the square root, on which shares of every size spread alike (Anscombe, 1948). In simulations with three
    to forty clusters of equal and of very unequal size, 95 % intervals held the truth 92 to 99 times in a hundred.
    Where two or three kinds are nearly as frequent as each other, and the index is next to its maximum, they are too
    narrow: 82 to 91 times from ten clusters on.

    Shannon's entropy depends on kinds that were never seen: bias and variance are those of the jackknife (Zahl,
    1977), and an interval is given from `FEWEST` clusters on where the sample coverage, 1 less the share of kinds
    met in one cluster only among all meetings of a kind and a cluster (Good, 1953; Chao and Jost, 2012), is at least
    `ENOUGH`. There intervals held the truth 90 to 98 times in a hundred; next to the maximum, and where a sample is
    well covered by luck, about 80 times. Elsewhere they are NaN and the count a lower bound.

    Columns: group, observations, clusters, kinds, coverage; simpson, simpson_low, simpson_high; shannon,
    shannon_low, shannon_high, in bits; a row a group, sorted by group. Estimates are corrected where they have an
    interval, else as counted. With fewer than three clusters, and where leaving any of them out changes nothing,
    there are no intervals.

    >>> found = grouped_diversity(list("pqpqpr"), ["x"] * 6, list("aabbcc"))
    >>> found[["kinds", "coverage", "simpson", "simpson_low", "simpson_high"]].round(2).values.tolist()
    [[3.0, 0.83, 0.67, 0.04, 1.0]]
    """
    import numpy as np
    import pandas as pd

    if not len(kinds) == len(groups) == len(clusters):
        raise ValueError(f"{len(kinds)} kinds, {len(groups)} groups, {len(clusters)} clusters")
    codes, names = pd.factorize(pd.Series(list(groups), dtype=object), sort=True)
    met, within = (pd.factorize(pd.Series(list(one), dtype=object))[0] for one in (kinds, clusters))
    rows = []
    for number, group in enumerate(names):
        cells = _Cells.counted(within[codes == number], met[codes == number])
        often = np.bincount(cells.kind)
        shape = (int(cells.times.sum()), int(cells.cluster.max()) + 1, len(often))
        coverage = 1 - float((often == 1).sum() / len(cells.kind))
        known = shape[1] >= FEWEST and coverage >= ENOUGH
        rows.append((group, *shape, coverage, *_simpson(cells, confidence), *_shannon(cells, confidence, known)))
    indices = [index + end for index in ("simpson", "shannon") for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=["group", "observations", "clusters", "kinds", "coverage", *indices])


class _Cells(NamedTuple):
    """How many times each cluster has each kind, of those that meet; both numbered from 0."""

    cluster: NDArray[np.intp]
    kind: NDArray[np.intp]
    times: NDArray[np.float64]

    @classmethod
    def counted(cls, clusters: NDArray[np.intp], kinds: NDArray[np.intp]) -> _Cells:
        """Count the observations of each cluster and kind."""
        import numpy as np

        row, column = (np.unique(one, return_inverse=True)[1] for one in (clusters, kinds))
        wide = column.max() + 1
        cells, times = np.unique(row * wide + column, return_counts=True)
        return cls(cells // wide, cells % wide, times.astype(float))

    def by_cluster(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sums of the cells' values, a cluster each."""
        import numpy as np

        return np.bincount(self.cluster, values).astype(float)

    def by_kind(self) -> NDArray[np.float64]:
        """Return how many times each kind is met."""
        import numpy as np

        return np.bincount(self.kind, self.times).astype(float)


def _simpson(cells: _Cells, confidence: float) -> Interval:
    """Return Simpson's index over pairs from different clusters; as counted where there is no interval."""
    import numpy as np

    total = cells.by_kind()
    counted = Interval(simpson(total), float("nan"), float("nan"))
    sizes, own = cells.by_cluster(cells.times), cells.by_cluster(cells.times**2)
    if len(sizes) < 3:
        return counted
    shared = cells.by_cluster(cells.times * total[cells.kind])
    alike, pairs = (total**2).sum() - own.sum(), sizes.sum() ** 2 - (sizes**2).sum()
    without = 1 - (alike - 2 * (shared - own)) / (pairs - 2 * sizes * (sizes.sum() - sizes))
    index = float(1 - alike / pairs)
    _, width = _jackknife(index, without, confidence)
    if not width > TINY:
        return counted
    middle, half = np.arcsin(np.sqrt(index)), width / (2 * np.sqrt(index * (1 - index)))
    return Interval(index, *(float(np.sin(end) ** 2) for end in np.clip([middle - half, middle + half], 0, np.pi / 2)))


def _shannon(cells: _Cells, confidence: float, known: bool) -> Interval:
    """Return Shannon's entropy, corrected and with an interval; as counted where too little is `known`."""
    import numpy as np
    from scipy.special import xlogy

    total = cells.by_kind()
    counted = Interval(shannon(total), float("nan"), float("nan"))
    if not known:
        return counted
    here = total[cells.kind]
    left = here - cells.times
    rest = total.sum() - cells.by_cluster(cells.times)
    less = xlogy(total, total).sum() - cells.by_cluster(xlogy(here, here) - xlogy(left, left))
    middle, width = _jackknife(counted.estimate, (np.log(rest) - less / rest) / np.log(2), confidence)
    if not width > TINY:
        return counted
    return Interval(*(max(end, 0.0) for end in (middle, middle - width, middle + width)))


TINY = 1e-9
"""Half the width of an interval below which nothing varies but the last digits."""


def _jackknife(whole: float, without: NDArray[np.float64], confidence: float) -> tuple[float, float]:
    """Return the jackknife's estimate and half its interval, from the values without each cluster in turn."""
    import numpy as np
    from scipy.special import stdtrit

    number = len(without)
    pseudo = number * whole - (number - 1) * without
    quantile = float(stdtrit(number - 1, (1 + confidence) / 2))
    return float(pseudo.mean()), quantile * float(pseudo.std(ddof=1) / np.sqrt(number))
