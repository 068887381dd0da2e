"""Figures carry their numbers and an alt text that says the finding."""

from __future__ import annotations

import io
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from corpuslib import figures

SHARES = pd.DataFrame({"outlet": ["Halyard", "Gull"], "share": [0.5, 0.2], "low": [0.4, 0.1], "high": [0.6, 0.4]})


def test_a_dot_plot_names_its_extremes_in_words() -> None:
    plot = figures.dots(SHARES, label="outlet", value="share", low="low", high="high", xlabel="share")
    assert "Highest Halyard at 0.50 (0.40 to 0.60), lowest Gull at 0.20" in plot.alt


def test_a_dot_plot_of_nothing_says_so() -> None:
    plot = figures.dots(SHARES.head(0), label="outlet", value="share", low="low", high="high", xlabel="share")
    assert "Nothing is known" in plot.alt


def test_a_heat_map_names_its_highest_cell_draws_zero_as_a_dot_and_leaves_unknown_cells_empty() -> None:
    matrix = pd.DataFrame({"x": [1.0, None], "y": [0.0, 9.0]}, index=["a", "b"])
    plot = figures.heat(matrix, title="uses")
    assert "Highest: b and y, 9" in plot.alt
    assert sorted(text.get_text() for text in plot.figure.axes[0].texts) == ["1", "9", "·"]


def test_bars_name_the_largest_part_and_its_range() -> None:
    frame = pd.DataFrame({"outlet": ["a", "b"], "ad": [1, 2], "caption": [3, 2]})
    plot = figures.bars(frame, label="outlet", series=["ad", "caption"], xlabel="n")
    assert "Largest part: caption, from 50% to 75% of a bar" in plot.alt


def test_bars_of_nothing_have_an_alt_text() -> None:
    frame = pd.DataFrame({"outlet": [], "ad": []})
    assert "no bars" in figures.bars(frame, label="outlet", series=["ad"], xlabel="n").alt


def days(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["from", "to", "stated"])
    return frame.assign(doc=[f"{n:03}" for n in range(len(rows))], outlet="a")


def draw(frame: pd.DataFrame) -> figures.Plot:
    return figures.timeline(frame, label="doc", start="from", end="to", group="outlet", stated="stated")


def written(plot: figures.Plot) -> list[str]:
    return [text.get_text() for text in plot.figure.axes[0].texts]


def test_a_timeline_names_undated_rows_and_draws_no_line_for_them() -> None:
    plot = draw(days(("2021-03-01", "2021-03-04", None), (None, None, None)))
    assert "Undated: 001" in plot.alt
    assert [label.get_text() for label in plot.figure.axes[0].get_yticklabels()] == ["000"]


def test_a_timeline_writes_a_stated_date_beyond_its_axis_at_the_border() -> None:
    assert written(draw(days(("2021-03-01", "2021-03-04", "2023-11-17")))) == ["stated 17 Nov 2023 →"]


def test_a_timeline_does_not_repeat_a_stated_date_that_the_interval_holds() -> None:
    plot = draw(days(("2021-03-01", "2021-03-04", "2021-03-02")))
    assert written(plot) == []
    _, labels = plot.figure.axes[0].get_legend_handles_labels()
    assert labels == ["a"]


def test_one_interval_far_away_does_not_stretch_the_axis() -> None:
    crowd = [(f"2021-03-{day:02}", f"2021-03-{day:02}", None) for day in range(1, 12)]
    plot = draw(days(*crowd, ("2031-05-01", "2031-05-02", None), ("2009-10-01", "2023-10-12", None)))
    assert "from 2021-02" in plot.alt and "to 2021-03" in plot.alt
    assert written(plot) == ["1–2 May 2031 →"]


def test_a_timeline_of_undated_rows_alone_is_drawn() -> None:
    assert "Undated: 000" in draw(days((None, None, None))).alt


