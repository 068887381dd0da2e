"""What sentences say of a matter: their telling words without those for offices, and whether two say the same of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from corpuslib.compare._claim_story import Story
from corpuslib.compare._telling import Token
from corpuslib.compare.words import fold
from corpuslib.lexicon import rows

__all__ = ["matter", "same_clause", "says"]

# Set by hand, weights in thousandths: what two clauses must share besides names and days, and what part of the words
# from its first to its last one that is.
_WORDS, _SAID = 2, 4000
_DENSE = 40  # per cent
_BY_NAME = re.compile(r"\s[A-Z]")
_OFFICES = frozenset(("official", "spokesperson", "diplomat", "expert"))


def matter(story: Story, i: int) -> list[Token]:
    """Return the telling words of a sentence that are no title: "senior adviser" before a name says who, not what."""
    s = story.sentences[i]
    text = story.documents[s.document].text
    titles = [t for t in s.tokens if not t.name and fold(t.text) in _offices() and _BY_NAME.match(text, t.end)]
    starts, before = {t.start for t in titles}, {t.start - 1 for t in titles}
    return [t for t in s.tokens if t.start not in starts and (t.name or t.end not in before)]


@cache
def _offices() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("source_types.tsv") if row["role"] in _OFFICES) | {"nominee"}


def says(story: Story, shared: Collection[str]) -> bool:
    """Say whether keys that two sentences share tell something besides names and days."""
    said = [key for key in shared if not key.startswith(("name ", "@"))]
    return len(said) >= _WORDS and sum(story.weights[key] for key in said) >= _SAID


def same_clause(story: Story, clause: Sequence[Token], j: int, least: int) -> bool:
    """Say whether a sentence says what a clause does: `least` per cent of what it tells, and little else between.

    `clause` holds telling words of a sentence of the story. Of two that differ in length the shorter one counts.
    """
    own = matter(story, j)
    keys, other = {t.key for t in clause}, {t.key for t in own}
    shared = keys & other
    if not says(story, shared):
        return False
    at = [n for n, t in enumerate(own) if t.key in shared]
    near = len({own[n].key for n in at}) * 100 >= _DENSE * (at[-1] - at[0] + 1)
    told = min(sum(story.weights[key] for key in told) for told in (keys, other))
    return near and 100 * sum(story.weights[key] for key in shared) >= least * told
