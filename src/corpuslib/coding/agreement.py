"""How far coders agree: Krippendorff's alpha per frame with an interval, pairs of coders, and what to discuss.

Alpha is computed over all units at once and not by `nltk.metrics.agreement`, whose values it has: a bootstrap needs
it thousands of times, and NLTK walks through every rating each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from corpuslib.coding.codes import Code, anchored, load_codes
from corpuslib.coding.sample import CodingError, load_sample, shown, working_folder
from corpuslib.coding.sheets import csv_bytes
from corpuslib.corpus import Corpus
from corpuslib.intake import write_atomically
from corpuslib.statistics import Interval

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = [
    "Reliability",
    "agreement",
    "alpha_interval",
    "coder_values",
    "disagreements",
    "krippendorff_alpha",
    "pairwise",
    "reliability",
]

_FIXED = 2**20
"""Disagreements are summed as whole multiples of its inverse, so that no machine's order of summing shows."""


def krippendorff_alpha(ratings: ArrayLike) -> float:
    """Return Krippendorff's alpha for nominal values (2011, "Computing Krippendorff's alpha-reliability").

    `ratings` is coders × units; NaN is a missing rating. 1 is perfect agreement, 0 what chance would give. Units with
    fewer than two ratings say nothing. Where every rating is the same there is no variation to agree on: NaN.

    >>> round(krippendorff_alpha([[1, 0, 1, 0], [1, 0, 0, 0]]), 3)
    0.533
    """
    import numpy as np

    counts = _counts(ratings)
    disagreement = _disagreement(counts)
    return float(_alpha(np.array([disagreement.sum()]), counts.sum(axis=0, keepdims=True))[0])


