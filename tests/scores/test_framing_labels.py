"""Grouping the mentions of an actor (NewsWCL50), and the actors of the demo corpus that are suggested unasked."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path

import pytest

from corpuslib.annotate.mentions_grouping import group_mentions
from corpuslib.annotate.suggested_actors import suggest_actors
from corpuslib.corpus import find_root, read_spec

ROOT = find_root(Path(__file__).parent)
WCL50 = ROOT.parent / "shared" / "bench" / "framing" / "data" / "wcl50_dev.jsonl.gz"


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """F1 of precision and recall of each mention's group (Bagga and Baldwin, 1998)."""
    in_gold, in_found, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(n * n / in_found[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / in_gold[g] for (g, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def test_b_cubed_is_one_for_the_gold_groups_and_counts_both_errors():
    assert b_cubed("aabb", "xxyy") == 1
    assert b_cubed("aabb", "xxxx") == pytest.approx(2 / 3)
    assert b_cubed("aabb", "wxyz") == pytest.approx(2 / 3)


@pytest.mark.skipif(not WCL50.exists(), reason="the shared benchmark is not here")
def test_mentions_of_an_event_are_grouped_as_its_coders_grouped_them():
    events: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(WCL50, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            events[row["event"]].append(row)
    scores = {
        event: b_cubed([row["concept"] for row in rows], group_mentions([row["mention"] for row in rows]))
        for event, rows in sorted(events.items())
    }
    mean = sum(scores.values()) / len(scores)
    print(f"\nNewsWCL50 B3 F1 {mean:.3f}, by event", {event: round(score, 3) for event, score in scores.items()})
    assert mean >= 0.62
    assert min(scores.values()) >= 0.46


def test_the_actors_of_the_demo_corpus_are_suggested_unasked():
    folder = ROOT / "data" / "raw" / "demo"
    spec = read_spec(folder / "corpus.toml")
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.txt"))]
    suggested = {name for actor in suggest_actors(texts, most=25) for name in (actor.name, *actor.aliases)}
    found = [actor["name"] for actor in spec.actors if actor["name"].removeprefix("the ") in suggested]
    print(f"\ndemo actors among the first 25 suggestions: {len(found)} of {len(spec.actors)}")
    assert len(found) >= len(spec.actors) - 1
