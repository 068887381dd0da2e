"""Near-duplicates and text reuse: which texts share passages word for word, and where.

Every text leaves a few fingerprints, and texts that have some in common are candidates. Only these are looked at
again, a batch at a time: a pair is judged by all shingles of both texts. So the memory is that of the fingerprints.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslib.compare._candidates import Candidates, candidates
from corpuslib.compare._shingles import winnowed
from corpuslib.compare._spool import as_sequence
from corpuslib.compare._verification import Passages, Shingled, Texts, passages

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = ["Reuse", "SharedSpan", "near_duplicates", "reused"]

# So many shingles are compared at once: the loop over batches costs little, and a batch fits a processor's cache.
_BATCH = 1 << 19
# So many are kept to be used again, of 16 bytes each.
_KEPT = 1 << 22


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
    texts: Iterable[str],
    *,
    containment: float = 0.08,
    passage: int = 40,
    shingle: int = 5,
    window: int = 16,
    common: int = 12,
) -> pd.DataFrame:
    """Return the pairs of texts that share passages, a row a pair.

    A pair is given if one text has at least the share `containment` of the other's shingles (runs of `shingle`
    words), or if a passage of at least `passage` words is shared. What more than `common` otherwise different
    texts have counts for nothing: a footer in common is no reuse. Of each `window` shingles in a row one is kept
    as a fingerprint (winnowing, Schleimer, Wilkerson and Aiken 2003), so a run of `window + shingle - 1` words that
    nobody changed is always seen. Texts may be damaged: in Latin script only ASCII letters and digits count. What
    is damaged in other scripts is to be repaired first.

    Time and memory are linear in the texts. Where more than `common` texts share a fingerprint, each is compared
    with the first of them and with its neighbours only. Of a text some `2 / (window + 1)` fingerprints a word are
    kept, of 8 bytes each. Texts that come one by one, from a generator, wait in a temporary file on disk.

    Columns: a, b (positions in `texts`, a < b), containment_a, containment_b (0 to 1), spans (list of
    (a_start, a_end, b_start, b_end) in code points). Raises `ValueError` for settings that make no sense.

    >>> wire = "The ministers of both countries signed the long awaited fisheries agreement in the harbour town."
    >>> frame = near_duplicates([wire, "Nothing to see here today, said the man at the door.", "Advert! " + wire])
    >>> frame[["a", "b", "containment_a"]].values.tolist()
    [[0.0, 2.0, 1.0]]
    """
    import pandas as pd

    found = _found(texts, _Settings(containment, passage, shingle, window, common))
    return pd.DataFrame(
        {
            "a": pd.array([pair.a for pair in found], dtype="int64"),
            "b": pd.array([pair.b for pair in found], dtype="int64"),
            "containment_a": pd.array([pair.containment_a for pair in found], dtype="float64"),
            "containment_b": pd.array([pair.containment_b for pair in found], dtype="float64"),
            "spans": pd.Series([pair.spans for pair in found], dtype="object"),
        }
    )


def reused(
    texts: Iterable[str],
    *,
    containment: float = 0.08,
    passage: int = 40,
    shingle: int = 5,
    window: int = 16,
    common: int = 12,
) -> list[Reuse]:
    """Return what `near_duplicates` tabulates, sorted by position."""
    found = _found(texts, _Settings(containment, passage, shingle, window, common))
    return [Reuse(*pair[:-1], tuple(SharedSpan(*span) for span in pair.spans)) for pair in found]


@dataclass(frozen=True, slots=True)
class _Settings:
    containment: float
    passage: int
    shingle: int
    window: int
    common: int

    def __post_init__(self) -> None:
        if self.shingle < 1 or self.window < 1 or self.common < 2:
            raise ValueError("shingle and window must be at least 1, common at least 2")


class _Pair(NamedTuple):
    """The fields of `Reuse`. The spans are plain tuples, of which there can be very many."""

    a: int
    b: int
    containment_a: float
    containment_b: float
    longest: int
    spans: list[tuple[int, int, int, int]]


def _found(texts: Iterable[str], settings: _Settings) -> list[_Pair]:
    with as_sequence(texts) as known:
        shingled = _Recent(lambda n: Shingled.of(known[n], settings.shingle))
        prints = (winnowed(shingled[n].shingles, settings.window) for n in range(len(known)))
        pairs = candidates(prints, settings.common, settings.containment / 2)
        found: list[_Pair] = []
        for batch in _batches(known, shingled, pairs, settings.window):
            found += _told(batch, settings)
    return sorted(found, key=lambda pair: pair[:2])


class _Recent:
    """The shingles of texts, by position. Those asked for last are kept, up to a bound, and not made again."""

    def __init__(self, make: Callable[[int], Shingled]) -> None:
        self._make, self._kept, self._size = make, OrderedDict[int, Shingled](), 0

    def __getitem__(self, number: int) -> Shingled:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        made = self._kept[number] = self._make(number)
        self._size += len(made.shingles)
        while self._size > _KEPT and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1].shingles)
        return made


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some texts, what their positions are, and pairs of them by place among `texts`."""

    texts: Texts
    positions: Numbers
    pairs: Numbers


