"""A corpus compared: from an index which pairs and stories there are, then each piece of work by itself.

Pairs and stories are pieces that workers get with their documents and nothing else. Rows are handed on as they
come. Of the corpus there are held the index, the pairs, and the quotations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from corpuslib.compare._claim_story import told_by
from corpuslib.compare._claim_threads import Told, claims_between, told_of_events, told_of_events_alone
from corpuslib.compare._close import close_pairs, one_voice, passages_of_pairs, side_by_side
from corpuslib.compare._named import Named
from corpuslib.compare._spool import Library
from corpuslib.compare._story_order import Answer, Written, answers, in_time
from corpuslib.compare.alignment import Alignment
from corpuslib.compare.claims import Claim, find_claims
from corpuslib.compare.copies import Copy, group_copies
from corpuslib.compare.coverage import Coverage, document_voices, key_frequency, story_coverage
from corpuslib.compare.divergences import Divergence
from corpuslib.compare.duplicates import reused
from corpuslib.compare.pairs import Pair
from corpuslib.compare.quotations import Quotation, find_quotations
from corpuslib.compare.reuse import ReusePassage
from corpuslib.compare.similarity import language_of, similar_documents
from corpuslib.compare.statements import rarity
from corpuslib.compare.stories import Stories, group_stories
from corpuslib.compare.suspects import suspect_attributions
from corpuslib.compare.wordings import Wording, find_wordings
from corpuslib.engine import Workers, map_ordered
from corpuslib.tables import Row

__all__ = ["Placed", "Write", "compare_library"]

_ALONE = 50  # documents in no story that are a piece of work

Write = Callable[[str, Iterable[Row]], None]
"""Takes rows of a table, in their order."""


@dataclass(frozen=True)
class Placed:
    """What a comparison says of documents: story and place in time of each, and attributions that are suspect.

    `written` holds the documents of which other ones tell better when they were written.
    """

    stories: Mapping[str, tuple[str, int | None]] = field(default_factory=lambda: MappingProxyType({}))
    suspects: Mapping[tuple[str, int], str] = field(default_factory=lambda: MappingProxyType({}))
    written: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))


class _Beside(NamedTuple):
    """Of documents side by side what is needed further on: alignments of renderings, divergences of attributions."""

    alignments: list[Alignment]
    divergences: list[Divergence]


def compare_library(library: Library, actors: Sequence[Named] = (), *, workers: Workers = 1, write: Write) -> Placed:
    """Compare documents, which are sorted by name, and hand their rows to `write`, those of each table sorted.

    Claims that documents of other stories make come after those that are made within one.
    """
    documents = library.documents
    similarities = similar_documents(documents, library.found)
    reuse = {(r.a, r.b): r for r in reused(d.body for d in documents)}
    close = close_pairs(library, similarities, reuse, workers=workers)
    stories = group_stories(documents, close, similarities)
    del similarities
    pairs = sorted((*close, *stories.pairs), key=lambda p: (p.doc_a, p.doc_b))
    write(Pair.table, pairs)
    write(Copy.table, group_copies(documents, close))
    changed = set()
    for rows in passages_of_pairs(library, close, reuse, workers=workers):
        write(ReusePassage.table, rows)
        changed |= {(p.doc_a, p.doc_b) for p in rows if p.kind not in ("shared", "moved") and p.telling}
    del reuse
    beside = _beside(library, close, changed, workers, write)
    quotations = find_quotations(documents, library.found, stories.places, close, beside.alignments)
    write(Quotation.table, quotations)
    corpus = _Corpus(library, stories, pairs, close, beside.alignments, quotations, actors)
    told = corpus.told_alone(workers)
    claims: Counter[str] = Counter()
    answered: list[Answer] = []
    for found, own in map_ordered(_story_rows, corpus.tasks(workers), workers=workers, chunk=1):
        for table, of_story in found.items():
            write(table, of_story)
        claims.update(home for home, _ in {(row.story_id, row.claim_id) for row in found.get(Claim.table, ())})
        answered += answers(found.get(Claim.table, ()))
        told += own
    homes = {doc_id: story for doc_id, (story, _) in stories.places.items()}
    between = claims_between(told, homes, corpus.voice, claims)
    write(Claim.table, between)
    placed, written = corpus.in_time([*answered, *answers(between)])
    touched = {doc_id for row in beside.divergences for doc_id in (row.doc_a, row.doc_b)}
    numbers = [n for n, doc_id in enumerate(library.names) if doc_id in touched]
    suspects = suspect_attributions([documents[n] for n in numbers], library.found, beside.divergences, close)
    return Placed({**stories.places, **placed}, suspects, written)


def _beside(
    library: Library, close: Sequence[Pair], changed: set[tuple[str, str]], workers: Workers, write: Write
) -> _Beside:
    kept = _Beside([], [])
    renderings = {(p.doc_a, p.doc_b) for p in close if p.relation == "parallel_rendering"}
    for comparison in side_by_side(library, close, changed, workers=workers):
        write(Alignment.table, comparison.alignment)
        write(Divergence.table, comparison.divergences)
        kept.alignments.extend(row for row in comparison.alignment if (row.doc_a, row.doc_b) in renderings)
        kept.divergences.extend(row for row in comparison.divergences if row.kind == "attribution")
    return kept


@dataclass(frozen=True)
class _Story:
    """A story with what the whole corpus says of its documents: a piece of work."""

    story_id: str
    library: Library
    places: Mapping[str, tuple[str, int | None]]
    close: Sequence[Pair]
    alignments: Sequence[Alignment]
    quotations: Sequence[Quotation]
    voice: Mapping[str, str]
    actors: Sequence[Named]
    common: Mapping[str, int]


@dataclass(frozen=True)
class _Corpus:
    """What is known of a corpus once its stories are."""

    library: Library
    stories: Stories
    pairs: Sequence[Pair]
    close: Sequence[Pair]
    alignments: Sequence[Alignment]
    quotations: Sequence[Quotation]
    actors: Sequence[Named]

    @cached_property
    def voice(self) -> dict[str, str]:
        """The voice of each document."""
        return document_voices(self.library.names, self.pairs)

    def told_alone(self, workers: Workers) -> list[Told]:
        """Return what documents in no story say of events that a story can tell of."""
        alone = [n for n, doc_id in enumerate(self.library.names) if doc_id not in self.stories.places]
        parts = (self.library.part(alone[at : at + _ALONE]) for at in range(0, len(alone), _ALONE))
        return [told for found in map_ordered(_told_alone, parts, workers=workers, chunk=2) for told in found]

    def in_time(self, found: Sequence[Answer]) -> tuple[dict[str, tuple[str, int | None]], dict[str, Written]]:
        """Return the places in time, and the days, that documents have because one reports what another expects."""
        places, told = self.stories.places, {doc_id for answer in found for doc_id in answer}
        stories = {places[doc_id][0] for doc_id in told & places.keys()}
        near = {doc_id for doc_id, (story, _) in places.items() if story in stories} | told
        numbers = [n for n, doc_id in enumerate(self.library.names) if doc_id in near]
        return in_time({self.library.names[n]: Written.of(self.library.documents[n]) for n in numbers}, places, found)

    def tasks(self, workers: Workers) -> Iterator[_Story]:
        """Yield the stories, sorted."""
        members: dict[str, list[int]] = {}
        english = 0
        known: dict[str, str] = {}  # one object for a key of many stories
        for number, doc_id in enumerate(self.library.names):
            if doc_id in self.stories.places:
                members.setdefault(self.stories.places[doc_id][0], []).append(number)
        parts = {story: self.library.part(numbers) for story, numbers in sorted(members.items())}
        having: Counter[str] = Counter()
        keys: dict[str, list[str]] = {}
        for story, counted in zip(parts, map_ordered(_counted, parts.values(), workers=workers, chunk=2), strict=True):
            english += counted.english
            having.update(counted.keys)
            keys[story] = list(map(known.setdefault, counted.keys, counted.keys))
        common = rarity(having, english)
        close, quotations = self._by_story(self.close, "doc_a", "doc_b"), self._by_story(self.quotations, "doc_id")
        alignments = self._by_story(self.alignments, "doc_a", "doc_b")
        for story, part in parts.items():
            yield _Story(
                story, part, {i: self.stories.places[i] for i in part.names}, close.get(story, ()),
                alignments.get(story, ()), quotations.get(story, ()), {i: self.voice[i] for i in part.names},
                self.actors, {key: common[key] for key in keys.pop(story)},
            )  # fmt: skip

    def _by_story(self, rows: Iterable[Any], *columns: str) -> dict[str, list[Any]]:
        """Return the rows whose documents are all of one story, by story."""
        found: dict[str, list[Any]] = {}
        for row in rows:
            homes = {self.stories.places.get(getattr(row, column), ("", None))[0] for column in columns}
            if len(homes) == 1 and homes != {""}:
                found.setdefault(homes.pop(), []).append(row)
        return found


class _Counted(NamedTuple):
    """How many documents of a story are in English, and how many of these have each key."""

    english: int
    keys: Counter[str]


def _counted(part: Library) -> _Counted:
    english = [d for d in part.documents if language_of(d) == "en"]
    return _Counted(len(english), key_frequency(english, part.found))


def _told_alone(part: Library) -> list[Told]:
    return [told for d in part.documents for told in told_of_events_alone(d, part.found.get(d.doc_id, {}))]


def _story_rows(story: _Story) -> tuple[dict[str, list[Any]], list[Told]]:
    """Return the rows of a story, which are claims, coverage and wordings, and what it tells other stories of."""
    documents = list(story.library.documents)
    found = {d.doc_id: story.library.found.get(d.doc_id, {}) for d in documents}  # each read once
    copies = one_voice(story.close)
    told = told_by(documents, found, copies)
    claims = find_claims(documents, found, story.places, one_voice=copies, story=told)
    coverage = story_coverage(
        story.story_id, told, story.voice, _by_document(claims), _by_document(story.quotations), story.actors,
        story.common,
    )  # fmt: skip
    wordings = find_wordings(
        documents, found, story.places, story.close, story.alignments, story.quotations, story=told
    )
    rows: dict[str, list[Any]] = {Claim.table: [*claims], Coverage.table: [*coverage], Wording.table: [*wordings]}
    return rows, told_of_events(told)


def _by_document(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.doc_id, []).append(row)
    return found
