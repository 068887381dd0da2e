"""Crowds: so many reports of one time in so much the same words that they would make their own words seem common.

How telling a word is, is reckoned from how few documents of the corpus have it. That goes wrong where hundreds of them
report one event, and worst where a corpus holds nothing else: what they share is then what every document has. So a
crowd counts as no more documents than a corpus has on which the reckoning is known to work.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from corpuslib.compare._telling import common_words
from corpuslib.compare.words import stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int32]

__all__ = ["crowd_weights"]

_COUNTED = 50  # documents that a crowd counts as: the size of the corpus on which likeness was set
# Cosine of all but function words and words of any news, the same for rare and frequent ones. Of the news of a week
# on all subjects one pair in a hundred reaches .16; reports of one event have .2 to .5.
_CLOSE = 250_000  # in millionths
_REACH = 14  # days between publications
_LEADERS = 1000  # documents, at equal distances, around which crowds are looked for
_AT_ONCE = 100


def crowd_weights(counts: Sequence[Mapping[str, int]], first: Numbers, last: Numbers) -> list[float]:
    """Return what each document counts: 1, or less in a crowd of more than fifty.

    `counts` are the terms of each document as `similar_documents` counts them, `first` and `last` the days, by ordinal,
    between which it was published; 0 where that is not known. The time is linear in the documents.

    >>> import numpy as np
    >>> days = np.full(102, 1, np.int32)
    >>> crowd_weights([{"name klm": 1, "en dock": 1}] * 100 + [{"en choir": 1}] * 2, days, days)[99:]
    [0.5, 1.0, 1.0]
    """
    import numpy as np

    size = np.zeros(len(counts), np.int64)
    if len(counts) <= _COUNTED:
        return [1.0] * len(counts)
    matrix = _matrix(counts)
    leaders = np.arange(0, len(counts), -(-len(counts) // _LEADERS))
    across = matrix.T.tocsr()
    for start in range(0, len(leaders), _AT_ONCE):
        own = leaders[start : start + _AT_ONCE]
        close = np.rint((matrix[own] @ across).toarray() * 1e6) >= _CLOSE
        close &= _contemporary(first, last, own)
        for crowd in close:
            size[crowd] = np.maximum(size[crowd], crowd.sum())
    return [_COUNTED / n if n > _COUNTED else 1.0 for n in size.tolist()]


def _contemporary(first: Numbers, last: Numbers, own: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Say which documents may have been published within two weeks of each of some."""
    import numpy as np

    latest = np.where(last > 0, last, np.iinfo(np.int32).max // 2)
    near: NDArray[np.bool_] = (first[own, None] - latest <= _REACH) & (first - latest[own, None] <= _REACH)
    return near


def _matrix(counts: Sequence[Mapping[str, int]]) -> csr_matrix:
    """Return documents by terms that several have, each row of length 1 with what it alone has."""
    from scipy.sparse import csr_matrix

    frequency = Counter(term for terms in counts for term in terms)
    number = {term: n for n, term in enumerate(sorted(t for t, n in frequency.items() if n > 1 and t not in _common()))}
    indices: list[int] = []
    data: list[float] = []
    bounds = [0]
    for terms in counts:
        weights = {term: 1 + math.log(n) for term, n in terms.items() if term not in _common()}
        norm = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
        used = sorted((number[term], w / norm) for term, w in weights.items() if term in number)
        indices += [n for n, _ in used]
        data += [w for _, w in used]
        bounds.append(len(indices))
    return csr_matrix((data, indices, bounds), shape=(len(counts), len(number)))


@cache
def _common() -> frozenset[str]:
    return frozenset(f"en {stem(word)}" for word in common_words())
