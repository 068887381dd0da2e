"""The layouts in which rating tables are published: which column or mark says what.

A layout turns a file's text into rows of strings; what the strings mean is decided in one place, `tables`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["LAYOUTS", "Columns", "Layout", "LayoutError", "ListedRow", "Value"]


class LayoutError(ValueError):
    """A file that does not have the layout it is said to have; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Value:
    """One rater's word: as printed, and the category of the scale that it stands for."""

    rater: str
    printed: str
    meant: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a rating table, nothing checked: `record` is its number in the file, the header being row 1.

    `fault` says why the row cannot be taken apart; the rest is then empty.
    """

    record: int
    entry: str = ""
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a plain table name what is rated: a domain or URL, an outlet, or both."""

    domain: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the scale of each rater in it (none: the user declares them), and how its rows are found."""

    scales: Mapping[str, str]
    rows: Callable[[str, Columns, Sequence[str]], Iterator[ListedRow]]


_NO_VALUE = frozenset({"", "na", "n/a", "nan"})
"""How a table says that a rater has not rated something."""


def _cells(text: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield every row that is not empty: its number, and its cells by column or what is wrong with it."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
    except csv.Error as error:
        raise LayoutError(f"its header cannot be read as CSV: {error}") from error
    if repeated := sorted({name for name in header if name and header.count(name) > 1}):
        raise LayoutError(f"two columns are called {repeated[0]!r}; rename one of them")
    yield 1, dict.fromkeys(header, "")
    number = 1
    while True:
        number += 1
        try:
            row = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                number,
                f"not readable as CSV: {error}; a quotation mark that is not closed takes the rows below with it",
            )
            continue
        if len(row) > len(header):
            yield number, f"{len(row)} cells, but the header has {len(header)}; put cells that hold commas in quotes"
        elif any(cell.strip() for cell in row):
            yield (
                number,
                dict(zip(header, (cell.strip() for cell in row + [""] * (len(header) - len(row))), strict=True)),
            )


def _table(text: str, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield the rows below the header. Raises `LayoutError` if a column that is needed is not there."""
    rows = _cells(text)
    header = next(rows)[1]
    if missing := [name for name in needed if name not in header]:
        raise LayoutError(f"there is no column {missing[0]!r}; the columns are: {', '.join(header)}")
    yield from rows


def _given(rater: str, printed: str) -> tuple[Value, ...]:
    return () if printed.casefold() in _NO_VALUE else (Value(rater, printed, printed),)


def _plain(text: str, columns: Columns, raters: Sequence[str]) -> Iterator[ListedRow]:
    """A table with a header, a column for what is rated and one for each rater."""
    keys = [name for name in (columns.domain, columns.outlet) if name]
    for number, row in _table(text, [*keys, *raters]):
        if isinstance(row, str):
            yield ListedRow(number, fault=row)
            continue
        domain = row[columns.domain] if columns.domain else ""
        outlet = row[columns.outlet] if columns.outlet else ""
        yield ListedRow(
            record=number,
            entry=outlet or domain,
            addresses=(domain,) if domain else (),
            names=(outlet,) if outlet else (),
            values=tuple(value for rater in raters for value in _given(rater, row[rater])),
        )


def _lin(text: str, columns: Columns, raters: Sequence[str]) -> Iterator[ListedRow]:
    """Lin et al. (2023), files `domain_pc1.csv` and `domain_ratings.csv`.

    Only `pc1` is read. The other columns of `domain_ratings.csv` are raters' scores with the gaps filled in by
    imputation and no mark where: they are not what those raters said, and agree more than those raters do.
    """
    yield from _plain(text, Columns(domain="domain"), ["pc1"])


def _column(header: Mapping[str, str], beginnings: Sequence[str], what: str | None = None) -> str | None:
    """Return the column that is called or begins so. Raises `LayoutError` if several do, or none and it is needed."""
    for beginning in beginnings:
        found = [name for name in header if name.casefold() == beginning]
        found = found or [name for name in header if name.casefold().startswith(beginning)]
        if len(found) > 1:
            raise LayoutError(f"several columns could hold the {beginning}: {', '.join(found)}; leave one of them")
        if found:
            return found[0]
    if what:
        raise LayoutError(f"no column holds the {what}; one must be called {' or '.join(beginnings)}")
    return None


def _state_media(text: str, columns: Columns, raters: Sequence[str]) -> Iterator[ListedRow]:
    """The list of the State Media Monitor, a row an outlet: columns media company, main assets, typology, URL."""
    rows = _cells(text)
    header = next(rows)[1]
    assert isinstance(header, dict)  # the first is the header
    typology = _column(header, ["typology"], "type of the State Media Matrix")
    asset, company = _column(header, ["main asset", "media outlet"]), _column(header, ["media company", "company"])
    url = _column(header, ["url", "website", "domain"])
    if not (asset or company or url):
        raise LayoutError("no column says what is rated; one must be called main assets, media company or URL")
    for number, row in rows:
        if isinstance(row, str):
            yield ListedRow(number, fault=row)
            continue
        names = [row[name] for name in (asset, company) if name and row[name]]
        address = row[url] if url else ""
        values = tuple(_typology(value) for value in _given("typology", row[typology or ""]))
        yield ListedRow(
            number, " · ".join(dict.fromkeys(reversed(names))) or address, _addresses(address), tuple(names), values
        )


