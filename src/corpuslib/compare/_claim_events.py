"""Events that two documents tell of: on which day each says it was, and what one expects and another reports."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from corpuslib.compare._claim_story import SLIP, Found, Story, Verdict, Version, days_between
from corpuslib.compare.words import fold, lexicon
from corpuslib.lexicon import rows

__all__ = ["days_of_events", "forecasts"]

_SAME_EVENT = 8000  # in thousandths: what two sentences must share to tell of one event
_SAID = 4000  # and of that, what is neither a name nor a day
_REACH = 40  # code points between a day and the event that it is the day of
_NAMES = 2  # names that what is expected and what is reported must share
_BESIDE = 40  # code points between an event and the word that looks ahead to it
_PARTIES = 80  # code points between an event and who takes part
_LEAD = 3  # sentences at the head of a report that tell what it reports
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
_WORD = re.compile(r"[^\W\d_]+")
_AHEAD = re.compile(
    r"\b(?:(?:will|would|shall)(?!\s(?:not|never)\b)|is\sto|are\sto|is\sdue|are\sdue|to\s(?:meet|hold|visit|travel|have|take)|plan(?:s|ned)?\sto"
    r"|to\stalk|wants?\sto|wants?\b|intends?\sto|expected|likely|could\stake|may\stake|might\stake|upcoming|forthcoming|planned)\b"
)
_OWN_DAY = re.compile(r"[’']s\s([a-z-]{3,20}(?:\s[a-z-]{3,20})?)\b")
_DAY_FIRST = re.compile(r",?\s(?:[\w’'-]{1,20}\s){1,4}?([a-z-]{3,20}ed)\b")
_DAY_LAST = re.compile(r"\b([a-z-]{3,20})\s(?:(?:early|late)\s)?on\s$")
_NOT_AHEAD = re.compile(
    r"\b(?:no\s(?:plans?|intention)|unlikely|not\s(?:expected|likely|planning|due|going)|ruled\sout)\b"
)
_CALLED_OFF = re.compile(
    r"\b(?:cancel(?:s|led|ed|ling|ing|lation)?|call(?:s|ed|ing)?\s(?:it\s)?off|postpone[sd]?|scrap(?:s|ped)"
    r"|(?:did|does|will|would)\snot\s(?:take\splace|happen|go\sahead|meet|visit|travel|go)|won[’']t\s(?:meet|visit|go))\b"
)
_ANOTHER = re.compile(r"\bagain\b")  # one more event of the kind
_BREAK = re.compile("[:;]")
_PLACE = re.compile(
    r"\bin\s(?:the\s)?(?:[\w’'-]{1,20}\s){0,5}?(?:city|town|port|village)\sof\s([A-Z]\w{2,20})|\bin\s([A-Z]\w{2,20})"
)


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
    if _AHEAD.search(text):
        return
    for row in story.tables[s.document].get("dates", ()):
        weekday = _weekday(str(row.value))
        if weekday is None or row.role != "event" or not (s.start <= row.start and row.end <= s.end):
            continue
        before, after = text[: row.start - s.start], text[row.end - s.start :]
        match = _OWN_DAY.match(after) or _DAY_FIRST.match(after) or _DAY_LAST.search(before[-_REACH:])
        concept = next(filter(None, map(_concept, match.group(1).split())), "") if match else ""
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


def forecasts(story: Story) -> Iterator[Found]:
    """Yield what is expected to take place, and where, with the document that reports it, or that it was called off.

    The report must open with the event, and share two names with what was expected. A place counts as confirmed if
    the report has it too; that it is silent on a place says nothing.
    """
    looking = _looking_ahead(story)
    for n in range(len(story.documents)):
        expected: dict[tuple[str, str], set[int]] = {}
        told: dict[tuple[str, str], dict[int, None]] = {}
        for concept, i in _reported(story, n):
            for j in _expecting(story, i, concept, looking):
                told.setdefault((concept, ""), {})[i] = None
                expected.setdefault((concept, ""), set()).add(j)
                for key, place in _places(story, j) if not _called_off(story, i) else ():
                    at = _told_of(story, n, key)
                    if at is not None and key not in story.keys[i]:
                        told.setdefault((concept, place), {at: None})
                        expected.setdefault((concept, place), set()).add(j)
        for (concept, place), sentences in sorted(expected.items()):
            off = [_called_off(story, i) for i in told[concept, place]]
            reports = [i for i, called_off in zip(told[concept, place], off, strict=True) if called_off == off[0]]
            outcome = "called off" if off[0] else "reported"
            for forecast, own in _by_forecast(story, sorted(sentences)):
                verdict: Verdict = "confirmed" if (forecast, outcome) in _BORNE_OUT else "refuted"
                versions = [story.version(j, forecast) for j in own] + [story.version(i, outcome) for i in reports]
                reason = f"{forecast} by one, {outcome} by the other: {concept} {place}".rstrip()
                yield Found(verdict, tuple(versions), 0.6, reason)


_BORNE_OUT = (("expected", "reported"), ("not expected", "called off"))


def _called_off(story: Story, i: int) -> bool:
    return bool(_CALLED_OFF.search(story.text(story.sentences[i])))


def _by_forecast(story: Story, sentences: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    denied = [j for j in sentences if _NOT_AHEAD.search(story.text(story.sentences[j]))]
    forecasts = ("expected", [j for j in sentences if j not in denied]), ("not expected", denied)
    yield from ((forecast, own) for forecast, own in forecasts if own)


def _reported(story: Story, n: int) -> Iterator[tuple[str, int]]:
    """Yield the events that a document opens with as done, by concept and sentence."""
    for i in story.of(n)[:_LEAD]:
        if not _AHEAD.search(story.text(story.sentences[i])) or _called_off(story, i):
            for concept in sorted(_concepts(story, i) & _PLANNED):
                yield concept, i


def _looking_ahead(story: Story) -> dict[tuple[str, str], list[int]]:
    """Return the sentences that look ahead to an event, by its concept and each name near the word for it."""
    found: dict[tuple[str, str], list[int]] = {}
    for j, s in enumerate(story.sentences):
        text = story.text(s)
        for concept in sorted(_ahead(text)) if not _ANOTHER.search(text) else ():
            for name in sorted(_names_by(story, j, concept)):
                found.setdefault((concept, name), []).append(j)
    return found


def _expecting(story: Story, i: int, concept: str, looking: Mapping[tuple[str, str], Sequence[int]]) -> Iterator[int]:
    """Yield the sentences of other voices, none known to be later, that expect an event with two of its names."""
    names = _names_by(story, i, concept)
    last = story.documents[story.sentences[i].document].metadata.published_to
    having = Counter(j for name in names for j in looking.get((concept, name), ()))
    for j in sorted(j for j, shared in having.items() if shared >= _NAMES and story.apart(i, j)):
        first = story.documents[story.sentences[j].document].metadata.published_from
        if not (first and last and first > last):
            yield j


def _names_by(story: Story, i: int, concept: str) -> set[str]:
    """Return the names that stand near a word for an event in a sentence."""
    s = story.sentences[i]
    places = [s.start + m.start() for m in _WORD.finditer(story.text(s)) if _concept(m.group()) == concept]
    near = (t for t in s.tokens if t.name and any(abs(t.start - at) <= _PARTIES for at in places))
    return {t.key for t in near}


def _ahead(text: str) -> set[str]:
    """Return the concepts of the events that a sentence looks ahead to: those next to a word that does."""
    events = [(m.start(), m.end(), c) for m in _WORD.finditer(text) if (c := _concept(m.group()))]
    found = set()
    for match in _AHEAD.finditer(text):
        after = next(((match.end(), a, c) for a, b, c in events if b > match.start()), None)
        before = next(((b, match.start(), c) for a, b, c in reversed(events) if b <= match.start()), None)
        near = (n for n in (after, before) if n and n[1] - n[0] <= _BESIDE)
        found |= {c for start, end, c in near if not _BREAK.search(text, start, max(start, end))}
    return found


def _places(story: Story, i: int) -> Iterator[tuple[str, str]]:
    s = story.sentences[i]
    keys = {t.text: t.key for t in s.tokens}
    for match in _PLACE.finditer(story.text(s)):
        place = match.group(1) or match.group(2)
        if keys.get(place, "").startswith("name "):
            yield keys[place], place


def _told_of(story: Story, n: int, key: str) -> int | None:
    """Return the first sentence of a document that has a name and looks not ahead."""
    return next((i for i in story.of(n) if key in story.keys[i] and not _looked_at(story, i, key)), None)


def _looked_at(story: Story, i: int, key: str) -> bool:
    """Say whether a sentence looks ahead just before it names something."""
    s = story.sentences[i]
    at = next(t.start for t in s.tokens if t.key == key)
    return bool(_AHEAD.search(story.documents[s.document].text, max(s.start, at - _BESIDE), at))


def _concepts(story: Story, i: int) -> frozenset[str]:
    return frozenset(filter(None, (_concept(m.group()) for m in _WORD.finditer(story.text(story.sentences[i])))))


@lru_cache(maxsize=65536)
def _concept(word: str) -> str:
    if word[0].isupper() and fold(word) in lexicon()["months"]:
        return ""
    form = fold(word)
    bare = (form.removesuffix(ending) for ending in _ENDINGS if form.endswith(ending))
    return next((_events()[f] for f in bare if f in _events()), "")


@cache
def _events() -> dict[str, str]:
    """Return the concept of each word for an event."""
    found: dict[str, str] = {}
    for row in rows("synonyms.tsv"):
        if row["concept"] in _EVENTS:
            for word in row["words"].split():
                found.setdefault(fold(word), row["concept"])
    return found


_PLANNED = frozenset(("meeting", "visit", "test"))
_EVENTS = _PLANNED | frozenset(
    (
        "attack",
        "shooting",
        "killing",
        "arrest",
        "closure",
        "suspension",
        "release",
        "resignation",
        "accident",
        "protest",
    )
)