def test_an_interval_in_words_names_what_it_needs_and_no_more() -> None:
    first, last = date(2018, 10, 31), date(2018, 11, 14)
    assert figures.period(first, first) == "31 Oct 2018"
    assert figures.period(first, last) == "31 Oct – 14 Nov 2018"
    assert figures.period(first, date(2019, 1, 3)) == "31 Oct 2018 – 3 Jan 2019"
    assert figures.period(first, None) == "from 31 Oct 2018"


def test_one_thing_is_singular_and_nothing_is_not_a_zero() -> None:
    assert [figures.count(n, "file") for n in (0, 1, 2)] == ["no files", "1 file", "2 files"]


def test_a_long_list_in_words_says_how_many_it_leaves_out() -> None:
    assert figures.listed(range(10), most=3) == "0, 1, 2 and 7 others"
    assert figures.listed([]) == "none"


def test_every_figure_hands_its_numbers_on() -> None:
    plot = figures.dots(SHARES, label="outlet", value="share", low="low", high="high", xlabel="share")
    assert plot.data.equals(SHARES)


def values(axes: Axes) -> list[float]:
    return [float(np.asarray(dot.get_xdata())[0]) for dot in axes.lines if dot.get_marker() == "o"]


def test_panels_share_their_rows_and_name_the_extremes_of_each() -> None:
    other = SHARES.assign(share=[0.1, 0.3]).iloc[::-1]
    plot = figures.panels({"named": SHARES, "quoted": other}, label="outlet", value="share", low="low", high="high")
    named, quoted = plot.figure.axes
    assert [label.get_text() for label in named.get_yticklabels()] == ["Halyard", "Gull"]
    assert values(quoted) == [0.1, 0.3]
    assert "named: Highest Halyard at 0.50" in plot.alt and "quoted: Highest Gull at 0.30" in plot.alt
    assert plot.data["panel"].tolist() == ["named", "named", "quoted", "quoted"]


def test_a_row_that_a_panel_lacks_has_no_dot_there() -> None:
    plot = figures.panels({"a": SHARES, "b": SHARES.head(1)}, label="outlet", value="share", low="low", high="high")
    known, missing = values(plot.figure.axes[1])
    assert known == 0.5 and missing != missing


def test_panels_of_nothing_have_an_alt_text() -> None:
    assert "no dot plots" in figures.panels({}, label="outlet", value="share", low="low", high="high").alt


def test_an_estimate_in_words_has_its_interval_only_where_there_is_one_and_no_place_to_break() -> None:
    assert figures.interval(50.4, 40.0, 61.2, unit=" %") == "50\N{NO-BREAK SPACE}% (40 to 61)".replace(" ", "\xa0")
    assert figures.interval(50.4, float("nan"), float("nan")) == "50"
    assert figures.interval(float("nan"), 0.0, 1.0) is None


def texts(plot: figures.Plot) -> list[str]:
    plot.figure.savefig(io.BytesIO(), format="svg")  # what cannot be drawn raises here
    return written(plot)


def test_a_heat_map_writes_notes_below_its_numbers_and_does_not_shade_what_is_not_sure() -> None:
    matrix = pd.DataFrame({"x": [100.0, 40.0]}, index=["a", "b"])
    notes = pd.DataFrame({"x": ["of 1", None]}, index=["a", "b"])
    plot = figures.heat(matrix, title="labels", notes=notes, sure=pd.DataFrame({"x": [False, True]}))
    assert texts(plot) == ["100", "of 1", "40"]
    shades = np.asarray(plot.figure.axes[0].images[0].get_array())
    assert shades.tolist() == [[0.0], [40.0]]


@pytest.mark.parametrize(
    ("sure", "said"),
    [([False, True], "Highest of the shaded: b and x, 40."), ([False, False], "No cell is sure enough")],
)
def test_the_alt_text_of_a_heat_map_names_no_cell_that_is_not_sure(sure: list[bool], said: str) -> None:
    matrix = pd.DataFrame({"x": [100.0, 40.0]}, index=["a", "b"])
    assert said in figures.heat(matrix, title="labels", sure=pd.DataFrame({"x": sure}, index=["a", "b"])).alt


