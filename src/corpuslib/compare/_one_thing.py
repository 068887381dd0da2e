"""Which words of a scale name one thing in different documents of a story."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpuslib.compare._claim_story import Story
from corpuslib.compare._scales import Term, Use, scales, uses
from corpuslib.compare._telling import Token
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold
from corpuslib.text import Span

__all__ = ["Naming", "clause_around", "named_things"]

# Set on the demo corpus and on half of the stories of real news that were read. Weights as in `Story.weights`.
_REACH = 70  # code points to each side in which words belong to what a term names
_SHARED = 8_000  # in thousandths: what the words around two terms must share, those in one phrase with them twice
_MOST = 4_000  # what one word counts at most: in a long story every other word is rare
_RARE = 3_000  # and what it must count at least if it is no name, number or day, and all that verbs share beside them
_NAMED_ALIKE = 5_500  # the same for two nouns with a word in common in their phrase
_NAMED_ALONE = 7_000  # the same if that is a name, or if they share nothing else and one says more closely what it is
_ANCHORS = 2  # names, numbers and days that they must share
_TELLING = 3  # or words of any kind, a name, a number or a day among them
_CLOSE = 20  # code points to a word that belongs to a verb
_CONSONANTS = 2
_LISTED = 60  # terms of a sentence beyond which it is a list, and says of nothing what it is
_POSTINGS = 40  # uses of one scale that may share a word before it finds no candidates

_MARK = re.compile(r"[^\w\s’'-]")
_MODIFIES = re.compile(
    r"\s(?!(?:of|to|in|on|for|the|an?|and|or|with|by|at|from|as|his|her|its|their|that|is|was|were)\s)(?:of\s|[\w’'-]{1,20}\s)?"
)
_COMPLETES = re.compile(r"\s(?:of|over|with|against|between|in|on|about)\s(?:the\s|an?\s)?(?:[\w’'-]{1,20}\s)?")
_CLAUSE = re.compile(
    r"[;:]|\s[–—-]\s|,?\s(?:but|while|whereas|although|though|because)\s|,\s(?:and|which|who|after|before|when|as)\s"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w{1,12}\s)?$")
_AND = re.compile(r"\s(?:and|or)\s$")
_NAMED = re.compile(r",?(?:\s(?:under|led\sby|headed\sby))?(?:\s[A-Z][\w.’'-]{0,30}){0,2}\s")
_ADJECTIVE = re.compile(r".*(?:ic|ish|ese)")
_NAMED_BEFORE = re.compile(r",\s(?:the|a|an|its|their|his|her)\b(?:\s[\w’'-]{1,20}){0,2}\s")
_OF = re.compile(r"(?:[’']s)?\s(?:[a-z-]{1,20}\s)?")


@dataclass(frozen=True, slots=True)
class Naming:
    """A term of a scale in a sentence of a story, by number, with the keys around it that tell what it is about.

    `close` are those that stand in one phrase with it, with their side;
    `shown` are the keys as they are written.
    """

    sentence: int
    document: int
    start: int
    end: int
    term: Term
    open: bool
    keys: frozenset[str]
    close: frozenset[str]
    shown: tuple[tuple[str, str], ...]


def named_things(story: Story, aligned: Collection[tuple[int, int]] = ()) -> Iterator[tuple[list[Naming], float, str]]:
    """Yield what a thing or an act is called where documents put it on other steps of a scale, how surely, and by what.

    Two terms name one thing where they stand beside one name, where the words around them share enough, or in
    sentences that render each other: `aligned` holds such pairs of sentences of the story, by number.
    """
    rendered = {(min(pair), max(pair)) for pair in aligned}
    for name, members in story.once(_by_scale):
        if scales()[name].anchor == "name":
            yield from _by_name(members)
        else:
            yield from _by_words(story, members, rendered)


def _by_scale(story: Story) -> list[tuple[str, list[Naming]]]:
    """Return the terms of each scale in a story, with what stands around them."""
    by_scale: dict[str, list[Naming]] = {}
    for i, sentence in enumerate(story.sentences):
        found = uses(story.text(sentence))
        steps: dict[str, set[int]] = {}
        for use in found:
            steps.setdefault(use.term.scale, set()).add(use.term.step)
        for use in found if len(found) <= _LISTED else ():
            # Two words of one scale in a sentence are mostly set against each other; beside names these decide.
            named = scales()[use.term.scale].anchor == "name"
            if named or len(steps[use.term.scale]) == 1:
                start, end = use.start + sentence.start, use.end + sentence.start
                around = _beside if named else _around
                near = around(story, i, start, end, use)
                close = _close(story, i, start, end, use.term.act)
                naming = Naming(
                    i, sentence.document, start, end, use.term, use.open, frozenset(near), close, tuple(near.items())
                )
                by_scale.setdefault(use.term.scale, []).append(naming)
    return sorted(by_scale.items())


def _around(story: Story, i: int, start: int, end: int, use: Use) -> dict[str, str]:
    """Return what tells something around a term and its text; not words of its scale, and nothing in other clauses."""
    sentence, known = story.sentences[i], scales()[use.term.scale].keys
    text = story.documents[sentence.document].text
    near = Span(max(sentence.start, start - _REACH), min(sentence.end, end + _REACH))
    first, last = clause_around(text, Span(start, end), near)
    if use.term.act and (match := _AND.search(text[first:start])):
        first += match.end()
    return {
        token.key: token.text
        for token in sentence.tokens
        if first <= token.start and token.end <= last and (token.end <= start or end <= token.start)
        if token.key not in known
    }


def clause_around(text: str, inner: Span, outer: Span) -> Span:
    """Return from where to where, at most from end to end of an outer passage, the clause of an inner one goes.

    >>> said = "Kelm left, but Orvo, who had come late, stayed; Ana sang."
    >>> said[clause_around(said, Span(15, 19), Span(0, len(said))).slice]
    'Orvo'
    """
    first = max((match.end() for match in _CLAUSE.finditer(text, outer.start, inner.start)), default=outer.start)
    after = _CLAUSE.search(text, inner.end, outer.end)
    return Span(first, after.start() if after else outer.end)


def _close(story: Story, i: int, start: int, end: int, act: bool) -> frozenset[str]:
    """Return what stands in one phrase with a term, with its side: < before, > behind, both where it does not matter.

    It does for a verb, of which the one before does something to the one behind it, but not for a passive.
    """
    sentence = story.sentences[i]
    text = story.documents[sentence.document].text
    sides = not act or bool(_PASSIVE.search(text[max(sentence.start, start - _CLOSE) : start]))
    found = set()
    for t in sentence.tokens:
        before = text[t.end : start] if t.end <= start else ""
        after = text[end : t.start] if end <= t.start else ""
        own = before + after
        beside = bool(own) and len(own) <= _CLOSE and not _MARK.search(own)
        if beside if act else (_MODIFIES.fullmatch(before) and not _tensed(t.text)) or _COMPLETES.fullmatch(after):
            found |= {f"{side}{t.key}" for side in ("<>" if sides else "<" if before else ">")}
    return frozenset(found)


def _tensed(text: str) -> bool:
    return not known_verb(fold(text))[1].isdisjoint(("past", "third"))


def _beside(story: Story, i: int, start: int, end: int, use: Use) -> dict[str, str]:
    """Return the name of whom a term is said ("the strongman Kelm"), else, after "of", the name whose it is.

    >>> _OF.fullmatch("’s "), _NAMED_BEFORE.fullmatch(", the old "), _NAMED.fullmatch(" Ana ") is not None
    (<re.Match object; span=(0, 3), match='’s '>, <re.Match object; span=(0, 10), match=', the old '>, True)
    """
    sentence = story.sentences[i]
    text = story.documents[sentence.document].text
    names = [t for t in sentence.tokens if t.name and not _ADJECTIVE.fullmatch(t.text)]
    bearer = next((t for t in names if t.start >= end and _NAMED.fullmatch(text, end, t.start)), None)
    bearer = bearer or next((t for t in names if t.end <= start and _NAMED_BEFORE.fullmatch(text, t.end, start)), None)
    # Of one country there is one regime, but many militants.
    owner = (
        None if use.plural else next((t for t in names if t.end <= start and _OF.fullmatch(text, t.end, start)), None)
    )
    keys = [(_name(bearer), bearer.text)] if bearer else []
    return dict([*keys, *([(f"of {_name(owner)}", owner.text)] if owner else [])])


def _name(token: Token) -> str:
    """Return the key of a name; one with so few consonants that many have them is known by its letters."""
    return token.key if len(token.key) > len("name ") + _CONSONANTS else f"name {fold(token.text)}"


def _by_name(found: Sequence[Naming]) -> Iterator[tuple[list[Naming], float, str]]:
    """Yield the terms beside one name. Beside a country's alone they are of whom the story names it with, if of one."""
    bearers: dict[str, set[str]] = {}
    for naming in found:
        own = [key for key in naming.keys if not key.startswith("of ")]
        for owner in naming.keys.difference(own):
            bearers.setdefault(owner, set()).update(own)
    groups: dict[str, list[Naming]] = {}
    for naming in found:
        own = sorted(key for key in naming.keys if not key.startswith("of "))
        known = bearers.get(next(iter(sorted(naming.keys.difference(own))), ""), set())
        key = own[0] if own else min(known) if len(known) == 1 else min(naming.keys, default="")
        groups.setdefault(key, []).append(naming)
    for key, members in sorted(groups.items()):
        if key and _several(members):
            yield members, 0.9, "beside the same name"


