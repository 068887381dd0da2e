"""Reads coded sheets back: CSV, XLSX, Label Studio's JSON export, doccano's JSONL export.

Nothing is judged here but whether a file has the right form: `codes` checks what it says.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpuslib.coding.sample import CodingError
from corpuslib.coding.sheets import HEAD, NOTE, has_xlsx, unescape

__all__ = ["FORMATS", "Returned", "read_sheet"]

FORMATS = (".csv", ".xlsx", ".json", ".jsonl")


@dataclass(frozen=True, slots=True)
class Returned:
    """A row of a sheet as a coder left it.

    `where` names file and row for messages. `marks` holds what stands under each frame; a frame that is not in it
    was not chosen.
    """

    where: str
    unit_id: str
    coder: str
    passage: str
    marks: Mapping[str, str]
    note: str = ""


def read_sheet(path: Path, frames: Sequence[str]) -> list[Returned]:
    """Return the rows of a coded sheet. Raises `CodingError` naming the file, and the row, that cannot be read."""
    if path.suffix.lower() not in FORMATS:
        raise CodingError(f"{path.name}: a sheet ends in {', '.join(FORMATS)}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CodingError(f"{path}: {error.strerror or error}") from error
    match path.suffix.lower():
        case ".csv":
            return list(_rows(path.name, _csv_rows(path.name, data), frames))
        case ".xlsx":
            return list(_rows(path.name, _xlsx_rows(path.name, data), frames))
        case ".json":
            return list(_label_studio(path.name, _decoded(path.name, data)))
        case _:
            return list(_doccano(path.name, _decoded(path.name, data)))


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodingError(f"{name}: byte {error.start} is not UTF-8; save the sheet as “CSV UTF-8”") from error


# Sheets


def _csv_rows(name: str, data: bytes) -> list[list[str]]:
    text = _decoded(name, data)
    # Spreadsheets of other countries save with semicolons.
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[unescape(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise CodingError(f"{name}: not a CSV file: {error}") from error


def _xlsx_rows(name: str, data: bytes) -> list[list[str]]:
    if not has_xlsx():
        raise CodingError(f"{name}: reading XLSX needs openpyxl: pip install openpyxl, or save the sheet as CSV UTF-8")
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
        sheet = book["codes"] if "codes" in book.sheetnames else book.worksheets[0]
        return [[unescape(_cell(value)) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (BadZipFile, InvalidFileException, SyntaxError, IndexError, KeyError, TypeError, ValueError) as error:
        raise CodingError(f"{name}: not an XLSX file that can be read ({error}); save the sheet again") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rows(name: str, rows: Sequence[Sequence[str]], frames: Sequence[str]) -> Iterator[Returned]:
    header = [cell.strip() for cell in rows[0]] if rows else []
    for column in (*HEAD, *frames, *filter(None, header)):
        if header.count(column) != 1:
            fault = "stands twice" if column in header else "is missing"
            raise CodingError(f"{name}, row 1: the column {column!r} {fault}; use the sheet's own header")
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, row, strict=False))
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(header) :]):
            raise CodingError(f"{name}, row {number}: has more cells than the header")
        marks = {column: cell for column, cell in cells.items() if column not in (*HEAD, NOTE)}
        place = [cells.get(column, "") for column in HEAD]
        yield Returned(
            f"{name}, row {number}", place[0].strip(), place[1].strip(), place[2], marks, cells.get(NOTE, "").strip()
        )


# Tools


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodingError(f"{name}: not JSON: {error}") from error


def _label_studio(name: str, text: str) -> Iterator[Returned]:
    tasks = _parsed(name, text)
    if not isinstance(tasks, list):
        raise CodingError(f"{name}: not an export of Label Studio; export the project as “JSON”")
    for number, task in enumerate(tasks, 1):
        where = f"{name}, task {number}"
        data, annotations = (_get(where, task, "data", dict), _get(where, task, "annotations", list))
        done = [a for a in annotations if isinstance(a, dict) and not a.get("was_cancelled")]
        place = _place(where, data, "passage")
        # Two annotations of a task are two codings: each is a row, so that the check sees the unit twice.
        for annotation in done or [{"result": []}]:
            results = [r for r in _get(where, annotation, "result", list) if isinstance(r, dict)]
            labels = _values(results, "frames", "choices")
            yield Returned(where, *place, _chosen(labels), " ".join(_values(results, NOTE, "text")))


def _values(results: Sequence[Mapping[str, Any]], control: str, key: str) -> list[str]:
    """Return what was chosen or written in one control of Label Studio."""
    values = [r.get("value") for r in results if r.get("from_name") == control]
    lists = [value.get(key) for value in values if isinstance(value, dict)]
    return [str(item) for found in lists for item in (found if isinstance(found, list) else [found])]


def _doccano(name: str, text: str) -> Iterator[Returned]:
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{name}, row {number}"
        if not line.strip():
            continue
        entry = _parsed(where, line)
        labels, notes = _get(where, entry, "label", list), entry.get("Comments", [])
        data = {**entry["meta"], **entry} if isinstance(entry.get("meta"), dict) else entry
        note = " ".join(str(note) for note in notes) if isinstance(notes, list) else str(notes)
        yield Returned(where, *_place(where, data, "text"), _chosen(labels), note)


def _place(where: str, data: Mapping[str, Any], passage: str) -> tuple[str, str, str]:
    return (
        _get(where, data, "unit_id", str).strip(),
        _get(where, data, "coder", str).strip(),
        _get(where, data, passage, str),
    )


def _chosen(labels: Sequence[object]) -> Mapping[str, str]:
    return {str(label): "1" for label in labels}


def _get(where: str, data: Any, key: str, kind: type) -> Any:
    value = data.get(key) if isinstance(data, dict) else None
    if not isinstance(value, kind):
        raise CodingError(f"{where}: has no {key!r}; export the project as it was imported")
    return value
