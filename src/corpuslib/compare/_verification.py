"""What pairs of texts share, by all of their shingles: many pairs at once, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from corpuslib.compare._shingles import shingles_of, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

__all__ = ["Passages", "Shingled", "Texts", "passages"]

# Between two shared shingles of one passage at most this many words may have been changed.
_GAP = 12


@dataclass(frozen=True, slots=True)
class Shingled:
    """A text as shingles, and where each of its words starts and ends (exclusive) in code points."""

    shingles: Hashes
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, text: str, size: int) -> Shingled:
        """Return the shingles of `size` words of a text."""
        import numpy as np

        words = words_of(text)
        return cls(shingles_of(words.hashes, size), words.starts.astype(np.int32), words.ends.astype(np.int32))


@dataclass(frozen=True, slots=True)
class Texts:
    """Some texts one after the other, each known by its place among them.

    `sought` and `laid` are their shingles as numbers, so that a set of them is an array to look up in. What is
    boilerplate is `nowhere` in `sought`, and one more in `laid`: so it is never found. `starts` and `ends` are those
    of the words. The shingles of text n are those from `shingles[n]` to `shingles[n + 1]`, its words likewise.
    """

    sought: Numbers
    laid: Numbers
    nowhere: int
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    shingles: list[int]
    words: list[int]

    @classmethod
    def of(cls, texts: Sequence[Shingled], boilerplate: Hashes, window: int) -> Texts:
        """Lay texts out; `boilerplate` are fingerprints, one of each `window` shingles in a row."""
        import numpy as np

        known, numbers = _numbered(np.concatenate([text.shingles for text in texts]))
        bounds = _bounds([len(text.shingles) for text in texts])
        mask = _boilerplate(_among(known, boilerplate.astype(np.uint32))[numbers], np.array(bounds), window)
        return cls(
            sought=np.where(mask, len(known), numbers),
            laid=np.where(mask, len(known) + 1, numbers),
            nowhere=len(known),
            starts=np.concatenate([text.starts for text in texts]),
            ends=np.concatenate([text.ends for text in texts]),
            shingles=bounds,
            words=_bounds([len(text.starts) for text in texts]),
        )


def _bounds(sizes: Iterable[int]) -> list[int]:
    return [0, *accumulate(sizes)]


def _numbered(values: Hashes) -> tuple[NDArray[np.uint32], Numbers]:
    """Return the different values, sorted, and which of them each value is: what `unique` does in twice the time.

    32 bits of a value are enough to tell the shingles of two texts apart. So value and place fit in one number.
    """
    import numpy as np

    packed = np.sort(values << np.uint64(32) | np.arange(len(values), dtype=np.uint64))
    value, place = (packed >> np.uint64(32)).astype(np.uint32), packed.astype(np.uint32)
    first = np.ones(len(values), bool)
    np.not_equal(value[1:], value[:-1], out=first[1:])
    numbers = np.empty(len(values), np.int64)
    numbers[place] = np.cumsum(first) - 1
    return value[first], numbers


def _among(known: NDArray[np.uint32], few: NDArray[np.uint32]) -> Flags:
    """Say which of many sorted numbers are among a few: what `isin` does by sorting all."""
    import numpy as np

    flags = np.zeros(len(known), bool)
    places = np.searchsorted(known, few)
    places = places[places < len(known)]
    flags[places] = np.isin(known[places], few)
    return flags


def _boilerplate(known: Flags, bounds: Numbers, window: int) -> Flags:
    """Say which shingles are boilerplate, from those known to be.

    Only fingerprints are known. Where two stand close together they are of one passage, which reaches at most a
    window further: else it would have left another fingerprint. One alone is a common phrase.
    """
    import numpy as np

    places = np.flatnonzero(known)
    text = np.searchsorted(bounds, places, side="right")
    close = (np.diff(places) <= window) & (np.diff(text) == 0)
    # +1 where a passage begins, -1 where it ends: the running sum says how many a shingle is in.
    edges = np.zeros(len(known) + 1, np.int64)
    np.add.at(edges, np.maximum(places[:-1] - window, bounds[text[:-1] - 1])[close], 1)
    np.add.at(edges, np.minimum(places[1:] + window + 1, bounds[text[1:]])[close], -1)
    return known | (np.cumsum(edges[:-1]) > 0)


@dataclass(frozen=True, slots=True)
class Passages:
    """What pairs of texts (x, y) share.

    `share_x` and `share_y` say for each pair which share of the shingles of x stand in y, and of y in x, 0 to 1. The
    rest has an element for each shared passage: the number of its pair, its length in words, and its first and last
    character (exclusive) in both texts.
    """

    share_x: NDArray[np.float64]
    share_y: NDArray[np.float64]
    pair: Numbers
    words: Numbers
    x_start: NDArray[np.int32]
    x_end: NDArray[np.int32]
    y_start: NDArray[np.int32]
    y_end: NDArray[np.int32]


def passages(texts: Texts, pairs: Numbers, shingle: int) -> Passages:
    """Return what the texts of each pair share; shared shingles are chained over a few changed words."""
    import numpy as np

    pair, i, j = _matches(texts, pairs)
    bounds = np.array(texts.shingles)
    x, y = pairs[:, 0], pairs[:, 1]
    once, times = _repeats(texts)
    # A shingle of x that y has more than once stands for all of these, the first time that x has it.
    back = once[bounds[x][pair] + i] * times[bounds[y][pair] + j]
    forward, ahead = np.diff(i), np.diff(j)
    breaks = (pair[1:] != pair[:-1]) | (forward > _GAP) | (ahead <= 0) | (ahead > _GAP)
    edge = np.flatnonzero(np.concatenate([[len(i) > 0], breaks, [len(i) > 0]]))
    first, last = edge[:-1], edge[1:] - 1
    run = pair[first]
    x_start, x_end = _located(texts, x[run], i[first], i[last] + shingle)
    y_start, y_end = _located(texts, y[run], j[first], j[last] + shingle)
    return Passages(
        share_x=np.bincount(pair, minlength=len(pairs)) / np.diff(bounds)[x],
        share_y=np.bincount(pair, back, minlength=len(pairs)) / np.diff(bounds)[y],
        pair=run,
        words=i[last] - i[first] + shingle,
        x_start=x_start,
        x_end=x_end,
        y_start=y_start,
        y_end=y_end,
    )


def _matches(texts: Texts, pairs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the shared shingles: the number of the pair, the place in x, and the first place in y."""
    import numpy as np

    found = _places(texts, pairs)
    sizes = np.array([len(places) for places in found])
    every = np.concatenate(found)
    i = np.flatnonzero(every >= 0)
    pair = np.repeat(np.arange(len(sizes)), sizes)[i]
    return pair, i - (np.cumsum(sizes) - sizes)[pair], every[i].astype(np.int64)


