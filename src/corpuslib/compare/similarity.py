"""How alike documents are: telling words, names and numbers, days that they speak of, and when they were published."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from corpuslib.compare._crowds import crowd_weights
from corpuslib.compare.words import fold, function_words, lexicon, sounds, stem
from corpuslib.document import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Numbers = NDArray[np.int32]
    Floats = NDArray[np.float64]

__all__ = ["Found", "Similarities", "Similarity", "language_of", "similar_documents"]

Found = Mapping[str, Mapping[str, Sequence[Any]]]
"""Rows found in documents, by doc_id and table."""


class Similarity(NamedTuple):
    """Two documents, by position, with what speaks for one event.

    `cosine` is that of their telling words, `days_alike` that of the days of the year that they name, both 0 to 1.
    `days` is the least number of days between the publications, None where that is not known; `near` is how likely
    they were written close in time, from the gap and from how uncertain both dates are, 0 to 1.
    """

    a: int
    b: int
    cosine: float
    days_alike: float
    days: int | None
    near: float

    @property
    def likeness(self) -> float:
        """Words and days together, whenever the documents were published.

        Days in common say nothing by themselves: any two articles of one week have them. They bear out the words.
        """
        return self.cosine * (1 + _DAYS_COUNT * self.days_alike)


@dataclass(frozen=True, slots=True)
class Similarities(Sequence[Similarity]):
    """The similarities of a corpus, sorted by position, as columns: there are very many pairs with little in common.

    Cosines are whole millionths. `first` and `last` are the days, by ordinal, between which each document was
    published; 0 where that is not known. `weight` is what each document counts where documents are counted.
    """

    a: Numbers
    b: Numbers
    cosine: Numbers
    days_alike: Numbers
    first: Numbers
    last: Numbers
    weight: Sequence[float]

    def __len__(self) -> int:
        return len(self.a)

    @overload
    def __getitem__(self, place: int) -> Similarity: ...
    @overload
    def __getitem__(self, place: slice) -> list[Similarity]: ...
    def __getitem__(self, place: int | slice) -> Similarity | list[Similarity]:
        if isinstance(place, slice):
            return list(self.chosen(place))
        return next(self.chosen(slice(place, place + 1 or None)))

    def __iter__(self) -> Iterator[Similarity]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self.chosen(slice(start, start + _AT_ONCE))

    def chosen(self, places: slice | NDArray[Any]) -> Iterator[Similarity]:
        """Yield those at some places, or where a mask is true."""
        gaps, unknown, near = self._apart(places)
        columns = (*(column[places] for column in (self.a, self.b, self.cosine, self.days_alike)), gaps, unknown, near)
        values = zip(*(column.tolist() for column in columns), strict=True)
        for a, b, cosine, alike, gap, open_, close in values:
            yield Similarity(a, b, cosine / _MILLION, alike / _MILLION, None if open_ else gap, close)

    def likeness(self, places: slice | NDArray[Any] = slice(None)) -> Floats:
        """Return the likeness of each pair, as `Similarity.likeness` does."""
        likeness: Floats = self.cosine[places] / _MILLION * (1 + _DAYS_COUNT * (self.days_alike[places] / _MILLION))
        return likeness

    def near(self, places: slice | NDArray[Any] = slice(None)) -> Floats:
        """Return how likely the documents of each pair were written close in time."""
        return self._apart(places)[2]

    def _apart(self, places: slice | NDArray[Any]) -> tuple[Numbers, NDArray[np.bool_], Floats]:
        """Return the least number of days between publications, if nothing is known, and how likely they were close."""
        import numpy as np

        a, b = self.a[places], self.b[places]
        gap = np.zeros(len(a), np.int32)
        for x, y in ((a, b), (b, a)):
            start, end = self.first[x], self.last[y]
            gap = np.maximum(gap, np.where((start > 0) & (end > 0), start - end, 0))
        dated = (self.first > 0) & (self.last > 0)
        width = np.where(dated, self.last - self.first, 0)
        both = dated[a] & dated[b]
        # Powers from a table: another machine's exponential of an array may differ in the last digit.
        decay = [math.exp(-days / _DECAY) for days in range(_FAR + 1)]
        fading, widths = np.array(decay), width[a].astype(np.int64) + width[b]
        sure = np.where(both, fading[np.minimum(widths, _FAR)], 0.0)
        unknown = (gap == 0) & ~both
        near = np.where(unknown, _UNDATED, fading[np.minimum(gap, _FAR)] * (_UNDATED + (1 - _UNDATED) * sure))
        return gap, unknown, near


_MILLION = 1_000_000
_AT_ONCE = 1 << 17
_FAR = 11_000  # days: from there on nothing is left of a likeness that fades in weeks

# Set on one corpus of some fifty documents, and looked at on another of eight hundred.
_DAYS_COUNT = 2.0  # how much more words count where the same days are named
_DECAY = 14.0  # days
_UNDATED = 0.6  # `near` for documents of which nothing is known
_ACROSS = 0.5  # what names and numbers alone are worth, between languages
_TERMS = 150
_LEAD = 80  # words: news says first what happened, so these count twice
# In a corpus of five a word in four of them would seem common. Rarity is reckoned as in one of at least this size.
_BACKGROUND = 200
_CEILING, _MOST = 100, 1000
_CROWDED = 4000  # documents that may have a word, however few they count: pairs grow with the square


def similar_documents(documents: Sequence[Document], found: Found, *, least: float = 0.02) -> Similarities:
    """Return the pairs of documents that have something telling in common, sorted by position.

    Words are weighted by inverse document frequency, those of the lead twice, and only the 150 that tell most of a
    document are kept. Names are folded over transliterations and hold between languages, as numbers do; common words
    only within one. Words of more than a tenth of a large corpus, or of a thousand documents, link nothing, so that
    no document meets all others. Where more than fifty reports of one time are in much the same words they count as
    fifty: an event that is alone in a corpus does not make its own words common.
    """
    import numpy as np

    terms, days, languages, published = [], [], [], []
    for d in documents:
        terms.append(_terms(d))
        days.append(_days(found.get(d.doc_id, {}).get("dates", ())))
        languages.append(language_of(d))
        published.append([0 if day is None else day.toordinal() for day in _publication(d)])
    first, last = np.array(published, np.int32).reshape(-1, 2).T
    weight = crowd_weights(terms, first, last)
    number = {language: n for n, language in enumerate(sorted(set(languages)))}
    tongue = np.array([number[language] for language in languages], np.int32)
    a, b, cosine = _products(_matrix(terms, weight), least)
    if len(number) > 1:
        one = tongue[a] == tongue[b]
        x, y, across = _products(_matrix([_international(t) for t in terms], weight, known=True), least / _ACROSS)
        other = tongue[x] != tongue[y]
        a, b = np.concatenate([a[one], x[other]]), np.concatenate([b[one], y[other]])
        halved = [round(round(_ACROSS * (c / _MILLION), 6) * _MILLION) for c in across[other].tolist()]
        cosine = np.concatenate([cosine[one], np.array(halved, np.int32)])
        order = np.lexsort((b, a))
        a, b, cosine = a[order], b[order], cosine[order]
    count = len(terms)
    alike = _looked_up(a, b, *_products(_matrix(days, weight), 1e-6), count)
    return Similarities(a, b, cosine, alike, first, last, weight)


def _looked_up(a: Numbers, b: Numbers, x: Numbers, y: Numbers, values: Numbers, count: int) -> Numbers:
    """Return the value of each pair a, b among the pairs x, y, which are sorted; 0 where it has none."""
    import numpy as np

    result = np.zeros(len(a), np.int32)
    if len(x):
        known = x.astype(np.int64) * count + y
        for start in range(0, len(a), _AT_ONCE):
            wanted = a[start : start + _AT_ONCE].astype(np.int64) * count + b[start : start + _AT_ONCE]
            place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
            result[start : start + _AT_ONCE] = np.where(known[place] == wanted, values[place], 0)
    return result


def language_of(document: Document) -> str:
    """Return the language of a document; English if it is not known."""
    return document.metadata.language or "en"


def _products(matrix: csr_matrix, least: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return the pairs of rows whose product is at least so much, sorted, and the products in millionths."""
    import numpy as np

    found: list[tuple[Numbers, Numbers, Numbers]] = [(np.zeros(0, np.int32),) * 3]
    across = matrix.T.tocsr()
    for start in range(0, matrix.shape[0], 500):
        block = (matrix[start : start + 500] @ across).tocoo()
        chosen = (block.data >= least) & (block.row + start < block.col)
        a, b = (block.row[chosen] + start).astype(np.int32), block.col[chosen].astype(np.int32)
        order = np.lexsort((b, a))
        found.append((a[order], b[order], np.rint(block.data[chosen][order] * _MILLION).astype(np.int32)))
    a, b, products = (np.concatenate(column) for column in zip(*found, strict=True))
    return a, b, products


