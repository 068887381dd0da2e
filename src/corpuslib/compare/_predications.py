"""Predications: what a clause says of whom, as done or as not done.

There is no parser: a clause is the stretch around a finite verb, divided at prepositions and articles. Where it is
open whether something is the case (a wish, a condition, a part that alone is denied), there is no predication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from corpuslib.compare._verb_shapes import reports
from corpuslib.compare.inflections import inflections, known_verb
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.passages import Passage
from corpuslib.compare.polarity import negators
from corpuslib.compare.tenses import VerbGroup, verb_groups
from corpuslib.compare.words import Word, function_words, lexicon, stem
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["Phrase", "Predication", "may_deny", "predications", "sayable"]

_MOST = 60  # words of a sentence that is read: a longer one is a list
_BREAK = re.compile(r"[,;:.!?()–—“”\"]|\s-\s")
_FOUND = re.compile(r"\bfound\b")
_WORD = re.compile(r"[A-Za-z]+(?:n[’']t)?")
_PAUSE = re.compile(r"\s*,\s*")
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:reject|dismiss|disput|refut)(?:s|es|ed|ing))\b[^,;.]{0,40}\bthat\b"
    r"|\bno\s(?:evidence|sign|proof|indication)s?\sthat\b|\b(?:not\strue|untrue|false|wrong)\s(?:to\ssay\s)?that\b"
    r"|\bfalsely\s(?:said|claimed|reported|stated)\b"
)
_NOT_DENIED = re.compile(r"\b(?:not|never|n[’']t|nor)\s(?:\w+\s)?$")


class Phrase(NamedTuple):
    """A noun phrase of a clause: the preposition before it, its head, and its telling words; `none` if of none of it.

    `pointing` is whether it is a pronoun, or says nothing of which one.
    """

    preposition: str
    head: str
    keys: frozenset[str]
    none: bool = False
    pointing: bool = False
    other: bool = False


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
    if passage.text.rstrip('”"’ ').endswith("?") or len(passage.words) > _MOST:
        return []
    return list(_Reading(passage, keys).found())


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
    base = _base(form)
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
    verbs = {form for verb in _of("negative") for form in inflections(verb)}
    return frozenset({*forms, *verbs, *lexicon()["negators"], "reject", "rejected", "rejects", "dismissed", "disputed"})


class _Reading:
    """A sentence being read: its words, its finite verbs, and what denies in it."""

    def __init__(self, passage: Passage, keys: Mapping[int, str]) -> None:
        self.text, self.words, self.keys = passage.text, passage.words, keys
        self.groups = sorted((*verb_groups(passage), *_found(passage)), key=lambda g: g.span)
        self.negators = {w.start for w in negators(passage)}
        self.at = {w.start: n for n, w in enumerate(self.words)}

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

    def _mood(self, group: VerbGroup, first: int, last: int) -> str:
        """Return whether a verb tells what is or what will be; empty if neither is said."""
        before = [w.form for w in self.words[self._sentence_part(first) : first]]
        if any(form in _of("open") or _base(form) in _of("open") for form in before):
            return ""
        if group.tense in ("modal", "conditional"):
            can = self.words[first].form in ("couldn't", "can't", "cannot") or (
                self.words[first].form in ("could", "can") and self._denied_inside(first, last)
            )
            return "is" if can else ""
        return "will" if group.tense == "future" else "is"

    def _sentence_part(self, n: int) -> int:
        """Return the first word of the part of a sentence that the n-th word stands in: after ; or “but”."""
        for k in range(n - 1, 0, -1):
            if self.words[k].form == "but" or ";" in self.text[self.words[k - 1].end : self.words[k].start]:
                return k
        return 0

    def _denied_inside(self, first: int, last: int) -> bool:
        return any(self.words[n].start in self.negators for n in range(first, last + 1))

    def _narrowed(self, first: int, last: int) -> bool:
        """Say whether only a part, a manner or a time is denied: not all, not seriously, not yet."""
        for n in range(max(0, first - 2), min(last + 2, len(self.words))):
            word = self.words[n]
            denies = word.start in self.negators or word.form in ("not", "nor") or word.form.endswith("n't")
            for after in self.words[n + 1 : n + 2] if denies else ():
                if after.form in _of("narrow") or (after.form.endswith("ly") and len(after.form) > 4):
                    return True
        tail = [w.form for w in self.words[last + 1 : last + 12]]
        return bool({"but", "because", "until", "yet", "longer", "only"} & set(tail)) or "longer" in {
            w.form for w in self.words[first : last + 1]
        }

    def _of_verb(self, number: int, first: int, last: int, subject: list[Phrase], mood: str) -> Iterator[Predication]:
        denied = self._denied_inside(first, last) or bool(first and self.words[first - 1].form in ("never", "neither"))
        if denied and any(self.words[n].form in ("hardly", "barely", "scarcely") for n in range(first, last + 1)):
            return
        base = _base(self.words[last].form)
        flips, verb = self._embedded(last, base)
        end = self._end(verb, self.groups[number + 1].span.start if number + 1 < len(self.groups) else len(self.text))
        light = self._concept_after(verb, end) if base in _of("light") else None
        if self._form(verb + 1) in _of("clause"):  # what is known or shown is said by another clause
            return
        particle = self._form(verb + 1) in _of("particle") and self._form(verb + 2) not in _of("preposition")
        objects = self._phrases(verb + 1 + particle, end) if light is None else self._split(verb + 1, light, end)
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
        shifted, hours = (frozenset(w.form for w in clause if w.form in _of(kind)) for kind in ("shifted", "hour"))
        if any(key.startswith("to be") for key in says) and objects:
            direct, rest = objects[0], tuple(p for p in rest if p is not objects[0])
        span = Span(clause[0].start, clause[-1].end)
        yield Predication(says, subject[0] if subject else None, direct, rest, mood, sides < 0, shifted, hours, span)

    def _adverb(self, first: int, verb: int, negative: bool) -> bool:
        """Say whether a manner stands before a denied verb: “nobody was seriously hurt”."""
        inside = [w.form for w in self.words[first:verb]]
        return negative and any(form.endswith("ly") and len(form) > 4 for form in inside)

    def _embedded(self, last: int, base: str) -> tuple[bool, int]:
        """Return whether a verb says that what follows was not done, and the number of the word that is done."""
        sign = base in _of("negative")
        after = [w.form for w in self.words[last + 1 : last + 4]]
        if (sign or base in _of("positive")) and after:
            if after[0] in ("to", "from") and len(after) > 1:
                return sign, last + 2
            if after[0] == "having" and len(after) > 1:
                return sign, last + 2
            if "gerund" in known_verb(after[0])[1]:
                return sign, last + 1
        return False, last

    def _denial_around(self, first: int) -> int:
        """Return -1 if a clause stands in what somebody denies, 1 if not; 0 if the denial is denied."""
        start = self.words[first].start
        match = max(_DENIED.finditer(self.text, 0, start), key=lambda m: m.end(), default=None)
        if match is None or _BREAK.search(self.text, match.end(), start):
            return 1
        return 0 if _NOT_DENIED.search(self.text, max(0, match.start() - 20), match.start()) else -1

    def _concept_after(self, verb: int, end: int) -> int | None:
        """Return the word, after a verb that says little, that says what is the case; None if there is none."""
        for n in range(verb + 1, end):
            if self.words[n].form in _of("preposition"):
                return None
            if _concepts(self.words[n].form, self._form(n + 1)):
                return n
        return None

    def _split(self, first: int, at: int, last: int) -> list[Phrase]:
        """Return the phrases of a stretch without the word in it that says what is the case."""
        before = self._phrases(first, at)
        none = any(self.words[n].form in _of("none") for n in range(first, at))
        if none and not any(p.none for p in before):
            before.append(Phrase("", "", frozenset(), none=True, pointing=True))
        return before + self._phrases(at + 1, last)

    def _says(self, verb: int) -> dict[str, int]:
        """Return the keys of what a word says, each with its side; empty where it only reports."""
        own = self.words[verb].form
        phrase = _concepts(own, self._form(verb + 1))
        base = _base(own)
        if base == "be" and self._form(verb + 1) in _of("placed"):
            return {f"to be {self._form(verb + 1)}": 1}
        if not phrase and (
            (reports(own) and base not in _of("telling")) or base in _of("open") or base in ("do", "be")
        ):
            return {}
        if base == "go":
            particle = self._form(verb + 1)
            return (
                {f"to go {particle}": 1} if particle in _of("preposition") and particle not in ("to", "on") else phrase
            )
        return {f"to {stem(base)}": 1, **{f"group {g}": 1 for g in groups_of(own)}, **phrase}

    def _form(self, n: int) -> str:
        return self.words[n].form if n < len(self.words) else ""

    def _start(self, first: int) -> int:
        """Return the first word of the clause before a verb."""
        n = first
        while n > 0 and not self._parted(n) and self.words[n - 1].form not in _of("stop"):
            n -= 1
        return n

    def _parted(self, n: int) -> bool:
        return bool(_BREAK.search(self.text, self.words[n - 1].end, self.words[n].start))

    def _subject(self, number: int, first: int) -> list[Phrase]:
        """Return the subject of a verb, and what stands before it in the clause; empty if there is none."""
        floor = 0
        if number:
            before = self.groups[number - 1].span.end
            floor = next((n for n, w in enumerate(self.words) if w.start >= before), first)
        n = first
        commas = 2 if n > floor and _PAUSE.fullmatch(self.text, self.words[n - 1].end, self.words[n].start) else 0
        while n > floor and self.words[n - 1].form not in _of("stop"):
            between = self.text[self.words[n - 1].end : self.words[n].start]
            if _BREAK.search(between):
                if not commas or not _PAUSE.fullmatch(between):
                    break
                commas -= 1
            n -= 1
        phrases = self._phrases(n, first)
        at = next((k for k, p in enumerate(phrases) if not p.preposition), None)
        if at is None:
            return []
        return [phrases[at], *phrases[:at], *phrases[at + 1 :]]

    def _end(self, verb: int, until: int) -> int:
        n = verb + 1
        while n < len(self.words) and self.words[n].start < until:
            if self._parted(n) or self.words[n].form in _of("stop"):
                break
            n += 1
        return n

    def _phrases(self, first: int, last: int) -> list[Phrase]:
        """Return the noun phrases of a stretch of words; what follows “of” belongs to what stands before."""
        runs: list[tuple[str, list[int]]] = []
        fresh = True
        for n in range(first, last):
            form = self.words[n].form
            if form in _of("preposition"):
                runs.append((form, []))
                fresh = True
            elif (
                (form in _of("determiner") | _of("none") or form in _numerals() or self.words[n].number)
                and not fresh
                and self.words[n - 1].form not in ("and", "or")
            ):
                runs.append(("", [n]))
            else:
                if not runs:
                    runs.append(("", []))
                runs[-1][1].append(n)
                fresh = False
        merged: list[tuple[str, list[int], list[int]]] = []
        for (before, _), (preposition, inside) in zip([("", []), *runs], runs, strict=False):
            if before == "according":  # who says it is not what it is about
                continue
            if preposition == "of" and merged and merged[-1][1] and not self.words[merged[-1][1][-1]].name:
                merged[-1][2].extend(inside)
            elif preposition or inside:
                merged.append((preposition, inside, []))
        return [p for p in (self._phrase(*run) for run in merged) if p.keys or p.none or p.pointing]

    def _phrase(self, preposition: str, own: Sequence[int], of: Sequence[int]) -> Phrase:
        forms = [self.words[n].form for n in own]
        names = [self._key(self.words[n]) for n in own]
        inside = [key for key in names if key]
        more = [key for key in (self._key(self.words[n]) for n in of) if key]
        heads = inside or more
        pointing = not heads and bool(_of("pronoun").intersection(forms) or not _of("none").isdisjoint(forms))
        return Phrase(
            preposition,
            (inside[-1] if inside else more[-1]) if heads else "",
            frozenset((*inside, *more)),
            any(self.words[n].form in _of("none") and self.words[n].start in self.negators for n in own),
            pointing or not _of("all").isdisjoint(forms),
            not _of("other").isdisjoint(forms),
        )

    def _key(self, word: Word) -> str:
        """Return the key of a word that tells something, common ones by their stem; empty for all others."""
        if word.form in _of("none"):
            return ""
        if key := self.keys.get(word.start, ""):
            return key
        skipped = word.number or word.form in function_words() | _numerals() | _of("pronoun") | _of("none") | _of(
            "other"
        )
        if skipped or word.form in lexicon()["weekdays"] or word.form.endswith("ly") or len(word.form) < 3:
            return ""
        return f"~{word.key}"


def _found(passage: Passage) -> Iterator[VerbGroup]:
    """Yield “found” as a finite verb, which by its form may be another verb: a noun before it, and no auxiliary."""
    if not _FOUND.search(passage.text):
        return
    for before, word, after in zip(passage.words, passage.words[1:], passage.words[2:], strict=False):
        helped = before.form in _of("be") | _of("have") or before.form in function_words() - _of("pronoun")
        if (
            word.form == "found"
            and not helped
            and (after.form in _of("determiner") | _of("none") | {"that"} or after.name)
        ):
            yield VerbGroup("past", "find", Span(word.start, word.end))


def _base(form: str) -> str:
    """Return the base of a verb form, that of an auxiliary too."""
    return "be" if form in _of("be") else "have" if form in _of("have") else known_verb(form)[0]


@cache
def _numerals() -> frozenset[str]:
    return frozenset((*lexicon()["cardinals"], *lexicon()["scales"]))


@cache
def _of(kind: str) -> frozenset[str]:
    return frozenset(
        word for row in rows("predication_words.tsv") if row["kind"] == kind for word in row["words"].split()
    )


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
