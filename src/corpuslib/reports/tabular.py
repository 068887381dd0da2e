"""A data frame as an HTML table and as CSV: plain text in, inert text out."""

from __future__ import annotations

import csv
import datetime
import html as _html
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpuslib.reports.errors import ReportError

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["escape", "format_number", "table_html", "to_csv", "writable"]

NO_VALUE = "–"
# A spreadsheet reads a cell that begins with one of these as a formula or strips it to reach one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters that HTML and XML cannot hold; tab and line break are fine.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_RELATIVE = re.compile(r"(?:[\w.-][\w./%-]*)?(?:#[\w.:/%~=,-]+)?\Z")
_LONG = 40  # code points: beyond this a column holds prose and may wrap


def writable(text: str) -> str:
    """Text as a file can hold it: control characters and lone surrogates become U+FFFD, line ends LF.

    >>> writable("a\\ud800b\\r\\nc")
    'a�b\\nc'
    """
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Text as inert HTML, for content and for quoted attributes.

    >>> escape('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return _html.escape(writable(text), quote=True)


def to_csv(frame: DataFrame) -> str:
    """All rows as CSV: LF line ends, floats to 6 significant digits, no cell that becomes a formula.

    A text cell that begins like a formula gets an apostrophe in front; lists are joined with "; ";
    a missing value is an empty cell. Line ends inside a cell become LF too.

    >>> import pandas as pd
    >>> to_csv(pd.DataFrame({"term": ["=1+1"], "share": [1 / 3]}))
    "term,share\\n'=1+1,0.333333\\n"
    """
    frame = _with_index(frame)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_csv_cell(str(name)) for name in frame.columns])
    columns = [[_csv_cell(value) for value in series] for _, series in frame.items()]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _csv_cell(value: Any) -> str:
    if isinstance(value, str):
        text = writable(value)
        return f"'{text}" if value.startswith(_FORMULA) else text
    if _is_missing(value):
        return ""
    if _is_bool(value):
        return "true" if value else "false"
    if _is_float(value):
        return _six_digits(float(value))
    if _is_list(value):
        return _csv_cell("; ".join(_items(value)))
    text = _plain(value)
    return text if _is_int(value) else _csv_cell(text)


