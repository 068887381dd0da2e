"""What follows from the source of an attribution: name, type, chain, hedges, repetition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpuslib.annotate._chains import chain_of, linked, passed_on
from corpuslib.annotate._found import Found, Source
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._names import People
from corpuslib.annotate._person import Person
from corpuslib.annotate._source_types import SourceType, is_human, is_known_medium, role_of, source_type
from corpuslib.document import Document

__all__ = ["can_be_meant", "finish", "nest"]

_NOT_NAMED = r"(?:be (?:named|identified|quoted)|(?:give|print|use|publish) (?:his|her|their|a) (?:full |last )?names?)"
_REQUEST = re.compile(
    r"\b(?:(?:on|under) (?:the )?condition of anonymity|"
    r"(?:on|under) condition (?:that )?\w+ not be (?:named|identified)|"
    rf"(?:asked|requested|wished|wanted|preferred|chose|insisted|demanded)(?: us)? (?:not to {_NOT_NAMED}|"
    r"to (?:remain|stay) (?:anonymous|unnamed)|(?:on )?anonymity)|"
    rf"(?:declined|refused) to {_NOT_NAMED}|(?:did|do|does|would) not (?:want|wish|like) (?:to {_NOT_NAMED}|his name|"
    r"her name|their names?)|did not give (?:his|her|their|a) names?|"
    r"(?:was|were|is|are|been) not (?:named|identified|authori[sz]ed to|allowed to|permitted to)|"
    r"(?:was|were) granted anonymity|not authori[sz]ed to|did not name (?:him|her|them)|for fear of|"
    r"fear(?:ing|ed|s) (?:reprisals?|retaliation|retribution|repercussions))\b[^.\n“”\"]{0,200}"
)
_CAUSE = re.compile(
    r"\b(?:because|since|as (?=(?:\w+ ){1,3}(?:is|are|was|were|had|has|have)\b)|citing|due to|given the|owing to|"
    r"for fear|out of fear|fear\w* (?:reprisal|retaliation|retribution|repercussion)|not authori[sz]ed|not allowed|"
    r"not permitted)\b.*"
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
            source = linked(document.text, source, people, document.metadata.outlet or "")
            if one.kind != "direct":
                source = passed_on(document.text, source, one.start, people)
            one.mention, one.mention_span = source.text, source.span
            _resolve(document.text, one, source, people, before)
        elif source.passive:
            one.source_type = "unattributed"
        one.chain = chain_of(document.text, source, one.start)
        one.anonymous = one.source_type in _UNNAMED and one.speaker is None
        if one.anonymous:
            one.anonymity_reason = _reason(document.text, source)
    one.hedges = tuple(cue for start, end, cue in _within(hedges, low, high))


def _reason(text: str, source: Source) -> str | None:
    """Return why a source is not named, in the words beside it or of the next sentence; else how it asked for that."""
    start, end = source.span
    if source.cue_span is not None and abs(source.cue_span.start - end) < 400:
        end = max(end, source.cue_span.end)
    near = text[max(0, start - 20) : end + 320].split("\n\n", 1)[0]
    request = _REQUEST.search(near)
    if request is None:
        return None
    cause = _CAUSE.search(request.group())
    return (cause.group() if cause else request.group()).strip(" ,;:")


_THINGS = frozenset(
    ["document", "government_body", "state_actor", "state_media", "news_agency", "other_media", "organisation"]
)
_UNNAMED = frozenset(["unnamed_official", "unnamed_person", "diplomat", "expert", "witness"])
_HUMAN = _UNNAMED | {"spokesperson"}


def can_be_meant(one: Found) -> bool:
    """Say whether a later pronoun can stand for the source of this attribution."""
    return one.speaker is not None or one.source_type in _THINGS or one.source_type in _HUMAN


def _within(spans: list[tuple[int, int, str]], low: int, high: int) -> Iterator[tuple[int, int, str]]:
    first = bisect_left(spans, (low, low, ""))
    for span in spans[first : first + 50]:
        if span[0] >= high:
            return
        if span[1] <= high:
            yield span


def _resolve(text: str, one: Found, source: Source, people: People, before: Found | None) -> None:
    """Set speaker and type of the source of an attribution."""
    mention = source.text
    word = mention.lower()
    if word in word_list("unresolved_pronouns"):
        if word == "it" and before is not None and _is_thing(before) and one.block - before.block <= 1:
            one.speaker, one.source_type = before.speaker, before.source_type
            one.confidence *= 0.8
        return
    if word in _THIRD:
        _resolve_pronoun(one, source, people, before)
        return
    person = _named(source, people)
    if person is None and _AGAIN.match(mention):
        person = people.last_before(source.span.start, _gender_of(mention))  # "the former judge": somebody named before
        one.confidence *= 0.8
    one.source_type = _type(source, person, people)
    stated = _STATED.match(text, source.span.end) if one.source_type == "unnamed_person" else None
    if stated is not None:
        one.source_type = source_type(stated.group(1), None, "") or one.source_type
    if one.source_type in ("named_person", "unnamed_person") and _saw(text, one.start, min(one.end, one.start + 600)):
        one.source_type = "witness"
        if person is not None:
            person.serves_as("witness")
    one.speaker = person.name if person else _institution(_owned(source, people), one.source_type, people)


def _saw(text: str, start: int, stop: int) -> bool:
    """Say whether somebody tells what was seen or heard; the verb alone, found fast, is looked for first."""
    return _SEEN.search(text, start, stop) is not None and _SAW.search(text, start, stop) is not None


def _gender_of(mention: str) -> str | None:
    words = frozenset(mention.lower().split())
    if words & word_list("female_nouns"):
        return "f"
    return "m" if words & word_list("male_nouns") else None


def _owned(source: Source, people: People) -> str:
    """Return a mention with its owner's full name: "his office" is the office of Kelm, "Kelm’s" that of Ana Kelm."""
    owner, _, rest = source.text.partition(" ")
    gender = _THIRD.get(owner.lower())
    if gender is not None and role_of(rest) == "government_body":
        person = people.last_before(source.span.start, gender)
        return f"{rest} of {person.name}" if person else source.text
    named = _OWNER.match(source.text)
    known = people.find(named.group(1)) if named else None
    return source.text if known is None or named is None else known.name + source.text[named.end(1) :]


