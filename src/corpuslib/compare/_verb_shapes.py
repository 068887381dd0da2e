"""How a finite verb is built: its modal verb, how it places what happens in time, whether it names who says it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from corpuslib.compare.inflections import known_verb
from corpuslib.compare.passages import Passage
from corpuslib.compare.tenses import verb_groups
from corpuslib.compare.words import Word, lexicon, stem

__all__ = ["VerbShape", "changed", "finite_verbs", "impersonal", "reports", "shape", "with_subject"]

_FULL = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}
_MODALS = frozenset(["will", "would", "can", "could", "may", "might", "must", "shall", "should", "ought"])
_BACKSHIFTED = {frozenset(["will", "would"]), frozenset(["can", "could"]), frozenset(["may", "might"])}
_HAVE = {"had": "past perfect", "has": "perfect", "have": "perfect"}
_BE = frozenset(["is", "was", "are", "were", "be", "been", "being"])
_REACH = 4  # words from “it” to the verb in “it has also been said”


class VerbShape(NamedTuple):
    """The modal verb, how what happens is placed (simple, perfect, past perfect), and whether it is going on."""

    modal: str
    time: str
    lasting: bool


def finite_verbs(passage: Passage) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the words of each finite verb with its auxiliaries, by the number of the last one.

    >>> finite_verbs(Passage("Kelm had never met them, and they have left."))
    {3: (1, 2, 3), 8: (7, 8)}
    """
    starts = [word.start for word in passage.words]
    found = {}
    for group in verb_groups(passage):
        inside = tuple(range(bisect_left(starts, group.span.start), bisect_left(starts, group.span.end)))
        found[inside[-1]] = inside
    return found


def shape(words: Sequence[Word], inside: Sequence[int]) -> VerbShape:
    """Return the shape of a finite verb.

    >>> passage = Passage("Kelm had met them.")
    >>> shape(passage.words, (1, 2))
    VerbShape(modal='', time='past perfect', lasting=False)
    """
    forms = [words[n].form for n in inside]
    first = _FULL.get(forms[0], forms[0].removesuffix("n't"))
    time = _HAVE.get(first, "simple") if len(forms) > 1 else "simple"
    lasting = len(forms) > 1 and "gerund" in known_verb(forms[-1])[1]
    return VerbShape(first if first in _MODALS else "", time, lasting)


def changed(x: VerbShape, y: VerbShape, *, close: bool) -> str:
    """Say in words what differs between two shapes of one verb; nothing where two translators may choose freely.

    They do between past and perfect, and between “will” and “would” in reported speech, unless they are `close`.

    >>> simple, perfect = VerbShape("", "simple", False), VerbShape("", "perfect", False)
    >>> changed(simple, perfect, close=False), changed(simple, perfect, close=True)
    ('', 'simple on one side, perfect on the other')
    """
    if x.modal != y.modal:
        return "not equally sure or possible" if close or {x.modal, y.modal} not in _BACKSHIFTED else ""
    if x.time != y.time:
        told = close or {x.time, y.time} != {"simple", "perfect"}
        return f"{x.time} on one side, {y.time} on the other" if told else ""
    return "going on on one side, done on the other" if x.lasting != y.lasting else ""


def impersonal(words: Sequence[Word], n: int) -> Sequence[int]:
    """Return the words of “it was said” if the n-th word ends them, else nothing.

    >>> impersonal(Passage("Later it was said that Kelm left.").words, 3)
    (1, 2, 3)
    """
    first = next((k for k in range(max(0, n - _REACH), n - 1) if words[k].form == "it"), None)
    if first is None or words[n - 1].form not in _BE | {"also"}:
        return ()
    return tuple(range(first, n + 1)) if "participle" in known_verb(words[n].form)[1] else ()


def with_subject(words: Sequence[Word], n: int) -> Sequence[int]:
    """Return an active verb with the word before it; nothing for a passive or a form in -ing."""
    if not n or words[n].form.endswith("ing") or any(w.form in _BE for w in words[max(0, n - 2) : n]):
        return ()
    return (n - 1, n)


def reports(form: str) -> bool:
    """Say whether a folded word is a form of a verb of saying or thinking.

    >>> reports("speculated"), reports("sold")
    (True, False)
    """
    return stem(known_verb(form)[0]) in _reporting()


@cache
def _reporting() -> frozenset[str]:
    return frozenset(stem(verb) for verb in lexicon()["reporting_verbs"])
