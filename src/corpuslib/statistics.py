"""Statistics for notebooks: intervals, diversity, keyness. Arrays in, arrays or a DataFrame out.

Everything that draws at random takes a seed. What is uncertain comes with an interval.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray
    from scipy import sparse

    FloatArray = NDArray[np.float64]

__all__ = [
    "Interval",
    "Ranking",
    "cluster_bootstrap",
    "covered",
    "grouped_diversity",
    "grouped_means",
    "keyness",
    "shannon",
    "simpson",
    "weighted_ranks",
    "wilson",
]


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
    `statistic` takes the drawn rows. With fewer than two clusters nothing can be said about the spread:
    the interval is NaN.

    >>> cluster_bootstrap(lambda v: v.mean(), [0, 1, 1, 0], ["a", "a", "b", "b"], seed=1).estimate
    0.5
    """
    import numpy as np

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
    tail = (1 - confidence) / 2
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


def keyness(
    counts: sparse.spmatrix | FloatArray,
    groups: Sequence[Hashable],
    *,
    terms: Sequence[str] | None = None,
    prior: float = 500.0,
    clustered: bool = True,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how much more each group of documents uses each term than all other documents do.

    `counts` is documents × terms, `groups` names the group of each document. The effect is the log-odds
    ratio under a Dirichlet prior of `prior` pseudo-counts spread like the whole corpus (Monroe, Colaresi and
    Quinn, 2008, "Fightin' Words", equations 16 and 22). Words cluster in documents, so with `clustered` the
    standard error is the larger of theirs and the sandwich over documents (Liang and Zeger, 1986), and tests
    and intervals use Student's t with as many degrees of freedom as the documents that carry the word allow
    (Satterthwaite, 1946): a word that one article repeats is evidence from one article. `q` is
    the false discovery rate over all terms of a group (Benjamini and Hochberg, 1995).

    Columns: group, term, count, count_rest, documents, effect, low, high, z, q; strongest first in a group.
    Raises `ValueError` if the shapes do not fit or there are fewer than two groups.
    """
    import numpy as np
    import pandas as pd
    from scipy import sparse

    matrix = sparse.csr_matrix(counts, dtype=float)
    if matrix.shape[0] != len(groups):
        raise ValueError(f"{matrix.shape[0]} rows of counts but {len(groups)} groups")
    names = list(terms) if terms is not None else [str(i) for i in range(matrix.shape[1])]
    if len(names) != matrix.shape[1]:
        raise ValueError(f"{matrix.shape[1]} columns of counts but {len(names)} terms")
    labels = sorted(set(groups), key=str)
    if len(labels) < 2:
        raise ValueError("keyness compares groups; there is only one")
    total = np.asarray(matrix.sum(axis=0)).ravel()
    alpha = prior * (total + 1e-9) / (total + 1e-9).sum()
    member = np.array([labels.index(group) for group in groups])
    frames = []
    for number, label in enumerate(labels):
        inside, outside = _part(matrix[member == number], alpha), _part(matrix[member != number], alpha)
        frames.append(_key_frame(str(label), names, inside, outside, clustered, confidence))
    return pd.concat(frames, ignore_index=True)


class _Part(NamedTuple):
    """Per term, of one side of a comparison."""

    uses: FloatArray
    documents: FloatArray
    log_odds: FloatArray
    variance: FloatArray
    sandwich: FloatArray
    fourth: FloatArray
    """Sum over documents of the fourth power of their influence on the log-odds."""


def _part(matrix: sparse.csr_matrix, alpha: FloatArray) -> _Part:
    import numpy as np

    count = np.asarray(matrix.sum(axis=0)).ravel()
    lengths = np.asarray(matrix.sum(axis=1)).ravel()
    whole = lengths.sum() + alpha.sum()
    share = (count + alpha) / whole
    scale = whole * share * (1 - share)
    documents = matrix.shape[0]
    correction = documents / (documents - 1) if documents > 1 else 1.0
    return _Part(
        uses=count,
        documents=np.asarray((matrix > 0).sum(axis=0)).ravel(),
        log_odds=np.log((count + alpha) / (whole - count - alpha)),
        variance=1 / (count + alpha),
        sandwich=correction * _deviations(matrix, lengths, share, 2) / scale**2,
        fourth=correction**2 * _deviations(matrix, lengths, share, 4) / scale**4,
    )


def _deviations(matrix: sparse.csr_matrix, lengths: FloatArray, share: FloatArray, power: int) -> FloatArray:
    """Return, per term, the sum over documents of (count - length * share) to an even power.

    Documents without the term, the most, need no entry: their part is known from their length.
    """
    import numpy as np

    entries = matrix.tocoo()
    expected = lengths[entries.row] * share[entries.col]
    excess = (entries.data - expected) ** power - expected**power
    present = np.bincount(entries.col, weights=excess, minlength=matrix.shape[1])
    everywhere: FloatArray = share**power * (lengths**power).sum()
    return np.maximum(everywhere + present, 0.0)


def _key_frame(
    label: str, names: Sequence[str], inside: _Part, outside: _Part, clustered: bool, confidence: float
) -> pd.DataFrame:
    import numpy as np
    import pandas as pd
    from scipy.stats import false_discovery_control, t

    effect = inside.log_odds - outside.log_odds
    variance = inside.variance + outside.variance
    freedom = np.full(len(names), np.inf)
    if clustered:
        sandwich = inside.sandwich + outside.sandwich
        freedom = np.maximum(sandwich**2 / (inside.fourth + outside.fourth + 1e-300), 1.0)
        variance = np.maximum(variance, sandwich)
    error = np.sqrt(variance)
    width = t.ppf((1 + confidence) / 2, freedom) * error
    z = effect / error
    frame = pd.DataFrame(
        {
            "group": label,
            "term": names,
            "count": inside.uses.astype(int),
            "count_rest": outside.uses.astype(int),
            "documents": inside.documents.astype(int),
            "effect": effect,
            "low": effect - width,
            "high": effect + width,
            "z": z,
            "q": false_discovery_control(2 * t.sf(np.abs(z), freedom)),
        }
    )
    return frame.sort_values(["z", "term"], ascending=[False, True], kind="stable")
