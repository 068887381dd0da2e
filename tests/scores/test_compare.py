"""How well comparison does on the demo corpus, against its gold annotation.

Each test prints its figures (`pytest -s`) and holds a floor a little below them, so that they cannot get worse
unseen. What the targets ask for beyond that is an expected failure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import pytest
from gold import check

from corpuslib.corpus import Corpus

Row = dict[str, Any]


@pytest.fixture(scope="module")
def names(demo: Corpus) -> dict[tuple[str, int | None], str]:
    """The doc_id of each annotated text."""
    found = {}
    for doc_id in sorted(demo.documents["doc_id"]):
        source = demo.document(doc_id).source
        found[source.file, int(source.record.split()[-1]) if source.record else None] = doc_id
    return found


def _ends(row: Row, names: Mapping[tuple[str, int | None], str]) -> tuple[str, str]:
    return names[row["file_a"], row["record_a"]], names[row["file_b"], row["record_b"]]


def _rows(corpus: Corpus, table: str) -> list[Row]:
    frame = corpus.table(table)
    return [dict(zip(frame.columns, values, strict=True)) for values in frame.itertuples(index=False)]


def _stories(demo: Corpus, names: Mapping[tuple[str, int | None], str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the annotated and the found story of each document; one without a story is its own."""
    gold = {names[row["file"], row["record"]]: row["story"] for row in check.read("stories")}
    found = {row["doc_id"]: row["story_id"] or f"alone {row['doc_id']}" for row in _rows(demo, "documents")}
    return gold, found


def _share(hits: int, of: int) -> float:
    return hits / of if of else 0.0


def _b_cubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float]:
    """B³ precision and recall (Bagga and Baldwin 1998)."""
    together: Counter[tuple[str, str]] = Counter((gold[d], found[d]) for d in gold)
    sizes, clusters = Counter(gold.values()), Counter(found[d] for d in gold)
    cells = [(together[gold[d], found[d]], clusters[found[d]], sizes[gold[d]]) for d in gold]
    return sum(n / c for n, c, _ in cells) / len(cells), sum(n / s for n, _, s in cells) / len(cells)


def test_documents_of_one_story_are_grouped(demo: Corpus, names: dict[tuple[str, int | None], str]) -> None:
    gold, found = _stories(demo, names)
    pairs = list(combinations(sorted(gold), 2))
    right = sum(gold[a] == gold[b] and found[a] == found[b] for a, b in pairs)
    precision = _share(right, sum(found[a] == found[b] for a, b in pairs))
    recall = _share(right, sum(gold[a] == gold[b] for a, b in pairs))
    cubed = _b_cubed(gold, found)
    f_cubed = 2 * cubed[0] * cubed[1] / sum(cubed)
    print(
        f"\nstories: pairs precision {precision:.3f} recall {recall:.3f}, B3 {cubed[0]:.3f} {cubed[1]:.3f} {f_cubed:.3f}"
    )
    assert precision >= 0.8
    assert recall >= 0.78
    assert f_cubed >= 0.84


def test_every_pair_that_shares_a_text_is_found_with_its_relation(
    demo: Corpus, names: dict[tuple[str, int | None], str]
) -> None:
    gold = {_ends(row, names): row["relation"] for row in check.read("pairs")}
    found = {(r["doc_a"], r["doc_b"]): r["relation"] for r in _rows(demo, "pairs") if r["relation"] != "same_story"}
    assert found == gold


def test_the_earlier_of_two_copies_is_known_where_the_annotation_knows_it(
    demo: Corpus, names: dict[tuple[str, int | None], str]
) -> None:
    found = {(r["doc_a"], r["doc_b"]): r["earlier"] for r in _rows(demo, "pairs")}
    wrong = []
    for row in check.read("pairs"):
        ends = _ends(row, names)
        if row["earlier"] and found.get(ends) != ends["ab".index(row["earlier"])]:
            wrong.append(ends)
    assert wrong == []


