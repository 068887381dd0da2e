"""Events that one document looks ahead to, and another reports as held, or says what came of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from corpuslib.compare._claim_story import SLIP, Found, Story, Verdict, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._event_mentions import Event, mentions_of_events, shared_parties, shared_places
from corpuslib.compare._periods import Period, gap
from corpuslib.text import Span

__all__ = ["Account", "accounts", "judged", "outcomes", "pairs_of_one", "reason"]

_SURE = 0.6
_PARTIES = 2  # parties that what is expected and what is reported must share
_MOST = 200  # reports of a kind with two names that are held against a forecast
_BEFORE = 40  # code points before an event in which it may be only spoken of
_CLAUSE = 120  # code points after an event in which what came of it stands
_MONTH = 31  # days of the longest period that tells one of several events of a kind
_WEEK = 7
_RARE = ("meeting", "visit", "test", "convention", "wedding", "inauguration", "sentencing", "strike")
_DAYS = 2
_HOPE = "hoped for"
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
# Who discusses or wants an event does not report that it was held.
_OPEN = re.compile(
    r"\b(?:for|on|to|about|towards?|regarding|another|any|no|if|whether|against|offer\w{0,3}|rul\w{1,3}\sout|discuss\w{0,4}"
    r"|propos\w{1,4}|seek\w{0,3}|sought|want\w{0,3}|demand\w{0,3}|arrang\w{1,4}|agree\w{0,2}|announc\w{1,4}|schedul\w{1,4})"
    r"\s(?:an?\s|the\s|their\s|his\s|her\s|its\s)?$"
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|met|visited|travell?ed|arrived|held|took|told|said|gave|began|ended|came|went)\b"
)


class Account(NamedTuple):
    """What a document says of an event: that it is to come, or what came of it.

    `end` is where it has said so, and `hoped` where it has said what is hoped of the event; 0 if nothing is.
    `published` is when the document was, as far as it is known: the first day and the last.
    """

    event: Event
    outcome: str
    end: int
    hoped: int
    published: tuple[int | None, int | None]

    @property
    def ahead(self) -> bool:
        """Whether the event is to come."""
        return self.event.ahead

    def passage(self, said: str) -> Span:
        """Return where it says what is expected or hoped for, or what came of it."""
        return Span(self.event.start, self.hoped if said == _HOPE else self.end)


def outcomes(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield an event that one voice expects, with others that look back on it: the second meeting of the two.

    The count and two parties must be the same, or where it is not counted two parties and the time; and the report
    not known to be the earlier. That it was held confirms what was expected; that it came to nothing refutes what was
    hoped of it, and so does that it was called off, or held at another time.
    Events of which two mentions are in one of the `claims` are left out.
    """
    claims = [*claims]
    ties = Ties(claims)
    # That an event was held says not yet what came of it.
    settled = {n for n, claim in enumerate(claims) if claim.verdict in ("refuted", "conflict", "compatible")}
    told = accounts(story)
    found: dict[tuple[int, Verdict, str, str], list[int]] = {}
    for i, j in pairs_of_one(told):
        a, b = told[i].event, told[j].event
        for verdict, forecast, outcome in judged(told[i], told[j]):
            if story.far(a.sentence.document, b.sentence.document) and not _tied(
                ties, a, b, settled if verdict == "refuted" else None
            ):
                found.setdefault((i, verdict, forecast, outcome), []).append(j)
    for (i, verdict, forecast, outcome), reports in sorted(found.items()):
        versions = (_version(told[i], forecast), *sorted({_version(told[j], outcome) for j in reports}))
        yield Found(verdict, versions, _SURE, reason(forecast, outcome, told[i].event))


def reason(forecast: str, outcome: str, event: Event) -> str:
    """Return in words what became of an event that was expected."""
    return " ".join(f"{forecast} by one, {outcome} by the other: {event.order} {event.kind}".split())


def accounts(story: Story) -> list[Account]:
    """Return what the documents of a story say of events that are to come, or that were."""
    return [account for e in mentions_of_events(story) if (account := _account(story, e))]


