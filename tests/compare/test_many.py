"""More than two renderings: a matrix with readings, votes and a majority that is marked as one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare.many import RenderingMatrix, compare_many

FIRST = (
    "Minister Kelm met 12 envoys in Varn on Monday. The talks did not fail. Rain fell on the old harbour that evening."
)
SECOND = "On Monday, 12 envoys were received in Varn by Minister Kelm. The negotiations did not fail."
THIRD = "In Varn the Minister Kelm came together with 21 envoys on Monday. The talks have not failed. In the evening it rained on the old harbour."


def matrix(**texts: str) -> RenderingMatrix:
    return compare_many(texts)


def test_the_majority_reading_is_marked_with_its_votes() -> None:
    row = next(d for d in matrix(a=FIRST, b=SECOND, c=THIRD).disagreements if d.kind == "number")
    assert row.readings == (("a", "b"), ("c",))
    assert (row.majority, row.votes_for, row.votes_against) == (("a", "b"), 2, 1)


def test_a_row_gives_what_each_rendering_says() -> None:
    texts = {"a": FIRST, "b": SECOND, "c": THIRD}
    row = next(d for d in compare_many(texts).disagreements if d.kind == "number")
    assert {name: span and texts[name][span.slice] for name, span in row.values.items()} == {
        "a": "12",
        "b": "12",
        "c": "21",
    }


def test_a_passage_that_one_rendering_left_out_is_one_row() -> None:
    rows = [d for d in matrix(a=FIRST, b=SECOND, c=THIRD).disagreements if d.kind == "omission" and "b" in d.values]
    assert [(row.values["b"], row.majority) for row in rows] == [(None, ("a", "c"))]


def test_words_that_one_rendering_lacks_are_another_row_than_the_passage_that_another_lacks() -> None:
    shorter = FIRST.replace(" old", "")
    rows = [d for d in matrix(a=FIRST, b=SECOND, c=shorter, d=FIRST).disagreements if d.kind == "omission"]
    assert {tuple(sorted(name for name, span in row.values.items() if span is None)) for row in rows} <= {
        ("b",),
        ("c",),
    }
    assert sum(row.values.get("b", 0) is None for row in rows) == 1


def test_copies_have_one_vote_together() -> None:
    row = next(d for d in matrix(a=FIRST * 3, b=FIRST * 3, c=THIRD * 3).disagreements if d.kind == "number")
    assert row.majority is None
    assert (row.votes_for, row.votes_against) == (0, 0)


def test_two_renderings_have_no_majority() -> None:
    assert {d.majority for d in matrix(a=FIRST, c=THIRD).disagreements} == {None}


def test_a_unit_gives_the_passage_in_every_rendering_that_has_it() -> None:
    texts = {"a": FIRST, "b": SECOND, "c": THIRD}
    units = compare_many(texts).units
    assert [sorted(unit.spans) for unit in units] == [["a", "b", "c"], ["a", "b", "c"], ["a", "c"]]


def test_the_order_of_the_renderings_makes_no_difference() -> None:
    assert matrix(a=FIRST, b=SECOND, c=THIRD) == matrix(c=THIRD, b=SECOND, a=FIRST)


def test_one_rendering_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="at least two"):
        matrix(a=FIRST)


@settings(max_examples=25)
@given(st.lists(st.text(max_size=120), min_size=2, max_size=4))
def test_every_value_lies_in_its_text_and_no_text_raises(texts: list[str]) -> None:
    named = {str(n): text for n, text in enumerate(texts)}
    for row in compare_many(named).disagreements:
        for name, span in row.values.items():
            assert span is None or 0 <= span.start <= span.end <= len(named[name])
        members = sorted(name for reading in row.readings for name in reading)
        assert members == sorted(row.values)
