"""What two voices say alike, put otherwise, or tell with more or less detail; and what only shares names and titles."""

from __future__ import annotations

from typing import Any

import pytest
from compare.made_up_stories import article, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.hedges import find_hedges
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.document import Document


def claims(*documents: Document, one_voice: tuple[tuple[str, str], ...] = ()) -> list[Claim]:
    found: dict[str, dict[str, Any]] = {}
    for d in documents:
        hedges = find_hedges(d)
        found[d.doc_id] = {**found_in(d), "hedges": hedges, "attributions": find_attributions(d, hedges)}
    return find_claims(documents, found, {d.doc_id: ("s01", None) for d in documents}, one_voice)


def both(a: str, b: str) -> list[Claim]:
    return claims(article("a", a), article("b", b))


def verdicts(rows: list[Claim]) -> list[str]:
    return sorted({row.claim_id + " " + row.verdict for row in rows})


def one(rows: list[Claim]) -> tuple[str, str]:
    """Return verdict and reason of the only claim."""
    assert len({row.claim_id for row in rows}) == 1, rows
    return rows[0].verdict, rows[0].reason


# The same stated


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Later Kelm and Orvo shook hands on the steps.", "Kelm and Orvo were shaking hands before the cameras."),
        (
            "Later Ana Kelm, a spokesman for Orvo, declined to comment.",
            "Asked by us, Orvo’s spokesman, Ana Kelm, declined to comment.",
        ),
        (
            "The trawler was sailing with its identification signal switched off, the inquiry found.",
            "It is proved that the trawler was proceeding with its identification signal switched off.",
        ),
    ],
)
def test_one_verb_of_the_same_people_or_things_is_an_agreement(a: str, b: str) -> None:
    assert one(both(a, b)) == ("agree", "the same stated in like words")


def test_words_that_mean_the_same_are_a_wording() -> None:
    verdict, why = one(
        both(
            "The Halden delegation refused the Varn proposal for joint patrols.",
            "The Halden delegation rejected the Varn proposal for joint patrols.",
        )
    )
    assert (verdict, why) == ("wording", "the same stated in words that mean the same")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Titles and things, of which nothing is stated.
        (
            "Asked by us, Tad Orvo, a senior adviser of the Kelm campaign, smiled.",
            "The crowd cheered Tad Orvo, a senior adviser of the Kelm campaign.",
        ),
        # Who does it to whom is the other way round.
        ("A poll finds that Kelm would beat Orvo.", "A poll finds that Orvo would beat Kelm."),
        # One denies it.
        ("At noon Kelm proposed banning barges from Halden.", "Kelm never proposed banning barges from Halden."),
        # Somebody else.
        (
            "Then Kelm praised the guards for the rescue of the passengers.",
            "Then Orvo praised the guards for the rescue of the passengers.",
        ),
    ],
)
def test_what_only_shares_words_is_no_agreement(a: str, b: str) -> None:
    assert not [row for row in both(a, b) if row.verdict in ("agree", "wording")]


def test_what_is_one_voice_agrees_with_nobody() -> None:
    text = "Later Kelm and Orvo shook hands on the steps."
    assert claims(article("a", text), article("b", text + " It rained."), one_voice=(("a", "b"),)) == []


def test_what_one_report_says_is_possible_and_another_is_so_is_a_wording() -> None:
    rows = both("Then Kelm and Orvo could abandon the Halden lock.", "Then Kelm and Orvo abandoned the Halden lock.")
    assert one(rows) == ("wording", "one says it as sure, the other with “could”")


# Quotations


def test_common_words_in_a_row_are_one_quotation() -> None:
    rows = both("“We talk because of this, not in spite of it,” she said.", "He quoted her: “We talk because of this.”")
    assert rows == []
    rows = both(
        "“We talk because of this, not in spite of it,” she said.", "“We talk because of this, not in spite of it.”"
    )
    assert one(rows) == ("agree", "the same words quoted")


def test_words_quoted_in_one_report_and_told_in_another_agree() -> None:
    rows = both(
        "The minister, Ana Kelm, spoke of a “victory of patience”.", "Ana Kelm called it a victory for patience."
    )
    assert one(rows) == ("agree", "the same words, quoted in one and told in the other")
    assert {row.value for row in rows} == {"victory of patience", "victory for patience"}


@pytest.mark.parametrize(
    "told",
    [
        "The mayor called it a victory for patience.",  # of nobody whom the other names
        "Ana Kelm spoke of patience, and later of victory.",  # not side by side
    ],
)
def test_words_that_somebody_else_or_otherwise_says_are_not_the_quotation(told: str) -> None:
    assert both("The minister, Ana Kelm, spoke of a “victory of patience”.", told) == []


