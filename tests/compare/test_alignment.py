"""Alignment of the sentences of two renderings."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare import align

A = [
    "The harbour master of Varn refused to open the locks on Tuesday.",
    "He gave no reason.",
    "Forty barges were waiting, and their owners had begun to sell the grain on the quay.",
    "Orvar, the mediator, promised a decision within three days.",
]


def links(a: list[str], b: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.a, bead.b) for bead in align(a, b)]


def test_a_text_aligns_with_itself_one_to_one() -> None:
    assert links(A, A) == [((i,), (i,)) for i in range(4)]
    assert all(bead.score > 0.99 for bead in align(A, A))


def test_other_words_in_the_same_order_are_aligned() -> None:
    b = [
        "On Tuesday the harbourmaster in Varn would not have the locks opened.",
        "No reasons were given by him.",
        "Owners of the forty waiting barges were already selling grain on the quays.",
        "A decision was promised within three days by the mediator Orvar.",
    ]
    assert links(A, b) == [((i,), (i,)) for i in range(4)]


def test_a_sentence_split_in_two_is_one_bead() -> None:
    b = [A[0], A[1], "Forty barges were waiting.", "Their owners had begun to sell the grain on the quay.", A[3]]
    assert ((2,), (2, 3)) in links(A, b)


def test_a_sentence_that_only_one_side_has_stays_alone() -> None:
    caption = "Snow on the hills above the railway museum."
    b = [A[0], A[1], caption, A[2], A[3]]
    assert ((), (2,)) in links(A, b)


def test_nothing_aligns_with_nothing() -> None:
    assert links([], []) == []
    assert links([], ["One."]) == [((), (0,))]


SENTENCES = st.lists(
    st.sampled_from([*A, "", "…", "No.", "Orvar left Varn.", "中文", "1 2 3"]) | st.text(max_size=20), max_size=9
)


@settings(max_examples=80)
@given(SENTENCES, SENTENCES)
def test_every_sentence_is_in_one_bead_and_exchanging_the_sides_mirrors_them(a: list[str], b: list[str]) -> None:
    beads = align(a, b)
    assert sorted(i for bead in beads for i in bead.a) == list(range(len(a)))
    assert sorted(j for bead in beads for j in bead.b) == list(range(len(b)))
    assert all(0 <= bead.score <= 1 for bead in beads)
    assert sorted(beads) == sorted((x.a, x.b, x.score) for x in align(b, a) for x in [type(x)(x.b, x.a, x.score)])


@settings(max_examples=15)
@given(st.integers(0, 3), st.integers(0, 400))
def test_texts_of_very_unequal_length_are_aligned_too(short: int, long: int) -> None:
    beads = align(A[:short], [A[i % 4] for i in range(long)])
    assert sum(len(bead.b) for bead in beads) == long


def test_a_quotation_stays_with_the_sentence_that_says_whose_it_is() -> None:
    a = ["Orlan agrees with Varn but warns of high hopes.", "“A summit is no substitute for a treaty.”", "It may fail."]
    b = ["Orlan agrees with Varn but warns of high hopes: “A summit does not replace a contract.”", "It may fail."]
    assert [(bead.a, bead.b) for bead in align(a, b)] == [((0, 1), (0,)), ((2,), (1,))]
