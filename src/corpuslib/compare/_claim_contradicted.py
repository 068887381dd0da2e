"""Did and did not: what a report of one voice says of somebody, and a report of another says was not so."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from corpuslib.compare._claim_denials import denied_after
from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._clauses import Phrase
from corpuslib.compare._predications import Predication, may_deny, predications, sayable
from corpuslib.compare.passages import Passage
from corpuslib.compare.words import words
from corpuslib.text import Span

__all__ = ["contradicted"]

# Set by hand, on pairs of invented reports and by reading news of one campaign. Weights in thousandths, as a story's.
_POSTINGS = 80  # predications that may have a key of what is said before it finds no candidates
_BACKGROUND = 150  # sentences: among twenty every word is rare
_ENOUGH = 7_500  # what the verb and the words in common must weigh
_SEVERAL, _ALONE = 5_000, 3_500  # what words in common must weigh, and the only one
_SHARED = 4_000  # what sentences must share to be read at all
_OF_NOBODY = 2_500  # what sentences must share of which one says that nobody was hurt
_LITTLE = frozenset(
    f"to {verb}"
    for verb in ["have", "make", "take", "give", "get", "hold", "keep", "put", "receive", "see", "lead", "show"]
)
_BESIDE = 6  # code points between a name and what its bearer is called
_CONTEXT = 3  # sentences back in which a pronoun finds whom it means
_SURE = 0.6
_KNOWN = frozenset(["the", "this", "his", "her", "its", "our"])  # before a thing that is known
_BEHIND = 4  # words behind one of these that are of the thing


class _Told(NamedTuple):
    """A predication in a sentence of a story, by number."""

    sentence: int
    document: int
    what: Predication

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Its subject, its object and all others."""
        first = (p for p in (self.what.subject, self.what.object) if p is not None)
        return (*first, *self.what.others)

    @property
    def nobody(self) -> bool:
        """Whether it says of nobody at all that it is so: nobody was hurt, there were no injuries."""
        core = [p for p in (self.what.subject, self.what.object) if p is not None]
        return any(p.none for p in core) and not any(p.keys for p in core)


