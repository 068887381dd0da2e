"""Did and did not in two reports of one event: what one says is so and the other that it is not, and what only seems to."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare._claim_contradicted import contradicted
from corpuslib.compare._claim_story import story_of
from corpuslib.compare._predications import predications
from corpuslib.compare.claims import find_claims
from corpuslib.compare.passages import Passage
from corpuslib.document import Document, Metadata, as_document

Row = dict[str, str]


def article(name: str, text: str, day: int = 5) -> Document:
    date = datetime.date(2031, 5, day)
    metadata = Metadata(published_from=date, published_to=date, language="en")
    return replace(as_document(text), metadata=metadata).with_id(name)


def in_conflict(a: str, b: str, later: int = 0) -> bool:
    documents = article("a", a), article("b", b, 5 + later)
    found: dict[str, dict[str, Any]] = {
        d.doc_id: {"sentences": find_sentences(d), "dates": find_dates(d), "attributions": find_attributions(d)}
        for d in documents
    }
    claims = find_claims(documents, found, {d.doc_id: ("s01", None) for d in documents})
    return "conflict" in {row.verdict for row in claims}


def pairs(part: str, verdict: str) -> list[Row]:
    """The pairs of passages of polarity_pairs.tsv of a part that have a verdict."""
    lines = (Path(__file__).parent / "polarity_pairs.tsv").read_text(encoding="utf-8").split("\n")
    rows = csv.DictReader((line for line in lines if line and line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row for row in rows if (row["part"], row["verdict"]) == (part, verdict)]


def shown(part: str, verdict: str) -> list[str]:
    return [row["name"] for row in pairs(part, verdict) if in_conflict(row["a"], row["b"])]


@pytest.mark.parametrize(("part", "floor"), [("dev", 0.85), ("held", 0.7)])
def test_most_that_one_report_says_and_the_other_denies_is_in_conflict(part: str, floor: float) -> None:
    met, every = shown(part, "conflict"), pairs(part, "conflict")
    print(f"\n{part}: {len(met)} of {len(every)} conflicts are found")
    assert len(met) >= floor * len(every)


@pytest.mark.parametrize(("part", "most"), [("dev", 2), ("held", 1)])
def test_what_can_both_be_true_is_hardly_ever_in_conflict(part: str, most: int) -> None:
    false = shown(part, "none")
    print(f"\n{part}: {len(false)} of {len(pairs(part, 'none'))} pairs without conflict are shown as one: {false}")
    assert len(false) <= most


HORN = "The captain of the Astrid sounded the horn."


@pytest.mark.parametrize(
    "other",
    [
        "The captain of the Astrid did not sound the horn.",
        "The captain of the Astrid never sounded the horn.",
        "The captain of the Astrid failed to sound the horn.",
        "The captain of the Astrid denied that he had sounded the horn.",
        "No horn was sounded by the captain of the Astrid.",
        "The captain was on the Astrid's bridge. He did not sound the horn.",
    ],
)
def test_what_one_says_was_done_the_other_can_deny_in_many_ways(other: str) -> None:
    assert in_conflict(HORN, other)
    assert in_conflict(other, HORN)


@pytest.mark.parametrize(
    "other",
    [
        "The captain of the Astrid did not only sound the horn.",
        "The captain of the Astrid did not sound the horn until noon.",
        "The captain of the Astrid may not have sounded the horn.",
        "Had the captain of the Astrid not sounded the horn?",
        "If the captain of the Astrid did not sound the horn, nobody was warned.",
        "The captain of the Boreas did not sound the horn.",
        "The captain of the Astrid did not sound the bell.",
        "The captain of the Astrid did not fail to sound the horn.",
    ],
)
def test_what_is_not_denied_or_is_said_of_others_is_no_conflict(other: str) -> None:
    assert not in_conflict(HORN, other)
    assert not in_conflict(other, HORN)


def test_what_was_not_yet_so_may_have_come_to_pass_when_another_reports_days_later() -> None:
    assert not in_conflict("Pia Lund did not resign.", "Pia Lund resigned.", later=4)
    assert in_conflict("Pia Lund resigned.", "Pia Lund did not resign.", later=4)


def test_a_report_that_says_both_answers_nothing() -> None:
    both = "The captain of the Astrid did not sound the horn, said one. The captain of the Astrid sounded the horn."
    documents = article("a", HORN), article("b", both)
    story = story_of(documents, [{"sentences": find_sentences(d)} for d in documents], ())
    assert list(contradicted(story, ())) == []


def test_one_voice_does_not_contradict_itself() -> None:
    documents = article("a", HORN), article("b", "The captain of the Astrid did not sound the horn.")
    story = story_of(documents, [{"sentences": find_sentences(d)} for d in documents], [(0, 1)])
    assert list(contradicted(story, ())) == []


@given(st.text(alphabet='not no captain sounded horn denied that .,;’"?', max_size=200))
@settings(max_examples=30, deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(p.span.start < p.span.end <= len(text) for p in predications(Passage(text), {}))
