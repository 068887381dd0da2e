"""Row classes: one frozen dataclass is one table.

The fields of a row class, annotated with a `Column`, are the table's columns. The Arrow schema, the
validation, the CSV header and the data dictionary are all derived from them, so that they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar, Union

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "Column",
    "ColumnSpec",
    "Located",
    "Row",
    "RowError",
    "columns",
    "data_dictionary",
    "from_record",
    "schema",
    "to_arrow",
    "to_record",
]

R = TypeVar("R", bound="Row")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means, and its unit: the text that the data dictionary prints."""

    meaning: str
    unit: str = ""


CODE_POINTS = "code points"
PROBABILITY = "0 to 1"


class RowError(ValueError):
    """A row does not fit its table; the message names table, row, column and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Base of all row classes. `table` is the name of the file and of the view in SQL."""

    table: ClassVar[str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located(Row):
    """A row that points at a passage: in the clean text and in the text as found.

    `document.text[start:end]` and `document.raw[raw_start:raw_end]` are the same passage.
    """

    doc_id: Annotated[str, Column("document that the row belongs to")] = ""
    start: Annotated[int, Column("first character of the passage in the clean text", CODE_POINTS)]
    end: Annotated[int, Column("end of the passage in the clean text, exclusive", CODE_POINTS)]
    raw_start: Annotated[int, Column("first character of the passage in the text as found", CODE_POINTS)]
    raw_end: Annotated[int, Column("end of the passage in the text as found, exclusive", CODE_POINTS)]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column as derived from a field of a row class.

    `choices` is the closed vocabulary of a `Literal` field, empty for an open one.
    """

    name: str
    type: type
    repeated: bool
    nullable: bool
    choices: tuple[str, ...]
    column: Column


_ARROW_NAMES = {str: "string", int: "int64", float: "float64", bool: "bool", datetime.date: "date32"}


def columns(cls: type[Row]) -> tuple[ColumnSpec, ...]:
    """Return the columns of a row class in order.

    Raises `TypeError` if a field has no `Column` or a type that no table can hold.

    >>> from corpuslib.text import Edit
    >>> [c.name for c in columns(Edit)][:3]
    ['doc_id', 'start', 'end']
    """
    return _columns(typing.cast("Any", cls))


@cache
def _columns(cls: Any) -> tuple[ColumnSpec, ...]:
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(_column(cls, field.name, hints[field.name]) for field in dataclasses.fields(cls))


def _column(cls: type[Row], name: str, hint: Any) -> ColumnSpec:
    note = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Column)), None)
    if note is None:
        raise TypeError(f"{cls.__name__}.{name} has no Column(…) annotation")
    inner, nullable = _without_none(typing.get_args(hint)[0])
    repeated = typing.get_origin(inner) is tuple
    if repeated:
        inner = typing.get_args(inner)[0]
    choices: tuple[str, ...] = ()
    if typing.get_origin(inner) is Literal:
        choices, inner = typing.get_args(inner), str
    if inner not in _ARROW_NAMES:
        raise TypeError(f"{cls.__name__}.{name}: no table column holds {inner!r}")
    return ColumnSpec(name, inner, repeated, nullable, choices, note)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    inner = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"a column holds one type or none, not {hint}")
    return inner[0], True


def schema(cls: type[Row]) -> pa.Schema:
    """Return the Arrow schema of a row class."""
    import pyarrow as pa

    def arrow(spec: ColumnSpec) -> pa.DataType:
        kind = pa.type_for_alias(_ARROW_NAMES[spec.type])
        return pa.list_(kind) if spec.repeated else kind

    return pa.schema([pa.field(spec.name, arrow(spec), nullable=spec.nullable) for spec in columns(cls)])


def to_arrow(rows: Sequence[R], cls: type[R]) -> pa.Table:
    """Return the rows as a validated Arrow table.

    Raises `RowError` at the first row that does not fit, naming its number, column and value.
    """
    import pyarrow as pa

    for number, row in enumerate(rows):
        _validate(row, cls, number)
    names = [spec.name for spec in columns(cls)]
    data = {name: [getattr(row, name) for row in rows] for name in names}
    return pa.table(data, schema=schema(cls))


def _validate(row: Row, cls: type[Row], number: int) -> None:
    def fail(name: str, value: object, why: str) -> typing.NoReturn:
        raise RowError(f"table {cls.table}, row {number}, column {name}: {value!r} {why}")

    for spec in columns(cls):
        value = getattr(row, spec.name)
        if value is None:
            if not spec.nullable:
                fail(spec.name, value, "may not be missing")
            continue
        for item in value if spec.repeated else (value,):
            if not _is_a(item, spec.type):
                fail(spec.name, item, f"is not of type {spec.type.__name__}")
            if spec.choices and item not in spec.choices:
                fail(spec.name, item, f"is not one of: {', '.join(spec.choices)}")
    if isinstance(row, Located):
        if not 0 <= row.start <= row.end:
            fail("start", (row.start, row.end), "is not a span")
        if not 0 <= row.raw_start <= row.raw_end:
            fail("raw_start", (row.raw_start, row.raw_end), "is not a span")


def _is_a(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)


def to_record(row: Row) -> dict[str, Any]:
    """Return a row as a dict that JSON can hold; `from_record` turns it back."""
    record = {}
    for spec in columns(type(row)):
        value = getattr(row, spec.name)
        record[spec.name] = value.isoformat() if isinstance(value, datetime.date) else value
    return record


def from_record(cls: type[R], record: Mapping[str, Any]) -> R:
    """Return the row that `to_record` (or a table) gave as a mapping.

    >>> from corpuslib.text import Edit
    >>> edit = Edit(start=0, end=1, raw_start=0, raw_end=2, kind="mojibake", before="Ã©", after="é", rule="x")
    >>> from_record(Edit, to_record(edit)) == edit
    True
    """
    values: dict[str, Any] = {}
    for spec in columns(cls):
        value = record[spec.name]
        if value is not None:
            if spec.repeated:
                value = tuple(value)
            elif spec.type is datetime.date and isinstance(value, str):
                value = datetime.date.fromisoformat(value)
        values[spec.name] = value
    return cls(**values)


def data_dictionary(classes: Iterable[type[Row]]) -> str:
    """Return the data dictionary of the given tables as Markdown, one section a table."""
    return "\n".join(_dictionary_section(cls) for cls in classes)


def _dictionary_section(cls: type[Row]) -> str:
    doc = (cls.__doc__ or "").strip()
    meaning = " ".join(doc.split("\n\n")[0].split())
    lines = [f"## {cls.table}", "", meaning, "", "| column | type | unit | meaning |", "|---|---|---|---|"]
    for spec in columns(cls):
        kind = f"list of {_ARROW_NAMES[spec.type]}" if spec.repeated else _ARROW_NAMES[spec.type]
        kind += " or null" if spec.nullable else ""
        words = spec.column.meaning
        if spec.choices:
            words += "; one of: " + ", ".join(f"`{choice}`" for choice in spec.choices)
        lines.append(f"| {spec.name} | {kind} | {spec.column.unit} | {words.replace('|', '&#124;')} |")
    return "\n".join([*lines, ""])


def dumps(value: object) -> str:
    """Return JSON that is the same text for the same value: sorted keys, no spaces, no escapes but needed ones."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def toml_string(text: str) -> str:
    """Return a text as TOML writes it: a basic string is one of JSON, without lone surrogates and with DEL escaped.

    >>> print(toml_string('the "Yastrel"'))
    "the \\"Yastrel\\""
    """
    return dumps(text.encode("utf-8", "replace").decode("utf-8")).replace("\x7f", "\\u007f")
