"""Events that look like one and are two, and counted events that were expected and took place, or did not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from compare.made_up_stories import article, found_in, story
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare._claim_lookalikes import events_of_a_kind
from corpuslib.compare._claim_outcomes import outcomes
from corpuslib.compare._claim_story import Found
from corpuslib.compare.claims import find_claims
from corpuslib.document import Document


def look_alikes(*documents: Document, one_voice: tuple[tuple[int, int], ...] = ()) -> list[Found]:
    return [*events_of_a_kind(story(*documents, one_voice=one_voice), [])]


def came_of(*documents: Document) -> set[tuple[str, str, str]]:
    """Verdicts with what the first document expects and what the second has of it."""
    found: Iterator[Found] = outcomes(story(*documents), [])
    return {(claim.verdict, claim.versions[0].value, claim.versions[1].value) for claim in found}


def values(found: list[Found]) -> list[list[str]]:
    return [[version.value for version in claim.versions] for claim in found]


FIRST = "The first meeting between President Orlan and Premier Testov was held in Kelm."
FIRST_OF_OTHERS = "Orlan came for his first meeting with the chancellor, Ada Brenk, at the harbour."
ROW = "Testov is the fourth foreign leader to meet Orlan at the lake."
OF_LEADERS = "The meeting will be the third between leaders of the two states."


def test_first_meetings_of_two_pairs_of_people_are_compatible() -> None:
    found = look_alikes(article("a", FIRST), article("b", FIRST_OF_OTHERS))
    assert values(found) == [["first meeting: Orlan, Testov", "first meeting: Orlan, Brenk"]]
    assert (found[0].verdict, found[0].reason) == (
        "compatible",
        "the same count of events of other people (meeting)",
    )


def test_look_alikes_stand_in_the_table_of_claims() -> None:
    documents = [article("a", FIRST), article("b", FIRST_OF_OTHERS)]
    found = {d.doc_id: found_in(d) for d in documents}
    rows = find_claims(documents, found, {"a": ("s01", None), "b": ("s01", None)})
    assert {(row.doc_id, row.verdict) for row in rows} == {("a", "compatible"), ("b", "compatible")}


def test_the_first_meeting_of_two_and_the_fourth_in_a_row_of_people_are_compatible() -> None:
    found = look_alikes(article("a", FIRST), article("b", ROW))
    assert values(found) == [["first meeting: Orlan, Testov", "fourth meeting: Testov, Orlan"]]


def test_a_meeting_of_two_people_is_not_counted_with_those_of_all_leaders() -> None:
    found = look_alikes(article("a", FIRST), article("b", OF_LEADERS))
    assert values(found) == [["first meeting: Orlan, Testov", "third meeting"]]


def test_a_meeting_that_is_still_to_come_is_another_than_the_one_before() -> None:
    second = "The second summit between Orlan and Testov ended without an agreement."
    third = "Aides said a third summit between Orlan and Testov is possible."
    found = look_alikes(article("a", second), article("b", third))
    assert values(found) == [["second meeting: Orlan, Testov", "third meeting: Orlan, Testov"]]


def test_two_visits_of_one_man_in_other_years_are_compatible() -> None:
    visit = "The late Gerd Orlan visited the island in 2019."
    summit = "The last summit on the island was in 2011, with Gerd Orlan."
    found = look_alikes(article("a", visit), article("b", summit))
    assert values(found) == [["2019 visit: Orlan", "last meeting: Orlan"]]


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (FIRST, "Orlan and Testov were pleased with their first meeting in the old town."),
        (FIRST, "The first meeting of Ada Brenk with Runa Velt was dull."),
        ("The second meeting of Orlan and Testov was short.", "The third meeting of Orlan and Testov was short."),
        ("Gerd Orlan visited the island in May 2019.", "Gerd Orlan met a minister on the island in 2019."),
        ("Orlan will visit the island in 2032.", "Orlan visited the island in 2019."),
    ],
)
def test_what_may_be_one_event_or_has_nobody_in_common_is_no_look_alike(mine: str, other: str) -> None:
    assert look_alikes(article("a", mine), article("b", other)) == []


def test_one_voice_makes_no_look_alike() -> None:
    assert look_alikes(article("a", FIRST), article("b", FIRST_OF_OTHERS), one_voice=((0, 1),)) == []


def test_what_is_in_one_claim_already_is_not_shown_again() -> None:
    told = story(article("a", FIRST), article("b", FIRST_OF_OTHERS))
    (found,) = events_of_a_kind(told, [])
    assert [*events_of_a_kind(told, [found])] == []


HOPED = "Orlan hoped the second summit with Testov would take place next week and bring a breakthrough."
HELD = "Trade was the subject of the second summit between Orlan and Testov on the lake."
FAILED = "After the toasts, the second summit of Orlan with Testov failed over fishing rights."
OFF = "The second summit of Orlan with Testov was called off, officials said."


def test_a_counted_event_that_is_expected_is_confirmed_by_its_report() -> None:
    assert came_of(article("a", HOPED), article("b", HELD, day=19)) == {("confirmed", "expected", "reported")}


def test_what_was_hoped_of_an_event_is_refuted_where_it_failed_though_the_event_was_held() -> None:
    assert came_of(article("a", HOPED), article("b", FAILED, day=19)) == {
        ("confirmed", "expected", "reported"),
        ("refuted", "hoped for", "came to nothing"),
    }


def test_an_expected_event_that_is_called_off_is_refuted() -> None:
    assert came_of(article("a", HOPED), article("b", OFF, day=9)) == {("refuted", "expected", "called off")}


def test_a_report_known_to_be_earlier_confirms_nothing() -> None:
    assert came_of(article("a", HOPED, day=9), article("b", HELD, day=2)) == set()


def test_a_report_without_a_date_can_confirm() -> None:
    assert came_of(article("a", HOPED), article("b", HELD, day=None)) == {("confirmed", "expected", "reported")}


@pytest.mark.parametrize(
    "other",
    [
        "Trade was the subject of the first summit between Orlan and Testov on the lake.",
        "Trade was the subject of the second summit between Orlan and Brenk on the lake.",
        "The second summit of Orlan with Testov would be held on the lake.",
    ],
)
def test_another_event_or_another_forecast_confirms_nothing(other: str) -> None:
    assert came_of(article("a", HOPED), article("b", other, day=19)) == set()


PIECES = [FIRST, FIRST_OF_OTHERS, ROW, OF_LEADERS, HOPED, HELD, FAILED, OFF]


@given(st.lists(st.sampled_from(PIECES), max_size=6))
@settings(max_examples=20)
def test_every_claim_has_two_voices_and_no_passage_twice(sentences: list[str]) -> None:
    told = story(*(article(f"d{n}", sentence) for n, sentence in enumerate(sentences)))
    for claim in (*events_of_a_kind(told, []), *outcomes(told, [])):
        assert len({version.document for version in claim.versions}) > 1
        assert len({version[:3] for version in claim.versions}) == len(claim.versions)


@given(st.text(alphabet="first last leader to meet the will be of and Orlan’-,. 2019", max_size=300))
@settings(max_examples=30)
def test_no_text_makes_it_fail(text: str) -> None:
    told = story(article("a", text), article("b", FIRST))
    assert all(claim.versions for claim in (*events_of_a_kind(told, []), *outcomes(told, [])))
