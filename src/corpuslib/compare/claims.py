"""Claims: what documents of one story say about the same thing, and whether they agree.

Values are compared where they can be typed (dates, numbers with a unit, counts); statements where one is denied, names
a thing more closely, or foretells what another reports; two renderings of one original by what divergences tell.
Everything unsure is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from corpuslib.compare._claim_agreements import agreements
from corpuslib.compare._claim_counts import rival_counts
from corpuslib.compare._claim_denials import denied_statements, opposed_accounts
from corpuslib.compare._claim_events import days_of_events
from corpuslib.compare._claim_facts import facts_told_otherwise
from corpuslib.compare._claim_forecasts import forecasts
from corpuslib.compare._claim_foretold import foretold
from corpuslib.compare._claim_lookalikes import events_of_a_kind
from corpuslib.compare._claim_namesakes import namesakes
from corpuslib.compare._claim_outcomes import outcomes
from corpuslib.compare._claim_places import places_told
from corpuslib.compare._claim_quoted import quoted_alike
from corpuslib.compare._claim_renderings import differing_renderings
from corpuslib.compare._claim_shared_values import shared_values
from corpuslib.compare._claim_story import Found, Story, Verdict, Version, told_by
from corpuslib.compare._claim_things import things_named_otherwise
from corpuslib.compare._claim_ties import in_sentences, without_parts
from corpuslib.compare._claim_topic import Place, topic_phrase
from corpuslib.compare._claim_typed import Sentence, claim_sentences, typed_claims, word_weights
from corpuslib.compare._claim_wordings import worded_otherwise
from corpuslib.compare.voices import components
from corpuslib.document import Document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Claim", "Verdict", "attribution_around", "find_claims", "vouched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Located):
    """A passage in which a document says its version of a claim that several documents of a story make."""

    table: ClassVar[str] = "claims"

    story_id: Annotated[
        str, Column("story that the claim belongs to; of what one story expects and another reports, the latter")
    ]
    claim_id: Annotated[str, Column("the claim; rows with one claim_id are about the same thing")]
    topic: Annotated[str, Column("what the claim is about: up to seven words of the first version")]
    value: Annotated[str, Column("what this document says, in normal form: a TIMEX3 value, or number and unit")]
    verdict: Annotated[
        Verdict,
        Column(
            "agree: equal values; wording: put otherwise; specificity: one names the kind, another a thing of it; "
            "compatible: other things of a kind, or a count that may have grown: both can be true; confirmed, "
            "refuted: what one expects, another reports, or reports otherwise; conflict: they cannot both be true"
        ),
    ]
    attribution_id: Annotated[int | None, Column("attribution that the passage stands in; null if none")]
    speaker: Annotated[
        str | None,
        Column("who vouches for it in this document: the resolved source, or the innermost of a chain; null if nobody"),
    ] = None
    chain: Annotated[tuple[str, ...], Column("all sources it passed through, outermost first, as written")] = ()
    voice: Annotated[
        str, Column("first document, by name, of those that share a text or an original with this one")
    ] = ""
    voices: Annotated[
        int, Column("independent voices among the documents of the claim; of 1 it rests on one alone")
    ] = 1
    hedge: Annotated[str | None, Column("word in the sentence that makes the claim less sure")]
    confidence: Annotated[float, Column("how sure it is that the versions are about the same thing", PROBABILITY)]
    reason: Annotated[str, Column("why the verdict, in words")] = ""


def find_claims(
    documents: Sequence[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    places: Mapping[str, tuple[str, int | None]],
    one_voice: Collection[tuple[str, str]] = (),
    *,
    story: Story | None = None,
) -> list[Claim]:
    """Return the claims that at least two documents of a story make.

    `found` holds the rows of each document by table: `sentences`, and `dates`, `attributions` and `hedges` where
    they are known. `places` gives each document's story. Documents of a pair in `one_voice` copy each other: they
    are no two witnesses, and what only they say is no claim. `story` is what the documents tell, if they are of one
    story and it is known.
    """
    ids = sorted(d.doc_id for d in documents)
    position = {doc_id: n for n, doc_id in enumerate(ids)}
    links = [(position[a], position[b]) for a, b in one_voice if a in position and b in position]
    voice = {ids[n]: ids[group[0]] for group in components(len(ids), links) for n in group}
    stories: dict[str, list[Document]] = {}
    for document in documents:
        if document.doc_id in places and (document.metadata.language or "en") == "en":
            stories.setdefault(places[document.doc_id][0], []).append(document)
    claims: list[Claim] = []
    for story_id in sorted(stories):
        claims += _story_claims(story_id, stories[story_id], found, one_voice, voice, story)
    return claims


def _story_claims(
    story_id: str,
    documents: Sequence[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    one_voice: Collection[tuple[str, str]],
    voice: Mapping[str, str],
    known: Story | None = None,
) -> Iterator[Claim]:
    tables = [found.get(d.doc_id, {}) for d in documents]
    sentences = [claim_sentences(d, t) for d, t in zip(documents, tables, strict=True)]
    weights = word_weights(sentences)
    story = known or told_by(documents, found, one_voice)
    claims = [*typed_claims(documents, tables, sentences, story.one_voice), *_told(story)]
    claims += facts_told_otherwise(story, claims)
    claims += foretold(story, claims)
    claims += quoted_alike(story, claims)
    claims += shared_values(story, claims)
    claims += agreements(story, claims)
    claims += worded_otherwise(story, claims)
    fates = [claim for claim in claims if claim.verdict in ("confirmed", "refuted")]
    claims = without_parts(claims, in_sentences(story, fates), {"agree", "wording"})
    claims += places_told(story, claims)
    claims += _joined([*outcomes(story, claims)])
    claims += events_of_a_kind(story, claims)
    claims += namesakes(story)
    for number, claim in enumerate(claims, 1):
        inside = [_around_version(sentences[v.document], v) for v in claim.versions]
        around = [
            Place(documents[v.document].text, s, v.start, v.end)
            for v, s in zip(claim.versions, inside, strict=True)
            if s is not None
        ]
        topic = topic_phrase(around, weights)
        voices = len({voice[documents[v.document].doc_id] for v in claim.versions})
        for v, sentence in zip(claim.versions, inside, strict=True):
            yield Claim(
                **vouched(documents[v.document], tables[v.document], v.start, v.end, sentence),
                story_id=story_id,
                claim_id=f"{story_id}-c{number:03d}",
                topic=topic,
                value=v.value,
                verdict=claim.verdict,
                voice=voice[documents[v.document].doc_id],
                voices=voices,
                confidence=claim.confidence,
                reason=claim.reason,
            )


def _told(story: Story) -> Iterator[Found]:
    """Yield the claims about what happened, those of one kind that share a passage as one."""
    yield from differing_renderings(story)
    yield from things_named_otherwise(story)
    yield from _joined([*days_of_events(story)])
    yield from forecasts(story)
    yield from rival_counts(story)
    yield from _joined([*denied_statements(story)])
    yield from opposed_accounts(story)


def _joined(claims: Sequence[Found]) -> Iterator[Found]:
    """Yield one claim for those that share a passage in the same version."""
    having: dict[Version, list[int]] = {}
    for number, claim in enumerate(claims):
        for version in claim.versions:
            having.setdefault(version, []).append(number)
    links = {(numbers[0], n) for numbers in having.values() for n in numbers[1:]}
    for group in components(len(claims), links):
        versions = sorted({v for n in group for v in claims[n].versions})
        first = claims[min(group)]
        yield first._replace(versions=tuple(versions), confidence=min(claims[n].confidence for n in group))


def vouched(
    document: Document, table: Mapping[str, Sequence[Any]], start: int, end: int, sentence: Any
) -> dict[str, Any]:
    """Return the place of a passage with who vouches for it, and the word in its sentence that makes it less sure."""
    rows = table.get("attributions", ())
    attribution_id = attribution_around(rows, start, end)
    speaker, chain = _vouching(rows, attribution_id)
    hedge = _hedge(table.get("hedges", ()), sentence) if sentence else None
    said = {"attribution_id": attribution_id, "speaker": speaker, "chain": chain, "hedge": hedge}
    return {**document.place(start, end), **said}


def _around_version(sentences: Sequence[Sentence], version: Version) -> Sentence | None:
    return next((s for s in sentences if s.start <= version.start and version.end <= s.end), None)


def attribution_around(attributions: Iterable[Any], start: int, end: int) -> int | None:
    """Return the number of the innermost attribution that a passage stands in; None if it stands in none."""
    inside = [row for row in attributions if row.start <= start and end <= row.end]
    return min(inside, key=lambda row: (row.end - row.start, row.start)).attribution_id if inside else None


def _vouching(attributions: Iterable[Any], attribution_id: int | None) -> tuple[str | None, tuple[str, ...]]:
    """Return who vouches for what stands in an attribution, and the chain that it passed through."""
    row = next((row for row in attributions if row.attribution_id == attribution_id), None)
    if row is None:
        return None, ()
    chain = tuple(row.chain)
    return row.speaker or (chain[-1] if chain else row.mention), chain


def _hedge(hedges: Iterable[Any], sentence: Any) -> str | None:
    return next((row.cue for row in hedges if sentence.start <= row.start and row.end <= sentence.end), None)
