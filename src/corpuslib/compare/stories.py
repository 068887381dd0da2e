"""Which articles report one event: groups of documents, and their order in time."""

from __future__ import annotations

import datetime
import heapq
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpuslib.compare.pairs import Pair
from corpuslib.compare.similarity import Similarity, language_of, similar_documents
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold
from corpuslib.document import Document

__all__ = ["Stories", "credited", "earlier", "group_stories"]


@dataclass(frozen=True)
class Stories:
    """The stories: by document its story and its place in time there, and the pairs of one story.

    `places` holds only documents that share a story. A place counts from 1; documents whose intervals of
    publication overlap have equal ones, and None stands for a document of unknown date.
    """

    places: Mapping[str, tuple[str, int | None]]
    pairs: tuple[Pair, ...]


# Set on one corpus of some fifty documents; from .4 to .6, and from .04 to .07, the result hardly changes.
_EXPECTED = 0.5  # share of the likeness that two documents would have by chance which they must exceed
_LEAST = 0.06  # and the likeness that they must have in any corpus
_STEEPNESS = 25.0
_ROUNDS = 5


def group_stories(
    documents: Sequence[Document],
    pairs: Sequence[Pair] = (),
    similarities: Sequence[Similarity] | None = None,
) -> Stories:
    """Group documents that report one event.

    Evidence are telling words, names, numbers and days in common, the time between the publications, and `pairs`
    that share text or an original, which count as one document. In a corpus on one subject everything is somewhat
    alike: as in modularity (Newman and Girvan 2004) the likeness counts that exceeds what two documents would have
    that are each as like the rest. Groups grow by average linkage, so that one document between two events does
    not join them. Stories are named s01, s02, … by their earliest document.

    >>> group_stories([]).places
    {}
    """
    if similarities is None:
        similarities = similar_documents(documents, {})
    position = {document.doc_id: i for i, document in enumerate(documents)}
    closer = {(position[p.doc_a], position[p.doc_b]) for p in pairs}
    closer |= {(b, a) for a, b in closer}
    voices = components(len(documents), [(position[p.doc_a], position[p.doc_b]) for p in pairs if _one_text(p)])
    groups = _grouped(voices, similarities)
    groups = sorted((g for g in groups if len(g) > 1), key=lambda group: _earliest(documents, group))
    story = {i: number for number, group in enumerate(groups, 1) for i in group}
    places: dict[str, tuple[str, int | None]] = {}
    for number, group in enumerate(groups, 1):
        for i, order in zip(group, _order([documents[i] for i in group]), strict=True):
            places[documents[i].doc_id] = (f"s{number:02d}", order)
    same = [
        _same_story(documents, s)
        for s in similarities
        if s.a in story and story[s.a] == story.get(s.b) and (s.a, s.b) not in closer
    ]
    same.sort(key=lambda pair: (pair.doc_a, pair.doc_b))
    return Stories(dict(sorted(places.items())), tuple(same))


def _one_text(pair: Pair) -> bool:
    return pair.relation == "parallel_rendering" or max(pair.containment_a, pair.containment_b) >= 0.3


@dataclass(slots=True)
class _Group:
    """A group while it grows: its voices by number, how many, their ties to all others, and likeness by other group."""

    members: list[int]
    voices: int = 1
    ties: float = 0.0
    near: dict[int, float] = field(default_factory=dict)


def _grouped(voices: Sequence[Sequence[int]], similarities: Sequence[Similarity]) -> list[list[int]]:
    """Join the two groups whose voices exceed the expected likeness most on average, while any do."""
    groups = {i: _Group([i]) for i in range(len(voices))}
    of = {document: i for i, members in enumerate(voices) for document in members}
    for s in similarities:
        a, b = groups[of[s.a]], groups[of[s.b]]
        if a is b:
            continue
        share = s.likeness / (len(voices[of[s.a]]) * len(voices[of[s.b]]))
        a.ties, b.ties = a.ties + share, b.ties + share
        for group, other in ((a, of[s.b]), (b, of[s.a])):
            group.near[other] = group.near.get(other, 0.0) + share * s.near
    total = math.fsum(group.ties for group in groups.values()) or 1.0
    single = {i: _Group([i], 1, group.ties, dict(group.near)) for i, group in groups.items()}

    def excess(x: _Group, y: _Group, likeness: float) -> float:
        expected = x.ties / x.voices * (y.ties / y.voices) / total
        return likeness / (x.voices * y.voices) - max(_LEAST, _EXPECTED * expected)

    heap = [(-excess(x, groups[j], n), i, j) for i, x in groups.items() for j, n in x.near.items() if i < j]
    heap = [entry for entry in heap if entry[0] < 0]
    heapq.heapify(heap)
    fresh = len(groups)
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in groups or j not in groups:
            continue
        x, y = groups.pop(i), groups.pop(j)
        near = Counter(x.near)
        near.update(y.near)
        merged = _Group(sorted(x.members + y.members), x.voices + y.voices, x.ties + y.ties)
        merged.near = {other: value for other, value in sorted(near.items()) if other in groups}
        for other, value in merged.near.items():
            groups[other].near[fresh] = value
            gain = excess(merged, groups[other], value)
            if gain > 0:
                heapq.heappush(heap, (-gain, other, fresh))
        groups[fresh] = merged
        fresh += 1
    settled = _settled([group.members for group in groups.values()], single, excess)
    return [sorted(document for i in members for document in voices[i]) for members in settled]


