"""What one document expects to take place, and another reports, or reports that it was called off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from corpuslib.compare._claim_story import SLIP, Found, Story, Verdict
from corpuslib.compare._event_words import AHEAD, PLANNED, called_off, event_words
from corpuslib.compare._periods import Period, gap, later, when_expected, when_reported
from corpuslib.compare.words import fold, lexicon

__all__ = ["forecasts"]

_NAMES = 2  # names that what is expected and what is reported must share
_BESIDE = 40  # code points between an event and the word that looks ahead to it
_PARTIES = 80  # code points between an event and who takes part
_LEAD = 3  # sentences at the head of a report that tell what it reports
_DAYS = 2  # days of a period that is a day, or one of two
_NOT_AHEAD = re.compile(
    r"\b(?:no\s(?:plans?|intention)|unlikely|not\s(?:expected|likely|planning|due|going)|ruled\sout)\b"
)
_ANOTHER = re.compile(r"\bagain\b")  # one more event of the kind
_THE = re.compile(r"\b[Tt]h(?:e|is|at|eir)\s(?:[a-z]{2,12}\s)?(?:meeting|summit|talks|visit|trip|test|launch)\b")
_BEFORE = 3  # mentions of what is expected in which those who take part in "the summit" are named
_BREAK = re.compile("[:;]")
_CLAUSE = re.compile(r"[:;]|\s(?:when|while|after|before|as|because|although|that|where)\s")
_AT = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|around|outside|[Oo]n)\s(?:the\s)?(?:[A-Z]\w{0,20}\s)?$")
_PLACE = re.compile(
    r"\bin\s(?:the\s)?(?:[\w’'-]{1,20}\s){0,5}?(?:city|town|port|village)\sof\s([A-Z]\w{2,20})|\bin\s([A-Z]\w{2,20})"
)


def forecasts(story: Story) -> Iterator[Found]:
    """Yield what is expected to take place, and where, with the document that reports it, or that reports otherwise.

    The report must open with the event, share two names with what was expected, and be of no other count and no
    other time. A place counts as confirmed if the report has it too; that it is silent on a place says nothing. What
    was called off, or held some days from the day that was expected, is refuted.
    """
    looking = _looking_ahead(story)
    for n in range(len(story.documents)):
        links: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        for concept, i in _reported(story, n):
            for j in _expecting(story, i, concept, looking):
                outcome = _outcome(story, i, j, concept)
                if outcome:
                    links.setdefault((concept, "", outcome), []).append((i, j))
                for key, place in _places(story, j) if outcome == "reported" else ():
                    at = _told_of(story, n, key)
                    if at is not None and key not in story.keys[i]:
                        links.setdefault((concept, place, outcome), []).append((at, j))
        for (concept, place, outcome), pairs in sorted(links.items()):
            reports = list(dict.fromkeys(i for i, _ in pairs))[: 1 if place else None]
            for forecast, own in _by_forecast(story, sorted({j for _, j in pairs})):
                verdict = _VERDICTS.get((forecast, outcome))
                if verdict:
                    versions = [story.version(j, forecast) for j in own] + [story.version(i, outcome) for i in reports]
                    reason = f"{forecast} by one, {outcome} by the other: {concept} {place}".rstrip()
                    yield Found(verdict, tuple(versions), 0.6, reason)


_VERDICTS: Mapping[tuple[str, str], Verdict] = {
    ("expected", "reported"): "confirmed",
    ("expected", "called off"): "refuted",
    ("expected", "at another time"): "refuted",
    ("not expected", "called off"): "confirmed",
    ("not expected", "reported"): "refuted",
}


def _outcome(story: Story, i: int, j: int, concept: str) -> str:
    """Return what a report tells of a forecast: "" if it is of another event, by count or time."""
    if called_off(story.text(story.sentences[i])):
        return "called off"
    mine, other = _counts(story, i, concept), _counts(story, j, concept)
    if mine and other and mine.isdisjoint(other):
        return ""
    last = story.documents[story.sentences[i].document].metadata.published_to
    expected, reported = _when(story, j, concept, ahead=True), _when(story, i, concept, ahead=False)
    if expected and last and last.toordinal() < expected.first:
        return ""
    if not expected or not reported or not gap(expected, reported):
        return "reported"
    slip = gap(expected, reported) <= SLIP and all(p.last - p.first < _DAYS for p in (expected, reported))
    return "at another time" if slip else ""


def _when(story: Story, i: int, concept: str, *, ahead: bool) -> Period | None:
    """Return when an event of a sentence is expected, or took place."""
    s = story.sentences[i]
    document, rows = story.documents[s.document], story.tables[s.document].get("dates", ())
    places = _places_of(story, i, concept)
    span = max(s.start, min(places) - _PARTIES), min(s.end, max(places) + _PARTIES * (2 if ahead else 1))
    return when_expected(document, rows, *span) if ahead else when_reported(document, rows, *span, news=True)


def _counts(story: Story, i: int, concept: str) -> set[str]:
    """Return the counts of an event in a sentence: second summit."""
    text = story.text(story.sentences[i])
    at = story.sentences[i].start
    before = (text[max(0, p - at - _BESIDE) : p - at].split()[-3:] for p in _places_of(story, i, concept))
    return {fold(word) for words in before for word in words if fold(word) in lexicon()["ordinals"]}


def _places_of(story: Story, i: int, concept: str) -> list[int]:
    """Return where words for an event stand in a sentence."""
    s = story.sentences[i]
    return [s.start + start for start, _, found in event_words(story.text(s)) if found == concept]


def _by_forecast(story: Story, sentences: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    denied = [j for j in sentences if _NOT_AHEAD.search(story.text(story.sentences[j]))]
    forecasts = ("expected", [j for j in sentences if j not in denied]), ("not expected", denied)
    yield from ((forecast, own) for forecast, own in forecasts if own)


def _reported(story: Story, n: int) -> Iterator[tuple[str, int]]:
    """Yield the events that a document opens with as done, or tells as the first of a kind: concept, sentence."""
    for place, i in enumerate(story.of(n)):
        concepts = sorted(_concepts(story, i) & PLANNED)
        if concepts and (
            not AHEAD.search(story.text(story.sentences[i])) or called_off(story.text(story.sentences[i]))
        ):
            yield from ((c, i) for c in concepts if place < _LEAD or "first" in _counts(story, i, c))


def _looking_ahead(story: Story) -> dict[tuple[str, str], list[int]]:
    """Return the sentences that look ahead to an event, by its concept and each name near the word for it.

    "The summit could take place in June" tells of a summit that the document has spoken of with its names.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for n in range(len(story.documents)):
        before: dict[str, list[set[str]]] = {}
        for j in story.of(n):
            text = story.text(story.sentences[j])
            for concept in sorted(_ahead(text)) if not _ANOTHER.search(text) else ():
                names = _names_by(story, j, concept)
                if len(names) >= _NAMES:
                    before.setdefault(concept, []).append(names)
                elif _THE.search(text):
                    names = names.union(*before.get(concept, ())[-_BEFORE:])
                for name in sorted(names):
                    found.setdefault((concept, name), []).append(j)
    return found


