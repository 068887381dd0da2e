"""Attributions: who says what, through whom.

The terms are those of PARC (Pareti 2012) and PolNeAR (Newell, Margolin & Ruths 2018): an attribution ties a
content to its source by a cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from corpuslib.annotate._finder import find
from corpuslib.annotate._found import AttributionKind, Found
from corpuslib.annotate._source_types import SourceType
from corpuslib.annotate.hedges import Hedge, hedge_spans
from corpuslib.document import Document, as_document
from corpuslib.tables import CODE_POINTS, PROBABILITY, Column, Located

__all__ = ["Attribution", "AttributionKind", "attributions", "find_attributions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Located):
    """A content that the text gives to a source; `start` and `end` delimit the content, without quotation marks.

    direct: a passage in quotation marks that stands for itself. mixed: a clause with a quoted fragment.
    indirect: a clause in the reporter's words. free_indirect: a sentence without a cue that goes on reporting
    the source before it. scare: a quoted word or two that nobody is said to have said.
    """

    table: ClassVar[str] = "attributions"

    attribution_id: Annotated[int, Column("number of the attribution in its document, from 0")]
    kind: Annotated[AttributionKind, Column("how the content is given")]
    cue: Annotated[str | None, Column('words that tie content and source, e.g. "according to"; null if there are none')]
    cue_lemma: Annotated[str | None, Column('dictionary form of the cue, e.g. "say"')]
    cue_class: Annotated[str | None, Column("speech, belief, intention, judgement or evidence")]
    cue_start: Annotated[int | None, Column("first character of the cue in the clean text", CODE_POINTS)]
    cue_end: Annotated[int | None, Column("end of the cue in the clean text, exclusive", CODE_POINTS)]
    mention: Annotated[str | None, Column('the source as written, e.g. "the minister"; null if the text names none')]
    speaker: Annotated[str | None, Column("the source's name as resolved within the document; null if unresolved")]
    speaker_start: Annotated[int | None, Column("first character of the mention in the clean text", CODE_POINTS)]
    speaker_end: Annotated[int | None, Column("end of the mention in the clean text, exclusive", CODE_POINTS)]
    speaker_raw_start: Annotated[int | None, Column("first character of the mention in the text as found", CODE_POINTS)]
    speaker_raw_end: Annotated[int | None, Column("end of the mention in the text as found, exclusive", CODE_POINTS)]
    source_type: Annotated[
        SourceType | None,
        Column(
            "what kind of source it is. named_official: holder of a public office or party politician, by name or "
            'unique office ("Foreign Minister Ana Kelm", "the president"); unnamed_official: one whom the text '
            'does not name ("a senior official"); named_person: anybody else with a name ("Ana Kelm"); '
            'unnamed_person: anybody else without one ("a person familiar with the talks", "voters"); '
            'spokesperson: speaks for somebody, named or not ("a spokeswoman"); government_body: ministry, '
            'parliament, court, police, forces ("the foreign ministry"); state_actor: a state or capital for its '
            'government ("Pyongyang", "the Kremlin"); state_media: medium that a state or ruling party owns '
            '("Xinhua", "state television"); news_agency: other agency ("Reuters"); other_media: other medium or '
            'journalist ("the newspaper"); document: a text speaks ("the report", "a statement"); expert: judges '
            'by profession ("analysts", "Ana Kelm of the Institute"); intelligence: secret service, its present '
            'or former staff ("the spy agency"); diplomat: ("an envoy"); witness: tells what he or she saw, or '
            'lives where it happened ("a resident"); organisation: company, union, association ("the union"); '
            'unattributed: passive without a source ("it was said"). Null if undetermined'
        ),
    ]
    anonymous: Annotated[bool, Column("whether the source is a person or persons whom the text does not name")]
    anonymity_reason: Annotated[
        str | None,
        Column(
            'why the source goes unnamed, in the words of the text, e.g. "because the talks are private"; without a '
            'reason how it asked for it, e.g. "on condition of anonymity"; null if the text says nothing of it'
        ),
    ]
    chain: Annotated[
        tuple[str, ...],
        Column(
            "all sources the words passed through, outermost first, as written: whom they were told, who passed "
            "them on, who said them, who perceived what they tell"
        ),
    ]
    hedges: Annotated[tuple[str, ...], Column("hedging words in the content or beside its cue")]
    quote_starts: Annotated[tuple[int, ...], Column("first characters of the quoted passages", CODE_POINTS)]
    quote_ends: Annotated[tuple[int, ...], Column("ends of the quoted passages, exclusive", CODE_POINTS)]
    repeats: Annotated[
        int | None,
        Column("attribution whose words this one, in a headline or subhead, repeats; not to be counted twice"),
    ]
    suspect: Annotated[bool, Column("whether a parallel rendering of the same text speaks against it")]
    suspect_reason: Annotated[str | None, Column("what the other rendering has instead, in words; null if not suspect")]
    rule: Annotated[str, Column("rule that tied content and source")]
    confidence: Annotated[
        float,
        Column(
            "how sure the rule is; of direct quotations about the share with the right source in American news of 2015",
            PROBABILITY,
        ),
    ]


def attributions(text: str | Document) -> list[Attribution]:
    """Return the attributions of a text in the order of their contents.

    Direct quotations never overlap; an indirect one may hold others. The rules use no parser and no model:
    quotation marks are paired by paragraph, cues come from a lexicon, sources are the noun phrases beside
    them, pronouns and bare surnames are resolved to the last compatible name.

    >>> text = 'Ana Kelm met the press on Friday. “We will sign,” she said.'
    >>> [(a.kind, a.mention, a.speaker) for a in attributions(text)]
    [('direct', 'she', 'Ana Kelm')]
    """
    return find_attributions(as_document(text))


def find_attributions(document: Document, hedges: Sequence[Hedge] | None = None) -> list[Attribution]:
    """Return the attributions of a document: of its headline and the blocks of its body, if it is English.

    `hedges` are the document's, if they are known already.
    """
    if document.metadata.language not in (None, "en"):
        return []
    spans = hedge_spans(document) if hedges is None else [(hedge.start, hedge.end, hedge.cue) for hedge in hedges]
    return [_row(document, number, found) for number, found in enumerate(find(document, spans))]


def _row(document: Document, number: int, found: Found) -> Attribution:
    speaker_start = speaker_end = raw_start = raw_end = None
    if found.mention_span is not None:
        speaker_start, speaker_end = found.mention_span
        raw_start, raw_end = document.raw_span(found.mention_span)
    return Attribution(
        **document.place(found.start, found.end),
        attribution_id=number,
        kind=found.kind,
        cue=found.cue,
        cue_lemma=found.cue_lemma,
        cue_class=found.cue_class,
        cue_start=found.cue_span[0] if found.cue_span else None,
        cue_end=found.cue_span[1] if found.cue_span else None,
        mention=found.mention,
        speaker=found.speaker,
        speaker_start=speaker_start,
        speaker_end=speaker_end,
        speaker_raw_start=raw_start,
        speaker_raw_end=raw_end,
        source_type=found.source_type,
        anonymous=found.anonymous,
        anonymity_reason=found.anonymity_reason,
        chain=found.chain,
        hedges=found.hedges,
        quote_starts=tuple([start for start, _ in found.quotes]),
        quote_ends=tuple([end for _, end in found.quotes]),
        repeats=found.repeats,
        suspect=False,
        suspect_reason=None,
        rule=found.rule,
        confidence=round(found.confidence, 3),
    )
