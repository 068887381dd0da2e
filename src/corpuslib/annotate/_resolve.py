"""What follows from the source of an attribution: name, type, chain, hedges, repetition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._names import People
from corpuslib.annotate._paragraph import Found, Source
from corpuslib.annotate._source_types import source_type
from corpuslib.document import Document

__all__ = ["can_be_meant", "finish", "link_repeats", "nest"]

_WORD = re.compile(r"\w[\w’'-]*")
_REASON = re.compile(
    r"(?:on (?:the )?condition of anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)|"
    r"not authori[sz]ed to|requested anonymity|(?:did|does) not want to be (?:named|identified))[^.\n]{0,160}"
)
_THIRD = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}


def finish(
    document: Document, one: Found, people: People, hedges: list[tuple[int, int, str]], before: Found | None
) -> None:
    """Fill in what follows from an attribution's source: name, type, chain, hedges."""
    source = one.source
    low, high = one.start, one.end
    if source is not None:
        if source.cue is not None and source.cue_span is not None:
            one.cue_span = source.cue_span
            one.cue = document.text[source.cue_span.start : source.cue_span.end]
            one.cue_lemma, one.cue_class = source.cue.cue.lemma, source.cue.cue.kind
            if abs(source.cue_span.start - one.end) < 400 or abs(one.start - source.cue_span.end) < 400:
                low, high = min(low, source.cue_span.start), max(high, source.cue_span.end)
        if source.text:
            one.mention, one.mention_span = source.text, source.span
            _resolve(one, source, people, before)
        elif source.passive:
            one.source_type = "unattributed"
        one.chain = (*source.outer, *((source.text,) if source.text else ()), *source.inner)
        if (one.mention and not one.speaker) or (one.source_type in _UNNAMED and one.speaker is None):
            one.anonymous = one.source_type in _UNNAMED
        if one.anonymous:
            near = document.text[max(0, source.span.start - 20) : source.span.end + 260]
            reason = _REASON.search(near)
            one.anonymity_reason = reason.group() if reason else None
    one.hedges = tuple(cue for start, end, cue in _within(hedges, low, high))


_THINGS = frozenset(
    ["document", "government_body", "state_actor", "state_media", "news_agency", "other_media", "organisation"]
)
_UNNAMED = frozenset(
    ["unnamed_official", "unnamed_person", "diplomat", "expert", "witness", "intelligence", "spokesperson"]
)


def can_be_meant(one: Found) -> bool:
    """Say whether a later pronoun can stand for the source of this attribution."""
    return one.speaker is not None or one.source_type in _THINGS


def _within(spans: list[tuple[int, int, str]], low: int, high: int) -> Iterator[tuple[int, int, str]]:
    for i in range(bisect_left(spans, (low, low, "")), min(len(spans), bisect_left(spans, (low, low, "")) + 50)):
        if spans[i][0] >= high:
            return
        if spans[i][1] <= high:
            yield spans[i]


def _resolve(one: Found, source: Source, people: People, before: Found | None) -> None:
    """Set speaker and type of the source of an attribution."""
    mention = source.text
    word = mention.lower()
    if word in _THIRD:
        person = None
        if before is not None and before.block == one.block and before.speaker and before.mention_span:
            person = people.find(before.speaker) if before.mention_span.start <= source.span.start else None
        if person is None or person.gender not in (None, _THIRD[word]):
            person = people.last_before(source.span.start, _THIRD[word])
        if person is None:
            one.confidence *= 0.8
            return
        person.gender = person.gender or _THIRD[word]
        one.confidence *= 0.9
    elif word in word_list("unresolved_pronouns"):
        if word == "it" and before is not None and before.source_type in _THINGS and one.block - before.block <= 1:
            one.speaker, one.source_type = before.speaker or before.mention, before.source_type
            one.confidence *= 0.8
        return
    else:
        person = people.find(mention)
        if person is None and source.beside and not any(w[:1].isupper() for w in mention.split()[-1:]):
            person = people.find(source.beside.strip(" ,"))
        if person is None and word.startswith("the "):
            head = word.split()[-1]
            person = (
                people.last_before(source.span.start, None, role=head, limit=40) if len(word.split()) <= 3 else None
            )
    role = " ".join(person.roles) if person else ""
    one.source_type = source_type(mention, person.name if person else None, role)
    if person is not None:
        one.speaker = person.name
    elif one.source_type in (
        "state_actor",
        "state_media",
        "news_agency",
        "other_media",
        "government_body",
        "organisation",
    ) and any(w[:1].isupper() for w in mention.split()[0 if mention.split()[0].lower() not in ("the", "a") else 1 :]):
        one.speaker = re.sub(r"^(?:the|The|a|A) ", "", mention)


def nest(found: list[Found]) -> None:
    """Put the source of an enclosing attribution in front of the chain of the one inside."""
    stack: list[Found] = []
    for one in found:
        while stack and stack[-1].end <= one.start:
            stack.pop()
        if stack and one.cue_span is not None and one.end <= stack[-1].end:
            around = stack[-1]
            inside = around.start <= one.cue_span.start < around.end
            if inside and around.mention and around.mention != one.mention:
                one.chain = tuple(dict.fromkeys((*around.chain, *one.chain)))
        if len(stack) < 8:
            stack.append(one)


def link_repeats(document: Document, found: list[Found]) -> None:
    """Link a quotation in a headline or subhead to the first one in the body that it repeats, in whole or part."""
    heads = {block.block_id for block in document.blocks if block.kind in ("headline", "subhead")}
    body: dict[str, list[tuple[int, str]]] = {}
    for number, one in enumerate(found):
        for span in one.quotes if one.block not in heads else ():
            quoted = document.text[span.start : span.end].lower()
            for word in set(_WORD.findall(quoted)):
                body.setdefault(word, []).append((number, quoted))
    for one in found:
        if one.block in heads and one.quotes:
            quoted = document.text[one.quotes[0].start : one.quotes[0].end].lower().strip(" .,!?")
            longest = max(_WORD.findall(quoted), key=len, default="")
            same = (number for number, whole in body.get(longest, ())[:50] if quoted in whole)
            one.repeats = next(same, None)