def _is_thing(one: Found) -> bool:
    return one.source_type in _THINGS or (one.source_type is None and one.speaker is not None)


def _resolve_pronoun(one: Found, source: Source, people: People, before: Found | None) -> None:
    """Set speaker and type where "he" or "she" is the source: a person named before, or the last source again."""
    gender = _THIRD[source.text.lower()]
    near = before is not None and one.block - before.block <= 1 and before.mention_span is not None
    if near and before is not None and before.mention_span is not None and before.source_type not in _THINGS:
        fresh = people.subject_between(before.mention_span.start, source.span.start, gender)
        last = people.find(before.speaker) if before.speaker else None
        if fresh is None and last is None and _can_be(before.mention or "", gender):
            one.speaker, one.source_type = before.speaker, before.source_type  # "the Chief Whip", "a voter"
            one.confidence *= 0.97
            return
    person = _meant(source, people, before if near else None, gender)
    if person is None:
        one.confidence *= 0.8
        return
    person.gender = person.gender or gender
    people.note(source.span.start, person)
    one.confidence *= 0.97
    one.source_type = _type(source, person, people)
    one.speaker = person.name


def _can_be(mention: str, gender: str) -> bool:
    """Say whether a mention without a name can be of that gender: "a spokeswoman" is no "he"."""
    words = frozenset(mention.lower().split())
    if words & word_list("unresolved_pronouns") or mention.endswith("s") or words & word_list("numbers"):
        return False
    others = ("male_nouns", "male_titles") if gender == "f" else ("female_nouns", "female_titles")
    return not any(words & word_list(name) for name in others)


def _meant(source: Source, people: People, before: Found | None, gender: str) -> Person | None:
    """Return the person whom "he" or "she" stands for: the last source, unless a clause since has a new subject."""
    if before is not None and before.speaker and before.mention_span and before.mention_span.start <= source.span.start:
        person = people.find(before.speaker)
        if person is not None and person.gender in (None, gender):
            fresh = people.subject_between(before.mention_span.start, source.span.start, gender)
            return fresh or person
    return people.last_before(source.span.start, gender)


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
    if person is None and source.beside and (_INDEFINITE.match(mention) or mention[:1].islower()):
        tail = source.beside.strip(" ,").rsplit(", ", 1)[-1]  # "a deputy who serves the coast, Ana Kelm, recalled"
        person = people.find(tail) if tail[:1].isupper() else None
    return person


