"""Numbers as they are written in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare.quantities import quantities
from corpuslib.compare.words import words


def values(text: str) -> list[float]:
    return [q.value for q in quantities(words(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12 345 tonnes", 12345.0), ("0 163 metres", 163.0), ("0.163 metres", 0.163), ("1,250 people", 1250.0)],
)
def test_thousands_are_grouped_by_blanks_commas_and_stops(text: str, expected: float) -> None:
    assert values(text) == [expected]


@given(st.text(alphabet="0123456789., \u00a0\u202f-%", max_size=40))
def test_no_run_of_digits_and_marks_raises(text: str) -> None:
    assert all(value >= 0 for value in values(text))