def _expecting(story: Story, i: int, concept: str, looking: Mapping[tuple[str, str], Sequence[int]]) -> Iterator[int]:
    """Yield the sentences of other voices, none known to be later, that expect an event with two of its names."""
    report = story.documents[story.sentences[i].document]
    having = Counter(j for name in _names_by(story, i, concept) for j in looking.get((concept, name), ()))
    for j in sorted(j for j, shared in having.items() if shared >= _NAMES and story.apart(i, j)):
        if not later(story.documents[story.sentences[j].document], report):
            yield j


def _names_by(story: Story, i: int, concept: str) -> set[str]:
    """Return the names that stand near a word for an event in its clause, not those of the places where."""
    s = story.sentences[i]
    text = story.text(s)
    cuts = [s.start, *(s.start + m.start() for m in _CLAUSE.finditer(text)), s.end]
    found = set()
    for at in _places_of(story, i, concept):
        first = max(at - _PARTIES, *(cut for cut in cuts if cut <= at))
        last = min(at + _PARTIES, *(cut for cut in cuts if cut > at))
        near = (t for t in s.tokens if t.name and first <= t.start < last)
        found |= {t.key for t in near if not _AT.search(text, max(0, t.start - s.start - _BESIDE), t.start - s.start)}
    return found


def _ahead(text: str) -> set[str]:
    """Return the concepts of the events that a sentence looks ahead to: those next to a word that does."""
    events = event_words(text)
    found = set()
    for match in AHEAD.finditer(text):
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
    return bool(AHEAD.search(story.documents[s.document].text, max(s.start, at - _BESIDE), at))


def _concepts(story: Story, i: int) -> frozenset[str]:
    return frozenset(concept for _, _, concept in event_words(story.text(story.sentences[i])))