def _account(story: Story, event: Event) -> Account | None:
    """Return what a mention says of an event; None where it says nothing of whether it was, or of which one."""
    if event.kind == "leader" or not (event.unique or (event.when and not event.order)):
        return None
    s, document = event.sentence, story.documents[event.sentence.document]
    first, last = document.metadata.published_from, document.metadata.published_to
    published = first.toordinal() if first else None, last.toordinal() if last else None
    if event.ahead:
        hope = _HOPED.search(document.text, s.start, s.end)
        return Account(event, "", event.end, max(event.end, hope.end()) if hope else 0, published)
    clause = event.start, min(s.end, event.end + _CLAUSE)
    for outcome, word in (("came to nothing", _CAME_TO_NOTHING), ("called off", _CALLED_OFF)):
        if match := word.search(document.text, *clause):
            return Account(event, outcome, max(event.end, match.end()), 0, published)
    if _OPEN.search(document.text, max(s.start, event.start - _BEFORE), event.start) or _today(
        event, published[0], story.text(s)
    ):
        return None
    return Account(event, "reported", event.end, 0, published)


def _today(event: Event, published: int | None, text: str) -> bool:
    """Say whether an event may be still to come on the day of the report: it is dated so, and nothing is past."""
    return not event.order and not (event.when and published and event.when.last < published) and not _PAST.search(text)


def pairs_of_one(told: Sequence[Account]) -> Iterator[tuple[int, int]]:
    """Yield the positions of what is expected and of what looks back on it, of one event as far as they say.

    Of the reports of a kind that have two names in common those after the first 200 are left out.
    """
    reports: dict[tuple[str, str, str, str], list[int]] = {}
    for j, account in enumerate(told):
        for key in _index(account.event) if not account.ahead else ():
            if len(having := reports.setdefault(key, [])) < _MOST:
                having.append(j)
    for i, expected in enumerate(told):
        if expected.ahead:
            near = {j for key in _index(expected.event) for j in reports.get(key, ())}
            yield from ((i, j) for j in sorted(near) if _of_one(expected, told[j]))


def _index(event: Event) -> set[tuple[str, str, str, str]]:
    """Return the kind and the count of an event with every two words of two of its names."""
    found = set()
    for a, b in combinations(event.parties if event.unique else (*event.parties, *event.places), 2):
        found |= {(event.kind, event.order, *sorted((x, y))) for x in a for y in b if x != y}
    return found  # type: ignore[return-value]


def _of_one(expected: Account, report: Account) -> bool:
    a, b = expected.event, report.event
    first, last = expected.published[0], report.published[1]
    if first and last and first > last:
        return False
    if a.when and last and last < a.when.first and report.outcome != "called off":
        return False  # it cannot yet have been
    parties = len(shared_parties(a, b))
    if a.unique:
        return parties >= _PARTIES
    return bool(parties) and parties + len(shared_places(a, b)) >= _PARTIES and _at_one_time(a, b)


def _at_one_time(a: Event, b: Event) -> bool:
    """Say whether what is not counted is of one time: within a month, or by days that differ by a slip."""
    expected, reported = a.when, b.when
    if not expected or not reported or _long(reported) > _WEEK:
        return False
    if _long(expected) > (_MONTH if a.kind in _RARE else _WEEK):
        return False
    return gap(expected, reported) <= (SLIP if _exact(expected, reported) else 0)


def _exact(*periods: Period) -> bool:
    return all(_long(p) <= _DAYS for p in periods)


def _long(p: Period) -> int:
    return p.last - p.first + 1


def judged(expected: Account, report: Account) -> Iterator[tuple[Verdict, str, str]]:
    """Yield what a report says of a forecast, with the forecast: held, at another time, for nothing, or called off."""
    a, b = expected.event.when, report.event.when
    if report.outcome == "called off":
        yield "refuted", "expected", "called off"
    elif a and b and gap(a, b):
        yield "refuted", "expected", "at another time"
    else:
        yield "confirmed", "expected", "reported"
    if report.outcome == "came to nothing" and expected.hoped:
        yield "refuted", _HOPE, report.outcome


def _tied(ties: Ties, a: Event, b: Event, among: Collection[int] | None) -> bool:
    """Say whether two mentions are in the passages of one claim, of those `among` which it must be."""
    shared = set.intersection(*(ties.of((e.sentence.document, e.start, e.end)) for e in (a, b)))
    return bool(shared if among is None else shared.intersection(among))


def _version(account: Account, said: str) -> Version:
    return Version(account.event.sentence.document, *account.passage(said), said)
