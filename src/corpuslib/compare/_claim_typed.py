"""Claims with typed values: dates, numbers with a unit, and counts such as "third meeting".

Two mentions are about the same thing if their sentences share telling words; everything unsure is left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal, NamedTuple

from corpuslib.compare._claim_story import SLIP, Found, Verdict, Version, days_between
from corpuslib.compare._telling import common_words
from corpuslib.compare.claim_values import stated_values
from corpuslib.compare.quantities import quantities
from corpuslib.compare.voices import components
from corpuslib.compare.words import Word, function_words, lexicon, stem, words
from corpuslib.document import Document

__all__ = ["Sentence", "claim_sentences", "typed_claims", "word_weights"]


class _Mention(NamedTuple):
    """A typed value in a sentence. Mentions of one `slot` can be compared."""

    document: int
    sentence: int
    slot: str
    value: str
    start: int
    end: int
    vague: bool
    size: float | None = None
    sure: bool = False
    beside: frozenset[str] = frozenset()  # of a day: the telling words next to it, and its name


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words, and the keys of those that tell something."""

    start: int
    end: int
    words: tuple[Word, ...]
    keys: frozenset[str]
    names: frozenset[str]


# Set by hand: share of telling words that two sentences on one thing have in common.
_SAME_TOPIC = 0.3
_SAME_CLAIM = 0.45
_SHARED_WORDS = 3
# Where the slot names what is measured, less is enough.
_SAME_NAMED = 0.12
# Numbers of these are of so many things that a sentence rarely says of which.
_OF_MANY_THINGS = frozenset(f"number {stem(unit)}" for unit in ("percent", "per", "percentage", "points"))
_CROWD = 200  # mentions of one slot up to which all pairs are judged
_POSTINGS = 60  # of more, the mentions that may have a word before it finds no candidates
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
        for mention in _mentions(number, document, own, table)
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
            if kind == "conflict" and _ambiguous([mentions[i] for i in group]):
                continue
            likeness = min(likeness for _, likeness in inside)
            versions = tuple(Version(m.document, m.start, m.end, m.value) for m in (mentions[i] for i in group))
            verdict: Verdict = "compatible" if kind == "updated" else kind
            yield Found(verdict, versions, round(min(0.95, 0.4 + likeness), 3), _REASONS[kind])


def _ambiguous(group: Sequence[_Mention]) -> bool:
    """Say whether a document itself has two values: then it cannot be told which answers to another's."""
    values: dict[int, set[str]] = {}
    for mention in group:
        values.setdefault(mention.document, set()).add(mention.value)
    return any(len(own) > 1 for own in values.values())


_Kind = Literal["agree", "wording", "confirmed", "updated", "compatible", "conflict"]
_GRAVITY: tuple[_Kind, ...] = ("agree", "wording", "confirmed", "updated", "compatible", "conflict")
_REASONS: dict[_Kind, str] = {
    "agree": "the same value of the same thing",
    "wording": "the same thing, given more or less exactly",
    "confirmed": "counted ahead by one, reported by the other",
    "updated": "a later document has the higher count: it may have grown",
    "compatible": "the same count of other things",
    "conflict": "two values of the same thing",
}


def word_weights(sentences: Sequence[Sequence[Sentence]]) -> dict[str, float]:
    """Return what each key tells: how few sentences of a story have it."""
    frequency = Counter(key for own in sentences for sentence in own for key in sentence.keys)
    total = sum(map(len, sentences))
    return {key: math.log(1 + total / n) for key, n in frequency.items()}


def claim_sentences(document: Document, table: Mapping[str, Sequence[Any]]) -> list[Sentence]:
    """Return the sentences of a document with what tells something in them."""
    small = function_words()
    result = []
    for row in table.get("sentences", ()):
        own = tuple(words(document.text[row.start : row.end]))
        telling = [w for w in own if w.form not in small and not w.number and not _calendar(w)]
        keys = frozenset(w.key for w in telling)
        result.append(Sentence(row.start, row.end, own, keys, frozenset(w.key for w in telling if w.name)))
    return result


