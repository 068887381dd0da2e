"""Look-alikes: two things of a kind that a reader can take for one, and both of which can be true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._event_mentions import Event, Party, mentions_of_events, shared_parties, shared_places
from corpuslib.compare._periods import gap, period
from corpuslib.compare.voices import components
from corpuslib.compare.words import lexicon

__all__ = ["events_of_a_kind"]

_SURE = 0.6
_APART = 45  # days between two dates that are surely of two events
_TELLING = 2500  # weight, in thousandths, of a name that tells one party from the others of the story
_MOST = 200  # mentions of a kind with a name that are held against each other
_COUNTED = ""  # stands for a name where an event is counted
_SELDOM = ("meeting", "visit", "test")  # kinds of event by which one name already makes two look like one
_MET = {"visit": "meeting"}  # who visits somebody meets them


def events_of_a_kind(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield events of a kind that two voices tell and that are not one: of other people, in other counts or years.

    Pairs that are in one of the `claims` are left out, and of a kind and a name the mentions after the first 200.
    """
    mentions = mentions_of_events(story)
    known = _known(story, mentions, claims)
    pairs = [
        (a, b)
        for a, b in _candidates(mentions)
        if story.far(mentions[a].sentence.document, mentions[b].sentence.document)
    ]
    for why, alike in _WHY:
        links = [(a, b) for a, b in pairs if known[a].isdisjoint(known[b]) and alike(story, mentions[a], mentions[b])]
        for number, group in enumerate(components(len(mentions), links)):
            if len(group) > 1:
                for n in group:
                    known[n].add(f"{why} {number}")
                versions = tuple(sorted({_version(mentions[n]) for n in group}))
                yield Found("compatible", versions, _SURE, f"{why} ({mentions[group[0]].kind})")


def _known(story: Story, mentions: Sequence[Event], claims: Iterable[Found]) -> list[set[str]]:
    """Return of each mention the claims that it is in, or that its like in a document of the same voice is in."""
    ties = Ties(claims)
    own = [{f"claim {n}" for n in ties.of((e.sentence.document, e.start, e.end))} for e in mentions]
    alike: dict[tuple[str, str, str], list[int]] = {}
    for n, e in enumerate(mentions):
        alike.setdefault((e.kind, e.order, e.day), []).append(n)
    known = [set(claims_of_one) for claims_of_one in own]
    for group in alike.values():
        for a, b in combinations(group[:_MOST], 2):
            x, y = mentions[a].sentence.document, mentions[b].sentence.document
            if x != y and not story.far(x, y):
                known[a] |= own[b]
                known[b] |= own[a]
    return known


def _candidates(mentions: Sequence[Event]) -> list[tuple[int, int]]:
    """Return the mentions, two by two, of a kind with a name in common, or one counted without a name."""
    having: dict[tuple[str, str], list[int]] = {}
    for n, event in enumerate(mentions):
        kind = _MET.get(event.kind, event.kind)
        for key in sorted({key for party in event.parties for key in party}):
            having.setdefault((kind, key), []).append(n)
        if event.order:
            having.setdefault((kind, _COUNTED), []).append(n)
    pairs: set[tuple[int, int]] = set()
    for (_, key), group in having.items():
        nobody = [n for n in group if not mentions[n].parties] if key == _COUNTED else group
        pairs |= {(min(a, b), max(a, b)) for a in nobody[:_MOST] for b in group[:_MOST] if a != b}
    return sorted(pairs)


def _version(event: Event) -> Version:
    said = f"{event.order or event.day} {event.kind}"
    value = f"{said}: {_shown(event)}" if event.parties else said
    return Version(event.sentence.document, event.start, event.end, value)


def _shown(event: Event) -> str:
    texts = {t.key: t.text for t in event.sentence.tokens}
    return ", ".join(dict.fromkeys(texts[party[-1]].removesuffix("’s").removesuffix("'s") for party in event.parties))


def _other_people(story: Story, a: Event, b: Event) -> bool:
    """Say whether two events have the same count, a party in common, and each one that the other has not."""
    if not a.order or (a.kind, a.order) != (b.kind, b.order) or a.who or b.who:
        return False
    return bool(shared_parties(a, b)) and bool(_own(a, b)) and bool(_own(b, a))


def _other_counts(story: Story, a: Event, b: Event) -> bool:
    """Say whether two events have their parties in common, and are counted in two rows or at two times."""
    if a.kind != b.kind or a.order == b.order or not (_ordinal(a.order) and _ordinal(b.order)):
        return False
    people, row = (b, a) if a.who else (a, b)
    if a.who != b.who and not row.parties and len(people.parties) > 1:  # the third between leaders of the two states
        return True
    if len(shared_parties(a, b)) < 2:
        return False
    first, second = sorted((a, b), key=lambda e: _ordinal(e.order))
    return a.who != b.who or (second.ahead and not first.ahead) or _days_apart(a, b)


def _other_times(story: Story, a: Event, b: Event) -> bool:
    """Say whether two events have a rare party in common, or two names of a common kind, and were months apart."""
    if a.kind == "leader" or a.ahead or b.ahead or not _days_apart(a, b):
        return False
    shared = [x for x in a.parties for y in b.parties if x[-1] == y[-1]]
    names = len(shared_parties(a, b)) + len(shared_places(a, b))
    return any(_rare(story, x) for x in shared) and (a.kind in _SELDOM or names > 1)


_WHY: tuple[tuple[str, Callable[[Story, Event, Event], bool]], ...] = (
    ("the same count of events of other people", _other_people),
    ("other events of the kind, each with its own count", _other_counts),
    ("other events of the kind, at other times", _other_times),
)


def _own(a: Event, b: Event) -> list[Party]:
    """Return the parties of an event that share no part of their name with one of another."""
    return [x for x in a.parties if all(set(x).isdisjoint(y) for y in b.parties)]


def _rare(story: Story, party: Party) -> bool:
    return max(story.weights.get(key, 0) for key in party) >= _TELLING


def _ordinal(count: str) -> int:
    return int(lexicon()["ordinals"].get(count, 0))


def _days_apart(a: Event, b: Event) -> bool:
    """Say whether the days of two events, as exactly as both are known, are surely of two events."""
    x, y = period(a.day), period(b.day)
    return bool(x and y and gap(x, y) > _APART)
