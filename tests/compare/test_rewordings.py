"""What stands between words that two renderings share: told with its kind where the passages are close, else silent."""

from __future__ import annotations

import pytest

from corpuslib.compare import compare_renderings
from corpuslib.compare.divergences import compare_passages
from corpuslib.compare.passages import HINT, Finding


def told(a: str, b: str, *, close: bool = False) -> list[Finding]:
    """What would be rows of the table."""
    return [f for f in compare_passages(a, b, close=close) if f.score > HINT]


def words(a: str, b: str, finding: Finding) -> tuple[str, str]:
    """What stands at the spans of a finding."""
    return a[finding.a.slice] if finding.a else "", b[finding.b.slice] if finding.b else ""


FOUND = [
    ("lexical", "mill", "barn", "Kelm sold the old mill in Varn.", "Kelm sold the old barn in Varn."),
    ("omission", "hastily", "", "Kelm hastily sold the mill in Varn.", "Kelm sold the mill in Varn."),
    ("addition", "", "wooden", "Kelm sold the mill in Varn.", "Kelm sold the wooden mill in Varn."),
    ("modality", "can repair", "could repair", "The crew can repair the lock.", "The crew could repair the lock."),
    ("modality", "sold", "had sold", "The envoys sold the mill.", "The envoys had sold the mill."),
    ("modality", "was singing", "sang", "The crew was singing in the dock.", "The crew sang in the dock."),
    ("antonym", "until", "since", "It was shut until the flood came.", "It was shut since the flood came."),
    ("lexical", "crane", "cranes", "A heavy crane fell on the quay.", "Heavy cranes fell on the quay."),
    (
        "name",
        "Kelm's Orlan",
        "Kelm Orlan",
        "It was built by Kelm's Orlan Braske.",
        "It was built by Kelm Orlan Braske.",
    ),
    ("role", "We have bought", "They have bought", "“We have bought some time.", "“They have bought some time."),
    (
        "role",
        "be replaced",
        "Velmar to replace",
        "The council demanded that the envoy Orlan be replaced in the talks.",
        "The council called for Velmar to replace the envoy Orlan in the talks.",
    ),
    (
        "attribution",
        "council suspected",
        "it was suspected",
        "The council suspected that the lock was shut.",
        "In the council, it was suspected that the lock was shut.",
    ),
    (
        "role",
        "ban",
        "build",
        "They met before the ministers ban the locks that Velmar wants to build.",
        "They met before the ministers build the locks that Velmar wants to ban.",
    ),
]


@pytest.mark.parametrize(("kind", "left", "right", "a", "b"), FOUND)
def test_what_differs_between_shared_words_is_told_with_its_kind_and_place(
    kind: str, left: str, right: str, a: str, b: str
) -> None:
    assert (kind, left, right) in {(f.kind, *words(a, b, f)) for f in told(a, b, close=True)}


SILENT = [
    ("The company sold the ship in Varn.", "The firm sold the vessel in Varn."),
    ("Kelm sold the mill in May.", "In May, Kelm sold the mill."),
    ("It isn't far to the harbour of Varn.", "It is not far to the harbor of Varn."),
    ("The lock that Kelm sold is shut.", "The lock which Kelm sold is shut."),
    ("Kelm sold the mill in the course of May.", "Kelm sold the mill in May."),
    ("The envoy Morgulow sold the mill.", "The envoy Morgulov sold the mill."),
    ("Kelm opened the lock.", "The lock was opened by Kelm."),
]


@pytest.mark.parametrize(("a", "b"), SILENT)
def test_style_is_no_row_even_in_close_documents(a: str, b: str) -> None:
    assert told(a, b, close=True) == []


def test_a_perfect_for_a_past_is_a_free_choice_unless_the_documents_are_close() -> None:
    a, b = "The keeper has sold the lock in Varn.", "The keeper sold the lock in Varn."
    assert told(a, b) == []
    [found] = told(a, b, close=True)
    assert (found.kind, found.severity) == ("modality", "minor")