def _touches(row: Row, gold: Row) -> bool:
    """Say whether a divergence lies where the annotation has one."""
    sides = [side for side in "ab" if gold[side]]
    return any(
        row[f"{side}_raw_start"] == row[f"{side}_raw_start"]  # a missing value is not equal to itself
        and row[f"{side}_raw_start"] is not None
        and row[f"{side}_raw_start"] < gold[side]["end"]
        and gold[side]["start"] < row[f"{side}_raw_end"]
        for side in sides
    )


def _divergences(
    demo: Corpus, names: dict[tuple[str, int | None], str]
) -> tuple[list[tuple[Row, list[Row]]], list[Row]]:
    """Return each annotated divergence with those found at its place, and all found in annotated pairs."""
    gold = [(_ends(row, names), row) for row in check.read("divergences")]
    annotated = {ends for ends, _ in gold}
    by_pair: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _rows(demo, "divergences"):
        if (row["doc_a"], row["doc_b"]) in annotated:
            by_pair[row["doc_a"], row["doc_b"]].append(row)
    matched = [(row, [f for f in by_pair[ends] if _touches(f, row)]) for ends, row in gold]
    return matched, [row for rows in by_pair.values() for row in rows]


def _recall(matched: Iterable[tuple[Row, list[Row]]]) -> float:
    hits = [bool(found) for _, found in matched]
    return _share(sum(hits), len(hits))


def test_what_renderings_disagree_on_is_found(demo: Corpus, names: dict[tuple[str, int | None], str]) -> None:
    matched, every = _divergences(demo, names)
    touched = {id(found) for _, rows in matched for found in rows}
    precision = _share(len(touched), len(every))
    by_kind = {
        kind: _recall(m for m in matched if m[0]["kind"] == kind) for kind in sorted({m[0]["kind"] for m in matched})
    }
    print(f"\ndivergences: precision {precision:.3f}, recall {_recall(matched):.3f}, {by_kind}")
    assert precision >= 0.75
    assert _recall(matched) >= 0.44
    assert min(by_kind[kind] for kind in ("number", "attribution", "quotation", "addition", "date")) >= 0.75


@pytest.mark.xfail(strict=True, reason="roles in inverted word order need more than neighbours of a verb")
def test_every_critical_divergence_is_found(demo: Corpus, names: dict[tuple[str, int | None], str]) -> None:
    matched, _ = _divergences(demo, names)
    assert _recall(m for m in matched if m[0]["severity"] == "critical") == 1.0


def _claims(demo: Corpus, names: dict[tuple[str, int | None], str]) -> tuple[int, int, int, int]:
    """Return how many conflicts are found, how many of them are annotated, how many annotated ones are met, and all."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(demo, "claims"):
        if row["verdict"] == "conflict":
            found[row["claim_id"]].append(row)
    gold = [claim for claim in check.read("claims") if claim["verdict"] == "conflict"]
    met, right = set(), set()
    for claim_id, rows in found.items():
        for number, claim in enumerate(gold):
            members = [(names[m["file"], m["record"]], m) for m in claim["members"]]
            told = {
                m["value"]
                for doc_id, m in members
                for r in rows
                if r["doc_id"] == doc_id and r["raw_start"] < m["end"] and m["start"] < r["raw_end"]
            }
            if len(told) > 1:
                met.add(number)
                right.add(claim_id)
    return len(found), len(right), len(met), len(gold)


def test_a_conflict_that_is_shown_is_one(demo: Corpus, names: dict[tuple[str, int | None], str]) -> None:
    shown, right, met, annotated = _claims(demo, names)
    print(f"\nconflicts: shown {shown}, of which annotated {right}; met {met} of {annotated}")
    assert shown >= 2
    assert right == shown


@pytest.mark.xfail(strict=True, reason="only typed values are compared: no statements of what was done, by whom")
def test_most_conflicts_are_found(demo: Corpus, names: dict[tuple[str, int | None], str]) -> None:
    _, _, met, annotated = _claims(demo, names)
    assert met >= 0.7 * annotated
