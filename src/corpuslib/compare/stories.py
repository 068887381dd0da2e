"""Which articles report one event: groups of documents, and their order in time."""

from __future__ import annotations

import datetime
import heapq
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpuslib.compare.pairs import Pair
from corpuslib.compare.similarity import Similarities, Similarity, language_of, similar_documents
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold
from corpuslib.document import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Stories", "credited", "earlier", "group_stories"]


@dataclass(frozen=True)
class Stories:
    """The stories: by document its story and its place in time there, and the pairs of one story.

    `places` holds only documents that share a story. A place counts from 1; documents whose intervals of
    publication overlap have equal ones, and None stands for a document of which the date is not known, or not well
    enough to place it among the others.
    """

    places: Mapping[str, tuple[str, int | None]]
    pairs: tuple[Pair, ...]


# Set on a corpus of some fifty documents on one subject, the steepness on pairs of one of eight hundred on all.
_EXPECTED = 0.5  # share of the likeness that two documents would have by chance which they must exceed
_STEEPNESS = 20.0  # by how much the log odds of one event rise with likeness
_LEAST = 0.055  # the likeness at which the odds are even, where a document has as many
_CONTEMPORARIES = 30  # others that were written at the time
_REACH = 14  # days
_ROUNDS = 5
_NEARLY = 1 - 1e-9  # leaves room for the rounding of an average
_AT_ONCE = 1 << 18  # pairs looked at together
# Up to this size all pairs of a story are given; of a larger one, those of each document with its nearest.
_WHOLE, _NEIGHBOURS = 200, 100


def group_stories(
    documents: Sequence[Document],
    pairs: Sequence[Pair] = (),
    similarities: Similarities | None = None,
) -> Stories:
    """Group documents that report one event.

    Evidence are telling words, names, numbers and days in common, the time between the publications, and `pairs`
    that share text or an original, which count as one document. In a corpus on one subject everything is somewhat
    alike: as in modularity (Newman and Girvan 2004) the likeness counts that exceeds what two documents would have
    that are each as like the rest. Groups grow by average linkage, so that one document between two events does
    not join them. Stories are named s01, s02, … by their earliest document.

    Of a story of more than two hundred documents not all pairs are given, but those of each document with the
    hundred that are most alike: else they would grow with its square.

    >>> group_stories([]).places
    {}
    """
    if similarities is None:
        similarities = similar_documents(documents, {})
    import numpy as np

    position = {document.doc_id: i for i, document in enumerate(documents)}
    closer = {(position[p.doc_a], position[p.doc_b]) for p in pairs}
    closer |= {(b, a) for a, b in closer}
    voices = components(len(documents), [(position[p.doc_a], position[p.doc_b]) for p in pairs if _one_text(p)])
    least = least_likeness(documents)
    groups = _grouped(voices, similarities, least)
    groups = sorted((g for g in groups if len(g) > 1), key=lambda group: _earliest(documents, group))
    story = {i: number for number, group in enumerate(groups, 1) for i in group}
    places: dict[str, tuple[str, int | None]] = {}
    for number, group in enumerate(groups, 1):
        for i, order in zip(group, _order([documents[i] for i in group]), strict=True):
            places[documents[i].doc_id] = (f"s{number:02d}", order)
    told = np.array([story.get(i, -i) for i in range(len(documents))])
    inside = np.flatnonzero(told[similarities.a] == told[similarities.b])
    odds = _Odds.of(similarities, inside, groups, least)
    shown = _nearest(similarities, inside, [group for group in groups if len(group) > _WHOLE])
    likely = zip(similarities.chosen(inside[shown]), odds.excess[shown].tolist(), strict=True)
    by_story = sorted(((s, own) for s, own in likely if (s.a, s.b) not in closer), key=lambda pair: story[pair[0].a])
    same = [_same_story(documents, s, odds.probability(s, own)) for s, own in by_story]
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


def least_likeness(documents: Sequence[Document]) -> float:
    """Return the likeness at which one event is as likely as not.

    The more documents a corpus has of one time, the less likely it is that any two of them report one event, and
    the more alike two can be by chance: the prior odds fall with their number.

    >>> least_likeness([])
    0.0275
    """
    spans = [
        (d.metadata.published_from or datetime.date.min, d.metadata.published_to or datetime.date.max)
        for d in documents
    ]
    starts, ends = (sorted(day.toordinal() for day in days) for days in zip(*spans, strict=True)) if spans else ((), ())
    met = 0
    for first, last in spans:
        before = bisect_left(ends, first.toordinal() - _REACH)
        after = len(starts) - bisect_right(starts, last.toordinal() + _REACH)
        met += len(spans) - before - after - 1
    contemporaries = max(1.0, met / max(1, len(spans)))
    return max(_LEAST / 2, round(_LEAST + math.log(contemporaries / _CONTEMPORARIES) / _STEEPNESS, 4))


