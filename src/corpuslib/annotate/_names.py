"""The people of one document: full names, the roles that stand beside them, and what a mention resolves to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from corpuslib.annotate._context import Context
from corpuslib.annotate._cues import forms
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._person import (
    INTRODUCERS,
    LEFT,
    Person,
    describe,
    first_names,
    gender_ahead,
    is_thing_before,
    office_words,
    opens_clause,
)
from corpuslib.annotate._source_types import is_human, is_media, media, role_of, source_type
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["People", "Person"]

_REST = r"[\w’'-]*(?<!’s)(?<!'s)"
_NAME_WORD = rf"[A-ZÀ-ÖØ-Þ]{_REST}"
_PARTICLE = r"(?:de|da|di|del|della|van|von|der|den|bin|ibn|al|el|la|le|ter|ten|dos)"
_NAME = re.compile(  # begins with the capital, which `re` looks for fast: that of an initial or of a word
    rf"[A-ZÀ-ÖØ-Þ](?<!\w.)(?:(?<=[A-Z])\.[ \xa0]?(?:[A-Z]\.[ \xa0]?)?{_NAME_WORD}|{_REST})"
    rf"(?:(?:[ \xa0](?:{_PARTICLE}[ \xa0]){{0,2}}|[ \xa0](?=[A-Z]\.)){_NAME_WORD}"
    r"(?:(?<=\b[A-Z])\.)?){0,5}"
)


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
    _read: dict[str, tuple[list[str], list[str], str]] = field(default_factory=dict)
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
        runs = [(*match.span(), match.group()) for line in lines for match in _NAME.finditer(text, *line)]
        institutions = _institutions(text, runs)
        for _, end, run in runs:
            if run in people.inside and run not in people.by_word:
                people._note_speaker(run, text, end)
        firsts = first_names()
        for start, end, run in runs:
            whole = run.rstrip("’'")
            known = whole in people.by_word or _GAP.search(whole) is not None
            if known or whole.lower() in firsts:  # a single word only counts if it is known or introduced
                people._see(whole, known, text, start, end, institutions)
        people._learn_gender(text)
        people._note_holders(text)
        return people

    def _note_holders(self, text: str) -> None:
        """Note the people whom a description at the beginning of a sentence stands for: "The minister came"."""
        for match in _HOLDER.finditer(text):
            words = match.group(1).split()
            last = next((k for k in range(len(words) - 1, -1, -1) if is_human(words[k])), None)
            if last is not None:
                person = self.holder(" ".join(words[: last + 1]), match.start(1))
                if person is not None:
                    self.note(match.start(1), person)

    def _learn_gender(self, text: str) -> None:
        """Give people of unknown gender that of the pronouns that follow their name as the subject of a clause."""
        votes: dict[int, list[str]] = {}
        for k, person in enumerate(self.named):
            if person.gender is None and self.salient[k]:
                stop = self.positions[k + 1] if k + 1 < len(self.positions) else len(text)
                gender = gender_ahead(text, self.positions[k], stop)
                if gender is not None:
                    votes.setdefault(id(person), []).append(gender)
        for person in self.named:
            heard = votes.get(id(person), [])
            if person.gender is None and heard and max(heard.count("m"), heard.count("f")) > 0.7 * len(heard):
                person.gender = max(sorted(set(heard)), key=heard.count)

    def _see(self, whole: str, known: bool, text: str, start: int, end: int, institutions: frozenset[str]) -> None:
        """Note a run of capitals as somebody's name, or that it is none."""
        left = text[max(0, start - LEFT) : start].rsplit("\n", 1)[-1]
        if not known and not self._is_introduced(whole, left):
            return
        if whole not in self._read:
            self._read[whole] = self._titles_and_name(whole, institutions)
        titles, words, name = self._read[whole]
        if not name or is_thing_before(left):
            return
        person = self.by_word.get(name)
        if person is None or (len(words) > 1 and person.name != name):
            person = self._known_or_new(words, titles)
            if person is None:
                return
            longest = person.name.split()
            if len(words) > len(longest) and words[-1] == longest[-1]:
                person.name = name
            self.by_word.setdefault(name, person)
        right = text[end : end + 100].split("\n", 1)[0]
        describe(person, titles, words, left, right)
        self.positions.append(start)
        self.named.append(person)
        self.salient.append(opens_clause(left) and not right.startswith(("’s", "'s")))

    def _titles_and_name(self, whole: str, institutions: frozenset[str]) -> tuple[list[str], list[str], str]:
        """Return the titles, the words of a name and the name; no name if the run of capitals names no person.

        Nationalities and other words that begin no name are dropped.
        """
        if whole in institutions or self.is_place(whole):
            return [], [], ""
        titles, parted = _parted(whole)
        words = list(parted)
        while words and words[0][1:] != "." and (words[0].lower() in _no_beginning() or self.is_place(words[0])):
            words.pop(0)
        name = " ".join(words)
        if name in institutions or self.is_medium_name(name) or _holds_no_person(name):
            return [], [], ""
        return list(titles), words, name

    def _note_speaker(self, word: str, text: str, end: int) -> None:
        """Note a single unknown capitalised word that a verb of saying follows ("Kelm said") as a name."""
        follows = _FIRST_WORD.match(text, end)
        cue = forms().get(follows.group(1)) if follows else None
        if cue is None or cue.kind != "speech" or cue.form not in ("past", "third") or role_of(word.lower()):
            return
        if not (self.is_place(word) or self.is_medium_name(word) or word.lower() in word_list("no_person")):
            self.by_word[word] = Person(word)

    def _is_introduced(self, word: str, left: str) -> bool:
        """Note a single name that a word for kin or a neighbour introduces: "her neighbour Sigrun", "Mum Aud"."""
        before = left.rstrip(" ,").rsplit(" ", 1)[-1].lower()
        if not (left.endswith(" ") and before in INTRODUCERS):
            return False
        if self.is_place(word):
            return False
        self.by_word[word] = Person(word)
        return True

    def _known_or_new(self, words: list[str], titles: list[str]) -> Person | None:
        surname = _surname(words)
        person = self.by_word.get(" ".join(words)) or self.by_word.get(surname)
        first = self.by_word.get(words[0])
        if person is None and first is not None and first.name == words[0] and len(words) > 1:
            first.name = " ".join(words)  # known by a first name so far
            person = self.by_word[surname] = first
        if person is not None and " " not in person.name and person.name == surname and len(words) > 1:
            person.name = " ".join(words)  # who spoke under a surname
            self.by_word.setdefault(words[0], person)
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
        words = office_words(mention)
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

    def subject_between(self, low: int, high: int, gender: str) -> Person | None:
        """Return the last subject of a clause outside quotations in a stretch of text, if it can be of that gender."""
        first, last = bisect_right(self.positions, low), bisect_left(self.positions, high)
        for k in range(last - 1, max(first, last - 16) - 1, -1):
            person = self.named[k]
            vague = person.is_body or (" " not in person.name and person.gender is None and not person.roles)
            able = self.salient[k] and person.gender in (None, gender) and not vague
            if able and not self._is_quoted(self.positions[k]):
                return person
        return None

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
            cost = distance + (0 if self.salient[k] else 4) + (1 if gender and person.gender is None else 0)
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
            return _SOME_MEDIA.match(name) is not None  # "reporters", "the newspaper" and "us" pass nothing on
        if any(medium in bare for medium in self.context.media) or is_media(bare):
            return True
        if self.is_place(bare) or source_type(bare, None, "") is not None:
            return False
        if bare != name and not (name.startswith("The ") and " " in bare):
            return False  # "the Senate", "the Landmoot", but "The Morning Gull"
        person = self.find(bare)
        return person is None or not (person.gender or person.roles or self._acts(person))

    def may_be_medium(self, name: str) -> bool:
        """Say whether a name can be a medium's: it is no person that the text describes."""
        person = self.find(name)
        return self.is_medium(name) or person is None or not (person.gender or person.roles)

    def _acts(self, person: Person) -> bool:
        """Say whether somebody is the subject of a clause anywhere."""
        return any(self.salient[k] for k, named in enumerate(self.named) if named is person)

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
    start = span.start
    for line in text[span.slice].split("\n"):
        end = start + len(line)
        ended = line.endswith((".", ".”")) or _ENDS.search(line[-8:])  # the pattern only where that is not plain
        if line and (ended or not _is_headed(line[:300].split())):
            yield start, end
        start = end + 1


