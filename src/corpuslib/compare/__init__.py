"""Compare: documents in, rows about pairs and groups out. One module per relation between documents."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from corpuslib.compare._named import Named
from corpuslib.compare.alignment import Alignment, align
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.compare.copies import Copy, group_copies
from corpuslib.compare.coverage import Coverage, coverage_matrix, find_coverage
from corpuslib.compare.divergences import Comparison, Divergence, compare_renderings, sentences_of
from corpuslib.compare.duplicates import Reuse, near_duplicates, reused
from corpuslib.compare.kinship import Kinship, kinship
from corpuslib.compare.pairs import Pair, Relation
from corpuslib.compare.quotations import Quotation, find_quotations
from corpuslib.compare.reuse import ReusePassage, reuse_passages
from corpuslib.compare.similarity import Found, Similarity, language_of, similar_documents
from corpuslib.compare.stories import credited, earlier, group_stories
from corpuslib.compare.suspects import mark_suspects, suspect_attributions
from corpuslib.compare.traces import weigh_traces
from corpuslib.document import Document
from corpuslib.tables import Row

__all__ = [
    "ROWS",
    "Alignment",
    "Claim",
    "Compared",
    "Comparison",
    "Copy",
    "Coverage",
    "Divergence",
    "Pair",
    "Quotation",
    "ReusePassage",
    "align",
    "compare_documents",
    "compare_renderings",
    "coverage_matrix",
    "group_stories",
    "mark_suspects",
    "near_duplicates",
    "reuse_passages",
]

ROWS: tuple[type[Row], ...] = (Pair, Copy, ReusePassage, Alignment, Divergence, Claim, Quotation, Coverage)

_NOTHING: Found = MappingProxyType({})


@dataclass(frozen=True)
class Compared:
    """All rows about pairs and groups of documents, sorted.

    `stories` gives each document's story and place in time there, `suspects` the attributions that another rendering
    speaks against, by document and attribution, and why.
    """

    pairs: tuple[Pair, ...] = ()
    copies: tuple[Copy, ...] = ()
    reuse: tuple[ReusePassage, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    stories: Mapping[str, tuple[str, int | None]] = field(default_factory=lambda: MappingProxyType({}))
    suspects: Mapping[tuple[str, int], str] = field(default_factory=lambda: MappingProxyType({}))


def compare_documents(documents: Sequence[Document], found: Found = _NOTHING, actors: Sequence[Named] = ()) -> Compared:
    """Compare documents with each other: pairs, stories, renderings side by side, claims.

    `found` holds the rows found in each document, by doc_id and table: `sentences`, `dates`, `attributions`,
    `hedges` and `translation_issues` are used where they are given; `actors` are looked for in every story. Only
    documents of one language are compared; no known language counts as English. Raises `ValueError` if two
    documents have one doc_id.

    >>> compare_documents([]).pairs
    ()
    """
    documents = sorted(documents, key=lambda d: d.doc_id)
    if len({d.doc_id for d in documents}) < len(documents):
        raise ValueError("two documents have one doc_id; give each its own, for example with Document.with_id")
    similarities = similar_documents(documents, found)
    shared = {(r.a, r.b): r for r in reused([d.body for d in documents])}
    close = _close_pairs(documents, found, similarities, shared)
    stories = group_stories(documents, close, similarities)
    pairs = sorted((*close, *stories.pairs), key=lambda p: (p.doc_a, p.doc_b))
    passages = list(_passages(documents, close, shared))
    comparisons = _side_by_side(documents, found, close, passages)
    claims = find_claims(documents, found, stories.places, one_voice=_one_voice(close))
    alignments = tuple(row for comparison in comparisons for row in comparison.alignment)
    quotations = find_quotations(documents, found, stories.places, close, alignments)
    divergences = tuple(row for comparison in comparisons for row in comparison.divergences)
    return Compared(
        pairs=tuple(pairs),
        copies=tuple(group_copies(documents, close)),
        reuse=tuple(passages),
        alignments=alignments,
        divergences=divergences,
        claims=tuple(claims),
        quotations=tuple(quotations),
        coverage=tuple(find_coverage(documents, found, stories.places, pairs, claims, quotations, actors)),
        stories=stories.places,
        suspects=suspect_attributions(documents, found, divergences, close),
    )


# Up to this containment, words shared verbatim can come of translating one original twice.
_VERBATIM = 0.4
_PHRASE = 12.0  # words in a row that two texts can well have each from elsewhere
# Renderings are looked for among pairs at least this alike: far below any seen, above most of one story.
_RENDERING = 0.3


def _close_pairs(
    documents: Sequence[Document],
    found: Found,
    similarities: Sequence[Similarity],
    reuse: Mapping[tuple[int, int], Reuse],
) -> list[Pair]:
    alike = {(s.a, s.b) for s in similarities if s.cosine >= _RENDERING}
    pairs = []
    for a, b in sorted(reuse.keys() | alike):
        first, second = documents[a], documents[b]
        if language_of(first) != language_of(second):
            continue
        shared = reuse.get((a, b))
        contained = max(shared.containment_a, shared.containment_b) if shared else 0.0
        kin = None
        if language_of(first) == "en" and contained < _VERBATIM and (a, b) in alike and _of_like_length(first, second):
            kin = kinship(*(_sentence_texts(d, found) for d in (first, second)))
        if kin and kin.probability >= 0.5:
            pairs.append(_rendering_pair(first, second, shared, kin))
        elif shared:
            pairs.append(_reuse_pair(first, second, shared))
    return _siblings(documents, pairs)


def _passages(
    documents: Sequence[Document], pairs: Sequence[Pair], reuse: Mapping[tuple[int, int], Reuse]
) -> Iterator[ReusePassage]:
    position = {d.doc_id: n for n, d in enumerate(documents)}
    for pair in pairs:
        a, b = position[pair.doc_a], position[pair.doc_b]
        if pair.copied:
            yield from reuse_passages(documents[a], documents[b], reuse[a, b].spans)


def _of_like_length(a: Document, b: Document) -> bool:
    short, long = sorted((len(a.body), len(b.body)))
    return short * 2 >= long


def _sentence_texts(document: Document, found: Found) -> list[str]:
    rows = sentences_of(document, found.get(document.doc_id, {}).get("sentences"))
    return [document.text[row.start : row.end] for row in rows]


def _rendering_pair(a: Document, b: Document, shared: Reuse | None, kin: Kinship) -> Pair:
    first, why = earlier(a, b)
    return Pair(
        doc_a=a.doc_id,
        doc_b=b.doc_id,
        relation="parallel_rendering",
        probability=round(kin.probability, 3),
        containment_a=round(shared.containment_a, 4) if shared else 0.0,
        containment_b=round(shared.containment_b, 4) if shared else 0.0,
        earlier=first,
        evidence=(
            f"{kin.coverage:.0%} of the words stand in sentences aligned in order; names and numbers in the same "
            f"order: {kin.order:.0%}; few words shared verbatim; {why}"
        ),
    )


def _reuse_pair(a: Document, b: Document, shared: Reuse) -> Pair:
    contained = max(shared.containment_a, shared.containment_b)
    outlets = {d.metadata.outlet for d in (a, b)}
    elsewhere = len(outlets) == 2 and None not in outlets
    relation: Relation = "republication" if elsewhere and contained >= 0.5 else "near_duplicate"
    first, why = earlier(a, b)
    return Pair(
        doc_a=a.doc_id,
        doc_b=b.doc_id,
        relation=relation,
        probability=round(min(0.99, 1 - math.exp(-shared.longest / _PHRASE)), 3),
        containment_a=round(shared.containment_a, 4),
        containment_b=round(shared.containment_b, 4),
        earlier=first,
        evidence=(
            f"{len(shared.spans)} shared passages, the longest of {shared.longest} words; "
            f"{'other outlets' if elsewhere else 'outlets equal or unknown'}; {why}"
        ),
    )


def _siblings(documents: Sequence[Document], pairs: Sequence[Pair]) -> list[Pair]:
    """Two documents that both ran a third one, which they credit, are copies of it and not one of the other."""
    by_id = {d.doc_id: d for d in documents}
    sources: dict[str, set[str]] = {}
    for pair in pairs:
        for x, y in ((pair.doc_a, pair.doc_b), (pair.doc_b, pair.doc_a)):
            if pair.relation == "republication" and credited(by_id[y], by_id[x]):
                sources.setdefault(y, set()).add(x)
    result = []
    for pair in pairs:
        ends = sources.get(pair.doc_a, set()), sources.get(pair.doc_b, set())
        of_one = ends[0] & ends[1] and pair.doc_a not in ends[1] and pair.doc_b not in ends[0]
        if pair.relation == "republication" and of_one:
            evidence = f"both copies of {min(ends[0] & ends[1])}; {pair.evidence}"
            pair = replace(pair, relation="near_duplicate", evidence=evidence)
        result.append(pair)
    return result


def _side_by_side(
    documents: Sequence[Document], found: Found, pairs: Sequence[Pair], passages: Sequence[ReusePassage]
) -> list[Comparison]:
    """Compare renderings, and every copy that changed anything with the one document that it shares most with."""
    by_id = {d.doc_id: d for d in documents}
    closest: dict[str, Pair] = {}
    chosen: set[tuple[str, str]] = set()
    for pair in pairs:
        if pair.relation == "parallel_rendering":
            chosen.add((pair.doc_a, pair.doc_b))
        elif pair.relation == "republication":
            best = closest.get(pair.doc_b)
            if best is None or _containment(pair) > _containment(best):
                closest[pair.doc_b] = pair
    changed = {(p.doc_a, p.doc_b) for p in passages if p.kind not in ("shared", "moved") and p.telling}
    chosen |= {(pair.doc_a, pair.doc_b) for pair in closest.values()} & changed
    comparisons = []
    for a, b in sorted(chosen):
        rows = [sentences_of(by_id[doc_id], found.get(doc_id, {}).get("sentences")) for doc_id in (a, b)]
        traces = [found.get(doc_id, {}).get("translation_issues", ()) for doc_id in (a, b)]
        comparison = compare_renderings(by_id[a], by_id[b], sentences_a=rows[0], sentences_b=rows[1])
        comparisons.append(
            weigh_traces(comparison, traces_a=traces[0], traces_b=traces[1], sentences_a=rows[0], sentences_b=rows[1])
        )
    return comparisons


def _containment(pair: Pair) -> float:
    return max(pair.containment_a, pair.containment_b)


def _one_voice(pairs: Sequence[Pair]) -> frozenset[tuple[str, str]]:
    """Return pairs that are no two witnesses: copies, and renderings of one original."""
    return frozenset(
        (p.doc_a, p.doc_b) for p in pairs if p.relation != "near_duplicate" or _containment(p) >= _VERBATIM
    )
