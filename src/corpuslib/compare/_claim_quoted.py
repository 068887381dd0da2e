"""Words in quotation marks that two voices have alike: what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare.voices import components

__all__ = ["quoted_alike"]

# Single marks only where they are no apostrophes.
_QUOTED = re.compile('(?:[“”"„«]|(?<!\\w)[\'‘])([^“”"„«»\n]{6,200}?)(?:[“”"»]|[\'’](?!\\w))')
_WORDS = 2  # telling words of a quoted passage that can be told from another
_RARE = 6500  # and what they weigh together
_SHOWN = 6  # words that stand for the passage: of a text that is not free no more than a few may be told
_SAME = 70  # per cent of the telling words of both that two passages share


def quoted_alike(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield passages that two voices quote with the same telling words, where none of the `claims` is about them."""
    taken = {v[:3] for claim in claims for v in claim.versions}
    found: list[tuple[Version, frozenset[str]]] = []
    having: dict[str, list[int]] = {}
    for s in story.plain:
        for match in _QUOTED.finditer(story.text(s)):
            start, end = s.start + match.start(1), s.start + match.end(1)
            keys = frozenset(t.key for t in s.tokens if start <= t.start < end and not t.name)
            heavy = sum(story.weights.get(key, 0) for key in keys) >= _RARE
            if len(keys) < _WORDS or not heavy or any(d == s.document and a < end and start < b for d, a, b in taken):
                continue
            for key in sorted(keys):
                having.setdefault(key, []).append(len(found))
            found.append((Version(s.document, start, end, _shown(match.group(1))), keys))
    links = {
        (a, b)
        for members in having.values()
        for n, a in enumerate(members)
        for b in members[n + 1 :]
        if 100 * len(found[a][1] & found[b][1]) >= _SAME * len(found[a][1] | found[b][1])
    }
    for group in components(len(found), links):
        documents = {found[n][0].document for n in group}
        if any(story.far(a, b) for a in documents for b in documents):
            same = len({found[n][1] for n in group}) == 1
            yield Found("agree" if same else "wording", tuple(found[n][0] for n in group), 0.8, _REASONS[same])


_REASONS = {True: "the same words quoted", False: "nearly the same words quoted"}


def _shown(passage: str) -> str:
    words = passage.strip(" .,'’").split()
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
