"""Claims: what documents of one story say about the same thing, with values that can be compared.

A first version with typed values only: dates, numbers with a unit, and counts such as "third meeting". Two
mentions are about the same thing if their sentences share telling words; everything unsure is left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from corpuslib.compare.claim_values import stated_values
from corpuslib.compare.quantities import quantities
from corpuslib.compare.voices import components
from corpuslib.compare.words import Word, function_words, lexicon, words
from corpuslib.document import Document
from corpuslib.tables import PROBABILITY, Column, Located

__all__ = ["Claim", "Verdict", "find_claims"]

Verdict = Literal["agree", "compatible", "wording", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Located):
    """A passage in which a document says its version of a claim that several documents of a story make."""

    table: ClassVar[str] = "claims"

    story_id: Annotated[str, Column("story that the claim belongs to")]
    claim_id: Annotated[str, Column("the claim; rows with one claim_id are about the same thing")]
    topic: Annotated[str, Column("what the claim is about: telling words that the versions share")]
    value: Annotated[str, Column("what this document says, in normal form: a TIMEX3 value, or number and unit")]
    verdict: Annotated[
        Verdict,
        Column(
            "agree: equal values; wording: one is vaguer; compatible: other things of a kind, both can be true; "
            "conflict: they cannot both be true"
        ),
    ]
    attribution_id: Annotated[int | None, Column("attribution that the passage stands in; null if none")]
    hedge: Annotated[str | None, Column("word in the sentence that makes the claim less sure")]
    confidence: Annotated[float, Column("how sure it is that the versions are about the same thing", PROBABILITY)]


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


@dataclass(frozen=True, slots=True)
class _Sentence:
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
_CLOSE = 0.1  # share by which two sizes may differ and still be the same, rounded or converted


def find_claims(
    documents: Sequence[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    places: Mapping[str, tuple[str, int | None]],
    one_voice: Collection[tuple[str, str]] = (),
) -> list[Claim]:
    """Return the claims that at least two documents of a story make.

    `found` holds the rows of each document by table: `sentences`, and `dates`, `attributions` and `hedges` where
    they are known. `places` gives each document's story. Documents of a pair in `one_voice` copy each other: they
    are no two witnesses, and what only they say is no claim.
    """
    stories: dict[str, list[Document]] = {}
    for document in documents:
        if document.doc_id in places and (document.metadata.language or "en") == "en":
            stories.setdefault(places[document.doc_id][0], []).append(document)
    claims: list[Claim] = []
    for story_id in sorted(stories):
        claims += _story_claims(story_id, stories[story_id], found, one_voice)
    return claims


def _story_claims(
    story_id: str,
    documents: Sequence[Document],
    found: Mapping[str, Mapping[str, Sequence[Any]]],
    one_voice: Collection[tuple[str, str]],
) -> Iterator[Claim]:
    tables = [found.get(d.doc_id, {}) for d in documents]
    sentences = [_sentences(d, t) for d, t in zip(documents, tables, strict=True)]
    frequency = Counter(key for own in sentences for sentence in own for key in sentence.keys)
    total = sum(map(len, sentences))
    weights = {key: math.log(1 + total / n) for key, n in frequency.items()}
    mentions = [
        mention
        for number, (document, own, table) in enumerate(zip(documents, sentences, tables, strict=True))
        for mention in _mentions(number, document, own, table)
    ]
    position = {d.doc_id: i for i, d in enumerate(documents)}
    copies = {(position[a], position[b]) for a, b in one_voice if a in position and b in position}
    links = _links(mentions, sentences, weights, copies | {(b, a) for a, b in copies})
    groups = [group for group in components(len(mentions), links) if len(group) > 1]
    for number, group in enumerate(groups, 1):
        verdict = max((verdict for (a, _), (verdict, _) in links.items() if a in group), key=_GRAVITY.index)
        likeness = min(likeness for (a, _), (_, likeness) in links.items() if a in group)
        topic = _topic([sentences[mentions[i].document][mentions[i].sentence] for i in group], weights)
        for i in group:
            m = mentions[i]
            sentence = sentences[m.document][m.sentence]
            yield Claim(
                **documents[m.document].place(m.start, m.end),
                story_id=story_id,
                claim_id=f"{story_id}-c{number:03d}",
                topic=topic,
                value=m.value,
                verdict=verdict,
                attribution_id=_around(tables[m.document].get("attributions", ()), m),
                hedge=_hedge(tables[m.document].get("hedges", ()), sentence),
                confidence=round(min(0.95, 0.4 + likeness), 3),
            )


_GRAVITY: tuple[Verdict, ...] = ("agree", "wording", "compatible", "conflict")


def _sentences(document: Document, table: Mapping[str, Sequence[Any]]) -> list[_Sentence]:
    small = function_words()
    result = []
    for row in table.get("sentences", ()):
        own = tuple(words(document.text[row.start : row.end]))
        telling = [w for w in own if w.form not in small and not w.number and not _calendar(w)]
        keys = frozenset(w.key for w in telling)
        result.append(_Sentence(row.start, row.end, own, keys, frozenset(w.key for w in telling if w.name)))
    return result


def _calendar(word: Word) -> bool:
    return word.form in lexicon()["months"] or word.form in lexicon()["weekdays"]


def _mentions(
    number: int, document: Document, sentences: Sequence[_Sentence], table: Mapping[str, Sequence[Any]]
) -> Iterator[_Mention]:
    dates = sorted(table.get("dates", ()), key=lambda row: (row.start, row.end))
    for index, sentence in enumerate(sentences):
        yield from _numbers(number, document, index, sentence)
        for row in dates:
            inside = sentence.start <= row.start and row.end <= sentence.end
            value = str(row.value)
            if inside and row.role in ("event", "deadline") and value[:4].isdigit() and "/" not in value:
                yield _Mention(number, index, "date", value, row.start, row.end, len(value) < 10)


def _numbers(number: int, document: Document, index: int, sentence: _Sentence) -> Iterator[_Mention]:
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
            vague = any(w.form in lexicon()["approximate"] for w in own if q.start - 16 <= w.end <= q.start)
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
    sentences: Sequence[Sequence[_Sentence]],
    weights: Mapping[str, float],
    copies: Collection[tuple[int, int]],
) -> dict[tuple[int, int], tuple[Verdict, float]]:
    """Return the pairs of mentions of different documents that are about the same thing, with their verdict."""
    slots: dict[str, list[int]] = {}
    for i, mention in enumerate(mentions):
        slots.setdefault(mention.slot, []).append(i)
    links: dict[tuple[int, int], tuple[Verdict, float]] = {}
    for slot in sorted(slots):
        members = slots[slot]
        for n, i in enumerate(members):
            for j in members[n + 1 :]:
                a, b = mentions[i], mentions[j]
                if a.document == b.document or (a.document, b.document) in copies:
                    continue
                verdict, likeness = _judge(
                    a, b, sentences[a.document][a.sentence], sentences[b.document][b.sentence], weights
                )
                if verdict:
                    links[i, j] = (verdict, likeness)
    return links


def _judge(
    a: _Mention, b: _Mention, x: _Sentence, y: _Sentence, weights: Mapping[str, float]
) -> tuple[Verdict | None, float]:
    shared = x.keys & y.keys
    both = math.fsum(sorted(weights[k] for k in shared))
    own = [math.fsum(sorted(weights[k] for k in s.keys)) for s in (x, y)]
    likeness = 2 * both / sum(own) if sum(own) else 0.0
    if a.size is not None and b.size is not None:
        besides = shared - _inside(a, x) - _inside(b, y)
        return _measured(a, b, a.size, b.size, bool(besides) and likeness >= _SAME_NAMED, likeness)
    if len(shared) < _SHARED_WORDS or likeness < _SAME_TOPIC:
        return None, likeness
    other_names = bool(x.names - y.keys) and bool(y.names - x.keys)
    counts = a.slot.startswith("count")
    if a.value == b.value:
        # The last meetings of two pairs of people are both last meetings.
        return ("compatible" if counts and other_names else "agree"), likeness
    if a.slot == "date" and (a.value.startswith(b.value) or b.value.startswith(a.value)):
        return "wording", likeness
    if counts and "last" in (a.value, b.value):
        return None, likeness
    if a.vague or b.vague or likeness < _SAME_CLAIM or other_names:
        return None, likeness
    return "conflict", likeness


def _inside(mention: _Mention, sentence: _Sentence) -> set[str]:
    """Return the keys of the words of a mention: they say what is measured, and not of which event."""
    return {w.key for w in sentence.words if mention.start <= sentence.start + w.start < mention.end}


def _measured(
    a: _Mention, b: _Mention, x: float, y: float, same_thing: bool, likeness: float
) -> tuple[Verdict | None, float]:
    if not a.sure and not same_thing:
        return None, likeness
    likeness = max(likeness, 0.5) if a.sure else likeness
    if x == y or (not a.sure and a.value.split()[1:] != b.value.split()[1:] and abs(x - y) <= _CLOSE * max(x, y)):
        return "agree", likeness
    if a.vague or b.vague:
        return "wording" if abs(x - y) <= _CLOSE * max(x, y) else None, likeness
    return "conflict", likeness


def _topic(sentences: Sequence[_Sentence], weights: Mapping[str, float]) -> str:
    """Return up to four words that most of the sentences share, as the first of them writes them."""
    counts = Counter(key for sentence in sentences for key in sentence.keys)
    ranked = sorted((k for k in sentences[0].keys), key=lambda k: (-counts[k], -weights[k], k))[:4]
    chosen = {key for key in ranked if counts[key] > 1}
    shown: dict[str, str] = {}
    for word in sentences[0].words:
        if word.key in chosen:
            shown.setdefault(word.key, word.text if word.name else word.form)
    return " ".join(shown.values())


def _around(attributions: Iterable[Any], mention: _Mention) -> int | None:
    inside = [row for row in attributions if row.start <= mention.start and mention.end <= row.end]
    return min(inside, key=lambda row: row.end - row.start).attribution_id if inside else None


def _hedge(hedges: Iterable[Any], sentence: _Sentence) -> str | None:
    return next((row.cue for row in hedges if sentence.start <= row.start and row.end <= sentence.end), None)
