"""How well dates and authors are read from the text of whole pages, menus and all (articles of naeb, dated by hand).

The pages are not part of the project: without them beside it the tests are skipped. Each test prints its figures
(`pytest -s`) and holds a floor a little below them. Some of the gold dates are a year or a day off the one that the
page shows, and a page that gives what it shows counts as wrong there: about .91 is all the precision there is.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from corpuslib.cleaning import clean

DATA = Path(__file__).parents[3] / "shared" / "bench" / "cleaning" / "data"
PAGES = 70


class Figures(NamedTuple):
    found: float
    precision: float
    authors: float


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fold(names: tuple[str, ...]) -> set[str]:
    return {" ".join(re.findall(r"\w+", name.lower())) for name in names}


@pytest.fixture(scope="module")
def figures() -> Figures:
    if not DATA.exists():
        pytest.skip("the annotated pages (../shared/bench/cleaning) are not here")
    gold = {row["id"]: row for row in rows("docs") if row["ds"] == "naeb"}
    pages = [row for row in rows("lines_naeb") if row["src"] == "raw"][:PAGES]
    shown = found = given = right = named = authors = 0
    for page in pages:
        wanted = gold[page["id"]]
        metadata = clean("\n".join(page["lines"])).metadata
        hit = metadata.published is not None and metadata.published.isoformat() == wanted["date"]
        shown += wanted["date_in_text"]["raw"]
        found += wanted["date_in_text"]["raw"] and hit
        given += metadata.published is not None
        right += hit
        named += bool(wanted["authors"])
        authors += bool(wanted["authors"]) and fold(metadata.authors) == fold(tuple(wanted["authors"]))
    answer = Figures(found / shown, right / given, authors / named)
    print("\npages: " + ", ".join(f"{name} {value:.3f}" for name, value in answer._asdict().items()))
    return answer


def test_the_day_of_a_page_that_shows_it_is_found(figures: Figures) -> None:
    assert figures.found >= 0.95


def test_a_day_is_given_only_where_it_is_likely(figures: Figures) -> None:
    assert figures.precision >= 0.84


def test_the_authors_of_a_page_are_found(figures: Figures) -> None:
    assert figures.authors >= 0.52
