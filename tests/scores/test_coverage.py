"""How well coverage does on the demo corpus, against its gold annotation of facts.

Each test prints its figures (`pytest -s`) and holds a floor a little below them. The thresholds were set on this
corpus and on other news, so the figures say that nothing got worse, and not how well it does elsewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import pytest
from gold import check

from corpuslib.corpus import Corpus

Fact = dict[str, Any]
# Documents that the annotation is complete for, by their names.
READ = {
    "announcement": "001 002 004 006 007 008 009 010 044-1",
    "incident": "011 012 019 020 021 022 023 044-2 044-3",
    "summit": "024 025 027 029 030 031 033 044-4 045-1 045-2",
}


@pytest.fixture(scope="module")
def facts(demo: Corpus) -> list[Fact]:
    """The annotated facts; of each its documents with the status there, and its sentences by document and place."""
    names = {}
    for doc_id in sorted(demo.documents["doc_id"]):
        source = demo.document(doc_id).source
        names[source.file, int(source.record.split()[-1]) if source.record else None] = doc_id
    return [
        {
            "story": row["story"],
            "sentences": {(names[m["file"], m["record"]], m["start"]) for m in row["members"]},
            "told": {names[m["file"], m["record"]]: m["status"] for m in row["members"]},
        }
        for row in check.read("coverage")
    ]


def _told(demo: Corpus) -> dict[str, list[tuple[tuple[str, int], str]]]:
    """The first passage and the voice of each document of a found fact, among those that were read."""
    table = demo.table("coverage")
    read = {name for names in READ.values() for name in names.split()}
    told = table[(table["item_kind"] == "fact") & table["start"].notna() & table["doc_id"].isin(read)]
    found: dict[str, list[tuple[tuple[str, int], str]]] = defaultdict(list)
    columns = (told[name].tolist() for name in ("item_id", "doc_id", "raw_start", "voice"))
    for item_id, doc_id, start, voice in zip(*columns, strict=True):
        found[item_id].append(((doc_id, int(start)), voice))
    return found


def test_two_passages_of_a_fact_say_the_same(demo: Corpus, facts: list[Fact]) -> None:
    pairs = {
        frozenset((a, b)) for members in _told(demo).values() for (a, x), (b, y) in combinations(members, 2) if x != y
    }
    right = [pair for pair in pairs if any(pair <= fact["sentences"] for fact in facts)]
    met = [f for f in facts if any(pair <= f["sentences"] for pair in right)]
    print(f"\nfacts: {len(right)} of {len(pairs)} pairs right; {len(met)} of {len(facts)} annotated facts met")
    assert len(right) >= 0.9 * len(pairs)
    assert len(met) >= 0.33 * len(facts)


@pytest.mark.xfail(strict=True, reason="a fact told in other words, without a number or a quotation, is not recognised")
def test_most_annotated_facts_are_met(demo: Corpus, facts: list[Fact]) -> None:
    found = [{passage for passage, _ in members} for members in _told(demo).values()]
    met = [fact for fact in facts if any(len(fact["sentences"] & members) > 1 for members in found)]
    assert len(met) >= 0.7 * len(facts)


def test_what_is_said_to_be_left_out_is_not_told(demo: Corpus, facts: list[Fact]) -> None:
    table = demo.table("coverage")
    cells: Counter[tuple[str, bool]] = Counter()
    for item_id, members in _told(demo).items():
        passages = {passage for passage, _ in members}
        fact = max(facts, key=lambda f: len(f["sentences"] & passages))
        if len(fact["sentences"] & passages) > 1:
            own = table[(table["item_id"] == item_id) & table["doc_id"].isin(READ[fact["story"]].split())]
            cells.update(
                (status, doc_id in fact["told"]) for doc_id, status in zip(own["doc_id"], own["status"], strict=True)
            )
    print(f"\ncells, by status and whether the annotation has the fact there: {sorted(cells.items())}")
    silent = cells["left_out", False] + cells["too_early", False]
    assert silent >= 60
    assert silent >= 0.9 * (silent + cells["left_out", True] + cells["too_early", True])
    assert cells["told", True] >= 0.95 * (cells["told", True] + cells["told", False])