def test_a_term_in_quotation_marks_is_no_quotation_that_others_tell() -> None:
    assert both("Ana Kelm would not call it “harbour control”.", "Ana Kelm visited the harbour control.") == []


# Values


def test_a_day_of_two_people_is_not_shared() -> None:
    a = "Kelm will deliver a speech in the Halden assembly on May 20."
    b = "Orvo will deliver a speech in the Halden assembly on May 20."
    assert not [
        row for row in both(a, b) if row.value == "2031-05-20" and row.reason.startswith("the same value beside")
    ]


def test_digits_in_an_address_of_the_web_are_no_value() -> None:
    link = "Then Kelm praised the harbour plan https://t.co/TIoytO48719Ca at noon."
    assert not [row for row in both(link, link.replace("noon", "dusk")) if "48719" in row.value]


# Scales of words, and places


def test_a_stronger_word_for_one_act_is_a_wording() -> None:
    rows = both("On May 3 the barge Ilse touched the Halden lock.", "On May 3 the barge Ilse rammed the Halden lock.")
    worded = [row for row in rows if "stronger" in row.reason]
    assert one(worded) == ("wording", "the same thing: “ram” is a stronger word than “touch”")


def test_a_closer_word_for_one_thing_is_told_with_more_detail() -> None:
    rows = both(
        "On May 3 a Varnian patrol ship struck the trawler Maren Lys near Halden.",
        "On May 3 a Varnian gunboat struck the trawler Maren Lys near Halden.",
    )
    assert ("specificity", "the same thing: “gunboat” says more closely what it is than “patrol ship”") in {
        (row.verdict, row.reason) for row in rows
    }


def test_a_country_and_its_capital_are_one_place_told_more_closely() -> None:
    rows = both("Later Kelm and Orvo ended their summit in Vietnam.", "The minister told Orvo of the summit in Hanoi.")
    assert one(rows) == ("specificity", "Hanoi is in Vietnam: one says more closely where")


def test_a_city_is_in_the_country_of_which_a_report_says_so() -> None:
    a = article("a", "Later Kelm met Orvo for a summit in Varnia.")
    b = article("b", "With Orvo the summit was held in Stade.", "Later he left Varnia’s old port of Stade.")
    assert ("specificity", "Stade is in Varnia: one says more closely where") in {
        (row.verdict, row.reason) for row in claims(a, b)
    }


def test_two_reports_that_both_name_the_city_agree() -> None:
    a = article("a", "Later Kelm and Orvo ended their summit in Vietnam.", "It was cold in Hanoi.")
    rows = claims(a, article("b", "The minister told Orvo of the summit in Hanoi."))
    assert one(rows) == ("agree", "Hanoi is in Vietnam, and both name it")


@pytest.mark.parametrize(
    "other",
    [
        "The minister told Orvo of the summit in Paris.",  # of another country
        "The minister told Brask of the summit in Hanoi.",  # of somebody else
        "The minister told Orvo of the summit and of Hanoi.",  # a government, not a place
    ],
)
def test_other_places_and_events_are_not_joined(other: str) -> None:
    assert not [
        row for row in both("Later Kelm and Orvo ended their summit in Vietnam.", other) if "is in" in row.reason
    ]


# What comes from outside

HOSTILE = st.lists(
    st.sampled_from(
        [
            "Kelm",
            "Orvo",
            "in",
            "Hanoi",
            "Vietnam",
            "“",
            "”",
            "'",
            "met",
            "to",
            "may",
            "summit",
            "collision",
            "of",
            ",",
            "7",
        ]
    ),
    max_size=40,
)


@settings(max_examples=40)
@given(HOSTILE, HOSTILE)
def test_whatever_the_text_is_claims_point_into_it(a: list[str], b: list[str]) -> None:
    documents = article("a", " ".join(a) + "."), article("b", " ".join(b) + ".")
    texts = {d.doc_id: d.text for d in documents}
    for row in claims(*documents):
        assert 0 <= row.start < row.end <= len(texts[row.doc_id])


@pytest.mark.parametrize("piece", ["“a ", "in the ", "Kelm, ", "to ", "Varnia’s city of ", "A "])
def test_long_runs_of_one_piece_are_read(piece: str) -> None:
    assert isinstance(both(piece * 4000 + "Kelm.", piece * 4000 + "Orvo."), list)
