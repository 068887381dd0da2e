"""One deed that two voices tell with another person, body, place or thing in one part that only one can fill."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._deed_parts import Part, excludes, same_part
from corpuslib.compare._deeds import PRONOUNS, Deed, deeds_in, kinds_in, named_in
from corpuslib.compare.words import fold
from corpuslib.lexicon import rows

__all__ = ["deeds_told_otherwise"]

_MOST = 60  # tellings of one kind of deed that are compared
# What a sentence must share with another that has a verb of deeds.tsv, and with any other.
_SHARED, _SHARED_BY_OTHERS = 4_000, 8_000
_SURE = 0.65
_WHAT = {
    "agent": "who or what did it",
    "in": "where it was",
    "to": "where to, or to whom",
    "from": "where from",
    "as": "whom it was",
    "described": "whom it was",
    "turned": "who acts and who is acted on",
}
_WORD = re.compile(r"\w[\w-]*")
_HOURS = re.compile(r"\b(?:morning|noon|afternoon|evening|night|midnight|dawn|dusk)\b")
_CALLED = re.compile(r"\b[Tt]he\s(?:[a-z-]{2,20}\s){0,2}([a-z-]{3,20})\s([A-Z]\w{2,20}(?:\s[A-Z]\w{2,20})?)")
_ADJUNCTS = ("in", "on", "near", "from", "to", "as", "for", "against", "with", "of")
_MANY = ("injured", "wounded", "people", "children", "dead", "police")


class _Told(NamedTuple):
    """A deed in a sentence of the story, by number."""

    sentence: int
    deed: Deed


class _Difference(NamedTuple):
    """A part of a deed, what fills it in one telling, and what in the other."""

    part: str
    x: Part
    y: Part

    @property
    def turned(self) -> _Difference:
        """The same from the side of the other telling."""
        return _Difference(self.part, self.y, self.x)


def deeds_told_otherwise(story: Story) -> Iterator[Found]:
    """Yield the deeds that documents of two voices tell with one part different, and all else that both tell alike.

    A document that has both, or names the other's beside the same verb, answers nothing.
    """
    called = _called(story)
    for told in _by_kind(story):
        for one, other in combinations(told, 2):
            found = _differing(story, one, other, called) if story.apart(one.sentence, other.sentence) else None
            if found and not (_has(story, told, one, found, called) or _has(story, told, other, found.turned, called)):
                versions = (_version(story, one, found.x), _version(story, other, found.y))
                yield Found("conflict", versions, _SURE, f"the same told otherwise: {_WHAT[found.part]}")


def _by_kind(story: Story) -> Iterator[list[_Told]]:
    """Yield the deeds of each kind that more than one document tells, of sentences that have something in common."""
    listed = _documents(story, {i: named_in(story.text(s)) for i, s in enumerate(story.sentences)})
    near = {i for numbers in listed.values() for i in _sharing(story, numbers)} | _alike(story)
    kinds = {i: kinds_in(story.text(story.sentences[i])) for i in sorted(near)}
    wanted = _documents(story, kinds)
    known = _known(story) if wanted else frozenset()
    found: dict[str, list[_Told]] = {}
    for i in sorted({i for numbers in wanted.values() for i in numbers}):
        for deed in deeds_in(story.text(story.sentences[i]), known, wanted):
            found.setdefault(deed.kind.name, []).append(_Told(i, deed))
    for kind in sorted(found):
        yield found[kind][:_MOST]


def _documents(story: Story, kinds: Mapping[int, Collection[str]]) -> dict[str, list[int]]:
    """Return the sentences that have each kind of deed, if they are of more than one document."""
    having: dict[str, list[int]] = {}
    for i in sorted(kinds):
        for kind in sorted(kinds[i]):
            having.setdefault(kind, []).append(i)
    return {k: numbers for k, numbers in having.items() if len({story.sentences[n].document for n in numbers}) > 1}


def _alike(story: Story) -> set[int]:
    """Return the sentences that share much with one of another document."""
    found: set[int] = set()
    for i in range(len(story.sentences)):
        if i not in found and (mates := story.mates(i, _SHARED_BY_OTHERS)):
            found |= {i, *mates}
    return found


def _sharing(story: Story, numbers: Sequence[int]) -> set[int]:
    """Return those of the sentences that share enough with one of them of another document."""
    pairs = combinations(numbers[:_MOST], 2)
    return {n for i, j in pairs if story.apart(i, j) and story.shared(i, j) >= _SHARED for n in (i, j)}


def _known(story: Story) -> frozenset[str]:
    """Return the folded names of a story that nowhere stand in small letters."""
    names = {fold(t.text.removesuffix("’s").removesuffix("'s")) for s in story.plain for t in s.tokens if t.name}
    return frozenset(names - {fold(t.text) for s in story.plain for t in s.tokens if t.text[:1].islower()})


def _version(story: Story, told: _Told, part: Part) -> Version:
    s = story.sentences[told.sentence]
    text = story.text(s)
    return Version(s.document, s.start + told.deed.span.start, s.start + told.deed.span.end, text[part.span.slice])


def _differing(story: Story, one: _Told, other: _Told, called: Mapping[str, Collection[str]]) -> _Difference | None:
    """Return the only part in which two tellings of a deed differ; None if there is none, or they may be two deeds."""
    a, b = one.deed, other.deed
    if _other_days(story, one, other):
        return None
    patients = a.of("patient")[0], b.of("patient")[0]
    if _turned(a, b):
        return _Difference("turned", a.of("agent")[0], b.of("agent")[0])
    same = _same(story, one, other, called)
    for part in a.kind.only:
        if part in ("as", "described") and not (part == "as" and same):
            found = _Difference(part, *patients) if not same and _other_holder(a, b, part) else None
        elif same and (part in ("agent", "as") or a.kind.of or not _is_many(patients[0])):
            found = _other(part, a.of(part), b.of(part)) or _other(part, _towns(a, part), _towns(b, part))
        else:
            found = None
        if found and _agree(a, b, {part, "patient"}):
            return found
    return None


def _same(story: Story, one: _Told, other: _Told, called: Mapping[str, Collection[str]]) -> bool:
    """Say whether two deeds are done to one: a pronoun for what the sentence before names."""
    x, y = one.deed.of("patient")[0], other.deed.of("patient")[0]
    pronouns = [part.head in PRONOUNS for part in (x, y)]
    if all(pronouns):
        return False
    if not any(pronouns):
        return same_part(x, y, called)
    told, noun = (one, y) if pronouns[0] else (other, x)
    before = story.before(told.sentence)
    if before is None or not noun.definite:
        return False
    return _words(story, before).issuperset(noun.names or noun.common[-1:])


def _called(story: Story) -> dict[str, set[str]]:
    """Return the nouns that stand right before a name ("the ferry Astrid"), by words of the name."""
    found: dict[str, set[str]] = {}
    for s in story.sentences:
        for match in _CALLED.finditer(story.text(s)):
            for word in match.group(2).split():
                found.setdefault(fold(word), set()).add(match.group(1))
    return found


def _is_many(part: Part) -> bool:
    plural = part.head.endswith("s") and not part.head.endswith("ss")
    return not part.named and (part.head in _MANY or plural)


def _towns(deed: Deed, part: str) -> list[Part]:
    """Return the places that fill where to: of "to a yard in Kelm" the town."""
    if part != "to" or not deed.of(part):
        return []
    return [own for name, own in deed.parts if name in ("to", "in") and own.named]


def _other(part: str, some: Sequence[Part], others: Sequence[Part]) -> _Difference | None:
    """Return the first two that exclude each other, if none of the one side can be one of the other."""
    pairs = [(x, y) for x in some for y in others]
    if any(_akin(x, y) for x, y in pairs):
        return None
    return next((_Difference(part, x, y) for x, y in pairs if excludes(x, y)), None)


def _akin(x: Part, y: Part) -> bool:
    return bool({*x.names, *x.of} & {*y.names, *y.of}) and not excludes(x, y)


def _turned(one: Deed, other: Deed) -> bool:
    """Say whether who acts in one is acted on in the other, both by name."""
    sides = [(deed.of("agent"), deed.of("patient")) for deed in (one, other)]
    if not all(agents and patients for agents, patients in sides):
        return False
    (a, p), (b, q) = sides
    crossed = (a[0], q[0]), (p[0], b[0])
    return all(x.named and y.named and same_part(x, y) for x, y in crossed) and not same_part(a[0], b[0])


def _other_holder(one: Deed, other: Deed, part: str) -> bool:
    """Say whether two people are named for one office, or told by one definite noun."""
    x, y = one.of("patient")[0], other.of("patient")[0]
    if not (x.named and y.named and excludes(x, y)):
        return False
    if part == "described":
        unique = x.article and y.article and x.common == y.common and x.head not in _general()
        return bool(unique and x.common)
    offices = one.of("as"), other.of("as")
    return all(offices) and offices[0][0].common == offices[1][0].common and not offices[0][0].head.endswith("s")


@cache
def _general() -> frozenset[str]:
    """Return nouns for people of whom there are many."""
    return frozenset(row["word"] for row in rows("source_types.tsv") if row["role"] in ("person", "witness"))


def _agree(one: Deed, other: Deed, but: set[str]) -> bool:
    """Say whether the other parts that both have are not told apart: no other place, name or thing beside."""
    for name in _ADJUNCTS:
        some, others = one.of(name), other.of(name)
        if name not in but and some and others and not any(_may_be_same(x, y) for x in some for y in others):
            return False
    agents = one.of("agent"), other.of("agent")
    return "agent" in but or not all(agents) or not excludes(agents[0][0], agents[1][0])


def _may_be_same(x: Part, y: Part) -> bool:
    return same_part(x, y) or bool({*x.common} & {*y.common}) or x.named != y.named


def _other_days(story: Story, one: _Told, other: _Told) -> bool:
    days = [{k for k in story.keys[t.sentence] if k.startswith("@")} for t in (one, other)]
    hours = [frozenset(_HOURS.findall(story.text(story.sentences[t.sentence]))) for t in (one, other)]
    return any(all(told) and told[0].isdisjoint(told[1]) for told in (days, hours))


def _has(
    story: Story, told: Sequence[_Told], one: _Told, found: _Difference, called: Mapping[str, Collection[str]]
) -> bool:
    """Say whether the document of one telling has beside the same verb what the other tells, or two values itself."""
    document = story.sentences[one.sentence].document
    mine = [t for t in told if story.sentences[t.sentence].document == document and t != one]
    if any(_differing(story, one, t, called) for t in mine):
        return True
    wanted = {*found.y.names} or {*found.y.common[-1:], *found.y.of}
    return found.part != "turned" and any(
        wanted <= _words(story, i) and one.deed.kind.name in kinds_in(story.text(story.sentences[i]))
        for i in story.of(document)
    )


def _words(story: Story, i: int) -> set[str]:
    """Return the folded words of a sentence, without the ending of possessives."""
    return {fold(match.group()) for match in _WORD.finditer(story.text(story.sentences[i]))}
