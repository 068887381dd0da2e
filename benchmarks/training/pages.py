"""Train the line model of web pages: lexicon/html_weights.tsv.

    python benchmarks/training/pages.py [--write [FOLDER]] [--held-out]

A logistic regression over what the package observes of each line of a page, and over pairs of observations. A line
is the article's if half of its words align with the annotated body: longest common subsequence, runs of three words.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any
from unittest import mock

from shared import Matrix, Model, Tables, columns, hundredths, main, regression

import corpuslib as cl
from corpuslib.read import article
from corpuslib.read.features import Features, Page, features

SETS = ("aeb", "naeb", "cpe")
TRAINED_ON = ("aeb", "naeb")
"""The pages of the third set may be scored, but they have no licence that lets us train on them."""

CUT_SHORT = frozenset(
    ("69411e1843c843cf57a68de6b1386db8", "4eaa37768243d046384645cbad4ef161", "5a5ecb71e10ab7d235450d141a9ab94e")
)
"""Pages whose annotation stops long before the article does, beyond those that the data mark as suspect."""

PAIRS = (
    ("tag", "climb"), ("tag", "length"), ("tag", "links"), ("tag", "branch"), ("rule", "climb"), ("rule", "alike"),
    ("rule", "length"), ("rule", "branch links"), ("rule", "tag"), ("rule", "role"), ("rule", "place"),
    ("climb", "branch links"), ("climb", "place"), ("climb", "length"), ("branch", "branch links"),
    ("branch", "branch mean"), ("alike", "length"), ("length", "end"), ("length", "links"), ("tag", "mean 2 up"),
    ("tag", "link lines 2 up"), ("tag", "length -1"), ("tag", "length +1"), ("tag", "tag +1"), ("tag", "tag -1"),
    ("place", "list"), ("place", "table"), ("rule", "rule -1"), ("rule", "rule +1"),
)  # fmt: skip
"""Observations that tell more together than each alone."""

FEWEST = 120
"""Lines of which something must hold."""

STRENGTH = 0.003
LEFT_OUT = 3
_WORD = re.compile(r"\w+")

Observation = tuple[str, int, str, int]
"""A feature and its value; a second feature and its value, or an empty name."""


class PageTraining(Model):
    """The line model of web pages."""

    def __init__(self, score: ModuleType, split: int = 0) -> None:
        import numpy as np

        super().__init__(score, split)
        docs, _ = score.docs_by_id(None)
        self.pages = [{"site": docs[ds, r["id"]]["site"], "html": r["html"]} for ds in SETS for r in self._read(ds)]
        matrix, rows = Matrix(), []
        for ds in SETS:
            for row in self._read(ds):
                doc = docs[ds, row["id"]]
                trained = ds in TRAINED_ON and not doc["suspect"] and row["id"] not in CUT_SHORT
                per_word = 1000 / max(150, len(_WORD.findall(doc["body"])))
                for found, is_article, words in labelled(row["html"], doc["body"]):
                    matrix.add(observations(found))
                    share = (words + 2) * per_word if trained and words and found is not None else 0
                    rows.append((is_article, self.fold_of(doc["site"]), share))
        self.labels, self.folds, self.shares = (np.array(column) for column in zip(*rows, strict=True))
        self.matrix, self.names = matrix.sparse(FEWEST)

    def _read(self, ds: str) -> list[dict[str, str]]:
        pages: list[dict[str, str]] = self.score.read(None, f"html_{ds}")
        return pages

    def tables(self, without: int | None) -> Tables:
        """Train the weights."""
        train = (self.shares > 0) & (self.folds != (-1 if without is None else without))
        fitted = regression(self.matrix[train], self.labels[train], self.shares[train], STRENGTH, 500)
        base, weights = hundredths(fitted, self.names, LEFT_OUT)
        rows = [("", "", "", "", str(base))]
        for (one, value, other, other_value), weight in sorted(weights.items(), key=_order):
            rows.append((one, str(value), other, str(other_value) if other else "", str(weight)))
        return {"html_weights.tsv": rows}

    def held_out(self) -> Mapping[str, Mapping[str, float]]:
        """Return the scorer's rows."""
        answers = {html: body for (_, html), body in self.answers("pages:bodies", self.pages).items()}
        return columns(self.score.score_html(answers.__getitem__)["rows"], "docs", "F1", "P", "R", "F1_sound")


def _order(weight: tuple[Observation, int]) -> tuple[str, str, int, int]:
    (one, value, other, other_value), _ = weight
    return one, other, value, other_value


def observed(html: str) -> tuple[Page, list[Features | None]] | None:
    """Return a page as the line model is given it, with the features of its lines; None for one without lines."""
    seen: list[tuple[Page, list[Features | None]]] = []

    def watched(page: Page) -> list[Features | None]:
        seen.append((page, features(page)))
        return seen[-1][1]

    with mock.patch.object(article, "features", watched):
        cl.read_html(html)
    return seen[0] if seen else None


def labelled(html: str, body: str) -> Iterator[tuple[Features | None, bool, int]]:
    """Yield the features of each line of a page, whether the line is the article's, and its number of words."""
    if known := observed(html):
        page, found = known
        yield from (
            (each, 2 * shared >= words > 0, words)
            for each, (shared, words) in zip(found, aligned(page.texts, body), strict=True)
        )


def aligned(lines: Sequence[str], body: str) -> Iterator[tuple[int, int]]:
    """Yield for each line how many of its words align with the body, and how many it has.

    >>> list(aligned(["Home News", "The pact was signed"], "The pact was signed on Friday."))
    [(0, 2), (4, 4)]
    """
    from rapidfuzz.distance import LCSseq

    words = [(word, number) for number, line in enumerate(lines) for word in _WORD.findall(line)]
    hits: Counter[int] = Counter()
    for step in LCSseq.opcodes([word for word, _ in words], _WORD.findall(body)):
        if step.tag == "equal" and step.src_end - step.src_start >= 3:
            hits.update(number for _, number in words[step.src_start : step.src_end])
    sizes = Counter(number for _, number in words)
    yield from ((hits[number], sizes[number]) for number in range(len(lines)))


def observations(found: Features | None) -> Iterator[Observation]:
    """Yield what holds of a line: values that are not nought, and pairs of values."""
    if found is not None:
        yield from ((name, value, "", 0) for name, value in found.items() if value)
        yield from ((one, found.get(one, 0), other, found.get(other, 0)) for one, other in PAIRS)


def bodies(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the bodies of pages."""
    return [cl.read_html(item["html"]).body for item in items]


if __name__ == "__main__":
    sys.exit(main(__doc__, PageTraining))
