"""Events that two documents tell of: on which day each says it was."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from corpuslib.compare._claim_story import SLIP, Found, Story, Version, days_between
from corpuslib.compare._event_words import AHEAD, event_word, event_words

__all__ = ["days_of_events"]

_SAME_EVENT = 8000  # in thousandths: what two sentences must share to tell of one event
_SAID = 4000  # and of that, what is neither a name nor a day
_REACH = 40  # code points between a day and the event that it is the day of
_OWN_DAY = re.compile(r"[’']s\s([a-z-]{3,20}(?:\s[a-z-]{3,20})?)\b")
_DAY_FIRST = re.compile(r",?\s(?:[\w’'-]{1,20}\s){1,4}?([a-z-]{3,20}ed)\b")
_DAY_LAST = re.compile(r"\b([a-z-]{3,20})\s(?:(?:early|late)\s)?on\s$")


def days_of_events(story: Story) -> Iterator[Found]:
    """Yield the days of one event where two voices name other ones, each a single one.

    Events are told apart by what sentences share; the day is the one that stands next to the word for the event.
    """
    days: dict[tuple[int, str], dict[int, Version]] = {}
    for i in range(len(story.sentences)):
        for concept, weekday, version in _days(story, i):
            days.setdefault((version.document, concept), {}).setdefault(weekday, version)
    seen = set()
    for a, b, concept in _one_event(story):
        mine, other = days.get((a, concept), {}), days.get((b, concept), {})
        if len(mine) != 1 or len(other) != 1 or mine.keys() == other.keys() or (a, b, concept) in seen:
            continue
        seen.add((a, b, concept))
        versions = (*mine.values(), *other.values())
        if days_between(versions[0].value, versions[1].value) > SLIP:  # two events of a kind
            continue
        yield Found("conflict", versions, 0.6, f"two days of one event ({concept})")


def _one_event(story: Story) -> Iterator[tuple[int, int, str]]:
    """Yield pairs of documents of two voices with a concept of an event that sentences of theirs tell alike."""
    for i in range(len(story.sentences)):
        own = _concepts(story, i)
        for j in story.mates(i, _SAME_EVENT) if own else ():
            if j < i or not story.apart(i, j):
                continue
            said = sum(story.weights[k] for k in story.keys[i] & story.keys[j] if not k.startswith(("name ", "@")))
            for concept in sorted(own & _concepts(story, j)) if said >= _SAID else ():
                yield story.sentences[i].document, story.sentences[j].document, concept


def _days(story: Story, i: int) -> Iterator[tuple[str, int, Version]]:
    """Yield the days that a sentence gives to an event: Thursday's launch, a launch on Thursday, on Friday it fired."""
    s = story.sentences[i]
    text = story.text(s)
    if AHEAD.search(text):
        return
    for row in story.tables[s.document].get("dates", ()):
        weekday = _weekday(str(row.value))
        if weekday is None or row.role != "event" or not (s.start <= row.start and row.end <= s.end):
            continue
        before, after = text[: row.start - s.start], text[row.end - s.start :]
        match = _OWN_DAY.match(after) or _DAY_FIRST.match(after) or _DAY_LAST.search(before[-_REACH:])
        concept = next(filter(None, map(event_word, match.group(1).split())), "") if match else ""
        if concept:
            yield concept, weekday, Version(s.document, row.start, row.end, str(row.value))


def _weekday(value: str) -> int | None:
    """Return the day of the week of a TIMEX3 value, Monday as 1; None if it names no day."""
    if re.fullmatch(r"(?:\d{4}|XXXX)-W(?:\d\d|XX)-[1-7]", value):
        return int(value[-1])
    try:
        return datetime.date.fromisoformat(value[:10]).isoweekday()
    except ValueError:
        return None


def _concepts(story: Story, i: int) -> frozenset[str]:
    return frozenset(concept for _, _, concept in event_words(story.text(story.sentences[i])))
