"""Matrices: numbers or states, a cell a pair of row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpuslib.figures._sheet import GRID, INK, PALE, Plot, breadth, literal, sheet
from corpuslib.figures.words import count, listed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["State", "heat", "ink_on", "states"]

DARK = 0.6
"""Part of the highest value from which on a cell is so dark that its number is white."""


class State(NamedTuple):
    """How a state is drawn in `states`: the mark in its cells, and their colour."""

    mark: str
    colour: str


def heat(
    matrix: pd.DataFrame,
    *,
    title: str,
    unit: str = "",
    decimals: int = 0,
    notes: pd.DataFrame | None = None,
    sure: pd.DataFrame | None = None,
) -> Plot:
    """Return a heat map with the number written in each cell; rows and columns in the order of the matrix.

    A zero is a dot, a cell without a value is empty. `notes` are texts of the same shape, such as intervals, that
    stand below the numbers; None where there is nothing to say. `sure` says which cells are shaded, by default all:
    a share of one is a number, and should not be the darkest cell, nor what the alt text names. Raises `ValueError`
    if the shapes differ.
    """
    import numpy as np

    for other in (notes, sure):
        if other is not None and other.shape != matrix.shape:
            raise ValueError(f"a matrix of {matrix.shape} with one of {other.shape} beside it")
    rows, columns = matrix.shape
    figure, axes = _table(matrix, cell=0.55 if notes is None else 0.72, height=1 if notes is None else 1.5)
    values = matrix.to_numpy(dtype=float)
    top = float(np.nanmax(values)) if values.size and not np.isnan(values).all() else 1.0
    shaded = np.ones(values.shape, dtype=bool) if sure is None else sure.to_numpy(dtype=bool)
    axes.imshow(np.where(shaded | np.isnan(values), values, 0.0), aspect="auto", cmap="Blues", vmin=0, vmax=top or 1.0)
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            continue
        text = f"{value:.{decimals}f}" if value else "·"
        colour = PALE if not value else "white" if value > DARK * top and shaded[row, column] else INK
        note = None if notes is None else notes.iat[row, column]
        rise = 0.17 if isinstance(note, str) and note else 0.0
        axes.text(column, row - rise, text, ha="center", va="center", fontsize=8, color=colour)
        if rise:
            axes.text(column, row + 0.24, str(note), ha="center", va="center", fontsize=6, color=colour)
    size = f"{count(rows, 'row')} by {count(columns, 'column')}"
    alt = f"Heat map: {title}{f', in {unit}' if unit else ''}, {size}. "
    of_note = np.where(shaded, values, np.nan)
    if not np.isnan(of_note).all():
        row, column = divmod(int(np.nanargmax(of_note)), columns)
        best = f"{list(matrix.index)[row]} and {list(matrix.columns)[column]}"
        alt += f"Highest{'' if sure is None else ' of the shaded'}: {best}, {values[row, column]:.{decimals}f}."
    else:
        alt += "It is empty." if np.isnan(values).all() else "No cell is sure enough for a shade."
    return Plot(figure, alt, matrix.reset_index())


def states(matrix: pd.DataFrame, legend: Mapping[str, State], *, title: str) -> Plot:
    """Return a matrix of states, such as how each outlet tells each fact, rows and columns in its order.

    `legend` gives each state the mark and colour of its cells, in the order of the legend above; the marks alone
    must tell the states apart. A cell without a state, or of one that the legend lacks, is empty.
    """
    import numpy as np
    from matplotlib.patches import Patch, Rectangle

    rows, columns = matrix.shape
    figure, axes = _table(matrix, cell=0.42)
    axes.set_xlim(-0.5, max(columns, 1) - 0.5)
    axes.set_ylim(max(rows, 1) - 0.5, -0.5)
    for (row, column), name in np.ndenumerate(matrix.to_numpy(dtype=object)):
        style = legend.get(name) if isinstance(name, str) else None
        if style is None:
            continue
        corner = (column - 0.5, row - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=style.colour, edgecolor="white", linewidth=1))
        axes.text(column, row, style.mark, ha="center", va="center", fontsize=8, color=ink_on(style.colour))
    met = matrix.stack().value_counts() if matrix.size else matrix.sum()
    handles = [
        Patch(facecolor=style.colour, edgecolor=GRID, label=literal(f"{style.mark}  {name}"))
        for name, style in legend.items()
    ]
    if handles:
        figure.legend(handles=handles, fontsize=8, frameon=False, ncols=3, loc="outside lower left")
    size = f"{count(rows, 'row')} by {count(columns, 'column')}"
    found = listed((f"{name} {met[name]}" for name in legend if name in met), len(legend))
    alt = f"Matrix: {title}, {size}. Cells: {found}."
    return Plot(figure, alt, matrix.reset_index())


def _table(matrix: pd.DataFrame, cell: float, height: float = 1.0) -> tuple[Figure, Axes]:
    """Return axes whose rows and columns bear the names of a matrix, with cells of so many inches and lines."""
    rows, columns = matrix.shape
    names, lines = [literal(x) for x in matrix.columns], [literal(x) for x in matrix.index]
    margin = 0.085 * _longest(lines)
    beyond = 0.065 * _longest(names[-1:])  # the last name leans out of the last column
    width = max(3.6, min(10.4, 0.9 + margin + cell * columns), 0.9 + margin + cell + beyond)
    figure, axes = sheet(round(rows * height), extra=0.5 + 0.055 * _longest(names), width=width)
    axes.set_yticks(range(rows), lines)
    axes.set_xticks(range(columns), names, rotation=40, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure, axes


def _longest(names: Sequence[str]) -> int:
    return max(map(breadth, names), default=0)


def ink_on(colour: str) -> str:
    """Return which of white and ink stands out more from a colour (the luma of ITU-R BT.601).

    >>> ink_on("#0072B2"), ink_on("#eeeeee")
    ('#ffffff', '#222222')
    """
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#ffffff" if 299 * red + 587 * green + 114 * blue < 128_000 else INK
