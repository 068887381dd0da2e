"""Two people of one family name: shown as look-alikes where readers of different reports can take one for the other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.sentences import find_sentences
from corpuslib.compare._claim_namesakes import namesakes
from corpuslib.compare._claim_story import story_of
from corpuslib.document import as_document


def values(*texts: str, one_voice: tuple[tuple[int, int], ...] = ()) -> list[list[str]]:
    documents = [as_document(text).with_id(f"d{n}") for n, text in enumerate(texts)]
    found = namesakes(story_of(documents, [{"sentences": find_sentences(d)} for d in documents], one_voice))
    return [[version.value for version in claim.versions] for claim in found]


OLAF = "The pier was opened by Olaf Braske. A hat was given to Braske."
MARTHA = "Nothing was said by Martha Braske’s lawyer."


def test_a_man_and_a_woman_of_one_name_in_two_reports_are_look_alikes() -> None:
    assert values(OLAF, MARTHA) == [["Olaf Braske", "Martha Braske"]]


def test_two_men_of_one_name_are_two_where_a_report_names_both() -> None:
    peter = "A speech was held by Peter Braske."
    assert values(OLAF, peter) == []
    assert values(OLAF, peter, "The brothers Olaf Braske and Peter Braske met.") == [["Olaf Braske", "Peter Braske"]]


@pytest.mark.parametrize(
    "other",
    [
        "Nothing was said by Martha Velt.",
        "Nothing was said by Braske.",
        "Nothing was said by Martha Breske.",
        "A hymn was sung by Olaf Braske and Martha Braske.",
    ],
)
def test_without_another_person_in_another_report_there_is_none(other: str) -> None:
    assert values(OLAF, other) == []


def test_where_nobody_is_called_by_the_family_name_alone_nobody_is_taken_for_another() -> None:
    assert values("The pier was opened by Olaf Braske.", MARTHA) == []


def test_one_voice_makes_no_look_alike() -> None:
    assert values(OLAF, MARTHA, one_voice=((0, 1),)) == []


@given(st.text(alphabet="by Olaf Martha Braske’s-,.", max_size=200))
@settings(max_examples=30)
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(len(found) > 1 for found in values(text, OLAF, MARTHA))
