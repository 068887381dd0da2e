"""Grouping mentions: which of the phrases that news texts use mean the same person, state or thing.

A mention is read from its head. A name means a person, and spellings that hold each other are one person; a title
means the person beside whose name it stands elsewhere; a state is meant by its name, people, capital, organs and
"government"; what is left is grouped by the word that most of the other mentions share, synonyms taken as one.
No story is known beforehand: the lists (states, titles, synonyms) are general, the rest comes from the mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._phrase_items import (
    Item,
    compass_places,
    fold_name,
    function_words,
    head_end,
    is_initial,
    items,
    known_words,
    mention_words,
)
from corpuslib.lexicon import rows

__all__ = ["Key", "group_mentions", "meanings"]

Key = tuple[str, ...]
"""What a mention means: "person", "state" or "thing" and the words that tell it from others of the sort."""

_HEADS_OF_STATE = frozenset(["president", "prime minister", "premier", "chancellor", "king", "queen", "leader"])
_TITLE_SORTS = frozenset(["office", "role", "ruler", "enemy", "friend"])
_GENERATIONS = frozenset(["jr", "sr", "junior", "senior", "ii", "iii"])
_LONGEST_TITLE, _LONGEST_NAME = 4, 5


def group_mentions(mentions: Sequence[str]) -> list[int]:
    """Return a group number for each mention of one story: equal numbers mean the same person, state or thing.

    Groups are numbered from 0 as they first appear; which mentions are together does not depend on the order.
    A single name goes to the fuller name that is mentioned most among those it fits. Where nothing binds a
    mention to another, it is a group of its own. Nothing raises on text, and the time is linear. The synonyms
    are general: a story that means two agreements gets one group for both.

    >>> group_mentions(["Odo Vell", "the ruler", "Mr. Vell", "ruler Odo Vell", "Paris", "the French government"])
    [0, 0, 0, 0, 1, 1]
    >>> group_mentions(["the nuclear talks", "a summit", "the harbour"])
    [0, 0, 1]
    """
    numbers: dict[Key, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in meanings(mentions)]


def meanings(mentions: Sequence[str], common: frozenset[str] = frozenset()) -> list[Key]:
    """Return what each mention means; `common` words, in lower case, are never names however they are written."""
    times = Counter(mentions)
    phrases = {mention: _core(items(mention)) for mention in times}
    people = _People([(phrase, times[mention]) for mention, phrase in phrases.items()], common)
    places: Counter[str] = Counter()
    for mention, phrase in phrases.items():
        for item in phrase:
            if item.place:
                places[item.place.country] += times[mention]
    keys = {m: people.named(p) or _state(p, people, places) or people.titled(p) for m, p in phrases.items()}
    rest = {mention: phrase for mention, phrase in phrases.items() if not keys[mention]}
    things = _things(rest, times, people)
    return [keys[mention] or things.get(mention) or ("", mention.strip().lower()) for mention in mentions]


def _core(phrase: list[Item]) -> list[Item]:
    """Return a mention without the determiners before it."""
    i = 0
    while i < len(phrase) - 1 and not phrase[i].place and phrase[i].lower in word_list("determiners"):
        i += 1
    return phrase[i:]


@dataclass
class _Person:
    """Somebody named: how often by each spelling, the titles beside the name, the states beside those."""

    spellings: Counter[tuple[str, ...]] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def rank(self) -> tuple[int, tuple[str, ...]]:
        """How often the person is named; the longest spelling settles ties."""
        return sum(self.spellings.values()), max(self.spellings, key=lambda s: (len(s), s))

    @property
    def key(self) -> Key:
        return ("person", *self.rank[1])


class _People:
    """The people that mentions name, and whom a title means."""

    def __init__(self, phrases: Sequence[tuple[Sequence[Item], int]], common: frozenset[str]) -> None:
        self._lower = common | frozenset(
            item.text for phrase, _ in phrases for item in phrase if item.text[:1].islower()
        )
        runs: Counter[tuple[str, ...]] = Counter()
        for phrase, times in phrases:
            runs[self._head_name(phrase)] += times
        runs.pop((), None)
        self._persons = _joined(runs)
        self._of = {spelling: person for person in self._persons for spelling in person.spellings}
        for word, person in {**_first_by(self._persons, _ends), **_first_by(self._persons, _family)}.items():
            self._of.setdefault((word,), person)
        self._by_title: dict[str, list[_Person]] = {}
        for phrase, times in phrases:
            self._note_titles(phrase, times)
        for person in self._persons:
            for title in person.titles:
                self._by_title.setdefault(title, []).append(person)
        self._rulers = [p for p in self._persons if any(p.titles[title] for title in _HEADS_OF_STATE | _ruling())]

    def find(self, *name: Item) -> _Person | None:
        """Return the person whose name the words are."""
        return self._of.get(fold_name(item.text for item in name)) if name[0].capital else None

    def named(self, phrase: Sequence[Item]) -> Key | None:
        """Return the person whose name is the head of a mention."""
        person = self._of.get(self._head_name(phrase))
        return person.key if person else None

    def titled(self, phrase: Sequence[Item]) -> Key | None:
        """Return the person whom a title without a name means: the one with that title who is named most.

        A state beside the title must be one beside that person's title elsewhere, or none must be known.
        """
        end = head_end(phrase)
        title, length = self._title(phrase, end)
        if not title or any(item.lower in function_words() for item in phrase[: end - length]):
            return None
        persons = self._rulers if title in _ruling() else self._by_title.get(title, [])
        state = next((item.place.country for item in phrase if item.place), None)
        if state is not None:
            persons = [p for p in persons if p.states[state]] or [p for p in persons if not p.states]
            return max(persons, key=lambda p: p.rank).key if persons else None
        return max(persons, key=lambda p: (p.titles[title], p.rank)).key if persons else None

    def _is_name(self, item: Item) -> bool:
        if not item.capital or item.place or item.text in compass_places():
            return False
        return item.lower not in known_words() and item.lower not in self._lower

    def _head_name(self, phrase: Sequence[Item]) -> tuple[str, ...]:
        """Return the name that is the head of a mention, nothing where the head is no person's name."""
        start = end = head_end(phrase)
        while (
            start
            and end - start < _LONGEST_NAME
            and (self._is_name(phrase[start - 1]) or is_initial(phrase[start - 1]))
        ):
            start -= 1
        name = phrase[start:end]
        if not name or any(item.possessive for item in name[:-1]) or _is_body(name):
            return ()
        if any(item.lower in function_words() for item in phrase[:start]):
            return ()
        return fold_name(item.text for item in name)

    def _note_titles(self, phrase: Sequence[Item], times: int) -> None:
        """Note the titles that stand before names anywhere in a mention, and the states beside them."""
        for i, j in self._names(phrase):
            person = self.find(*phrase[i:j])
            title, length = _listed_title(phrase, i)
            if person is None:
                continue
            if not title and j == len(phrase) and 0 < i <= _LONGEST_TITLE and _is_common(phrase[:i]):
                title, length = " ".join(item.lower for item in phrase[:i]), i
            if title:
                person.titles[title] += times
                beside = [
                    *phrase[max(0, i - length - 1) : i - length],
                    *(phrase[j + 1 : j + 2] if _of(phrase, j) else ()),
                ]
                for item in beside:
                    if item.place:
                        person.states[item.place.country] += times

    def _names(self, phrase: Sequence[Item]) -> Iterator[tuple[int, int]]:
        start = 0
        while start < len(phrase):
            end = start
            while end < len(phrase) and (self._is_name(phrase[end]) or (end > start and is_initial(phrase[end]))):
                end += 1
            if end > start:
                yield start, end
            start = max(end, start + 1)

    def _title(self, phrase: Sequence[Item], end: int) -> tuple[str, int]:
        """Return the title that ends before an item: one of the general list, or words seen before a name."""
        title, length = _listed_title(phrase, end)
        whole = " ".join(item.lower for item in phrase[:end] if item.lower not in ("former", "then"))
        if whole in self._by_title:
            return whole, end
        return title, length


