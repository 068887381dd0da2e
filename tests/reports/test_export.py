"""A page that reads well, says what it is made from, and holds nothing that runs."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from corpuslib.reports import ReportError
from corpuslib.reports.checks import check_html, page_facts, visible_text
from corpuslib.reports.display import STYLE
from corpuslib.reports.export import Entry, describe_notebook, export_html, index_html
from corpuslib.reports.markdown import MarkdownRenderer, slug

SIGNATURE = {"data": "ab" * 32, "parameters": "corpus=demo <b>", "seed": "3"}
SVG = '<svg width="72pt" height="36pt"><title>bars</title></svg>'


def ours(kind: str, id: str, html: str = "<p>x</p>", caption: str = "A caption", csv: str | None = None):
    data = {"text/html": STYLE + html} | ({"text/csv": csv} if csv else {})
    return new_output("display_data", data, metadata={"corpuslib": {"id": id, "kind": kind, "caption": caption}})


def drawn(alt: str = "Bars & lines"):
    about = {"id": "bars", "kind": "figure", "caption": "The bars", "alt": alt}
    data = {"image/svg+xml": SVG, "text/csv": "a\n1\n"}
    return new_output("display_data", data, metadata={"corpuslib": about, "image/svg+xml": {"alt": alt}})


def notebook(*cells) -> nbformat.NotebookNode:
    made = [new_markdown_cell(c) if isinstance(c, str) else new_code_cell("y = 1", outputs=list(c)) for c in cells]
    return new_notebook(cells=made)


def export(*cells, name: str = "02_framing") -> str:
    return export_html(notebook(*cells), name=name, corpus_title="The accord", signature=SIGNATURE)


FULL = (
    "# Who frames *what*\n\nOne question.\n\nMore.",
    [ours("table", "by-outlet", "<table><tr><td>1</td></tr></table>", csv="a\n1\n")],
    "## Results\n\nSee [the limits](#limits) and [sources](03_sources.html#x).",
    [drawn()],
    [ours("finding", "f-1", '<p class="cl-note">Half of them.</p>', caption="")],
    "### In detail\n\n## Results\n\n## Limits",
)


def test_a_full_page_passes_every_check():
    assert check_html(export(*FULL)) == []


def test_the_first_heading_is_the_title_and_stands_once():
    html = export(*FULL)
    assert page_facts(html).title == "Who frames what · The accord"
    assert html.count("Who frames") == 2 and "<h1>Who frames what</h1>" in html


def test_the_signature_is_shown_in_its_order_and_escaped():
    html = export(*FULL)
    assert re.findall(r"<dt>(\w+)</dt><dd>([^<]*)</dd>", html) == [
        ("data", "ab" * 32),
        ("parameters", "corpus=demo &lt;b&gt;"),
        ("seed", "3"),
    ]


def test_contents_link_to_headings_whose_anchors_are_unique():
    ids = page_facts(export(*FULL)).ids
    assert [i for i in ids if i in ("results", "results-2", "in-detail", "limits")] == [
        "results",
        "in-detail",
        "results-2",
        "limits",
    ]


def test_a_heading_does_not_take_the_id_of_a_table():
    html = export("# T\n\n## By outlet\n\n## Main", [ours("table", "by-outlet")])
    assert check_html(html) == []
    assert {"by-outlet", "by-outlet-2", "main", "main-2"} <= set(page_facts(html).ids)


def test_a_figure_has_its_alt_text_its_caption_and_its_numbers():
    html = export(*FULL)
    assert '<img alt="Bars &amp; lines" width="96" src="data:image/svg+xml;base64,' in html
    assert "<figcaption>The bars</figcaption>" in html
    assert 'href="tables/02_framing_bars.csv"' in html


def test_a_finding_has_an_anchor_and_a_visible_link_to_it():
    html = export(*FULL)
    assert '<div class="statement" id="f-1">' in html
    assert '<a class="anchor" href="#f-1" aria-label="Link to this finding">¶</a>' in html


def test_code_is_folded_below_what_it_made():
    html = export("# T", [], [ours("table", "t")])
    assert html.index('id="t"') < html.index("How this was computed")
    assert html.count("<details") == 2  # the signature, and the two cells of code together


def test_code_that_shows_nothing_before_prose_is_set_up():
    assert "<summary>Set-up</summary>" in export("# T", [], "## Next")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "text <img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](https://example.org/a)",
        "![x](https://example.org/a.png)",
        "[x]: //example.org\n\n[y][x]",
        "<https://example.org>",
        "# <b onclick=x>\n\n## <i>",
        "```html\n<script>\n```",
        "| <script> |\n|---|\n| <script> |",
        '[x](# "a\\" onclick=\\"b")',
        "$x<script>y</script>$",
    ],
)
def test_nothing_in_markdown_runs_or_leads_out(source):
    assert check_html(export("# Title\n\n" + source)) == []


def test_an_outside_link_is_shown_with_its_address():
    assert "(https://example.org/a)" in visible_text(export("[the study](https://example.org/a)"))


def test_output_that_is_not_ours_is_shown_as_text():
    outputs = [
        new_output("stream", name="stdout", text="<script>1</script>"),
        new_output("display_data", {"text/html": "<script>2</script>", "text/plain": "<Thing>"}),
        new_output("display_data", {"application/javascript": "3"}),
    ]
    html = export("# T", outputs)
    assert check_html(html) == []
    assert "&lt;Thing&gt;" in html and "cannot show" in html


def test_an_image_without_alt_text_is_found_by_the_check():
    html = export("# T", [new_output("display_data", {"image/png": "AA=="})])
    assert any("no alt text" in problem for problem in check_html(html))


def test_an_error_in_a_cell_makes_no_page():
    with pytest.raises(ReportError, match="ended with ValueError"):
        export("# T", [new_output("error", ename="ValueError", evalue="x", traceback=[])])


@pytest.mark.parametrize("id", ["t", "main", "contents", "signature"])
def test_an_id_used_twice_or_taken_by_the_page_is_refused(id):
    with pytest.raises(ReportError, match=f"the id '{id}'"):
        export("# T", [ours("table", "t"), ours("table", id)])


def test_the_index_lists_reports_findings_and_tables():
    entry = describe_notebook(notebook(*FULL), "02_framing")
    assert entry == Entry(
        "02_framing.html",
        "Who frames what",
        "One question.",
        (("f-1", "Half of them."),),
        (("tables/02_framing_by-outlet.csv", "A caption"), ("tables/02_framing_bars.csv", "The bars")),
    )
    html = index_html(corpus_title="The <accord>", entries=[entry], signature=SIGNATURE, summary="Ten outlets.")
    assert check_html(html) == []
    assert 'href="02_framing.html#f-1"' in html and "The &lt;accord&gt;" in html and "Ten outlets." in html


def test_an_index_without_reports_says_so():
    html = index_html(corpus_title="New", entries=[], signature={})
    assert check_html(html) == [] and "no reports yet" in html


def test_anchors_fold_accents_and_never_end_empty():
    assert slug("Über Würde & Geld") == "uber-wurde-geld" and slug("日本") == "section"


def test_headings_remember_their_level():
    render = MarkdownRenderer()
    render("# A\n\n# B\n\n### C")
    assert [(h.level, h.anchor) for h in render.headings] == [(2, "b"), (3, "c")]
