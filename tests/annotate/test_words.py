"""Words and sequences of words, counted by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate import words
from corpuslib.annotate.words import TermCounts, count_terms


def test_sequences_stay_within_a_sentence_and_a_line() -> None:
    terms = count_terms(["the talks end. peace\nwins today"] * 2, longest=3).terms
    assert terms == (
        *("end", "peace", "talks", "talks end", "the", "the talks", "the talks end"),
        *("today", "wins", "wins today"),
    )


def test_words_are_lower_cased_and_keep_their_apostrophes_and_hyphens() -> None:
    assert count_terms(["Pyongyang’s anti-war 2019 talk"], min_documents=1).terms == ("anti-war", "pyongyang's", "talk")


def test_terms_of_too_few_documents_are_left_out_and_uses_are_counted() -> None:
    counts, terms = count_terms(["a a b", "a c a a", "c"], longest=2)
    assert terms == ("a", "a a", "c")
    assert counts.toarray().tolist() == [[2, 1, 0], [3, 1, 1], [0, 0, 1]]


def test_documents_may_come_from_a_stream() -> None:
    assert count_terms(iter(["a b", "b"])).counts.toarray().tolist() == [[1], [1]]


def same(one: TermCounts, two: TermCounts) -> bool:
    arrays = ("data", "indices", "indptr")
    pairs = [(getattr(one.counts, name), getattr(two.counts, name)) for name in arrays]
    return one.terms == two.terms and all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


@given(st.lists(st.text("abc .", max_size=12), max_size=8), st.integers(1, 5), st.integers(1, 3))
def test_documents_are_counted_in_blocks_that_do_not_show(texts: list[str], block: int, longest: int) -> None:
    whole = count_terms(texts, longest=longest, min_documents=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "BLOCK", block)
        patch.setattr(words, "BATCH", 3)
        assert same(count_terms(texts, longest=longest, min_documents=1), whole)


def test_several_processes_count_what_one_counts() -> None:
    texts = [f"Word {'abcdefg'[n % 7]} meets {'hijkl'[n % 5]}. It’s over" for n in range(5 * words.BATCH)]
    assert same(count_terms(iter(texts), longest=2, workers=2), count_terms(texts, longest=2))


def test_each_document_of_a_stream_is_taken_once_and_in_order() -> None:
    seen = []

    def stream() -> Iterator[str]:
        for number in range(100):
            seen.append(number)
            yield "a b"

    assert count_terms(stream()).counts.shape == (100, 2) and seen == list(range(100))


def test_without_documents_or_words_there_are_no_terms() -> None:
    assert count_terms([]).counts.shape == (0, 0)
    assert count_terms(["1 2 3", ""], longest=3).counts.shape == (2, 0)


@given(st.lists(st.text("ab .\n", max_size=12), max_size=5), st.integers(1, 4), st.integers(1, 3))
def test_counts_are_those_of_every_window_written_out(texts: list[str], longest: int, least: int) -> None:
    rows = []
    for text in texts:
        pieces = [piece.split() for line in text.split("\n") for piece in line.split(".")]
        windows = (p[n : n + size] for size in range(1, longest + 1) for p in pieces for n in range(len(p) - size + 1))
        rows.append(Counter(" ".join(words) for words in windows))
    spread = Counter(term for row in rows for term in row)
    terms = tuple(sorted(term for term, n in spread.items() if n >= least))
    found = count_terms(texts, longest=longest, min_documents=least)
    assert found.terms == terms
    assert found.counts.toarray().tolist() == [[row[term] for term in terms] for row in rows]
