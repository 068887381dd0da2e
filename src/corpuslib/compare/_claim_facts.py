"""Facts told in free words: values of two voices that are of one fact by all that stands around them, whatever words.

Two values of one dimension answer each other if what is said around them is alike and each is the other's best
answer. Equal values agree. Values that cannot both be right are in conflict, unless something tells them apart:
another year, place, part, stage, fate, or that the number may have grown. Then both can be true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from corpuslib.compare._claim_story import SLIP, Found, Story, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._fact_odds import Told, all_keys, labels
from corpuslib.compare._fact_values import Value
from corpuslib.compare._facts import Fact, facts_of
from corpuslib.compare._periods import gap, period
from corpuslib.compare._units import value_words
from corpuslib.compare.voices import components

__all__ = ["equal", "facts_told_otherwise", "may_contradict", "surely_one_event"]

# Set by held-out precision, in thousandths of the logarithm of the odds: from which score on something is shown.
_CONFLICT, _AGREE, _ALIKE = 1400, -1000, 1500
_TOLD = 3  # sentences that show what else of a kind a document tells: without them nothing is in conflict
_MOST_NAMES = 45  # per cent of the names of one document in another that is surely of its event
_FAR_APART = 3  # times that one of two values of one fact may be the other
_SMALL = 12  # counts up to this are everywhere
_ALL_APART = 20  # and of two that are alike


def facts_told_otherwise(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield the values of two voices that are of one fact, or alike and of two; none that `claims` tie already."""
    told = Told(story, facts_of(story))
    ties = Ties(claims)
    answered, sure = _answered(told), surely_one_event(told)
    one: dict[tuple[int, int], int] = {}
    alike: list[tuple[int, int, str]] = []
    for p in told.pairs:
        a, b = told.facts[p.a], told.facts[p.b]
        if p.score < _AGREE or ties.both(_place(a), _place(b)):
            continue
        free = p.margin >= 0 and not {(p.a, b.document), (p.b, a.document)} & answered
        free = free and (a.document, b.document) in sure
        if equal(a.value, b.value):
            if not _vague(a.value, b.value) and not _common(a, b):
                one[p.a, p.b] = p.score - _AGREE
        elif p.score >= _CONFLICT and free and may_contradict(story, a, b, p.shared):
            one[p.a, p.b] = p.score - _CONFLICT
        elif p.score >= _ALIKE and free and p.shared and _of_one_order(a, b):
            why = _apart(story, a, b)
            alike += [(p.a, p.b, why)] if why and why != _ELSEWHERE else []
    for group in components(len(told.facts), list(one)):
        if len(group) > 1:
            over = min(s for (a, _), s in one.items() if a in group)
            yield from _one_fact([told.facts[n] for n in group], over)
    for why in dict.fromkeys(why for _, _, why in alike):
        links = [(a, b) for a, b, other in alike if other == why]
        for group in components(len(told.facts), links):
            if len(group) > 1:
                yield Found("compatible", tuple(_version(told.facts[n]) for n in group), 0.5, why)


def _answered(told: Told) -> set[tuple[int, int]]:
    """Return each fact with the documents that have its value: what else they tell does not contradict it."""
    found: set[tuple[int, int]] = set()
    for p in told.pairs:
        a, b = told.facts[p.a], told.facts[p.b]
        if equal(a.value, b.value):
            found |= {(p.a, b.document), (p.b, a.document)}
    return found


def surely_one_event(told: Told) -> set[tuple[int, int]]:
    """Return the pairs of documents that share most names of one of them, or tell another value alike."""
    ends = {(told.facts[p.a].document, told.facts[p.b].document) for p in told.pairs}
    found = {pair for pair in ends if told.shared_names(*pair) >= _MOST_NAMES}
    for p in told.pairs:
        a, b = told.facts[p.a], told.facts[p.b]
        if p.shared and p.margin >= 0 and equal(a.value, b.value):
            found.add((a.document, b.document))
    return found


def may_contradict(story: Story, a: Fact, b: Fact, shared: int) -> bool:
    """Say whether two values would contradict each other if they were of one fact, with `shared` words around them."""
    small, large = sorted((abs(a.value.size), abs(b.value.size)))
    named = a.value.dimension != "age" or bool(a.names & b.names)
    long = min(len(story.of(f.document)) for f in (a, b)) >= _TOLD
    return (
        bool(shared)
        and named
        and long
        and large <= _FAR_APART * small
        and a.maybe == b.maybe
        and story.days_apart(a.document, b.document) <= SLIP
        and _differ(a.value, b.value)
        and not _apart(story, a, b)
    )


def _vague(a: Value, b: Value) -> bool:
    return a.dimension == "clock" and "about" in (a.bound, b.bound)


