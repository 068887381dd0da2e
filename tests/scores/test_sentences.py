"""How well sentences are split, against the sentences of treebanks (Universal Dependencies EWT, GUM and PUD).

The treebanks are not part of the project: without them beside it the tests are skipped. Each test prints its
figure (`pytest -s`) and holds a floor a little below it.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path

import pytest

from corpuslib.annotate.sentences import sentences

GOLD = Path(__file__).parents[3] / "shared" / "bench" / "cleaning" / "data" / "sentences.jsonl.gz"


def ends(parts: list[str]) -> list[int]:
    """Where sentences end, counted in characters that are not white space."""
    return list(accumulate(len("".join(part.split())) for part in parts))


@pytest.fixture(scope="module")
def f1() -> dict[str, float]:
    if not GOLD.exists():
        pytest.skip("the treebanks' sentences (../shared/bench/cleaning) are not here")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(GOLD, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = ("" if row["lang"] == "zh" else " ").join(row["sentences"])
            gold = set(ends(row["sentences"])[:-1])
            found = set(ends([text[span.slice] for span in sentences(text)])[:-1])
            news = ["GUM-news"] if row["genre"] == "news" and row["set"].startswith("GUM") else []
            for name in [row["set"], *news]:
                counts[name].update(hit=len(gold & found), all=len(gold) + len(found))
    figures = {name: 2 * count["hit"] / max(1, count["all"]) for name, count in sorted(counts.items())}
    print("\nboundary F1: " + ", ".join(f"{name} {figure:.3f}" for name, figure in figures.items()))
    return figures


@pytest.mark.parametrize(("name", "floor"), [("EWT", 0.885), ("GUM", 0.968), ("GUM-news", 0.965), ("PUD-en", 0.995)])
def test_english_sentences_end_where_annotators_end_them(f1: dict[str, float], name: str, floor: float) -> None:
    assert f1[name] >= floor


@pytest.mark.parametrize("language", ["ar", "cs", "de", "es", "fr", "ru", "tr", "zh"])
def test_sentences_of_other_languages_end_there_too(f1: dict[str, float], language: str) -> None:
    assert f1[f"PUD-{language}"] >= 0.985


def test_polish_ends_dates_in_a_letter_that_only_grammar_reads(f1: dict[str, float]) -> None:
    assert f1["PUD-pl"] >= 0.96
