"""Print how well corpuslib attributes quotations beside its peers: same articles, same process, one run.

    python benchmarks/quotes.py [--limit 10] [--draws 1000] [--seed 7] [--json FILE] [--markdown FILE]

The annotated articles, their scorer and the peers' adapters are not part of the project. They are looked for in
../shared/bench/quotes; without them the command ends with exit status 2. A peer that is not installed is named and
left out. benchmarks/README.md says how to install the peers and what the measures mean.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from page import OURS, Measure, Section, as_text, at_least, load, page, speed

import corpuslib as cl
from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.hedges import find_hedges
from corpuslib.annotate.provenance import find_provenance
from corpuslib.document import as_document
from corpuslib.statistics import cluster_bootstrap

DATA = Path(__file__).resolve().parents[2] / "shared" / "bench" / "quotes"
INSTALL = "benchmarks/README.md says how to install it"

Article = dict[str, Any]
Extract = Callable[[str], Sequence[tuple[int, int, str | None]]]


@dataclass(frozen=True)
class Peer:
    """A tool to stand beside ours: a function of the scorer's peers.py, and the packages that it needs."""

    name: str
    function: str
    packages: tuple[str, ...] = ()


PEERS = [
    Peer("textacy, by paragraph", "textacy_para", ("textacy", "spacy")),
    Peer("textacy, whole article", "textacy_doc", ("textacy", "spacy")),
    Peer("ten-line regex", "regex10"),
]

CONDITIONS = {
    "As published": (None, "The articles as they are."),
    "Straight marks": ("straight", "Curly quotation marks made straight."),
    "Straight marks, some lost": ("drop", "Curly marks made straight, and a tenth of the closing marks lost."),
}
BARS = {"As published": {"e2e": 90.0, "content": 66.0, "indirect": 50.0}, "Straight marks, some lost": {"e2e": 80.0}}


def ours(text: str) -> list[tuple[int, int, str | None]]:
    """Our attributions but for words in scare quotes, with the source as written or else its name."""
    return [(row.start, row.end, row.mention or row.speaker) for row in cl.attributions(text) if row.kind != "scare"]


def remembered(extract: Extract, told: dict[str, Any]) -> Extract:
    """Return the function with its answers kept by text; what it raises on, it has no answer to."""

    def call(text: str) -> Sequence[tuple[int, int, str | None]]:
        told[text] = []
        told[text] = list(extract(text))
        return told[text]  # type: ignore[no-any-return]

    return call


COUNTED = {"direct": "direct_exact_PRF", "content": "content_overlap_PRF", "e2e": "e2e_PRF"}


