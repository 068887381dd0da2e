"""What copies did with a text, over invented articles: passages shared, moved, changed, left out and added."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.cleaning import clean
from corpuslib.compare import Pair, compare_documents, reuse_passages
from corpuslib.compare.copies import group_copies
from corpuslib.compare.patience import tied
from corpuslib.compare.reuse import ReusePassage
from corpuslib.document import Block, Document, Metadata, as_document
from corpuslib.tables import to_arrow

WIRE = """The locks on the Tessel canal have been shut for 40 days, and 230 barges are waiting on both banks.
Chancellor Ilse Brannick did not say whether she would accept the toll that Governor Pell Orvar demands.
Fishermen from Halden blocked the northern bank on Friday and burned an old customs boat.
“Nobody here wanted this before the summit,” said a guard at the lower lock, who asked for no name.
The governor of Varn called the protest a childish show and refused to withdraw his guards.
The two last met six years ago in the spa town of Lorme, where they signed the water treaty."""
LINES = WIRE.split("\n")


def passages(a: str | Document, b: str | Document) -> list[tuple[str, str | None, str | None]]:
    """The passages of a pair that are not simply shared, as kind and wording on either side."""
    first, second = as_document(a), as_document(b)
    return [
        (p.kind, first.text[p.a.slice] if p.a else None, second.text[p.b.slice] if p.b else None)
        for p in reuse_passages(first, second)
        if p.kind != "shared"
    ]


def test_a_copy_letter_for_letter_is_one_shared_passage() -> None:
    [passage] = reuse_passages(as_document(WIRE), as_document(WIRE))
    assert (passage.kind, passage.a, passage.b) == ("shared", (0, len(WIRE)), (0, len(WIRE)))
    assert passage.n_words_a == passage.n_words_b == 106


def test_a_changed_name_is_told_in_both_wordings() -> None:
    copy = WIRE.replace("said a guard at the lower lock", "a guard told Quick Feed")
    assert passages(WIRE, copy) == [("changed", "said a guard at the lower lock,", "a guard told Quick Feed,")]


@pytest.mark.parametrize(
    ("old", "new"), [("40 days", "14 days"), ("toll", "bill"), ("Friday", "Monday"), ("Orvar", "Orwar")]
)
def test_one_word_that_another_replaced_is_a_change_of_that_word(old: str, new: str) -> None:
    assert passages(WIRE, WIRE.replace(old, new)) == [("changed", old.split()[0], new.split()[0])]


def test_a_currency_that_was_exchanged_is_a_change() -> None:
    text = LINES[0] + " The toll is $40 a barge.\n" + LINES[2]
    assert passages(text, text.replace("$", "€")) == [("changed", "$", "€")]


def test_an_inserted_sentence_is_only_on_its_side_and_belongs_to_the_body() -> None:
    copy = WIRE.replace("his guards.", "his guards. They may be put on trial, it is believed.")
    assert passages(WIRE, copy) == [("only_b", None, "They may be put on trial, it is believed.")]
    [added] = [p for p in reuse_passages(as_document(WIRE), as_document(copy)) if p.kind == "only_b"]
    assert (added.in_body, added.block_b, added.n_words_b) == (True, "paragraph", 9)


def test_a_paragraph_that_was_left_out_is_only_on_its_side() -> None:
    copy = "\n".join(LINES[:3] + LINES[4:])
    assert passages(WIRE, copy) == [("only_a", LINES[3], None)]


def test_a_paragraph_that_was_put_elsewhere_is_moved_and_neither_left_out_nor_added() -> None:
    copy = "\n".join([LINES[0], LINES[4], *LINES[1:4], LINES[5]])
    assert passages(WIRE, copy) == [("moved", LINES[4], LINES[4])]


def test_a_change_inside_a_moved_paragraph_is_seen() -> None:
    copy = "\n".join([LINES[0], LINES[4].replace("childish", "silly"), *LINES[1:4], LINES[5]])
    kinds = [(kind, b) for kind, _, b in passages(WIRE, copy)]
    assert kinds == [
        ("moved", "The governor of Varn called the protest a"),
        ("changed", "silly"),
        ("moved", "show and refused to withdraw his guards."),
    ]


def test_case_and_punctuation_are_no_change() -> None:
    copy = WIRE.replace("Chancellor", "chancellor").replace("“", '"').replace("”", '"').replace("6", "6")
    assert passages(WIRE, copy) == []


def test_another_article_is_not_shared_word_by_word() -> None:
    other = """The observatory at Mount Sill has found a comet that will pass the sun in the autumn of the year.
