"""Near-duplicates and text reuse: which texts share passages word for word, and where.

Fingerprints are chosen by winnowing (Schleimer, Wilkerson and Aiken 2003, SIGMOD) from hashed word shingles.
They only find candidates; a pair is then judged by all shingles of both texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Reuse", "SharedSpan", "near_duplicates", "reused"]

# Thai, Lao, kana and Han are written without spaces: there every letter counts as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(rf"{_UNSPACED.pattern}|[^\s\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
# Between two shared shingles of one passage at most this many words may have been changed.
_GAP = 12


class SharedSpan(NamedTuple):
    """A passage that two texts share, give or take a few words: characters of a and of b."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class Reuse:
    """Two texts, by position, that share passages. Containment is 0 to 1; `longest` counts words."""

    a: int
    b: int
    containment_a: float
    containment_b: float
    longest: int
    spans: tuple[SharedSpan, ...]


def near_duplicates(
    texts: Sequence[str],
    *,
    containment: float = 0.08,
    passage: int = 40,
    shingle: int = 5,
    window: int = 4,
    common: int = 12,
) -> pd.DataFrame:
    """Return the pairs of texts that share passages, a row a pair.

    A pair is given if one text has at least the share `containment` of the other's shingles (runs of `shingle`
    words), or if a passage of at least `passage` words is shared. Shingles that occur in more than `common`
    otherwise different texts count for nothing: a footer in common is not reuse. Of each `window` shingles in a
    row one is kept as a fingerprint, so a shared run of `window + shingle - 1` words is always seen. The time is
    near linear in the texts; where more than `common` texts share a fingerprint, each is compared with the first
    of them and with its neighbours only.

    Columns: a, b (positions in `texts`, a < b), containment_a, containment_b (0 to 1), spans (list of
    (a_start, a_end, b_start, b_end) in code points).

    >>> wire = "The ministers of both countries signed the long awaited fisheries agreement in the harbour town."
    >>> frame = near_duplicates([wire, "Nothing to see here today, said the man at the door.", "Advert! " + wire])
    >>> frame[["a", "b", "containment_a"]].values.tolist()
    [[0.0, 2.0, 1.0]]
    """
    import pandas as pd

    found = reused(texts, containment=containment, passage=passage, shingle=shingle, window=window, common=common)
    return pd.DataFrame(
        {
            "a": pd.array([r.a for r in found], dtype="int64"),
            "b": pd.array([r.b for r in found], dtype="int64"),
            "containment_a": pd.array([r.containment_a for r in found], dtype="float64"),
            "containment_b": pd.array([r.containment_b for r in found], dtype="float64"),
            "spans": pd.Series([[tuple(span) for span in r.spans] for r in found], dtype="object"),
        }
    )


def reused(
    texts: Sequence[str],
    *,
    containment: float = 0.08,
    passage: int = 40,
    shingle: int = 5,
    window: int = 4,
    common: int = 12,
) -> list[Reuse]:
    """Return what `near_duplicates` tabulates, sorted by position."""
    if shingle < 1 or window < 1 or common < 2:
        raise ValueError("shingle and window must be at least 1, common at least 2")
    hashes = _WordHashes()
    words = [_words(text, hashes) for text in texts]
    shingles = [_shingles(word, shingle) for word in words]
    candidates = _candidates([_winnow(s, window) for s in shingles], common, containment / 4)
    numbered = _Numbered.of(shingles)
    boilerplate = _boilerplate(numbered, candidates, common)
    found: list[Reuse] = []
    for a, b in candidates:
        swap = texts[b] < texts[a]
        # Which of two places a repeated shingle is aligned with depends on the side one starts from; starting
        # from the lesser text makes the answer the same whichever way round the texts are given.
        first, second = (b, a) if swap else (a, b)
        shared, back = numbered.shared(first, second, boilerplate)
        runs, longest = _runs(shared, shingle)
        contained, contained_back = float((shared >= 0).mean()), float((back >= 0).mean())
        enough = max(contained, contained_back) >= containment and longest >= 2 * shingle
        if enough or longest >= passage or min(contained, contained_back) == 1.0:
            spans = _located(runs, words[first], words[second], shingle)
            if swap:
                spans = sorted(SharedSpan(s.b_start, s.b_end, s.a_start, s.a_end) for s in spans)
                contained, contained_back = contained_back, contained
            found.append(Reuse(a, b, contained, contained_back, longest, tuple(spans)))
    return found


