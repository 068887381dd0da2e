"""A page as found: its lines on the ledger, what each line is, what the page declares."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.document import Found, Region
from corpuslib.lexicon import rows
from corpuslib.read import article, read_html
from corpuslib.read.features import Page, features
from corpuslib.read.line_model import article_lines

LONG = (
    "The two delegations met for the third day at the old customs house on the river, and both said they would stay. "
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Ferry talks | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><link rel=canonical href="https://harbour.invalid/7">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage"}}, {{"@type": ["NewsArticle"],
"headline": "Ferry talks &amp; tolls", "datePublished": "2031-03-04T08:00:00Z", "author": [{{"name": "Ana Tur"}},
{{"name": "Ole Brandt"}}], "publisher": {{"name": "Harbour Post"}}, "articleSection": ["World"]}}]}}</script>
<style>p {{ color: red }}</style></head><body>
<header><h1><a href="/">Harbour Post</a></h1></header><nav><ul><li><a href="/a">World</a></li></ul></nav>
<div class="breadcrumbs"><span>Home</span></div>
<article><h1>Ferry talks
 resume</h1><div class="byline">By Ana Tur</div><p>{LONG * 2}</p>
<h2>What comes next</h2><p>{LONG * 2}</p>
<figure><img src=x><figcaption>The customs house in winter.</figcaption></figure>
<p>{LONG} <a href="/x">A link</a> in the text.</p>
<div class="share-bar"><a href="#">Share this</a></div><div class="newsletter-box">Get our letter every day.</div>
<h3>More on this</h3></article>
<div id="comments"><p>{LONG}</p></div>
<aside><p>Another story</p></aside><footer>© Harbour Post</footer></body></html>"""


def lines(found: Found) -> dict[str, Region]:
    """The regions of a page by the text of their lines."""
    ledger, text = found.draft.ledger, found.draft.text
    return {text[ledger.to_clean(r.raw_start, r.raw_end).slice]: r for r in found.regions}


def text_of(page: str) -> str:
    return read_html(page).draft.text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<p>One\n   two</p>", "One two"),
        ("<p>A <b>bold</b>, <i>fine</i> word</p>", "A bold, fine word"),
        ("<p>One<br>Two<br/><br>Three", "One\nTwo\nThree"),
        ("<p>Fish &amp; chips &#8217;tis &copy; R&D</p>", "Fish & chips ’tis © R&D"),
        ("<p>&nbsp;</p><p>x</p><p> \xa0 </p>", "x"),
        ("a<script>if (a < b) document.write('<p>no</p>')</script>b", "ab"),
        ("a<!-- no > no -->b", "ab"),
        ("<p title='a > b'>x</p>", "x"),
        ("<p title=it's>x</p>", "x"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<pre>One\n  two</pre>", "One\ntwo"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("<table><tr><td>One</td><td>Two</td></tr></table>", "One\nTwo"),
        ("<p>price: 5&#10;euros</p>", "price: 5 euros"),
    ],
)
def test_a_page_becomes_the_lines_that_a_reader_sees(page: str, text: str) -> None:
    assert text_of(page) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<div><p>One<div>Two", "One\nTwo"),
        ("<p>One<b>Two", "OneTwo"),
        ("One</div></p>Two", "One\nTwo"),
        ("<p>One <!-- never closed <b>two</b>", "One two"),
        ('<p>One</p><a href="never closed>two</a><p>Three</p>', "One\ntwo\nThree"),
        ("<p>One</p><textarea>two", "One\ntwo"),
        ("<p>One</p><di", "One\n<di"),
        ("One<script>two", "One"),
    ],
)
def test_an_unclosed_page_keeps_its_text(page: str, text: str) -> None:
    assert text_of(page) == text


def test_what_markup_took_away_is_on_the_ledger_by_kind_and_rule() -> None:
    edits = read_html("<p>Fish &amp;  chips</p><script>x</script>").draft.edits
    assert [(e.kind, e.before, e.after, e.rule) for e in edits] == [
        ("markup", "<p>", "", "tag"),
        ("entity", "&amp;", "&", "entity"),
        ("whitespace", "  ", " ", "white space"),
        ("markup", "</p><script>x</script>", "", "tag+script"),
    ]


