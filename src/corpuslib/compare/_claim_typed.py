"""Claims with typed values: dates, numbers with a unit, and counts such as "third meeting".

Two mentions are about the same thing if their sentences share telling words; everything unsure is left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any, Literal

from corpuslib.compare._claim_figures import Figure, figure_words, relation
from corpuslib.compare._claim_mentions import Mention, Sentence, claim_sentences, mentions_in
from corpuslib.compare._claim_story import SLIP, Found, Verdict, Version, days_between
from corpuslib.compare._event_words import called_off
from corpuslib.compare._telling import common_words
from corpuslib.compare.voices import components
from corpuslib.compare.words import function_words, same_name, stem
from corpuslib.document import Document

__all__ = ["Sentence", "claim_sentences", "typed_claims", "word_weights"]


# Set by hand: share of telling words that two sentences on one thing have in common.
_SAME_TOPIC = 0.3
_SAME_CLAIM = 0.45
_SHARED_WORDS = 3
# Where the slot names what is measured, less is enough.
_SAME_NAMED = 0.12
# Numbers of these are of so many things that a sentence rarely says of which.
_OF_MANY_THINGS = frozenset(f"number {stem(unit)}" for unit in ("percent", "per", "percentage", "points"))
# Of sentences that give a figure for one event: words besides names, and the share that both have.
_SAID, _SAME_EVENT, _SAME_SENTENCE = 2, 0.15, 0.4
_SIDES = 2
_CROWD = 200  # mentions of one slot up to which all pairs are judged
_POSTINGS = 60  # of more, the mentions that may have a word before it finds no candidates
_MONTH, _DAY = 7, 10  # length of the TIMEX3 value of a month, and of a day
_FAR = 10  # times that one of two values of one thing is hardly ever the other: it is of a part
_CLOSE = 0.1  # share by which two sizes may differ and still be the same, rounded or converted


def typed_claims(
    documents: Sequence[Document],
    tables: Sequence[Mapping[str, Sequence[Any]]],
    sentences: Sequence[Sequence[Sentence]],
    one_voice: Collection[tuple[int, int]],
) -> Iterator[Found]:
    """Yield the typed values that documents of two voices state of one thing."""
    sentences = _named_at_the_start(sentences)
    weights = word_weights(sentences)
    mentions = [
        mention
        for number, (document, own, table) in enumerate(zip(documents, sentences, tables, strict=True))
        for mention in mentions_in(number, document, own, table)
    ]
    links = _links(mentions, documents, sentences, weights, {*one_voice, *((b, a) for a, b in one_voice)})
    groups = components(len(mentions), links)
    home = {n: number for number, group in enumerate(groups) for n in group}
    within: dict[int, list[tuple[_Kind, float]]] = {}
    for (a, _), link in links.items():
        within.setdefault(home[a], []).append(link)
    for number, group in enumerate(groups):
        if len(group) > 1:
            inside = within[number]
            kind = max((kind for kind, _ in inside), key=_GRAVITY.index)
            if kind in _UNEQUAL and _ambiguous([mentions[i] for i in group]):
                continue
            likeness = min(likeness for _, likeness in inside)
            versions = tuple(Version(m.document, m.start, m.end, m.value) for m in (mentions[i] for i in group))
            yield Found(_VERDICTS[kind], versions, round(min(0.95, 0.4 + likeness), 3), _REASONS[kind])


def _ambiguous(group: Sequence[Mention]) -> bool:
    """Say whether a document itself has two values: then it cannot be told which answers to another's."""
    values: dict[int, set[str]] = {}
    for mention in group:
        values.setdefault(mention.document, set()).add(mention.value)
    return any(len(own) > 1 for own in values.values())


_Kind = Literal["agree", "wording", "bounded", "confirmed", "updated", "corrected", "compatible", "conflict"]
_GRAVITY: tuple[_Kind, ...] = (
    "agree", "wording", "bounded", "confirmed", "updated", "corrected", "compatible", "conflict",
)  # fmt: skip
_UNEQUAL = ("updated", "corrected", "conflict")
_VERDICTS: dict[_Kind, Verdict] = {
    "agree": "agree",
    "wording": "wording",
    "bounded": "specificity",
    "confirmed": "confirmed",
    "updated": "compatible",
    "corrected": "compatible",
    "compatible": "compatible",
    "conflict": "conflict",
}
_REASONS: dict[_Kind, str] = {
    "agree": "the same value of the same thing",
    "wording": "the same thing, given more or less exactly",
    "bounded": "one gives a bound, the other a number within it",
    "confirmed": "counted ahead by one, reported by the other",
    "updated": "a later document has the higher count: it may have grown",
    "corrected": "a later document has a lower count: it may have been corrected",
    "compatible": "the same count of other things",
    "conflict": "two values of the same thing",
}


