"""Facts told in free words: values of two voices that are of one fact by all that stands around them, whatever words.

Two values of one dimension answer each other if what is said around them is alike, each is the other's best, and
no other value of the dimension in either document fits nearly as well. Equal values agree. Values that cannot both be
right are in conflict, unless something tells them apart: another year, place, part, stage, fate, or that the number
may have grown. Then both can be true.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import SLIP, Found, Story, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._fact_values import Value
from corpuslib.compare._facts import Fact, Keys, facts_of
from corpuslib.compare._periods import gap, period
from corpuslib.compare._statement_values import statement_words
from corpuslib.compare.voices import components

__all__ = ["facts_told_otherwise"]

# Set by hand, weights in thousandths of a natural logarithm.
_BACKGROUND = 150  # sentences: among twenty every word is rare
_POSTINGS = 40  # facts of a dimension that may have a key before it finds no candidates
_NEAR, _FAR = 60, 30  # per cent that a word counts if it stands in one of the clauses only, or in none
_NAME = 50  # per cent that a name counts: in a story most names are everywhere
# What speaks for one fact and against it, in thousandths of what it adds to the logarithm of the odds: a logistic
# regression on values of made-up reports and on real news of other events, fitted once and rounded.
_EVEN = 3700  # before all else
_KINDS, _ALL = 360, 7  # kinds of fact that both clauses point to, and all that is shared
_OTHERS, _LONG = 950, 560  # values that could be compared as well, and sentences of both documents: their logarithms
_RIVAL, _EXTRA, _RATIO = 430, 220_000, 910  # the best other answer, names of one alone, how far apart the values are
_CONFLICT, _AGREE, _ALIKE = 1000, -1600, 500  # from which odds on something is shown
_SHORT = 12  # sentences: shorter documents tell no more surely what is one fact
_TOLD = 3  # sentences that show what else of a kind a document tells: without them nothing is in conflict
_ALL_APART = 20  # and of two that are alike
_FAR_APART = 5  # times that one of two values of one fact may be the other
_EVENT = 1  # names that two reports of one event share at least,
_EVENT_PART = 15  # and their part of all in the one with fewer, in per cent
_EVENT_MOST = 50  # the same if it is one name
_MARGIN = 80  # per cent of the best that a rival may reach
_CLOSE = 0.05


class _Pair(NamedTuple):
    """Two facts, by number, with what is alike around them: words besides names, and all."""

    a: int
    b: int
    said: int
    all: int


def facts_told_otherwise(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield the values of two voices that are of one fact, or alike and of two; none that `claims` tie already."""
    told = _Told(story, facts_of(story))
    ties = Ties(claims)
    one: dict[tuple[int, int], int] = {}
    alike: list[tuple[_Pair, str]] = []
    for p in told.pairs:
        a, b = told.facts[p.a], told.facts[p.b]
        if ties.both(_place(a), _place(b)) or not told.best(p):
            continue
        why = _apart(story, a, b)
        if why and why != _ELSEWHERE and _of_one_order(a, b) and told.likeness(p) >= _ALIKE:
            alike.append((p, why))
        elif not why and (score := told.score(p)) >= _least(story, a, b):
            one[p.a, p.b] = score
    for group in components(len(told.facts), list(one)):
        if len(group) > 1:
            score = min(s for (a, _), s in one.items() if a in group)
            yield from _one_fact([told.facts[n] for n in group], score)
    for why in dict.fromkeys(why for _, why in alike):
        links = [(p.a, p.b) for p, other in alike if other == why]
        for group in components(len(told.facts), links):
            if len(group) > 1:
                yield Found("compatible", tuple(_version(told.facts[n]) for n in group), 0.5, why)


def _of_one_order(a: Fact, b: Fact) -> bool:
    """Say whether two values are unequal, and so near each other that it takes a reason to tell them apart."""
    if a.value.dimension == "age" and not a.names & b.names:
        return False
    small, large = sorted((abs(a.value.size), abs(b.value.size)))
    return not _equal(a.value, b.value) and (a.value.dimension in ("count", "money") or large <= _ALL_APART * small)


def _least(story: Story, a: Fact, b: Fact) -> int:
    """Return the odds from which on two values are shown to be of one fact: agreement is likelier than conflict."""
    if _equal(a.value, b.value):
        return sys.maxsize if "about" in (a.value.bound, b.value.bound) and a.value.dimension == "clock" else _AGREE
    small, large = sorted((abs(a.value.size), abs(b.value.size)))
    named = a.value.dimension != "age" or bool(a.names & b.names)
    long = min(len(story.of(f.document)) for f in (a, b)) >= _TOLD
    sure = named and long and a.maybe == b.maybe and _gap(story, a, b) <= SLIP and large <= _FAR_APART * small
    return _CONFLICT if sure and _differ(a.value, b.value) else sys.maxsize


