"""Print how well corpuslib finds what frames the news, beside baselines: same texts, same machine, one run.

    python benchmarks/framing.py [--tasks learnt,keyness] [--draws 100] [--json FILE] [--markdown FILE]

Tasks: learnt (frames from coded texts), codebook (frames untrained), keyness, mentions, alpha, memory, stream.
A file of figures keeps those of the tasks that are not run again.

The coded texts, their scorer and the baselines are not part of the project. They are looked for in
../shared/bench/framing; without them the command ends with exit status 2. Needs scikit-learn, for the scorer and the
baselines. benchmarks/README.md says what the measures mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import framing_codebook
import framing_keyness
import framing_scale
from page import OURS, Measure, Section, as_text, at_least, load, page, speed

import corpuslib as cl
from corpuslib.annotate.mentions_grouping import group_mentions
from corpuslib.coding.agreement import krippendorff_alpha

DATA = Path(__file__).resolve().parents[2] / "shared" / "bench" / "framing"

Scores = list[dict[str, float]]
Predict = Callable[[Sequence[str]], Scores]

LEARNT = {
    "frames": ("headlines on gun violence, nine frames", {"micro_f1": 0.75}),
    "narrative": ("articles on climate change, five frames", {"micro_f1": 0.70, "macro_f1": 0.63}),
}
LEARNERS = {
    "TF-IDF": "labels_tfidf",
    "TF-IDF, thresholds": "labels_tfidf_thresholds",
    framing_codebook.ALL: "labels_all",
}
GROUPERS = {"same words": "group_exact", "… but for titles": "group_normalised", "same head word": "group_head"}


def learnt_frames(texts: Sequence[str], labels: Sequence[Collection[str]], names: Sequence[str]) -> Predict:
    """Learn frames behind the scorer's signature, where a frame is present from 0.5 on."""
    model = cl.train_frames(texts, labels, evaluate=False)

    def predict(new: Sequence[str]) -> Scores:
        # A frame that stands below its threshold is present if the text would have none without it.
        return [
            {frame: max(score, 0.5) if frame in found else score for frame, score in scores.items()}
            for scores, found in zip(model.scores(new), model.predict(new), strict=True)
        ]

    return predict


def learnt(score: ModuleType, baselines: ModuleType) -> Section:
    """Frames learnt from coded texts, in five folds."""
    tools = {OURS: learnt_frames} | {name: getattr(baselines, function) for name, function in LEARNERS.items()}
    measures = []
    for task, (what, bars) in LEARNT.items():
        rows: dict[str, Mapping[str, Any]] = {}
        for name, tool in tools.items():
            print(f"  {task}: {name}", file=sys.stderr, flush=True)
            [rows[name]] = score.evaluate(task, tool).values()
        for key, label in (("micro_f1", f"{what}: micro F1"), ("macro_f1", "… macro F1"), ("macro_auc", "… AUC")):
            values = {name: row[key] for name, row in rows.items()}
            row = at_least(bars[key], label, values) if key in bars else Measure(label, values)
            ends = {name: tuple(row["micro_f1_ci95"]) for name, row in rows.items()} if key == "micro_f1" else {}
            measures.append(Measure(label, values, row.bar, row.met, ".3f", ends))
        learners = {name: row["texts_per_cpu_s"] for name, row in rows.items() if name != framing_codebook.ALL}
        measures.append(speed(learners, "… speed, corpuslib = 1"))
    return Section(
        "Frames learnt from coded texts",
        "Cross-validation in five folds, the same for every tool; thresholds are chosen inside each training part. "
        "corpuslib is `train_frames` as it is by default. TF-IDF is that of words and pairs of words with a balanced "
        "logistic regression for each frame, with the threshold at one half or chosen by frame. Intervals come from "
        "drawing texts. Features and settings were chosen with these very figures in view. Speed is that of "
        "new texts, without learning; corpuslib is asked twice, for scores and for frames.",
        measures,
    )


def mentions(score: ModuleType, baselines: ModuleType) -> Section:
    """Mentions of the same actor or thing, grouped."""
    tools = {OURS: group_mentions} | {name: getattr(baselines, function) for name, function in GROUPERS.items()}
    rows = {name: score.evaluate("wcl50", tool)["wcl50"] for name, tool in tools.items()}
    f1: dict[str, float | None] = {name: row["b3_f1"] for name, row in rows.items()}
    return Section(
        "Mentions of the same actor or thing",
        "Phrases that five outlets use of five events, grouped; B³, the mean over events. Which phrases to group is "
        "given.",
        [
            at_least(0.60, "B³ F1", f1),
            Measure("… precision", {name: row["b3_precision"] for name, row in rows.items()}),
            Measure("… recall", {name: row["b3_recall"] for name, row in rows.items()}),
            Measure("… F1 of the worst event", {name: min(row["b3_f1_by_event"]) for name, row in rows.items()}),
            speed({name: row["mentions_per_cpu_s"] for name, row in rows.items()}),
        ],
    )


