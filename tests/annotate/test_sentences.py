"""Sentences: what ends one in news text and what does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate.sentences import Sentence, find_sentences, sentences
from corpuslib.document import as_document
from corpuslib.tables import to_arrow


def cut(text: str) -> list[str]:
    return [text[span.slice] for span in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Dr. Vane met Gov. Olm.", "They left."],
        ["The U.S. Secretary spoke.", "Nobody replied."],
        ["It began at 5 p.m. on Friday.", "It ended late."],
        ["He lives in the U.S.", "The house is old."],
        ["J. R. Kelm signed it.", "So did P. Olm."],
        ["See No. 5 in the list.", "It is short."],
        ["They meet on the 23. or 24. April in Aln.", "Nothing is fixed."],
        ["She said: “We are done.”", "Then she left."],
        ["“Why now?” he asked.", "Nobody knew."],
        ["(It was late.)", "They slept."],
        ["What!!!", "Really?", "Yes."],
        ["He waited ... and waited.", "It rained."],
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def test_chinese_and_arabic_terminators_end_sentences() -> None:
    assert cut("会谈开始了。他们同意了！") == ["会谈开始了。", "他们同意了！"]
    assert cut("هل وصل؟ نعم.") == ["هل وصل؟", "نعم."]


def test_a_sentence_may_start_in_lower_case() -> None:
    assert cut("The talks ended. both sides left.") == ["The talks ended.", "both sides left."]


def test_a_line_break_ends_a_sentence() -> None:
    assert cut("A heading\nA text without end") == ["A heading", "A text without end"]


def test_sentences_are_numbered_and_know_their_block() -> None:
    rows = find_sentences(as_document("One. Two.\n\nThree."))
    assert [(row.sentence_id, row.block_id) for row in rows] == [(0, 0), (1, 0), (2, 1)]
    assert to_arrow(rows, Sentence).num_rows == 3


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .?!…\"”“'\n。؟()1VI\u2028é"), max_size=80) | st.text(max_size=60))
def test_sentences_are_ordered_disjoint_and_hold_everything_but_white_space(text: str) -> None:
    reached = 0
    for start, end in sentences(text):
        assert reached <= start < end <= len(text)
        assert not text[reached:start].strip()
        reached = end
    assert not text[reached:].strip()


@pytest.mark.parametrize("piece", ['"', "!", "a.", "x", "。", "([{", "U.S. ", "“a.” "])
def test_time_grows_linearly_on_hostile_text(piece: str) -> None:
    start = time.process_time()
    list(sentences(piece * 20_000))
    assert time.process_time() - start < 10
