"""Predications: what a clause says of whom, as done or as not done.

Where it is open whether something is the case (a wish, a condition, a part that alone is denied), there is no
predication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from corpuslib.compare._clauses import Phrase, Reading, base_of, closed_class
from corpuslib.compare._verb_shapes import reports
from corpuslib.compare.inflections import inflections, known_verb
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.passages import Passage
from corpuslib.compare.words import lexicon, stem
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["Predication", "may_deny", "predications", "sayable"]

_WORD = re.compile(r"[A-Za-z]+(?:n[’']t)?")


class Predication(NamedTuple):
    """What a clause says: by each key of what it says, whether as done (1) or not done (-1)."""

    says: Mapping[str, int]
    subject: Phrase | None
    object: Phrase | None
    others: tuple[Phrase, ...]
    mood: str
    denies: bool
    shifted: frozenset[str]
    hours: frozenset[str]
    span: Span


def predications(passage: Passage, keys: Mapping[int, str]) -> list[Predication]:
    """Return what the clauses of a sentence say; `keys` gives the keys of its telling words by their start.

    >>> said = Passage("The captain did not sound the horn.")
    >>> [(p.subject.head, p.denies, p.object.head) for p in predications(said, {w.start: w.form for w in said.words})]
    [('captain', True, 'horn')]
    """
    reading = _Predicating(passage, keys)
    return list(reading.found()) if reading.states else []


def may_deny(text: str) -> bool:
    """Say whether a sentence has a word that denies, or one that is the opposite of what another may say.

    >>> may_deny("Nobody was hurt."), may_deny("She was killed."), may_deny("She sang.")
    (True, True, False)
    """
    return any(w.group().lower() in _denying() or w.group().endswith(("n't", "n’t")) for w in _WORD.finditer(text))


@lru_cache(maxsize=65536)
def sayable(form: str) -> frozenset[str]:
    """Return the keys of what a word may say where it is the verb of a clause.

    >>> bool(sayable("survived") & sayable("killed")), bool(sayable("survived") & sayable("sang"))
    (True, False)
    """
    base = base_of(form)
    verb = {"to go off", "to go out", "to go down", "to go up"} if base == "go" else {f"to {stem(base)}"}
    return frozenset({*verb, *(f"group {g}" for g in groups_of(form)), *_beginning().get(form, ())})


@cache
def _beginning() -> Mapping[str, frozenset[str]]:
    """Return the scales of the words that stand alone or open a phrase in contradictories.tsv."""
    found: dict[str, set[str]] = {}
    for form, sides in _contradictories().items():
        found.setdefault(form.partition("_")[0], set()).update(sides)
    return {form: frozenset(scales) for form, scales in found.items()}


@cache
def _denying() -> frozenset[str]:
    forms = {form.partition("_")[0] for form, sides in _contradictories().items() if -1 in sides.values()}
    verbs = {form for verb in closed_class("negative") for form in inflections(verb)}
    return frozenset({*forms, *verbs, *lexicon()["negators"], "reject", "rejected", "rejects", "dismissed", "disputed"})


class _Predicating(Reading):
    """A sentence that is read for what its clauses say."""

    def found(self) -> Iterator[Predication]:
        subject: list[Phrase] = []
        for number, group in enumerate(self.groups):
            first = self.at[group.span.start]
            last = max(n for n in range(first, len(self.words)) if self.words[n].start < group.span.end)
            own = self._subject(number, first)
            joined = first and self.words[first - 1].form in ("and", "or") and not own
            subject = subject if joined else own
            mood = self._mood(group, first, last)
            if mood:
                yield from self._of_verb(number, first, last, subject, mood)

    def _of_verb(self, number: int, first: int, last: int, subject: list[Phrase], mood: str) -> Iterator[Predication]:
        denied = self._denied_inside(first, last) or bool(first and self.words[first - 1].form in ("never", "neither"))
        if denied and any(self.words[n].form in ("hardly", "barely", "scarcely") for n in range(first, last + 1)):
            return
        base = base_of(self.words[last].form)
        flips, verb = self._embedded(last, base)
        end = self._end(verb, self.groups[number + 1].span.start if number + 1 < len(self.groups) else len(self.text))
        light = self._concept_after(verb, end) if base in closed_class("light") else None
        if self._form(verb + 1) in closed_class("clause"):  # what is known or shown is said by another clause
            return
        particle = self._form(verb + 1) in closed_class("particle") and self._form(verb + 2) not in closed_class(
            "preposition"
        )
        objects = self.phrases(verb + 1 + particle, end) if light is None else self._split(verb + 1, light, end)
        negative = denied or any(p.none for p in subject[:1]) or any(p.none for p in objects[:1])
        count = denied + any(p.none for p in subject[:1]) + any(p.none for p in objects[:1])
        if count > 1 or (negative and self._narrowed(first, last)) or self._adverb(first, verb, negative):
            return
        sides = (-1 if negative else 1) * (-1 if flips else 1) * self._denial_around(first)
        says = {} if not sides else self._says(verb if light is None else light)
        if not says:
            return
        says = {key: sign * sides for key, sign in says.items()}
        if not (subject or objects):  # a part of a compound
            return
        direct = next((p for p in objects if not p.preposition), None)
        rest = tuple(p for p in (*subject[1:], *objects) if p is not direct)
        clause = self.words[self._start(first) : end]
        shifted, hours = (
            frozenset(w.form for w in clause if w.form in closed_class(kind)) for kind in ("shifted", "hour")
        )
        if any(key.startswith("to be") for key in says) and objects:
            direct, rest = objects[0], tuple(p for p in rest if p is not objects[0])
        span = Span(clause[0].start, clause[-1].end)
        yield Predication(says, subject[0] if subject else None, direct, rest, mood, sides < 0, shifted, hours, span)

    def _embedded(self, last: int, base: str) -> tuple[bool, int]:
        """Return whether a verb says that what follows was not done, and the number of the word that is done."""
        sign = base in closed_class("negative")
        after = [w.form for w in self.words[last + 1 : last + 4]]
        if (sign or base in closed_class("positive")) and after:
            if after[0] in ("to", "from") and len(after) > 1:
                return sign, last + 2
            if after[0] == "having" and len(after) > 1:
                return sign, last + 2
            if "gerund" in known_verb(after[0])[1]:
                return sign, last + 1
        return False, last

    def _concept_after(self, verb: int, end: int) -> int | None:
        """Return the word, after a verb that says little, that says what is the case; None if there is none."""
        for n in range(verb + 1, end):
            if self.words[n].form in closed_class("preposition"):
                return None
            if _concepts(self.words[n].form, self._form(n + 1)):
                return n
        return None

    def _split(self, first: int, at: int, last: int) -> list[Phrase]:
        """Return the phrases of a stretch without the word in it that says what is the case."""
        before = self.phrases(first, at)
        none = any(self.words[n].form in closed_class("none") for n in range(first, at))
        if none and not any(p.none for p in before):
            before.append(Phrase("", "", frozenset(), none=True, pointing=True))
        return before + self.phrases(at + 1, last)

    def _says(self, verb: int) -> dict[str, int]:
        """Return the keys of what a word says, each with its side; empty where it only reports."""
        own = self.words[verb].form
        phrase = _concepts(own, self._form(verb + 1))
        base = base_of(own)
        if base == "be" and self._form(verb + 1) in closed_class("placed"):
            return {f"to be {self._form(verb + 1)}": 1}
        if not phrase and (
            (reports(own) and base not in closed_class("telling"))
            or base in closed_class("open")
            or base in ("do", "be")
        ):
            return {}
        if base == "go":
            particle = self._form(verb + 1)
            return (
                {f"to go {particle}": 1}
                if particle in closed_class("preposition") and particle not in ("to", "on")
                else phrase
            )
        return {f"to {stem(base)}": 1, **{f"group {g}": 1 for g in groups_of(own)}, **phrase}


@cache
def _contradictories() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows("contradictories.tsv")):
        for sign, words in ((1, row["one"]), (-1, row["other"] or "")):
            for word in words.split():
                head, _, tail = word.partition("_")
                for form in sorted(inflections(head)):
                    found.setdefault(f"{form}_{tail}" if tail else form, {})[f"{row['kind']} {number}"] = sign
    return found


def _concepts(form: str, after: str) -> dict[str, int]:
    known = _contradictories()
    return dict(known.get(f"{form}_{after}", known.get(form, {})))
