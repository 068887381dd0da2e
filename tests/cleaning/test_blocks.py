"""Every line is typed by what it is, and content stays in the body."""

from __future__ import annotations

import time
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.cleaning import clean, clean_html, clean_many
from corpuslib.cleaning.line_model import TURN, read_lines
from corpuslib.cleaning.lines import Line
from corpuslib.document import Document
from corpuslib.read.line_model import best_runs

FIRST = "The harbour council of Orvesund voted on Monday to open the strait to all boats that carry a pilot."
SECOND = "Its chair said that the vote had been close, and that the next one would be closer still."
THIRD = "Fishermen on the quay said they would wait and see what the new rule meant for the price of herring."


def article(*lines: str) -> Document:
    return clean("\n\n".join(lines))


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


def test_a_title_before_the_first_paragraph_is_the_headline() -> None:
    document = article("Council opens the strait", FIRST, SECOND)
    assert kinds(document) == ["headline", "paragraph", "paragraph"]
    assert document.metadata.headline == "Council opens the strait"


def test_a_text_that_starts_with_prose_has_no_headline() -> None:
    document = article(FIRST, SECOND)
    assert document.metadata.headline is None
    assert kinds(document) == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Council opens the strait | Harbour Post", "Harbour Post"),
        ("Council opens the strait - The Harbour Herald", "The Harbour Herald"),
        ("Council opens the strait to boats BBC", "BBC"),
    ],
)
def test_an_outlet_at_the_end_of_a_title_is_no_part_of_it(title: str, outlet: str) -> None:
    document = article(title, FIRST, SECOND)
    assert document.metadata.outlet == outlet
    assert document.metadata.headline is not None
    assert outlet not in document.metadata.headline


def test_an_abbreviation_that_the_text_speaks_of_belongs_to_the_title() -> None:
    document = article(
        "Council sues the BBC", FIRST, "The BBC said that it had not expected the council to go to court."
    )
    assert document.metadata.headline == "Council sues the BBC"


def test_a_path_of_sections_before_the_repeated_headline_is_a_breadcrumb() -> None:
    document = article("Start North Council opens the strait", "Council opens the strait", FIRST, SECOND)
    assert kinds(document)[:2] == ["breadcrumb", "headline"]
    assert document.metadata.section == "North"


def test_prose_between_headline_and_date_is_the_standfirst() -> None:
    document = article(
        "Council opens the strait", "The vote ends a quarrel of nine years over pilots.", "3 May 2031", FIRST
    )
    assert kinds(document) == ["headline", "standfirst", "timestamp", "paragraph"]


def test_short_lines_between_paragraphs_are_subheads_and_stay_in_the_body() -> None:
    document = article("Council opens the strait", FIRST, "a quarrel about pilots", SECOND, "What next?", THIRD)
    assert kinds(document) == ["headline", "paragraph", "subhead", "paragraph", "subhead", "paragraph"]
    assert "a quarrel about pilots" in document.body


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("READ ALSO: Band wins prize", "read_also"),
        ("Lesen Sie auch: Der Hafen schläft", "read_also"),
        ("Ada Quill / Pixabay", "image_credit"),
        ("Photo: A. Quill", "image_credit"),
        ("Advertisement", "ad"),
        ("Advertise here with us", "ad"),
        ("Sign up for our free newsletter", "newsletter_prompt"),
        ("Share this article", "social_prompt"),
        ("Follow us on Facebook", "social_prompt"),
        ("© 2031 The Harbour Post. All rights reserved.", "copyright"),
        ("Source: Read Full Article", "source_line"),
        ("Related Stories:", "related_links"),
        ("Leave a comment", "comment"),
    ],
)
def test_known_boilerplate_between_paragraphs_leaves_the_body(line: str, kind: str) -> None:
    document = article("Council opens the strait", FIRST, line, SECOND)
    assert kinds(document) == ["headline", "paragraph", kind, "paragraph"]
    assert document.body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisements for the ferry had been torn down in the night, she said.",
        "“We hope to build on that.”",
        "Share prices fell by a third after the vote on the pilots, traders said.",
        "By Monday the council of Orvesund had lost its patience with the pilots.",
        "The source of the leak was not known, the harbour master said on Tuesday.",
        "Follow the money, the old pilots say, and you will find the herring.",
        "Comments by the chair were taken badly on the quay, where they know him.",
    ],
)
def test_prose_that_sounds_like_boilerplate_stays(line: str) -> None:
    assert line in article("Council opens the strait", FIRST, line, SECOND).body


