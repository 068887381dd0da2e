"""Values that a sentence states of something it names: a person's age, a distance from a place, a part of a whole.

What is measured is in the words around the number, so two such values can be compared without guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpuslib.compare.quantities import Quantity, quantities
from corpuslib.compare.words import Word, fold, function_words, lexicon, sounds, stem

__all__ = ["Stated", "stated_values"]


class Stated(NamedTuple):
    """A value with what it is of (`slot`), normal form, size for comparison, and place in the sentence.

    `sure` says that the slot alone makes two values comparable; else the sentences must be about one thing.
    """

    slot: str
    value: str
    size: float
    start: int
    end: int
    sure: bool


_DIGIT = re.compile(r"\d")
_PROPER = r"[A-Z][\w’'-]{1,25}"
_PERSON = rf"({_PROPER}(?:\s{_PROPER}){{1,3}})"
_AGES = (
    re.compile(rf"\b{_PERSON},\s(?:aged\s)?(\d\d)(?=[,.;)])"),
    re.compile(rf"\b{_PERSON}\s\((\d\d)\)"),
)
_WHO_IS = re.compile(rf"\b{_PERSON},\swho\s(?:is|was)\s(\d\d)(?=[,.;)\s])")
_YEAR_OLD = re.compile(rf"\b(\d\d)-year-old\s(?:[a-z]{{1,20}}\s){{0,2}}{_PERSON}")
_MILE, _SEA_MILE = 1.609, 1.852
_LENGTHS = {"nautical": _SEA_MILE, "sea": _SEA_MILE, "mile": _MILE, "kilom": 1.0, "km": 1.0, "met": 0.001}
_FROM = re.compile(
    r"\s?(nautical\smiles?|sea\smiles?|miles?|kilomet(?:re|er)s?|km|met(?:re|er)s?)\s"
    rf"([a-z-]{{4,12}}\s)?(?:from|off|of)\s(?:the\s)?({_PROPER}(?:\s{_PROPER})?)"
)
_SIDES = ("north", "south", "east", "west")
_SHARE = re.compile(
    rf"\b({_PROPER})(?:\s[\w’'-]{{1,20}}){{0,3}}\s(\d{{1,3}}(?:\.\d)?)(\s?(?:per\s?cent|%))?(?![\d,.]\d)"
)
_DONE_TO = re.compile(
    r"(?:\sof\s(?:them|the|his|her|their)(?:\s[a-z]{3,20})?)?(?:\swho)?\s(?:was|were|are|had\sbeen|have\sbeen)\s([a-z]{3,20})\b"
)
_FATES = {
    verb: fate
    for fate, verbs in {
        "held": "taken dragged picked seized captured held detained arrested kidnapped abducted jailed imprisoned",
        "killed": "killed murdered slain executed",
        "hurt": "injured wounded hurt",
    }.items()
    for verb in verbs.split()
}
_NEAR = 120  # code points after what happened to persons in which the place is named
_NAMED = re.compile(r"\b[A-Z][a-z]{3,20}\b")
_WHOLE = re.compile(r"\s(?:out\s)?of\s(?:the|its|their|his|her)?\s?$")


def stated_values(found: Sequence[Word], text: str) -> Iterator[Stated]:
    """Yield ages of named persons, distances from named places, and parts of a counted whole.

    >>> from corpuslib.compare.words import words
    >>> t = "Ten of the 11 sailors survived two miles off Hesk; Ama Strell, 31, is missing."
    >>> [(s.slot, s.value) for s in stated_values(words(t), t)]
    [('age of am strl', '31 years'), ('part of 11 sailo', '10 of 11 sailors'), ('distance from hsk', '2 miles')]
    """
    if _DIGIT.search(text):
        yield from _ages(text)
        yield from _shares(text)
    numbers = quantities(found, text)
    yield from _persons(text, numbers)
    yield from _parts(found, text, numbers)
    for q in numbers:
        match = _FROM.match(text, q.end)
        if match and q.kind == "cardinal":
            unit = match.group(1)
            scale = next(size for start, size in _LENGTHS.items() if unit.startswith(start))
            side = match.group(2) or ""
            slot = f"distance from {sounds(fold(match.group(3).split()[0]))}"
            towards = f" {side.strip()}" if side.startswith(_SIDES) else ""
            yield Stated(slot, f"{q.value:g} {unit}{towards}", q.value * scale, q.start, match.end(), False)


def _ages(text: str) -> Iterator[Stated]:
    for pattern, person, years in ((_AGES[0], 1, 2), (_AGES[1], 1, 2), (_WHO_IS, 1, 2), (_YEAR_OLD, 2, 1)):
        for match in pattern.finditer(text):
            parts = [fold(part) for part in match.group(person).split()]
            if parts[0] in lexicon()["titles"] or parts[-1] in lexicon()["months"]:
                continue
            # Of the given name as it sounds the beginning: it is spelt in too many ways, and two Strells have two ages.
            slot = f"age of {sounds(parts[0])[:2]} {sounds(parts[-1])}"
            size = float(match.group(years))
            yield Stated(slot, f"{size:g} years", size, match.start(), match.end(), True)


def _shares(text: str) -> Iterator[Stated]:
    """Yield the shares of two named parties that make up the whole."""
    found = [m for m in _SHARE.finditer(text) if 0 < float(m.group(2)) < 100]
    for a, b in pairwise(found):
        if float(a.group(2)) + float(b.group(2)) == 100 and (a.group(3) or b.group(3)):
            for match in (a, b):
                size = float(match.group(2))
                slot = f"share of {sounds(fold(match.group(1)))}"
                yield Stated(slot, f"{match.group(1)}: {size:g} %", size, match.start(), match.end(), False)


def _persons(text: str, numbers: Sequence[Quantity]) -> Iterator[Stated]:
    """Yield of how many persons something is told, by the first names after it: four of them were taken to Kelm."""
    for q in numbers:
        match = _DONE_TO.match(text, q.end) if q.kind == "cardinal" else None
        done = _FATES.get(match.group(1)) if match else None
        if match and done:
            for name in dict.fromkeys(_NAMED.findall(text[match.end() : match.end() + _NEAR])):
                slot = f"persons {done} {sounds(fold(name))}"
                yield Stated(slot, f"{q.value:g} persons", q.value, q.start, match.end(), True)


def _parts(found: Sequence[Word], text: str, numbers: Sequence[Quantity]) -> Iterator[Stated]:
    for part, whole in pairwise(numbers):
        if not _WHOLE.fullmatch(text[part.end : whole.start]) or part.value > whole.value:
            continue
        counted = next((w for w in found if w.start >= whole.end), None)
        if counted is None or counted.form in function_words() or counted.name:
            continue
        slot = f"part of {whole.value:g} {stem(counted.form)}"
        value = f"{part.value:g} of {whole.value:g} {counted.form}"
        yield Stated(slot, value, part.value, part.start, counted.end, False)
