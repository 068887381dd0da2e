"""What notebooks show: figures with their alt text and numbers, and the words that findings are made from.

Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart; nothing is said by
colour alone. The alt text says the finding, not only the kind of chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "Plot",
    "bars",
    "count",
    "descent",
    "dots",
    "heat",
    "interval",
    "listed",
    "panels",
    "period",
    "portion",
    "sentence",
    "timeline",
]

INK, PALE, GRID, MAIN, WARN = "#222222", "#9a9a9a", "#dddddd", "#0072B2", "#D55E00"
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "//", "..", "\\\\", "xx", "--", "++", "oo")
WIDTH = 7.2  # inches
CROWDED = 24  # rows beyond which lines stand closer
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Plot(NamedTuple):
    """A matplotlib figure, what it shows in words, and the numbers behind it."""

    figure: Figure
    alt: str
    data: pd.DataFrame


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, as a sentence wants them.

    >>> count(0, "document"), count(1, "document"), count(1063, "reply", "replies")
    ('no documents', '1 document', '1,063 replies')
    """
    many = plural or noun + "s"
    return f"1 {noun}" if number == 1 else f"{number:,} {many}" if number else f"no {many}"


def portion(number: int, total: int, noun: str, plural: str | None = None) -> str:
    """Return how many of all there are, as a sentence wants it.

    >>> portion(9, 53, "document"), portion(53, 53, "document")
    ('9 of 53 documents', 'all 53 documents')
    >>> portion(0, 53, "document"), portion(1, 1, "document")
    ('no document', 'the one document')
    """
    if not number:
        return f"no {noun}"
    if number < total:
        return f"{number:,} of {count(total, noun, plural)}"
    return f"the one {noun}" if total == 1 else f"all {count(total, noun, plural)}"


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning.

    >>> sentence("no documents were found.")
    'No documents were found.'
    """
    return text[:1].upper() + text[1:]


def listed(names: Iterable[object], most: int = 8) -> str:
    """Return names as a list in words, the first `most` of them; "none" if there are none.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=1)
    ('a, b and c', 'a and 2 others')
    """
    words = [str(name) for name in names]
    left = len(words) - most
    if left > 0:
        words = [*words[:most], count(left, "other")]
    if not words:
        return "none"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def interval(estimate: float, low: float, high: float, decimals: int = 0, unit: str = "") -> str | None:
    """Return an estimate with the ends of its interval, if it has one, without a space to break at; None if unknown.

    >>> interval(64.2, 41.0, 87.4, unit=" %"), interval(0.5, float("nan"), float("nan"), 2)
    ('64\xa0%\xa0(41\xa0to\xa087)', '0.50')
    """
    ends = f" ({low:.{decimals}f} to {high:.{decimals}f})" if low == low and high == high else ""
    return f"{estimate:.{decimals}f}{unit}{ends}".replace(" ", "\xa0") if estimate == estimate else None


def period(first: date | None, last: date | None) -> str:
    """Return an interval of days in words; an end that is not known is None.

    >>> period(date(2021, 3, 15), date(2021, 3, 29)), period(None, date(2021, 3, 5)), period(None, None)
    ('15–29 Mar 2021', 'until 5 Mar 2021', 'undated')
    """
    first, last = (None if end is None or end != end else end for end in (first, last))
    if first is None or last is None:
        known = first or last
        return "undated" if known is None else f"{'until' if first is None else 'from'} {_day(known)}"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _axes(rows: int, extra: float = 1.1, width: float = WIDTH) -> tuple[Figure, Axes]:
    # A Figure of its own, not pyplot's: no global state, nothing to close.
    from matplotlib.figure import Figure

    line = 0.21 if rows > CROWDED else 0.29
    figure = Figure(figsize=(width, extra + line * max(rows, 1)), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK, labelsize=7.5 if rows > CROWDED else 9)
    axes.set_axisbelow(True)
    return figure, axes


def _lines(axes: Axes, names: Sequence[str]) -> None:
    """Give each row a line from the top down, without the empty space that matplotlib leaves at both ends."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)


