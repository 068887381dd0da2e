"""Train what tells that two values of two reports are of one fact, and print cross-validated figures.

    PYTHONPATH=src python benchmarks/training/facts.py [--write] [-v]

Read are the made-up reports beside this file, of which most agree, and thirteen events of tests/gold/reports: each
folder has documents.jsonl (`doc`, `event`, `text`) and facts.jsonl or claims.jsonl (`event`, `versions`: `doc`,
`text`). Values inside two passages of one fact are positive, all others negative; equal values that nobody marked are
left out. Folds are dealt by event.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpuslib.annotate.attributions import find_attributions
from corpuslib.annotate.hedges import find_hedges
from corpuslib.annotate.sentences import find_sentences
from corpuslib.cleaning import clean
from corpuslib.cleaning.dates import find_dates
from corpuslib.cleaning.narrowing import narrow_dates
from corpuslib.compare import _claim_facts, _fact_odds
from corpuslib.compare._claim_story import Story, told_by
from corpuslib.compare._facts import Fact, facts_of
from corpuslib.document import Document

LEXICON = Path(__file__).resolve().parents[2] / "src" / "corpuslib" / "lexicon" / "fact_weights.tsv"
HEADER = """\
# What speaks for two values of two reports being of one fact, and against it: weights of a logistic regression, in
# thousandths of a natural logarithm for each feature of _fact_odds.py at one. Trained by benchmarks/training/facts.py
# on made-up reports of the corpuslib authors. Licence: MIT (as the package).
"""
REPORTS = Path(__file__).resolve().parent / "reports"
GOLD = Path(__file__).resolve().parents[2] / "tests" / "gold" / "reports"
TRAINED = ("01", "03", "05", "07", "09", "11", "13", "21", "22", "23", "24", "25", "26")
"""Events of the annotated reports that are trained on; the others are kept to measure on."""
FOLDS = 5
UNEQUAL = 5  # times that unequal values of one fact count: they are few
STRENGTH = 0.1  # of the regression: the smaller, the smaller its weights
SHOWN = (0.9, 0.8, 0.7, 0.6, 0.5)

Passage = tuple[int, int, int]


class Row(NamedTuple):
    """A pair of values of one event: is it one fact (None: left out), what speaks for it, and what is decided."""

    event: str
    pair: tuple[int, int]
    documents: tuple[int, int]
    one: bool | None
    features: Mapping[str, int]
    equal: bool
    may_differ: bool
    shown: str


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--write", action="store_true", help="write the table of weights")
    ask.add_argument("-v", action="store_true", help="print the conflicts that held-out odds show")
    options = ask.parse_args()
    found = [*rows_of(REPORTS / "facts.jsonl"), *rows_of(GOLD / "claims.jsonl", TRAINED)]
    print(f"{len(found)} pairs, {sum(bool(r.one) for r in found)} of one fact, {len({r.event for r in found})} events")
    report(found, held_out(found), options.v)
    weights = trained(found)
    for name, weight in weights.items():
        print(f"{name}\t{weight}")
    if options.write:
        lines = "".join(f"{name}\t{weight}\n" for name, weight in weights.items())
        LEXICON.write_text(HEADER + "feature\tweight\n" + lines, encoding="utf-8")


def rows_of(path: Path, events: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the pairs of values of each event, or of some, whose facts are marked in a file beside its documents."""
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in lines(path.with_name("documents.jsonl")):
        own[row["event"]].append(row)
    for event in sorted(own.keys() & set(events or own)):
        texts = sorted(own[event], key=lambda row: str(row["doc"]))
        documents = narrow_dates([clean(row["text"]) for row in texts])
        documents = [d.with_id(row["doc"]) for d, row in zip(documents, texts, strict=True)]
        story = told_by(documents, {d.doc_id: tables(d) for d in documents})
        marked = list(passages(path, event, documents))
        yield from pairs_of(event, story, marked)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tables(d: Document) -> dict[str, Sequence[Any]]:
    return {
        "sentences": find_sentences(d),
        "dates": find_dates(d),
        "attributions": find_attributions(d),
        "hedges": find_hedges(d),
    }


def passages(path: Path, event: str, documents: Sequence[Document]) -> Iterator[list[Passage]]:
    """Yield the places of each fact that is marked."""
    position = {d.doc_id: n for n, d in enumerate(documents)}
    for fact in lines(path):
        if fact["event"] != event or fact.get("verdict", "agree") not in ("agree", "conflict", "wording"):
            continue
        places = []
        for m in fact["versions"]:
            n = position[m["doc"]]
            start = documents[n].text.find(m["text"])
            places += [(n, start, start + len(m["text"]))] if start >= 0 else []
        yield places


