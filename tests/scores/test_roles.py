"""How well exchanged roles are told from the same roles in other words.

Each test prints its figures (`pytest -s`) and holds a floor a little below them, so that they cannot get worse unseen.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpuslib.compare.passages import HINT, Passage
from corpuslib.compare.roles import roles

GOLD = Path(__file__).parents[1] / "gold" / "roles.tsv"
BENCH = Path(__file__).parents[3] / "shared" / "bench" / "translation" / "data"

needs_bench = pytest.mark.skipif(
    not BENCH.is_dir(), reason="the translated news are not here: no folder ../shared/bench/translation/data"
)


@cache
def _score(a: str, b: str) -> float:
    """The score that a comparison of the two gives, which puts them in the order of their words first."""
    return max((f.score for f in roles(Passage(min(a, b)), Passage(max(a, b)))), default=0.0)


def _load(name: str) -> list[dict[str, Any]]:
    with gzip.open(BENCH / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _auc(bad: Sequence[float], good: Sequence[float]) -> float:
    """How often a pair that differs scores above one that does not; a tie counts half."""
    return sum((x > y) + (x == y) / 2 for x in bad for y in good) / (len(bad) * len(good))


def _figures(name: str, pairs: Iterable[tuple[str, str, bool]]) -> tuple[float, float, float]:
    """Return AUC, recall and false alarms."""
    scored = [(_score(a, b), inverted) for a, b, inverted in pairs]
    bad, good = ([s for s, inverted in scored if inverted is wanted] for wanted in (True, False))
    recall, alarms = (sum(s > HINT for s in side) / len(side) for side in (bad, good))
    print(f"\n{name}: {len(scored)} pairs, AUC {_auc(bad, good):.3f}, recall {recall:.3f}, false alarms {alarms:.3f}")
    return _auc(bad, good), recall, alarms


def _gold(half: int) -> Iterable[tuple[str, str, bool]]:
    lines = [line for line in GOLD.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if int(row["id"]) % 2 == half:
            yield row["a"], row["b"], row["label"] == "inverted"


def test_roles_in_varied_constructions_on_the_half_developed_on() -> None:
    auc, _, alarms = _figures("own pairs, developed on", _gold(1))
    assert auc >= 0.97
    assert alarms <= 0.02


def test_roles_in_varied_constructions_on_the_half_kept_for_measuring() -> None:
    auc, _, alarms = _figures("own pairs, kept", _gold(0))
    assert auc >= 0.92
    assert alarms <= 0.04


@needs_bench
@pytest.mark.parametrize("name", ["roles", "hans"])
def test_roles_in_templated_sentences(name: str) -> None:
    auc, _, alarms = _figures(name, ((row["a"], row["b"], not row["same"]) for row in _load(name)[::3]))
    assert auc >= 0.98
    assert alarms <= 0.01


@needs_bench
def test_names_exchanged_in_real_sentences_are_told_from_honest_translations() -> None:
    rows = _load("nameswap")
    pairs = [(row["ref"], row[side], side == "bad") for row in rows for side in ("bad", "good")]
    auc, recall, alarms = _figures("names exchanged", pairs)
    assert auc >= 0.95
    assert recall >= 0.6
    assert alarms <= 0.02


@needs_bench
def test_two_human_translations_seldom_raise_an_alarm() -> None:
    rows = _load("human_pairs")[::4]
    alarms = sum(_score(row["a"], row["b"]) > HINT for row in rows) / len(rows)
    print(f"\n{len(rows)} pairs of human translations: {alarms:.4f} with an alarm")
    assert alarms <= 0.006
