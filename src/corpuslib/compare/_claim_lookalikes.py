"""Look-alikes: two things of a kind that a reader can take for one, and both of which can be true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold, lexicon, sounds

__all__ = ["Event", "counted_events", "events_of_a_kind", "shared_parties"]

_REACH = 80  # code points between an event and who takes part, or when it was
_AFTER = 50  # code points after an event in which it may be said that it is to come
_SURE = 0.6
_APART = 45  # days between two dates that are surely of two events
_TELLING = 2500  # weight, in thousandths, of a name that tells one party from the others of the story
_MOST = 300  # mentions of a kind that are held against each other
_MET = {"visit": "meeting"}  # who visits somebody meets them
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_COUNTED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|latest|only)\b", re.I
)
_BETWEEN = 3  # words between a count and what it counts
_WHO = re.compile(r"\s(?:[\w’'-]{1,20}\s){1,3}?to\s([a-z-]{3,20})\b")  # sixth leader to meet
_LEADERS = re.compile(
    r"\s(?:[a-z]{2,12}\s){0,2}?(?:between|of|by)\s(?:the\s)?"
    r"(?:leaders|heads|presidents|(?:two\s)?(?:states|countries|nations))\b"
)
_BEFORE = re.compile(
    r"\b([a-z]{3,20})\s(?:is|was|will\sbe|would\sbe)\s(?:only\s)?the\s$"
)  # the meeting will be the third
_AHEAD = re.compile(
    r"\b(?:will|would|could|may|might|plan(?:s|ned|ning)?|expected|likely|hope[sd]?|hoping|aim(?:s|ed|ing)?|possibility"
    r"|possible|upcoming|forthcoming|proposed|is\sto|are\sto|next)\b"
)
_AT = re.compile(r"\b(?:in|at|near|from|around|outside|on)\s(?:the\s)?$", re.I)


_Party = tuple[str, ...]  # the keys of the words of a name


class Event(NamedTuple):
    """A mention of an event: what kind, who takes part, how it is counted, and when it was."""

    sentence: Telling
    start: int
    end: int
    kind: str
    parties: tuple[_Party, ...]
    order: str = ""
    who: bool = False  # the count is of those who do it, not of the events
    ahead: bool = False
    day: str = ""


def counted_events(story: Story) -> list[Event]:
    """Return the mentions of counted events in a story: first meeting, sixth leader to visit."""
    return [e for s in _named(story) for e in _events(story, s) if e.order]


def events_of_a_kind(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield events of a kind that two voices tell and that are not one: of other people, in other counts or years.

    Pairs that are in one of the `claims` are left out, and of a kind the mentions after the first 300.
    """
    mentions = [e for s in _named(story) for e in _events(story, s)]
    known = _known(story, mentions, claims)
    for why, alike in _WHY:
        links = [
            (a, b)
            for a, b in _candidates(mentions)
            if alike(story, mentions[a], mentions[b])
            and story.far(mentions[a].sentence.document, mentions[b].sentence.document)
            and known[a].isdisjoint(known[b])
        ]
        for number, group in enumerate(components(len(mentions), links)):
            if len(group) > 1:
                for n in group:
                    known[n].add(f"{why} {number}")
                versions = tuple(sorted({_version(mentions[n]) for n in group}))
                yield Found("compatible", versions, _SURE, f"{why} ({mentions[group[0]].kind})")


def _known(story: Story, mentions: Sequence[Event], claims: Iterable[Found]) -> list[set[str]]:
    """Return of each mention the claims that it is in, or that its like in a document of the same voice is in."""
    at: dict[int, list[tuple[int, int, str]]] = {}
    for number, claim in enumerate(claims):
        for v in claim.versions:
            at.setdefault(v.document, []).append((v.start, v.end, f"claim {number}"))
    own = [
        {c for start, end, c in at.get(e.sentence.document, ()) if start < e.end and e.start < end} for e in mentions
    ]
    known = [set(claims_of_one) for claims_of_one in own]
    for a, b in _candidates(mentions):
        x, y = mentions[a], mentions[b]
        one_voice = x.sentence.document != y.sentence.document and not story.far(
            x.sentence.document, y.sentence.document
        )
        if one_voice and (x.kind, x.order, x.day) == (y.kind, y.order, y.day):
            known[a] |= own[b]
            known[b] |= own[a]
    return known


def _candidates(mentions: Sequence[Event]) -> Iterator[tuple[int, int]]:
    kinds: dict[str, list[int]] = {}
    for n, event in enumerate(mentions):
        kinds.setdefault(_MET.get(event.kind, event.kind), []).append(n)
    for kind in sorted(kinds):
        yield from combinations(kinds[kind][:_MOST], 2)


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
    """Say whether two events have a rare party in common, and were months apart."""
    if a.ahead or b.ahead or not _days_apart(a, b):
        return False
    return any(_rare(story, x) for x in a.parties for y in b.parties if x[-1] == y[-1])


_WHY: tuple[tuple[str, Callable[[Story, Event, Event], bool]], ...] = (
    ("the same count of events of other people", _other_people),
    ("other events of the kind, each with its own count", _other_counts),
    ("other events of the kind, at other times", _other_times),
)


def shared_parties(a: Event, b: Event) -> list[_Party]:
    """Return the parties of an event that another has too, with as many words of the name, or fewer or more."""
    return [x for x in a.parties if any(set(x) <= set(y) or set(y) <= set(x) for y in b.parties)]


def _own(a: Event, b: Event) -> list[_Party]:
    """Return the parties of an event that share no part of their name with one of another."""
    return [x for x in a.parties if all(set(x).isdisjoint(y) for y in b.parties)]


