"""Which passages of a corpus give the same utterance: passages, candidates from an inverted index, groups."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from corpuslib.compare._wording import Wording, wording, words_of
from corpuslib.compare.speakers import name_words, same_speaker
from corpuslib.compare.voices import components
from corpuslib.document import Document

__all__ = ["Passage", "quoted_passages", "utterances"]


class Passage(NamedTuple):
    """A passage that is somebody's words, or said to be: quoted, or the reporter's rendering of them."""

    doc: int
    start: int
    end: int
    attribution: Any
    quoted: bool
    wording: Wording


def quoted_passages(number: int, document: Document, attributions: Iterable[Any]) -> Iterator[Passage]:
    """Yield the quoted passages of a document and what is reported outside the marks, in the order of attributions."""
    for row in attributions:
        if row.kind == "scare":
            continue
        spans = list(zip(row.quote_starts, row.quote_ends, strict=True))
        for start, end in spans:
            said = wording(document.text[start:end])
            if said.stems and "://" not in document.text[start:end]:
                yield Passage(number, start, end, row, True, said)
        edges = [row.start, *(edge for span in spans for edge in span), row.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            span = words_of(document.text, start, end)
            if span and (said := wording(document.text[span.slice])).stems:
                yield Passage(number, *span, row, False, said)


@dataclass(frozen=True, slots=True)
class _Node:
    """A wording with the passages that have it: everywhere for one that tells enough, else of one story and speaker."""

    wording: Wording
    words: str  # the forms in a row, a space before and after each
    keys: frozenset[str]
    mass: int  # what the keys weigh together
    quoted: bool
    passages: tuple[int, ...]
    stories: tuple[str, ...]
    speakers: tuple[tuple[str, bool], ...]  # and whether it is a person


# Set on the demo corpus.
_TELLING = 4  # telling words by which a wording is known wherever it stands
_UNQUOTED = 3  # telling words without marks that are looked up by single ones
_ENOUGH = 2.5  # evidence that is no coincidence anywhere, in words that only two documents have
_SAME = 0.97  # how sure it is that equal words are the same
_SMALL = 500  # what a small word in a row weighs, in thousandths
_POSTINGS = 24  # wordings that may share what a candidate is found by before it says nothing


def utterances(
    passages: Sequence[Passage], stories: Sequence[str], known: Mapping[tuple[int, int], float] = MappingProxyType({})
) -> list[list[tuple[int, float]]]:
    """Return the passages that give one utterance in two or more documents, in groups: number, and how sure it is.

    `stories` names the story of each document, `known` are pairs that are the same on other evidence, and how surely.
    Passages are not compared each with each: candidates share two telling words in a row, or a rare one in one
    story. As in the phrase graphs of Leskovec, Backstrom and Kleinberg (2009), each wording is tied to the one
    longer wording that it most likely comes from; what hangs together is a group.
    """
    weights = _weights(passages)
    nodes = _nodes(passages, stories, weights)
    enough = int(_ENOUGH * _weight(_background(passages) / 2))
    parents: dict[int, tuple[float, int]] = {}
    for a, b in sorted(_candidates(nodes)):
        if strength := _alike(nodes[a], nodes[b], weights, enough):
            child, parent = sorted((a, b), key=lambda n: (nodes[n].quoted, len(nodes[n].wording.forms), -n))
            parents[child] = max(parents.get(child, (0.0, 0)), (strength, -parent))
    of = {p: n for n, node in enumerate(nodes) for p in node.passages}
    ties = {(child, -parent): strength for child, (strength, parent) in sorted(parents.items())}
    for (x, y), strength in sorted(known.items()):
        ties[of[x], of[y]] = max(strength, ties.get((of[x], of[y]), 0.0))
    sure = [_SAME if len({passages[p].doc for p in node.passages}) > 1 else 0.0 for node in nodes]
    for (a, b), strength in ties.items():
        sure[a], sure[b] = max(sure[a], strength), max(sure[b], strength)
    groups = []
    for members in components(len(nodes), ties):
        group = sorted((p, sure[n]) for n in members for p in nodes[n].passages)
        if len({passages[p].doc for p, _ in group}) > 1 and any(passages[p].quoted for p, _ in group):
            groups.append(group)
    return groups


def _nodes(passages: Sequence[Passage], stories: Sequence[str], weights: Mapping[str, int]) -> list[_Node]:
    found: dict[tuple[Any, ...], list[int]] = {}
    for number, passage in enumerate(passages):
        said, speaker = passage.wording, passage.attribution.speaker
        everywhere = passage.quoted and len(said.stems) >= _TELLING
        where = () if everywhere else (stories[passage.doc], name_words(speaker) if speaker else ())
        found.setdefault((said.forms, passage.quoted, where), []).append(number)
    nodes = []
    for group in found.values():
        one = passages[group[0]]
        own = tuple(sorted({stories[passages[p].doc] for p in group}))
        rows = [passages[p].attribution for p in group]
        speakers = tuple(sorted({(row.speaker, row.source_type in _PERSONS) for row in rows if row.speaker}))
        keys = frozenset(one.wording.stems)
        mass = sum(weights[key] for key in keys)
        words = f" {' '.join(one.wording.forms)} "
        nodes.append(_Node(one.wording, words, keys, mass, one.quoted, tuple(group), own, speakers))
    return nodes


def _weights(passages: Sequence[Passage]) -> dict[str, int]:
    """Return how much a stem tells: the logarithm of how few documents have it in what they report as said."""
    frequency: Counter[str] = Counter()
    last: dict[str, int] = {}
    for passage in passages:
        for key in passage.wording.stems:
            if last.get(key) != passage.doc:
                last[key] = passage.doc
                frequency[key] += 1
    count = _background(passages)
    return {key: _weight(count / n) for key, n in frequency.items()}


def _weight(rarity: float) -> int:
    """Return the weight of a word that one in `rarity` documents has, in thousandths: whole numbers add up exactly."""
    return round(1000 * math.log(1 + rarity))


def _background(passages: Sequence[Passage]) -> int:
    """Return in how many documents rarity is reckoned: in a corpus of five every word is rare."""
    return max(200, len({p.doc for p in passages}))


def _candidates(nodes: Sequence[_Node]) -> set[tuple[int, int]]:
    found = set(_sharing_runs(nodes))
    stories: dict[str, list[int]] = {}
    for number, node in enumerate(nodes):
        for story in node.stories if node.quoted or len(node.wording.stems) >= _UNQUOTED else ():
            stories.setdefault(story, []).append(number)
    for members in stories.values():
        places: dict[str, list[int]] = {}
        for number in members if len(members) > 1 else ():
            for key in sorted(set(nodes[number].wording.stems)):
                places.setdefault(key, []).append(number)
        for sharing in places.values():
            if len(sharing) <= _POSTINGS:
                found.update(_with_a_quotation(nodes, sharing))
    return found


def _sharing_runs(nodes: Sequence[_Node]) -> Iterator[tuple[int, int]]:
    """Yield the nodes that share two telling words in a row, by sorting all such pairs of words."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    for node in nodes:
        for key in node.wording.stems:
            vocabulary.setdefault(key, len(vocabulary))
    runs, owners = array("q"), array("q")
    for number, node in enumerate(nodes):
        own = {vocabulary[x] * len(vocabulary) + vocabulary[y] for x, y in pairwise(node.wording.stems)}
        runs.extend(sorted(own))
        owners.extend([number] * len(own))
    keys, who = np.frombuffer(runs, dtype=np.int64), np.frombuffer(owners, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    keys, who = keys[order], who[order]
    bounds = [0, *(np.flatnonzero(np.diff(keys)) + 1).tolist(), len(keys)]
    for start, end in pairwise(bounds):
        if 1 < end - start <= _POSTINGS:
            yield from _with_a_quotation(nodes, who[start:end].tolist())


def _with_a_quotation(nodes: Sequence[_Node], members: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((a, b) for a, b in combinations(members, 2) if nodes[a].quoted or nodes[b].quoted)


def _alike(a: _Node, b: _Node, weights: Mapping[str, int], enough: int) -> float:
    """Return how sure it is that two wordings give one utterance, 0 if it is not sure enough.

    Rare words in a row are evidence by themselves, `enough` of it in any two documents, half as much in two of one
    story. With less the speakers must be one, or one must be unknown.
    """
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    story = not set(a.stories).isdisjoint(b.stories)
    if short.words in long.words:
        small = _SMALL * (len(short.wording.forms) - len(short.wording.stems))
        quoted, speaker = a.quoted and b.quoted, _speakers(a, b)
        needed = enough if not story else enough // 2 if quoted or speaker else enough * 3 // 4
        if short.mass + small >= needed and len(short.wording.forms) > 2:
            return 0.97 if speaker else 0.95 if speaker is None else 0.85
        return 0.9 if story and speaker else 0.0
    return _reworded(a, b, weights, enough, story)


def _reworded(a: _Node, b: _Node, weights: Mapping[str, int], enough: int, story: bool) -> float:
    """Return the same for two wordings of which neither holds the other."""
    keys = a.keys & b.keys
    if not keys or not (story or len(keys) >= 4):
        return 0.0
    mass = sum(weights[key] for key in keys)
    contained, shared = mass / min(a.mass, b.mass), 2 * mass / (a.mass + b.mass)
    if max(contained, shared) < 0.4:
        return 0.0
    quoted, speaker = a.quoted and b.quoted, _speakers(a, b)
    needed = enough // 2 if story and (quoted or speaker) else enough
    if (speaker or quoted) and len(keys) >= 4 and contained >= 0.75 and shared >= 0.4 and mass >= needed:
        return 0.93 if speaker else 0.85
    if not story or speaker is False or not (speaker or quoted):
        return 0.0
    if len(keys) >= 2 and mass >= needed and contained >= 0.6:
        return 0.8 if speaker else 0.65
    if speaker and len(keys) >= 2 and mass >= needed and shared >= 0.5:
        return 0.7
    few = max(len(a.wording.stems), len(b.wording.stems)) <= 3
    return 0.6 if speaker and quoted and few and shared >= 0.4 else 0.0


_PERSONS = frozenset({"named_official", "named_person", "expert", "witness"})


def _speakers(a: _Node, b: _Node) -> bool | None:
    """Say whether any speakers of two wordings can be one; None where that is open.

    A person can speak for a body, and what he says is often told as the body's; of two persons one speaks.
    """
    answers = {same_speaker(x, y) or (False if x_person and y_person else None)
               for x, x_person in a.speakers for y, y_person in b.speakers}  # fmt: skip
    return True if True in answers else None if None in answers or not answers else False