def _six_digits(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    rounded = float(f"{value:.6g}")
    return f"{rounded:.15g}" if rounded else "0"


def table_html(
    frame: DataFrame,
    *,
    caption: str,
    units: Mapping[str, str],
    max_rows: int,
    link: Mapping[str, str],
) -> str:
    """The first `max_rows` rows as a captioned table in a container that scrolls sideways."""
    frame = _with_index(frame)
    _require_columns(frame, units, link)
    hidden = set(link.values())
    columns = [_column(frame, name, units, link, max_rows) for name in frame.columns if name not in hidden]
    head = "".join(column.head for column in columns)
    rows = zip(*(column.cells for column in columns), strict=True)
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    label = escape(caption)
    return (
        f'<figure class="cl-table"><figcaption>{label}</figcaption>\n'
        f'<div class="cl-scroll" role="region" tabindex="0" aria-label="{label}"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n"
        f"{_more(len(frame), max_rows)}</figure>"
    )


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    cells: list[str]


def _column(frame: DataFrame, name: Any, units: Mapping[str, str], link: Mapping[str, str], max_rows: int) -> _Column:
    series = frame[name]
    shown = series.iloc[:max_rows]
    numeric = _is_numeric(series)
    decimals = _decimals(shown) if numeric else 0
    texts = [_shown(value, decimals) for value in shown]
    targets = list(frame[link[name]].iloc[:max_rows]) if name in link else [None] * len(texts)
    kind = "n" if numeric else "long" if any(len(text) > _LONG for text in texts) else ""
    attribute = f' class="{kind}"' if kind else ""
    unit = f' <span class="cl-unit">{escape(units[name])}</span>' if name in units else ""
    head = f'<th scope="col"{attribute}>{escape(_plain(name))}{unit}</th>'
    cells = [f"<td{attribute}>{_linked(t, to)}</td>" for t, to in zip(texts, targets, strict=True)]
    return _Column(head, cells)


def _linked(text: str, target: Any) -> str:
    if isinstance(target, str) and target and _RELATIVE.match(target):
        return f'<a href="{escape(target)}">{escape(text)}</a>'
    return escape(text)


def _more(rows: int, max_rows: int) -> str:
    if rows == 0:
        return '<p class="cl-more">No rows.</p>\n'
    if rows > max_rows:
        return f'<p class="cl-more">Showing {max_rows} of {format_number(rows)} rows.</p>\n'
    return ""


def _require_columns(frame: DataFrame, units: Mapping[str, str], link: Mapping[str, str]) -> None:
    if not frame.columns.is_unique:
        raise ReportError("The table has two columns of one name; rename one.")
    names = list(frame.columns)
    for name in [*units, *link, *link.values()]:
        if name not in names:
            raise ReportError(f"The table has no column {name!r}; it has {', '.join(map(str, names))}.")


def _with_index(frame: DataFrame) -> DataFrame:
    import pandas as pd

    # Numbers without a name are what filtering left of a count of rows: they say nothing.
    index = frame.index
    nameless = index.name is None and not isinstance(index, pd.MultiIndex) and pd.api.types.is_integer_dtype(index)
    return frame if nameless else frame.reset_index()


def _is_numeric(series: Series[Any]) -> bool:
    values = [value for value in series if not _is_missing(value)]
    return bool(values) and all(_is_int(value) or _is_float(value) for value in values)


def _decimals(series: Series[Any]) -> int:
    """Decimals that give the largest value of a column three significant digits, at most four."""
    numbers = [abs(float(v)) for v in series if not _is_missing(v) and (_is_float(v) or _is_int(v))]
    finite = [number for number in numbers if math.isfinite(number)]
    if all(number == int(number) for number in finite):
        return 0
    return min(4, max(0, 2 - math.floor(math.log10(max(finite)))))


def format_number(value: float, decimals: int = 0) -> str:
    """A number as people read it: a true minus sign, thin spaces from 10 000 on, no false zero.

    >>> format_number(-1234567), format_number(0.00004, 3), format_number(0.5, 2)
    ('−1\\u202f234\\u202f567', '<0.001', '0.50')
    """
    if not math.isfinite(value):
        return str(value).replace("-", "−")
    text = f"{value:.{decimals}f}"
    if value and float(text) == 0:
        bound = f"{10**-decimals:.{decimals}f}"
        return f"<{bound}" if value > 0 else f">−{bound}"
    if abs(value) >= 10_000:
        text = f"{value:,.{decimals}f}".replace(",", "\u202f")
    return text.replace("-", "−") if float(text.replace("\u202f", "")) else text.lstrip("-")


def _shown(value: Any, decimals: int) -> str:
    if _is_missing(value):
        return NO_VALUE
    if _is_bool(value):
        return "yes" if value else "no"
    if _is_int(value):
        return format_number(int(value), decimals)
    if _is_float(value):
        return format_number(float(value), decimals)
    if _is_list(value):
        return " · ".join(_items(value)) or NO_VALUE
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight and value.tzinfo is None else value.isoformat(sep=" ")
    if isinstance(value, tuple):
        return " · ".join(_plain(item) for item in value if item != "")
    return writable(str(value))


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value is pd.NaT or (_is_float(value) and math.isnan(value))


def _is_bool(value: Any) -> bool:
    import numpy as np

    return isinstance(value, (bool, np.bool_))


def _is_int(value: Any) -> bool:
    import numpy as np

    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _is_float(value: Any) -> bool:
    import numpy as np

    return isinstance(value, (float, np.floating))


def _is_list(value: Any) -> bool:
    import numpy as np

    return isinstance(value, (list, tuple, set, frozenset, np.ndarray))


def _items(value: Any) -> list[str]:
    items = [_plain(item) for item in value]
    return sorted(items) if isinstance(value, (set, frozenset)) else items
