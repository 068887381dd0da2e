"""Who speaks for himself: documents that share their text or their original are one voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from corpuslib.compare.speakers import same_speaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SHARED", "components", "corroboration", "independent", "voices"]

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
    ids = sorted(doc_ids)
    number = {doc_id: n for n, doc_id in enumerate(ids)}
    shared = pairs[pairs["relation"].isin(SHARED)]
    links = [(number[a], number[b]) for a, b in zip(shared["doc_a"], shared["doc_b"], strict=True)]
    first = {n: group[0] for group in components(len(ids), links) for n in group}
    return {doc_id: ids[first[n]] for n, doc_id in enumerate(ids)}


def components(count: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the numbers below `count` in groups that links tie together, by the first of each.

    >>> components(4, [(0, 2), (2, 3)])
    [[0, 2, 3], [1]]
    """
    parent = list(range(count))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for n in range(count):
        groups.setdefault(root(n), []).append(n)
    return list(groups.values())


def independent(documents: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    """Return one document of each voice, sorted by id: where voices are counted, these are.

    `documents` has the columns doc_id and published_from, and may be a part of table `documents`. The document
    that table `pairs` knows to be later than another of the voice gives way; then the earliest is taken, then the
    first by id.

    >>> import pandas as pd
    >>> documents = pd.DataFrame({"doc_id": ["1", "2", "3"], "published_from": [None, None, "2021-03-02"]})
    >>> pairs = pd.DataFrame({"doc_a": ["1"], "doc_b": ["2"], "relation": ["republication"], "earlier": ["2"]})
    >>> independent(documents, pairs)
    ['2', '3']
    """
    ids = set(documents["doc_id"])
    known = _among(pairs[pairs["relation"].isin(SHARED)], ids)
    ordered = known[known["earlier"].notna()]
    later = {
        a if b == first else b
        for a, b, first in zip(ordered["doc_a"], ordered["doc_b"], ordered["earlier"], strict=True)
    }
    voice = voices(documents["doc_id"], known)
    day = {
        i: str(d)
        for i, d in zip(documents["doc_id"], documents["published_from"], strict=True)
        if d is not None and d == d
    }
    chosen: dict[str, str] = {}
    for doc_id in sorted(ids, key=lambda i: (i in later, i not in day, day.get(i, ""), i)):
        chosen.setdefault(voice[doc_id], doc_id)
    return sorted(chosen.values())


def corroboration(rows: pd.DataFrame, pairs: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return by how many documents, voices and sources each thing is stated.

    `rows` are those of a table that says which documents state what, such as `claims` (by "claim_id") or
    `quotations` (by "quotation_id"), with the columns `by`, doc_id and source: the name of whom the document has it
    from (the speaker; the innermost of a chain), null where it states it by itself. The result has one row a thing,
    sorted, with the columns

    - documents: that state it;
    - voices: among them, those that share a text or an original counted once;
    - sources: behind the voices. Names that can be one speaker's are one source. A voice that names none is one of
      its own: it may know the thing first hand, or from anybody;
    - one_source: the name, in its longest form, if every voice rests on this source alone; else null.

    Five copies and translations of two articles that quote one minister are five documents, two voices, one source.
    Sources are counted low rather than high: a bare surname is taken for anybody's who bears it.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"claim_id": "c1", "doc_id": ["1", "2", "3"], "source": ["Ana Kelm", "Ana Kelm", "Kelm"]})
    >>> pairs = pd.DataFrame({"doc_a": ["1"], "doc_b": ["2"], "relation": ["republication"]})
    >>> corroboration(rows, pairs, "claim_id").to_dict("records")
    [{'claim_id': 'c1', 'documents': 3, 'voices': 2, 'sources': 1, 'one_source': 'Ana Kelm'}]
    """
    import pandas as pd

    voice = voices(rows["doc_id"].unique(), _among(pairs, rows["doc_id"]))
    stated: dict[str, dict[str, set[str]]] = {}
    documents: dict[str, set[str]] = {}
    for thing, doc_id, source in zip(rows[by], rows["doc_id"], rows["source"], strict=True):
        named = stated.setdefault(thing, {}).setdefault(voice[doc_id], set())
        documents.setdefault(thing, set()).add(doc_id)
        if isinstance(source, str):
            named.add(source)
    columns = [by, "documents", "voices", "sources", "one_source"]
    found = [(thing, len(documents[thing]), len(own), *_sources(own)) for thing, own in sorted(stated.items())]
    return pd.DataFrame(found, columns=columns)


def _among(pairs: pd.DataFrame, doc_ids: Iterable[str]) -> pd.DataFrame:
    """Return the pairs of which both documents are among the given ones."""
    ids = set(doc_ids)
    return pairs[pairs["doc_a"].isin(ids) & pairs["doc_b"].isin(ids)]


def _sources(named: Mapping[str, set[str]]) -> tuple[int, str | None]:
    """Return how many sources voices rest on, and the one that all of them do."""
    names = sorted(set().union(*named.values()))
    alike = [(a, b) for a in range(len(names)) for b in range(a) if same_speaker(names[a], names[b])]
    groups = components(len(names), alike)
    without = sum(not own for own in named.values())
    only = max(names, key=lambda name: (len(name), name)) if len(groups) == 1 and not without else None
    return len(groups) + without, only
