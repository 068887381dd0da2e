"""Hedges: which words weaken, distance or verify a statement."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.hedges import Hedge, find_hedges, hedges
from corpuslib.document import Document, Metadata, as_document
from corpuslib.lexicon import rows
from corpuslib.tables import to_arrow


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The pact may hold.", "epistemic"),
        ("Officials believe that.", "doxastic"),
        ("Nobody knows whether it holds.", "investigation"),
        ("It stands unless they leave.", "conditional"),
        ("It cost roughly a million.", "approximator"),
        ("Olm claimed that they won.", "distancing"),
        ("She spoke on condition of anonymity.", "anonymous_sourcing"),
        ("He left without naming them.", "non_disclosure"),
        ("The ministry declined to comment.", "non_response"),
        ("By its own account it won.", "self_report"),
        ("The court confirmed it.", "confirmation"),
        ("Two sources agree.", "corroboration"),
        ("The report could not be verified.", "unverified"),
        ("There was speculation.", "speculation"),
        ("Kelm denied it.", "denial"),
    ],
)
def test_each_kind_has_its_words(text: str, kind: str) -> None:
    assert kind in [row.kind for row in hedges(text)]


def test_the_longest_entry_wins() -> None:
    assert [row.cue for row in hedges("Sources said no.")] == ["sources said"]


def test_the_month_of_may_is_no_hedge() -> None:
    assert hedges("They met in May.") == []


def test_about_is_a_hedge_only_before_a_number() -> None:
    assert [row.kind for row in hedges("about 40 people spoke about peace")] == ["approximator"]


def test_parts_of_words_do_not_count() -> None:
    assert hedges("The mayor was mighty.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The ministry claimed credit.",  # not_before
        "He could not swim.",
        "They believe in Kelm.",
        "Come as soon as possible.",  # not_after
        "A suspect fled.",
        "She was denied a visa.",
        "They denied entry to him.",  # before
        "It is, whether you like it, late.",  # ^, no word before
        "He refused to say the word.",
        "the reclaimed land",  # part of a word
        "a would-be king, may-be",
    ],
)
def test_the_words_beside_a_cue_can_forbid_it(text: str) -> None:
    assert hedges(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ministry claimed it won.",
        "They believe it.",
        "He will say when. He did not say.",
        "She denied it.",
        "They asked whether it held.",
        "She didn’t say why.",
        "‘Apparently’, he wrote.",
    ],
)
def test_the_words_beside_a_cue_can_allow_it(text: str) -> None:
    assert len(hedges(text)) == 1


def test_a_cue_may_run_over_the_end_of_a_line() -> None:
    document = as_document("They declined to comment.")
    (row,) = find_hedges(replace(document, text="They declined to\ncomment.", raw="They declined to\ncomment."))
    assert row.cue == "declined to comment"


def test_numbers_in_words_are_numbers() -> None:
    texts = ["about twenty ships", "about a dozen ships", "about $40", "about half", "about ships"]
    assert [len(hedges(text)) for text in texts] == [1, 1, 1, 1, 0]


def test_of_cues_that_overlap_the_first_and_longest_is_kept() -> None:
    assert [row.cue for row in hedges("It could not be independently verified.")] == [
        "could not be independently verified"
    ]


def test_a_text_in_another_language_gives_none() -> None:
    document = as_document("Das may sein.")
    german = Document(document.raw, document.text, blocks=document.blocks, metadata=Metadata(language="de"))
    assert find_hedges(german) == []


def test_the_lexicon_has_each_entry_once_and_nothing_beside_it_that_cannot_match() -> None:
    entries = rows("hedges.tsv")
    assert len({row["cue"] for row in entries}) == len(entries) > 500
    beside = {word for row in entries for name in ("not_after", "not_before", "before") for word in row[name].split()}
    assert {word for word in beside if word != word.lower()} == {"A"}


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(["may", "May", "about", "İ", "4", "sources said", "’", "-", "\ud800", "did not say", "\n"])
    ).map(" ".join)
)
def test_hedges_lie_in_the_text_in_order(text: str) -> None:
    found = hedges(text)
    assert all(0 <= row.start < row.end <= len(text) for row in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert to_arrow(found, Hedge).num_rows == len(found)
