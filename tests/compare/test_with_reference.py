"""A translation beside a reference: scores with signatures, and divergences."""

from __future__ import annotations

import sys

import pytest

from corpuslib.compare.with_reference import assess_against_reference, reference_scores

TEXT = "Kelm met 21 envoys in Varn. Rain fell on the harbour. Nobody signed the treaty that day."
REFERENCE = "Kelm met 12 envoys in Varn. Nobody signed the treaty that day."


def test_each_score_carries_its_signature() -> None:
    pytest.importorskip("sacrebleu", reason="the extra mt-scores is not installed")
    scores = assess_against_reference(TEXT, REFERENCE).scores
    assert [score.name for score in scores] == ["chrF++", "BLEU", "TER"]
    assert all("version:" in score.signature for score in scores)
    assert "nw:2" in scores[0].signature


def test_equal_texts_score_best() -> None:
    pytest.importorskip("sacrebleu", reason="the extra mt-scores is not installed")
    assert [s.value for s in reference_scores([TEXT], [TEXT])] == [1.0, 1.0, 0.0]


def test_divergences_are_told_beside_the_scores() -> None:
    pytest.importorskip("sacrebleu", reason="the extra mt-scores is not installed")
    kinds = {d.kind for d in assess_against_reference(TEXT, REFERENCE).divergences}
    assert kinds == {"number", "omission"}


def test_texts_without_a_word_raise_nothing() -> None:
    pytest.importorskip("sacrebleu", reason="the extra mt-scores is not installed")
    assert assess_against_reference("", "").scores == ()
    assert len(assess_against_reference("One word here.", "").scores) == 3


def test_without_sacrebleu_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    monkeypatch.setitem(sys.modules, "sacrebleu.metrics", None)
    with pytest.raises(ImportError, match=r"corpuslib\[mt-scores\]"):
        reference_scores(["a"], ["b"])
