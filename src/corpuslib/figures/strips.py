"""Days as strips beside what happened on them: a timeline of text, which a narrow page reads as well as a wide one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from corpuslib.figures._sheet import SERIES, WARN
from corpuslib.figures.cards import is_relative
from corpuslib.figures.words import MONTHS

__all__ = ["Strip", "strips"]

_REACH = 30  # days around the first lane within which the others stretch the axis
_LONGEST = 366  # days of an interval that decides where the axis runs
_TICKS = 4
_FENCE = 3  # times the middle half of the days, beyond which a row lies outside (Tukey 1977)


class Strip(NamedTuple):
    """A row of a timeline: what it is about, a note in small print, its first and last possible day, None where open.

    `group` decides the colour. `stated` is a day that was claimed and that the evidence contradicts; `href` a relative
    path, empty where there is none.
    """

    label: str
    note: str
    first: date | None
    last: date | None
    group: str = ""
    stated: date | None = None
    href: str = ""


def strips(lanes: Mapping[str, Sequence[Strip]]) -> str:
    """Return a timeline as markup for `reports.html`: under the name of each lane its rows, all on one axis of days.

    A single day is a dot, an interval a bar, an open end an arrow; × is a stated day that the evidence contradicts.
    The first lane decides where the axis runs; what lies beyond is an arrow at its border. The words of a row must
    say its days, since a reader may not see the strip. All text is escaped.

    >>> markup = strips({"reports": [Strip("012", "15 Mar 2021", date(2021, 3, 15), date(2021, 3, 15))]})
    >>> "<span>012 <small>15 Mar 2021</small></span>" in markup
    True
    >>> strips({})
    ''
    """
    shown = {name: rows for name, rows in lanes.items() if rows}
    if not shown:
        return ""
    axis = _axis([list(rows) for rows in shown.values()])
    groups = list(dict.fromkeys(row.group for rows in shown.values() for row in rows))
    colours = {group: SERIES[n % len(SERIES)] for n, group in enumerate(groups)}
    key = " ".join(
        f'<span><b style="color:{colours[group]}" aria-hidden="true">●</b> {escape(group)}</span>'
        for group in groups
        if group
    )
    parts = [f'<p class="cl-key">{key}</p>'] if key else []
    parts.append(_scale(axis))
    for name, rows in shown.items():
        parts.append(f'<p class="cl-lane"><strong>{escape(name)}</strong></p>')
        parts += [_row(row, axis, colours[row.group]) for row in rows]
    return '<div class="cl-strips">\n' + "\n".join(parts) + "\n</div>"


def _axis(lanes: Sequence[Sequence[Strip]]) -> tuple[int, int]:
    """Return the first and the last day of the axis as ordinal numbers."""
    first = _closed(lanes[0]) or [ends for rows in lanes for ends in _closed(rows)]
    if not first:
        known = [day.toordinal() for rows in lanes for row in rows for day in (row.first, row.last) if day]
        first = [(day, day) for day in known] or [(date(2000, 1, 1).toordinal(),) * 2]
    low, high = _fences(first)
    near = [ends for ends in first if low <= ends[0] and ends[1] <= high] or first
    low, high = min(start for start, _ in near), max(end for _, end in near)
    beside = [ends for rows in lanes for ends in _closed(rows) if low - _REACH <= ends[0] and ends[1] <= high + _REACH]
    low, high = min([low, *(start for start, _ in beside)]), max([high, *(end for _, end in beside)])
    margin = max((high - low) // 12, 2)
    # Ordinals of dates begin at 1 and end with the year 9999.
    return max(1, low - margin), min(date.max.toordinal(), high + margin)


def _closed(rows: Sequence[Strip]) -> list[tuple[int, int]]:
    ends = [(row.first.toordinal(), row.last.toordinal()) for row in rows if row.first and row.last]
    return [(start, end) for start, end in ends if 0 <= end - start <= _LONGEST]


def _fences(days: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return between which days intervals lie that are no outliers; of few, all."""
    starts, ends = sorted(start for start, _ in days), sorted(end for _, end in days)
    if len(days) < 8:
        return starts[0], ends[-1]
    low, high = starts[len(starts) // 4], ends[(3 * len(ends)) // 4]
    reach = _FENCE * max(high - low, 10)
    return low - reach, high + reach


def _share(day: date, axis: tuple[int, int]) -> float:
    """Return where a day lies on the axis, in per cent."""
    return 100 * (day.toordinal() - axis[0]) / (axis[1] - axis[0])


def _scale(axis: tuple[int, int]) -> str:
    days = _ticks(axis)
    years = len({date.fromordinal(end).year for end in axis}) > 1
    names = [f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if years else "") for day in days]
    track = "".join(
        f'<small style="position:absolute;left:{_share(day, axis):.1f}%">{name}</small>'
        for day, name in zip(days, names, strict=True)
    )
    return (
        '<div class="cl-strip cl-scale" aria-hidden="true"><span></span>'
        f'<div class="cl-track" style="position:relative;height:1.4em">{track}</div></div>'
    )


