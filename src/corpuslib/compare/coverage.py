"""Coverage: which facts, actors and quotations of a story each document carries, and which it leaves out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

from corpuslib.compare._claim_story import Story as Told
from corpuslib.compare._claim_story import told_by
from corpuslib.compare._claim_topic import shared_phrase
from corpuslib.compare._named import Named, named_in
from corpuslib.compare._telling import Telling, nearness, stretch, told_sentences
from corpuslib.compare.claims import Claim, attribution_around
from corpuslib.compare.pairs import Pair
from corpuslib.compare.quotations import Quotation
from corpuslib.compare.similarity import Found, language_of
from corpuslib.compare.statements import Statement, frequency, group_unified, is_enough, rarity
from corpuslib.compare.voices import voices
from corpuslib.document import Document
from corpuslib.tables import CODE_POINTS, PROBABILITY, Column, Row
from corpuslib.text import Span

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Coverage",
    "ItemKind",
    "Status",
    "coverage_matrix",
    "document_voices",
    "find_coverage",
    "key_frequency",
    "story_coverage",
]

ItemKind = Literal["fact", "actor", "quotation"]
Status = Literal["told", "told_otherwise", "left_out", "too_early"]
Place = Literal["headline", "lead", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Row):
    """What a document makes of an item of its story: a fact, an actor or a quotation that the story's documents carry.

    Facts are found by words in common, so that a document that tells one in quite other words goes unnoticed.
    Where it comes near the item, or where the dates do not allow to know whether it could have told it, the document
    has no row for that item: `left_out` is said only where its text has nothing like it and others had told it by
    then. That is a day earlier, or two voices on the same day.
    """

    table: ClassVar[str] = "coverage"

    story_id: Annotated[str, Column("story that document and item belong to")]
    item_id: Annotated[str, Column("the item: story, then f (fact), a (actor) or q (quotation) with a number")]
    item_kind: Annotated[ItemKind, Column("what the item is")]
    item: Annotated[
        str,
        Column(
            "short label: of a fact up to seven words of the first that tells it; the name of an actor; of a "
            "quotation its speaker and telling words"
        ),
    ]
    doc_id: Annotated[str, Column("document that the row is about")]
    status: Annotated[
        Status,
        Column(
            "told; told_otherwise: with a value, a wording or a speaker that does not agree with the others'; "
            "left_out: not told, though others had told it by then; too_early: published before the first that tells it"
        ),
    ]
    place: Annotated[
        Place | None, Column("where it is first told: headline, lead (standfirst, first paragraph) or body; else null")
    ]
    mentions: Annotated[int, Column("how often the document tells or names it", "sentences; of actors, names")]
    position: Annotated[
        float | None, Column("share of the body before it is first told, 0 in the headline; null if not told", "0 to 1")
    ]
    attribution_id: Annotated[int | None, Column("attribution that the first passage stands in; null if none")]
    voice: Annotated[str, Column("first document, by name, of those that share a text or an original with this one")]
    start: Annotated[int | None, Column("first character of the first passage in the clean text", CODE_POINTS)]
    end: Annotated[int | None, Column("end of the first passage in the clean text, exclusive", CODE_POINTS)]
    raw_start: Annotated[int | None, Column("first character of the first passage in the text as found", CODE_POINTS)]
    raw_end: Annotated[int | None, Column("end of the first passage in the text as found, exclusive", CODE_POINTS)]
    confidence: Annotated[float, Column("how sure the status is", PROBABILITY)]


# By reading: of two passages of a fact nineteen in twenty said the same in the demo corpus, four in five in the news
# of one campaign. Of what was said to be left out, nine in ten were.
_TOLD = 0.85
_LEFT_OUT = 0.85
_NEAR = 0.3  # share of an item's words from which on a document may tell it in other ones
_LABEL = 6  # words
_REACH = 40  # code points around the words of a fact in which a value belongs to it


class _Told(NamedTuple):
    """A passage that tells an item: what is shown, and the words in it that are meant."""

    shown: Span
    words: Span


@dataclass
class _Item:
    """An item with the passages of each document that tell it, in order, and how sure each is; documents by position.

    `near` are documents that come so near to it that nothing can be said.
    """

    kind: ItemKind
    label: str
    told: dict[int, list[_Told]]
    sure: dict[int, float] = field(default_factory=dict)
    otherwise: set[int] = field(default_factory=set)
    near: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Story:
    """The documents of a story in one language, with their rows and what is known of their dates and voices."""

    story_id: str
    documents: Sequence[Document]
    tables: Sequence[Mapping[str, Sequence[Any]]]
    voice: Sequence[str]
    told: Told

    @property
    def sentences(self) -> Sequence[Telling]:
        """The sentences with all words of a fixed expression."""
        return self.told.plain

    def dates(self, n: int) -> tuple[datetime.date | None, datetime.date | None]:
        """Return the first and the last day on which a document can have been published."""
        metadata = self.documents[n].metadata
        return metadata.published_from, metadata.published_to


def find_coverage(
    documents: Sequence[Document],
    found: Found,
    places: Mapping[str, tuple[str, int | None]],
    pairs: Sequence[Pair] = (),
    claims: Iterable[Claim] = (),
    quotations: Iterable[Quotation] = (),
    actors: Sequence[Named] = (),
) -> list[Coverage]:
    """Return what each document of a story makes of the facts, actors and quotations of it, sorted.

    `found` holds `sentences`, `dates` and `attributions` of each document, `places` its story. Documents that
    `pairs` ties to one text or original are one voice. A fact is what two voices state in words in common, or make
    a claim about; where `claims` says that two values conflict, the one that fewer voices have is told otherwise.
    Actors are those given, who are followed in every story that names them, and the people with a first and a last
    name whom two voices quote or name. Quotations are the groups of `quotations`. Only documents in English, or in
    no known language, are looked at.

    >>> find_coverage([], {}, {})
    []
    """
    voice = document_voices([d.doc_id for d in documents], pairs)
    having: Counter[str] = Counter()
    by_story: dict[str, list[Document]] = {}
    for document in documents:
        if document.doc_id in places:
            by_story.setdefault(places[document.doc_id][0], []).append(document)
    for own in by_story.values():
        having.update(key_frequency(own, found))
    common = rarity(having, sum(language_of(d) == "en" for own in by_story.values() for d in own))
    claimed, quoted = _by_document(claims), _by_document(quotations)
    return [
        row
        for story_id, own in sorted(by_story.items())
        for row in story_coverage(story_id, told_by(own, found), voice, claimed, quoted, actors, common)
    ]


def key_frequency(documents: Iterable[Document], found: Found) -> Counter[str]:
    """Return how many of the documents in English have each telling word: so rarity in a corpus adds up by story."""
    return frequency(told_sentences(0, d, found.get(d.doc_id, {})) for d in documents if language_of(d) == "en")


def story_coverage(
    story_id: str,
    told: Told,
    voice: Mapping[str, str],
    claims: Mapping[str, Sequence[Claim]],
    quotations: Mapping[str, Sequence[Quotation]],
    actors: Sequence[Named],
    common: Mapping[str, int],
) -> Iterator[Coverage]:
    """Yield the rows of one story: claims and quotations by document, `common` as `rarity` in the corpus."""
    story = _Story(story_id, told.documents, told.tables, [voice[d.doc_id] for d in told.documents], told)
    if len(set(story.voice)) < 2:
        return
    for items in (_facts(story, claims, common), _actors(story, actors), _quotations(story, quotations)):
        ranked = sorted(items, key=lambda item: (-_carried(story, item), _first(item)))
        for number, item in enumerate(ranked, 1):
            item_id = f"{story.story_id}-{item.kind[0]}{number:03d}"
            tellers = _Tellers.of(story, item)
            yield from (row for n in range(len(story.documents)) if (row := _row(story, item, tellers, item_id, n)))


def document_voices(doc_ids: Iterable[str], pairs: Sequence[Pair]) -> dict[str, str]:
    """Return the voice of each document: the first by name of those that share a text or an original."""
    import pandas as pd

    columns = {name: [getattr(pair, name) for pair in pairs] for name in ("doc_a", "doc_b", "relation")}
    return voices(doc_ids, pd.DataFrame(columns))


def _by_document(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.doc_id, []).append(row)
    return found


def _carried(story: _Story, item: _Item) -> int:
    return len({story.voice[n] for n in item.told})


def _first(item: _Item) -> tuple[int, Span, str]:
    n = min(item.told)
    return n, item.told[n][0].shown, item.label


def _row(story: _Story, item: _Item, tellers: _Tellers, item_id: str, n: int) -> Coverage | None:
    document, told = story.documents[n], item.told.get(n, [])
    status = ("told_otherwise" if n in item.otherwise else "told") if told else _silence(story, item, tellers, n)
    if status is None:
        return None
    row = Coverage(
        story_id=story.story_id, item_id=item_id, item_kind=item.kind, item=item.label, doc_id=document.doc_id,
        status=status, place=None, mentions=len(told), position=None, attribution_id=None, voice=story.voice[n],
        start=None, end=None, raw_start=None, raw_end=None,
        confidence=item.sure.get(n, _TOLD) if told else _LEFT_OUT,
    )  # fmt: skip
    if not told:
        return row
    first = told[0]
    raw = document.raw_span(first.shown)
    place, position = _place(document, first.words.start)
    return replace(
        row, place=place, position=position, start=first.shown.start, end=first.shown.end, raw_start=raw.start,
        raw_end=raw.end, attribution_id=attribution_around(story.tables[n].get("attributions", ()), *first.words),
    )  # fmt: skip


class _Tellers(NamedTuple):
    """Who tells an item: their voices, the first day on which one can have, and by when two voices had for certain."""

    voices: frozenset[str]
    first: datetime.date | None
    last: Sequence[datetime.date]

    @classmethod
    def of(cls, story: _Story, item: _Item) -> _Tellers:
        dates = {(story.voice[m], *story.dates(m)) for m in item.told}
        firsts = [first for _, first, _ in dates if first]
        by_voice: dict[str, datetime.date] = {}
        for voice, _, last in dates:
            if last:
                by_voice[voice] = min(last, by_voice.get(voice, last))
        every = frozenset(voice for voice, _, _ in dates)
        return cls(every, min(firsts) if len(firsts) == len(dates) else None, sorted(by_voice.values())[:2])


def _silence(story: _Story, item: _Item, tellers: _Tellers, n: int) -> Status | None:
    """Return what it means that a document does not tell an item; None where that is not known."""
    if n in item.near or story.voice[n] in tellers.voices:
        return None
    since, until = story.dates(n)
    if until and tellers.first and until < tellers.first:
        return "too_early"
    if not since:
        return None
    before, by_then = any(d < since for d in tellers.last), [d for d in tellers.last if d <= since]
    return "left_out" if before or len(by_then) > 1 else None


def _place(document: Document, start: int) -> tuple[Place, float]:
    """Return the part of a document that a place belongs to, and the share of the body before it."""
    before, lead = 0, True
    whole = sum(block.end - block.start for block in document.body_blocks()) or 1
    for block in document.blocks:
        if block.start <= start < block.end and not block.in_body:
            return ("headline", 0.0) if block.kind == "headline" else ("lead", 0.0)
        if block.in_body and start < block.end:
            before += max(0, start - block.start)
            return "lead" if lead and block.kind == "paragraph" else "body", round(before / whole, 4)
        if block.in_body:
            before += block.end - block.start
            lead = lead and block.kind != "paragraph"
    return "body", 1.0


def _facts(story: _Story, claims: Mapping[str, Sequence[Claim]], common: Mapping[str, int]) -> Iterator[_Item]:
    voice = [sorted(set(story.voice)).index(v) for v in story.voice]
    claimed = _claims_by_sentence(story, claims)
    sentences_of: dict[str, set[int]] = {}
    for i, rows in claimed.items():
        for row in rows:
            sentences_of.setdefault(row.claim_id, set()).add(i)
    known = [group for _, group in sorted(sentences_of.items())]
    taken: list[set[int]] = []
    for statement in group_unified(story.told.sentences, voice, known, common):
        members = set(statement.members)
        if not any(members <= earlier for earlier in taken):
            taken.append(members)
            yield _fact(story, statement, claimed)


def _claims_by_sentence(story: _Story, claims: Mapping[str, Sequence[Claim]]) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = {}
    for i, s in enumerate(story.sentences):
        for row in claims.get(story.documents[s.document].doc_id, ()):
            inside = s.start <= row.start < s.end
            if inside and row.story_id == story.story_id and row.verdict != "compatible":
                found.setdefault(i, []).append(row)
    return found


def _fact(story: _Story, statement: Statement, claimed: Mapping[int, Sequence[Claim]]) -> _Item:
    told: dict[int, list[_Told]] = {}
    sure: dict[int, float] = {}
    for i, fit in sorted(statement.members.items()):
        s = story.sentences[i]
        told.setdefault(s.document, []).append(_Told(Span(s.start, s.end), stretch(s, statement.core)))
        sure[s.document] = max(sure.get(s.document, 0.0), round(_TOLD * fit, 3))
    near = {n for n, share in statement.near.items() if share >= _NEAR}
    if not is_enough(statement.core, statement.core):  # known by a claim: too few words to look for elsewhere
        near = set(range(len(story.documents)))
    otherwise = _otherwise(story, statement, claimed)
    return _Item("fact", _label(story, statement), told, sure, otherwise, near - told.keys())


def _otherwise(story: _Story, statement: Statement, claimed: Mapping[int, Sequence[Claim]]) -> set[int]:
    """Return the documents whose value, in a claim that the statement makes, conflicts with that of more voices."""
    values: dict[str, dict[str, set[int]]] = {}
    for i in sorted(statement.members):
        s = story.sentences[i]
        words = stretch(s, statement.core)
        for row in claimed.get(i, ()):
            if row.verdict == "conflict" and words.start - _REACH <= row.start and row.end <= words.end + _REACH:
                values.setdefault(row.claim_id, {}).setdefault(row.value, set()).add(s.document)
    found: set[int] = set()
    for by_value in _pooled(values.values()):
        # Of two values with as many voices, the one told first stands.
        main = min(by_value, key=lambda v: (-len({story.voice[n] for n in by_value[v]}), min(by_value[v]), v))
        found |= set().union(*by_value.values()) - by_value[main]
    return found


def _pooled(claims: Iterable[Mapping[str, set[int]]]) -> list[dict[str, set[int]]]:
    """Put claims with a value in common together: they are about one quantity."""
    pools: list[dict[str, set[int]]] = []
    for claim in claims:
        pool = {value: set(told) for value, told in claim.items()}
        for other in [p for p in pools if not p.keys().isdisjoint(claim)]:
            pools.remove(other)
            for value, told in other.items():
                pool.setdefault(value, set()).update(told)
        pools.append(pool)
    return pools


def _label(story: _Story, statement: Statement) -> str:
    """Return words of the first version that has a run of them, those that tell most of what the versions share."""
    own = [story.sentences[i] for i in sorted(statement.members)]
    passages = [(story.documents[s.document].text, s, stretch(s, statement.core)) for s in own]
    return shared_phrase(passages, statement.core)


def _actors(story: _Story, actors: Sequence[Named]) -> Iterator[_Item]:
    for name, places, near in named_in(story.documents, story.tables, story.voice, actors):
        told = {n: [_Told(span, span) for span in spans] for n, spans in places.items()}
        yield _Item("actor", name, told, near=set(near))


def _quotations(story: _Story, quotations: Mapping[str, Sequence[Quotation]]) -> Iterator[_Item]:
    groups: dict[str, list[tuple[int, Quotation]]] = {}
    for n, document in enumerate(story.documents):
        for row in quotations.get(document.doc_id, ()):
            groups.setdefault(row.quotation_id, []).append((n, row))
    for _, rows in sorted(groups.items()):
        told: dict[int, list[_Told]] = {}
        for n, row in rows:
            span = Span(row.start, row.end)
            told.setdefault(n, []).append(_Told(span, span))
        sure = {n: max(row.confidence for m, row in rows if m == n) for n in told}
        otherwise = {n for n, row in rows if row.relation == "altered" or row.speaker_differs}
        core, label = _quoted(story, rows)
        near = {n for n, share in nearness(story.sentences, story.told.plain_postings, core).items() if share >= _NEAR}
        near = near if len(core) > 1 else set(range(len(story.documents)))
        yield _Item("quotation", label, told, sure, otherwise, near - told.keys())


def _quoted(story: _Story, rows: Collection[tuple[int, Quotation]]) -> tuple[frozenset[str], str]:
    """Return the telling words of the reference of a quotation, or else of its first member, and its label."""
    n, row = min(rows, key=lambda member: (member[1].relation != "reference", member[0], member[1].start))
    tokens = [
        t for s in story.sentences if s.document == n for t in s.tokens if row.start <= t.start and t.end <= row.end
    ]
    words = " ".join(t.text for t in tokens[:_LABEL]) or story.documents[n].text[row.start : row.end][:40]
    return frozenset(t.key for t in tokens), f"{row.speaker}: {words}" if row.speaker else words


_STRENGTH = ("told", "told_otherwise", "left_out", "too_early")


def coverage_matrix(rows: pd.DataFrame, story: str, kind: ItemKind, most: int = 20) -> pd.DataFrame:
    """Return the items of a story by document with their status, those that tell most of the differences first.

    `rows` is table `coverage`, or a part of it; with a column `outlet` besides, the columns are outlets, and of
    several documents of one the strongest status counts. An item comes the earlier the more voices carry it and, of
    these, the more leave it out: squared number of the voices that tell it, times that of those that do not. At
    most `most` items are returned; the index is `item_id`, the column "item" the label. A cell is missing where
    nothing is known.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({
    ...     "story_id": "s01", "item_id": "s01-f001", "item_kind": "fact", "item": "shots fired",
    ...     "doc_id": ["1", "2"], "voice": ["1", "2"], "status": ["told", "left_out"],
    ... })
    >>> coverage_matrix(rows, "s01", "fact").to_dict("records")
    [{'item': 'shots fired', '1': 'told', '2': 'left_out'}]
    """
    own = rows[(rows["story_id"] == story) & (rows["item_kind"] == kind)]
    by = "outlet" if "outlet" in own else "doc_id"
    telling = own[own["status"].isin(["told", "told_otherwise"])].groupby("item_id")["voice"].nunique()
    silent = own[own["status"] == "left_out"].groupby("item_id")["voice"].nunique()
    labels = own.drop_duplicates("item_id").set_index("item_id")["item"]
    counts = {i: (int(telling.get(i, 0)), int(silent.get(i, 0))) for i in labels.index}
    order = sorted(counts, key=lambda i: (-(counts[i][0] ** 2) * counts[i][1], -counts[i][0], i))[:most]
    ranked = own.assign(_rank=own["status"].map(_STRENGTH.index)).sort_values(["_rank", by], kind="stable")
    cells = ranked.drop_duplicates(["item_id", by]).pivot(index="item_id", columns=by, values="status")
    matrix = cells.reindex(order).sort_index(axis=1)
    matrix.insert(0, "item", labels.reindex(order))
    matrix.columns.name = None
    return matrix
