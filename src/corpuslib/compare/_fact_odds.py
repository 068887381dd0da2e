"""How surely two values are of one fact: what is alike around them, and what is not, whatever the values are.

The weights are those of a logistic regression on values of made-up reports, most of which agree: what brings equal
values together does so for unequal ones. benchmarks/training/facts.py trains them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import Story
from corpuslib.compare._facts import Fact, Keys
from corpuslib.compare._odds import ALONE, led, odds
from corpuslib.compare.kinds import may_be

__all__ = ["CLASSES", "Pair", "Told", "all_keys", "labels"]

CLASSES = ("fate", "stage", "purpose", "person")
_BACKGROUND = 150  # sentences: among twenty every word is rare
_POSTINGS = 40  # facts of a dimension that may have a key before it finds no candidates
_EVENT_PART = 15  # per cent of the names in one of two reports of one event that the other shares
_MOST, _CLAUSE = 8000, 4000  # what words count at most, and what a clause tells at least
_SHORT = 8  # sentences
_SMALL = 12
_TABLE = "fact_weights.tsv"


class Pair(NamedTuple):
    """Two facts, by number, the odds that they are one, by how much they lead, and what their clauses share.

    Odds are thousandths of a natural logarithm. `margin` is the difference to the best other answer to either.
    """

    a: int
    b: int
    odds: int
    margin: int
    shared: int

    @property
    def score(self) -> int:
        """The odds, higher for a pair that has no rival."""
        return led(self.odds, self.margin)


class Told:
    """The facts of a story with the pairs of them that may be one."""

    def __init__(self, story: Story, facts: Sequence[Fact]) -> None:
        self.story, self.facts = story, facts

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each key tells: how few sentences with a value have it in or near a clause."""
        having: dict[str, set[str]] = {}
        for f in self.facts:
            text = self.story.text(self.story.sentences[f.sentence])
            for key in (*all_keys(f.clause), *all_keys(f.near), *f.names, *f.around):
                having.setdefault(key, set()).add(text)
        total = max(_BACKGROUND, len(self.story.sentences))
        return {key: round(1000 * math.log(1 + total / len(own))) for key, own in having.items()}

    @cached_property
    def pairs(self) -> list[Pair]:
        """The facts of one dimension and two voices that share what few have, those most surely one first."""
        found = []
        for a, b in sorted(self._candidates()):
            own = self.features(a, b)
            found.append((a, b, odds(_TABLE, own), own["shared"]))
        best: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for a, b, score, _ in found:
            best.setdefault((a, self.facts[b].document), []).append((score, b))
            best.setdefault((b, self.facts[a].document), []).append((score, a))
        for rivals in best.values():
            rivals.sort(key=lambda r: (-r[0], r[1]))
        result = []
        for a, b, score, shared in found:
            rival = max(
                _other(best[a, self.facts[b].document], b),
                _other(best[b, self.facts[a].document], a),
            )
            result.append(Pair(a, b, score, score - rival, shared))
        return sorted(result, key=lambda p: (-p.score, p.a, p.b))

    def _candidates(self) -> set[tuple[int, int]]:
        having: dict[tuple[str, str], list[tuple[int, bool]]] = {}
        for n, f in enumerate(self.facts):
            own, near, _ = self._around[n]
            for key in sorted(own | f.names):
                having.setdefault((f.value.dimension, key), []).append((n, True))
            for key in sorted(near - own):
                having.setdefault((f.value.dimension, key), []).append((n, False))
        return {
            (a, b)
            for members in having.values()
            if len(members) <= _POSTINGS
            for (a, x), (b, y) in combinations(members, 2)
            if (x or y) and self.one_event(self.facts[a].document, self.facts[b].document)
        }

    def features(self, i: int, j: int) -> dict[str, int]:
        """Return what speaks for and against two values being of one fact, in thousandths; never the values."""
        a, b = self.facts[i], self.facts[j]
        (clause_a, near_a, told_a), (clause_b, near_b, told_b) = self._around[i], self._around[j]
        inner = clause_a & clause_b
        outer = ((clause_a & near_b) | (clause_b & near_a)) - inner
        crossing = ((a.names & b.around) | (b.names & a.around)) - (a.names & b.names)
        extra = min(len(a.names - b.names - b.around), len(b.names - a.names - a.around))
        words = self._weigh(k for k in inner if k[0] != "=")
        kinds = self._weigh({k for k in inner if k[0] == "="} - a.labels.get("person", frozenset()))
        return {
            "shared": words + kinds,
            "part": 1000 * words // max(_CLAUSE, min(told_a, told_b)),
            "beside": min(_MOST, self._weigh(a.beside & b.beside)),
            "kinds": min(_MOST, kinds),
            "nothing": 1000 * (not words + kinds),
            "outer": min(_MOST, self._weigh(outer)),
            "names": min(_MOST, self._weigh(a.names & b.names) + self._weigh(crossing) // 2),
            "unnamed age": 1000 * (a.value.dimension == "age" and not a.names & b.names),
            "other names": 1000 * min(2, extra),
            "other places": 1000 * sum(bool(x.places - y.told) for x, y in ((a, b), (b, a))),
            "other times": 1000 * bool(a.elsewhen ^ b.elsewhen),
            "marks": 1000 * len(a.marks ^ b.marks),
            "rate": 1000 * (a.rate != b.rate),
            "values": round(1000 * math.log(self._several[_kind(a)] * self._several[_kind(b)])),
            "sentences": round(1000 * math.log(self._long(a) * self._long(b))),
            "position": abs(self._position(a) - self._position(b)),
            **_counted(a, b),
            **_labelled(a, b),
        }

    @cached_property
    def _around(self) -> list[tuple[frozenset[str], frozenset[str], int]]:
        """The keys in the clause of each fact and near it, and what the words of the clause tell."""
        keys = ((all_keys(f.clause), all_keys(f.near)) for f in self.facts)
        return [(clause, near, self._weigh(k for k in clause if k[0] != "=")) for clause, near in keys]

    def _weigh(self, keys: Iterable[str]) -> int:
        return sum(self.weights.get(key, 0) for key in keys)

    def _long(self, f: Fact) -> int:
        return max(_SHORT, len(self.story.of(f.document)))

    def _position(self, f: Fact) -> int:
        own = self.story.of(f.document)
        return 1000 * (f.sentence - own.start) // len(own)

    @cached_property
    def _several(self) -> dict[tuple[int, str], int]:
        """How many values of a dimension each document tells."""
        found: dict[tuple[int, str], int] = {}
        for f in self.facts:
            found[_kind(f)] = found.get(_kind(f), 0) + 1
        return found

    def one_event(self, a: int, b: int) -> bool:
        """Say whether two documents, of two voices, may report one event."""
        return self.story.far(a, b) and self.shared_names(a, b) >= _EVENT_PART

    def shared_names(self, a: int, b: int) -> int:
        """Return how many names two documents share, in per cent of those in the one with fewer."""
        if (a, b) not in self._events:
            x, y = self.story.names[a], self.story.names[b]
            self._events[a, b] = 100 * len(x & y) // max(1, min(len(x), len(y)))
        return self._events[a, b]

    @cached_property
    def _events(self) -> dict[tuple[int, int], int]:
        """What is known of the names that documents share."""
        return {}


def all_keys(keys: Keys) -> frozenset[str]:
    """Return all that words stand for."""
    return frozenset(key for own in keys.values() for key in own)


def labels(a: Fact, b: Fact) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return by class what is said of two values."""
    return {name: (a.labels.get(name, frozenset()), b.labels.get(name, frozenset())) for name in CLASSES}


def _kind(f: Fact) -> tuple[int, str]:
    return f.document, f.value.dimension


def _other(rivals: Sequence[tuple[int, int]], own: int) -> int:
    """Return the odds of the best other answer."""
    return next((score for score, n in rivals[:2] if n != own), -ALONE)


def _counted(a: Fact, b: Fact) -> dict[str, int]:
    """Return how what is counted goes together, or the units."""
    count = a.value.dimension == "count"
    said = bool(a.value.head) + bool(b.value.head)
    one = {key for key in a.head & b.head if key[0] != "="}
    like = bool(a.head & b.head) or (said == 2 and may_be(a.value.head, b.value.head))
    units = {v.value.partition(" ")[2] for v in (a.value, b.value)}
    return {
        "unit": 1000 * (not count and len(units) == 1),
        "head": count * (1000 if one else 700 if like else 0),
        "other head": 1000 * (count and said == 2 and not like),
        "one head": 1000 * (count and said == 1),
        "small": 1000 * (count and max(a.value.size, b.value.size) <= _SMALL),
    }


def _labelled(a: Fact, b: Fact) -> dict[str, int]:
    """Return how what came of those counted, the stage and the purpose differ; half if only one tells."""
    return {
        f"other {name}": (1000 if x and y else 500) * (bool(x or y) and not x & y)
        for name, (x, y) in labels(a, b).items()
        if name != "person"
    }
