from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.compare.divergences import Comparison, Divergence, compare_renderings, sentences_of
from corpuslib.compare.passages import Side
from corpuslib.compare.traces import weigh_traces
from corpuslib.document import as_document
from corpuslib.renderings import compare_renderings as compare_strings

A = "Kelm met 12 envoys in the old port. They did not sign the treaty of the bay on Monday."
B = "Kelm met 21 envoys in the old port. They went to sign the treaty of the bay on Monday."


class Trace(NamedTuple):
    start: int
    end: int
    category: str = "fluency/grammar"
    severity: str = "major"


def weighed(traces_a: list[Trace], traces_b: list[Trace], *, severity: str | None = None) -> list[Divergence]:
    a, b = as_document(A), as_document(B)
    comparison = compare_renderings(a, b)
    rows = [
        replace(row, likely_right="undecidable", severity=severity or row.severity) for row in comparison.divergences
    ]
    # Whether a denial has a place on the side that lacks it is not what is tested here.
    nowhere = {"b_start": None, "b_end": None, "b_raw_start": None, "b_raw_end": None}
    open_rows = tuple(replace(row, **nowhere) if row.kind == "negation" else row for row in rows)
    return list(
        weigh_traces(
            replace(comparison, divergences=open_rows),
            traces_a=traces_a,
            traces_b=traces_b,
            sentences_a=sentences_of(a, None),
            sentences_b=sentences_of(b, None),
        ).divergences
    )


def side(rows: list[Divergence], kind: str) -> Side:
    return next(row.likely_right for row in rows if row.kind == kind)


AT_NUMBER = Trace(B.index("21"), B.index(" envoys"))
IN_SECOND_SENTENCE = Trace(B.index("bay"), B.index(" on Monday"))


def test_the_passage_with_a_fault_is_less_likely_right_than_the_one_without():
    assert side(weighed([], [AT_NUMBER]), "number") == "a"
    assert side(weighed([AT_NUMBER], []), "number") == "b"


def test_faults_on_both_sides_decide_nothing():
    assert side(weighed([AT_NUMBER], [AT_NUMBER]), "number") == "undecidable"


def test_a_fault_elsewhere_in_the_sentence_decides_nothing_about_two_passages():
    assert side(weighed([], [Trace(B.index("old"), B.index(". They"))]), "number") == "undecidable"


def test_a_long_fault_that_only_brushes_the_passage_decides_nothing():
    assert side(weighed([], [Trace(B.index("21"), B.index(". They"))]), "number") == "undecidable"


@pytest.mark.parametrize("category", ["locale/date-format", "fluency/capitalisation", "style/unidiomatic"])
def test_faults_that_leave_the_meaning_whole_decide_nothing(category: str):
    assert side(weighed([], [AT_NUMBER._replace(category=category)]), "number") == "undecidable"


def test_a_fault_of_grammar_says_nothing_about_the_choice_of_a_word():
    (row,) = [row for row in compare_renderings(A, B).divergences if row.kind == "number"]
    comparison = Comparison(divergences=(replace(row, kind="lexical"),))
    sides = [
        weigh_traces(comparison, traces_a=[], traces_b=[trace], sentences_a=[], sentences_b=[])
        .divergences[0]
        .likely_right
        for trace in (AT_NUMBER, AT_NUMBER._replace(category="accuracy/mistranslation"))
    ]
    assert sides == ["undecidable", "a"]


def test_what_a_badly_broken_sentence_lacks_stood_in_the_original():
    assert side(weighed([], [IN_SECOND_SENTENCE]), "negation") == "a"


def test_a_small_fault_does_not_decide_what_a_sentence_lacks():
    assert side(weighed([], [IN_SECOND_SENTENCE._replace(severity="minor")]), "negation") == "undecidable"


def test_a_fault_beside_what_only_this_side_has_does_not_speak_against_it():
    assert side(weighed([IN_SECOND_SENTENCE], []), "negation") == "undecidable"


def test_a_small_omission_is_left_open():
    assert side(weighed([], [IN_SECOND_SENTENCE], severity="minor"), "negation") == "undecidable"


def test_the_reason_says_that_a_trace_decided():
    reasons = {row.kind: row.reason for row in weighed([], [AT_NUMBER])}
    assert "trace of translation" in reasons["number"] and "trace of translation" not in reasons["negation"]


def test_decided_rows_stay_as_they_are():
    row = next(row for row in compare_renderings(A, B).divergences if row.kind == "number")
    decided = replace(row, likely_right="b")
    comparison = Comparison(divergences=(decided,))
    found = weigh_traces(comparison, traces_a=[], traces_b=[AT_NUMBER], sentences_a=[], sentences_b=[])
    assert found.divergences == (decided,)


def test_strings_are_weighed_by_the_traces_in_them():
    a = "The crew was in the port of the town. The fleet of the owners has 82 ships in the bay."
    b = "The crew was in the port of the town. The fleet of the owners has four-twenty-two ships in the bay."
    for result, right in ((compare_strings(a, b), "a"), (compare_strings(b, a), "b")):
        (row,) = [row for row in result.divergences if row.kind == "number"]
        assert row.likely_right == right


SPANS = st.lists(
    st.tuples(st.integers(0, len(A) - 1), st.integers(1, 30), st.sampled_from(["minor", "major"])).map(
        lambda t: Trace(t[0], t[0] + t[1], "fluency/grammar", t[2])
    ),
    max_size=4,
)


@given(SPANS, SPANS)
def test_exchanging_the_sides_mirrors_the_answer(traces_a: list[Trace], traces_b: list[Trace]):
    other: dict[Side, Side] = {"a": "b", "b": "a", "undecidable": "undecidable"}
    a, b = as_document(A), as_document(B)
    sentences = sentences_of(a, None), sentences_of(b, None)
    there = weigh_traces(
        compare_renderings(a, b),
        traces_a=traces_a,
        traces_b=traces_b,
        sentences_a=sentences[0],
        sentences_b=sentences[1],
    )
    back = weigh_traces(
        compare_renderings(b, a),
        traces_a=traces_b,
        traces_b=traces_a,
        sentences_a=sentences[1],
        sentences_b=sentences[0],
    )
    assert {(row.a, row.b, row.likely_right) for row in there.divergences} == {
        (row.b, row.a, other[row.likely_right]) for row in back.divergences
    }
