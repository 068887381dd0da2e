"""How alike two renderings are on the surface, by scores of machine translation, each with its signature."""

from __future__ import annotations

from dataclasses import dataclass

from corpuslib.compare.words import words

__all__ = ["Score", "surface_scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 1 and the signature that makes it comparable: method, settings, version."""

    name: str
    value: float
    signature: str


def surface_scores(a: str, b: str) -> tuple[Score, ...]:
    """Return chrF (Popović 2015) and BLEU (Papineni et al. 2002) between two renderings.

    Neither rendering is the reference, so both are made symmetric: chrF with beta 1, BLEU as the mean of both
    directions. They measure likeness, not quality.

    >>> [score.value for score in surface_scores("The talks failed again today.", "The talks failed again today.")]
    [1.0, 1.0]
    """
    import nltk
    from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
    from nltk.translate.chrf_score import sentence_chrf

    signature = f"nltk:{nltk.__version__}"
    chrf = sentence_chrf(a, b, beta=1.0) if a.strip() and b.strip() else float(a.strip() == b.strip())
    left, right = ([w.text.lower() for w in words(text)] for text in (a, b))
    smooth = SmoothingFunction().method1
    if min(len(left), len(right)) >= 4:
        directions = ((left, right), (right, left))
        bleu = sum(float(sentence_bleu([x], y, smoothing_function=smooth)) for x, y in directions) / 2
    else:
        bleu = float(left == right)
    return (
        Score("chrF", round(float(chrf), 6), f"chrF1|chars:1-6|space:no|symmetric|{signature}"),
        Score("BLEU", round(bleu, 6), f"BLEU|words:1-4|lower|smooth:epsilon .1|mean of directions|{signature}"),
    )
