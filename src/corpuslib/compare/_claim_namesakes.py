"""Two people of one family name, of whom different documents speak: a reader can take one for the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._telling import Token
from corpuslib.compare.words import fold
from corpuslib.lexicon import rows

__all__ = ["namesakes"]

_SURE = 0.6
_MOST = 5  # documents that are shown of each person
_POSSESSIVE = ("’s", "'s")


class _Person(NamedTuple):
    """A family name and a first name, in small letters: names that only sound alike are other ones."""

    family: str
    first: str


def namesakes(story: Story) -> Iterator[Found]:
    """Yield two people of one family name whom documents of two voices name, each only one of them.

    They are two where some document names both, or one name is given to women and the other to men; and a reader can
    take one for the other where one of the documents has the family name also by itself.
    """
    named, bare = _named(story)
    people: dict[str, list[_Person]] = {}
    for person in named:
        people.setdefault(person.family, []).append(person)
    for family in sorted(people):
        for a, b in combinations(sorted(people[family]), 2):
            both = named[a].keys() & named[b].keys()
            mine, other = (sorted(named[p].keys() - both) for p in (a, b))
            alone = any((n, family) in bare for n in (*mine, *other))
            if not alone or not any(story.far(x, y) for x in mine for y in other):
                continue
            if both or {_first_names()[a.first], _first_names()[b.first]} == {"f", "m"}:
                versions = [named[p][n] for p, own in ((a, mine), (b, other)) for n in own[:_MOST]]
                yield Found("compatible", tuple(sorted(versions)), _SURE, "two people of one family name")


def _named(story: Story) -> tuple[dict[_Person, dict[int, Version]], set[tuple[int, str]]]:
    """Return the first place of each person by document, and the documents that have a family name by itself."""
    named: dict[_Person, dict[int, Version]] = {}
    bare: set[tuple[int, str]] = set()
    for s in story.plain:
        for name in _names(s.tokens):
            if len(name) == 1:
                bare.add((s.document, _family(name[0])))
            elif len(name) == 2 and fold(name[0].text) in _first_names():
                first, last = name
                end = last.start + len(_bare(last.text))
                version = Version(s.document, first.start, end, f"{first.text} {_bare(last.text)}")
                named.setdefault(_Person(_family(last), fold(first.text)), {}).setdefault(s.document, version)
    return named, bare


def _names(tokens: tuple[Token, ...]) -> Iterator[list[Token]]:
    """Yield the names of a sentence, each with its words; a first name that opens a sentence is one of them."""
    run: list[Token] = []
    for t in tokens:
        if run and (t.start - run[-1].end != 1 or not t.name):
            if run[-1].name:
                yield run
            run = []
        if t.name or (t.text[0].isupper() and fold(t.text) in _first_names()):
            run.append(t)
    if run and run[-1].name:
        yield run


def _family(token: Token) -> str:
    return fold(_bare(token.text))


def _bare(written: str) -> str:
    return written[:-2] if written.endswith(_POSSESSIVE) else written


@cache
def _first_names() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in rows("first_names.tsv")}
