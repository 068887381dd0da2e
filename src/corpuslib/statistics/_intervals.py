"""Estimates with intervals that know that observations of one document hang together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]


class Interval(NamedTuple):
    """An estimate with the ends of its confidence interval."""

    estimate: float
    low: float
    high: float


def wilson(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Return a share with its Wilson score interval (Wilson, 1927), which is sound for few trials.

    Without trials nothing is known: estimate NaN, interval 0 to 1.

    >>> [round(x, 3) for x in wilson(3, 10)]
    [0.3, 0.108, 0.603]
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials} trials")
    if trials == 0:
        return Interval(float("nan"), 0.0, 1.0)
    from scipy.stats import binomtest

    interval = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    return Interval(successes / trials, float(interval.low), float(interval.high))


def cluster_bootstrap(
    statistic: Callable[[FloatArray], float],
    values: ArrayLike,
    clusters: Sequence[Hashable],
    *,
    seed: int,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Interval:
    """Return a statistic with a percentile interval from a bootstrap that draws whole clusters.

    `values` holds a row an observation; `clusters` names the document (or story) of each. Sentences of one
    article are not independent, so articles are drawn, not sentences (Field and Welsh, 2007).
    `statistic` takes the drawn rows. The percentiles are those that make up for the spread which drawing from few
    clusters loses (Hesterberg, 2015, "expanded percentile"). With fewer than two clusters nothing can be said about
    the spread: the interval is NaN.

    >>> cluster_bootstrap(lambda v: v.mean(), [0, 1, 1, 0], ["a", "a", "b", "b"], seed=1).estimate
    0.5
    """
    import numpy as np
    from scipy.special import ndtr, stdtrit

    array = np.asarray(values, dtype=float)
    if len(array) != len(clusters):
        raise ValueError(f"{len(array)} values but {len(clusters)} clusters")
    order: dict[Hashable, list[int]] = {}
    for position, cluster in enumerate(clusters):
        order.setdefault(cluster, []).append(position)
    groups = [np.array(positions) for positions in order.values()]
    estimate = float(statistic(array)) if len(array) else float("nan")
    if len(groups) < 2:
        return Interval(estimate, float("nan"), float("nan"))
    random = np.random.default_rng(seed)
    drawn = [
        statistic(array[np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])])
        for _ in range(draws)
    ]
    freedom = len(groups) - 1
    tail = float(ndtr(-np.sqrt((freedom + 1) / freedom) * stdtrit(freedom, (1 + confidence) / 2)))
    low, high = np.nanquantile(np.array(drawn, dtype=float), [tail, 1 - tail])
    return Interval(estimate, float(low), float(high))


def grouped_means(
    values: ArrayLike,
    groups: Sequence[Hashable],
    clusters: Sequence[Hashable],
    *,
    weights: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, float("inf")),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the mean of the values of each group, with an interval that knows that clusters hang together.

    `values` holds an observation each, such as 1 for a statement without a name and 0 for one with, `clusters` the
    document it stands in. The mean is a ratio of cluster totals, its standard error the linearised one (Cochran,
    1977, chapter 6), the interval Student's t with one degree of freedom less than there are clusters, cut at
    `bounds`: a bootstrap of three or four documents would promise too much. With one cluster, or where all clusters
    are alike, nothing is known about the spread: the interval is NaN. With `weights` the mean is weighted: values
    of hits per word with the words as weights give the rate of the group.

    Columns: group, observations, clusters, estimate, low, high; a row a group, sorted by group.

    >>> grouped_means([1, 0, 0, 1, 0, 0], list("xxxxxx"), list("aabbcc"), bounds=(0, 1)).round(2).values.tolist()
    [['x', 6, 3, 0.33, 0.0, 1.0]]
    """
    import numpy as np
    import pandas as pd
    from scipy.stats import t

    array = np.asarray(values, dtype=float)
    weight = np.ones_like(array) if weights is None else np.asarray(weights, dtype=float)
    if not len(array) == len(groups) == len(clusters) == len(weight):
        raise ValueError(f"{len(array)} values, {len(groups)} groups, {len(clusters)} clusters, {len(weight)} weights")
    frame = pd.DataFrame({"group": list(groups), "cluster": list(clusters), "sum": array * weight, "weight": weight})
    totals = frame.groupby(["group", "cluster"])[["sum", "weight"]].sum()
    group = totals.index.get_level_values("group")
    whole = totals.groupby(level="group").agg(sum=("sum", "sum"), weight=("weight", "sum"), clusters=("sum", "size"))
    mean = whole["sum"] / whole["weight"].where(whole["weight"] > 0)
    residuals = totals["sum"] - totals["weight"] * mean.reindex(group).to_numpy()
    least = 1e-12 * whole["weight"].clip(lower=1.0)
    varies = residuals.abs().groupby(level="group").max() > least
    freedom = (whole["clusters"] - 1).where(varies & (whole["clusters"] > 1))
    error = np.sqrt((freedom + 1) / freedom * (residuals**2).groupby(level="group").sum()) / whole["weight"]
    width = error * t.ppf((1 + confidence) / 2, freedom)
    found = whole.assign(
        observations=frame.groupby("group").size(),
        estimate=mean,
        low=(mean - width).clip(lower=float(bounds[0])),
        high=(mean + width).clip(upper=float(bounds[1])),
    )
    return found.reset_index()[["group", "observations", "clusters", "estimate", "low", "high"]]


def covered(positions: ArrayLike, starts: ArrayLike, ends: ArrayLike) -> NDArray[np.bool_]:
    """Return, for each position, whether it lies in one of the intervals; these may overlap, their ends are exclusive.

    With the first characters of words as positions this tells which words stand in quotation marks.

    >>> covered([0, 4, 9], starts=[3, 4], ends=[5, 9]).tolist()
    [False, True, False]
    """
    import numpy as np

    edges = (np.sort(np.asarray(places, dtype=int)) for places in (starts, ends))
    begun, ended = (np.searchsorted(edge, np.asarray(positions), side="right") for edge in edges)
    return np.asarray(begun > ended)
