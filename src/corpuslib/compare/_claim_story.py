"""A story as claims see it: sentences with what they tell, and which of different documents are about one thing."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from corpuslib.compare._meanings import by_meaning, retold
from corpuslib.compare._telling import Telling, sentences_with, told_sentences, unified
from corpuslib.compare.similarity import language_of
from corpuslib.document import Document

__all__ = ["SLIP", "Found", "Story", "Verdict", "Version", "days_between", "story_of", "told_by"]

T = TypeVar("T")
Verdict = Literal["agree", "wording", "specificity", "compatible", "confirmed", "refuted", "conflict"]

# Set by hand. Weights are in thousandths of a natural logarithm: whole numbers add up to the same on every machine.
_BACKGROUND = 150  # sentences: among twenty every word is rare
_HELD = 20_000  # sentences whose mates are held, so that a story without end takes no more memory
_FAINT = 3000  # what sentences must share to be held as mates: most share one word, and nobody asks for those
_HEAVY = 1 << 40  # more than any two sentences share
_POSTINGS = 60  # sentences that may have a key before it finds no candidates
SLIP = 3  # days by which reports of one event can differ
_VERBATIM = 0.4  # share of the sentences of the shorter text that a copy repeats letter by letter


class Version(NamedTuple):
    """A passage, by position of its document in the story, with what it says."""

    document: int
    start: int
    end: int
    value: str


class Found(NamedTuple):
    """Versions of one claim, how they stand to each other, how sure that is, and why in words."""

    verdict: Verdict
    versions: tuple[Version, ...]
    confidence: float
    reason: str


@dataclass(frozen=True)
class Story:
    """The documents of a story; `sentences` are those of all of them, one after the other, `plain` the same
    with every word of a fixed expression.

    `one_voice` holds pairs of positions of documents that share a text or an original.
    """

    documents: Sequence[Document]
    tables: Sequence[Mapping[str, Sequence[Any]]]
    sentences: Sequence[Telling]
    plain: Sequence[Telling]
    one_voice: Collection[tuple[int, int]] = field(default_factory=frozenset)

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """The keys of each sentence."""
        return [frozenset(t.key for t in s.tokens) for s in self.sentences]

    @cached_property
    def postings(self) -> dict[str, list[int]]:
        """The sentences that have each key."""
        return sentences_with(self.keys)

    @cached_property
    def plain_postings(self) -> dict[str, list[int]]:
        """The sentences of `plain` that have each key."""
        return sentences_with({t.key for t in s.tokens} for s in self.plain)

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each key tells: how few sentences have it, those of copies counted once."""
        told: dict[str, set[str]] = {}
        for s, keys in zip(self.sentences, self.keys, strict=True):
            told.setdefault(self.text(s), set()).update(keys)
        seen = Counter(key for keys in told.values() for key in keys)
        total = max(_BACKGROUND, len(self.sentences))
        return {key: round(1000 * math.log(1 + total / n)) for key, n in seen.items()}

    @cached_property
    def names(self) -> list[frozenset[str]]:
        """The keys of the names in each document."""
        return [
            frozenset(t.key for i in self.of(n) for t in self.sentences[i].tokens if t.name)
            for n in range(len(self.documents))
        ]

    @cached_property
    def meant(self) -> list[Telling]:
        """The sentences with one key for the words that mean the same."""
        return by_meaning(self.sentences)

    @cached_property
    def retold(self) -> list[Telling]:
        """The sentences with one key for words and expressions that free reports use in turn: wider than `meant`."""
        return retold(self.sentences, [self.text(s) for s in self.sentences])

    @cached_property
    def _mates(self) -> dict[int, list[int]]:
        """What is known of the mates of sentences, as `_near` gives them."""
        return {}

    @cached_property
    def _read(self) -> dict[Callable[[Story], Sequence[Any]], Sequence[Any]]:
        """What readers found in the story."""
        return {}

    def once(self, reader: Callable[[Story], Sequence[T]]) -> Sequence[T]:
        """Return what a reader finds in the story, which it reads once."""
        if reader not in self._read:
            self._read[reader] = reader(self)
        return self._read[reader]

    @cached_property
    def _homes(self) -> list[int]:
        """The document of each sentence."""
        return [s.document for s in self.sentences]

    @cached_property
    def _ends(self) -> list[int]:
        return [bisect_left(self._homes, n) for n in range(len(self.documents) + 1)]

    def of(self, document: int) -> range:
        """Return the sentences of a document, by its position."""
        return range(self._ends[document], self._ends[document + 1])

    def text(self, s: Telling) -> str:
        """The text of a sentence."""
        return self.documents[s.document].text[s.start : s.end]

    def version(self, i: int, value: str) -> Version:
        """Return a sentence as a version of a claim."""
        s = self.sentences[i]
        return Version(s.document, s.start, s.end, value)

    def before(self, i: int) -> int | None:
        """Return the sentence before one in its document; None at the start."""
        return i - 1 if i and self.sentences[i - 1].document == self.sentences[i].document else None

    def shared(self, i: int, j: int) -> int:
        """Return what the keys weigh that two sentences share."""
        return sum(self.weights[key] for key in self.keys[i] & self.keys[j])

    def likeness(self, i: int, j: int) -> int:
        """Return what two sentences share, in per cent of what the one tells that tells less."""
        least = min(sum(self.weights[key] for key in self.keys[n]) for n in (i, j))
        return 100 * self.shared(i, j) // max(1, least)

    def mates(self, i: int, least: int) -> list[int]:
        """Return the sentences of other documents that share enough with one, those that share most first."""
        near = self._mates.get(i)
        if near is None or least < _FAINT:
            near = self._near(i, min(least, _FAINT))
            if len(self._mates) < _HELD and least >= _FAINT:
                self._mates[i] = near
        size = len(self.sentences)
        return [code % size for code in near[: bisect_left(near, (_HEAVY - least + 1) * size)]]

    def _near(self, i: int, least: int) -> list[int]:
        """Return the mates of a sentence, those that share most first: each number with what it shares, in one."""
        weights, postings, documents = self.weights, self.postings, self._homes
        mass: dict[int, int] = {}
        for key in self.keys[i]:
            having = postings[key]
            if len(having) <= _POSTINGS:
                weight = weights[key]
                for j in having:
                    mass[j] = mass.get(j, 0) + weight
        own, size = documents[i], len(documents)
        return sorted((_HEAVY - n) * size + j for j, n in mass.items() if n >= least and documents[j] != own)

    def apart(self, i: int, j: int) -> bool:
        """Say whether two sentences are of two voices."""
        return self.far(self.sentences[i].document, self.sentences[j].document)

    def far(self, a: int, b: int) -> bool:
        """Say whether two documents are of two voices."""
        return a != b and (a, b) not in self.one_voice and (b, a) not in self.one_voice

    def days_apart(self, a: int, b: int) -> int:
        """Return how many days lie at least between the publication of two documents; 0 where that is not known."""
        x, y = self.documents[a].metadata, self.documents[b].metadata
        gaps = [
            (later.published_from - first.published_to).days
            for first, later in ((x, y), (y, x))
            if later.published_from and first.published_to
        ]
        return max(0, *gaps, 0)

    def renderings(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of one voice that are no copies of each other: two renderings of one original."""
        texts: list[set[str]] = [set() for _ in self.documents]
        for s in self.sentences:
            texts[s.document].add(self.text(s))
        for a, b in sorted({(min(pair), max(pair)) for pair in self.one_voice}):
            if len(texts[a] & texts[b]) <= _VERBATIM * min(len(texts[a]), len(texts[b])):
                yield a, b


def days_between(a: str, b: str) -> int:
    """Return how many days lie between two TIMEX3 values; 0 where one of them names no day of a year.

    >>> days_between("2031-05-03", "2031-05-06"), days_between("2031-05-03", "XXXX-WXX-3")
    (3, 0)
    """
    try:
        return abs((datetime.date.fromisoformat(a[:10]) - datetime.date.fromisoformat(b[:10])).days)
    except ValueError:
        return 0


def story_of(
    documents: Sequence[Document],
    tables: Sequence[Mapping[str, Sequence[Any]]],
    one_voice: Collection[tuple[int, int]],
) -> Story:
    """Return the story that documents tell, with one key for each name wherever it stands."""
    told = [s for n, (d, t) in enumerate(zip(documents, tables, strict=True)) for s in told_sentences(n, d, t)]
    return Story(documents, tables, unified(told), told, frozenset(one_voice))


def told_by(
    documents: Iterable[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    one_voice: Iterable[tuple[str, str]] = (),
) -> Story:
    """Return the story that those of the documents tell which are in English, or in no known language."""
    own = [d for d in documents if language_of(d) == "en"]
    position = {d.doc_id: n for n, d in enumerate(own)}
    copies = {(position[a], position[b]) for a, b in one_voice if a in position and b in position}
    return story_of(own, [found.get(d.doc_id, {}) for d in own], copies)