def _settled(
    groups: Sequence[Sequence[int]], single: Mapping[int, _Group], excess: Callable[[_Group, _Group, float], float]
) -> list[list[int]]:
    """Move each voice to the group that it exceeds the expected likeness with most, since groups grew step by step."""
    home = {i: number for number, group in enumerate(groups) for i in group}
    size = [len(group) for group in groups]
    ties = [math.fsum(single[i].ties for i in group) for group in groups]
    for _ in range(_ROUNDS):
        moved = False
        for i, voice in single.items():
            likeness: dict[int, float] = {}
            for other, value in voice.near.items():
                likeness[home[other]] = likeness.get(home[other], 0.0) + value
            best = (0.0, -home[i])  # the lower number of two equally good ones
            for number, common in sorted(likeness.items()):
                own = number == home[i]
                rest = _Group([], size[number] - own, ties[number] - own * voice.ties)
                best = max(best, (excess(voice, rest, common), -number))
            old, new = home[i], -best[1]
            if best[0] > 0 and new != old:
                size[old], ties[old] = size[old] - 1, ties[old] - voice.ties
                size[new], ties[new] = size[new] + 1, ties[new] + voice.ties
                home[i], moved = new, True
        if not moved:
            break
    settled: dict[int, list[int]] = {}
    for i, number in home.items():
        settled.setdefault(number, []).append(i)
    return list(settled.values())


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


def _same_story(documents: Sequence[Document], similarity: Similarity) -> Pair:
    a, b = documents[similarity.a], documents[similarity.b]
    one_language = language_of(a) == language_of(b)
    alike = f"telling {'words' if one_language else 'names and numbers'} alike (cosine {similarity.cosine:.2f})"
    days = "days apart unknown" if similarity.days is None else f"published at least {similarity.days} days apart"
    named = "; the same days named" if similarity.days_alike >= 0.1 else ""
    first, second = sorted((a, b), key=lambda d: d.doc_id)
    strength = similarity.likeness * similarity.near
    return Pair(
        doc_a=first.doc_id,
        doc_b=second.doc_id,
        relation="same_story",
        probability=round(1 / (1 + math.exp(-_STEEPNESS * (strength - _LEAST))), 3),
        containment_a=0.0,
        containment_b=0.0,
        earlier=earlier(first, second)[0],
        evidence=f"one group; {alike}{named}; {days}",
    )


def earlier(a: Document, b: Document) -> tuple[str | None, str]:
    """Return which of two documents came first, if dates or a credit decide, and the reason in words.

    A credit decides first, since a copy may carry the date of the original; then the intervals; then the days
    that the pages state, which for a copy are the days of copying.
    """
    given = [credited(y, x) for x, y in ((a, b), (b, a))]
    if given[0] != given[1]:
        x, y = (a, b) if given[0] else (b, a)
        return x.doc_id, f"{y.doc_id} credits the outlet of {x.doc_id}"
    for x, y in ((a, b), (b, a)):
        end, start = x.metadata.published_to, y.metadata.published_from
        if end and start and end < start:
            return x.doc_id, f"{x.doc_id} was published by {end}, {y.doc_id} not before {start}"
    for x, y in ((a, b), (b, a)):
        mine, other = x.metadata.published_stated, y.metadata.published_stated
        if mine and other and mine < other:
            return x.doc_id, f"the page of {x.doc_id} states {mine}, that of {y.doc_id} {other}"
    return None, "order open: no date or credit decides"


def credited(document: Document, other: Document) -> bool:
    """Say whether a document names the outlet of another as a source."""
    outlet = other.metadata.outlet or ""
    if len(outlet) < 3 or fold(document.metadata.outlet or "") == fold(outlet):
        return False
    return re.search(rf"(?<!\w){re.escape(outlet)}(?!\w)", document.raw, re.IGNORECASE) is not None
