"""Penalised logistic regression, and thresholds for F1: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

__all__ = ["calibrate", "fit_logistic", "folds_by_group", "folds_by_label", "thresholds"]

# A label that all texts have, or none, gets no weights and this decision value: far from every threshold.
_CERTAIN = 20.0
# Inverse variance of the logarithm of a calibration's slope around 0: few texts do not stretch a scale much.
_SLOPE_PENALTY = 1.0


def fit_logistic(
    x: sparse.csr_matrix, y: NDArray[np.bool_], *, penalty: float = 0.1, tolerance: float = 1e-4
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weights (columns × labels) and intercepts of one ridge logistic regression a label.

    `x` is texts × columns, `y` texts × labels. Minimised is the sum of the log losses, each text weighed so that those
    with and without the label count the same in sum, plus `penalty` / 2 times the squared weights (King and Zeng
    2001 on rare events; Hoerl and Kennard 1970 on the ridge). The intercept is not penalised. By L-BFGS, for all labels
    at once, until no partial derivative is beyond `tolerance`.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    n, present = len(y), y.sum(axis=0)
    varied = (present > 0) & (present < n)
    weights = np.zeros((x.shape[1], y.shape[1]))
    intercepts = np.where(present == n, _CERTAIN, -_CERTAIN)
    if not varied.any():
        return weights, intercepts
    target = y[:, varied]
    say = np.where(target, n / (2 * present[varied]), n / (2 * (n - present[varied])))
    z, back = _rotated(x)
    shape = (z.shape[1] + 1, int(varied.sum()))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(shape)
        decision = z @ w[:-1] + w[-1]
        residual = say * (expit(decision) - target)
        gradient = np.vstack([z.T @ residual + penalty * w[:-1], residual.sum(axis=0)])
        value = (say * np.logaddexp(0, np.where(target, -decision, decision))).sum() + penalty / 2 * (w[:-1] ** 2).sum()
        return float(value), gradient.ravel()

    options = {"maxiter": 1000, "maxfun": 2000, "gtol": tolerance, "ftol": 0.0}
    best = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options).x.reshape(shape)
    weights[:, varied], intercepts[varied] = x.T @ (back @ best[:-1]), best[-1]
    return weights, intercepts


def _rotated(x: sparse.csr_matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return `x` in no more columns than rows, and what leads from weights there to a sum of rows of `x`.

    Ridge weights lie in the space of the rows and do not feel a rotation (Hastie and Tibshirani 2004), so that the
    answer is the same, and hundreds of texts with tens of thousands of columns are fitted in little time.
    """
    import numpy as np

    squares, vectors = np.linalg.eigh((x @ x.T).toarray())
    kept = squares > 1e-10 * max(float(squares[-1]), 1e-300)
    lengths = np.sqrt(squares[kept])
    return vectors[:, kept] * lengths, vectors[:, kept] / lengths


def calibrate(decisions: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a slope and an intercept a label that turn decision values of unseen texts into log odds (Platt 1999).

    The slope is positive, and drawn towards 1 by a normal prior on its logarithm. A label that all texts have, or none,
    keeps its decision values.
    """
    import numpy as np

    slopes, intercepts = np.ones(y.shape[1]), np.zeros(y.shape[1])
    for j in np.flatnonzero(y.any(axis=0) & ~y.all(axis=0)).tolist():
        slopes[j], intercepts[j] = _calibrated(decisions[:, j], y[:, j])
    return slopes, intercepts


def _calibrated(decisions: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[float, float]:
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        stretched = np.exp(at[0]) * decisions
        odds = stretched + at[1]
        residual = expit(odds) - y
        cost = np.logaddexp(0, np.where(y, -odds, odds)).sum() + _SLOPE_PENALTY / 2 * at[0] ** 2
        return float(cost), np.array([residual @ stretched + _SLOPE_PENALTY * at[0], residual.sum()])

    log_slope, intercept = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B").x
    return float(np.exp(log_slope)), float(intercept)


def thresholds(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a threshold a label, in log odds, for texts whose log odds of having the label are like these.

    The probability from which on marking texts makes expected F1 best is half of that F1 (Lipton, Elkan and
    Naryanaswamy 2014). It is computed for the label and for all labels pooled, and the mean of the two is taken:
    between the best macro and the best micro F1. Since it comes from probabilities and not from counts of hits, a few
    texts do not move it much.

    >>> import numpy as np
    >>> thresholds(np.array([[-9.0], [-9.0], [9.0]])).round(2).tolist()
    [-0.0]
    """
    import numpy as np
    from scipy.special import expit, logit

    chances = expit(log_odds)
    own = np.array([_best_expected_f1(column) for column in chances.T])
    return np.asarray(logit((own + _best_expected_f1(chances.ravel())) / 4), dtype=np.float64)


def _best_expected_f1(chances: NDArray[np.float64]) -> float:
    """Return the best of the F1 that marking the n likeliest is expected to have."""
    import numpy as np

    hits = np.cumsum(np.sort(chances)[::-1])
    return float((2 * hits / (np.arange(1, len(chances) + 1) + hits[-1])).max())


def folds_by_label(y: NDArray[np.bool_], folds: int, seed: int) -> NDArray[np.int64]:
    """Return the number of the fold of each text: dealt at random, those with the same rarest label in turn."""
    import numpy as np

    frequency = y.sum(axis=0)
    rarest = np.where(y.any(axis=1), np.where(y, frequency, len(y) + 1).argmin(axis=1), -1)
    order = np.lexsort((np.random.default_rng(seed).random(len(y)), rarest))
    fold = np.empty(len(y), dtype=np.int64)
    fold[order] = np.arange(len(y)) % folds
    return fold


def folds_by_group(groups: list[str], folds: int) -> NDArray[np.int64]:
    """Return the number of the fold of each text: no group in two folds, the largest dealt first to the smallest fold.

    >>> folds_by_group(["a", "b", "a", "c"], 2).tolist()
    [0, 1, 0, 1]
    """
    import numpy as np

    sizes = [0] * folds
    place: dict[str, int] = {}
    for group in sorted(set(groups), key=lambda g: (-groups.count(g), g)):
        place[group] = sizes.index(min(sizes))
        sizes[place[group]] += groups.count(group)
    return np.array([place[group] for group in groups], dtype=np.int64)
