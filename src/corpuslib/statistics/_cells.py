"""Counts of documents × terms, laid out by cells: a cell is a term in a stratum that uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["Cells", "cells_of", "sums"]


class Cells(NamedTuple):
    """The counts above 0 with their places. All sums run over these, so nothing as large as the matrix is built."""

    terms: int
    """Number of terms."""
    row: NDArray[np.integer]
    """Document of each count."""
    column: NDArray[np.integer]
    """Term of each count."""
    cell: NDArray[np.integer]
    """Cell of each count."""
    value: FloatArray
    cell_stratum: NDArray[np.integer]
    cell_term: NDArray[np.integer]
    strata: int
    """Number of strata."""
    stratum: NDArray[np.integer]
    """Stratum of each document."""
    length: FloatArray
    """Uses of all terms in each document, also those of other cells."""


def cells_of(matrix: sparse.csc_matrix, stratum: IntArray, length: FloatArray | None = None) -> Cells:
    """Return the cells of documents × terms.

    `stratum` numbers the stratum of each document from 0; `length` is to be given where the terms are not all.
    """
    import numpy as np

    documents, terms = matrix.shape
    strata = int(stratum.max(initial=0)) + 1
    row, column = matrix.indices, np.repeat(np.arange(terms, dtype=np.int32), np.diff(matrix.indptr))
    if strata == 1:
        cell, cell_term = column, np.arange(terms)
        cell_stratum = np.zeros(terms, dtype=np.int64)
    else:
        used, cell = np.unique(stratum[row] * terms + column, return_inverse=True)
        cell_stratum, cell_term = np.divmod(used, terms)
    value = matrix.data.astype(float)
    if length is None:
        length = sums(row, value, documents)
    return Cells(terms, row, column, cell, value, cell_stratum, cell_term, strata, stratum, length)


def sums(places: NDArray[np.integer], values: FloatArray, size: int) -> FloatArray:
    """Return the sum of the values at each of `size` places, added in their order."""
    import numpy as np

    return np.asarray(np.bincount(places, weights=values, minlength=size), dtype=float)
