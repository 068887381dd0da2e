"""Measures, their bars, and the tables that show them: in a terminal and on docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OURS = "corpuslib"


@dataclass(frozen=True)
class Measure:
    """One row: what is measured, what is to be reached, and each tool's figure (None: not measured)."""

    what: str
    values: Mapping[str, float | None]
    bar: str = ""
    met: bool | None = None
    form: str = ".3f"


@dataclass(frozen=True)
class Section:
    """The measures of one task, in the order of the page."""

    title: str
    about: str
    measures: Sequence[Measure]


def at_least(bar: float, what: str, values: Mapping[str, float | None], form: str = ".3f") -> Measure:
    """A measure whose figure of ours is to reach a bar."""
    ours = values[OURS]
    return Measure(what, values, f"≥ {bar:g}", None if ours is None else ours >= bar, form)


def at_most(bar: float, what: str, values: Mapping[str, float | None], form: str = ".3f") -> Measure:
    """A measure whose figure of ours is to stay under a bar."""
    ours = values[OURS]
    return Measure(what, values, f"≤ {bar:g}", None if ours is None else ours <= bar, form)


def beats(peer: str, what: str, values: Mapping[str, float | None], form: str = ".3f") -> Measure:
    """A measure whose figure of ours is to be no worse than that of one peer, where the peer was run."""
    ours, theirs = values[OURS], values.get(peer)
    return Measure(what, values, f"≥ {peer}", None if ours is None or theirs is None else ours >= theirs, form)


def speed(values: Mapping[str, float | None], what: str = "speed, corpuslib = 1") -> Measure:
    """Speeds as ratios to ours, since those of a machine say nothing about another."""
    ours = values[OURS]
    ratios = {tool: v / ours if v and ours else None for tool, v in values.items()}
    return Measure(what, ratios, form=".2f")


def faster_than(peer: str, values: Mapping[str, float | None]) -> Measure:
    """The ratio of speeds, where ours is to be no slower than that of one peer."""
    row = speed(values)
    theirs = row.values.get(peer)
    return Measure(row.what, row.values, f"{peer} ≤ 1", None if theirs is None else theirs <= 1, row.form)


SOURCES = """\
| set | source | licence |
|---|---|---|
| AEB | Article Extraction Benchmark (scrapinghub/article-extraction-benchmark) | MIT |
| NAEB | AndyTheFactory/article-extraction-dataset | Apache-2.0 |
| encoding | Universal Dependencies PUD, Chinese-GSD and -GSDSimp, Ukrainian-IU; Fundus test bodies; NAEB | \
CC BY-SA, CC BY-NC-SA, MIT, Apache-2.0 |
| ftfy's test cases | rspeer/python-ftfy | Apache-2.0 |
| near-duplicates | made from bodies of NAEB, AEB and WCXB (Murrough-Foley/web-content-extraction-benchmark) | \
Apache-2.0, MIT, CC BY 4.0 |
| EWT, GUM, PUD | Universal Dependencies English-EWT, English-GUM, PUD | CC BY-SA, CC BY-NC-SA, CC BY-SA |
| golden rules | pysbd | MIT |
"""


def cell(measure: Measure, tool: str) -> str:
    """Format one figure.

    >>> cell(Measure("F1", {"ours": 0.98765}), "ours"), cell(Measure("F1", {}), "ours")
    ('0.988', '–')
    """
    value = measure.values.get(tool)
    return "–" if value is None or value != value else format(value, measure.form)


def table(section: Section) -> list[list[str]]:
    """Return a section as rows of cells, its head first."""
    names = list(dict.fromkeys(tool for measure in section.measures for tool in measure.values))
    rows = [["", "bar", "met", *names]]
    for measure in section.measures:
        met = {True: "yes", False: "no", None: ""}[measure.met]
        rows.append([measure.what, measure.bar, met, *(cell(measure, name) for name in names)])
    return rows


def as_text(section: Section) -> str:
    """Return a section for a terminal."""
    rows = table(section)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    pad = [str.ljust] * 3 + [str.rjust] * (len(widths) - 3)
    body = ["  ".join(p(c, w) for p, c, w in zip(pad, row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([section.title, "-" * len(section.title), *body, ""])


def as_markdown(section: Section) -> str:
    """Return a section of the page."""
    head, *body = ["| " + " | ".join(row) + " |" for row in table(section)]
    rule = "|---|---|---|" + "--:|" * (len(table(section)[0]) - 3)
    return "\n".join([f"## {section.title}", "", section.about, "", head, rule, *body, ""])


LEARNT = (
    "corpuslib's weights for pages, lines, dates and authors were learnt on this half, so these figures flatter it.",
    "On sites that the weights had not seen, the bars of F1 of pages and of words lost from whole pages are missed by",
    "a little: [benchmarks/training/README.md](../benchmarks/training/README.md) has those figures.",
)


def page(sections: Sequence[Section], limit: int | None, notes: Sequence[str], versions: Mapping[str, str]) -> str:
    """Return the whole page. It holds figures, no passage of the data, and nothing that names a day or a machine."""
    part = "the development half" if limit is None else f"the first {limit} items of each set (a quick look)"
    bars = [measure.met for section in sections for measure in section.measures if measure.met is not None]
    lines = [
        "# Cleaning, beside its peers",
        "",
        "Written by `benchmarks/cleaning.py`; what is changed by hand is lost with the next run.",
        "",
        f"All tools ran one after the other in one process, on {part} of the labelled data. Speed is counted in CPU",
        "seconds of that process and given as a ratio to corpuslib's. The machine was shared with other work, so",
        "such a ratio is good to about a third. “bar” is what corpuslib is to reach, and "
        f"{sum(bars)} of {len(bars)} bars are met.",
        "What the measures mean and how to run them: [benchmarks/README.md](../benchmarks/README.md).",
        "",
        *LEARNT,
        "",
        *(as_markdown(section) for section in sections),
        *(f"* {note}" for note in notes),
        *([""] if notes else []),
        "## Data",
        "",
        "None of the data is part of this repository.",
        "",
        SOURCES,
        "## Versions",
        "",
        ", ".join(f"{name} {number}" for name, number in versions.items()) + ".",
        "",
    ]
    return "\n".join(lines)