def _of(phrase: Sequence[Item], i: int) -> bool:
    return i < len(phrase) and phrase[i].lower == "of"


def _is_common(words: Sequence[Item]) -> bool:
    return all(
        not item.place and item.lower not in function_words() and item.text[0].isalpha() and not item.possessive
        and not item.lower.endswith(("ing", "ed"))
        for item in words
    )  # fmt: skip


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["label"] for row in rows("labels.tsv") if row["category"] in _TITLE_SORTS)


def _listed_title(phrase: Sequence[Item], end: int) -> tuple[str, int]:
    """Return the longest title of the general list that ends before an item, and how many items it has."""
    for length in range(min(_LONGEST_TITLE, end), 0, -1):
        words = phrase[end - length : end]
        title = " ".join(item.lower for item in words)
        if title in _titles() and not any(item.place for item in words):
            return title, length
    return "", 0


@cache
def _ruling() -> frozenset[str]:
    """Return the words that texts use in turn for a head of state, whatever the office is called."""
    rulers = {row["label"] for row in rows("labels.tsv") if row["category"] == "ruler"}
    return frozenset(rulers | {"leader", "head of state", "head of government", "counterpart", "supreme leader"})


def _joined(runs: Mapping[tuple[str, ...], int]) -> list[_Person]:
    """Make one person of the full names that hold each other; a single word goes to the fullest it fits."""
    persons: list[_Person] = []
    shorter: defaultdict[frozenset[str], list[tuple[tuple[str, ...], _Person]]] = defaultdict(list)
    for run in sorted((r for r in runs if len(r) > 1), key=lambda r: (-len(r), r)):
        same = [person for other, person in shorter[frozenset(run)] if _is_within(run, other)]
        person = max(same, key=lambda p: p.rank) if same else _Person()
        if not same:
            persons.append(person)
        person.spellings[run] += runs[run]
        for words in _parts(run):
            shorter[words].append((run, person))
    full = sorted(persons, key=lambda p: p.rank, reverse=True)
    owners = {**_first_by(full, _ends), **_first_by(full, _family)}
    for run in sorted(r for r in runs if len(r) == 1):
        owner = owners.get(run[0])
        if owner is None:
            persons.append(owner := _Person())
        owner.spellings[run] += runs[run]
    return sorted(persons, key=lambda p: p.rank, reverse=True)