def _grouped(voices: Sequence[Sequence[int]], similarities: Similarities, least: float) -> list[list[int]]:
    """Join the two groups whose voices exceed the expected likeness most on average, while any do."""
    groups = {i: _Group([i]) for i in range(len(voices))}
    of = {document: i for i, members in enumerate(voices) for document in members}
    ties, between = _ties(voices, of, similarities, least)
    for i, own in enumerate(ties):
        groups[i].ties = own
    for one, another, share in between:
        for group, other in ((groups[one], another), (groups[another], one)):
            group.near[other] = group.near.get(other, 0.0) + share
    total = math.fsum(group.ties for group in groups.values()) or 1.0
    single = {i: _Group([i], 1, group.ties, dict(group.near)) for i, group in groups.items()}

    def excess(x: _Group, y: _Group, likeness: float) -> float:
        expected = x.ties / x.voices * (y.ties / y.voices) / total
        return likeness / (x.voices * y.voices) - max(least, _EXPECTED * expected)

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


def _ties(
    voices: Sequence[Sequence[int]], of: Mapping[int, int], similarities: Similarities, least: float
) -> tuple[list[float], Iterator[tuple[int, int, float]]]:
    """Return what each voice is tied to all others with, and the likeness of the pairs that can come together.

    An average above `least` has a pair above it: voices that no chain of such pairs links never meet, and are not
    looked at. These are nearly all pairs of a large corpus.
    """
    import numpy as np

    voice = np.array([of[i] for i in range(len(of))], np.int64)
    sizes = np.array([len(members) for members in voices], np.int64)
    ties = np.zeros(len(voices))
    linked: list[NDArray[Any]] = []
    for places in _parts(similarities):
        x, y = voice[similarities.a[places]], voice[similarities.b[places]]
        apart = x != y
        share = (similarities.likeness(places) / (sizes[x] * sizes[y]))[apart]
        _add(ties, x[apart], y[apart], share)
        strong = apart & (similarities.likeness(places) * similarities.near(places) >= _NEARLY * least)
        linked.append(np.stack([x[strong], y[strong]], axis=1))
    links = np.concatenate([np.zeros((0, 2), np.int64), *linked])
    chain = np.zeros(len(voices), np.int64)
    for n, members in enumerate(components(len(voices), map(tuple, np.unique(links, axis=0).tolist()))):
        chain[members] = n

    def between() -> Iterator[tuple[int, int, float]]:
        for places in _parts(similarities):
            x, y = voice[similarities.a[places]], voice[similarities.b[places]]
            met = (x != y) & (chain[x] == chain[y])
            shares = (similarities.likeness(places) / (sizes[x] * sizes[y]) * similarities.near(places))[met]
            yield from zip(x[met].tolist(), y[met].tolist(), shares.tolist(), strict=True)

    return ties.tolist(), between()


def _add(sums: Floats, a: NDArray[Any], b: NDArray[Any], values: Floats) -> None:
    """Add each value to the sums of both its ends, one after the other: another order would round otherwise."""
    import numpy as np

    np.add.at(sums, np.stack([a, b], axis=1).ravel(), np.repeat(values, 2))


def _parts(similarities: Similarities) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, len(similarities), _AT_ONCE))