def _places(texts: Texts, pairs: Numbers) -> list[NDArray[np.int32]]:
    """Return, for each pair (x, y), the first place of each shingle of x in y, or a negative number."""
    import numpy as np

    bounds = texts.shingles
    # Each text laid out gets numbers above those of all before it, so that nothing need be cleared.
    place = np.full(texts.nowhere + 2, -1, np.int32)
    base = end = 0
    laid = None
    found = []
    for x, y in pairs.tolist():
        if y != laid:
            own = texts.laid[bounds[y] : bounds[y + 1]]
            base, end, laid = end, end + len(own), y
            place[own[::-1]] = np.arange(end - 1, base - 1, -1, dtype=np.int32)
        found.append(place[texts.sought[bounds[x] : bounds[x + 1]]] - base)
    return found


def _repeats(texts: Texts) -> tuple[Flags, Numbers]:
    """Say for each shingle whether its text has it there for the first time, and, if so, how often in all."""
    import numpy as np

    every = np.arange(len(texts.shingles) - 1)
    first = np.concatenate(_places(texts, np.stack([every, every], axis=1)))
    own = np.arange(len(first))
    place = first + np.repeat(np.array(texts.shingles[:-1]), np.diff(texts.shingles))
    times = np.bincount(place[first >= 0], minlength=len(own))
    return (place == own) & (first >= 0), times


def _located(texts: Texts, text: Numbers, first: Numbers, stop: Numbers) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    import numpy as np

    # A text of fewer words than a shingle has is one shingle.
    bounds = np.array(texts.words)
    offset, end = bounds[text], bounds[text + 1]
    return texts.starts[first + offset], texts.ends[np.minimum(stop + offset, end) - 1]
