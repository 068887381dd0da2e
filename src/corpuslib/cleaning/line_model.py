"""A line model: which lines of a page belong to the article, and how surely.

Logistic regression over the features of `corpuslib.cleaning.evidence`, in two steps: each line by itself, then
each line in its place, where the scores of its neighbours count. Lines of an article come in runs, so the best
sequence of lines in and out is found with Viterbi's algorithm (1967). Weights are integers, in hundredths of
log odds: the same answer on every machine.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpuslib.cleaning.evidence import Look, Setting, look, place_features, setting
from corpuslib.cleaning.lines import Line
from corpuslib.document import BlockKind
from corpuslib.lexicon import rows
from corpuslib.read.line_model import best_runs

__all__ = ["LineModel", "Reading", "decide", "line_model", "read_lines"]

TURN = 40
"""What it costs, in hundredths of log odds, to begin or to end a run of article lines."""

PAGE = (-115, -120, -250, -340)
"""Log odds that a line of a whole page must exceed to stay, by its length: a reader misses a long paragraph more
than a short line."""

UP_TO = (9, 25, 60)
"""The longest lines in words of all steps of `PAGE` but the last."""

ARTICLE = -300
"""The same for a text that is an article already, with a few lines too many."""

MENU = 7
"""A text with so many brief lines outside the article that look like a menu is a whole page."""

UNLIKE = -200
"""The score by itself, in hundredths, below which a brief line looks like a menu."""

FAR = 12
"""Lines from the next prose at which a line of poor score is not looked at twice."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """Weights by feature, in hundredths of log odds: of a line by itself, in a whole page, in an article."""

    alone: Mapping[str, int]
    page: Mapping[str, int]
    article: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a text: for each line whether it stays, and the log odds, in hundredths."""

    whole: bool
    stays: tuple[bool, ...]
    odds: tuple[int, ...]
    looks: tuple[Look, ...]

    def confidence(self, i: int) -> float:
        """Return the probability of the decision about line i, at least one half."""
        odds = self.odds[i] if self.stays[i] else -self.odds[i]
        return max(0.5, round(1 / (1 + math.exp(-max(-1000, min(1000, odds)) / 100)), 2))


@cache
def line_model() -> LineModel:
    """Return the weights that the package brings along."""
    alone = {row["feature"]: int(row["weight"]) for row in rows("line_alone.tsv")}
    placed = rows("line_in_place.tsv")
    page = {row["feature"]: int(row["page"]) for row in placed if row["page"]}
    article = {row["feature"]: int(row["article"]) for row in placed if row["article"]}
    return LineModel(alone, page, article)


def read_lines(lines: Sequence[Line], kinds: Sequence[BlockKind | None], model: LineModel | None = None) -> Reading:
    """Return which lines belong to the article; `kinds` are what rules take each line for, None where no rule does.

    >>> line = Line.of("The harbour council of Orvesund voted on Monday to open the strait, its chair said.")
    >>> read_lines([line], [None]).stays
    (True,)
    """
    return decide([look(line, kind) for line, kind in zip(lines, kinds, strict=True)], model or line_model())


def decide(looks: Sequence[Look], model: LineModel) -> Reading:
    """Return which of the lines belong to the article."""
    page = setting(looks, [_score(model.alone, x.features) for x in looks])
    whole = is_whole(page)
    odds = _page_odds(page, model) if whole else _article_odds(page, model)
    if not whole:
        return Reading(False, tuple(x > ARTICLE for x in odds), tuple(odds), tuple(looks))
    margins = [x - PAGE[bisect_left(UP_TO, one.words)] for one, x in zip(looks, odds, strict=True)]
    return Reading(True, tuple(best_runs(margins, TURN, opening=TURN)), tuple(odds), tuple(looks))


def is_whole(page: Setting) -> bool:
    """Say whether a text is a whole page, menus and all, and not just an article."""
    a, b = page.wide
    outside = (*range(a), *range(b, len(page.looks)))
    return len([i for i in outside if page.scores[i] < UNLIKE and page.looks[i].brief]) >= MENU


def _score(weights: Mapping[str, int], features: Sequence[str]) -> int:
    return weights.get("bias", 0) + sum(filter(None, map(weights.get, features)))


def _page_odds(page: Setting, model: LineModel) -> list[int]:
    odds = []
    since: dict[str, int] = {}
    for i, line in enumerate(page.looks):
        if page.scores[i] < 0 and not near_prose(page, i):
            odds.append(-600)
        else:
            odds.append(_placed(model.page, page, i, since))
        if i >= page.wide[0] and line.group != "-":
            since[line.group] = i
    return odds


def near_prose(page: Setting, i: int) -> bool:
    """Say whether a line that may be the article's stands within a few lines."""
    return page.prose[max(0, i - FAR)] < page.prose[min(len(page.looks), i + FAR + 1)]


def _article_odds(page: Setting, model: LineModel) -> list[int]:
    """Return the log odds of each line; prose among prose needs no second look."""
    odds = []
    since: dict[str, int] = {}
    a, b = page.core
    for i, line in enumerate(page.looks):
        sure = a <= i < b and line.prose and page.scores[i] > 0
        odds.append(max(100, page.scores[i]) if sure else _placed(model.article, page, i, since))
        if i >= page.wide[0] and line.group != "-":
            since[line.group] = i
    return odds


def _placed(weights: Mapping[str, int], page: Setting, i: int, since: dict[str, int]) -> int:
    """Return the log odds of a line in its place, where its words by themselves no longer count."""
    return _score(weights, page.looks[i].shape) + sum(filter(None, map(weights.get, place_features(page, i, since))))
