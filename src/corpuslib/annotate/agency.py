"""Agency: who acts on whom in headline and lead.

Shallow patterns around a closed list of verbs and nouns; there is no parser. A pattern that could be read in two
ways yields nothing, so that the table says less than the text and seldom more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from corpuslib.annotate._acts import ActClass
from corpuslib.annotate._clauses import Event, find_events
from corpuslib.annotate._noun_phrases import Phrase, Vocabulary, read
from corpuslib.annotate._noun_phrases import Sentence as _Sentence
from corpuslib.annotate._quotes import find_quotes
from corpuslib.annotate._tokens import tokenise
from corpuslib.annotate.labels import Actor
from corpuslib.annotate.sentences import split
from corpuslib.document import Block, Document, as_document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Agency", "Part", "Voice", "find_agency"]

Voice = Literal["active", "passive", "agentless_passive", "nominal", "light_verb"]
Part = Literal["headline", "lead"]

_MARKS = (('"', '"'), ("“", "”"), ("‘", "’"))
_OWNER = re.compile(r"(?:['’]s|(?<=s)['’])$")
_CODE_POINT = "code points"
_QUOTED_WORDS = 4
"""A passage in marks with as many words or more is somebody's speech and no part of the clause around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Located):
    """An act of one actor upon another in headline or lead: agent, act, patient.

    The classes are the root events of CAMEO (Gerner, Schrodt, Yilmaz & Abu-Jabr 2002, Conflict and Mediation
    Event Observations). They are the word's and not the world's: "attack" is `assault` also where it is done
    with words.
    """

    table: ClassVar[str] = "agency"

    part: Annotated[Part, Column("where the passage stands")]
    act: Annotated[str, Column("dictionary form of the verb or noun with its particle, e.g. `lash out at`")]
    act_class: Annotated[ActClass, Column("root event of CAMEO, shortened")]
    act_start: Annotated[int, Column("first character of the verb or noun in the clean text", _CODE_POINT)]
    act_end: Annotated[int, Column("end of the verb or noun in the clean text, exclusive", _CODE_POINT)]
    voice: Annotated[Voice, Column("construction that says who acts")]
    symmetric: Annotated[
        bool, Column("whether both sides act alike, as in meeting; who comes first is the text's choice")
    ]
    negated: Annotated[bool, Column("whether the act is denied or refused")]
    modal: Annotated[str | None, Column("words that make the act a wish, plan or possibility, e.g. `will`, `vows to`")]
    agent: Annotated[str | None, Column("who acts, as written; null where the text does not say")]
    agent_start: Annotated[int | None, Column("first character of the agent in the clean text", _CODE_POINT)]
    agent_end: Annotated[int | None, Column("end of the agent in the clean text, exclusive", _CODE_POINT)]
    agent_actor: Annotated[str | None, Column("actor of the corpus file that the agent names")]
    patient: Annotated[str, Column("who or what is acted on, as written")]
    patient_start: Annotated[int, Column("first character of the patient in the clean text", _CODE_POINT)]
    patient_end: Annotated[int, Column("end of the patient in the clean text, exclusive", _CODE_POINT)]
    patient_actor: Annotated[str | None, Column("actor of the corpus file that the patient names")]
    confidence: Annotated[float, Column("how sure the pattern is", PROBABILITY)]


def find_agency(document: str | Document, actors: Sequence[Actor] = ()) -> list[Agency]:
    """Return who acts on whom in the headline and the first paragraph of an English document, in order.

    A plain string has no headline; its first line is the lead. "Olm and Vane" gives a row each. Pronouns,
    questions and what stands inside a quotation of four words or more are passed over.

    >>> rows = find_agency("Velushia’s troops attacked Ardmark, and Olm was not accused by Vane.")
    >>> [(row.agent, row.act, row.patient, row.voice, row.negated) for row in rows]
    [('Velushia’s troops', 'attack', 'Ardmark', 'active', False), ('Vane', 'accuse', 'Olm', 'passive', True)]
    """
    document = as_document(document)
    if document.metadata.language not in (None, "en"):
        return []
    passages = list(_passages(document))
    if not passages:
        return []
    names = _names(actors)
    running = "\n".join(document.text[b.start : b.end] for b in document.blocks if b.in_body)
    vocabulary = Vocabulary.of(running, [name for a in actors for name in (a.name, *a.aliases)])
    found: list[Agency] = []
    for block, part in passages:
        headline = part == "headline"
        for sentence in _sentences(document.text, block, vocabulary, headline):
            for event in find_events(sentence, is_headline=headline):
                found.extend(_rows(document, sentence, event, part, names))
    return sorted(found, key=lambda row: (row.start, row.end, row.act_start, row.agent_start or 0, row.patient_start))


