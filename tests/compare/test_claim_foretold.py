"""What is foretold in one report, and comes about, otherwise or not in a later one; what only looks so."""

from __future__ import annotations

import datetime

import pytest
from compare.made_up_stories import article, found_in, rows_of, story
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare._claim_foretold import foretold
from corpuslib.compare._claim_story import Found, Story
from corpuslib.compare._foretelling import forecasts_in
from corpuslib.compare.claims import find_claims


def reported(
    forecast: str, report: str, days: tuple[int | None, int | None] = (5, 9), *, one_voice: bool = False
) -> Story:
    return story(
        article("a", f"The weather in the region was mild. {forecast} Shops in the old town stayed open.", day=days[0]),
        article("b", f"{report} A baker near the square sold out of bread before noon.", day=days[1]),
        one_voice=((0, 1),) if one_voice else (),
    )


def came_of(told: Story, claims: tuple[Found, ...] = ()) -> set[tuple[str, str, str]]:
    """Verdicts, with the value of the forecast and of the report."""
    found = foretold(told, claims)
    return {(claim.verdict, claim.versions[0].value, claim.versions[-1].value) for claim in found}


def test_what_is_linked_is_mostly_right_and_much_is_found() -> None:
    rows = rows_of("outcome_pairs.tsv")
    told = [{verdict for verdict, _, _ in came_of(reported(row["a"], row["b"]))} for row in rows]
    right = sum(row["verdict"] in own for row, own in zip(rows, told, strict=True))
    shown, wanted = sum(map(len, told)), sum(row["verdict"] != "none" for row in rows)
    print(f"\nforecasts: {right} of {wanted} linked, {right} of {shown} shown are right")
    assert right >= 36
    assert right >= 0.65 * shown  # of pairs that were chosen to be alike but for one thing


VOTE = "The city council of Varn is expected to approve the harbour tunnel on Thursday."
PASSED = "The city council of Varn approved the harbour tunnel on Thursday."


@pytest.mark.parametrize(
    ("report", "verdict", "value"),
    [
        (PASSED, "confirmed", "reported"),
        ("On Thursday the city council of Varn backed the harbour tunnel.", "confirmed", "reported"),
        ("The city council of Varn did not approve the harbour tunnel on Thursday.", "refuted", "not done"),
        ("The city council of Varn approved the harbour tunnel on Friday.", "refuted", "at another time"),
        ("The city council of Varn put off its vote on the harbour tunnel on Thursday.", "refuted", "called off"),
    ],
)
def test_a_report_says_in_which_way_it_came_about(report: str, verdict: str, value: str) -> None:
    assert came_of(reported(VOTE, report)) == {(verdict, "expected", value)}


def test_another_number_than_was_foretold_refutes() -> None:
    plan = "Orvo Shipping is due to lay off 400 workers at the Varn yard on Thursday."
    done = "Orvo Shipping laid off 900 workers at the Varn yard on Thursday."
    assert came_of(reported(plan, done)) == {("refuted", "expected", "in another number")}


def test_what_was_not_expected_and_was_done_is_refuted() -> None:
    plan = "Prime Minister Ada Brenk is not expected to resign on Thursday in Varn, aides said."
    assert came_of(reported(plan, "In Varn Prime Minister Ada Brenk resigned on Thursday.")) == {
        ("refuted", "not expected", "not done")
    }


def test_what_was_to_last_until_a_day_is_known_only_from_then_on() -> None:
    plan = "The Holm bridge in Varn will stay closed until Thursday, the mayor of Varn said."
    done = "The Holm bridge in Varn stayed closed until Thursday, the mayor of Varn said."
    assert came_of(reported(plan, done)) == {("confirmed", "expected", "reported")}
    assert came_of(reported(plan, done, (5, 6))) == set()


@pytest.mark.parametrize(
    "forecast",
    [
        "If the mayor agrees, the city council of Varn will approve the harbour tunnel on Thursday.",
        "Will the city council of Varn approve the harbour tunnel on Thursday?",
        "The city council of Varn approved the harbour tunnel on Thursday.",
        "Whether the city council of Varn will approve the harbour tunnel on Thursday is open.",
    ],
)
def test_a_condition_a_question_and_what_has_been_foretell_nothing(forecast: str) -> None:
    assert came_of(reported(forecast, PASSED)) == set()


@pytest.mark.parametrize(
    "report",
    [
        "The city council of Varn is still expected to approve the harbour tunnel on Thursday.",
        "The zoo of Varn has three new bears, born on Sunday.",
    ],
)
def test_another_forecast_and_something_else_report_nothing(report: str) -> None:
    assert came_of(reported(VOTE, report)) == set()


def test_only_a_report_that_is_surely_later_and_of_another_voice_reports_what_came_of_it() -> None:
    assert came_of(reported(VOTE, PASSED, (9, 5))) == set()
    assert came_of(reported(VOTE, PASSED, (5, None))) == set()
    assert came_of(reported(VOTE, PASSED, one_voice=True)) == set()


def test_what_is_in_one_claim_already_is_not_told_again() -> None:
    told = reported(VOTE, PASSED)
    (known,) = foretold(told, [])
    assert came_of(told, (known,)) == set()


def test_what_some_report_as_done_and_others_as_not_is_not_told() -> None:
    told = story(
        article("a", VOTE),
        article("b", PASSED, day=9),
        article("c", "The city council of Varn did not approve the harbour tunnel on Thursday.", day=9),
    )
    assert came_of(told) == set()


def test_a_forecast_with_its_outcome_is_shown_once_and_not_also_as_an_agreement_on_the_day() -> None:
    documents = [article("a", VOTE), article("b", PASSED, day=9)]
    found = {d.doc_id: found_in(d) for d in documents}
    rows = find_claims(documents, found, {"a": ("s01", None), "b": ("s01", None)})
    assert {row.verdict for row in rows} == {"confirmed"}


def test_a_clause_that_foretells_is_read_with_its_deed_and_its_time() -> None:
    told = reported(VOTE, PASSED)
    (forecast,) = (f for i in range(len(told.sentences)) for f in forecasts_in(told, i))
    assert (forecast.due, forecast.denied, forecast.lasts) == (True, False, False)
    assert forecast.when is not None
    assert datetime.date.fromordinal(forecast.when.first) == datetime.date(2031, 5, 8)
    assert forecast.deed in {t.key for t in forecast.tokens if t.text == "approve"}


WORDS = [
    "Varn",
    "Orvo",
    "will",
    "is",
    "expected",
    "to",
    "on",
    "Thursday",
    "approve",
    "rejected",
    "not",
    "40",
    "9",
    "first",
    "2031",
    "of",
    ";",
    "until",
    "if",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_text_is_too_odd_and_passages_lie_inside(first: list[str], second: list[str]) -> None:
    told = reported(" ".join(first), " ".join(second))
    for claim in foretold(told, []):
        for version in claim.versions:
            assert 0 <= version.start < version.end <= len(told.documents[version.document].text)


@pytest.mark.parametrize("piece", ["will not ", "is expected to, ", "until Thursday ", "than planned "])
def test_long_runs_of_one_piece_end(piece: str) -> None:
    assert len(list(foretold(reported(piece * 2_000, PASSED), []))) <= 1