def _dotted(axes: Axes, rows: pd.DataFrame, value: str, low: str, high: str) -> None:
    axes.hlines(range(len(rows)), rows[low], rows[high], color=MAIN, linewidth=2)
    for position, (middle, end) in enumerate(zip(rows[value], rows[low], strict=True)):
        axes.plot([middle], [position], "o", color=MAIN, markersize=6, markerfacecolor=MAIN if end == end else "white")


def dots(
    frame: pd.DataFrame, *, label: str, value: str, low: str, high: str, xlabel: str, reference: float | None = None
) -> Plot:
    """Return a dot plot with intervals, a row of the frame a line, in the order of the frame.

    `value`, `low` and `high` name the columns of the estimate and the ends of its interval; a row without an
    interval is a hollow dot.
    """
    figure, axes = _axes(len(frame))
    _dotted(axes, frame, value, low, high)
    if reference is not None:
        axes.axvline(reference, color=WARN, linestyle="--", linewidth=1)
    _lines(axes, [str(x) for x in frame[label]])
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_xlabel(xlabel, fontsize=9)
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
    figure, axes = _axes(len(names), extra=0.9)
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
        _lines(panel, names if not number else [""] * len(names))
        panel.grid(axis="x", color=GRID, linewidth=0.6)
        panel.set_axisbelow(True)
        panel.set_title(title, fontsize=8, loc="left", color=INK)
        known = frame[frame[value].notna()]
        findings.append(f"{title}: {_extremes(known, label, value, low, high)}")
    alt = f"{count(len(frames), 'dot plot')} with intervals side by side, by {label}. {' '.join(findings)}"
    data = pd.concat(
        [f[[label, value, low, high]].assign(panel=title) for title, f in frames.items()] or [pd.DataFrame()]
    )
    return Plot(figure, alt, data.reset_index(drop=True))


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


def bars(frame: pd.DataFrame, *, label: str, series: Sequence[str], xlabel: str) -> Plot:
    """Return stacked horizontal bars: a row of the frame a bar, a column of `series` a part of it."""
    figure, axes = _axes(len(frame), extra=1.5)
    positions = list(range(len(frame)))
    left = [0.0] * len(frame)
    for number, name in enumerate(series):
        values = [float(v) for v in frame[name]]
        style = SERIES[number % len(SERIES)]
        hatch = HATCHES[number % len(HATCHES)]
        axes.barh(positions, values, left=left, color=style, hatch=hatch, edgecolor="white", linewidth=0.5, label=name)
        left = [a + b for a, b in zip(left, values, strict=True)]
    _lines(axes, [str(x) for x in frame[label]])
    axes.set_xlabel(xlabel, fontsize=9)
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


