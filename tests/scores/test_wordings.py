"""How well it is found what one thing is called from report to report: on the demo corpus against its gold annotation.

Each test prints its figures (`pytest -s`) and holds a floor a little below them, so that they cannot get worse
unseen. The gold rows were made beside the first rules, so that the figures are in-sample.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import pytest
from gold import check

from corpuslib import intake, read
from corpuslib.build import build
from corpuslib.corpus import Corpus

ROOT = Path(__file__).parents[2]
SUMMIT = ROOT.parent / "shared" / "corpora" / "summit-2019"


class Member(NamedTuple):
    doc_id: str
    start: int
    end: int
    form: str

    def meets(self, other: Member) -> bool:
        return self.doc_id == other.doc_id and self.start < other.end and other.start < self.end


Pair = tuple[Member, Member]


@pytest.fixture(scope="module")
def found(demo: Corpus) -> list[list[Member]]:
    rows = demo.table("wordings")
    chains: dict[str, list[Member]] = defaultdict(list)
    columns = ("wording_id", "doc_id", "raw_start", "raw_end", "form")
    for name, *member in zip(*(rows[c] for c in columns), strict=True):
        chains[name].append(Member(*member))
    return list(chains.values())


@pytest.fixture(scope="module")
def gold(demo: Corpus) -> dict[str, list[list[Member]]]:
    names = {}
    for doc_id in demo.documents["doc_id"]:
        source = demo.document(doc_id).source
        names[source.file, int(source.record.split()[-1]) if source.record else None] = doc_id
    things: dict[str, list[list[Member]]] = defaultdict(list)
    for row in check.read("wordings"):
        members = [Member(names[m["file"], m["record"]], m["start"], m["end"], m["form"]) for m in row["members"]]
        things[row["verdict"]].append(members)
    return things


def worded_otherwise(chains: list[list[Member]]) -> set[Pair]:
    """Return the pairs of passages of two documents that word one thing otherwise."""
    pairs = (pair for chain in chains for pair in combinations(sorted(set(chain)), 2))
    return {(a, b) for a, b in pairs if a.doc_id != b.doc_id and a.form != b.form}


def among(pair: Pair, others: set[Pair]) -> bool:
    a, b = pair
    return any((a.meets(x) and b.meets(y)) or (a.meets(y) and b.meets(x)) for x, y in others)


def test_what_one_thing_is_called_is_found(
    found: list[list[Member]], gold: dict[str, list[list[Member]]], demo: Corpus
) -> None:
    told, things = worded_otherwise(found), gold["one_thing"]
    whole = {pair for chain in found for pair in combinations(sorted(set(chain)), 2)}
    met = [any(among(pair, whole) for pair in worded_otherwise([thing])) for thing in things]
    wanted = {pair for thing in things for pair in combinations(sorted(thing), 2)}
    right = sum(among(pair, wanted) for pair in told)
    print(f"\nwordings: {sum(met)} of {len(met)} things found; of {len(told)} pairs worded otherwise {right} are gold")
    for pair in sorted(told):
        if not among(pair, wanted):
            print("not gold", *(f"{m.doc_id} {demo.document(m.doc_id).raw[m.start : m.end]!r}" for m in pair))
    for thing, hit in zip(things, met, strict=True):
        if not hit:
            print("missed", [f"{m.doc_id} {m.form}" for m in thing])
    assert right / len(told) >= 0.95
    assert sum(met) / len(met) >= 0.6


def test_a_stronger_word_for_another_thing_is_none(
    found: list[list[Member]], gold: dict[str, list[list[Member]]]
) -> None:
    told = {pair for chain in found for pair in combinations(sorted(set(chain)), 2)}
    wrong = [thing for thing in gold["other_things"] if any(among(p, told) for p in combinations(sorted(thing), 2))]
    print(f"\nlook-alikes put into one chain: {len(wrong)} of {len(gold['other_things'])}")
    assert wrong == []


@pytest.mark.skipif(not SUMMIT.is_dir(), reason="the restricted texts are not here: no folder ../shared/corpora")
def test_the_five_real_articles_show_what_renderings_and_outlets_make_of_a_word(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "summit-2019"
    folder.mkdir(parents=True)
    copyfile(ROOT / "data" / "raw" / "summit-2019" / "corpus.toml", folder / "corpus.toml")
    corpus = Corpus.open("summit-2019", tmp_path)
    intake.add(corpus, SUMMIT, suffixes=read.SUFFIXES)
    build(corpus, workers=1)
    rows = corpus.table("wordings")
    steps = rows.dropna(subset="step").groupby("scale")["step"].agg(["min", "max"])
    print(f"\nsummit-2019: {rows['wording_id'].nunique()} chains on {sorted(steps.index)}")
    assert {"leader", "to hinder", "weapon"} <= set(steps.index)
    assert (steps["min"] < steps["max"]).all()
    assert (rows["kind"] == "quotation").any()
    # The two renderings have no date of their own, and one article has none at all.
    assert set(rows["how"]) == {"order_unknown"}
