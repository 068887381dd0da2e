"""Agreements: sentences of two voices that state the same, in like words or in others that mean the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._telling import Telling
from corpuslib.compare.detectors import bounds, calendar, calendar_parts, numbers
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.passages import Passage
from corpuslib.compare.polarity import negation, polarity
from corpuslib.compare.statements import group_statements
from corpuslib.compare.tenses import verb_groups
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold, stem
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["agreements", "closest"]

_SURE = {True: 0.6, False: 0.5}  # of like words, of others that mean the same
_REASONS = {True: "the same stated in like words", False: "the same stated in words that mean the same"}
# Set by hand, by reading news of one campaign: the words that a statement needs besides names and days, its verb among
# them, and what all of it must weigh, where it has no name or day, one, or more; then the same in one order.
_LEAST = ((4, 13500), (3, 12500), (2, 11500))
_LEAST_IN_ORDER = ((4, 13000), (3, 11000), (2, 9500))
_LEAST_OF_TWO = 8000  # what two names and a verb must weigh, in one order
_COVERED, _DENSE = 0.7, 0.55  # of the core, and of the telling words of the stretch
_SHOWN = 6  # words of a value
_PERSONS = ("official", "person", "spokesperson", "diplomat", "other_media", "expert")
_PARTED = re.compile(r"[,;:()–—“”\"]|--")
_UNSURE = ("epistemic", "speculation", "unverified")
_TO = re.compile(r"\bto\s\Z")
_AGAINST = (numbers, bounds, calendar, calendar_parts, polarity)


def agreements(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what sentences of two voices state alike, where none of the `claims` ties the same words.

    Words that mean the same count as one; where they stand for each other, the statement is put otherwise. The value
    are the words of a sentence that the others share.
    """
    ties = _ties(story, claims)
    voice = _voices(story)
    sentences = story.meant
    for statement in group_statements(sentences, voice):
        core = statement.core
        if _weight(core) < _LEAST_OF_TWO:
            continue
        said = [_Said(sentences[i], story.sentences[i], closest(sentences[i], core)) for i in sorted(statement.members)]
        said = _predicated(story, [one for one in said if _says(one, core)], core)
        said = [
            one
            for one in said
            if not _differs(story, said[0], one)
            and not _of_others(story, said[0], one)
            and not _turned(story, said[0], one, core)
        ]
        same = _in_same_words(said, core)
        if not (same and _is_statement(core, _whom(said), _LEAST)):
            said = _held(story, said, core)
        if len({voice[one.words.document] for one in said}) > 1 and not _tied(said, core, ties):
            versions = (Version(one.words.document, *one.span, _value(one.words, core)) for one in said)
            surer, unsure = _as_sure(story, said, core)
            if same and surer and unsure:
                yield Found("wording", tuple(versions), _SURE[same], f"one says it as sure, the other with “{unsure}”")
            else:
                yield Found("agree" if same else "wording", tuple(versions), _SURE[same], _REASONS[same])


class _Said(NamedTuple):
    """A sentence by meaning and as written, with the passage that holds a core."""

    words: Telling
    written: Telling
    span: Span


def closest(s: Telling, core: Collection[str]) -> Span:
    """Return the shortest passage of a sentence with every word of a core that the sentence has; all of it if none.

    >>> from corpuslib.compare._telling import Token
    >>> closest(Telling(0, 0, 9, tuple(Token(w, n, n + 1, w) for n, w in enumerate("axab"))), "ab")
    Span(start=2, end=4)
    """
    found = [t for t in s.tokens if t.key in core]
    last: dict[str, int] = {}
    best = Span(s.start, s.end)
    for n, token in enumerate(found):
        last[token.key] = n
        span = Span(found[min(last.values())].start, token.end)
        if len(last) == len({t.key for t in found}) and span.end - span.start < best.end - best.start:
            best = span
    return best


def _is_statement(core: Mapping[str, int], whom: Collection[str], least: Sequence[tuple[int, int]]) -> bool:
    """Say whether a core is more than a thing that is spoken of: the fewer names and days, the more must be said.

    `whom` are the keys of words that only tell what somebody is.
    """
    anchors = sum(key.startswith(("name ", "@")) for key in core)
    said = sum(not key.startswith(("name ", "@", "#")) and key not in whom for key in core)
    words, weight = least[min(anchors, len(least) - 1)]
    return said >= words and _weight(core) >= weight


