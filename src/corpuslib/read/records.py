"""Read tables of articles: JSON Lines and CSV, one article a record."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, BinaryIO

from corpuslib.document import Container, Declared, Found, Reject
from corpuslib.read.bytes import Decoded, without_surrogates
from corpuslib.read.html import looks_like_html
from corpuslib.read.lines import NumberedLine, numbered_lines
from corpuslib.read.metadata import name_of, split_authors
from corpuslib.read.options import Origin, ReadOptions
from corpuslib.read.single import take_text

__all__ = ["read_csv", "read_jsonl"]

_DELIMITERS = ",;\t|"


def read_jsonl(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Found | Reject]:
    """Yield the article of every line that is not blank; a bad line gives a row that names it."""
    for number, decoded in numbered_lines(stream, options.max_line_bytes):
        place = origin.at(f"line {number}")
        if decoded is None:
            yield _line_too_long(place, options)
        elif decoded.text.strip():
            yield _json_record(decoded, number, place, options)


def _json_record(decoded: Decoded, number: int, place: Origin, options: ReadOptions) -> Found | Reject:
    try:
        record = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        detail = f"line {number}, column {error.colno}: {error.msg}; the line is not complete JSON"
        return place.reject("damaged line", detail)
    except (ValueError, RecursionError) as error:
        return place.reject("damaged line", f"line {number}: JSON that cannot be read ({type(error).__name__})")
    if not isinstance(record, dict):
        return place.reject("damaged line", f"line {number} holds no object {{…}} but {_json_type(record)}")
    columns = options.columns(list(record))
    if "text" not in columns:
        return _no_text_column(place, list(record), options)
    return _record(record, columns, decoded, "jsonl", place, options)


def _json_type(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def read_csv(
    stream: BinaryIO, origin: Origin, options: ReadOptions, *, delimiter: str | None = None
) -> Iterator[Found | Reject]:
    """Yield the article of every row below the header. Rows are counted as in the file; the header is row 1.

    A row with more cells than the header is not taken, for its text may have been cut at a comma.
    """
    lines = _CsvLines(numbered_lines(stream, options.max_line_bytes))
    first = next(lines, None)
    if first is None:
        yield origin.reject("empty", "no header and no row")
        return
    delimiter = delimiter or options.delimiter or max(_DELIMITERS, key=first.count)
    reader = csv.reader(_chain(first, lines), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    columns: dict[str, str] = {}
    for row, cells in enumerate(_rows(reader, options.max_line_bytes), 1):
        for number in lines.take_too_long():
            yield _line_too_long(origin.at(f"line {number}"), options)
        place = origin.at(f"row {row}")
        if isinstance(cells, csv.Error):
            yield place.reject("damaged row", f"up to line {lines.number}: {_in_words(cells)}")
        elif header is None:
            header = cells
            columns = options.columns(header)
            if "text" not in columns:
                yield _no_text_column(origin, header, options)
                return
        elif any(cells[len(header) :]):
            detail = f"{len(cells)} cells where the header has {len(header)}; quote cells that hold a {delimiter!r}"
            yield place.reject("damaged row", detail)
        elif cells:
            yield _record(dict(zip(header, cells, strict=False)), columns, lines.decoded, "csv", place, options)
    for number in lines.take_too_long():
        yield _line_too_long(origin.at(f"line {number}"), options)


class _CsvLines(Iterator[str]):
    """The lines of a CSV file for csv.reader; remembers the last one, and those too long to take."""

    def __init__(self, lines: Iterator[NumberedLine]) -> None:
        self._lines = lines
        self._too_long: list[int] = []
        self.number = 0
        self.decoded = Decoded("", "utf-8", "ASCII only")

    def __next__(self) -> str:
        for number, decoded in self._lines:
            self.number = number
            if decoded is None:
                self._too_long.append(self.number)
                continue
            # Of the lines read so far, one with more than ASCII in it tells how the file is encoded.
            if self.number == 1 or not decoded.text.isascii():
                self.decoded = decoded
            return decoded.text + "\n"
        raise StopIteration

    def take_too_long(self) -> list[int]:
        taken, self._too_long = self._too_long, []
        return taken


def _chain(first: str, lines: Iterable[str]) -> Iterator[str]:
    yield first
    yield from lines


def _rows(reader: Any, limit: int) -> Iterator[list[str] | csv.Error]:
    while True:
        with _field_limit(limit):
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                row = error
        yield row


@contextmanager
def _field_limit(limit: int) -> Iterator[None]:
    """Set the module's limit only while a row is read: it counts for the whole process."""
    before = csv.field_size_limit(limit)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _in_words(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end of data" in message or "field larger" in message:
        return 'a quotation mark " opens a cell and is never closed'
    return f"{message}; a quotation mark inside a quoted cell is written twice"


def _record(
    values: Mapping[str, Any],
    columns: Mapping[str, str],
    decoded: Decoded,
    container: Container,
    place: Origin,
    options: ReadOptions,
) -> Found | Reject:
    text = values.get(columns["text"])
    if text is None:
        return place.reject("empty", f"nothing in column {columns['text']!r}")
    if not isinstance(text, str):
        return place.reject("not a text", f"column {columns['text']!r} holds {_json_type(text)}")
    found = take_text(Decoded(text, decoded.encoding, decoded.reason), place, options, page=looks_like_html(text))
    if isinstance(found, Reject):
        return found
    said = {meaning: values.get(column) for meaning, column in columns.items() if meaning != "text"}
    return replace(
        found,
        source=replace(found.source, container=container),
        declared=_declared(said, found.declared),
    )


def _declared(said: Mapping[str, Any], page: Declared) -> Declared:
    """Return what the columns say, and where they are silent what the page in the text column says."""

    def column(meaning: str, otherwise: str | None) -> str | None:
        value = said.get(meaning)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        name = name_of(value)
        return without_surrogates(Decoded(name, "", "")).text if name else otherwise

    authors = said.get("authors")
    people = authors if isinstance(authors, list) else [authors]
    named = [without_surrogates(Decoded(name, "", "")).text for name in map(name_of, people) if name]
    return Declared(
        headline=column("title", page.headline),
        description=column("description", page.description),
        published=column("published", page.published),
        outlet=column("outlet", page.outlet),
        authors=tuple(dict.fromkeys(one for name in named for one in split_authors(name))) or page.authors,
        section=column("section", page.section),
        language=column("language", page.language),
        url=column("url", page.url),
    )


def _no_text_column(place: Origin, names: list[str], options: ReadOptions) -> Reject:
    shown = ", ".join(repr(name[:40]) for name in names[:30]) or "none"
    return place.reject(
        "no text column",
        f"no column {options.text_column!r}; the columns are: {shown}. Name the one that holds the articles' "
        "text: ReadOptions(text_column=…)",
    )


def _line_too_long(place: Origin, options: ReadOptions) -> Reject:
    return place.reject("too long", f"the line has more than {options.max_line_bytes:,} bytes and was skipped")
