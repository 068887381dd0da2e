"""Mentions of events in a story: what kind, who takes part, which of a row, whether it is to come, and when it was."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from corpuslib.compare._claim_story import Story
from corpuslib.compare._periods import Period, period, when_expected, when_reported
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.words import fold, lexicon, sounds

__all__ = ["Event", "Party", "mentions_of_events", "shared_parties", "shared_places"]

_REACH = 80  # code points between an event and who takes part, or when it was
_WHEN = 160  # code points after an event that is to come in which it may be said when
_AFTER = 50  # code points after an event in which it may be said that it is to come
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_COUNTED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|latest|only)\b", re.I
)
_SPAN = re.compile(
    r"\s(?:since|(?:in|for)\s(?:\w{1,10}\s){0,3}?(?:years|months|weeks|decades)|(?:of|in|this|next)\s(?:the\s|this\s)?"
    r"(?:day|week|weekend|month|year|season|campaign|tour|trip|term))\b"
)  # the first meeting since, or in three years, is one of several first meetings
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
    r"(?:\b(?:will|would|could|may|might|plan(?:s|ned|ning)?|expected|likely|hope[sd]?|hoping|aim(?:s|ed|ing)?|possibility"
    r"|possible|upcoming|forthcoming|proposed|is\sto|are\sto|is\sdue|are\sdue|next|wants?\sto|intends?\sto|scheduled|ahead\sof"
    r"|prepar(?:es?|ed|ing|ations?))|[’'](?:ll|d))\b"
)
_ELSEWHERE = re.compile(r"[;:,]|\b(?:and|after|before|since|until|when|while|which|follow\w{0,3}|preced\w{1,3})\b")
_VERBS = frozenset(
    ("meet", "meets", "met", "testify", "testifies", "testified", "debated", "rallied", "inaugurated", "sentenced")
)
_AT = re.compile(r"\b(?:in|at|near|from|around|outside|on)\s(?:the\s)?$", re.I)

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d(?:-\d)?)?", re.ASCII)
_Day = tuple[int, int, str]  # where a date stands, and its value

Party = tuple[str, ...]
"""The keys of the words of a name."""


class Event(NamedTuple):
    """A mention of an event: what kind, who takes part, how it is counted, and when it was or will be."""

    sentence: Telling
    start: int
    end: int
    kind: str
    parties: tuple[Party, ...]
    order: str = ""
    who: bool = False  # the count is of those who do it, not of the events
    ahead: bool = False
    day: str = ""
    when: Period | None = None
    recurs: bool = False  # the count starts again with each year or season
    places: tuple[Party, ...] = ()  # names of where it is, among those near it

    @property
    def unique(self) -> bool:
        """Whether the count and who takes part say which event it is."""
        return bool(self.order) and self.order not in ("last", "latest", "only") and not (self.who or self.recurs)


def mentions_of_events(story: Story) -> Sequence[Event]:
    """Return the mentions of events in a story that are counted (first meeting, sixth leader to visit) or dated."""
    return story.once(_mentions)


def _mentions(story: Story) -> list[Event]:
    names = {fold(t.text): t.key for s in story.plain for t in s.tokens if t.name and not _kind(fold(t.text))}
    dated = [_dated(table.get("dates", ())) for table in story.tables]
    found: list[Event] = []
    for s in story.plain:
        days = dated[s.document]
        inside = days[bisect_left(days, (s.start,)) : bisect_left(days, (s.end,))]
        if inside or _COUNTED.search(story.documents[s.document].text, s.start, s.end):
            found += _events(story, _named(story, s, names), [day for day in inside if day[1] <= s.end])
    return found


def shared_parties(a: Event, b: Event) -> list[Party]:
    """Return the parties that two events have in common, as the first names them, with more words or fewer.

    Each stands for one party of the other: "Orlan" and "Gerd Orlan" in one mention are one.
    """
    return _shared(a.parties, b.parties)


def shared_places(a: Event, b: Event) -> list[Party]:
    """Return the places that two events have in common, as the first names them."""
    return _shared(a.places, b.places)


def _shared(mine: Sequence[Party], other: Sequence[Party]) -> list[Party]:
    left = _whole(other)
    found = []
    for x in _whole(mine):
        alike = next((y for y in left if set(x) <= set(y) or set(y) <= set(x)), None)
        if alike is not None:
            left.remove(alike)
            found.append(x)
    return found


def _whole(parties: Sequence[Party]) -> list[Party]:
    """Return the parties of a mention without those that are a part of another's name."""
    return [x for x in parties if not any(set(x) < set(y) for y in parties)]


