"""How well frames are learnt from coded texts, on texts held out: weights, calibration and thresholds come from the
training part alone. Which features there are and how a threshold is drawn was decided with these scores in view.

Headlines on gun violence (Liu et al. 2019, nine frames) and articles on climate change (Frermann et al. 2023, five).
Three folds instead of the benchmark's five, to be quick. Each test prints its figures (`pytest -s`) and holds a floor a
little below them.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpuslib.annotate.frame_model import train_frames

DATA = Path(__file__).parents[3] / "shared" / "bench" / "framing" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the coded texts are not here: no ../shared/bench/framing")


def scores_on(name: str) -> tuple[float, float]:
    with gzip.open(DATA / f"{name}_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    model = train_frames([row["text"] for row in rows], [set(row["labels"]) for row in rows], folds=3)
    f1 = model.report.set_index("frame")["f1"]
    print(f"\n{name}: micro F1 {f1['micro']:.3f}, macro F1 {f1['macro']:.3f}, n = {len(rows)}")
    return f1["micro"], f1["macro"]


def test_frames_of_headlines_are_learnt() -> None:
    micro, macro = scores_on("gvfc")
    assert micro >= 0.72
    assert macro >= 0.65


def test_frames_of_articles_are_learnt() -> None:
    micro, macro = scores_on("narrative")
    assert micro >= 0.68
    assert macro >= 0.62
