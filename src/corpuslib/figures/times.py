"""Documents on a time axis, with what is not known about their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING, Any

from corpuslib.figures._sheet import GRID, INK, MAIN, PALE, SERIES, WARN, Plot, literal, name_lines, sheet
from corpuslib.figures.words import count, day_words, interval, listed, period

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["descent", "timeline", "trend"]


def timeline(frame: pd.DataFrame, *, label: str, start: str, end: str, group: str, stated: str | None = None) -> Plot:
    """Return intervals of days on a time axis, a row of the frame a line, in the order of the frame.

    `stated` marks the date that was claimed, where it lies outside the interval. An interval that is open at one
    end is an arrow. The axis covers the days around which the intervals crowd; what lies beyond is written at the
    border. A row without either end is only named in the alt text.
    """
    import pandas as pd

    days = pd.DataFrame({"start": pd.to_datetime(frame[start]), "end": pd.to_datetime(frame[end])})
    days["stated"] = pd.to_datetime(frame[stated]) if stated is not None else pd.NaT
    days["group"] = frame[group].fillna("unknown").astype(str)
    undated = days["start"].isna() & days["end"].isna()
    shown = days[~undated].reset_index(drop=True)
    shown["position"] = range(len(shown))
    figure, axes = sheet(len(shown), extra=1.3)
    left, right = _range(shown)
    groups = list(dict.fromkeys(shown["group"]))
    for group_name, colour in zip(groups, cycle(SERIES), strict=False):
        axes.plot([], [], "-", color=colour, linewidth=3, label=literal(group_name))
    row: Any
    for row in shown.itertuples():
        _interval(axes, row.position, row, (left, right), SERIES[groups.index(str(row.group)) % len(SERIES)])
    if stated is not None:
        _stated(axes, shown, left, right)
    name_lines(axes, [str(x) for x in frame.loc[~undated, label]])
    _dates(axes, left, right)
    if groups:
        # A legend of the figure takes no width from the axes, however many groups there are.
        figure.legend(fontsize=8, frameon=False, ncols=4, loc="outside upper left")
    columns = [label, group, start, end, *([stated] if stated else [])]
    alt = _timeline_alt(shown, group, (left, right), [str(x) for x in frame.loc[undated, label]])
    return Plot(figure, alt, frame[columns])


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
    figure, axes = sheet(len(frame), extra=0.9)
    for n, (source, place, words) in enumerate(zip(sources, places, frame[text], strict=True)):
        dated = days[n] is not None
        if source is not None:
            arrow = {"arrowstyle": "->", "color": PALE, "linestyle": "-" if dated else ":", "shrinkA": 0, "shrinkB": 3}
            axes.plot([places[source]] * 2, [source, n], color=PALE, linewidth=1, zorder=1)
            axes.annotate("", (place, n), (places[source], n), arrowprops=arrow)
        colour = WARN if source is None else MAIN
        axes.plot([place], [n], "o", color=colour, markersize=6, markerfacecolor=colour if dated else "white")
        when = day_words(date.fromordinal(int(days[n] or 1))) if dated else "day unknown"
        said = f"{when}: {words}" if words else when
        axes.annotate(
            literal(said), (place, n), (7, 0), textcoords="offset points", va="center", fontsize=7.5, color=INK
        )
    name_lines(axes, [str(x) for x in frame[label]])
    # Half as much again to the right leaves room for what is written beside the last dot.
    ends = min(places) - reach * 0.05, max(places) + reach * 0.5
    _dates(axes, *(pd.to_datetime(round(end), unit="D") for end in ends))
    copies = [f"{frame[label].iloc[n]} from {frame[label].iloc[s]}" for n, s in enumerate(sources) if s is not None]
    alt = f"Descent of {count(len(frame), 'document')} over time: {listed(copies, 12)}."
    return Plot(figure, alt, frame[[key, label, parent, day, text]])


def trend(frame: pd.DataFrame, means: pd.DataFrame, *, start: str, end: str, values: Sequence[str], unit: str) -> Plot:
    """Return documents and means of periods over time, a panel for each of `values`, all on one axis of days.

    `frame` has a row a document: the interval of days in which it was published and a column for each value. It is
    a dot where the day is known and else a line over the days that are possible; without either end it is left out
    and counted in the alt text. `means` has the columns value, from, to, estimate, low and high: a bar over the days
    of a period, with the interval as a box where there is one. `unit` is what the axes measure.
    """
    import pandas as pd

    days = pd.DataFrame({"start": pd.to_datetime(frame[start]), "end": pd.to_datetime(frame[end])})
    dated = days["start"].notna() | days["end"].notna()
    shown = days[dated].reset_index(drop=True)
    left, right = _range(shown)
    figure, axes = sheet(0, extra=0.6 + 1.15 * max(len(values), 1))
    figure.delaxes(axes)
    grid = figure.add_gridspec(max(len(values), 1), 1)
    findings = []
    for number, value in enumerate(values):
        panel = figure.add_subplot(grid[number, 0])
        panel.spines[["top", "right"]].set_visible(False)
        panel.tick_params(colors=INK, labelsize=7.5)
        heights = frame.loc[dated, value].astype(float).tolist()
        for row, height in zip(shown.itertuples(), heights, strict=True):
            _possible(panel, row, height, (left, right))
        own = means[means["value"] == value]
        _means(panel, own, (left, right))
        panel.set_title(literal(value), fontsize=8, loc="left", color=INK)
        panel.set_ylim(bottom=0)
        _dates(panel, left, right)
        panel.grid(axis="y", color=GRID, linewidth=0.6)
        if number + 1 < len(values):
            panel.tick_params(labelbottom=False)
        findings.append(f"{value}: {_highest(own)}")
    figure.supylabel(literal(unit), fontsize=8, color=INK)
    alt = (
        f"{count(len(values), 'panel')} over time, {unit}, with {count(len(shown), 'document')}; "
        f"{int((~dated).sum()) or 'none'} undated. {' '.join(findings)}"
    )
    return Plot(figure, alt.strip(), frame[[start, end, *values]])


def _possible(panel: Axes, row: Any, height: float, limits: tuple[Any, Any]) -> None:
    """Draw a document at the days that are possible for it, as far as the axis shows them."""
    low = limits[0] if row.start != row.start else max(row.start, limits[0])
    high = limits[1] if row.end != row.end else min(row.end, limits[1])
    if height != height or low > high:
        return
    if row.start == row.end:
        panel.plot([low], [height], "o", color=PALE, markersize=3.5)
    else:
        panel.plot([low, high], [height, height], "-", color=PALE, linewidth=1)


def _means(panel: Axes, means: pd.DataFrame, limits: tuple[Any, Any]) -> None:
    import pandas as pd

    row: Any
    for row in means.rename(columns={"from": "first", "to": "last"}).itertuples():
        # To the end of the last day, so that the bar of a single day has a length.
        first, last = pd.Timestamp(row.first), pd.Timestamp(row.last) + pd.Timedelta(days=1)
        ends: list[Any] = [max(first, limits[0]), min(last, limits[1])]
        if ends[0] >= ends[1]:
            continue
        panel.plot(ends, [row.estimate] * 2, "-", color=MAIN, linewidth=2.2, solid_capstyle="butt")
        if row.low == row.low:
            panel.fill_between(ends, [row.low] * 2, [row.high] * 2, color=MAIN, alpha=0.18, linewidth=0)


def _highest(means: pd.DataFrame) -> str:
    known = means[means["estimate"].notna()]
    if known.empty:
        return "no period has a mean."
    # A mean of one document is no finding where others have an interval.
    known = known[known["low"].notna()] if known["low"].notna().any() else known
    best = known.sort_values(["estimate", "from"], ascending=[False, True]).iloc[0]
    days = period(best["from"], best["to"])
    return f"highest {interval(best['estimate'], best['low'], best['high'], 1)}, {days}.".replace("\xa0", " ")


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


def _timeline_alt(shown: pd.DataFrame, group: str, limits: tuple[Any, Any], unknown: Sequence[str]) -> str:
    alt = f"Timeline of {count(len(shown), 'row')}, coloured by {group}, as intervals of days. "
    one_day = int((shown["start"] == shown["end"]).sum())
    if len(shown):
        alt += f"{one_day} of {len(shown)} are a single day; "
        alt += f"the axis runs from {limits[0]:%Y-%m-%d} to {limits[1]:%Y-%m-%d}. "
    if unknown:
        alt += f"Undated: {', '.join(unknown)}."
    return alt.strip()


def _interval(axes: Axes, position: int, row: Any, limits: tuple[Any, Any], colour: str) -> None:
    left, right = limits
    low, high = (left if row.start != row.start else row.start), (right if row.end != row.end else row.end)
    known = row.start == row.start and row.end == row.end
    drawn = max(low, left), min(high, right)
    if drawn[0] <= drawn[1]:
        axes.plot(drawn, [position, position], "-", color=colour, linewidth=3 if known else 1.5)
        if row.start == row.end:
            axes.plot([drawn[0]], [position], "o", color=colour, markersize=5)
        for day, inside, marker in ((drawn[0], low >= left, "<"), (drawn[1], high <= right, ">")):
            closed = inside and (row.start if marker == "<" else row.end) == day
            axes.plot([day], [position], "|" if closed else marker, color=colour, markersize=7 if closed else 5)
    else:
        text = period(row.start if row.start == row.start else None, row.end if row.end == row.end else None)
        _at_border(axes, position, text, low > right, limits, INK)


def _stated(axes: Axes, days: pd.DataFrame, left: pd.Timestamp, right: pd.Timestamp) -> None:
    labelled = False
    row: Any
    for row in days.itertuples():
        position = row.position
        day: Any = row.stated
        within = not (day < row.start or day > row.end)  # an unknown end excludes nothing
        if day != day or within:
            continue
        if left <= day <= right:
            name = None if labelled else "stated date, contradicted"
            axes.plot([day], [position], "x", color=WARN, markersize=7, label=name)
            labelled = True
        else:
            _at_border(axes, position, f"stated {day_words(day)}", day > right, (left, right), WARN)


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
