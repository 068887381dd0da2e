"""Words of one scale, from the weakest to the strongest for a thing or an act, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from corpuslib.compare.inflections import known_verb, verb_forms
from corpuslib.compare.words import fold, function_words, stem
from corpuslib.lexicon import rows, toml

__all__ = ["Anchor", "Dimension", "Scale", "Term", "Use", "said_terms", "scales", "uses"]

Dimension = Literal["intensity", "specificity"]
Anchor = Literal["thing", "name", "utterance"]

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,3}")
_BESIDE = 2  # words to each side that can give a term another sense
_BEFORE = 4  # words before a term that can deny it or leave it open


class Scale(NamedTuple):
    """A scale: its name, what it measures, what its words must share to name one thing, and how many steps it has."""

    name: str
    dimension: Dimension
    anchor: Anchor
    steps: int
    unless: tuple[str, ...]
    keys: frozenset[str]


class Term(NamedTuple):
    """A word of a scale in its base form, on its step from 1; `act` says that it is a verb, or stands for one."""

    scale: str
    step: int
    form: str
    act: bool


class Use(NamedTuple):
    """A term where it stands in a text.

    `open`: not told as fact, but as planned, possible or wanted; `plural`: a noun of several things.
    """

    start: int
    end: int
    term: Term
    open: bool
    plural: bool


@cache
def scales() -> Mapping[str, Scale]:
    """Return the scales by name.

    >>> scales()["leader"].anchor, scales()["leader"].steps
    ('name', 5)
    """
    return {row["scale"]: _scale(row) for row in rows("wording_scales.tsv")}


def _scale(row: Mapping[str, str]) -> Scale:
    words = {word for term in _terms(row) for word in term.form.split()}
    return Scale(
        row["scale"],
        "specificity" if row["dimension"] == "specificity" else "intensity",
        "name" if row["anchor"] == "name" else "utterance" if row["anchor"] == "utterance" else "thing",
        row["steps"].count("<") + 1,
        tuple(f" {fold(phrase)} " for phrase in row["unless"].split(", ") if phrase),
        frozenset(stem(fold(word)) for word in words if len(word) > 2),
    )


def _terms(row: Mapping[str, str]) -> Iterator[Term]:
    for number, step in enumerate(row["steps"].split(" < "), 1):
        for entry in step.split(", "):
            act = entry.startswith("to ") or row["scale"].startswith("to ")
            yield Term(row["scale"], number, entry.removeprefix("to "), act)


@cache
def _lexicon() -> Mapping[str, tuple[tuple[tuple[str, ...], Term, str], ...]]:
    """Return the inflected terms by their first word, the longest first: words, term, and what it is.

    A base form can be a noun as well; what stands before it decides.
    """
    found: dict[str, dict[tuple[tuple[str, ...], Term], str]] = {}
    for row in rows("wording_scales.tsv"):
        if row["anchor"] != "utterance":
            verbs = {
                e.removeprefix("to ") for step in row["steps"].split(" < ") for e in step.split(", ") if e[:3] == "to "
            }
            for term in _terms(row):
                for words, kind in _inflected(term.form, term.form in verbs and term.act):
                    found.setdefault(words[0], {}).setdefault((words, term), kind)
    return {
        first: tuple(sorted(((w, t, k) for (w, t), k in entries.items()), key=lambda e: (-len(e[0]), e)))
        for first, entries in found.items()
    }


def _inflected(form: str, verb: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    first, *rest = (fold(word) for word in form.split())
    if not verb:
        *before, last = (first, *rest)
        yield (*before, last), "noun"
        yield (*before, _plural(last)), "plural"
        return
    forms = verb_forms(first)
    past = forms.past | forms.participle
    for own in sorted({first, forms.third} - past):
        yield (own, *rest), "base"
    for own in sorted(past | forms.gerund):
        yield (own, *rest), "uninflected" if own == first else "verb"


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def said_terms() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms that introduce somebody's words, by the base form of the verb.

    >>> [(t.scale, t.step) for t in said_terms()["threaten"]]
    [('speech verbs', 5)]
    """
    found: dict[str, tuple[Term, ...]] = {}
    for row in rows("wording_scales.tsv"):
        for term in _terms(row) if row["anchor"] == "utterance" else ():
            found[term.form] = (*found.get(term.form, ()), term)
    return found


