"""Dates are found, given a role and a value, and decide together when a text was published."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.cleaning import clean, find_dates, narrow_dates
from corpuslib.cleaning.calendar import expressions, is_date_line
from corpuslib.cleaning.publication import candidates, evidence_of
from corpuslib.cleaning.stamps import label_before
from corpuslib.document import Declared

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


ASHORE = "Ferry runs aground in the harbour of Kelm"


def test_a_report_may_be_of_the_day_after_the_weekday_that_its_lead_names() -> None:
    # 2 May 2034 is a Tuesday, 2 May 2035 a Wednesday.
    lead = "KELM, May 2 (HARBOUR WIRE) - A ferry ran aground late on Tuesday."
    others = [clean(f"Ferry still aground\n\n{day} May 2035\n\n{PROSE}") for day in (3, 4, 6)]
    assert narrow_dates([clean(f"{ASHORE}\n\n{lead}\n\n{PROSE}"), *others])[0].metadata.published == datetime.date(
        2035, 5, 2
    )


def test_the_latest_weekday_past_tells_most_of_the_day_of_a_report() -> None:
    text = (
        "KELM, May 2 (HARBOUR WIRE) - A ferry ran aground late on Tuesday.\n\nThe last passengers landed on Wednesday."
    )
    years = [d.year for d in candidates(evidence_of(clean(f"{ASHORE}\n\n{text}\n\n{PROSE}"), Declared(), None))]
    assert 2035 in years
    assert 2034 not in years


def test_what_the_text_looks_back_on_long_ago_does_not_date_it() -> None:
    text = "KELM, May 2 (HARBOUR WIRE) - A ferry ran aground on Tuesday.\n\nThe port opened in October 2025."
    metadata = clean(f"{ASHORE}\n\n{text}\n\n{PROSE}").metadata
    assert (metadata.published_from, metadata.published_to) == (datetime.date(2028, 5, 2), None)


def test_a_date_line_without_a_year_is_dated_by_the_other_documents_of_the_corpus() -> None:
    others = [clean(f"Strait open at last\n\n{day} March 2021\n\n{PROSE}") for day in (4, 9, 15)]
    metadata = narrow_dates([clean(f"{ASHORE}\n\nFriday 5th March\n\n{PROSE}"), *others])[0].metadata
    assert metadata.published == datetime.date(2021, 3, 5)


def test_of_a_date_line_whose_order_is_open_the_weekday_in_the_text_tells_the_day() -> None:
    # 4 February 2025 is a Tuesday, 2 April 2025 a Wednesday.
    text = f"{ASHORE}\n\nBy our desk, 04/02/25\n\nThe harbour council voted on Monday to open the strait.\n\n{PROSE}"
    assert clean(text).metadata.published == datetime.date(2025, 2, 4)
    either = clean(text.replace("on Monday ", "")).metadata
    assert (either.published_from, either.published_to) == (datetime.date(2025, 2, 4), datetime.date(2025, 4, 2))


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


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("3 de mayo de 2031", "Spanish"),
        ("3 de maio de 2031", "Portuguese"),
        ("sabato 3 maggio 2031", "Italian"),
        ("zaterdag 3 mei 2031", "Dutch"),
        ("3 maja 2031", "Polish"),
        ("3. května 2031", "Czech"),
        ("3 maj 2031", "Swedish, Danish"),
        ("3. mai 2031", "Norwegian"),
        ("3. toukokuuta 2031", "Finnish"),
        ("2031. május 3.", "Hungarian"),
        ("3 Mayıs 2031 Cumartesi", "Turkish"),
        ("3 мая 2031 г.", "Russian"),
        ("3 травня 2031", "Ukrainian"),
        ("3 Μαΐου 2031", "Greek"),
        ("3 مايو 2031", "Arabic"),
        ("٣ مايو ٢٠٣١", "Arabic digits"),
        ("3 Mei 2031", "Indonesian"),
        ("ngày 3 tháng 5 năm 2031", "Vietnamese"),
        ("3 मई 2031", "Hindi"),
        ("2031年5月3日", "Chinese, Japanese"),
        ("2031년 5월 3일", "Korean"),
        ("2031.05.03", "year first"),
        ("05/23/31", "two-digit year"),
    ],
)
def test_a_day_is_read_in_the_languages_that_news_is_written_in(written: str, language: str) -> None:
    day = 23 if language == "two-digit year" else 3
    assert [e.date for e in expressions(written)] == [datetime.date(2031, 5, day)]


@pytest.mark.parametrize(
    ("line", "date_line"),
    [
        ("Güncelleme: 3 Mayıs 2031 10:05", True),
        ("Опубликовано 3 мая 2031 г., 10:00", True),
        ("Talks on 3 May 2031 failed", False),
    ],
)
def test_a_line_of_a_label_and_a_date_is_a_date_line_in_other_languages_too(line: str, date_line: bool) -> None:
    assert is_date_line(line) is date_line


@pytest.mark.parametrize(
    ("line", "label"),
    [("Published: ", "published"), ("Aktualisiert am ", "modified"), ("Ada says ", "comment"), ("Talks on ", None)],
)
def test_the_word_before_a_date_says_what_it_is_the_date_of(line: str, label: str | None) -> None:
    assert label_before(line) == label


def test_an_open_order_of_day_and_month_is_settled_by_another_date_of_the_text() -> None:
    body = f"Council opens the strait\n\nPosted: 03/05/2031\n\n{PROSE}"
    assert clean(body).metadata.published is None
    assert clean(f"{body}\n\nRead also: Boats in the strait, 25/04/2031").metadata.published == datetime.date(
        2031, 5, 3
    )
    assert clean(f"{body}\n\nRead also: Boats in the strait, 04/25/2031").metadata.published == datetime.date(
        2031, 3, 5
    )


MENU = "\n".join(f"Section {name}" for name in ("north", "south", "east", "west", "news", "sport", "weather", "trade"))
LONG = "\n".join(f"{PROSE} Boat number {n} sailed first, and the others waited for the tide to turn." for n in range(6))


def page(stamp: str, *, top: str = "", below: str = "") -> datetime.date | None:
    text = f"{top}\n{MENU}\nCouncil opens the strait to all boats\n{stamp}\n{LONG}\n{below}"
    return clean(text).metadata.published_stated


@pytest.mark.parametrize(
    "stamp",
    [
        "By Ada Quill | May 3, 2031",
        "Ada Quill - May 3, 2031 1:00 pm UTC",
        "PUBLISHED: May 3, 2031 at 8:48 p.m. | UPDATED: May 4, 2031 at 10:54 a.m.",
        "Published: 12:40 GMT, 3 May 2031 | Updated: 14:44 GMT, 4 May 2031",
        "Published: May 3, 2031, 10:03 IST",
        "2031-05-03T10:03:00Z",
        "May 3, 2031 • 5 min read",
        "Contributing Editor, Harbour May 3, 2031 6:55 am PST",
    ],
)
def test_the_date_beside_the_headline_is_the_articles_own(stamp: str) -> None:
    assert page(stamp) == datetime.date(2031, 5, 3)


def test_todays_date_above_the_menu_and_those_of_other_articles_are_not_the_articles_own() -> None:
    others = "\n".join(f"Boats in the strait, part {n}\nMay {n}, 2031" for n in range(5, 12))
    assert page("By Ada Quill, May 3, 2031", top="Sunday, May 25th 2031", below=others) == datetime.date(2031, 5, 3)


def test_a_page_whose_dates_are_those_of_other_articles_has_none() -> None:
    others = "\n".join(f"Boats in the strait, part {n}\nMay {n}, 2031" for n in range(5, 12))
    assert page("By Ada Quill", below=others) is None


def test_the_persons_of_a_byline_are_told_from_the_names_in_a_menu() -> None:
    text = f"Harbour Masters Guide\n{MENU}\nCouncil opens the strait to all boats\nBy Sarah Quill\nMay 3, 2031\n{LONG}"
    assert clean(text).metadata.authors == ("Sarah Quill",)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("They met in February this year in the hall.", "2031-02"),
        ("They will meet in the second week of June in the hall.", "2031-W24"),
        ("The vote is in the week of May 12, they said.", "2031-W20"),
        ("Nothing has moved since the new year in the hall.", "2031-01-01"),
        ("Last week, they met in the hall of the council.", "2031-W17"),
        ("They will meet on Wednesday and Thursday next in the hall.", "2031-05-07"),
        ("The hall had been full before the weekend, it was said.", "2031-W18-WE"),
        ("Sie trafen sich vor einer Woche im Saal des Rates.", "2031-04-26"),
        ("Sie treffen sich kommende Woche im Saal des Rates.", "2031-W19"),
        ("Ils se sont vus la semaine dernière dans la salle.", "2031-W17"),
        ("Neither would have said so after the 2nd, when the hall was full.", "2031-05-02"),
    ],
)
def test_a_period_is_resolved_against_the_day_of_publication(sentence: str, value: str) -> None:
    assert dated("Saturday, 3 May 2031", sentence)[0][1] == value


def test_without_a_day_of_publication_the_latest_day_that_the_text_names_is_the_anchor() -> None:
    other = clean(f"Strait open at last\n\n2 November 2018\n\n{PROSE}")
    document = narrow_dates([clean(f"{COPIED}\n\nHe will meet the pilots next week, it was said."), other])[0]
    found = find_dates(document)[-1]
    assert (found.text, found.value) == ("next week", "2018-W45")
    assert found.confidence <= 0.6


def test_a_day_still_to_come_bounds_a_month_of_publication() -> None:
    text = (
        f"Council opens the strait\n\n{PROSE} It met the pilots in June 2030 and in February this year. The vote is to be"
        " held this month, perhaps, it was expected, on the 23rd or 24th April."
    )
    metadata = clean(text).metadata
    assert metadata.published_from == datetime.date(2031, 4, 1)
    assert metadata.published_to == datetime.date(2031, 4, 24)


@pytest.mark.parametrize(
    "sentence", ["Trade is projected to grow to ten million by weight in 2038.", "Updated on 3 May 2038."]
)
def test_a_forecast_or_the_note_of_an_update_does_not_contradict_a_stated_date(sentence: str) -> None:
    metadata = clean(f"Council opens the strait\n\n5 March 2031\n\n{PROSE} {sentence}").metadata
    assert not metadata.date_conflict


@given(st.text(max_size=300))
def test_expressions_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    found = expressions(text)
    assert all(0 <= e.start < e.end <= len(text) for e in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    "piece", ["1/", "3 de ", "2031年", "from May to ", "By Aa Bb, ", "Published 1 May 2031\n", "vom "]
)
def test_a_long_text_of_half_dates_is_read_to_its_end(piece: str) -> None:
    assert len(clean(piece * 500).raw) == len(piece) * 500