def test_short_lines_after_a_heading_of_related_links_leave_the_body() -> None:
    document = article(
        "Council opens the strait", FIRST, SECOND, "Related Posts", "Band wins prize", "Cat found on mast"
    )
    assert document.body == f"{FIRST}\n{SECOND}"


def test_a_list_after_the_last_paragraph_stays() -> None:
    assert article("Council opens the strait", FIRST, SECOND, "Herring: 12 a kilo", "Cod: 9 a kilo").body.endswith(
        "Cod: 9 a kilo"
    )


def test_one_short_sentence_among_long_paragraphs_is_a_caption() -> None:
    long = f"{FIRST} {SECOND} {THIRD}"
    document = article(
        long,
        long[::-1].capitalize() + ".",
        "The harbour master inspected the boats on Tuesday.",
        long,
        long,
        long,
        long,
    )
    assert document.blocks[2].kind == "caption"
    assert document.blocks[2].confidence <= 0.5


def test_one_sentence_paragraphs_of_a_news_text_are_no_captions() -> None:
    assert set(kinds(article(FIRST, SECOND, THIRD, "The vote is on Friday in the old hall.", FIRST, SECOND))) == {
        "paragraph"
    }


def test_the_dateline_is_metadata_and_stays_in_its_paragraph() -> None:
    document = article("Council opens the strait", "ORVESUND (Reuters, AFP) - " + FIRST, SECOND)
    assert document.metadata.dateline == "ORVESUND (Reuters, AFP)"
    assert document.metadata.agencies == ("Reuters", "AFP")
    assert document.body.startswith("ORVESUND")


def test_names_of_authors_come_from_the_byline() -> None:
    document = article("Council opens the strait", "By Ada Quill and Tom Reve, harbour editor", FIRST)
    assert document.metadata.byline == "By Ada Quill and Tom Reve, harbour editor"
    assert document.metadata.authors == ("Ada Quill", "Tom Reve")


def test_the_language_is_told_for_long_texts_only() -> None:
    assert article(FIRST, SECOND, THIRD).metadata.language == "en"
    assert article("Council opens the strait").metadata.language is None


def test_markup_decides_before_layout() -> None:
    page = f"<body><nav>Home</nav><article><h1>Council opens</h1><p>{FIRST}</p><h2>Pilots</h2><p>{SECOND}</p></article></body>"
    document = clean_html(page)
    assert [b.kind for b in document.blocks if b.in_body] == ["paragraph", "subhead", "paragraph"]
    assert document.metadata.headline == "Council opens"


FOOT = "Your neighbours read us too: call the desk at any hour of the day."
BODIES = [
    f"The {animal} of Orvesund was seen again on Monday, and the harbour master counted {n} of them near the {place}."
    for n, (animal, place) in enumerate(
        [("seal", "mole"), ("whale", "locks"), ("otter", "old crane"), ("heron", "reeds")], 2
    )
]


def test_a_line_that_an_outlet_repeats_is_set_aside() -> None:
    documents = clean_many([f"{body}\n\n{body[::-1]}\n\n{FOOT}" for n, body in enumerate(BODIES)], ["Post"] * 4)
    assert all(FOOT not in d.body and FOOT in d.text for d in documents)


def test_a_line_in_two_documents_or_of_several_outlets_stays() -> None:
    texts = [f"{body}\n\n{FOOT}" for body in BODIES[:3]]
    assert all(FOOT in d.body for d in clean_many(texts, ["Post", "Post", "Herald"]))
    assert all(FOOT in d.body for d in clean_many(texts))


def test_copies_of_one_story_do_not_take_its_paragraphs_away() -> None:
    story = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert all(d.body == story.replace("\n\n", "\n") for d in clean_many([story] * 4, ["Post"] * 4))


def test_texts_and_outlets_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="2 texts but 1 outlets"):
        clean_many(["a", "b"], ["Post"])


BODY = "The harbour council of Orvesund voted to open the strait to all boats that carry a pilot, its mayor said."


@pytest.mark.parametrize(
    "masthead", ["HARBOUR POST", "HARBOUR POST – All the news that floats", "Harbour Post, a daily"]
)
def test_a_line_that_begins_with_the_known_outlet_is_no_headline(masthead: str) -> None:
    document = clean(f"{masthead}\n\nCouncil opens the strait\n\n{BODY}\n\n{BODY}", "The Harbour Post")
    assert document.metadata.headline == "Council opens the strait"


