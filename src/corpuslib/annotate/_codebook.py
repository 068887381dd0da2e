"""Codebooks as data: frames, their terms, and an index that finds the terms of a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

__all__ = ["Codebook", "Entry", "Frame", "Index", "Kind", "Pattern", "Term", "Word", "pattern_of"]

Kind = Literal["lemma", "phrase", "wildcard"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that speaks for a frame.

    A `lemma` matches its regular inflections ("tariff", "tariffs"), a `phrase` the words as they stand, a
    `wildcard` every word that begins like the word before the star; a phrase may hold wildcards. Case does not
    matter; a space also matches a hyphen. A term inside one of its `not_in` phrases does not count, nor does
    one with a negator among the `negation` words before it (0: negation is not looked at).
    """

    text: str
    kind: Kind
    weight: float = 1.0
    not_in: tuple[str, ...] = ()
    negation: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as a coder would read it, and its terms."""

    name: str
    title: str
    definition: str
    terms: tuple[Term, ...]
    include: str = ""
    exclude: str = ""
    example: str = ""


@dataclass(frozen=True)
class Codebook:
    """Named frames with where they come from."""

    name: str
    frames: tuple[Frame, ...]
    title: str = ""
    source: str = ""
    licence: str = ""
    version: str = "1"

    @cached_property
    def index(self) -> Index:
        """The terms by what their first word may be, made once."""
        return Index.of(self)


class Word(NamedTuple):
    """What one token of a term may be: one of `forms`, or anything that begins with `prefix`."""

    forms: frozenset[str]
    prefix: str

    def fits(self, token: str) -> bool:
        """Say whether the token, in lower case, is one of these."""
        return token.startswith(self.prefix) if self.prefix else token in self.forms


Pattern = tuple[Word, ...]


class Entry(NamedTuple):
    """A term of a frame, ready to be matched token by token."""

    frame: str
    term: Term
    pattern: Pattern
    contexts: tuple[Pattern, ...]


def pattern_of(text: str, kind: Kind) -> Pattern:
    """Return what each token of a term may be."""
    words = re.findall(r"[^\W_]+\*?", text.lower())
    return tuple(
        Word(frozenset(), word[:-1])
        if word.endswith("*")
        else Word(frozenset(_inflections(word) if kind == "lemma" else (word,)), "")
        for word in words
    )


def _inflections(lemma: str) -> tuple[str, ...]:
    """Return the regular inflections of a noun or verb; forms that do not exist do no harm.

    >>> _inflections("ally"), _inflections("ban")
    (('ally', 'allies', 'allied', 'allying'), ('ban', 'bans', 'baned', 'baning', 'banned', 'banning'))
    """
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith("e"):
        return lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"
    plural = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")
    doubled = lemma + lemma[-1] if re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", lemma) else lemma
    return tuple(dict.fromkeys((lemma, plural, lemma + "ed", lemma + "ing", doubled + "ed", doubled + "ing")))


@dataclass(frozen=True, slots=True)
class Index:
    """The entries of a codebook by what their first word may be."""

    forms: Mapping[str, tuple[Entry, ...]]
    prefixes: Mapping[str, tuple[Entry, ...]]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, codebook: Codebook) -> Index:
        """Build the index of a codebook."""
        forms: dict[str, list[Entry]] = {}
        prefixes: dict[str, list[Entry]] = {}
        for frame in codebook.frames:
            for term in frame.terms:
                contexts = tuple(pattern_of(context, "phrase") for context in term.not_in)
                entry = Entry(frame.name, term, pattern_of(term.text, term.kind), contexts)
                first = entry.pattern[0]
                if first.prefix:
                    prefixes.setdefault(first.prefix, []).append(entry)
                for form in sorted(first.forms):
                    forms.setdefault(form, []).append(entry)
        return cls(
            {form: tuple(entries) for form, entries in forms.items()},
            {prefix: tuple(entries) for prefix, entries in prefixes.items()},
            tuple(sorted({len(prefix) for prefix in prefixes})),
        )

    def entries(self, token: str) -> tuple[Entry, ...]:
        """Return the entries whose first word the token may be."""
        starting = (self.prefixes.get(token[:n], ()) for n in self.lengths if n <= len(token))
        return self.forms.get(token, ()) + tuple(entry for entries in starting for entry in entries)
