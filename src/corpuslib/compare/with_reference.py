"""A translation beside a reference: the usual scores, each with its signature, and what the two disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpuslib.compare.alignment import align, segments
from corpuslib.compare.divergences import Divergence, SentenceLike, compare_renderings, sentences_of
from corpuslib.compare.scores import Score, reference_scores
from corpuslib.document import Document, as_document

__all__ = ["ReferenceAssessment", "assess_against_reference"]


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
    them a plain rule splits the bodies.

    >>> result = assess_against_reference("Kelm met 21 envoys.", "Kelm met 12 envoys.")
    >>> [score.name for score in result.scores], [d.kind for d in result.divergences]
    (['chrF++', 'BLEU', 'TER'], ['number'])
    """
    first, second = as_document(text), as_document(reference)
    rows = (sentences_text, sentences_reference)
    texts = [
        [d.text[s.start : s.end] for s in sentences_of(d, own)] for d, own in zip((first, second), rows, strict=True)
    ]
    pairs = segments(align(*texts), *texts)
    compared = compare_renderings(first, second, sentences_a=sentences_text, sentences_b=sentences_reference)
    scores = reference_scores([a for a, _ in pairs], [b for _, b in pairs])
    return ReferenceAssessment(scores, compared.divergences)
