"""Words of documents as counts: the input of keyness and of other comparisons of vocabulary."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpuslib import engine
from corpuslib.document import Document, as_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    IntArray = NDArray[np.int64]
    SmallArray = NDArray[np.int32]

__all__ = ["TermCounts", "count_terms"]

BATCH = 64
"""Documents that a worker is given at once."""

BLOCK = 1_000_000
"""Words that are worked on at a time: documents do not depend on each other, and memory is kept small."""

_STOPS = ".!?;:\n"
_TOKEN = re.compile(rf"[^\W\d_]+(?:['’\-][^\W\d_]+)*|[{_STOPS}]+")


class TermCounts(NamedTuple):
    """Documents × terms, and the terms in the order of the columns."""

    counts: sparse.csr_matrix
    terms: tuple[str, ...]


def count_terms(
    documents: Iterable[str | Document], *, longest: int = 1, min_documents: int = 2, workers: int = 1
) -> TermCounts:
    """Count the words, and sequences of up to `longest` words, in the bodies of documents.

    Words are lower-cased; a sequence does not cross a line or a stop. Terms of fewer than `min_documents`
    documents are left out. The terms are sorted.

    Documents may come from a stream, such as a generator that reads files: each is taken once, in order, and of each
    only the numbers of its words are held, four bytes a word. With `workers` above 1 the words are found in so many
    processes; the answer is the same. A script that asks for them needs `if __name__ == "__main__":`. What is to be
    known of each document beside its words, such as its outlet, is noted as the stream goes by:

    >>> outlets = []
    >>> def texts(articles):
    ...     for outlet, text in articles:
    ...         outlets.append(outlet)
    ...         yield text
    >>> counted = count_terms(texts([("A", "The talks go on."), ("B", "The talks end.")]), longest=2)
    >>> counted.terms, outlets
    (('talks', 'the', 'the talks'), ['A', 'B'])
    """
    import numpy as np
    from scipy import sparse

    words, text = _numbered(documents, workers)
    names: list[str] = []
    levels = []
    # The number of the sequence that starts at each place, -1 where none does; at first the empty one everywhere.
    sequence, known = np.broadcast_to(np.int32(0), text.numbers.shape), [""]
    for size in range(1, longest + 1):
        codes, documents_with = _spread(text, sequence, size, len(words))
        kept = documents_with >= min_documents
        codes, entries = codes[kept], int(documents_with[kept].sum())
        stems, last = np.divmod(codes, max(len(words), 1))
        known = [f"{known[a]} {words[b]}".lstrip() for a, b in zip(stems.tolist(), last.tolist(), strict=True)]
        level, sequence = _level(text, sequence, size, len(words), codes, entries, keep=size < longest)
        levels.append(level)
        names += known
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int32)
    rank[order] = np.arange(len(names))
    counts = sparse.hstack(levels, format="csr") if len(levels) > 1 else levels[0]
    for first in range(0, counts.nnz, BLOCK):
        here = slice(first, first + BLOCK)
        counts.indices[here] = rank[counts.indices[here]]
    counts.has_sorted_indices = False
    counts.sort_indices()
    return TermCounts(counts, tuple(names[n] for n in order))


class _Text(NamedTuple):
    """All documents as numbers of words."""

    numbers: SmallArray
    """In reading order, -1 for a stop; every document ends with one."""
    starts: IntArray
    """Where each document starts, and the end of the last."""


class _Sequences(NamedTuple):
    """The sequences of one size in a block of documents."""

    begins: IntArray
    """Where each begins in the text."""
    document: IntArray
    """The document of each, counted from the first of the block."""
    codes: IntArray
    """The codes that occur, ascending: the number of a sequence's all but last word, and that of its last."""
    code: IntArray
    """The place of each sequence's code among them."""


def _sequences(text: _Text, sequence: SmallArray, size: int, words: int) -> Iterator[tuple[int, int, _Sequences]]:
    """Yield the first document, the end, and the sequences of `size` words, of each block of documents."""
    import numpy as np

    edges = np.unique([*np.searchsorted(text.starts, np.arange(0, text.starts[-1], BLOCK)), len(text.starts) - 1])
    for first, end in pairwise(edges.tolist()):
        start, stop = text.starts[first], text.starts[end]
        last = text.numbers[start + size - 1 : stop]
        stem = sequence[start : start + len(last)]
        begins = np.flatnonzero((stem >= 0) & (last >= 0))
        codes, code = np.unique(stem[begins].astype(np.int64) * words + last[begins], return_inverse=True)
        document = np.searchsorted(text.starts[first : end + 1], begins + start, side="right") - 1
        yield first, end, _Sequences(begins + start, document, codes, code)


