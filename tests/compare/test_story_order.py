"""When documents of stories were written, by dates and by what reports answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare._story_order import Answer, Written, answers, in_time, narrowed, ranks

DAY = datetime.date(2021, 3, 10)
ON = Written(DAY, DAY)
OPEN = Written()


def later(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days)


@dataclass(frozen=True)
class Row:
    doc_id: str
    value: str
    verdict: str = "confirmed"
    claim_id: str = "s01-c001"


def test_a_report_answers_what_others_expect() -> None:
    rows = [Row("b", "expected"), Row("a", "expected"), Row("c", "reported")]
    assert answers(rows) == [Answer("c", "a"), Answer("c", "b")]


def test_a_plan_that_came_to_nothing_is_answered_too() -> None:
    assert answers([Row("a", "hoped for", "refuted"), Row("b", "came to nothing", "refuted")]) == [Answer("b", "a")]


def test_two_that_agree_answer_nothing() -> None:
    assert answers([Row("a", "14 dead", "agree"), Row("b", "14 dead", "agree")]) == []


def test_of_two_that_answer_each_other_neither_is_later() -> None:
    rows = [Row("a", "expected"), Row("b", "reported")]
    back = [Row("b", "expected", claim_id="s01-c002"), Row("a", "reported", claim_id="s01-c002")]
    assert answers([*rows, *back]) == []


def test_an_undated_report_was_not_written_before_what_it_answers() -> None:
    assert narrowed({"a": ON, "b": OPEN}, [Answer("b", "a")]) == {"b": Written(DAY, None, "reports what a expects")}


def test_an_undated_forecast_was_not_written_after_its_report() -> None:
    assert narrowed({"a": OPEN, "b": ON}, [Answer("b", "a")]) == {"a": Written(None, DAY, "expects what b reports")}


def test_what_a_document_says_of_its_days_stands() -> None:
    early = Written(None, later(-5))
    assert narrowed({"a": ON, "b": early}, [Answer("b", "a")]) == {}
    assert narrowed({"a": ON, "b": Written(later(-9), later(9))}, [Answer("b", "a")]) == {}


def test_days_go_from_answer_to_answer() -> None:
    found = narrowed({"a": ON, "b": OPEN, "c": OPEN}, [Answer("b", "a"), Answer("c", "b")])
    assert found["c"].first == DAY


def test_days_that_do_not_overlap_are_ranked() -> None:
    assert ranks([Written(later(3), later(4)), ON, Written(DAY, later(1))]) == [2, 1, 1]


def test_what_may_be_before_and_after_others_has_no_rank() -> None:
    assert ranks([ON, Written(later(5), later(5)), Written(later(-1), later(9))]) == [1, 2, None]


def test_a_report_of_unknown_date_comes_after_all_that_expect_what_it_reports() -> None:
    assert ranks([ON, Written(later(-3), later(6)), OPEN], {(2, 0), (2, 1)}) == [1, 1, 2]


def test_it_has_no_rank_while_its_place_beside_one_is_open() -> None:
    assert ranks([ON, ON, OPEN], {(2, 0)}) == [1, 1, None]


def test_a_story_is_ordered_anew_by_what_its_documents_answer() -> None:
    places = {"a": ("s01", 1), "b": ("s01", None)}
    placed, closer = in_time({"a": ON, "b": OPEN}, places, [Answer("b", "a")])
    assert placed == {"a": ("s01", 1), "b": ("s01", 2)}
    assert set(closer) == {"b"}


def test_a_forecast_outside_of_the_story_leaves_its_order() -> None:
    placed, _ = in_time({"a": ON, "b": ON, "x": OPEN}, {"a": ("s01", 1), "b": ("s01", 1)}, [Answer("a", "x")])
    assert placed == {"a": ("s01", 1), "b": ("s01", 1)}


DAYS = st.integers(0, 9) | st.none()


@given(
    st.lists(st.tuples(DAYS, DAYS), max_size=7), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=6)
)
def test_ranks_never_contradict_dates(spans: list[tuple[int | None, int | None]], after: set[tuple[int, int]]) -> None:
    written = [
        Written(None if a is None else later(a), None if b is None else later(b))
        for a, b in spans
        if a is None or b is None or a <= b
    ]
    placed = ranks(written, {(a, b) for a, b in after if a != b and max(a, b) < len(written)})
    for n, mine in enumerate(placed):
        for m, other in enumerate(placed):
            ends = written[n].last, written[m].first
            if mine and other and ends[0] and ends[1] and ends[0] < ends[1]:
                assert mine < other
