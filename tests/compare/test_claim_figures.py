"""Figures of one event in two reports: tolls, results, sums, times and offices that differ, and those that only seem to."""

from __future__ import annotations

from typing import Any

import pytest
from compare.made_up_stories import claims_of_two, rows_of, verdicts
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare._claim_figures import Bound, Figure, Relation, event_figures, relation
from corpuslib.compare._claim_offices import holders_of_offices
from corpuslib.compare.words import words


def pairs(verdict: str) -> list[Any]:
    """The pairs of passages of report_pairs.tsv that have a verdict."""
    rows = [row for row in rows_of("report_pairs.tsv") if row["verdict"] == verdict]
    return [pytest.param(row["a"], row["b"], id=row["name"]) for row in rows]


@pytest.mark.parametrize(("a", "b"), pairs("conflict"))
def test_two_values_that_reports_of_one_day_give_for_one_thing_are_in_conflict(a: str, b: str) -> None:
    assert {row.doc_id for row in claims_of_two(a, b) if row.verdict == "conflict"} == {"a", "b"}


@pytest.mark.parametrize(("a", "b"), pairs("none"))
def test_values_of_two_things_or_that_can_both_be_true_are_no_conflict(a: str, b: str) -> None:
    assert "conflict" not in verdicts(a, b)


BUS = "A coach plunged off a bridge near Varn, killing {} people, police said."
BUS_TOO = "{} people died when a coach fell from a bridge near Varn, officials said."


def test_a_higher_toll_of_a_later_day_may_have_grown() -> None:
    assert "compatible" in verdicts(BUS.format(14), BUS_TOO.format("Sixteen"), later=1)


def test_a_lower_toll_of_a_later_day_may_have_been_corrected() -> None:
    rows = [
        row for row in claims_of_two(BUS.format(14), BUS_TOO.format("Twelve"), later=1) if row.verdict == "compatible"
    ]
    assert {row.reason for row in rows} == {"a later document has a lower count: it may have been corrected"}


def test_a_result_or_a_price_of_another_day_is_of_something_else() -> None:
    won = "Varn Rovers beat Halden United {} in the cup on Saturday."
    assert "conflict" not in verdicts(won.format("3-1"), won.format("2-0"), later=7)
    paid = "The brewer Kelm bought its rival Tessel Ales for ${} million, the two said."
    assert "conflict" not in verdicts(paid.format(400), paid.format(450), later=7)


def test_a_number_within_the_bound_of_another_report_is_more_specific() -> None:
    rows = claims_of_two(BUS.format("at least 14"), BUS_TOO.format("Sixteen"))
    assert {(row.doc_id, row.value) for row in rows if row.verdict == "specificity"} == {
        ("a", "14 people"),
        ("b", "16 people"),
    }


def test_a_number_below_the_least_of_another_report_is_in_conflict() -> None:
    assert "conflict" in verdicts(BUS.format("at least 14"), BUS_TOO.format("Twelve"))


def test_a_rounded_sum_is_put_otherwise() -> None:
    fine = "Regulators fined the bank Kelm Trust ${} million for hiding losses."
    assert "wording" in verdicts(fine.format("2.5"), fine.format("2.48"))
    assert "conflict" not in verdicts(fine.format("2.5"), fine.format("2.48"))


def test_a_result_is_the_same_whichever_side_comes_first() -> None:
    a, b = "Varn Rovers beat Halden United 3-1 in the cup.", "Halden United lost the cup match 1-3 to Varn Rovers."
    assert {row.value for row in claims_of_two(a, b) if row.verdict == "agree"} >= {"3-1"}


def test_a_report_that_has_two_tolls_itself_is_in_no_conflict() -> None:
    b = (
        BUS_TOO.format("Sixteen")
        + " Later officials said 14 people died when the coach fell from the bridge near Varn."
    )
    assert "conflict" not in verdicts(BUS.format(14), b)


@pytest.mark.parametrize(
    ("text", "slot", "value", "bound"),
    [
        ("The blast killed some 14 people.", "killed", "14 people", "about"),
        ("The death toll rose to 31, officials said.", "killed", "31 killed", ""),
        ("No more than 9 miners are missing.", "missing miner", "9 miners", "most"),
        ("More than two dozen protesters were arrested.", "arrested", "24 protesters", "least"),
        ("Kelm will shed 1,200 jobs.", "jobs cut", "1200 jobs cut", ""),
        ("Kelm was fined £1.5m.", "fine in pounds", "1500000 pounds", ""),
        ("The blast came at 12:05 a.m.", "time blast", "T00:05", ""),
    ],
)
def test_a_figure_is_read_with_what_it_is_of(text: str, slot: str, value: str, bound: str) -> None:
    assert [(f.slot, f.value, f.bound) for f in event_figures(words(text), text)] == [(slot, value, bound)]


@pytest.mark.parametrize(
    "text",
    [
        "A similar blast killed 14 people.",
        "Such blasts kill 14 people every year.",
        "Another 14 people were killed.",
        "14 of them died.",
        "It could kill 14 people.",
        "8 people were seriously injured.",
        "The fair created 40 jobs.",
        "The pier opens at 9 a.m. and closes at 8 p.m.",
    ],
)
def test_what_is_of_other_times_or_of_a_part_is_no_figure_of_the_event(text: str) -> None:
    assert event_figures(words(text), text) == []


def figure(size: float, bound: Bound = "", grain: float = 1, place: str = "") -> Figure:
    return Figure("killed", "", size, grain, bound, 0, 1, place)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (figure(14), figure(14), "equal"),
        (figure(14), figure(16), "other"),
        (figure(3000, grain=1000), figure(3400, grain=100), "rounded"),
        (figure(14, "least"), figure(16), "within"),
        (figure(14, "least"), figure(12), "other"),
        (figure(14, "most"), figure(12), "within"),
        (figure(14, "least"), figure(20, "most"), "unsure"),
        (figure(14, "about"), figure(15), "rounded"),
        (figure(14, "about"), figure(30), "unsure"),
        (figure(14, place="vrn"), figure(16, place="lrm"), "unsure"),
    ],
)
def test_two_figures_conflict_only_where_both_cannot_be_right(a: Figure, b: Figure, expected: Relation) -> None:
    assert relation(a, b) == relation(b, a) == expected


@pytest.mark.parametrize("before", ["former", "deputy", "acting", "newly elected"])
def test_who_held_an_office_or_stands_in_for_it_does_not_hold_it(before: str) -> None:
    assert list(holders_of_offices(f"The {before} mayor of Lorme, Orvar Hald, spoke.")) == []


@given(
    st.lists(st.sampled_from(["14 ", "people ", "killed ", "at least ", "$5 million ", "fined ", "in Varn ", "3-1 "]))
)
def test_every_figure_points_at_its_number(parts: list[str]) -> None:
    text = "".join(parts)
    for f in event_figures(words(text), text):
        assert 0 <= f.start < f.end <= len(text)
        assert any(mark.isdigit() for mark in text[f.start : f.end])


def test_a_long_run_of_numbers_is_read_in_linear_time() -> None:
    text = "12 jobs $5 fined at least 1,000 killed 3 " * 800 + "Lorme Mayor " * 800 + "death toll of " * 800
    assert len(event_figures(words(text), text)) < 6000
    assert list(holders_of_offices(text)) == []