def _spread(text: _Text, sequence: SmallArray, size: int, words: int) -> tuple[IntArray, IntArray]:
    """Return the codes of all sequences of `size` words, ascending, and in how many documents each occurs."""
    import numpy as np

    def added(one: tuple[IntArray, IntArray], two: tuple[IntArray, IntArray]) -> tuple[IntArray, IntArray]:
        codes, place = np.unique(np.concatenate([one[0], two[0]]), return_inverse=True)
        total = np.zeros(len(codes), dtype=np.int64)
        np.add.at(total, place, np.concatenate([one[1], two[1]]))
        return codes, total

    found: list[tuple[IntArray, IntArray]] = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for _, _, part in _sequences(text, sequence, size, words):
        width = max(len(part.codes), 1)
        pairs, _ = _distinct(part.document * width + part.code)
        found.append((part.codes, np.bincount(pairs % width, minlength=len(part.codes))))
        # Parts of like size are put together, so that no code is sorted more often than the logarithm of their number.
        while len(found) > 1 and len(found[-2][0]) <= 2 * len(found[-1][0]):
            found.append(added(found.pop(), found.pop()))
    while len(found) > 1:
        found.append(added(found.pop(), found.pop()))
    return found[0]


def _level(
    text: _Text, sequence: SmallArray, size: int, words: int, codes: IntArray, entries: int, *, keep: bool
) -> tuple[sparse.csr_matrix, SmallArray]:
    """Return the counts of the sequences of `size` words that have one of the codes, and the numbers that they get.

    These stand where each sequence starts, -1 elsewhere: a sequence of which the beginning is too rare is too rare
    itself. Without `keep` they are not to be used.
    """
    import numpy as np
    from scipy import sparse

    documents = len(text.starts) - 1
    columns, values = np.empty(entries, dtype=np.int32), np.empty(entries, dtype=np.int32)
    each = np.zeros(documents + 1, dtype=np.int64)
    longer = np.full(len(text.numbers) if keep else 0, -1, dtype=np.int32)
    filled, ended = 0, np.append(codes, -1)  # so that a code above all others is compared with none of them
    for first, end, part in _sequences(text, sequence, size, words):
        place = np.searchsorted(codes, part.codes)
        number = np.where(ended[place] == part.codes, place, -1)[part.code]
        if keep:
            longer[part.begins] = number
        taken = number >= 0
        pairs, uses = _distinct(part.document[taken] * max(len(codes), 1) + number[taken])
        document, column = np.divmod(pairs, max(len(codes), 1))
        here = slice(filled, filled + len(pairs))
        columns[here], values[here] = column, uses
        each[first + 1 : end + 1] = np.bincount(document, minlength=end - first)
        filled += len(pairs)
    return sparse.csr_matrix((values, columns, np.cumsum(each)), shape=(documents, len(codes))), longer


def _distinct(values: IntArray) -> tuple[IntArray, IntArray]:
    """Return the values that occur, ascending, and how often each does."""
    import numpy as np

    # Sorting these is several times as fast as the hash table of `np.unique`.
    ordered = np.sort(values)
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    return ordered[starts], np.diff(starts, append=len(ordered))


def _numbered(documents: Iterable[str | Document], workers: int) -> tuple[list[str], _Text]:
    """Return the words of all documents, and the documents as their numbers."""
    import numpy as np

    known: dict[str, int] = {}
    numbers, starts = array("i"), array("q", [0])
    bodies = (as_document(document).body for document in documents)
    batches = iter(lambda: tuple(islice(bodies, BATCH)), ())
    for words, places, ends in engine.map_ordered(_batch_numbered, batches, workers=workers, chunk=2):
        number = np.array([*(known.setdefault(word, len(known)) for word in words), -1], dtype=np.intc)
        starts.extend(len(numbers) + end for end in ends)
        numbers.frombytes(number[places].tobytes())
    return list(known), _Text(np.frombuffer(numbers, dtype=np.intc), np.array(starts, dtype=np.int64))


def _batch_numbered(bodies: Sequence[str]) -> tuple[list[str], SmallArray, list[int]]:
    """Return the words of some bodies, their numbers among these with -1 for a stop, and the end of each body."""
    import numpy as np

    known = _Numbers()
    numbers: list[int] = []
    ends = []
    for body in bodies:
        numbers.extend(map(known.__getitem__, _TOKEN.findall(body)))
        numbers.append(-1)
        ends.append(len(numbers))
    return list(known.words), np.array(numbers, dtype=np.int32), ends


class _Numbers(dict[str, int]):
    """The number of each token: that of its word, in the order in which words come first, and -1 for stops."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        self[token] = -1
        if token[0] not in _STOPS:
            self[token] = self.words.setdefault(token.lower().replace("’", "'"), len(self.words))
        return self[token]
