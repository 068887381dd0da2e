"""Hedges: which words weaken, distance or verify a statement."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
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
        ("Olm claimed victory.", "distancing"),
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


def test_a_text_in_another_language_gives_none() -> None:
    document = as_document("Das may sein.")
    german = Document(document.raw, document.text, blocks=document.blocks, metadata=Metadata(language="de"))
    assert find_hedges(german) == []


def test_the_lexicon_has_each_entry_once() -> None:
    cues = [row["cue"] for row in rows("hedges.tsv")]
    assert len(cues) == len(set(cues)) > 300


@settings(deadline=None)
@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["may", "May", "about", "İ", "4", "sources said", "’", "\n"])).map(" ".join)
)
def test_hedges_lie_in_the_text_in_order(text: str) -> None:
    found = hedges(text)
    assert all(0 <= row.start < row.end <= len(text) for row in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert to_arrow(found, Hedge).num_rows == len(found)
