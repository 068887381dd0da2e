"""One value differs: clauses of two voices that state the same of one thing, but for a number, a day or a direction.

What a value is of is told by the words of its clause, those left out that only tie a value to its thing: "the rescue
took nine hours" and "the rescue lasted fourteen" state one thing. What may be of a part, of another time or of
somebody else answers nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from corpuslib.compare._claim_figures import relation
from corpuslib.compare._claim_story import SLIP, Found, Story, Version, days_between
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._statement_values import StatedValue
from corpuslib.compare._telling import Token
from corpuslib.compare._value_statements import Statement, same_words, statements_of
from corpuslib.compare.voices import components
from corpuslib.compare.words import fold

__all__ = ["values_told_otherwise"]

# Set by hand, weights in thousandths of a natural logarithm: what two clauses must share, of one word and of several,
# and what part of the longer one that is, in per cent.
_ONE, _SEVERAL, _PART = 3000, 6000, 40
_WORDS = 3  # that clauses must share, of which one tells more, if the values are counts or shares in per cent
_BACKGROUND = 150  # sentences: among twenty every word is rare
_LEAD = 3  # sentences at the head of a report that tell what all of it is of
_POSTINGS = 60  # statements of one kind that may share a word before it finds no candidates
_CONVERTED = 1.25  # the same for two units
_ROUGH = 2  # how often the smaller of two numbers, of which one is round, goes into the greater if they differ
_BEGINNING = frozenset(("=begin",))  # what is said of a trial that is on a day, and of one that begins
_WEEK = 7  # days from which on the same day of the week comes again
_DATE = re.compile(r"\d")
_NIGHT = re.compile(r"\b(?:night|overnight|early|late|midnight|dawn|hours|evening)\b")


def values_told_otherwise(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield the values in which two voices differ that state the same of one thing.

    Values of two documents that are in one of the `claims` already are left out. A document that has two values of
    its own for the thing answers nothing. A count that grows, or an estimate, may have changed where one document is
    surely the later: both can be true.
    """
    meant = [{t.start: t for t in s.tokens} for s in story.meant]
    statements = [s for i in range(len(story.sentences)) for s in statements_of(story, i, meant[i])]
    weights = _weights(story, statements)
    ties = Ties(claims)
    matches: dict[int, list[int]] = {}
    around = {s.sentence: _around(story, s.sentence, meant) for s in statements}
    counted = Counter((_told(story, s), s.head) for s in statements)
    for a, b in _candidates(story, statements):
        once = all(s.head and counted[_told(story, s), s.head] == 1 for s in (statements[a], statements[b]))
        if _one_thing(statements[a], statements[b], around, weights, once):
            matches.setdefault(a, []).append(b)
            matches.setdefault(b, []).append(a)
    crowded = _crowded(statements)
    links = [
        (a, b)
        for a in sorted(matches)
        for b in matches[a]
        if a < b
        and _answers(story, statements, matches, crowded, a, b)
        and not ties.both(_place(story, statements[a]), _place(story, statements[b]))
    ]
    for group in components(len(statements), links):
        if len(group) > 1:
            yield from _found(story, [statements[n] for n in group])


def _found(story: Story, group: Sequence[Statement]) -> Iterator[Found]:
    """Yield the claim that statements of one thing make, if no document has two values for it."""
    documents = [story.sentences[s.sentence].document for s in group]
    if len({*documents}) < len({(d, s.value.figure.value) for d, s in zip(documents, group, strict=True)}):
        return
    versions = tuple(
        Version(d, s.start, s.end, s.value.figure.value) for d, s in sorted(zip(documents, group, strict=True))
    )
    changed = any(_changed(story, a, b) for a, b in combinations(group, 2) if _told(story, a) != _told(story, b))
    if changed:
        yield Found(
            "compatible", versions, 0.6, "a later document has another count: it may have grown or been corrected"
        )
    else:
        yield Found("conflict", versions, 0.7, "two values in statements that are alike otherwise")


