"""Dates are found, given a role and a value, and decide together when a text was published."""

from __future__ import annotations

import datetime

import pytest

from corpuslib.cleaning import clean, find_dates, narrow_dates

PROSE = "The harbour council of Orvesund voted to open the strait to all boats that carry a pilot."


def dated(header: str, sentence: str) -> list[tuple[str, str, str]]:
    document = clean(f"Council opens the strait\n\n{header}\n\n{PROSE}\n\n{sentence}")
    return [(d.text, d.value, d.role) for d in find_dates(document) if d.role not in ("header", "published")]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("They met on 3 May 2031 in the hall of the council.", "2031-05-03"),
        ("They met on May 3rd, 2031 in the hall of the council.", "2031-05-03"),
        ("They met on 2031-05-03 in the hall of the council.", "2031-05-03"),
        ("They met on 03.05.2031 in the hall of the council.", "2031-05-03"),
        ("They met on 23/05/2031 in the hall of the council.", "2031-05-23"),
        ("Sie trafen sich am 3. Mai 2031 im Saal des Rates.", "2031-05-03"),
        ("Ils se sont vus le 1er août 2031 dans la salle du conseil.", "2031-08-01"),
        ("They met in June 2030 in the hall of the council.", "2030-06"),
        ("They met in 2011 in the hall of the council of pilots.", "2011"),
        ("They met on Wednesday (Oct 31) in the hall of the council.", "XXXX-10-31"),
        ("They met on Wednesday in the hall of the council.", "XXXX-WXX-3"),
        ("They met in summer 2030 in the hall of the council.", "2030-SU"),
    ],
)
def test_an_expression_has_its_timex_value(sentence: str, value: str) -> None:
    assert [d.value for d in find_dates(sentence)] == [value]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("They met on Wednesday in the hall.", "2031-04-30"),
        ("They met last June in the hall.", "2030-06"),
        ("They met earlier this month in the hall.", "2031-05"),
        ("They will meet next week in the hall.", "2031-W19"),
        ("They met in February in the hall.", "2031-02"),
        ("They will meet in November in the hall.", "2031-11"),
        ("They met yesterday in the hall.", "2031-05-02"),
        ("They met last year in the hall.", "2030"),
        ("They will meet on the 23rd or 24th May in the hall.", "2031-05-23"),
    ],
)
def test_a_relative_expression_is_resolved_against_the_day_of_publication(sentence: str, value: str) -> None:
    assert dated("Saturday, 3 May 2031", sentence)[0][1] == value


def test_a_date_after_until_is_a_deadline() -> None:
    assert dated("Saturday, 3 May 2031", "The town gave the pilots until 1 June 2031 to agree.")[0][2] == "deadline"


@pytest.mark.parametrize(
    "sentence", ["He may march on.", "The sun sat in a chart.", "Route 2011 was closed.", "Version 3.5.20 is out."]
)
def test_what_only_looks_like_a_date_is_none(sentence: str) -> None:
    assert find_dates(sentence) == []


def test_a_header_date_that_the_text_does_not_contradict_is_the_day_of_publication() -> None:
    metadata = clean(f"Council opens the strait\n\nSaturday, 3 May 2031\n\n{PROSE}").metadata
    assert metadata.published == datetime.date(2031, 5, 3)
    assert not metadata.date_conflict


COPIED = f"Sunday, 14 Apr 2024\n\nCouncil opens the strait\n\n{PROSE} He said so on Wednesday (Oct 31) in the hall."


def test_a_header_date_loses_against_the_years_of_a_weekday_in_the_text() -> None:
    metadata = clean(COPIED).metadata
    assert metadata.published_stated == datetime.date(2024, 4, 14)
    assert metadata.date_conflict
    assert metadata.published_from is not None
    assert metadata.published_to is not None
    assert metadata.published_from <= datetime.date(2018, 10, 31) <= metadata.published_to < datetime.date(2019, 1, 1)
    assert "2007" in metadata.date_reason


def test_a_year_in_the_text_narrows_the_years_of_a_weekday() -> None:
    metadata = clean(COPIED + "\n\nThe strait had been closed since 2017, when the pilots left it for good.").metadata
    assert metadata.published_from == datetime.date(2018, 10, 31)


def test_the_other_documents_of_a_story_narrow_the_years_of_a_weekday() -> None:
    other = clean(f"Strait open at last\n\n2 November 2018\n\n{PROSE}")
    narrowed = narrow_dates([clean(COPIED), other])[0].metadata
    assert narrowed.published_from == datetime.date(2018, 10, 31)
    assert narrowed.date_conflict


def test_a_header_date_far_from_all_days_in_the_text_is_in_conflict() -> None:
    text = f"12 October 2023\n\nCouncil opens the strait\n\n{PROSE} The vote of March 3 was close, and that of March 4 was closer."
    assert clean(text).metadata.date_conflict


def test_without_evidence_the_interval_is_open() -> None:
    metadata = clean(f"Council opens the strait\n\n{PROSE}").metadata
    assert (metadata.published_stated, metadata.published_from, metadata.published_to) == (None, None, None)


def test_what_the_text_looks_back_on_is_the_first_bound() -> None:
    metadata = clean(f"Council opens the strait\n\n{PROSE} The strait was closed in June 2016 after a storm.").metadata
    assert (metadata.published_from, metadata.published_to) == (datetime.date(2016, 6, 1), None)