def _is_headed(words: list[str]) -> bool:
    return len(words) < 25 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


@lru_cache(maxsize=4096)
def _parted(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the titles from the words of a name; there are no words if the last is a title."""
    words = run.split()
    if _is_title(words[-1]) and words[0].lower() not in first_names():
        return (), ()
    while len(words) >= 3 and role_of(words[0].lower()) == "person":
        words = words[1:]  # "Skipper Ana Kelm", "Schoolgirl Ana Kelm"
    border = max((k + 1 for k, word in enumerate(words[:-1]) if _is_title(word)), default=0)
    return tuple(word.lower().rstrip(".") for word in words[:border]), tuple(words[border:])


@lru_cache(maxsize=4096)
def _holds_no_person(name: str) -> bool:
    """Say whether a run of capitals holds a word that is in the name of no person; initials do not count."""
    return any(word.lower().rstrip(".") in word_list("no_person") for word in name.split() if word[1:] != ".")


@cache
def _no_beginning() -> frozenset[str]:
    return word_list("no_person") | word_list("sentence_openers") | word_list("prepositions")


def _institutions(text: str, runs: Sequence[tuple[int, int, str]]) -> frozenset[str]:
    """Return the capitalised runs of two words and more that mostly stand after "the": no people are called so."""
    votes: dict[str, int] = {}
    for start, _, run in runs:
        whole = run.rstrip("’'")
        bare = whole.removeprefix("The ")
        if not _may_be_institution(bare):
            continue
        left = text[max(0, start - 4) : start].lower()
        after_the = bare != whole or left == "the " or left.endswith(("’s ", "'s "))
        votes[bare] = votes.get(bare, 0) + (1 if after_the else -1)
    return frozenset(name for name, vote in votes.items() if vote > 0)


@lru_cache(maxsize=4096)
def _may_be_institution(run: str) -> bool:
    """Say whether a run of capitals has two words and more, none a title and the first no first name."""
    if _GAP.search(run) is None:
        return False
    words = run.split()
    return words[0].lower() not in first_names() and not any(_is_title(word) for word in words)


_TITLES = ("official", "diplomat", "expert", "spokesperson", "witness")
_HUMAN = ("official", "diplomat", "expert", "spokesperson", "intelligence", "witness", "person")
_FIRST_WORD = re.compile(r" (?:had |has |have |would |also |later )?([a-z]+)")
_INSIDE = re.compile(r"([A-ZÀ-ÖØ-Þ](?<=[a-z,] .)[\w’'-]*)(?: [A-ZÀ-ÖØ-Þ][\w’'-]*)?")  # not the second of two
_GAP = re.compile(r"[ \xa0]")
_ENDS = re.compile(r"[.!?][”\"’)]?\s*$")
_POSSESSOR = re.compile(r"^.{1,60}?(?:’s|'s|s’|s') (?=\S)")
_HEAD_END = re.compile(r"\s(?:from|for|in|at|on|with|to|under|close|familiar|about|by)\s")
_HOLDER = re.compile(
    r"The (?:(?<=[.?!\n] The )|(?<=\nThe )|(?<![\s\S]The ))((?:[a-z]{1,20} ){0,2}[a-z]{1,20})(?= [a-z])"
)
_SOME_MEDIA = re.compile(
    r"(?:local|state|national|foreign|public|regional|pro-government) (?:media|television|radio|tv|TV)$"
)


def _same(words: list[str], others: list[str]) -> bool:
    """Say whether two full names can be one person's: all words of the shorter stand in the longer."""
    short, long = sorted((words, others), key=len)
    return set(short) <= set(long)


@lru_cache(maxsize=4096)
def _is_title(word: str) -> bool:
    lower = word.lower().rstrip(".")
    kin = lower in word_list("female_nouns") or lower in word_list("male_nouns")
    return kin or lower in word_list("courtesy_titles") or role_of(lower) in _TITLES


@lru_cache(maxsize=4096)
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
