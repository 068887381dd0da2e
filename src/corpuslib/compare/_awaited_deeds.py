"""Deeds of which news foretell that they will be done, and the words that report what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from corpuslib.compare._telling import Token
from corpuslib.compare.inflections import known_verb, verb_forms
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.words import fold, function_words, lexicon, stem
from corpuslib.lexicon import rows

__all__ = ["Deed", "Side", "counts", "deeds", "first_words", "of_other_kind", "other_number"]

Side = Literal["due", "yes", "no"]

_LONGEST = 4  # words of an expression
_CLOSE = 0.1  # share by which a number may differ and still be what was expected
_GAP = 10  # code points between a number and what it counts
_BEFORE = 40  # code points before a name in which its first part stands
_CAPITALS = re.compile(r"\b(?:[A-Z][\w’'-]{0,20}\s){1,3}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


class Deed(NamedTuple):
    """Words for a deed in a text: its place, which deed, and whether they leave open if it is done, or say it.

    `finite` says that the form can report: approved, not approving, nor to approve.
    """

    start: int
    end: int
    name: str
    side: Side
    finite: bool


def deeds(text: str) -> Iterator[Deed]:
    """Yield the deeds of a text: those that are listed, and each verb as a deed of its own.

    >>> [(d.name, d.side) for d in deeds("They turned down the bill") if d.side == "no"]
    [('decide', 'no')]
    """
    found = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]
    for n, (start, end, form) in enumerate(found):
        for taken in range(min(_LONGEST, len(found) - n), 1, -1):
            words = tuple(w for _, _, w in found[n : n + taken])
            yield from (Deed(start, found[n + taken - 1][1], *row, _past(form)) for row in _phrases().get(words, ()))
        yield from (Deed(start, end, *row, _past(form)) for row in _phrases().get((form,), ()))
        base, kinds = known_verb(form)
        if kinds:
            yield Deed(start, end, f"to {stem(base)}", "yes", _past(form))


@lru_cache(maxsize=16384)
def _past(form: str) -> bool:
    return not known_verb(form)[1].isdisjoint(("past", "participle")) or not known_verb(form)[1]


@cache
def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, Side], ...]]:
    """Return the deeds that words stand for, in every form of the first word."""
    sides: tuple[Side, ...] = ("due", "yes", "no")
    found: dict[tuple[str, ...], dict[tuple[str, Side], None]] = {}
    for row in rows("awaited_deeds.tsv"):
        for side in sides:
            for phrase in row[side].split():
                first, *rest = phrase.split("_")
                for form in sorted(_forms(first)):
                    found.setdefault((form, *rest), {})[row["deed"], side] = None
    return {words: tuple(own) for words, own in found.items()}


def _forms(word: str) -> set[str]:
    verb = verb_forms(word)
    return {word, word + "s", verb.third, *verb.past, *verb.participle, *verb.gerund}


def counts(tokens: Sequence[Token]) -> dict[str, float]:
    """Return the numbers among words by the key of what they count; none of what is counted twice.

    >>> counts([Token("#20", 0, 2, "20"), Token("hosta", 3, 11, "hostages")])
    {'hosta': 20.0}
    """
    found: dict[str, set[float]] = {}
    for t, following in pairwise([*tokens, Token("", 0, 0, "")]):
        value, _, unit = t.key[1:].partition(" ") if t.key.startswith("#") else ("", "", "")
        if value and not unit and following.key[:1].isalpha() and following.start - t.end <= _GAP:
            unit = following.key
        if unit and not value.endswith("."):
            found.setdefault(unit, set()).add(float(value))
    return {unit: values.pop() for unit, values in found.items() if len(values) == 1}


def other_number(expected: Mapping[str, float], report: Sequence[Token]) -> bool:
    """Say whether words count what was expected by another number, which is not the same rounded, and not by that one.

    >>> report = [Token("#11", 0, 2, "11"), Token("hosta", 3, 11, "hostages")]
    >>> other_number({"hosta": 20.0}, report), other_number({"hosta": 11.5}, report)
    (True, False)
    """
    values = {t.key[1:].partition(" ")[0] for t in report if t.key.startswith("#")}
    told = counts(report)
    return any(
        abs(n - told[unit]) > _CLOSE * max(n, told[unit]) and f"{n:g}" not in values
        for unit, n in sorted(expected.items())
        if unit in told
    )


def first_words(text: str, at: int) -> frozenset[str]:
    """Return the words with a capital that stand right before a name, but for titles and articles.

    >>> sorted(first_words("The Halden Airlines", 11))
    ['halden']
    """
    match = _CAPITALS.search(text, max(0, at - _BEFORE), at)
    words = {fold(word) for word in match.group().split()} if match else set()
    return frozenset(words - lexicon()["titles"] - function_words())


def of_other_kind(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Say whether two clauses have a noun in common and before it words that tell two kinds of it: of two bills.

    >>> bill = Token("bill", 7, 11, "bill")
    >>> of_other_kind([Token("schoo", 0, 6, "school"), bill], [Token("tax", 3, 6, "tax"), bill])
    True
    """
    keys = [{t.key for t in side} for side in (one, other)]
    kinds = [
        {b.key: a for a, b in pairwise(side) if b.start - a.end == 1 and a.key[0].isalpha() and not a.name}
        for side in (one, other)
    ]
    for noun in sorted(kinds[0].keys() & kinds[1].keys()):
        a, b = kinds[0][noun], kinds[1][noun]
        apart = a.key not in keys[1] and b.key not in keys[0] and not noun.startswith("name ")
        if apart and set(groups_of(fold(a.text))).isdisjoint(groups_of(fold(b.text))):
            return True
    return False
