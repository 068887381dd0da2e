"""Which texts are worth a closer look, from the fingerprints of all: an index in place of all against all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

__all__ = ["Candidates", "candidates"]

# How many fingerprints are sorted, and how many pairs counted, at once: this bounds the memory beside the store.
_SORTED = 1 << 20
_COUNTED = 1 << 20
# So many texts are stored in one block: few enough for their numbers in it to fit in 16 bits.
_BLOCK = 1024
# So many fingerprints in common are worth a look in texts of any length.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of texts by position, first < second, and the fingerprints of boilerplate, sorted.

    The pairs of texts that further pairs tie together follow each other.
    """

    first: Numbers
    second: Numbers
    boilerplate: Hashes


@dataclass(frozen=True, slots=True)
class _Postings:
    """The texts of every fingerprint that several have.

    `few[n]` has a row for each fingerprint of n texts. Of the others, `many` holds the texts one after the other,
    `sizes` how many each has and `keys` the fingerprints.
    """

    few: dict[int, NDArray[np.int32]]
    many: NDArray[np.int32]
    sizes: Numbers
    keys: Hashes


def candidates(prints: Iterable[Hashes], common: int, share: float) -> Candidates:
    """Return the pairs with at least `share` of the fingerprints of the text with fewer, or three, in common.

    `prints` are the fingerprints of each text, each once. One that more than `common` texts have ties each of them
    to the first and to its neighbours only; and if these texts have little else in common it is boilerplate and
    ties none.
    """
    import numpy as np

    blocks, lengths = _stored(prints)
    postings = _postings(blocks, common)
    blocks.clear()
    first, second, counts = _counted(postings, lengths, share)
    spread = _spread(postings, _one_text(first, second, counts, lengths))
    boilerplate = spread > common
    if boilerplate.any():
        kept = np.repeat(~boilerplate, postings.sizes)
        told = _Postings(postings.few, postings.many[kept], postings.sizes[~boilerplate], postings.keys[~boilerplate])
        first, second, counts = _counted(told, lengths, share)
    order = np.lexsort((second, first, _groups(first, second, len(lengths))[first]))
    return Candidates(first[order], second[order], np.sort(postings.keys[boilerplate]))


@dataclass(frozen=True, slots=True)
class _Block:
    """The fingerprints of `_BLOCK` texts, sorted, and which of these texts each is of."""

    keys: Hashes
    owners: NDArray[np.uint16]


def _stored(prints: Iterable[Hashes]) -> tuple[list[_Block], Numbers]:
    """Return the fingerprints of all texts, in blocks, and how many each text has."""
    import numpy as np

    blocks: list[_Block] = []
    waiting: list[Hashes] = []
    lengths: list[Numbers] = []

    def lay_down() -> None:
        if waiting:
            sizes = np.array([len(p) for p in waiting], np.int64)
            keys = np.concatenate(waiting)
            order = np.argsort(keys, kind="stable")
            owners = np.repeat(np.arange(len(waiting), dtype=np.uint16), sizes)
            blocks.append(_Block(keys[order], owners[order]))
            lengths.append(sizes)
            waiting.clear()

    for found in prints:
        waiting.append(found)
        if len(waiting) == _BLOCK:
            lay_down()
    lay_down()
    return blocks, np.concatenate([np.zeros(0, np.int64), *lengths])


def _postings(blocks: Sequence[_Block], common: int) -> _Postings:
    import numpy as np

    few: dict[int, list[NDArray[np.int32]]] = {}
    many, sizes, keys = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for part, owners in _parts(blocks):
        order = np.argsort(part, kind="stable")
        part, owners = part[order], owners[order]
        edge = np.flatnonzero(np.concatenate([[True], part[1:] != part[:-1], [True]]))
        starts, size = edge[:-1], np.diff(edge)
        for n in range(2, common + 1):
            if len(rows := starts[size == n]):
                few.setdefault(n, []).append(owners[rows[:, None] + np.arange(n)])
        often = size > common
        many.append(owners[np.repeat(often, size)])
        sizes.append(size[often])
        keys.append(part[starts[often]])
    joined = {n: np.concatenate(rows) for n, rows in sorted(few.items())}
    return _Postings(joined, np.concatenate(many), np.concatenate(sizes), np.concatenate(keys))