def _several(members: Sequence[Naming]) -> bool:
    """Say whether two documents put a thing on two steps."""
    documents = {m.document for m in members}
    return len({m.term.step for m in members}) > 1 and len(documents) > 1


def _by_words(
    story: Story, found: Sequence[Naming], rendered: Collection[tuple[int, int]]
) -> Iterator[tuple[list[Naming], float, str]]:
    """Yield the terms in words that are alike, or in sentences that render each other."""
    links: dict[tuple[int, int], tuple[float, str]] = {}
    if len({naming.term.step for naming in found}) < 2:
        return
    for a, b in _candidates(found):
        if tie := _tie(story, found[a], found[b]):
            links[a, b] = tie
    alone = {found[n].sentence: n for n in _alone(found)} if rendered else {}
    for first, second in sorted(rendered):
        if first in alone and second in alone and not _told_apart(found[alone[first]], found[alone[second]]):
            pair = min(alone[first], alone[second]), max(alone[first], alone[second])
            links.setdefault(pair, (0.85, "in sentences that render each other"))
    for members in _joined(found, _clusters(found, links)) if links else ():
        inside = set(members)
        apart = [tie for (a, b), tie in links.items() if {a, b} <= inside and found[a].term.step != found[b].term.step]
        if apart:
            yield [found[n] for n in members], *max(apart)


