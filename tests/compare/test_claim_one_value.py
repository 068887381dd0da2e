"""Statements of two reports that are alike but for one value: those in conflict, and those that only seem to be."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare._statement_values import values_stated
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.compare.words import words
from corpuslib.document import Document, Metadata, as_document


def article(name: str, text: str, day: int = 5) -> Document:
    date = datetime.date(2031, 5, day)
    metadata = Metadata(published_from=date, published_to=date, language="en")
    return replace(as_document(text), metadata=metadata).with_id(name)


def claims(a: str, b: str, later: int = 0) -> list[Claim]:
    documents = article("a", a), article("b", b, 5 + later)
    found: dict[str, dict[str, Any]] = {
        d.doc_id: {"sentences": find_sentences(d), "dates": find_dates(d), "attributions": find_attributions(d)}
        for d in documents
    }
    return find_claims(documents, found, {d.doc_id: ("s01", None) for d in documents})


def in_conflict(a: str, b: str, later: int = 0) -> bool:
    return {row.doc_id for row in claims(a, b, later) if row.verdict == "conflict"} == {"a", "b"}


def pairs(verdict: str) -> list[dict[str, str]]:
    lines = (Path(__file__).parent / "value_pairs.tsv").read_text(encoding="utf-8").split("\n")
    rows = csv.DictReader((line for line in lines if line and line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row for row in rows if row["verdict"] == verdict]


def test_most_values_that_differ_in_free_paraphrase_are_found() -> None:
    found = [row["half"] for row in pairs("conflict") if in_conflict(row["a"], row["b"])]
    print(f"\nconflicts found: {found.count('a')} of those worked with, {found.count('b')} of the others")
    assert found.count("a") >= 17 and found.count("b") >= 13


def test_few_values_of_other_things_are_called_a_conflict() -> None:
    wrong = [row["half"] for row in pairs("none") if in_conflict(row["a"], row["b"])]
    print(f"\ncalled a conflict: {wrong.count('a')} of those worked with, {wrong.count('b')} of the others")
    assert wrong.count("a") <= 4 and wrong.count("b") <= 4


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The ferry had 180 passengers on board.", "The ferry had 243 passengers on board."),
        ("The rescue took nine hours.", "The rescue lasted fourteen hours."),
        ("The damage is put at 32 million euros.", "The damage amounts to 40 million euros."),
        ("The ship ran aground nine kilometres north of Gorm.", "The ship ran aground nine kilometres south of Gorm."),
        ("It was the second accident of the Astrid.", "It was the third accident of the Astrid."),
        ("Police counted 28,000 visitors in the port.", "The organisers counted 60,000 visitors in the port."),
    ],
)
def test_statements_that_are_alike_but_for_one_value_are_in_conflict(a: str, b: str) -> None:
    assert in_conflict(a, b) and in_conflict(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The ferry had 180 passengers on board.", "Twelve passengers of the ferry were hurt."),
        ("The ferry had 180 passengers on board.", "The ferry may have had 243 passengers on board."),
        ("The ferry had 180 passengers on board.", "Did the ferry have 243 passengers on board?"),
        ("The ferry had 183 passengers on board.", "About 180 passengers were on board the ferry."),
        ("Rents in Lund rose by six per cent.", "Rents in Sund rose by nine per cent."),
        ("The train was going at 100 kilometres an hour.", "The train was going at 62 miles an hour."),
    ],
)
def test_values_of_a_part_of_what_may_be_or_of_another_place_answer_nothing(a: str, b: str) -> None:
    assert not in_conflict(a, b)


def test_a_document_with_two_values_of_its_own_answers_nothing() -> None:
    twice = "The ferry had 180 passengers on board. The ferry had 210 passengers on board."
    assert not in_conflict(twice, "The ferry had 243 passengers on board.")


def test_an_estimate_of_a_later_day_may_have_grown_but_not_who_was_on_board() -> None:
    damage = "The damage in the port is put at {} million euros."
    assert {row.verdict for row in claims(damage.format(32), damage.format(40), later=1)} == {"compatible"}
    aboard = "There were {} passengers on the ferry Astrid."
    assert in_conflict(aboard.format(180), aboard.format(243), later=1)


@given(st.text(alphabet="12 ,.'abehkmnorsuth%€-", max_size=200))
def test_values_stand_in_the_text_and_nothing_raises(text: str) -> None:
    for value in values_stated(words(text), text):
        assert 0 <= value.start < value.end <= len(text)


def test_long_rows_of_words_are_read_in_little_time() -> None:
    text = "who went north of, " * 2_000 + "9 km " * 500
    assert values_stated(words(text), text) != []