@pytest.mark.parametrize(
    ("line", "role", "in_body"),
    [
        ("Ferry talks resume", "headline", False),
        ("Harbour Post", None, False),
        ("World", "navigation", False),
        ("Home", "breadcrumb", False),
        ("By Ana Tur", "byline", False),
        (LONG * 2, None, True),
        ("What comes next", "subhead", True),
        ("The customs house in winter.", "caption", False),
        (f"{LONG}A link in the text.", None, True),
        ("Share this", "social_prompt", False),
        ("Get our letter every day.", "newsletter_prompt", False),
        ("More on this", None, False),
        (LONG, "comment", False),
        ("Another story", "related_links", False),
        ("© Harbour Post", "navigation", False),
    ],
)
def test_markup_says_what_a_line_is(line: str, role: str | None, in_body: bool) -> None:
    region = lines(read_html(PAGE))[line.strip()]
    assert (region.role, region.in_body) == (role, in_body)


def test_without_article_element_the_body_is_where_the_prose_is() -> None:
    page = f"<div><a href=1>One</a></div><div><div>{LONG}</div><div>{LONG}!</div></div><div>Imprint and terms</div>"
    found = lines(read_html(page))
    assert [region.in_body for region in found.values()] == [False, True, True, False]


def test_a_class_word_is_not_believed_where_most_of_the_prose_stands() -> None:
    assert all(r.in_body for r in read_html(f"<div class='sidebar'><p>{LONG}</p><p>{LONG}</p></div>").regions)


def test_a_table_in_the_article_is_kept_whole() -> None:
    table = "<table><tr><th>Port</th><th>Boats</th></tr><tr><td class=player>Kelm</td><td>14</td></tr></table>"
    found = lines(read_html(f"<article><h1>Ferry talks</h1><p>{LONG}</p>{table}<p>{LONG}!</p></article>"))
    assert all(found[cell].in_body for cell in ("Port", "Boats", "Kelm", "14"))


def test_a_table_of_links_is_not_the_article() -> None:
    table = "<table><tr><td><a href=1>World</a></td><td><a href=2>Sport</a></td></tr></table>"
    found = lines(read_html(f"<article><h1>Ferry talks</h1><p>{LONG}</p><p>{LONG}!</p></article>{table}"))
    assert not found["World"].in_body and not found["Sport"].in_body


def test_a_post_that_the_article_quotes_is_no_social_prompt() -> None:
    post = f"<div class='social-embed'><blockquote><p>{LONG}?</p></blockquote></div>"
    found = lines(read_html(f"<article><h1>Talks</h1><p>{LONG}</p><p>{LONG}!</p>{post}<p>{LONG}.</p></article>"))
    assert found[f"{LONG}?"].in_body


def test_an_article_that_is_declared_in_parts_is_taken_whole() -> None:
    parts = [f"<div class='article-body'><p>{LONG}{n}.</p><p>{LONG * 2}{n}.</p></div>" for n in range(3)]
    page = f"<main><h1>Ferry talks</h1>{'<div><a href=1>Advertisement</a></div>'.join(parts)}</main>"
    assert sum(region.in_body for region in read_html(page).regions) == 6


def test_teasers_of_other_stories_below_the_article_are_not_the_article() -> None:
    paragraphs = "".join(f"<p>{LONG}{n}.</p>" for n in range(9))
    teaser = "Skippers of small boats will pay twice as much from next month on."
    teasers = "".join(f"<div><h3><a href={n}>Tolls rise again</a></h3><p>{n}. {teaser}</p></div>" for n in range(3))
    found = lines(read_html(f"<main><h1>Ferry talks</h1>{paragraphs}<div>{teasers}</div></main>"))
    assert found[f"1. {teaser}"].rule == "element p in the article, but reads like the page around it"
    assert sum(region.in_body for region in found.values()) == 9


def test_a_model_that_would_leave_hardly_anything_is_not_believed() -> None:
    assert article_lines([-300] * 5, [True] * 5, [80] * 5, [-1] * 5) == [True] * 5


def test_cells_of_a_table_stay_or_go_together() -> None:
    assert article_lines([400, -500, 500, -50, 400], [True] * 5, [80] * 5, [-1, 1, 1, 1, -1]) == [True] * 5
    assert article_lines([400, -900, -900, 300, 400], [False] * 5, [80] * 5, [-1, 1, 1, 1, -1])[1:4] == [False] * 3


