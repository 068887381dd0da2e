"""Print how well claims of one story are told apart, and what a large corpus of stories costs, beside baselines.

    python benchmarks/story.py [--tasks claims,scale] [--stories 500] [--limit 5] [--json FILE] [--markdown FILE]

Claims are those of the demo corpus, whose annotation is in tests/gold. The large corpus is made up (`story_corpus.py`).
Without scikit-learn, from the dependency group `bench`, the command ends with exit status 2.
benchmarks/README.md says what the measures mean.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from page import OURS, Measure, Section, as_text, at_least, at_most, load, page
from scale import SEED, Writer, bodies, peak
from story_corpus import stories

from corpuslib import intake, read
from corpuslib.build import build
from corpuslib.corpus import Corpus

ROOT = Path(__file__).parents[1]
BASELINE = "tf-idf, other numbers"
PEER = "tf-idf, all pairs"
LARGE = 500  # reports of the one large story
Row = dict[str, Any]

ABOUT = {
    "claims": [
        "What documents of one story say alike and what they contradict each other in, against the annotation of the",
        "demo corpus. The rules were written after reading the annotated claims, so their figures are not held out.",
        "",
    ],
    "scale": ["The time and memory that a large corpus of stories takes.", ""],
}
DATA = {
    "claims": "* Claims: the demo corpus and its annotation, in `data/raw/demo` and `tests/gold/demo`.\n",
    "scale": """\
* Large corpus: made up by `benchmarks/story_corpus.py`, with everyday words from `../shared/bench/cleaning`, or from
  the demo corpus where that is not there.
""",
}


# Claims


def annotated() -> tuple[list[Row], Any]:
    """Return the annotated claims, and the function that says how many values of one some rows touch."""
    sys.path.insert(0, str(ROOT / "tests"))
    scores = load(ROOT / "tests" / "scores", "test_claims")
    return scores.check.read("claims"), scores._values_told


def found_by_us(demo: Corpus) -> dict[str, dict[str, list[Row]]]:
    """Return the rows of the claims that are shown, by verdict and claim."""
    found: dict[str, dict[str, list[Row]]] = {"conflict": {}, "agree": {}}
    for row in demo.table("claims").to_dict("records"):
        found.setdefault(row["verdict"], {}).setdefault(row["claim_id"], []).append({str(k): v for k, v in row.items()})
    return found


def found_by_words(demo: Corpus, least: float) -> dict[str, dict[str, list[Row]]]:
    """Return pairs of like sentences of one story: a conflict if their digits differ, else an agreement."""
    import re

    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found,import-untyped,unused-ignore]

    found: dict[str, dict[str, list[Row]]] = {"conflict": {}, "agree": {}}
    texts: dict[str, str] = dict(demo.table("texts")[["doc_id", "text"]].itertuples(index=False))
    placed = demo.documents.dropna(subset=["story_id"])
    rows = demo.table("sentences").merge(placed[["doc_id", "story_id"]], on="doc_id")
    for _, own in rows.groupby("story_id", sort=True):
        sentences = own.to_dict("records")
        words = [texts[s["doc_id"]][s["start"] : s["end"]] for s in sentences]
        matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(words)
        alike = (matrix @ matrix.T).tocoo()
        for i, j in sorted((i, j) for i, j, v in zip(alike.row, alike.col, alike.data, strict=True) if v >= least):
            if i < j and sentences[i]["doc_id"] != sentences[j]["doc_id"]:
                digits = [set(re.findall(r"\d+(?:[.,]\d+)*", words[n])) for n in (i, j)]
                kind = "conflict" if all(digits) and digits[0] != digits[1] else "agree"
                found[kind][f"{own['story_id'].iloc[0]}-{i}-{j}"] = [sentences[i], sentences[j]]
    return found


def scored(
    found: Mapping[str, Mapping[str, list[Row]]], gold: Sequence[Row], told: Any, names: Any
) -> dict[str, float]:
    """Return precision, recall and F1 of conflicts, look-alikes shown as one, and agreements that are met."""
    right, met, alike, agreed = set(), set(), set(), set()
    for row in gold:
        for claim_id, rows in found["conflict"].items():
            if row["verdict"] in ("conflict", "compatible") and told(row, rows, names) > 1:
                if row["verdict"] == "conflict":
                    right.add(claim_id)
                    met.add(row["claim_id"])
                else:
                    alike.add((claim_id, row["claim_id"]))
        if row["verdict"] == "agree" and any(touched(row, rows, names) > 1 for rows in found["agree"].values()):
            agreed.add(row["claim_id"])
    number = Counter(row["verdict"] for row in gold)
    precision, recall = len(right) / max(1, len(found["conflict"])), len(met) / number["conflict"]
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "look-alikes": len({claim for shown, claim in alike if shown not in right}) / number["compatible"],
        "agree": len(agreed) / number["agree"],
    }


def touched(gold: Row, rows: Iterable[Row], names: Any) -> int:
    """Return how many documents of an annotated claim some rows touch in its passages."""
    spans = {(row["doc_id"], row["raw_start"], row["raw_end"]) for row in rows}
    return len(
        {
            doc_id
            for m in gold["members"]
            for doc_id, start, end in spans
            if doc_id == names[m["file"], m["record"]] and start < m["end"] and m["start"] < end
        }
    )


def claims(options: argparse.Namespace) -> list[Section]:
    """Score the claims of the demo corpus, and those of a rule on like sentences with its best threshold."""
    demo = Corpus.open("demo", ROOT)
    build(demo)
    gold, told = annotated()
    sources = {doc_id: demo.document(doc_id).source for doc_id in sorted(demo.documents["doc_id"])}
    names = {(s.file, int(s.record.split()[-1]) if s.record else None): doc_id for doc_id, s in sources.items()}
    runs = [scored(found_by_words(demo, n / 20), gold, told, names) for n in range(4, 15)]
    both = {
        OURS: scored(found_by_us(demo), gold, told, names),
        BASELINE: max(runs, key=lambda run: run["f1"]),
    }

    def values(name: str) -> dict[str, float | None]:
        return {tool: run[name] for tool, run in both.items()}

    measures = [
        at_least(0.9, "conflicts, precision", values("precision")),
        Measure("conflicts, recall", values("recall")),
        at_least(0.8, "conflicts, F1", values("f1")),
        at_most(0.05, "look-alikes called a conflict, share", values("look-alikes")),
        Measure("agreements met, share", values("agree")),
    ]
    text = (
        f"{len(gold)} annotated claims. “{BASELINE}”: two sentences of one story whose tf-idf vectors are alike are a "
        "conflict where both have digits and these differ, else an agreement; its threshold is the one with the "
        "best F1 on these very claims."
    )
    return [Section("Claims of the demo corpus", text, measures)]


# Scale


def made(count: int, size: int, root: Path) -> Corpus:
    """Write a made-up corpus."""
    source = root / "in"
    source.mkdir(parents=True)
    (root / "data" / "raw").mkdir(parents=True)
    with (source / "news.jsonl").open("w", encoding="utf-8") as file:
        for reports in stories(count, size, Writer(bodies(), (1, 2), SEED), SEED):
            for record in reports:
                kept = {name: value for name, value in record.items() if name not in ("story", "original")}
                file.write(json.dumps(kept, ensure_ascii=False) + "\n")
    return intake.create("made-up", source, root, read.SUFFIXES)[0]


def spent() -> float:
    """Return the CPU seconds of this process and of those that it started, also those that still run (on Linux)."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used) + running()


