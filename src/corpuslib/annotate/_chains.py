"""Links of a chain that stand beside a source without being part of its clause: quoted by Y, to Y, citing Z."""

from __future__ import annotations

import re
from dataclasses import replace

from corpuslib.annotate._cues import forms
from corpuslib.annotate._found import Source
from corpuslib.annotate._names import People
from corpuslib.annotate._source_types import source_type
from corpuslib.text import Span

__all__ = ["chain_of", "linked", "passed_on"]


def linked(text: str, source: Source, people: People, outlet: str) -> Source:
    """Return a source with the links that the words beside it add; where these name a truer source, that one.

    "an officer, quoted by Ulin, says": the officer, through Ulin. "Kelm, a lawmaker citing the service told Ulin":
    the service, through Ulin and Kelm. "Ulin learned from Kelm": Kelm, through Ulin.
    """
    if source.told and not (people.is_medium(source.told) or re.sub(r"^[Tt]he ", "", source.told) in outlet.split()):
        source = replace(source, told="")
    source = _trimmed(source, people)
    left = text[max(0, source.span.start - _REACH) : source.span.start].rsplit("\n", 1)[-1]
    quoted = _QUOTED_BY.search(left) if left.endswith(" by ") else None
    if quoted is not None:
        start = source.span.start - len(left) + quoted.start(1)
        span = Span(start, start + len(quoted.group(1)))
        return replace(source, span=span, text=quoted.group(1), beside="", outer=(*source.outer, source.text))
    citing = _CITING.search(left) if left.endswith(("citing ", "quoting ")) else None
    if citing is not None and citing.group(1) not in source.outer:
        rest = tuple(link for link in source.outer if link != source.text)
        source = replace(source, outer=(*rest, citing.group(1)))
    carried = _CARRIED_BY.search(left) if left.endswith(", ") and "by " in left else None
    carried = carried or (_CARRIED_BY_BESIDE.match(source.beside) if source.beside else None)
    if carried is not None and people.is_medium(carried.group(1)):
        source = replace(source, outer=(carried.group(1), *source.outer))
    return _with_what_follows(text, source, people)


def _trimmed(source: Source, people: People) -> Source:
    """Take "to Ulin" out of "confided the judge to Ulin"."""
    head, to, medium = source.text.partition(" to ")
    if to and people.is_medium(medium):
        return replace(source, span=Span(source.span.start, source.span.start + len(head)), text=head, told=medium)
    return source


def _with_what_follows(text: str, source: Source, people: People) -> Source:
    """Add whom a source was talking to, or whom it had its knowledge from."""
    if source.cue_span is None or source.cue is None:
        return source
    end = max(source.cue_span.end, source.span.end)
    right = text[end : end + _REACH].split("\n", 1)[0]
    told = _TOLD.match(right) or (_TOLD_MEDIA.match(right) if source.cue.cue.lemma == "tell" else None)
    if told is not None and not source.told and people.is_medium(told.group(1)):
        return replace(source, told=told.group(1))
    carried = _IN_A_STATEMENT.match(right) if " by " in right else None
    if carried is not None and people.is_medium(carried.group(1)):
        return replace(source, outer=(carried.group(1), *source.outer))
    interview = _INTERVIEW.match(right) if _TALK.search(right) else None
    if interview is not None and not source.told and people.may_be_medium(interview.group(1)):
        return replace(source, told=interview.group(1))
    known = _FROM.match(right) if source.cue.cue.lemma in ("learn", "hear") else _REFERRING.match(right)
    if known is not None and not source.inner and people.is_medium(source.text):
        span = Span(end + known.start(1), end + known.end(1))
        return replace(source, span=span, text=known.group(1), beside="", outer=(*source.outer, source.text))
    return source


def passed_on(text: str, source: Source, start: int, people: People) -> Source:
    """Return the person whose words a medium passes on: "Ulin reported that Kelm had expressed regret".

    `start` is where the content begins. Verbs of saying have attributions of their own; this is for others.
    """
    inner = _EXPRESSED.match(text, start)
    if inner is None or inner.group(2) in forms() or not people.is_medium(source.text):
        return source
    span = Span(*inner.span(1))
    return replace(source, span=span, text=inner.group(1), beside="", outer=(*source.outer, source.text))


