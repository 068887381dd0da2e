"""Text in a table is inert, on the page and in a spreadsheet; numbers read the same down a column."""

from __future__ import annotations

import csv
import datetime
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.reports import ReportError
from corpuslib.reports.checks import check_csv, page_facts
from corpuslib.reports.tabular import format_number, table_html, to_csv


def page(frame: pd.DataFrame, **options) -> str:
    return table_html(frame, **({"caption": "c", "units": {}, "max_rows": 50, "link": {}} | options))


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</table>", "&amp;", "\ud800\x00", "\u202e"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_cell_header_and_caption_stay_text(text):
    frame = pd.DataFrame([[text]], columns=pd.Index([text], dtype=object), dtype=object)
    facts = page_facts(page(frame, caption=text))
    assert facts.problems == []
    assert "".join(facts.text).count(text.replace("\ud800", "\ufffd").replace("\x00", "\ufffd")) == 3


@given(st.text())
def test_no_text_opens_an_element(text):
    assert page(pd.DataFrame({"a": [text]})).count("<") == page(pd.DataFrame({"a": ["x"]})).count("<")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text):
    rows = list(csv.reader(io.StringIO(to_csv(pd.DataFrame({text: [text]})), newline="")))
    cell = "'" + text.replace("\r", "\n")
    assert rows == [[cell], [cell]]


def test_a_list_that_begins_like_a_formula_gets_an_apostrophe():
    assert to_csv(pd.DataFrame({"a": [["=1", "b"]]})) == "a\n'=1; b\n"


# A slash could spell a folder of this machine, which the check refuses for another reason.
TEXT = st.text(st.characters(exclude_characters="/"))


@given(st.lists(st.tuples(TEXT, st.floats() | st.none(), st.integers()), max_size=5))
def test_every_frame_becomes_a_csv_that_passes_the_check(rows):
    frame = pd.DataFrame(rows, columns=["a", "b", "c"], dtype=object)
    assert check_csv(to_csv(frame)) == []


def test_a_negative_number_is_no_formula():
    assert to_csv(pd.DataFrame({"a": [-1, 2], "b": [-0.5, np.inf]})) == "a,b\n-1,-0.5\n2,inf\n"


def test_csv_floats_have_six_significant_digits_and_no_exponent():
    frame = pd.DataFrame({"a": [1 / 3, 1234567.8, -0.0, 1e-9, float("nan")]})
    assert to_csv(frame) == 'a\n0.333333\n1234570\n0\n1e-09\n""\n'


def test_csv_holds_all_rows_and_the_page_says_how_many_it_shows():
    frame = pd.DataFrame({"a": range(120)})
    assert to_csv(frame).count("\n") == 121
    assert page(frame).count("<tr>") == 51
    assert "Showing 50 of 120 rows." in page(frame)
    assert "Showing" not in page(frame.head(50))


def test_an_empty_table_says_so():
    assert "No rows." in page(pd.DataFrame({"a": []}))
    assert to_csv(pd.DataFrame({"a": []})) == "a\n"


def test_a_column_of_numbers_has_one_number_of_decimals_and_is_right_aligned():
    markup = page(pd.DataFrame({"share": [0.5, 0.123456, None]}))
    assert '<td class="n">0.500</td>' in markup and '<td class="n">0.123</td>' in markup
    assert '<td class="n">–</td>' in markup


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 2, "0.00"),
        (-0.0, 2, "0.00"),
        (9999, 0, "9999"),
        (10000, 0, "10\u202f000"),
        (-0.5, 1, "−0.5"),
        (0.0001, 2, "<0.01"),
        (-0.0001, 2, ">−0.01"),
        (float("-inf"), 2, "−inf"),
    ],
)
def test_numbers_read_as_people_write_them(value, decimals, text):
    assert format_number(value, decimals) == text


def test_values_of_other_types_are_readable():
    frame = pd.DataFrame(
        {
            "a": [True],
            "b": [["x", "y"]],
            "c": [pd.Timestamp("2031-05-02")],
            "d": [datetime.date(2031, 5, 2)],
            "e": [np.array(["p", "q"])],
            "f": [{"b", "a"}],
        }
    )
    for text in ("yes", "x · y", "2031-05-02", "p · q", "a · b"):
        assert f"<td>{text}</td>" in page(frame)
    assert to_csv(frame).splitlines()[1] == "true,x; y,2031-05-02,2031-05-02,p; q,a; b"


def test_a_named_index_becomes_columns():
    frame = pd.DataFrame({"n": [1]}, index=pd.Index(["Ember"], name="outlet"))
    assert to_csv(frame) == "outlet,n\nEmber,1\n"


def test_a_cell_links_to_a_passage_and_the_address_column_is_hidden():
    frame = pd.DataFrame({"claim": ["opened"], "href": ["#p-017"]})
    markup = page(frame, link={"claim": "href"})
    assert '<a href="#p-017">opened</a>' in markup and "<th" in markup and ">href<" not in markup


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "https://example.org", "//example.org", "/etc/passwd", 'x" onclick="y', "data:,"]
)
def test_an_address_out_of_the_report_is_no_link(target):
    assert "<a" not in page(pd.DataFrame({"a": ["x"], "b": [target]}), link={"a": "b"})


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ReportError, match="no column 'shar'; it has share"):
        page(pd.DataFrame({"share": [1]}), units={"shar": "%"})


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ReportError, match="two columns of one name"):
        page(pd.DataFrame([[1, 2]], columns=["a", "a"]))
