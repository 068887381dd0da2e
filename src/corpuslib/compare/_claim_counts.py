"""Rival counts: two sources that number one crowd otherwise, as police and organisers do, in one document or in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare.quantities import quantities
from corpuslib.compare.words import fold, words
from corpuslib.lexicon import rows

__all__ = ["rival_counts"]

_SMALL = 10  # numbers up to this are too common to answer each other
_ROUNDED = 1.25  # how much larger one count of a crowd must be: nobody counts one by one
_SHARED = 8_000  # what two sentences of different documents must share, in thousandths
# Who counts, and what follows: a number, and what it is of unless the clause ends and another number says that.
_COUNTS = re.compile(
    r"\b(?:(?:[Tt]he|[Ii]ts)\s(?:[\w’'-]{2,20}\s){0,2})?([\w’'-]{4,20})\s"
    r"(?:say|says|said|counted|counts?|claimed|claims?|reported|estimated|spoke\sof|talked\sof|put\s(?:it|them)\sat)\s"
    r"(?:that\s)?(?:there\swere\s)?(?:about\s|some\s|around\s|nearly\s|almost\s)?"
    r"(\d{1,3}(?:[,.\s]\d{3})+|\d{2,7})(?:\s([a-z]{4,20})|(?=[.;]|,\s|$))"
)


class _Count(NamedTuple):
    """A count of a crowd in a sentence, by number: who counts, how many, of what; `noun` can be empty."""

    sentence: int
    start: int
    end: int
    who: str
    number: float
    noun: str


def rival_counts(story: Story) -> Iterator[Found]:
    """Yield a number of people, and the number that another source has for them after it, or in another document."""
    counts: dict[int, list[_Count]] = {}
    for count in _counts(story):
        counts.setdefault(story.sentences[count.sentence].document, []).append(count)
        first = None if count.noun else _counted(story, count)
        if first and first[0] != count.number:
            second = _version(story, count, first[1].value.split()[1])
            yield Found("conflict", (first[1], second), 0.7, "two sources count the same crowd otherwise")
    alone = [own[0] for own in counts.values() if len({count.number for count in own}) == 1]
    for one, other in combinations((count for count in alone if count.noun), 2):
        if story.apart(one.sentence, other.sentence) and _rivals(story, one, other):
            both = _version(story, one, one.noun), _version(story, other, other.noun)
            yield Found("conflict", both, 0.65, "two sources count the same crowd otherwise")


def _counts(story: Story) -> Iterator[_Count]:
    """Yield what sources count, where it is people or goes without a noun."""
    for i, s in enumerate(story.sentences):
        text = story.text(s)
        for match in _COUNTS.finditer(text):
            who, noun = fold(match.group(1)), fold(match.group(3) or "")
            told = next((q for q in quantities(words(text), text) if q.start == match.start(2)), None)
            if told and told.value > _SMALL and (noun in _crowds() or not noun):
                yield _Count(i, match.start(), match.end(), who, told.value, noun)


def _rivals(story: Story, one: _Count, other: _Count) -> bool:
    """Say whether two sources of different name count people, far from each other, in sentences that share enough."""
    few, many = sorted((one.number, other.number))
    days = [{key for key in story.keys[c.sentence] if key.startswith("@")} for c in (one, other)]
    same_day = not all(days) or bool(days[0] & days[1])
    apart = one.who != other.who and many >= _ROUNDED * few
    return apart and same_day and story.shared(one.sentence, other.sentence) >= _SHARED


def _version(story: Story, count: _Count, noun: str) -> Version:
    s = story.sentences[count.sentence]
    return Version(s.document, s.start + count.start, s.start + count.end, f"{count.number:g} {noun}")


def _counted(story: Story, count: _Count) -> tuple[float, Version] | None:
    """Return the last number of people before a count, in its sentence or the one before."""
    before = story.before(count.sentence)
    places = [(count.sentence, count.start), *([(before, None)] if before is not None else [])]
    for i, until in places:
        s = story.sentences[i]
        text = story.text(s)[:until]
        own = words(text)
        for q in reversed(quantities(own, text)):
            noun = next((w for w in own if w.start == q.end + 1), None)
            if q.kind == "cardinal" and q.value > _SMALL and noun is not None and noun.form in _crowds():
                return q.value, Version(s.document, s.start + q.start, s.start + noun.end, f"{q.value:g} {noun.form}")
    return None


@cache
def _crowds() -> frozenset[str]:
    """Return nouns for the people of a crowd."""
    return frozenset(word for row in rows("crowds.tsv") for word in row["words"].split())
