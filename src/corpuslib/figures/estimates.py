"""Estimates with their intervals, and parts of a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpuslib.figures._sheet import GRID, HATCHES, INK, MAIN, SERIES, WARN, Plot, literal, name_lines, sheet
from corpuslib.figures.words import count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["bars", "dots", "panels"]


def dots(
    frame: pd.DataFrame, *, label: str, value: str, low: str, high: str, xlabel: str, reference: float | None = None
) -> Plot:
    """Return a dot plot with intervals, a row of the frame a line, in the order of the frame.

    `value`, `low` and `high` name the columns of the estimate and the ends of its interval; a row without an
    interval is a hollow dot.
    """
    figure, axes = sheet(len(frame))
    _dotted(axes, frame, value, low, high)
    if reference is not None:
        axes.axvline(reference, color=WARN, linestyle="--", linewidth=1)
    name_lines(axes, [str(x) for x in frame[label]])
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_xlabel(literal(xlabel, 80), fontsize=9)
    known = frame[frame[value].notna()]
    alt = f"Dot plot with intervals: {xlabel}, by {label}. {_extremes(known, label, value, low, high)}"
    return Plot(figure, alt, frame[[label, value, low, high]])


def panels(frames: Mapping[str, pd.DataFrame], *, label: str, value: str, low: str, high: str) -> Plot:
    """Return dot plots with intervals side by side, a panel a frame, all with the rows of the first in its order.

    `frames` names each panel by what its axis shows; each has the columns of `dots`. A row that a frame lacks has
    no dot in its panel.
    """
    import pandas as pd

    names = list(next(iter(frames.values()))[label].astype(str)) if frames else []
    figure, axes = sheet(len(names), extra=0.9)
    figure.delaxes(axes)
    grid = figure.add_gridspec(1, max(len(frames), 1))
    findings = []
    for number, (title, frame) in enumerate(frames.items()):
        panel = figure.add_subplot(grid[0, number])
        panel.spines[["top", "right"]].set_visible(False)
        panel.tick_params(colors=INK, labelsize=7.5)
        rows = frame.assign(**{label: frame[label].astype(str)}).set_index(label).reindex(names)
        _dotted(panel, rows, value, low, high)
        panel.axvline(0, color=GRID, linewidth=0.6)  # zero is always in view: panels are compared
        name_lines(panel, names if not number else [""] * len(names))
        panel.grid(axis="x", color=GRID, linewidth=0.6)
        panel.set_axisbelow(True)
        panel.set_title(literal(title), fontsize=8, loc="left", color=INK)
        known = frame[frame[value].notna()]
        findings.append(f"{title}: {_extremes(known, label, value, low, high)}")
    alt = f"{count(len(frames), 'dot plot')} with intervals side by side, by {label}. {' '.join(findings)}"
    data = pd.concat(
        [f[[label, value, low, high]].assign(panel=title) for title, f in frames.items()] or [pd.DataFrame()]
    )
    return Plot(figure, alt, data.reset_index(drop=True))


def bars(frame: pd.DataFrame, *, label: str, series: Sequence[str], xlabel: str) -> Plot:
    """Return stacked horizontal bars: a row of the frame a bar, a column of `series` a part of it."""
    figure, axes = sheet(len(frame), extra=1.5)
    positions = list(range(len(frame)))
    left = [0.0] * len(frame)
    for number, name in enumerate(series):
        values = [float(v) for v in frame[name]]
        style = SERIES[number % len(SERIES)]
        hatch = HATCHES[number % len(HATCHES)]
        axes.barh(
            positions,
            values,
            left=left,
            color=style,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.5,
            label=literal(name),
        )
        left = [a + b for a, b in zip(left, values, strict=True)]
    name_lines(axes, [str(x) for x in frame[label]])
    axes.set_xlabel(literal(xlabel, 80), fontsize=9)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    if len(series) > 1:
        axes.legend(fontsize=8, frameon=False, ncols=min(4, len(series)), loc="lower left", bbox_to_anchor=(0, 1))
    totals = frame[list(series)].sum()
    largest = str(totals.idxmax()) if len(frame) and len(series) else ""
    most = ""
    if largest:
        shares = frame[largest] / frame[list(series)].sum(axis=1).where(lambda whole: whole > 0)
        most = f"Largest part: {largest}" + (
            f", from {shares.min():.0%} to {shares.max():.0%} of a bar." if shares.notna().any() else "."
        )
    size = f"{count(len(frame), 'bar')} in {count(len(series), 'part')}"
    alt = f"Stacked bars: {xlabel}, by {label}, {size}. {most}".strip()
    return Plot(figure, alt, frame[[label, *series]])


def _dotted(axes: Axes, rows: pd.DataFrame, value: str, low: str, high: str) -> None:
    axes.hlines(range(len(rows)), rows[low], rows[high], color=MAIN, linewidth=2)
    for position, (middle, end) in enumerate(zip(rows[value], rows[low], strict=True)):
        axes.plot([middle], [position], "o", color=MAIN, markersize=6, markerfacecolor=MAIN if end == end else "white")


def _extremes(frame: pd.DataFrame, label: str, value: str, low: str, high: str) -> str:
    if frame.empty:
        return "Nothing is known."

    rows = sorted(
        zip(frame[value], frame[label].astype(str), frame[low], frame[high], strict=True), key=lambda row: row[:2]
    )

    def words(row: tuple[float, str, float, float]) -> str:
        interval = f"{row[2]:.2f} to {row[3]:.2f}" if row[2] == row[2] else "no interval"
        return f"{row[1]} at {row[0]:.2f} ({interval})"

    if len(rows) == 1:
        return f"{words(rows[0])}."
    return f"Highest {words(rows[-1])}, lowest {words(rows[0])}."
