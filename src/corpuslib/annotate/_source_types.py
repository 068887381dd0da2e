"""What kind of source a mention is: by the words of the mention, the lexicon of media, and the person's role."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from corpuslib.lexicon import names_of, rows

__all__ = ["SourceType", "human_nouns", "is_human", "is_known_medium", "is_media", "role_of", "source_type"]

SourceType = Literal[
    "named_official",
    "unnamed_official",
    "named_person",
    "unnamed_person",
    "spokesperson",
    "government_body",
    "state_actor",
    "state_media",
    "news_agency",
    "other_media",
    "document",
    "expert",
    "intelligence",
    "diplomat",
    "witness",
    "organisation",
    "unattributed",
]


class Medium(NamedTuple):
    """A news medium of the lexicon."""

    name: str
    country: str
    kind: str
    ownership: str
    ambiguous: bool


@cache
def _roles() -> dict[str, str]:
    return {row["word"].lower(): row["role"] for row in rows("source_types.tsv")}


@cache
def places() -> frozenset[str]:
    """Return the names of states and seats of government."""
    return frozenset(row["word"] for row in rows("source_types.tsv") if row["role"] == "state_actor")


@cache
def media() -> dict[str, Medium]:
    """Return the media of the lexicon by name and alias, as written."""
    table: dict[str, Medium] = {}
    for row in rows("media.tsv"):
        doubtful = {entry.partition("=")[0] for entry in filter(None, row["also"].split("|"))}
        for name in names_of(row):
            medium = Medium(row["name"], row["country"], row["kind"], row["ownership"], name in doubtful)
            table[name] = _shared(table[name], medium) if name in table else medium
    return table


def _shared(one: Medium, other: Medium) -> Medium:
    """Return what two bearers of a name have in common: all that may be said without deciding between them."""
    name, country, kind, ownership = (a if a == b else "" for a, b in zip(one[:4], other[:4], strict=True))
    return Medium(name, country, kind, ownership, ambiguous=True)


def role_of(word: str) -> str | None:
    """Return the role that a noun gives a source, None for a word that is no source noun."""
    return _nouns().get(word)


@cache
def _nouns() -> dict[str, str]:
    return {word: role for word, role in _roles().items() if role != "state_actor"}


def is_human(word: str) -> bool:
    """Say whether a noun is one for a person."""
    return word in human_nouns()


@cache
def human_nouns() -> frozenset[str]:
    """Return the nouns for persons."""
    humans = ("official", "diplomat", "expert", "spokesperson", "intelligence", "witness", "person")
    return frozenset(word for word, role in _nouns().items() if role in humans)


_PHRASES: tuple[tuple[re.Pattern[str], SourceType], ...] = (
    (re.compile(r"\bspokes(?:man|woman|person|people|men|women)\b", re.I), "spokesperson"),
    (
        re.compile(
            r"\b(?:state|official)(?:-(?:run|owned|controlled|backed))?(?: \w+){0,3} "
            r"(?:media|television|tv|radio|newspaper|broadcaster|daily)\b|"
            r"\bstate(?:-(?:run|owned|controlled))? (?:news )?agency\b",
            re.I,
        ),
        "state_media",
    ),
    (re.compile(r"\b(?:both|the two) capitals$", re.I), "state_actor"),
    (re.compile(r"\b(?:news|press|wire) (?:agency|agencies|service)\b", re.I), "news_agency"),
    (
        re.compile(
            r"\b(?:spy|security) (?:agency|agencies|service|services|official|officials|source|sources|chief)\b|"
            r"\bintelligence\b",
            re.I,
        ),
        "intelligence",
    ),
    (re.compile(r"\bone of the (?:rescued|injured|wounded|survivors|freed|detained)\b", re.I), "witness"),
    (re.compile(r"\bdiplomatic sources?\b", re.I), "diplomat"),
    (re.compile(r"\b(?:[Gg]overnment|[Oo]fficial|[Mm]ilitary|[Mm]inisterial) sources?\b"), "unnamed_official"),
    (
        re.compile(
            r"\b[A-Z]\w+ (?:Bulletin|Chronicle|Courier|Dispatch|Echo|Examiner|Gazette|Globe|Herald|Journal|Mercury|"
            r"Monitor|News|Observer|Post|Press|Register|Review|Star|Telegraph|Times|Tribune|Weekly)$"
        ),
        "other_media",
    ),
    (
        re.compile(
            r"^(?:the )?(?:[A-Z]\w+ )?(?:Anzeiger|Zeitung|Nachrichten|Tageblatt|Tagblatt|Kurier|Dagblad|Dagbladet|"
            r"Tidende|Figaro|"
            r"Diario|Jornal|Folha|Corriere|Giornale|Gazeta|Gazetta|Pravda|Izvestia|Novosti|Shimbun|Ilbo|Daily)$"
        ),
        "other_media",
    ),
)
_OFFICE = re.compile(
    r"(?:the |[\w’' -]{2,30}(?:’s|'s) )?(?:[\w-]+ ){0,2}?(?:(?:prime|foreign|fisheries|finance|defen[cs]e|interior|"
    r"health|justice|trade|energy|education|environment|transport) minister|minister (?:of|for) \w+|president|premier|"
    r"chancellor|mediator|chief whip|leader of the opposition|opposition leader|head of (?:state|government)|king|"
    r"queen|pope|PM)(?: of (?:the )?[\w ]{1,40})?$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_HEAD_END = re.compile(
    r",|\(|;|\s(?:of|for|in|from|at|on|with|to|who|whose|that|close|familiar|near|under|about)\s", re.I
)
_ONE_PARTY = frozenset({"CN", "CU", "KP", "LA", "VN"})
_FIRST = re.compile(r"\w+")
_WORD = re.compile(r"[\w’'.-]+")


def is_media(mention: str) -> bool:
    """Say whether a mention is a news medium or media in general."""
    return source_type(mention, None, "") in ("state_media", "news_agency", "other_media")


def is_known_medium(mention: str) -> bool:
    """Say whether a mention names a medium of the lexicon."""
    return _medium(mention) is not None


@cache
def _sure() -> dict[str, tuple[str, ...]]:
    """Return the names that mean nothing but a medium by their first word, the longest first."""
    table: dict[str, list[str]] = {}
    for name, medium in media().items():
        first = _FIRST.match(name)
        if first and not medium.ambiguous:
            table.setdefault(first.group(), []).append(name)
    return {word: tuple(sorted(names, key=lambda name: (-len(name), name))) for word, names in table.items()}


def _medium(mention: str) -> Medium | None:
    bare = _ARTICLE.sub("", mention).strip()
    exact = media().get(bare) or media().get(mention)
    if exact:
        return exact
    for word in _FIRST.finditer(bare):
        for name in _sure().get(word.group(), ()):
            end = word.start() + len(name)
            # "a Reuters correspondent" is a medium, "the Reuters building's owner" rarely a source
            if bare.startswith(name, word.start()) and not bare[end : end + 1].isalnum() and len(name) * 3 >= len(bare):
                return media()[name]
    return None


@lru_cache(maxsize=1024)
def source_type(mention: str, name: str | None, role: str) -> SourceType | None:
    """Return the type of the source that `mention` names, None if its words do not tell.

    `name` is the person's name if the mention has or stands for one; `role` holds the words that describe
    that person elsewhere ("the foreign minister"), empty if nothing is known.

    >>> source_type("a senior official", None, ""), source_type("Xinhua", None, "")
    ('unnamed_official', 'state_media')
    """
    medium = _medium(mention)
    if medium is not None:
        if medium.ownership == "state" or (medium.ownership == "party" and medium.country in _ONE_PARTY):
            return "state_media"
        return "news_agency" if medium.kind == "agency" else "other_media"
    for pattern, kind in _PHRASES:
        if pattern.search(mention):
            return kind
    bare = _ARTICLE.sub("", mention).strip()
    if name is None and _OFFICE.match(mention):
        return "named_official"  # an office that one person holds
    if _roles().get(bare.lower().removesuffix("’s").removesuffix("'s")) == "state_actor":
        return "state_actor"
    named = name is not None
    role = " ".join(sorted(role.split(), key=lambda word: _roles().get(word) != "person"))
    for words in (_HEAD_END.split(mention, maxsplit=1)[0], role if named else "", mention if named else ""):
        found = _typed(words, named)
        if found:
            return found
    return "named_person" if named else None


def _typed(words: str, named: bool) -> SourceType | None:
    """Return the type by the last role noun among the words."""
    for word in reversed(_WORD.findall(words)):
        role = _roles().get(word.lower().removesuffix("’s").removesuffix("'s"))
        if role is None or role == "state_actor":
            continue
        if named and role in ("government_body", "organisation", "document", "other_media", "unnamed_source"):
            continue
        return _PLAIN[role] if not named else _NAMED.get(role, _PLAIN[role])
    return None


_PLAIN: dict[str, SourceType] = {
    "spokesperson": "spokesperson",
    "official": "unnamed_official",
    "diplomat": "diplomat",
    "expert": "expert",
    "intelligence": "intelligence",
    "witness": "witness",
    "government_body": "government_body",
    "document": "document",
    "other_media": "other_media",
    "unnamed_source": "unnamed_person",
    "organisation": "organisation",
    "person": "unnamed_person",
}
_NAMED: dict[str, SourceType] = {"official": "named_official", "person": "named_person"}