def test_the_outlet_before_the_title_is_no_part_of_it() -> None:
    document = clean(f"The Harbour Post :: Council opens the strait\n\n{BODY}", "The Harbour Post")
    assert document.metadata.headline == "Council opens the strait"


def test_of_a_title_with_the_outlet_and_one_without_the_first_is_the_headline() -> None:
    text = f"Council opens the strait - Harbour Post\n\nCouncil opens the strait\n\n{BODY}"
    kinds = [block.kind for block in clean(text, "Harbour Post").blocks]
    assert kinds == ["headline", "source_line", "duplicate_title", "paragraph"]


def test_a_line_of_author_and_date_is_a_byline() -> None:
    metadata = clean(f"Council opens the strait\n\nAda Quill · Tuesday 9 March 2021 · 4 min read\n\n{BODY}").metadata
    assert (metadata.byline, metadata.authors) == ("Ada Quill", ("Ada Quill",))
    assert str(metadata.published) == "2021-03-09"


def test_a_caption_that_ends_with_its_credit_is_no_paragraph() -> None:
    caption = "The council leaves the hall on Friday evening. Photo: A. Quill / Harbour Library"
    document = clean(f"Council opens the strait\n\n{BODY}\n\n{caption}\n\n{BODY}")
    assert [block.kind for block in document.blocks if block.rule.startswith("caption")] == ["caption"]


@pytest.mark.parametrize(
    "line",
    ["Stocks: " + " | ".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ") + " | others!", "By " + "A" * 500 + "!", "a > " * 140 + "!"],
)
def test_a_line_that_nearly_fits_a_pattern_takes_no_time(line: str) -> None:
    start = time.process_time()
    clean(f"Council opens the strait\n\n{line}\n\n{BODY}")
    assert time.process_time() - start < 1


MENU = ["Skip to content", "Menu", "Search", "News", "Harbour", "Weather", "Sport", "Log in", "Subscribe", "Contact us"]
FOOTER = ["Most read", "Band wins prize", "Cat found on mast", "About us", "Privacy policy", "© 2031 Harbour Post"]
STORY = [FIRST, SECOND, THIRD, *BODIES]


def test_of_a_whole_page_only_the_article_is_the_body() -> None:
    page = clean("\n".join([*MENU, "Council opens the strait", "By Ada Quill", "3 May 2031", *STORY, *FOOTER]))
    assert page.body == "\n".join(STORY)
    assert page.metadata.headline == "Council opens the strait"


def test_the_headline_of_a_page_is_the_line_that_shares_its_words_not_a_teaser() -> None:
    teasers = ["Band wins the great prize of the year", "Cat found on the mast of a ship"]
    page = clean("\n".join([*MENU, *teasers, "Council votes to open the strait", "3 May 2031", *STORY, *FOOTER]))
    assert page.metadata.headline == "Council votes to open the strait"


def test_a_line_that_only_the_model_takes_says_so_with_its_probability() -> None:
    page = clean("\n".join([*MENU, "Council opens the strait", *STORY, *FOOTER]))
    taken = [block for block in page.blocks if block.rule == "line model"]
    assert taken
    assert all(0.5 <= block.confidence <= 1 for block in taken)


def test_an_article_without_menus_is_read_as_an_article() -> None:
    lines = [Line.of(text) for text in ("Council opens the strait", *STORY)]
    reading = read_lines(lines, [None] * len(lines))
    assert not reading.whole
    assert all(reading.stays)


def test_a_line_that_two_whole_pages_of_an_outlet_share_is_set_aside() -> None:
    pages = ["\n".join([*MENU, f"Council opens the strait {n}", *STORY[n : n + 3], FOOT, *FOOTER]) for n in (0, 3)]
    assert all(FOOT not in document.body for document in clean_many(pages, ["Post"] * 2))


@given(st.lists(st.integers(-900, 900), max_size=9))
def test_the_runs_of_the_model_are_the_best_of_all(margins: list[int]) -> None:
    def worth(states: tuple[bool, ...]) -> int:
        turns = sum(a != b for a, b in pairwise((False, *states)))
        return sum(m for m, inside in zip(margins, states, strict=True) if inside) - TURN * turns

    best = max(map(worth, product((False, True), repeat=len(margins))))
    assert worth(tuple(best_runs(margins, TURN, opening=TURN))) == best


@given(st.lists(st.text(max_size=30), max_size=30))
def test_the_model_reads_any_lines(texts: list[str]) -> None:
    lines = [Line.of(text.strip()) for text in texts if text.strip()]
    reading = read_lines(lines, [None] * len(lines))
    assert len(reading.stays) == len(reading.odds) == len(lines)
