"""Words that mean the same: one put for the other is style."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from corpuslib.compare.inflections import inflections
from corpuslib.lexicon import rows

__all__ = ["groups_of", "is_listed"]


def groups_of(form: str) -> tuple[str, ...]:
    """Return the groups of paraphrases.tsv that a folded word belongs to, inflected or not.

    >>> bool(set(groups_of("ships")) & set(groups_of("vessel"))), groups_of("zzz")
    (True, ())
    """
    return _groups().get(form, ())


def is_listed(form: str) -> bool:
    """Say whether a folded word is in the list: a common word whose paraphrases are known.

    >>> is_listed("deputies"), is_listed("varn")
    (True, False)
    """
    return form in _groups()


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for number, row in enumerate(rows("paraphrases.tsv")):
        for word in row["words"].split():
            for form in inflections(word):
                found.setdefault(form, set()).add(f"{number}:")
    return {form: tuple(sorted(groups)) for form, groups in found.items()}
