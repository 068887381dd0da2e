"""Shares of frames from hand codes and predictions together: what people coded corrects what a classifier counts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Corrected", "corrected_shares", "expected_widths", "prediction_powered"]


class Corrected(NamedTuple):
    """A share with its confidence interval, its standard error, and how much the predictions were trusted (0 to 1)."""

    estimate: float
    low: float
    high: float
    error: float
    power: float


def prediction_powered(
    codes: ArrayLike,
    predictions: ArrayLike,
    *,
    clusters: Sequence[Hashable] | None = None,
    power: float | None = None,
    confidence: float = 0.95,
) -> Corrected:
    """Return the share that people would have coded, from codes of some units and predictions for all.

    `codes` holds 0 to 1 for each unit, NaN where nobody coded it; `predictions` holds 0 to 1 for each unit, by a
    model that did not learn from these codes. The coded units are drawn at random from all, as `code sample` does.
    The estimate is the mean code plus `power` times (mean prediction of the rest - mean prediction of the coded):
    prediction-powered inference (Angelopoulos et al., 2023, Science 382, "Prediction-powered inference"). Without
    `power` it is the one that makes the variance least (PPI++: Angelopoulos, Duchi and Zrnic, 2023), so that bad
    predictions do no harm: 0 is hand codes alone, 1 trusts the predictions fully.

    Units of one article or story hang together: with `clusters` the variance is the sandwich over clusters (Liang and
    Zeger, 1986). The interval is Wilson's with the sample size that this variance is worth (Korn and Graubard, 1998)
    and Student's t with one degree of freedom less than there are coded clusters: it holds for rare frames too. Where
    the codes do not vary, or the estimate leaves 0 to 1, hand codes alone give it. With fewer than two coded clusters
    the interval is 0 to 1. Raises `ValueError` for lengths that differ and values outside 0 to 1.

    >>> nan = float("nan")
    >>> found = prediction_powered([1, 0, 0, 1, nan, nan, nan, nan], [1, 0, 0, 1, 1, 1, 1, 0])
    >>> round(found.estimate, 2), round(found.power, 2)
    (0.64, 0.57)
    """
    if power is not None and not 0 <= power <= 1:
        raise ValueError(f"power lies between 0 and 1, not {power}")
    parts = _parts(*_checked(codes, predictions, clusters))
    found = _estimate(parts, power, confidence)
    if power is None and not 0 < found.estimate < 1:
        found = _estimate(parts, 0.0, confidence)
    return found


def expected_widths(
    codes: ArrayLike,
    predictions: ArrayLike,
    numbers: Sequence[int],
    *,
    clusters: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how wide the intervals would be with other numbers of coded units: what more coding would buy.

    Arguments as in `prediction_powered`; each of `numbers` is from 1 to the number of units. Further codes are taken
    to be like those made so far: the variance of what is coded falls with their number and that of the rest grows as
    units leave it; the power is chosen anew for each number. Columns: coded, alone (width with hand codes alone),
    corrected (with predictions too); NaN with fewer than two coded clusters. Raises `ValueError` like
    `prediction_powered`, and for numbers out of range.

    >>> codes = [1, 0, 0, 1, 0, 1, 0, 0, 0, 1] + [float("nan")] * 90
    >>> expected_widths(codes, [1, 0, 0, 1, 0] * 20, [10, 40]).round(2).values.tolist()
    [[10.0, 0.59, 0.52], [40.0, 0.3, 0.27]]
    """
    import pandas as pd

    labels, predicted, coded, member = _checked(codes, predictions, clusters)
    if wrong := [number for number in numbers if not 1 <= number <= len(labels)]:
        raise ValueError(f"{wrong[0]} of {len(labels)} units cannot be coded")
    parts = _parts(labels, predicted, coded, member)
    rows = []
    for number in numbers:
        grown = number / max(int(coded.sum()), 1)
        left = (len(labels) - number) / max(int((~coded).sum()), 1)
        units = min(parts.clusters * grown, float(len(set(member.tolist()))))
        widths = [float("nan")] * 2
        if parts.clusters >= 2 and units >= 2:
            powers = (0.0, _best_power(parts, grown, left))
            ends = [_interval(parts.mean, _spread(parts, p, grown, left), units, confidence) for p in powers]
            widths = [high - low for low, high in ends]
        rows.append((number, *widths))
    return pd.DataFrame(rows, columns=["coded", "alone", "corrected"])


def _checked(
    codes: ArrayLike, predictions: ArrayLike, clusters: Sequence[Hashable] | None
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_], NDArray[np.int64]]:
    """Return codes, predictions, which units are coded, and the number of each unit's cluster."""
    import numpy as np

    labels, predicted = np.asarray(codes, dtype=float), np.asarray(predictions, dtype=float)
    if labels.ndim != 1 or labels.shape != predicted.shape:
        raise ValueError(f"codes of shape {labels.shape}, predictions of shape {predicted.shape}")
    if clusters is not None and len(clusters) != len(labels):
        raise ValueError(f"{len(labels)} codes but {len(clusters)} clusters")
    coded = ~np.isnan(labels)
    if not ((labels[coded] >= 0) & (labels[coded] <= 1)).all() or not ((predicted >= 0) & (predicted <= 1)).all():
        raise ValueError("codes and predictions lie between 0 and 1; a code that is missing is NaN")
    return labels, predicted, coded, _members(clusters, len(labels))


