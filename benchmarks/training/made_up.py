"""The made-up reports that scripts train on: stories with their documents, and where marked passages stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from shared import LEXICON, ROOT

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.hedges import find_hedges
from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning import clean
from corpuslib.cleaning.dates import find_dates
from corpuslib.cleaning.narrowing import narrow_dates
from corpuslib.compare._claim_story import Story, told_by
from corpuslib.document import Document

REPORTS = Path(__file__).resolve().parent / "reports"
GOLD = ROOT / "tests" / "gold" / "reports"
TRAINED = ("01", "03", "05", "07", "09", "11", "13", "21", "22", "23", "24", "25", "26")
"""Events of the annotated reports that are trained on; the others are kept to measure on."""
FOLDS = 5

Passage = tuple[int, int, int]
"""A document by its position in a story, and from where to where a passage of it goes."""


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def stories(folder: Path, events: Sequence[str] | None = None) -> Iterator[tuple[str, Story]]:
    """Yield each event, or some, whose reports are in the documents.jsonl of a folder, with the story they tell."""
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in lines(folder / "documents.jsonl"):
        own[row["event"]].append(row)
    for event in sorted(own.keys() & set(events or own)):
        texts = sorted(own[event], key=lambda row: str(row["doc"]))
        documents = narrow_dates([clean(row["text"]) for row in texts])
        documents = [d.with_id(row["doc"]) for d, row in zip(documents, texts, strict=True)]
        yield event, told_by(documents, {d.doc_id: _tables(d) for d in documents})


def _tables(d: Document) -> dict[str, Sequence[Any]]:
    return {
        "sentences": find_sentences(d),
        "dates": find_dates(d),
        "attributions": find_attributions(d),
        "hedges": find_hedges(d),
    }


def places(story: Story, marked: Iterable[Mapping[str, str]]) -> list[Passage]:
    """Return where marked passages stand: rows with `doc` and `text`; those that cleaning took out are left out."""
    position = {d.doc_id: n for n, d in enumerate(story.documents)}
    found = []
    for m in marked:
        n = position[m["doc"]]
        start = story.documents[n].text.find(m["text"])
        found += [(n, start, start + len(m["text"]))] if start >= 0 else []
    return found


def regression(
    x: Sequence[Mapping[str, int]], y: Sequence[bool], shares: Sequence[float] | None, strength: float
) -> dict[str, int]:
    """Return the weights of features that are given in thousandths, and the base as "always", rounded to ten."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    names = list(x[0])
    table = [[row[n] / 1000 for n in names] for row in x]
    scale = StandardScaler().fit(table)
    model = LogisticRegression(C=strength, max_iter=1000).fit(scale.transform(table), y, shares)
    weights = [c / s for c, s in zip(model.coef_[0], scale.scale_, strict=True)]
    always = model.intercept_[0] - sum(w * m for w, m in zip(weights, scale.mean_, strict=True))
    return {"always": _ten(always), **{n: _ten(w) for n, w in zip(names, weights, strict=True)}}


def _ten(weight: float) -> int:
    return round(100 * weight) * 10


def odds_by(weights: Mapping[str, int], features: Mapping[str, int]) -> int:
    """Return the odds of features by some weights, in thousandths of a natural logarithm."""
    return weights["always"] + sum(weights[name] * value for name, value in features.items()) // 1000


class Trained(Protocol):
    """What is trained on: an item of an event, with what speaks for it."""

    @property
    def event(self) -> str:
        """The event, by which folds are dealt."""

    @property
    def features(self) -> Mapping[str, int]:
        """What speaks for it, in thousandths."""


Item = TypeVar("Item", bound=Trained)


def held_out(found: Sequence[Item], train: Callable[[Sequence[Item]], Mapping[str, int]]) -> list[int]:
    """Return the odds of each item by weights that saw nothing of its event."""
    fold = {event: n % FOLDS for n, event in enumerate(sorted({r.event for r in found}))}
    result = [0] * len(found)
    for k in sorted(set(fold.values())):
        weights = train([r for r in found if fold[r.event] != k])
        for n, r in enumerate(found):
            if fold[r.event] == k:
                result[n] = odds_by(weights, r.features)
    return result


def show(weights: Mapping[str, int], name: str, header: str, *, write: bool) -> None:
    """Print a table of weights, and write it into the lexicon if asked to."""
    rows = "".join(f"{feature}\t{weight}\n" for feature, weight in weights.items())
    print(rows, end="")
    if write:
        (LEXICON / name).write_text(header + "feature\tweight\n" + rows, encoding="utf-8")