def _weight(core: Mapping[str, int]) -> int:
    return sum(weight for key, weight in core.items() if not key.startswith("#"))


def _whom(said: Iterable[_Said]) -> set[str]:
    """Return the keys of the words that are the name of an office, a trade or a standing wherever they are said."""
    keys: dict[str, bool] = {}
    for token in (t for one in said for t in one.words.tokens):
        keys[token.key] = keys.get(token.key, True) and fold(token.text) in _standings()
    return {key for key, always in keys.items() if always}


@cache
def _standings() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in rows("source_types.tsv") if row["role"] in _PERSONS)


def _says(one: _Said, core: Collection[str]) -> bool:
    """Say whether a sentence has nearly all of a core, each name and value of it, and little else between."""
    inside = [t.key for t in one.words.tokens if one.span.start <= t.start and t.end <= one.span.end]
    missing = [key for key in core if key not in inside]
    return (
        len(core) - len(missing) >= _COVERED * len(core)
        and not any(key.startswith(("name ", "@", "#")) for key in missing)
        and sum(key in core for key in inside) >= _DENSE * len(inside)
    )


def _predicated(story: Story, said: Sequence[_Said], core: Collection[str]) -> list[_Said]:
    """Return the sentences that have a word of the core which is the verb of a clause in one of them.

    Names, titles and things that stand together state nothing.
    """
    verbs = {key for one in said for key in _verbs(story, one.words)}.intersection(core)
    return [one for one in said if not verbs.isdisjoint(t.key for t in one.words.tokens)]


def _verbs(story: Story, s: Telling) -> Iterator[str]:
    """Yield the keys of a sentence that stand in its finite verbs, or are verbs in -ing or after “to”."""
    text = story.documents[s.document].text
    for _, keys in _finite(story, s):
        yield from keys
    for t in s.tokens:
        base, kinds = known_verb(fold(t.text))
        gerund = "gerund" in kinds and base != fold(t.text)
        if not t.name and (gerund or (kinds and _TO.search(text, max(s.start, t.start - len(" to ")), t.start))):
            yield t.key


def _text(story: Story, s: Telling, span: Span) -> str:
    return story.documents[s.document].text[span.slice]


def _clause(story: Story, one: _Said) -> Span:
    s = one.words
    return clause_around(story.documents[s.document].text, one.span, Span(s.start, s.end))


def _differs(story: Story, one: _Said, other: _Said) -> bool:
    """Say whether a number or a day stands against agreement, or a denial in the passage or before it in its clause."""
    near = [Passage(_text(story, x.words, x.span)) for x in (one, other)]
    opened = [Passage(_text(story, x.words, Span(_clause(story, x).start, x.span.end))) for x in (one, other)]
    return any(finding for detector in _AGAINST for finding in detector(*near)) or any(negation(*opened))


def _of_others(story: Story, one: _Said, other: _Said) -> bool:
    """Say whether the clauses around two passages name somebody each, and nobody that both name."""
    names = []
    for x in (one, other):
        first, last = _clause(story, x)
        names.append({t.key for t in x.words.tokens if t.name and first <= t.start and t.end <= last})
    return all(names) and not names[0] & names[1]


def _turned(story: Story, one: _Said, other: _Said, core: Collection[str]) -> bool:
    """Say whether two people stand the other way round beside a verb, and no “by” turns the verb with them."""
    acts = [_acts(story, x, core) for x in (one, other)]
    turned = any((b, verb, a) in acts[1] for a, verb, b in acts[0])
    return turned and sum(" by " in _text(story, x.words, x.span) for x in (one, other)) != 1


def _acts(story: Story, one: _Said, core: Collection[str]) -> set[tuple[str, str, str]]:
    """Return the verbs of a core in a passage, each with the name of it before and behind."""
    verbs = {key for _, keys in _finite(story, one.words) for key in keys}
    inside = (t.key for t in one.words.tokens if one.span.start <= t.start < one.span.end and t.key in core)
    keys = [key for key in inside if key in verbs or _is_name(key)]
    runs = zip(keys, keys[1:], keys[2:], strict=False)
    return {(a, verb, b) for a, verb, b in runs if _is_name(a) and verb in verbs and _is_name(b)}


