"""How well republished articles are found, against the variants of real articles in `../shared/bench/cleaning`.

The test prints its figures (`pytest -s`) and holds a floor a little below them. All texts are taken: in a part of
them few share a piece of boilerplate, and what few share cannot be told from an excerpt.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest

from corpuslib.compare.duplicates import reused

DATA = Path(__file__).parents[3] / "shared" / "bench" / "cleaning" / "data" / "neardup.jsonl.gz"
FLOORS = {
    "repub": 0.99,
    "repub_heavy": 0.99,
    "trunc": 0.99,
    "edit10": 0.99,
    "reorder": 0.99,
    "mojibake": 0.99,
    "spin30": 0.96,
    "excerpt": 0.97,
}


@pytest.mark.skipif(not DATA.is_file(), reason="../shared/bench/cleaning is not here")
def test_variants_of_an_article_are_found_and_nothing_else() -> None:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    origin = {row["base"]: number for number, row in enumerate(rows) if row["kind"] == "base"}
    matter = [{row["base"], row.get("host", row["base"])} for row in rows]
    found = {(r.a, r.b) for r in reused([row["text"] for row in rows])}
    precision = sum(bool(matter[a] & matter[b]) for a, b in found) / len(found)
    hits = defaultdict(list)
    for number, row in enumerate(rows):
        if row["kind"] != "base":
            a, b = sorted((origin[row["base"]], number))
            hits[row["kind"]].append((a, b) in found)
    recall = {kind: sum(of_kind) / len(of_kind) for kind, of_kind in sorted(hits.items())}
    print(f"\nnear-duplicates of {len(rows)} texts: precision {precision:.4f}, recall {recall}")
    assert precision >= 0.995
    assert set(recall) == set(FLOORS)
    assert {kind: recall[kind] for kind, floor in FLOORS.items() if recall[kind] < floor} == {}
