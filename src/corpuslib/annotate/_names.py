"""The people of one document: full names, the roles that stand beside them, and what a mention resolves to."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._source_types import media, role_of
from corpuslib.lexicon import rows

__all__ = ["People"]

_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?<!’s)(?<!'s)"
_PARTICLE = r"(?:de|da|di|del|della|van|von|der|den|bin|ibn|al|el|la|le|ter|ten|dos)"
_NAME = re.compile(
    rf"\b{_NAME_WORD}(?:(?:[ \xa0](?:{_PARTICLE}[ \xa0]){{0,2}}|[ \xa0](?=[A-Z]\.)){_NAME_WORD}"
    r"(?:(?<=\b[A-Z])\.)?){0,5}"
)


@dataclass
class Person:
    """A person that the document names in full at least once."""

    name: str
    gender: str | None = None
    roles: list[str] = field(default_factory=list)


@dataclass
class People:
    """People of a document with the places where they are named, in order."""

    by_word: dict[str, Person] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    named: list[Person] = field(default_factory=list)
    salient: list[bool] = field(default_factory=list)
    """Whether the name stands where the subject of a clause does."""

    @classmethod
    def of(cls, text: str) -> People:
        """Collect the people that a text names.

        A person is a run of two or more capitalised words that is no known medium and holds no word for an
        institution; a surname alone is then that person.
        """
        people = cls()
        position = 0
        for line in text.split("\n"):
            words = line[:300].split()
            headed = len(words) < 25 and sum(w[0].isupper() for w in words) > 0.6 * len(words)
            if not headed:  # capitals tell nothing in a headline
                for match in _NAME.finditer(text, position, position + len(line)):
                    people._see(match, text)
            position += len(line) + 1
        return people

    def _see(self, match: re.Match[str], text: str) -> None:
        whole = match.group().rstrip("’'")
        if (" " not in whole and "\xa0" not in whole and whole not in self.by_word) or _is_place(whole):
            return  # a single word only counts as the name of somebody already known
        words = whole.split()
        border = max((k + 1 for k, word in enumerate(words) if _is_title(word)), default=0)
        titles = [word.lower().rstrip(".") for word in words[:border]]
        words = words[border:]
        while words and (words[0].lower() in word_list("no_person") or _is_place(words[0])):
            words.pop(0)
        if (
            not words
            or any(word.lower().rstrip(".") in word_list("no_person") for word in words)
            or " ".join(words) in media()
        ):
            return
        surname = _surname(words)
        person = self.by_word.get(" ".join(words)) or self.by_word.get(surname)
        if person is not None and len(words) > 1 and not _same(words, person.name.split()):
            person = None
        if person is None and (len(words) >= 2 or titles) and not all(w.isupper() and len(w) > 1 for w in words):
            person = Person(" ".join(words))
            for word in (surname, words[0], words[-1]):
                self.by_word.setdefault(word, person)
        if person is None:
            return
        if len(words) > len(person.name.split()) and words[-1] == person.name.split()[-1]:
            person.name = " ".join(words)
        self.by_word.setdefault(" ".join(words), person)
        self._describe(person, titles, words, text[max(0, match.start() - 60) : match.start()],
                       text[match.end() : match.end() + 80])  # fmt: skip
        self.positions.append(match.start())
        self.named.append(person)
        after = text[match.end() : match.end() + 2]
        self.salient.append(bool(_CLAUSE_OPENS.search(text[max(0, match.start() - 12) : match.start()]))
                            and after not in ("’s", "'s"))  # fmt: skip

    def _describe(self, person: Person, titles: list[str], words: list[str], left: str, right: str) -> None:
        for title in titles:
            if title in word_list("female_titles"):
                person.gender = "f"
            elif title in word_list("male_titles"):
                person.gender = "m"
            elif role_of(title) and title not in person.roles:
                person.roles.append(title)
        if person.gender is None:
            person.gender = _first_names().get(words[0].lower())
        for word in _ROLE_BEFORE.findall(left)[-1:]:
            if role_of(word) and word not in person.roles:
                person.roles.append(word)
        apposition = _APPOSITION.match(right)
        for word in apposition.group(1).lower().split() if apposition else ():
            if word in ("who", "said", "and", "is", "was"):
                break
            if role_of(word) in ("official", "diplomat", "expert", "spokesperson", "intelligence", "witness", "person"):
                if word not in person.roles:
                    person.roles.append(word)
                break
        if _SECRETARY.search(left) and "secretary" not in person.roles:
            person.roles.append("secretary")

    def find(self, mention: str) -> Person | None:
        """Return the person that a mention names, None if it names nobody known.

        Names in a possessive before the head or in a phrase after it are not the source: neither "Kelm’s
        adviser" nor "a letter from Kelm" is Kelm.
        """
        mention = _POSSESSOR.sub("", _HEAD_END.split(mention, maxsplit=1)[0])
        words = [w for w in mention.replace(",", " ").split() if w[:1].isupper()]
        for word in reversed(words):
            bare = word.removesuffix("’s").removesuffix("'s").rstrip(".’'")
            person = self.by_word.get(bare)
            if person is not None:
                return person
        return None

    def last_before(self, position: int, gender: str | None, role: str | None = None, limit: int = 12) -> Person | None:
        """Return the person last named before a place in the text who can be of that gender and has that role."""
        i = bisect_left(self.positions, position)
        best: tuple[int, Person] | None = None
        for distance, k in enumerate(range(i - 1, max(-1, i - 1 - limit), -1)):
            person = self.named[k]
            if (role is not None and role not in person.roles) or (gender and person.gender not in (None, gender)):
                continue
            cost = distance + (0 if self.salient[k] else 4) + (3 if gender and person.gender is None else 0)
            if best is None or cost < best[0]:
                best = (cost, person)
        return best[1] if best else None


_POSSESSOR = re.compile(r"^.{1,60}?(?:’s|'s|s’|s') (?=\S)")
_HEAD_END = re.compile(r"\s(?:from|for|in|at|on|with|to|under|close|familiar|about|by)\s")
_CLAUSE_OPENS = re.compile(
    r"(?:^|[\n.?!”\"“:;—–,] ?|\b(?:and|but|when|as|while|that|if|because|[Bb]ut|[Aa]nd|[Ww]hen|[Aa]s) )$"
)
_ROLE_BEFORE = re.compile(r"([a-z-]{3,20}) $")
_APPOSITION = re.compile(r", ((?:[\w’'-]{1,24} ?){1,7})")
_SECRETARY = re.compile(r"\b[Ss]ecretary of (?:\w+ )?$|\b[Ss]ecretary of State $")


def _same(words: list[str], others: list[str]) -> bool:
    """Say whether two full names can be one person's: all words of the shorter stand in the longer."""
    short, long = sorted((words, others), key=len)
    return set(short) <= set(long)


def _is_title(word: str) -> bool:
    lower = word.lower().rstrip(".")
    return lower in word_list("courtesy_titles") or (
        role_of(lower) is not None and role_of(lower) in ("official", "diplomat", "expert", "spokesperson")
    )


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