def _rare(story: Story, party: _Party) -> bool:
    return max(story.weights.get(key, 0) for key in party) >= _TELLING


def _ordinal(count: str) -> int:
    return int(lexicon()["ordinals"].get(count, 0))


def _days_apart(a: Event, b: Event) -> bool:
    """Say whether the days of two events, as exactly as both are known, are surely of two events."""
    if not a.day or not b.day:
        return False
    x, y = (_days(e.day) for e in (a, b))
    return max(x[0] - y[1], y[0] - x[1]) > _APART


def _days(value: str) -> tuple[int, int]:
    """Return the first and the last day that a year, a month or a day of the calendar can be."""
    year, month, day = (int(part) for part in [*value.split("-"), "0", "0"][:3])
    first = year * 365 + max(0, month - 1) * 31 + max(0, day - 1)
    return first, first + (0 if day else 30 if month else 365)


def _named(story: Story) -> Iterator[Telling]:
    """Yield the sentences with all words of a name, also where one opens a sentence and a capital says nothing."""
    names = {fold(t.text): t.key for s in story.plain for t in s.tokens if t.name and not _kind(fold(t.text))}
    for s in story.plain:
        own: list[Token] = []
        for t in s.tokens:
            written = fold(t.text)
            if t.text[0].isupper() and written in names:
                own.append(t._replace(key=names[written]))
            elif own and t.start - own[-1].end == 1 and story.documents[s.document].text[own[-1].end] == "-":
                own.append(t._replace(key=f"name {sounds(written)}"))  # Jong-un
        yield s._replace(tokens=tuple(own))


def _events(story: Story, s: Telling) -> Iterator[Event]:
    """Yield the events that a sentence counts, and those that it gives a year, a month or a day."""
    text = story.text(s)
    counted = [event for match in _COUNTED.finditer(text) for event in _counted(story, s, text, match)]
    yield from counted
    for start, end, day in _dated(story, s):
        word = _nearest(text, start - s.start)
        if word and not any(e.start <= s.start + word.start() < e.end for e in counted):
            span = s.start + word.start(), max(s.start + word.end(), end)
            parties = _parties(s, text, *span)
            yield Event(s, *span, _kind(word.group()), parties, ahead=_looks_ahead(text, word), day=day)


def _counted(story: Story, s: Telling, text: str, match: re.Match[str]) -> Iterator[Event]:
    """Yield the event that a count is of: first meeting, sixth leader to meet."""
    who = _WHO.match(text, match.end())
    before = _BEFORE.search(text, max(0, match.start() - _REACH), match.start())
    noun = _noun_after(text, match.end())
    found: tuple[int, str, bool] | None = None
    if who and _kind(who.group(1)):
        found = who.end(1), _kind(who.group(1)), True
    elif noun:
        found = noun.end(), _noun(noun.group()), bool(_LEADERS.match(text, noun.end()))
    elif before and _noun(before.group(1)) and _LEADERS.match(text, match.end()):
        found = match.end(), _noun(before.group(1)), True
    if found:
        end, kind, is_who = found
        span = s.start + match.start(), s.start + end
        parties, ahead = _parties(s, text, *span), _looks_ahead(text, match)
        days = [row for row in _dated(story, s) if abs(row[0] - span[1]) <= _REACH]
        day = days[0][2] if len(days) == 1 else ""
        last = max(span[1], days[0][1]) if day else span[1]  # the passage tells also when it was
        yield Event(s, span[0], last, kind, parties, fold(match.group()), is_who, ahead, day)


def _noun_after(text: str, at: int) -> re.Match[str] | None:
    """Return the noun for an event among the words that follow a count."""
    for word in [*_WORD.finditer(text, at, at + _REACH)][:_BETWEEN]:
        if text[at : word.start()] != " ":
            return None
        if _noun(word.group()):
            return word
        at = word.end()
    return None


def _looks_ahead(text: str, word: re.Match[str]) -> bool:
    return bool(_AHEAD.search(text, max(0, word.start() - _REACH), word.end() + _AFTER))


def _dated(story: Story, s: Telling) -> Iterator[tuple[int, int, str]]:
    """Yield the years, months and days in a sentence."""
    for row in story.tables[s.document].get("dates", ()):
        value = str(row.value)
        inside = row.role == "event" and s.start <= row.start and row.end <= s.end
        if inside and re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value):
            yield row.start, row.end, value


def _nearest(text: str, at: int) -> re.Match[str] | None:
    """Return the last word for an event before a date, in its clause."""
    found = None
    for word in _WORD.finditer(text, max(0, at - _REACH), at):
        if _kind(word.group()):
            found = word
    return found if found and not re.search(r"[;:,]|\band\b", text[found.end() : at]) else None


def _parties(s: Telling, text: str, start: int, end: int) -> tuple[_Party, ...]:
    """Return the names that stand near a passage, each with all of its words; not the places where."""
    found: list[list[Token]] = []
    for t in s.tokens:
        if found and t.start - found[-1][-1].end <= 1:
            found[-1].append(t)
        else:
            found.append([t])
    near = [n for n in found if n[-1].end >= start - _REACH and n[0].start <= end + _REACH]
    return tuple(dict.fromkeys(tuple(t.key for t in n) for n in near if not _AT.search(text, 0, n[0].start - s.start)))


def _noun(word: str) -> str:
    """Return the kind of event that a noun names, if its repetitions are counted; "" otherwise."""
    return str(lexicon()["counted"].get(fold(word), ""))


_VERBS = {"meet": "meeting", "meets": "meeting", "met": "meeting", "visited": "visit", "tested": "test"}


def _kind(word: str) -> str:
    """Return the kind of event that a word tells of; "" if of none."""
    return _noun(word) or _VERBS.get(word, "")
