"""Who holds an office, as a sentence names the person with the office and its place: Lorme mayor Orvar Hald."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuslib.compare.words import fold, function_words, lexicon, sounds

__all__ = ["Holder", "holders_of_offices"]


class Holder(NamedTuple):
    """A person with the office of a place (`slot`), the family name (`family`), and where that stands."""

    slot: str
    name: str
    family: str
    start: int
    end: int


# Offices of which a place has one. Deputies, and who held the office before or will hold it, are left out.
_OFFICE = r"(mayor|governor|prime\sminister|premier|chancellor|president|police\schief|chief\sexecutive)"
_NAME = r"[A-Z][\w’'-]{1,25}"
_PLACE = rf"({_NAME}(?:\s{_NAME}){{0,2}})"
_PERSON = rf"({_NAME}(?:\s{_NAME}){{1,2}})"
_FORMS = (
    (re.compile(rf"\b{_OFFICE}\sof\s(?:the\s)?{_PLACE},\s{_PERSON}"), (1, 2, 3)),
    (re.compile(rf"\b{_PERSON},\s(?:the\s)?{_OFFICE}\sof\s(?:the\s)?{_PLACE}(?=[,.;)\s]|$)"), (2, 3, 1)),
    (re.compile(rf"(?<!of\s)(?<!the\s)\b{_PLACE}(?:[’']s)?\s{_OFFICE},?\s{_PERSON}"), (2, 1, 3)),
)
_NAMED = re.compile(_OFFICE)  # most sentences name no office, and names are slow to look for
_FULL = 2  # a given name and a family name: a capital alone can open a sentence
_NOT_NOW = re.compile(
    r"\b(?:former|ex|deputy|vice|acting|then|late|next|new|newly|incoming|outgoing|future|interim|lieutenant|assistant"
    r"|ousted|elected|elect|candidate|would-be|honorary)[\s-]",
    re.IGNORECASE,
)


def holders_of_offices(text: str) -> Iterator[Holder]:
    """Yield who a sentence says holds the office of a place.

    >>> [(h.slot, h.name) for h in holders_of_offices("Lorme mayor Orvar Hald met the mayor of Varn, Ilse Strell.")]
    [('mayor of vrn', 'Ilse Strell'), ('mayor of lrm', 'Orvar Hald')]
    """
    for pattern, (office, place, person) in _FORMS if _NAMED.search(text) else ():
        for match in pattern.finditer(text):
            names = [name for name in match.group(person).split() if fold(name) not in function_words()]
            around = text[max(0, match.start() - 12) : match.end()]
            if len(names) < _FULL or _NOT_NOW.search(around) or any(fold(name) in _no_names() for name in names):
                continue
            slot = f"{fold(match.group(office))} of {sounds(fold(match.group(place).split()[-1]))}"
            yield Holder(slot, " ".join(names), fold(names[-1]), *match.span())


def _no_names() -> frozenset[str]:
    """Return words with a capital that are no part of a person's name."""
    titles: frozenset[str] = lexicon()["titles"]
    return titles | frozenset(lexicon()["months"]) | frozenset(lexicon()["weekdays"])
