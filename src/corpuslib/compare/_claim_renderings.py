"""What two renderings of one original contradict each other in: there one of them is wrong, whatever happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslib.compare._claim_roles import crossed, exchanged_owner
from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare.detectors import bounds, calendar, calendar_parts, numbers
from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.polarity import negation, polarity
from corpuslib.compare.words import function_words, lexicon
from corpuslib.text import Span

__all__ = ["differing_renderings"]

_DETECTORS = (numbers, bounds, calendar, calendar_parts, negation, polarity)
_LEAST = 0.55  # score of a finding about a number that is exact on one side and a bound on the other
_SURE = 0.7
_CLAUSE = 30  # code points after a negation in which stands what it denies
_OF_POSSIBILITY = re.compile(r"\b(?:(?:im)?possible|(?:ruled?|ruling)\sout|excluded?|out\sof\sthe\squestion)\b")
_DENIALS = re.compile(
    r"\b(?:not|no|never|cannot|impossible|nothing|nobody|(?:ruled?|ruling)\sout|excluded?|out\sof\sthe\squestion)\b|n[’']t\b"
)
_ALIKE = 4000  # what sentences must share to be two renderings of one


def differing_renderings(story: Story) -> Iterator[Found]:
    """Yield what sentences of two renderings of one original say that cannot both be what it says."""
    for a, b in story.renderings():
        for i, j in _answering(story, a, b):
            yield from _differences(story, i, j)


def _answering(story: Story, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Yield sentences of two documents each of which answers best to the other."""
    best = {}
    for i, s in enumerate(story.sentences):
        if s.document in (a, b):
            other = b if s.document == a else a
            best[i] = next((j for j in story.mates(i, _ALIKE) if story.sentences[j].document == other), None)
    yield from (
        (i, j) for i, j in best.items() if j is not None and story.sentences[i].document == a and best.get(j) == i
    )


def _differences(story: Story, i: int, j: int) -> Iterator[Found]:
    x, y = (Passage(story.text(story.sentences[n])) for n in (i, j))
    for detector in _DETECTORS:
        for finding in detector(x, y):
            surely = finding.score >= _SURE or ("exact on one side" in finding.reason and finding.score >= _LEAST)
            # What only one side denies may stand in the sentence that the other's translator cut off.
            if finding.kind == "negation" and not _same_clause(x, y, finding):
                continue
            if surely and not any(_compound(p, span) for p, span in ((x, finding.a), (y, finding.b))):
                yield _found(story, i, j, x, y, finding)
    if _possible(x.text) is not None and _possible(y.text) is not None and _possible(x.text) != _possible(y.text):
        versions = tuple(
            story.version(n, "possible" if _possible(p.text) else "ruled out") for n, p in ((i, x), (j, y))
        )
        yield Found(
            "conflict", versions, 0.7, "two renderings of one original: possible in one, ruled out in the other"
        )
    exchange = crossed(story, i, j) or exchanged_owner(story, i, j)
    if exchange:
        versions = (story.version(i, exchange.first), story.version(j, exchange.second))
        yield Found("conflict", versions, 0.7, f"two renderings of one original: {exchange.reason}")


def _possible(text: str) -> bool | None:
    """Say whether a sentence holds something possible, two denials being none; None if it does not say."""
    if not _OF_POSSIBILITY.search(text):
        return None
    return len(_DENIALS.findall(text)) % 2 == 0


def _same_clause(x: Passage, y: Passage, finding: Finding) -> bool:
    """Say whether the other side has a word that follows the negation, or words the whole otherwise."""
    if finding.a and finding.b:
        return True
    mine, span, other = (x, finding.a, y) if finding.a else (y, finding.b, x)
    assert span is not None
    after = [w for w in mine.words if span.end < w.start <= span.end + _CLAUSE and w.form not in function_words()]
    return any(w.key in other.keys for w in after)


def _found(story: Story, i: int, j: int, x: Passage, y: Passage, finding: Finding) -> Found:
    versions = tuple(_version(story, n, span) for n, span in ((i, finding.a), (j, finding.b)))
    told = finding.reason.replace("{a}", x.excerpt(finding.a)).replace("{b}", y.excerpt(finding.b))
    return Found("conflict", versions, round(finding.score, 3), f"two renderings of one original: {told}")


def _version(story: Story, i: int, span: Span | None) -> Version:
    """Return what a sentence says at a span; all of it where only the other side has a denial."""
    s = story.sentences[i]
    text = story.text(s)
    if span is None:
        return story.version(i, "affirmed")
    return Version(s.document, s.start + span.start, s.start + span.end, text[span.slice])


def _compound(passage: Passage, span: Span | None) -> bool:
    """Say whether a number is part of a compound of numbers, "four-twenty-ten", whose value is not read."""
    if span is None:
        return False
    cardinals = lexicon()["cardinals"]
    near = [w for w in passage.words if w.start == span.end + 1 or w.end == span.start - 1]
    joined = {passage.text[span.end : span.end + 1], passage.text[max(0, span.start - 1) : span.start]}
    return "-" in joined and any(w.form in cardinals for w in near)
