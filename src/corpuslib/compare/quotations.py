"""Quotations: the same words across documents, with what each of them made of the words (quote drift)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from corpuslib.compare._same_place import copied_passages, rendered_passages
from corpuslib.compare._utterances import Passage, quoted_passages, utterances
from corpuslib.compare._wording import changes, contains, overlap, reworded, run, tokens, wording
from corpuslib.compare.alignment import Alignment
from corpuslib.compare.pairs import Pair
from corpuslib.compare.speakers import same_speaker
from corpuslib.document import Document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Quotation", "QuotationForm", "QuotationRelation", "find_quotations"]

QuotationForm = Literal["direct", "mixed", "unquoted"]
QuotationRelation = Literal[
    "reference", "same", "marks_moved", "shortened", "extended", "altered", "translated", "paraphrase"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Located):
    """A passage of a group of passages in two or more documents that give the same utterance.

    `start` and `end` delimit the passage inside its quotation marks, or the words that stand without any.
    Copies of one text are members too: count voices, not rows.
    """

    table: ClassVar[str] = "quotations"

    quotation_id: Annotated[str, Column("the utterance: q001, q002, … by its first document; its members share it")]
    attribution_id: Annotated[int | None, Column("attribution that the passage belongs to; null if none")]
    speaker: Annotated[str | None, Column("the speaker as resolved in this document; null if unresolved")]
    speaker_differs: Annotated[bool, Column("whether the speaker is another than in the reference")]
    form: Annotated[
        QuotationForm,
        Column("direct, or mixed: part of a sentence; unquoted where the words stand outside quotation marks"),
    ]
    variant: Annotated[int, Column("number of the wording among the group's distinct ones, from 1, the reference's")]
    relation: Annotated[
        QuotationRelation,
        Column(
            "reference: the member that the others are compared with. What became of its words: same; marks_moved: "
            "the same words, otherwise in or outside the marks; shortened; extended; altered: some words replaced; "
            "translated: worded otherwise in a parallel rendering; paraphrase: worded otherwise without marks"
        ),
    ]
    changes: Annotated[
        tuple[str, ...],
        Column('words that differ, as "reference’s → this one’s"; at most six of at most five words a side'),
    ]
    similarity: Annotated[float, Column("telling words shared with the reference, as a share of both's", PROBABILITY)]
    confidence: Annotated[float, Column("how sure it is that the passage is the same utterance", PROBABILITY)]


def find_quotations(
    documents: Sequence[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    places: Mapping[str, tuple[str, int | None]],
    pairs: Sequence[Pair] = (),
    alignments: Iterable[Alignment] = (),
) -> list[Quotation]:
    """Return the quotations that stand in two or more documents, by group, document and place.

    `found` holds `attributions` and `sentences` of each document, `places` its story; `pairs` that share text or an
    original, and the `alignments` of parallel renderings, tie what words alone do not. The reference of a group is
    the longest member of its earliest document: first by `pairs`, then by date.

    Niculae et al. (QUOTUS, 2015) and Leskovec, Backstrom and Kleinberg (2009) group quotations by the words that
    they share; here the story, the speaker and the place in a parallel rendering count as well. What a text gives
    to no source is not looked at, nor are single small words.

    >>> find_quotations([], {}, {})
    []
    """
    passages: list[Passage] = []
    ids, days = [], []
    for number, document in enumerate(documents):
        ids.append(document.doc_id)
        days.append(str(document.metadata.published_from or "9999"))
        passages += quoted_passages(number, document, found.get(document.doc_id, {}).get("attributions", ()))
    stories = [places[doc_id][0] if doc_id in places else f"alone {doc_id}" for doc_id in ids]
    position = {doc_id: n for n, doc_id in enumerate(ids)}
    known = rendered_passages(passages, documents, position, found, pairs, alignments)
    known |= copied_passages(passages, position, pairs)
    order = _Order.of(position, days, pairs)
    groups = []
    for numbers in utterances(passages, stories, known):
        members = _told_apart(_Member(passages[n], sure) for n, sure in numbers)
        if len({member.passage.doc for member in members}) > 1:
            groups.append(members)
    groups.sort(key=lambda group: group[0].place)
    return [row for n, group in enumerate(groups, 1) for row in _rows(f"q{n:03d}", group, documents, order)]


class _Member(NamedTuple):
    """A passage of a group, and how sure it is that it belongs there."""

    passage: Passage
    sure: float

    @property
    def place(self) -> tuple[int, int, int]:
        return self.passage.doc, self.passage.start, self.passage.end


def _told_apart(members: Iterable[_Member]) -> list[_Member]:
    """Leave out a passage that two attributions share, and what a document that quotes the words also says of them."""
    known = list(members)
    quoting = {m.passage.doc for m in known if m.passage.quoted}
    first: dict[tuple[int, int, int], _Member] = {}
    for member in known:
        if member.passage.quoted or member.passage.doc not in quoting:
            first.setdefault(member.place, member)
    return [first[place] for place in sorted(first)]


@dataclass(frozen=True)
class _Order:
    """What is known of which document came first, and which are renderings of one original; documents by position."""

    later: Mapping[int, frozenset[int]]
    day: Sequence[str]
    renderings: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, position: Mapping[str, int], days: Sequence[str], pairs: Sequence[Pair]) -> _Order:
        later: dict[int, set[int]] = {}
        renderings = set()
        for pair in pairs:
            a, b = position[pair.doc_a], position[pair.doc_b]
            if pair.earlier is not None:
                first, second = (a, b) if pair.earlier == pair.doc_a else (b, a)
                later.setdefault(second, set()).add(first)
            if pair.relation == "parallel_rendering":
                renderings |= {(a, b), (b, a)}
        return cls({n: frozenset(before) for n, before in later.items()}, days, frozenset(renderings))

    def reference(self, group: Sequence[_Member]) -> _Member:
        """Return the longest quoted member of the earliest document."""
        there = {m.passage.doc for m in group}

        def key(member: _Member) -> tuple[bool, str, int, tuple[int, int, int]]:
            p = member.passage
            after = not there.isdisjoint(self.later.get(p.doc, frozenset()))
            return after, self.day[p.doc], -len(p.wording.forms), member.place

        return min((m for m in group if m.passage.quoted), key=key)


def _rows(name: str, group: Sequence[_Member], documents: Sequence[Document], order: _Order) -> Iterator[Quotation]:
    reference = order.reference(group)
    text = documents[reference.passage.doc].text
    variants = {reference.passage.wording.forms: 1}
    for member in group:
        p = _narrowed(member.passage, reference.passage, documents)
        own = documents[p.doc].text
        rendering = (reference.passage.doc, p.doc) in order.renderings
        old, new = (tokens(t[q.start : q.end]) for t, q in ((text, reference.passage), (own, p)))
        _, _, shared = overlap(reference.passage.wording, p.wording, {})
        speakers = reference.passage.attribution.speaker, p.attribution.speaker
        yield Quotation(
            **documents[p.doc].place(p.start, p.end),
            quotation_id=name,
            attribution_id=p.attribution.attribution_id,
            speaker=p.attribution.speaker,
            speaker_differs=same_speaker(*speakers) is False,
            form="unquoted" if not p.quoted else "direct" if p.attribution.kind == "direct" else "mixed",
            variant=variants.setdefault(p.wording.forms, len(variants) + 1),
            relation="reference" if member is reference else _relation(reference.passage, p, documents, rendering),
            changes=changes(old, new),
            similarity=1.0 if p.wording.forms == reference.passage.wording.forms else round(shared, 3),
            confidence=member.sure,
        )


def _narrowed(p: Passage, reference: Passage, documents: Sequence[Document]) -> Passage:
    """Return only the reference's words of a passage that holds them without marks among others."""
    at = None if p.quoted else run(documents[p.doc].text[p.start : p.end], reference.wording.forms)
    if at is None:
        return p
    start, end = p.start + at.start, p.start + at.end
    return p._replace(start=start, end=end, wording=reference.wording)


def _relation(reference: Passage, p: Passage, documents: Sequence[Document], rendering: bool) -> QuotationRelation:
    old, new = reference.wording, p.wording
    if p.quoted and old.forms == new.forms:
        return "same"
    around = [_content(q, documents) for q in (reference, p)]
    if contains(new.forms, old.forms) and contains(around[0], new.forms):
        return "marks_moved"
    if contains(around[1], old.forms) and (not p.quoted or contains(old.forms, new.forms)):
        return "marks_moved"
    kind = reworded(old, new)
    if not p.quoted and kind != "shortened":
        return "paraphrase"
    return "translated" if kind == "altered" and rendering else kind


def _content(p: Passage, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the words of the whole content that a passage is a part of."""
    row = p.attribution
    return wording(documents[p.doc].text[min(row.start, p.start) : max(row.end, p.end)]).forms