def test_notes_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(1, 1\) with one of \(2, 1\)"):
        figures.heat(pd.DataFrame({"x": [1.0]}), title="t", notes=pd.DataFrame({"x": ["a", "b"]}))


@pytest.mark.filterwarnings("error", "ignore:Glyph")
@pytest.mark.parametrize("name", ["$\\frac{$ &lt; $", "_$x$\nb", "长" * 80])
def test_names_from_outside_are_drawn_letter_by_letter(name: str) -> None:
    frame = SHARES.assign(outlet=[name, name + "2"])
    matrix = pd.DataFrame({name: [1.0]}, index=[name])
    span = days(("2021-03-01", "2021-03-04", None)).assign(outlet=name)
    plots = [
        figures.dots(frame, label="outlet", value="share", low="low", high="high", xlabel=name),
        figures.panels({name: frame}, label="outlet", value="share", low="low", high="high"),
        figures.bars(frame.rename(columns={"share": name}), label="outlet", series=[name], xlabel="n"),
        figures.heat(matrix, title=name),
        figures.states(matrix.astype(object).replace(1.0, "told"), {"told": figures.State("x", "#0072B2")}, title=name),
        draw(span),
    ]
    for plot in plots:
        texts(plot)


TOLD = {"headline": figures.State("H", "#0072B2"), "left out": figures.State("–", "#f2f2f2")}


def test_a_matrix_of_states_marks_each_state_and_counts_them_in_words() -> None:
    matrix = pd.DataFrame({"count": ["headline", "left out"], "date": ["left out", None]}, index=["Halyard", "Gull"])
    plot = figures.states(matrix, TOLD, title="facts by outlet")
    assert texts(plot) == ["H", "–", "–"]
    assert plot.alt == "Matrix: facts by outlet, 2 rows by 2 columns. Cells: headline 1 and left out 2."
    assert plot.data.columns.tolist() == ["index", "count", "date"]


def test_a_matrix_of_no_states_is_drawn_and_says_none() -> None:
    assert "Cells: none" in figures.states(pd.DataFrame(), TOLD, title="facts").alt


RATES = pd.DataFrame({"from": ["2021-03-02", "2021-03-01", None], "to": ["2021-03-02", "2021-03-20", None], "war": 2.0})
WEEKS = pd.DataFrame({"value": "war", "from": [date(2021, 3, 1)], "to": [date(2021, 3, 7)], "estimate": 2.5})


def trend(rates: pd.DataFrame, means: pd.DataFrame) -> figures.Plot:
    return figures.trend(rates, means, start="from", end="to", values=["war"], unit="terms")


def test_a_trend_draws_days_as_dots_possible_days_as_lines_and_counts_the_undated() -> None:
    plot = trend(RATES, WEEKS.assign(low=1.0, high=4.0))
    texts(plot)
    marks = [line.get_marker() for line in plot.figure.axes[0].lines]
    assert marks == ["o", "None", "None"]  # a document on its day, one between two days, the mean
    assert "2 documents; 1 undated" in plot.alt
    assert "war: highest 2.5 (1.0 to 4.0), 1–7 Mar 2021" in plot.alt


def test_the_alt_text_of_a_trend_prefers_a_mean_with_an_interval_to_a_higher_one_without() -> None:
    later = WEEKS.assign(estimate=9.0)
    later[["from", "to"]] += pd.Timedelta(days=7)
    means = pd.concat([WEEKS.assign(low=1.0, high=4.0), later.assign(low=np.nan, high=np.nan)], ignore_index=True)
    assert "war: highest 2.5 (1.0 to 4.0), 1–7 Mar 2021" in trend(RATES, means).alt


