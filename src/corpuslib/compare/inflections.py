"""Inflected forms of English words, made by rule, with a list of irregular verbs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from corpuslib.compare.words import lexicon, stem
from corpuslib.lexicon import rows

__all__ = ["VerbForms", "inflections", "irregular_forms", "known_verb", "same_word", "verb_forms"]

_VOWELS = "aeiou"
# One syllable: the last consonant is doubled in stopped, not in opened; others with stress at the end are listed.
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


class VerbForms(NamedTuple):
    """The forms of a verb: base, third person singular, past, past participle, and the form in -ing."""

    base: str
    third: str
    past: frozenset[str]
    participle: frozenset[str]
    gerund: frozenset[str]


@cache
def irregular_forms() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Return past forms and past participles of irregular verbs, by base.

    >>> sorted(irregular_forms()["get"][1])
    ['got', 'gotten']
    """
    table = rows("irregular_verbs.tsv")
    return {r["base"]: (frozenset(r["past"].split("|")), frozenset(r["participle"].split("|"))) for r in table}


def verb_forms(base: str) -> VerbForms:
    """Return the forms of a verb; regular endings where no irregular ones are listed.

    >>> verb_forms("carry").third, sorted(verb_forms("stop").past), sorted(verb_forms("rise").participle)
    ('carries', ['stopped'], ['risen'])
    """
    stems = _before_vowel(base)
    regular = frozenset(f"{s}{'d' if s.endswith('e') else 'ed'}" for s in _before_ed(base, stems))
    past, participle = irregular_forms().get(base, (regular, regular))
    gerunds = frozenset(f"{s}ing" for s in _before_ing(base, stems))
    return VerbForms(base, _third(base), past, participle, gerunds)


@cache
def _verbs() -> Mapping[str, tuple[str, frozenset[str]]]:
    bases = {base for row in rows("common_verbs.tsv") for base in row["verbs"].split()} | irregular_forms().keys()
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for base in sorted(bases):
        forms = verb_forms(base)
        kinds = {"base": {base}, "third": {forms.third}, "past": forms.past, "participle": forms.participle}
        for kind, members in (*kinds.items(), ("gerund", forms.gerund)):
            for form in members:
                first, before = found.get(form, (base, frozenset[str]()))
                found[form] = (first, before | {kind})
    return found


@lru_cache(maxsize=65536)
def known_verb(form: str) -> tuple[str, frozenset[str]]:
    """Return the base of a verb form and what it can be: base, third, past, participle, gerund; by ending if unlisted.

    >>> base, kinds = known_verb("went")
    >>> base, sorted(kinds), known_verb("ship")
    ('go', ['past'], ('ship', frozenset()))
    """
    known = _verbs().get(form)
    if known is not None:
        return known
    if form.endswith("ed") and len(form) > 4 and not form.endswith("eed"):
        return form, frozenset(("past", "participle"))
    return form, frozenset(("gerund",)) if form.endswith("ing") and len(form) > 5 else frozenset()


def same_word(form: str, other: str) -> bool:
    """Say whether two folded words are forms of one, or begin with the same five letters.

    >>> same_word("signed", "sign"), same_word("went", "gone"), same_word("participate", "part")
    (True, True, False)
    """
    return stem(form) == stem(other) or known_verb(form)[0] == known_verb(other)[0]


def inflections(word: str) -> frozenset[str]:
    """Return a word with whatever endings it could take as noun, verb or adjective.

    >>> {"large", "larger", "largest", "largely"} <= inflections("large")
    True
    >>> {"fall", "falls", "fell", "fallen", "falling"} <= inflections("fall"), "wives" in inflections("wife")
    (True, True)
    """
    verb = verb_forms(word)
    found = {word, verb.third, *verb.past, *verb.participle, *verb.gerund, _irregular_plurals().get(word, word)}
    if word[-1:] == "y" and word[-2:-1] not in _VOWELS:
        found |= {word[:-1] + end for end in ("ier", "iest", "ily")}
    elif word.endswith("e"):
        found |= {word + "r", word + "st", word + "ly", word[:-1] + "y"} if word.endswith("le") else {
            word + "r", word + "st", word + "ly"
        }  # fmt: skip
    else:
        found |= {s + end for s in _before_vowel(word) for end in ("er", "est")} | {word + "ly"}
    if word.endswith("ic"):
        found.add(word + "ally")
    return frozenset(found - _unrelated_forms()) | {word}


@cache
def _unrelated_forms() -> frozenset[str]:
    return frozenset(form for row in rows("unrelated_forms.tsv") for form in row["words"].split())


@cache
def _irregular_plurals() -> Mapping[str, str]:
    return {row["singular"]: row["plural"] for row in rows("irregular_nouns.tsv")}


def _third(base: str) -> str:
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(?:s|x|z|ch|sh|[^o]o)$", base) else "s")


def _before_vowel(base: str) -> tuple[str, ...]:
    """Return the word, with the last consonant doubled where that is the spelling, or may be."""
    closed = len(base) > 2 and base[-1] not in _VOWELS + "wxy" and base[-2] in _VOWELS and base[-3] not in _VOWELS
    if closed and (_ONE_SYLLABLE.fullmatch(base) or base in lexicon()["doubled"]):
        return (base + base[-1], base) if base.endswith("l") else (base + base[-1],)
    return (base,)


def _before_ed(base: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    return (base[:-1] + "i",) if base.endswith("y") and base[-2:-1] not in _VOWELS else stems


def _before_ing(base: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    if base.endswith("ie"):
        return (base[:-2] + "y",)
    return (base[:-1],) if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else stems
