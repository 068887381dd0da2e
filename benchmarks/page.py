"""Measures, their bars, and the tables that show them: in a terminal and on the pages of docs/benchmarks/."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

OURS = "corpuslib"


@dataclass(frozen=True)
class Measure:
    """One row: what is measured, what is to be reached, and each tool's figure (None: not measured).

    `intervals` holds the ends of the figures' confidence intervals, of the tools that have one.
    """

    what: str
    values: Mapping[str, float | None]
    bar: str = ""
    met: bool | None = None
    form: str = ".3f"
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)


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


def cell(measure: Measure, tool: str) -> str:
    """Format one figure.

    >>> cell(Measure("F1", {"ours": 0.98765}), "ours"), cell(Measure("F1", {}), "ours")
    ('0.988', '–')
    >>> cell(Measure("F1", {"ours": 90.0}, form=".1f", intervals={"ours": (88.0, 92.0)}), "ours")
    '90.0 (88.0–92.0)'
    """
    value = measure.values.get(tool)
    if value is None or value != value:
        return "–"
    ends = measure.intervals.get(tool)
    return format(value, measure.form) + (f" ({ends[0]:{measure.form}}–{ends[1]:{measure.form}})" if ends else "")


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


def page(
    title: str,
    script: str,
    about: Sequence[str],
    sections: Sequence[Section],
    notes: Sequence[str],
    data: str,
    versions: Mapping[str, str],
) -> str:
    """Return a whole page. It holds figures, no passage of the data, and nothing that names a day or a machine."""
    bars = [measure.met for section in sections for measure in section.measures if measure.met is not None]
    lines = [
        f"# {title}",
        "",
        f"Written by `benchmarks/{script}`; what is changed by hand is lost with the next run.",
        "",
        *about,
        f"“bar” is what corpuslib is to reach, and {sum(bars)} of {len(bars)} bars are met.",
        "What the measures mean and how to run them: [benchmarks/README.md](../../benchmarks/README.md).",
        "",
        *(as_markdown(section) for section in sections),
        *(f"* {note}" for note in notes),
        *([""] if notes else []),
        "## Data",
        "",
        "None of the data is part of this repository.",
        "",
        data,
        "## Versions",
        "",
        ", ".join(f"{name} {number}" for name, number in versions.items()) + ".",
        "",
    ]
    return "\n".join(lines)


def load(folder: Path, name: str) -> ModuleType:
    """Import a module of a scorer's folder by its path."""
    spec = importlib.util.spec_from_file_location(f"{folder.name}_bench_{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no module {name}.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
