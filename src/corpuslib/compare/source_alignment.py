"""Which sentences of a translation render which of its source: lengths first, then numbers, names and words learnt.

Lengths as in Gale and Church (1993, A Program for Aligning Sentences in Bilingual Corpora); anchors, and a second
pass with words that stand opposite each other in the first, as in Varga et al. (2005, Parallel Corpora for Medium
Density Languages).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

from corpuslib.compare.alignment import Bead
from corpuslib.compare.source_cues import quoted
from corpuslib.compare.source_names import counterparts, english_names, names_in
from corpuslib.compare.source_values import LANGUAGES, language_data, values_in
from corpuslib.compare.words import fold, function_words, skeleton, stem

__all__ = ["align_source"]

_BAND = 40
_UNIT = 1000  # costs are whole thousandths of a nat: a sum that no machine rounds otherwise
_VARIANCE = 6.8  # of the length of a translation, per character (Gale and Church 1993)
_MOST = 14.0  # what the lengths of one bead can speak against it, in nats
_ANCHOR = 0.9  # what an anchor in common is worth, times its rarity
_MERGED = 1.0  # what is asked of each sentence beyond one a side, in nats
_AMISS = 0.5  # what an anchor that only one side of a bead has speaks against it, as a share of its worth
_WORN = 0.5  # what an anchor of the weak kinds counts
# Probabilities of beads as in Gale and Church (1993), omissions more frequent: news is cut.
_PRIORS = {(1, 1): 0.86, (1, 0): 0.02, (0, 1): 0.02, (1, 2): 0.0445, (2, 1): 0.0445, (2, 2): 0.011}
_PRIOR = {bead: round(-math.log(p) * _UNIT) for bead, p in _PRIORS.items()}


def align_source(source: Sequence[str], target: Sequence[str], language: str) -> list[Bead]:
    """Align the sentences of a source in one of `LANGUAGES` with those of its English translation.

    Returns beads 1-1, 1-2, 2-1, 2-2, 1-0 and 0-1 in order, each with the share of anchors in common as its score.
    The time is linear in the sentences: only a band around the expected place is looked at. Raises `ValueError`
    for a language that is not known.

    >>> source = ["Kelm kam am 6. Mai nach Varn.", "Der Regen wollte gar nicht enden.", "Die 118 Leute schwiegen."]
    >>> target = ["On May 6 Kelm came to Varn.", "The 118 people kept silent."]
    >>> [(bead.a, bead.b) for bead in align_source(source, target, "de")]
    [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    """
    if language not in LANGUAGES:
        raise ValueError(f"no alignment from {language!r}; known are {', '.join(LANGUAGES)}")
    sides = _anchors(source, target, language)
    first = _best_path(source, target, sides, language)
    learnt = _learnt(source, target, first, language)
    if not learnt:
        return first
    content = [_content(sentence, "en") for sentence in target]
    for counts, sentence in zip(sides[0], source, strict=True):
        counts.update(f"learnt {learnt[w]}" for w in _content(sentence, language) if w in learnt)
    meant = frozenset(learnt.values())
    for counts, forms in zip(sides[1], content, strict=True):
        counts.update(f"learnt {w}" for w in forms if w in meant)
    return _best_path(source, target, sides, language)


_Sides = tuple[list[Counter[str]], list[Counter[str]]]
_LATIN = frozenset({"de", "en", "es", "fr", "pl"})
_COGNATE = 6  # letters


def _anchors(source: Sequence[str], target: Sequence[str], language: str) -> _Sides:
    """Return what each sentence has that a translation keeps: values, names, quotation marks, cognates."""
    english = [[n.form for n in english_names(sentence)] for sentence in target]
    named = [[n.form for n in names_in(sentence, language)] for sentence in source]
    same = counterparts((f for s in named for f in s), (f for s in english for f in s), language)
    sides: _Sides = ([], [])
    for sentence, names in zip(source, named, strict=True):
        counts = _shared_anchors(sentence, language)
        counts.update(f"name {min(same[name])}" for name in names if name in same)
        sides[0].append(counts)
    heads = {form: min(forms) for forms in same.values() for form in forms}
    for sentence, names in zip(target, english, strict=True):
        counts = _shared_anchors(sentence, "en")
        counts.update(f"name {heads[name]}" for name in names if name in heads)
        sides[1].append(counts)
    return sides


def _shared_anchors(sentence: str, language: str) -> Counter[str]:
    values = values_in(sentence, language)
    counts = Counter(f"{v.kind} {v.value!r}" for v in values)
    # A wrong scale, billions for millions, leaves the figures.
    counts.update("mark " + repr(v.value).strip("0.").replace(".", "") for v in values if v.value >= _LARGE)
    if quoted(sentence):
        counts["mark quoted"] = 1
    if "?" in sentence or "？" in sentence:
        counts["mark question"] = 1
    if language in _LATIN:
        forms = (fold(m.group()) for m in _LONG_WORD.finditer(sentence) if m.group()[0].islower() or language == "de")
        counts.update("cognate " + skeleton(form).replace("c", "k")[: _COGNATE - 1] for form in forms)
    return counts


_LARGE = 1000.0
_LONG_WORD = re.compile(rf"[^\W\d_]{{{_COGNATE},40}}")
_WORDS = re.compile(r"[^\W\d_]{4,40}")
_CJK_RUN = re.compile(r"[\u4e00-\u9fff]{2,40}|[가-힣]{2,40}")
_OFTEN = 2


def _content(sentence: str, language: str) -> frozenset[str]:
    """Return the words of a sentence that can be learnt: stems, in Chinese and Korean pairs of signs."""
    if language in ("zh", "ko"):
        runs = [m.group() for m in _CJK_RUN.finditer(sentence)]
        return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
    small = _small_words(language)
    forms = (fold(m.group()) for m in _WORDS.finditer(sentence))
    return frozenset(stem(form) for form in forms if form not in small)


@cache
def _small_words(language: str) -> frozenset[str]:
    from corpuslib.lexicon import rows

    listed = (row["words"].split() for row in rows("function_words.tsv") if row["language"] == language)
    return function_words() if language == "en" else frozenset(fold(w) for found in listed for w in found)


def _learnt(source: Sequence[str], target: Sequence[str], beads: Sequence[Bead], language: str) -> dict[str, str]:
    """Return words of the source with the target's word that stands opposite each: Dice's coefficient over beads."""
    together: Counter[tuple[str, str]] = Counter()
    alone: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for bead in beads:
        if len(bead.a) == len(bead.b) == 1:
            x, y = _content(source[bead.a[0]], language), _content(target[bead.b[0]], "en")
            alone[0].update(x)
            alone[1].update(y)
            together.update((v, w) for v in x for w in y)
    best: dict[str, tuple[float, str]] = {}
    for (x_word, y_word), count in sorted(together.items()):
        dice = 2 * count / (alone[0][x_word] + alone[1][y_word])
        if count >= _OFTEN and dice >= 0.75 and dice > best.get(x_word, (0.0, ""))[0]:
            best[x_word] = (dice, y_word)
    return {word: meant for word, (_, meant) in best.items()}


def _best_path(source: Sequence[str], target: Sequence[str], sides: _Sides, language: str) -> list[Bead]:
    n, m = len(source), len(target)
    weights = _weights(sides)
    cost = _Costs(source, target, sides, weights, language)
    slope = m / max(n, 1)
    best: list[dict[int, tuple[int, int, int]]] = [{} for _ in range(n + 1)]
    best[0][0] = (0, 0, 0)
    for i in range(n + 1):
        row = best[i]
        for j in range(max(0, int(i * slope) - _BAND), min(m, int(i * slope) + _BAND) + 1):
            for di, dj in _PRIOR:
                before = best[i - di].get(j - dj) if di <= i and dj <= j else None
                if before is None:
                    continue
                total = before[0] + cost.of(i - di, j - dj, di, dj)
                if j not in row or total < row[j][0]:
                    row[j] = (total, di, dj)
    return _walk_back(best, n, m, sides, weights)


class _Costs:
    """What a bead costs, in thousandths of a nat."""

    def __init__(
        self, source: Sequence[str], target: Sequence[str], sides: _Sides, weights: Mapping[str, int], language: str
    ) -> None:
        self._weights = weights
        self._lengths = [[len(sentence) for sentence in side] for side in (source, target)]
        self._ratio = _ratio(sum(self._lengths[0]), sum(self._lengths[1]), language)
        # Of each sentence, and of each with the next, only anchors that both sides have.
        single = [[Counter({k: c for k, c in counts.items() if k in weights}) for counts in side] for side in sides]
        self._counts = [[side, [x + y for x, y in pairwise(side)]] for side in single]
        self._masses = [
            [[sum(weights[k] * c for k, c in counts.items()) for counts in size] for size in side]
            for side in self._counts
        ]

    def of(self, i: int, j: int, di: int, dj: int) -> int:
        """Return the cost of the bead of di sentences from the i-th and dj from the j-th."""
        prior = _PRIOR[di, dj]
        if not (di and dj):
            return prior
        x, y = sum(self._lengths[0][i : i + di]), sum(self._lengths[1][j : j + dj])
        gain = self._shared(self._counts[0][di - 1][i], self._counts[1][dj - 1][j])
        amiss = self._masses[0][di - 1][i] + self._masses[1][dj - 1][j] - 2 * gain
        merged = round(_MERGED * _UNIT) * (di + dj - 2)
        return prior + _length_cost(x, y, self._ratio) - gain + round(_AMISS * amiss) + merged

    def _shared(self, x: Counter[str], y: Counter[str]) -> int:
        if len(y) < len(x):
            x, y = y, x
        return sum(self._weights[key] * min(count, y[key]) for key, count in x.items() if key in y)


def _ratio(source: int, target: int, language: str) -> float:
    """Return the characters of English to one of the source, near what is usual whatever was left out."""
    usual: float = language_data(language)["ratio"]
    seen = target / source if source else usual
    return min(max(seen, usual * 0.92), usual * 1.08)


def _length_cost(source: int, target: int, ratio: float) -> int:
    expected = source * ratio
    mean = (expected + target) / 2
    apart = abs(target - expected) / math.sqrt(max(mean, 1.0) * _VARIANCE)
    likely = math.erfc(apart / math.sqrt(2))
    return round(min(_MOST, -math.log(likely) if likely > 0 else _MOST) * _UNIT)


def _weights(sides: _Sides) -> dict[str, int]:
    """Return what an anchor that both sides have is worth: its rarity, cognates and marks less."""
    frequency = Counter(key for side in sides for counts in side for key in counts)
    both = {key for counts in sides[0] for key in counts} & {key for counts in sides[1] for key in counts}
    total = len(sides[0]) + len(sides[1])
    weights = {}
    for key in sorted(both):
        weak = key.startswith(("cognate", "mark", "learnt"))
        weights[key] = round(_ANCHOR * math.log(1 + total / frequency[key]) * (_WORN if weak else 1.0) * _UNIT)
    return weights


def _walk_back(
    best: Sequence[Mapping[int, tuple[int, int, int]]], n: int, m: int, sides: _Sides, weights: Mapping[str, int]
) -> list[Bead]:
    beads = []
    while n or m:
        _, di, dj = best[n][m]
        a, b = tuple(range(n - di, n)), tuple(range(m - dj, m))
        beads.append(Bead(a, b, _score(a, b, sides, weights)))
        n, m = n - di, m - dj
    ordered: list[Bead] = []
    for paired, group in groupby(reversed(beads), lambda bead: bool(bead.a and bead.b)):
        run = list(group)
        ordered += run if paired else sorted(run, key=lambda bead: (not bead.a, bead))
    return ordered


def _score(a: tuple[int, ...], b: tuple[int, ...], sides: _Sides, weights: Mapping[str, int]) -> float:
    """Return the share of anchors in common; 0 where one side is empty or has none."""
    x: Counter[str] = sum((sides[0][i] for i in a), Counter())
    y: Counter[str] = sum((sides[1][j] for j in b), Counter())
    mass = sum(weights.get(key, 0) * count for counts in (x, y) for key, count in counts.items())
    return round(2 * sum(weights.get(key, 0) * count for key, count in (x & y).items()) / mass, 4) if mass else 0.0