def word_weights(sentences: Sequence[Sequence[Sentence]]) -> dict[str, float]:
    """Return what each key tells: how few sentences of a story have it."""
    frequency = Counter(key for own in sentences for sentence in own for key in sentence.keys)
    total = sum(map(len, sentences))
    return {key: math.log(1 + total / n) for key, n in frequency.items()}


def _named_at_the_start(sentences: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
    """Count as names also first words of sentences that nowhere in the story begin with a small letter."""
    every = [s for own in sentences for s in own]
    common = {w.form for s in every for w in s.words if not w.text[:1].isupper()} | function_words()
    return [
        [
            replace(s, names=s.names | {s.words[0].key})
            if s.words and s.words[0].text[:1].isupper() and s.words[0].form not in common
            else s
            for s in own
        ]
        for own in sentences
    ]


def _links(
    mentions: Sequence[Mention],
    documents: Sequence[Document],
    sentences: Sequence[Sequence[Sentence]],
    weights: Mapping[str, float],
    copies: Collection[tuple[int, int]],
) -> dict[tuple[int, int], tuple[_Kind, float]]:
    """Return the pairs of mentions of different documents that are about the same thing, with their verdict."""
    slots: dict[str, list[int]] = {}
    for i, mention in enumerate(mentions):
        slots.setdefault(mention.slot, []).append(i)
    around = [sentences[m.document][m.sentence] for m in mentions]
    contexts = {i: _with_lead(sentences[m.document], m.sentence) for i, m in enumerate(mentions) if m.figure}
    told = [math.fsum(weights[key] for key in s.keys) for s in around]
    links: dict[tuple[int, int], tuple[_Kind, float]] = {}
    for slot in sorted(slots):
        for i, j in _candidates(slots[slot], around):
            a, b = mentions[i], mentions[j]
            if a.document == b.document or (a.document, b.document) in copies:
                continue
            if a.holder and b.holder:
                verdict, likeness = _one_holder(a, b, documents), 0.2
            elif a.figure and b.figure:
                near = [(around[n], contexts[n]) for n in (i, j)]
                verdict, likeness = _judged_figures((a, a.figure, *near[0]), (b, b.figure, *near[1]))
            else:
                verdict, likeness = _judge(a, b, around[i], around[j], weights, told[i] + told[j])
            if verdict == "conflict":
                texts = (documents[m.document].text[around[n].start : around[n].end] for n, m in ((i, a), (j, b)))
                apart = slot != "date" and (_of_other_years(*texts) or _far_apart(a, b))
                verdict = None if apart else _in_time(a, b, documents)
            if verdict == "agree" and slot.startswith("count"):
                verdict = _came_true(a, b, documents, sentences)
            if verdict:
                links[i, j] = (verdict, likeness)
    return _without_rivals(mentions, links)


def _candidates(members: Sequence[int], around: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of mentions of one slot that are judged.

    Where a slot has many mentions these are not all, but those of which the sentences share a telling word that
    few have: in a large story all pairs would take a time that grows with its square.
    """
    if len(members) <= _CROWD:
        yield from combinations(members, 2)
        return
    having: dict[str, list[int]] = {}
    for i in members:
        for key in around[i].keys:
            having.setdefault(key, []).append(i)
    rare = [found for found in having.values() if len(found) <= _POSTINGS]
    yield from sorted({pair for found in rare for pair in combinations(found, 2)})


_AHEAD = frozenset(("will", "would", "planned", "expected", "likely", "upcoming"))


def _came_true(
    a: Mention, b: Mention, documents: Sequence[Document], sentences: Sequence[Sequence[Sentence]]
) -> _Kind | None:
    """Return what one sentence that looks ahead and one that does not tell of a counted event: it was held, or agree.

    The report must be in a document not known to be the earlier; that the event was called off is no such report.
    """
    ahead = [not _AHEAD.isdisjoint(w.form for w in sentences[m.document][m.sentence].words) for m in (a, b)]
    if ahead[0] == ahead[1]:
        return "agree"
    expecting, reporting = (a, b) if ahead[0] else (b, a)
    told = sentences[reporting.document][reporting.sentence]
    if called_off(documents[reporting.document].text[told.start : told.end]):
        return None
    first = documents[expecting.document].metadata.published_from
    last = documents[reporting.document].metadata.published_to
    return "agree" if first and last and first > last else "confirmed"


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _of_other_years(a: str, b: str) -> bool:
    """Say whether two sentences name years, and none that both name."""
    years = [set(_YEAR.findall(text)) for text in (a, b)]
    return all(years) and years[0].isdisjoint(years[1])


def _far_apart(a: Mention, b: Mention) -> bool:
    """Say whether one of two numbers is so much larger that the other is hardly of the same thing."""
    if a.size is None and not a.slot.startswith(_GROWING):
        return False
    small, large = sorted(m.size or _size(m) for m in (a, b))
    return large > _FAR * small


_GROWING = ("number ", "persons killed ", "persons hurt ", "figure ")  # counts that a later report can have higher
_FINAL = ("figure score", "figure vote", "figure magnitude")  # of an event that is over when it is told


def _in_time(a: Mention, b: Mention, documents: Sequence[Document]) -> _Kind | None:
    """Return what two values are of documents of which one is surely the later: a count that may have grown.

    It may also have been corrected. A result of another day is one of another event.
    """
    if not a.slot.startswith(_GROWING):
        return "conflict"
    (x, first), (y, second) = ((m.size or _size(m), documents[m.document].metadata) for m in (a, b))
    if x > y:
        x, y, first, second = y, x, second, first
    grown = bool(first.published_to and second.published_from and first.published_to < second.published_from)
    fallen = bool(second.published_to and first.published_from and second.published_to < first.published_from)
    if a.slot in _FINAL or a.slot.startswith("number ") or " in " in a.slot:
        return None if grown or fallen else "conflict"
    if grown:
        return "updated"
    return "corrected" if fallen and a.figure else "conflict"


def _size(mention: Mention) -> float:
    return mention.figure.size if mention.figure else float(mention.value.split()[0])


_LEAD = 3  # sentences at the head of a document that tell of one event


def _with_lead(sentences: Sequence[Sentence], index: int) -> Sentence:
    """Return a sentence with the keys of the one before it, and in the head of a document those of all before it."""
    first = 0 if index < _LEAD else index - 1
    own = sentences[first : index + 1]
    keys, names = (frozenset().union(*sets) for sets in ((s.keys for s in own), (s.names for s in own)))
    return replace(sentences[index], keys=keys, names=names)


_Given = tuple[Mention, Figure, Sentence, Sentence]  # a figure in its sentence, and with those before that


def _judged_figures(one: _Given, other: _Given) -> tuple[_Kind | None, float]:
    """Return how two figures stand to each other, and how like what the two documents tell with them is."""
    (m, a, x, before_a), (n, b, y, before_b) = one, other
    empty = _said_of_many()
    told = before_a.keys - empty, before_b.keys - empty
    shared, names = told[0] & told[1], before_a.names & before_b.names
    said = shared - before_a.names - before_b.names
    likeness = 2 * len(shared) / max(1, len(told[0]) + len(told[1]))
    # The heads of two reports tell of the event that their story is about: less must be shared.
    heads = max(m.sentence, n.sentence) < _LEAD
    enough = len(said) >= _SAID or len(names) > 1 or likeness >= _SAME_SENTENCE or heads
    anchored = (x.keys & before_b.keys) | (y.keys & before_a.keys)
    one_event = names and said and enough and anchored - empty and likeness >= _SAME_EVENT
    if not one_event or _of_other_sides(a, x, y) or x.modes != y.modes:
        return None, likeness
    kinds: dict[str, _Kind] = {"equal": "agree", "rounded": "wording", "within": "bounded", "other": "conflict"}
    return kinds.get(relation(a, b)), likeness


def _one_holder(a: Mention, b: Mention, documents: Sequence[Document]) -> _Kind | None:
    """Return how two holders of one office stand to each other that reports of the same days name."""
    if same_name(a.holder, b.holder):
        return "agree"
    first, last = (documents[m.document].metadata.published_from for m in (a, b))
    return "conflict" if first and last and abs((first - last).days) <= SLIP else None


def _of_other_sides(figure: Figure, x: Sentence, y: Sentence) -> bool:
    """Say whether two results or sums are of things of which each sentence names a side that the other has not."""
    if figure.slot == "score" and len(x.names & y.names) < _SIDES:
        return True
    singular = figure.slot in ("score", "vote") or " in " in figure.slot
    return singular and bool(x.names - y.keys) and bool(y.names - x.keys)


@cache
def _said_of_many() -> frozenset[str]:
    """Return the keys of words that news of every event has."""
    return frozenset(stem(form) for form in common_words() | figure_words())


def _without_rivals(
    mentions: Sequence[Mention], links: Mapping[tuple[int, int], tuple[_Kind, float]]
) -> dict[tuple[int, int], tuple[_Kind, float]]:
    """Leave out that a value differs from another one where the other sentence has its equal."""
    answered = {
        (n, mentions[m].document, mentions[m].sentence)
        for (i, j), (verdict, _) in links.items()
        if verdict == "agree"
        for n, m in ((i, j), (j, i))
    }

    def rival(i: int, j: int) -> bool:
        return any((n, mentions[m].document, mentions[m].sentence) in answered for n, m in ((i, j), (j, i)))

    return {pair: link for pair, link in links.items() if link[0] == "agree" or not rival(*pair)}


def _judge(
    a: Mention, b: Mention, x: Sentence, y: Sentence, weights: Mapping[str, float], told: float
) -> tuple[_Kind | None, float]:
    """Return how two mentions stand to each other, and how like their sentences are, which tell `told` together."""
    shared = x.keys & y.keys
    if len(shared) < _SHARED_WORDS and (a.size is None or b.size is None):
        return None, 0.0
    likeness = 2 * math.fsum(weights[k] for k in shared) / told if told else 0.0
    if a.size is not None and b.size is not None:
        besides = shared - _inside(a, x) - _inside(b, y)
        return _measured(a, b, a.size, b.size, bool(besides) and likeness >= _SAME_NAMED, likeness)
    if likeness < _SAME_TOPIC:
        return None, likeness
    other_names = bool(x.names - y.keys) and bool(y.names - x.keys)
    counts = a.slot.startswith("count")
    if a.value == b.value or (a.slot.startswith("number ") and _size(a) == _size(b)):
        # The last meetings of two pairs of people are both last meetings.
        return ("compatible" if counts and other_names else "agree"), likeness
    if a.slot == "date" and (a.value.startswith(b.value) or b.value.startswith(a.value)):
        return "wording" if not other_names and _by_grain(a, b) else None, likeness
    if counts and "last" in (a.value, b.value):
        return None, likeness
    if a.vague or b.vague or likeness < _SAME_CLAIM or other_names or a.slot in _OF_MANY_THINGS:
        return None, likeness
    if a.slot == "date" and not _other_days_of_one_event(a, b):
        return None, likeness
    return "conflict" if x.names & y.names and x.modes == y.modes else None, likeness


def _by_grain(a: Mention, b: Mention) -> bool:
    """Say whether two dates are of one event, one of them given more exactly.

    A year holds every day of it by chance, and a month most: then both must stand next to one word.
    """
    coarse = min(len(a.value), len(b.value))
    return coarse >= _DAY or (coarse >= _MONTH and any(not key.startswith("@") for key in a.beside & b.beside))


def _other_days_of_one_event(a: Mention, b: Mention) -> bool:
    """Say whether two days are near each other, called otherwise, and stand next to a word that both sentences have.

    Two days that are both called "today" or "on Sunday" in like sentences are one, or none in particular.
    """
    if days_between(a.value, b.value) > SLIP:
        return False
    shared = a.beside & b.beside
    return bool(shared) and not any(key.startswith("@") for key in shared)


def _inside(mention: Mention, sentence: Sentence) -> set[str]:
    """Return the keys of the words of a mention: they say what is measured, and not of which event."""
    return {w.key for w in sentence.words if mention.start <= sentence.start + w.start < mention.end}


_SIDE = re.compile(r" ((?:north|south)?-?(?:east|west)|north|south)(?:er?ly|erne?|wards?)?$")


def _side(mention: Mention) -> list[str]:
    """Return on which side of a place a distance from it is, if that is said."""
    side = _SIDE.search(mention.value)
    return [side[1]] if side else []


def _measured(
    a: Mention, b: Mention, x: float, y: float, same_thing: bool, likeness: float
) -> tuple[_Kind | None, float]:
    if not a.sure and not same_thing:
        return None, likeness
    likeness = max(likeness, 0.5) if a.sure else likeness
    if a.slot.startswith("distance") and len({*_side(a), *_side(b)}) > 1:
        return None, likeness  # nine miles north are not nine miles south
    if x == y or (not a.sure and a.value.split()[1] != b.value.split()[1] and abs(x - y) <= _CLOSE * max(x, y)):
        return "agree", likeness
    if a.vague or b.vague:
        return "wording" if abs(x - y) <= _CLOSE * max(x, y) else None, likeness
    return "conflict", likeness
