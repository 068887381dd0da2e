"""Agreements: sentences of two voices that state the same, in like words or in others that mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._telling import Telling, stretch
from corpuslib.compare.detectors import bounds, calendar, calendar_parts, numbers
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.passages import Passage
from corpuslib.compare.polarity import negation, polarity
from corpuslib.compare.statements import group_statements
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold, function_words, words
from corpuslib.text import Span

__all__ = ["agreements", "by_meaning"]

_SURE = {True: 0.6, False: 0.5}  # of like words, of others that mean the same
_REASONS = {True: "the same stated in like words", False: "the same stated in words that mean the same"}
# Set by hand, by reading news of one campaign: the words that a statement needs besides names and days, and what all
# of it must weigh, where it has no name or day, one, or more.
_LEAST = ((4, 13500), (3, 12500), (2, 11500))
_COVERED, _DENSE = 0.7, 0.55  # of the core, and of the telling words of the stretch
_SHOWN = 6  # words of a value
_IN_PHRASES = frozenset(("a", "an", "and", "of", "the"))
_AGAINST = (numbers, bounds, calendar, calendar_parts, negation, polarity)


def agreements(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what sentences of two voices state alike, where none of the `claims` ties the same passages.

    Words that mean the same count as one; where they stand for each other, the statement is put otherwise. The value
    are the words of a sentence that the others share.
    """
    ties: dict[int, list[tuple[int, int, int]]] = {}
    for number, claim in enumerate(claims):
        for v in claim.versions:
            ties.setdefault(v.document, []).append((v.start, v.end, number))
    voice = _voices(story)
    sentences = by_meaning(story.sentences)
    for statement in group_statements(sentences, voice):
        core = statement.core
        if not _is_statement(core):
            continue
        saying = [i for i in sorted(statement.members) if _says(sentences[i], core)]
        spans = {i: stretch(sentences[i], core) for i in saying}
        texts = {i: story.documents[sentences[i].document].text[span.slice] for i, span in spans.items()}
        alike = [
            i
            for i in saying
            if not _differs(texts[saying[0]], texts[i]) and not _of_others(sentences[saying[0]], sentences[i])
        ]
        places = [(sentences[i].document, spans[i]) for i in alike]
        named_only = all(_is_phrase(texts[i]) for i in alike)
        if len({voice[document] for document, _ in places}) > 1 and not named_only and not _tied(places, ties):
            same = _in_same_words([(story.sentences[i], sentences[i]) for i in alike], core)
            versions = (
                Version(document, span.start, span.end, _value(sentences[i], core))
                for i, (document, span) in zip(alike, places, strict=True)
            )
            yield Found("agree" if same else "wording", tuple(versions), _SURE[same], _REASONS[same])


def by_meaning(sentences: Sequence[Telling]) -> list[Telling]:
    """Return sentences with one key for the words that mean the same: that of the one which is said most.

    A word goes with another only if a row of paraphrases.tsv has both, so that no chain leads from one thing to
    another.

    >>> from corpuslib.compare._telling import Token
    >>> said = [Telling(n, 0, len(w), (Token(w, 0, len(w), w),)) for n, w in enumerate(("ship", "vessel", "ship"))]
    >>> [s.tokens[0].key for s in by_meaning(said)]
    ['ship', 'ship', 'ship']
    """
    count: Counter[str] = Counter()
    groups: dict[str, set[str]] = {}
    for token in (t for s in sentences for t in s.tokens if t.key[0].isalpha() and not t.name):
        own = groups_of(fold(token.text))
        if own:
            count[token.key] += 1
            groups.setdefault(token.key, set()).update(own)
    meant: dict[str, str] = {}
    leading: dict[str, str] = {}
    for key in sorted(count, key=lambda k: (-count[k], k)):
        leaders = [leading[group] for group in sorted(groups[key]) if group in leading]
        meant[key] = leaders[0] if leaders else key
        if not leaders:
            leading.update(dict.fromkeys(groups[key], key))
    return [s._replace(tokens=tuple(t._replace(key=meant.get(t.key, t.key)) for t in s.tokens)) for s in sentences]


def _is_statement(core: Mapping[str, int]) -> bool:
    """Say whether a core is more than a thing that is spoken of: the fewer names and days, the more must be said."""
    anchors = sum(key.startswith(("name ", "@")) for key in core)
    said = sum(not key.startswith(("name ", "@", "#")) for key in core)
    least, weight = _LEAST[min(anchors, len(_LEAST) - 1)]
    return said >= least and sum(w for key, w in core.items() if not key.startswith("#")) >= weight


def _is_phrase(text: str) -> bool:
    """Say whether a passage holds no small word but such as stand in the name of a thing."""
    return not {word.form for word in words(text)} & (function_words() - _IN_PHRASES)


def _says(s: Telling, core: Collection[str]) -> bool:
    """Say whether a sentence has nearly all of a core, each name and value of it, and little else between."""
    span = stretch(s, core)
    inside = [t.key for t in s.tokens if span.start <= t.start and t.end <= span.end]
    missing = [key for key in core if key not in inside]
    return (
        len(core) - len(missing) >= _COVERED * len(core)
        and not any(key.startswith(("name ", "@", "#")) for key in missing)
        and sum(key in core for key in inside) >= _DENSE * len(inside)
    )


def _of_others(a: Telling, b: Telling) -> bool:
    """Say whether two sentences name somebody each, and nobody that both name."""
    names = [{t.key for t in s.tokens if t.name} for s in (a, b)]
    return all(names) and not names[0] & names[1]


def _tied(places: Sequence[tuple[int, Span]], ties: Mapping[int, Iterable[tuple[int, int, int]]]) -> bool:
    """Say whether a claim has a version in passages of two documents already; `ties` are its versions by document."""
    having: dict[int, set[int]] = {}
    for document, span in places:
        for start, end, claim in ties.get(document, ()):
            if start < span.end and span.start < end:
                having.setdefault(claim, set()).add(document)
    return any(len(documents) > 1 for documents in having.values())


def _in_same_words(said: Iterable[tuple[Telling, Telling]], core: Collection[str]) -> bool:
    """Say whether sentences, each as written and by meaning, have for each word of a core one that is the same."""
    ways: dict[str, set[str]] = {}
    for written, meant in said:
        own: dict[str, set[str]] = {}
        for word, meaning in zip(written.tokens, meant.tokens, strict=True):
            if meaning.key in core:
                own.setdefault(meaning.key, set()).add(word.key)
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


def _differs(first: str, other: str) -> bool:
    """Say whether a number, a day or a denial stands against agreement."""
    a, b = Passage(first), Passage(other)
    return any(finding for detector in _AGAINST for finding in detector(a, b))


def _voices(story: Story) -> list[int]:
    voice = [0] * len(story.documents)
    for n, group in enumerate(components(len(story.documents), story.one_voice)):
        for document in group:
            voice[document] = n
    return voice