def alpha_interval(ratings: ArrayLike, *, seed: int, draws: int = 2000, confidence: float = 0.95) -> Interval:
    """Return Krippendorff's alpha with a percentile interval from a bootstrap that draws units.

    Units are what a sample draws, so they are drawn again (Zapf et al., 2016, "Measuring inter-rater reliability for
    nominal data"). With fewer than two units that have two ratings, or without variation, the interval is NaN; draws
    without variation are left out of it.

    >>> alpha_interval([[1, 0, 1, 0], [1, 0, 1, 0]], seed=1)
    Interval(estimate=1.0, low=1.0, high=1.0)
    """
    import numpy as np

    counts = _counts(ratings)
    disagreement = _disagreement(counts)
    estimate = float(_alpha(np.array([disagreement.sum()]), counts.sum(axis=0, keepdims=True))[0])
    units = len(counts)
    if units < 2 or np.isnan(estimate):
        return Interval(estimate, float("nan"), float("nan"))
    random = np.random.default_rng(seed)
    fixed = np.rint(disagreement * _FIXED).astype(np.int64)
    drawn = []
    step = max(1, 2_000_000 // units)  # draws at a time, so that memory stays small
    for first in range(0, draws, step):
        chosen = random.integers(0, units, (min(step, draws - first), units))
        totals = np.stack([column[chosen].sum(axis=1) for column in counts.T], axis=1)
        drawn.append(_alpha(fixed[chosen].sum(axis=1) / _FIXED, totals))
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(np.concatenate(drawn), [tail, 1 - tail])
    return Interval(estimate, float(low), float(high))


def _counts(ratings: ArrayLike) -> IntArray:
    """Return units × values: how many coders gave each value, for the units with two ratings or more."""
    import numpy as np

    matrix = np.asarray(ratings, dtype=float)
    if matrix.ndim != 2:
        raise ValueError(f"ratings are coders × units, not of shape {matrix.shape}")
    given = ~np.isnan(matrix)
    values, codes = np.unique(matrix[given], return_inverse=True)
    units = np.nonzero(given)[1]
    cells = np.bincount(units * len(values) + codes, minlength=matrix.shape[1] * len(values))
    counts: IntArray = cells.reshape(matrix.shape[1], len(values)).astype(np.int64)
    rated: IntArray = counts[counts.sum(axis=1) >= 2]
    return rated


def _disagreement(counts: IntArray) -> FloatArray:
    """Return, for each unit, its pairs of unlike ratings over its ratings less one."""
    ratings = counts.sum(axis=1)
    unlike: FloatArray = (ratings**2 - (counts**2).sum(axis=1)) / (ratings - 1)
    return unlike


def _alpha(observed: FloatArray, totals: IntArray) -> FloatArray:
    """Return alpha from the summed disagreement and the totals of each value, a row a draw."""
    import numpy as np

    ratings = totals.sum(axis=1)
    expected = (ratings**2 - (totals**2).sum(axis=1)).astype(float)
    alpha: FloatArray = 1 - (ratings - 1) * observed / np.where(expected > 0, expected, np.nan)
    return alpha


def coder_values(codes: Sequence[Code], frame: str) -> tuple[list[str], list[str], FloatArray]:
    """Return coders, unit ids, and the values of a frame as coders × units with NaN for what is not coded."""
    import numpy as np

    coders = sorted({code.coder for code in codes})
    units = sorted({code.unit_id for code in codes})
    rows, columns = ({name: n for n, name in enumerate(names)} for names in (coders, units))
    matrix = np.full((len(coders), len(units)), np.nan)
    for code in codes:
        if code.frame == frame:
            matrix[rows[code.coder], columns[code.unit_id]] = code.value
    return coders, units, matrix


def _frames(codes: Sequence[Code]) -> list[str]:
    return list(dict.fromkeys(code.frame for code in codes))


def agreement(codes: Sequence[Code], *, seed: int = 0, draws: int = 2000) -> pd.DataFrame:
    """Return how far the coders agree on each frame.

    Columns: frame, units (with two coders or more), share (of their codes that are 1), alpha, low, high (95 %
    interval); a row a frame, in the codebook's order.
    """
    import numpy as np
    import pandas as pd

    rows = []
    for frame in _frames(codes):
        _, _, matrix = coder_values(codes, frame)
        both = matrix[:, (~np.isnan(matrix)).sum(axis=0) >= 2]
        share = float(np.nanmean(both)) if both.size else float("nan")
        rows.append((frame, both.shape[1], share, *alpha_interval(matrix, seed=seed, draws=draws)))
    return pd.DataFrame(rows, columns=["frame", "units", "share", "alpha", "low", "high"])


def pairwise(codes: Sequence[Code]) -> pd.DataFrame:
    """Return, for each frame and two coders, the units that both coded, the share on which they agree, and alpha.

    Columns: frame, coder_a, coder_b, units, agreement, alpha. Agreement does not allow for chance: two coders who
    never see a rare frame agree nearly always. Pairs without a common unit are left out.
    """
    import numpy as np
    import pandas as pd

    rows = []
    for frame in _frames(codes):
        coders, _, matrix = coder_values(codes, frame)
        for a, b in combinations(range(len(coders)), 2):
            pair = matrix[[a, b]][:, ~np.isnan(matrix[[a, b]]).any(axis=0)]
            if pair.shape[1]:
                same = float((pair[0] == pair[1]).mean())
                rows.append((frame, coders[a], coders[b], pair.shape[1], same, krippendorff_alpha(pair)))
    return pd.DataFrame(rows, columns=["frame", "coder_a", "coder_b", "units", "agreement", "alpha"])


def disagreements(codes: Sequence[Code], passages: Mapping[str, str]) -> pd.DataFrame:
    """Return the units on which coders disagree, with the passage: what to discuss.

    `passages` gives the passage of each unit id. Columns: frame, unit_id, yes, no (coders, with their notes), passage;
    by frame and unit.
    """
    import pandas as pd

    def names(group: Sequence[Code], value: int) -> str:
        chosen = sorted((c.coder, c.note) for c in group if c.value == value)
        return ", ".join(f"{coder} ({note})" if note else coder for coder, note in chosen)

    rows = []
    for frame in _frames(codes):
        groups: dict[str, list[Code]] = {}
        for code in codes:
            if code.frame == frame:
                groups.setdefault(code.unit_id, []).append(code)
        for unit_id, group in sorted(groups.items()):
            if len({code.value for code in group}) > 1:
                rows.append((frame, unit_id, names(group, 1), names(group, 0), passages.get(unit_id, "")))
    return pd.DataFrame(rows, columns=["frame", "unit_id", "yes", "no", "passage"])


@dataclass(frozen=True)
class Reliability:
    """How far the coders of a corpus agree, as tables, and the files that hold them.

    `changed` counts the sampled units whose words are no longer in the corpus: they are compared, but have no passage.
    """

    frames: pd.DataFrame
    pairs: pd.DataFrame
    disagreements: pd.DataFrame
    paths: tuple[Path, ...]
    changed: int


def reliability(corpus: Corpus, *, seed: int = 0) -> Reliability:
    """Measure the agreement on a corpus and write `agreement.csv`, `pairs.csv` and `disagreements.csv`.

    The last holds passages: it is for the coders, like their sheets. Raises `CodingError` if no unit was coded by two.
    """
    codes, sample = load_codes(corpus), load_sample(corpus)
    if len({(code.unit_id, code.coder) for code in codes}) == len({code.unit_id for code in codes}):
        raise CodingError(
            f"no unit of {corpus.name!r} was coded by two coders, so there is nothing to compare; "
            f"coded so far by: {', '.join(sorted({code.coder for code in codes})) or 'nobody'}"
        )
    passages = {unit_id: shown(passage.text) for unit_id, passage in anchored(corpus, sample).items()}
    frames, pairs, discuss = agreement(codes, seed=seed), pairwise(codes), disagreements(codes, passages)
    tables = {"agreement.csv": frames, "pairs.csv": pairs, "disagreements.csv": discuss}
    folder = working_folder(corpus)
    for name, table in tables.items():
        known = table.round(4).astype(object).where(table.notna(), "")
        rows = [list(table.columns), *known.to_numpy().tolist()]
        write_atomically(folder / name, csv_bytes(rows, mark=True))
    return Reliability(
        frames, pairs, discuss, tuple(folder / name for name in tables), len(sample.units) - len(passages)
    )
