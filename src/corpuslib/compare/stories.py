"""Which articles report one event: groups of documents, and their order in time."""

from __future__ import annotations

import datetime
import heapq
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from corpuslib.compare._precedence import Head, came_first, credits
from corpuslib.compare._story_order import Written, ranks
from corpuslib.compare.pairs import Pair
from corpuslib.compare.similarity import Similarities, Similarity, similar_documents
from corpuslib.compare.voices import components
from corpuslib.document import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Stories", "group_stories"]


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

    heads = [Head.of(document) for document in documents]
    position = {head.doc_id: i for i, head in enumerate(heads)}
    closer = {(position[p.doc_a], position[p.doc_b]) for p in pairs}
    closer |= {(b, a) for a, b in closer}
    voices = components(len(heads), [(position[p.doc_a], position[p.doc_b]) for p in pairs if _one_text(p)])
    least = least_likeness([(head.first, head.last) for head in heads], similarities.weight)
    groups = _grouped(voices, similarities, least)
    groups = sorted((g for g in groups if len(g) > 1), key=lambda group: _earliest(heads, group))
    story = {i: number for number, group in enumerate(groups, 1) for i in group}
    places: dict[str, tuple[str, int | None]] = {}
    for number, group in enumerate(groups, 1):
        for i, order in zip(group, ranks([Written(heads[i].first, heads[i].last) for i in group]), strict=True):
            places[heads[i].doc_id] = (f"s{number:02d}", order)
    told = np.array([story.get(i, -i) for i in range(len(heads))])
    inside = np.flatnonzero(told[similarities.a] == told[similarities.b])
    odds = _Odds.of(similarities, inside, groups, least)
    shown = _nearest(similarities, inside, [group for group in groups if len(group) > _WHOLE])
    likely = zip(similarities.chosen(inside[shown]), odds.excess[shown].tolist(), strict=True)
    credited = _credits(documents, heads, groups)
    same = [_same_story(heads, credited, s, odds.probability(s, own)) for s, own in likely if (s.a, s.b) not in closer]
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


def least_likeness(
    published: Sequence[tuple[datetime.date | None, datetime.date | None]], weight: Sequence[float]
) -> float:
    """Return the likeness at which one event is as likely as not.

    The more documents a corpus has of one time, the less likely it is that any two of them report one event, and
    the more alike two can be by chance: the prior odds fall with their number. `published` are the first and the last
    day of each document, `weight` is what it counts.

    >>> least_likeness([], [])
    0.0275
    """
    spans = [(first or datetime.date.min, last or datetime.date.max) for first, last in published]
    (starts, begun), (ends, ended) = (_summed([span[n].toordinal() for span in spans], weight) for n in (0, 1))
    total = math.fsum(weight)
    met = []
    for (first, last), own in zip(spans, weight, strict=True):
        before = ended[bisect_left(ends, first.toordinal() - _REACH)]
        after = total - begun[bisect_right(starts, last.toordinal() + _REACH)]
        met.append(own * (total - before - after - own))
    contemporaries = max(1.0, math.fsum(met) / max(1.0, total))
    return max(_LEAST / 2, round(_LEAST + math.log(contemporaries / _CONTEMPORARIES) / _STEEPNESS, 4))


def _summed(days: Sequence[int], weight: Sequence[float]) -> tuple[list[int], list[float]]:
    """Return days in order, and what documents count together before each of them and at the end."""
    ordered = sorted(zip(days, weight, strict=True))
    return [day for day, _ in ordered], [0.0, *accumulate(own for _, own in ordered)]


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

    settled = _settled([group.members for group in _grown(groups, excess)], single, excess)
    # One voice that left draws others after it, those most like it: groups that belong together come together again.
    grown = _grown(_put_together(settled, single), excess)
    return [sorted(document for i in group.members for document in voices[i]) for group in grown]


_Excess = Callable[[_Group, _Group, float], float]


def _grown(groups: dict[int, _Group], excess: _Excess) -> list[_Group]:
    """Join the two groups that exceed the expected likeness most, while any do; empties what it is given."""
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
    return list(groups.values())


def _put_together(settled: Sequence[Sequence[int]], single: Mapping[int, _Group]) -> dict[int, _Group]:
    """Return voices in groups, by number, with what each group has in common with the others."""
    home = {i: number for number, members in enumerate(settled) for i in members}
    groups = {}
    for number, members in enumerate(settled):
        near: dict[int, float] = {}
        for i in members:
            for other, value in single[i].near.items():
                if home[other] != number:
                    near[home[other]] = near.get(home[other], 0.0) + value
        ties = math.fsum(single[i].ties for i in members)
        groups[number] = _Group(list(members), len(members), ties, dict(sorted(near.items())))
    return groups


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


def _settled(groups: Sequence[Sequence[int]], single: Mapping[int, _Group], excess: _Excess) -> list[list[int]]:
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


def _earliest(heads: Sequence[Head], group: Iterable[int]) -> tuple[datetime.date, str]:
    return min((heads[i].first or datetime.date.max, heads[i].doc_id) for i in group)


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


def _credits(
    documents: Sequence[Document], heads: Sequence[Head], groups: Iterable[Sequence[int]]
) -> dict[int, frozenset[str]]:
    """Return the outlets of its story that each document credits: every text is read once."""
    found: dict[int, frozenset[str]] = {}
    for group in groups:
        outlets = sorted({heads[i].outlet or "" for i in group})
        for i in group:
            document = documents[i]
            found[i] = frozenset(outlet for outlet in outlets if credits(document, outlet))
    return found


def _same_story(
    heads: Sequence[Head], credited: Mapping[int, Collection[str]], similarity: Similarity, probability: float
) -> Pair:
    i, j = sorted((similarity.a, similarity.b), key=lambda n: heads[n].doc_id)
    first, second = heads[i], heads[j]
    one_language = first.language == second.language
    alike = f"telling {'words' if one_language else 'names and numbers'} alike (cosine {similarity.cosine:.2f})"
    days = "days apart unknown" if similarity.days is None else f"published at least {similarity.days} days apart"
    named = "; the same days named" if similarity.days_alike >= 0.1 else ""
    given = (second.outlet or "") in credited[i], (first.outlet or "") in credited[j]
    return Pair(
        doc_a=first.doc_id,
        doc_b=second.doc_id,
        relation="same_story",
        probability=round(probability, 3),
        containment_a=0.0,
        containment_b=0.0,
        earlier=came_first(first, second, given[::-1])[0],
        evidence=f"one group; {alike}{named}; {days}",
    )
