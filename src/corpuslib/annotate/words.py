"""Words of documents as counts: the input of keyness and of other comparisons of vocabulary."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from corpuslib.document import Document, as_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    IntArray = NDArray[np.int64]

__all__ = ["TermCounts", "count_terms"]

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_STOP = re.compile(r"[.!?;:\n]+")


class TermCounts(NamedTuple):
    """Documents × terms, and the terms in the order of the columns."""

    counts: sparse.csr_matrix
    terms: tuple[str, ...]


def count_terms(documents: Iterable[str | Document], *, longest: int = 1, min_documents: int = 2) -> TermCounts:
    """Count the words, and sequences of up to `longest` words, in the bodies of documents.

    Words are lower-cased; a sequence does not cross a line or a stop. Terms of fewer than `min_documents`
    documents are left out. The terms are sorted. Documents may come from a stream: of each only the numbers of its
    words are held.

    >>> count_terms(["The talks go on.", "The talks end."], longest=2).terms
    ('talks', 'the', 'the talks')
    """
    import numpy as np
    from scipy import sparse

    words, used, starts = _numbered(documents)
    places = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    names: list[str] = []
    rows, columns, values = [], [], []
    # The number of the sequence that starts at each place, -1 where none does; at first the empty one everywhere.
    sequence, known = np.zeros(len(used), dtype=np.int64), [""]
    for size in range(1, longest + 1):
        begins, code = _lengthened(sequence, used, size, len(words))
        codes, term = np.unique(code, return_inverse=True)
        pairs, uses = np.unique(places[begins].astype(np.int64) * max(len(codes), 1) + term, return_counts=True)
        row, column = np.divmod(pairs, max(len(codes), 1))
        kept = np.bincount(column, minlength=len(codes)) >= min_documents
        # A sequence of which the beginning is too rare is too rare itself.
        number = np.where(kept, np.cumsum(kept) - 1, -1)
        sequence = np.full(len(used), -1, dtype=np.int64)
        sequence[begins] = number[term]
        stems, last = np.divmod(codes[kept], max(len(words), 1))
        known = [f"{known[a]} {words[b]}".lstrip() for a, b in zip(stems.tolist(), last.tolist(), strict=True)]
        taken = kept[column]
        rows.append(row[taken].astype(np.int32))
        columns.append((number[column[taken]] + len(names)).astype(np.int32))
        values.append(uses[taken].astype(np.int32))
        names += known
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int32)
    rank[order] = np.arange(len(names))
    row, column, value = (
        np.concatenate(parts) if parts else np.zeros(0, dtype=int) for parts in (rows, columns, values)
    )
    counts = sparse.csr_matrix((value, (row, rank[column])), shape=(len(starts) - 1, len(names)))
    return TermCounts(counts, tuple(names[n] for n in order))


def _lengthened(sequence: IntArray, used: NDArray[np.intc], size: int, words: int) -> tuple[IntArray, IntArray]:
    """Return where a sequence of `size` words starts, and a number for each: that of all but its last, and the last."""
    import numpy as np

    ends = used[size - 1 :]
    begins = np.flatnonzero((sequence[: len(ends)] >= 0) & (ends >= 0))
    return begins, sequence[begins] * words + ends[begins]


def _numbered(documents: Iterable[str | Document]) -> tuple[list[str], NDArray[np.intc], IntArray]:
    """Return the words, their numbers in reading order with -1 for a stop, and where each document starts and ends."""
    import numpy as np

    known: dict[str, int] = {}
    numbers, starts = array("i"), array("q", [0])
    for document in documents:
        for piece in _pieces(as_document(document).body):
            numbers.extend(known.setdefault(word, len(known)) for word in piece)
            numbers.append(-1)
        starts.append(len(numbers))
    return list(known), np.frombuffer(numbers, dtype=np.intc), np.array(starts, dtype=np.int64)


def _pieces(text: str) -> Iterator[list[str]]:
    for piece in _STOP.split(text):
        yield [word.lower().replace("’", "'") for word in _WORD.findall(piece)]
