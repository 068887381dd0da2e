"""Train the line model of plain text: lexicon/line_alone.tsv and lexicon/line_in_place.tsv.

    python benchmarks/training/lines.py [--write [FOLDER]] [--held-out]

Two logistic regressions, one upon the other: of a line by itself, then of a line in its place, where the scores of
the lines around it count. So that the second sees such scores as it will meet in new pages, each page is scored by
a first regression that was trained without the page's site (Wolpert 1992, Stacked generalization).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from shared import FOLDS, Matrix, Model, Tables, columns, hundredths, main, regression

import corpuslib as cl
from corpuslib.cleaning.evidence import Look, look, place_features, setting
from corpuslib.cleaning.line_model import near_prose
from corpuslib.cleaning.lines import Line
from corpuslib.cleaning.page import known

SETS = ("aeb", "naeb", "cpe", "wcxb")
SITES = 100
"""A word counts from so many sites on: such words are common property and tell nothing of a page."""

PLACES = frozenset(("california", "york"))
"""Words that so many sites use but that name a place; their weights are not kept."""

FEWEST = 60
"""Lines that must have a feature."""

ALONE, PLACED = 0.1, 0.03
"""Strength of the two regressions, scikit-learn's C."""

LEFT_OUT, LEFT_OUT_PLACED = 2, 3
"""The smallest weights that are kept, in hundredths."""

WEB_ALONE, WEB_PLACED = 0.49, 0.35
"""How much a line of the set of all kinds of web articles counts to one of a news page."""

IN_ARTICLES = 0.2
"""How much a line of a whole page counts for the weights of texts that are an article already."""


@dataclass(frozen=True)
class _Lines:
    """What is known of all lines, in order, as arrays: label (-1 for neither), fold, how much a line counts.

    `raw` are the lines of whole pages, `web` those of the set of all kinds of web articles.
    """

    labels: Any
    folds: Any
    raw: Any
    shares: Any
    web: Any


class LineTraining(Model):
    """The line model of plain text."""

    def __init__(self, score: ModuleType, split: int = 0) -> None:
        super().__init__(score, split)
        self.docs, _ = score.docs_by_id(None)
        self.texts = [
            {"set": ds, **row}
            for ds in SETS
            for row in score.read(None, f"lines_{ds}")
            if not self.docs[ds, row["id"]]["suspect"]
        ]
        self.alone, self.lines = self._alone()
        self.matrix, self.names, self.near = self._placed()

    def _site(self, text: Mapping[str, Any]) -> str:
        site: str = self.docs[text["set"], text["id"]]["site"]
        return site

    def _alone(self) -> tuple[dict[int | None, dict[str, int]], _Lines]:
        """Train the weights of a line by itself: without each fold, and on all."""
        import numpy as np

        matrix, sites = Matrix(), dict[str, set[str]]()
        rows = []
        for text in self.texts:
            site = self._site(text)
            labelled = math.sqrt(sum(label >= 0 for label in text["labels"]) + 10)
            for each, label in zip(looks(text["lines"]), text["labels"], strict=True):
                matrix.add(each.features)
                share = (1 + math.log1p(each.words)) / labelled
                rows.append((label, self.fold_of(site), text["src"] == "raw", share, text["set"] == "wcxb"))
                for feature in each.features:
                    if feature.startswith("w="):
                        sites.setdefault(feature, set()).add(site)
        known_to_all = {
            feature for feature, users in sites.items() if len(users) >= SITES and not any(map(str.isdigit, feature))
        }
        lines = _Lines(*(np.array(column) for column in zip(*rows, strict=True)))
        sparse, names = matrix.sparse(FEWEST, lambda name: not name.startswith("w=") or name in known_to_all)
        shares = lines.shares * np.where(lines.web, WEB_ALONE, 1)
        weights = {
            fold: _fit(sparse, names, lines, shares, lines.labels >= 0, fold, ALONE, 80, LEFT_OUT)
            for fold in (*range(FOLDS), None)
        }
        return weights, lines

    def _placed(self) -> tuple[Any, list[str], Any]:
        """Return the features of all lines in their places, and which of them the model will look at in a page."""
        import numpy as np

        matrix, near = Matrix(), list[bool]()
        for text in self.texts:
            for features, is_near in in_place(list(looks(text["lines"])), self.alone[self.fold_of(self._site(text))]):
                matrix.add(features)
                near.append(is_near)
        sparse, names = matrix.sparse(FEWEST)
        return sparse, names, np.array(near)

    def tables(self, without: int | None) -> Tables:
        """Train the weights of a line in its place; return them with those of a line by itself."""
        import numpy as np

        lines, alone = self.lines, self.alone[without]
        shares = lines.shares * np.where(lines.web, WEB_PLACED, 1)
        mixed = shares * np.where(lines.raw, IN_ARTICLES, 1)
        given = lines.labels >= 0
        options = (without, PLACED, 60, LEFT_OUT_PLACED)
        page = _fit(self.matrix, self.names, lines, shares, given & lines.raw & self.near, *options)
        article = _fit(self.matrix, self.names, lines, mixed, given, *options)
        return {
            "line_alone.tsv": [(name, str(alone[name])) for name in sorted(alone) if name[2:] not in PLACES],
            "line_in_place.tsv": [
                (name, str(page.get(name, "")), str(article.get(name, ""))) for name in sorted({*page, *article})
            ],
        }

    def held_out(self) -> Mapping[str, Mapping[str, float]]:
        """Return the scorer's rows; repeated lines of an outlet are set aside, as `clean_many` does."""
        items = [
            {"set": f"{text['set']}/{text['src']}", "site": self._site(text), "text": "\n".join(text["lines"])}
            for text in self.texts
        ]
        answers = {key[1:]: body for key, body in self.answers("lines:bodies", items).items()}

        def tool(docs: Sequence[Mapping[str, str]]) -> list[str]:
            return [answers[doc["site"], doc["text"]] for doc in docs]

        tool.corpus = True  # type: ignore[attr-defined]
        rows = self.score.score_lines(tool, sets=SETS)["rows"]
        return columns(rows, "docs", "F1", "loss", "resid", "clean")