def test_weights_are_whole_numbers_and_name_what_is_observed() -> None:
    known = {name for each in features_of(PAGE) if each for name in each}
    named = {name for row in rows("html_weights.tsv") for name in (row["feature"], row["other"]) if name}
    assert all(int(row["weight"]) for row in rows("html_weights.tsv"))
    assert {"length", "tag", "climb", "branch links", "rule", "links 1 up", "tag +1"} <= known & named


def features_of(page: str) -> list[dict[str, int] | None]:
    """The features of a page's lines, as the reader sees them."""
    seen: list[dict[str, int] | None] = []

    def noted(page: Page) -> list[dict[str, int] | None]:
        seen.extend(features(page))
        return seen

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(article, "features", noted)
        read_html(page)
    return seen


def test_without_h1_the_first_heading_above_the_body_is_the_headline() -> None:
    found = lines(read_html(f"<article><h2>Ferry talks</h2><p>{LONG}</p><h2>Next</h2><p>{LONG}!</p></article>"))
    assert [found["Ferry talks"].role, found["Next"].role] == ["headline", "subhead"]


def test_what_stands_above_the_headline_is_not_body_and_a_long_heading_below_it_is_the_standfirst() -> None:
    page = f"<article><p>Shipping</p><h1>Ferry talks</h1><h2>{LONG}</h2><p>{LONG}!</p></article>"
    assert [(r.role, r.in_body) for r in read_html(page).regions] == [
        (None, False),
        ("headline", False),
        ("standfirst", False),
        (None, True),
    ]


def test_a_page_without_headings_has_no_headline() -> None:
    assert {r.role for r in read_html(f"<p>{LONG}</p><p>{LONG}</p>").regions} == {None}


def test_the_page_declares_headline_date_people_outlet_section_language_and_address() -> None:
    declared = read_html(PAGE).declared
    assert declared.headline == "Ferry talks & tolls"
    assert declared.published == "2031-03-04T08:00:00Z"
    assert declared.authors == ("Ana Tur", "Ole Brandt")
    assert (declared.outlet, declared.section, declared.language) == ("Harbour Post", "World", "en")
    assert declared.url == "https://harbour.invalid/7"


def test_meta_tags_and_elements_speak_where_json_ld_is_silent() -> None:
    page = (
        "<title>Tolls &amp; ferries</title><meta name=author content='By Ana Tur and Ole Brandt'>"
        "<meta name=description content='What it costs'><time datetime=2031-03-05>yesterday</time>"
    )
    declared = read_html(page).declared
    assert (declared.headline, declared.description) == ("Tolls & ferries", "What it costs")
    assert (declared.published, declared.authors) == ("2031-03-05", ("Ana Tur", "Ole Brandt"))


@pytest.mark.parametrize(
    ("page", "published"),
    [
        ('<link rel=canonical href="https://harbour.invalid/2031/03/04/ferry"><p>x</p>', "2031-03-04"),
        ("<div data-x='{&quot;datePublished&quot;:&quot;2031-03-04T08:00Z&quot;}'>x</div>", "2031-03-04T08:00Z"),
        (
            "<meta property=article:published_time content=2031-03-05T02:10:07Z>"
            "<time datetime=2031-03-01T10:00:00-05:00>x</time><time datetime=2031-03-04T21:10:07-05:00>y</time>",
            "2031-03-04T21:10:07-05:00",
        ),
        (
            "<meta property=article:published_time content=2031-03-05T02:10:07Z><time datetime='2031-03-04 21:10:07'>x",
            "2031-03-04 21:10:07",
        ),
        (
            "<meta property=article:published_time content=2031-03-05T02:10:07Z><time datetime=soon>x",
            "2031-03-05T02:10:07Z",
        ),
    ],
)
def test_the_day_of_publication_is_the_one_that_the_outlet_prints(page: str, published: str) -> None:
    assert read_html(page).declared.published == published


@pytest.mark.parametrize(
    "data",
    ["[" * 100_000, '{"@type": "NewsArticle", "headline": ', '{"@type": 3}', '{"a":' * 2_000 + "1" + "}" * 2_000],
)
def test_hostile_json_ld_declares_nothing(data: str) -> None:
    page = f"<title>Tolls</title><script type='application/ld+json'>{data}</script>"
    assert read_html(page).declared.headline == "Tolls"


