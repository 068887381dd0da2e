"""Words that mean the same: one put for the other is style; wider, words and expressions that retell one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpuslib.compare.inflections import inflections
from corpuslib.compare.words import Word
from corpuslib.lexicon import rows

__all__ = ["Expression", "expressions", "groups_of", "is_listed", "meanings_of"]


class Expression(NamedTuple):
    """An expression by the numbers of its first and its last word, and its base form: `call off`."""

    first: int
    last: int
    base: str


def groups_of(form: str) -> tuple[str, ...]:
    """Return the groups of paraphrases.tsv that a folded word belongs to, inflected or not.

    >>> bool(set(groups_of("ships")) & set(groups_of("vessel"))), groups_of("zzz")
    (True, ())
    """
    return _groups().get(form, ())


def is_listed(form: str) -> bool:
    """Say whether a folded word is in the list: a common word whose paraphrases are known.

    >>> is_listed("deputies"), is_listed("varn")
    (True, False)
    """
    return form in _groups()


def meanings_of(form: str) -> tuple[str, ...]:
    """Return the groups of words that retell a folded word, or a base expression, or a word of its family.

    Wider than `groups_of`, by retellings.tsv and by word families: that two reports share such a group shows that they
    may tell of one thing, not that they say the same of it.

    >>> [set(of("deaths")).isdisjoint(of("died")) for of in (groups_of, meanings_of)]
    [True, False]
    >>> bool(set(meanings_of("cancelled")) & set(meanings_of("call off")))
    True
    """
    return _meanings().get(form) or groups_of(form)


def expressions(words: Sequence[Word]) -> list[Expression]:
    """Return the expressions of the list that words have, from left to right, none within another; the longest wins.

    >>> from corpuslib.compare.words import words
    >>> [e.base for e in expressions(words("They called it off after two heads of state lost their lives."))]
    ['call off', 'head of state', 'lose life']
    """
    found: list[Expression] = []
    after = 0
    for n, word in enumerate(words):
        if n >= after and word.form in _beginnings():
            ends = [(_end(words, n, parts), base) for parts, base in _beginnings()[word.form]]
            last, base = max(ends, default=(-1, ""))
            if last > n:
                found.append(Expression(n, last, base))
                after = last + 1
    return found


# One of these may stand between two words of an expression, with a noun or without: call it off, call the match off.
_INSIDE = frozenset(("a", "an", "the", "it", "them", "him", "her", "his", "its", "their", "my", "our", "your", "own"))
_MOST_INSIDE = 2


def _end(words: Sequence[Word], first: int, parts: Sequence[frozenset[str]]) -> int:
    """Return the number of the last word of an expression that begins at a word; -1 if it does not stand there."""
    at = first
    for part in parts:
        at += 1
        if at < len(words) and words[at].form in _INSIDE - part:
            near = range(at + 1, min(at + 1 + _MOST_INSIDE, len(words)))
            at = next((n for n in near if words[n].form in part), len(words))
        if at >= len(words) or words[at].form not in part:
            return -1
    return at


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for number, row in enumerate(rows("paraphrases.tsv")):
        for word in row["words"].split():
            for form in inflections(word):
                found.setdefault(form, set()).add(f"{number}:")
    return {form: tuple(sorted(groups)) for form, groups in found.items()}


@cache
def _retellings() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.replace("_", " ") for word in row["words"].split()) for row in rows("retellings.tsv"))


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for number, row in enumerate(_retellings()):
        for word in row:
            for form in (word,) if " " in word else inflections(word):
                found.setdefault(form, set(groups_of(form))).add(f"retold {number}")
    of_words = {form: frozenset(groups) for form, groups in found.items()}
    for number, line in enumerate(rows("word_families.tsv")):
        family = line["words"].split()
        shared = {f"family {number}"}.union(*(of_words.get(word, groups_of(word)) for word in family))
        for form in frozenset[str]().union(*(inflections(word) for word in family)):
            found.setdefault(form, set(groups_of(form))).update(shared)
    return {form: tuple(sorted(groups)) for form, groups in found.items()}


@cache
def _beginnings() -> Mapping[str, tuple[tuple[tuple[frozenset[str], ...], str], ...]]:
    """Return what must follow each first word of an expression, with the base of the expression."""
    found: dict[str, dict[tuple[frozenset[str], ...], str]] = {}
    for base in sorted({word for row in _retellings() for word in row if " " in word}):
        parts = base.split()
        plain = [frozenset((part,)) for part in parts[1:]]
        for form in inflections(parts[0]):
            found.setdefault(form, {})[tuple(plain)] = base
        found.setdefault(parts[0], {})[(*plain[:-1], inflections(parts[-1]))] = base
        if len(parts) == 2:  # a verb with its object: lost their lives
            for form in inflections(parts[0]):
                found[form][(inflections(parts[1]),)] = base
    return {form: tuple(following.items()) for form, following in found.items()}
