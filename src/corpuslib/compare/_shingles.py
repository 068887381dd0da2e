"""Words of a text as numbers, shingles of words, and the few shingles that stand for a text."""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]

__all__ = ["Words", "shingles_of", "winnowed", "words_of"]

_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_MIX = 0xBF58476D1CE4E5B9
# What is no ASCII letter or digit is 0.
_KNOWN = (string.ascii_letters + string.digits).encode()
_FOLDED = bytes(ord(chr(c).lower()) if c in _KNOWN else 0 for c in range(256))
# Thai, Lao, Burmese, Khmer, kana and Han are written without spaces, and so is all of the planes 2 and 3.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))
_PLANE_2 = 0x20000
_GRAM = 4
_NINE = ord("9")
# So many characters are hashed in one go; of a longer word the first letters count.
_STRIDE = 1 << 16
_WORD = 64


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: the hash of each, where it starts and where it ends (exclusive), in code points."""

    hashes: Hashes
    starts: Places
    ends: Places


def words_of(text: str) -> Words:
    """Return the words of a text. Case and punctuation count for nothing, and single letters for no word.

    Where ASCII letters prevail, words are runs of ASCII letters and digits. That cuts "naïve" in two, but if the
    text was decoded wrongly these runs are what the damage leaves as it was. Some readings swallow the letter
    after a quotation mark or an apostrophe, which is why a single letter is no word. In other text words are runs
    of letters and digits, and in a script without spaces every letter begins a word of four.

    >>> sound, damaged = words_of("Don’t “stop” at a café"), words_of("Donâ€™t â€œstopâ€\\x9d at a cafÃ©")
    >>> (sound.hashes == damaged.hashes).all(), len(sound.hashes)
    (np.True_, 4)
    """
    import numpy as np

    codes = np.frombuffer(text.encode("ascii", "replace").translate(_FOLDED), np.uint8)
    if not text.isascii() and not _ascii_prevails(text, codes):
        return _other_words(text)
    starts, ends = _runs(codes != 0)
    counts = ends - starts > 1
    counts |= codes[starts] <= _NINE
    starts, ends = starts[counts], ends[counts]
    return Words(_hashed(codes, starts, ends), starts, ends)


def _ascii_prevails(text: str, codes: NDArray[np.uint8]) -> bool:
    import numpy as np

    known = int(np.count_nonzero(codes))
    return 2 * known >= len(text) or known >= len(text) - len(text.encode("ascii", "ignore"))


def _other_words(text: str) -> Words:
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    codes = np.where(points < _PLANE_2, _folding()[np.minimum(points, 0xFFFF)], points)
    dense = codes >= _PLANE_2
    for first, last in _UNSPACED:
        dense |= (codes >= first) & (codes <= last)
    starts, ends = _runs((codes > 0) & ~dense)
    counts = (ends - starts > 1) | (codes[starts] > 0x7F) | (codes[starts] <= _NINE)
    grams = np.flatnonzero(dense)
    gaps = np.append(np.flatnonzero(~dense), len(dense))
    stops = np.minimum(grams + _GRAM, gaps[np.searchsorted(gaps, grams)])
    starts, ends = np.append(starts[counts], grams), np.append(ends[counts], stops)
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    return Words(_hashed(codes, starts, ends), starts, ends)


@cache
def _folding() -> NDArray[np.uint32]:
    """Every letter, mark and digit of the first plane without its case, as a code point; 0 for all else."""
    import numpy as np

    letters = [chr(c) if unicodedata.category(chr(c))[0] in "LMN" else "\0" for c in range(0xFFFF)]
    return np.array([ord(c.casefold()) if len(c.casefold()) == 1 else ord(c) for c in [*letters, "\0"]], np.uint32)


def _runs(flags: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Return the starts and ends of the runs of true values."""
    import numpy as np

    padded = np.zeros(len(flags) + 2, bool)
    padded[1:-1] = flags
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2]


def _hashed(codes: NDArray[np.uint8] | NDArray[np.uint32], starts: Places, ends: Places) -> Hashes:
    """Return a hash of each passage, from running sums of codes times powers (Karp and Rabin 1987)."""
    import numpy as np

    powers, inverses = _powers()
    hashes = np.empty(len(starts), np.uint64)
    first = 0
    for offset in range(0, len(codes), _STRIDE):
        last = int(np.searchsorted(starts, offset + _STRIDE))
        part = codes[offset : offset + _STRIDE + _WORD]
        sums = np.zeros(len(part) + 1, np.uint64)
        np.cumsum(part * powers[: len(part)], out=sums[1:])
        begin, end = starts[first:last] - offset, ends[first:last] - offset
        end = np.minimum(end, begin + _WORD)
        hashes[first:last] = (sums[end] - sums[begin]) * inverses[begin]
        first = last
    return hashes


@cache
def _powers() -> tuple[Hashes, Hashes]:
    import numpy as np

    inverse = pow(_BASE, -1, 1 << 64)
    powers, inverses = (np.full(_STRIDE + _WORD, base, np.uint64) for base in (_BASE, inverse))
    return np.cumprod(powers), np.cumprod(inverses)


def shingles_of(words: Hashes, size: int) -> Hashes:
    """Return the hash of every run of `size` words; a text of fewer words is one shingle."""
    import numpy as np

    width = min(size, len(words))
    shingles = np.zeros(len(words) - width + 1 if width else 0, np.uint64)
    for offset in range(width):
        shingles *= np.uint64(_BASE)
        shingles += words[offset : offset + len(shingles)]
    shingles ^= shingles >> np.uint64(29)
    shingles *= np.uint64(_MIX)
    return shingles ^ (shingles >> np.uint64(32))


def winnowed(shingles: Hashes, window: int) -> Hashes:
    """Return the least shingle of each `window` in a row, each once: two texts that share a window share one.

    Winnowing is by Schleimer, Wilkerson and Aiken (2003, SIGMOD).
    """
    import numpy as np

    width = min(window, len(shingles))
    if not width:
        return shingles
    least, reach = shingles, 1
    while reach < width:
        step = min(reach, width - reach)
        least = np.minimum(least[:-step], least[step:])
        reach += step
    # Neighbouring windows mostly have one least shingle: to drop it there leaves little to sort.
    least = np.sort(_unrepeated(least))
    return _unrepeated(least)


def _unrepeated(values: Hashes) -> Hashes:
    import numpy as np

    first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]
