"""Each call of a display function emits one bundle with all that a report needs."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from corpuslib.reports import ReportError, figure, html, note, table

FRAME = pd.DataFrame({"outlet": ["Ember", "Nordvik Daily"], "n": [3, 5]})


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: bundles.append((data, options)))
    return bundles


def bars():
    fig, ax = plt.subplots()
    ax.scatter(FRAME.n, FRAME.n, label="articles")
    ax.set_title("Ember ≥ −3")
    ax.legend()
    return fig


def test_a_table_is_html_csv_and_metadata(shown):
    table(FRAME, id="by-outlet", caption="Articles by outlet")
    [(data, options)] = shown
    assert data["text/csv"] == "outlet,n\nEmber,3\nNordvik Daily,5\n"
    assert options["metadata"]["corpuslib"] == {"id": "by-outlet", "kind": "table", "caption": "Articles by outlet"}
    assert options["raw"] and sorted(data) == ["text/csv", "text/html", "text/plain"]


def test_a_figure_is_svg_with_its_alt_text_and_the_numbers_behind_it(shown):
    figure(bars(), id="points", alt="Two <points>", caption="Points", data=FRAME)
    [(data, options)] = shown
    assert data["image/svg+xml"].startswith("<svg ") and "<title>Two &lt;points&gt;</title>" in data["image/svg+xml"]
    assert options["metadata"]["image/svg+xml"] == {"alt": "Two <points>"}
    assert data["text/csv"].startswith("outlet,n\n")


def test_a_figure_is_closed(shown):
    fig = bars()
    figure(fig, id="points", alt="a", caption="b", data=FRAME)
    assert not plt.fignum_exists(fig.number)


def test_the_same_figure_has_the_same_bytes_whatever_the_settings(shown):
    figure(bars(), id="points", alt="a", caption="b", data=FRAME)
    with matplotlib.rc_context({"svg.hashsalt": "x", "svg.fonttype": "none", "font.sans-serif": ["Liberation Sans"]}):
        figure(bars(), id="points", alt="a", caption="b", data=FRAME)
    assert shown[0][0] == shown[1][0]


def test_a_script_that_the_font_lacks_makes_no_warning(shown, recwarn):
    fig, ax = plt.subplots()
    ax.set_title("강 협정")
    figure(fig, id="korean", alt="a", caption="b", data=FRAME)
    assert [str(warning.message) for warning in recwarn] == []


def test_two_figures_share_no_ids(shown):
    figure(bars(), id="first", alt="a", caption="b", data=FRAME)
    figure(bars(), id="second", alt="a", caption="b", data=FRAME)
    assert shown[0][0]["image/svg+xml"] != shown[1][0]["image/svg+xml"]


def test_a_figure_says_nothing_of_date_or_maker(shown):
    figure(bars(), id="points", alt="a", caption="b", data=FRAME)
    svg = shown[0][0]["image/svg+xml"]
    assert "date" not in svg and "Matplotlib" not in svg and "metadata" not in svg


def test_a_note_is_escaped_unless_it_vouches_for_itself(shown):
    class Markup:
        def __html__(self):
            return "<em>sure</em>"

    note("a < b", id="plain")
    note(Markup(), id="markup", kind="limit")
    assert "a &lt; b" in shown[0][0]["text/html"]
    assert "<strong>Limit.</strong> <em>sure</em>" in shown[1][0]["text/html"]


def test_markup_of_our_own_is_shown_under_an_escaped_caption(shown):
    html("<mark>x</mark>", id="pair", caption="a < b")
    assert "<mark>x</mark>" in shown[0][0]["text/html"] and "a &lt; b" in shown[0][0]["text/html"]


def test_rows_behind_markup_of_our_own_become_its_csv(shown):
    html("<mark>x</mark>", id="pair", caption="a", data=FRAME)
    html("<mark>x</mark>", id="without", caption="a")
    assert shown[0][0]["text/csv"].startswith(",".join(FRAME.columns)) and "text/csv" not in shown[1][0]


@pytest.mark.parametrize("id", ["", "A", "a b", "a--b", "-a", "a_b", "é", "a\n"])
def test_an_id_that_cannot_be_an_anchor_is_refused(shown, id):
    with pytest.raises(ReportError, match="does not do"):
        note("x", id=id)


def test_a_figure_without_alt_text_and_a_table_without_caption_are_refused(shown):
    with pytest.raises(ReportError, match="no alt"):
        figure(bars(), id="points", alt=" ", caption="b", data=FRAME)
    with pytest.raises(ReportError, match="no caption"):
        table(FRAME, id="t", caption="")
    plt.close("all")


def test_a_note_of_an_unknown_kind_is_refused(shown):
    with pytest.raises(ReportError, match="use 'finding', 'limit' or 'warning'"):
        note("x", id="a", kind="hunch")


def test_text_that_no_file_can_hold_is_replaced(shown):
    note("a\ud800b", id="x")
    table(pd.DataFrame({"t": ["\ud800"]}, dtype=object), id="t", caption="c\udfff")
    for data, _ in shown:
        for text in data.values():
            text.encode("utf-8")
