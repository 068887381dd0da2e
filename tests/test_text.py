"""The ledger: from clean text and edits the text as found is rebuilt, and passages are found in both."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.text import Change, Draft, Span, text_fragment

LETTERS = st.text(alphabet="ab é\n", max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> Draft:
    """A text after up to four rounds of changes, each made on the result of the round before."""
    draft = Draft.of(draw(LETTERS))
    for number in range(draw(st.integers(0, 4))):
        borders = sorted(draw(st.lists(st.integers(0, len(draft.text)), max_size=8)))
        pairs = list(zip(borders[::2], borders[1::2], strict=False))
        draft = draft.apply(Change(a, b, draw(st.text("xy", max_size=3)), "control", f"r{number}") for a, b in pairs)
    return draft


@given(edited())
def test_the_text_as_found_is_rebuilt_from_clean_text_and_edits(draft: Draft) -> None:
    assert draft.ledger.rebuild(draft.text) == draft.raw


@given(edited())
def test_every_edit_names_what_stands_in_both_texts(draft: Draft) -> None:
    for edit in draft.edits:
        assert draft.raw[edit.raw_start : edit.raw_end] == edit.before
        assert draft.text[edit.start : edit.end] == edit.after
        assert edit.before != edit.after


@given(edited())
def test_edits_are_in_order_and_do_not_overlap(draft: Draft) -> None:
    for left, right in zip(draft.edits, draft.edits[1:], strict=False):
        assert left.end <= right.start and left.raw_end <= right.raw_start


@given(edited(), st.data())
def test_a_passage_without_edits_is_the_same_in_both_texts(draft: Draft, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))
    raw = draft.ledger.to_raw(start, end)
    assert 0 <= raw.start <= raw.end <= len(draft.raw)
    if not any((e.start < end and start < e.end) or start < e.start < end for e in draft.edits):
        assert draft.raw[raw.slice] == draft.text[start:end]


@given(edited(), st.data())
def test_going_to_the_raw_text_and_back_covers_the_passage(draft: Draft, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))
    back = draft.ledger.to_clean(*draft.ledger.to_raw(start, end))
    assert 0 <= back.start <= back.end <= len(draft.text)
    if not any(e.raw_start == e.raw_end for e in draft.edits) and end > start:
        assert back.start <= start and end <= back.end


def test_a_deletion_at_the_border_of_a_passage_stays_outside_it() -> None:
    draft = Draft.of("<b>Kelm</b> agrees").apply(
        [Change(0, 3, "", "markup", "tag"), Change(7, 11, "", "markup", "tag")]
    )
    assert draft.text == "Kelm agrees"
    assert draft.ledger.to_raw(0, 4) == Span(3, 7)
    assert draft.ledger.to_raw(4, 11) == Span(11, 18)


def test_a_repair_of_what_another_repair_left_becomes_one_edit() -> None:
    draft = (
        Draft.of("cafÃ©").apply([Change(3, 5, "é", "mojibake", "one")]).apply([Change(3, 4, "e", "typography", "two")])
    )
    (edit,) = draft.edits
    assert (edit.before, edit.after, edit.rule) == ("Ã©", "e", "one+two")


def test_a_change_that_is_taken_back_leaves_no_edit() -> None:
    draft = Draft.of("ab").apply([Change(0, 1, "x", "control", "r")]).apply([Change(0, 1, "a", "control", "r")])
    assert draft.edits == ()


def test_overlapping_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Draft.of("abc").apply([Change(0, 2, "x", "control", "r"), Change(1, 3, "y", "control", "r")])


@given(text=st.text(alphabet="ab1.-,& \n“é", max_size=40), places=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_the_address_of_a_passage_has_words_of_it_and_no_character_that_ends_an_address(
    text: str, places: tuple[int, int]
) -> None:
    start, end = sorted(min(n, len(text)) for n in places)
    made = text_fragment(text, start, end)
    assert re.fullmatch(r"(:~:text=([\w.~%]+-,)?[\w.~%]+)?", made, re.ASCII)
    words = unquote(made.removeprefix(":~:text=").rpartition("-,")[2])
    assert words in " ".join(text.split())
    assert words or not re.search(r"\w", text[start:end].split("\n")[0])
    assert start < end or not words


def test_words_that_stand_earlier_too_are_told_by_those_before_them() -> None:
    text = "Kelm said no. Asked again,\nshe said no."
    assert text_fragment(text, 31, 38) == ":~:text=she-,said%20no"


def test_a_passage_that_was_decoded_wrongly_is_told_by_the_words_that_were_not() -> None:
    assert text_fragment("The café was shut.", 4, 17, "The cafÃ© was shut.") == ":~:text=was%20shut"
