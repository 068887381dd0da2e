"""What all figures share: the sheet, the colours, and the plot that carries its alt text and numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "GRID",
    "HATCHES",
    "INK",
    "LONGEST",
    "MAIN",
    "PALE",
    "SERIES",
    "WARN",
    "WIDTH",
    "Plot",
    "breadth",
    "literal",
    "name_lines",
    "sheet",
]

INK, PALE, GRID, MAIN, WARN = "#222222", "#9a9a9a", "#dddddd", "#0072B2", "#D55E00"
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "//", "..", "\\\\", "xx", "--", "++", "oo")
WIDTH = 7.2  # inches
CROWDED = 24  # rows beyond which lines stand closer
LONGEST = 44  # columns of a name on a sheet, two a CJK character; the numbers behind it have the whole name


class Plot(NamedTuple):
    """A matplotlib figure, what it shows in words, and the numbers behind it."""

    figure: Figure
    alt: str
    data: pd.DataFrame


def sheet(rows: int, extra: float = 1.1, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Return a sheet as high as so many rows need, `extra` inches more, with one plain pair of axes."""
    # A Figure of its own, not pyplot's: no global state, nothing to close.
    from matplotlib.figure import Figure

    line = 0.21 if rows > CROWDED else 0.29
    figure = Figure(figsize=(width, extra + line * max(rows, 1)), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK, labelsize=7.5 if rows > CROWDED else 9)
    axes.set_axisbelow(True)
    return figure, axes


def name_lines(axes: Axes, names: Sequence[str]) -> None:
    """Give each row a line from the top down, without the empty space that matplotlib leaves at both ends."""
    axes.set_yticks(range(len(names)), [literal(name) if name else "" for name in names])
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)


def literal(text: object, longest: int = LONGEST) -> str:
    """Return a text as matplotlib draws it letter by letter, on one line, cut if it is long.

    Dollar signs would begin a formula; what is empty or begins with an underscore would be left out of legends.

    >>> literal("$5 or\\n$6"), literal("_x"), literal("")
    ('\\\\$5 or \\\\$6', ' _x', '–')
    """
    name = " ".join(str(text).split()) or "–"
    ends = list(accumulate(_columns(name)))
    cut = name if ends[-1] <= longest else name[: bisect_right(ends, longest - 1)] + "…"
    return (" " if cut.startswith("_") else "") + cut.replace("$", r"\$")


def breadth(text: str) -> int:
    """Return how many columns a text takes, two for each CJK character."""
    return sum(_columns(text))


def _columns(text: str) -> list[int]:
    return [2 if east_asian_width(letter) in "WF" else 1 for letter in text]
