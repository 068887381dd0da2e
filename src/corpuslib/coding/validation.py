"""Sets what the machine counts beside what people coded: F1 against the coders, and shares by every way to get them.

Where coders differ there is no one truth to score against. Scores are therefore against all of them, each with the
same say: a passage that one of two coders saw a frame in counts as half a passage with it. A coder is scored against
the other coders in the same way, which is what a machine can be measured by.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from corpuslib.coding.agreement import coder_values
from corpuslib.coding.codes import Code, CodedPassages, coded_passages
from corpuslib.coding.inference import expected_widths, prediction_powered
from corpuslib.coding.sample import check_of, shown
from corpuslib.coding.training import Training, load_training, passage_voices
from corpuslib.corpus import Corpus
from corpuslib.statistics import cluster_bootstrap

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["coder_scores", "cost_curve", "f1_score", "machine_scores", "shares", "validation_units"]

_SCORE = ["frame", "units", "share", "precision", "recall", "f1", "low", "high"]
METHODS = ("lexicon", "model")
"""What sees frames without reading: the terms of the codebook, and the model that was learnt from the codes."""


def validation_units(corpus: Corpus) -> pd.DataFrame:
    """Return every passage of the kind that was coded with every frame: what people, lexicon and model see in it.

    Columns: doc_id, start, end, voice (copies and translations of one original are one), unit_id (None where it was
    not drawn), frame, code (mean of the coders, NaN where nobody coded), lexicon (1 if a term of the frame stands in
    it, NaN if the corpus's tables lack the codebook), score (of the model, NaN if there is none for these words),
    model (1 from a score of 0.5 on). Raises `CodingError` if there are no codes.
    """
    import numpy as np
    import pandas as pd

    coded = coded_passages(corpus)
    scores = _scores(load_training(corpus))
    seen = _seen_by_lexicon(corpus, coded)
    voices = passage_voices(corpus, [p.doc_id for p in coded.passages])
    rows = []
    for n, passage in enumerate(coded.passages):
        place = (passage.doc_id, passage.start, passage.end)
        check = check_of(shown(passage.text))
        for j, frame in enumerate(coded.sample.frames):
            lexicon = float((n, frame) in seen) if seen is not None else float("nan")
            score = scores.get((passage.doc_id, check, frame), float("nan"))
            rows.append((*place, voices[n], coded.unit_ids[n], frame, coded.codes.iat[n, j], lexicon, score))
    columns = ["doc_id", "start", "end", "voice", "unit_id", "frame", "code", "lexicon", "score"]
    units = pd.DataFrame(rows, columns=columns)
    return units.assign(model=np.where(units["score"].isna(), np.nan, units["score"] >= 0.5).astype(float))


def _scores(training: Training | None) -> Mapping[tuple[str, str, str], float]:
    """Return the score of each document, wording and frame: a passage that only moved keeps its own."""
    if training is None:
        return {}
    return {(p.doc_id, p.check, p.frame): p.score for p in training.predictions}


def _seen_by_lexicon(corpus: Corpus, coded: CodedPassages) -> set[tuple[int, str]] | None:
    """Return passage number and frame of every term that stands in a passage; None without the codebook's terms."""
    hits = corpus.table("frames")
    hits = hits[hits["codebook"] == coded.sample.codebook]
    if not len(hits):
        return None
    within: dict[str, list[tuple[int, int, int]]] = {}
    for n, passage in enumerate(coded.passages):
        within.setdefault(passage.doc_id, []).append((passage.start, passage.end, n))
    return {
        (n, frame)
        for doc_id, start, end, frame in zip(hits["doc_id"], hits["start"], hits["end"], hits["frame"], strict=True)
        for first, last, n in within.get(doc_id, ())
        if first <= start and end <= last
    }


def f1_score(codes: ArrayLike, found: ArrayLike) -> tuple[float, float, float]:
    """Return precision, recall and F1 of what was found against codes from 0 to 1, the mean of several coders.

    F1 is twice what both see over the sum of what either sees. NaN where nothing was found, or nothing coded.

    >>> [round(x, 2) for x in f1_score([1, 0.5, 0, 0], [1, 1, 1, 0])]
    [0.5, 1.0, 0.67]
    """
    import numpy as np

    coded, seen = np.asarray(codes, dtype=float), np.asarray(found, dtype=float)
    both, all_coded, all_seen = (math.fsum(values) for values in (coded * seen, coded, seen))
    parts = ((both, all_seen), (both, all_coded), (2 * both, all_coded + all_seen))
    precision, recall, f1 = (over / under if under else float("nan") for over, under in parts)
    return precision, recall, f1


def machine_scores(units: pd.DataFrame, method: str, *, seed: int, draws: int = 1000) -> pd.DataFrame:
    """Return how well `lexicon` or `model` sees what people coded, a row a frame.

    `units` is from `validation_units`. Columns: frame, units, share (mean code), precision, recall, f1, low, high (95 %
    bootstrap interval of F1, drawn by voice; NaN where F1 is 0 or 1). Frames that the method knows nothing of are left
    out.
    """
    import pandas as pd

    known = units[units["code"].notna() & units[method].notna()]
    rows = [
        _scored(str(frame), own["code"].to_numpy(), own[method].to_numpy(), list(own["voice"]), seed, draws)
        for frame, own in known.groupby("frame", sort=False)
    ]
    return pd.DataFrame(rows, columns=_SCORE)


def coder_scores(codes: Sequence[Code], units: pd.DataFrame, *, seed: int, draws: int = 1000) -> pd.DataFrame:
    """Return how well a coder sees what another coder sees, over all pairs of coders; columns as `machine_scores`.

    Precision and recall depend on who is scored against whom, so that both are F1. Frames without a passage that two
    coded are left out.
    """
    import numpy as np
    import pandas as pd

    voice = dict(zip(units["unit_id"], units["voice"], strict=True))
    rows = []
    for frame in dict.fromkeys(code.frame for code in codes):
        _, unit_ids, matrix = coder_values(codes, frame)
        pairs = [
            (first, second, voice.get(unit_id, unit_id))
            for a, b in combinations(range(len(matrix)), 2)
            for first, second, unit_id in zip(matrix[a], matrix[b], unit_ids, strict=True)
            if not np.isnan(first) and not np.isnan(second)
        ]
        if pairs:
            one, other, voices = (list(column) for column in zip(*pairs, strict=True))
            *_, f1, low, high = _scored(frame, np.array(one), np.array(other), voices, seed, draws)
            both = (~np.isnan(matrix)).sum(axis=0) >= 2
            rows.append((frame, int(both.sum()), float(np.nanmean(matrix[:, both])), f1, f1, f1, low, high))
    return pd.DataFrame(rows, columns=_SCORE)


def _scored(
    frame: str, codes: FloatArray, found: FloatArray, voices: Sequence[str], seed: int, draws: int
) -> tuple[str, int, float, float, float, float, float, float]:
    import numpy as np

    def f1(rows: FloatArray) -> float:
        # Codes are fractions with small denominators: summed in any order they are the same to the digits shown.
        total = rows.sum()
        return float(2 * (rows[:, 0] * rows[:, 1]).sum() / total) if total else float("nan")

    precision, recall, score = f1_score(codes, found)
    share = math.fsum(codes) / len(codes)
    low = high = float("nan")
    if 0 < score < 1:  # where nothing is right, or all is, samples of it are alike and tell of no uncertainty
        _, low, high = cluster_bootstrap(f1, np.column_stack([codes, found]), voices, seed=seed, draws=draws)
    return frame, len(codes), share, precision, recall, score, low, high


def shares(units: pd.DataFrame) -> pd.DataFrame:
    """Return the share of passages with each frame, by every way to get it.

    `units` is from `validation_units`. Ways: `hand codes` alone; `corrected, lexicon` and `corrected, model`, by
    prediction-powered inference; `counted, lexicon` and `counted, model`, what the machine says of all passages,
    which is no estimate of the truth and so has no interval. Columns: frame, way, estimate, low, high, power (how
    much predictions were trusted, 0 to 1). Intervals rest on voices, not passages.
    """
    import pandas as pd

    rows: list[tuple[str, str, float, float, float, float]] = []
    nothing = float("nan")
    for frame, own in units.groupby("frame", sort=False):
        codes, voices = own["code"].to_numpy(), list(own["voice"])
        alone = prediction_powered(codes, [0.0] * len(own), clusters=voices, power=0.0)
        rows.append((str(frame), "hand codes", *alone[:3], 0.0))
        for method, column in zip(METHODS, ("lexicon", "score"), strict=True):
            if own[column].notna().any():
                found = prediction_powered(codes, _filled(own[column]), clusters=voices)
                rows.append((str(frame), f"corrected, {method}", *found[:3], found.power))
        for method in METHODS:
            if (known := own[method].dropna()).size:
                counted = math.fsum(known) / len(known)
                rows.append((str(frame), f"counted, {method}", counted, nothing, nothing, nothing))
    return pd.DataFrame(rows, columns=["frame", "way", "estimate", "low", "high", "power"])


def _filled(predictions: pd.Series) -> list[float]:
    """Return predictions with their mean for those that are missing, which says nothing of these passages."""
    known = predictions.dropna()
    filled: list[float] = predictions.fillna(math.fsum(known) / len(known)).tolist()
    return filled


def cost_curve(units: pd.DataFrame, numbers: Sequence[int]) -> pd.DataFrame:
    """Return how wide the interval of each frame's share would be with so many coded passages.

    `units` is from `validation_units`. Columns: frame, coded, alone (hand codes only), corrected (with the model's
    scores, or the lexicon where there is no model); see `inference.expected_widths`.
    """
    import pandas as pd

    parts = []
    for frame, own in units.groupby("frame", sort=False):
        known = [column for column in ("score", "lexicon") if own[column].notna().any()]
        predictions = _filled(own[known[0]]) if known else [0.0] * len(own)
        found = expected_widths(own["code"], predictions, numbers, clusters=list(own["voice"]))
        parts.append(found.assign(frame=str(frame))[["frame", "coded", "alone", "corrected"]])
    return pd.concat(parts, ignore_index=True)
