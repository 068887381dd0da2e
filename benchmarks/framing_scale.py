"""Peak memory and rate of counting terms, keyness and frames over articles from a stream.

    python benchmarks/framing_scale.py write articles.jsonl --articles 3000
    python benchmarks/framing_scale.py keyness articles.jsonl --longest 3

Run by `framing.py`, each measurement in a process of its own, because a peak of memory is one for the whole process.
The articles are those of `scale.py`: made up, of phrases that recur. They are read line by line from a file; no list
of them is ever held.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from page import OURS, Measure, Section, at_most
from scale import peak

import corpuslib as cl
from corpuslib.annotate.words import count_terms
from corpuslib.engine import map_ordered

WORDS = (150, 550)
DENSE = "dense matrix"
# What packages that lay documents × terms out in full take at most, to be able to do so.
MOST_TERMS = 15_000


def articles(options: argparse.Namespace, outlets: list[str]) -> Iterator[str]:
    """Yield the texts of the first articles of a file, and note the group of each one's outlet."""
    with options.file.open(encoding="utf-8") as lines:
        for line in islice(lines, options.articles):
            record = json.loads(line)
            outlets.append("odd" if int(record["outlet"].split()[1]) % 2 else "even")
            yield record["text"]


def write(options: argparse.Namespace) -> dict[str, float]:
    """Make articles up."""
    from scale import records, write_jsonl

    write_jsonl(options.file, records(options.articles, WORDS))
    return {"bytes": options.file.stat().st_size}


def keyness(options: argparse.Namespace) -> dict[str, float]:
    """Count the terms of a stream and compare two groups of outlets."""
    outlets: list[str] = []
    counted = count_terms(articles(options, outlets), longest=options.longest, workers=options.workers)
    counted_in = peak(resource.RUSAGE_SELF)
    found = cl.keyness(counted.counts, outlets, terms=counted.terms, pairwise=True)
    return {
        "terms": len(found),
        "entries": counted.counts.nnz,
        "MB when counted": counted_in,
    }