def uses(text: str) -> list[Use]:
    """Return where terms stand in a sentence, in order; a term of several words before those inside it.

    What is denied is left out, and what the words beside it show to mean something else.

    >>> [(u.term.form, u.term.step) for u in uses("The row became a crisis; there was no clash, but a war of words.")]
    [('row', 2), ('crisis', 4)]
    >>> [u.term.form for u in uses("They tested a ballistic missile.") if u.term.scale == "weapon"]
    ['ballistic missile']
    """
    matches = list(_TOKEN.finditer(text))
    forms = [fold(match.group()) for match in matches]
    taken: dict[str, int] = {}
    found = []
    for n in range(len(forms)):
        for words, term, kind in _lexicon().get(forms[n], ()):
            size = len(words)
            if n < taken.get(term.scale, 0) or tuple(forms[n : n + size]) != words:
                continue
            taken[term.scale] = n + size
            if _together(text, matches, n, size, term) and _meant(text, matches, forms, n, size, term, kind):
                before = (m.group() for m in matches[max(0, n - _BEFORE) : n])
                is_open = any(word in _small("open") for word in before)  # as written: May is a month
                start, end = matches[n].start(), _end(matches[n + size - 1])
                found.append(Use(start, end, term, is_open, kind == "plural"))
    return found


@cache
def _small(name: str) -> frozenset[str]:
    """Return small words that decide what a term means, by the name of their list."""
    return frozenset(toml("wording_context.toml")[name].split())


def _end(match: re.Match[str]) -> int:
    """Return the end of a word without its possessive."""
    text = match.group()
    return match.end() - (2 if text[-2:] in ("'s", "’s") else 0)


def _together(text: str, matches: list[re.Match[str]], n: int, size: int, term: Term) -> bool:
    """Say whether only spaces stand between the words of a term, and no capital makes it part of a name."""
    if any(text[matches[i].end() : matches[i + 1].start()] != " " for i in range(n, n + size - 1)):
        return False
    beside = (matches[i].group() for i in (n - 1, n + size) if 0 <= i < len(matches))
    named = n > 0 and matches[n].group()[0].isupper() and any(word[0].isupper() for word in beside)
    return not named or scales()[term.scale].anchor == "name"


def _meant(text: str, matches: list[re.Match[str]], forms: list[str], n: int, size: int, term: Term, kind: str) -> bool:
    before = forms[n - 1] if n else ""
    if kind in ("noun", "plural") and not term.act and before in _small("no_noun_after"):
        return False
    if kind in ("base", "uninflected") and not _verb(matches, forms, n, kind == "uninflected"):
        return False
    if kind in ("noun", "plural") and not _head(text, matches, forms, n + size):
        return False
    if not _small("denied").isdisjoint(forms[max(0, n - _BEFORE) : n]):
        return False
    around = f" {' '.join(forms[max(0, n - _BESIDE) : n + size + _BESIDE])} "
    return not any(phrase in around for phrase in scales()[term.scale].unless)


def _verb(matches: list[re.Match[str]], forms: list[str], n: int, past: bool) -> bool:
    """Say whether a form that can be noun or verb is a verb: after a name, or a small word that only a verb follows.

    One whose past has no ending (`past`) can follow any noun.
    """
    before = matches[n - 1].group() if n else ""
    if not n or before[-2:] in ("'s", "’s"):
        return False
    small = forms[n - 1] in function_words()
    return forms[n - 1] in _small("verb_after") or (not small and (before[0].isupper() or past))


def _head(text: str, matches: list[re.Match[str]], forms: list[str], n: int) -> bool:
    """Say whether no noun follows, which the word before it would only say more about: a war refugee is no war."""
    if n >= len(forms) or text[matches[n - 1].end() : matches[n].start()] != " " or matches[n].group()[0].isupper():
        return True
    form = forms[n]
    kinds = known_verb(form)[1]
    told = not kinds.isdisjoint(("past", "participle", "gerund"))
    return told or form in function_words() or form in _small("no_noun") or form.endswith("ly")