def _typology(value: Value) -> Value:
    """Take the code out of a type that is written out: `State-controlled media (SC)`."""
    code = _CODE_BEHIND.search(value.printed)
    return Value(value.rater, value.printed, code[1] if code else value.printed)


_CODE_BEHIND = re.compile(r"\(([A-Za-z]{2,4})\)$")

_STATUS = (
    ("generally reliable", "generally reliable"),
    ("generally unreliable", "generally unreliable"),
    ("no consensus", "no consensus"),
    ("marginally reliable", "no consensus"),
    ("additional considerations", "no consensus"),
    ("mixed", "no consensus"),
    ("deprecated", "deprecated"),
    ("blacklisted", "blacklisted"),
)
"""How the statuses of the perennial sources begin, by old and new names, and the place of each on the scale."""

_CODES = {
    "gr": "generally reliable",
    "nc": "no consensus",
    "m": "marginally reliable",
    "mr": "marginally reliable",
    "gu": "generally unreliable",
    "d": "deprecated",
    "b": "blacklisted",
}


def _status(printed: str) -> Value:
    words = _CODES.get(printed.casefold(), printed)
    known = [meant for beginning, meant in _STATUS if words.casefold().startswith(beginning)]
    return Value("status", words, known[0] if known else words)


def _listed(cell: str, separators: str) -> tuple[str, ...]:
    """Return the items of a cell: a JSON list, or texts between separators."""
    if cell.startswith("["):
        try:
            items = json.loads(cell)
        except (ValueError, RecursionError):
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(item.strip() for item in items if item.strip())
    return tuple(item.strip() for item in re.split(separators, cell) if item.strip() not in _BLANK)


def _addresses(cell: str) -> tuple[str, ...]:
    return _listed(cell, r"[\s,;|]+")


def _wikipedia(text: str, columns: Columns, raters: Sequence[str]) -> Iterator[ListedRow]:
    """Wikipedia's perennial sources: the wikitext of the table, or a CSV with columns name, status and domains."""
    if text.lstrip().startswith("{|") or "\n|-" in text:
        yield from _wikitext(text)
        return
    rows = _cells(text)
    header = next(rows)[1]
    assert isinstance(header, dict)  # the first is the header
    name = _column(header, ["name", "source"], "name of the source")
    found = {key for key in header if key.casefold() in ("status", "statuses", "reliability_status", "reliability")}
    if len(found) != 1:
        raise LayoutError("exactly one column must be called status, and hold a status or a list of them")
    address = _column(header, ["domain", "urls", "uses", "url"])
    for number, row in rows:
        if isinstance(row, str):
            yield ListedRow(number, fault=row)
            continue
        source = row[name or ""]
        values = tuple(map(_status, _listed(row[min(found)], r"[|;\n]")))
        yield ListedRow(
            number, source, _addresses(row[address] if address else ""), (source,) if source else (), values
        )


_MARK_STATUS = re.compile(r"\{\{\s*(?:WP:RSPSTATUS|/Status|RSPSTATUS)\s*\|([^{}]{0,200})\}\}", re.IGNORECASE)
_MARK_USES = re.compile(r"\{\{\s*(?:WP:RSPUSES?|/Uses?|RSPUSES?)\s*\|([^{}]{0,20000})\}\}", re.IGNORECASE)
_MARK_CLASS = re.compile(r"(?<![\w-])s-(gr|nc|mr?|gu|d|b)(?![\w-])")
_BLANK = frozenset({"", "-", "–", "—"})
_MARK_ID = re.compile(r'\bid\s*=\s*"([^"\n]{1,300})"')
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,300}\|)?([^\[\]|\n]{1,300})\]\]")


def _wikitext(text: str) -> Iterator[ListedRow]:
    """Read the table's source. A row begins with `|-`; templates hold its status, which its class repeats, and domains.

    `record` counts the rows of the table. A row without a status, such as the header, rates nothing.
    """
    for number, row in enumerate(re.split(r"(?m)^\|-", text)[1:], 1):
        attributes = row.partition("\n")[0]
        codes = _codes(row, attributes)
        if not codes:
            continue
        named = _MARK_ID.search(attributes) or _LINK.search(row)
        source = named[1].strip() if named else ""
        uses = [part.strip() for mark in _MARK_USES.finditer(row) for part in mark[1].split("|")]
        domains = tuple(part.partition("=")[2] or part for part in uses if part not in _BLANK)
        yield ListedRow(number, source, domains, (source,) if source else (), tuple(map(_status, codes)))


def _codes(row: str, attributes: str) -> list[str]:
    """Return the status codes of a row of wikitext: of its template, else of the class that colours the row."""
    mark = _MARK_STATUS.search(row)
    if mark is None:
        return _MARK_CLASS.findall(attributes)
    codes = ["b" if re.fullmatch(r"b\s*=\s*y(?:es)?", part.strip()) else part.strip() for part in mark[1].split("|")]
    return [code for code in codes if code and "=" not in code]


LAYOUTS: Mapping[str, Layout] = {
    "plain": Layout({}, _plain),
    "lin-2023": Layout({"pc1": "0 .. 1"}, _lin),
    # The three yes-or-no factors behind the seven types give no single order.
    "state-media-monitor": Layout({"typology": "SC | CaPu | CaPr | ISFM | ISF | ISM | IP"}, _state_media),
    # Blacklisting answers abuse such as spam; it is no degree of reliability.
    "wikipedia-perennial": Layout(
        {"status": "deprecated < generally unreliable < no consensus < generally reliable | blacklisted"}, _wikipedia
    ),
}
"""The layouts by name."""