def test_passages_that_put_it_otherwise_as_a_whole_are_not_compared_word_by_word() -> None:
    a = "At the quay the old keeper sold three barrels of salted herring to a cook."
    b = "A cook who had come by boat took the fish, which the keeper kept for winter."
    assert told(a, b) == []


def test_a_replaced_word_that_no_list_knows_counts_less() -> None:
    known = told("They spoke of the meeting in Varn.", "They spoke of the harvest in Varn.", close=True)
    listed = told("They spoke of the meeting in Varn.", "They spoke of the flood in Varn.", close=True)
    assert max(f.score for f in (*known, *listed)) <= 0.5
    assert min(f.score for f in (*known, *listed)) > HINT


def test_what_another_detector_tells_is_not_told_again() -> None:
    found = told("The regime in Varn agreed.", "The government in Varn agreed.", close=True)
    assert [f.kind for f in found] == ["loaded_word"]


def test_verbs_that_changed_places_are_worse_than_other_words() -> None:
    a = "They met before the ministers ban the locks that Velmar wants to build."
    b = "They met before the ministers build the locks that Velmar wants to ban."
    assert {f.severity for f in told(a, b, close=True) if f.kind == "role"} == {"major"}


PARAGRAPH = [
    "Kelm arrived in Varn with twelve envoys.",
    "The council of the port met him at the quay.",
    "Snow fell on the harbour all night.",
    "The locks at Velmar are shut for the winter.",
    "Boats wait on both banks of the canal.",
    "Orvar demands a toll of every boat.",
]


def test_documents_that_follow_each_other_closely_are_compared_word_by_word() -> None:
    other = [*PARAGRAPH[:5], "Orvar expects a toll of every boat."]
    [row] = compare_renderings("\n".join(PARAGRAPH), "\n".join(other)).divergences
    assert (row.kind, row.reason) == ("lexical", "“demands” against “expects”: other words for it")


def test_a_capitalised_common_word_that_stands_alone_is_no_name() -> None:
    a, b = "Then all the Deputies of the town met.", "Then all the people of Velmar met."
    assert "name" not in {f.kind for f in told(a, b)}


def test_the_number_in_a_name_is_no_number_that_one_side_lacks() -> None:
    a, b = "He paid the toll, he said to QuickFeed24 on the quay.", "He paid the toll, he said on the quay."
    assert "number" not in {f.kind for f in told(a, b)}


def test_a_number_counted_by_twenties_is_read_and_is_the_worse_rendering() -> None:
    [found] = told("The pilot waits ninety days.", "The pilot waits four-twenty-ten days.")
    assert (found.kind, found.severity, found.likely_right) == ("number", "minor", "a")


def test_a_passage_that_repeats_itself_without_end_is_compared_in_time() -> None:
    assert isinstance(told("the lock " * 800, "lock the not " * 800, close=True), list)


def test_a_clause_that_lost_its_verb_is_the_worse_rendering() -> None:
    a, b = "It was the first time that Kelm and Orlan met.", "It was the first time that Kelm and Orlan."
    assert [(f.kind, f.severity, f.likely_right) for f in told(a, b, close=True)] == [("omission", "major", "a")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rain fell on the harbour of Varn on Monday.", "It rained on the harbour of Varn on Monday."),
        ("Insurers raised the premiums on Monday.", "Insurance agencies raised the premiums on Monday."),
    ],
)
def test_a_word_whose_neighbour_says_it_is_not_left_out(a: str, b: str) -> None:
    assert told(a, b, close=True) == []


def test_a_verb_within_changed_quotation_marks_is_still_told() -> None:
    a = "They seek someone who can communicate “more cautiously”."
    b = "They seek someone who “could communicate more cautiously”."
    assert "modality" in {f.kind for f in told(a, b, close=True)}
