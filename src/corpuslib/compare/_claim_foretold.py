"""What somebody is expected to do, and what another document reports: done, not done, called off, or on another day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpuslib.compare._awaited_deeds import counts, first_words, other_number
from corpuslib.compare._claim_story import SLIP, Found, Story, Verdict, Version
from corpuslib.compare._event_words import PLANNED, event_word
from corpuslib.compare._periods import Period, gap, later, when_expected, when_reported
from corpuslib.compare._telling import Token
from corpuslib.compare.inflections import known_verb, verb_forms

__all__ = ["foretold", "may_report", "of_another_name"]

_SHARED = 6000  # in thousandths: what a forecast and a report must share to be held against each other
_KEYS = 3  # telling words that they must share, one of them a name
_CLAUSE = 100  # code points before a verb in which its subject stands, and after it in which its object does
_BEFORE = 30  # code points before a verb in which it may be put off or denied
_LEAD = 3  # sentences at the head of a report that tell what is news
_DAYS = 2  # days of a period that is a day, or one of two
_FAR = 90  # days between two documents of which one surely does not report what the other expects
_FORETOLD = re.compile(
    r"\b(?:(?P<not>will\snot|won[’']t|(?:is|are|was|were)\s(?:not\s(?:expected|likely|due|going|planning)|unlikely)\sto"
    r"|(?:has|have|had)\sno\s(?:plans?|intention)\s(?:to|of))"
    r"|will|is\sto|are\sto|(?:is|are|was|were)\s(?:due|set|expected|likely|scheduled|planning|about|poised|going)\sto"
    r"|plan(?:s|ned)?\sto|intend(?:s|ed)?\sto|expected\sto|scheduled\sto)"
    r"\s(?:(?:also|soon|finally|then|now|formally|officially)\s)?(?P<passive>be\s)?(?P<verb>[a-z]{3,15})\b"
)
_PUT_OFF = re.compile(
    r"\b(?:called\soff|cancel(?:s|led|ed|ling|ing)|postpone[sd]?|put\soff|scrapped|shelved|delayed|averted|abandoned)\b"
)
_UNDONE = re.compile(r"\b(?:not|never|n[’']t|failed\sto|refused\sto|without|nobody|no)\b")
_OPEN = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|to|if|whether|expected|likely|planned|scheduled|due|yet|before)\b"
)
_SO_FAR = re.compile(r"\b(?:so\sfar|to\sdate|already)\b")
_PAST_PLAN = re.compile(r"^(?:was|were|expected|scheduled|planned)\b")
_INSTEAD = re.compile(r"\b(?:but|instead|until)\b")
_CONDITION = re.compile(r"\b(?:if|unless|until|whether|only\swhen)\b", re.I)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|got)\s(?:[a-z]{2,12}ly\s)?$")
_OF_A_THING = re.compile(r"(?:[’']s|\b(?:the|an?|of|by|these|those|some|all|newly|recently|\d+))\s$")
_WORD = re.compile(r"[^\W\d_]+")
# Verbs that tell too little, and words that are none.
_SMALL = frozenset(("have", "not", "the", "also", "never", "able", "more", "less", "very", "say", "tell", "see", "get"))


class _Forecast(NamedTuple):
    """A sentence, by number, that says what is to be done: by which verb, and whether it says that it is not to be."""

    sentence: int
    start: int  # of what looks ahead
    end: int  # of the verb
    verb: str
    denied: bool
    passive: bool
    when: Period | None


def foretold(story: Story) -> Iterator[Found]:
    """Yield what one voice expects to be done, with what another reports of it.

    The report has the verb after the subject and before a word of the object, and three telling words in all. A report
    of another time is of something else, but for one that is a few days off from a day that was named.
    """
    found: dict[tuple[Version, Verdict, str, str], dict[Version, None]] = {}
    for j in range(len(story.sentences)):
        for forecast in _forecasts(story, j):
            for i in story.mates(j, _SHARED):
                if not story.apart(i, j) or not may_report(story, j, i):
                    continue
                told = _told(story, forecast, i)
                verdict = _VERDICTS.get((forecast.denied, told[0])) if told else None
                if told and verdict:
                    said = "not expected" if forecast.denied else "expected"
                    own = Version(story.sentences[j].document, forecast.start, forecast.end, said)
                    found.setdefault((told[1], verdict, said, forecast.verb), {})[own] = None
    for (report, verdict, said, verb), forecasts in sorted(found.items()):
        reason = f"{said} by one, {report.value} by the other: {verb}"
        yield Found(verdict, (*forecasts, report), 0.6, reason)


_VERDICTS: Mapping[tuple[bool, str], Verdict] = {
    (False, "reported"): "confirmed",
    (False, "not done"): "refuted",
    (False, "called off"): "refuted",
    (False, "at another time"): "refuted",
    (False, "in another number"): "refuted",
    (True, "reported"): "refuted",
    (True, "not done"): "confirmed",
}


def _forecasts(story: Story, j: int) -> Iterator[_Forecast]:
    s = story.sentences[j]
    text = story.text(s)
    for match in _FORETOLD.finditer(text):
        verb = known_verb(match["verb"])[0] if match["passive"] else match["verb"]
        if _PAST_PLAN.search(match.group()) and (_PUT_OFF.search(text) or _INSTEAD.search(text, match.end())):
            continue  # it says itself what came of it
        around = max(0, match.start() - _CLAUSE), match.end() + _CLAUSE
        if verb in _SMALL or event_word(verb) in PLANNED or _CONDITION.search(text, *around):
            continue
        rows = story.tables[s.document].get("dates", ())
        when = when_expected(story.documents[s.document], rows, s.start, s.end)
        yield _Forecast(
            j, s.start + match.start(), s.start + match.end(), verb, bool(match["not"]), bool(match["passive"]), when
        )


def may_report(story: Story, j: int, i: int) -> bool:
    """Say whether a document can report what another expects: it is not surely the earlier, nor months later."""
    expecting, report = (story.documents[story.sentences[n].document] for n in (j, i))
    first, last = report.metadata.published_from, expecting.metadata.published_to
    return not later(expecting, report) and not (first and last and (first - last).days > _FAR)


def _told(story: Story, forecast: _Forecast, i: int) -> tuple[str, Version] | None:
    """Return what a sentence reports of a forecast, and where; None if it is about something else, or still open."""
    shared = story.keys[forecast.sentence] & story.keys[i]
    if len(shared) < _KEYS or not any(key.startswith("name ") for key in shared):
        return None
    s = story.sentences[i]
    text = story.text(s)
    subject = _subject(story, forecast)
    if of_another_name(story, forecast.sentence, i, subject):
        return None
    off = _PUT_OFF.search(text)
    if off and subject in shared and not _OPEN.search(text, max(0, off.start() - _BEFORE), off.start()):
        return "called off", Version(s.document, s.start + off.start(), s.start + off.end(), "called off")
    for done in (m for m in _WORD.finditer(text) if m.group() in _past(forecast.verb)):
        span = s.start + done.start(), s.start + done.end()
        before = text[max(0, done.start() - _BEFORE) : done.start()]
        if _is_done(forecast, before) and _of_one(story, forecast, i, *span, subject):
            outcome = "not done" if _UNDONE.search(before) else _in_number(story, forecast, i)
            return (outcome, Version(s.document, *span, outcome)) if outcome else None
    return None


def _is_done(forecast: _Forecast, before: str) -> bool:
    """Say whether a form of a verb after some words tells that it was done: not of what may be, nor of a thing."""
    passive = _PASSIVE.search(before) is not None
    return passive == forecast.passive and not _OPEN.search(before) and not _OF_A_THING.search(before)


def _subject(story: Story, forecast: _Forecast) -> str:
    """Return the key of the last name before what looks ahead, else of the last telling word; "" if there is none."""
    before = [
        t for t in story.sentences[forecast.sentence].tokens if forecast.start - _CLAUSE <= t.start < forecast.start
    ]
    names = [t for t in before if t.name]
    return (names or before)[-1].key if before else ""


def _of_one(story: Story, forecast: _Forecast, i: int, start: int, end: int, subject: str) -> bool:
    """Say whether a report has the subject of a forecast before its verb, and a word of its object after it."""
    report = story.sentences[i].tokens
    if subject not in {t.key for t in report if start - _CLAUSE <= t.start < start}:
        return False
    object_ = _after(story.sentences[forecast.sentence].tokens, forecast.end)
    return forecast.passive or not object_ or not object_.isdisjoint(_after(report, end))


def _after(tokens: Sequence[Token], at: int) -> set[str]:
    """Return the keys of the telling words that follow a place, but for days."""
    return {t.key for t in tokens if at <= t.start < at + _CLAUSE and not t.key.startswith("@")}


def of_another_name(story: Story, j: int, i: int, key: str) -> bool:
    """Say whether two sentences have the last part of a name in common, each with other parts before it."""
    parts = [
        [
            first_words(story.text(story.sentences[n]), t.start - story.sentences[n].start)
            for t in story.sentences[n].tokens
            if t.key == key and t.name
        ]
        for n in (j, i)
    ]
    mine = frozenset().union(*parts[0])
    return bool(mine) and bool(parts[1]) and all(words and words.isdisjoint(mine) for words in parts[1])


def _in_number(story: Story, forecast: _Forecast, i: int) -> str:
    """Return whether what is done was done in the number and at the time that was expected; "" if it is unfinished."""
    outcome = _on_time(story, forecast, i)
    if outcome == "reported" and other_number(
        counts(story.sentences[forecast.sentence].tokens), story.sentences[i].tokens
    ):
        return "" if _SO_FAR.search(story.text(story.sentences[i])) else "in another number"
    return outcome


def _on_time(story: Story, forecast: _Forecast, i: int) -> str:
    """Return whether what is done was done when it was expected; "" if it is of another time."""
    s = story.sentences[i]
    document, rows = story.documents[s.document], story.tables[s.document].get("dates", ())
    last = document.metadata.published_to
    reported = when_reported(document, rows, s.start, s.end, news=i in story.of(s.document)[:_LEAD])
    if forecast.when and last and last.toordinal() < forecast.when.first:
        return ""
    if not forecast.when or not reported or not gap(forecast.when, reported):
        return "reported"
    exact = all(p.last - p.first < _DAYS for p in (forecast.when, reported))
    return "at another time" if exact and gap(forecast.when, reported) <= SLIP else ""


@lru_cache(maxsize=4096)
def _past(verb: str) -> frozenset[str]:
    """Return the forms of a verb that tell that something was done."""
    forms = verb_forms(verb)
    return frozenset((*forms.past, *forms.participle))