def test_a_mean_without_an_interval_has_no_box() -> None:
    assert not trend(RATES, WEEKS.assign(low=np.nan, high=np.nan)).figure.axes[0].collections


def test_a_trend_of_nothing_is_drawn() -> None:
    plot = trend(RATES.head(0), WEEKS.head(0).assign(low=np.nan, high=np.nan))
    texts(plot)
    assert "no documents" in plot.alt and "no period has a mean" in plot.alt


def test_a_negative_estimate_has_a_true_minus_and_a_zero_none() -> None:
    assert figures.interval(-1.25, -2.0, -0.01, 1) == "−1.2 (−2.0 to 0.0)".replace(" ", "\xa0")


def test_passages_between_brackets_are_marked_in_order_and_joined_where_they_overlap() -> None:
    assert figures.bracketed("Kelm met 12 envoys.", [(9, 11), (0, 4), (2, 8)]) == "⟦Kelm met⟧ ⟦12⟧ envoys."


def test_a_passage_without_spans_is_the_text_on_one_line() -> None:
    assert figures.bracketed("Kelm\n met  12.", []) == "Kelm met 12."


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-9, 60), st.integers(-9, 60)), max_size=6))
def test_marking_a_passage_loses_none_of_its_words(text: str, spans: list[tuple[int, int]]) -> None:
    plain = text.replace("⟦", "").replace("⟧", "")
    shown = figures.bracketed(plain, spans).replace("⟦", "").replace("⟧", "")
    assert "".join(shown.split()) == "".join(plain.split())


def test_a_long_passage_is_cut_and_says_so() -> None:
    shown = figures.bracketed("word " * 500, [], longest=100)
    assert len(shown) == 100 and shown.endswith("…")


def test_a_folded_table_escapes_its_text_and_shows_what_is_missing_as_a_dash() -> None:
    frame = pd.DataFrame({"<b>": ["<script>", None]})
    markup = figures.folded(frame, summary='2 "rows" & more')
    assert "<script>" not in markup and "<b>" not in markup
    assert "<summary>2 &quot;rows&quot; &amp; more</summary>" in markup
    assert "<td>–</td>" in markup


def test_a_folded_table_is_bounded_and_says_how_many_rows_there_are() -> None:
    markup = figures.folded(pd.DataFrame({"word": ["a"] * 50}), summary="Show", max_rows=3)
    assert markup.count("<tr><td") == 3
    assert "Showing 3 of 50 rows." in markup
    assert "Showing" not in figures.folded(pd.DataFrame({"word": ["a"] * 3}), summary="Show", max_rows=3)


def strip(first: str | None, last: str | None, label: str = "012", **more: object) -> figures.Strip:
    ends = (None if day is None else date.fromisoformat(day) for day in (first, last))
    return figures.Strip(label, "note", *ends, **more)  # type: ignore[arg-type]


REPORT = strip("2021-03-15", "2021-03-16")


def places(markup: str) -> list[float]:
    """Where things are drawn, in per cent of the axis."""
    return [float(left) for left in re.findall(r"left:([\d.]+)%", markup)]


def test_strips_stand_under_the_names_of_their_lanes_in_order_and_a_lane_without_rows_is_left_out() -> None:
    markup = figures.strips({"reports": [REPORT, strip(None, None, "013")], "none": [], "events": [REPORT]})
    names = re.findall(r"<strong>(\w+)</strong>|<span>(\d+) ", markup)
    assert [a or b for a, b in names] == ["reports", "012", "013", "events", "012"]


def test_a_single_day_is_a_dot_an_interval_a_bar_and_an_open_end_an_arrow() -> None:
    def drawn(first: str | None, last: str | None) -> str:
        return figures.strips({"reports": [REPORT], "x": [strip(first, last)]}).rpartition("<strong>x</strong>")[2]

    assert "●" in drawn("2021-03-15", "2021-03-15") and "width:" not in drawn("2021-03-15", "2021-03-15")
    assert "width:" in drawn("2021-03-14", "2021-03-16") and "→" not in drawn("2021-03-14", "2021-03-16")
    assert "→" in drawn("2021-03-15", None) and "←" in drawn(None, "2021-03-15")
    assert not set("●←→") & set(drawn(None, None))


