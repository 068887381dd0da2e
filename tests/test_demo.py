"""The demo corpus: every kind of row is found in it, and every row is in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from passages import check_passages

from corpuslib.build import build, row_classes
from corpuslib.corpus import Corpus

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("project")
    (root / "data").mkdir()
    (root / "data" / "raw").symlink_to(ROOT / "data" / "raw", target_is_directory=True)
    corpus = Corpus.open("demo", root)
    build(corpus, workers=2)
    return corpus


def test_all_fifty_three_documents_are_read(demo: Corpus) -> None:
    assert len(demo.documents) == 53
    assert demo.table("rejects").empty


def test_every_table_but_rejects_has_rows(demo: Corpus) -> None:
    empty = [cls.table for cls in row_classes() if demo.table(cls.table).empty]
    assert empty == ["rejects"]


def test_every_row_of_every_table_points_at_one_passage_in_both_texts(demo: Corpus) -> None:
    check_passages(demo)


def test_the_committed_files_are_the_ones_listed(demo: Corpus) -> None:
    assert {state for _, state in demo.states()} == {"present"}
    assert demo.unlisted() == []