def contradicted(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what one voice says is so, with what another says is not, of the same people and things.

    Two clauses say the same by one verb, verbs that mean the same, or two sides of contradictories.tsv. A document
    that has both, and what one of the `claims` has as a conflict already, is left out.
    """
    known = {(v.document, v.start, v.end) for c in claims if c.verdict == "conflict" for v in c.versions}
    reading = _Reading(story)
    for a, b in reading.pairs():
        if not any(_within(v, story, x) for x in (a, b) for v in known):
            versions = tuple(sorted(_version(story, x, reading) for x in (a, b)))
            yield Found("conflict", versions, _SURE, "one says that it is so, the other that it is not")


def _known_things(text: str) -> set[str]:
    """Return the words of phrases for things that a reader knows: the old captain, its port, Kelm's crew."""
    own = words(text)
    known = (n for n, w in enumerate(own) if w.form in _KNOWN or w.text[-2:] in ("'s", "’s"))
    return {w.form for n in known for w in own[n + 1 : n + 1 + _BEHIND]}


def _within(place: tuple[int, ...], story: Story, told: _Told) -> bool:
    first, last = _span(story, told)
    return place[0] == told.document and place[1] < last and first < place[2]


def _span(story: Story, told: _Told) -> Span:
    start = story.sentences[told.sentence].start
    return Span(start + told.what.span.start, start + told.what.span.end)


def _version(story: Story, told: _Told, reading: _Reading) -> Version:
    return Version(told.document, *_span(story, told), reading.value(told))


class _Reading:
    """The predications of a story, and what its words mean."""

    def __init__(self, story: Story) -> None:
        self.story = story
        denying = [i for i, s in enumerate(story.sentences) if may_deny(story.text(s))]
        asked: dict[int, list[int]] = {}
        for i in denying:
            own = (j for j in story.of(story.sentences[i].document) if j != i and story.shared(i, j) >= _SHARED)
            for j in (*story.mates(i, _SHARED), *own):
                asked.setdefault(j, []).append(i)
        read = sorted({*denying, *asked})
        self.sentences = {i: story.meant[i] for i in read}
        first = {i: list(self._predications(i)) for i in denying}
        self.told = [told for found in first.values() for told in found]
        for j in sorted(asked.keys() - first.keys()):
            denied = {key for i in asked[j] for told in first[i] for key, side in told.what.says.items() if side < 0}
            if denied and any(denied & sayable(w.form) for w in words(story.text(story.sentences[j]))):
                self.told += self._predications(j)
        self.told.sort(key=lambda told: (told.sentence, told.what.span))

    def _predications(self, i: int) -> Iterator[_Told]:
        s = self.sentences[i]
        keys = {t.start - s.start: t.key for t in s.tokens}
        yield from (_Told(i, s.document, what) for what in predications(Passage(self.story.text(s)), keys))

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """What each key of a phrase tells, and each key of what is said."""
        count = Counter(key for told in self.told for p in told.phrases for key in p.keys if key.startswith("~"))
        return {**self.story.weights, **{key: self._rarity(n) for key, n in count.items()}}

    def _rarity(self, having: int) -> int:
        return round(1000 * math.log(1 + max(_BACKGROUND, len(self.story.sentences)) / having))

    @cached_property
    def saying(self) -> Mapping[str, list[int]]:
        """The predications that say each key."""
        found: dict[str, list[int]] = {}
        for n, told in enumerate(self.told):
            for key in told.what.says:
                found.setdefault(key, []).append(n)
        return found

    @cached_property
    def aliases(self) -> frozenset[tuple[str, str]]:
        """The pairs of keys of a name and of what its bearer is called beside it: the ferry Astrid; Nord, a nurse."""
        meant = {
            told.key: by.key
            for i, s in self.sentences.items()
            for told, by in zip(self.story.sentences[i].tokens, s.tokens, strict=True)
        }
        found = set()
        for s in self.story.sentences:
            text = self.story.documents[s.document].text
            for a, b in pairwise(s.tokens):
                if a.name == b.name or b.start - a.end > _BESIDE:
                    continue
                between = text[a.end : b.start]
                if (b.name and between == " ") or (a.name and between in (", a ", ", an ", ", the ", ", its ")):
                    pair = meant.get(a.key, a.key), meant.get(b.key, b.key)
                    found |= {pair, pair[::-1]}
        return frozenset(found)

    def pairs(self) -> Iterator[tuple[_Told, _Told]]:
        """Yield pairs of two voices of which one denies what the other says, each passage once."""
        candidates = set()
        for numbers in self.saying.values():
            if len(numbers) <= _POSTINGS:
                denied = [n for n in numbers if -1 in self.told[n].what.says.values()]
                candidates |= {(min(a, b), max(a, b)) for a in denied for b in numbers if a != b}
        found = [(a, b) for a, b in sorted(candidates) if self._contradict(self.told[a], self.told[b])]
        used: set[int] = set()
        for a, b in found:
            if not {a, b} & used and not self._answered(a, b) and not self._denied_besides(a, b):
                used |= {a, b}
                yield self.told[a], self.told[b]

    def _contradict(self, a: _Told, b: _Told) -> bool:
        return (
            self.story.apart(a.sentence, b.sentence)
            and a.what.mood == b.what.mood
            and a.what.shifted == b.what.shifted
            and (a.what.hours == b.what.hours or not (a.what.hours and b.what.hours))
            and not self._came_later(a, b)
            and self._turned(a, b)
            and self._of_one(a, b)
        )

    def _denied_besides(self, a: int, b: int) -> bool:
        """Say whether the report that has what is denied denies it too, in its next sentence."""
        said = (self.told[n].sentence for n in (a, b) if -1 not in self.told[n].what.says.values())
        return any(denied_after(self.story, i) for i in said)

    def _came_later(self, a: _Told, b: _Told) -> bool:
        """Say whether what one denies may have come to pass before the other was published."""
        denied, said = (a, b) if a.what.denies else (b, a)
        days = [self.story.documents[x.document].metadata.published_from for x in (denied, said)]
        apart = (days[1] - days[0]).days if days[0] is not None and days[1] is not None else 0
        turned = any(key.startswith("turn ") for key in a.what.says.keys() & b.what.says.keys())
        ended = (self._still(denied) and apart > 0) or (self._still(said) and apart < 0)
        return apart > 1 or (turned and apart != 0) or ended

    def _still(self, told: _Told) -> bool:
        text = self.story.text(self.story.sentences[told.sentence])
        return "still" in text[told.what.span.start : told.what.span.end].split()

    def _turned(self, a: _Told, b: _Told) -> bool:
        """Say whether one says what the other denies: on every key that both have, on opposite sides."""
        shared = a.what.says.keys() & b.what.says.keys()
        return bool(shared) and all(a.what.says[key] == -b.what.says[key] for key in shared)

    def _answered(self, a: int, b: int) -> bool:
        """Say whether the document of one of two predications says both."""
        for own, other in ((self.told[a], self.told[b]), (self.told[b], self.told[a])):
            for n in {n for key in own.what.says for n in self.saying[key]}:
                mate = self.told[n]
                if (
                    mate.document == own.document
                    and self._turned(own, mate)
                    and self._of_one(mate, other, lenient=True)
                ):
                    return True
        return False

    def _of_one(self, a: _Told, b: _Told, *, lenient: bool = False) -> bool:
        """Say whether two clauses are about the same people and things, at the same place and time."""
        links = [(p, q) for p, q in product(a.phrases, b.phrases) if self._same(p, q)]
        matched = {id(p) for pair in links for p in pair}
        if lenient:
            return bool(links)
        if self._others(a, b, matched) or self._narrower(a, b, matched) or self._crossed(a, b):
            return False
        common = {key for p, q in links for key in p.keys if any(self._alike(key, other) for other in q.keys)}
        for x, y in ((a, b), (b, a)):
            meant = self._meant(x, y)
            if meant is None:
                return False
            common |= meant
        harm = any(key.startswith("harm") for key in a.what.says.keys() & b.what.says.keys())
        if harm and any(x.nobody for x in (a, b)):
            return self._of_all(a, b, common)
        if not links or self._light(a, b) or not self._determined(a, b, common):
            return False
        mass = sum(self.weights.get(key, 0) for key in common)
        verb = self._verb(a, b)
        return mass >= (_SEVERAL if len(common) > 1 else _ALONE) and mass + verb >= _ENOUGH

    def _determined(self, a: _Told, b: _Told, common: Collection[str]) -> bool:
        """Say whether what two clauses have in common is somebody, or something, that both speak of as known.

        “There are no easy answers” denies nothing that another text says of answers; and of two that each name
        somebody else in their sentence neither may mean whom the other means.
        """
        if any(key.startswith("name ") for key in common):
            return True
        texts = [self.story.text(self.story.sentences[x.sentence]) for x in (a, b)]
        names = [{t.key for t in self.story.sentences[x.sentence].tokens if t.name} for x in (a, b)]
        if all(names[n] - names[1 - n] for n in (0, 1)):
            return False
        known = [_known_things(text) for text in texts]
        heads = [key.removeprefix("~") for key in common]
        return any(all(any(form.startswith(head) for form in forms) for forms in known) for head in heads)

    def _of_all(self, a: _Told, b: _Told, common: set[str]) -> bool:
        """Say whether one says of all in an accident what the other says of some."""
        if sum(self.weights.get(key, 0) for key in common | (self._keys(a) & self._keys(b))) >= _OF_NOBODY:
            return True
        bare, other = (a, b) if a.nobody else (b, a)
        named = {key for p in other.phrases for key in p.keys if key.startswith("name ")}
        own = set().union(*(self.story.keys[i] for i in self.story.of(bare.document)))
        return not any(p.keys for p in bare.phrases) and named <= own

    def _meant(self, told: _Told, other: _Told) -> set[str] | None:
        """Return what a pronoun before a verb means, if it can be whom the other clause is about; None if it cannot."""
        subject, whom = told.what.subject, other.what.subject
        if subject is None or not subject.pointing or subject.none or whom is None or not whom.keys:
            return set()
        first = max(0, told.sentence - _CONTEXT)
        near = [s for s in self.story.sentences[first : told.sentence + 1] if s.document == told.document]
        found = any(self._alike(whom.head, t.key) for s in near for t in s.tokens) or any(
            whom.head == f"~{w.key}" for s in near for w in words(self.story.text(s))
        )
        return {whom.head} if found else None

    def _light(self, a: _Told, b: _Told) -> bool:
        """Say whether two clauses share only a verb that says little, and not its object."""
        p, q = a.what.object, b.what.object
        little = not _LITTLE.isdisjoint(a.what.says.keys() | b.what.says.keys())
        return little and (p is None or q is None or not self._same(p, q))

    def _keys(self, told: _Told) -> set[str]:
        """Return the keys of the sentence of a predication without those of what it says."""
        said = {key.partition(" ")[2] for key in told.what.says}
        return {t.key for t in self.sentences[told.sentence].tokens if t.key not in said}

    def _verb(self, a: _Told, b: _Told) -> int:
        rarest = min(len(self.saying[key]) for key in a.what.says.keys() & b.what.says.keys())
        return self._rarity(rarest)

    def _others(self, a: _Told, b: _Told, matched: set[int]) -> bool:
        """Say whether both clauses have a subject, an object or a place that the other one has not."""
        for p, q in ((a.what.subject, b.what.subject), (a.what.object, b.what.object)):
            if p is None or q is None or not (p.keys and q.keys) or self._same(p, q):
                continue
            if not (self._in_core(p, b) or self._in_core(q, a)):
                return True
        for p, q in product(a.what.others, b.what.others):
            alone = id(p) not in matched and id(q) not in matched
            if p.preposition == q.preposition and p.keys and q.keys and alone:
                return True
        return False

    def _in_core(self, p: Phrase, told: _Told) -> bool:
        """Say whether a phrase is the subject or the object of a predication, or the “by” of its passive."""
        by = (o for o in told.what.others if o.preposition in ("", "by"))
        return any(q is not None and self._same(p, q) for q in (told.what.subject, told.what.object, *by))

    def _narrower(self, a: _Told, b: _Told, matched: set[int]) -> bool:
        """Say whether what is denied is denied only of a part, of one of several, or on a day."""
        if not a.what.denies and not b.what.denies:
            return False
        denying, other = (a, b) if a.what.denies else (b, a)
        keys = {t.key for t in self.sentences[other.sentence].tokens}
        for p in denying.phrases:
            core = p in (denying.what.subject, denying.what.object)
            dated = not a.what.shifted and any(key.startswith("@") for key in p.keys - keys)
            if (core and p.other) or dated:
                return True
        for p in denying.what.others:
            placed = any(o.preposition == p.preposition and id(o) in matched for o in denying.what.others)
            if p.keys and not placed and id(p) not in matched and not self._known(p, other):
                return True
        return False

    def _known(self, p: Phrase, told: _Told) -> bool:
        """Say whether the document of a predication speaks of a thing at all."""
        near = self.story.sentences[max(0, told.sentence - 2 * _CONTEXT) : told.sentence + 2 * _CONTEXT]
        inside = {t.key for s in near if s.document == told.document for t in s.tokens}
        return any(self._alike(key, other) for key in [p.head] for other in inside)

    def _crossed(self, a: _Told, b: _Told) -> bool:
        """Say whether the subject of each clause is the object of the other, and none is a passive."""
        pairs = ((a.what.subject, b.what.object), (b.what.subject, a.what.object))
        same = all(p is not None and q is not None and self._same(p, q) for p, q in pairs)
        return same

    def _same(self, p: Phrase, q: Phrase) -> bool:
        """Say whether two phrases can be of one thing: each has the head of the other, one no more."""
        if not (p.keys and q.keys) or p.other != q.other:
            return False
        if p.keys == q.keys:
            return True
        heads = any(self._alike(p.head, key) for key in q.keys) and any(self._alike(q.head, key) for key in p.keys)
        rest = [
            [key for key in x.keys if not any(self._alike(key, other) for other in y.keys)] for x, y in ((p, q), (q, p))
        ]
        return heads and not all(rest)

    def _alike(self, key: str, other: str) -> bool:
        return key == other or (key, other) in self.aliases

    def value(self, told: _Told) -> str:
        """Return whether a clause says that it is so."""
        return "denied" if -1 in told.what.says.values() else "said"
