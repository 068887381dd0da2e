"""Sums over the block elements of a page, and where each of them stands to the article's own element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpuslib.read.layout import Layout, Node

__all__ = ["Branches", "Sums", "branches", "total"]


def total(layout: Layout, values: Sequence[int]) -> list[int]:
    """Sum the values of lines for every node, with the nodes inside it."""
    totals = [0] * len(layout.nodes)
    for line, value in zip(layout.lines, values, strict=True):
        totals[line.node] += value
    parents = [node.parent for node in layout.nodes]
    for number in range(len(totals) - 1, 0, -1):
        if totals[number]:
            totals[parents[number]] += totals[number]
    return totals


@dataclass(frozen=True, slots=True)
class Sums:
    """For every node: characters, characters in links, lines, lines that are mostly links, and prose."""

    size: list[int]
    linked: list[int]
    lines: list[int]
    link_lines: list[int]
    prose: list[int]

    @classmethod
    def of(cls, layout: Layout, prose: Sequence[int]) -> Sums:
        """Sum up a page, given how much prose each line holds."""
        lines = layout.lines
        return cls(
            total(layout, [line.size for line in lines]),
            total(layout, [line.linked for line in lines]),
            total(layout, [1] * len(lines)),
            total(layout, [int(2 * line.linked > line.size) for line in lines]),
            total(layout, prose),
        )


@dataclass(frozen=True, slots=True)
class Branches:
    """Where nodes stand to the node `stem`.

    `climb[n]` is how many steps lead up from the stem to the first element around both; `top[n]` is the child
    of that element which holds n (or the element itself).
    """

    stem: int
    climb: list[int]
    top: list[int]


def branches(nodes: Sequence[Node], stem: int) -> Branches:
    """Return where every node stands to the stem."""
    steps: dict[int, int] = {}
    number, above = stem, 0
    while number >= 0:
        steps[number] = above
        number, above = nodes[number].parent, above + 1
    climb, top = [0] * len(nodes), [0] * len(nodes)
    for number, node in enumerate(nodes):
        if number in steps:
            climb[number], top[number] = steps[number], number
        else:
            parent = node.parent
            climb[number] = climb[parent]
            top[number] = number if parent in steps else top[parent]
    return Branches(stem, climb, top)