def test_the_given_address_wins_over_the_declared_one() -> None:
    assert read_html(PAGE, url="https://mirror.invalid/1").declared.url == "https://mirror.invalid/1"


def test_the_bytes_of_a_page_are_read_with_its_declared_charset() -> None:
    found = read_html('<meta charset="windows-1251"><p>Река</p>'.encode("cp1251"))
    assert found.draft.text == "Река" and found.source.encoding == "cp1251"


@pytest.mark.parametrize(
    "page",
    [
        "<" * 300_000,
        "<div>" * 20_000 + "x",
        "<p class='" + "a " * 300_000 + "'>x</p>",
        "<table><tr><td>" * 5_000 + LONG,
        f"<p>{LONG * 1_000}</p>",
        "<time datetime=9999-12-31T23:59:59-14:00>x</time><meta name=date content=0001-01-01T00:00:00Z>",
    ],
    ids=["markup that never opens", "deep", "a long attribute", "deep tables", "a long line", "the ends of time"],
)
def test_a_hostile_page_is_read_and_rebuilt(page: str) -> None:
    draft = read_html(page).draft
    assert draft.ledger.rebuild(draft.text) == page


def test_an_empty_page_has_no_lines() -> None:
    assert read_html("").regions == () and read_html("<p></p>").draft.text == ""


PIECES = st.sampled_from(
    [
        *[
            "<p>",
            "</p>",
            "<div class='related x'>",
            "</div>",
            "<article>",
            "</article>",
            "<h1>",
            "</h1>",
            "<h2>",
            "<li>",
        ],
        *["<a href='x'>", "</a>", "<br>", "<script>", "</script>", "<!--", "-->", "<!", "<", ">", "</", '"', "'", "="],
        *[
            "<p title=",
            "&amp;",
            "&nbsp;",
            "&#10;",
            "&#xD800;",
            "&#0;",
            "&",
            ";",
            "&nbsp",
            " ",
            "\n",
            "\t",
            "\xa0",
            "\r\n",
        ],
        *[
            "<pre>",
            "</pre>",
            "<title>",
            "</title>",
            "<svg/>",
            "<svg>",
            "<nav>",
            "<head>",
            "<html lang=de>",
            "\x00",
            "é",
        ],
        *["word", "A sentence that ends.", LONG, "\ud800", "😀", "<meta name=author content=x>", "<time datetime=1>"],
    ]
)
SOUP = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


@settings(max_examples=300)
@given(SOUP)
def test_any_page_is_rebuilt_from_its_text_and_ledger(page: str) -> None:
    draft = read_html(page).draft
    assert draft.ledger.rebuild(draft.text) == draft.raw
    assert len(draft.raw) == len(page)
    draft.raw.encode()


@settings(max_examples=300)
@given(SOUP)
def test_regions_of_any_page_are_its_lines_in_order(page: str) -> None:
    found = read_html(page)
    position = 0
    for region in found.regions:
        assert position <= region.raw_start < region.raw_end <= len(found.draft.raw)
        position = region.raw_end
    spans = [found.draft.ledger.to_clean(r.raw_start, r.raw_end) for r in found.regions]
    assert "\n".join(found.draft.text[s.slice] for s in spans) == found.draft.text


@pytest.mark.parametrize(
    "unit",
    ["<", "<a ", '<a b="', "<a b='\"", "<!--", "<script>", "</script", "<div>", "<p>", "<div><p></div>", "&", "&nbsp;", "</p>",
     "<a href=x>y", "<li>", "x&nbsp;", "<svg>", "<pre>\n", " ", "<h1>x", "<p class=\"", "= ", "<textarea>", "<time datetime=1>", "<table><tr><td>x", "<blockquote>",
     "<article><p>A sentence. ", "<ul><li>x", "x. X", "\"datePublished\":", "<div itemprop=articleBody>x"],
)  # fmt: skip
def test_time_grows_no_faster_than_the_page(unit: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        read_html("<x>" + unit * (size // len(unit)))
        return time.process_time() - started

    seconds(1_000)
    small, large = seconds(10_000), seconds(100_000)
    assert large < 40 * small + 0.5