class _WordHashes(dict[str, int]):
    """The 64-bit hash of a token, the same in every process, whatever its case and the punctuation around it.

    A token without a letter or digit has the hash 0 and counts for nothing.
    """

    def __missing__(self, token: str) -> int:
        word = _ENDS.sub("", token).lower().replace("’", "'")
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        value = self[token] = int.from_bytes(digest, "big") | 1 if word else 0
        return value


class _Words:
    """The words of a text as hashes, and where they stand."""

    def __init__(self, text: str, hashes: NDArray[np.uint64]) -> None:
        self._text, self._kept = text, hashes != 0
        self.hashes = hashes[self._kept]

    @cached_property
    def edges(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Start and end of each word in code points. Looked for only in texts that share something."""
        import numpy as np

        if _UNSPACED.search(self._text):
            places = np.array([m.span() for m in _WORD.finditer(self._text)], np.int64).reshape(-1, 2)
            return places[self._kept, 0], places[self._kept, 1]
        points = np.frombuffer(self._text.encode("utf-32-le", "surrogatepass"), np.uint32)
        space = np.isin(points, _SPACES)
        change = np.flatnonzero(np.diff(np.concatenate([[True], space, [True]]).astype(np.int8)))
        return change[::2][self._kept], change[1::2][self._kept]


_SPACES = [point for point in range(0x3001) if chr(point).isspace()]


def _words(text: str, hashes: _WordHashes) -> _Words:
    import numpy as np

    tokens = _WORD.findall(text) if _UNSPACED.search(text) else text.split()
    return _Words(text, np.fromiter(map(hashes.__getitem__, tokens), np.uint64, len(tokens)))


def _shingles(words: _Words, size: int) -> NDArray[np.uint64]:
    import numpy as np

    # A text shorter than a shingle is one shingle, so that it can still equal another.
    values = words.hashes
    width = min(size, len(values))
    shingles = np.zeros(len(values) - width + 1 if width else 0, np.uint64)
    for offset in range(width):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + values[offset : offset + len(shingles)]
    shingles ^= shingles >> np.uint64(29)
    shingles *= np.uint64(0xBF58476D1CE4E5B9)
    return shingles ^ (shingles >> np.uint64(32))


def _winnow(shingles: NDArray[np.uint64], window: int) -> NDArray[np.uint64]:
    import numpy as np

    width = min(window, len(shingles))
    if not width:
        return shingles
    least = shingles[: len(shingles) - width + 1]
    for offset in range(1, width):
        least = np.minimum(least, shingles[offset : offset + len(least)])
    return np.unique(least)


def _candidates(prints: Sequence[NDArray[np.uint64]], common: int, share: float) -> list[tuple[int, int]]:
    """Return the pairs that share enough fingerprints to be worth a closer look."""
    import numpy as np

    keys = np.concatenate([np.zeros(0, np.uint64), *prints])
    lengths = np.array([len(p) for p in prints], np.int64)
    owners = np.repeat(np.arange(len(prints), dtype=np.int64), lengths)
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    bounds = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1], [True]])) if len(keys) else keys[:0]
    sizes, firsts = np.diff(bounds), bounds[:-1]
    left, right = [], []
    for size in range(2, common + 1):
        starts = firsts[sizes == size]
        for i, j in combinations(range(size), 2):
            left.append(owners[starts + i])
            right.append(owners[starts + j])
    for k in np.flatnonzero(sizes > common).tolist():
        group = owners[bounds[k] : bounds[k + 1]]
        left += [group[:-1], np.repeat(group[:1], len(group) - 2)]
        right += [group[1:], group[2:]]
    if not left:
        return []
    codes, counts = np.unique(np.concatenate(left) * len(prints) + np.concatenate(right), return_counts=True)
    a, b = codes // len(prints), codes % len(prints)
    kept = (counts >= 6) | (counts >= share * np.minimum(lengths[a], lengths[b]))
    return list(zip(a[kept].tolist(), b[kept].tolist(), strict=True))


@dataclass(frozen=True)
class _Numbered:
    """The shingles of all texts as numbers from 0, so that sets of them are arrays to look up in."""

    texts: list[NDArray[np.int32]]
    counts: NDArray[np.int64]
    place: NDArray[np.int32]

    @classmethod
    def of(cls, shingles: Sequence[NDArray[np.uint64]]) -> _Numbered:
        import numpy as np

        every = np.concatenate([np.zeros(0, np.uint64), *shingles])
        values, numbers, counts = np.unique(every, return_inverse=True, return_counts=True)
        cuts = np.cumsum([len(s) for s in shingles])[:-1]
        texts = np.split(numbers.astype(np.int32), cuts) if len(shingles) else []
        return cls(texts, counts, np.full(len(values), -1, np.int32))

    def shared(self, a: int, b: int, boilerplate: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return for each shingle of a its first place in b, or -1, and the same for b in a."""
        x, y = self.texts[a], self.texts[b]
        return self._places(x, y, boilerplate), self._places(y, x, boilerplate)

    def _places(self, x: NDArray[np.int32], y: NDArray[np.int32], boilerplate: NDArray[np.bool_]) -> NDArray[np.int32]:
        import numpy as np

        self.place[y[::-1]] = np.arange(len(y) - 1, -1, -1, dtype=np.int32)
        found = self.place[x]
        self.place[y] = -1
        if len(boilerplate):
            found[boilerplate[x]] = -1
        return found


def _boilerplate(numbered: _Numbered, candidates: Sequence[tuple[int, int]], common: int) -> NDArray[np.bool_]:
    """Say which shingles stand in more than `common` texts that have little else in common.

    A report that fifty outlets ran is no boilerplate, so texts that share a third of the shorter count as one.
    """
    import numpy as np

    often = numbered.counts > common
    if not often.any():
        return often[:0]
    group = _groups(numbered, candidates)
    owners = np.repeat(group, [len(t) for t in numbered.texts])
    every = np.concatenate(numbered.texts)
    chosen = often[every]
    pairs = np.unique(every[chosen].astype(np.int64) * len(group) + owners[chosen])
    spread = np.bincount(pairs // len(group), minlength=len(often))
    return spread > common


def _groups(numbered: _Numbered, candidates: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    import numpy as np

    none = np.zeros(0, bool)
    parent = list(range(len(numbered.texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in candidates:
        if root(a) == root(b):
            continue
        shared, back = numbered.shared(a, b, none)
        if max((shared >= 0).mean(), (back >= 0).mean()) * 3 >= 1:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return np.array([root(i) for i in range(len(parent))], np.int64)


def _runs(shared: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], int]:
    """Chain shared shingles to passages: rows of first and last place in a and b; and the longest, in words."""
    import numpy as np

    i = np.flatnonzero(shared >= 0)
    if not len(i):
        return np.zeros((0, 4), np.int64), 0
    j = shared[i].astype(np.int64)
    forward, ahead = np.diff(i), np.diff(j)
    breaks = np.flatnonzero((forward > _GAP) | (ahead <= 0) | (ahead > _GAP)) + 1
    first, last = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(i)]]) - 1
    return np.stack([i[first], i[last], j[first], j[last]], axis=1), int((last - first).max()) + size


def _located(runs: NDArray[np.int64], a: _Words, b: _Words, size: int) -> list[SharedSpan]:
    import numpy as np

    (a_starts, a_ends), (b_starts, b_ends) = a.edges, b.edges
    last_a, last_b = (np.minimum(runs[:, k] + size, len(e)) - 1 for k, e in ((1, a_ends), (3, b_ends)))
    rows = zip(a_starts[runs[:, 0]], a_ends[last_a], b_starts[runs[:, 2]], b_ends[last_b], strict=True)
    return [SharedSpan(*map(int, row)) for row in rows]
