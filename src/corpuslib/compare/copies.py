"""Which documents are copies of one text, which of them came first, and which one each was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from corpuslib.compare._precedence import credited
from corpuslib.compare.pairs import Pair
from corpuslib.compare.voices import components
from corpuslib.document import Document
from corpuslib.tables import PROBABILITY, Column, Row

__all__ = ["Copy", "group_copies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Row):
    """A document of a group that goes back to one text, most of it word for word. A row a document.

    A text quoted at length is no copy: one of the two must hold at least half of the other.
    """

    table: ClassVar[str] = "copies"

    copy_group: Annotated[str, Column("name of the group: c01, c02, … by its first document")]
    doc_id: Annotated[str, Column("document that the row belongs to")]
    earliest: Annotated[bool | None, Column("whether it came first in its group; null where the evidence is open")]
    made_from: Annotated[str | None, Column("document that it was most likely made from; null if first or open")]
    taken: Annotated[
        float | None, Column("share of its five-word shingles that the source has; null without one", PROBABILITY)
    ]
    kept: Annotated[float | None, Column("share of the source's shingles that it has; null without one", PROBABILITY)]
    evidence: Annotated[str, Column("why that one came first or is the source, in words")]


_MOST = 0.5


def group_copies(documents: Sequence[Document], pairs: Sequence[Pair]) -> list[Copy]:
    """Return the documents that are copies of one text, by group and name.

    The source of a copy is the earlier document that holds the largest share of it; of two that hold as much, the
    one that it credits, then the one that came first in the group.

    >>> group_copies([], [])
    []
    """
    place = {d.doc_id: n for n, d in enumerate(documents)}
    ids = sorted(place)
    number = {doc_id: n for n, doc_id in enumerate(ids)}
    copied = [p for p in pairs if p.copied and max(p.containment_a, p.containment_b) >= _MOST]
    groups = components(len(ids), [(number[p.doc_a], number[p.doc_b]) for p in copied])
    several = sorted([ids[n] for n in sorted(group)] for group in groups if len(group) > 1)
    group_of = {doc_id: n for n, group in enumerate(several) for doc_id in group}
    inside: list[list[Pair]] = [[] for _ in several]
    for pair in copied:
        inside[group_of[pair.doc_a]].append(pair)
    rows: list[Copy] = []
    for n, group in enumerate(several):
        own = {doc_id: documents[place[doc_id]] for doc_id in group}
        rows += _rows(f"c{n + 1:02d}", group, inside[n], own)
    return rows


def _rows(name: str, group: Sequence[str], pairs: Sequence[Pair], documents: Mapping[str, Document]) -> Iterator[Copy]:
    later = {doc_id for p in pairs if p.earlier for doc_id in (p.doc_a, p.doc_b) if doc_id != p.earlier}
    first = [doc_id for doc_id in group if doc_id not in later]
    of: dict[str, list[Pair]] = {doc_id: [] for doc_id in group}
    for pair in pairs:
        of[pair.doc_a].append(pair)
        of[pair.doc_b].append(pair)
    for doc_id in group:
        earliest = doc_id in first if len(first) == 1 or doc_id in later else None
        found = _origin(doc_id, first, of[doc_id], documents)
        if found is None:
            why = {True: "every other document of the group is later", None: "no date and no credit decides"}
            evidence = why.get(earliest, "several earlier documents are as likely")
            origin, taken, kept = None, None, None
        else:
            origin, evidence = found.earlier, found.evidence
            taken, kept = _shares(doc_id, found)
        yield Copy(
            copy_group=name, doc_id=doc_id, earliest=earliest, made_from=origin, taken=taken, kept=kept,
            evidence=evidence,
        )  # fmt: skip


def _shares(doc_id: str, pair: Pair) -> tuple[float, float]:
    """Return how much of a document the other one of the pair has, and how much of the other it has."""
    shares = pair.containment_a, pair.containment_b
    return shares if doc_id == pair.doc_a else shares[::-1]


def _origin(doc_id: str, first: Sequence[str], pairs: Sequence[Pair], documents: Mapping[str, Document]) -> Pair | None:
    """Return the pair of a document and the one that it was most likely made from, None if two are as likely."""
    ranked = []
    for pair in pairs:
        if pair.earlier is None or pair.earlier == doc_id:
            continue
        credit = credited(documents[doc_id], documents[pair.earlier])
        rank = (round(_shares(doc_id, pair)[0], 2), credit, [pair.earlier] == list(first))
        ranked.append((rank, pair.earlier, pair))
    ranked.sort(key=lambda entry: entry[:2], reverse=True)
    return ranked[0][2] if ranked and (len(ranked) == 1 or ranked[0][0] != ranked[1][0]) else None
