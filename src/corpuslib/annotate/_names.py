"""The people of one document: full names, the roles that stand beside them, and what a mention resolves to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpuslib.annotate._context import Context
from corpuslib.annotate._cues import forms
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._source_types import is_media, media, role_of, source_type
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["People", "Person"]

_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?<!’s)(?<!'s)"
_PARTICLE = r"(?:de|da|di|del|della|van|von|der|den|bin|ibn|al|el|la|le|ter|ten|dos)"
_NAME = re.compile(
    rf"\b{_NAME_WORD}(?:(?:[ \xa0](?:{_PARTICLE}[ \xa0]){{0,2}}|[ \xa0](?=[A-Z]\.)){_NAME_WORD}"
    r"(?:(?<=\b[A-Z])\.)?){0,5}"
)


@dataclass
class Person:
    """A person that the document names; `offices` holds the words of the titles and descriptions beside the name."""

    name: str
    gender: str | None = None
    roles: list[str] = field(default_factory=list)
    offices: set[str] = field(default_factory=set)


@dataclass
class People:
    """People of a document with the places where they are named, in order, and what it calls a place or a medium."""

    by_word: dict[str, Person] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    named: list[Person] = field(default_factory=list)
    salient: list[bool] = field(default_factory=list)
    """Whether the name stands where the subject of a clause does."""
    quoted: list[tuple[int, int]] = field(default_factory=list)
    """Spans of the direct quotations, in order."""
    inside: frozenset[str] = frozenset()
    """Capitalised words that stand inside a sentence somewhere, not only at its beginning."""
    bodies: dict[str, str] = field(default_factory=dict)
    """The last fuller name of an institution, by its last word."""
    _read: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    _offices: dict[frozenset[str], dict[int, Person]] = field(default_factory=dict)
    context: Context = field(default_factory=Context)

    @classmethod
    def of(cls, text: str, spans: Sequence[Span] | None = None) -> People:
        """Collect the people that a text names within the spans, by default in all of it.

        A person is a run of two or more capitalised words that is no known medium, holds no word for an
        institution and mostly stands without an article; a surname alone is then that person.
        """
        spans = [Span(0, len(text))] if spans is None else spans
        lines = [line for span in spans for line in _lines(text, span)]
        people = cls(context=Context.of(text, spans), inside=frozenset(_INSIDE.findall(text)))
        runs = [match for line in lines for match in _NAME.finditer(text, *line)]
        institutions = _institutions(text, runs)
        for match in runs:
            people._see(match, text, institutions)
        return people

    def _see(self, match: re.Match[str], text: str, institutions: frozenset[str]) -> None:
        whole = match.group().rstrip("’'")
        single = " " not in whole and "\xa0" not in whole
        if single and whole not in self.by_word and not self._speaks(match, text):
            return  # a single word only counts as the name of somebody already known, or who speaks
        if whole not in self._read:
            self._read[whole] = self._titles_and_name(whole, institutions)
        titles, words = self._read[whole]
        if not words:
            return
        person = self._known_or_new(words, titles)
        if person is None:
            return
        if len(words) > len(person.name.split()) and words[-1] == person.name.split()[-1]:
            person.name = " ".join(words)
        self.by_word.setdefault(" ".join(words), person)
        left = text[max(0, match.start() - 80) : match.start()].rsplit("\n", 1)[-1]
        right = text[match.end() : match.end() + 100].split("\n", 1)[0]
        _describe(person, titles, words, left, right)
        self.positions.append(match.start())
        self.named.append(person)
        self.salient.append(bool(_CLAUSE_OPENS.search(left[-12:])) and not right.startswith(("’s", "'s")))

    def _titles_and_name(self, whole: str, institutions: frozenset[str]) -> tuple[list[str], list[str]]:
        """Return the titles and the words of a name; no words if the run of capitals names no person."""
        if whole in institutions or self.is_place(whole):
            return [], []
        titles, words = self._parted(whole.split())
        name = " ".join(words)
        other = name in institutions or self.is_medium_name(name)
        if other or any(word.lower().rstrip(".") in word_list("no_person") for word in words):
            return [], []
        return titles, words

    def _speaks(self, match: re.Match[str], text: str) -> bool:
        """Note a single unknown capitalised word that a verb of saying follows ("Kelm said") as a name."""
        word = match.group()
        follows = _FIRST_WORD.match(text, match.end()) if word in self.inside else None
        cue = forms().get(follows.group(1)) if follows else None
        if cue is None or cue.kind != "speech" or cue.form not in ("past", "third") or role_of(word.lower()):
            return False
        if self.is_place(word) or self.is_medium_name(word) or word.lower() in word_list("no_person"):
            return False
        self.by_word[word] = Person(word)
        return True

    def _parted(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Part the titles from a name; nationalities and other words that begin no name are dropped."""
        if _is_title(words[-1]) and words[0].lower() not in _first_names():
            return [], []
        border = max((k + 1 for k, word in enumerate(words[:-1]) if _is_title(word)), default=0)
        titles = [word.lower().rstrip(".") for word in words[:border]]
        words = words[border:]
        while words and (words[0].lower() in word_list("no_person") or self.is_place(words[0])):
            words.pop(0)
        return titles, words

    def _known_or_new(self, words: list[str], titles: list[str]) -> Person | None:
        surname = _surname(words)
        person = self.by_word.get(" ".join(words)) or self.by_word.get(surname)
        if person is not None and len(words) > 1 and not _same(words, person.name.split()):
            person = None
        if person is None and (len(words) >= 2 or titles) and not all(w.isupper() and len(w) > 1 for w in words):
            person = Person(" ".join(words))
            for word in (surname, words[0], words[-1]):
                self.by_word.setdefault(word, person)
        return person

    def is_place(self, word: str) -> bool:
        """Say whether a word is a place or state, by the lexicon or by how the text uses it."""
        bare = word.removesuffix("’s").removesuffix("'s")
        return _is_place(bare) or bare in self.context.places

    def find(self, mention: str) -> Person | None:
        """Return the person that a mention names, None if it names nobody known.

        Names in a possessive before the head or in a phrase after it are not the source: neither "Kelm’s
        adviser" nor "a letter from Kelm" nor "the office of Kelm" is Kelm.
        """
        mention = _HEAD_END.split(mention, maxsplit=1)[0]
        head, of, _ = mention.partition(" of ")
        if of and head and not (head[:1].isupper() and role_of(head.split()[-1].lower()) in ("official", "diplomat")):
            mention = head
        mention = _POSSESSOR.sub("", mention)
        words = [w for w in mention.replace(",", " ").split() if w[:1].isupper()]
        for k in range(len(words) - 1):  # a full name before a surname that two may share
            if " ".join(words[k:]) in self.by_word:
                return self.by_word[" ".join(words[k:])]
        for word in reversed(words):
            bare = word.removesuffix("’s").removesuffix("'s").rstrip(".’'")
            person = self.by_word.get(bare)
            if person is not None:
                return person
        return None

    def holder(self, mention: str, position: int) -> Person | None:
        """Return the person whom a definite description names: "the foreign minister", "the mediator".

        All words of the description must be among those that stand beside the person's name somewhere in the
        text. Of several such people it is the one named last before `position`; if none is, the only one.
        """
        words = _office_words(mention)
        heads = [word for word in words if role_of(word) in _HUMAN]
        if not words or not heads:
            return None
        fitting = self._in_office(frozenset(words))
        if len(fitting) > 1:
            i = bisect_left(self.positions, position)
            return next((person for person in reversed(self.named[max(0, i - 200) : i]) if id(person) in fitting), None)
        return next(iter(fitting.values()), None)

    def _in_office(self, words: frozenset[str]) -> dict[int, Person]:
        if words not in self._offices:
            self._offices[words] = {id(person): person for person in self.named if words <= person.offices}
        return self._offices[words]

    def last_before(self, position: int, gender: str | None, limit: int = 16) -> Person | None:
        """Return the person last named before a place in the text who can be of that gender.

        Subjects of clauses come before other mentions, people of known gender before those of unknown, and
        names outside quotations before those inside.
        """
        i = bisect_left(self.positions, position)
        best: tuple[int, Person] | None = None
        for distance, k in enumerate(range(i - 1, max(-1, i - 1 - limit), -1)):
            person = self.named[k]
            if gender and person.gender not in (None, gender):
                continue
            cost = distance + (0 if self.salient[k] else 4) + (3 if gender and person.gender is None else 0)
            cost += 8 if self._is_quoted(self.positions[k]) else 0
            if best is None or cost < best[0]:
                best = (cost, person)
        return best[1] if best else None

    def is_medium_name(self, name: str) -> bool:
        """Say whether a name is that of a medium, by the lexicon or by what the text calls it."""
        return name in media() or name in self.context.media

    def is_medium(self, name: str) -> bool:
        """Say whether who was told something is a medium: one that is known as such, or a name of nothing else."""
        bare = re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", name)
        if not any(word[0].isupper() for word in bare.split()[-2:]):
            return False  # "reporters", "the newspaper" and "us" pass nothing on
        if any(medium in bare for medium in self.context.media) or is_media(bare):
            return True
        return (
            bare == name and self.find(bare) is None and not self.is_place(bare) and source_type(bare, None, "") is None
        )

    def _is_quoted(self, position: int) -> bool:
        k = bisect_right(self.quoted, (position, self.quoted[-1][1])) - 1 if self.quoted else -1
        return k >= 0 and self.quoted[k][0] <= position < self.quoted[k][1]

    def note(self, position: int, person: Person) -> None:
        """Note that a pronoun at a place in the text stands for a person."""
        i = bisect_left(self.positions, position)
        self.positions.insert(i, position)
        self.named.insert(i, person)
        self.salient.insert(i, True)


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Yield the lines of a span, but for those in title case, where capitals tell nothing."""
    for line in re.finditer(r"[^\n]+", text[span.slice]):
        words = line.group()[:300].split()
        headed = len(words) < 25 and sum(w[0].isupper() for w in words) > 0.6 * len(words)
        if not headed or _ENDS.search(line.group()[-8:]):
            yield span.start + line.start(), span.start + line.end()


def _institutions(text: str, runs: Sequence[re.Match[str]]) -> frozenset[str]:
    """Return the capitalised runs of two words and more that mostly stand after "the": no people are called so."""
    votes: dict[str, int] = {}
    for match in runs:
        whole = match.group().rstrip("’'")
        bare = whole.removeprefix("The ")
        if _GAP.search(bare) is None or any(_is_title(word) for word in bare.split()):
            continue
        left = text[max(0, match.start() - 4) : match.start()].lower()
        after_the = bare != whole or left == "the " or left.endswith(("’s ", "'s "))
        if bare.split()[0].lower() in _first_names():
            continue
        votes[bare] = votes.get(bare, 0) + (1 if after_the else -1)
    return frozenset(name for name, vote in votes.items() if vote > 0)


def _describe(person: Person, titles: list[str], words: list[str], left: str, right: str) -> None:
    """Note what the words beside a name say of the person."""
    before = _segment_before(left)
    apposition = _APPOSITION.match(right)
    after = _until_verb(apposition.group(1).lower().split()) if apposition else []
    for described in ([*before, *titles], after):
        for k, word in enumerate(described):
            role = role_of(word)
            if role in _HUMAN and word not in person.roles:
                person.roles.append(word)
            if role in _HUMAN:
                person.offices |= set(_office_words(" ".join(described[max(0, k - 2) : k + 8])))
            if word in word_list("female_titles") or word in word_list("female_nouns"):
                person.gender = person.gender or "f"
            elif word in word_list("male_titles") or word in word_list("male_nouns"):
                person.gender = person.gender or "m"
            if role in _HUMAN and described is after:
                break
    if person.gender is None:
        person.gender = _first_names().get(words[0].lower())


def _segment_before(left: str) -> list[str]:
    """Return the words of the title before a name: "foreign minister" of "met the foreign minister, "."""
    comma = left.endswith(", ")
    segment = re.split(r"[,.;:“”\"—–()]", left.rstrip(" ,"))[-1].lower().replace("’", "'").split()
    last = max((k for k, word in enumerate(segment) if role_of(word) in _HUMAN), default=None)
    if last is None or (not comma and last < len(segment) - 1 and segment[last + 1] != "of"):
        return []
    rest = segment[last + 1 :]
    if len(rest) > 8 or (rest and rest[0] not in ("of", "for")):
        return []
    start = last
    while start > 0 and last - start < 2 and not segment[start - 1].endswith("'s") and segment[start - 1] not in (
        word_list("determiners") | word_list("prepositions") | word_list("phrase_ends") | word_list("auxiliaries")
    ):  # fmt: skip
        start -= 1
    return segment[start:]


def _until_verb(words: list[str]) -> list[str]:
    end = next((k for k, w in enumerate(words) if w in ("who", "said", "and", "is", "was", "told", "has", "had")), None)
    return words[:end]


def _office_words(description: str) -> list[str]:
    """Return the words that tell an office, without articles, prepositions, possessors and adjectives of time."""
    return [
        word
        for word in description.lower().replace("’", "'").split()
        if not word.endswith(("'s", "s'"))
        and word not in word_list("determiners")
        and word not in word_list("prepositions")
        and word not in ("of", "former", "then", "late", "old", "new", "veteran", "acting", "deputy")
    ]


_TITLES = ("official", "diplomat", "expert", "spokesperson", "witness")
_HUMAN = ("official", "diplomat", "expert", "spokesperson", "intelligence", "witness", "person")
_FIRST_WORD = re.compile(r" ([a-z]+)")
_INSIDE = re.compile(r"[a-z,] ([A-ZÀ-ÖØ-Þ][\w’'-]*)")
_GAP = re.compile(r"[ \xa0]")
_ENDS = re.compile(r"[.!?][”\"’)]?\s*$")
_POSSESSOR = re.compile(r"^.{1,60}?(?:’s|'s|s’|s') (?=\S)")
_HEAD_END = re.compile(r"\s(?:from|for|in|at|on|with|to|under|close|familiar|about|by)\s")
_CLAUSE_OPENS = re.compile(
    r"(?:^|[\n.?!”\"“:;—–,] ?|\b(?:and|but|when|as|while|that|if|because|[Bb]ut|[Aa]nd|[Ww]hen|[Aa]s) )$"
)
_APPOSITION = re.compile(r", ((?:[\w’'-]{1,24} ?){1,9})")


def _same(words: list[str], others: list[str]) -> bool:
    """Say whether two full names can be one person's: all words of the shorter stand in the longer."""
    short, long = sorted((words, others), key=len)
    return set(short) <= set(long)


def _is_title(word: str) -> bool:
    lower = word.lower().rstrip(".")
    kin = lower in word_list("female_nouns") or lower in word_list("male_nouns")
    return kin or lower in word_list("courtesy_titles") or role_of(lower) in _TITLES


def _is_place(word: str) -> bool:
    return word.lower().removesuffix("’s").removesuffix("'s") in _places() and word not in {
        "Georgia",
        "Jordan",
        "Chad",
        "Paris",
        "Sofia",
        "Madrid",
    }


@cache
def _places() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("source_types.tsv") if row["role"] == "state_actor") | {
        "russian", "american", "chinese", "british", "german", "french", "japanese", "iranian", "israeli", "korean",
        "north", "south", "korea", "koreas", "ukrainian", "turkish", "indian", "former", "then", "european",
    }  # fmt: skip


def _surname(words: list[str]) -> str:
    """Return the word that a person goes by: the last, or the first in a Korean or Chinese order of names."""
    last = words[-1]
    if last in {"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"} and len(words) > 1:
        last = words[-2]
    if len(words) >= 2 and words[0] in word_list("family_name_first"):
        return words[0]
    return last.removesuffix("’s").removesuffix("'s")


@cache
def _first_names() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in rows("first_names.tsv")}