def chain_of(text: str, source: Source, start: int) -> tuple[str, ...]:
    """Return all links of a source, outermost first and each once: who was told, passed on, speaks, perceived it.

    `start` is where the content begins: in "the service has observed A, Ulin said, citing a lawmaker" the service
    is the last link.
    """
    chain = tuple(dict.fromkeys(filter(None, (source.told, *source.outer, source.text, *source.inner))))
    perceived = _PERCEIVED.match(text, start) if len(chain) > 1 else None
    if perceived is None or source_type(perceived.group(1), None, "") is None or perceived.group(1) in chain:
        return chain
    return (*chain, perceived.group(1))


_REACH = 140
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}"
_SOMEBODY = r"(?:[Tt]he |[Aa]n? )?[\w’'-]{1,24}(?: [\w’'-]{1,24}){0,7}"
_KIND = r"(?:agency|newspaper|paper|daily|weekly|broadcaster|radio|television|portal|magazine|[Aa]gency)"
_MEDIUM = (
    rf"((?:(?:the|an?) )?(?:(?:state|state-run|state-owned|official|news|local|private|public|opposition) ){{0,2}}"
    rf"(?:{_KIND} )?{_NAME}(?: {_NAME}){{0,3}}(?: (?:news )?{_KIND})?)"
)
_QUOTED_BY = re.compile(
    rf"(?:^|[.!?;:”\"“] |, |\bthat |\band |\bbut )({_SOMEBODY}), (?:who was )?(?:as )?(?:quoted|cited) by $"
)
_CITING = re.compile(
    rf"(?:^|[.!?;:”\"“] |, |\bthat |\band |\bbut )({_NAME}(?: {_NAME}){{0,3}})"
    rf"(?:, (?:an?|the) [^,.;:“”\"\n]{{1,60}})?,? "
    r"(?:citing|quoting) $"
)
_CARRIED_BY = re.compile(rf"(?:^|[.!?”\"“:] |, )(?:[Aa]s )?(?:quoted|cited|carried|reported|published) by {_MEDIUM}, $")
_CARRIED_BY_BESIDE = re.compile(rf",? (?:as )?(?:quoted|cited|carried|reported) by {_MEDIUM},?$")
_TOLD = re.compile(rf" (?:to|opposite|with) {_MEDIUM}")
_EXPRESSED = re.compile(
    rf"((?:(?:[Tt]he|[Aa]n?) )?(?:[\w-]{{1,20}} ){{0,2}}?{_NAME}(?: {_NAME}){{0,3}}) "
    r"(?:has |had |have )?(expressed|voiced|conveyed)\b"
)
_PERCEIVED = re.compile(
    r"((?:[\w’'-]{1,24} ){0,6}[\w’'-]{1,24}) (?:has |have |had )"
    r"(?:observed|detected|spotted|found|concluded|learned|learnt|discovered|established|determined|assessed)\b"
)
_TOLD_MEDIA = re.compile(r" ((?:local|state|national|foreign|public|regional) (?:media|television|radio))\b")
_INTERVIEW = re.compile(
    rf"[^.;:“”\"]{{0,50}}?\b(?:in|during) an? (?:[\w-]{{1,20}} ){{0,3}}"
    rf"(?:interview|conversation|talk|statement|comments) "
    rf"(?:with|to|for|on) {_MEDIUM}"
)
_IN_A_STATEMENT = re.compile(rf"[^.;:“”\"]{{0,30}}? (?:carried|published|released|quoted|distributed) by {_MEDIUM}")
_TALK = re.compile(r"interview|conversation|talk |statement|comments")
_FROM = re.compile(rf" from ({_SOMEBODY}?)(?= that\b|[,.;:]|$)")
_REFERRING = re.compile(rf",? (?:with (?:a )?reference to|on the authority of) ({_SOMEBODY})")