def dense(options: argparse.Namespace) -> dict[str, float]:
    """Do the same by the usual formula on a matrix that holds every 0."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    outlets: list[str] = []
    vectorizer = CountVectorizer(ngram_range=(1, options.longest), min_df=2, max_features=MOST_TERMS)
    counts = vectorizer.fit_transform(articles(options, outlets)).toarray()
    inside = np.array(outlets) == "even"
    prior = 0.01
    one, two = counts[inside].sum(axis=0) + prior, counts[~inside].sum(axis=0) + prior
    z = (np.log(one / (one.sum() - one)) - np.log(two / (two.sum() - two))) / np.sqrt(1 / one + 1 / two)
    return {"terms": len(z)}


def frames_of(text: str) -> Counter[str]:
    """Return how many passages of an article speak for each generic frame."""
    return Counter(hit.frame for hit in cl.frames(text, "generic"))


def frames(options: argparse.Namespace) -> dict[str, float]:
    """Count the hits of the generic codebook by outlet over a stream."""
    outlets: list[str] = []
    totals: dict[str, Counter[str]] = {}
    stream = articles(options, outlets)
    for number, found in enumerate(map_ordered(frames_of, stream, workers=options.workers, chunk=64)):
        totals.setdefault(outlets[number], Counter()).update(found)
    return {"hits": float(sum(found.total() for found in totals.values()))}


RUNS: dict[str, Callable[[argparse.Namespace], dict[str, float]]] = {
    "keyness": keyness,
    "dense": dense,
    "frames": frames,
    "write": write,
}


def measured(run: str, file: Path, count: int, *, longest: int = 1, workers: int = 1) -> dict[str, float]:
    """Return the figures of a run in a new process: what it says, CPU seconds, and peaks in MB."""
    numbers = (f"--articles={count}", f"--longest={longest}", f"--workers={workers}")
    print(f"  {run}: {count:,} articles, longest {longest}, {workers} processes", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, __file__, run, str(file), *numbers], stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def memory(options: argparse.Namespace, notes: list[str]) -> Section:
    """Keyness of 3,000 articles, beside a matrix that holds every 0."""
    count = 3000
    runs = {OURS: "keyness", DENSE: "dense"}
    if importlib.util.find_spec("sklearn") is None:
        notes.append("The dense matrix is left out: scikit-learn is not installed.")
        del runs[DENSE]
    measures = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        measured("write", file, count)
        for longest, what in ((1, "words"), (3, "words and sequences of two and three")):
            figures = {tool: measured(run, file, count, longest=longest) for tool, run in runs.items()}
            of = {key: {tool: one[key] for tool, one in figures.items()} for key in ("MB", "s", "terms")}
            measures += [
                at_most(400, f"{what}: peak memory, MB", of["MB"], ",.0f"),
                Measure("… terms compared", of["terms"], form=",.0f"),
                Measure("… CPU seconds, articles to table", of["s"], form=".1f"),
            ]
    return Section(
        "Memory of keyness, 3,000 articles",
        "Made-up articles, read one by one, in a new process for each figure; the peak is that of the process, with "
        "all its imports. corpuslib counts every term of two documents or more and gives intervals, a test and "
        f"weights. The dense matrix is scikit-learn's `CountVectorizer`, its {MOST_TERMS:,} most frequent terms laid "
        "out in full, and the usual formula without intervals: the way of packages that compute on a full matrix.",
        measures,
    )


def stream(options: argparse.Namespace) -> Section:
    """A hundred thousand articles, of which none is held."""
    count, workers = options.articles, options.workers
    part = max(count // 4, 1)
    measures = [Measure("articles", {OURS: float(count)}, form=",.0f")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        size = measured("write", file, count)["bytes"]
        measures.append(Measure("their size, MB", {OURS: size / 1e6}, form=",.0f"))
        counted, part_counted = (measured("keyness", file, n, workers=workers) for n in (count, part))
        framed = measured("frames", file, count, workers=workers)
    measures += [
        Measure("terms and keyness: articles per CPU second", {OURS: count / counted["s"]}, form=",.0f"),
        Measure("… terms compared", {OURS: counted["terms"]}, form=",.0f"),
        Measure("… counts above 0, millions", {OURS: counted["entries"] / 1e6}, form=",.1f"),
        Measure("… peak memory when counted, MB", {OURS: counted["MB when counted"]}, form=",.0f"),
        Measure("… peak memory, MB", {OURS: counted["MB"]}, form=",.0f"),
        Measure(f"… peak memory with the first {part:,}, MB", {OURS: part_counted["MB"]}, form=",.0f"),
        Measure("… peak memory of a worker, MB", {OURS: counted["MB of a worker"]}, form=",.0f"),
        Measure("frames: articles per CPU second", {OURS: count / framed["s"]}, form=",.0f"),
        Measure("… peak memory, MB", {OURS: framed["MB"]}, form=",.0f"),
        Measure("… peak memory of a worker, MB", {OURS: framed["MB of a worker"]}, form=",.0f"),
    ]
    return Section(
        f"{count:,} articles from a stream, {workers} processes",
        "Made-up articles, read one by one. Measured are `count_terms` (words of two documents or more) with `keyness` "
        "of two groups of outlets, and `cl.frames` with the generic codebook, whose hits are summed by outlet as they "
        "come. No text is held. Keyness holds the table of counts, which grows with the corpus and, in memory, is "
        "larger than the text of short articles like these; frames hold sums alone. A CPU second is one of all "
        "processes together. Cleaning is not part of it: `scale.py` measures that.",
        measures,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", choices=sorted(RUNS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--longest", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    figures = RUNS[options.run](options)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    figures["s"] = sum(one.ru_utime + one.ru_stime for one in spent)
    figures["MB"], figures["MB of a worker"] = peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
