"""Decide which lines of a page are the article, from weights on what can be observed of each.

A logistic regression over small whole-number features gives every line a score; the lines of a table share
theirs; then the best run of article and other lines is found, where each change from one to the other costs
(Viterbi, 1967). Scores are sums of whole numbers in hundredths of a logit, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpuslib import lexicon
from corpuslib.read.features import Features

__all__ = ["article_lines", "best_runs", "scores"]

_SETTLED = -600
_MARKUP_SAYS_SO = 75
_CHANGE = 75
_FEWEST_LEFT = 30
# Few annotated pages have tables, and annotators disagree about them; a lost table is worse than one too many.
_FOR_TABLES = 100


class _Weights(NamedTuple):
    base: int
    single: Mapping[str, Mapping[int, int]]
    pairs: tuple[tuple[str, str, Mapping[tuple[int, int], int]], ...]


@cache
def _weights() -> _Weights:
    base = 0
    single: dict[str, dict[int, int]] = {}
    pairs: dict[tuple[str, str], dict[tuple[int, int], int]] = {}
    for row in lexicon.rows("html_weights.tsv"):
        weight = int(row["weight"])
        if not row["feature"]:
            base = weight
        elif row["other"]:
            key = int(row["value"]), int(row["other_value"])
            pairs.setdefault((row["feature"], row["other"]), {})[key] = weight
        else:
            single.setdefault(row["feature"], {})[int(row["value"])] = weight
    return _Weights(base, single, tuple((one, other, table) for (one, other), table in pairs.items()))


def scores(found: Sequence[Features | None]) -> list[int]:
    """Return for every line how much speaks for the article, in hundredths of a logit."""
    return [_SETTLED if each is None else _score(each) for each in found]


def _score(found: Features) -> int:
    weights = _weights()
    score = weights.base
    for name, value in found.items():
        if value and (table := weights.single.get(name)):
            score += table.get(value, 0)
    for one, other, pairs in weights.pairs:
        score += pairs.get((found.get(one, 0), found.get(other, 0)), 0)
    return score


def article_lines(
    scored: Sequence[int], by_markup: Sequence[bool], sizes: Sequence[int], tables: Sequence[int]
) -> list[bool]:
    """Return which lines are the article.

    `by_markup` is what the markup says, which has a say of its own; `sizes` are the lines' lengths, `tables`
    the number of the table that a line is a cell of, or -1. Where the model would leave little of what the
    markup says, it has not understood the page, and the markup is believed.

    >>> article_lines([300, 200, -20, 250, -300, 30, -400], [True] * 7, [80] * 7, [-1] * 7)
    [True, True, True, True, False, False, False]
    """
    shared = _with_tables_together(scored, tables)
    chosen = best_runs([score + _MARKUP_SAYS_SO * said for score, said in zip(shared, by_markup, strict=True)], _CHANGE)
    said = sum(size for size, is_said in zip(sizes, by_markup, strict=True) if is_said)
    left = sum(size for size, is_said, kept in zip(sizes, by_markup, chosen, strict=True) if is_said and kept)
    return list(by_markup) if 100 * left < _FEWEST_LEFT * said else chosen


def _with_tables_together(scored: Sequence[int], tables: Sequence[int]) -> list[int]:
    """Give all cells of a table the mean of their scores, and more: a table stays or goes as a whole."""
    cells: dict[int, list[int]] = {}
    for score, table in zip(scored, tables, strict=True):
        if table >= 0:
            cells.setdefault(table, []).append(score)
    means = {table: sum(values) // len(values) + _FOR_TABLES for table, values in cells.items()}
    return [means.get(table, score) for score, table in zip(scored, tables, strict=True)]


def best_runs(scored: Sequence[int], change: int, opening: int = 0) -> list[bool]:
    """Return the sequence of lines in and out with the highest sum of the scores of those in (Viterbi, 1967).

    Each change from one to the other costs `change`; to begin with a line that is in costs `opening`.

    >>> best_runs([-500, 90, -10, 90, -500], change=40)
    [False, True, True, True, False]
    """
    out, within = 0, -opening
    came: list[tuple[bool, bool]] = []
    for score in scored:
        out_from_within = within - change > out
        within_from_within = within >= out - change
        came.append((out_from_within, within_from_within))
        out, within = max(out, within - change), max(within, out - change) + score
    decisions: list[bool] = []
    now = within > out
    for out_from_within, within_from_within in reversed(came):
        decisions.append(now)
        now = within_from_within if now else out_from_within
    return decisions[::-1]
