"""Which words of two passages say the same, and what stands between them on either side.

Two words are tied where they are one word up to inflection, spellings of one name, or near each other in meaning by
the package's lists. Of all ties the heaviest chain is kept that both passages have in one order; what is equal
outside it was moved, and is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpuslib.compare.inflections import known_verb
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.passages import Passage
from corpuslib.compare.words import Word, function_words, same_name, stem

__all__ = ["Gap", "Tie", "WordAlignment", "align_words", "is_content"]

_MOST = 4_000  # pairs of words that may be the same: more come only of text that repeats itself without end
_EQUAL, _RELATED, _SMALL, _NEXT = 6, 4, 2, 2  # weights; the last one for a tie right behind another


class Tie(NamedTuple):
    """A word of a and a word of b, by number, that say the same; `equal` says that they are one word, not only near."""

    a: int
    b: int
    equal: bool


class Gap(NamedTuple):
    """Words between two ties, by number, without those that were moved; `moved` says that some were."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    before: Tie | None
    after: Tie | None
    moved: bool


class WordAlignment(NamedTuple):
    """Ties in order, ties of moved words, the gaps, and the share of content words that are tied (Dice, 1945)."""

    ties: tuple[Tie, ...]
    moved: tuple[Tie, ...]
    gaps: tuple[Gap, ...]
    closeness: float


def align_words(a: Passage, b: Passage) -> WordAlignment:
    """Align two passages word by word, in order; the time grows with the pairs of like words.

    >>> found = align_words(Passage("Kelm opened the new port on Monday."), Passage("On Monday Kelm opens the port."))
    >>> [(t.a, t.b) for t in found.ties], [(t.a, t.b) for t in found.moved], [g.a for g in found.gaps if g.a]
    ([(0, 2), (1, 3), (2, 4), (4, 5)], [(6, 1)], [(3,), (5,)])
    """
    pairs = _pairs(a.words, b.words)
    ties = _supported(_chain(pairs, a.words, len(b.words)), a.words)
    moved = _moved([t for t in pairs if is_content(a.words[t.a])], ties)
    content = [sum(map(is_content, p.words)) for p in (a, b)]
    tied = sum(is_content(a.words[t.a]) for t in (*ties, *moved))
    return WordAlignment(ties, moved, tuple(_gaps(a, b, ties, moved)), 2 * tied / sum(content) if any(content) else 0.0)


def is_content(word: Word) -> bool:
    """Say whether a word tells something: no function word, shortened or not, no single letter.

    >>> [w.form for w in Passage("They won't sell it, and we've a boat.").words if is_content(w)]
    ['sell', 'boat']
    """
    return word.number or _tells(word.form)


@lru_cache(maxsize=65536)
def _tells(form: str) -> bool:
    small = form in function_words() or form.endswith("n't") or form.partition("'")[0] in function_words()
    return not small and len(form) > 1


def _pairs(x: Sequence[Word], y: Sequence[Word]) -> list[Tie]:
    """Return which words may be the same, sorted."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(y):
        for label in _labels(word.form, word.key):
            places.setdefault(label, []).append(j)
    found: dict[tuple[int, int], bool] = {}
    for i, word in enumerate(x):
        for label in _labels(word.form, word.key):
            for j in places.get(label, ()):
                found[i, j] = found.get((i, j), False) or label[-1:] != ":"
        if len(found) > _MOST:
            return []
    found |= dict.fromkeys(_spellings(x, y, {i for i, _ in found}, {j for _, j in found}), True)
    return sorted(Tie(i, j, equal) for (i, j), equal in found.items())


def _spellings(x: Sequence[Word], y: Sequence[Word], known: set[int], known_y: set[int]) -> Iterator[tuple[int, int]]:
    mine = [i for i, w in enumerate(x) if w.text[0].isupper() and i not in known and is_content(w)]
    other = [j for j, w in enumerate(y) if w.text[0].isupper() and j not in known_y and is_content(w)]
    if len(mine) * len(other) <= _MOST:
        yield from ((i, j) for i in mine for j in other if same_name(x[i].form, y[j].form))


@lru_cache(maxsize=65536)
def _labels(form: str, key: str) -> tuple[str, ...]:
    """Return what words that may be the same share; what only near ones share ends in a colon."""
    if form in function_words() and key == stem(form):
        return ("a" if form == "an" else form,)
    verb = stem(known_verb(form)[0])
    equal = (key,) if verb == key else (key, verb)
    return (*equal, *groups_of(form))


def _chain(pairs: Sequence[Tie], x: Sequence[Word], columns: int) -> list[Tie]:
    """Return the heaviest chain of ties that both sides have in one order; the first of equally heavy ones."""
    best: list[tuple[int, int]] = []  # weight of the best chain that ends with each pair, and the pair before
    ends: list[tuple[int, int]] = [(0, 0)] * columns  # by column: the best chain of earlier rows that ends there
    at: dict[tuple[int, int], int] = {}
    waiting: list[tuple[int, tuple[int, int]]] = []
    row = -1
    for n, (i, j, equal) in enumerate(pairs):
        if i != row:
            for column, end in waiting:
                ends[column] = max(ends[column], end)
            waiting, row = [], i
        weight, before = max(ends[:j], default=(0, 0))
        near = at.get((i - 1, j - 1))
        if near is not None and best[near][0] + _NEXT >= weight:
            weight, before = best[near][0] + _NEXT, -near - 1
        own = _SMALL if x[i].form in function_words() else _EQUAL if equal else _RELATED
        best.append((weight + own, before))
        at[i, j] = n
        waiting.append((j, (weight + own, -n - 1)))
    n = max(range(len(best)), key=lambda k: (best[k][0], -k), default=-1)
    chain = []
    while n >= 0:
        chain.append(pairs[n])
        n = -best[n][1] - 1
    return chain[::-1]


def _supported(chain: Sequence[Tie], x: Sequence[Word]) -> tuple[Tie, ...]:
    """Leave out ties of small words that stand beside no other tie: they are equal by chance."""
    places = {(t.a, t.b) for t in chain}
    return tuple(
        t
        for t in chain
        if is_content(x[t.a]) or (t.a, t.b) == (0, 0) or not places.isdisjoint([(t.a - 1, t.b - 1), (t.a + 1, t.b + 1)])
    )


def _moved(pairs: Sequence[Tie], ties: Sequence[Tie]) -> tuple[Tie, ...]:
    taken_a, taken_b = {t.a for t in ties}, {t.b for t in ties}
    found = []
    for t in sorted(pairs, key=lambda t: (not t.equal, t)):
        if t.a not in taken_a and t.b not in taken_b:
            taken_a.add(t.a)
            taken_b.add(t.b)
            found.append(t)
    return tuple(sorted(found))


def _gaps(a: Passage, b: Passage, ties: Sequence[Tie], moved: Sequence[Tie]) -> Iterator[Gap]:
    moved_a, moved_b = {t.a for t in moved}, {t.b for t in moved}
    before: Tie | None = None
    for after in (*ties, None):
        i, j = (before.a + 1, before.b + 1) if before else (0, 0)
        end_i, end_j = (after.a, after.b) if after else (len(a.words), len(b.words))
        left, right = (
            tuple(n for n in range(i, end_i) if n not in moved_a),
            tuple(n for n in range(j, end_j) if n not in moved_b),
        )
        if i < end_i or j < end_j:
            yield Gap(left, right, before, after, len(left) < end_i - i or len(right) < end_j - j)
        before = after
