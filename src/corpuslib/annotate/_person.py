"""A person and what the words beside a name say of one: titles, offices, gender."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._source_types import human_nouns, is_human, role_of
from corpuslib.lexicon import rows

__all__ = [
    "INTRODUCERS",
    "LEFT",
    "Person",
    "describe",
    "first_names",
    "gender_ahead",
    "is_thing_before",
    "office_words",
    "opens_clause",
]


LEFT = 80
"""How many characters left of a name are read."""
INTRODUCERS = frozenset(
    ["mum", "mom", "dad", "mother", "father", "sister", "brother", "wife", "husband", "daughter", "son", "aunt",
     "uncle", "niece", "nephew", "cousin", "widow", "widower", "grandmother", "grandfather", "neighbour", "neighbor",
     "friend", "partner", "fiancé", "fiancée", "girlfriend", "boyfriend", "twin"]
)  # fmt: skip
"""Words that introduce somebody by a single name."""


@dataclass
class Person:
    """A person that the document names; `offices` holds the words of the titles and descriptions beside the name.

    `body` is the word for an institution that stands in apposition, where the name is rather that of an institution.
    """

    name: str
    gender: str | None = None
    roles: list[str] = field(default_factory=list)
    offices: set[str] = field(default_factory=set)
    body: str | None = None

    @property
    def is_body(self) -> bool:
        """Whether the text calls the bearer of the name an institution, and never a person."""
        return self.body is not None and self.gender is None and not self.roles

    def serves_as(self, role: str) -> None:
        """Note a word for what the person is."""
        if role not in self.roles:
            self.roles.append(role)


def describe(person: Person, titles: list[str], words: list[str], left: str, right: str) -> None:
    """Note what the words on both sides of a name say of the person."""
    before = [*_title_before(left), *titles]
    if before:
        _note(person, before)
    body = _BODY.search(left) if left.endswith(", ") and right.startswith(",") else None
    if body is not None and role_of(body.group(1)) in _BODIES and not person.roles:
        person.body = person.body or body.group(1)
    apposition = _APPOSITION.match(right) if right.startswith((",", " (")) else None
    if apposition is not None:
        after = _until_verb(apposition.group(1).lower().split())
        if after and after[0] not in _FOR:
            _note(person, _of_a_firm(after) or after, only_first=True)
    if _SAID.match(right):
        role = next((role for pattern, role in _SAID_OF if pattern.match(right)), None)
        if role is not None:
            person.serves_as(role)
    if person.gender is None:
        person.gender = first_names().get(words[0].lower())


def _note(person: Person, described: list[str], only_first: bool = False) -> None:
    for k, word in enumerate(described):
        role = role_of(word)
        if is_human(word):
            person.serves_as(word)
            person.offices |= set(office_words(" ".join(described[max(0, k - 2) : k + 8])))
        elif only_first and role in _BODIES and not person.roles:
            person.body = person.body or word
        if word in word_list("female_titles") or word in word_list("female_nouns"):
            person.gender = person.gender or "f"
        elif word in word_list("male_titles") or word in word_list("male_nouns"):
            person.gender = person.gender or "m"
        if is_human(word) and only_first:
            return


def _title_before(left: str) -> list[str]:
    """Return the words of the title before a name: "foreign minister" of "met the foreign minister, "."""
    comma = left.endswith(", ")
    if not comma and not _may_end_title(left):
        return []
    segment = _SEGMENT.split(left.rstrip(" ,"))[-1].lower().replace("’", "'").split()
    if segment and segment[-1] in _IS:
        segment.pop()  # "the fisheries minister is Ana Kelm"
    humans = human_nouns()
    last = next((k for k in range(len(segment) - 1, -1, -1) if segment[k] in humans), None)
    if last is None or (not comma and last < len(segment) - 1 and segment[last + 1] != "of"):
        return []
    rest = segment[last + 1 :]
    if len(rest) > 8 or (rest and rest[0] not in _FOR):
        return []
    start = last
    while (
        start > 0 and last - start < 2 and not segment[start - 1].endswith("'s") and segment[start - 1] not in _stops()
    ):
        start -= 1
    return segment[start:]


def _may_end_title(left: str) -> bool:
    """Say whether the last word can be a title's without a comma: if plain, one for a person, or with "of" near."""
    last = _last_word(left).lower()
    return not last.isalpha() or last in human_nouns() or last in _IS or "of" in left.lower()


