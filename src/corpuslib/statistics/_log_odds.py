"""The effect of keyness: log-odds ratios of one side of the documents against the other, with standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from corpuslib.statistics._cells import sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corpuslib.statistics._cells import Cells

    FloatArray = NDArray[np.float64]

__all__ = ["LogOdds", "Variance", "log_odds"]

Variance = Literal["clustered", "full", "approximate"]


class LogOdds(NamedTuple):
    """Per term."""

    effect: FloatArray
    """Log-odds ratio; NaN for a term that is not used."""
    variance: FloatArray
    """Of the effect; NaN where a side has too few documents to tell."""
    freedom: FloatArray
    """Degrees of freedom of the variance."""


class _Sides(NamedTuple):
    """Per cell: uses with pseudo-counts and all words, inside (a of n) and outside (c of m), and both together."""

    a: FloatArray
    n: FloatArray
    c: FloatArray
    m: FloatArray
    whole: FloatArray


def log_odds(cells: Cells, inside: NDArray[np.bool_], prior: float, variance: Variance) -> LogOdds:
    """Return the log-odds ratio of each term inside against outside, pooled over strata.

    Each side of a stratum gets pseudo-counts that are spread like the stratum, `prior` in all strata together
    (Monroe, Colaresi and Quinn, 2008). Strata are pooled as by Mantel and Haenszel (1959); one stratum gives the
    plain log-odds ratio. The full variance is that of Robins, Breslow and Greenland (1986), for one stratum the sum
    of the inverse counts. The approximate one leaves out the counts of all other terms, which are large. The
    clustered one is the larger of the full one and a sandwich over documents.
    """
    import numpy as np

    sides = _sides(cells, inside, prior)
    with np.errstate(divide="ignore", invalid="ignore"):
        # R and S of Robins, Breslow and Greenland: their sums make the pooled odds ratio.
        own = sides.a * (sides.m - sides.c) / sides.whole
        other = sides.c * (sides.n - sides.a) / sides.whole
        ratio_own, ratio_other = (sums(cells.cell_term, part, cells.terms) for part in (own, other))
        ratio = ratio_own / ratio_other
        effect = np.log(ratio)
        unlimited = np.full(cells.terms, np.inf)
        if variance == "approximate":
            return LogOdds(effect, 1 / sides.a + 1 / sides.c, unlimited)
        full = _full(cells, sides, own, other, ratio_own, ratio_other)
        if variance == "full":
            return LogOdds(effect, full, unlimited)
        sandwich, fourth = _sandwich(cells, inside, sides, ratio, ratio_own)
        # Satterthwaite (1946): a word that few documents carry has a variance that is itself uncertain.
        freedom = np.maximum(sandwich**2 / (fourth + 1e-300), 1.0)
        return LogOdds(effect, np.where(np.isnan(sandwich), np.nan, np.maximum(full, sandwich)), freedom)


def _sides(cells: Cells, inside: NDArray[np.bool_], prior: float) -> _Sides:
    import numpy as np

    count = len(cells.cell_term)
    words = sums(cells.stratum, cells.length, cells.strata)
    words_inside = sums(cells.stratum, cells.length * inside, cells.strata)
    pseudo = prior * words / max(float(words.sum()), 1.0)
    used = sums(cells.cell, cells.value, count)
    used_inside = sums(cells.cell, cells.value * inside[cells.row], count)
    place = cells.cell_stratum
    alpha = pseudo[place] * used / np.maximum(words[place], 1.0)
    return _Sides(
        a=used_inside + alpha,
        n=(words_inside + pseudo)[place],
        c=used - used_inside + alpha,
        m=(words - words_inside + pseudo)[place],
        whole=(words + 2 * pseudo)[place],
    )


def _full(
    cells: Cells, sides: _Sides, own: FloatArray, other: FloatArray, ratio_own: FloatArray, ratio_other: FloatArray
) -> FloatArray:
    agree = (sides.a + sides.m - sides.c) / sides.whole
    differ = (sides.c + sides.n - sides.a) / sides.whole
    first, middle, last = (
        sums(cells.cell_term, part, cells.terms) for part in (agree * own, agree * other + differ * own, differ * other)
    )
    return first / (2 * ratio_own**2) + middle / (2 * ratio_own * ratio_other) + last / (2 * ratio_other**2)


def _sandwich(
    cells: Cells, inside: NDArray[np.bool_], sides: _Sides, ratio: FloatArray, ratio_own: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return, per term, the sums over documents of the second and the fourth power of their influence on the effect.

    The influence of a document is how much its uses depart from what its length and the common odds ratio let
    expect, enlarged for the pull that the document itself has on this expectation (MacKinnon and White, 1985, HC2).
    """
    import numpy as np

    odds = ratio[cells.cell_term]
    expected = _fitted(sides, odds)
    rest = sides.a + sides.c - expected
    scale = sides.whole * ratio_own[cells.cell_term]
    pull = _pull(cells, inside)
    parts = [np.zeros(cells.terms), np.zeros(cells.terms)]
    # What one more use by a document changes in the estimating equation, by the side on which the document stands.
    for side, uses, words, gain in (
        (inside, expected, sides.n, sides.m - rest + odds * rest),
        (~inside, rest, sides.m, expected + odds * (sides.n - expected)),
    ):
        here = side[cells.row]
        row, cell, value = cells.row[here], cells.cell[here], cells.value[here]
        share = uses / words
        foreseen = share[cell] * cells.length[row]
        for number, power in enumerate((2, 4)):
            weight = pull ** (power / 2)
            # Documents without the term, the most, need no entry: their part is known from their length.
            everywhere = sums(cells.stratum[side], (weight * cells.length**power)[side], cells.strata)
            present = sums(cell, weight[row] * ((value - foreseen) ** power - foreseen**power), len(share))
            moved = np.maximum(everywhere[cells.cell_stratum] * share**power + present, 0.0)
            influence = moved * (gain / scale) ** power
            parts[number] += sums(cells.cell_term, influence, cells.terms)
    return parts[0], parts[1]


def _fitted(sides: _Sides, odds: FloatArray) -> FloatArray:
    """Return the uses inside that keep both margins of a cell and have the odds ratio: the root of a quadratic."""
    import numpy as np

    used = sides.a + sides.c
    linear = sides.m - used + odds * (sides.n + used)
    square = (1 - odds) * odds * sides.n * used
    return 2 * odds * sides.n * used / (linear + np.sqrt(np.maximum(linear**2 + 4 * square, 0.0)))


def _pull(cells: Cells, inside: NDArray[np.bool_]) -> FloatArray:
    """Return 1 / (1 - leverage) of each document in a regression on side and strata; NaN where it stands alone."""
    import numpy as np

    size = np.maximum(np.bincount(cells.stratum, minlength=cells.strata), 1)
    centred = inside - (sums(cells.stratum, inside.astype(float), cells.strata) / size)[cells.stratum]
    left = 1 - 1 / size[cells.stratum] - centred**2 / max(float((centred**2).sum()), 1e-300)
    return np.where(left > 1e-9, 1 / np.where(left > 1e-9, left, 1.0), np.nan)
