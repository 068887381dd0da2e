"""What words are kinds of, one way: a lorry is a vehicle, a vehicle is no lorry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from corpuslib.compare.inflections import inflections
from corpuslib.lexicon import rows

__all__ = ["kinds_of", "may_be"]


def kinds_of(form: str) -> frozenset[str]:
    """Return the wider words of a folded word or a base expression, inflected or not, and what those are kinds of.

    Nothing for a word that is not listed: it may be of any kind.

    >>> sorted(kinds_of("nurses")), sorted(kinds_of("train driver")), kinds_of("zzz")
    (['medic', 'person', 'worker'], ['person', 'worker'], frozenset())
    """
    return _kinds().get(form, frozenset())


def may_be(form: str, other: str) -> bool:
    """Say whether one of two folded words names a kind of the other, inflected or not.

    >>> may_be("lorries", "vehicle"), may_be("vehicle", "lorries"), may_be("lorry", "ferry")
    (True, True, False)
    """
    return not (kinds_of(form).isdisjoint(_named_by(other)) and kinds_of(other).isdisjoint(_named_by(form)))


@cache
def _rows() -> Mapping[str, tuple[str, ...]]:
    return {row["kind"]: tuple(word.replace("_", " ") for word in row["words"].split()) for row in rows("kinds.tsv")}


def _named_by(form: str) -> frozenset[str]:
    return _names().get(form, frozenset())


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """Return the kinds that a form is the name of."""
    found: dict[str, frozenset[str]] = {}
    for kind in _rows():
        for form in inflections(kind):
            found[form] = found.get(form, frozenset()) | {kind}
    return found


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    direct: dict[str, set[str]] = {}
    for kind, words in _rows().items():
        for word in words:
            direct.setdefault(word, set()).add(kind)
    found: dict[str, frozenset[str]] = {}
    for word in sorted(direct):
        wider = _wider(word, direct)
        for form in (form for form in inflections(word) if form == word or form not in direct):  # no pensioner is money
            found[form] = found.get(form, frozenset()) | wider
    return found


def _wider(word: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    """Return all that a word is a kind of, step by step, never the word itself."""
    found: set[str] = set()
    waiting = [word]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return frozenset(found - {word})
