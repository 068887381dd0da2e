"""Print how well frames are learnt from coded texts, beside the baselines: same folds, same machine, one run.

    python benchmarks/framing.py [--tasks frames,narrative] [--json FILE]

The coded texts and their scorer are not part of the project. They are looked for in ../shared/bench/framing; without
them the command ends with exit status 2. Needs scikit-learn, for the scorer and the baselines.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import corpuslib as cl

DATA = Path(__file__).resolve().parents[2] / "shared" / "bench" / "framing"
BASELINES = ("labels_tfidf", "labels_tfidf_thresholds")
BARS = {"frames": {"micro_f1": 0.75}, "narrative": {"micro_f1": 0.70, "macro_f1": 0.63}}

Scores = list[dict[str, float]]


def learnt_frames(
    texts: Sequence[str], labels: Sequence[Collection[str]], names: Sequence[str]
) -> Callable[[Sequence[str]], Scores]:
    """Learn frames behind the scorer's signature, where a frame is present from 0.5 on."""
    model = cl.train_frames(texts, labels, evaluate=False)

    def predict(new: Sequence[str]) -> Scores:
        # A frame that stands below its threshold is present if the text would have none without it.
        return [
            {frame: max(score, 0.5) if frame in found else score for frame, score in scores.items()}
            for scores, found in zip(model.scores(new), model.predict(new), strict=True)
        ]

    return predict


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", default=",".join(BARS))
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not DATA.is_dir():
        print(f"no coded texts: {DATA} is not there", file=sys.stderr)
        return 2
    sys.path.insert(0, str(DATA))
    score, baselines = importlib.import_module("score"), importlib.import_module("baselines")
    results: dict[str, dict[str, Any]] = {}
    for task in arguments.tasks.split(","):
        tools = {"corpuslib": learnt_frames} | {name: getattr(baselines, name) for name in BASELINES}
        for name, tool in tools.items():
            for data, row in score.evaluate(task, tool).items():
                results.setdefault(task, {})[name] = row
                low, high = row["micro_f1_ci95"]
                micro = f"micro F1 {row['micro_f1']:.3f} ({low:.2f} to {high:.2f})"
                print(
                    f"{data} · {name}: {micro}, macro F1 {row['macro_f1']:.3f}, AUC {row['macro_auc']:.3f}", flush=True
                )
        for measure, bar in BARS[task].items():
            reached = results[task]["corpuslib"][measure] >= bar
            print(f"{task}: {measure} {bar:.2f} {'reached' if reached else 'not reached'}")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
