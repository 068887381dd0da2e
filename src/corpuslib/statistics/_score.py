"""The test of keyness: a score test whose null does not look at the labels, and weights that spend it well."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpuslib.statistics._cells import sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corpuslib.statistics._cells import Cells

    FloatArray = NDArray[np.float64]

__all__ = ["Scores", "score_test", "two_sided", "weighted_q", "weights_for"]

EFFECT = 0.4
"""Log-odds ratio at which the test is to have its power: about one and a half times the odds."""

DAMPINGS = (1.0, 2.0, 4.0, float("inf"))
"""Where the uses of a word in one document begin to count less: `k` in k log(1 + uses / k); infinity leaves them."""

STRICTNESS = 1e-4
"""The level of a single word for which the weights are best: about what a false discovery rate of 5 % comes to."""


class Scores(NamedTuple):
    """Per term."""

    z: FloatArray
    """Standard score under the null; 0 where nothing can be tested."""
    p: FloatArray
    """Two-sided."""
    anticipated: FloatArray
    """The z that a log-odds ratio of `EFFECT` would be expected to have."""


class _Design(NamedTuple):
    """What the labels and lengths of the documents make of the test, whatever their words."""

    residual: FloatArray
    """Per document, its label less what strata and lengths foretell."""
    lengths: list[FloatArray]
    """Orthonormal, of sum 0 in each stratum: lengths and their logarithms."""
    weight: FloatArray
    """Per stratum, the mean square of the residuals."""
    skew: FloatArray
    """Per stratum, what the residuals give to the third moment."""
    least: float
    """The smallest two-sided p that so few documents allow."""


def score_test(cells: Cells, inside: NDArray[np.bool_]) -> Scores:
    """Test for each term whether documents inside use it at another rate than those outside.

    The score is the sum of uses times residual label; its null is that the labels are shuffled among the documents
    of a stratum (Strasser and Weber, 1999), with lengths and their logarithms regressed out. Mean, variance and
    skewness are known for that, and the tail is that of the gamma distribution with these (Mielke and Berry, 2007);
    no p is below the one of the most extreme of all shuffles. Uses that one document heaps up may count
    logarithmically: of the `DAMPINGS` each term takes the one under which an odds ratio would show best. As this
    and the null are found without looking at which document bears which label, they cost nothing of the level.
    """
    import numpy as np

    design = _designed(cells, inside)
    best = Scores(np.zeros(cells.terms), np.zeros(cells.terms), np.full(cells.terms, -1.0))
    skewness = np.zeros(cells.terms)
    for damping in DAMPINGS:
        z, skewed, anticipated = _tested(cells, design, damping)
        better = anticipated > best.anticipated
        for old, new in zip((best.z, skewness, best.anticipated), (z, skewed, anticipated), strict=True):
            np.copyto(old, new, where=better)
    p = np.where(best.anticipated > 0, np.maximum(two_sided(best.z, skewness), design.least), 1.0)
    return best._replace(p=p)


def _designed(cells: Cells, inside: NDArray[np.bool_]) -> _Design:
    import numpy as np
    from scipy.special import gammaln

    stratum, strata = cells.stratum, cells.strata
    size = np.maximum(np.bincount(stratum, minlength=strata), 1).astype(float)

    def centred(values: FloatArray) -> FloatArray:
        return np.asarray(values - (sums(stratum, values, strata) / size)[stratum], dtype=float)

    lengths: list[FloatArray] = []
    for column in (cells.length, np.log(np.maximum(cells.length, 1.0))):
        rest = centred(column)
        for other in lengths:
            rest = rest - other * float((other * rest).sum())
        norm = float(np.sqrt((rest * rest).sum()))
        if norm > 1e-9 * float(np.sqrt((column * column).sum())):
            lengths.append(rest / norm)
    residual = centred(inside.astype(float))
    for column in lengths:
        residual = residual - column * float((column * residual).sum())
    spare = np.maximum(size - 1, 1.0)
    # The variance of the uses is taken from residuals too, which are smaller for the columns that were fitted.
    freedom = len(stratum) - strata
    taken = freedom / max(freedom - len(lengths), 1)
    within = np.bincount(stratum, weights=inside, minlength=strata)
    shuffles = float((gammaln(size + 1) - gammaln(within + 1) - gammaln(size - within + 1)).sum())
    return _Design(
        residual,
        lengths,
        weight=sums(stratum, residual**2, strata) / spare * taken,
        skew=np.where(size > 2, size / (spare * np.maximum(size - 2, 1.0)), 0.0) * sums(stratum, residual**3, strata),
        least=min(1.0, 2 * float(np.exp(-shuffles))),
    )


def _damped(values: FloatArray, damping: float) -> FloatArray:
    import numpy as np

    return values if damping == float("inf") else damping * np.log1p(values / damping)


def _tested(cells: Cells, design: _Design, damping: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return z, skewness under the null and anticipated z of each term, its uses damped."""
    import numpy as np

    def by_term(values: FloatArray) -> FloatArray:
        return sums(cells.column, values, cells.terms)

    uses = _damped(cells.value, damping)
    weight = design.weight[cells.stratum]
    entry_weight = weight[cells.row]
    score = by_term(uses * design.residual[cells.row])
    # Squares about the mean of each stratum, then less what the lengths explain.
    size = np.maximum(np.bincount(cells.stratum, minlength=cells.strata), 1)[cells.cell_stratum]
    first, second, third = (sums(cells.cell, uses**power, len(cells.cell_term)) for power in (1, 2, 3))
    place = design.weight[cells.cell_stratum]
    variance = sums(cells.cell_term, place * (second - first**2 / size), cells.terms)
    explained = [by_term(uses * column[cells.row]) for column in design.lengths]
    for one, column in zip(explained, design.lengths, strict=True):
        variance -= 2 * one * by_term(uses * (weight * column)[cells.row])
        for two, again in zip(explained, design.lengths, strict=True):
            variance += one * two * float((weight * column * again).sum())
    cubes = third - 3 * first * second / size + 2 * first**3 / size**2
    moment = sums(cells.cell_term, design.skew[cells.cell_stratum] * cubes, cells.terms)
    # A log-odds ratio of d takes about a share d of the uses; each that is lost takes this from the damped uses.
    lost = cells.value * (uses - _damped(cells.value - 1, damping))
    signal = EFFECT * by_term(lost * entry_weight)
    testable = variance > 1e-9 * np.maximum(by_term(uses**2 * entry_weight), 1e-300)
    deviation = np.sqrt(np.where(testable, variance, 1.0))
    z, skewness, anticipated = (
        np.where(testable, part / deviation**power, 0.0) for part, power in ((score, 1), (moment, 3), (signal, 1))
    )
    return z, skewness, anticipated


