"""Closed classes of English words, from lexicon/grammar.toml."""

from __future__ import annotations

from functools import cache

from corpuslib.lexicon import toml

__all__ = ["word_list", "word_lists"]


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a word list by its name in grammar.toml.

    >>> "she" in word_list("pronouns")
    True
    """
    return frozenset(toml("grammar.toml")[name].split())


@cache
def word_lists(*names: str) -> frozenset[str]:
    """Return the words of several lists.

    >>> {"she", "monday"} <= word_lists("pronouns", "days")
    True
    """
    return frozenset().union(*map(word_list, names))