def _named(story: Story, s: Telling, names: Mapping[str, str]) -> Telling:
    """Return a sentence with all words of its names, also where one opens it and a capital says nothing."""
    own: list[Token] = []
    for t in s.tokens:
        written = fold(t.text)
        if t.text[0].isupper() and written in names:
            own.append(t._replace(key=names[written]))
        elif own and t.start - own[-1].end == 1 and story.documents[s.document].text[own[-1].end] == "-":
            own.append(t._replace(key=f"name {sounds(written)}"))  # Jong-un
    return s._replace(tokens=tuple(own))


def _events(story: Story, s: Telling, days: Sequence[_Day]) -> Iterator[Event]:
    """Yield the events that a sentence counts, and those that it gives a year, a month or a day."""
    text = story.text(s)
    counted = [event for match in _COUNTED.finditer(text) for event in _counted(story, s, text, match, days)]
    yield from counted
    for start, end, day in days:
        word = _nearest(text, start - s.start)
        if word and not any(e.start <= s.start + word.start() < e.end for e in counted):
            span = s.start + word.start(), max(s.start + word.end(), end)
            ahead = _looks_ahead(text, word) or _still_to_come(story, s, day)
            parties, places = _names(s, text, *span)
            when = _when(story, s, word.start(), word.end(), ahead)
            yield Event(s, *span, _kind(word.group()), parties, ahead=ahead, day=day, when=when, places=places)


def _counted(story: Story, s: Telling, text: str, match: re.Match[str], days: Sequence[_Day]) -> Iterator[Event]:
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
        (parties, places), ahead = _names(s, text, *span), _looks_ahead(text, match)
        near = [row for row in days if abs(row[0] - span[1]) <= _REACH]
        day = near[0][2] if len(near) == 1 else ""
        last = max(span[1], near[0][1]) if day else span[1]  # the passage tells also when it was
        when, recurs = _when(story, s, match.start(), end, ahead), bool(_SPAN.match(text, end))
        yield Event(s, span[0], last, kind, parties, fold(match.group()), is_who, ahead, day, when, recurs, places)


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


def _still_to_come(story: Story, s: Telling, day: str) -> bool:
    """Say whether a day, month or year is surely later than its document."""
    published, days = story.documents[s.document].metadata.published_to, period(day)
    return bool(published and days and days.first > published.toordinal())


def _dated(rows: Iterable[Any]) -> list[_Day]:
    """Return the years, months, weeks and days that a document names, in order."""
    return sorted(
        (row.start, row.end, str(row.value)) for row in rows if row.role == "event" and _DATE.fullmatch(str(row.value))
    )


def _when(story: Story, s: Telling, start: int, end: int, ahead: bool) -> Period | None:
    """Return when an event of a sentence was, or will be, as far as it says."""
    document, rows = story.documents[s.document], story.tables[s.document].get("dates", ())
    first = max(s.start, s.start + start - _REACH)
    if ahead:
        return when_expected(document, rows, first, min(s.end, s.start + end + _WHEN))
    return when_reported(document, rows, first, min(s.end, s.start + end + _REACH))


def _nearest(text: str, at: int) -> re.Match[str] | None:
    """Return the last word for an event before a date, in its clause."""
    found = None
    for word in _WORD.finditer(text, max(0, at - _REACH), at):
        if _kind(word.group()):
            found = word
    return found if found and not _ELSEWHERE.search(text, found.end(), at) else None


def _names(s: Telling, text: str, start: int, end: int) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return the names that stand near a passage, each with all of its words: who takes part, and where."""
    found: list[list[Token]] = []
    for t in s.tokens:
        if found and t.start - found[-1][-1].end <= 1:
            found[-1].append(t)
        else:
            found.append([t])
    near = [n for n in found if n[-1].end >= start - _REACH and n[0].start <= end + _REACH]
    starts = [n[0].start - s.start for n in near]
    there = [bool(_AT.search(text, max(0, at - _REACH), at)) for at in starts]
    people = [part for n, at in zip(near, there, strict=True) if not at for part in _two(text, s.start, n)]
    places = [n for n, at in zip(near, there, strict=True) if at]
    return _keys(people), _keys(places)


def _keys(names: Iterable[Sequence[Token]]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(tuple(t.key for t in name) for name in names))


def _two(text: str, at: int, name: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the two names of "the Orlan-Testov summit", else the name."""
    joined = len(name) == 2 and text[name[0].end - at] == "-" and name[1].text[0].isupper()
    if joined and _noun(_word_at(text, name[1].end - at + 1)):
        yield from ([token] for token in name)
    else:
        yield name


def _word_at(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    return found.group() if found else ""


def _noun(word: str) -> str:
    """Return the kind of event that a noun names, if its repetitions are counted; "" otherwise."""
    form = fold(word)
    return str(lexicon()["counted"].get(form, "") or ("" if form in _VERBS else lexicon()["announced"].get(form, "")))


def _kind(word: str) -> str:
    """Return the kind of event that a word tells of; "" if of none."""
    return _noun(word) or str(lexicon()["announced"].get(fold(word), ""))
