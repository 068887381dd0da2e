"""How well lines that are not the article are told from it, in pages and articles whose lines are annotated.

Each test prints its figures (`pytest -s`) and holds a floor a little below them. The line model was trained on these
very pages, so the figures are in-sample; on sites that training did not see they are about a point lower.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from corpuslib.cleaning import clean_many

DATA = Path(__file__).parents[3] / "shared" / "bench" / "cleaning" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the annotated lines are not here: no folder ../shared/bench/cleaning/data"
)
ARTICLE, BOILERPLATE = 1, 0


class Figures(NamedTuple):
    lost: float
    """Share of the words of articles that are not in the body."""
    left: float
    """Share of the words of boilerplate that are."""
    title: float
    """Share of titles found, where the title stands in a line of its own."""


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _letters(line: str) -> str:
    """Return what repairing and tidying hardly change."""
    return "".join(character for character in line.lower() if character.isalnum())


def _figures(name: str, source: str, first: int) -> Figures:
    sites = {row["id"]: row for row in _rows("docs") if row["ds"] == name and not row["suspect"]}
    rows = [row for row in _rows(f"lines_{name}") if row["src"] == source and row["id"] in sites][:first]
    documents = clean_many(["\n".join(row["lines"]) for row in rows], [sites[row["id"]]["site"] for row in rows])
    words: Counter[tuple[int, bool]] = Counter()
    titles: list[bool] = []
    for row, document in zip(rows, documents, strict=True):
        body = {_letters(line) for line in document.body.split("\n")}
        for line, label in zip(row["lines"], row["labels"], strict=True):
            words[label, _letters(line) in body] += len(line.split())
        title = _letters(sites[row["id"]]["title"] or "")
        if title in map(_letters, row["lines"]):
            titles.append(_letters(document.metadata.headline or "") == title)
    figures = Figures(
        words[ARTICLE, False] / (words[ARTICLE, True] + words[ARTICLE, False]),
        words[BOILERPLATE, True] / (words[BOILERPLATE, True] + words[BOILERPLATE, False]),
        sum(titles) / max(1, len(titles)),
    )
    print(f"\n{name}, {source}: " + ", ".join(f"{key} {value:.3f}" for key, value in figures._asdict().items()))
    return figures


@pytest.fixture(scope="module")
def pages() -> Figures:
    return _figures("naeb", "raw", 40)


def test_a_whole_page_keeps_its_article(pages: Figures) -> None:
    assert pages.lost <= 0.02


def test_a_whole_page_loses_its_menus_and_teasers(pages: Figures) -> None:
    assert pages.left <= 0.20


def test_the_headline_of_a_whole_page_is_found(pages: Figures) -> None:
    assert pages.title >= 0.72


@pytest.mark.parametrize(("name", "left"), [("aeb", 0.65), ("naeb", 0.87)])
def test_an_article_with_a_few_lines_too_many_loses_hardly_a_word(name: str, left: float) -> None:
    figures = _figures(name, "trafilatura", 40)
    assert figures.lost <= 0.004
    assert figures.left <= left