def _named_at_the_start(sentences: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
    """Count as names also first words of sentences that nowhere in the story begin with a small letter."""
    every = [s for own in sentences for s in own]
    common = {w.form for s in every for w in s.words if not w.text[:1].isupper()} | function_words()
    return [
        [
            replace(s, names=s.names | {w.key for w in s.words[:1] if w.text[:1].isupper() and w.form not in common})
            for s in own
        ]
        for own in sentences
    ]


def _calendar(word: Word) -> bool:
    return word.form in lexicon()["months"] or word.form in lexicon()["weekdays"]


def _mentions(
    number: int, document: Document, sentences: Sequence[Sentence], table: Mapping[str, Sequence[Any]]
) -> Iterator[_Mention]:
    dates = sorted(table.get("dates", ()), key=lambda row: (row.start, row.end))
    for index, sentence in enumerate(sentences):
        yield from _numbers(number, document, index, sentence)
        for row in dates:
            inside = sentence.start <= row.start and row.end <= sentence.end
            value = str(row.value)
            if inside and row.role in ("event", "deadline") and value[:4].isdigit() and "/" not in value:
                yield _Mention(
                    number, index, "date", value, row.start, row.end, len(value) < 10,
                    beside=_beside(sentence, row.start, row.end),
                )  # fmt: skip


# A word on the other side of one of these tells of something else.
_CLAUSES = frozenset(
    ("after", "before", "when", "while", "since", "until", "who", "which", "that", "and", "but", "as", "because")
)


def _beside(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    """Return what stands next to a day in its clause, of the words that tell something, and what the day is called."""
    at = [n for n, w in enumerate(sentence.words) if start <= sentence.start + w.start < end]
    if not at:
        return frozenset()
    forms = [sentence.words[n].form for n in at]
    named = {" ".join(forms), *(form for form in forms if form in lexicon()["weekdays"])}
    sides = [_nearest(sentence, range(at[0], 0, -1), -1), _nearest(sentence, range(at[-1], len(sentence.words) - 1), 1)]
    return frozenset(filter(None, sides)) | {f"@{form}" for form in named}


def _nearest(sentence: Sentence, places: Iterable[int], step: int) -> str:
    """Return the key of the first telling word on one side; none behind a mark of punctuation or in another clause."""
    for n in places:
        word, other = sentence.words[n], sentence.words[n + step]
        if max(word.start, other.start) - min(word.end, other.end) > 1 or other.form in _CLAUSES:
            return ""
        if other.key in sentence.keys - sentence.names and other.form not in common_words():
            return other.key
    return ""


def _numbers(number: int, document: Document, index: int, sentence: Sentence) -> Iterator[_Mention]:
    own, small = sentence.words, function_words()
    counted, events = {*lexicon()["ordinals"], "last"}, lexicon()["counted"]
    text = document.text[sentence.start : sentence.end]
    for stated in stated_values(own, text):
        near = [w for w in own if stated.start - 16 <= w.end <= stated.start]
        vague = any(w.form in lexicon()["approximate"] | lexicon()["bounds"] for w in near)
        span = sentence.start + stated.start, sentence.start + stated.end
        yield _Mention(number, index, stated.slot, stated.value, *span, vague, stated.size, stated.sure)
    for q in quantities(own, text):
        after = [w for w in own if w.start >= q.end][:2]
        unit = next((w for w in after if not w.number), None)
        if unit is None or unit.form in small or unit.name or q.kind == "day" or (1900 <= q.value <= 2100):
            continue
        if q.kind == "cardinal":
            inexact = lexicon()["approximate"] | lexicon()["bounds"] | lexicon()["comparatives"]
            vague = any(w.form in inexact for w in own if q.start - 16 <= w.end <= q.start)
            span = sentence.start + q.start, sentence.start + unit.end
            yield _Mention(number, index, f"number {unit.key}", f"{q.value:g} {unit.form}", *span, vague)
    for i, word in enumerate(own[:-1]):
        if word.form in counted and not word.name:
            head = next((w for w in own[i + 1 : i + 4] if not w.name and w.form in events), None)
            if head is not None:
                span = sentence.start + word.start, sentence.start + head.end
                yield _Mention(number, index, f"count {events[head.form]}", word.form, *span, False)


def _links(
    mentions: Sequence[_Mention],
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
    told = [math.fsum(weights[key] for key in s.keys) for s in around]
    links: dict[tuple[int, int], tuple[_Kind, float]] = {}
    for slot in sorted(slots):
        for i, j in _candidates(slots[slot], around):
            a, b = mentions[i], mentions[j]
            if a.document == b.document or (a.document, b.document) in copies:
                continue
            verdict, likeness = _judge(a, b, around[i], around[j], weights, told[i] + told[j])
            if verdict == "conflict" and _grown(a, b, documents):
                verdict = "updated"
            if verdict == "agree" and slot.startswith("count") and _came_true(a, b, documents, sentences):
                verdict = "confirmed"
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
    a: _Mention, b: _Mention, documents: Sequence[Document], sentences: Sequence[Sequence[Sentence]]
) -> bool:
    """Say whether one of two sentences looks ahead and the other does not, in a document not known to be earlier."""
    ahead = [not _AHEAD.isdisjoint(w.form for w in sentences[m.document][m.sentence].words) for m in (a, b)]
    if ahead[0] == ahead[1]:
        return False
    expecting, reporting = (documents[m.document].metadata for m in ((a, b) if ahead[0] else (b, a)))
    first, last = expecting.published_from, reporting.published_to
    return not (first and last and first > last)


# Counts of persons that only grow; the place or thing follows.
_GROWING = ("number ", "persons killed ", "persons hurt ")


def _grown(a: _Mention, b: _Mention, documents: Sequence[Document]) -> bool:
    """Say whether the document that is surely the later one has the larger count of what may have grown."""
    if not a.slot.startswith(_GROWING):
        return False
    (x, first), (y, second) = ((m.size or _size(m), documents[m.document].metadata) for m in (a, b))
    if x > y:
        x, y, first, second = y, x, second, first
    return bool(first.published_to and second.published_from and first.published_to < second.published_from)


def _size(mention: _Mention) -> float:
    return float(mention.value.split()[0])


def _without_rivals(
    mentions: Sequence[_Mention], links: Mapping[tuple[int, int], tuple[_Kind, float]]
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
    a: _Mention, b: _Mention, x: Sentence, y: Sentence, weights: Mapping[str, float], told: float
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
        return None if other_names else "wording", likeness
    if counts and "last" in (a.value, b.value):
        return None, likeness
    if a.vague or b.vague or likeness < _SAME_CLAIM or other_names or a.slot in _OF_MANY_THINGS:
        return None, likeness
    if a.slot == "date" and not _other_days_of_one_event(a, b):
        return None, likeness
    return "conflict", likeness


def _other_days_of_one_event(a: _Mention, b: _Mention) -> bool:
    """Say whether two days are near each other, called otherwise, and stand next to a word that both sentences have.

    Two days that are both called "today" or "on Sunday" in like sentences are one, or none in particular.
    """
    if days_between(a.value, b.value) > SLIP:
        return False
    shared = a.beside & b.beside
    return bool(shared) and not any(key.startswith("@") for key in shared)


def _inside(mention: _Mention, sentence: Sentence) -> set[str]:
    """Return the keys of the words of a mention: they say what is measured, and not of which event."""
    return {w.key for w in sentence.words if mention.start <= sentence.start + w.start < mention.end}


def _measured(
    a: _Mention, b: _Mention, x: float, y: float, same_thing: bool, likeness: float
) -> tuple[_Kind | None, float]:
    if not a.sure and not same_thing:
        return None, likeness
    likeness = max(likeness, 0.5) if a.sure else likeness
    if x == y or (not a.sure and a.value.split()[1:] != b.value.split()[1:] and abs(x - y) <= _CLOSE * max(x, y)):
        return "agree", likeness
    if a.vague or b.vague:
        return "wording" if abs(x - y) <= _CLOSE * max(x, y) else None, likeness
    return "conflict", likeness
