"""Scores of machine translation: over segments, with signatures, the same whichever side comes first."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare.alignment import align, segments
from corpuslib.compare.divergences import Comparison, compare_renderings
from corpuslib.compare.scores import reference_scores, rendering_scores

LEFT = "Kelm met 21 envoys in Varn. Rain fell on the harbour. Nobody signed the treaty that day."
RIGHT = "In Varn, Kelm met with 12 envoys. Nobody put a name to the treaty that day. The talks go on."
TEXTS = st.text(alphabet="aA bB.,é\n\0„12", max_size=30)


def test_the_signature_tells_metric_settings_and_version() -> None:
    chrf, bleu, ter = reference_scores([LEFT], [RIGHT])
    assert chrf.signature.startswith("chrF2++|nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:")
    assert bleu.signature.startswith("BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:")
    assert ter.signature.startswith("TER|nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:")


def test_the_values_are_those_of_sacrebleu() -> None:
    from sacrebleu import corpus_bleu, corpus_chrf, corpus_ter

    a, b = ["The envoys left Varn on Monday.", "Rain fell."], ["On Monday the envoys left Varn.", "It rained."]
    theirs = [corpus_chrf(a, [b], word_order=2), corpus_bleu(a, [b]), corpus_ter(a, [b])]
    assert [s.value for s in reference_scores(a, b)] == [pytest.approx(t.score / 100, abs=1e-6) for t in theirs]


def test_the_scores_of_renderings_are_the_mean_of_both_directions() -> None:
    forth, back = reference_scores([LEFT], [RIGHT]), reference_scores([RIGHT], [LEFT])
    both = rendering_scores([(LEFT, RIGHT)])
    means = [(x.value + y.value) / 2 for x, y in zip(forth, back, strict=True)]
    assert [s.value for s in both] == pytest.approx(means, abs=1e-6)
    assert all(s.signature.endswith("|mean of both directions") for s in both)


def test_what_one_side_lacks_counts_against_the_likeness() -> None:
    same = ("Nobody signed the treaty that day.",) * 2
    alone = [s.value for s in rendering_scores([same])]
    beside = [s.value for s in rendering_scores([same, ("", "The talks go on until the end of May.")])]
    assert alone == [1.0, 1.0, 0.0]
    assert beside[0] < 1 and beside[1] < 1 and beside[2] > 0


def test_segments_show_what_faces_nothing() -> None:
    a, b = ["Kelm met 21 envoys.", "Rain fell on the harbour."], ["Kelm met 12 envoys."]
    assert segments(align(a, b), a, b) == [(a[0], b[0]), (a[1], "")]


def test_the_scores_of_a_comparison_are_those_of_its_aligned_sentences() -> None:
    result = compare_renderings(LEFT, RIGHT)
    assert ("Rain fell on the harbour.", "") in result.segments
    assert result.scores == rendering_scores(result.segments)


def test_a_comparison_whose_scores_nobody_reads_never_loads_sacrebleu() -> None:
    code = (
        "import sys; from corpuslib import compare_many, compare_renderings;"
        "compare_renderings('Kelm met 12.', 'Kelm met 21.'); compare_many({'x': 'Kelm.', 'y': 'Kelm.'});"
        "print('sacrebleu' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_texts_in_another_language_have_no_scores() -> None:
    assert Comparison().scores == ()


def test_texts_without_a_word_have_no_scores() -> None:
    assert reference_scores([], []) == reference_scores([" ", ""], ["\n", ""]) == ()


def test_ter_is_left_out_where_its_search_would_take_minutes() -> None:
    endless = " ".join(f"{n % 7} a" for n in range(400))
    assert [s.name for s in reference_scores([endless], [endless[::-1]])] == ["chrF++", "BLEU"]


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_scores_keep_their_range_and_do_not_depend_on_which_side_comes_first(pairs: list[tuple[str, str]]) -> None:
    scores = rendering_scores(pairs)
    assert [s.value for s in scores] == [s.value for s in rendering_scores([(b, a) for a, b in pairs])]
    assert all(0 <= s.value <= (1 if s.name != "TER" else 31) for s in scores)
