"""Words that mean the same, under one key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpuslib.compare._telling import Telling
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.words import fold

__all__ = ["by_meaning"]


def by_meaning(sentences: Sequence[Telling]) -> list[Telling]:
    """Return sentences with one key for the words that mean the same: that of the one which is said most.

    A word goes with another only if a row of paraphrases.tsv has both, so that no chain leads from one thing to
    another.

    >>> from corpuslib.compare._telling import Token
    >>> said = [Telling(n, 0, len(w), (Token(w, 0, len(w), w),)) for n, w in enumerate(("ship", "vessel", "ship"))]
    >>> [s.tokens[0].key for s in by_meaning(said)]
    ['ship', 'ship', 'ship']
    """
    count: Counter[str] = Counter()
    groups: dict[str, set[str]] = {}
    for token in (t for s in sentences for t in s.tokens if t.key[0].isalpha() and not t.name):
        own = _meanings(fold(token.text))
        if own:
            count[token.key] += 1
            groups.setdefault(token.key, set()).update(own)
    meant: dict[str, str] = {}
    leading: dict[str, str] = {}
    for key in sorted(count, key=lambda k: (-count[k], k)):
        leaders = [leading[group] for group in sorted(groups[key]) if group in leading]
        meant[key] = leaders[0] if leaders else key
        if not leaders:
            leading.update(dict.fromkeys(groups[key], key))
    return [s._replace(tokens=tuple(t._replace(key=meant.get(t.key, t.key)) for t in s.tokens)) for s in sentences]


def _meanings(form: str) -> tuple[str, ...]:
    """Return the groups of paraphrases of a folded word, and the verb that it is a form of."""
    base, kinds = known_verb(form)
    return (*groups_of(form), f"to {base}") if kinds else groups_of(form)
