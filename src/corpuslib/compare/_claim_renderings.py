"""What two renderings of one original contradict each other in: there one of them is wrong, whatever happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslib.compare._claim_story import Found, Story, Verdict, Version
from corpuslib.compare.detectors import bounds, calendar, calendar_parts, numbers
from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.polarity import is_negative, negation, negators, polarity
from corpuslib.compare.roles import roles
from corpuslib.compare.word_alignment import align_words, is_content
from corpuslib.compare.words import function_words, lexicon
from corpuslib.text import Span

__all__ = ["differing_renderings"]

_DETECTORS = (numbers, bounds, calendar, calendar_parts, negation, polarity, roles)
_LEAST = 0.55  # score of a finding about a number that is exact on one side and a bound on the other
_SURE = 0.7
_CLOSE, _CLOSER = 0.5, 0.8  # share of tied words below which two translators put a thought in two ways
_CLAUSE = 30  # code points after a negation in which stands what it denies
_OF_POSSIBILITY = re.compile(
    r"(?<!\bas\s)\b(?:(?:im)?possible|(?:ruled?|ruling)\sout|excluded?|out\sof\sthe\squestion)\b"
)
_DENIALS = re.compile(
    r"\b(?:not|no|never|cannot|impossible|nothing|nobody|(?:ruled?|ruling)\sout|excluded?|out\sof\sthe\squestion)\b|n[’']t\b"
)
_OF_ONE = "two renderings of one original"
# What stands after and before a number that is part of something else: of a time, a fraction, a decade, a name
# ("Covid-19"), or of a number whose thousands are written apart ("44, 000").
_PART = re.compile(r"\s?\d?[:/½¼¾]\s?\d?|s\b|\s?[ap]\.?m\b|,\s\d{3}\b|\s[.,]\d{3}\b|\.?\d")
_PARTLY = re.compile(r"(?:\d[:/]\s?|[A-Za-z]-|\d[.,]\s|\d\s[.,]?)$|[ap]\.?m\b")
_BEFORE = 12  # code points before a negation in which stands what makes it none: "whether or not"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w{1,20}\s){0,2}by\b")
_WEAKLY = re.compile(r"\b(?:hardly|barely|scarcely|almost|nearly|whether|without)\b", re.IGNORECASE)
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
    closeness = align_words(x, y).closeness
    for detector in _DETECTORS:
        findings = list(detector(x, y))
        # What one side denies, the other may deny in a clause that it has elsewhere.
        least = _CLOSER if detector is negation else _CLOSE
        for finding in findings:
            bound = "exact on one side" in finding.reason
            if finding.score < (_LEAST if bound else _SURE):
                continue
            # Of several numbers that differ it is not known which answers to which.
            if detector is numbers and not (len(findings) == 1 and _comparable(x, y, finding)):
                continue
            if _compound(x, finding.a) or _compound(y, finding.b) or (bound and closeness < _CLOSE):
                continue
            if finding.kind == "negation" and not (closeness >= least and _denied_once(x, y, finding)):
                continue
            # Names in each other's place are mostly a list in another order.
            if finding.kind == "role" and ("acts" not in finding.reason or _in_one_order(x, y, finding)):
                continue
            # More than ninety is ninety, said less exactly.
            yield _found(story, i, j, x, y, finding, "specificity" if bound else "conflict")
    possible = [_possible(p.text) for p in (x, y)]
    if closeness >= _CLOSE and None not in possible and possible[0] != possible[1]:
        versions = tuple(
            story.version(n, "possible" if told else "ruled out") for n, told in zip((i, j), possible, strict=True)
        )
        yield Found("conflict", versions, 0.7, f"{_OF_ONE}: possible in one, ruled out in the other")


def _possible(text: str) -> bool | None:
    """Say whether a sentence holds something possible, two denials being none; None if it does not say."""
    if not _OF_POSSIBILITY.search(text):
        return None
    return len(_DENIALS.findall(text)) % 2 == 0


def _places(x: Passage, y: Passage, finding: Finding) -> list[tuple[Passage, Span]]:
    """Return the sides that a finding points into, with where."""
    return [(p, at) for p, at in ((x, finding.a), (y, finding.b)) if at]


def _denied_once(x: Passage, y: Passage, finding: Finding) -> bool:
    """Say whether only one side denies anything, and the other has a word that follows the negation or both spans."""
    denying = [sum(w in negators(p) or is_negative(w.form) for w in p.words) for p in (x, y)]
    weakly = (_WEAKLY.search(p.text, max(0, at.start - _BEFORE), at.end) for p, at in _places(x, y, finding))
    if denying[0] == denying[1] or any(weakly):
        return False
    if finding.a and finding.b:
        return True
    mine, span, other = (x, finding.a, y) if finding.a else (y, finding.b, x)
    assert span is not None
    # What only one side denies may stand in the sentence that the other's translator cut off.
    after = [w for w in mine.words if span.end < w.start <= span.end + _CLAUSE and w.form not in function_words()]
    return any(w.key in other.keys for w in after)


def _in_one_order(x: Passage, y: Passage, finding: Finding) -> bool:
    """Say whether what acts and is acted on begins with the same word in two active clauses: then nothing changed."""
    if not (finding.a and finding.b):
        return True
    first = [
        next((w.key for w in p.words if at.start <= w.start < at.end and is_content(w)), "")
        for p, at in _places(x, y, finding)
    ]
    passive = any(_PASSIVE.search(p.text[at.slice]) for p, at in _places(x, y, finding))
    return first[0] == first[1] and not passive


def _found(story: Story, i: int, j: int, x: Passage, y: Passage, finding: Finding, verdict: Verdict) -> Found:
    versions = tuple(_version(story, n, span) for n, span in ((i, finding.a), (j, finding.b)))
    told = finding.reason.replace("{a}", x.excerpt(finding.a)).replace("{b}", y.excerpt(finding.b))
    return Found(verdict, versions, round(finding.score, 3), f"{_OF_ONE}: {told}")


def _version(story: Story, i: int, span: Span | None) -> Version:
    """Return what a sentence says at a span; all of it where only the other side has a denial."""
    s = story.sentences[i]
    text = story.text(s)
    if span is None:
        return story.version(i, "affirmed")
    return Version(s.document, s.start + span.start, s.start + span.end, text[span.slice])


def _comparable(x: Passage, y: Passage, finding: Finding) -> bool:
    """Say whether both numbers count or measure, and are no year written in full and in short."""
    places = _places(x, y, finding)
    if not all(_counts(p, at) for p, at in places):
        return False
    values = [q.value for p, at in places for q in p.quantities if q.start == at.start]
    short, full = min(values, default=0), max(values, default=0)
    return not (short < 100 and 1800 <= full < 2100 and full % 100 == short)


def _counts(passage: Passage, span: Span) -> bool:
    """Say whether a number counts or measures: it is no place in a row, and no part of a time or a fraction."""
    ordinal = any(q.kind == "ordinal" and span.start <= q.start < span.end for q in passage.quantities)
    glued = passage.text[span.slice].endswith("m")  # thirty metres, or million
    return (
        not ordinal
        and not glued
        and not (_PART.match(passage.text, span.end) or _PARTLY.search(passage.text[: span.start]))
    )


def _compound(passage: Passage, span: Span | None) -> bool:
    """Say whether a number is part of a compound of numbers, "four-twenty-ten", whose value is not read."""
    if span is None:
        return False
    cardinals = lexicon()["cardinals"]
    near = [w for w in passage.words if w.start == span.end + 1 or w.end == span.start - 1]
    joined = {passage.text[span.end : span.end + 1], passage.text[max(0, span.start - 1) : span.start]}
    return "-" in joined and any(w.form in cardinals for w in near)