def heat(matrix: pd.DataFrame, *, title: str, unit: str = "", decimals: int = 0) -> Plot:
    """Return a heat map with the number written in each cell; rows and columns in the order of the matrix.

    A zero is a dot, a cell without a value is empty.
    """
    import numpy as np

    rows, columns = matrix.shape
    names = [str(x) for x in matrix.columns]
    margin = 0.085 * max((len(str(x)) for x in matrix.index), default=0)
    width = max(3.6, min(10.4, 0.9 + margin + 0.55 * columns))
    figure, axes = _axes(rows, extra=0.5 + 0.055 * max(map(len, names), default=0), width=width)
    values = matrix.to_numpy(dtype=float)
    top = float(np.nanmax(values)) if values.size and not np.isnan(values).all() else 1.0
    axes.imshow(values, aspect="auto", cmap="Blues", vmin=0, vmax=top or 1.0)
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            continue
        text = f"{value:.{decimals}f}" if value else "·"
        colour = PALE if not value else "white" if value > 0.6 * top else INK
        axes.text(column, row, text, ha="center", va="center", fontsize=8, color=colour)
    axes.set_yticks(range(rows), [str(x) for x in matrix.index])
    axes.set_xticks(range(columns), names, rotation=40, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    size = f"{count(rows, 'row')} by {count(columns, 'column')}"
    alt = f"Heat map: {title}{f', in {unit}' if unit else ''}, {size}. "
    if values.size and not np.isnan(values).all():
        row, column = divmod(int(np.nanargmax(values)), columns)
        best = f"{list(matrix.index)[row]} and {list(matrix.columns)[column]}"
        alt += f"Highest: {best}, {values[row, column]:.{decimals}f}."
    else:
        alt += "It is empty."
    return Plot(figure, alt, matrix.reset_index())


def timeline(frame: pd.DataFrame, *, label: str, start: str, end: str, group: str, stated: str | None = None) -> Plot:
    """Return intervals of days on a time axis, a row of the frame a line, in the order of the frame.

    `stated` marks the date that was claimed, where it lies outside the interval. An interval that is open at one
    end is an arrow; a row without either end is only named in the alt text. The axis covers the days around which
    the intervals crowd; what lies beyond is written at the border.
    """
    import pandas as pd

    days = pd.DataFrame({"start": pd.to_datetime(frame[start]), "end": pd.to_datetime(frame[end])})
    days["stated"] = pd.to_datetime(frame[stated]) if stated is not None else pd.NaT
    days["group"] = frame[group].fillna("unknown").astype(str)
    days["label"] = frame[label].astype(str)
    shown = days[days["start"].notna() | days["end"].notna()].reset_index(drop=True)
    figure, axes = _axes(len(shown), extra=1.3)
    left, right = _range(shown)
    groups = list(dict.fromkeys(shown["group"]))
    seen: set[str] = set()
    for position, row in enumerate(shown.itertuples()):
        colour = SERIES[groups.index(str(row.group)) % len(SERIES)]
        name = None if row.group in seen else str(row.group)
        seen.add(str(row.group))
        _interval(axes, position, row, (left, right), colour, name)
    if stated is not None:
        _stated(axes, shown, left, right)
    _lines(axes, list(shown["label"]))
    _dates(axes, left, right)
    if seen:
        axes.legend(fontsize=8, frameon=False, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
    unknown = [str(x) for x in frame.loc[days["start"].isna() & days["end"].isna(), label]]
    alt = f"Timeline of {count(len(shown), 'row')}, coloured by {group}, as intervals of days. "
    one_day = int((shown["start"] == shown["end"]).sum())
    if len(shown):
        alt += f"{one_day} of {len(shown)} are a single day; the axis runs from {left:%Y-%m-%d} to {right:%Y-%m-%d}. "
    if unknown:
        alt += f"Undated: {', '.join(unknown)}."
    columns = [label, group, start, end, *([stated] if stated else [])]
    return Plot(figure, alt.strip(), frame[columns])


def descent(frame: pd.DataFrame, *, key: str, label: str, parent: str, day: str, text: str) -> Plot:
    """Return documents on a time axis with an arrow from the source of each to it, a row of the frame a line.

    `parent` names the column that holds the `key` of the source, null where it is open; `text` is written beside the
    dot. A document of unknown day is a hollow dot beside its source, or at the left border.
    """
    import pandas as pd

    days = [None if pd.isna(d) else float(d.toordinal()) for d in pd.to_datetime(frame[day])]
    number = {name: n for n, name in enumerate(frame[key])}
    sources = [number.get(name) for name in frame[parent]]
    known = [d for d in days if d is not None] or [float(date(2000, 1, 1).toordinal())]
    reach = max(known) - min(known) + 4
    places = [d - date(1970, 1, 1).toordinal() for d in _placed(days, sources, min(known), reach * 0.03)]
    figure, axes = _axes(len(frame), extra=0.9)
    for n, (source, place, words) in enumerate(zip(sources, places, frame[text], strict=True)):
        dated = days[n] is not None
        if source is not None:
            arrow = {"arrowstyle": "->", "color": PALE, "linestyle": "-" if dated else ":", "shrinkA": 0, "shrinkB": 3}
            axes.plot([places[source]] * 2, [source, n], color=PALE, linewidth=1, zorder=1)
            axes.annotate("", (place, n), (places[source], n), arrowprops=arrow)
        colour = WARN if source is None else MAIN
        axes.plot([place], [n], "o", color=colour, markersize=6, markerfacecolor=colour if dated else "white")
        when = _day(date.fromordinal(int(days[n] or 1))) if dated else "day unknown"
        said = f"{when}: {words}" if words else when
        axes.annotate(said, (place, n), (7, 0), textcoords="offset points", va="center", fontsize=7.5, color=INK)
    _lines(axes, [str(x) for x in frame[label]])
    # Half as much again to the right leaves room for what is written beside the last dot.
    ends = min(places) - reach * 0.05, max(places) + reach * 0.5
    _dates(axes, *(pd.to_datetime(round(end), unit="D") for end in ends))
    copies = [f"{frame[label].iloc[n]} from {frame[label].iloc[s]}" for n, s in enumerate(sources) if s is not None]
    alt = f"Descent of {count(len(frame), 'document')} over time: {listed(copies, 12)}."
    return Plot(figure, alt, frame[[key, label, parent, day, text]])


def _placed(days: Sequence[float | None], sources: Sequence[int | None], first: float, step: float) -> list[float]:
    """Return where each document is drawn: on its day, or a step beside its source, or before all others."""
    places = []
    for day, source in zip(days, sources, strict=True):
        of_source = None if source is None else days[source]
        places.append(day if day is not None else first - step if of_source is None else of_source + step)
    return places


def _range(days: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the days between which the axis runs: Tukey's outer fences around closed intervals of up to a year."""
    import pandas as pd

    closed = days[(days["end"] - days["start"]) <= pd.Timedelta(days=366)]
    if closed.empty:
        closed = days.assign(start=days["start"].fillna(days["end"]), end=days["end"].fillna(days["start"]))
    if closed.empty:
        return pd.Timestamp("2000-01-01"), pd.Timestamp("2000-12-31")
    if len(closed) >= 8:
        low: Any = closed["start"].quantile(0.25)
        high: Any = closed["end"].quantile(0.75)
        reach = pd.Timedelta(days=3 * max((high - low).days, 10))
        near = closed[(closed["start"] >= low - reach) & (closed["end"] <= high + reach)]
        closed = near if len(near) else closed
    first, last = closed["start"].min(), closed["end"].max()
    margin = max((last - first) * 0.08, pd.Timedelta(days=3))
    return (first - margin).normalize(), (last + margin).normalize()


def _interval(axes: Axes, position: int, row: Any, limits: tuple[Any, Any], colour: str, name: str | None) -> None:
    left, right = limits
    low, high = (left if row.start != row.start else row.start), (right if row.end != row.end else row.end)
    known = row.start == row.start and row.end == row.end
    drawn = max(low, left), min(high, right)
    if drawn[0] <= drawn[1]:
        axes.plot(drawn, [position, position], "-", color=colour, linewidth=3 if known else 1.5, label=name)
        if row.start == row.end:
            axes.plot([drawn[0]], [position], "o", color=colour, markersize=5)
        for day, inside, marker in ((drawn[0], low >= left, "<"), (drawn[1], high <= right, ">")):
            closed = inside and (row.start if marker == "<" else row.end) == day
            axes.plot([day], [position], "|" if closed else marker, color=colour, markersize=7 if closed else 5)
    else:
        text = period(row.start if row.start == row.start else None, row.end if row.end == row.end else None)
        _at_border(axes, position, text, low > right, limits, colour)


def _stated(axes: Axes, days: pd.DataFrame, left: pd.Timestamp, right: pd.Timestamp) -> None:
    labelled = False
    for position, row in enumerate(days.itertuples()):
        day: Any = row.stated
        within = not (day < row.start or day > row.end)  # an unknown end excludes nothing
        if day != day or within:
            continue
        if left <= day <= right:
            name = None if labelled else "stated date, contradicted"
            axes.plot([day], [position], "x", color=WARN, markersize=7, label=name)
            labelled = True
        else:
            _at_border(axes, position, f"stated {_day(day)}", day > right, (left, right), WARN)


def _at_border(axes: Axes, position: int, text: str, late: bool, limits: tuple[Any, Any], colour: str) -> None:
    axes.annotate(
        f"{text} →" if late else f"← {text}",
        (limits[1] if late else limits[0], position),
        ha="right" if late else "left",
        va="center",
        fontsize=7,
        color=colour,
        xytext=(-4 if late else 4, 0),
        textcoords="offset points",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _dates(axes: Axes, left: pd.Timestamp, right: pd.Timestamp) -> None:
    import matplotlib.dates as mdates

    axes.set_xlim(left, right)  # type: ignore[arg-type]
    axes.xaxis_date()
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y-%m-%d"))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", labelsize=8)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
