"""Print how a hundred thousand articles go through read, clean, sentences and near-duplicates, and in what memory.

    .venv/bin/python benchmarks/scale.py [--articles 100000] [--workers 2] [--warc]

The articles are made up: new sentences from pairs of words that follow each other in the texts of
`../shared/bench/cleaning`, or in those of the demo corpus where the former are not there; so phrases recur as
they do in news. One article in ten is a copy of an earlier one, cut, edited or in other boilerplate. The run is made
twice, with a quarter of the articles and with all; what the peak memory grows by from one to the other is the slope.
Times are CPU seconds of one machine in one run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from corpuslib import cleaning, engine, read
from corpuslib.annotate import sentences
from corpuslib.compare.duplicates import near_duplicates
from corpuslib.corpus import Corpus
from corpuslib.document import Found

ROOT = Path(__file__).parents[1]
BENCH = ROOT.parent / "shared" / "bench" / "cleaning" / "data" / "docs.jsonl.gz"
SEED = 20260101
FOOTER = "Follow us on every channel and never miss a story. Sign up for the newsletter of {}. All rights reserved."


def bodies() -> list[str]:
    if BENCH.is_file():
        with gzip.open(BENCH, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["body"] for line in lines]
    corpus = Corpus.open("demo", ROOT)
    paths = [(corpus.folder / file.path, file.path) for file in corpus.spec.files]
    items = [item for path, name in paths for item in read.read_path(path, file=name)]
    return [cleaning.clean_found(item).body for item in items if isinstance(item, Found)]


class Writer:
    """Articles of sentences in which every word has followed the one before it somewhere."""

    def __init__(self, texts: list[str], words: tuple[int, int], seed: int) -> None:
        self._random, self._words = random.Random(seed), words
        self._after: dict[str, list[str]] = {}
        for text in texts:
            for sentence in re.findall(r"[A-Z][^.!?\n]{20,400}[.!?]", text):
                for word, following in pairwise(["", *sentence.split()]):
                    self._after.setdefault(word, []).append(following)

    def sentence(self) -> str:
        words = [self._random.choice(self._after[""])]
        while words[-1][-1] not in ".!?" and len(words) < 60:
            words.append(self._random.choice(self._after.get(words[-1]) or ["."]))
        return " ".join(words)

    def common(self, most: int = 2000) -> list[str]:
        """Return the words in small letters that most words have followed, sorted by how many."""
        small = (word for word in self._after if word.isalpha() and word.islower())
        return sorted(small, key=lambda word: (-len(self._after[word]), word))[:most]

    def article(self) -> list[str]:
        """Return the paragraphs of an article."""
        left = self._random.randint(*self._words)
        paragraphs = []
        while left > 0:
            paragraphs.append(" ".join(self.sentence() for _ in range(self._random.randint(1, 3))))
            left -= paragraphs[-1].count(" ") + 1
        return paragraphs

    def copy(self, paragraphs: list[str]) -> list[str]:
        """Return an article cut, with words changed, or with another head and foot."""
        kind = self._random.randrange(3)
        if kind == 0:
            return paragraphs[: max(1, len(paragraphs) * 2 // 3)]
        if kind == 1:
            return [" ".join(w for w in p.split() if self._random.random() > 0.1) for p in paragraphs]
        return [self.sentence(), *paragraphs, self.sentence(), self.sentence()]


def records(count: int, words: tuple[int, int]) -> Iterator[dict[str, object]]:
    """Yield articles; `original` is the number of the article that one copies."""
    writer = Writer(bodies(), words, SEED)
    rng = random.Random(SEED + 1)
    recent: list[tuple[int, list[str]]] = []
    for number in range(count):
        original = None
        if recent and number % 10 == 9:
            original, paragraphs = rng.choice(recent)
            paragraphs = writer.copy(paragraphs)
        else:
            paragraphs = writer.article()
            recent = [*recent[-999:], (number, paragraphs)]
        outlet = f"outlet {rng.randrange(50)}"
        text = "\n\n".join([*paragraphs, FOOTER.format(outlet)])
        yield {"title": paragraphs[0].split(".")[0][:90], "text": text, "outlet": outlet, "original": original}


def write_jsonl(path: Path, articles: Iterable[dict[str, object]]) -> set[tuple[int, int]]:
    """Write the articles, and return the pairs of original and copy."""
    planted = set()
    with path.open("w", encoding="utf-8") as file:
        for number, record in enumerate(articles):
            original = record.pop("original")
            if isinstance(original, int):
                planted.add((original, number))
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return planted


def write_warc(path: Path, articles: Iterable[dict[str, object]]) -> set[tuple[int, int]]:
    """Write the articles as pages of a crawl, and return the pairs of original and copy."""
    from html import escape
    from io import BytesIO

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    planted = set()
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, record in enumerate(articles):
            if isinstance(record["original"], int):
                planted.add((record["original"], number))
            paragraphs = "".join(f"<p>{escape(p)}</p>" for p in str(record["text"]).split("\n\n"))
            page = f"<html><body><article><h1>{escape(str(record['title']))}</h1>{paragraphs}</article></body></html>"
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://outlet.example/{number}", "response", BytesIO(page.encode()), http_headers=headers
                )
            )
    return planted


def clean_and_split(found: Found) -> tuple[str, int, float, float]:
    """Return the body, the number of sentences, and the CPU seconds of both stages."""
    start = time.process_time()
    document = cleaning.clean_found(found)
    cleaned = time.process_time()
    spans = sentences.sentences(document)
    return document.body, len(spans), cleaned - start, time.process_time() - cleaned


def run(options: argparse.Namespace) -> dict[str, float]:
    """Take articles through all stages, and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("in.warc.gz" if options.warc else "in.jsonl")
        articles = records(options.articles, tuple(options.words))
        planted = (write_warc if options.warc else write_jsonl)(path, articles)
        size = path.stat().st_size
        told = {"read": 0.0, "clean": 0.0, "sentences": 0.0, "spans": 0.0, "characters": 0.0}

        def found() -> Iterator[Found]:
            items = read.read_path(path, file=path.name)
            start = time.process_time()
            for item in items:
                told["read"] += time.process_time() - start
                if isinstance(item, Found):
                    yield item
                start = time.process_time()

        def texts() -> Iterator[str]:
            for body, spans, cleaning_took, splitting_took in engine.map_ordered(
                clean_and_split, found(), workers=options.workers, chunk=32
            ):
                told["clean"] += cleaning_took
                told["sentences"] += splitting_took
                told["spans"] += spans
                told["characters"] += len(body)
                yield body
            told["before"] = time.process_time()
            told["streamed"] = time.perf_counter()
            told["rss_streamed"] = peak(resource.RUSAGE_SELF)

        start = time.perf_counter()
        pairs = near_duplicates(texts())
        end = time.perf_counter()
    met = planted & set(zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True))
    return told | {
        "articles": options.articles,
        "bytes": size,
        "near-duplicates": time.process_time() - told["before"],
        "near-duplicates wall": end - told["streamed"],
        "wall": end - start,
        "pairs": len(pairs),
        "planted": len(planted),
        "met": len(met),
        "rss": peak(resource.RUSAGE_SELF),
        "rss_worker": peak(resource.RUSAGE_CHILDREN),
    }


