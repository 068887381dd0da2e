"""How alike documents are: telling words, names and numbers, days that they speak of, and when they were published."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslib.compare.words import fold, function_words, lexicon, sounds, stem
from corpuslib.document import Document

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Found", "Similarity", "language_of", "similar_documents"]

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


# Set on one corpus of some fifty documents, and looked at on another of eight hundred.
_DAYS_COUNT = 2.0  # how much more words count where the same days are named
_DECAY = 14.0  # days
_UNDATED = 0.6  # `near` for documents of which nothing is known
_ACROSS = 0.5  # what names and numbers alone are worth, between languages
_TERMS = 150
_LEAD = 80  # words: news says first what happened, so these count twice
# In a corpus of five a word in four of them would seem common. Rarity is reckoned as in one of at least this size.
_BACKGROUND = 200
_CEILING = 100


def similar_documents(documents: Sequence[Document], found: Found, *, least: float = 0.02) -> list[Similarity]:
    """Return the pairs of documents that have something telling in common, sorted by position.

    Words are weighted by inverse document frequency, those of the lead twice, and only the 150 that tell most of a
    document are kept. Names are folded over transliterations and hold between languages, as numbers do; common words
    only within one. Words of more than a tenth of a large corpus link nothing, so that no document meets all others.
    """
    terms = [_terms(d) for d in documents]
    languages = [language_of(d) for d in documents]
    cosines = _products(_matrix(terms), least)
    if len(set(languages)) > 1:
        cosines = {ab: c for ab, c in cosines.items() if languages[ab[0]] == languages[ab[1]]}
        across = _products(_matrix([_international(t) for t in terms], known=True), least / _ACROSS)
        cosines |= {(a, b): round(_ACROSS * c, 6) for (a, b), c in across.items() if languages[a] != languages[b]}
    days = _products(_matrix([_days(found.get(d.doc_id, {}).get("dates", ())) for d in documents]), 1e-6)
    return [
        Similarity(a, b, cosine, days.get((a, b), 0.0), *_apart(documents[a], documents[b]))
        for (a, b), cosine in sorted(cosines.items())
    ]


def language_of(document: Document) -> str:
    """Return the language of a document; English if it is not known."""
    return document.metadata.language or "en"


def _products(matrix: csr_matrix, least: float) -> dict[tuple[int, int], float]:
    import numpy as np

    products: dict[tuple[int, int], float] = {}
    for start in range(0, matrix.shape[0], 500):
        block = (matrix[start : start + 500] @ matrix.T).tocoo()
        chosen = (block.data >= least) & (block.row + start < block.col)
        rows = zip(block.row[chosen] + start, block.col[chosen], np.round(block.data[chosen], 6), strict=True)
        products.update(((int(a), int(b)), float(c)) for a, b, c in rows)
    return products


def _international(terms: Mapping[str, int]) -> dict[str, int]:
    return {term: n for term, n in terms.items() if term.startswith("name ") or term[0].isdecimal()}


def _matrix(counts: Sequence[Mapping[str, int]], *, known: bool = False) -> csr_matrix:
    """Return documents by terms, each row of length 1; with `known`, in what it shares with any other document."""
    from scipy.sparse import csr_matrix

    frequency = Counter(term for terms in counts for term in terms)
    ceiling = max(_CEILING, len(counts) // 10)
    kept = sorted(term for term, n in frequency.items() if 1 < n <= ceiling)
    number = {term: i for i, term in enumerate(kept)}
    indices, data, bounds = [], [], [0]
    for terms in counts:
        weights = {
            term: (1 + math.log(n)) * math.log(1 + max(len(counts), _BACKGROUND) / frequency[term])
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


def _apart(a: Document, b: Document) -> tuple[int | None, float]:
    """Return the least number of days between two publications, and how likely they are close in time."""
    intervals = [(d.metadata.published_from, d.metadata.published_to) for d in (a, b)]
    gaps = [
        (start - end).days
        for (start, _), (_, end) in (intervals, intervals[::-1])
        if start is not None and end is not None
    ]
    widths = [math.inf if start is None or end is None else _width(start, end) for start, end in intervals]
    gap = max([0, *gaps])
    if gap == 0 and math.inf in widths:
        return None, _UNDATED
    sure = math.exp(-sum(widths) / _DECAY)
    return gap, math.exp(-gap / _DECAY) * (_UNDATED + (1 - _UNDATED) * sure)


def _width(start: datetime.date, end: datetime.date) -> int:
    return (end - start).days