def _clusters(found: Sequence[Naming], links: Mapping[tuple[int, int], tuple[float, str]]) -> list[list[int]]:
    """Group terms, the surest ties first; groups are joined where half of their pairs are tied, so none is a chain."""
    home = {n: n for pair in links for n in pair}
    groups = {n: [n] for n in sorted(home)}
    for a, b in sorted(links, key=lambda pair: (-links[pair][0], pair)):
        x, y = groups[home[a]], groups[home[b]]
        if x is y:
            continue
        across = [(min(i, j), max(i, j)) for i in x for j in y if found[i].document != found[j].document]
        if 2 * sum(pair in links for pair in across) >= len(across):
            gone = home[b]
            x += y
            for n in y:
                home[n] = home[a]
            del groups[gone]
    return [sorted(group) for group in groups.values()]


def _joined(found: Sequence[Naming], groups: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the groups, as one those in which two documents have the same two terms: they name one thing again."""
    several = [group for group in groups if len(group) > 1]
    own = [{(found[n].document, found[n].term) for n in group} for group in several]
    links = []
    for a, b in combinations(range(len(several)), 2):
        common = own[a] & own[b]
        if len({document for document, _ in common}) > 1 and len({term.step for _, term in common}) > 1:
            links.append((a, b))
    for members in components(len(several), links) if links else [[n] for n in range(len(several))]:
        yield sorted(n for m in members for n in several[m])


def _alone(found: Sequence[Naming]) -> list[int]:
    """Return the terms that are the only one of their scale in a sentence."""
    count: dict[int, int] = {}
    for naming in found:
        count[naming.sentence] = count.get(naming.sentence, 0) + 1
    return [n for n, naming in enumerate(found) if count[naming.sentence] == 1]


def _candidates(found: Sequence[Naming]) -> list[tuple[int, int]]:
    having: dict[str, list[int]] = {}
    for n, naming in enumerate(found):
        for key in sorted(naming.keys):
            having.setdefault(key, []).append(n)
    pairs = {pair for numbers in having.values() if len(numbers) <= _POSTINGS for pair in combinations(numbers, 2)}
    return sorted((a, b) for a, b in pairs if found[a].document != found[b].document)


def _tie(story: Story, x: Naming, y: Naming) -> tuple[float, str] | None:
    """Return how surely two terms name one thing, and by what; None if that is not sure enough."""
    shared = x.keys & y.keys
    if not shared or _told_apart(x, y) or _other_days(x, y):
        return None
    close = shared & {key[1:] for key in x.close & y.close}
    mass = sum(_counted(story, key) * (2 if key in close else 1) for key in shared)
    anchors = sum(map(_anchor, shared))
    why = f"the words around share {len(shared)} that tell"
    sure = 0.8 if mass >= _SHARED * 3 // 2 else 0.7
    if x.term.act or y.term.act:
        held = any(_anchor(key) or _counted(story, key) >= _RARE for key in close)
        enough = anchors >= _ANCHORS or len(shared) + bool(anchors) > _TELLING
        return (sure, why) if held and enough and mass >= _SHARED else None
    if close and mass >= _least(x.term.scale, shared, close):
        return 0.75, f"the same words say which {x.term.form} and {y.term.form}"
    enough = anchors >= _ANCHORS or (anchors > 0 and len(shared) >= _TELLING)
    return (sure, why) if enough and mass >= _SHARED else None


def _counted(story: Story, key: str) -> int:
    return min(_MOST, story.weights[key])


def _anchor(key: str) -> bool:
    return key.startswith(("name ", "#", "@"))


def _least(scale: str, shared: Collection[str], close: Collection[str]) -> int:
    """Return what two nouns must share that have words of `close` in their phrase."""
    if len(shared) == 1:
        return _NAMED_ALONE if scales()[scale].dimension == "specificity" else sys.maxsize
    return _NAMED_ALONE if all(map(_anchor, close)) else _NAMED_ALIKE


def _told_apart(x: Naming, y: Naming) -> bool:
    """Say whether one is an act that took place, and the other one that is wanted or possible."""
    return x.open != y.open and x.term.act and y.term.act


def _other_days(x: Naming, y: Naming) -> bool:
    mine, other = ({k for k in naming.keys if k.startswith("@") and "X" not in k} for naming in (x, y))
    return bool(mine and other and mine.isdisjoint(other))
