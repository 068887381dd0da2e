"""Train what tells that a sentence reports what came of a forecast, and print cross-validated figures.

    PYTHONPATH=src python benchmarks/training/forecasts.py [--write] [-v]

Read are the made-up reports in reports/forecasts, of 48 events that some reports foretell and others, days or weeks
later, tell, and thirteen events of tests/gold/reports. A sentence in a passage that is marked as what came of a
forecast answers it, all others do not. Folds are dealt by event.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from made_up import GOLD, REPORTS, TRAINED, Passage, held_out, lines, odds_by, places, regression, show, stories

from corpuslib.compare._claim_foretold import outcome
from corpuslib.compare._claim_story import Story
from corpuslib.compare._forecast_odds import Answer, Foretold
from corpuslib.compare._odds import ALONE

HEADER = """\
# What speaks for a sentence reporting what came of a forecast, and against it: weights of a logistic regression, in
# thousandths of a natural logarithm for each feature of _forecast_odds.py at one. Trained by
# benchmarks/training/forecasts.py on made-up reports of the corpuslib authors. Licence: MIT (as the package).
"""
STRENGTH = 0.1  # of the regression: the smaller, the smaller its weights
SHOWN = (0.9, 0.8, 0.7, 0.6, 0.5)


class Row(NamedTuple):
    """A forecast with a sentence that may answer it: whether it does and how, what speaks for it, what is decided."""

    event: str
    forecast: int
    sentence: int
    sides: tuple[tuple[str, int, int], ...]
    answers: frozenset[int]
    verdicts: frozenset[str]
    features: Mapping[str, int]
    decided: str
    shown: str


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--write", action="store_true", help="write the table of weights")
    ask.add_argument("-v", action="store_true", help="print the answers that held-out odds show")
    options = ask.parse_args()
    own, gold = lines(REPORTS / "forecasts" / "forecasts.jsonl"), list(annotated(TRAINED))
    found = [*rows_of(stories(REPORTS / "forecasts"), own), *rows_of(stories(GOLD, TRAINED), gold)]
    of = sum(bool(row["came"]) for row in (*own, *gold))
    print(f"{len(found)} pairs, {sum(bool(r.answers) for r in found)} answers; {of} forecasts are answered")
    report(found, held_out(found, trained), of, options.v)
    kept = list(annotated())
    apart = [row for row in kept if row["event"] not in TRAINED]
    rows = list(rows_of(stories(GOLD, sorted({row["event"] for row in apart})), apart))
    weights = trained(found)
    print("kept apart:")
    report(rows, [odds_by(weights, r.features) for r in rows], len(apart), options.v)
    show(weights, "forecast_weights.tsv", HEADER, write=options.write)


def annotated(events: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the forecasts of the annotated reports as those that are trained on are written: `foretold` and `came`."""
    for row in lines(GOLD / "claims.jsonl"):
        if row["verdict"] in ("confirmed", "refuted") and row["event"] in (events or row["event"]):
            first = min(v["side"] for v in row["versions"])
            yield {
                **row,
                "foretold": [v for v in row["versions"] if v["side"] == first],
                "came": [v for v in row["versions"] if v["side"] != first],
            }


def rows_of(told: Iterator[tuple[str, Story]], forecasts: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield the pairs of forecasts and sentences of stories that may be one."""
    for event, story in told:
        foretold = Foretold(story)
        marked = [
            (n, row["verdict"], places(story, row["foretold"]), places(story, row["came"]))
            for n, row in enumerate(forecasts)
            if row["event"] == event
        ]
        for a in foretold.answers:
            f = foretold.forecasts[a.forecast]
            own = {
                (n, verdict)
                for n, verdict, ahead, came in marked
                if _meets(story, f.sentence, ahead) and _meets(story, a.sentence, came)
            }
            texts = (story.text(story.sentences[n]).replace("\n", " ") for n in (f.sentence, a.sentence))
            yield Row(
                event, a.forecast, a.sentence, foretold.sides(a.forecast, a.sentence),
                frozenset(n for n, _ in own), frozenset(verdict for _, verdict in own),
                foretold.features(f, a.sentence), outcome(foretold, f, a.sentence), " | ".join(t[:180] for t in texts),
            )  # fmt: skip


def _meets(story: Story, i: int, passages: Sequence[Passage]) -> bool:
    s = story.sentences[i]
    return any(n == s.document and start < s.end and s.start < end for n, start, end in passages)


def trained(found: Sequence[Row]) -> dict[str, int]:
    """Return the weights that pairs teach, in thousandths, rounded to ten."""
    return regression([r.features for r in found], [bool(r.answers) for r in found], None, STRENGTH)


def report(found: Sequence[Row], odds: Sequence[int], of: int, verbose: bool) -> None:
    """Print how many answers are shown at each precision, how many are right, forecasts met, and the least score."""
    best: dict[object, list[int]] = defaultdict(list)
    for n, r in enumerate(found):
        for side in r.sides:
            best[r.event, side].append(n)
    scored = []
    for n, r in enumerate(found):
        rival = max((odds[m] for side in r.sides for m in best[r.event, side] if m != n), default=-ALONE)
        answer = Answer(r.forecast, r.sentence, odds[n], odds[n] - rival)
        scored += [(answer.score, r)] if answer.margin >= 0 else []
    scored.sort(key=lambda pair: -pair[0])
    right = alike = 0
    met: set[int] = set()
    last = {}
    for n, (score, r) in enumerate(scored, 1):
        right += bool(r.answers)
        met |= r.answers
        alike += _verdict(r) in r.verdicts
        last |= {least: (right, n, len(met), alike, score) for least in SHOWN if right >= least * n}
    print(f"of {of} forecasts; right, shown, forecasts met, with the right verdict, least score, by precision: {last}")
    for score, r in scored[:120] if verbose else ():
        print(f"  {score} {bool(r.answers)} {'/'.join(sorted(r.verdicts))} {r.decided} {r.event} {r.shown}")


def _verdict(r: Row) -> str:
    return "confirmed" if r.decided == "reported" else "refuted"


if __name__ == "__main__":
    main()
