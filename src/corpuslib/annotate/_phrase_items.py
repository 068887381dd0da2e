"""A mention as the words and the places it is made of: what grouping mentions reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from corpuslib.annotate._grammar import word_list
from corpuslib.lexicon import rows

__all__ = [
    "Item", "Place", "compass_places", "fold_name", "function_words", "head_end", "is_initial", "items",
    "known_words", "place_names",
]  # fmt: skip

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,8}|[^\W_]+(?:[-‐‑'’][^\W_]+)*\.?|[,;:()]")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST = 60
"""Tokens of a mention that are read: what is longer is a passage, not a mention."""


class Place(NamedTuple):
    """A state that a word means, and how: by its name, its people, its capital or a body of it."""

    country: str
    by: str


class Item(NamedTuple):
    """A word, or several that name one place; `text` without a possessive, offsets with it."""

    text: str
    possessive: bool = False
    place: Place | None = None
    start: int = 0
    end: int = 0

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


@cache
def place_names() -> Mapping[tuple[str, ...], Place]:
    """Return what each name in countries.tsv means, by its words as they are written."""
    names: dict[tuple[str, ...], Place] = {}
    for row in rows("countries.tsv"):
        cells = {"name": row["name"] + "|" + row["aliases"], "people": row["demonyms"]}
        for by, cell in (cells | {"seat": row["seats"], "body": row["bodies"]}).items():
            for name in filter(None, cell.split("|")):
                place = Place(row["name"], by)
                for written in (name, _plural(name)) if by == "people" else (name,):
                    names.setdefault(tuple(written.split()), place)
    return names


def _plural(demonym: str) -> str:
    return demonym if demonym.endswith(("s", "sh", "ch", "ese", "ss")) else demonym + "s"


@cache
def compass_places() -> Mapping[str, tuple[str, ...]]:
    """Return the states that "the North" can mean, by the word: those whose name begins with it."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(row["name"] for row in rows("countries.tsv")):
        first, _, rest = name.partition(" ")
        if rest and first in {"North", "South", "East", "West"}:
            found[first] = (*found.get(first, ()), name)
    return found


@cache
def function_words() -> frozenset[str]:
    """Return words that say nothing about what a mention means, lower case."""
    lists = ("auxiliaries", "adverbs", "be", "clause_links", "prepositions", "pronouns", "subordinators")
    english = next(row["words"] for row in rows("function_words.tsv") if row["language"] == "en")
    return frozenset(english.split()) | {word for name in lists for word in word_list(name)}


@cache
def mention_words(role: str) -> frozenset[str]:
    """Return the words of mention_words.tsv with a role: body, link or state."""
    return frozenset(row["word"] for row in rows("mention_words.tsv") if row["role"] == role)


@cache
def known_words() -> frozenset[str]:
    """Return common words that may be written with a capital and name nobody, lower case."""
    listed = {part for row in rows("labels.tsv") for part in row["label"].split()}
    listed |= {word for row in rows("synonyms.tsv") for word in row["words"].split()}
    return frozenset(listed | function_words() | word_list("days"))


def items(text: str, longest: int | None = _LONGEST) -> list[Item]:
    """Return the words of a text, at most its first `longest`, those of a place name as one.

    >>> [(i.text, i.place and i.place.country) for i in items("North Korea's leader")]
    [('North Korea', 'North Korea'), ('leader', None)]
    """
    tokens = list(islice(_TOKEN.finditer(text), longest))
    words = [_bare(token.group()) for token in tokens]
    found: list[Item] = []
    i = 0
    while i < len(tokens):
        place, length = _place_at(words, i)
        last = i + length - 1
        owner = _POSSESSIVE.search(tokens[last].group()) is not None
        found.append(Item(" ".join(words[i : i + length]), owner, place, tokens[i].start(), tokens[last].end()))
        i += length
    return found


def _bare(token: str) -> str:
    token = _POSSESSIVE.sub("", token)
    return token if token.count(".") != 1 else token.removesuffix(".")


@cache
def _longest_place() -> Mapping[str, int]:
    """Return how many words the longest place name has that begins with a word."""
    longest: dict[str, int] = {}
    for name in place_names():
        longest[name[0]] = max(len(name), longest.get(name[0], 0))
    return longest


def _place_at(words: Sequence[str], i: int) -> tuple[Place | None, int]:
    for length in range(min(_longest_place().get(words[i], 0), len(words) - i), 0, -1):
        place = place_names().get(tuple(words[i : i + length]))
        if place is not None:
            return place, length
    return None, 1


def fold_name(name: Iterable[str]) -> tuple[str, ...]:
    """Return the words by which two spellings of a name are one: lower case, hyphens parted, no initials.

    >>> fold_name(["Robert", "S", "Mueller"]), fold_name(["Moon", "Jae-in"])
    (('robert', 'mueller'), ('moon', 'jae', 'in'))
    """
    words = [part for word in name for part in re.split(r"[-‐‑]", word.lower()) if len(part.strip(".")) > 1]
    return tuple(words)


def is_initial(item: Item) -> bool:
    """Whether a word is the initial of a name."""
    return item.capital and len(item.text.rstrip(".")) == 1


_BREAKS = frozenset([*",;:()", "who", "whom", "whose", "which", "that"])


def head_end(phrase: Sequence[Item]) -> int:
    """Return how many items the noun phrase has that opens a mention: it ends at a preposition, mark or clause."""
    for i, item in enumerate(phrase[1:], 1):
        if not item.place and (item.lower in _BREAKS or item.lower in mention_words("link")):
            return i
    return len(phrase)