def running() -> float:
    """Return the CPU seconds of the processes that this one started and that still run; 0 where /proc is not known."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[1]) == os.getpid():
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


class Clock:
    """Takes the progress of a build: prints it now and then, and keeps what each stage took."""

    def __init__(self) -> None:
        self._begun = self._shown = time.perf_counter()
        self._last, self._stage = (self._begun, spent()), ""
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note that so many pieces of a stage are done."""
        now = time.perf_counter()
        if stage != self._stage or now - self._shown > 20:
            print(f"  {now - self._begun:6.0f} s  {stage} {done:,} of {total:,}", file=sys.stderr, flush=True)
            self._shown = now
        if stage != self._stage:
            self.end()
            self._stage = stage

    def end(self) -> None:
        """Count what has passed since the last stage ended to the one that is on."""
        now = time.perf_counter(), spent()
        for kept, new, old in zip((self.wall, self.cpu), now, self._last, strict=True):
            kept[self._stage or "read and clean"] = kept.get(self._stage, 0.0) + new - old
        self._last = now


def one(options: argparse.Namespace) -> dict[str, float]:
    """Build a made-up corpus, and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = made(options.stories, options.size, Path(folder))
        clock = Clock()
        counts = build(corpus, workers=options.workers, progress=clock).counts
        clock.end()
        figures = {
            "documents": counts["documents"], "pairs": counts["pairs"], "claims": counts["claims"],
            "stories": corpus.documents["story_id"].nunique(),
            "largest": corpus.documents["story_id"].value_counts().max(),
            "wall": sum(clock.wall.values()), "cpu": sum(clock.cpu.values()),
            "rss": peak(resource.RUSAGE_SELF), "rss_worker": peak(resource.RUSAGE_CHILDREN),
        }  # fmt: skip
        figures |= {f"cpu {stage}": took for stage, took in clock.cpu.items()}
        figures["peer"] = all_pairs(corpus.table("texts")["text"].tolist())
    return {name: float(value) for name, value in figures.items()}


def all_pairs(texts: Sequence[str]) -> float:
    """Return the CPU seconds in which scikit-learn finds the like documents of a corpus, and no more than that."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    start = time.process_time()
    matrix = TfidfVectorizer(stop_words="english").fit_transform(texts)
    for first in range(0, len(texts), 500):
        np.argwhere((matrix[first : first + 500] @ matrix.T).toarray() >= 0.2)
    return time.process_time() - start


