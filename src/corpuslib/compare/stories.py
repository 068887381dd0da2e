"""Which articles report one event: groups of documents, their order in time, and renderings of one original."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corpuslib.compare.alignment import align
from corpuslib.compare.pairs import Pair
from corpuslib.compare.words import function_words, words
from corpuslib.document import Document

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = [
    "Kinship",
    "Similarity",
    "Stories",
    "earlier",
    "group_stories",
    "kinship",
    "language_of",
    "similar_documents",
]


@dataclass(frozen=True)
class Stories:
    """The stories: by document its story and its place in time there, and the pairs of one story.

    `places` holds only documents that share a story. A place counts from 1; documents whose intervals of
    publication overlap have equal ones, and None stands for a document of unknown date.
    """

    places: Mapping[str, tuple[str, int | None]]
    pairs: tuple[Pair, ...]


class Similarity(NamedTuple):
    """Two documents, by position, the cosine of their telling words, and the days between them if known."""

    a: int
    b: int
    cosine: float
    days: int | None


# Set by hand on a few small corpora; no larger labelled one was at hand.
_COSINE = 0.15
_STEEPNESS = 25.0
_DAYS = 14.0  # days after which half of the likeness is left
_UNDATED = 0.9  # what is left of it where a date is unknown
_TERMS = 150
# In a corpus of five a word in four of them would seem common. Rarity is reckoned as in one of at least this size.
_BACKGROUND = 200
_CEILING = 100


def similar_documents(documents: Sequence[Document], *, least: float = 0.1) -> list[Similarity]:
    """Return the pairs of documents in one language whose telling words are alike, sorted by position.

    Words are weighted by inverse document frequency, names more, and only the 150 that tell most of a document
    are kept. Words of more than a tenth of a large corpus link nothing, so that no document meets all others.
    """
    import numpy as np

    matrix = _matrix(documents)
    found = []
    for start in range(0, len(documents), 500):
        block = (matrix[start : start + 500] @ matrix.T).tocoo()
        chosen = (block.data >= least) & (block.row + start < block.col)
        rows = zip(block.row[chosen] + start, block.col[chosen], np.round(block.data[chosen], 6), strict=True)
        found += [(int(a), int(b), float(c)) for a, b, c in rows]
    return [
        Similarity(a, b, cosine, _days_between(documents[a], documents[b]))
        for a, b, cosine in sorted(found)
        if language_of(documents[a]) == language_of(documents[b])
    ]


def language_of(document: Document) -> str:
    """Return the language of a document; English if it is not known."""
    return document.metadata.language or "en"


def _matrix(documents: Sequence[Document]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    counts = [_terms(document) for document in documents]
    frequency = Counter(term for found in counts for term in found)
    ceiling = max(_CEILING, len(documents) // 10)
    kept = sorted(term for term, n in frequency.items() if 1 < n <= ceiling)
    number = {term: i for i, term in enumerate(kept)}
    indices, data, bounds = [], [], [0]
    for found in counts:
        weights = {
            term: (1 + math.log(tf)) * math.log(1 + max(len(documents), _BACKGROUND) / frequency[term])
            for term, tf in found.items()
        }
        telling = sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]
        norm = math.sqrt(math.fsum(weights[term] ** 2 for term in telling)) or 1.0
        used = sorted(number[term] for term in telling if term in number)
        indices += used
        data += [weights[kept[i]] / norm for i in used]
        bounds.append(len(indices))
    return csr_matrix((data, indices, bounds), shape=(len(documents), len(kept)))


def _terms(document: Document) -> dict[str, float]:
    text = "\n".join(filter(None, (document.metadata.headline, document.body)))
    small = function_words()
    found: Counter[str] = Counter()
    for word in words(text):
        if word.form not in small and len(word.form) > 1:
            found[word.key] += 1
    return {term: float(n) for term, n in found.items()}


def _days_between(a: Document, b: Document) -> int | None:
    """Return the least number of days between the publications; None if either is unknown."""
    m, n = a.metadata, b.metadata
    if not (m.published_from and m.published_to and n.published_from and n.published_to):
        return None
    return max(0, (m.published_from - n.published_to).days, (n.published_from - m.published_to).days)


def _probability(similarity: Similarity) -> float:
    """Return how likely the two report one event. Days apart speak against it, more and more."""
    cosine = similarity.cosine * (_UNDATED if similarity.days is None else 0.5 ** (similarity.days / _DAYS))
    return 1 / (1 + math.exp(-_STEEPNESS * (cosine - _COSINE)))


def group_stories(
    documents: Sequence[Document],
    pairs: Sequence[Pair] = (),
    similarities: Sequence[Similarity] | None = None,
) -> Stories:
    """Group documents that report one event.

    Evidence are telling words in common, the days between the publications, and `pairs` that share text or an
    original. Groups grow by average linkage over the similar pairs, so that one document between two events does
    not join them. Stories are named s01, s02, … by their earliest document.

    >>> group_stories([]).places
    {}
    """
    if similarities is None:
        similarities = similar_documents(documents)
    position = {document.doc_id: i for i, document in enumerate(documents)}
    links = {(s.a, s.b): _probability(s) for s in similarities}
    evidence = {(s.a, s.b): s for s in similarities}
    closer = {(position[p.doc_a], position[p.doc_b]) for p in pairs}
    for pair in pairs:
        if max(pair.containment_a, pair.containment_b) >= 0.3 or pair.relation == "parallel_rendering":
            a, b = sorted((position[pair.doc_a], position[pair.doc_b]))
            links[a, b] = 1.0
    groups = sorted(_linked(len(documents), links), key=lambda group: _earliest(documents, group))
    places: dict[str, tuple[str, int | None]] = {}
    same: list[Pair] = []
    for number, group in enumerate(groups, 1):
        orders = _order([documents[i] for i in group])
        for i, order in zip(group, orders, strict=True):
            places[documents[i].doc_id] = (f"s{number:02d}", order)
        members = [(a, b) for n, a in enumerate(group) for b in group[n + 1 :] if (a, b) in evidence]
        same += [
            _same_story(documents, evidence[ab], links[ab])
            for ab in members
            if links[ab] >= 0.5 and ab not in closer and ab[::-1] not in closer
        ]
    same.sort(key=lambda pair: (pair.doc_a, pair.doc_b))
    return Stories(dict(sorted(places.items())), tuple(same))


def _linked(count: int, links: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Join the two groups whose members are linked best on average, until no average reaches one half."""
    import heapq

    members = {i: [i] for i in range(count)}
    between: dict[int, dict[int, float]] = {i: {} for i in range(count)}
    heap = []
    for (a, b), p in sorted(links.items()):
        between[a][b] = between[b][a] = p
        if p >= 0.5:
            heap.append((-p, a, b))
    heapq.heapify(heap)
    fresh = count
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in members or b not in members:
            continue
        members[fresh] = sorted(members.pop(a) + members.pop(b))
        sums = Counter(between.pop(a))
        sums.update(between.pop(b))
        between[fresh] = {other: total for other, total in sorted(sums.items()) if other in members}
        for other, total in between[fresh].items():
            between[other][fresh] = total
            mean = total / (len(members[fresh]) * len(members[other]))
            if mean >= 0.5:
                heapq.heappush(heap, (-mean, other, fresh))
        fresh += 1
    return [group for group in members.values() if len(group) > 1]


