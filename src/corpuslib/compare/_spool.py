"""What comes one by one, kept on disk so that it can be asked for again: texts, and documents with their rows."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MemberDescriptorType
from typing import IO, Any, Protocol, overload

from corpuslib.document import Document

__all__ = ["InMemory", "Library", "Shelf", "as_sequence"]

Tables = Mapping[str, Sequence[Any]]


@contextmanager
def as_sequence(texts: Iterable[str]) -> Iterator[Sequence[str]]:
    """Give a sequence of the texts: the same one if it is one, else a file that is gone at the end.

    >>> with as_sequence(str(n) for n in range(3)) as known:
    ...     known[2], len(known)
    ('2', 3)
    """
    if isinstance(texts, Sequence):
        yield texts
        return
    with tempfile.TemporaryFile() as file:
        yield _Spool(file, texts)


class _Spool(Sequence[str]):
    def __init__(self, file: IO[bytes], texts: Iterable[str]) -> None:
        self._file, self._ends = file, array("Q", [0])
        for text in texts:
            self._ends.append(self._ends[-1] + file.write(text.encode("utf-8", "surrogatepass")))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - self._ends[number]).decode("utf-8", "surrogatepass")


class Library(Protocol):
    """Documents, sorted by name, with the rows found in each by table."""

    @property
    def names(self) -> Sequence[str]: ...
    @property
    def documents(self) -> Sequence[Document]: ...
    @property
    def found(self) -> Mapping[str, Tables]: ...
    def part(self, numbers: Sequence[int]) -> Library:
        """Return some of the documents, by position, in the order of the positions; a worker can be sent it."""


@dataclass(frozen=True)
class InMemory:
    """A library that is held."""

    documents: Sequence[Document]
    found: Mapping[str, Tables]

    @property
    def names(self) -> Sequence[str]:
        """The names of the documents."""
        return [d.doc_id for d in self.documents]

    def part(self, numbers: Sequence[int]) -> InMemory:
        """Return some of the documents."""
        return InMemory([self.documents[n] for n in numbers], self.found)


class _Pickler(pickle.Pickler):
    """Writes dataclasses as class and values: their own way is read back several times slower if they have slots."""

    def reducer_override(self, obj: Any) -> Any:
        """Return how an object is written."""
        if is_dataclass(obj) and not isinstance(obj, type):
            return _made, (type(obj), tuple(getattr(obj, name) for name in _names(type(obj))))
        return NotImplemented


def _made(kind: Any, values: Sequence[Any]) -> Any:
    made = object.__new__(kind)
    if (slots := _slots(kind)) is None:
        vars(made).update(zip(_names(kind), values, strict=True))
    else:
        for put, value in zip(slots, values, strict=True):
            put(made, value)
    return made


@cache
def _slots(kind: Hashable) -> tuple[Callable[[Any, Any], None], ...] | None:
    """Return what puts a value into each slot of a class, frozen or not; None if it has none."""
    found = [getattr(kind, name, None) for name in _names(kind)]
    slots = [slot.__set__ for slot in found if isinstance(slot, MemberDescriptorType)]
    return tuple(slots) if len(slots) == len(found) else None


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


# So many documents are kept to be asked for again.
_OPEN = 64
_DOCUMENT = ""  # where the document itself lies, among the places of its tables


class Shelf:
    """A library on disk, a pickle a document and a table of it; of all together only names and places are held.

    The file is the caller's, who writes it and removes it: nobody else's pickles are read.
    """

    def __init__(self, path: Path, places: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self._path, self._places = path, dict(places or {})
        self._open: OrderedDict[str, _Entry] = OrderedDict()

    def put(self, entries: Iterable[tuple[Document, Tables]]) -> None:
        """Write documents and their rows, in any order."""
        with self._path.open("wb") as file:
            for document, tables in entries:
                places: dict[str, int] = {}
                for name, part in [(_DOCUMENT, document), *tables.items()]:
                    places[name] = file.tell()
                    _Pickler(file, protocol=5).dump(part)
                self._places[document.doc_id] = places
        self._places = dict(sorted(self._places.items()))

    def part(self, numbers: Sequence[int]) -> Shelf:
        """Return some of the documents."""
        names = self.names
        return Shelf(self._path, {names[n]: self._places[names[n]] for n in numbers})

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of the documents."""
        return tuple(self._places)

    @property
    def documents(self) -> Sequence[Document]:
        """The documents, read when they are asked for."""
        return _Documents(self)

    @property
    def found(self) -> Mapping[str, Tables]:
        """The rows of each document, read when they are asked for, a table at a time."""
        return _Rows(self)

    def get(self, doc_id: str) -> _Entry:
        """Return what is to be read of a document. Raises `KeyError` if it is not there."""
        if doc_id not in self._open:
            self._open[doc_id] = _Entry(self._path, self._places[doc_id])
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(doc_id)
        return self._open[doc_id]

    def __getstate__(self) -> tuple[Path, dict[str, Mapping[str, int]]]:
        return self._path, self._places

    def __setstate__(self, state: tuple[Path, dict[str, Mapping[str, int]]]) -> None:
        self.__init__(*state)  # type: ignore[misc]


class _Entry(Mapping[str, Sequence[Any]]):
    """The rows of a document by table, and the document; what was read is held as long as this is."""

    def __init__(self, path: Path, places: Mapping[str, int]) -> None:
        self._path, self._places = path, places
        self._known: dict[str, Any] = {}

    @property
    def document(self) -> Document:
        """The document."""
        document: Document = self._read(_DOCUMENT)
        return document

    def _read(self, name: str) -> Any:
        if name not in self._known:
            with self._path.open("rb") as file:
                file.seek(self._places[name])
                self._known[name] = pickle.load(file)  # noqa: S301
        return self._known[name]

    def __len__(self) -> int:
        return len(self._places) - 1

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._places if name != _DOCUMENT)

    def __getitem__(self, table: str) -> Sequence[Any]:
        if table == _DOCUMENT:
            raise KeyError(table)
        rows: Sequence[Any] = self._read(table)
        return rows


class _Documents(Sequence[Document]):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __len__(self) -> int:
        return len(self._shelf.names)

    @overload
    def __getitem__(self, place: int) -> Document: ...
    @overload
    def __getitem__(self, place: slice) -> list[Document]: ...
    def __getitem__(self, place: int | slice) -> Document | list[Document]:
        if isinstance(place, slice):
            return [self._shelf.get(name).document for name in self._shelf.names[place]]
        return self._shelf.get(self._shelf.names[place]).document


class _Rows(Mapping[str, Tables]):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __len__(self) -> int:
        return len(self._shelf.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.names)

    def __getitem__(self, doc_id: str) -> Tables:
        return self._shelf.get(doc_id)
