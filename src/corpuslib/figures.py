"""Figures for notebooks: each function returns the figure, its alt text, and the numbers that it shows.

Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart; nothing is said by
colour alone. The alt text says the finding, not only the kind of chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Plot", "bars", "dots", "heat", "timeline"]

INK, GRID, MAIN, WARN = "#222222", "#dddddd", "#0072B2", "#D55E00"
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "//", "..", "\\\\", "xx", "--", "++", "oo")
WIDTH = 7.2  # inches


class Plot(NamedTuple):
    """A matplotlib figure, what it shows in words, and the numbers behind it."""

    figure: Figure
    alt: str
    data: pd.DataFrame


def _axes(rows: int, extra: float = 1.1, width: float = WIDTH) -> tuple[Figure, Axes]:
    # A Figure of its own, not pyplot's: no global state, nothing to close.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, extra + 0.32 * max(rows, 1)), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK, labelsize=9)
    return figure, axes


def dots(
    frame: pd.DataFrame, *, label: str, value: str, low: str, high: str, xlabel: str, reference: float | None = None
) -> Plot:
    """Return a dot plot with intervals, a row of the frame a line, in the order of the frame.

    `value`, `low` and `high` name the columns of the estimate and the ends of its interval.
    """
    figure, axes = _axes(len(frame))
    names = [str(x) for x in frame[label]]
    positions = range(len(frame))
    axes.hlines(positions, frame[low], frame[high], color=MAIN, linewidth=2)
    axes.plot(frame[value], positions, "o", color=MAIN, markersize=6)
    if reference is not None:
        axes.axvline(reference, color=WARN, linestyle="--", linewidth=1)
    axes.set_yticks(positions, names)
    axes.invert_yaxis()
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(xlabel)
    known = frame[frame[value].notna()]
    alt = f"Dot plot with intervals: {xlabel}, by {label}. {_extremes(known, label, value, low, high)}"
    return Plot(figure, alt, frame[[label, value, low, high]])


def _extremes(frame: pd.DataFrame, label: str, value: str, low: str, high: str) -> str:
    if frame.empty:
        return "Nothing is known."

    rows = sorted(
        zip(frame[value], frame[label].astype(str), frame[low], frame[high], strict=True), key=lambda row: row[0]
    )

    def words(row: tuple[float, str, float, float]) -> str:
        return f"{row[1]} at {row[0]:.2f} ({row[2]:.2f} to {row[3]:.2f})"

    return f"Highest {words(rows[-1])}, lowest {words(rows[0])}."


def bars(frame: pd.DataFrame, *, label: str, series: Sequence[str], xlabel: str) -> Plot:
    """Return stacked horizontal bars: a row of the frame a bar, a column of `series` a part of it."""
    figure, axes = _axes(len(frame), extra=1.6)
    names = [str(x) for x in frame[label]]
    left = [0.0] * len(frame)
    for number, name in enumerate(series):
        values = [float(v) for v in frame[name]]
        style = SERIES[number % len(SERIES)]
        hatch = HATCHES[number % len(HATCHES)]
        axes.barh(names, values, left=left, color=style, hatch=hatch, edgecolor="white", linewidth=0.5, label=name)
        left = [a + b for a, b in zip(left, values, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel(xlabel)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    if len(series) > 1:
        axes.legend(fontsize=8, frameon=False, ncols=min(4, len(series)), loc="lower left", bbox_to_anchor=(0, 1))
    totals = frame[list(series)].sum()
    most = f"Most frequent: {totals.idxmax()}, {totals.max():g} in all." if len(frame) and len(series) else ""
    alt = f"Stacked bars: {xlabel}, by {label}, {len(frame)} bars in {len(series)} parts. {most}".strip()
    return Plot(figure, alt, frame[[label, *series]])


def heat(matrix: pd.DataFrame, *, title: str, unit: str = "", decimals: int = 0) -> Plot:
    """Return a heat map with the number written in each cell; rows and columns in the order of the matrix."""
    import numpy as np

    rows, columns = matrix.shape
    figure, axes = _axes(rows, extra=1.9, width=max(4.0, min(11.0, 2.4 + 0.62 * columns)))
    values = matrix.to_numpy(dtype=float)
    top = float(np.nanmax(values)) if values.size and not np.isnan(values).all() else 1.0
    axes.imshow(values, aspect="auto", cmap="Blues", vmin=0, vmax=top or 1.0)
    for (row, column), value in np.ndenumerate(values):
        text = "–" if np.isnan(value) else f"{value:.{decimals}f}"
        colour = "white" if not np.isnan(value) and value > 0.6 * top else INK
        axes.text(column, row, text, ha="center", va="center", fontsize=8, color=colour)
    axes.set_yticks(range(rows), [str(x) for x in matrix.index])
    axes.set_xticks(range(columns), [str(x) for x in matrix.columns], rotation=40, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    alt = f"Heat map: {title}{f', in {unit}' if unit else ''}, {rows} rows by {columns} columns. "
    if values.size and not np.isnan(values).all():
        row, column = divmod(int(np.nanargmax(values)), columns)
        best = f"{list(matrix.index)[row]} and {list(matrix.columns)[column]}"
        alt += f"Highest: {best}, {values[row, column]:.{decimals}f}."
    else:
        alt += "It is empty."
    return Plot(figure, alt, matrix.reset_index())


def timeline(frame: pd.DataFrame, *, label: str, start: str, end: str, group: str, stated: str | None = None) -> Plot:
    """Return intervals on a time axis, a row of the frame a line; `stated` marks the date that was claimed.

    Rows whose interval is unknown are named in the alt text and drawn without a line. A stated date outside
    the range of all intervals is drawn as an arrow at the border, with its year.
    """
    import matplotlib.dates as mdates
    import pandas as pd

    figure, axes = _axes(len(frame), extra=1.7)
    starts, ends = pd.to_datetime(frame[start]), pd.to_datetime(frame[end])
    groups = list(dict.fromkeys(str(g) for g in frame[group]))
    seen: set[str] = set()
    for position, (low, high, name) in enumerate(zip(starts, ends, frame[group].astype(str), strict=True)):
        if pd.isna(low) or pd.isna(high):
            continue
        colour = SERIES[groups.index(name) % len(SERIES)]
        shown = None if name in seen else name
        seen.add(name)
        ends_drawn = mdates.date2num([low, high])  # type: ignore[no-untyped-call]
        axes.plot(ends_drawn, [position, position], "-|", color=colour, linewidth=3, markersize=8, label=shown)
        axes.plot([ends_drawn.mean()], [position], "o", color=colour, markersize=5)
    if stated is not None:
        _stated(axes, frame, pd.to_datetime(frame[stated]), starts, ends)
    axes.set_yticks(range(len(frame)), [str(x) for x in frame[label]])
    axes.set_ylim(len(frame) - 0.5, -0.5)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.xaxis_date()
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%d %b %Y"))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", rotation=30)
    if seen:
        axes.legend(fontsize=8, frameon=False, ncols=4, loc="lower left", bbox_to_anchor=(0, 1), title=None)
    unknown = [str(x) for x in frame.loc[starts.isna() | ends.isna(), label]]
    alt = f"Timeline of {len(frame)} rows by {group}, as intervals of days. "
    if starts.notna().any():
        alt += f"From {starts.min():%Y-%m-%d} to {ends.max():%Y-%m-%d}. "
    if unknown:
        alt += f"Undated: {', '.join(unknown)}."
    columns = [label, group, start, end, *([stated] if stated else [])]
    return Plot(figure, alt.strip(), frame[columns])


def _stated(axes: Axes, frame: pd.DataFrame, stated: pd.Series, starts: pd.Series, ends: pd.Series) -> None:
    import pandas as pd

    if starts.isna().all():
        return
    margin = max((ends.max() - starts.min()) * 0.06, pd.Timedelta(days=2))
    left, right = starts.min() - margin, ends.max() + margin
    axes.set_xlim(left, right)
    labelled = False
    for position, day in enumerate(stated):
        if pd.isna(day):
            continue
        if left <= day <= right:
            axes.plot([day], [position], "x", color=INK, markersize=7, label=None if labelled else "stated date")
            labelled = True
        else:
            late = day > right
            axes.annotate(
                f"stated {day:%Y-%m-%d} {'→' if late else '←'}",
                (right if late else left, position),
                ha="right" if late else "left",
                va="center",
                fontsize=7.5,
                color=WARN,
                xytext=(-4 if late else 4, 0),
                textcoords="offset points",
            )