def _ticks(axis: tuple[int, int]) -> list[date]:
    """Return the days that are written above the axis: whole days, Mondays, months or years, a few at most."""
    first, last = (date.fromordinal(day) for day in axis)
    for days in _rhythms(first, last):
        # What is written at the right border would lie beyond it.
        inside = [day for day in days if axis[0] <= day.toordinal() and _share(day, axis) <= 85]
        if 0 < len(inside) <= _TICKS:
            return inside
    return [first]


def _rhythms(first: date, last: date) -> Iterator[list[date]]:
    span = (last - first).days
    for step in (1, 2, 7, 14, 28):
        if span <= step * (_TICKS + 2):
            yield [first + timedelta(n) for n in range(span + 1) if (first.toordinal() + n) % step == 1 % step]
    years = range(first.year, last.year + 1)
    for step in (1, 2, 3, 6):
        if span <= 31 * step * (_TICKS + 2):
            yield [date(year, month, 1) for year in years for month in range(1, 13, step)]
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000):
        yield [date(year, 1, 1) for year in years if not year % step]


def _row(row: Strip, axis: tuple[int, int], colour: str) -> str:
    label = escape(row.label)
    if is_relative(row.href):
        label = f'<a href="{escape(row.href)}">{label}</a>'
    note = f" <small>{escape(row.note)}</small>" if row.note else ""
    marks = "".join(
        f'<i style="position:absolute;left:{_share(day, axis):.1f}%;top:0;bottom:0;border-left:1px solid #8884"></i>'
        for day in _ticks(axis)
    )
    marks += "".join(_marks(row, axis, colour))
    return (
        f'<div class="cl-strip"><span>{label}{note}</span>'
        f'<div class="cl-track" aria-hidden="true" style="position:relative;height:1.4em">{marks}</div></div>'
    )


def _marks(row: Strip, axis: tuple[int, int], colour: str) -> Iterator[str]:
    """Yield what is drawn of a row: its days as far as the axis shows them, arrows where they go on, a stated day."""
    low, high = (date.fromordinal(day) for day in axis)
    if row.first or row.last:
        first, last = row.first or low, row.last or high
        if last < low or first > high:
            yield _at_border("←" if last < low else "→", last < low, colour)
        else:
            left, right = _share(max(first, low), axis), _share(min(last, high), axis)
            if first == last:
                yield _letter("●", left, colour)
            else:
                closed = row.first and row.last
                height, top = (".5em", ".45em") if closed else ("2px", ".65em")
                # A bar ends with its last day, and not at its beginning.
                yield (
                    f'<i style="position:absolute;left:{left:.1f}%;width:{max(right - left, 1.0):.1f}%;top:{top};'
                    f'height:{height};background:{colour}"></i>'
                )
            if not row.first or first < low:
                yield _at_border("←", True, colour)
            if not row.last or last > high:
                yield _at_border("→", False, colour)
    if row.stated:
        if low <= row.stated <= high:
            yield _letter("×", _share(row.stated, axis), WARN)
        else:
            # Beside the arrow of the days, if there is one.
            yield _at_border("← ×" if row.stated < low else "× →", row.stated < low, WARN, 1.3)


def _letter(mark: str, left: float, colour: str) -> str:
    place = f"position:absolute;left:{left:.1f}%;transform:translateX(-50%);line-height:1.4"
    return f'<b style="{place};color:{colour}">{mark}</b>'


def _at_border(mark: str, at_left: bool, colour: str, inside: float = 0) -> str:
    side = "left" if at_left else "right"
    return f'<b style="position:absolute;{side}:{inside:g}em;line-height:1.4;color:{colour}">{mark}</b>'
