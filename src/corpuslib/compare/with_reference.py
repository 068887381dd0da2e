"""A translation beside a reference: the usual scores, each with its signature, and what the two disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpuslib.compare.alignment import align
from corpuslib.compare.divergences import Divergence, SentenceLike, compare_renderings, sentences_of
from corpuslib.compare.scores import Score
from corpuslib.document import Document, as_document

__all__ = ["ReferenceAssessment", "assess_against_reference", "reference_scores"]


@dataclass(frozen=True)
class ReferenceAssessment:
    """A translation beside a reference: scores, and divergences with the translation as doc_a, the reference as doc_b.

    The reference is one good translation among many, so a divergence is a place to look at and no proven error.
    """

    scores: tuple[Score, ...] = ()
    divergences: tuple[Divergence, ...] = ()


def assess_against_reference(
    text: str | Document,
    reference: str | Document,
    *,
    sentences_text: Sequence[SentenceLike] | None = None,
    sentences_reference: Sequence[SentenceLike] | None = None,
) -> ReferenceAssessment:
    """Score an English translation against a reference and find what the two disagree on.

    Sentences are aligned first, since they need not be one to one; each aligned passage is a segment of the scores,
    and a sentence that only one side has is scored against nothing. Sentences are rows of table `sentences`; without
    them a plain rule splits the bodies. Raises `ImportError`, saying what to install, if sacrebleu is missing.

    >>> result = assess_against_reference("Kelm met 21 envoys.", "Kelm met 12 envoys.")  # doctest: +SKIP
    >>> [score.name for score in result.scores], [d.kind for d in result.divergences]  # doctest: +SKIP
    (['chrF++', 'BLEU', 'TER'], ['number'])
    """
    first, second = as_document(text), as_document(reference)
    rows = (sentences_text, sentences_reference)
    texts = [
        [d.text[s.start : s.end] for s in sentences_of(d, own)] for d, own in zip((first, second), rows, strict=True)
    ]
    beads = align(texts[0], texts[1])
    segments = [(" ".join(texts[0][i] for i in bead.a), " ".join(texts[1][j] for j in bead.b)) for bead in beads]
    compared = compare_renderings(first, second, sentences_a=sentences_text, sentences_b=sentences_reference)
    scores = reference_scores([a for a, _ in segments], [b for _, b in segments])
    return ReferenceAssessment(scores, compared.divergences)


def reference_scores(translations: Sequence[str], references: Sequence[str]) -> tuple[Score, ...]:
    """Return chrF++ (Popović 2017), BLEU (Papineni et al. 2002) and TER (Snover et al. 2006) over segments.

    One reference a segment; scores are of the whole, by sacrebleu (Post 2018), and their signatures are its own. TER
    is an error rate: lower is better, and it can exceed 1. Raises `ValueError` if the numbers of segments differ,
    `ImportError` if sacrebleu is missing.

    >>> reference_scores(["a"], [])
    Traceback (most recent call last):
    ...
    ValueError: 1 translations and 0 references
    """
    if len(translations) != len(references):
        raise ValueError(f"{len(translations)} translations and {len(references)} references")
    if not translations:
        return ()
    try:
        from sacrebleu.metrics import BLEU, CHRF, TER
    except ImportError as error:
        raise ImportError("scores against a reference need sacrebleu: pip install 'corpuslib[mt-scores]'") from error
    found = []
    for name, metric in (("chrF++", CHRF(word_order=2)), ("BLEU", BLEU()), ("TER", TER())):
        value = metric.corpus_score(list(translations), [list(references)]).score
        found.append(Score(name, round(value / 100, 6), str(metric.get_signature())))
    return tuple(found)