def _one_fact(group: Sequence[Fact], score: int) -> Iterator[Found]:
    """Yield the claim that values of one fact make, if no document has two for it."""
    values: dict[int, set[str]] = {}
    for fact in group:
        values.setdefault(fact.document, set()).add(fact.value.value)
    versions = tuple(_version(fact) for fact in group)
    if all(_equal(a.value, b.value) for a, b in combinations(group, 2)):
        yield Found("agree", versions, _confidence(score - _AGREE), "the same value for one fact")
    elif all(len(own) == 1 for own in values.values()):
        yield Found("conflict", versions, _confidence(score - _CONFLICT), "two values for one fact")


def _confidence(over: int) -> float:
    return (60 + min(30, over // 100)) / 100


def _version(fact: Fact) -> Version:
    return Version(fact.document, fact.start, fact.end, fact.value.value)


def _place(fact: Fact) -> tuple[int, int, int]:
    return fact.document, fact.start, fact.end


class _Told:
    """The facts of a story with the pairs of them that may be one."""

    def __init__(self, story: Story, facts: Sequence[Fact]) -> None:
        self.story, self.facts = story, facts

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each key tells: how few sentences with a value have it in or near a clause."""
        having: dict[str, set[str]] = {}
        for f in self.facts:
            text = self.story.text(self.story.sentences[f.sentence])
            for key in (*_all(f.clause), *_all(f.near), *f.names, *f.around):
                having.setdefault(key, set()).add(text)
        total = max(_BACKGROUND, len(self.story.sentences))
        return {key: round(1000 * math.log(1 + total / len(own))) for key, own in having.items()}

    @cached_property
    def pairs(self) -> list[_Pair]:
        """The facts of one dimension and two voices that share what few have, those most alike first."""
        having: dict[tuple[str, str], list[tuple[int, bool]]] = {}
        for n, f in enumerate(self.facts):
            own = {key for keys in f.clause.values() for key in keys}
            wide = {key for keys in f.near.values() for key in keys} - own
            for key in sorted(own | f.names):
                having.setdefault((f.value.dimension, key), []).append((n, True))
            for key in sorted(wide):
                having.setdefault((f.value.dimension, key), []).append((n, False))
        found = {
            (a, b)
            for members in having.values()
            if len(members) <= _POSTINGS
            for (a, x), (b, y) in combinations(members, 2)
            if (x or y) and self.one_event(self.facts[a].document, self.facts[b].document)
        }
        pairs = [self._pair(a, b) for a, b in sorted(found) if _comparable(self.facts[a], self.facts[b])]
        return sorted((p for p in pairs if p.said), key=lambda p: (-p.all, p.a, p.b))

    def _pair(self, a: int, b: int) -> _Pair:
        x, y = self.facts[a], self.facts[b]
        said = min(self._said(x, y), self._said(y, x))
        names = sum(self.weights.get(key, 0) for key in x.names & y.names) * _NAME // 100
        crossing = (x.names & (y.around | y.names)) | (y.names & (x.around | x.names))
        names += sum(self.weights.get(key, 0) for key in crossing - (x.names & y.names)) * _NAME * _NEAR // 10000
        return _Pair(a, b, said, said + names)

    def _said(self, x: Fact, y: Fact) -> int:
        """Return what of the words around one value stands around another: in its clause, or near it."""
        clause, near = _all(y.clause), _all(y.near)
        used: dict[str, int] = {}
        for own, inner, outer in ((x.clause, 100, _NEAR), (x.near, _NEAR, _FAR)):
            for keys in own.values():
                best = max(
                    [(self.weights.get(k, 0) * inner // 100, k) for k in keys & clause]
                    + [(self.weights.get(k, 0) * outer // 100, k) for k in keys & near],
                    default=(0, ""),
                )
                if best[0] > used.get(best[1], 0):
                    used[best[1]] = best[0]
        return sum(used.values())

    @cached_property
    def _by_fact(self) -> dict[tuple[int, int], list[_Pair]]:
        """The pairs of each fact with those of each other document, the most alike first."""
        found: dict[tuple[int, int], list[_Pair]] = {}
        for p in self.pairs:
            found.setdefault((p.a, self.facts[p.b].document), []).append(p)
            found.setdefault((p.b, self.facts[p.a].document), []).append(p)
        return found

    def best(self, p: _Pair) -> bool:
        """Say whether each of two facts has no better answer in the document of the other."""
        return all(self._leads(p, rivals) for rivals in self._rivals(p))

    def _leads(self, p: _Pair, rivals: Sequence[_Pair]) -> bool:
        """Say whether no better pair of those stands for one fact."""
        why = bool(_apart(self.story, self.facts[p.a], self.facts[p.b]))
        better = (q for q in rivals[: rivals.index(p)] if q.all > p.all)
        return not any(why or not _apart(self.story, self.facts[q.a], self.facts[q.b]) for q in better)

    def _rivals(self, p: _Pair) -> tuple[list[_Pair], list[_Pair]]:
        return self._by_fact[p.a, self.facts[p.b].document], self._by_fact[p.b, self.facts[p.a].document]

    def score(self, p: _Pair) -> int:
        """Return how surely two values are of one fact, as thousandths of the logarithm of the odds."""
        a, b = self.facts[p.a], self.facts[p.b]
        sizes = sorted((abs(a.value.size), abs(b.value.size)))
        ratio = round(1000 * math.log(sizes[1] / sizes[0])) if sizes[0] else 0
        extra = max(len(a.names - b.names - b.around), len(b.names - a.names - a.around))
        against = _RIVAL * self._rival(p) + _RATIO * ratio + _EXTRA * min(3, extra)
        return self.likeness(p) - against // 1000

    def likeness(self, p: _Pair) -> int:
        """Return how surely two values are of one kind of fact, the same way: there may be others that fit as well."""
        a, b = self.facts[p.a], self.facts[p.b]
        shared = {key for key in _all(a.clause) & _all(b.clause) if key.startswith("=")} - _persons(a)
        kinds = sum(self.weights[key] for key in shared)
        several = round(1000 * math.log(self._several(p.a, p.b) * self._several(p.b, p.a)))
        long = round(
            1000 * math.log(max(_SHORT, len(self.story.of(a.document))) * max(_SHORT, len(self.story.of(b.document))))
        )
        return _EVEN + (_KINDS * kinds + _ALL * p.all - _OTHERS * several - _LONG * long) // 1000

    def _rival(self, p: _Pair) -> int:
        """Return what the best other answer to either of two values shares with it, in thousandths of what they do."""
        most = 0
        for fixed, own, rivals in zip((p.a, p.b), (p.b, p.a), self._rivals(p), strict=True):
            for q in rivals:
                other = self.facts[q.b if q.a == fixed else q.a]
                unlike = q is not p and other.value.value != self.facts[own].value.value
                if unlike and not _apart(self.story, self.facts[q.a], self.facts[q.b]):
                    most = max(most, 1000 * q.all // max(1, p.all))
        return min(1500, most)

    def _several(self, a: int, b: int) -> int:
        """Return how many values in the document of one fact another can be compared with."""
        own = self._of_document[self.facts[a].document, self.facts[a].value.dimension]
        other = self.facts[b]
        others = (self.facts[n] for n in own if n != a and _comparable(self.facts[n], other))
        return 1 + sum(all(not x or not y or x & y for x, y in _labels(f, other)) for f in others)

    @cached_property
    def _of_document(self) -> dict[tuple[int, str], list[int]]:
        found: dict[tuple[int, str], list[int]] = {}
        for n, f in enumerate(self.facts):
            found.setdefault((f.document, f.value.dimension), []).append(n)
        return found

    def one_event(self, a: int, b: int) -> bool:
        """Say whether two documents, of two voices, name the same so often that they report one event."""
        known = self._events.get((a, b))
        if known is None:
            x, y = self._named[a], self._named[b]
            shared = len(x & y)
            part = 100 * shared // max(1, min(len(x), len(y)))
            known = self.story.far(a, b) and part >= _EVENT_PART and (shared >= _EVENT or part >= _EVENT_MOST)
            self._events[a, b] = known
        return known

    @cached_property
    def _events(self) -> dict[tuple[int, int], bool]:
        """What is known of whether two documents report one event."""
        return {}

    @cached_property
    def _named(self) -> list[set[str]]:
        found: list[set[str]] = [set() for _ in self.story.documents]
        for s in self.story.sentences:
            found[s.document] |= {t.key for t in s.tokens if t.name}
        return found


def _all(keys: Keys) -> frozenset[str]:
    return frozenset(key for own in keys.values() for key in own)


def _comparable(a: Fact, b: Fact) -> bool:
    """Say whether two values can be of one thing by what they are counted in."""
    if a.value.currency and b.value.currency and a.value.currency != b.value.currency:
        return False
    if a.value.dimension != "count" or a.head & b.head:
        return True
    if _of_persons(a) and _of_persons(b):
        return bool(_labelled(a) & _labelled(b)) and (not _persons(a) or not _persons(b))
    return not (a.head and b.head) and bool(_counted(a) & _counted(b))


def _of_persons(f: Fact) -> bool:
    """Say whether a count is, or may be, one of persons."""
    return not f.head or bool(_persons(f) or f.head & {"=people", *_labelled(f)})


def _counted(f: Fact) -> frozenset[str]:
    """Return what a count is of; where it leaves that open, what its clause may say it is of."""
    return f.head or frozenset(key for key in _all(f.clause) if key.startswith("="))


def _labelled(f: Fact) -> frozenset[str]:
    return f.labels.get("fate", frozenset())


def _persons(f: Fact) -> frozenset[str]:
    return f.labels.get("person", frozenset())


# Whether two values are equal, and what tells them apart.


def _equal(a: Value, b: Value) -> bool:
    if not a.size and not b.size:
        return a.value == b.value
    return (2 * abs(a.size - b.size) <= max(a.grain, b.grain) and a.bound == b.bound) or a.size == b.size


def _differ(a: Value, b: Value) -> bool:
    """Say whether two values cannot both be right, however they are rounded."""
    if not a.size and not b.size:
        return a.value != b.value
    if a.dimension == "clock":
        apart = abs(a.size - b.size)
        return min(apart, 1440 - apart) > 2 * max(a.grain, b.grain)
    small, large = sorted((a, b), key=lambda v: v.size)
    if (small.bound == "least" and large.bound != "most") or large.bound == "most":
        return False
    rough = "about" in (a.bound, b.bound)
    unlike = a.value.partition(" ")[2] != b.value.partition(" ")[2] and a.dimension not in ("count", "percent")
    if large.size <= (1.25 if rough or unlike else 1) * small.size:
        return False
    return 2 * (large.size - small.size) > max(a.grain, b.grain)


_ELSEWHERE = "one may be of another place"
_NOT_YET = frozenset(("=asked", "=offered", "=planned"))
_CLASSES = ("fate", "stage", "purpose", "person")


def _apart(story: Story, a: Fact, b: Fact) -> str:
    """Return what tells two values apart that are alike; "" if nothing does."""
    if a.elsewhen != b.elsewhen and (a.elsewhen or b.elsewhen) and not a.elsewhen & b.elsewhen:
        return "of other times"
    if a.rate != b.rate:
        return f"one is a {a.rate or b.rate}"
    for x, y in _labels(a, b):
        if x and y and not x & y:
            return f"{_shown(x)} and {_shown(y)}"
    for one, other in ((a, b), (b, a)):
        if there := one.labels.get("place", frozenset()) - _all(other.clause) - _all(other.near):
            return f"one is of the {_shown(there)}"
        if stage := (one.labels.get("stage", frozenset()) - other.labels.get("stage", frozenset())) & _NOT_YET:
            return f"one is {_shown(stage)}"
    if a.marks != b.marks:
        return f"one is {', '.join(sorted(a.marks ^ b.marks))}"
    if a.days and b.days and not a.days & b.days and not _days_meet(a, b):
        return "of other days"
    away = [one.places - other.told for one, other in ((a, b), (b, a))]
    if any(away):
        return "of other places" if all(away) else _ELSEWHERE
    if a.value.dimension == "percent" and a.names and b.names and not a.names & b.names:
        return "of others"
    extra = a.names - b.names - b.around, b.names - a.names - a.around
    if all(extra) and not a.places & b.places:
        return "of others"
    if _growing(a) and _growing(b) and _gap(story, a, b) > 0:
        return "a later document has another count: it may have grown or been corrected"
    return ""


def _labels(a: Fact, b: Fact) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for name in _CLASSES:
        yield a.labels.get(name, frozenset()), b.labels.get(name, frozenset())


def _shown(kinds: Iterable[str]) -> str:
    return ", ".join(sorted(k.removeprefix("=") for k in kinds))


def _days_meet(a: Fact, b: Fact) -> bool:
    periods = [[p for d in f.days if (p := period(d))] for f in (a, b)]
    return not all(periods) or any(gap(x, y) == 0 for x in periods[0] for y in periods[1])


def _growing(f: Fact) -> bool:
    return bool(f.labels.get("fate")) or not statement_words()["growing"]["words"].isdisjoint(f.clause)


def _gap(story: Story, a: Fact, b: Fact) -> int:
    """Return how many days lie at least between two documents; 0 where that is not known."""
    x, y = (story.documents[f.document].metadata for f in (a, b))
    gaps = [
        (later.published_from - first.published_to).days
        for first, later in ((x, y), (y, x))
        if later.published_from and first.published_to
    ]
    return max(0, *gaps, 0)
