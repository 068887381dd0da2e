"""Two renderings of one text side by side, for strings and documents that nobody has annotated."""

from __future__ import annotations

from corpuslib.annotate.sentences import find_sentences
from corpuslib.compare.divergences import Comparison
from corpuslib.compare.divergences import compare_renderings as compare_annotated
from corpuslib.document import Document, as_document

__all__ = ["compare_renderings"]


def compare_renderings(a: str | Document, b: str | Document) -> Comparison:
    """Compare two renderings of one text, such as two translations of an original that nobody has.

    Returns the aligned sentences, headlines, subheads and captions (`alignment`), the places from which readers
    take away different things (`divergences`, with spans, kind, MQM severity, the side more likely right and a
    reason), and scores of surface likeness. Swapping a and b mirrors the result. Documents in another language
    than English give an empty comparison, since the rules are for English. Errors that both share cannot be found.

    >>> result = compare_renderings("Mr. Kelm met 12 envoys. Rain fell.", "Mr. Kelm met 21 envoys.")
    >>> [(d.kind, d.severity, d.a) for d in result.divergences]
    [('number', 'major', Span(start=13, end=15)), ('omission', 'major', Span(start=24, end=34))]
    """
    first, second = as_document(a), as_document(b)
    return compare_annotated(first, second, sentences_a=find_sentences(first), sentences_b=find_sentences(second))
