"""Texts that come one by one, kept on disk so that they can be asked for again."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, overload

__all__ = ["as_sequence"]


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
