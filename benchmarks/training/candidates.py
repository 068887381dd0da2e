"""Train which date and which author on a page are the article's: lexicon/candidate_evidence.tsv.

    python benchmarks/training/candidates.py [--write [FOLDER]] [--held-out]

Two conditional logits (McFadden 1974) over the candidates of a text and one more outcome, that none of them is the
article's. Several candidates may stand for the right day, as a date is often given twice; then what is likely is
that one of them is chosen.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from shared import Model, Tables, columns, main

import corpuslib as cl
from corpuslib.cleaning.authors import bylines
from corpuslib.cleaning.stamps import stamps
from corpuslib.cleaning.weighing import likeliest
from corpuslib.document import Document

SETS = ("naeb", "wcxb")
COUNTS = {
    "date": {"naeb/raw": 2.0, "wcxb/raw": 1.0, "naeb/trafilatura": 0.7, "wcxb/trafilatura": 0.5},
    "author": {"naeb/raw": 2.0, "wcxb/raw": 1.0, "naeb/trafilatura": 1.0, "wcxb/trafilatura": 0.5},
}
"""How much a text of a set counts."""

PENALTY = 2.0
"""Strength of the L2 penalty."""

Candidate = tuple[Hashable, tuple[str, ...]]


@dataclass(frozen=True)
class _Text:
    """A clean text with what is annotated of it; no authors where there are none or none are annotated."""

    name: str
    site: str
    document: Document
    date: datetime.date | None
    authors: frozenset[str]
    signed: bool
    dates: tuple[tuple[int, Candidate], ...] = ()


@dataclass(frozen=True)
class _Choice:
    """The candidates of a text, what the right ones stand for, and how much the text counts."""

    candidates: Sequence[Candidate]
    right: Hashable
    share: float


class CandidateTraining(Model):
    """Which date and which author on a page are the article's."""

    def __init__(self, score: ModuleType, split: int = 0) -> None:
        super().__init__(score, split)
        self.docs, _ = score.docs_by_id(None)
        self.items = [
            {"set": f"{ds}/{row['src']}", "site": self.docs[ds, row["id"]]["site"], "text": "\n".join(row["lines"])}
            for ds in SETS
            for row in score.read(None, f"lines_{ds}")
        ]
        ids = [(ds, row["id"]) for ds in SETS for row in score.read(None, f"lines_{ds}")]
        self.texts = [self._text(item, self.docs[which]) for item, which in zip(self.items, ids, strict=True)]

    def _text(self, item: Mapping[str, str], doc: Mapping[str, Any]) -> _Text:
        document = cl.clean(item["text"])
        authors = frozenset(self.score.norm(name) for name in doc["authors"]) - {""}
        date = datetime.date.fromisoformat(doc["date"]) if doc["date"] else None
        # Authors of the set of all kinds of web articles were not all annotated.
        signed = bool(authors) or not item["set"].startswith("wcxb")
        text = _Text(item["set"], item["site"], document, date, authors, signed)
        return replace(text, dates=tuple((stamp.start, (stamp.date, stamp.evidence)) for stamp in stamps(document)))

    def tables(self, without: int | None) -> Tables:
        """Train the weights of dates, then with the dates so found those of authors."""
        texts = [text for text in self.texts if self.fold_of(text.site) != without]
        date = conditional_logit([*self._dates(texts)])
        author = conditional_logit([*self._authors(texts, date)])
        rows = [
            (about, name, f"{weight:.2f}")
            for about, weights in (("author", author), ("date", date))
            for name, weight in sorted(weights.items())
        ]
        return {"candidate_evidence.tsv": rows}

    def _dates(self, texts: Sequence[_Text]) -> Iterator[_Choice]:
        for text in texts:
            if text.date:
                yield _Choice([candidate for _, candidate in text.dates], text.date, COUNTS["date"][text.name])

    def _authors(self, texts: Sequence[_Text], date: Mapping[str, float]) -> Iterator[_Choice]:
        for text in texts:
            if text.signed:
                best = likeliest([candidate for _, candidate in text.dates], date)
                found = bylines(text.document, text.dates[best[0]][0] if best else None)
                candidates = [(self._persons(byline.persons), byline.evidence) for byline in found]
                yield _Choice(candidates, text.authors, COUNTS["author"][text.name])

    def _persons(self, persons: Sequence[str]) -> frozenset[str]:
        return frozenset(self.score.norm(name) for name in persons)

    def held_out(self) -> Mapping[str, Mapping[str, float]]:
        """Return the scorer's rows of dates and authors from text alone."""
        answers = {text: told for (*_, text), told in self.answers("candidates:told", self.items).items()}
        rows = self.score.score_metadata(answers.__getitem__, mode="text")["rows"]
        return columns(rows, "docs", "date", "date_prec", "in_text_found", "not_in_text_silent", "authors", "auth_out")


def conditional_logit(choices: Sequence[_Choice]) -> dict[str, float]:
    """Return the weights of the evidence that make the right candidates likeliest, and of there being none."""
    import numpy as np
    import scipy.sparse as sp
    from scipy.optimize import minimize

    names = sorted({name for choice in choices for _, evidence in choice.candidates for name in evidence} | {"none"})
    number = {name: n for n, name in enumerate(names)}
    columns: list[int] = []
    right: list[bool] = []
    starts, ends = [], [0]
    for choice in choices:
        starts.append(len(right))
        hits = [key == choice.right for key, _ in choice.candidates]
        right += [*hits, not any(hits)]
        for evidence in [*(evidence for _, evidence in choice.candidates), ("none",)]:
            columns += sorted({number[name] for name in evidence})
            ends.append(len(columns))
    x = sp.csr_matrix((np.ones(len(columns)), columns, ends), (len(right), len(names)))
    shares = np.array([choice.share for choice in choices])
    loss = _loss(x, np.array(right), np.array(starts), shares)
    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: float(weight) for name, weight in zip(names, best.x, strict=True)}


def _loss(x: Any, right: Any, starts: Any, shares: Any) -> Callable[[Any], tuple[float, Any]]:
    """Return the penalised negative log likelihood and its gradient as a function of the weights."""
    import numpy as np

    sizes = np.diff([*starts, len(right)])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = x @ weights
        likely = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        rightly = np.where(right, likely, 0)
        every, those = np.add.reduceat(likely, starts), np.add.reduceat(rightly, starts)
        pull = rightly / np.repeat(those, sizes) - likely / np.repeat(every, sizes)
        value = -(shares * np.log(those / every)).sum() + PENALTY / 2 * (weights @ weights)
        return value, PENALTY * weights - x.T @ (np.repeat(shares, sizes) * pull)

    return loss


def told(items: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return day and authors of texts; no day unless one is left."""
    answers = []
    for item in items:
        metadata = cl.clean(item["text"]).metadata
        day = metadata.published.isoformat() if metadata.published else None
        answers.append({"date": day, "authors": list(metadata.authors)})
    return answers


if __name__ == "__main__":
    sys.exit(main(__doc__, CandidateTraining))
