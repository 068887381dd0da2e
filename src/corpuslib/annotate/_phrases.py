"""What single tokens of a noun phrase are: a finite verb, a noun that takes a complement, part of a share."""

from __future__ import annotations

from corpuslib.annotate._cues import forms
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._source_types import role_of
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = [
    "PUNCTUATION",
    "infinitive_after",
    "is_adverb",
    "is_bracketed_before",
    "is_finite",
    "is_human_source",
    "is_participle",
    "is_share",
    "may_take_complement",
    "object_infinitive",
    "opener",
    "reaches_edge",
]

PUNCTUATION = frozenset(",;:()[]{}–—-…?!./" + QUOTE)


def is_adverb(word: str) -> bool:
    """Say whether a word in small letters has the form of an adverb: "openly", not "family"."""
    return word.endswith("ly") and word not in word_list("nouns_in_ly")


def is_human_source(word: str) -> bool:
    """Say whether a noun is one for a person or persons who can speak."""
    return role_of(word) in ("official", "diplomat", "expert", "spokesperson", "witness", "person", "unnamed_source")


def reaches_edge(tokens: Tokens, i: int, low: int) -> bool:
    while i >= low and tokens.words[i][:1].isupper():
        i -= 1
    return i < low or tokens.words[i] in ",;:" or tokens.lower[i] in word_list("phrase_ends")


def is_finite(tokens: Tokens, i: int) -> bool:
    cue = forms().get(tokens.lower[i])
    return (
        cue is not None and cue.form in ("past", "third", "gerund") and tokens.lower[i] not in word_list("noun_forms")
    )


def may_take_complement(tokens: Tokens, i: int) -> bool:
    """Say whether the word left of a preposition is a noun that the preposition belongs to."""
    word = tokens.words[i]
    if word in PUNCTUATION or tokens.lower[i] in word_list("days") or tokens.lower[i] in word_list("auxiliaries"):
        return False
    lower = tokens.lower[i]
    return role_of(lower) is not None or lower in word_list("takes_complement")


def is_share(tokens: Tokens, i: int) -> bool:
    """Say whether a number begins a share: "one in five"."""
    number = tokens.lower[i] == "one" or tokens.lower[i] in word_list("numbers")
    return (
        number
        and tokens.lower[i + 1 : i + 2] in (["in"], ["of"])
        and not word_list("numbers").isdisjoint(tokens.lower[i + 2 : i + 3])
    )


def is_participle(tokens: Tokens, i: int, low: int) -> bool:
    """Say whether a participle hangs on the noun left of it."""
    word, left = tokens.lower[i], tokens.lower[i - 1] if i - 1 > low else ""
    if not (word.endswith("ed") or word in ("seen", "written", "led", "sent")) or not tokens.words[i].islower():
        return False
    return bool(left) and (role_of(left) is not None or left.removesuffix("s") in word_list("documents"))


def is_bracketed_before(tokens: Tokens, comma: int, low: int) -> bool:
    """Say whether a comma follows a bracket: "Ana Kelm (Aln), said"."""
    return tokens.words[comma] == "," and comma - 1 > low and tokens.words[comma - 1] == ")"


def opener(tokens: Tokens, closer: int, low: int) -> int | None:
    """Return the token that opens the parenthesis which `closer` closes."""
    wanted = {")": "(", ",": ",", "–": "–", "—": "—"}[tokens.words[closer]]
    inner = 0
    for i in range(closer - 1, max(low - 1, closer - 40), -1):
        word = tokens.words[i]
        if word == QUOTE:
            return None
        if word == wanted:
            if word == "," and _continues_apposition(tokens, i, closer, low):
                inner += 1
                if inner < 3:
                    continue
            return i
    return None


def _continues_apposition(tokens: Tokens, comma: int, closer: int, low: int) -> bool:
    """Say whether a comma lies within the apposition: "X, chief of A, B and C," has its opener further left."""
    return comma + 1 < closer and tokens.lower[comma + 1] in {"and", "or"}


def infinitive_after(tokens: Tokens, i: int, high: int) -> int | None:
    """Return the "to" of an infinitive after a cue and the occasion, if any: "pledged at a meeting in Aln to sign"."""
    opens = tokens.lower[i] in word_list("adjunct_openers") and tokens.lower[i] != "to"
    reach = i + 12 if opens else i + 1
    for k in range(i, min(high - 2, reach)):
        if tokens.words[k] in (",", ";", ":", QUOTE):
            return None
        if tokens.lower[k] == "to":
            return k if tokens.words[k + 1].islower() and tokens.lower[k + 1] not in word_list("determiners") else None
    return None


def object_infinitive(tokens: Tokens, i: int, high: int) -> bool:
    """Say whether a noun phrase and then an infinitive follow: "the council to reopen the port"."""
    for k in range(i, min(high - 1, i + 9)):
        if tokens.lower[k] in ("to", "not"):
            return k > i and tokens.words[k + 1].islower() and tokens.lower[k + 1] not in word_list("determiners")
        if tokens.words[k] in (",", ";", ":", QUOTE) or tokens.lower[k] in word_list("phrase_ends"):
            return False
    return False