def _told(story: Story, s: Statement) -> int:
    return story.sentences[s.sentence].document


def _place(story: Story, s: Statement) -> tuple[int, int, int]:
    return _told(story, s), s.start, s.end


def _around(story: Story, i: int, meant: Sequence[Mapping[int, Token]]) -> frozenset[str]:
    """Return the keys of a sentence, of the one before it, and of the head of its document."""
    own = story.of(story.sentences[i].document)
    places = {i, *own[:_LEAD], *([n] if (n := story.before(i)) is not None else [])}
    return frozenset(
        key for n in places for t in meant[n].values() for key in (t.key, same_words().get(fold(t.text), ""))
    )


def _weights(story: Story, statements: Sequence[Statement]) -> dict[str, int]:
    """Return what each key of a clause tells: how few sentences of the story have it in one."""
    count = Counter(
        key for keys in {(story.text(story.sentences[s.sentence]), s.core) for s in statements} for key in keys[1]
    )
    total = max(_BACKGROUND, len(story.sentences))
    return {key: min(round(1000 * math.log(1 + total / n)), story.weights.get(key, 10_000)) for key, n in count.items()}


# What two of them are of.


def _candidates(story: Story, statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """Return the statements, two by two, of two voices and with values of one kind, that share a key few have."""
    having: dict[tuple[str, str], list[int]] = {}
    for n, s in enumerate(statements):
        for key in sorted(s.core):
            having.setdefault((s.value.kind, key), []).append(n)
    pairs = {pair for members in having.values() if len(members) <= _POSTINGS for pair in combinations(members, 2)}
    return sorted((a, b) for a, b in pairs if story.apart(statements[a].sentence, statements[b].sentence))


def _one_thing(
    a: Statement,
    b: Statement,
    around: Mapping[int, frozenset[str]],
    weights: Mapping[str, int],
    once: bool,
) -> bool:
    """Say whether two values are of one thing, as far as the words around them tell.

    `once` says that each is the only count of it in its document.
    """
    if a.parts != b.parts or {*a.value.beside} != {*b.value.beside} or not _same_counted(a, b):
        return False
    if a.value.kind == "day" and "again" in a.parts:
        return False
    if a.when and b.when and not any(x.startswith(y) or y.startswith(x) for x in a.when for y in b.when):
        return False
    shared = a.core & b.core
    besides = [_besides(a, b, around), _besides(b, a, around)]
    acts = [bool((own & s.acts) - _BEGINNING) for own, s in zip(besides, (a, b), strict=True)]
    names = [any(key.startswith("name ") for key in own) for own in besides]
    counts = a.value.kind == "count"
    one_enough = (counts and len(shared) < _WORDS) or a.value.kind == "day"
    unlike = any(acts) if one_enough else all(acts)
    if unlike or (any(names) if counts else all(names)) or all(besides) or _of_others(a, b, besides):
        return False
    told = sum(weights[key] for key in shared)
    if a.value.kind.startswith("direction"):  # the same place is in both values
        return bool(shared) and told >= _ONE // 2 and not any(besides)
    longer = max(sum(weights[key] for key in s.core) for s in (a, b))
    if len(shared) == 1:
        return told >= _ONE and (a.core == b.core or (once and not any(besides)))
    if a.value.kind == "percent" and any(besides) and len(shared) < _WORDS:
        return False
    return told >= _SEVERAL and 100 * told >= _PART * longer


def _same_counted(a: Statement, b: Statement) -> bool:
    """Say whether two values count the same; "people" are those that the clause has them travel, work or watch as."""
    if a.value.kind != "count" or a.head == b.head:
        return True
    some, people = (a, b) if a.head else (b, a)
    return not people.head and some.head in people.core


def _of_others(a: Statement, b: Statement, besides: Sequence[Collection[str]]) -> bool:
    """Say whether two clauses are of other people or things, or one of a part of what the other is of."""
    own = a.core - b.core, b.core - a.core
    named = [any(key.startswith("name ") for key in keys) for keys in own]
    both = all(named) and not any(key.startswith("name ") for key in a.core & b.core)
    turned = (named[0] and bool(besides[1])) or (named[1] and bool(besides[0]))
    part = any(
        one in keys and other in a.core & b.core
        for s, keys in zip((a, b), besides, strict=True)
        for one, other in s.bound
    )
    return both or turned or part


def _besides(a: Statement, b: Statement, around: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Return what one clause tells that the other does not, nor the sentences before it unless it is an act."""
    return frozenset(key for key in a.core - b.core if key in a.acts or key not in around[b.sentence])


# What their values say.


def _answers(
    story: Story,
    statements: Sequence[Statement],
    matches: Mapping[int, Sequence[int]],
    crowded: Mapping[tuple[str, str], Collection[int]],
    a: int,
    b: int,
) -> bool:
    """Say whether two values that are of one thing differ, and neither document has another one for it."""
    x, y = statements[a], statements[b]
    rivals = [n for n in matches[a] if _told(story, statements[n]) == _told(story, y)]
    rivals += [n for n in matches[b] if _told(story, statements[n]) == _told(story, x)]
    values = {statements[n].value.figure.value for n in rivals}
    several = any(s.sentence in crowded.get((s.value.kind, s.head), ()) for s in (x, y))
    return len(values) <= 2 and not several and _differ(x.value, y.value) and _of_one_time(story, x, y)


def _crowded(statements: Iterable[Statement]) -> dict[tuple[str, str], set[int]]:
    """Return the sentences that have two values of a kind, for the same thing if they are counts."""
    values: dict[tuple[str, str, int], set[str]] = {}
    for s in statements:
        values.setdefault((s.value.kind, s.head, s.sentence), set()).add(s.value.figure.value)
    found: dict[tuple[str, str], set[int]] = {}
    for (kind, head, sentence), several in values.items():
        if len(several) > 1:
            found.setdefault((kind, head), set()).add(sentence)
    return found


def _differ(a: StatedValue, b: StatedValue) -> bool:
    """Say whether two values of one kind cannot both be right, however they are rounded."""
    x, y = a.figure, b.figure
    if not x.size and not y.size:
        return x.value != y.value
    if "about" in (x.bound, y.bound):
        exact = {x.bound, y.bound} <= {"", "about"}
        return exact and max(x.size, y.size) > _ROUGH * min(x.size, y.size)
    converted = a.kind != "count" and x.value.partition(" ")[2] != y.value.partition(" ")[2]
    if converted and max(x.size, y.size) <= _CONVERTED * min(x.size, y.size):
        return False
    return relation(x, y) == "other"


def _of_one_time(story: Story, a: Statement, b: Statement) -> bool:
    """Say whether two values can be of one state of things, by the days of their documents and their own."""
    if story.days_apart(_told(story, a), _told(story, b)) > SLIP:
        return False
    if a.value.kind != "day":
        return True
    numbers = [{key for key in story.keys[s.sentence] if key.startswith("#")} for s in (a, b)]
    if all(numbers) and not numbers[0] & numbers[1]:  # each day of a series has its own
        return False
    x, y = (s.value.figure.value for s in (a, b))
    called = [story.documents[_told(story, s)].text[s.start : s.end].lower() for s in (a, b)]
    if (
        called[0] == called[1]
        or ("W" in x) != ("W" in y)
        or (days_between(x, y) >= _WEEK and not all(map(_DATE.search, called)))
    ):
        return False
    near = [story.text(story.sentences[s.sentence]) for s in (a, b)]
    return not (days_between(x, y) in (1, _WEEK - 1) and any(map(_NIGHT.search, near)))


def _changed(story: Story, a: Statement, b: Statement) -> bool:
    """Say whether one value is surely later than the other, and of what grows or is corrected."""
    return (
        (a.growing or b.growing)
        and bool(a.value.figure.size)
        and story.days_apart(_told(story, a), _told(story, b)) > 0
    )
