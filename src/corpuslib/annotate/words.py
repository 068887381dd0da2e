"""Words of documents as counts: the input of keyness and of other comparisons of vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpuslib.document import Document, as_document

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["TermCounts", "count_terms"]

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


class TermCounts(NamedTuple):
    """Documents × terms, and the terms in the order of the columns."""

    counts: sparse.csr_matrix
    terms: tuple[str, ...]


def count_terms(documents: Sequence[str | Document], *, longest: int = 1, min_documents: int = 2) -> TermCounts:
    """Count the words, and sequences of up to `longest` words, in the bodies of documents.

    Words are lower-cased; a sequence does not cross a line or a stop. Terms of fewer than `min_documents`
    documents are left out. The terms are sorted.

    >>> count_terms(["The talks go on.", "The talks end."]).terms
    ('talks', 'the')
    """
    from scipy import sparse

    rows = [Counter(_terms(as_document(document).body, longest)) for document in documents]
    spread = Counter(term for row in rows for term in row)
    terms = tuple(sorted(term for term, n in spread.items() if n >= min_documents))
    column = {term: number for number, term in enumerate(terms)}
    entries = [(r, column[term], n) for r, row in enumerate(rows) for term, n in sorted(row.items()) if term in column]
    values, places = [n for _, _, n in entries], ([r for r, _, _ in entries], [c for _, c, _ in entries])
    return TermCounts(sparse.csr_matrix((values, places), shape=(len(rows), len(terms))), terms)


_STOP = re.compile(r"[.!?;:\n]+")


def _terms(text: str, longest: int) -> Iterator[str]:
    for piece in _STOP.split(text):
        words = [word.lower().replace("’", "'") for word in _WORD.findall(piece)]
        for size in range(1, longest + 1):
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])