def _batches(texts: Sequence[str], shingled: _Recent, pairs: Candidates, window: int) -> Iterator[_Batch]:
    """Yield the pairs in batches of bounded size, each pair with the lesser text first.

    Which of two places a repeated shingle is aligned with depends on the side one starts from; so the answer is the
    same whichever way round the texts are given.
    """
    import numpy as np

    batch: list[tuple[int, int]] = []
    size = 0
    for number, (a, b) in enumerate(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True), 1):
        batch.append((b, a) if texts[b] < texts[a] else (a, b))
        size += len(shingled[a].shingles) + len(shingled[b].shingles)
        if size >= _BATCH or number == len(pairs.first):
            positions = np.unique(batch)
            laid_out = Texts.of([shingled[n] for n in positions.tolist()], pairs.boilerplate, window)
            # Pairs with one second text in a row save to lay it out again.
            batch.sort(key=lambda pair: pair[::-1])
            yield _Batch(laid_out, positions, np.searchsorted(positions, batch))
            batch, size = [], 0


def _told(batch: _Batch, settings: _Settings) -> list[_Pair]:
    """Return the pairs of a batch that share enough."""
    import numpy as np

    found = passages(batch.texts, batch.pairs, settings.shingle)
    longest = np.zeros(len(batch.pairs), np.int64)
    np.maximum.at(longest, found.pair, found.words)
    told = (np.maximum(found.share_x, found.share_y) >= settings.containment) & (longest >= 2 * settings.shingle)
    told |= (longest >= settings.passage) | (np.minimum(found.share_x, found.share_y) == 1.0)
    turned = batch.pairs[:, 0] > batch.pairs[:, 1]
    a, b = np.sort(batch.positions[batch.pairs], axis=1).T
    share_a, share_b = _turned(turned, found.share_x, found.share_y)
    spans, bounds = _spans(found, turned)
    rows = zip(a.tolist(), b.tolist(), share_a.tolist(), share_b.tolist(), longest.tolist(), strict=True)
    return [
        _Pair(*row, spans[bounds[n] : bounds[n + 1]])
        for n, (row, good) in enumerate(zip(rows, told.tolist(), strict=True))
        if good
    ]


def _spans(found: Passages, turned: NDArray[np.bool_]) -> tuple[list[tuple[int, int, int, int]], list[int]]:
    """Return the passages of all pairs, sorted, and where those of each pair begin and the last ends."""
    import numpy as np

    a_start, b_start = _turned(turned[found.pair], found.x_start, found.y_start)
    a_end, b_end = _turned(turned[found.pair], found.x_end, found.y_end)
    order = np.lexsort((b_end, b_start, a_end, a_start, found.pair))
    columns = (column[order].tolist() for column in (a_start, a_end, b_start, b_end))
    return list(zip(*columns, strict=True)), np.searchsorted(found.pair, np.arange(len(turned) + 1)).tolist()


def _turned(swap: NDArray[np.bool_], x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    return np.where(swap, y, x), np.where(swap, x, y)
