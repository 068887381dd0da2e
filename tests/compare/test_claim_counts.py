"""Rival counts of one crowd, and numbers that only look so."""

from __future__ import annotations

import pytest
from compare.made_up_stories import article, story

from corpuslib.compare._claim_counts import rival_counts


def counted(*texts: str) -> list[list[str]]:
    found = rival_counts(story(*(article(str(n), text) for n, text in enumerate(texts))))
    return [[version.value for version in claim.versions] for claim in found]


@pytest.mark.parametrize(
    "text",
    [
        "The police counted 28,000 visitors. The organisers spoke of 60,000.",
        "The police counted 28,000 visitors; the organisers put it at 60,000.",
    ],
)
def test_another_count_of_one_crowd_in_a_document_is_a_conflict(text: str) -> None:
    assert counted(text) == [["28000 visitors", "60000 visitors"]]


def test_two_sources_of_two_documents_that_count_one_crowd_are_a_conflict() -> None:
    a, b = (
        "The police counted 28,000 visitors at the harbour.",
        "The organisers counted 60,000 visitors at the harbour.",
    )
    assert counted(a, b) == [["28000 visitors", "60000 visitors"]]


@pytest.mark.parametrize(
    "text",
    [
        "The storm shut 40 hospitals. The police counted 28,000 people in the shelters.",
        "The storm shut 40 hospitals. The ministry said 28,000, among them 12 children, had fled.",
        "The police counted 28,000 people. The union said 60,000 letters were sent.",
        "The police counted 28,000 people. It was sunny. The day was long. The organisers spoke of 60,000.",
    ],
)
def test_a_number_of_something_else_is_no_rival(text: str) -> None:
    assert counted(text) == []


def test_counts_that_round_to_one_or_come_from_one_source_are_no_conflict() -> None:
    a = "The police counted 28,000 visitors at the harbour."
    assert counted(a, "The organisers counted 30,000 visitors at the harbour.") == []
    assert counted(a, "The police counted 60,000 visitors at the harbour.") == []
