"""What stands before and behind a verb: its helpers, its subject, its complements."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from corpuslib.compare._role_phrases import NOTHING, Phrase, Reading, closed, is_past

__all__ = [
    "Complement", "Group", "antecedent_of", "by_whom", "complements_of", "described", "group_before", "prepositions",
    "subject_of",
]  # fmt: skip

_FAR = 18  # words behind a verb among which its complements are looked for


class Complement(NamedTuple):
    """A phrase behind a verb with the preposition before it, empty for an object."""

    preposition: str
    phrase: Phrase


class Group(NamedTuple):
    """What stands before a verb: where its helpers begin, and which they are."""

    first: int
    passive: bool = False
    wanted: bool = False
    helped: bool = False


def group_before(reading: Reading, i: int) -> Group:
    """Read the helpers before the verb."""
    k, passive, wanted, helped = i - 1, False, False, False
    while k >= 0 and not reading.ends(k) and i - k < 10:
        form = reading.form(k)
        if form in closed("be"):
            passive, helped = passive or not wanted, True
        elif form in closed("have") or form in closed("modals"):
            helped = True
        elif form == "to" and k > 0 and not reading.ends(k - 1):
            governor = k - 2 if reading.form(k - 1) in closed("negations") else k - 1
            if not _governs(reading, governor):
                return Group(governor + 1, passive, True, True)
            if reading.form(governor) in closed("be"):
                governor += 1
            passive_here, k = passive, governor
            wanted, helped, passive = True, True, passive_here
        elif form in closed("times"):
            k -= reading.form(k - 1) in _BEFORE_TIMES
        elif not (form in closed("negations") or reading.is_adverb(k)):
            break
        k -= 1
    return Group(k + 1, passive, wanted, helped)


_BEFORE_TIMES = frozenset(["on", "last", "this", "late", "early"])


def _governs(reading: Reading, k: int) -> bool:
    """Say whether a word before "to" is a verb or adjective that governs it, and not a noun: "wants to", "ready to"."""
    if k < 0 or reading.is_name(k):
        return False
    if reading.form(k) in closed("be") or reading.form(k) in closed("have"):
        return True
    before = reading.form(k - 1)
    noun = reading.is_determiner(k - 1) or reading.owns(k - 1) or before in closed("argument_prepositions")
    return reading.is_content(k) and not noun


def subject_of(reading: Reading, group: Group) -> tuple[Phrase, int]:
    """Return the phrase before the verb, and where it begins."""
    k = group.first - 1
    if k < 0 or reading.ends(k) == ";":
        return NOTHING, group.first
    if reading.ends(k) == ",":
        return _before_insertion(reading, k)
    if reading.form(k) in closed("relatives"):
        return _named(reading, k - 1), group.first
    if reading.form(k) in ("he", "she", "it", "they"):
        return _who_said(reading, k), k
    phrase, start = reading.before(k)
    if not phrase.keys:
        return NOTHING, group.first
    if not reading.ends(start - 1) and reading.form(start - 1) in prepositions():
        outer = _outer(reading, start - 2)
        return (outer if outer.keys else reading.names_behind(phrase)), start
    if reading.ends(start - 1) == "," and start > 1:
        return _with_apposition(reading, phrase, start), start
    return phrase, start


def described(reading: Reading, group: Group, i: int) -> tuple[Phrase, int]:
    """Return whom a participle describes: the phrase before it, or behind its own where it opens the sentence."""
    k = group.first - 1
    if k < 0 or reading.ends(k) == ";":
        return _behind(reading, i), i
    if reading.ends(k) == ",":
        if reading.form(i).endswith("ing"):
            return reading.after(_clause_start(reading, k))[0], i
        return _named(reading, k), i
    return subject_of(reading, group)


def _who_said(reading: Reading, k: int) -> Phrase:
    """Return whom a pronoun means in "Kelm said she …": who says it."""
    k -= reading.form(k - 1) == "that"
    speech = k - 1
    if reading.form(speech) not in ("said", "says") and not reading.form(speech).endswith("ed"):
        return NOTHING
    phrase, start = reading.before(speech - 1)
    return phrase if (start == 0 or reading.ends(start - 1)) and not reading.ends(speech - 1) else NOTHING


@cache
def prepositions() -> frozenset[str]:
    """Return all prepositions."""
    return closed("argument_prepositions") | closed("other_prepositions")


def _outer(reading: Reading, k: int) -> Phrase:
    """Return the phrase that a prepositional phrase hangs on, if it opens its clause."""
    if reading.ends(k):
        return NOTHING
    phrase, start = reading.before(k)
    opens = start == 0 or bool(reading.ends(start - 1)) or reading.form(start - 1) in _openers()
    return phrase if opens else NOTHING


@cache
def _openers() -> frozenset[str]:
    """Return what a clause begins behind."""
    return closed("conjunctions") | closed("relatives") | {"said", "says"}


def _named(reading: Reading, k: int) -> Phrase:
    """Return the phrase before a relative pronoun, with the name that stands in apposition to it."""
    phrase, start = reading.before(k)
    return _with_apposition(reading, phrase, start) if reading.ends(start - 1) == "," and start > 1 else phrase


def _with_apposition(reading: Reading, phrase: Phrase, start: int) -> Phrase:
    """Join the phrase before a comma to the one behind it: "the dealer, Ana Kelm, …"; no more than that."""
    other, begin = reading.before(start - 1)
    opens = begin == 0 or reading.ends(begin - 1) == ";"
    titled = opens and reading.is_determiner(begin) and all(reading.is_name(k) for k in phrase.words)
    return phrase.joined(other) if titled else phrase


def _before_insertion(reading: Reading, k: int) -> tuple[Phrase, int]:
    """Return the phrase before what stands between two commas before the verb: "Kelm, head of the bank, denied"."""
    result, begin = NOTHING, k + 1
    for _ in range(3):
        start = k
        while start > 0 and not reading.ends(start - 1):
            start -= 1
        if start == 0 or reading.ends(start - 1) == ";":
            break
        inside, end = reading.after(start)
        if end > k and all(reading.is_name(j) for j in inside.words):
            result = result.joined(inside)
        k = start - 1
        phrase, begin = reading.before(k)
        if phrase.keys:
            clear = begin == 0 or reading.ends(begin - 1) or reading.form(begin - 1) in _openers()
            outer = NOTHING if clear or reading.form(begin - 1) not in prepositions() else _outer(reading, begin - 2)
            result = (outer if outer.keys else phrase).joined(result)
            if reading.ends(begin - 1) != "," or not reading.is_determiner(begin):
                break
    return result, begin


def _clause_start(reading: Reading, k: int) -> int:
    while k > 0 and reading.ends(k - 1) != ";" and not (reading.ends(k - 1) == "," and reading.form(k) in _openers()):
        k -= 1
    return k


def _behind(reading: Reading, i: int) -> Phrase:
    """Return the phrase behind the comma that ends a participle's phrase: "Backed by Kelm, Orlan won"."""
    for k in range(i, min(i + _FAR, len(reading.words))):
        if reading.ends(k) == ",":
            return reading.after(k + 1)[0]
        if reading.ends(k) == ";":
            break
    return NOTHING


