"""What a frame model sees of a text: stems, runs of letters, and the hits of codebooks, as whole numbers.

Feature values are whole multiples of 1 / `UNIT`. With weights that are whole numbers too, sums are the same in
every order, so that a saved model decides the same on every machine.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from corpuslib.annotate._codebook import Codebook
from corpuslib.annotate.frames import find_frames
from corpuslib.document import Document, as_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

__all__ = ["UNIT", "FeatureSpace", "TextFeatures", "rate_names", "text_features"]

_T = TypeVar("_T")

UNIT = 1 << 20
_FINE = 1 << 10

# The word features and the letter features of a text have the same length, the codebook features a fifth of their
# squared length: three kinds of evidence, weighed once for all data.
_CODEBOOK_SHARE = 0.2
_LETTERS = 4
_MIN_TEXTS = 2
# A rate that hardly varies is not blown up to the size of the others.
_LEAST_SPREAD = _FINE // 20

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
# A longer word is no word of a language, and would have as many runs of letters as characters.
_LONGEST = 40


class TextFeatures(NamedTuple):
    """What is counted in one text, before anything is learnt."""

    stems: Mapping[str, int]
    letters: Mapping[str, int]
    rates: tuple[int, ...]


def text_features(texts: Iterable[str | Document], codebooks: Sequence[Codebook]) -> list[TextFeatures]:
    """Count stems, runs of four letters, and the hits of each frame of the codebooks.

    Headline, standfirst and body are read. A frame has two rates, in steps of 1/1024: log(1 + hits in 100 words), how
    dense its evidence is, and log(1 + terms with a hit), how broad.

    >>> text_features(["Taxes rise."], [])[0].stems
    {'rise': 1, 'tax': 1}
    """
    from nltk.stem.snowball import EnglishStemmer

    stem = _remembered(EnglishStemmer().stem)
    runs = _remembered(_runs)
    return [_of_document(as_document(text), codebooks, stem, runs) for text in texts]


def _of_document(
    document: Document,
    codebooks: Sequence[Codebook],
    stem: Callable[[str], str],
    runs: Callable[[str], tuple[str, ...]],
) -> TextFeatures:
    blocks = [b for b in document.blocks if b.in_body or b.kind in ("headline", "standfirst")]
    found = (m.group() for b in blocks for m in _WORD.finditer(document.text, b.start, b.end))
    words = Counter(word.lower().replace("’", "'")[:_LONGEST] for word in found)
    stems: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for word, n in sorted(words.items()):
        stems[stem(word)] += n
        for run in runs(word):
            letters[run] += n
    length = max(words.total(), 1)
    rates: list[int] = []
    for codebook in codebooks:
        hits = Counter((hit.frame, hit.term) for hit in find_frames(document, codebook))
        for frame in codebook.frames:
            counts = [n for (name, _), n in hits.items() if name == frame.name]
            rates += [round(_FINE * math.log1p(value)) for value in (100 * sum(counts) / length, len(counts))]
    return TextFeatures(dict(sorted(stems.items())), dict(sorted(letters.items())), tuple(rates))


def _runs(word: str) -> tuple[str, ...]:
    """Return the runs of letters of a word whose ends are marked.

    >>> _runs("gun")
    ('_gun', 'gun_')
    """
    marked = f"_{word}_"
    return tuple(marked[i : i + _LETTERS] for i in range(max(1, len(marked) - _LETTERS + 1)))


def _remembered(function: Callable[[str], _T]) -> Callable[[str], _T]:
    known: dict[str, _T] = {}

    def look_up(word: str) -> _T:
        if word not in known:
            known[word] = function(word)
        return known[word]

    return look_up


@dataclass(frozen=True)
class FeatureSpace:
    """The columns of the features and how each is scaled, learnt from the texts of a training set.

    `stems` and `letters` map a feature to its inverse document frequency in steps of 1/1024; `rates` holds mean
    and spread of each codebook rate. All stems and letters are kept, since a text is scaled by those it has.
    """

    stems: Mapping[str, int]
    letters: Mapping[str, int]
    rates: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, features: Sequence[TextFeatures]) -> FeatureSpace:
        """Learn the space: features of at least two texts, smoothed inverse document frequency."""
        return cls(
            _inverse_frequencies([f.stems for f in features]),
            _inverse_frequencies([f.letters for f in features]),
            tuple(_mean_and_spread(column) for column in zip(*(f.rates for f in features), strict=True)),
        )

    @property
    def names(self) -> list[str]:
        """The columns in their order; letters in quotes, codebook rates by number: no name stands twice."""
        return [*self.stems, *(f"'{run}'" for run in self.letters), *(f"#{n}" for n in range(len(self.rates)))]

    def matrix(self, features: Sequence[TextFeatures]) -> sparse.csr_matrix:
        """Return texts × columns as 64-bit whole multiples of 1 / `UNIT`.

        Counts are damped (1 + log n), multiplied by the inverse document frequency and scaled to length one for
        stems and for letters; rates are standardised.
        """
        import numpy as np
        from scipy import sparse

        stem_column = {name: n for n, name in enumerate(self.stems)}
        letter_column = {name: n for n, name in enumerate(self.letters, len(stem_column))}
        first_rate = len(stem_column) + len(letter_column)
        share = math.sqrt(_CODEBOOK_SHARE / max(len(self.rates), 1))
        columns: list[int] = []
        values: list[int] = []
        ends = [0]
        for text in features:
            for counts, idf, column in (
                (text.stems, self.stems, stem_column),
                (text.letters, self.letters, letter_column),
            ):
                known = [name for name in counts if name in column]
                columns += [column[name] for name in known]
                values += _scaled([_damped(counts[name]) * idf[name] for name in known])
            columns += range(first_rate, first_rate + len(self.rates))
            values += [
                round(UNIT * share * (rate - mean) / spread)
                for rate, (mean, spread) in zip(text.rates, self.rates, strict=True)
            ]
            ends.append(len(columns))
        shape = (len(features), first_rate + len(self.rates))
        data: NDArray[np.int64] = np.array(values, dtype=np.int64)
        return sparse.csr_matrix((data, np.array(columns, dtype=np.int64), np.array(ends)), shape=shape)

    def content(self) -> dict[str, Any]:
        """Return what a file keeps of the space."""
        return {"stems": dict(self.stems), "letters": dict(self.letters), "rates": [list(pair) for pair in self.rates]}

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> FeatureSpace:
        """Return the space that `content` describes; the reverse of `content`."""
        return cls(content["stems"], content["letters"], tuple((mean, spread) for mean, spread in content["rates"]))


def rate_names(codebooks: Sequence[Codebook]) -> list[str]:
    """Return what each codebook rate of a text measures, in the order of `TextFeatures.rates`.

    >>> from corpuslib.annotate.frames import load_codebook
    >>> rate_names([load_codebook("generic")])[:2]
    ['generic conflict: hits in 100 words', 'generic conflict: terms']
    """
    frames = [f"{codebook.name} {frame.name}" for codebook in codebooks for frame in codebook.frames]
    return [f"{frame}: {measure}" for frame in frames for measure in ("hits in 100 words", "terms")]


def _damped(count: int) -> int:
    return round(_FINE * (1 + math.log(count)))


def _scaled(values: Sequence[int]) -> list[int]:
    length = math.sqrt(sum(value * value for value in values))
    return [round(UNIT * value / length) for value in values]


def _inverse_frequencies(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    spread = Counter(name for row in counts for name in row)
    return {
        name: round(_FINE * (1 + math.log((1 + len(counts)) / (1 + n))))
        for name, n in sorted(spread.items())
        if n >= _MIN_TEXTS
    }


def _mean_and_spread(column: Sequence[int]) -> tuple[int, int]:
    mean = sum(column) / len(column)
    variance = math.fsum((value - mean) ** 2 for value in column) / len(column)
    return round(mean), max(round(math.sqrt(variance)), _LEAST_SPREAD)
