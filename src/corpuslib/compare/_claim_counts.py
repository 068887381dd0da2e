"""Rival counts: two sources in one document that number one thing otherwise, as police and organisers a crowd."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare.quantities import quantities
from corpuslib.compare.words import function_words, words

__all__ = ["rival_counts"]

_SMALL = 10  # numbers up to this are too common to answer each other
# What follows a bare number that answers another: the clause ends.
_BARE = re.compile(
    r"\b[Tt]he(?:\s[\w’'-]{2,20}){1,3}\s(?:say|says|said|counted|count|claimed|claim|reported|spoke\sof|put\sit\sat)\s"
    r"(?:about\s|some\s|around\s)?(\d{1,3}(?:[,.\s]\d{3})+|\d{2,6})(?=[.;,]|$)"
)


def rival_counts(story: Story) -> Iterator[Found]:
    """Yield a number of things, and the number that another source has for them right after it."""
    for i, s in enumerate(story.sentences):
        text = story.text(s)
        for match in _BARE.finditer(text):
            second = next((q for q in quantities(words(text), text) if q.start == match.start(1)), None)
            before = story.before(i)
            first = _counted(story, i, match.start()) or (_counted(story, before) if before is not None else None)
            if second is None or first is None or first[0] == second.value:
                continue
            value = f"{second.value:g} {first[1].value.split()[1]}"
            other = Version(s.document, s.start + match.start(), s.start + match.end(), value)
            yield Found("conflict", (first[1], other), 0.7, "two sources count the same thing otherwise")


def _counted(story: Story, i: int, until: int | None = None) -> tuple[float, Version] | None:
    """Return the last number of things in a sentence, before a place in it."""
    s = story.sentences[i]
    text = story.text(s)[:until]
    own = words(text)
    for q in reversed(quantities(own, text)):
        noun = next((w for w in own if w.start == q.end + 1), None)
        if q.kind == "cardinal" and q.value > _SMALL and noun is not None and noun.form not in function_words():
            return q.value, Version(s.document, s.start + q.start, s.start + noun.end, f"{q.value:g} {noun.form}")
    return None
