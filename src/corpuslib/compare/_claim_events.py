"""Events that two documents tell of: on which day each says it was."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from corpuslib.compare._claim_story import SLIP, Found, Story, Version, days_between
from corpuslib.compare._event_words import AHEAD, event_word, event_words
from corpuslib.compare.words import stem

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
    days: dict[tuple[int, str], dict[int, tuple[str, Version]]] = {}
    for i in range(len(story.sentences)):
        for concept, word, weekday, version in _days(story, i):
            days.setdefault((version.document, concept), {}).setdefault(weekday, (word, version))
    seen = set()
    for a, b, concept in _one_event(story):
        mine, other = days.get((a, concept), {}), days.get((b, concept), {})
        if len(mine) != 1 or len(other) != 1 or mine.keys() == other.keys() or (a, b, concept) in seen:
            continue
        seen.add((a, b, concept))
        (word, first), (other_word, second) = *mine.values(), *other.values()
        if word != other_word and (_uses(story, a, other_word) or _uses(story, b, word)):
            continue  # a document that has both words tells of two events: the strike, and the raid on the strikers
        versions = (first, second)
        if days_between(versions[0].value, versions[1].value) > SLIP:  # two events of a kind
            continue
        yield Found("conflict", versions, 0.6, f"two days of one event ({concept})")


def _uses(story: Story, document: int, word: str) -> bool:
    """Say whether a document has a word in any of its forms."""
    return any(t.key == word for i in story.of(document) for t in story.sentences[i].tokens)


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


def _days(story: Story, i: int) -> Iterator[tuple[str, str, int, Version]]:
    """Yield the days of events in a sentence, each with concept and word: Thursday's launch, on Friday it fired."""
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
        word = next(filter(event_word, match.group(1).split()), "") if match else ""
        if word:
            yield event_word(word), stem(word), weekday, Version(s.document, row.start, row.end, str(row.value))


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
