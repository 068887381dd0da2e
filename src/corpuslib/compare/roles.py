"""Who does what to whom: role inversions between two passages.

There is no parser. A predicate that both passages have is taken with who acts and who is acted on, in the active,
the passive and as a noun; verbs that tell one event from either side, as selling and buying, are read as one. Where
the two sides exchange places between the passages, the roles are inverted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from corpuslib.compare._exchanged_names import exchanged_names
from corpuslib.compare._role_events import Act, acts, frames_of
from corpuslib.compare._role_phrases import Phrase, Reading, keys_of
from corpuslib.compare.passages import HINT, Finding, Passage, Side
from corpuslib.lexicon import rows

__all__ = ["exchanged_parties", "roles", "weigh_roles"]

_OFTEN = 8
_LEAST = 0.4  # what both crossed sides must share
_MOVED = 0.7  # how sure an exchange of heads is


def roles(a: Passage, b: Passage) -> Iterator[Finding]:
    """Who acts on one side is acted on at the other, or two names stand in each other's place: the surest finding.

    What is too weak to be told is scored as a `HINT`.

    >>> a, b = Passage("Kelm was sued by Orlan on Monday."), Passage("On Monday Kelm sued Orlan.")
    >>> [(f.kind, f.score) for f in roles(a, b)]
    [('role', 0.85)]
    >>> list(roles(a, Passage("On Monday Orlan sued Kelm.")))
    []
    """
    pair = _Pair.of(a, b)
    found = [_finding(pair, case) for case in _inverted(pair)] or list(_exchanged(pair))
    found.sort(key=lambda f: (-f.score, f.a or (), f.b or ()))
    yield from found[:1]


def exchanged_parties(a: Passage, b: Passage) -> Iterator[Finding]:
    """Who acts on one side is acted on at the other, and both are persons, bodies or states: the surest finding.

    Things change their places in honest translations too: "the deaths related to infection".

    >>> a, b = Passage("Kelm was sued by Orlan on Monday."), Passage("On Monday Kelm sued Orlan.")
    >>> [(f.kind, f.score) for f in exchanged_parties(a, b)]
    [('role', 0.85)]
    >>> list(exchanged_parties(Passage("The port was shut by Orlan."), Passage("The port shut Orlan.")))
    []
    """
    pair = _Pair.of(a, b)
    found = [_finding(pair, case) for case in _inverted(pair) if _between_parties(pair, case)]
    found.sort(key=lambda f: (-f.score, f.a or (), f.b or ()))
    yield from found[:1]


def _between_parties(pair: _Pair, case: _Case) -> bool:
    """Say whether both that change places can act, and each is the same on both sides."""
    crossed = _weights(pair, case.x.agent, case.another), _weights(pair, case.one, case.y.agent)
    if all((1.0, 1.0) in weights.values() for weights in crossed):
        return True
    # Where only what is foremost in a phrase moved, a party that was foremost describes it now, or the reverse.
    kept = _weights(pair, case.x.agent, case.y.agent), _weights(pair, case.one, case.another)
    moved = [{key for key, (here, there) in weights.items() if here != there} for weights in kept]
    return all(moved) and moved[0].isdisjoint(moved[1])


def _weights(pair: _Pair, x: Phrase, y: Phrase) -> Mapping[str, tuple[float, float]]:
    """Return how much each party that two phrases share counts in either."""
    able = {
        key
        for reading, phrase in ((pair.a, x), (pair.b, y))
        for word in (reading.words[k] for k in phrase.words)
        if word.name or word.form in _parties()
        for key in keys_of(word)
    }
    return {key: (x.keys[key], y.keys[key]) for key in sorted(able & x.keys.keys() & y.keys.keys())}


@cache
def _parties() -> frozenset[str]:
    """Return nouns for those who act."""
    persons = {row["word"] for row in rows("source_types.tsv") if row["role"] != "document"}
    return frozenset(persons | {row["lemma"] for row in rows("agency.tsv") if row["pos"] == "actor"})


def weigh_roles(finding: Finding, a: str, b: str, elsewhere: Iterable[str]) -> Finding:
    """Return a finding of `roles` with the side that other sentences of the renderings speak for, if only one has any.

    `a` and `b` are the two passages, `elsewhere` the other sentences and headlines of both renderings. A sentence
    speaks for a side if the same act has the same subject there.

    >>> a, b = "Kelm refuses to see Orlan.", "Orlan refuses to see Kelm."
    >>> finding = next(roles(Passage(a), Passage(b)))
    >>> weigh_roles(finding, a, b, ["It was for Orlan's sake, Kelm said.", "Kelm refused all visits."]).likely_right
    'a'
    """
    cases = list(_inverted(_Pair.of(Passage(a), Passage(b))))
    names = frozenset(case.x.name for case in cases)
    speaking = [0, 0]
    for text in elsewhere:
        told = list(acts(_reading(Passage(text)), names))
        for_side = [
            any(_same_subject(z, case.x, case.y) for z in told for case in cases),
            any(_same_subject(z, case.y, case.x) for z in told for case in cases),
        ]
        if for_side[0] != for_side[1]:
            speaking[for_side.index(True)] += 1
    if all(speaking) or not any(speaking):
        return finding
    side: Side = "a" if speaking[0] else "b"
    count = max(speaking)
    reason = f"; so {count} other sentence{'s say' if count > 1 else ' says'}, and none the contrary"
    return replace(finding, likely_right=side, reason=finding.reason + reason)


def _same_subject(told: Act, mine: Act, other: Act) -> bool:
    alike = _shared(told.agent, mine.agent)
    return told.name == mine.name and alike >= _LEAST and alike > _shared(told.agent, other.agent)


@dataclass(frozen=True)
class _Pair:
    """Two passages with the acts that both have, by name."""

    a: Reading
    b: Reading
    mine: Mapping[str, Sequence[Act]]
    other: Mapping[str, Sequence[Act]]

    @classmethod
    def of(cls, a: Passage, b: Passage) -> _Pair:
        left, right = _reading(a), _reading(b)
        shared = _predicates(left) & _predicates(right)
        mine = _by_name(acts(left, shared))
        return cls(left, right, mine, _by_name(acts(right, frozenset(mine))))

    def both(self) -> Iterator[tuple[Sequence[Act], Sequence[Act]]]:
        """Yield the acts of either side that have one name; one told very often is unclear, and left out."""
        for name in sorted(self.mine.keys() & self.other.keys()):
            if max(len(self.mine[name]), len(self.other[name])) <= _OFTEN:
                yield self.mine[name], self.other[name]


@lru_cache(maxsize=1024)
def _reading(passage: Passage) -> Reading:
    """Return the reading of a passage, which is held against those of several renderings."""
    return Reading(passage)


class _Case(NamedTuple):
    """An act on either side, with the phrase there that stands for who acts on the other."""

    x: Act
    y: Act
    one: Phrase
    another: Phrase
    score: float


def _inverted(pair: _Pair) -> Iterator[_Case]:
    for mine, other in pair.both():
        if _is_mutual(mine, other) or any(_agree(x, y) for x, y in product(mine, other)):
            continue
        # An act that both tell of the same parties is not inverted, whatever else they tell.
        changed = ([x for x in mine if not _told(x, other)], [y for y in other if not _told(y, mine)])
        for x, y in product(*changed):
            for one, another in product(x.others, y.others):
                score = _score(x, y, one, another)
                if score > 0:
                    yield _Case(x, y, one, another, score)


def _finding(pair: _Pair, case: _Case) -> Finding:
    reason = "“{a}” against “{b}”: who acts and who is acted on have changed places"
    spans = case.x.span(pair.a, case.one), case.y.span(pair.b, case.another)
    return Finding("role", "critical", *spans, reason, case.score)


_CLEAR = 0.16  # from this margin on two names rather are exchanged than not


def _exchanged(pair: _Pair) -> Iterator[Finding]:
    settled = [
        (x.agent.keys.keys(), _keys(x.others))
        for mine, other in pair.both()
        for x, y in product(mine, other)
        if _agree(x, y) or (x.mutual and y.mutual)
    ]
    for names in exchanged_names(pair.a.passage, pair.b.passage):
        told = any(
            one & agent and another & others
            for agent, others in settled
            for one, another in ((names.first, names.second), (names.second, names.first))
        )
        if not told:
            reason = "“{a}” against “{b}”: two names stand in each other's place"
            share = names.margin / _CLEAR
            score = round(min(0.8, 0.5 * share) if share >= 1 else HINT * share, 3)
            yield Finding("role", "critical" if share >= 1 else "minor", names.a, names.b, reason, score)


def _keys(phrases: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(key for phrase in phrases for key in phrase.keys)


@lru_cache(maxsize=1024)
def _predicates(reading: Reading) -> frozenset[str]:
    """Return the lemmas of the words that are no names, and the frames that they belong to."""
    places = [i for i in range(len(reading.words)) if reading.is_content(i) and not reading.is_name(i)]
    own = {reading.lemmas[i] for i in places}
    return frozenset(own | {frame.name for i in places for frame in frames_of(reading, i)})


def _by_name(found: Iterator[Act]) -> Mapping[str, Sequence[Act]]:
    result: dict[str, list[Act]] = {}
    for act in found:
        result.setdefault(act.name, []).append(act)
    return result


def _is_mutual(mine: Sequence[Act], other: Sequence[Act]) -> bool:
    """Say whether both sides act alike, as in meeting, and neither only wants to or refuses."""
    return all(act.mutual for act in (*mine, *other)) and not all(act.wanted for act in (*mine, *other))


def _told(act: Act, others: Iterable[Act]) -> bool:
    """Say whether one of other acts has the same parties in the same places."""
    return any(_sides(act) == _sides(other) for other in others)


def _sides(act: Act) -> tuple[Mapping[str, float], ...]:
    return act.agent.keys, *(phrase.keys for phrase in act.others)


def _agree(x: Act, y: Act) -> bool:
    """Say whether one acts in both, and is acted on in neither."""
    crossed = (_shared(x.agent, p) for p in y.others), (_shared(p, y.agent) for p in x.others)
    return _shared(x.agent, y.agent) > 0.5 and max(max(c) for c in crossed) < _LEAST


def _score(x: Act, y: Act, one: Phrase, another: Phrase) -> float:
    """Return how surely who acts and another side are exchanged; nought if they are not."""
    skip = _in_both(x.agent, one) | _in_both(y.agent, another)  # the name of a family
    crossed = _shared(x.agent, another, skip), _shared(one, y.agent, skip)
    kept = max(_shared(x.agent, y.agent, skip), _shared(one, another, skip))
    if _heads_moved(x, y, one, another) or _heads_moved(y, x, another, one):
        return _MOVED
    if min(crossed) < _LEAST or max(crossed) < 1 or kept >= min(crossed):
        return 0.0
    return round(0.3 + 0.55 * min(crossed) - 0.3 * kept, 3)


def _heads_moved(x: Act, y: Act, one: Phrase, another: Phrase) -> bool:
    """Say whether what is acted on now acts, and who acted only describes it.

    "The delegation of Orlan rejected Kelm's proposal" against "The proposal of the delegation rejected Kelm".
    """
    now_acts = _shared(one, y.agent) == 1 and _shared(x.agent, another) < 1
    return now_acts and 0 < _shared(x.agent, y.agent) <= _LEAST and 0 < _shared(one, another) <= _LEAST


def _in_both(one: Phrase, other: Phrase) -> frozenset[str]:
    return frozenset(key for key, weight in one.keys.items() if min(weight, other.keys.get(key, 0.0)) == 1)


def _shared(one: Phrase, other: Phrase, skip: frozenset[str] = frozenset()) -> float:
    """Return how much the strongest key that two phrases share counts in both."""
    return max((min(w, other.keys.get(key, 0.0)) for key, w in one.keys.items() if key not in skip), default=0.0)