def measured(options: argparse.Namespace, count: int, size: int) -> dict[str, float]:
    """Return the figures of a run in a process of its own: a peak of memory is one for the whole process."""
    command = [sys.executable, __file__, "--one", f"--stories={count}", f"--size={size}"]
    command.append(f"--workers={options.workers}")
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def scale(options: argparse.Namespace) -> Iterator[Section]:
    """Measure a quarter of the stories, all of them, and one large story."""
    count = options.limit or options.stories
    sizes = {
        "a quarter": (max(2, count // 4), options.size),
        "all": (count, options.size),
        "one large story": (1, min(LARGE, count * options.size)),
    }
    runs = {}
    for name, (stories_, size) in sizes.items():
        print(f"{name}: {stories_:,} stories of {size:,} reports", file=sys.stderr, flush=True)
        runs[name] = measured(options, stories_, size)
    yield as_section(runs, options)


def as_section(runs: Mapping[str, Mapping[str, float]], options: argparse.Namespace) -> Section:
    """Return what runs took as a section of the page, a column each."""

    def row(what: str, figure: Callable[[Mapping[str, float]], float], form: str = ",.0f") -> Measure:
        return Measure(what, {name: figure(run) for name, run in runs.items()}, form=form)

    def each(what: str, name: str) -> Measure:
        return row(f"{what}, CPU ms a document", lambda run: 1000 * run[name] / run["documents"], ",.1f")

    return Section(
        "A large corpus of stories",
        f"Made-up reports of some 400 words, {options.size} a story, {options.workers} workers; the large story is "
        "alone in its corpus. Comparing is pairs, copies, quotations, claims, coverage and wordings; the whole is "
        f"everything that `corpuslib build` does, from the files to the tables. “{PEER}” is scikit-learn, which finds "
        "the like documents of the same texts and nothing else, in the same run.",
        [
            row("documents", lambda run: run["documents"]),
            row("stories found", lambda run: run["stories"]),
            row("documents of the largest", lambda run: run["largest"]),
            row("pairs", lambda run: run["pairs"]),
            row("rows of claims", lambda run: run["claims"]),
            row("seconds", lambda run: run["wall"]),
            row("documents a second, all workers", lambda run: run["documents"] / run["wall"], ",.1f"),
            each("reading and cleaning", "cpu read and clean"),
            each("annotating", "cpu annotate"),
            each("comparing", "cpu compare"),
            each("the whole", "cpu"),
            row(f"the whole, CPU as a multiple of “{PEER}”", lambda run: run["cpu"] / run["peer"]),
            row("peak memory of the main process, MB", lambda run: run["rss"]),
            row("peak memory of a worker, MB", lambda run: run["rss_worker"]),
        ],
    )


TASKS = {"claims": claims, "scale": scale}


def main() -> int:
    """Run the tasks, print their tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", default=",".join(TASKS), help="separated by commas")
    parser.add_argument("--stories", type=int, default=500, help="stories of the large corpus")
    parser.add_argument("--size", type=int, default=20, help="reports of a story")
    parser.add_argument("--limit", type=int, help="only so many stories, for a quick look")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--markdown", type=Path, help="write the page to this file")
    parser.add_argument("--one", action="store_true", help="one large corpus only, its figures as JSON")
    options = parser.parse_args()
    if importlib.util.find_spec("sklearn") is None:
        print("scikit-learn is not installed; benchmarks/README.md says how.", file=sys.stderr)
        return 2
    if options.one:
        print(json.dumps(one(options)))
        return 0
    sections = []
    for name in options.tasks.split(","):
        for section in TASKS[name](options):
            sections.append(section)
            print(as_text(section), flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(s) for s in sections], indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        versions = {package: version(package) for package in ("corpuslib", "scikit-learn")}
        title = "One story, many tellings"
        chosen = options.tasks.split(",")
        about, data = [line for name in chosen for line in ABOUT[name]], "".join(DATA[name] for name in chosen)
        options.markdown.write_text(page(title, "story.py", about, sections, [], data, versions), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
