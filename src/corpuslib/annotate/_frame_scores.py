"""How well predicted frames agree with coded ones: precision, recall and F1 with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FrameScore", "frame_scores"]

_DRAWS = 1000


class FrameScore(NamedTuple):
    """F1 of one frame, or of all (`micro`, `macro`), on texts that the model had not seen."""

    folds: str
    frame: str
    texts: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def frame_scores(
    folds: str,
    frames: Sequence[str],
    coded: NDArray[np.bool_],
    found: NDArray[np.bool_],
    clusters: NDArray[np.int64],
    seed: int,
) -> list[FrameScore]:
    """Return the scores of each frame, then over all: `micro` (codes pooled), `macro` (mean of the frames).

    `coded` and `found` are texts × frames, `clusters` the number of the cluster of each text. The interval is the
    95 % percentile interval of 1,000 bootstrap samples of clusters (Efron and Tibshirani 1993; with few clusters it
    is too narrow). F1 is 0 where nothing is coded and nothing found.
    """
    import numpy as np

    counts = np.zeros((3, int(clusters.max()) + 1, len(frames)), dtype=np.int64)
    for kind, cells in enumerate((coded & found, ~coded & found, coded & ~found)):
        np.add.at(counts[kind], clusters, cells)
    random = np.random.default_rng(seed)
    n = counts.shape[1]
    drawn = random.multinomial(n, np.full(n, 1 / n), size=_DRAWS)
    # The first row is the sample as it is.
    totals = np.stack([np.vstack([kind.sum(axis=0), drawn @ kind]) for kind in counts])
    by_frame, micro = _rates(totals), _rates(totals.sum(axis=2, keepdims=True))
    rates = np.concatenate([by_frame, micro, by_frame.mean(axis=2, keepdims=True)], axis=2)
    sizes = [*coded.sum(axis=0).tolist(), *[int(coded.any(axis=1).sum())] * 2]
    scores = []
    for column, (name, size) in enumerate(zip([*frames, "micro", "macro"], sizes, strict=True)):
        low, high = np.percentile(rates[2, 1:, column], [2.5, 97.5])
        values = [round(float(value), 4) for value in (*rates[:, 0, column], low, high)]
        scores.append(FrameScore(folds, name, size, *values))
    return scores


def _rates(totals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return precision, recall and F1 from right, false and missed ones."""
    import numpy as np

    right, false, missed = totals
    return np.stack(
        [
            right / np.maximum(right + false, 1),
            right / np.maximum(right + missed, 1),
            2 * right / np.maximum(2 * right + false + missed, 1),
        ]
    )
