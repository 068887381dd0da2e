"""Parts of a deed: who does it, to whom or what, where and where to, each as a phrase that can be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from corpuslib.compare._role_phrases import Phrase, Reading
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.words import fold, lexicon, same_name, stem
from corpuslib.lexicon import names_of, rows
from corpuslib.text import Span

__all__ = ["Part", "excludes", "part_of", "same_part"]

_PERSONS = ("person", "official", "expert", "witness", "spokesperson", "diplomat")
_DEFINITE = ("the", "this", "that", "these", "those", "his", "her", "its", "their")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "last", "next", "new", "old", "other", "another")
_FULL = 2  # a given name and a family name


class Part(NamedTuple):
    """A phrase: its place in the passage, its names, its nouns, the names of what it belongs to.

    `common` are its words that are no names, the noun last; `counted` are its numbers and ordinals. `definite` is
    whether it can only be one thing, `joined` whether it names several, `article` whether a name has one.
    """

    span: Span
    names: tuple[str, ...]
    common: tuple[str, ...]
    of: tuple[str, ...]
    counted: frozenset[str]
    definite: bool
    joined: bool
    article: bool

    @property
    def head(self) -> str:
        """The noun, empty if there is none."""
        return self.common[-1] if self.common else ""

    @property
    def named(self) -> bool:
        """Whether the phrase is a name, with or without a noun before it."""
        return bool(self.names)


def part_of(reading: Reading, phrase: Phrase, known: Collection[str] = ()) -> Part | None:
    """Return a phrase as a part; None if it is empty. `known` are names that can open a sentence.

    >>> from corpuslib.compare.passages import Passage
    >>> reading = Reading(Passage("The captain of the Astrid met Ana Kelm."))
    >>> one, other = part_of(reading, reading.after(0)[0]), part_of(reading, reading.after(6)[0])
    >>> one.head, one.of, one.definite, other.names
    ('captain', ('astrid',), True, ('ana', 'kelm'))
    """
    if not phrase.words:
        return None
    places = sorted(phrase.words)
    first = places[0]
    while first > 0 and not reading.ends(first - 1) and _belongs(reading, first - 1):
        first -= 1
    span = Span(reading.words[first].start, _end(reading, places[-1]))
    inside = range(first, places[-1] + 1)
    behind = next((k for k in inside if reading.form(k) == "of"), places[-1] + 1)
    main = [k for k in places if k < behind]
    owner = max((k for k in main if reading.owns(k)), default=-1)
    named = {k for k in places if _is_named(reading, k, known)}
    if main[:1] == [0] and len(named.intersection(main)) > _FULL:
        named.discard(0)  # “Banker Ana Kelm”, where a sentence opens
    names = tuple(_plain(reading, k) for k in main if k > owner and k in named)
    common = [reading.words[k].form for k in main if k > owner and k not in named]
    of = tuple(_plain(reading, k) for k in places if (k <= owner or k > behind) and k in named)
    if names and main[-1] not in named:
        # “the Kelm works”: a name that says which, before a noun that says what.
        of, names = (*names, *of), ()
    counted = frozenset(
        reading.words[k].form for k in inside if reading.words[k].number or reading.words[k].form in _ORDINALS
    )
    opening = reading.words[first].form
    definite = opening in (*_DEFINITE, "he", "she", "it") or owner >= 0 or bool(names)
    joined = (
        any(reading.form(k) == "and" for k in range(first, places[-1] + 1)) or reading.form(places[-1] + 1) == "and"
    )
    return Part(span, names, tuple(common), of, counted, definite, joined, opening == "the")


def _belongs(reading: Reading, k: int) -> bool:
    return reading.is_determiner(k) or reading.words[k].number or reading.words[k].form in _ORDINALS


def _end(reading: Reading, k: int) -> int:
    word = reading.words[k]
    return word.end - 2 if word.text.endswith(("’s", "'s")) else word.end


def _is_named(reading: Reading, k: int, known: Collection[str]) -> bool:
    opens = k == 0 and _plain(reading, k) in known
    return (
        (reading.is_name(k) or opens)
        and len(reading.words[k].form) > 1
        and not (_is_title(reading, k) and reading.is_name(k + 1))
    )


def _is_title(reading: Reading, k: int) -> bool:
    form = reading.words[k].form
    return form in lexicon()["titles"] or form in _roles()


def _plain(reading: Reading, k: int) -> str:
    return fold(reading.words[k].text.removesuffix("’s").removesuffix("'s"))


def same_part(x: Part, y: Part, called: Mapping[str, Collection[str]] | None = None) -> bool:
    """Say whether two phrases can mean one thing, and each only one: what one has besides says which thing it is.

    `called` holds nouns that stand with a name, by its words.
    """
    if not (x.definite and y.definite) or x.counted != y.counted or x.joined != y.joined:
        return False
    if x.of and y.of and not _meet(x.of, y.of):
        return False
    if x.named and y.named:
        return _meet(x.names, y.names)
    if x.named or y.named:
        name, noun = (x, y) if x.named else (y, x)
        nouns = [*name.common, *(form for word in name.names for form in (called or {}).get(word, ()))]
        return not noun.of and any(_alike(noun.head, form) for form in nouns)
    return _alike(x.head, y.head) and (_within(x.common, y.common) or _within(y.common, x.common))


def _within(some: Collection[str], others: Collection[str]) -> bool:
    return all(any(_alike(a, b) for b in others) for a in some)


def _alike(a: str, b: str) -> bool:
    return bool(a and b) and (stem(a) == stem(b) or not set(groups_of(a)).isdisjoint(groups_of(b)))


def _meet(some: Collection[str], others: Collection[str]) -> bool:
    return any(same_name(a, b) for a, b in product(some, others))


def excludes(x: Part, y: Part) -> bool:
    """Say whether two phrases cannot mean one: two names of one kind, things of one list, or one office of two bodies.

    >>> from corpuslib.compare.passages import Passage
    >>> def part(text): return part_of(Reading(Passage(text)), Reading(Passage(text)).after(0)[0])
    >>> excludes(part("the captain of the Astrid."), part("the captain of the Boreas."))
    True
    >>> excludes(part("a short circuit."), part("a gas leak.")), excludes(part("a driver."), part("a man."))
    (True, False)
    """
    if x.joined or y.joined or x.counted or y.counted:
        return False
    if x.named and y.named:
        return _are_two(x, y)
    if x.named or y.named:
        return False
    if any(_within_kind(x, y)):
        return True
    return bool(x.head) and x.head == y.head and x.definite and y.definite and _two_owners(x.of, y.of)


def _are_two(x: Part, y: Part) -> bool:
    kinds = {_kind(x), _kind(y)}
    named, others = (*x.names, *x.of), (*y.names, *y.of)
    if _meet(named, others) or _short_for(x.names, y.names) or _short_for(y.names, x.names):
        return False
    if len(kinds) > 1 and kinds != {"person", "full"} and not (x.head and x.head == y.head):
        return False
    # “the Reds” are Kelm too: without nouns only names of one form are compared.
    return kinds != {"other"} or bool(x.common and y.common) or x.article == y.article


def _two_owners(some: Sequence[str], others: Sequence[str]) -> bool:
    return bool(some and others) and not _meet(some, others) and (some[-1] in _lands()) == (others[-1] in _lands())


def _short_for(some: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether a name is made of the first letters of another."""
    letters = "".join(name[0] for name in others)
    return len(some) == 1 and len(others) > 1 and (some[0] == letters or letters in some[0][: len(letters)])


