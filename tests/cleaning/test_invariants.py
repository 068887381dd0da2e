"""What holds for every text, however strange."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.cleaning import clean, clean_many, find_dates, repair
from corpuslib.document import Document

ODD = [
    "\x00", "\r\n", "\r", "\n", "\n\n\n", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u3000", "\x85", "\u2028", "聽", "é聽", "â€™",
    "Ã©", "鈥檚", "Â ", "Ã ", "\ufffd", "“", "”", "茅台", "漢字。", "한국어", "Привет", "ﾃｳ", "Γ±os", "Б═", "READ ALSO: Kelm",
    "Related Posts", "By Ada Quill", "Kelm signs pact | The Post", "OSTVALE (Reuters) - ", "Wednesday (Oct 31)", "Advertisement",
    "14 Apr 2024", "Leave a comment", "The council of Kelm said on Monday that the talks would go on for a week.", "a", " ", "\t", "-", "1",
]  # fmt: skip
texts = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=200),
    st.lists(st.sampled_from(ODD), max_size=40).map("".join),
    st.lists(st.sampled_from(ODD), max_size=30).map("\n".join),
    st.lists(st.sampled_from(ODD), max_size=30).map("\n\n".join),
)


@settings(max_examples=400)
@given(texts)
def test_the_text_as_found_can_be_rebuilt_from_clean_text_and_edits(text: str) -> None:
    document = clean(text)
    assert document.raw == text
    assert document.ledger.rebuild(document.text) == text


@settings(max_examples=400)
@given(texts)
def test_blocks_are_in_order_apart_and_hold_every_character_that_is_not_space(text: str) -> None:
    document = clean(text)
    position = 0
    for number, block in enumerate(document.blocks):
        assert block.block_id == number
        assert not document.text[position : block.start].strip()
        assert position <= block.start < block.end
        assert document.text[block.start : block.end].strip() == document.text[block.start : block.end]
        position = block.end
    assert not document.text[position:].strip()


@settings(max_examples=400)
@given(texts)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


@settings(max_examples=200)
@given(texts)
def test_dates_lie_where_they_say(text: str) -> None:
    document = clean(text)
    for mention in find_dates(document):
        assert document.text[mention.start : mention.end] == mention.text
        assert mention.raw_end <= len(text)


@settings(max_examples=200)
@given(texts)
def test_repair_can_be_undone_and_its_suspects_lie_in_the_text(text: str) -> None:
    result = repair(text)
    rebuilt, position = [], 0
    for edit in result.edits:
        rebuilt += [result.text[position : edit.start], edit.before]
        position = edit.end
    assert "".join([*rebuilt, result.text[position:]]) == text
    assert all(0 <= s.start < s.end <= len(result.text) for s in result.suspects)


@settings(max_examples=50)
@given(st.lists(texts, max_size=8))
def test_the_pass_over_repeated_lines_changes_no_text(some: list[str]) -> None:
    together = clean_many(some, ["The Post"] * len(some))
    assert [d.text for d in together] == [clean(t, "The Post").text for t in some]


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10**6,
        "\n" * 10**6,
        "x" * 2_000_000,
        "word " * 400_000,
        "聽" * 300_000,
        "Ã©" * 100_000,
        "? " * 300_000,
        "By " * 100_000,
        "in May " * 60_000,
        "A B\n" * 50_000,
        "(" * 500_000,
        "12/" * 200_000,
        "Related Posts\n" * 20_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_input_takes_linear_time(text: str) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        clean(part)
        return time.process_time() - start

    clean("warm up")
    quarter = seconds(text[: len(text) // 4])
    assert seconds(text) < 10 * quarter + 1


def test_nothing_in_gives_an_empty_document() -> None:
    document = clean("")
    assert (document.text, document.blocks, document.body) == ("", (), "")


def test_a_document_comes_back_as_it_is() -> None:
    document = Document(raw="Kelm", text="Kelm")
    assert clean(document) is document
