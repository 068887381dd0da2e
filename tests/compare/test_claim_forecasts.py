"""Meetings, visits and tests that one report expects, against what another reports of them, and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from compare.made_up_stories import article, story
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.cleaning.dates import find_dates
from corpuslib.compare._claim_forecasts import forecasts
from corpuslib.compare._claim_outcomes import outcomes
from corpuslib.compare._claim_story import Found, Story
from corpuslib.compare._periods import Period, gap, period, when_expected, when_reported


def reported(forecast: str, report: str) -> Story:
    return story(article("a", forecast), article("b", report, day=15))


def came_of(forecast: str, report: str) -> set[tuple[str, str, str]]:
    """Verdicts, with the value of the forecast and of the report."""
    found: Iterator[Found] = forecasts(reported(forecast, report))
    return {(claim.verdict, claim.versions[0].value, claim.versions[-1].value) for claim in found}


CONFIRMED = {("confirmed", "expected", "reported")}
PLAN = "In Lorme President Orlan is expected to meet Premier Testov {}."
MET = "In Lorme President Orlan met Premier Testov {}for three hours."


@pytest.mark.parametrize(
    "when", ["", "next week", "in May", "in the first half of May", "on 14 May", "by the end of May"]
)
def test_an_event_within_the_time_that_was_named_is_confirmed(when: str) -> None:
    assert came_of(PLAN.format(when), MET.format("on 14 May ")) == CONFIRMED


def test_an_event_some_days_from_the_days_that_were_named_is_refuted() -> None:
    missed = {("refuted", "expected", "at another time")}
    assert came_of(PLAN.format("on 12 or 13 May"), MET.format("on 14 May ")) == missed


@pytest.mark.parametrize("when", ["in June", "on 2 May 2032", "in the second half of May"])
def test_an_event_at_quite_another_time_is_another_event(when: str) -> None:
    assert came_of(PLAN.format(when), MET.format("on 14 May ")) == set()


def test_a_third_meeting_is_not_the_second_that_was_expected() -> None:
    third = "In Lorme President Orlan is expected to have a third meeting with Premier Testov."
    second = "In Lorme President Orlan had a second meeting with Premier Testov."
    assert came_of(third, second) == set()
    assert came_of(third, second.replace("second", "third")) == CONFIRMED


def test_who_is_named_in_another_clause_takes_no_part() -> None:
    plan = "In Lorme Premier Testov will meet Gerd Velt when the Ardmark party of President Orlan votes."
    assert came_of(plan, "Ardmark donor Runa Halm of Lorme has met Gerd Velt.") == set()


def test_the_meeting_is_the_one_of_which_the_names_were_told_before() -> None:
    plan = PLAN.format("soon") + " It is quiet there. The meeting could take place in Halden, papers said."
    found = list(forecasts(reported(plan, MET.format("") + " President Orlan had come to Halden by train.")))
    assert {claim.reason.split(": ")[1] for claim in found} == {"meeting", "meeting Halden"}


def test_a_first_visit_counts_as_reported_wherever_a_report_tells_it() -> None:
    plan = "It is said that Gerd Orlan will visit Ardmark in the first half of this month."
    quiet = "It rained all day. The streets were empty. Nobody spoke. A dog barked. "
    assert came_of(plan, quiet + "The first trip of Gerd Orlan to Ardmark comes after a quarrel.") == CONFIRMED
    assert came_of(plan, quiet + "A trip of Gerd Orlan to Ardmark comes after a quarrel.") == set()


def test_what_came_of_an_event_is_told_also_where_it_is_known_that_it_was_held() -> None:
    told = reported(
        "Aides of Orlan hoped the second summit with Testov would bring a breakthrough.",
        "The second summit of Orlan with Testov failed over fishing rights.",
    )
    held = Found("confirmed", next(outcomes(told, [])).versions, 0.6, "")
    assert {claim.verdict for claim in outcomes(told, [])} == {"confirmed", "refuted"}
    assert {claim.verdict for claim in outcomes(told, [held])} == {"refuted"}


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2031-05-14", ((2031, 5, 14), (2031, 5, 14))),
        ("2031-12", ((2031, 12, 1), (2031, 12, 31))),
        ("2032", ((2032, 1, 1), (2032, 12, 31))),
        ("2031-W20", ((2031, 5, 12), (2031, 5, 18))),
        ("2031-W20-3", ((2031, 5, 14), (2031, 5, 14))),
        ("2031-W20-WE", ((2031, 5, 17), (2031, 5, 18))),
        ("2031-05-14TEV", ((2031, 5, 14), (2031, 5, 14))),
    ],
)
def test_a_value_means_its_days(value: str, days: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    assert period(value) == tuple(datetime.date(*day).toordinal() for day in days)


@pytest.mark.parametrize("value", ["XXXX-05-14", "2031-XX", "2031-13", "2031-02-30", "2031-W60", "0000", "PT2H", ""])
def test_a_value_that_leaves_the_year_open_or_is_none_means_no_days(value: str) -> None:
    assert period(value) is None


@given(st.integers(1, 900), st.integers(0, 90), st.integers(1, 900), st.integers(0, 90))
def test_a_gap_is_the_same_from_both_sides_and_none_where_periods_meet(a: int, x: int, b: int, y: int) -> None:
    one, two = Period(a, a + x), Period(b, b + y)
    assert gap(one, two) == gap(two, one) >= 0
    assert (gap(one, two) == 0) == bool({*range(a, a + x + 1)} & {*range(b, b + y + 1)})


def test_the_day_on_which_somebody_speaks_is_not_the_day_that_he_expects() -> None:
    document = article("a", "On Monday Orlan said that the talks would be held in June.")
    rows, june = find_dates(document), period("2031-06")
    assert when_expected(document, rows, 0, len(document.text)) == june
    assert when_reported(document, rows, 0, len(document.text)) == period("2031-05-05")
