"""Attributions: what holds for every text, however damaged."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuslib.annotate.attributions import Attribution, attributions
from corpuslib.tables import to_arrow

PIECES = st.lists(
    st.sampled_from(
        ['"', "“", "”", "„", "‘", "’", "'", "«", "»", "''", " ", "\n", ". ", ", ", ": ", "(", ")", "—", "?", "!",
         "said", "told", "quoted", "as saying", "according to", "citing", "that", "Ana Kelm", "he", "it was", "to",
         "the minister", "Reuters", "who", "and", "by", "Wednesday", "İ", "ǆ", "\ue000", "We will go", "1"]
    ),
    max_size=40,
)  # fmt: skip
TEXTS = st.one_of(PIECES.map(" ".join), PIECES.map("".join), st.text(max_size=120))


@given(TEXTS)
@example("according to that , ")
@settings(max_examples=300)
def test_any_text_gives_rows_that_fit_the_table_and_lie_in_the_text(text: str) -> None:
    found = attributions(text)
    assert to_arrow(found, Attribution).num_rows == len(found)
    for row in found:
        assert 0 <= row.start < row.end <= len(text)
        for start, end in ((row.cue_start, row.cue_end), (row.speaker_start, row.speaker_end)):
            assert start is None or 0 <= start < (end or 0) <= len(text)
        assert row.speaker_start is None or text[row.speaker_start : row.speaker_end] == row.mention


@given(TEXTS)
@settings(max_examples=300)
def test_direct_quotations_never_overlap(text: str) -> None:
    direct = sorted((row.start, row.end) for row in attributions(text) if row.kind == "direct")
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(direct))


ALONE = [
    "“We will go,” Ana Kelm said.",
    "Ana Kelm said that it rains.",
    "According to Rolf Olm, the quays are full.",
    "Rolf Olm called the plan “a leap in the dark for us all”.",
    "The film “The Long Road Home” opened in Aln.",
    "It rains.",
]
"""Paragraphs that need no other: every quotation is closed and has its source, by full name, beside it."""


@given(st.lists(st.sampled_from(ALONE), max_size=5))
def test_paragraphs_whose_context_does_not_matter_give_the_same_alone(paragraphs: list[str]) -> None:
    together = [(row.kind, row.mention, row.speaker) for row in attributions("\n".join(paragraphs))]
    alone = [(row.kind, row.mention, row.speaker) for paragraph in paragraphs for row in attributions(paragraph)]
    assert together == alone


HOSTILE = [
    '"', "“", "”", "'", "’", "‘", "«", "``", "(", "((a) ", "x", "A", "Ab ", "“a” ", '"a" said X. ', "said ",
    "said that ", "Kim said, ", "he said “a", "“a\n", '"\n', "citing Reuters ", '"a, b. ', '"A, Kim, ', "KELM: a\n",
    "“a” — Kelm, a, b, c d ", "who said by released ", "‘a s’ b ", '12" ', "the film “A B” ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_hostile_text_takes_about_four_times_the_time(piece: str) -> None:
    """Processor time, never the sixteenfold of a quadratic rule; all stay linear at 100 000 marks or paragraphs."""

    def seconds(times: int) -> float:
        start = time.process_time()
        attributions(piece * times)
        return time.process_time() - start

    whole = 32_000 // len(piece)
    assert seconds(whole) < 8 * min(seconds(whole // 4), seconds(whole // 4)) + 0.5