def two_sided(z: FloatArray, skewness: FloatArray) -> FloatArray:
    """Return twice the tail beyond each z of the standardised gamma distribution (Pearson's type III).

    That is the tail on the side of the skewness; on the other side, where gamma ends and the scores need not, and
    without skewness, it is the normal one, which is larger.
    """
    import numpy as np
    from scipy.special import gammaincc, ndtr

    heavy = (np.abs(skewness) > 1e-3) & (z * skewness > 0)
    slope = np.where(heavy, np.abs(skewness), 1.0)
    shape = 4 / slope**2
    tail = np.where(heavy, gammaincc(shape, shape + 2 * np.abs(z) / slope), ndtr(-np.abs(z)))
    return np.asarray(np.minimum(2 * tail, 1.0), dtype=float)


def weights_for(anticipated: FloatArray) -> FloatArray:
    """Return weights of mean 1 with which tests find most, given the z that each is anticipated to have.

    Words so frequent that they are found anyway, and so rare that they never are, give their share of the level to
    those between (Roeder and Wasserman, 2009, equation 8).

    >>> import numpy as np
    >>> weights_for(np.array([0.1, 3.0, 3.0, 30.0])).round(2).tolist()
    [0.0, 2.0, 2.0, 0.0]
    """
    import numpy as np
    from scipy.optimize import brentq
    from scipy.special import ndtr

    if not len(anticipated):
        return anticipated
    expected = np.maximum(anticipated, 1e-3)

    def weights(push: float) -> FloatArray:
        return np.asarray(ndtr(-(expected / 2 + push / expected)) / STRICTNESS, dtype=float)

    # The mean falls from far above 1 to 0 as the push grows.
    low, high = -1.0, 1.0
    while weights(low).mean() < 1:
        low *= 2
    while weights(high).mean() > 1:
        high *= 2
    found = weights(brentq(lambda push: float(weights(push).mean()) - 1, low, high, maxiter=1000))
    return np.asarray(found / found.mean(), dtype=float)


def weighted_q(p: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the false discovery rate at which each test is kept, by the p-values divided by their weights.

    Benjamini and Hochberg (1995) with the weights of Genovese, Roeder and Wasserman (2006), which have a mean of 1
    and were set without the p-values.
    """
    import numpy as np

    shared = np.minimum(p / np.maximum(weight, 1e-12), 1.0)
    # Not scipy.stats.false_discovery_control, whose values these are: to import that takes more memory than the rest.
    order = np.argsort(shared)
    each = shared[order] * (len(p) / np.arange(1, len(p) + 1))
    q = np.empty_like(shared)
    q[order] = np.minimum(np.minimum.accumulate(each[::-1])[::-1], 1.0)
    return q