def _parts(name: tuple[str, ...]) -> set[frozenset[str]]:
    """Return the sets of words that a shorter form of a name can have; a very long name has none."""
    sizes = range(2, len(name) + 1) if len(name) <= _LONGEST_NAME + 1 else [len(name)]
    return {frozenset(words) for size in sizes for words in combinations(name, size)}


def _first_by(persons: Sequence[_Person], words: Callable[[tuple[str, ...]], tuple[str, ...]]) -> dict[str, _Person]:
    found: dict[str, _Person] = {}
    for person in persons:
        for word in sorted(word for spelling in person.spellings for word in words(spelling)):
            found.setdefault(word, person)
    return found


def _is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a name is a shorter form of another; "Odo Vell" is not one of "Odo Vell Jr"."""
    if (long[-1] in _GENERATIONS) != (short[-1] in _GENERATIONS):
        return False
    return set(short) <= set(long) and (short[-1] == long[-1] or short[0] == long[0])


def _ends(spelling: tuple[str, ...]) -> tuple[str, ...]:
    return spelling[0], spelling[-1]


@cache
def _family_first() -> frozenset[str]:
    return frozenset(name.lower() for name in word_list("family_name_first"))


def _family(spelling: tuple[str, ...]) -> tuple[str, ...]:
    if spelling[-1] in _GENERATIONS:
        spelling = spelling[:-1]
    return (spelling[0] if spelling[0] in _family_first() else spelling[-1],)


def _is_body(name: Sequence[Item]) -> bool:
    """Whether a run of capitalised words names an organisation: by its words, or as an acronym."""
    acronym = len(name) == 1 and name[0].text.isupper() and len(name[0].text) > 1
    return acronym or any(item.lower in mention_words("body") for item in name)


def _state(phrase: Sequence[Item], people: _People, places: Mapping[str, int]) -> Key | None:
    """Return the state that a mention means: by name, people, capital, organ or the words for who governs it."""
    end = head_end(phrase)
    if not end:
        return None
    head, before = phrase[end - 1], phrase[: end - 1]
    if head.place:
        acts = any(item.lower.endswith("ing") or item.lower in function_words() for item in before)
        return None if acts else ("state", head.place.country)
    if len(phrase) == 1 and head.text in compass_places():
        meant = [name for name in compass_places()[head.text] if places.get(name)]
        return ("state", max(meant, key=lambda name: (places[name], name))) if meant else None
    if head.lower not in mention_words("state"):
        return None
    named = next((item.place.country for item in phrase if item.place), None)
    if named is None:
        states = [p.states for item in before if (p := people.find(item)) and p.states]
        named = min(states[0], key=lambda name: (-states[0][name], name)) if states else None
    return ("state", named) if named else None


def _things(phrases: Mapping[str, Sequence[Item]], times: Mapping[str, int], people: _People) -> dict[str, Key]:
    """Return for each mention of a thing or a deed that concept of it which most of them share."""
    concept = _concept_of()
    found = {}
    spread: Counter[str] = Counter()
    for mention, phrase in phrases.items():
        words = [item for item in phrase if not item.possessive and not people.find(item)]
        found[mention] = {c for item in words if (c := concept(item))} or {c for item in phrase if (c := concept(item))}
        spread.update(dict.fromkeys(found[mention], times[mention]))
    return {mention: ("thing", max(cs, key=lambda c: (spread[c], c))) for mention, cs in found.items() if cs}


@cache
def _concept_of() -> Callable[[Item], str | None]:
    """Return the function that gives a word's concept: its row in synonyms.tsv, else its stem (Porter, 2001)."""
    from nltk.stem.snowball import EnglishStemmer

    stem: Callable[[str], str] = EnglishStemmer().stem
    concepts = {stem(word): row["concept"] for row in rows("synonyms.tsv") for word in row["words"].split()}

    def concept(item: Item) -> str | None:
        if item.place or item.lower in function_words() or not item.text[0].isalpha():
            return None
        root = stem(item.lower)
        return concepts.get(root, root)

    return concept
