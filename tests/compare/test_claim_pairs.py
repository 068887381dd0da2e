"""Forecasts with what came of them, and numbers that only look alike, on made-up pairs of passages."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.document import Document, Metadata, as_document

HERE = Path(__file__).parent
OUTCOMES = ("confirmed", "refuted")


def article(name: str, text: str, day: int) -> Document:
    date = datetime.date(2031, 5, day)
    metadata = Metadata(published_from=date, published_to=date, language="en")
    return replace(as_document(text), metadata=metadata).with_id(name)


def claims(a: str, b: str, days: tuple[int, int], *, one_voice: bool = False) -> list[Claim]:
    documents = [
        article("a", f"The weather in the region was mild. {a} Shops in the old town stayed open.", days[0]),
        article("b", f"{b} A baker near the square sold out of bread before noon.", days[1]),
    ]
    found: dict[str, dict[str, Any]] = {
        d.doc_id: {"sentences": find_sentences(d), "dates": find_dates(d)} for d in documents
    }
    copies = [("a", "b")] if one_voice else []
    return find_claims(documents, found, {d.doc_id: ("s01", None) for d in documents}, copies)


def verdicts(a: str, b: str, days: tuple[int, int]) -> set[str]:
    return {str(row.verdict) for row in claims(a, b, days)}


def pairs(name: str) -> Iterator[dict[str, str]]:
    lines = [
        line for line in (HERE / name).read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
    ]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def test_most_forecasts_are_linked_to_what_came_of_them_and_few_wrongly() -> None:
    rows = list(pairs("outcome_pairs.tsv"))
    told = [verdicts(row["a"], row["b"], (5, 9)).intersection(OUTCOMES) for row in rows]
    gold = [row["verdict"] for row in rows]
    right = sum(verdict in own for verdict, own in zip(gold, told, strict=True))
    shown = sum(map(len, told))
    print(f"\nforecasts: {right} of {sum(v != 'none' for v in gold)} linked, {right} of {shown} shown are right")
    assert right >= 44
    assert right >= 0.9 * shown


def test_most_lookalikes_are_told_as_compatible_and_nothing_else_is() -> None:
    rows = list(pairs("lookalike_pairs.tsv"))
    told = ["compatible" in verdicts(row["a"], row["b"], (6, 6)) for row in rows]
    gold = [row["verdict"] == "compatible" for row in rows]
    right = sum(a and b for a, b in zip(gold, told, strict=True))
    print(f"\nlook-alikes: {right} of {sum(gold)} told, {right} of {sum(told)} shown are right")
    assert right >= 33
    assert right >= 0.9 * sum(told)


VOTE = "The city council of Varn is expected to approve the harbour tunnel on Thursday."


def reasons(a: str, b: str, days: tuple[int, int] = (5, 9)) -> set[str]:
    return {row.reason for row in claims(a, b, days)}


@pytest.mark.parametrize(
    ("report", "outcome"),
    [
        ("Varn's city council turned down the harbour tunnel on Thursday.", "not done"),
        ("The city council of Varn backed the harbour tunnel on Thursday night.", "reported"),
        ("The city council of Varn backed the harbour tunnel on Friday.", "at another time"),
        ("The vote of the city council of Varn on the harbour tunnel was postponed on Thursday.", "called off"),
    ],
)
def test_an_outcome_may_be_told_by_another_verb(report: str, outcome: str) -> None:
    assert any(reason.startswith(f"expected by one, {outcome} by the other") for reason in reasons(VOTE, report))


@pytest.mark.parametrize(
    "report",
    [
        "The city council of Lorme backed its own harbour tunnel on Thursday.",
        "The city council of Varn backed the railway tunnel on Thursday.",
        "The city council of Varn would have backed the harbour tunnel on Thursday, the mayor said.",
        "In 2029 the city council of Varn rejected the harbour tunnel.",
    ],
)
def test_another_body_another_thing_what_may_be_and_what_was_before_are_no_outcome(report: str) -> None:
    assert verdicts(VOTE, report, (5, 9)).isdisjoint(OUTCOMES)


def test_an_earlier_report_is_no_outcome() -> None:
    assert verdicts(VOTE, "Varn's city council turned down the harbour tunnel.", (9, 5)).isdisjoint(OUTCOMES)


def test_copies_are_no_two_witnesses_of_an_outcome() -> None:
    assert claims(VOTE, "Varn's city council turned down the harbour tunnel on Thursday.", (5, 9), one_voice=True) == []


def test_a_forecast_with_its_outcome_is_shown_once_and_not_also_as_an_agreement_on_the_day() -> None:
    rows = claims(VOTE, "Varn's city council turned down the harbour tunnel on Thursday.", (5, 9))
    assert {row.verdict for row in rows} == {"refuted"}


def test_numbers_that_both_clauses_set_apart_by_year_are_no_conflict() -> None:
    a = "Orvo made a profit of 40 million crowns in 2030."
    assert verdicts(a, "Orvo made a profit of 25 million crowns in 2029.", (6, 6)) == {"compatible"}
    assert verdicts(a, "Orvo made a profit of 25 million crowns in 2030.", (6, 6)) >= {"conflict"}


def test_the_day_on_which_somebody_said_a_number_sets_nothing_apart() -> None:
    a, b = (
        f"The bridge in Varn costs {n} million crowns, the mayor said on {d}."
        for n, d in ((40, "Monday"), (25, "Tuesday"))
    )
    assert "compatible" not in verdicts(a, b, (6, 6))


def test_a_count_in_words_that_can_mean_the_same_sets_nothing_apart() -> None:
    a, b = "The blast in the Kelm depot hurt 40 workers.", "The blast in the Kelm depot hurt 52 employees."
    assert "compatible" not in verdicts(a, b, (6, 6))


WORDS = st.sampled_from(
    [
        "Varn",
        "Veln",
        "will",
        "is",
        "expected",
        "to",
        "on",
        "Thursday",
        "approve",
        "rejected",
        "40",
        "9",
        "first",
        "2030",
        "of",
        ";",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=40))
def test_no_text_is_too_odd_and_passages_lie_inside(first: list[str], second: list[str]) -> None:
    for row in claims(" ".join(first), " ".join(second), (5, 9)):
        assert 0 <= row.start < row.end
