"""Scores of machine translation by sacrebleu (Post 2018), each with the signature that makes it comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Score", "reference_scores", "rendering_scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """A score, and its signature: the metric with its settings and version.

    chrF++ and BLEU go from 0 to 1. TER is an error rate: 0 is best, and it can exceed 1.
    """

    name: str
    value: float
    signature: str


_LONGEST = 400  # words of a segment, both sides together


def reference_scores(translations: Sequence[str], references: Sequence[str]) -> tuple[Score, ...]:
    """Return chrF++ (Popović 2017), BLEU (Papineni et al. 2002) and TER (Snover et al. 2006) over segments.

    One reference a segment; scores are of the whole, at sacrebleu's usual settings. A segment may be empty. What the
    reference alone has lowers all three scores; what the translation alone has lowers BLEU and raises TER, while
    chrF++ leaves it out of account. BLEU counts runs of four words, so it is 0 for texts without one. TER is left out
    where two segments of more than 400 words together meet: its search for moved words would take minutes. Nothing is
    returned for texts without a word. Raises `ValueError` if the numbers of segments differ.

    >>> [(s.name, s.value) for s in reference_scores(["Kelm met 21 envoys in Varn."], ["Kelm met 12 envoys in Varn."])]
    [('chrF++', 0.771587), ('BLEU', 0.488923), ('TER', 0.166667)]
    >>> reference_scores(["a"], [])
    Traceback (most recent call last):
    ...
    ValueError: 1 translations and 0 references
    """
    from sacrebleu import BLEU, CHRF, TER

    if len(translations) != len(references):
        raise ValueError(f"{len(translations)} translations and {len(references)} references")
    sizes = [(len(x.split()), len(y.split())) for x, y in zip(translations, references, strict=True)]
    if not any(map(any, sizes)):
        return ()
    # `force` silences a warning about tokenised text.
    metrics = {"chrF++": CHRF(word_order=2), "BLEU": BLEU(force=True), "TER": TER()}
    if any(all(pair) and sum(pair) > _LONGEST for pair in sizes):
        del metrics["TER"]
    found = []
    for name, metric in metrics.items():
        result = metric.corpus_score(list(translations), [list(references)])
        # sacrebleu's own name tells a setting that the rest of its signature leaves out: chrF2++.
        found.append(Score(name, round(result.score / 100, 6), f"{result.name}|{metric.get_signature()}"))
    return tuple(found)


def rendering_scores(segments: Sequence[tuple[str, str]]) -> tuple[Score, ...]:
    """Return how alike two renderings are on the surface, by the scores of `reference_scores`.

    Segments are pairs of texts that say the same; one is empty where the other side alone has something, which counts
    against the likeness. Neither side is the reference, so each score is the mean of both directions: swapping the
    sides changes nothing. They measure likeness, not quality.

    >>> [score.value for score in rendering_scores([("The talks failed again.", "The talks failed again.")])]
    [1.0, 1.0, 0.0]
    >>> [score.name for score in rendering_scores([("The talks failed again.", ""), ("", "Rain fell.")])]
    ['chrF++', 'BLEU', 'TER']
    """
    a, b = [x for x, _ in segments], [y for _, y in segments]
    return tuple(
        Score(forth.name, round((forth.value + back.value) / 2, 6), forth.signature + "|mean of both directions")
        for forth, back in zip(reference_scores(a, b), reference_scores(b, a), strict=True)
    )