def _kind(part: Part) -> str:
    """Return what a name is that of: a person, a land, what has two names as a person has, or something else."""
    if any(name in _first_names() for name in part.names[:-1]):
        return "person"
    if any(_roles().get(form) in _PERSONS for form in part.common):
        return "person"
    if " ".join(part.names) in _lands():
        return "land"
    return "full" if len(part.names) == _FULL and not (part.article or part.common) else "other"


@cache
def _first_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in rows("first_names.tsv"))


@cache
def _roles() -> Mapping[str, str]:
    return {row["word"]: row["role"] for row in rows("source_types.tsv") if row["role"] in _PERSONS}


@cache
def _lands() -> frozenset[str]:
    return frozenset(fold(name) for row in rows("countries.tsv") for name in names_of(row))


def _within_kind(x: Part, y: Part) -> Iterator[bool]:
    """Yield for each list of things that has both nouns whether they are two things of it."""
    for mine in _things(x):
        for other in _things(y):
            if mine[0] == other[0]:
                yield mine[1] != other[1]


def _things(part: Part) -> Sequence[tuple[str, int]]:
    two = "_".join(part.common[-2:])
    return _kinds().get(two, ()) or _kinds().get(part.head, ())


@cache
def _kinds() -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return by its folded words what kind a thing is of, and which of its kind."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows("exclusive_kinds.tsv"):
        for number, names in enumerate(row["things"].split()):
            for name in names.split("|"):
                found.setdefault(name.replace("-", "_"), []).append((row["kind"], number))
    return found