def _international(terms: Mapping[str, int]) -> dict[str, int]:
    return {term: n for term, n in terms.items() if term.startswith("name ") or term[0].isdecimal()}


def _matrix(counts: Sequence[Mapping[str, int]], weight: Sequence[float], *, known: bool = False) -> csr_matrix:
    """Return documents by terms, each row of length 1; with `known`, in what it shares with any other document."""
    from scipy.sparse import csr_matrix

    having = Counter(term for terms in counts for term in terms)
    frequency = _weighted(counts, weight, having)
    total = math.fsum(weight)
    ceiling = max(_CEILING, min(total // 10, _MOST))
    kept = sorted(term for term, n in having.items() if 1 < n <= _CROWDED and frequency[term] <= ceiling)
    number = {term: i for i, term in enumerate(kept)}
    indices, data, bounds = [], [], [0]
    for terms in counts:
        weights = {
            term: (1 + math.log(n)) * math.log(1 + max(total, _BACKGROUND) / frequency[term])
            for term, n in terms.items()
            if not known or term in number
        }
        telling = sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]
        norm = math.sqrt(math.fsum(weights[term] ** 2 for term in telling)) or 1.0
        used = sorted(number[term] for term in telling if term in number)
        indices += used
        data += [weights[kept[i]] / norm for i in used]
        bounds.append(len(indices))
    return csr_matrix((data, indices, bounds), shape=(len(counts), len(kept)))


def _weighted(
    counts: Sequence[Mapping[str, int]], weight: Sequence[float], having: Mapping[str, int]
) -> Mapping[str, float]:
    """Return what the documents that have each term count together, at least 1."""
    less: dict[str, list[float]] = {}
    for terms, counted in zip(counts, weight, strict=True):
        if counted < 1:
            for term in terms:
                less.setdefault(term, []).append(1 - counted)
    return {term: max(1.0, n - math.fsum(less.get(term, ()))) for term, n in having.items()}


_TOKEN = re.compile(r"(?:[A-Z]\.){2,8}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?:\n“\"„«]")
_OPENERS = frozenset('.!?:\n“"„«')


def _terms(document: Document) -> Counter[str]:
    """Return how often a document has each word, name and number, those of the lead counted twice.

    One pass over plain tokens, as this is done for every document of a corpus; `words` tells more of each, and
    takes ten times as long.
    """
    text = "\n".join(filter(None, (document.metadata.headline, document.body)))
    language = language_of(document)
    found: Counter[str] = Counter()
    fresh, titled, n = True, False, 0
    for token in _TOKEN.findall(text):
        if token in _OPENERS:
            fresh = fresh or not (titled and token == ".")  # the full stop of “Mr.” ends no sentence
            continue
        term, titled = _term(token, fresh, language)
        fresh, n = False, n + 1
        if term:
            found[term] += 2 if n <= _LEAD else 1
    return found


@lru_cache(maxsize=1 << 17)
def _term(token: str, fresh: bool, language: str) -> tuple[str, bool]:
    """Return what a token counts as, nothing for a word that tells nothing, and whether it is a title before a name.

    After what opens a sentence a capital says nothing.
    """
    form = fold(token)
    title = form in _TITLES
    if form in _skipped() or len(form) < 2:
        return "", title
    if token[0].isdecimal():
        return token.replace(",", ""), title
    if token[0].isupper() and (not fresh or token[1:2].isupper()):
        return "name " + sounds(form), title
    return f"{language} {stem(form)}", title


_TITLES = frozenset({"mr", "mrs", "ms", "dr", "st", "gen", "sen", "rep", "prof", "gov", "lt", "col"})


@cache
def _skipped() -> frozenset[str]:
    return function_words() | frozenset(lexicon()["months"]) | frozenset(lexicon()["weekdays"])


_DAY = re.compile(r"[\dX]{4}-(\d\d-\d\d)")


def _days(dates: Iterable[Any]) -> Counter[str]:
    """Return the days of the year that a document speaks of; the year is often left out."""
    found: Counter[str] = Counter()
    for row in dates:
        day = _DAY.match(str(row.value)) if row.role in ("event", "deadline") else None
        if day:
            found[day.group(1)] += 1
    return found


def _publication(d: Document) -> tuple[datetime.date | None, datetime.date | None]:
    return d.metadata.published_from, d.metadata.published_to
