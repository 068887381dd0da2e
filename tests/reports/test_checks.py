"""No page is published that runs, loads, leads astray or leaks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.reports.checks import CSP, check_csv, check_html, check_links, check_rights, visible_text


def page(body: str = "", head: str = "", lang: str = ' lang="en"') -> str:
    csp = f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
    return f"<!DOCTYPE html><html{lang}><head>{csp}<title>t</title>{head}</head><body>{body}</body></html>"


def test_a_plain_page_passes():
    body = '<h2 id="a">A</h2><a href="#a">a</a><a href="x.html#b">x</a><img alt="y" src="data:image/png;base64,AA">'
    assert check_html(page(body)) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>1</script>", "<script> is not allowed"),
        ("<SCRIPT >1</SCRIPT>", "<script> is not allowed"),
        ('<p onclick="x">', "event handler onclick"),
        ("<svg/onload=x>", "event handler onload"),
        ('<a href="javascript:x">x</a>', "points outside"),
        ('<a href=" jav&#x61;script:x">x</a>', "points outside"),
        ('<a href="https://example.org">x</a>', "points outside"),
        ('<a href="//example.org">x</a>', "points outside"),
        ('<a href="/home/x">x</a>', "points outside"),
        ('<img alt="x" src="https://example.org/x.png">', "loads 'https"),
        ('<img alt="x" src="x.png">', "loads 'x.png'"),
        ('<img src="data:image/png;base64,AA">', "no alt text"),
        ('<img alt=" " src="data:image/png;base64,AA">', "no alt text"),
        ('<link rel="stylesheet" href="x.css">', "points outside"),
        ('<iframe src="x"></iframe>', "<iframe> is not allowed"),
        ("<style>p{background:url(https://x.org/a)}</style>", "loads something"),
        ("<style>@import 'x';</style>", "loads something"),
        ('<p style="background:url(//x.org)">', "loads something"),
        ('<meta http-equiv="refresh" content="0;url=x">', "meta refresh"),
        ('<i id="a"></i><i id="a"></i>', "'a' stands 2 times"),
        ('<a href="#nowhere">x</a>', "#nowhere leads nowhere"),
        ("<p>&lt;X object at 0x7f3a2b1c9d00&gt;", "a memory address"),
        ("<p>/home/someone/notes", "a folder of this machine"),
        ("<pre>Traceback (most recent call last):</pre>", "a traceback"),
    ],
)
def test_a_problem_is_found(body, problem):
    assert any(problem in found for found in check_html(page(body)))


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (page(lang=""), "no language"),
        (page().replace("<title>t</title>", ""), "no title"),
        (page().replace(CSP, CSP + "; script-src *"), "content security policy"),
        ("<html lang=en><title>t</title>", "content security policy"),
    ],
)
def test_what_every_page_needs_is_missed(html, problem):
    assert any(problem in found for found in check_html(html))


def test_a_problem_names_its_line():
    assert check_html(page("\n\n<script></script>"))[0] == "line 3: <script> is not allowed in a report"


def test_links_between_pages_must_lead_somewhere():
    pages = {"index.html": page('<a href="a.html#f">1</a><a href="b.html">2</a><a href="tables/t.csv">3</a>')}
    pages["a.html"] = page('<p id="g">')
    assert check_links(pages, [*pages, "tables/t.csv"]) == [
        "index.html: a.html has no 'f' to link to",
        "index.html: the link b.html leads nowhere",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b\n1\n", "row 2 has 1 cells"),
        ("a\r\n1\r\n", "CR LF"),
        ("a\n1", "no line end"),
        ("a\n=1+1\n", "would become a formula"),
        ("a\n-x\n", "would become a formula"),
        ("\n", "no header"),
        ("", "no header"),
        ("a\n<f at 0x7f3a2b1c9d00>\n", "a memory address"),
    ],
)
def test_a_problem_of_a_csv_is_found(text, problem):
    assert any(problem in found for found in check_csv(text))


def test_negative_numbers_and_escaped_formulas_pass():
    assert check_csv('a,b\n-1.5,\'=x\n-inf,"x,y"\n') == []


SOURCE = "On the ninth day the ferry left the old harbour before dawn, carrying nobody but the clerk."
EIGHT = "the ferry left the old harbour before dawn"


def test_eight_words_in_a_row_may_be_shown():
    assert check_rights(f"It says: {EIGHT}.", [SOURCE]) == []


def test_nine_words_in_a_row_are_found_whole():
    assert check_rights(f"({EIGHT}; CARRYING nobody)", ["Another text.", SOURCE]) == [f"{EIGHT} carrying nobody"]


@pytest.mark.parametrize(
    "disguise",
    [
        "<td>the ferry left the old</td><td>harbour before dawn, carrying</td>",
        "the fer<b>ry left</b> the old harbour<br>before dawn carrying",
        "the ferry left the old har&shy;bour before dawn carrying",
        "<img alt='the ferry left the old harbour before dawn carrying'>",
        "THE FERRY — LEFT! the “old” harbour… before_dawn / carrying",
    ],
)
def test_markup_and_punctuation_hide_no_run(disguise):
    assert check_rights(visible_text(disguise), [SOURCE]) == [f"{EIGHT} carrying"]


def test_two_runs_apart_are_two():
    words = [f"w{n}" for n in range(40)]
    shown = " ".join([*words[:10], "other", *words[20:30]])
    assert check_rights(shown, [" ".join(words)]) == [" ".join(words[:10]), " ".join(words[20:30])]


@given(st.lists(st.sampled_from("abc"), max_size=40), st.lists(st.sampled_from("abc"), max_size=40), st.integers(1, 5))
def test_runs_are_found_exactly_where_a_naive_search_finds_them(shown, source, limit):
    def grams(words):
        return [tuple(words[i : i + limit + 1]) for i in range(len(words) - limit)]

    covered = {i + k for i, g in enumerate(grams(shown)) if g in grams(source) for k in range(limit + 1)}
    runs = check_rights(" ".join(shown), [" ".join(source)], limit)
    assert len(covered) <= sum(len(run.split()) for run in runs)
    assert bool(covered) == bool(runs)
    assert all(tuple(run.split()[: limit + 1]) in grams(source) for run in runs)


def test_long_texts_take_linear_time():
    text = "a b " * 100_000
    start = time.process_time()
    assert len(check_rights(text, [text])) == 1
    assert check_html(page("<" * 200_000)) is not None
    assert time.process_time() - start < 6