def _earliest(documents: Sequence[Document], group: Iterable[int]) -> tuple[datetime.date, str]:
    return min((documents[i].metadata.published_from or datetime.date.max, documents[i].doc_id) for i in group)


def _order(documents: Sequence[Document]) -> list[int | None]:
    """Rank documents in time: each after all whose last possible day lies before its first."""
    known = sorted(
        (d.metadata.published_from, d.metadata.published_to, n)
        for n, d in enumerate(documents)
        if d.metadata.published_from and d.metadata.published_to
    )
    ranks: list[int | None] = [None] * len(documents)
    placed: list[tuple[datetime.date, int]] = []
    for first, last, n in known:
        rank = 1 + max((r for end, r in placed if end < first), default=0)
        placed.append((last, rank))
        ranks[n] = rank
    return ranks


def _same_story(documents: Sequence[Document], similarity: Similarity, probability: float) -> Pair:
    a, b = documents[similarity.a], documents[similarity.b]
    words_alike = f"telling words alike (cosine {similarity.cosine:.2f})"
    days = "date of one unknown" if similarity.days is None else f"published at least {similarity.days} days apart"
    first, second = sorted((a, b), key=lambda d: d.doc_id)
    return Pair(
        doc_a=first.doc_id,
        doc_b=second.doc_id,
        relation="same_story",
        probability=round(probability, 3),
        containment_a=0.0,
        containment_b=0.0,
        earlier=earlier(first, second)[0],
        evidence=f"{words_alike}; {days}",
    )


def earlier(a: Document, b: Document) -> tuple[str | None, str]:
    """Return which of two documents came first, if the dates or a credit decide, and the reason in words."""
    for x, y in ((a, b), (b, a)):
        end, start = x.metadata.published_to, y.metadata.published_from
        if end and start and end < start:
            return x.doc_id, f"{x.doc_id} was published by {end}, {y.doc_id} not before {start}"
    credits_ = [_credits(y, x) for x, y in ((a, b), (b, a))]
    if credits_[0] != credits_[1]:
        x, y = (a, b) if credits_[0] else (b, a)
        return x.doc_id, f"{y.doc_id} names the outlet of {x.doc_id}"
    return None, "order open: no date or credit decides"


def _credits(document: Document, other: Document) -> bool:
    outlet = other.metadata.outlet or ""
    return len(outlet) > 2 and document.metadata.outlet != outlet and outlet in document.raw


class Kinship(NamedTuple):
    """Evidence that two texts are renderings of one original, each 0 to 1.

    `coverage`: share of the words of both that stand in sentences aligned with words in common; `order`: how far
    their names and numbers come in the same order.
    """

    coverage: float
    order: float

    @property
    def probability(self) -> float:
        """How likely the two are renderings of one original."""
        return 1 / (1 + math.exp(-14 * (0.6 * self.coverage + 0.4 * self.order - 0.55)))


def kinship(a: Sequence[str], b: Sequence[str]) -> Kinship:
    """Return the evidence that two texts, given as sentences, are renderings of one original.

    Reports of one event share names and a few sentences; renderings share nearly every sentence, in order.

    >>> text = ["Kelm met Orvar in Varn on 3 May.", "They spoke about grain for 40 minutes."]
    >>> kinship(text, text)
    Kinship(coverage=1.0, order=1.0)
    """
    beads = align(a, b)
    sizes = [[len(words(s)) for s in side] for side in (a, b)]
    total = sum(map(sum, sizes))
    covered = sum(
        sum(sizes[0][i] for i in bead.a) + sum(sizes[1][j] for j in bead.b) for bead in beads if bead.score >= 0.3
    )
    return Kinship(covered / total if total else 0.0, _order_alike(list(_marks(a)), list(_marks(b))))


def _marks(sentences: Iterable[str]) -> Iterator[str]:
    small = function_words()
    return (w.key for s in sentences for w in words(s) if (w.name or w.number) and w.form not in small)


def _order_alike(a: list[str], b: list[str]) -> float:
    from difflib import SequenceMatcher

    first, second = sorted((a, b))  # the ratio depends on the order
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if a and b else 0.0
