"""Where the documents of a story name its actors: those of the corpus file, and people whom the documents quote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from corpuslib.compare._telling import common_words
from corpuslib.compare.speakers import name_words, same_speaker
from corpuslib.compare.words import fold, function_words, lexicon, sounds
from corpuslib.document import Document
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["Found", "Named", "named_in"]


class Named(Protocol):
    """What is needed of an actor: a name, and other names."""

    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class Found(NamedTuple):
    """An actor with the places that name it, and the documents that may speak of it without the name, by position."""

    name: str
    places: dict[int, list[Span]]
    near: frozenset[int]


_PERSONS = frozenset({"named_official", "named_person", "expert", "witness", "spokesperson"})
_LONGEST = 5  # words of a name


def named_in(
    documents: Sequence[Document],
    tables: Sequence[Mapping[str, Sequence[Any]]],
    voice: Sequence[str],
    actors: Sequence[Named] = (),
) -> Iterator[Found]:
    """Yield each actor of a story with where documents name it, by position of the document, in order.

    Given actors come first, then the people whom attributions give a first and a last name, if two voices name
    them. A last name alone counts where one person of the story bears it. A name of one word that is part of a longer
    one is somebody else's. A document may speak of an actor without the name if it has a word like it (Russian,
    for Russia), or one for what the actor is elsewhere (the skipper).
    """
    names = _names(actors, _people(tables))
    if not names:
        return
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))) + r")(?!\w)"
    )
    listed = {actor.name for actor in actors}
    found: dict[str, dict[int, list[Span]]] = {}
    for n, document in enumerate(documents):
        for start, end in _read(document):
            for match in pattern.finditer(document.text, start, end):
                if not _is_longer(document.text, match):
                    found.setdefault(names[match.group()], {}).setdefault(n, []).append(Span(*match.span()))
    forms = [
        {fold(word) for word in {w for span in _read(document) for w in _WORD.findall(document.text, *span)}}
        for document in documents
    ]
    for name in sorted(found, key=lambda name: (name not in listed, name)):
        if name in listed or len({voice[n] for n in found[name]}) > 1:
            hints = _hints([written for written, owner in names.items() if owner == name], documents, found[name])
            near = (n for n, own in enumerate(forms) if n not in found[name] and _hinted(hints, own))
            yield Found(name, found[name], frozenset(near))


_WORD = re.compile(r"[^\W\d_]+(?:['’]s\b)?")
_AROUND = 40  # code points before and after a name in which a word says what the named is


def _read(document: Document) -> Iterator[tuple[int, int]]:
    for block in document.blocks:
        if block.in_body or block.kind in ("headline", "standfirst"):
            yield block.start, block.end


def _hints(
    written: Iterable[str], documents: Sequence[Document], places: Mapping[int, Sequence[Span]]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return what a word begins with that is like a name, and the words for what the named is."""
    beginnings = {fold(word)[:_BEGINNING] for name in written for word in name.split() if len(word) > 3}
    roles: set[str] = set()
    for n, spans in places.items():
        text = documents[n].text
        for start, end in spans:
            around = text[max(0, start - _AROUND) : start] + " " + text[end : end + _AROUND]
            roles |= _roles() & {fold(word) for word in _WORD.findall(around)}
            title = _BEFORE.search(text, max(0, start - _AROUND), start)
            roles |= {fold(title.group(1))} if title else set()
    return tuple(sorted(beginnings)), frozenset(roles - _never())


_BEGINNING = 5


def _hinted(hints: tuple[tuple[str, ...], frozenset[str]], forms: Collection[str]) -> bool:
    beginnings, roles = hints
    return any(form in roles or form.startswith(beginnings) for form in forms)


@cache
def _roles() -> frozenset[str]:
    """Return the words that head what actors are called."""
    labels = {
        word for row in rows("labels.tsv") if row["category"] != "honorific" for word in row["label"].split()[-1:]
    }
    titles: frozenset[str] = lexicon()["titles"]
    return frozenset(labels) | (titles - {"mr", "mrs", "ms", "dr"})


def _names(actors: Sequence[Named], people: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return whom each written name means; a name of two actors means none."""
    owners: dict[str, set[str]] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            owners.setdefault(name, set()).add(actor.name)
    given = [(actor.name, {sounds(fold(n.split()[-1])) for n in (actor.name, *actor.aliases) if n}) for actor in actors]
    last: dict[str, set[str]] = {}
    kept = {}
    for person, variants in people.items():
        heard = sounds(fold(person.split()[-1]))
        same = [name for name, endings in given if heard in endings and same_speaker(name, person)]
        if not same:
            kept[person] = variants
            last.setdefault(heard, set()).add(person)
    for person, variants in kept.items():
        heard = sounds(fold(person.split()[-1]))
        alone = len(last[heard]) == 1 and not any(heard in endings for _, endings in given)
        for name in variants:
            owners.setdefault(name, set()).add(person)
            if alone:
                owners.setdefault(name.split()[-1], set()).add(person)
    return {name: min(whose) for name, whose in owners.items() if len(whose) == 1 and len(name) > 1}


def _people(tables: Iterable[Mapping[str, Sequence[Any]]]) -> dict[str, list[str]]:
    """Return the people whom attributions name in full, each by the longest form, with all forms."""
    forms = sorted(
        {
            row.speaker
            for table in tables
            for row in table.get("attributions", ())
            if row.speaker and row.source_type in _PERSONS and 1 < len(row.speaker.split()) <= _LONGEST
            and len(name_words(row.speaker)) > 1 and all(word[0].isupper() for word in row.speaker.split()[-1:])
        },
        key=lambda name: (-len(name), name),
    )  # fmt: skip
    people: dict[str, list[str]] = {}
    by_sound: dict[str, list[str]] = {}
    for form in forms:
        heard = by_sound.setdefault(sounds(fold(form.split()[-1])), [])
        known = next((person for person in heard if same_speaker(person, form)), None)
        if known is None:
            heard.append(form)
            people[form] = [form]
        else:
            people[known].append(form)
    return people


@cache
def _never() -> frozenset[str]:
    """Return words before a name that say nothing of the named."""
    return (function_words() | common_words()) - _roles()


_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_AFTER = re.compile(r"[ \u00a0]([^\W\d_]+)")


def _is_longer(text: str, match: re.Match[str]) -> bool:
    """Say whether a name of one word is part of a longer name."""
    if " " in match.group():
        return False
    before = _BEFORE.search(text, max(0, match.start() - 30), match.start())
    after = _AFTER.match(text, match.end(), match.end() + 30)
    given = before is not None and before.group(1)[0].isupper() and fold(before.group(1)) in _first_names()
    return given or (after is not None and _starts_name(after.group(1)))


@cache
def _first_names() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("first_names.tsv"))


def _starts_name(word: str) -> bool:
    known = function_words() | lexicon()["titles"] | lexicon()["months"].keys() | lexicon()["weekdays"].keys()
    return word[0].isupper() and fold(word) not in known
