"""Documents that go back to one text are one voice, and one document speaks for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corpuslib.compare.voices import corroboration, independent, voices


def documents(*rows: tuple[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc_id", "published_from"])


def pairs(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc_a", "doc_b", "relation", "earlier"])


def test_two_documents_tied_through_a_third_are_one_voice() -> None:
    tied = pairs(("1", "2", "republication", None), ("2", "3", "parallel_rendering", None))
    assert set(voices(["1", "2", "3"], tied).values()) == {"1"}


def test_documents_on_one_event_keep_their_own_voices() -> None:
    assert len(set(voices(["1", "2"], pairs(("1", "2", "same_story", None))).values())) == 2


def test_the_document_that_the_evidence_puts_first_speaks_for_the_voice() -> None:
    found = independent(documents(("1", "2021-03-01"), ("2", "2021-03-09")), pairs(("1", "2", "near_duplicate", "2")))
    assert found == ["2"]


def test_where_the_order_is_open_the_earliest_date_speaks_and_a_date_before_none() -> None:
    tied = pairs(("1", "2", "republication", None), ("2", "3", "republication", None))
    assert independent(documents(("1", None), ("2", "2021-03-09"), ("3", "2021-03-02")), tied) == ["3"]


def test_a_part_of_the_documents_is_judged_by_itself() -> None:
    tied = pairs(("1", "2", "parallel_rendering", "1"))
    assert independent(documents(("2", "2021-03-09")), tied) == ["2"]


def test_without_pairs_every_document_is_independent() -> None:
    assert independent(documents(("1", None), ("2", None)), pairs()) == ["1", "2"]


def stated(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["claim_id", "doc_id", "source"])


def counted(rows: pd.DataFrame, tied: pd.DataFrame) -> list[tuple[Any, ...]]:
    found = corroboration(rows, tied, "claim_id")
    return list(found.drop(columns="claim_id").itertuples(index=False, name=None))


def test_copies_and_renderings_of_two_articles_with_one_source_are_two_voices_and_one_source() -> None:
    tied = pairs(
        ("1", "2", "republication", None), ("3", "4", "parallel_rendering", None), ("4", "5", "near_duplicate", None)
    )
    rows = stated(*(("c1", doc_id, "Ana Kelm") for doc_id in "12345"))
    assert counted(rows, tied) == [(5, 2, 1, "Ana Kelm")]


def test_a_surname_alone_is_no_second_source() -> None:
    assert counted(stated(("c1", "1", "Ana Kelm"), ("c1", "2", "Kelm")), pairs()) == [(2, 2, 1, "Ana Kelm")]


def test_two_persons_are_two_sources() -> None:
    assert counted(stated(("c1", "1", "Ana Kelm"), ("c1", "2", "Boris Tarn")), pairs()) == [(2, 2, 2, None)]


def test_a_voice_that_names_no_source_is_one_of_its_own() -> None:
    assert counted(stated(("c1", "1", "Ana Kelm"), ("c1", "2", None)), pairs()) == [(2, 2, 2, None)]
    assert counted(stated(("c1", "1", None)), pairs()) == [(1, 1, 1, None)]


def test_a_source_that_one_copy_names_stands_for_the_voice() -> None:
    rows = stated(("c1", "1", "Ana Kelm"), ("c1", "2", None))
    assert counted(rows, pairs(("1", "2", "republication", None))) == [(2, 1, 1, "Ana Kelm")]


def test_a_document_that_says_a_thing_twice_counts_once() -> None:
    assert counted(stated(("c1", "1", "Ana Kelm"), ("c1", "1", "Ana Kelm")), pairs()) == [(1, 1, 1, "Ana Kelm")]


def test_nothing_stated_is_no_row() -> None:
    assert counted(stated(), pairs()) == []