def _passages(document: Document) -> Iterator[tuple[Block, Part]]:
    for block in document.blocks:
        if block.kind == "headline":
            yield block, "headline"
            break
    for block in document.blocks:
        if block.in_body and block.kind == "paragraph":
            yield block, "lead"
            break


def _sentences(text: str, block: Block, vocabulary: Vocabulary, headline: bool) -> Iterator[_Sentence]:
    for span in split(text[block.start : block.end]):
        start, end = block.start + span.start, block.start + span.end
        quotes = [
            q for q in find_quotes(text[start:end]) if len(text[start:end][q.start : q.end].split()) >= _QUOTED_WORDS
        ]
        moved = [q._replace(start=q.start + start, end=q.end + start) for q in quotes]
        yield read(tokenise(text, start, end, list(enumerate(moved))), vocabulary, is_headline=headline)


def _names(actors: Sequence[Actor]) -> Mapping[str, str | None]:
    """Return the actor of each name, None for a name that two actors share."""
    owners: dict[str, str | None] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            key = _key(name.split())
            owners[key] = actor.name if owners.get(key, actor.name) == actor.name else None
    owners.pop("", None)
    return owners


def _key(words: Sequence[str]) -> str:
    key = " ".join(words).lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return key.removeprefix("the ")


def _actor(sentence: _Sentence, phrase: Phrase, names: Mapping[str, str | None]) -> str | None:
    """Return the actor whose name ends the phrase up to its head, or stands in apposition to it.

    "The minister of Aln" is not Aln; "the minister, Odo Vell," is Odo Vell.
    """
    words = sentence.tokens.words[phrase.start : phrase.end]
    if _key(words) in names:
        return names[_key(words)]
    candidates = [words[: phrase.head + 1 - phrase.start]]
    if sentence.lower(phrase.end) == ",":
        end = phrase.end + 1
        while end < len(sentence) and sentence.name[end]:
            end += 1
        if sentence.is_mark(end):
            candidates.append(sentence.tokens.words[phrase.end + 1 : end])
    keys = (_key(words[k:]) for words in candidates for k in range(len(words)))
    return next((names[key] for key in keys if key in names), None)


def _place(text: str, sentence: _Sentence, phrase: Phrase) -> tuple[int, int] | None:
    """Return where a phrase stands, without the ending of a possessive; None if it ends inside quotation marks."""
    start, end = sentence.tokens.starts[phrase.start], sentence.tokens.ends[phrase.end - 1]
    for opening, closing in _MARKS:
        _, opened, inside = text[start:end].rpartition(opening)
        odd = text.count(opening, start, end) % 2 == 1 or opening != closing
        if opened and odd and closing not in inside:
            if text[end : end + 1] != closing:
                return None
            return start, end + 1
    owner = _OWNER.search(text, start, end)
    return start, owner.start() if owner else end


def _rows(
    document: Document, sentence: _Sentence, event: Event, part: Part, names: Mapping[str, str | None]
) -> Iterator[Agency]:
    starts, ends, text = sentence.tokens.starts, sentence.tokens.ends, document.text
    act = (starts[event.start], ends[event.end - 1])
    for agent, patient in event.pairs(sentence):
        one = _place(text, sentence, agent) if agent is not None else None
        other = _place(text, sentence, patient)
        if other is None or (agent is not None and one is None):
            continue
        spans = [act, other, *([one] if one else [])]
        yield Agency(
            **document.place(min(a for a, _ in spans), max(b for _, b in spans)),
            part=part,
            act=event.act,
            act_class=event.act_class,
            act_start=act[0],
            act_end=act[1],
            voice=event.voice,
            symmetric=event.symmetric,
            negated=event.negated,
            modal=event.modal,
            agent=text[one[0] : one[1]] if one else None,
            agent_start=one[0] if one else None,
            agent_end=one[1] if one else None,
            agent_actor=_actor(sentence, agent, names) if agent else None,
            patient=text[other[0] : other[1]],
            patient_start=other[0],
            patient_end=other[1],
            patient_actor=_actor(sentence, patient, names),
            confidence=event.confidence,
        )
