"""What two renderings of one original contradict each other in: there one of them is wrong, whatever happened.

Two translators put one thought in two ways. So only what answers to each other word by word is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslib.compare._claim_story import Found, Story, Verdict, Version
from corpuslib.compare._rendered_denials import denied_clauses, denied_words, holds_possible
from corpuslib.compare._rendered_numbers import bounded_numbers, differing_numbers
from corpuslib.compare._rendered_pair import RenderedPair
from corpuslib.compare.detectors import calendar, calendar_parts
from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.roles import exchanged_parties
from corpuslib.compare.word_alignment import is_content
from corpuslib.text import Span

__all__ = ["differing_renderings"]

_SURE = 0.7
_CLOSE = 0.5  # share of tied words below which two sentences may say two things
_OF_ONE = "two renderings of one original"
_ALIKE = 4000  # what sentences must share to be two renderings of one
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w{1,20}\s){0,2}by\b")
_FROM = re.compile(r"\bfrom\b")


def differing_renderings(story: Story) -> Iterator[Found]:
    """Yield what sentences of two renderings of one original say that cannot both be what it says."""
    for a, b in story.renderings():
        for i, j in _answering(story, a, b):
            yield from _differences(story, i, j)


def _answering(story: Story, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Yield sentences of two documents each of which answers best to the other."""
    best = {
        i: next((j for j in story.mates(i, _ALIKE) if story.sentences[j].document == there), None)
        for here, there in ((a, b), (b, a))
        for i in story.of(here)
    }
    yield from ((i, j) for i in story.of(a) if (j := best[i]) is not None and best[j] == i)


def _differences(story: Story, i: int, j: int) -> Iterator[Found]:
    pair = RenderedPair(Passage(story.text(story.sentences[i])), Passage(story.text(story.sentences[j])))
    if pair.x.text == pair.y.text:
        return
    for verdict, finding in _findings(pair):
        versions = tuple(_version(story, n, span) for n, span in ((i, finding.a), (j, finding.b)) if span)
        told = finding.reason.replace("{a}", pair.x.excerpt(finding.a)).replace("{b}", pair.y.excerpt(finding.b))
        yield Found(verdict, versions, round(finding.score, 3), f"{_OF_ONE}: {told}")
    possible = [holds_possible(p.text) for p in (pair.x, pair.y)]
    if None not in possible and possible[0] != possible[1] and pair.closeness >= _CLOSE:
        values = ("possible" if told else "ruled out" for told in possible)
        versions = tuple(story.version(n, value) for n, value in zip((i, j), values, strict=True))
        yield Found("conflict", versions, _SURE, f"{_OF_ONE}: possible in one, ruled out in the other")


def _findings(pair: RenderedPair) -> Iterator[tuple[Verdict, Finding]]:
    # Sixteen is sixteen and a half, said less exactly, and more than ninety is ninety.
    for finding, rounded in differing_numbers(pair):
        yield ("specificity" if rounded else "conflict"), finding
    for finding in bounded_numbers(pair):
        yield "specificity", finding
    for contradictions in (_days, denied_clauses, denied_words, _exchanged):
        for finding in contradictions(pair):
            yield "conflict", finding


def _days(pair: RenderedPair) -> Iterator[Finding]:
    """Yield months, days of the week and parts of them that differ, if it is one of each."""
    for detector in (calendar, calendar_parts):
        found = list(detector(pair.x, pair.y))
        if len(found) == 1:
            yield found[0]


def _exchanged(pair: RenderedPair) -> Iterator[Finding]:
    """Yield persons, bodies and states of which who acts is acted on in the other."""
    for finding in exchanged_parties(pair.x, pair.y):
        # Who benefits another, in the order of German, is who he benefits from.
        sources = {bool(_FROM.search(p.text[at.slice])) for p, at in pair.places(finding)}
        if finding.score >= _SURE and len(sources) == 1 and not _in_one_order(pair, finding):
            yield finding


def _in_one_order(pair: RenderedPair, finding: Finding) -> bool:
    """Say whether what acts and is acted on begins with the same word in two active clauses: then nothing changed."""
    places = list(pair.places(finding))
    first = [next((w.key for w in p.words if at.start <= w.start < at.end and is_content(w)), "") for p, at in places]
    return first[0] == first[1] and not any(_PASSIVE.search(p.text[at.slice]) for p, at in places)


def _version(story: Story, i: int, span: Span) -> Version:
    """Return what a sentence says at a span."""
    s = story.sentences[i]
    return Version(s.document, s.start + span.start, s.start + span.end, story.text(s)[span.slice])
