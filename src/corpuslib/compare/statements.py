"""Statements: which sentences of a story's documents say the same thing, grouped around the words that they share.

A sentence of news often says several things. So whole sentences are not compared, but the stretch of each that
answers to the other, and a sentence can belong to several groups.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise
from types import MappingProxyType

from corpuslib.compare._telling import Telling, Token, unified

__all__ = ["Statement", "frequency", "group_statements", "group_unified", "is_enough", "rarity"]


@dataclass(slots=True)
class Statement:
    """What several sentences say.

    `core` holds the keys that its first two members share, with their weights; `members` the sentences by number,
    with the share of the core that each has; `near` the most that any sentence of a document has of it, by document.
    """

    core: dict[str, int]
    members: dict[int, float]
    near: dict[int, float] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """What the core weighs."""
        return sum(self.core.values())


# Set by hand, on the demo corpus and on news of one campaign. Weights are in thousandths: see `rarity`.
_BACKGROUND = 150  # sentences, or documents: among twenty every word is rare
_POSTINGS = 60  # sentences that may have a key before it finds no candidates
_CANDIDATE = 5000  # what two sentences must have in common to be looked at
_ENOUGH = 6500  # what they must have close together; a word that one in 150 has weighs 5000
_SAID = 3000  # what must be said besides names and days
_GAP = 0.3  # what a word that only one sentence has costs, as a share of its weight
_SUPPORT = 0.5  # what words in common outside the stretches add
_COVERED = 0.7  # share of a core that a member must have
_MEMBER = 6500  # what a core must weigh to be looked for in sentences that no pair showed
_KNOWN = 0.4  # share that a member has which is known on other evidence
_KNOWN_AT_MOST = 60  # sentences of such a group that are compared, each with each
_SAME_CORE = 0.6  # share of the lighter core that two cores have in common for a pair to be taken in
_MERGED = 0.5  # and for two statements to become one, if half of their voices are the same too
_PHRASE, _BESIDE = 3, 8  # words of a phrase (“law of the sea”), and code points between two of them


def group_statements(
    sentences: Sequence[Telling],
    voice: Sequence[int],
    known: Iterable[Collection[int]] = (),
    common: Mapping[str, int] = MappingProxyType({}),
) -> list[Statement]:
    """Return what sentences of at least two voices say, the surest first.

    `voice` gives a number to each document; those with one number share a text or an original. `known` are groups
    of sentences, by number, that are about one thing on other evidence. Candidates come from an index of telling words,
    weighted by inverse frequency, in which common ones find nothing. Two sentences say the same if words that both
    have stand close together in each. A group grows from the strongest such pair and takes in what has most of the
    words that this pair shares, so that it cannot drift from one thing to another.

    >>> from corpuslib.compare.words import words
    >>> def telling(n, text):
    ...     return Telling(n, 0, len(text), tuple(Token(w.key, w.start, w.end, w.text) for w in words(text)))
    >>> texts = "cutter fired warning shots", "herring sold", "warning shots fired by cutter"
    >>> sentences = [telling(n, text) for n, text in enumerate(texts)]
    >>> [sorted(statement.members) for statement in group_statements(sentences, [0, 1, 2])]
    [[0, 2]]
    """
    return group_unified(unified(sentences), voice, known, common)


def group_unified(
    sentences: Sequence[Telling],
    voice: Sequence[int],
    known: Iterable[Collection[int]] = (),
    common: Mapping[str, int] = MappingProxyType({}),
) -> list[Statement]:
    """Return what `group_statements` does, of sentences that have one key for each name and fixed expression already.

    >>> group_unified([], [])
    []
    """
    chosen = _of_each_voice(sentences, voice)
    weights = _weights(sentences, chosen, common)
    keys = [frozenset(t.key for t in s.tokens) for s in sentences]
    statements = list(_known(sentences, keys, weights, voice, known))
    home: dict[int, list[int]] = {}
    for number, statement in enumerate(statements):
        for i in statement.members:
            home.setdefault(i, []).append(number)
    for core, a, b in _pairs(sentences, keys, chosen, weights, voice):
        if not _taken_in(core, a, b, statements, home, weights):
            for i in (a, b):
                home.setdefault(i, []).append(len(statements))
            statements.append(Statement({key: weights[key] for key in sorted(core)}, {a: 1.0, b: 1.0}))
    _extend(statements, sentences, keys, weights)
    return _merged(statements, [voice[s.document] for s in sentences])


def _of_each_voice(sentences: Sequence[Telling], voice: Sequence[int]) -> list[int]:
    """Return the sentences of one document of each voice: the first that is not much shorter than the longest."""
    size = Counter(s.document for s in sentences)
    longest: dict[int, int] = {}
    for document, n in size.items():
        longest[voice[document]] = max(n, longest.get(voice[document], 0))
    first: dict[int, int] = {}
    for document in sorted(size):
        if 5 * size[document] >= 4 * longest[voice[document]]:
            first.setdefault(voice[document], document)
    return [i for i, s in enumerate(sentences) if first[voice[s.document]] == s.document]


def _weights(sentences: Sequence[Telling], chosen: Sequence[int], common: Mapping[str, int]) -> dict[str, int]:
    """Return what each key tells, in thousandths: whole numbers add up to the same on every machine.

    That is how few sentences of the story have it; or how few documents of the corpus, in `common`, if that is less.
    """
    frequency = Counter(key for i in chosen for key in {t.key for t in sentences[i].tokens})
    total = max(_BACKGROUND, len(chosen))
    every = sorted({t.key for s in sentences for t in s.tokens})
    return {key: min(_rarity(total, frequency[key]), common.get(key, _rarity(total, 1))) for key in every}


def _rarity(total: int, having: int) -> int:
    return round(1000 * math.log(1 + total / max(1, having)))


def frequency(documents: Iterable[Iterable[Telling]]) -> Counter[str]:
    """Return how many documents have each key.

    >>> frequency([[Telling(0, 0, 9, (Token("a", 0, 1, "a"),))], []])
    Counter({'a': 1})
    """
    having: Counter[str] = Counter()
    for sentences in documents:
        having.update({t.key for s in sentences for t in s.tokens})
    return having


def rarity(having: Mapping[str, int], total: int) -> dict[str, int]:
    """Return by how few of all documents each key is had, in thousandths of a natural logarithm.

    >>> rarity({"a": 1}, 2)
    {'a': 5017}
    """
    return {key: _rarity(max(_BACKGROUND, total), n) for key, n in having.items()}


def _known(
    sentences: Sequence[Telling],
    keys: Sequence[frozenset[str]],
    weights: Mapping[str, int],
    voice: Sequence[int],
    known: Iterable[Collection[int]],
) -> Iterator[Statement]:
    """Yield a statement for each known group of two voices; its core is what the two that answer best share.

    In a large group these two are looked for among its first sentences only.
    """
    for group in known:
        found = [
            (-score, a, b, core)
            for a, b in combinations(sorted(group)[:_KNOWN_AT_MOST], 2)
            if voice[sentences[a].document] != voice[sentences[b].document]
            for score, core in [_answering(sentences[a], sentences[b], keys[a] & keys[b], weights)]
            if core
        ]
        if found:
            core = {key: weights[key] for key in sorted(min(found, key=lambda pair: pair[:3])[3])}
            fits = {i: sum(core.get(key, 0) for key in keys[i]) for i in sorted(group)}
            whole = sum(core.values())
            yield Statement(core, {i: round(fit / whole, 3) for i, fit in fits.items() if fit >= _KNOWN * whole})


def _pairs(
    sentences: Sequence[Telling],
    keys: Sequence[frozenset[str]],
    chosen: Sequence[int],
    weights: Mapping[str, int],
    voice: Sequence[int],
) -> list[tuple[frozenset[str], int, int]]:
    """Return pairs of sentences that say the same, with the keys that show it, the strongest first."""
    found = []
    for a, b in _candidates(sentences, keys, chosen, weights, voice):
        common = keys[a] & keys[b]
        if sum(map(weights.__getitem__, common)) < _ENOUGH or not is_enough(common, weights):
            continue  # a part of what they share cannot be enough either
        score, core = _answering(sentences[a], sentences[b], common, weights)
        if score >= _ENOUGH and is_enough(core, weights) and not _is_phrase(core, sentences[a], sentences[b]):
            found.append((-score, a, b, core))
    found.sort(key=lambda pair: pair[:3])
    return [(core, a, b) for _, a, b, core in found]


def _candidates(
    sentences: Sequence[Telling],
    keys: Sequence[frozenset[str]],
    chosen: Sequence[int],
    weights: Mapping[str, int],
    voice: Sequence[int],
) -> Iterator[tuple[int, int]]:
    """Yield pairs of sentences of different voices that share enough telling words, from an index of the words."""
    postings = _index(keys, chosen)
    for i in chosen:
        mass: dict[int, int] = {}
        for key in keys[i]:
            having, weight = postings[key], weights[key]
            if len(having) <= _POSTINGS:
                for j in having[bisect_right(having, i) :]:
                    mass[j] = mass.get(j, 0) + weight
        own = voice[sentences[i].document]
        yield from ((i, j) for j in sorted(mass) if mass[j] >= _CANDIDATE and voice[sentences[j].document] != own)


def _index(keys: Sequence[frozenset[str]], chosen: Iterable[int]) -> dict[str, list[int]]:
    postings: dict[str, list[int]] = {}
    for i in chosen:
        for key in keys[i]:
            postings.setdefault(key, []).append(i)
    return postings


def _answering(
    a: Telling, b: Telling, common: frozenset[str], weights: Mapping[str, int]
) -> tuple[int, frozenset[str]]:
    """Return how strongly two sentences answer to each other, and which keys in common stand close together."""
    keys, score = common, 0
    for _ in range(3):  # a stretch of one sentence narrows that of the other, and settles at once
        before = keys
        best = [_best_stretch(s.tokens, keys, weights) for s in (a, b)]
        score = min(found for found, _ in best)
        for s, (_, at) in zip((a, b), best, strict=True):
            keys &= {t.key for t in s.tokens[slice(*at)]}
        if keys == before:
            break
    return score + round(_SUPPORT * sum(weights[key] for key in common - keys)), keys


def _best_stretch(
    tokens: Sequence[Token], keys: Collection[str], weights: Mapping[str, int]
) -> tuple[int, tuple[int, int]]:
    """Return the most that a stretch of words weighs, what is not in `keys` counted against it, and its bounds."""
    best, bounds = 0, (0, 0)
    total, start = 0, 0
    seen: set[str] = set()
    for n, token in enumerate(tokens):
        if token.key not in keys:
            total -= _cost(weights[token.key])
        elif token.key not in seen:
            seen.add(token.key)
            total += weights[token.key]
        if total <= 0:
            total, start, seen = 0, n + 1, set()
        elif total > best:
            best, bounds = total, (start, n + 1)
    return best, bounds


@cache
def _cost(weight: int) -> int:
    """Return what a word that only one sentence has costs."""
    return round(_GAP * weight)


def is_enough(core: Collection[str], weights: Mapping[str, int]) -> bool:
    """Say whether more than names and days is shared: of whom and when is not yet what."""
    said = [key for key in core if not key.startswith(("name ", "@"))]
    return len(core) > 1 and len(said) >= (2 if len(core) == 2 else 1) and sum(weights[k] for k in said) >= _SAID


def _is_phrase(core: Collection[str], a: Telling, b: Telling) -> bool:
    """Say whether all that is shared are two or three words side by side in both: a thing, of which much is said."""
    return len(core) <= _PHRASE and all(
        any(
            {t.key for t in run} == set(core) and all(y.start - x.end <= _BESIDE for x, y in pairwise(run))
            for n in range(len(s.tokens))
            for run in [s.tokens[n : n + len(core)]]
        )
        for s in (a, b)
    )


def _taken_in(
    core: frozenset[str],
    a: int,
    b: int,
    statements: Sequence[Statement],
    home: dict[int, list[int]],
    weights: Mapping[str, int],
) -> bool:
    """Say whether a pair belongs to a statement that one of its sentences is a member of; add the other one."""
    if any(b in statements[number].members for number in home.get(a, ())):
        return True
    own = sum(weights[key] for key in core)
    for number in sorted({*home.get(a, ()), *home.get(b, ())}):
        statement = statements[number]
        shared = sum(weight for key, weight in statement.core.items() if key in core)
        if not shared or shared < max(_SAME_CORE * min(own, statement.weight), _COVERED * statement.weight):
            continue
        for i in (a, b):
            if i not in statement.members:
                statement.members[i] = round(shared / statement.weight, 3)
                home.setdefault(i, []).append(number)
        return True
    return False


def _extend(
    statements: Sequence[Statement],
    sentences: Sequence[Telling],
    keys: Sequence[frozenset[str]],
    weights: Mapping[str, int],
) -> None:
    """Add the sentences that have most of a core close together, and note how near each document comes to it."""
    import numpy as np

    # Every core is looked for in every sentence: in a long story that is most of the work.
    cores = {key for statement in statements for key in statement.core}
    index = _index([own & cores for own in keys], range(len(keys)))
    postings = {key: np.array(having) for key, having in index.items()}
    documents = np.array([s.document for s in sentences], np.int64)
    for statement in statements:
        shared = np.zeros(len(sentences), np.int64)
        for key, weight in statement.core.items():
            shared[postings[key]] += weight
        whole, wide = statement.weight, is_enough(statement.core, weights)
        most = np.zeros(int(documents.max()) + 1, np.int64)
        np.maximum.at(most, documents, shared)
        statement.near.update((int(n), round(int(most[n]) / whole, 3)) for n in np.flatnonzero(most))
        for i in np.flatnonzero(shared >= _COVERED * whole).tolist() if wide else ():
            if i in statement.members:
                continue
            score, at = _best_stretch(sentences[i].tokens, statement.core, weights)
            window = {t.key for t in sentences[i].tokens[slice(*at)]} & statement.core.keys()
            covered = sum(weights[key] for key in window)
            if covered >= _COVERED * whole and len(window) > 1 and score >= _MEMBER:
                statement.members[i] = round(covered / whole, 3)


def _merged(statements: Sequence[Statement], voice: Sequence[int]) -> list[Statement]:
    """Make one of statements that have half of their words and half of their sentences in common."""
    kept: list[Statement] = []
    home: dict[int, list[int]] = {}
    for statement in statements:
        number = next((n for n in _met(statement, home) if _one(kept[n], statement, voice)), None)
        if number is None:
            number = len(kept)
            kept.append(statement)
        else:
            for i, fit in statement.members.items():
                kept[number].members[i] = max(fit, kept[number].members.get(i, 0.0))
            for n, share in statement.near.items():
                kept[number].near[n] = max(share, kept[number].near.get(n, 0.0))
        for i in statement.members:
            home.setdefault(i, []).append(number)
    return kept


def _met(statement: Statement, home: Mapping[int, Sequence[int]]) -> list[int]:
    return sorted({number for i in statement.members for number in home.get(i, ())})


def _one(a: Statement, b: Statement, voice: Sequence[int]) -> bool:
    shared = sum(weight for key, weight in a.core.items() if key in b.core)
    both = a.members.keys() & b.members.keys()
    few = min(len({voice[i] for i in s.members}) for s in (a, b))
    return shared >= _MERGED * min(a.weight, b.weight) and 2 * len({voice[i] for i in both}) >= few
