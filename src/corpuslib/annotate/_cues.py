"""The lexicon of attribution cues, by inflected form."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from corpuslib.lexicon import rows

__all__ = ["Cue", "Form", "forms", "nouns", "phrasal", "phrasal_verbs", "triggers"]

Form = Literal["base", "third", "past", "participle", "gerund", "adjective", "noun"]


class Cue(NamedTuple):
    """An inflected cue: its lemma, class, the complements it takes (see cues.tsv), and which form it is."""

    lemma: str
    kind: str
    frames: frozenset[str]
    form: Form


@cache
def forms() -> dict[str, Cue]:
    """Return every inflected form of every verb and adjective cue, and of the noun cues that are no verbs.

    >>> forms()["told"].lemma, forms()["urging"].form
    ('tell', 'gerund')
    """
    table: dict[str, Cue] = {}
    for row in rows("cues.tsv"):
        frames = frozenset(row["frames"])
        for word, form in _inflect(row["lemma"], row["pos"], row["forms"]) if row["pos"] != "phrasal" else ():
            if not (row["pos"] == "noun" and word in table):
                table[word] = Cue(row["lemma"], row["class"], frames, form)
    return table


@cache
def phrasal() -> dict[tuple[str, str], Cue]:
    """Return the phrasal verbs, by inflected verb and particle.

    >>> phrasal()["shot", "back"].lemma
    'shoot back'
    """
    table: dict[tuple[str, str], Cue] = {}
    for row in rows("cues.tsv"):
        if row["pos"] == "phrasal":
            verb, _, particle = row["lemma"].partition(" ")
            for word, form in _inflect(verb, "verb", row["forms"]):
                table[word, particle] = Cue(row["lemma"], row["class"], frozenset(row["frames"]), form)
    return table


@cache
def triggers() -> frozenset[str]:
    """Return every word that can open a cue."""
    return frozenset(forms()) | frozenset(nouns()) | phrasal_verbs() | {"according"}


@cache
def phrasal_verbs() -> frozenset[str]:
    """Return the inflected verbs that make a cue with a particle."""
    return frozenset(verb for verb, _ in phrasal())


@cache
def nouns() -> dict[str, Cue]:
    """Return the noun cues, singular and plural."""
    return {
        word: Cue(row["lemma"], row["class"], frozenset(row["frames"]), "noun")
        for row in rows("cues.tsv")
        if row["pos"] == "noun"
        for word, _ in _inflect(row["lemma"], "noun", "")
    }


_DOUBLING = frozenset(["plan", "admit", "quip", "commit", "rip", "dub", "beg", "snap", "rebut", "forget", "tag", "hit"])


def _inflect(lemma: str, pos: str, irregular: str) -> list[tuple[str, Form]]:
    if pos == "adjective":
        return [(lemma, "adjective")]
    plural = (
        lemma[:-1] + "ies"
        if lemma[-1] == "y" and lemma[-2] not in "aeiou"
        else (lemma + "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else lemma + "s")
    )
    if pos == "noun":
        return [(lemma, "noun"), (plural, "noun")]
    stem = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    if lemma.endswith("ee"):
        gerund, past = lemma + "ing", lemma + "d"
    elif lemma.endswith("e"):
        gerund, past = lemma[:-1] + "ing", lemma + "d"
    elif lemma[-1] == "y" and lemma[-2] not in "aeiou":
        gerund, past = lemma + "ing", lemma[:-1] + "ied"
    else:
        gerund, past = stem + "ing", stem + "ed"
    given = [form for form in irregular.split(",") if form and not form.endswith("ing")]
    pasts: list[tuple[str, Form]] = [(form, "past") for form in given] or [(past, "past")]
    return [(lemma, "base"), (plural, "third"), *pasts, (gerund, "gerund")]
