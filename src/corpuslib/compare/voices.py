"""Who speaks for himself: documents that share their text or their original are one voice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SHARED", "voices"]

SHARED = frozenset({"near_duplicate", "republication", "parallel_rendering"})
"""Relations between documents that go back to one text."""


def voices(doc_ids: Iterable[str], pairs: pd.DataFrame) -> dict[str, str]:
    """Return, for each document, the first document of its voice by id.

    `pairs` is table `pairs`. A wire story, its copies, and two translations of one original are one voice, also
    where two of them are tied only through a third.

    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"doc_a": ["1", "2"], "doc_b": ["2", "3"], "relation": ["republication", "same_story"]})
    >>> voices(["1", "2", "3"], pairs)
    {'1': '1', '2': '1', '3': '3'}
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ids = sorted(doc_ids)
    number = {doc_id: n for n, doc_id in enumerate(ids)}
    shared = pairs[pairs["relation"].isin(SHARED)]
    ends = [number[i] for i in shared["doc_a"]], [number[i] for i in shared["doc_b"]]
    graph = coo_matrix(([1] * len(shared), ends), shape=(len(ids), len(ids)))
    _, component = connected_components(graph, directed=False)
    first: dict[int, str] = {}
    return {doc_id: first.setdefault(int(c), doc_id) for doc_id, c in zip(ids, component, strict=True)}
