"""Words in quotation marks that two voices have alike: what was said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from corpuslib.compare._claim_agreements import by_meaning
from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare.voices import components

__all__ = ["quoted_alike"]

# Single marks only where they are no apostrophes.
_QUOTED = re.compile('(?:[“”"„«]|(?<!\\w)[\'‘])([^“”"„«»\n]{6,200}?)(?:[“”"»]|[\'’](?!\\w))')
_WORDS = 2  # telling words of a quoted passage that can be told from another
_RARE = 6500  # and what they weigh together
_SHOWN = 6  # words that stand for the passage: of a text that is not free no more than a few may be told
_SAME = 70  # per cent of the telling words of the shorter that the other has, and of the stretch they stand in


def quoted_alike(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield passages that two voices quote in the same words, or one as part of a longer one.

    Words that mean the same count as one. What one of the `claims` is about is left out.
    """
    taken = {v[:3] for claim in claims for v in claim.versions}
    found: list[tuple[Version, tuple[str, ...]]] = []
    having: dict[str, list[int]] = {}
    for s in by_meaning(story.plain):
        for match in _QUOTED.finditer(story.text(s)):
            start, end = s.start + match.start(1), s.start + match.end(1)
            keys = tuple(dict.fromkeys(t.key for t in s.tokens if start <= t.start < end and not t.name))
            heavy = sum(story.weights.get(key, 0) for key in keys) >= _RARE
            if len(keys) < _WORDS or not heavy or any(d == s.document and a < end and start < b for d, a, b in taken):
                continue
            for key in keys:
                having.setdefault(key, []).append(len(found))
            found.append((Version(s.document, start, end, _shown(match.group(1))), keys))
    links = {
        (a, b)
        for members in having.values()
        for n, a in enumerate(members)
        for b in members[n + 1 :]
        if _alike(story, found[a][1], found[b][1])
    }
    for group in components(len(found), links):
        documents = {found[n][0].document for n in group}
        if any(story.far(a, b) for a in documents for b in documents):
            same = len({frozenset(found[n][1]) for n in group}) == 1
            yield Found("agree" if same else "wording", tuple(found[n][0] for n in group), 0.8, _REASONS[same])


_REASONS = {True: "the same words quoted", False: "nearly the same words quoted"}


def _alike(story: Story, a: Sequence[str], b: Sequence[str]) -> bool:
    """Say whether one of two quoted passages has most of the other's telling words, and those side by side."""
    both = set(a) & set(b)
    heavy = sum(story.weights.get(key, 0) for key in both) >= _RARE
    most = len(both) >= _WORDS and 100 * len(both) >= _SAME * min(len(a), len(b))
    return heavy and most and all(_together(keys, both) for keys in (a, b))


def _together(keys: Sequence[str], some: Collection[str]) -> bool:
    at = [n for n, key in enumerate(keys) if key in some]
    return 100 * len(at) >= _SAME * (at[-1] - at[0] + 1)


def _shown(passage: str) -> str:
    words = passage.strip(" .,'’").split()
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
