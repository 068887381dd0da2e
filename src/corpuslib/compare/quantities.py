"""Numbers in a text, in digits or words, as values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from corpuslib.compare.words import Word, lexicon

__all__ = ["Quantity", "quantities"]


_DECIMAL = re.compile(r"\d{1,3}\.\d{1,6}")  # before "million" a stop groups no thousands


class Quantity(NamedTuple):
    """A number: its value, whether it orders (third) or is a day of a month, and its place."""

    value: float
    kind: Literal["cardinal", "ordinal", "day"]
    start: int
    end: int
    digits: bool


def quantities(found: Sequence[Word], text: str) -> list[Quantity]:
    """Return the numbers among words, in digits or words; "one" and "first" say too little and are left out.

    >>> from corpuslib.compare.words import words
    >>> t = "Two dozen of 15,000 men left on April 23rd"
    >>> [(q.value, q.kind) for q in quantities(words(t), t)]
    [(24.0, 'cardinal'), (15000.0, 'cardinal'), (23.0, 'day')]
    """
    result: list[Quantity] = []
    first_words, after = _first_words(), 0
    for i in [n for n, w in enumerate(found) if w.number or w.form in first_words]:
        taken, value, ordinal = _number_at(found, i) if i >= after else (0, 0.0, False)
        if taken:
            after = i + taken
            first, last = found[i], found[i + taken - 1]
            kind: Literal["cardinal", "ordinal", "day"] = "ordinal" if ordinal else "cardinal"
            if 1 <= value <= 31 and first.number and _by_month(found, i, taken, text):
                kind = "day"
            if not (value == 0 and ":" in text[max(0, first.start - 1) : first.start]):
                result.append(Quantity(value, kind, first.start, last.end, first.number))
    return result


@cache
def _first_words() -> frozenset[str]:
    """Return the words that a number in words begins with."""
    return frozenset(("a", "one", *lexicon()["cardinals"], *lexicon()["ordinals"]))


def _number_at(found: Sequence[Word], i: int) -> tuple[int, float, bool]:
    """Return how many words from the i-th make a number, its value, and whether it orders."""
    cardinals, scales, ordinals = (lexicon()[name] for name in ("cardinals", "scales", "ordinals"))
    word, taken = found[i], 1
    if word.number:
        scaled = i + 1 < len(found) and found[i + 1].form in scales and word.text.count(".") == 1
        value = float(word.text) if scaled and _DECIMAL.fullmatch(word.text) else _digits(word.text)
        if i + 1 < len(found) and found[i + 1].start == word.end and found[i + 1].form in {"st", "nd", "rd", "th"}:
            return 2, value, True
        if i + 1 < len(found) and found[i + 1].form in {"pm"} and value < 12:
            return 2, value + 12, False
    elif word.form in cardinals:
        value = float(cardinals[word.form])
        ones = {**cardinals, "one": 1}.get(found[i + 1].form, 99) if value >= 20 and i + 1 < len(found) else 99
        if ones < 10:
            value, taken = value + ones, 2
    elif word.form in ordinals and ordinals[word.form] > 2:
        return 1, float(ordinals[word.form]), True
    elif word.form in {"a", "one"} and i + 1 < len(found) and scales.get(found[i + 1].form, 0) >= 12:
        value = 1.0
    else:
        return 0, 0.0, False
    while i + taken < len(found) and taken < 4 and found[i + taken].form in scales:
        value, taken = value * scales[found[i + taken].form], taken + 1
    if value >= 100 and not word.number and taken > 1:
        more, rest = _below_hundred(found, i + taken)
        value, taken = value + rest, taken + more
    return taken, value, False


def _below_hundred(found: Sequence[Word], i: int) -> tuple[int, float]:
    """Return how many words from the i-th add a number to the hundreds before them, and what: three hundred and ten."""
    cardinals = {**lexicon()["cardinals"], "one": 1}
    if not (i + 1 < len(found) and found[i].form == "and" and cardinals.get(found[i + 1].form, 100) < 100):
        return 0, 0.0
    value, taken = float(cardinals[found[i + 1].form]), 2
    if i + 2 < len(found) and found[i + 2].form in lexicon()["scales"]:
        return 0, 0.0  # three hundred and ten thousand is another number
    if value >= 20 and i + 2 < len(found) and cardinals.get(found[i + 2].form, 10) < 10:
        value, taken = value + cardinals[found[i + 2].form], 3
    return taken, value


def _digits(text: str) -> float:
    # A comma or stop before exactly three digits groups them; any other marks a fraction.
    plain = re.sub(r"(?<!^0)[.,](?=\d{3}(?:\D|$))", "", "".join(text.split())).replace(",", ".")
    head, _, tail = plain.partition(".")
    return float(f"{head[:15]}.{tail.replace('.', '')[:6] or '0'}")


def _by_month(found: Sequence[Word], i: int, taken: int, text: str) -> bool:
    months = lexicon()["months"]
    near = [*found[max(0, i - 1) : i], *found[i + taken : i + taken + 2]]
    return any(w.form in months and w.text[0].isupper() and (w.form != "may" or w.name) for w in near)