def _members(clusters: Sequence[Hashable] | None, number: int) -> NDArray[np.int64]:
    """Return the number of each unit's cluster; without clusters every unit is its own."""
    import numpy as np

    if clusters is None:
        return np.arange(number)
    numbers = {name: n for n, name in enumerate(dict.fromkeys(clusters))}
    return np.array([numbers[name] for name in clusters], dtype=np.int64)


class _Parts(NamedTuple):
    """Mean code, mean difference of predictions, and what each cluster contributes to the error.

    `code` is that of the codes, `coded` of the predictions of coded units, `rest` of those of the other units.
    """

    mean: float
    shift: float
    code: FloatArray
    coded: FloatArray
    rest: FloatArray
    clusters: int


def _parts(labels: FloatArray, predicted: FloatArray, coded: NDArray[np.bool_], member: NDArray[np.int64]) -> _Parts:
    import numpy as np

    number = int(member.max()) + 1 if len(member) else 0

    def deviations(values: FloatArray, which: NDArray[np.bool_]) -> tuple[float, FloatArray]:
        chosen = values[which]
        if not len(chosen):
            return float("nan"), np.zeros(number)
        mean = math.fsum(chosen) / len(chosen)
        sums: FloatArray = np.bincount(member[which], (chosen - mean) / len(chosen), number).astype(float)
        return mean, sums

    mean, code = deviations(labels, coded)
    mean_coded, of_coded = deviations(predicted, coded)
    mean_rest, of_rest = deviations(predicted, ~coded)
    clusters = len(np.unique(member[coded]))
    if coded.all():  # nothing is left to predict
        return _Parts(mean, 0.0, code, np.zeros(number), np.zeros(number), clusters)
    return _Parts(mean, mean_rest - mean_coded, code, of_coded, of_rest, clusters)


def _spread(parts: _Parts, power: float, grown: float = 1.0, left: float = 1.0) -> float:
    """Return the variance of the estimate with `grown` times the coded units and `left` times the others."""
    own = parts.code - power * parts.coded
    rest = power**2 * math.fsum(parts.rest**2) / left if power else 0.0
    return math.fsum(own**2) / grown + 2 * power * math.fsum(own * parts.rest) + rest


def _best_power(parts: _Parts, grown: float = 1.0, left: float = 1.0) -> float:
    """Return the power from 0 to 1 that makes the variance least."""
    if left <= 0:
        return 0.0
    line = math.fsum(parts.code * parts.coded) / grown - math.fsum(parts.code * parts.rest)
    square = math.fsum(parts.coded**2) / grown - 2 * math.fsum(parts.coded * parts.rest)
    square += math.fsum(parts.rest**2) / left
    return min(max(line / square, 0.0), 1.0) if square > 0 else 0.0


def _interval(share: float, spread: float, clusters: float, confidence: float) -> tuple[float, float]:
    """Return the interval of a share whose variance is `spread` but for the degrees of freedom."""
    from scipy.special import stdtrit

    freedom = clusters - 1
    width = float(stdtrit(freedom, (1 + confidence) / 2))
    return _wilson(min(max(share, 0.0), 1.0), (1 + 1 / freedom) * spread, clusters, width)


def _estimate(parts: _Parts, power: float | None, confidence: float) -> Corrected:
    if math.isnan(parts.mean):
        return Corrected(parts.mean, 0.0, 1.0, float("nan"), float("nan"))
    if power is None:
        power = _best_power(parts)
    estimate = parts.mean + power * parts.shift
    if parts.clusters < 2:
        return Corrected(estimate, 0.0, 1.0, float("nan"), power)
    spread = _spread(parts, power)
    low, high = _interval(estimate, spread, parts.clusters, confidence)
    return Corrected(estimate, low, high, math.sqrt((1 + 1 / (parts.clusters - 1)) * spread), power)


def _wilson(share: float, variance: float, clusters: float, width: float) -> tuple[float, float]:
    """Return Wilson's interval for as many units as would give this variance; without variance, for the clusters.

    `statistics.wilson` is the same for a count of independent units and the normal distribution.
    """
    worth = share * (1 - share) / variance if variance > 0 and 0 < share < 1 else float(clusters)
    square = width * width / worth
    centre = (share + square / 2) / (1 + square)
    half = math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def corrected_shares(
    codes: ArrayLike,
    predictions: ArrayLike,
    groups: Sequence[Hashable],
    *,
    clusters: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the corrected share of each group, an outlet say, beside what counting predictions would say.

    Arguments as in `prediction_powered`, with the group of each unit. Columns: group, units, coded, counted (share of
    the predictions alone, which is not an estimate of the truth), estimate, low, high, power; sorted by group.
    """
    import numpy as np
    import pandas as pd

    labels, predicted = np.asarray(codes, dtype=float), np.asarray(predictions, dtype=float)
    if not len(labels) == len(predicted) == len(groups) or (clusters is not None and len(clusters) != len(labels)):
        raise ValueError("codes, predictions, groups and clusters must be of one length")
    rows = []
    for group in sorted(set(groups), key=str):
        place = [n for n, name in enumerate(groups) if name == group]
        own = None if clusters is None else [clusters[n] for n in place]
        found = prediction_powered(labels[place], predicted[place], clusters=own, confidence=confidence)
        counted = math.fsum(predicted[place]) / len(place)
        coded = int((~np.isnan(labels[place])).sum())
        rows.append((group, len(place), coded, counted, found.estimate, found.low, found.high, found.power))
    columns = ["group", "units", "coded", "counted", "estimate", "low", "high", "power"]
    return pd.DataFrame(rows, columns=columns)
