"""Train what tells that two values of two reports are of one fact, and print cross-validated figures.

    PYTHONPATH=src python benchmarks/training/facts.py [--write] [-v]

Read are the made-up reports beside this file, of which most agree, and thirteen events of tests/gold/reports: each
folder has documents.jsonl (`doc`, `event`, `text`) and facts.jsonl or claims.jsonl (`event`, `versions`: `doc`,
`text`). Values inside two passages of one fact are positive, all others negative; equal values that nobody marked are
left out. Folds are dealt by event.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from made_up import GOLD, REPORTS, TRAINED, Passage, held_out, lines, places, regression, show, stories

from corpuslib.compare import _claim_facts, _fact_odds
from corpuslib.compare._claim_story import Story
from corpuslib.compare._facts import Fact, facts_of
from corpuslib.compare._odds import ALONE

HEADER = """\
# What speaks for two values of two reports being of one fact, and against it: weights of a logistic regression, in
# thousandths of a natural logarithm for each feature of _fact_odds.py at one. Trained by benchmarks/training/facts.py
# on made-up reports of the corpuslib authors. Licence: MIT (as the package).
"""
UNEQUAL = 5  # times that unequal values of one fact count: they are few
STRENGTH = 0.1  # of the regression: the smaller, the smaller its weights
SHOWN = (0.9, 0.8, 0.7, 0.6, 0.5)


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
    found = [*rows_of(REPORTS / "facts" / "facts.jsonl"), *rows_of(GOLD / "claims.jsonl", TRAINED)]
    print(f"{len(found)} pairs, {sum(bool(r.one) for r in found)} of one fact, {len({r.event for r in found})} events")
    report(found, held_out(found, trained), options.v)
    weights = trained(found)
    show(weights, "fact_weights.tsv", HEADER, write=options.write)


def rows_of(path: Path, events: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the pairs of values of each event, or of some, whose facts are marked in a file beside its documents."""
    for event, story in stories(path.parent, events):
        marked = [
            places(story, fact["versions"])
            for fact in lines(path)
            if fact["event"] == event and fact.get("verdict", "agree") in ("agree", "conflict", "wording")
        ]
        yield from pairs_of(event, story, marked)


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
    for own in marked:
        if _inside(a, own) and _inside(b, own):
            several = [
                sum(
                    f.document == x.document and f.value.dimension == x.value.dimension and _inside(f, own)
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
    known = [r for r in found if r.one is not None]
    shares = [UNEQUAL if r.one and not r.equal else 1 for r in known]
    return regression([r.features for r in known], [bool(r.one) for r in known], shares, STRENGTH)


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
        margin = odds[n] - max(rivals, default=-ALONE)
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
