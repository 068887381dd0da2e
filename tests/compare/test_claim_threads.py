"""What one document expects and another story reports: found over the whole corpus, and told as a claim of that story."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from compare.made_up_stories import article, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare import _claim_outcomes, compare_library
from corpuslib.compare._claim_story import story_of
from corpuslib.compare._claim_threads import Told, claims_between, told_of_events, told_of_events_alone
from corpuslib.compare._spool import InMemory
from corpuslib.compare.claims import Claim
from corpuslib.document import Document

DAY = datetime.date(2031, 5, 5)
HOPED = "Aides of Orlan hoped the second summit with Testov would take place next month and bring a breakthrough."
FAILED = "Talks about fish have stalled since the second summit of Gerd Orlan and Testov in June failed."
HELD = "At the second summit of Gerd Orlan and Testov in June nobody smiled."


def told(*documents: Document) -> list[Told]:
    return [told for d in documents for told in told_of_events_alone(d, found_in(d))]


def between(*documents: Document, stories: dict[str, str] | None = None, voice: dict[str, str] | None = None) -> Any:
    homes = {"b": "s01", "c": "s01"} if stories is None else stories
    return claims_between(told(*documents), homes, voice or {d.doc_id: d.doc_id for d in documents}, {"s01": 7})


def shown(rows: Iterable[Claim]) -> set[tuple[str, str, str]]:
    return {(row.verdict, row.doc_id, row.value) for row in rows}


LATER = DAY + datetime.timedelta(days=60)


def test_what_a_document_outside_expects_is_confirmed_by_the_story_that_reports_it() -> None:
    rows = between(article("a", HOPED), article("b", HELD, day=LATER))
    assert shown(rows) == {("confirmed", "a", "expected"), ("confirmed", "b", "reported")}
    assert {(row.story_id, row.claim_id, row.voices) for row in rows} == {("s01", "s01-c008", 2)}


def test_what_was_hoped_of_an_event_is_refuted_where_it_came_to_nothing() -> None:
    rows = [row for row in between(article("a", HOPED), article("b", FAILED, day=LATER)) if row.verdict == "refuted"]
    assert shown(rows) == {("refuted", "a", "hoped for"), ("refuted", "b", "came to nothing")}
    assert [HOPED[row.start : row.end].endswith("breakthrough") for row in rows if row.doc_id == "a"] == [True]


def test_all_reports_of_a_story_are_in_one_claim() -> None:
    rows = between(article("a", HOPED), article("b", HELD, day=LATER), article("c", HELD, day=LATER))
    assert shown(rows) == {
        ("confirmed", "a", "expected"),
        ("confirmed", "b", "reported"),
        ("confirmed", "c", "reported"),
    }
    assert len({row.claim_id for row in rows}) == 1


def test_a_report_outside_of_what_a_story_expects_is_a_claim_of_that_story() -> None:
    rows = between(article("a", HOPED), article("z", HELD, day=LATER), stories={"a": "s03"})
    assert {(row.story_id, row.claim_id) for row in rows} == {("s03", "s03-c001")}


@pytest.mark.parametrize(
    "report",
    [
        HELD.replace("second", "third"),
        HELD.replace("Testov", "Brenk"),
        HELD.replace("At the", "They spoke about the"),
        "At their second summit since 2011 Gerd Orlan and Testov smiled.",
    ],
)
def test_another_event_or_talk_of_one_is_no_outcome(report: str) -> None:
    assert between(article("a", HOPED), article("b", report, day=LATER)) == []


def test_a_document_that_is_surely_later_than_the_report_foretells_nothing() -> None:
    assert between(article("a", HOPED, day=LATER), article("b", HELD)) == []


def test_a_report_older_than_the_time_that_is_expected_is_of_another_event() -> None:
    assert between(article("a", HOPED), article("b", HELD, day=DAY + datetime.timedelta(days=2))) == []


def test_a_document_whose_date_is_not_known_can_foretell_and_report() -> None:
    rows = between(article("a", HOPED, day=None), article("b", HELD, day=None))
    assert {row.verdict for row in rows} == {"confirmed"}


def test_a_report_more_than_a_year_later_is_of_another_round() -> None:
    hoped = "Aides of Orlan hoped the second summit with Testov would bring a breakthrough."
    held = "At the second summit of Gerd Orlan and Testov nobody smiled."
    assert between(article("a", hoped), article("b", held, day=DAY + datetime.timedelta(days=390))) != []
    assert between(article("a", hoped), article("b", held, day=DAY + datetime.timedelta(days=500))) == []


@pytest.mark.parametrize("stories", [{"a": "s01", "b": "s01"}, {}])
def test_within_a_story_or_without_any_there_is_nothing_between_stories(stories: dict[str, str]) -> None:
    assert between(article("a", HOPED), article("b", HELD, day=LATER), stories=stories) == []


def test_one_voice_is_not_its_own_outcome() -> None:
    assert between(article("a", HOPED), article("b", HELD, day=LATER), voice={"a": "a", "b": "a"}) == []


UNCOUNTED = (
    "Premier Testov will meet Gerd Orlan in the week of 12 May 2031, aides said; a visit by Testov is due on 14 May."
)


def test_an_event_that_is_not_counted_is_known_by_its_parties_and_its_day() -> None:
    expected = article("a", "Premier Testov is expected to hold talks with Gerd Orlan on 14 May.")
    reported = "The talks of Premier Testov with Gerd Orlan on {} were short."
    on_the_day = article("b", reported.format("14 May"), day=DAY + datetime.timedelta(days=20))
    much_later = article("b", reported.format("24 May"), day=DAY + datetime.timedelta(days=20))
    assert {row.verdict for row in between(expected, on_the_day)} == {"confirmed"}
    assert between(expected, much_later) == []


def test_an_event_held_on_another_day_than_was_expected_is_refuted() -> None:
    expected = article("a", "Premier Testov is expected to hold talks with Gerd Orlan on 14 or 15 May.")
    reported = article("b", "The talks of Premier Testov with Gerd Orlan on 16 May were short.", day=LATER)
    assert shown(between(expected, reported)) == {("refuted", "a", "expected"), ("refuted", "b", "at another time")}


def test_what_a_document_says_of_events_is_the_same_alone_and_in_a_story() -> None:
    document = article("a", HOPED)
    assert told_of_events(story_of([document], [found_in(document)], ())) == told(document) != []


def test_of_very_many_reports_the_first_are_held_against_a_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_claim_outcomes, "_MOST", 2)
    rows = between(
        article("a", HOPED),
        *(article(f"b{n}", HELD, day=LATER) for n in range(5)),
        stories={f"b{n}": "s01" for n in range(5)},
    )
    assert {row.doc_id for row in rows} == {"a", "b0", "b1"}


REPORTS = (
    "The lake hotel at Kelm was guarded by forty men while {} of Gerd Orlan and Testov went on.",
    "Fishermen from Halden blocked the northern bank and burned an old customs boat.",
    "Barge owners lose money by the day, and the market in Halden has no flour left.",
    "Lock keepers in Lorme fear that the water treaty between the two banks will not last.",
)


def test_a_document_in_no_story_foretells_what_a_story_of_the_corpus_reports() -> None:
    outside = article("a", HOPED + "\nA comet passed the sun. Frozen gas made its tail.")
    inside = [
        article(
            f"b{n}", "\n".join(line.format("the second summit") for line in (*REPORTS[n:], *REPORTS[:n])), day=LATER
        )
        for n in range(3)
    ]
    documents = [outside, *(replace(d, text=d.text) for d in inside)]
    tables: dict[str, list[Any]] = {}
    library = InMemory(documents, {d.doc_id: found_in(d) for d in documents})
    compare_library(library, write=lambda table, rows: tables.setdefault(table, []).extend(rows))
    rows = [row for row in tables["claims"] if row.verdict == "confirmed"]
    assert {row.doc_id for row in rows} > {"a"}
    assert {row.story_id for row in rows} == {"s01"}
    ids = [row.claim_id for row in tables["claims"]]
    assert ids == sorted(ids)


@given(st.lists(st.sampled_from([HOPED, HELD, FAILED, UNCOUNTED]), min_size=1, max_size=5), st.randoms())
@settings(max_examples=20)
def test_claims_have_two_voices_and_do_not_depend_on_the_order_of_reading(texts: list[str], order: Any) -> None:
    documents = [article(f"d{n}", text, day=LATER if n % 2 else DAY) for n, text in enumerate(texts)]
    homes = {d.doc_id: f"s{n % 2:02d}" for n, d in enumerate(documents)}
    voice = {d.doc_id: d.doc_id for d in documents}
    every = told(*documents)
    rows = claims_between(every, homes, voice, {})
    mixed = list(every)
    order.shuffle(mixed)
    assert rows == claims_between(mixed, homes, voice, {})
    for claim_id in {row.claim_id for row in rows}:
        assert len({row.doc_id for row in rows if row.claim_id == claim_id}) > 1


@given(st.text(alphabet="second summit of Orlan and Testov will be in June 2031’-,.", max_size=300))
@settings(max_examples=30)
def test_no_text_makes_it_fail(text: str) -> None:
    documents = [article("a", text), article("b", HELD, day=LATER)]
    assert all(row.reason for row in between(*documents))
