"""Who acts and who is acted on, where two sentences share the predicate and have them the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.words import fold, lexicon, sounds
from corpuslib.lexicon import rows

__all__ = ["Exchange", "crossed", "exchanged_roles", "kinds_of_names"]

_LEFT, _RIGHT = 6, 4  # telling words before and after a predicate among which its parties are looked for
_COMMON = 10  # sentences of a story that may have a predicate before it tells no event apart
# "the Kelmers’ plan", "the plan of the Kelm delegation"
_OWNED = re.compile(r"\b(?P<owner>[A-Z][\w-]{2,25}?)s?[’'](?:s\s|\s)(?P<thing>[a-z]{4,20})\b")
_OWNED_BY = re.compile(r"\b(?P<thing>[A-Za-z]{4,20})\sof\sthe\s(?P<owner>[\w-]{3,25})\b")
_KIND = re.compile(r"\b([a-z]{3,20}),?\s(?:the\s)?([A-Z][\w’'-]{2,25})\b")
_CLAUSE = re.compile(r"[;:()–—]|\.\s|\band\sthat\b")
_NARROW = re.compile(r"[,;:()–—]|\.\s|\b(?:that|who|which|when|because|while|after|before)\b")
_PAST = re.compile(r"\b[a-z]{2,20}ed\b")
_BY = re.compile(r"\s(?:\w{1,20}\s){0,2}by\b")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are)\s(?:\w+\s)?$")


class Exchange(NamedTuple):
    """What the first and the second of two sentences say, and what they have the other way round."""

    first: str
    second: str
    reason: str


def exchanged_roles(story: Story, kinds: Mapping[str, str]) -> Iterator[Found]:
    """Yield sentences of two voices that share a rare act and have its parties the other way round."""
    having: dict[str, list[int]] = {}
    for i, s in enumerate(story.plain):
        for key in sorted(_acts(story, s)):
            having.setdefault(key, []).append(i)
    for _, members in sorted(having.items()):
        for i, j in combinations(members, 2) if len({story.text(story.plain[n]) for n in members}) <= _COMMON else ():
            exchange = _crossed_at(story, i, j, kinds, strict=True) if story.apart(i, j) else None
            if exchange:
                versions = (story.version(i, exchange.first), story.version(j, exchange.second))
                yield Found("conflict", versions, 0.6, exchange.reason)


def _acts(story: Story, s: Telling) -> dict[str, list[Token]]:
    """Return the past forms in a sentence by what their inflections share."""
    found: dict[str, list[Token]] = {}
    for match in _PAST.finditer(story.text(s)):
        key = fold(match.group())[:-2]
        found.setdefault(key, []).append(Token(key, s.start + match.start(), s.start + match.end(), match.group()))
    return found


def crossed(story: Story, i: int, j: int) -> Exchange | None:
    """Return what two renderings of a sentence have the other way round; None if nothing."""
    return _crossed_at(story, i, j, {}, strict=False)


def exchanged_owner(story: Story, i: int, j: int) -> Exchange | None:
    """Return what two renderings give to other owners, who stand in both of them; None if nothing."""
    x, y = (_owned(story.text(story.plain[n])) for n in (i, j))
    for thing in sorted(x.keys() & y.keys()):
        first, second = x[thing], y[thing]
        if not _akin(first, second) and _named_in(story, j, first) and _named_in(story, i, second):
            return Exchange(f"{first}: {thing}", f"{second}: {thing}", f"whose {thing} it is")
    return None


def _owned(text: str) -> dict[str, str]:
    return {fold(m["thing"]): m["owner"] for pattern in (_OWNED, _OWNED_BY) for m in pattern.finditer(text)}


def _akin(a: str, b: str) -> bool:
    """Say whether two names can be of one place: Kelm, the Kelmish."""
    a, b = sounds(fold(a)), sounds(fold(b))
    return a.startswith(b) or b.startswith(a)


def _named_in(story: Story, i: int, name: str) -> bool:
    return any(_akin(t.text, name) for t in story.plain[i].tokens if t.text[0].isupper())


def kinds_of_names(story: Story) -> dict[str, str]:
    """Return what kind of thing a name names where the story says so: the ship, the Yastrel."""
    found: dict[str, str] = {}
    for s in story.plain:
        keys = {t.text: t.key for t in s.tokens}
        for match in _KIND.finditer(story.text(s)):
            noun, name = match.groups()
            if noun in keys and keys.get(name, "").startswith("name "):
                found.setdefault(keys[name], keys[noun])
    return found


def _crossed_at(story: Story, i: int, j: int, kinds: Mapping[str, str], *, strict: bool) -> Exchange | None:
    x, y = story.plain[i], story.plain[j]
    acts = _acts(story, x), _acts(story, y)
    for key in sorted(acts[0].keys() & acts[1].keys()):
        if key[:5] in lexicon()["symmetric"] or (strict and key[:4] in _returned()):
            continue
        for first, second in product(acts[0][key], acts[1][key]):
            clause = _NARROW if strict else _CLAUSE
            (left_x, right_x), (left_y, right_y) = (
                _parties(story, s, at, kinds, clause) for s, at in ((x, first), (y, second))
            )
            moved = (left_x & right_y) - right_x - left_y
            back = (right_x & left_y) - left_x - right_y
            if moved and back:
                one, other = (_shown(x, key_set, kinds) for key_set in (moved, back))
                reason = f"who acts and who is acted on change places at “{first.text}”"
                return Exchange(f"{one} {first.text} {other}", f"{other} {first.text} {one}", reason)
    return None


def _shown(s: Telling, keys: set[str], kinds: Mapping[str, str]) -> str:
    return next(t.text for t in s.tokens if kinds.get(t.key, t.key) in keys)


def _parties(
    story: Story, s: Telling, at: Token, kinds: Mapping[str, str], clause: re.Pattern[str]
) -> tuple[set[str], set[str]]:
    """Return the keys of who stands before and after a word in its clause; a passive turns them round."""
    text = story.documents[s.document].text
    left = [t for t in s.tokens if t.end <= at.start and not clause.search(text, t.end, at.start)][-_LEFT:]
    right = [t for t in s.tokens if t.start >= at.end and not clause.search(text, at.end, t.start)][:_RIGHT]
    before, after = text[max(s.start, at.start - 16) : at.start], text[at.end : min(s.end, at.end + 30)]
    if _PASSIVE.search(before) and _BY.match(after):
        left, right = right, left
    return _actors(left, kinds), _actors(right, kinds)


def _actors(tokens: Sequence[Token], kinds: Mapping[str, str]) -> set[str]:
    return {kinds.get(t.key, t.key) for t in tokens if not t.key.startswith(("#", "@"))}


@cache
def _returned() -> frozenset[str]:
    """Return beginnings of words of speech and of acts that are often answered in kind."""
    listed = [(table, row) for table in ("agency.tsv", "cues.tsv") for row in rows(table)]
    return frozenset(
        form[:4]
        for _, row in listed
        for form in (fold(row["lemma"]), *map(fold, (row["forms"] or "").split(",")))
        if form
    )