def _fit(
    matrix: Any,
    names: Sequence[str],
    lines: _Lines,
    shares: Any,
    chosen: Any,
    without: int | None,
    strength: float,
    rounds: int,
    least: int,
) -> dict[str, int]:
    """Return the weights that the chosen lines give, without those of one fold, in hundredths."""
    train = chosen if without is None else chosen & (lines.folds != without)
    own = shares[train] * train.sum() / shares[train].sum()
    fitted = regression(matrix[train], lines.labels[train], own, strength, rounds, 1e-3)
    base, weights = hundredths(fitted, names, least)
    return {**weights, "bias": base}


def looks(lines: Sequence[str]) -> Iterator[Look]:
    """Yield what each line shows by itself."""
    for text in lines:
        line = Line.of(text.strip())
        verdict = known(line, head=True)
        yield look(line, verdict.kind if verdict else None)


def in_place(found: Sequence[Look], alone: Mapping[str, int]) -> Iterator[tuple[list[str], bool]]:
    """Yield the features of each line in its place without its words, and whether a page's model looks at it."""
    base = alone["bias"]
    page = setting(found, [base + sum(alone.get(feature, 0) for feature in each.features) for each in found])
    since: dict[str, int] = {}
    for i, each in enumerate(found):
        own = [feature for feature in each.features if not feature.startswith("w=")]
        yield [*own, *place_features(page, i, since)], page.scores[i] >= 0 or near_prose(page, i)
        if i >= page.wide[0] and each.group != "-":
            since[each.group] = i


def bodies(items: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the bodies of texts; those of one set are cleaned together."""
    found: dict[int, str] = {}
    for name in sorted({item["set"] for item in items}):
        numbers = [n for n, item in enumerate(items) if item["set"] == name]
        documents = cl.clean_many([items[n]["text"] for n in numbers], [items[n]["site"] for n in numbers])
        found.update((n, document.body) for n, document in zip(numbers, documents, strict=True))
    return [found[n] for n in range(len(items))]


if __name__ == "__main__":
    sys.exit(main(__doc__, LineTraining))
