"""Wordings: what one thing, act or utterance is called from report to report, ever more strongly or otherwise.

Names and verbs are compared on scales of words (`lexicon/wording_scales.tsv`), fragments of quotations word by word.
A stronger word for another thing is none: two words count as names of one thing only where what stands around them,
or the name beside them, is the same. Which report came first is said only where dates or credits decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from corpuslib.compare._claim_story import Story, story_of
from corpuslib.compare._claim_topic import shared_phrase
from corpuslib.compare._one_thing import Naming, named_things
from corpuslib.compare._scales import Dimension, Term, said_terms, scales
from corpuslib.compare._wording import contains, overlap, wording
from corpuslib.compare._wording_chains import Chain, How, Times, Version, WordingKind, differ, how_it_came, once_a_voice
from corpuslib.compare.alignment import Alignment
from corpuslib.compare.pairs import Pair
from corpuslib.compare.quotations import Quotation
from corpuslib.compare.similarity import Found, language_of
from corpuslib.compare.speakers import same_speaker
from corpuslib.compare.voices import components
from corpuslib.document import Document
from corpuslib.tables import PROBABILITY, Column, Located
from corpuslib.text import Span

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["How", "Wording", "WordingKind", "find_wordings", "wording_chains"]

_SHOWN = 8  # words of a quotation in its normal form
_ALIKE = 0.6  # share of the telling words of two quotations that they must have in common
_CONTAINED = 0.75  # or of the shorter one, and then three words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Located):
    """What a document calls a thing or an act, or quotes of an utterance, that documents of its story word otherwise.

    A document has one row for each of its words for the thing. Of documents that share a text or an original, which
    are one voice, each word is told once, by the earliest.
    """

    table: ClassVar[str] = "wordings"

    story_id: Annotated[str, Column("story that the document belongs to")]
    wording_id: Annotated[str, Column("the thing, act or utterance; rows with one wording_id are about the same one")]
    kind: Annotated[
        WordingKind, Column("what is worded: a thing by its name, an act by its verb, an utterance by what is quoted")
    ]
    topic: Annotated[
        str, Column("what it is about: up to seven words of its first version; of a quotation its first words")
    ]
    form: Annotated[str, Column("normal form: the term of the scale, or the first words of the quotation, folded")]
    scale: Annotated[str | None, Column("scale that the term is on; null for a quotation")]
    dimension: Annotated[
        Dimension | None,
        Column("what the scale measures: how grave a word is, or how closely it says what the thing is"),
    ]
    step: Annotated[int | None, Column("step of the term on its scale, from 1, the weakest; null for a quotation")]
    steps: Annotated[int | None, Column("how many steps the scale has; null for a quotation")]
    how: Annotated[
        How,
        Column(
            "how the wording came, beside all documents of the chain that are known to be earlier. first: all others "
            "are later; stronger, weaker: than any before; same: used before; other: between them; of quotations: "
            "fragment_grew, fragment_shrank, marks_moved, words_changed, translated: changed between renderings of "
            "one original; order_unknown: no document is known to be earlier, and not all others are later"
        ),
    ]
    against: Annotated[str | None, Column("earlier document that it is compared with; null if there is none")]
    order: Annotated[int | None, Column("place in time within the story, equal where days overlap; null where open")]
    voice: Annotated[str, Column("first document, by name, of those that share a text or an original with this one")]
    quoted: Annotated[bool, Column("whether it stands in quotation marks, and so is a speaker's word")]
    attribution_id: Annotated[int | None, Column("attribution that it stands in or introduces; null if none")]
    quotation_id: Annotated[str | None, Column("utterance in table quotations; null where there is none")]
    confidence: Annotated[float, Column("how sure it is that the versions are about the same", PROBABILITY)]
    reason: Annotated[str, Column("why, in words")]


def find_wordings(
    documents: Sequence[Document],
    found: Found,
    places: Mapping[str, tuple[str, int | None]],
    pairs: Sequence[Pair] = (),
    alignments: Iterable[Alignment] = (),
    quotations: Iterable[Quotation] = (),
    *,
    story: Story | None = None,
) -> list[Wording]:
    """Return the things, acts and utterances that documents of a story word in different ways, sorted.

    `found` holds `sentences`, and `dates` and `attributions` where they are known, `places` the story of each
    document. `pairs` says which share a text or an original, `alignments` which sentences render each other;
    `quotations` are the utterances whose fragments are followed. Only documents in English, or in no known
    language, are looked at. `story` is what these tell, if they are of one story and it is known.

    >>> find_wordings([], {}, {})
    []
    """
    times = Times(documents, pairs)
    stories: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        if document.doc_id in places and language_of(document) == "en":
            stories.setdefault(places[document.doc_id][0], []).append(number)
    aligned = _by_document(alignments)
    quoted: dict[str, list[Quotation]] = {}
    for row in quotations:
        quoted.setdefault(row.doc_id, []).append(row)
    rows: list[Wording] = []
    for story_id, own in sorted(stories.items()):
        ids = [documents[n].doc_id for n in own]
        tables = [found.get(i, {}) for i in ids]
        told = story or story_of([documents[n] for n in own], tables, ())
        rendered = {row for i in ids for row in aligned.get(i, ()) if row.doc_a in ids and row.doc_b in ids}
        chains = [*_named(told, own, tables, _sentence_pairs(told, tables, rendered, ids))]
        chains += _quoted([row for i in ids for row in quoted.get(i, ())], documents, found, times)
        kept = (chain._replace(versions=once_a_voice(chain.versions, times)) for chain in chains)
        several = sorted((c for c in kept if differ(c)), key=lambda c: c.versions[0][:3])
        for number, chain in enumerate(several, 1):
            rows += _rows(story_id, f"{story_id}-w{number:03d}", chain, documents, places, times)
    return rows


def _by_document(alignments: Iterable[Alignment]) -> dict[str, list[Alignment]]:
    found: dict[str, list[Alignment]] = {}
    for row in alignments:
        if row.unit == "sentence" and len(row.ids_a) == 1 == len(row.ids_b):
            found.setdefault(row.doc_a, []).append(row)
    return found


def _sentence_pairs(
    story: Story, tables: Sequence[Mapping[str, Sequence[Any]]], rows: Iterable[Alignment], ids: Sequence[str]
) -> list[tuple[int, int]]:
    """Return the sentences of a story, by number, that render each other one to one."""
    at = {(s.document, s.start): i for i, s in enumerate(story.sentences)}
    number = {
        (ids[n], row.sentence_id): at[n, row.start]
        for n, table in enumerate(tables)
        for row in table.get("sentences", ())
        if (n, row.start) in at
    }
    ends = (((row.doc_a, row.ids_a[0]), (row.doc_b, row.ids_b[0])) for row in rows)
    return sorted((number[a], number[b]) for a, b in ends if a in number and b in number)


# Names and verbs


def _named(
    story: Story, own: Sequence[int], tables: Sequence[Mapping[str, Sequence[Any]]], aligned: Sequence[tuple[int, int]]
) -> Iterator[Chain]:
    for members, sure, why in named_things(story, aligned):
        versions: dict[tuple[int, Term], Version] = {}
        for m in sorted(members, key=lambda m: (m.document, m.start)):
            rows = tables[m.document].get("attributions", ())
            number, quoted = _said_in(rows, m.start, m.end)
            own_version = Version(own[m.document], m.start, m.end, m.term.form, m.term, None, quoted, number, None)
            versions.setdefault((m.document, m.term), own_version)
        kind: WordingKind = "act" if all(m.term.act for m in members) else "thing"
        yield Chain(kind, _topic(story, members), list(versions.values()), sure, why)


def _said_in(attributions: Iterable[Any], start: int, end: int) -> tuple[int | None, bool]:
    """Return the innermost attribution that a passage stands in, and whether it stands in its quotation marks."""
    around = [row for row in attributions if row.start <= start and end <= row.end]
    if not around:
        return None, False
    row = min(around, key=lambda r: (r.end - r.start, r.start))
    spans = zip(row.quote_starts, row.quote_ends, strict=True)
    return row.attribution_id, any(first <= start and end <= last for first, last in spans)


def _topic(story: Story, members: Sequence[Naming]) -> str:
    """Return the words around the first of the members that tell most of what all of them have around them."""
    own = sorted(members, key=lambda m: (m.document, m.start))
    passages = [(story.documents[m.document].text, story.sentences[m.sentence], Span(m.start, m.end)) for m in own]
    shared = Counter(key for m in members for key in m.keys)
    return shared_phrase(passages, {key: story.weights.get(key, 0) for key, n in shared.items() if n > 1})


# Quotations


def _quoted(rows: Sequence[Quotation], documents: Sequence[Document], found: Found, times: Times) -> Iterator[Chain]:
    groups: dict[str, list[Quotation]] = {}
    for row in rows:
        groups.setdefault(row.quotation_id, []).append(row)
    for _, group in sorted(groups.items()):
        told = _once(_fragments(group, documents, times), times)
        links = [(a, b) for a, b in combinations(range(len(told)), 2) if _of_one(told[a], told[b], times)]
        for members in components(len(told), links) if links else ():
            own = [told[n][0] for n in members]
            versions = [version for _, version in (told[n] for n in members)]
            longest = max((v.words.forms for v in versions if v.words), key=len, default=())
            topic = " ".join(longest[:4])
            sure = min(row.confidence for row in own)
            yield Chain("quotation", topic, versions, sure, "the same utterance")
            yield from _introduced(own, found, times, topic)


def _once(told: Iterable[tuple[Quotation, Version]], times: Times) -> list[tuple[Quotation, Version]]:
    """Leave of equal words of one voice those of its earliest document."""
    rows = {version: row for row, version in told}
    return [(rows[version], version) for version in once_a_voice(list(rows), times)]


def _of_one(x: tuple[Quotation, Version], y: tuple[Quotation, Version], times: Times) -> bool:
    """Say whether two passages of an utterance have words in common that only it can have given both."""
    (a, first), (b, second) = x, y
    if a.doc_id == b.doc_id or first.words is None or second.words is None:
        return False
    if frozenset((first.doc, second.doc)) in times.renderings:
        return True
    short, long = sorted((first.words.forms, second.words.forms), key=len)
    shared, contained, dice = overlap(first.words, second.words, {})
    alike = contains(long, short) or (shared > 1 and dice >= _ALIKE) or (shared > 2 and contained >= _CONTAINED)
    # Who is known by one word only ("the PM") may be anybody.
    full = all(row.speaker and " " in row.speaker for row in (a, b))
    return alike and not (full and same_speaker(a.speaker, b.speaker) is False)


def _fragments(
    group: Sequence[Quotation], documents: Sequence[Document], times: Times
) -> Iterator[tuple[Quotation, Version]]:
    """Yield the passages of an utterance, those left out that a document has whole as well."""
    read = [(row, wording(documents[times.number[row.doc_id]].text[row.start : row.end])) for row in group]
    for row, words in read:
        others = [other.forms for r, other in read if r.doc_id == row.doc_id and other.forms != words.forms]
        if not any(contains(forms, words.forms) for forms in others):
            n, form = times.number[row.doc_id], " ".join(words.forms[:_SHOWN])
            quoted = row.form != "unquoted"
            yield (
                row,
                Version(n, row.start, row.end, form, None, words, quoted, row.attribution_id, row.quotation_id),
            )


def _introduced(group: Sequence[Quotation], found: Found, times: Times, topic: str) -> Iterator[Chain]:
    """Yield the verbs of one scale that introduce one utterance of one speaker."""
    by_scale: dict[str, dict[str, Version]] = {}
    for row in sorted(group, key=lambda r: (r.doc_id, -r.similarity, r.start)):
        own = found.get(row.doc_id, {}).get("attributions", ())
        said = next((a for a in own if a.attribution_id == row.attribution_id), None)
        if said is None or said.cue_start is None or row.speaker_differs:
            continue
        for term in said_terms().get(said.cue_lemma or "", ()):
            start, end = int(said.cue_start), int(said.cue_end)
            version = Version(
                times.number[row.doc_id], start, end, term.form, term, None, False, row.attribution_id, row.quotation_id
            )
            by_scale.setdefault(term.scale, {}).setdefault(row.doc_id, version)
    for _, introduced in sorted(by_scale.items()):
        yield Chain("act", topic, list(introduced.values()), 0.9, "they introduce the same utterance")


# Rows


def _rows(
    story_id: str,
    name: str,
    chain: Chain,
    documents: Sequence[Document],
    places: Mapping[str, tuple[str, int | None]],
    times: Times,
) -> Iterator[Wording]:
    for v in chain.versions:
        how, against, why = how_it_came(v, chain.versions, times)
        scale = scales()[v.term.scale] if v.term else None
        document = documents[v.doc]
        yield Wording(
            **document.place(v.start, v.end),
            story_id=story_id,
            wording_id=name,
            kind=chain.kind,
            topic=chain.topic,
            form=v.form,
            scale=scale.name if scale else None,
            dimension=scale.dimension if scale else None,
            step=v.term.step if v.term else None,
            steps=scale.steps if scale else None,
            how=how,
            against=documents[against].doc_id if against is not None else None,
            order=places[document.doc_id][1],
            voice=documents[times.voice[v.doc]].doc_id,
            quoted=v.quoted,
            attribution_id=v.attribution_id,
            quotation_id=v.quotation_id,
            confidence=chain.confidence,
            reason=f"{chain.reason}; {why}",
        )


# For a page


def wording_chains(rows: pd.DataFrame, story: str, most: int = 20) -> pd.DataFrame:
    """Return the chains of a story ready to be drawn: a row for each version, those that differ most first.

    `rows` is table `wordings`, or a part of it; with a column `outlet` besides, versions are shown by outlet. Chains
    come in the order of the voices in them times the steps between the weakest and the strongest word; of a
    quotation, times the wordings it has. At most `most` chains are returned, with the columns

    - chain: number from 1; label: its forms from the weakest to the strongest, those of one step with a comma, or from
      the earliest to the latest;
    - at: place of the version in the chain, from 1; by: doc_id or outlet;
    - height: step of the term as a share of the steps of its scale, 0 to 1; null for a quotation;
    - wording_id, kind, topic, form, how, against, order, quoted, confidence, reason: as in the table.

    >>> import pandas as pd
    >>> shared = {"story_id": "s1", "wording_id": "s1-w001", "kind": "thing", "steps": 5, "topic": "tactical"}
    >>> rest = {"against": None, "order": None, "quoted": False, "confidence": 0.8, "reason": ""}
    >>> rows = pd.DataFrame([
    ...     {**shared, **rest, "doc_id": "1", "voice": "1", "form": "weapon", "step": 1, "how": "first"},
    ...     {**shared, **rest, "doc_id": "2", "voice": "2", "form": "missile", "step": 3, "how": "stronger"},
    ... ])
    >>> wording_chains(rows, "s1")[["label", "at", "by", "height", "how"]].values.tolist()
    [['weapon < missile', 1, '1', 0.2, 'first'], ['weapon < missile', 2, '2', 0.6, 'stronger']]
    """
    own = rows[rows["story_id"] == story].reset_index(drop=True)
    by = "outlet" if "outlet" in own else "doc_id"
    ranked = []
    for wording_id, chain in own.groupby("wording_id", sort=True):
        steps = chain["step"].dropna()
        spread = int(steps.max() - steps.min()) if len(steps) else chain["form"].nunique() - 1
        ranked.append((-chain["voice"].nunique() * spread, wording_id, _label(chain)))
    place = {wording_id: (n, label) for n, (_, wording_id, label) in enumerate(sorted(ranked)[:most], 1)}
    kept = own[own["wording_id"].isin(place)].assign(
        chain=lambda f: [place[i][0] for i in f["wording_id"]],
        label=lambda f: [place[i][1] for i in f["wording_id"]],
        at=lambda f: f.groupby("wording_id").cumcount() + 1,
        by=lambda f: f[by],
        height=lambda f: (f["step"].astype("Float64") / f["steps"].astype("Float64")).round(3),
    )
    columns = ["chain", "label", "at", "by", "height", "wording_id", "kind", "topic", "form", "how", "against"]
    ordered = kept.sort_values(["chain", "at"], kind="stable").reset_index(drop=True)
    return ordered[[*columns, "order", "quoted", "confidence", "reason"]]


def _label(chain: pd.DataFrame) -> str:
    """Return the forms of a chain, with < between the steps of a scale and a comma within one."""
    forms = chain.drop_duplicates("form")
    if forms["step"].isna().all():
        return " … ".join(forms["form"])
    return " < ".join(", ".join(step["form"]) for _, step in forms.groupby("step", sort=True))