def peak(who: int) -> float:
    """Return the peak memory in MB (Linux counts in KB, macOS in bytes)."""
    # On Linux a process begins with the peak of the one that started it in ru_maxrss; its own is VmHWM.
    status = Path("/proc/self/status")
    if who == resource.RUSAGE_SELF and status.is_file():
        own = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        if own:
            return int(own[1]) / 1e3
    return resource.getrusage(who).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def measured(count: int, options: argparse.Namespace) -> dict[str, float]:
    """Return the figures of a run in a process of its own: a peak of memory is one for the whole process."""
    command = [sys.executable, __file__, "--one", f"--articles={count}", f"--workers={options.workers}", "--words"]
    command += [*map(str, options.words), *["--warc"] * options.warc]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Run a quarter of the articles and all of them, and print rates, peaks and slope."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--words", type=int, nargs=2, default=[150, 550], help="least and most words of an article")
    parser.add_argument("--warc", action="store_true", help="as a crawl of pages and not as JSONL")
    parser.add_argument("--one", action="store_true", help="one run only, its figures as JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(run(options)))
        return
    part, full = (measured(count, options) for count in (options.articles // 4, options.articles))
    n = full["articles"]
    print(f"{n:,} articles, {full['bytes'] / 1e6:,.0f} MB, {full['characters'] / n:,.0f} characters of body each")
    print(f"all stages, {options.workers} workers: {full['wall']:,.0f} s, {n / full['wall']:,.0f} articles/s")
    print(f"{'stage':18} {'CPU s':>8} {'articles/CPU s':>15} {'with a quarter':>18}")
    for stage in ("read", "clean", "sentences", "near-duplicates"):
        rates = [run["articles"] / run[stage] for run in (full, part)]
        print(f"{stage:18} {full[stage]:8,.1f} {rates[0]:15,.0f} {rates[1]:18,.0f}")
    print(f"near-duplicates: {full['pairs']:,.0f} pairs; {full['met']:,.0f} of {full['planted']:,.0f} planted copies")
    print("peak memory, MB: this process {rss:,.0f} (when all was read {rss_streamed:,.0f}), ".format(**full), end="")
    print(
        f"a worker {full['rss_worker']:,.0f} "
        f"(with a quarter of the articles {part['rss']:,.0f}, {part['rss_worker']:,.0f})"
    )
    slope = (full["rss"] - part["rss"]) / (n - part["articles"])
    print(f"slope: {slope * 1000:.2f} KB an article, so {slope * 1e6 / 1000:,.1f} GB for a million")


if __name__ == "__main__":
    main()
