"""Renderings beside each other, a source or a reference, for strings and documents that nobody has annotated."""

from __future__ import annotations

from collections.abc import Mapping

from corpuslib.annotate.sentences import find_sentences
from corpuslib.annotate.translation import find_issues
from corpuslib.compare.divergences import Comparison
from corpuslib.compare.divergences import compare_renderings as compare_annotated
from corpuslib.compare.many import RenderingMatrix
from corpuslib.compare.many import compare_many as compare_many_annotated
from corpuslib.compare.traces import weigh_traces
from corpuslib.compare.with_reference import ReferenceAssessment
from corpuslib.compare.with_reference import assess_against_reference as assess_annotated_reference
from corpuslib.compare.with_source import SourceAssessment
from corpuslib.compare.with_source import assess_against_source as assess_annotated_source
from corpuslib.document import Document, as_document

__all__ = ["assess_against_reference", "assess_against_source", "compare_many", "compare_renderings"]


def compare_renderings(a: str | Document, b: str | Document) -> Comparison:
    """Compare two renderings of one text, such as two translations of an original that nobody has.

    Returns the aligned sentences, headlines, subheads and captions (`alignment`), the places from which readers
    take away different things (`divergences`, with spans, kind, MQM severity, the side more likely right and a
    reason), and scores of surface likeness. Where the words leave open which side is right, a trace of translation
    on one side only speaks against that side. Swapping a and b mirrors the result. Documents in another language
    than English give an empty comparison, since the rules are for English. Errors that both share cannot be found.

    >>> result = compare_renderings("Mr. Kelm met 12 envoys. Rain fell.", "Mr. Kelm met 21 envoys.")
    >>> [(d.kind, d.severity, d.a) for d in result.divergences]
    [('number', 'major', Span(start=13, end=15)), ('omission', 'major', Span(start=24, end=34))]
    """
    first, second = as_document(a), as_document(b)
    sentences = find_sentences(first), find_sentences(second)
    comparison = compare_annotated(first, second, sentences_a=sentences[0], sentences_b=sentences[1])
    return weigh_traces(
        comparison,
        traces_a=find_issues(first),
        traces_b=find_issues(second),
        sentences_a=sentences[0],
        sentences_b=sentences[1],
    )


def compare_many(renderings: Mapping[str, str | Document]) -> RenderingMatrix:
    """Compare any number of English renderings of one text, given by name.

    Returns the aligned passages (`units`) and a row for each thing that renderings say differently
    (`disagreements`): what each of them says, which agree, and the reading of the majority with its votes. Renderings
    that share their wording have one vote together. A majority is a count and no proof, and errors that all share
    cannot be found. Raises `ValueError` for fewer than two renderings.

    >>> matrix = compare_many({"x": "Kelm met 12 envoys.", "y": "Kelm saw 12 envoys.", "z": "Kelm met 21 envoys."})
    >>> [(d.kind, d.readings, d.votes_for, d.votes_against) for d in matrix.disagreements]
    [('number', (('x', 'y'), ('z',)), 2, 1)]
    """
    documents = {name: as_document(renderings[name]) for name in sorted(renderings)}
    return compare_many_annotated(documents, sentences={name: find_sentences(d) for name, d in documents.items()})


def assess_against_source(source: str | Document, text: str | Document, *, lang: str | None = None) -> SourceAssessment:
    """Say what of a source arrived in its English translation, and what was left out, changed or put in.

    Returns aligned sentences and rows of coverage for sentences, numbers, dates, names, quotations and denials; the
    rows that tell of something wrong are its `gaps`. `lang` is the source's language (de, en, es, fr, ko, pl, ru, uk
    or zh); without it the document's own or the detected one counts. Only what can be read without a dictionary is
    compared: a translation without gaps may still be wrong. Raises `ValueError` for a `lang` that cannot be read.

    >>> result = assess_against_source("Kelm sprach nicht. Es kamen 118 Leute.", "Kelm spoke. 118 came.", lang="de")
    >>> [(row.kind, row.status, row.severity) for row in result.gaps]
    [('negation', 'missing', 'critical')]
    """
    first, second = as_document(source), as_document(text)
    rows = find_sentences(first), find_sentences(second)
    return assess_annotated_source(first, second, lang=lang, sentences_source=rows[0], sentences_text=rows[1])


def assess_against_reference(text: str | Document, reference: str | Document) -> ReferenceAssessment:
    """Score an English translation against a reference and find what the two disagree on.

    Returns chrF++, BLEU and TER by sacrebleu, each with its signature, and divergences as `compare_renderings` does.
    The reference is one good translation among many.

    >>> result = assess_against_reference("Kelm met 21 envoys.", "Kelm met 12 envoys.")
    >>> [d.kind for d in result.divergences]
    ['number']
    """
    first, second = as_document(text), as_document(reference)
    rows = find_sentences(first), find_sentences(second)
    return assess_annotated_reference(first, second, sentences_text=rows[0], sentences_reference=rows[1])