def by_whom(reading: Reading, start: int) -> Phrase:
    """Return the agent in "the dealer by whom the museum was deceived"."""
    if reading.form(start - 1) in ("whom", "which") and reading.form(start - 2) == "by":
        return reading.before(start - 3)[0]
    return NOTHING


def antecedent_of(reading: Reading, start: int) -> Phrase:
    """Return who is acted on in "the dealer whom the museum deceived"."""
    if reading.form(start - 1) in closed("relatives") and not reading.ends(start - 1):
        return _named(reading, start - 2)
    return NOTHING


def complements_of(reading: Reading, k: int, end: int | None = None) -> list[Complement]:
    """Return the phrases behind a verb with their prepositions, up to the next clause."""
    start, preposition = k, ""
    found: list[Complement] = []
    while k < min(len(reading.words) if end is None else end, start + _FAR) and not (k and reading.ends(k - 1)):
        form = reading.form(k)
        if form in closed("argument_prepositions") or form in closed("other_prepositions"):
            if form == "by" and reading.form(k + 1) in ("whom", "which"):
                break
            particle = form in closed("particles") and not found
            preposition = form if form in closed("argument_prepositions") else preposition if particle else "~"
            k += 1
            if form == "to" and _is_infinitive(reading, k):
                preposition, k = "", k + 1
        elif form in closed("pronouns") and form not in ("he", "she", "they", "we", "i"):
            found.append(Complement(preposition, NOTHING))
            preposition, k = "", k + 1
        elif _ends_clause(reading, k) or (is_past(form) and not preposition and reading.is_content(k - 1)):
            break
        else:
            phrase, following = reading.after(k)
            if phrase.keys:
                phrase, following = _apposed(reading, phrase, following)
                if preposition != "~" and not (preposition == "by" and _is_time(reading, phrase)):
                    found.append(Complement(preposition, phrase))
                preposition = ""
            k = max(following, k + 1)
    return found


def _ends_clause(reading: Reading, k: int) -> bool:
    form = reading.form(k)
    if form in closed("relatives") or form in closed("conjunctions") or form in closed("modals"):
        return True
    return form in closed("be") or form in closed("have") or form in ("he", "she", "they", "we", "i")


def _is_infinitive(reading: Reading, k: int) -> bool:
    """Say whether the word behind "to" is a verb: what is acted on follows it."""
    if not reading.is_content(k) or reading.is_name(k) or reading.ends(k):
        return False
    following = reading.form(k + 1)
    named = reading.is_name(k + 1)
    return named or reading.is_determiner(k + 1) or following in closed("argument_prepositions") - {"of"}


def _apposed(reading: Reading, phrase: Phrase, k: int) -> tuple[Phrase, int]:
    """Join the phrase between commas behind a phrase: "her deputy, Lars Moll,"."""
    if reading.ends(k - 1) != "," or k >= len(reading.words):
        return phrase, k
    other, end = reading.after(k)
    last = reading.ends(end - 1)
    closes = last == "," or (last == ";" and all(reading.is_name(j) for j in other.words))
    closes = closes and bool(other.keys) and reading.form(end) not in ("and", "or")
    return (phrase.joined(other), k) if closes else (phrase, k)


def _is_time(reading: Reading, phrase: Phrase) -> bool:
    return not phrase.words or reading.words[phrase.words[0]].number
