"""Counted events that one document looks ahead to, and another reports as held, or says what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpuslib.compare._claim_lookalikes import Event, counted_events, shared_parties
from corpuslib.compare._claim_story import Found, Story, Verdict, Version

__all__ = ["outcomes"]

_SURE = 0.6
_PARTIES = 2  # names that what is expected and what is reported must share
_CLAUSE = 120  # code points after an event in which what came of it stands
_HOPED = re.compile(
    r"\b(?:hope[sd]?|hoping|aim(?:s|ed|ing)?|seek(?:s|ing)?|sought|optimis\w{1,6}|expect(?:s|ed|ing)?)\b[^.;]{0,200}"
    r"\b(?:breakthrough|agreement|deal|progress|success|result|accord|treaty)s?\b"
)
_CAME_TO_NOTHING = re.compile(
    r"\b(?:failed|collapsed|broke\sdown|break\sdown|ended\swithout|without\s(?:an?\s|any\s)?(?:agreement|deal|result|success|accord)s?"
    r"|no\s(?:agreement|deal|breakthrough|accord)\swas)\b"
)
_CALLED_OFF = re.compile(
    r"\b(?:cancel(?:s|led|ed)?|called\soff|postponed|scrapped|(?:did|will)\snot\s(?:take\splace|happen))\b"
)


def outcomes(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield a counted event that one voice expects, with others that look back on it: the second meeting of the two.

    The count and two parties must be the same, and the report not known to be the earlier. That it was held confirms
    what was expected; that it came to nothing refutes what was hoped of it, and so does that it was called off.
    Events of which two mentions are in one of the `claims` are left out.
    """
    known = [(claim.verdict, {v[:3] for v in claim.versions}) for claim in claims]
    events = counted_events(story)
    ahead = [e for e in events if e.ahead and not e.who]
    held = [e for e in events if not e.ahead and not e.who]
    for expected in ahead:
        text = story.text(expected.sentence)
        told: dict[tuple[Verdict, str], list[Event]] = {}
        for report in held:
            if _of_one(story, expected, report) and not any(_both(expected, report, spans) for _, spans in known):
                for judged in _judged(text, _clause(story, report)):
                    told.setdefault(judged, []).append(report)
        for (verdict, outcome), reports in sorted(told.items()):
            forecast = "hoped for" if outcome == "came to nothing" else "expected"
            versions = (_version(expected, forecast), *sorted({_version(e, outcome) for e in reports}))
            reason = f"{forecast} by one, {outcome} by the other: {expected.order} {expected.kind}"
            yield Found(verdict, versions, _SURE, reason)


def _of_one(story: Story, expected: Event, report: Event) -> bool:
    a, b = expected.sentence.document, report.sentence.document
    if (expected.kind, expected.order) != (report.kind, report.order) or not story.far(a, b):
        return False
    if expected.order in ("last", "latest", "only") or len(shared_parties(expected, report)) < _PARTIES:
        return False
    first, last = story.documents[a].metadata.published_from, story.documents[b].metadata.published_to
    return not (first and last and first > last)


def _both(a: Event, b: Event, spans: Iterable[tuple[int, int, int]]) -> bool:
    """Say whether two mentions are in the passages of one claim."""
    inside = [
        any(d == e.sentence.document and start < e.end and e.start < end for d, start, end in spans) for e in (a, b)
    ]
    return all(inside)


def _clause(story: Story, event: Event) -> str:
    s = event.sentence
    return story.documents[s.document].text[event.start : min(s.end, event.end + _CLAUSE)]


def _judged(forecast: str, report: str) -> Iterator[tuple[Verdict, str]]:
    """Yield what a report says of a forecast: it was held, it came to nothing, it was called off."""
    nothing = _CAME_TO_NOTHING.search(report)
    if _CALLED_OFF.search(report) and not nothing:
        yield "refuted", "called off"
        return
    yield "confirmed", "reported"
    if nothing and _HOPED.search(forecast):
        yield "refuted", "came to nothing"


def _version(event: Event, said: str) -> Version:
    return Version(event.sentence.document, event.start, event.end, said)
