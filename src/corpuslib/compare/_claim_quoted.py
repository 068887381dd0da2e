"""Words in quotation marks that two voices have alike: what was said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, pairwise
from typing import NamedTuple

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._meanings import by_meaning
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare._wording import contains, wording
from corpuslib.compare.voices import components

__all__ = ["quoted_alike"]

# Single marks only where they are no apostrophes.
_QUOTED = re.compile('(?:[“”"„«]|(?<!\\w)[\'‘])([^“”"„«»\n]{6,200}?)(?:[“”"»]|[\'’](?!\\w))')
# Between two telling words that stand side by side.
_BESIDE = re.compile(r"[\s,]{1,2}(?:[\w’']{1,7}[\s,]{1,2}){0,2}")
_WORDS = 2  # telling words of a quoted passage that can be told from another
_RARE = 6500  # and what they weigh together
_MOST = 40  # sentences that may have a word before it is told of too many things
_MOST_OF = 50  # per cent of the words of a quotation that are told without marks
_RUN = 6  # words in a row that are no turn of speech
_SHOWN = 6  # words that stand for the passage: of a text that is not free no more than a few may be told
_SAME = 70  # per cent of the telling words of the shorter that the other has, and of the stretch they stand in


class _Quoted(NamedTuple):
    """A passage in quotation marks: its telling words by meaning, and all its words folded."""

    version: Version
    keys: tuple[str, ...]
    forms: tuple[str, ...]


def quoted_alike(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield passages that two voices quote in the same words, or one as part of a longer one; and what one quotes
    and another tells without marks.

    Words that mean the same count as one. What one of the `claims` is about is left out.
    """
    taken: dict[int, set[tuple[int, int, int]]] = {}
    for v in {v[:3] for claim in claims for v in claim.versions}:
        taken.setdefault(v[0], set()).add(v)
    sentences = by_meaning(story.plain)
    found = [
        q
        for s in sentences
        for q in _quoted(story, s)
        if not any(_meets(q.version, place) for place in taken.get(s.document, ()))
    ]
    index: dict[str, list[int]] = {}
    for n, s in enumerate(sentences):
        for key in {t.key: None for t in s.tokens}:
            index.setdefault(key, []).append(n)
    told: dict[tuple[Version, ...], list[Version]] = {}
    for group in components(len(found), _links(story, found)):
        own = [found[n] for n in group]
        documents = {q.version.document for q in own}
        if any(story.far(a, b) for a in documents for b in documents):
            same = len({frozenset(q.keys) for q in own}) == 1
            yield Found("agree" if same else "wording", tuple(q.version for q in own), 0.8, _REASONS[same])
        elif retold := tuple(_told(story, sentences, index, own[0])):
            told.setdefault(retold, []).extend(q.version for q in own)
    for retold, quoted in told.items():
        yield Found("agree", (*quoted, *retold), 0.7, _TOLD)


def _links(story: Story, found: Sequence[_Quoted]) -> Iterator[tuple[int, int]]:
    """Yield pairs by which all passages that are alike are tied; of equal ones, as in copies, one speaks for all."""
    equal: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for n, q in enumerate(found):
        equal.setdefault(q[1:], []).append(n)
    kinds = list(equal.values())
    having: dict[str, list[int]] = {}
    for k, (first, *_) in enumerate(kinds):
        q = found[first]
        for key in {*(q.keys if _telling(story, q.keys) else ()), *_runs(q.forms)}:
            having.setdefault(key, []).append(k)
    for a, b in {pair for members in having.values() for pair in combinations_with_replacement(members, 2)}:
        x, y = kinds[a], kinds[b]
        if (a != b or len(x) > 1) and _alike(story, found[x[0]], found[y[0]]):
            yield from ((x[0], n) for n in y)
            yield from ((n, y[0]) for n in x)


_REASONS = {True: "the same words quoted", False: "nearly the same words quoted"}
_TOLD = "the same words, quoted in one and told in the other"


def _quoted(story: Story, s: Telling) -> Iterator[_Quoted]:
    for match in _QUOTED.finditer(story.text(s)):
        start, end = s.start + match.start(1), s.start + match.end(1)
        keys = tuple(dict.fromkeys(t.key for t in s.tokens if start <= t.start < end and not t.name))
        yield _Quoted(Version(s.document, start, end, _shown(match.group(1))), keys, wording(match.group(1)).forms)


def _meets(version: Version, place: tuple[int, int, int]) -> bool:
    return place[0] == version.document and place[1] < version.end and version.start < place[2]


def _telling(story: Story, keys: Collection[str]) -> bool:
    """Say whether words are so many and so rare that they are not quoted twice by chance."""
    return len(keys) >= _WORDS and sum(story.weights.get(key, 0) for key in keys) >= _RARE


def _runs(forms: Sequence[str]) -> Iterator[str]:
    """Yield the runs of words of a passage that are long enough to be one utterance, whatever the words tell."""
    yield from (" ".join(forms[n : n + _RUN]) for n in range(len(forms) - _RUN + 1))


def _alike(story: Story, a: _Quoted, b: _Quoted) -> bool:
    """Say whether one of two quoted passages has most of the other's telling words side by side, or of all in a row."""
    short, long = sorted((a.forms, b.forms), key=len)
    row = max(_RUN, len(short) * _SAME // 100)
    if any(contains(long, short[n : n + row]) for n in range(len(short) - row + 1)):
        return True
    both = set(a.keys) & set(b.keys)
    most = 100 * len(both) >= _SAME * min(len(a.keys), len(b.keys))
    return _telling(story, both) and most and all(_together(q.keys, both) for q in (a, b))


def _side_by_side(story: Story, s: Telling, keys: Collection[str]) -> list[Token]:
    """Return the words with some keys if a sentence has all of these, with small words between them at most."""
    text = story.documents[s.document].text
    at = [t for t in s.tokens if t.key in keys]
    beside = all(_BESIDE.fullmatch(text, a.end, b.start) for a, b in pairwise(at))
    return at if beside and {t.key for t in at} == set(keys) else []


def _told(
    story: Story, sentences: Sequence[Telling], index: Mapping[str, Sequence[int]], q: _Quoted
) -> Iterator[Version]:
    """Yield where other voices tell the words of a quotation side by side, in a sentence with a name in common."""
    if not _telling(story, q.keys) or len(q.forms) <= len(q.keys):  # two words alone are a term
        return
    rarest = min((index[key] for key in q.keys), key=len)
    own = next(s for n in rarest for s in [sentences[n]] if _meets(q.version, s[:3]))
    names = {t.key for t in own.tokens if t.name}
    named = any(q.version.start <= t.start < q.version.end for t in own.tokens if t.name)
    if named or len(rarest) > _MOST or not _side_by_side(story, own, q.keys):
        return
    for s in (sentences[n] for n in rarest):
        at = _side_by_side(story, s, q.keys)
        if at and story.far(own.document, s.document) and not names.isdisjoint(t.key for t in s.tokens):
            text = story.documents[s.document].text[at[0].start : at[-1].end]
            if 100 * len(wording(text).forms) >= _MOST_OF * len(q.forms):
                yield Version(s.document, at[0].start, at[-1].end, _shown(text))


def _together(keys: Sequence[str], some: Collection[str]) -> bool:
    at = [n for n, key in enumerate(keys) if key in some]
    return 100 * len(at) >= _SAME * (at[-1] - at[0] + 1)


def _shown(passage: str) -> str:
    words = passage.strip(" .,'’").split()
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
