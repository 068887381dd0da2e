"""Clauses: a finite verb with its subject, the noun phrases around it, and whether it says that something is so.

There is no parser: a clause is the stretch around a finite verb, divided at prepositions and articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpuslib.compare._verb_shapes import reports
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.passages import Passage
from corpuslib.compare.polarity import negators
from corpuslib.compare.tenses import VerbGroup, verb_groups
from corpuslib.compare.words import Word, function_words, lexicon
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["Clause", "Phrase", "Reading", "base_of", "closed_class", "leaves_open"]

_FAR = 1 << 30
_MOST = 60  # words of a sentence that is read: a longer one is a list
_BREAK = re.compile(r"[,;:.!?()–—“”\"]|\s-\s")
_FOUND = re.compile(r"\b(?:found|burst|quit)\b")
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
    definite: bool = False


class Clause(NamedTuple):
    """The words of a clause by number, from its verb on: first and last of the verb, first behind the clause."""

    first: int
    verb: int
    end: int
    subject: Phrase | None
    rest: tuple[Phrase, ...]
    mood: str
    denied: bool
    narrowed: bool
    passive: bool


def leaves_open(form: str) -> bool:
    """Say whether a clause behind a word states nothing: whether, if, hopes, may.

    >>> leaves_open("whether"), leaves_open("saw")
    (True, False)
    """
    return form in closed_class("open") or base_of(form) in closed_class("open")


class Reading:
    """A sentence being read: its words, its finite verbs, and what denies in it."""

    def __init__(self, passage: Passage, keys: Mapping[int, str]) -> None:
        self.text, self.words, self.keys = passage.text, passage.words, keys
        self.groups = sorted((*verb_groups(passage), *_found(passage)), key=lambda g: g.span)
        self.negators = {w.start for w in negators(passage)}
        self.at = {w.start: n for n, w in enumerate(self.words)}

    @property
    def states(self) -> bool:
        """Whether the sentence can state anything: it is no question, and not too long to be read."""
        return not self.text.rstrip('”"’ ').endswith("?") and len(self.words) <= _MOST

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses that tell what is or will be.

        The subject of a relative clause, and of the verb behind it, is what “who” stands for.
        """
        subject: list[Phrase] = []
        mood = ""
        for number, group in enumerate(self.groups):
            first = self.at[group.span.start]
            last = max(n for n in range(first, len(self.words)) if self.words[n].start < group.span.end)
            joined = first and self._form(first - 1) in ("and", "or")
            own = [] if joined else self._antecedent(first) or self._named_beside(first, self._subject(number, first))
            subject = own or (subject if joined else [])
            mood = mood if joined and mood else self._mood(group, first, last)
            noun = first == last and first and self._form(first - 1) in ("a", "an", "the")
            if mood and not noun and self._denial_around(first) > 0:
                end = self._end(last, self.groups[number + 1].span.start if number + 1 < len(self.groups) else _FAR)
                helped = any(self.words[n].form in closed_class("be") | {"got", "get"} for n in range(first, last))
                yield Clause(
                    first,
                    last,
                    end,
                    subject[0] if subject else None,
                    (*subject[1:], *self.phrases(last + 1, end)),
                    mood,
                    self._denied_inside(first, last) or (first > 0 and self._form(first - 1) in ("never", "neither")),
                    self._narrowed(first, last) or self._adverb(first, last, True),
                    helped and not self.words[last].form.endswith("ing"),
                )

    def _antecedent(self, first: int) -> list[Phrase]:
        """Return what “who” or “which” stands for, the last one before a verb, or one that a comma closes before it."""
        n, closed = first, first > 0 and self._between(first) == ", "
        while n > 0 and self._form(n - 1) not in ("who", "which"):
            n -= 1
            if reports(self._form(n)) or (self._parted(n) and not (closed and n == first)):
                return []
            if not closed and self._form(n) in closed_class("stop"):
                return []
        if not n or (closed and self._between(n - 1) != ", "):
            return []
        start = n - 1
        while (
            start > 0
            and self._form(start - 1) not in closed_class("stop")
            and not (start < n - 1 and self._parted(start))
        ):
            start -= 1
        return [p for p in self.phrases(start, n - 1) if not p.preposition][-1:]

    def _named_beside(self, first: int, own: list[Phrase]) -> list[Phrase]:
        """Return the phrases before a verb with the name between commas, if there is one, for the subject."""
        bare = [p for p in own if not p.preposition]
        if len(bare) > 1 and self._between(first) == ", " and self.words[first - 1].name:
            named = bare[-1]._replace(keys=bare[0].keys | bare[-1].keys)
            return [named, *(p for p in own if p not in (bare[0], bare[-1]))]
        return own

    def _between(self, n: int) -> str:
        return self.text[self.words[n - 1].end : self.words[n].start] if n else ""

    def _mood(self, group: VerbGroup, first: int, last: int) -> str:
        """Return whether a verb tells what is or what will be; empty if neither is said."""
        before = [w.form for w in self.words[self._sentence_part(first) : first]]
        if any(map(leaves_open, before)):
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
                if after.form in closed_class("narrow") or (after.form.endswith("ly") and len(after.form) > 4):
                    return True
        tail = [w.form for w in self.words[last + 1 : last + 12]]
        return bool({"but", "because", "until", "yet", "longer", "only"} & set(tail)) or "longer" in {
            w.form for w in self.words[first : last + 1]
        }

    def _adverb(self, first: int, verb: int, negative: bool) -> bool:
        """Say whether a manner stands before a denied verb: “nobody was seriously hurt”."""
        inside = [w.form for w in self.words[first:verb]]
        return negative and any(form.endswith("ly") and len(form) > 4 for form in inside)

    def _denial_around(self, first: int) -> int:
        """Return -1 if a clause stands in what somebody denies, 1 if not; 0 if the denial is denied."""
        start = self.words[first].start
        match = max(_DENIED.finditer(self.text, 0, start), key=lambda m: m.end(), default=None)
        if match is None or _BREAK.search(self.text, match.end(), start):
            return 1
        return 0 if _NOT_DENIED.search(self.text, max(0, match.start() - 20), match.start()) else -1

    def _form(self, n: int) -> str:
        return self.words[n].form if n < len(self.words) else ""

    def _start(self, first: int) -> int:
        """Return the first word of the clause before a verb."""
        n = first
        while n > 0 and not self._parted(n) and self.words[n - 1].form not in closed_class("stop"):
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
        while n > floor and self.words[n - 1].form not in closed_class("stop"):
            between = self.text[self.words[n - 1].end : self.words[n].start]
            if _BREAK.search(between):
                if not commas or not _PAUSE.fullmatch(between):
                    break
                commas -= 1
            n -= 1
        phrases = self.phrases(n, first)
        at = next((k for k, p in enumerate(phrases) if not p.preposition), None)
        if at is None:
            return []
        return [phrases[at], *phrases[:at], *phrases[at + 1 :]]

    def _end(self, verb: int, until: int) -> int:
        n = verb + 1
        while n < len(self.words) and self.words[n].start < until:
            if self._parted(n) or self.words[n].form in closed_class("stop"):
                break
            n += 1
        return n

    def phrases(self, first: int, last: int) -> list[Phrase]:
        """Return the noun phrases of a stretch of words; what follows “of” belongs to what stands before."""
        runs: list[tuple[str, list[int]]] = []
        fresh = True
        for n in range(first, last):
            form = self.words[n].form
            if n > first and self._parted(n):
                runs.append(("", []))
            if form in closed_class("preposition"):
                runs.append((form, []))
                fresh = True
            elif form == "not" and self._form(n + 1) in ("a", "one"):  # not a single tram
                runs.append(("", [n]))
                fresh = True
            elif (
                (
                    form in closed_class("determiner") | closed_class("none")
                    or form in _numerals()
                    or self.words[n].number
                )
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
        pointing = not heads and bool(
            closed_class("pronoun").intersection(forms) or not closed_class("none").isdisjoint(forms)
        )
        return Phrase(
            preposition,
            (inside[-1] if inside else more[-1]) if heads else "",
            frozenset((*inside, *more)),
            any(self.words[n].form in closed_class("none") and self.words[n].start in self.negators for n in own)
            or (forms[:1] == ["not"] and forms[1:2] in (["a"], ["one"])),
            pointing or not closed_class("all").isdisjoint(forms),
            not closed_class("other").isdisjoint(forms),
            not closed_class("definite").isdisjoint(forms[:1]) or any(self.words[n].name for n in own),
        )

    def _key(self, word: Word) -> str:
        """Return the key of a word that tells something, common ones by their stem; empty for all others."""
        if word.form in closed_class("none") or word.form in ("never", "single"):
            return ""
        if key := self.keys.get(word.start, ""):
            return key
        skipped = word.number or word.form in function_words() | _numerals() | closed_class("pronoun") | closed_class(
            "none"
        ) | closed_class("other")
        if skipped or word.form in lexicon()["weekdays"] or word.form.endswith("ly") or len(word.form) < 3:
            return ""
        return f"~{word.key}"


def _found(passage: Passage) -> Iterator[VerbGroup]:
    """Yield verbs that by their form may be another one, or a noun: “found” with a noun before, and no auxiliary."""
    if not _FOUND.search(passage.text):
        return
    for before, word, after in zip(passage.words, passage.words[1:], passage.words[2:], strict=False):
        helped = before.form in closed_class("be") | closed_class(
            "have"
        ) or before.form in function_words() - closed_class("pronoun")
        behind = (
            closed_class("determiner")
            | closed_class("none")
            | {"that"}
            | (closed_class("preposition") if word.form != "found" else frozenset())
        )
        if _FOUND.fullmatch(word.form) and not helped and (after.form in behind or after.name):
            yield VerbGroup("past", "find" if word.form == "found" else word.form, Span(word.start, word.end))


def base_of(form: str) -> str:
    """Return the base of a verb form, that of an auxiliary too."""
    return "be" if form in closed_class("be") else "have" if form in closed_class("have") else known_verb(form)[0]


@cache
def _numerals() -> frozenset[str]:
    return frozenset((*lexicon()["cardinals"], *lexicon()["scales"]))


@cache
def closed_class(kind: str) -> frozenset[str]:
    return frozenset(
        word for row in rows("predication_words.tsv") if row["kind"] == kind for word in row["words"].split()
    )