def _last_word(left: str) -> str:
    """Return what stands behind the last space but for those at the end; empty if there is nothing."""
    words = left.rsplit(None, 1)
    return words[-1] if words else ""


@cache
def _stops() -> frozenset[str]:
    return word_list("determiners") | word_list("prepositions") | word_list("phrase_ends") | word_list("auxiliaries")


def _until_verb(words: list[str]) -> list[str]:
    end = next((k for k, w in enumerate(words) if w in _ENDS), None)
    return words[:end]


def _of_a_firm(after: list[str]) -> list[str] | None:
    """Return what the head of something at a broker or an institute is taken for: who judges by profession."""
    if after[0] in _CHIEFS and "at" in after and not _FIRMS.isdisjoint(after[after.index("at") :]):
        return ["analyst"]
    return None


def office_words(description: str) -> list[str]:
    """Return the words that tell an office, without articles, prepositions, possessors and adjectives of time.

    >>> office_words("the former PM of Velushia’s council")
    ['prime', 'minister', 'council']
    """
    return [
        word
        for word in description.lower().replace("’", "'").replace("pm", "prime minister").split()
        if not word.endswith(("'s", "s'"))
        and word not in word_list("determiners")
        and word not in word_list("prepositions")
        and word not in ("of", "former", "then", "late", "old", "new", "veteran", "acting", "deputy")
    ]


def gender_ahead(text: str, start: int, stop: int) -> str | None:
    """Return the gender of the first pronoun in a stretch of text without quotation marks, None if there is none.

    >>> gender_ahead("Kelm met her advisers.", 4, 22)
    'f'
    """
    ahead = _PRONOUN.search(text, start, min(stop, start + 160))
    if ahead is None or _MARK.search(text, start, ahead.start()):
        return None
    return "m" if ahead.group().lower() in ("he", "his", "him", "himself") else "f"


def is_thing_before(left: str) -> bool:
    """Say whether the word before a name makes it that of a ship, a street, a law.

    >>> is_thing_before("rammed the trawler "), is_thing_before("met the mayor ")
    (True, False)
    """
    near = left[-_LONGEST_THING:]
    return near[:-1].casefold().endswith(_THINGS) and _THING.search(near) is not None


def opens_clause(left: str) -> bool:
    """Say whether a name with these words left of it is the subject of its clause, a title before it included."""
    last = _last_word(left)
    if last.isalpha():
        if left.endswith(_OPENING) and _CLAUSE_OPENS.search(left[-12:]):
            return True
        if not (role_of(last.lower()) or last[0].isupper() or last.lower() in _BEFORE_TITLES):
            return False
    elif _CLAUSE_OPENS.search(left[-12:]):
        return True
    parts = _CLAUSE.split(left)
    words = parts[-1].split()
    if not 0 < len(words) <= 6 or (len(parts) == 1 and len(left) >= LEFT):
        return False
    roles = [role_of(word.lower()) for word in words]
    return any(roles) and all(
        role or word[0].isupper() or word.lower() in _BEFORE_TITLES for role, word in zip(roles, words, strict=True)
    )


@cache
def first_names() -> dict[str, str]:
    """Return the gender that a first name, in lower case, is usually given to."""
    return {row["name"]: row["gender"] for row in rows("first_names.tsv")}


