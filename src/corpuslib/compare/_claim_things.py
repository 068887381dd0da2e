"""What a thing is called: by its kind in one document, more closely in another; whether one leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Verdict, Version
from corpuslib.compare._telling import common_words
from corpuslib.compare.words import fold, function_words
from corpuslib.lexicon import rows

__all__ = ["things_named_otherwise"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_MODIFIERS = 2  # words before the noun that two phrases must have in common to name one thing
_SHARED = 60  # things that may have a word before it tells none apart
_PHRASE = 4  # words before a noun that can belong to its phrase
_OPEN = re.compile(
    r"\b(?:(?:did|does|do|would)\snot\s(?:say|specify|disclose|reveal|make\sclear)|(?:is|was|remained)\s(?:not\sclear|unclear"
    r"|not\sknown|unknown))[^.;]{0,40}\bwhether\s(?:it|they|the\s\w+)\s(?:is|was|were|are|had\sbeen)\s(?:an?\s)?([a-z-]+)"
)


class _Thing(NamedTuple):
    sentence: int
    start: int
    end: int
    noun: str
    modifiers: frozenset[str]


def things_named_otherwise(story: Story) -> Iterator[Found]:
    """Yield phrases of two voices that name one thing, by its kind in one of them and more closely in the other.

    Where the document with the wider word says that it is not known whether the thing is what the other calls it,
    they conflict: one leaves open what the other states.
    """
    groups: dict[tuple[str, str], dict[_Thing, None]] = {}
    things = [thing for i in range(len(story.sentences)) for thing in _things(story, i)]
    by_modifier: dict[str, list[int]] = {}
    for n, thing in enumerate(things):
        for word in sorted(thing.modifiers):
            by_modifier.setdefault(word, []).append(n)
    pairs = {
        (a, b)
        for having in by_modifier.values()
        if len(having) <= _SHARED
        for k, a in enumerate(having)
        for b in having[k + 1 :]
    }
    for a, b in sorted(pairs):
        x, y = things[a], things[b]
        if story.apart(x.sentence, y.sentence) and len(x.modifiers & y.modifiers) >= _MODIFIERS:
            wide, narrow = (x, y) if y.noun in _kinds().get(x.noun, ()) else (y, x)
            if narrow.noun in _kinds().get(wide.noun, ()):
                groups.setdefault((wide.noun, narrow.noun), {}).update({wide: None, narrow: None})
    for (wide_noun, narrow_noun), members in sorted(groups.items()):
        yield _found(story, wide_noun, narrow_noun, sorted(members))


def _found(story: Story, wide: str, narrow: str, members: list[_Thing]) -> Found:
    versions = [Version(story.sentences[t.sentence].document, t.start, t.end, t.noun) for t in members]
    telling = {v.document for v in versions if v.value == wide}
    left_open = [v for v in _left_open(story, narrow) if v.document in telling]
    verdict: Verdict = "conflict" if left_open else "specificity"
    why = (
        f"one leaves open whether it was a {narrow}"
        if left_open
        else f"a {narrow} is a {wide}: one says it more closely"
    )
    return Found(verdict, tuple(sorted([*versions, *left_open])), 0.75, why)


def _left_open(story: Story, noun: str) -> Iterator[Version]:
    for s in story.sentences:
        for match in _OPEN.finditer(story.text(s)):
            if _singular(match.group(1)) == noun:
                yield Version(s.document, s.start + match.start(), s.start + match.end(), f"not said whether {noun}")


def _things(story: Story, i: int) -> Iterator[_Thing]:
    """Yield the phrases of a sentence that end in a noun whose kind, or things, are known."""
    s = story.sentences[i]
    text = story.text(s)
    found = list(_WORD.finditer(text))
    for n, match in enumerate(found):
        noun = _known_noun(match.group())
        if not noun:
            continue
        first = n
        while first and n - first < _PHRASE and _joins(text, found[first - 1], found[first]):
            first -= 1
        if text[found[first].start() : found[first].end()] == "of":
            first += 1
        # A name ("White House") and what goes with everything ("former top") pick out no thing.
        own = frozenset(fold(m.group()) for m in found[first:n] if m.group().islower()) - common_words()
        if len(own) >= _MODIFIERS:
            yield _Thing(i, s.start + found[first].start(), s.start + match.end(), noun, own)


@lru_cache(maxsize=16384)
def _known_noun(word: str) -> str:
    """Return the noun that a word is, if its kind, or things, are known; "" otherwise."""
    noun = _singular(fold(word))
    return noun if noun in _known() else ""


def _joins(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    """Say whether a word belongs to a phrase that goes on with the next one: also in "type of missile"."""
    if text[before.end() : word.start()] != " ":
        return False
    return before.group() == "of" or fold(before.group()) not in function_words()


def _singular(noun: str) -> str:
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Return the things of each kind, with what is a thing of these."""
    direct = {row["kind"]: frozenset(row["things"].split()) for row in rows("kinds_of_things.tsv")}
    return {kind: things.union(*(direct.get(t, frozenset()) for t in things)) for kind, things in direct.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(_kinds()).union(*_kinds().values())