def _common(a: Fact, b: Fact) -> bool:
    """Say whether two values are a small number of which it is not said that it counts the same."""
    return a.value.dimension == "count" and a.value.size <= _SMALL and not _comparable(a, b)


def _of_one_order(a: Fact, b: Fact) -> bool:
    """Say whether two values are so near each other that it takes a reason to tell them apart."""
    if not _comparable(a, b) or (a.value.dimension == "age" and not a.names & b.names):
        return False
    small, large = sorted((abs(a.value.size), abs(b.value.size)))
    return a.value.dimension in ("count", "money") or large <= _ALL_APART * small


def _one_fact(group: Sequence[Fact], over: int) -> Iterator[Found]:
    """Yield the claim that values of one fact make, if no document has two for it."""
    values: dict[int, set[str]] = {}
    for fact in group:
        values.setdefault(fact.document, set()).add(fact.value.value)
    versions = tuple(_version(fact) for fact in group)
    confidence = (60 + min(30, over // 100)) / 100
    if all(equal(a.value, b.value) for a, b in combinations(group, 2)):
        yield Found("agree", versions, confidence, "the same value for one fact")
    elif all(len(own) == 1 for own in values.values()):
        yield Found("conflict", versions, confidence, "two values for one fact")


def _version(fact: Fact) -> Version:
    return Version(fact.document, fact.start, fact.end, fact.value.value)


def _place(fact: Fact) -> tuple[int, int, int]:
    return fact.document, fact.start, fact.end


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
    return f.head or frozenset(key for key in all_keys(f.clause) if key.startswith("="))


def _labelled(f: Fact) -> frozenset[str]:
    return f.labels.get("fate", frozenset())


def _persons(f: Fact) -> frozenset[str]:
    return f.labels.get("person", frozenset())


# Whether two values are equal, and what tells them apart.


def equal(a: Value, b: Value) -> bool:
    """Say whether two values are the same, however finely they are given."""
    if not a.size and not b.size:
        return a.value == b.value
    if a.dimension == "clock":
        return 2 * _hours_apart(a, b) <= max(a.grain, b.grain)
    return (2 * abs(a.size - b.size) <= max(a.grain, b.grain) and a.bound == b.bound) or a.size == b.size


def _hours_apart(a: Value, b: Value) -> float:
    """Return the minutes between two times of day, where a half of the day is not said at least."""
    cycle = min(a.cycle, b.cycle)
    apart = abs(a.size - b.size) % cycle
    return min(apart, cycle - apart)


def _differ(a: Value, b: Value) -> bool:
    """Say whether two values cannot both be right, however they are rounded."""
    if not a.size and not b.size:
        return a.value != b.value
    if a.dimension == "clock":
        return _hours_apart(a, b) > 2 * max(a.grain, b.grain)
    small, large = sorted((a, b), key=lambda v: v.size)
    if (small.bound == "least" and large.bound != "most") or large.bound == "most":
        return False
    rough = "about" in (a.bound, b.bound)
    unlike = a.value.partition(" ")[2] != b.value.partition(" ")[2] and a.dimension not in ("count", "percent")
    if large.size <= (1.5 if rough else 1.25 if unlike else 1) * small.size:
        return False
    return 2 * (large.size - small.size) > max(a.grain, b.grain)


_ELSEWHERE = "one may be of another place"
_NOT_YET = frozenset(("=asked", "=offered", "=planned"))


def _apart(story: Story, a: Fact, b: Fact) -> str:
    """Return what tells two values apart that are alike; "" if nothing does."""
    if a.elsewhen != b.elsewhen and (a.elsewhen or b.elsewhen) and not a.elsewhen & b.elsewhen:
        return "of other times"
    if a.rate != b.rate:
        return f"one is a {a.rate or b.rate}"
    for x, y in labels(a, b).values():
        if x and y and not x & y:
            return f"{_shown(x)} and {_shown(y)}"
    for one, other in ((a, b), (b, a)):
        if there := one.labels.get("place", frozenset()) - all_keys(other.clause) - all_keys(other.near):
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
    if _growing(a) and _growing(b) and story.days_apart(a.document, b.document) > 0:
        return "a later document has another count: it may have grown or been corrected"
    return ""


def _shown(kinds: Iterable[str]) -> str:
    return ", ".join(sorted(k.removeprefix("=") for k in kinds))


def _days_meet(a: Fact, b: Fact) -> bool:
    periods = [[p for d in f.days if (p := period(d))] for f in (a, b)]
    return not all(periods) or any(gap(x, y) == 0 for x in periods[0] for y in periods[1])


def _growing(f: Fact) -> bool:
    return bool(f.labels.get("fate")) or not value_words("growing").isdisjoint(f.clause)