def _as_sure(story: Story, said: Iterable[_Said], core: Collection[str]) -> tuple[bool, str]:
    """Say whether a passage has its verb without a word that makes it less sure, and what such a word is in another."""
    plain, cues = False, []
    for one in said:
        rows = story.tables[one.words.document].get("hedges", ())
        verbs = [span for span, keys in _finite(story, one.words) if not keys.isdisjoint(core)]
        own = [r.cue for r in rows if r.kind in _UNSURE and any(v.start <= r.start and r.end <= v.end for v in verbs)]
        cues += own[:1]
        plain |= bool(verbs) and not own
    return plain, cues[0] if cues else ""


def _finite(story: Story, s: Telling) -> list[tuple[Span, set[str]]]:
    """Return the finite verbs of a sentence, each with the keys that stand in it."""
    spans = [Span(s.start + g.span.start, s.start + g.span.end) for g in verb_groups(Passage(story.text(s)))]
    return [(v, {t.key for t in s.tokens if not t.name and v.start < t.end and t.start < v.end}) for v in spans]


def _held(story: Story, said: Sequence[_Said], core: Mapping[str, int]) -> list[_Said]:
    """Return the sentences that state a core of less weight, or in other words: by its order, or in one part each."""
    ordered = [one for one in said if _order(one, said[0], core) == _order(said[0], one, core)]
    if _is_statement(core, _whom(said), _LEAST_IN_ORDER):
        return max(ordered, [one for one in said if not _PARTED.search(_text(story, one.words, one.span))], key=len)
    return ordered if sum(map(_is_name, core)) > 1 else []


def _order(one: _Said, other: _Said, core: Collection[str]) -> list[str]:
    """Return the words of a core in the order of one passage, of those that another has too; names in a row sorted."""
    inside = [{t.key: None for t in x.words.tokens if x.span.start <= t.start < x.span.end} for x in (one, other)]
    common = [key for key in inside[0] if key in core and key in inside[1]]
    return [key for named, run in groupby(common, _is_name) for key in (sorted(run) if named else run)]


def _is_name(key: str) -> bool:
    return key.startswith("name ")


def _ties(story: Story, claims: Iterable[Found]) -> dict[int, list[tuple[Version, int]]]:
    """Return the versions of claims by document, each with the number of its claim.

    Whole sentences that a claim has as equal are left out: they say more than one thing.
    """
    whole = {(s.document, s.start, s.end) for s in story.sentences}
    ties: dict[int, list[tuple[Version, int]]] = {}
    for number, claim in enumerate(claims):
        values = {v.value for v in claim.versions if v[:3] in whole}
        for v in claim.versions:
            if len(values) > 1 or v[:3] not in whole:
                ties.setdefault(v.document, []).append((v, number))
    return ties


def _tied(said: Iterable[_Said], core: Collection[str], ties: Mapping[int, Iterable[tuple[Version, int]]]) -> bool:
    """Say whether a claim has versions at words of a core in two documents, whole sentences if they differ in value."""
    having: dict[int, dict[int, str]] = {}
    for s in (one.words for one in said):
        tokens = [t for t in s.tokens if t.key in core]
        for v, claim in ties.get(s.document, ()):
            if any(v.start < t.end and t.start < v.end for t in tokens):
                having.setdefault(claim, {})[s.document] = v.value if v[1:3] == s[1:3] else str(s.document)
    return any(len(set(sides.values())) > 1 for sides in having.values())


def _in_same_words(said: Iterable[_Said], core: Collection[str]) -> bool:
    """Say whether sentences have for each word of a core one that is the same but for its ending."""
    ways: dict[str, set[str]] = {}
    for one in said:
        own: dict[str, set[str]] = {}
        for word, meaning in zip(one.written.tokens, one.words.tokens, strict=True):
            if meaning.key in core:
                own.setdefault(meaning.key, set()).add(word.key if word.name else stem(known_verb(fold(word.text))[0]))
        for key, written_as in own.items():
            ways[key] = ways.get(key, written_as) & written_as
    return all(ways.values())


def _value(s: Telling, core: Collection[str]) -> str:
    """Return the first words of a sentence that are in the core."""
    shown: dict[str, str] = {}
    for token in s.tokens:
        if token.key in core:
            shown.setdefault(token.key, token.text)
    return " ".join([*shown.values()][:_SHOWN])


def _voices(story: Story) -> list[int]:
    voice = [0] * len(story.documents)
    for n, group in enumerate(components(len(story.documents), story.one_voice)):
        for document in group:
            voice[document] = n
    return voice
