"""What one voice foretells and a later document of another reports: that it came about, or otherwise, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpuslib.compare._claim_story import Found, Story, Verdict, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._expected_counts import counts, other_number
from corpuslib.compare._forecast_odds import Answer, Foretold
from corpuslib.compare._foretelling import Forecast
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._periods import gap
from corpuslib.compare.voices import components
from corpuslib.text import Span

__all__ = ["foretold", "outcome"]

_LEAST = 650  # set by held-out precision, in thousandths of the logarithm of the odds: from which score on it is shown
_DAYS = 2  # days of a period that is a day, or one of two
_OFF = re.compile(
    r"\b(?:cancel(?:s|led|ed)|call(?:s|ed)\s(?:it\s)?off|postpone[sd]?|put\s(?:it\s)?off|scrap(?:s|ped)|shelve[sd]?"
    r"|abandon(?:s|ed)|delay(?:s|ed)|pushed\sback|put\sback|withdr(?:ew|awn)|dropped|suspended|fell\sthrough|averted"
    r"|adjourn(?:s|ed)|bann(?:s|ed)|block(?:s|ed)|halt(?:s|ed)|collapse[sd]?|walked\saway\sfrom)\b"
)
_AGAINST = re.compile(r"\b(?:reject(?:s|ed)|vot(?:es|ed)\s(?:down|against)|turn(?:s|ed)\sdown|defeat(?:s|ed))\b")
_DECIDES = re.compile(r"\b(?:vot(?:e|es|ing)|decid\w{1,3}|decision|rul(?:e|es|ing)|verdict|judg\w{1,6})\b")
_UNDONE = re.compile(
    r"\b(?:not|never|none|nobody|fail(?:s|ed)|refuse[sd]?\sto|declined\sto|instead|no\slonger|turned\sback)\b"
    r"|n[’']t\b|\bruled\sout\b"
)
_LATE = re.compile(
    r"\b(?:later|earlier|longer|sooner|more|less|fewer)\sthan\b|\bthan\s(?:planned|expected|promised|hoped|forecast|had\sbeen)\b"
    r"|\b(?:days?|weeks?|hours?|months?)\slate\b"
)
_STILL = re.compile(r"\b(?:still|stay(?:s|ed)|remain(?:s|ed))\b")


def foretold(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield what is foretold with the reports of what came of it; none of which `claims` tell the fate already.

    Of what some report as done and others as not, none is yielded.
    """
    told, ties = Foretold(story), Ties(c for c in claims if c.verdict in ("confirmed", "refuted", "conflict"))
    sure = (a for a in told.answers if a.score >= _LEAST and a.margin >= 0)
    shown = [a for a in sure if told.enough(told.forecasts[a.forecast], a.sentence) and not _known(told, a, ties)]
    ahead = sorted({a.forecast for a in shown})
    back = sorted({a.sentence for a in shown})
    at = {("ahead", n): k for k, n in enumerate(ahead)} | {("back", n): len(ahead) + k for k, n in enumerate(back)}
    links = [(at["ahead", a.forecast], at["back", a.sentence]) for a in shown]
    for group in components(len(at), links):
        members = set(group)
        own = [a for a in shown if at["ahead", a.forecast] in members]
        reports = {a.sentence: outcome(told, told.forecasts[a.forecast], a.sentence) for a in own}
        verdicts: set[Verdict] = {"confirmed" if said == "reported" else "refuted" for said in reports.values()}
        if len(verdicts) > 1:
            continue
        expected = {_version(story, told.forecasts[a.forecast]) for a in own}
        versions = (*sorted(expected), *sorted(story.version(i, said) for i, said in reports.items()))
        over = min(a.score for a in own) - _LEAST
        said = min(v.value for v in expected)
        reason = f"{said} by one, {min(reports.values())} by the other"
        yield Found(verdicts.pop(), versions, (60 + min(30, over // 100)) / 100, reason)


def _known(told: Foretold, a: Answer, ties: Ties) -> bool:
    """Say whether a claim has both the forecast and the report already."""
    s = told.story.sentences[a.sentence]
    f = told.forecasts[a.forecast]
    home = told.story.sentences[f.sentence].document
    return ties.both((home, f.start, f.end), (s.document, s.start, s.end))


def _version(story: Story, f: Forecast) -> Version:
    said = "not expected" if f.denied else "expected"
    return Version(story.sentences[f.sentence].document, f.start, f.end, said)


def outcome(told: Foretold, f: Forecast, i: int) -> str:
    """Return what a sentence reports of a forecast: that it came about, or in which way not."""
    s = told.story.sentences[i]
    text = told.story.text(s)
    shared = [t for t in told.story.retold[i].tokens if t.key in f.clause] or list(told.story.retold[i].tokens)
    first, last = min(t.start for t in shared) - s.start, max(t.end for t in shared) - s.start
    clause = clause_around(text, Span(max(0, first), min(len(text), last)), Span(0, len(text)))
    if not f.lasts and _OFF.search(text, *clause):
        return "called off"
    undone = bool(_UNDONE.search(text, *clause)) or (not f.lasts and bool(_STILL.search(text, *clause)))
    undone = undone or (bool(_AGAINST.search(text, *clause)) and not any(_DECIDES.search(t.text) for t in f.tokens))
    if undone != f.denied:
        return "not done"
    when, reported = f.when, told.reported(i)
    exact = when and reported and all(p.last - p.first <= _DAYS for p in (when, reported))
    if (exact and not f.lasts and when and reported and gap(when, reported)) or _LATE.search(text, *clause):
        return "at another time"
    return "in another number" if other_number(counts(f.tokens), told.story.sentences[i].tokens) else "reported"