def test_a_stated_day_that_the_evidence_contradicts_is_a_cross_at_the_border_of_the_axis_or_on_its_day() -> None:
    late, near = (figures.strips({"reports": [REPORT._replace(stated=date(year, 3, 17))]}) for year in (2024, 2021))
    assert "× →" in late and "×" in near and "× →" not in near


def test_an_event_of_another_year_does_not_stretch_the_axis_and_one_of_the_same_month_does() -> None:
    far = figures.strips({"reports": [REPORT], "events": [strip("2009-10-01", "2009-10-31")]})
    assert "←" in far and "width:1.0%" not in far
    close = figures.strips({"reports": [REPORT], "events": [strip("2021-03-30", "2021-03-30")]})
    assert "→" not in close


def test_one_late_date_among_many_reports_does_not_squeeze_them() -> None:
    rows = [strip(f"2021-03-{day}", f"2021-03-{day}") for day in range(10, 20)]
    assert "→" in figures.strips({"reports": [*rows, strip("2024-01-09", "2024-01-09")]})


def test_strips_hold_text_from_outside_as_text_in_any_script_and_no_address_that_leaves_the_report() -> None:
    row = REPORT._replace(label="<b>조선</b>", note="<i>", group="<u>", href="javascript:alert(1)")
    markup = figures.strips({"<s>": [row]})
    assert "href" not in markup and "&lt;b&gt;조선" in markup
    assert not [tag for tag in ("<b>조", "<i>", "<u>", "<s>") if tag in markup]


DAYS = st.none() | st.dates()


@given(st.lists(st.tuples(DAYS, DAYS, DAYS), max_size=6), st.lists(st.tuples(DAYS, DAYS, DAYS), max_size=3))
@settings(deadline=None)
def test_whatever_the_days_are_strips_are_drawn_within_the_axis_and_with_few_ticks(
    reports: list[tuple[date | None, date | None, date | None]],
    events: list[tuple[date | None, date | None, date | None]],
) -> None:
    lanes = {
        name: [figures.Strip("x", "", first, last, stated=stated) for first, last, stated in rows]
        for name, rows in (("reports", reports), ("events", events))
    }
    markup = figures.strips(lanes)
    assert all(0 <= left <= 100 for left in places(markup))
    assert markup.count("<small style") <= 4
    assert bool(markup) == bool(reports or events)


def test_a_grid_holds_text_from_outside_as_text_and_leaves_unknown_cells_empty() -> None:
    matrix = pd.DataFrame({"<b>": ["told", None], "조선": ["odd", "told"]}, index=["<i>", "shots"])
    markup = figures.grid(matrix, {"told": figures.State("<", "#0072B2")})
    assert "<b>" not in markup and "<i>" not in markup and "조선" in markup
    assert markup.count("<td></td>") == 3 and markup.count("&lt;</td>") == 2


def test_a_grid_of_nothing_is_nothing() -> None:
    assert figures.grid(pd.DataFrame(), {}) == ""


def test_what_one_document_says_twice_is_one_clause() -> None:
    sides = (
        figures.Side("Gull", "a weapon"),
        figures.Side("", "no word of a missile"),
        figures.Side("Tern", "a missile"),
    )
    markup = figures.cards([figures.Card("conflict", "", "", (), sides=sides)])
    assert "Gull said “a weapon” but also “no word of a missile”; Tern said “a missile”</summary>" in markup


def test_clauses_hold_text_from_outside_as_text() -> None:
    side = figures.Side("<a>", "<b>", "<c>", "<d>", "<e>", "<f>", "<g>")
    markup = figures.cards([figures.Card("", "", "", (), sides=(side, side), then="<h>")])
    assert not [letter for letter in "abcdefgh" if f"<{letter}>" in markup]


