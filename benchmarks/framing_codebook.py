"""The shipped generic codebook alone, untrained, on articles coded with the frames that correspond to its own."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from page import OURS, Measure, Section, at_least

import corpuslib as cl
from corpuslib.annotate.frames import load_codebook
from corpuslib.statistics import cluster_bootstrap

POINTS = 5
"""Weighted hits in a thousand words from which on a frame counts as present, the same for every frame."""
FRAMES = {
    "conflict": "conflict",
    "economic": "economic_consequences",
    "human interest": "human_interest",
    "morality": "morality",
    "resolution": "responsibility",
}
"""The frame of the codebook that a coded frame corresponds to."""
ALL = "every frame always"


class Article(NamedTuple):
    """Coded and said frames, as 0 and 1 in the order of `FRAMES`."""

    coded: tuple[int, ...]
    said: tuple[int, ...]
    seen: bool
    """Whether its scores were seen while the terms of the codebook were written."""


def articles(data: Path) -> Iterator[Article]:
    codebook = load_codebook("generic")
    with gzip.open(data / "narrative_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            points = dict.fromkeys(FRAMES.values(), 0.0)
            for hit in cl.frames(row["text"], codebook):
                points[hit.frame] += hit.weight
            least = POINTS * max(1, len(re.findall(r"[^\W_]+", row["text"]))) / 1000
            half = hashlib.sha1(("half:" + row["text"][:200]).encode(), usedforsecurity=False).hexdigest()
            yield Article(
                tuple(int(name in row["labels"]) for name in FRAMES),
                tuple(int(points[frame] >= least) for frame in FRAMES.values()),
                int(half, 16) % 2 == 0,
            )


def f1s(rows: Sequence[Article]) -> list[float]:
    """Return the F1 of each frame."""
    scores = []
    for number in range(len(FRAMES)):
        both = sum(row.coded[number] * row.said[number] for row in rows)
        given = sum(row.coded[number] + row.said[number] for row in rows)
        scores.append(2 * both / given if given else 0.0)
    return scores


def macro(rows: Sequence[Article]) -> float:
    return sum(f1s(rows)) / len(FRAMES)


def measure(
    what: str, rows: Sequence[Article], of: Callable[[Sequence[Article]], float], bar: float | None = None
) -> Measure:
    """Return a measure with its interval from drawing articles, beside marking every frame in every article."""
    tools: Mapping[str, Sequence[Article]] = {
        OURS: rows,
        ALL: [row._replace(said=(1,) * len(FRAMES)) for row in rows],
    }
    values: dict[str, float | None] = {}
    ends = {}
    for tool, told in tools.items():
        numbers = list(range(len(told)))
        drawn = cluster_bootstrap(
            lambda chosen, told=told: of([told[int(n)] for n in chosen]), numbers, numbers, seed=1, draws=500
        )
        values[tool], ends[tool] = drawn.estimate, (drawn.low, drawn.high)
    row = Measure(what, values) if bar is None else at_least(bar, what, values)
    return Measure(what, values, row.bar, row.met, ".2f", ends)


def section(data: Path) -> Section:
    """The codebook's F1, by frame, on both halves and on the one that was not seen."""
    rows = list(articles(data))
    kept = [row for row in rows if not row.seen]
    by_frame = [
        measure(f"… {coded}" + (f", by {ours}" if ours != coded else ""), rows, lambda told, n=n: f1s(told)[n])
        for n, (coded, ours) in enumerate((a, b.replace("_", " ")) for a, b in FRAMES.items())
    ]
    return Section(
        "The generic codebook alone, untrained",
        f"The {len(rows)} coded articles on climate change, five frames. A frame is present from {POINTS} weighted "
        "hits in a thousand words on, the same for every frame. No weight was computed from coded texts; which "
        f"terms to list and that rule were chosen with the scores of one half in view, so the {len(kept)} articles "
        "of the other half are the ones held out. “Resolution” is the coded frame nearest to responsibility, not "
        "the same. Intervals come from drawing articles.",
        [
            measure("macro F1, all articles", rows, macro, 0.55),
            *by_frame,
            measure("macro F1, articles held out", kept, macro, 0.55),
        ],
    )
