"""Penalised logistic regression, and thresholds for F1: arrays in, arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

__all__ = ["fit_logistic", "folds_by_group", "folds_by_label", "thresholds"]

# A label that all texts have, or none, gets no weights and this decision value: far from every threshold.
_CERTAIN = 20.0
# So many texts with a frame have the same say in its threshold as all frames together have.
_SHRINKAGE = 50


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


def thresholds(decisions: NDArray[np.float64], y: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a threshold a label from decision values of texts that the model had not seen.

    The threshold of best F1 over all labels together, moved towards the label's own best one the more texts have the
    label: with n of them by n / (n + 50). The best threshold of a rare label alone is mostly noise (Lipton, Elkan
    and Naryanaswamy 2014).

    >>> import numpy as np
    >>> thresholds(np.array([[-1.0], [0.0], [1.0]]), np.array([[False], [True], [True]])).tolist()
    [-0.5]
    """
    import numpy as np

    common = _best_threshold(decisions.ravel(), y.ravel())
    own = np.array([_best_threshold(decisions[:, j], y[:, j]) for j in range(y.shape[1])])
    n = y.sum(axis=0)
    return np.asarray(common + (own - common) * n / (n + _SHRINKAGE), dtype=np.float64)


def _best_threshold(decisions: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Return the middle between the two neighbouring values that F1 is best between."""
    import numpy as np

    order = np.argsort(-decisions, kind="stable")
    ranked, hits = decisions[order], np.cumsum(y[order])
    f1 = 2 * hits / (np.arange(1, len(y) + 1) + max(hits[-1], 1))
    last_of_ties = np.append(ranked[1:] < ranked[:-1], True)
    best = int(np.argmax(np.where(last_of_ties, f1, -1)))
    return float((ranked[best] + (ranked[best + 1] if best + 1 < len(ranked) else ranked[best])) / 2)


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