def test_terms_hold_text_from_outside_as_text() -> None:
    assert "<b>" not in figures.terms({"<b>": ["<b>", figures.Line("<b>", "<b>", "<b>")]})


@given(st.text(), st.integers(2, 60))
def test_a_shortened_text_has_its_first_words_and_no_more_characters_than_asked_for(text: str, longest: int) -> None:
    shown = figures.shortened(text, longest)
    assert len(shown) <= longest
    assert " ".join(text.split()).startswith(shown.removesuffix("…").rstrip())


@given(st.text(max_size=60))
def test_an_inert_text_is_shown_letter_by_letter_in_a_heading(text: str) -> None:
    from html import unescape

    from corpuslib.reports.markdown import MarkdownRenderer

    plain = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    page = MarkdownRenderer()
    page(f"## x {figures.inert(plain)} x")
    assert " ".join(unescape(page.headings[0].html).split()) == f"x {plain} x".replace("  ", " ")


def test_a_passage_in_context_is_not_cut_within_a_number_or_a_word() -> None:
    text = "The strait’s catch of 84,000 tonnes, at 1.5 crowns, is Ardmark’s."
    start = text.index("tonnes")
    for most in range(1, 12):
        before, after = figures.in_context(text, start, start + 6, most)
        assert not before.startswith(("… s ", "… 000"))
        assert not after.endswith(("1 …", "Ardmark …"))


def test_cards_hold_text_from_outside_as_text_and_no_address_that_leaves_the_report() -> None:
    line = figures.Line("<b>", "<i>", "<u>", "javascript:alert(1)", "<s>", "&")
    markup = figures.cards([figures.Card("<h1>", "<h2>", "<h3>", (line,))])
    assert "href" not in markup
    assert not [tag for tag in ("<b>", "<i>", "<u>", "<s>", "<h1>", "<h2>", "<h3>") if tag in markup]
    assert "“&lt;s&gt;<mark>&lt;b&gt;</mark>&amp;”" in markup


def test_a_card_can_be_closed_and_its_line_can_lead_to_the_file() -> None:
    line = figures.Line("three shots", "012", href="../../data/raw/demo/012.txt")
    markup = figures.cards([figures.Card("agreement", "", "", (line,), open=False)])
    assert markup.startswith("<details><summary>") and '<a href="../../data/raw/demo/012.txt">012</a>' in markup


def test_a_quotation_mark_of_the_text_stands_apart_from_that_of_the_page() -> None:
    lines = figures.Line("I paid", "012", before="“", after=" less,” she said"), figures.Line("“no”", "013")
    markup = figures.cards([figures.Card("quoted", "", "", lines)])
    assert "“\u202f“<mark>I paid</mark> less,” she said” <small>" in markup
    assert "“\u202f“no”\u202f” <small>" in markup


def test_all_of_two_are_both() -> None:
    assert figures.portion(2, 2, "story", "stories") == "both stories"
    assert figures.portion(3, 3, "story", "stories") == "all 3 stories"


@pytest.mark.parametrize("most", [0, 1, 2, 5, 8, 40])
def test_a_passage_in_context_has_no_more_words_than_asked_for_and_rebuilds_the_text(most: int) -> None:
    text = "On Wednesday the navy found the boat near the light."
    start, end = text.index("found"), text.index("found") + 5
    before, after = figures.in_context(text, start, end, most)
    shown = before + text[start:end] + after
    assert len(shown.replace("…", "").split()) <= max(most, 1)
    assert shown.replace("… ", "").replace(" …", "") in text
    assert most < 10 or shown == text


@pytest.mark.parametrize("value", ["", "XXXX-WXX-3", "2021-13", "2021-W54", "2021-SP", "P3D", "0000", "٢٠٢١"])
def test_a_value_that_leaves_its_days_open_has_none(value: str) -> None:
    assert figures.days_of(value) is None
