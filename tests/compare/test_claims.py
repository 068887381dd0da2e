"""What documents of one story say about the same thing: who agrees, who does not, and what only looks alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning.dates import find_dates
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.document import Document, Metadata, as_document


def article(name: str, *sentences: str, day: int | None = 5) -> Document:
    date = None if day is None else datetime.date(2031, 5, day)
    metadata = Metadata(published_from=date, published_to=date, language="en")
    return replace(as_document("\n".join(sentences)), metadata=metadata).with_id(name)


def claims(*documents: Document, one_voice: tuple[tuple[str, str], ...] = ()) -> list[Claim]:
    found: dict[str, dict[str, Any]] = {
        d.doc_id: {"sentences": find_sentences(d), "dates": find_dates(d)} for d in documents
    }
    return find_claims(documents, found, {d.doc_id: ("s01", None) for d in documents}, one_voice)


def told(rows: list[Claim], verdict: str) -> set[tuple[str, str]]:
    return {(row.doc_id, row.value) for row in rows if row.verdict == verdict}


def conflicting(rows: list[Claim]) -> set[str]:
    return {row.doc_id for row in rows if row.verdict == "conflict"}


SHOTS = "The guards of Halden fired three warning shots at the barge."
SHOTS_TOO = "Officials say three warning shots were fired at the barge."


def test_a_statement_of_two_voices_and_its_denial_are_in_conflict() -> None:
    rows = claims(article("a", SHOTS, "The governor denied that any weapon had been used."), article("b", SHOTS_TOO))
    assert conflicting(rows) == {"a", "b"}
    assert {("a", "said"), ("a", "denied"), ("b", "said")} == told(rows, "conflict")
    assert {row.reason for row in rows if row.verdict == "conflict"} == {"denied by a source: “denied”"}


def test_what_one_document_alone_says_and_denies_is_left_out() -> None:
    other = article("b", "Herring sold briskly in the market hall.")
    assert claims(article("a", SHOTS, "The governor denied that any weapon had been used."), other) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Entry to the lock was denied.",
        "The governor denied Ilse Brannick a hearing.",
        "Shots were heard, as the navy maintains and the fleet denies.",
        "The mayor called it a mistake to leave, but she denied that she had fled.",
    ],
)
def test_not_every_word_for_denial_denies_what_was_said_before(sentence: str) -> None:
    assert conflicting(claims(article("a", SHOTS, sentence), article("b", SHOTS_TOO))) == set()


def test_an_allegation_that_is_found_to_be_nothing_conflicts_with_who_makes_it() -> None:
    rows = claims(
        article("a", "A second cutter, the Gull, lurked near the lock with her lamp switched off, the mayor said."),
        article(
            "b", "On the allegation that a second cutter, the Gull, lurked near the lock, the inquiry found nothing."
        ),
    )
    assert conflicting(rows) == {"a", "b"}


def test_parties_that_change_places_are_in_conflict() -> None:
    rows = claims(
        article("a", "The trawler swerved into the path of the cutter."),
        article("b", "The cutter swerved across the bow of the trawler."),
    )
    assert conflicting(rows) == {"a", "b"}


def test_an_act_that_is_often_answered_in_kind_is_no_conflict() -> None:
    rows = claims(
        article("a", "The guards threatened the fishermen at the lock."),
        article("b", "The fishermen threatened the guards at the lock."),
    )
    assert conflicting(rows) == set()


def test_two_renderings_of_one_original_conflict_where_one_denies() -> None:
    rows = claims(
        article("a", "Everybody knew in the evening that the meeting in Lorme could fail."),
        article("b", "Nobody knew in the evening that the meeting in Lorme could fail."),
        one_voice=(("a", "b"),),
    )
    assert told(rows, "conflict") == {("a", "knew"), ("b", "Nobody knew")}


def test_copies_of_one_text_make_no_claim() -> None:
    text = ("The barge carried 40 tonnes of salt to Lorme.", "The crew of the barge slept.", "It rained in Halden.")
    copy = ("The barge carried 50 tonnes of salt to Lorme.", *text[1:])
    assert claims(article("a", *text), article("b", *copy), one_voice=(("a", "b"),)) == []


def test_a_narrower_word_for_one_thing_is_more_specific() -> None:
    rows = claims(
        article("a", "Halden tested a new tactical guided weapon."),
        article("b", "Halden showed off its new tactical guided missile."),
    )
    assert told(rows, "specificity") == {("a", "weapon"), ("b", "missile")}


def test_a_thing_that_one_leaves_open_and_another_states_is_a_conflict() -> None:
    rows = claims(
        article("a", "Halden tested a new tactical guided weapon.", "It did not say whether it was a missile."),
        article("b", "Halden showed off its new tactical guided missile."),
    )
    assert told(rows, "conflict") == {("a", "weapon"), ("a", "not said whether missile"), ("b", "missile")}


def test_other_things_of_no_common_kind_are_not_compared() -> None:
    rows = claims(
        article("a", "Halden tested a new tactical guided missile."),
        article("b", "Halden showed off its new tactical guided torpedo."),
    )
    assert rows == []


LAUNCH = "Halden test-fired a tactical guided rocket over the Tessel canal."


def test_two_days_of_one_event_are_in_conflict() -> None:
    rows = claims(
        article("a", LAUNCH, "Thursday's launch angered fishermen.", day=9),
        article("b", "On Wednesday Halden tested a tactical guided rocket over the Tessel canal.", day=9),
    )
    assert conflicting(rows) == {"a", "b"}


def test_days_that_lie_far_apart_are_of_two_events() -> None:
    rows = claims(
        article("a", LAUNCH, "Thursday's launch angered fishermen.", day=9),
        article("b", "On Wednesday Halden tested a tactical guided rocket over the Tessel canal.", day=29),
    )
    assert conflicting(rows) == set()


PLAN = "Chancellor Brannick is expected to meet Governor Orvar next week; the meeting could take place in Lorme."
DONE = "Chancellor Brannick has met Governor Orvar for the first time."


def test_what_one_expects_and_another_reports_is_confirmed() -> None:
    rows = claims(article("a", PLAN), article("b", DONE, "Brannick had arrived in Lorme a day earlier.", day=12))
    assert {row.doc_id for row in rows if row.verdict == "confirmed"} == {"a", "b"}
    assert any("Lorme" in row.reason for row in rows)


def test_what_one_did_not_expect_and_another_reports_is_refuted() -> None:
    rows = claims(article("a", "Brannick has no plans to meet Governor Orvar."), article("b", DONE, day=12))
    assert {row.doc_id for row in rows if row.verdict == "refuted"} == {"a", "b"}


def test_a_report_older_than_the_forecast_is_no_outcome() -> None:
    rows = claims(article("a", PLAN, day=20), article("b", DONE, day=12))
    assert "confirmed" not in {row.verdict for row in rows}


def test_two_sources_that_count_a_crowd_otherwise_are_in_conflict() -> None:
    text = "In Halden 3,000 people marched, police said.", "The dockers' union says 5,000."
    rows = claims(article("a", *text), article("b", "It rained."))
    assert told(rows, "conflict") == {("a", "3000 people"), ("a", "5000 people")}


def test_shares_that_change_hands_are_in_conflict() -> None:
    rows = claims(
        article("a", "Halden will take 58 per cent and Lorme 42 per cent of the herring in the Tessel canal."),
        article("b", "Lorme won 58 percent of the Tessel canal herring and Halden 42 on Thursday."),
    )
    assert {("a", "Halden: 58 %"), ("b", "Halden: 42 %")} <= told(rows, "conflict")


def test_a_document_with_two_values_of_its_own_is_in_no_conflict() -> None:
    rows = claims(
        article("a", "The poll of likely voters in Halden has an error of 3 points and 5 points, the institute said."),
        article("b", "The poll of likely voters in Halden has an error of 4 points, the institute said."),
    )
    assert conflicting(rows) == set()


def test_what_two_voices_state_in_like_words_is_an_agreement() -> None:
    rows = claims(
        article("a", "Brannick demanded that the governor withdraw armed guards from the northern lock."),
        article(
            "b", "It rained.", "Brannick again demanded that Orvar withdraw his armed guards from the northern lock."
        ),
    )
    assert {(row.doc_id, row.verdict) for row in rows} == {("a", "agree"), ("b", "agree")}


def test_like_words_of_which_one_denies_are_no_agreement() -> None:
    rows = claims(
        article("a", "Brannick demanded that the governor withdraw armed guards from the northern lock."),
        article("b", "Brannick never demanded that Orvar withdraw his armed guards from the northern lock."),
    )
    assert "agree" not in {row.verdict for row in rows}


WORDS = [
    "denied",
    "No",
    "weapon",
    "was",
    "the",
    "Halden",
    "missile",
    "whether it",
    "did not say",
    "3,000",
    "people",
    "“",
]


def documents() -> Iterator[st.SearchStrategy[str]]:
    yield st.text(max_size=80)
    yield st.lists(st.sampled_from([*WORDS, ".", "\n", "on Thursday", "turned", "58 per cent"]), max_size=30).map(
        " ".join
    )


@settings(max_examples=40, deadline=None)
@given(*[st.one_of(*documents())] * 2)
def test_every_claim_points_at_its_passage(first: str, second: str) -> None:
    found = article("a", first), article("b", second)
    by_id = {d.doc_id: d for d in found}
    for row in claims(*found):
        assert 0 <= row.start < row.end <= len(by_id[row.doc_id].text)
        assert row.reason
        assert 0 <= row.confidence <= 1


def test_a_long_run_of_one_word_is_read_in_linear_time() -> None:
    text = "the report that the report that " * 600 + "den " * 2000 + "A" * 4000 + " 1,000" * 500
    assert {row.verdict for row in claims(article("a", text), article("b", text[7:]))} <= {
        "agree",
        "wording",
        "compatible",
    }
