"""Figures carry their numbers and an alt text that says the finding."""

from __future__ import annotations

import pandas as pd

from corpuslib import figures

SHARES = pd.DataFrame({"outlet": ["Halyard", "Gull"], "share": [0.5, 0.2], "low": [0.4, 0.1], "high": [0.6, 0.4]})


def test_a_dot_plot_names_its_extremes_in_words() -> None:
    plot = figures.dots(SHARES, label="outlet", value="share", low="low", high="high", xlabel="share")
    assert "Highest Halyard at 0.50 (0.40 to 0.60), lowest Gull at 0.20" in plot.alt


def test_a_dot_plot_of_nothing_says_so() -> None:
    plot = figures.dots(SHARES.head(0), label="outlet", value="share", low="low", high="high", xlabel="share")
    assert "Nothing is known" in plot.alt


def test_a_heat_map_names_its_highest_cell_and_draws_what_is_missing_as_a_dash() -> None:
    matrix = pd.DataFrame({"x": [1.0, None], "y": [2.0, 9.0]}, index=["a", "b"])
    plot = figures.heat(matrix, title="uses")
    assert "Highest: b and y, 9" in plot.alt
    assert "–" in {text.get_text() for text in plot.figure.axes[0].texts}


def test_bars_name_the_largest_part() -> None:
    frame = pd.DataFrame({"outlet": ["a", "b"], "ad": [1, 2], "caption": [5, 0]})
    assert (
        "Most frequent: caption, 5 in all"
        in figures.bars(frame, label="outlet", series=["ad", "caption"], xlabel="n").alt
    )


def test_a_timeline_names_undated_rows_and_marks_stated_dates_far_away() -> None:
    frame = pd.DataFrame(
        {
            "doc": ["001", "002"],
            "from": ["2021-03-01", None],
            "to": ["2021-03-04", None],
            "stated": ["2023-11-17", None],
            "outlet": ["a", "b"],
        }
    )
    plot = figures.timeline(frame, label="doc", start="from", end="to", group="outlet", stated="stated")
    assert "Undated: 002" in plot.alt
    assert any("2023-11-17" in text.get_text() for text in plot.figure.axes[0].texts)


def test_every_figure_hands_its_numbers_on() -> None:
    plot = figures.dots(SHARES, label="outlet", value="share", low="low", high="high", xlabel="share")
    assert plot.data.equals(SHARES)
