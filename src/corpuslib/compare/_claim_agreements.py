"""Agreements: sentences of two voices that state the same, with no value or denial to compare."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._telling import stretch
from corpuslib.compare.detectors import bounds, calendar, calendar_parts, numbers
from corpuslib.compare.passages import Passage
from corpuslib.compare.polarity import negation, polarity
from corpuslib.compare.statements import group_statements
from corpuslib.compare.voices import components

__all__ = ["agreements"]

_SURE = 0.6
_KEYS = 4  # telling words, names and numbers that say enough to be a statement: fewer may be a thing
_COVERED, _DENSE = 0.8, 0.6  # of the core, and of the telling words of the stretch
_SHOWN = 6  # words of a value
_SAID = 3  # of them, neither names nor days
_AGAINST = (numbers, bounds, calendar, calendar_parts, negation, polarity)


def agreements(story: Story, taken: Collection[tuple[int, int]]) -> Iterator[Found]:
    """Yield what sentences of two voices state alike; `taken` are places, by document and start, already in a claim.

    The value are the words that the first of them shares with the others.
    """
    voice = _voices(story)
    for statement in group_statements(story.plain, voice):
        said = [key for key in statement.core if not key.startswith(("name ", "@"))]
        if len(statement.core) < _KEYS or len(said) < _SAID:
            continue
        free = [i for i in sorted(statement.members) if not _taken(story, i, taken) and _says(story, i, statement.core)]
        if not free:
            continue
        spans = [stretch(story.sentences[i], statement.core) for i in free]
        texts = [
            story.documents[story.sentences[i].document].text[span.slice] for i, span in zip(free, spans, strict=True)
        ]
        alike = [n for n, text in enumerate(texts) if not _differs(texts[0], text)]
        if len({voice[story.sentences[free[n]].document] for n in alike}) > 1:
            value = _value(story, free[0], statement.core)
            places = ((story.sentences[free[n]].document, spans[n]) for n in alike)
            versions = tuple(Version(document, span.start, span.end, value) for document, span in places)
            yield Found("agree", versions, _SURE, "the same stated in like words")


def _says(story: Story, i: int, core: Collection[str]) -> bool:
    """Say whether a sentence has nearly all of a core, and little else between."""
    s = story.sentences[i]
    span = stretch(s, core)
    inside = [t.key for t in s.tokens if span.start <= t.start and t.end <= span.end]
    own = {key for key in inside if key in core}
    return len(own) >= _COVERED * len(core) and sum(key in core for key in inside) >= _DENSE * len(inside)


def _taken(story: Story, i: int, taken: Collection[tuple[int, int]]) -> bool:
    s = story.sentences[i]
    return any(document == s.document and s.start <= at < s.end for document, at in taken)


def _value(story: Story, i: int, core: Collection[str]) -> str:
    """Return the first words of a sentence that are in the core."""
    shown: dict[str, str] = {}
    for token in story.sentences[i].tokens:
        if token.key in core:
            shown.setdefault(token.key, token.text)
    return " ".join([*shown.values()][:_SHOWN])


def _differs(first: str, other: str) -> bool:
    """Say whether a number, a day or a denial stands against agreement."""
    a, b = Passage(first), Passage(other)
    return any(finding for detector in _AGAINST for finding in detector(a, b))


def _voices(story: Story) -> list[int]:
    voice = [0] * len(story.documents)
    for n, group in enumerate(components(len(story.documents), story.one_voice)):
        for document in group:
            voice[document] = n
    return voice
