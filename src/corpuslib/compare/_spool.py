"""What comes one by one, kept on disk so that it can be asked for again: texts, and documents with their rows."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
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
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(made, name, value)
    return made


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


# So many documents are kept to be asked for again.
_OPEN = 64


class Shelf:
    """A library on disk, one pickle a document; of all documents together only names and places are held.

    The file is the caller's, who writes it and removes it: nobody else's pickles are read.
    """

    def __init__(self, path: Path, places: Mapping[str, int] | None = None) -> None:
        self._path, self._places = path, dict(places or {})
        self._open: OrderedDict[str, tuple[Document, Tables]] = OrderedDict()

    def put(self, entries: Iterable[tuple[Document, Tables]]) -> None:
        """Write documents and their rows, in any order."""
        with self._path.open("wb") as file:
            for document, tables in entries:
                self._places[document.doc_id] = file.tell()
                _Pickler(file, protocol=5).dump((document, dict(tables)))
        self._places = dict(sorted(self._places.items()))

    def part(self, numbers: Sequence[int]) -> Shelf:
        """Return some of the documents."""
        names = list(self._places)
        return Shelf(self._path, {names[n]: self._places[names[n]] for n in numbers})

    @property
    def documents(self) -> Sequence[Document]:
        """The documents, read when they are asked for."""
        return _Documents(self, tuple(self._places))

    @property
    def found(self) -> Mapping[str, Tables]:
        """The rows of each document, read when they are asked for."""
        return _Rows(self, self._places)

    def get(self, doc_id: str) -> tuple[Document, Tables]:
        """Return a document and its rows. Raises `KeyError` if it is not there."""
        if doc_id not in self._open:
            with self._path.open("rb") as file:
                file.seek(self._places[doc_id])
                self._open[doc_id] = pickle.load(file)  # noqa: S301
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(doc_id)
        return self._open[doc_id]

    def __getstate__(self) -> tuple[Path, dict[str, int]]:
        return self._path, self._places

    def __setstate__(self, state: tuple[Path, dict[str, int]]) -> None:
        self.__init__(*state)  # type: ignore[misc]


class _Documents(Sequence[Document]):
    def __init__(self, shelf: Shelf, names: Sequence[str]) -> None:
        self._shelf, self._names = shelf, names

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, place: int) -> Document: ...
    @overload
    def __getitem__(self, place: slice) -> list[Document]: ...
    def __getitem__(self, place: int | slice) -> Document | list[Document]:
        if isinstance(place, slice):
            return [self._shelf.get(name)[0] for name in self._names[place]]
        return self._shelf.get(self._names[place])[0]


class _Rows(Mapping[str, Tables]):
    def __init__(self, shelf: Shelf, names: Mapping[str, int]) -> None:
        self._shelf, self._names = shelf, names

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __getitem__(self, doc_id: str) -> Tables:
        return self._shelf.get(doc_id)[1]
