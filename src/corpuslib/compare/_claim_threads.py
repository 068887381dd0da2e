"""Forecast and outcome across stories: what one document expects, and documents of another story report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from corpuslib.compare._claim_outcomes import Account, accounts, judged, pairs_of_one, reason
from corpuslib.compare._claim_story import Story, Verdict, story_of
from corpuslib.compare._claim_topic import Place, topic_phrase
from corpuslib.compare._claim_typed import claim_sentences
from corpuslib.compare.claims import Claim, vouched
from corpuslib.compare.similarity import language_of
from corpuslib.compare.voices import components
from corpuslib.compare.words import lexicon
from corpuslib.document import Document

__all__ = ["Told", "claims_between", "told_of_events", "told_of_events_alone"]

_SURE = 0.5
_MOST = 20  # mentions of events that are kept of a document
_FAR = 400  # days between two documents that surely tell of other rounds of events
_PERIOD = 31  # days of the longest period that is kept of what is not counted


class Told(NamedTuple):
    """What a document says of an event, and rows that point at it, without story and verdict.

    `hope` points at what is hoped of the event; it is None if nothing is.
    """

    account: Account
    row: Claim
    hope: Claim | None


def told_of_events(story: Story) -> list[Told]:
    """Return what the documents of a story say of events by which another story can be told of: the first 20."""
    kept: dict[int, list[Account]] = {}
    for account in accounts(story):
        own = kept.setdefault(account.event.sentence.document, [])
        if len(own) < _MOST and _telling(account):
            own.append(account)
    return [_told(story, account) for n in sorted(kept) for account in kept[n]]


def told_of_events_alone(document: Document, found: Mapping[str, Sequence[Any]]) -> list[Told]:
    """Return what a document that is in no story says of events; nothing of one that is not in English."""
    if language_of(document) != "en" or not _may_tell(document.text):
        return []
    return told_of_events(story_of([document], [found], ()))


def claims_between(
    told: Sequence[Told], stories: Mapping[str, str], voice: Mapping[str, str], known: Mapping[str, int]
) -> list[Claim]:
    """Return the claims in which a document expects what a document of another voice and another story reports.

    A claim belongs to the story that reports the outcome; if the report is in none, to that of the forecast.
    `stories` gives the story of each document that is in one, `known` how many claims each story has already.
    """
    told = sorted(told, key=lambda t: (t.row.doc_id, t.row.start, t.row.end))
    links: dict[tuple[str, str, Verdict, str, str], list[tuple[int, int]]] = {}
    for i, j in pairs_of_one([t.account for t in told]):
        a, b = told[i].row.doc_id, told[j].row.doc_id
        home = stories.get(b) or stories.get(a)
        one_story = stories.get(a) is not None and stories.get(a) == stories.get(b)
        if home is None or one_story or voice[a] == voice[b] or _far(told[i].account, told[j].account):
            continue
        for verdict, forecast, outcome in judged(told[i].account, told[j].account):
            said = reason(forecast, outcome, told[i].account.event)
            links.setdefault((home, said, verdict, forecast, outcome), []).append((i, j))
    claims: list[Claim] = []
    count = dict(known)
    for (home, said, verdict, forecast, outcome), pairs in sorted(links.items()):
        for group in _groups(pairs):
            count[home] = count.get(home, 0) + 1
            expected = {i for i, _ in pairs}
            rows = [_row(told[n], forecast if n in expected else outcome) for n in group]
            voices = len({voice[row.doc_id] for row in rows})
            claims += (
                replace(
                    row, story_id=home, claim_id=f"{home}-c{count[home]:03d}", topic=rows[0].topic, verdict=verdict,
                    voice=voice[row.doc_id], voices=voices, reason=said,
                )
                for row in rows
            )  # fmt: skip
    return sorted(claims, key=lambda row: (row.story_id, row.claim_id, row.doc_id, row.start))


def _telling(account: Account) -> bool:
    """Say whether what is said of an event is enough to know it again: its count, or a time that is short."""
    event = account.event
    when = event.when
    names = len(event.parties) + (0 if event.unique else len(event.places))
    return bool(event.parties) and names > 1 and (event.unique or bool(when and when.last - when.first < _PERIOD))


def _far(a: Account, b: Account) -> bool:
    """Say whether a report was surely published more than a year after a forecast."""
    first, last = b.published[0], a.published[1]
    return bool(first and last and first - last > _FAR)


def _groups(pairs: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the numbers that pairs tie together, sorted."""
    numbers = sorted({n for pair in pairs for n in pair})
    position = {n: at for at, n in enumerate(numbers)}
    for group in components(len(numbers), [(position[a], position[b]) for a, b in pairs]):
        yield [numbers[at] for at in group]


def _row(told: Told, said: str) -> Claim:
    return replace(told.hope if told.hope and said == "hoped for" else told.row, value=said)


def _told(story: Story, account: Account) -> Told:
    """Return what is said of an event, without the words around, with the rows for it."""
    bare = account.event._replace(sentence=account.event.sentence._replace(tokens=()))
    hope = _passage(story, account, "hoped for") if account.hoped else None
    return Told(account._replace(event=bare), _passage(story, account, ""), hope)


def _passage(story: Story, account: Account, said: str) -> Claim:
    s, (start, end) = account.event.sentence, account.passage(said)
    document, table = story.documents[s.document], story.tables[s.document]
    rows = [row for row in table.get("sentences", ()) if row.start <= start and end <= row.end]
    own = claim_sentences(document, {"sentences": rows[:1]})
    topic = topic_phrase([Place(document.text, own[0], start, end)], {}) if own else ""
    return Claim(
        **vouched(document, table, start, end, s), story_id="", claim_id="", topic=topic, value="",
        verdict="confirmed", confidence=_SURE,
    )  # fmt: skip


def _may_tell(text: str) -> bool:
    """Say whether a text has a word for an event that can be counted: most texts need no closer look."""
    nouns = "|".join(sorted(map(re.escape, {*lexicon()["counted"], *lexicon()["announced"]})))
    return re.search(rf"\b(?:{nouns})\b", text, re.I) is not None
