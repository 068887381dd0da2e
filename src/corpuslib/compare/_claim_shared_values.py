"""Values that two voices have in common: a rare number, or a day of one event, in sentences about one thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.passages import Passage
from corpuslib.compare.tenses import verb_groups
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold
from corpuslib.text import Span

__all__ = ["shared_values"]

# Set by hand, weights in thousandths: what sentences must share, the value with it, to state it of one thing.
_NUMBER, _DAY, _SHARE = 9000, 12000, 14000
_NAMED_DAY = 8500  # a day, the rarest name with it, and what is said of it
_SAID = 3500  # and of that, what is neither a name nor a value
_YEARS = 1800, 2100  # a year alone is of too many things
_SOME_DAY = "@XXXX-XX-XX"  # “today”, where nobody knows when that was
_MOST = 12  # sentences that may have a value before it is of too many things
_EXACT = 3  # digits of a number, without noughts at its end, that hardly comes up twice by chance
_NEAR = 8  # telling words on either side of a value that tell what it is of
_PERCENT = re.compile(r"(?:\s|-)?(?:per\s?cent|%|percentage|points?)")


def shared_values(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield the values that sentences of two voices have beside the same words.

    Values that are in one of the `claims` already are left out. The rarer the value, the less else must be shared;
    shares in per cent, which every poll has, need most.
    """
    whole = {(s.document, s.start, s.end) for s in story.sentences}
    used: dict[int, set[tuple[int, int]]] = {}
    for document, start, end in {v[:3] for claim in claims for v in claim.versions} - whole:
        used.setdefault(document, set()).add((start, end))
    # What is counted belongs to the key of a small number; that two voices speak of two leaders is no statement.
    for key in sorted(k for k in story.postings if k.startswith(("#", "@")) and " " not in k and k != _SOME_DAY):
        members = [
            i
            for i in story.postings[key]
            if not _known(story.sentences[i], key, used) and not _in_word(story, story.sentences[i], key)
        ]
        if len({story.text(story.sentences[i]) for i in members}) > _MOST:
            continue
        links = [
            (a, b)
            for a, b in combinations(range(len(members)), 2)
            if story.apart(members[a], members[b]) and _one_thing(story, members[a], members[b], key)
        ]
        for group in components(len(members), links):
            if len(group) > 1:
                versions = tuple(_versions(story, [members[n] for n in group], key))
                for v in versions:
                    used.setdefault(v.document, set()).add((v.start, v.end))
                yield Found("agree", versions, 0.7, "the same value beside the same words")


def _known(s: Telling, key: str, used: Mapping[int, Collection[tuple[int, int]]]) -> bool:
    at = _token(s, key).start
    return any(start <= at < end for start, end in used.get(s.document, ()))


def _in_word(story: Story, s: Telling, key: str) -> bool:
    """Say whether a value is part of a longer token, as in an address of the web."""
    token, text = _token(s, key), story.documents[s.document].text
    return text[max(s.start, token.start - 1) : token.start].isalnum()


def _one_thing(story: Story, i: int, j: int, key: str) -> bool:
    """Say whether two sentences that have a value state it of one thing."""
    near = [_near(story, story.sentences[n], key) for n in (i, j)]
    shared = near[0] & near[1]
    percent = any(_percent(story, n, key) for n in (i, j))
    if key[1:].isdigit() and _YEARS[0] <= int(key[1:]) < _YEARS[1]:
        return False
    if _exact(key) and not percent:
        return True
    said = [story.weights[k] for k in shared if not k.startswith(("name ", "@"))]
    whole = story.weights[key] + sum(story.weights[k] for k in shared)
    if key.startswith("@"):
        if _of_others(story, i, j, key):
            return False
        named = max((story.weights[k] for k in shared if k.startswith("name ")), default=0)
        of_someone = named and story.weights[key] + sum(said) + named >= _NAMED_DAY
        return (len(said) > 1 and whole >= _DAY and bool(named)) or bool(said and of_someone)
    return sum(said) >= _SAID and whole >= (_SHARE if percent else _NUMBER)


def _of_others(story: Story, i: int, j: int, key: str) -> bool:
    """Say whether each clause of a day tells what somebody did, and one of these is not in the other sentence."""
    doing = [_subject(story, story.sentences[n], key) for n in (i, j)]
    return all(doing) and not (doing[0] in story.keys[j] and doing[1] in story.keys[i])


def _subject(story: Story, s: Telling, key: str) -> str:
    """Return the key of the name right before the first finite verb in the clause of a value; empty if none is."""
    start, at = _clause(story, s, key).start, _token(s, key).start
    verbs = [
        s.start + g.span.start for g in verb_groups(Passage(story.text(s))) if start <= s.start + g.span.start < at
    ]
    return next((t.key for t in s.tokens if t.name and verbs and start <= t.start and t.end + 1 == verbs[0]), "")


def _exact(key: str) -> bool:
    """Say whether a number is too exact for two things to have it by chance: 118 or 48,720, not 500 or 1.5."""
    digits = key[1:]
    return key.startswith("#") and digits.isdigit() and len(digits.rstrip("0")) >= _EXACT


def _percent(story: Story, i: int, key: str) -> bool:
    s = story.sentences[i]
    return bool(_PERCENT.match(story.text(s), _token(s, key).end - s.start))


def _near(story: Story, s: Telling, key: str) -> frozenset[str]:
    """Return the keys of what stands near a value in a sentence, of a day in its clause, without it."""
    at = next(n for n, t in enumerate(s.tokens) if t.key == key)
    near = s.tokens[max(0, at - _NEAR) : at + _NEAR + 1]
    if key.startswith("@"):
        first, last = _clause(story, s, key)
        near = tuple(t for t in near if first <= t.start and t.end <= last)
    return frozenset(t.key for t in near) - {key}


def _clause(story: Story, s: Telling, key: str) -> Span:
    t = _token(s, key)
    return clause_around(story.documents[s.document].text, Span(t.start, t.end), Span(s.start, s.end))


def _token(s: Telling, key: str) -> Token:
    return next(t for t in s.tokens if t.key == key)


def _versions(story: Story, members: Sequence[int], key: str) -> Iterator[Version]:
    """Yield the places of a value, with what it counts if that is one word in all of them."""
    units = [_unit(story.sentences[i], key) for i in members]
    counted = key.startswith("#") and len({unit and unit.key for unit in units}) == 1
    for i, unit in zip(members, units, strict=True):
        s, token = story.sentences[i], _token(story.sentences[i], key)
        value = key[1:] if key.startswith("@") else f"{Decimal(key[1:].rstrip('.')):f}"
        if _percent(story, i, key):
            value += " %"
        elif counted and unit:
            yield Version(s.document, token.start, unit.end, f"{value} {fold(unit.text)}")
            continue
        yield Version(s.document, token.start, token.end, value)


def _unit(s: Telling, key: str) -> Token | None:
    """Return the telling word right after a value."""
    end = _token(s, key).end
    return next((t for t in s.tokens if t.start == end + 1 and not t.name), None)
