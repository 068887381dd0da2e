"""A translation beside a reference: scores with signatures, and divergences."""

from __future__ import annotations

from corpuslib.compare.with_reference import assess_against_reference

TEXT = "Kelm met 21 envoys in Varn. Rain fell on the harbour. Nobody signed the treaty that day."
REFERENCE = "Kelm met 12 envoys in Varn. Nobody signed the treaty that day."

WITHOUT_RAIN = TEXT.replace("Rain fell on the harbour. ", "")


def test_each_score_carries_its_signature() -> None:
    scores = assess_against_reference(TEXT, REFERENCE).scores
    assert [score.name for score in scores] == ["chrF++", "BLEU", "TER"]
    assert all("version:" in score.signature for score in scores)
    assert "nw:2" in scores[0].signature


def test_equal_texts_score_best() -> None:
    assert [s.value for s in assess_against_reference(TEXT, TEXT).scores] == [1.0, 1.0, 0.0]


def test_a_sentence_that_the_translation_lacks_tells_on_every_score() -> None:
    chrf, bleu, ter = (s.value for s in assess_against_reference(REFERENCE, TEXT).scores)
    better = [s.value for s in assess_against_reference(REFERENCE, WITHOUT_RAIN).scores]
    assert chrf < better[0] and bleu < better[1] and ter > better[2]


def test_a_sentence_that_the_reference_lacks_tells_on_bleu_and_ter() -> None:
    chrf, bleu, ter = (s.value for s in assess_against_reference(TEXT, REFERENCE).scores)
    better = [s.value for s in assess_against_reference(WITHOUT_RAIN, REFERENCE).scores]
    assert chrf == better[0] and bleu < better[1] and ter > better[2]


def test_divergences_are_told_beside_the_scores() -> None:
    kinds = {d.kind for d in assess_against_reference(TEXT, REFERENCE).divergences}
    assert kinds == {"number", "omission"}


def test_texts_without_a_word_raise_nothing() -> None:
    assert assess_against_reference("", "").scores == ()
    assert [s.value for s in assess_against_reference("One word here.", "").scores] == [0.0, 0.0, 1.0]