_ENDS = frozenset(["who", "said", "and", "is", "was", "told", "has", "had", "citing", "quoting", "whose", "which"])
_BODIES = ("organisation", "government_body", "other_media")
_BODY = re.compile(r"(?:^|[.!?] )(?:Its|The|An?|His|Her|Their) (?:[\w-]{1,20} ){0,3}([a-z]{1,20}), $")
_FOR = frozenset(["of", "for"])
_IS = frozenset(["is", "was"])
_CHIEFS = frozenset(["head", "director", "chief", "co-head", "partner", "president", "vice-president", "managing"])
_FIRMS = frozenset(
    ["bank", "broker", "brokers", "brokerage", "capital", "consultancy", "securities", "research", "institute",
     "university", "college", "centre", "center", "think-tank", "insurer", "investment", "asset", "markets"]
)  # fmt: skip
_SEGMENT = re.compile(r"[,.;:“”\"—–()]")
_APPOSITION = re.compile(r"(?:, \d\d\b)?(?:, | \()((?:[\w’'?�-]{1,24} ?){1,12})")
_PARTY = r"(?:[\w-]{1,20} ){0,3}(?:[Pp]arty|Democrats|Conservatives|Liberals|Greens|opposition|bloc|coalition)\b"
_SAID = re.compile(r",? (?:who|whose|of|for|from|at|with|belongs|represents|sits|is) ")
_SAID_OF = (
    (re.compile(r",? who (?:speaks|spoke) for\b|, for the (?:mediator|family|company|government|minist)"), "spokesman"),
    (re.compile(rf",? (?:of|for|from) (?:the |his |her )?{_PARTY}|,? whose {_PARTY}"), "politician"),
    (re.compile(rf" (?:belongs to|represents|sits for|is a member of) (?:the )?{_PARTY}"), "politician"),
    (re.compile(r",? who (?:leads|led|heads|headed|chairs|chaired|commands|commanded|governs) the\b"), "leader"),
    (
        re.compile(
            r",? (?:of|from|at|with) (?:the |an? )?(?:[A-Z][\w’'-]* ){0,3}"
            r"(?:Institute|Institution|University|College|Centre|Center|Academy|School)\b"
        ),
        "researcher",
    ),
)  # fmt: skip
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Hh]is|him|himself|[Ss]he|[Hh]er|hers|herself)\b")
_MARK = re.compile(r"[“”\"„«»‘]")
_THINGS = (
    "ship", "vessel", "boat", "trawler", "ferry", "tanker", "freighter", "frigate", "destroyer", "yacht", "submarine",
    "schooner", "uss", "hms", "operation", "hurricane", "storm", "typhoon", "street", "hotel", "restaurant", "pub",
    "photo", "photos", "photo:", "photos:", "photo by", "photos by", "photo: by", "photos: by", "picture:", "image:",
)  # fmt: skip
_THING = re.compile(rf"\b(?:{'|'.join(_THINGS)})[ \xa0]$", re.I)
_LONGEST_THING = 16
_CLAUSE = re.compile(r"[.?!;:,“”\"—–]")
_BEFORE_TITLES = frozenset(
    ["the", "a", "an", "his", "her", "its", "their", "my", "our", "final", "former", "veteran", "retired", "senior",
     "chief", "prime", "foreign", "deputy", "vice", "top", "state", "local", "national", "young", "old", "then", "late",
     "longtime", "fellow", "acting", "and", "but"]
)  # fmt: skip
_CONJUNCTIONS = (
    "and", "but", "when", "as", "while", "that", "if", "because", "where", "which", "what", "how", "though",
    "although", "But", "And", "When", "As", "It is", "It was", "it is", "it was",
)  # fmt: skip
_OPENING = tuple(f"{word} " for word in _CONJUNCTIONS)
_CLAUSE_OPENS = re.compile(rf"(?:^|[\n.?!”\"“:;—–,] ?|\b(?:{'|'.join(_CONJUNCTIONS)}) )$")