def test_a_plan_for_a_later_year_is_no_bound() -> None:
    assert (
        clean(f"Council opens the strait\n\n{PROSE} The new locks will be ready in 2040.").metadata.published_from
        is None
    )


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("They will vote on 1 July in the hall.", "2031-07-01"),
        ("The protocol lapses on June 30 in any case.", "2031-06-30"),
        ("The rule of January 11 remains in force.", "2031-01-11"),
        ("They met on the first of April in the hall.", "2031-04-01"),
        ("They will meet on the 14th, when the hall is free.", "2031-05-14"),
        ("They talked on Friday evening in the hall.", "2031-05-02TEV"),
        ("They talked last night in the hall.", "2031-05-02TNI"),
        ("The mayor will speak this evening in the hall.", "2031-05-03TEV"),
        ("The boats can leave until the end of the month.", "2031-05"),
        ("The council continues on Thursday in the hall.", "2031-05-08"),
        ("The last boat will sail on Saturday week.", "2031-05-17"),
        ("They met a week ago in the hall.", "2031-04-26"),
    ],
)
def test_a_day_without_a_year_is_the_nearest_on_the_side_that_its_clause_speaks_of(sentence: str, value: str) -> None:
    assert dated("Saturday, 3 May 2031", sentence)[0][1] == value


@pytest.mark.parametrize(
    "sentence", ["The last night ferry left empty.", "A catch of 40 tonnes in 2031-32.", "It rained in the past year."]
)
def test_durations_and_spans_are_no_dates(sentence: str) -> None:
    assert find_dates(sentence) == []


def test_the_second_of_two_days_is_found() -> None:
    found = dated("Saturday, 3 May 2031", "They will meet on May 23 or 24 in the hall of the council.")
    assert [value for _, value, _ in found] == ["2031-05-23", "2031-05-24"]


def roles(text: str) -> list[tuple[str, str]]:
    return [(d.text, d.role) for d in find_dates(clean(text))]


def test_a_date_line_that_stands_is_the_day_of_publication_and_one_that_falls_is_a_header() -> None:
    standing = f"Council opens the strait\n\nSaturday, 3 May 2031\n\n{PROSE}"
    assert roles(standing)[0] == ("Saturday, 3 May 2031", "published")
    assert roles(COPIED)[0] == ("Sunday, 14 Apr 2024", "header")


WIRE = "Council opens the strait\n\nKELM, March 2 (HARBOUR WIRE) - The harbour council voted on Tuesday to open the strait."


def test_the_day_of_a_dateline_is_the_day_of_publication() -> None:
    assert roles(WIRE)[0] == ("March 2", "published")


def test_a_dateline_without_a_year_is_dated_by_the_other_documents_of_the_corpus() -> None:
    others = [clean(f"Strait open at last\n\n{day} March 2021\n\n{PROSE}") for day in (4, 9, 15)]
    metadata = narrow_dates([clean(WIRE), *others])[0].metadata
    assert metadata.published == datetime.date(2021, 3, 2)
    assert not metadata.date_conflict


def test_a_corpus_of_many_years_does_not_date_a_dateline() -> None:
    years = range(2003, 2031, 3)
    others = [clean(f"Strait open at last\n\n4 March {year}\n\n{PROSE}") for year in years]
    assert narrow_dates([clean(WIRE), *others])[0].metadata.published is None


def test_a_header_date_loses_against_the_dateline() -> None:
    metadata = clean(WIRE.replace("\n\n", "\n\nAugust 2, 2022\n\n", 1)).metadata
    assert metadata.date_conflict
    assert "dateline" in metadata.date_reason


@pytest.mark.parametrize("sentence", ["The old protocol expires on June 30.", "What will happen on 1 July?"])
def test_one_day_far_ahead_does_not_contradict_a_stated_date(sentence: str) -> None:
    metadata = clean(f"Council opens the strait\n\n5 March 2021\n\n{PROSE} {sentence}").metadata
    assert metadata.published == datetime.date(2021, 3, 5)
    assert not metadata.date_conflict


def test_day_and_month_exchanged_in_a_stated_date_are_put_right_by_the_weekday_in_the_text() -> None:
    text = f"Council opens the strait\n\n2021-12-04\n\n{PROSE} The vote fell on Monday (Apr 12) in the hall."
    metadata = clean(text).metadata
    assert metadata.published == datetime.date(2021, 4, 12)
    assert metadata.published_stated == datetime.date(2021, 12, 4)
    assert metadata.date_conflict


def test_a_day_that_is_still_to_come_bounds_the_date_from_above() -> None:
    text = (
        f"Council opens the strait\n\nMay 1, 2024\n\n{PROSE} The town will vote on Wednesday, October 31, in the hall."
    )
    metadata = clean(text).metadata
    assert metadata.published_to == datetime.date(2018, 10, 31)


def test_a_lone_foreign_date_of_an_outlet_that_copies_is_doubted() -> None:
    others = [clean(f"Strait open at last\n\n{day} March 2021\n\n{PROSE}") for day in (4, 9, 15)]
    copy = clean(COPIED.replace("Oct 31", "Mar 10"), "Farm")
    second = clean(f"3 May 2024\n\nBoats in the strait\n\n{PROSE} The vote of March 14 was close.", "Farm")
    metadata = narrow_dates([*others, copy, second])[-1].metadata
    assert metadata.date_conflict
    assert metadata.published_from is not None
    assert metadata.published_to is not None
    assert metadata.published_from <= datetime.date(2021, 3, 14) <= metadata.published_to