Astronomers expect it to be seen with the naked eye for a week, and its tail is made of dust and frozen gas."""
    assert passages(WIRE, other) == [("only_a", WIRE, None), ("only_b", None, other)]


def test_a_paragraph_written_anew_with_most_of_its_words_is_a_change() -> None:
    anew = "Six years ago the two had last met in Lorme, the spa town where they then signed the water treaty together."
    changed = [(kind, b) for kind, _, b in passages(WIRE, WIRE.replace(LINES[5], anew)) if kind == "changed"]
    assert changed and all(b in anew for _, b in changed if b)


PAGE = f"""Barges wait as Varn keeps the locks shut

By Ama Strell

{LINES[0]}

Read also: ten canals to see before you die

{LINES[2]}

{LINES[4]}

Subscribe to our newsletter"""


def test_boilerplate_is_told_apart_from_what_was_put_into_the_body() -> None:
    wire = clean(f"Barges wait as Varn keeps the locks shut\n\nBy Ama Strell\n\n{LINES[0]}\n\n{LINES[2]}\n\n{LINES[4]}")
    page = clean(PAGE.replace(LINES[4], LINES[4] + " Boats were burned."))
    added = [p for p in reuse_passages(wire, page) if p.kind == "only_b"]
    assert [(p.in_body, p.block_b) for p in added] == [
        (False, "read_also"),
        (True, "paragraph"),
        (False, "newsletter_prompt"),
    ]


def test_a_shared_passage_does_not_reach_over_boilerplate_that_parts_it() -> None:
    wire, page = clean(f"{LINES[0]}\n\n{LINES[2]}\n\n{LINES[4]}"), clean(PAGE)
    shared = [page.text[p.b.slice] for p in reuse_passages(wire, page) if p.kind == "shared" and p.b]
    assert not [text for text in shared if "Read also" in text]


def test_two_headlines_are_two_wordings_of_one() -> None:
    a, b = (
        clean(PAGE),
        clean(PAGE.replace("Barges wait as Varn keeps the locks shut", "Canal closed: the end of Varn?")),
    )
    [changed] = [p for p in reuse_passages(a, b) if p.kind == "changed"]
    assert (changed.block_a, changed.block_b, changed.in_body) == ("headline", "headline", False)


def test_a_paragraph_that_is_a_caption_on_the_other_side_is_shared() -> None:
    a, b = as_document(WIRE), as_document(WIRE)
    caption = replace(b.blocks[2], kind="caption", in_body=False)
    b = replace(b, blocks=(*b.blocks[:2], caption, *b.blocks[3:]))
    rows = reuse_passages(a, b)
    assert {p.kind for p in rows} == {"shared"}
    assert [(p.block_a, p.block_b) for p in rows] == [
        ("paragraph", "paragraph"),
        ("paragraph", "caption"),
        ("paragraph", "paragraph"),
    ]


def test_a_passage_points_into_both_texts_as_found() -> None:
    a, b = clean(WIRE.replace("“", "â€œ").replace("”", "â€\x9d")), clean(WIRE)
    for p in reuse_passages(a, b):
        assert p.a and p.a_raw_start is not None and p.a_raw_end is not None
        assert a.ledger.to_raw(*p.a) == (p.a_raw_start, p.a_raw_end)


def test_letters_are_words_in_a_script_without_spaces() -> None:
    text = "大臣は昨日、港の町で長く待たれた漁業協定に署名した。反対派は国会での採決を求めている。"
    assert passages(text, text.replace("昨日", "今日")) == [("changed", "昨", "今")]


def test_words_that_repeat_without_end_are_compared_in_time() -> None:
    rows = reuse_passages(as_document("a b " * 4000), as_document("b a " * 4000 + "c " * 4000))
    assert len(rows) < 100


def test_tied_words_keep_their_order_on_both_sides() -> None:
    ties = tied(list("pqrst"), list("stpqr"))
    assert [(t.a, t.b) for t in ties] == [(0, 2), (1, 3), (2, 4)]


SENTENCES = st.lists(st.sampled_from([*LINES, "Boats burn.", "大臣は町で", "", "12 % of 40", "… —"]), max_size=7)


@settings(max_examples=40)
@given(SENTENCES, SENTENCES, st.sets(st.integers(0, 6)))
def test_every_word_of_both_stands_in_one_passage_and_shared_words_are_equal(
    first: list[str], second: list[str], beside: set[int]
) -> None:
    a, b = as_document("\n".join(first)), as_document("\n".join(second))
    blocks = [replace(x, kind="ad", in_body=False) if n in beside else x for n, x in enumerate(b.blocks)]
    b = replace(b, blocks=tuple(blocks))
    rows = reuse_passages(a, b)
    assert [p.passage_id for p in rows] == list(range(len(rows)))
    for document, spans in ((a, [p.a for p in rows]), (b, [p.b for p in rows])):
        covered = sorted(s for s in spans if s)
        assert all(x.end <= y.start for x, y in itertools.pairwise(covered))
        letters = "".join(document.text[s.slice] for s in covered)
        assert [c for c in letters if c.isalnum()] == [c for c in document.text if c.isalnum()]
    for p in rows:
        if p.kind in ("shared", "moved"):
            assert p.a and p.b and p.n_words_a == p.n_words_b
    to_arrow(rows, ReusePassage)


def test_the_other_way_round_what_was_added_is_what_was_left_out() -> None:
    copy = "\n".join([*LINES[:2], "An added line of some words stands here.", *LINES[3:]])
    there = {p.kind: (p.a, p.b) for p in reuse_passages(as_document(WIRE), as_document(copy)) if p.kind != "shared"}
    back = {p.kind: (p.b, p.a) for p in reuse_passages(as_document(copy), as_document(WIRE)) if p.kind != "shared"}
    assert (there["only_a"], there["only_b"]) == (back["only_b"], back["only_a"])


def article(doc_id: str, text: str, day: str | None, outlet: str) -> Document:
    date = datetime.date.fromisoformat(day) if day else None
    metadata = Metadata(published_from=date, published_to=date, outlet=outlet, language="en")
    return replace(as_document(text), metadata=metadata).with_id(doc_id)


def test_passages_are_given_for_copies_and_not_for_renderings_or_one_story() -> None:
    other = article("c", "Ilse Brannick is in Varn over the Tessel locks; Pell Orvar is not.", "2031-05-04", "Post")
    documents = [
        article("a", WIRE, "2031-05-03", "Mirror"),
        article("b", WIRE + "\nShare", "2031-05-04", "Feed"),
        other,
    ]
    assert {(p.doc_a, p.doc_b) for p in compare_documents(documents).reuse} == {("a", "b")}


def test_a_copy_that_changed_nothing_of_the_article_is_not_compared_as_a_rendering() -> None:
    page = clean(PAGE)
    wire = replace(page, blocks=tuple(b for b in page.blocks if b.kind not in ("read_also", "newsletter_prompt")))
    metadata = replace(page.metadata, language="en")
    copies = [
        replace(d, metadata=replace(metadata, outlet=n)).with_id(n) for d, n in ((wire, "Mirror"), (page, "Feed"))
    ]
    result = compare_documents(copies)
    assert [p.relation for p in result.pairs] == ["republication"]
    assert [p.block_a for p in result.reuse if p.kind != "shared"] == ["read_also", "newsletter_prompt"]
    assert result.alignments == ()


def pair(a: str, b: str, earlier: str | None, contained: tuple[float, float] = (1.0, 1.0)) -> Pair:
    return Pair(
        doc_a=a,
        doc_b=b,
        relation="republication",
        probability=1.0,
        containment_a=contained[0],
        containment_b=contained[1],
        earlier=earlier,
        evidence="",
    )


def test_copies_of_one_text_are_a_group_with_the_earliest_and_the_source_of_each() -> None:
    documents = [article(i, WIRE, None, i) for i in "abcd"]
    rows = group_copies(
        documents, [pair("a", "b", "a"), pair("b", "c", "b", (0.6, 1.0)), pair("a", "c", "a", (0.5, 0.8))]
    )
    assert [(r.copy_group, r.doc_id, r.earliest, r.made_from) for r in rows] == [
        ("c01", "a", True, None),
        ("c01", "b", False, "a"),
        ("c01", "c", False, "b"),
    ]
    assert (rows[2].taken, rows[2].kept) == (1.0, 0.6)


def test_of_two_sources_that_hold_as_much_the_credited_one_is_the_source() -> None:
    documents = [article(i, text, None, name) for i, text, name in (
        ("a", WIRE, "Lock Mirror"), ("b", WIRE, "Quick Feed"), ("c", WIRE + "\nSource: Quick Feed", "Post"))]  # fmt: skip
    rows = group_copies(documents, [pair("a", "b", None), pair("a", "c", "a"), pair("b", "c", "b")])
    assert [(r.doc_id, r.earliest, r.made_from) for r in rows] == [
        ("a", None, None),
        ("b", None, None),
        ("c", False, "b"),
    ]


def test_which_came_first_stays_open_where_nothing_decides() -> None:
    rows = group_copies([article(i, WIRE, None, i) for i in "ab"], [pair("a", "b", None)])
    assert [(r.earliest, r.made_from) for r in rows] == [(None, None), (None, None)]


def test_a_text_that_is_quoted_at_length_is_no_copy() -> None:
    documents = [article(i, WIRE, None, i) for i in "ab"]
    assert group_copies(documents, [pair("a", "b", "a", (0.3, 0.2))]) == []


def test_blocks_without_a_word_give_no_passage() -> None:
    star = Block(start=0, end=3, raw_start=0, raw_end=3, block_id=0, kind="ad", in_body=False, rule="x", confidence=1.0)
    assert reuse_passages(Document("* *", "* *", blocks=(star,)), as_document("")) == []