def counts(score: ModuleType, article: Article, figures: Mapping[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Return hits, predicted and annotated items of one article by measure, from its figures in percent."""
    _, direct = score.gold_items(article["text"], article["annotations"][0]["attributions"])
    predicted = {"direct": figures["predicted_direct"], "content": figures["predicted_content"]}
    predicted["e2e"] = predicted["direct"]
    gold = {"direct": figures["gold_direct"], "content": figures["gold_content"]}
    gold["e2e"] = sum(bool(item[2]) for item in direct)
    return {
        name: (round(figures[key][0] * predicted[name] / 100), predicted[name], gold[name])
        for name, key in COUNTED.items()
    }


def f1(rows: Any) -> float:
    """F1 in percent of rows of hits, predicted and annotated items."""
    hits, predicted, annotated = rows.sum(axis=0)
    return float(200 * hits / (predicted + annotated)) if predicted + annotated else 0.0


@dataclass(frozen=True)
class Run:
    """What one tool reached on the articles: the scorer's figures, and the intervals of F1 by measure."""

    figures: Mapping[str, Any]
    intervals: Mapping[str, tuple[float, float]]


def run(score: ModuleType, extract: Extract, articles: Sequence[Article], noise: str | None, options: Any) -> Run:
    """Score one tool. The intervals come from drawing articles with replacement."""
    told: dict[str, Any] = {}
    figures = score.evaluate(remembered(extract, told), articles, noise)
    each = [counts(score, a, score.evaluate(told.__getitem__, [a], noise)) for a in articles]
    names = [article["id"] for article in articles]
    intervals = {}
    for name in COUNTED:
        rows = [article[name] for article in each]
        interval = cluster_bootstrap(f1, rows, names, seed=options.seed, draws=options.draws)
        intervals[name] = (interval.low, interval.high)
    return Run(figures, intervals)


def section(title: str, about: str, runs: Mapping[str, Run]) -> Section:
    """Return the measures of one condition."""
    bars = BARS.get(title, {})

    def row(what: str, figure: Callable[[Mapping[str, Any]], float], bar: str = "", name: str = "") -> Measure:
        values: dict[str, float | None] = {tool: figure(one.figures) for tool, one in runs.items()}
        measure = at_least(bars[bar], what, values, ".1f") if bar in bars else Measure(what, values, form=".1f")
        intervals = {tool: one.intervals[name] for tool, one in runs.items()} if name else {}
        return Measure(what, values, measure.bar, measure.met, ".1f", intervals)

    speeds: dict[str, float | None] = {tool: one.figures["chars_per_cpu_s"] for tool, one in runs.items()}
    failed: dict[str, float | None] = {tool: one.figures["failed"] for tool, one in runs.items()}
    return Section(
        title,
        about,
        [
            row("direct quotations, F1", lambda f: f["direct_exact_PRF"][2], name="direct"),
            row("… with the right speaker, F1", lambda f: f["e2e_PRF"][2], "e2e", "e2e"),
            row("… precision", lambda f: f["e2e_PRF"][0]),
            row("… recall", lambda f: f["e2e_PRF"][1]),
            row("right speaker, of direct quotations found", lambda f: f["speaker_coref"]),
            row("all contents, F1", lambda f: f["content_overlap_PRF"][2], "content", "content"),
            row("… precision", lambda f: f["content_overlap_PRF"][0]),
            row("… recall of direct ones", lambda f: f["recall_by_type"]["direct"]),
            row("… recall of mixed ones", lambda f: f["recall_by_type"]["mixed"]),
            row("… recall of indirect ones", lambda f: f["recall_by_type"]["indirect"], "indirect"),
            Measure("articles on which the tool raised", failed, form=".0f"),
            Measure(
                "characters per CPU second, thousands", {t: (v or 0) / 1000 for t, v in speeds.items()}, form=",.0f"
            ),
            speed(speeds),
        ],
    )


def rates(articles: Sequence[Article]) -> Section:
    """How quick our annotators of sources are, each and together."""
    documents = [as_document(article["text"]) for article in articles]
    characters = sum(len(document.text) for document in documents)
    finders: dict[str, Callable[[cl.Document], object]] = {
        "attributions": find_attributions,
        "hedges": find_hedges,
        "provenance": find_provenance,
    }
    seconds = {}
    for name, find in finders.items():
        rounds = []
        for _ in range(3):
            start = time.process_time()
            for document in documents:
                find(document)
            rounds.append(time.process_time() - start)
        seconds[name] = min(rounds)
    measures = [
        Measure(f"thousand characters per CPU second, {name}", {OURS: characters / spent / 1000}, form=",.0f")
        for name, spent in seconds.items()
    ]
    together = {OURS: characters / sum(seconds.values()) / 1000}
    return Section(
        "Attributions, hedges and provenance together",
        "The better of three rounds. Rates are those of the machine of this run.",
        [*measures, at_least(500, "… all three", together, ",.0f")],
    )


def tools(peers: ModuleType, notes: list[str]) -> dict[str, Extract]:
    """Return our function and those of the peers that can be run, by name."""
    found: dict[str, Extract] = {OURS: ours}
    for peer in PEERS:
        if missing := [package for package in peer.packages if not importlib.util.find_spec(package)]:
            notes.append(f"{peer.name} is left out: {' and '.join(missing)} is not installed; {INSTALL}.")
            continue
        function = getattr(peers, peer.function)
        try:
            found[peer.name] = function() if getattr(function, "factory", False) else function
        except OSError:  # spaCy has no model
            notes.append(f"{peer.name} is left out: it has no English model; {INSTALL}.")
    return found


SOURCE = """\
| set | source | licence |
|---|---|---|
| dev | PolNeAR 1.0.0 (Newell, Margolin & Ruths 2018, LREC): US campaign news of 2015-16 | none stated |
"""


def about(articles: int, characters: int) -> list[str]:
    """Return what is said before the tables."""
    return [
        f"All tools ran one after the other in one process, on the {articles} development articles of PolNeAR",
        f"({characters:,} characters). Figures are percentages, with 95 % intervals from drawing articles anew. Two",
        "figures whose intervals overlap may still differ on the same articles. corpuslib's rules were written by",
        "people who had read the training articles of the same corpus, but learnt from none of them. Direct",
        "quotations are matched exactly, contents where they share half of their union, speakers by the head of the",
        "annotated mention or of another mention in its coreference chain.",
        "",
    ]


def main() -> int:
    """Run every tool in every condition, print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="only the first articles, for a quick look")
    parser.add_argument("--draws", type=int, default=1000, help="draws of the bootstrap")
    parser.add_argument("--seed", type=int, default=7, help="seed of the bootstrap")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--markdown", type=Path, help="write the page to this file")
    options = parser.parse_args()
    if not (DATA / "data").is_dir():
        print("There are no annotated articles in ../shared/bench/quotes, so nothing can be measured.", file=sys.stderr)
        return 2
    score, peers = load(DATA, "score"), load(DATA, "peers")
    articles = score.load("dev")[: options.limit]
    notes: list[str] = []
    extracts = tools(peers, notes)
    sections = []
    for title, (noise, text) in CONDITIONS.items():
        runs = {}
        for name, extract in extracts.items():
            print(f"  {title}: {name}", file=sys.stderr, flush=True)
            runs[name] = run(score, extract, articles, noise, options)
        sections.append(section(title, text, runs))
        print(as_text(sections[-1]), flush=True)
    sections.append(rates(articles))
    print(as_text(sections[-1]), flush=True)
    for note in notes:
        print(note)
    if options.json:
        text = json.dumps([asdict(one) for one in sections], indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    if options.markdown:
        packages = {package for peer in PEERS if peer.name in extracts for package in peer.packages}
        versions = {package: version(package) for package in sorted({"corpuslib", *packages})}
        before = about(len(articles), sum(len(article["text"]) for article in articles))
        title = "Who says what, beside other tools"
        options.markdown.write_text(
            page(title, "quotes.py", before, sections, notes, SOURCE, versions), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