def _settled(
    groups: Sequence[Sequence[int]], single: Mapping[int, _Group], excess: Callable[[_Group, _Group, float], float]
) -> list[list[int]]:
    """Move each voice to the group that it exceeds the expected likeness with most, since groups grew step by step.

    One that exceeds it with none stands alone.
    """
    home = {i: number for number, group in enumerate(groups) for i in group}
    size = [len(group) for group in groups]
    ties = [math.fsum(single[i].ties for i in group) for group in groups]
    for _ in range(_ROUNDS):
        moved = False
        for i, voice in single.items():
            likeness: dict[int, float] = {}
            for other, value in voice.near.items():
                likeness[home[other]] = likeness.get(home[other], 0.0) + value
            best = (0.0, -len(size))  # alone; of two equally good ones the lower number
            for number, common in sorted(likeness.items()):
                own = number == home[i]
                rest = _Group([], size[number] - own, ties[number] - own * voice.ties)
                best = max(best, (excess(voice, rest, common), -number))
            old, new = home[i], -best[1]
            if best[0] == 0 and size[old] == 1:
                continue
            if new == len(size):
                size.append(0)
                ties.append(0.0)
            if new != old:
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
    """Rank documents in time: each after all whose last possible day lies before its first.

    One that may have come before and after others whose order is known has no rank.
    """
    known = sorted(
        (d.metadata.published_from, d.metadata.published_to, n)
        for n, d in enumerate(documents)
        if d.metadata.published_from and d.metadata.published_to
    )
    ranks: list[int | None] = [None] * len(documents)
    placed: list[tuple[datetime.date, int]] = []
    for first, last, n in known:
        meeting = [(start, end) for start, end, _ in known if start <= last and first <= end]
        if min(end for _, end in meeting) < max(start for start, _ in meeting):
            continue
        rank = 1 + max((r for end, r in placed if end < first), default=0)
        placed.append((last, rank))
        ranks[n] = rank
    return ranks


def _nearest(similarities: Similarities, inside: NDArray[Any], large: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Return which pairs to give: of large stories those in which one is among the most alike of the other."""
    import numpy as np

    crowded = np.zeros(len(similarities.first), bool)
    crowded[[i for group in large for i in group]] = True
    kept: NDArray[np.bool_] = ~crowded[similarities.a[inside]]
    places = np.flatnonzero(~kept)
    crowd = inside[places]
    a, b, likeness = similarities.a[crowd], similarities.b[crowd], similarities.likeness(crowd)
    ends, others = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.lexsort((others, -np.tile(likeness, 2), ends))
    rank = np.arange(len(order)) - np.searchsorted(ends[order], ends[order])
    kept[places[order[rank < _NEIGHBOURS] % max(1, len(places))]] = True
    return kept


@dataclass(frozen=True)
class _Odds:
    """By how much pairs within a story exceed the likeness that they need, and the sums of that by document."""

    excess: Floats
    sums: Sequence[float]
    others: Mapping[int, int]

    @classmethod
    def of(cls, every: Similarities, inside: NDArray[Any], groups: Sequence[Sequence[int]], least: float) -> _Odds:
        import numpy as np

        ties = np.zeros(len(every.first))
        for places in _parts(every):
            _add(ties, every.a[places], every.b[places], every.likeness(places))
        total = math.fsum(ties.tolist()) or 1.0
        a, b = every.a[inside], every.b[inside]
        needed = np.maximum(least, _EXPECTED * ties[a] * ties[b] / total)
        excess = every.likeness(inside) * every.near(inside) - needed
        others = {i: len(group) - 1 for group in groups for i in group}
        sums = np.array([-least * others.get(i, 0) for i in range(len(ties))])
        _add(sums, a, b, excess + least)  # a pair without anything in common falls short by the whole of it
        return cls(excess, sums.tolist(), others)

    def probability(self, pair: Similarity, own: float) -> float:
        """Return how likely two documents of a story report one event: by themselves, or both with the rest of it."""
        alone = 1 - _logistic(own)
        rest = [(self.sums[i] - own) / (self.others[i] - 1) for i in (pair.a, pair.b) if self.others[i] > 1]
        return 1 - alone * (1 - _logistic(rest[0]) * _logistic(rest[1])) if len(rest) == 2 else 1 - alone


def _logistic(excess: float) -> float:
    return 1 / (1 + math.exp(-_STEEPNESS * excess))


def _same_story(documents: Sequence[Document], similarity: Similarity, probability: float) -> Pair:
    a, b = documents[similarity.a], documents[similarity.b]
    one_language = language_of(a) == language_of(b)
    alike = f"telling {'words' if one_language else 'names and numbers'} alike (cosine {similarity.cosine:.2f})"
    days = "days apart unknown" if similarity.days is None else f"published at least {similarity.days} days apart"
    named = "; the same days named" if similarity.days_alike >= 0.1 else ""
    first, second = sorted((a, b), key=lambda d: d.doc_id)
    return Pair(
        doc_a=first.doc_id,
        doc_b=second.doc_id,
        relation="same_story",
        probability=round(probability, 3),
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
