"""Agreements: sentences of two voices that state the same, with no value or denial to compare."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._telling import Telling, stretch
from corpuslib.compare.detectors import bounds, calendar, calendar_parts, numbers
from corpuslib.compare.passages import Passage
from corpuslib.compare.polarity import negation, polarity
from corpuslib.compare.statements import group_statements
from corpuslib.compare.voices import components

__all__ = ["agreements"]

_SURE = 0.6
_KEYS = 4  # telling words, names and numbers that say enough to be a statement: fewer may be a thing
_COVERED, _DENSE = 0.7, 0.6  # of the core, and of the telling words of the stretch
_SHOWN = 6  # words of a value
_SAID = 3  # of them, neither names nor days
_AGAINST = (numbers, bounds, calendar, calendar_parts, negation, polarity)


def agreements(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what sentences of two voices state alike, where none of the `claims` is about the same words.

    The value are the words that the first of them shares with the others.
    """
    taken = {v[:3] for claim in claims for v in claim.versions}
    voice = _voices(story)
    for statement in group_statements(story.plain, voice):
        said = [key for key in statement.core if not key.startswith(("name ", "@"))]
        if len(statement.core) < _KEYS or len(said) < _SAID:
            continue
        saying = [i for i in sorted(statement.members) if _says(story, i, statement.core)]
        free = [i for i in saying if not _taken(story.sentences[i], statement.core, taken)]
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


def _taken(s: Telling, core: Collection[str], taken: Collection[tuple[int, int, int]]) -> bool:
    """Say whether a claim is about words of a sentence that are in the core, or about the sentence."""
    span = stretch(s, core)
    own = [(start, end) for document, start, end in taken if document == s.document]
    return any(span.start <= start < span.end or (start, end) == (s.start, s.end) for start, end in own)


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
