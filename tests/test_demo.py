"""The demo corpus: every kind of row is found in it, and every row is in its place."""

from __future__ import annotations

from passages import check_passages

from corpuslib.build import row_classes
from corpuslib.corpus import Corpus


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