def _type(source: Source, person: Person | None, people: People) -> SourceType | None:
    mention = source.text
    if mention.lower() == "another":
        return "unnamed_person"
    of_service = _OF_SERVICE.search(mention)
    if of_service is not None and source_type(people.bodies.get(of_service.group(1), ""), None, "") == "intelligence":
        return "intelligence"
    if person is not None and person.is_body:
        return source_type(person.body or "", None, "")
    if person is not None:
        for kind in _OVERRIDING:
            if any(role_of(role) == kind for role in person.roles):
                return kind
        if " " not in person.name and not person.roles and person.gender is None and mention == person.name:
            return _by_apposition(source.beside)  # a bare name: a person, a company, a town
    else:
        bare = _ARTICLE.sub("", mention)
        named = [kind for name, kind in people.context.media.items() if name in bare and len(name) * 3 >= len(bare)]
        if named and not is_known_medium(mention):
            return "state_media" if source_type(mention, None, "") == "state_media" else named[0]
        if people.is_place(bare) and " " not in bare:
            return "state_actor"
    found = source_type(mention, person.name if person else None, " ".join(person.roles) if person else "")
    return found or (_by_apposition(source.beside) if mention[:1].isupper() else None)


def _by_apposition(beside: str) -> SourceType | None:
    """Return the type that an apposition gives to a name: "Brannex, the pipeline group, said"."""
    described = _DESCRIPTION.match(beside)
    kind = source_type(described.group(1), None, "") if described else None
    return kind if kind in _THINGS else None


def _institution(mention: str, kind: SourceType | None, people: People) -> str | None:
    """Return the name of an institution or of somebody unknown, without article: the fullest form so far."""
    bare = _ARTICLE.sub("", mention).removesuffix("’s").removesuffix("'s")
    where = _WHERE.search(bare)
    bare = bare[: where.start()] if where and kind in _THINGS else bare
    if kind in _MEDIA:
        bare = _POSSESSED.sub("", bare)  # "South Korea’s Yonhap news agency"
    named = _DESCRIBED.match(bare)
    if named and kind in (*_MEDIA, "organisation"):
        return named.group(1)
    head = bare.split()[-1].lower()
    if kind == "named_official":
        return bare
    if kind in _THINGS or (kind == "intelligence" and head in ("service", "agency", "services")):
        return _body(mention, bare, head, kind, people)
    if kind is None and all(word[:1].isupper() for word in bare.split()):
        return bare
    return None


def _body(mention: str, bare: str, head: str, kind: SourceType, people: People) -> str | None:
    """Return the name of an institution: not of some or of media in general, of "the union" the fuller one before."""
    words = bare.split()
    if kind in _MEDIA and not any(word[0].isupper() and role_of(word.lower()) is None for word in words):
        return people.bodies.get(head)  # "the media", "state television"
    bodily = kind == "government_body" and len(words) == 1
    if _INDEFINITE.match(mention) or not (bare != mention or bodily or any(w[:1].isupper() for w in words)):
        return None
    if bare.lower() == head and head in people.bodies and kind != "state_actor":
        return people.bodies[head]
    people.bodies[head] = bare
    return bare


_MEDIA: tuple[SourceType, ...] = ("state_media", "news_agency", "other_media")
_OVERRIDING: tuple[SourceType, ...] = ("spokesperson", "diplomat")
_DESCRIPTION = re.compile(r",? ?((?:the|an?|its|his|her|their) [^,]{2,60}),?$")
_AGAIN = re.compile(
    r"[Tt]he (?:former|ex-|ancient|\d\d-year-old|one-time|then) ?[a-z-]+(?: [a-z]+)?$|[Tt]he \d\d-year-old"
)
_STATED = re.compile(
    r",? who (?:identified|described|introduced) (?:himself|herself|themselves)(?: only| merely)? as ([^,.;\n]{3,60})"
)
_OF_SERVICE = re.compile(r" of the (service|agency)$")
_OWNER = re.compile(r"(?:M(?:r|rs|s|iss)\.? )?([A-ZÀ-ÖØ-Þ][\w-]+(?: [A-ZÀ-ÖØ-Þ][\w-]+){0,2})(?=[’']s [a-z]+$)")
_SEEN = re.compile(r" (?:saw|heard|felt|smelt|smelled|counted|woke|hid|ran for)\b")
_SAW = re.compile(
    r"\b(?:I|[Ww]e|[Hh]e|[Ss]he|[Tt]hey)(?:’d|'d|’ve|'ve| had| have)?(?: just| only| then| also)? "
    r"(?:saw|heard|felt|smelt|smelled|counted|woke|hid|ran for)\b"
)
_DESCRIBED = re.compile(r"(?:[a-z][\w-]* ){1,4}([A-Z][^ ]*(?: [A-Z][^ ]*){0,4})$")
_POSSESSED = re.compile(r"^(?:[\w-]+ ){0,2}[\w-]+[’']s (?:state |official |own )?(?=[A-Z])")
_WHERE = re.compile(r" (?:in|at) (?:the )?[A-Z]\w+(?: [A-Z]\w+)?$")
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