def pairs_of(event: str, story: Story, marked: Sequence[Sequence[Passage]]) -> Iterator[Row]:
    told = _fact_odds.Told(story, facts_of(story))
    sure = _claim_facts.surely_one_event(told)
    for p in told.pairs:
        a, b = told.facts[p.a], told.facts[p.b]
        yield Row(
            event,
            (p.a, p.b),
            (a.document, b.document),
            _one(told.facts, marked, a, b),
            {k: v for k, v in told.features(p.a, p.b).items() if k != "shared"},
            _claim_facts.equal(a.value, b.value),
            (a.document, b.document) in sure and _claim_facts.may_contradict(story, a, b, p.shared),
            f"{a.value.value} | {b.value.value} | "
            + " | ".join(story.text(story.sentences[f.sentence])[:140] for f in (a, b)),
        )


def _one(facts: Sequence[Fact], marked: Sequence[Sequence[Passage]], a: Fact, b: Fact) -> bool | None:
    """Say whether two values stand in passages of one fact; None if that is not known."""
    equal = _claim_facts.equal(a.value, b.value)
    for places in marked:
        if _inside(a, places) and _inside(b, places):
            several = [
                sum(
                    f.document == x.document and f.value.dimension == x.value.dimension and _inside(f, places)
                    for f in facts
                )
                for x in (a, b)
            ]
            return True if equal or several == [1, 1] else None
    return None if equal else False


def _inside(f: Fact, places: Sequence[Passage]) -> bool:
    return any(n == f.document and start < f.end and f.start < end for n, start, end in places)


# Training -------------------------------------------------------------------------------------------------


def trained(found: Sequence[Row]) -> dict[str, int]:
    """Return the weights that pairs teach, in thousandths, rounded to ten."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    known = [r for r in found if r.one is not None]
    names = list(known[0].features)
    x = [[r.features[n] / 1000 for n in names] for r in known]
    scale = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(scale.transform(x), [r.one for r in known], [UNEQUAL if r.one and not r.equal else 1 for r in known])
    weights = [c / s for c, s in zip(model.coef_[0], scale.scale_, strict=True)]
    always = model.intercept_[0] - sum(w * m for w, m in zip(weights, scale.mean_, strict=True))
    return {"always": _ten(always), **{n: _ten(w) for n, w in zip(names, weights, strict=True)}}


def _ten(weight: float) -> int:
    return round(100 * weight) * 10


def held_out(found: Sequence[Row]) -> list[int]:
    """Return the odds of each pair by weights that saw nothing of its event."""
    fold = {event: n % FOLDS for n, event in enumerate(sorted({r.event for r in found}))}
    result = [0] * len(found)
    for k in range(FOLDS):
        weights = trained([r for r in found if fold[r.event] != k])
        for n, r in enumerate(found):
            if fold[r.event] == k:
                result[n] = weights["always"] + sum(weights[f] * v for f, v in r.features.items()) // 1000
    return result


def report(found: Sequence[Row], odds: Sequence[int], verbose: bool) -> None:
    """Print how many pairs are shown at each precision, and how many of them are right, with the least score."""
    best: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for n, r in enumerate(found):
        for side in (0, 1):
            best[r.event, r.pair[side], r.documents[1 - side]].append((odds[n], n))
    answered = {(r.event, r.pair[s], r.documents[1 - s]) for r in found if r.equal for s in (0, 1)}
    scored = []
    for n, r in enumerate(found):
        rivals = [o for s in (0, 1) for o, m in best[r.event, r.pair[s], r.documents[1 - s]] if m != n]
        margin = odds[n] - max(rivals, default=-_fact_odds._ALONE)
        free = not any((r.event, r.pair[s], r.documents[1 - s]) in answered for s in (0, 1))
        scored.append((_fact_odds.Pair(*r.pair, odds[n], margin, 0).score, margin >= 0, free, r))
    for name, own in (
        ("conflict", [(s, r) for s, led, free, r in scored if led and free and r.may_differ]),
        ("agree", [(s, r) for s, led, _, r in scored if r.equal]),
    ):
        own.sort(key=lambda pair: -pair[0])
        right, last = 0, {}
        known = [(s, r) for s, r in own if r.one is not None]
        for n, (score, r) in enumerate(known, 1):
            right += bool(r.one)
            last |= {least: (right, n, score) for least in SHOWN if right >= least * n}
        of = sum(bool(r.one) and (r.equal if name == "agree" else not r.equal) for r in found)
        print(f"{name}: {of} of one fact, {right} reached; right, shown, least score by precision: {last}")
        for score, r in known if verbose and name == "conflict" else ():
            print(f"  {score} {r.one} {r.event} {r.shown}")


if __name__ == "__main__":
    main()