def _parts(blocks: Sequence[_Block]) -> Iterator[tuple[Hashes, NDArray[np.int32]]]:
    """Yield the fingerprints and whose they are, a range of fingerprints at a time."""
    import numpy as np

    bits = (sum(len(block.keys) for block in blocks) // _SORTED).bit_length()
    starts = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.zeros(1, np.uint64)
    cuts = [np.append(np.searchsorted(block.keys, starts), len(block.keys)) for block in blocks]
    for part in range(len(starts)):
        slices = [slice(cut[part], cut[part + 1]) for cut in cuts]
        keys = [block.keys[chosen] for block, chosen in zip(blocks, slices, strict=True)]
        if sum(map(len, keys)):
            owners = [block.owners[chosen].astype(np.int32) for block, chosen in zip(blocks, slices, strict=True)]
            yield np.concatenate(keys), np.concatenate([n * _BLOCK + own for n, own in enumerate(owners)])


def _counted(postings: _Postings, lengths: Numbers, share: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return the pairs with enough fingerprints in common, and how many they have."""
    import numpy as np

    pairs = sum(len(rows) * n * (n - 1) // 2 for n, rows in postings.few.items()) + 2 * len(postings.many)
    texts = len(lengths)
    bounds = np.linspace(0, texts, pairs // _COUNTED + 2).astype(int)
    first, second, counts = ([np.zeros(0, np.int64)] for _ in range(3))
    for low, high in pairwise(bounds.tolist()):
        codes, times = np.unique(_codes(postings, low, high, texts), return_counts=True)
        a, b = codes // texts, codes % texts
        kept = times >= np.minimum(_ENOUGH, share * np.minimum(lengths[a], lengths[b]))
        for into, values in zip((first, second, counts), (a, b, times), strict=True):
            into.append(values[kept])
    return np.concatenate(first), np.concatenate(second), np.concatenate(counts)


def _codes(postings: _Postings, low: int, high: int, texts: int) -> Numbers:
    """Return `first * texts + second` for each fingerprint of each pair whose first is from `low` to below `high`."""
    import numpy as np

    found = [np.zeros(0, np.int64)]

    def add(left: NDArray[np.int32], right: NDArray[np.int32]) -> None:
        inside = (left >= low) & (left < high)
        found.append(left[inside].astype(np.int64) * texts + right[inside])

    for n, rows in postings.few.items():
        for i, j in combinations(range(n), 2):
            add(rows[:, i], rows[:, j])
    if len(many := postings.many):
        number = np.repeat(np.arange(len(postings.sizes)), postings.sizes)
        place = np.arange(len(many)) - (np.cumsum(postings.sizes) - postings.sizes)[number]
        later = np.flatnonzero(place > 0)
        add(many[later - 1], many[later])
        later = np.flatnonzero(place > 1)
        add(many[later - place[later]], many[later])
    return np.concatenate(found)


def _one_text(first: Numbers, second: Numbers, counts: Numbers, lengths: Numbers) -> Numbers:
    """Return for each text the number of its group: texts tied by pairs of which half is in common."""
    # Half of both together (Dice): a short notice is not one text with the long article that has the same footer.
    alike = 4 * counts >= lengths[first] + lengths[second]
    return _groups(first[alike], second[alike], len(lengths))


def _groups(first: Numbers, second: Numbers, texts: int) -> Numbers:
    """Return for each text the least of those that pairs tie it to, through others or not."""
    import numpy as np

    parent = list(range(texts))

    def root(text: int) -> int:
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return np.array([root(text) for text in range(texts)], np.int64)


def _spread(postings: _Postings, groups: Numbers) -> Numbers:
    """Return for each fingerprint of many texts how many groups they are of: copies of one report count once."""
    import numpy as np

    number = np.repeat(np.arange(len(postings.sizes)), postings.sizes)
    told = np.unique(number * (len(groups) + 1) + groups[postings.many])
    return np.bincount(told // (len(groups) + 1), minlength=len(postings.sizes))
