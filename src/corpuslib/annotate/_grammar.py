"""Closed classes of English words, from lexicon/grammar.toml."""

from __future__ import annotations

from functools import cache

from corpuslib.lexicon import toml

__all__ = ["word_list"]


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a word list by its name in grammar.toml.

    >>> "she" in word_list("pronouns")
    True
    """
    return frozenset(toml("grammar.toml")[name].split())