def alpha(score: ModuleType, baselines: ModuleType) -> Section:
    """Krippendorff's alpha of raw labels, against values of another implementation."""
    tools = {OURS: krippendorff_alpha, "plain formula": baselines.alpha_nominal}
    rows = {name: score.evaluate("alpha", tool) for name, tool in tools.items()}
    measures = []
    for data, ours in rows[OURS].items():
        values: dict[str, float | None] = {name: row[data]["alpha"] for name, row in rows.items()}
        what = f"{data}, {ours['raters']:,} raters × {ours['units']:,} units"
        measures.append(Measure(what, {**values, "reference": ours["reference"]}, "= reference", ours["right"], ".4f"))
    return Section(
        "Krippendorff's alpha", "Raw labels, most of them missing; the reference is the package krippendorff.", measures
    )


def tasks(options: argparse.Namespace, notes: list[str]) -> dict[str, Callable[[], Section]]:
    """Return what can be measured, by name, in the order of the page."""
    score, baselines = load(DATA, "score"), load(DATA, "baselines")
    return {
        "learnt": lambda: learnt(score, baselines),
        "codebook": lambda: framing_codebook.section(DATA / "data"),
        "keyness": lambda: framing_keyness.section(options, score, baselines),
        "mentions": lambda: mentions(score, baselines),
        "alpha": lambda: alpha(score, baselines),
        "memory": lambda: framing_scale.memory(options, notes),
        "stream": lambda: framing_scale.stream(options),
    }


def kept(file: Path | None) -> dict[str, Section]:
    """Return the sections of an earlier run, by task."""
    if file is None or not file.is_file():
        return {}
    told = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: Section(one["title"], one["about"], [Measure(**measure) for measure in one["measures"]])
        for name, one in told.items()
    }


NOTES = ["Sentiment towards a named person is not measured, because corpuslib offers none."]

ABOUT = [
    "The tools of a section ran one after the other, on the development halves of the sets below. Those halves were in",
    "view while corpuslib was written, so figures of texts never seen may be lower. Speed is counted in CPU seconds,",
    "on a machine with two cores that had other work as well: a ratio is good to about a half.",
]

SOURCE = """\
| set | source | licence |
|---|---|---|
| headlines on gun violence | Gun Violence Frame Corpus (Liu et al. 2019, CoNLL) | none stated |
| articles on climate change | Narrative Frames Corpus (Frermann et al. 2023, ACL) | MIT; articles: their publishers |
| word counts of two outlets | Article Bias Prediction (Baly et al. 2020, EMNLP) | Apache-2.0; counts only |
| mentions of five events | NewsWCL50 (Hamborg, Zhukova & Gipp 2019, JCDL) | CC BY-SA 4.0 |
| raw labels of raters | MBIC and BABE (Spinde et al. 2021, Findings of EMNLP) | AGPL-3.0; numbers only |
| articles for memory and rate | made up by `benchmarks/scale.py` | |
"""


def main() -> int:
    """Run the tasks, print their tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", help="only these, separated by commas")
    parser.add_argument("--draws", type=int, default=100, help="random halves of each outlet")
    parser.add_argument("--plantings", type=int, default=20, help="halves in which words are planted")
    parser.add_argument("--articles", type=int, default=100_000, help="articles of the stream")
    parser.add_argument("--workers", type=int, default=2, help="processes for the stream")
    parser.add_argument("--json", type=Path, help="keep the figures in this file, beside those of other tasks")
    parser.add_argument("--markdown", type=Path, help="write the page to this file; needs figures of all tasks")
    options = parser.parse_args()
    if not DATA.is_dir():
        print("There are no coded texts in ../shared/bench/framing, so nothing can be measured.", file=sys.stderr)
        return 2
    notes = list(NOTES)
    known = tasks(options, notes)
    chosen = options.tasks.split(",") if options.tasks else list(known)
    if unknown := sorted(set(chosen) - set(known)):
        parser.error(f"no task {unknown[0]!r}; there are: {', '.join(known)}")
    figures = kept(options.json)
    if options.markdown and (missing := sorted(set(known) - set(chosen) - set(figures))):
        parser.error(f"a page needs figures of all tasks; there are none of {', '.join(missing)}")
    for name in (name for name in known if name in chosen):
        figures[name] = known[name]()
        print(as_text(figures[name]), flush=True)
        if options.json:
            told = {name: asdict(section) for name, section in figures.items()}
            options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    for note in notes:
        print(note)
    if options.markdown:
        sections = [figures[name] for name in known]
        versions = {package: version(package) for package in ("corpuslib", "numpy", "scikit-learn", "scipy")}
        text = page("Framing, beside baselines", "framing.py", ABOUT, sections, notes, SOURCE, versions)
        options.markdown.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
