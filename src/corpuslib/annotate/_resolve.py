"""What follows from the source of an attribution: name, type, chain, hedges, repetition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpuslib.annotate._found import Found, Source
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._names import People, Person
from corpuslib.annotate._source_types import SourceType, is_human, is_known_medium, role_of, source_type
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
        own = bool(source.told) and _ARTICLE.sub("", source.told) in (document.metadata.outlet or "").split()
        told = (source.told,) if source.told and (own or people.is_medium(source.told)) else ()
        one.chain = (*source.outer, *told, *((source.text,) if source.text else ()), *source.inner)
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
    if word in word_list("unresolved_pronouns"):
        if word == "it" and before is not None and before.source_type in _THINGS and one.block - before.block <= 1:
            one.speaker, one.source_type = before.speaker or before.mention, before.source_type
            one.confidence *= 0.8
        return
    person = _meant(one, source, people, before) if word in _THIRD else _named(source, people)
    if word in _THIRD and person is None:
        one.confidence *= 0.8
        return
    one.source_type = _type(mention, person, people)
    one.speaker = person.name if person else _institution(mention, one.source_type, people)


def _meant(one: Found, source: Source, people: People, before: Found | None) -> Person | None:
    """Return the person whom "he" or "she" stands for, and note the gender."""
    gender = _THIRD[source.text.lower()]
    person = None
    if before is not None and one.block - before.block <= 1 and before.speaker and before.mention_span:
        person = people.find(before.speaker) if before.mention_span.start <= source.span.start else None
    if person is None or person.gender not in (None, gender):
        person = people.last_before(source.span.start, gender)
    if person is not None:
        person.gender = person.gender or gender
        people.note(source.span.start, person)
        one.confidence *= 0.9
    return person


def _named(source: Source, people: People) -> Person | None:
    """Return the person whom a name or a definite description stands for."""
    mention = source.text
    person = people.find(mention)
    head = mention.partition(" of ")[0].split()[-1:]
    if mention.isupper() and person is None:
        person = people.find(mention.title())  # the label of a turn: "KELM"
    if person is None and source.beside and any(is_human(word.lower()) or word.islower() for word in head):
        person = people.find(source.beside.strip(" ,"))
    if person is None and _DEFINITE.match(mention):
        person = people.holder(mention, source.span.start)
    return person


def _type(mention: str, person: Person | None, people: People) -> SourceType | None:
    if person is not None:
        for kind in _OVERRIDING:
            if any(role_of(role) == kind for role in person.roles):
                return kind
        if " " not in person.name and not person.roles and person.gender is None and mention == person.name:
            return None  # a bare name: a person, a company, a town
    else:
        bare = _ARTICLE.sub("", mention)
        named = [kind for name, kind in people.context.media.items() if name in bare and len(name) * 3 >= len(bare)]
        if named and not is_known_medium(mention):
            return "state_media" if source_type(mention, None, "") == "state_media" else named[0]
        if people.is_place(bare) and " " not in bare:
            return "state_actor"
    return source_type(mention, person.name if person else None, " ".join(person.roles) if person else "")


def _institution(mention: str, kind: SourceType | None, people: People) -> str | None:
    """Return the name of an institution or of somebody unknown, without article: the fullest form so far."""
    bare = _ARTICLE.sub("", mention).removesuffix("’s").removesuffix("'s")
    named = _DESCRIBED.match(bare)
    if named and kind in ("state_media", "news_agency", "other_media", "organisation"):
        return named.group(1)
    head = bare.split()[-1].lower()
    if kind == "named_official" or (kind == "intelligence" and head in ("service", "agency", "services")):
        return bare
    if kind in _THINGS:
        if _INDEFINITE.match(mention) or not (bare != mention or any(w[:1].isupper() for w in bare.split())):
            return None
        if bare.lower() == head and head in people.bodies and kind != "state_actor":
            return people.bodies[head]
        people.bodies[head] = bare
        return bare
    if kind is None and all(word[:1].isupper() for word in bare.split()):
        return bare
    return None


_OVERRIDING: tuple[SourceType, ...] = ("spokesperson", "diplomat")
_DESCRIBED = re.compile(r"(?:[a-z][\w-]* ){1,4}([A-Z][^ ]*(?: [A-Z][^ ]*){0,4})$")
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.I)
_DEFINITE = re.compile(r"(?:the|[A-Z])[\w’' -]*[a-zA-Z]", re.I)
_INDEFINITE = re.compile(r"(?:an?|one|some|several|many|two|three|both)\s", re.I)


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
