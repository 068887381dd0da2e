"""How well quotations are found again in other documents: on the demo corpus against its gold annotation.

Each test prints its figures (`pytest -s`) and holds a floor a little below them, so that they cannot get worse
unseen.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

from gold import check

from corpuslib.corpus import Corpus


class Member(NamedTuple):
    doc_id: str
    start: int
    end: int


def _found(corpus: Corpus) -> list[list[Member]]:
    rows = corpus.table("quotations")
    groups: dict[str, list[Member]] = defaultdict(list)
    for name, *member in zip(*(rows[c] for c in ("quotation_id", "doc_id", "raw_start", "raw_end")), strict=True):
        groups[name].append(Member(*member))
    return list(groups.values())


def _gold(corpus: Corpus) -> list[list[Member]]:
    names = {}
    for doc_id in corpus.documents["doc_id"]:
        source = corpus.document(doc_id).source
        names[source.file, int(source.record.split()[-1]) if source.record else None] = doc_id
    return [
        [Member(names[m["file"], m["record"]], m["start"], m["end"]) for m in row["members"]]
        for row in check.read("quotations")
    ]


def _pairs(groups: list[list[Member]]) -> set[tuple[Member, Member]]:
    return {(a, b) for group in groups for a, b in combinations(sorted(set(group)), 2) if a.doc_id != b.doc_id}


def _same(a: Member, b: Member) -> bool:
    return a.doc_id == b.doc_id and a.start < b.end and b.start < a.end


def _share(pairs: set[tuple[Member, Member]], others: set[tuple[Member, Member]]) -> float:
    """Return the share of pairs of passages that are among the others, passages being the same where they overlap."""
    by_documents: dict[tuple[str, str], list[tuple[Member, Member]]] = defaultdict(list)
    for a, b in others:
        by_documents[a.doc_id, b.doc_id].append((a, b))
    hits = sum(any(_same(a, x) and _same(b, y) for x, y in by_documents[a.doc_id, b.doc_id]) for a, b in pairs)
    return hits / len(pairs)


def test_the_same_utterance_is_found_in_other_documents(demo: Corpus) -> None:
    gold, found = _pairs(_gold(demo)), _pairs(_found(demo))
    precision, recall = _share(found, gold), _share(gold, found)
    print(f"\nquotations: pairs {len(found)} found of {len(gold)}, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.98
    assert recall >= 0.92


def test_the_same_utterance_is_found_where_nobody_copied(demo: Corpus) -> None:
    pairs = demo.table("pairs")
    pairs = pairs[pairs["relation"].isin(["republication", "near_duplicate"])]
    copied = set(zip(pairs["doc_a"], pairs["doc_b"], strict=True))
    gold, found = (
        {(a, b) for a, b in _pairs(groups) if (a.doc_id, b.doc_id) not in copied}
        for groups in (_gold(demo), _found(demo))
    )
    precision, recall = _share(found, gold), _share(gold, found)
    print(f"\nthe same without copies: {len(found)} of {len(gold)}, precision {precision:.3f}, recall {recall:.3f}")
    for a, b in sorted(gold):
        if not _share({(a, b)}, found):
            print("missed", demo.document(a.doc_id).raw[a.start : a.end][:60], "|", a.doc_id, b.doc_id)
    for a, b in sorted(found):
        if not _share({(a, b)}, gold):
            print("wrong", demo.document(a.doc_id).raw[a.start : a.end][:60], "|", a.doc_id, b.doc_id)
    assert precision >= 0.93
    assert recall >= 0.7


def test_every_outlet_that_put_its_own_name_in_makes_an_attribution_suspect(demo: Corpus) -> None:
    rows = demo.table("attributions")
    suspect = rows[rows["suspect"]]
    print(f"\nsuspect attributions: {len(suspect)}")
    assert sorted(set(suspect["doc_id"])) == ["005", "014", "028", "036"]
    assert suspect["suspect_reason"].notna().all()
    assert rows[~rows["suspect"]]["suspect_reason"].isna().all()
