"""What is expected to be done in one report, and in another is done, not done, put off, or done on another day."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare._claim_foretold import foretold
from corpuslib.compare._claim_story import story_of
from corpuslib.document import Document, Metadata, as_document


def article(name: str, text: str, day: int | None) -> Document:
    date = None if day is None else datetime.date(2031, 5, day)
    metadata = Metadata(published_from=date, published_to=date, language="en")
    return replace(as_document(text), metadata=metadata).with_id(name)


def came_of(
    forecast: str, report: str, *, days: tuple[int | None, int | None] = (5, 9), one_voice: bool = False
) -> set[tuple[str, str, str]]:
    """Verdicts, with the value of the forecast and of the report."""
    documents = [article("a", forecast, days[0]), article("b", report, days[1])]
    tables: list[dict[str, Any]] = [{"sentences": find_sentences(d), "dates": find_dates(d)} for d in documents]
    found = foretold(story_of(documents, tables, [(0, 1)] if one_voice else ()))
    return {(claim.verdict, claim.versions[0].value, claim.versions[-1].value) for claim in found}


CONFIRMED = {("confirmed", "expected", "reported")}
PLAN = "Striker Dario Veln is expected to join Kelm Rovers from Halden United for a fee of 12 million euros."
DONE = "Only the doctor was there when Dario Veln joined Kelm Rovers and left Halden United."


@pytest.mark.parametrize(
    ("forecast", "report"),
    [
        (PLAN, DONE),
        (
            "The trial of Gerd Orlan is to begin on 9 May in Kelm, prosecutors said.",
            "The trial of Gerd Orlan began in Kelm on Friday, with guards at both doors.",
        ),
        (
            "The Kelm tunnel is expected to reopen on Thursday, a spokesman for the railway said.",
            "The Kelm tunnel reopened on Thursday after repairs, a spokesman for the railway said.",
        ),
        (
            "In Varn the old lock will be closed by the Norvik company, the mayor of Lorme said.",
            "In Varn the old lock was closed by the Norvik company at noon.",
        ),
    ],
)
def test_what_is_expected_and_was_done_is_confirmed(forecast: str, report: str) -> None:
    assert came_of(forecast, report) == CONFIRMED


def test_what_was_not_expected_and_was_done_is_refuted() -> None:
    forecast = "In Varn Prime Minister Ada Brenk is not expected to resign before the vote, aides said."
    report = "In Varn Prime Minister Ada Brenk resigned on Friday, hours before the vote."
    assert came_of(forecast, report) == {("refuted", "not expected", "reported")}


def test_what_is_expected_and_was_not_done_is_refuted() -> None:
    assert came_of(PLAN, "In the end Dario Veln has not joined Kelm Rovers from Halden United.") == {
        ("refuted", "expected", "not done")
    }


def test_what_is_expected_and_was_put_off_is_refuted() -> None:
    forecast = "In the cup Kelm Rovers will play Halden United on Saturday in the final."
    report = "The cup final between Kelm Rovers and Halden United was postponed because of rain."
    assert came_of(forecast, report) == {("refuted", "expected", "called off")}


def test_what_was_done_some_days_from_the_day_that_was_named_is_refuted() -> None:
    forecast = "Judge Ilse Strell will sentence Gerd Orlan in Kelm on 7 May."
    report = "Judge Ilse Strell sentenced Gerd Orlan in Kelm on 8 May."
    assert came_of(forecast, report) == {("refuted", "expected", "at another time")}


@pytest.mark.parametrize(
    "report",
    [
        "Only the doctor was there when Runa Halm joined Kelm Rovers and left Halden United; Dario Veln watched.",
        "The doctor said Dario Veln could have joined Kelm Rovers from Halden United.",
        "Dario Veln of Halden United and a brother of the goalkeeper of Kelm Rovers joined the fire brigade.",
        "Dario Veln is to join Kelm Rovers from Halden United, the joined clubs said.",
    ],
)
def test_another_subject_another_object_or_what_may_be_is_no_outcome(report: str) -> None:
    assert came_of(PLAN, report) == set()


def test_what_somebody_will_do_on_a_condition_is_no_forecast() -> None:
    assert came_of(f"If he is fit, {PLAN}", DONE) == set()


def test_who_says_himself_what_came_of_a_plan_foretells_nothing() -> None:
    assert came_of(
        "Striker Dario Veln was expected to join Kelm Rovers from Halden United, but he fell ill.", DONE
    ) == (set())


def test_the_same_done_long_before_or_after_the_time_that_was_named_is_something_else() -> None:
    forecast = "Judge Ilse Strell will sentence Gerd Orlan in Kelm on 27 May."
    assert came_of(forecast, "Judge Ilse Strell sentenced Gerd Orlan in Kelm on 8 May.") == set()


def test_an_earlier_report_and_one_of_the_same_voice_confirm_nothing() -> None:
    assert came_of(PLAN, DONE, days=(9, 5)) == set()
    assert came_of(PLAN, DONE, one_voice=True) == set()
    assert came_of(PLAN, DONE, days=(None, None)) == CONFIRMED


@given(st.text(alphabet="will be closed is expected to join Kelm Rovers not if’-,.", max_size=300))
@settings(max_examples=30)
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(len(row) == 3 for row in came_of(text, DONE) | came_of(PLAN, text))
