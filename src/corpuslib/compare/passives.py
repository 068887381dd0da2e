"""A passive that became an active: on one side something is done to somebody who does it on the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpuslib.compare._role_events import Act, acts
from corpuslib.compare._role_phrases import Phrase, Reading, closed, is_past
from corpuslib.compare._role_sides import complements_of, group_before, subject_of
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.words import stem
from corpuslib.text import Span

__all__ = ["turned_passives"]


class _Suffered(NamedTuple):
    """A passive that does not say who acts: its verb, its subject, its place."""

    verb: str
    subject: Phrase
    span: Span


def turned_passives(a: Passage, b: Passage) -> Iterator[Finding]:
    """A name that is the subject of a passive on one side, and of the same verb with another object on the other.

    Where the passive says by whom, `roles` finds who changed places with whom. Headlines, which leave out the
    helpers of a passive, are passed over, and so are things, which open and are opened alike.

    >>> a, b = Passage("Kelm was arrested in Varn."), Passage("Kelm arrested a man in Varn.")
    >>> [(f.kind, f.severity) for f in turned_passives(a, b)]
    [('role', 'critical')]
    """
    if not all(p.ends_with(".") for p in (a, b)):
        return
    if not (_may_turn(a, b) or _may_turn(b, a)):
        return
    left, right = Reading(a), Reading(b)
    for x, y, swap in ((left, right, False), (right, left, True)):
        for passive in _passives(x):
            for act in _turned(passive, x, y):
                reason = "“{a}” against “{b}”: what one side does is done to it on the other"
                finding = Finding("role", "critical", passive.span, act.span(y, act.others[0]), reason, 0.7)
                yield finding.mirrored() if swap else finding
                return


_REACH = 4  # words from a form of “be” to its participle


def _may_turn(a: Passage, b: Passage) -> bool:
    """Say whether a has a passive of a verb that b has without a form of “be” before it: most pairs end here."""
    return not _after_be(a).isdisjoint({stem(known_verb(w.form)[0]) for w in b.words} - _after_be(b))


def _after_be(passage: Passage) -> frozenset[str]:
    helpers = closed("be")
    places = [i for i, word in enumerate(passage.words) if word.form in helpers]
    behind = [w for i in places for w in passage.words[i + 1 : i + 1 + _REACH]]
    return frozenset(stem(known_verb(w.form)[0]) for w in behind if is_past(w.form))


def _passives(reading: Reading) -> list[_Suffered]:
    found = []
    for i in range(len(reading.words)):
        if not reading.is_content(i) or reading.is_name(i) or not is_past(reading.form(i)):
            continue
        group = group_before(reading, i)
        if not group.passive or any(c.preposition == "by" for c in complements_of(reading, i + 1)):
            continue
        subject, _ = subject_of(reading, group)
        if _is_named(reading, subject):
            first = min(subject.words)
            span = Span(reading.words[min(first, i)].start, reading.words[i].end)
            found.append(_Suffered(reading.lemmas[i], subject, span))
    return found


def _turned(passive: _Suffered, x: Reading, y: Reading) -> Iterator[Act]:
    """Yield the acts of y that the subject of the passive of x does to another."""
    only = frozenset([passive.verb])
    if any(_heads(act.agent) & _heads(passive.subject) for act in acts(x, only)):
        return  # x tells both
    if any(p.verb == passive.verb and _heads(p.subject) & _heads(passive.subject) for p in _passives(y)):
        return
    for act in acts(y, only):
        named = _is_named(y, act.agent)
        shared = _heads(act.agent) & _heads(passive.subject)
        # “Kelm's envoy Orlan was replaced”, “Kelm replaced Orlan”: the same, though Kelm stands in both subjects.
        if named and shared and not act.mutual and _has_other_object(y, act, passive.subject):
            yield act


def _has_other_object(reading: Reading, act: Act, subject: Phrase) -> bool:
    objects = [c.phrase for c in complements_of(reading, act.place + 1) if not c.preposition]
    return any(o.keys for o in objects) and not any(subject.keys.keys() & o.keys.keys() for o in act.others)


def _is_named(reading: Reading, phrase: Phrase) -> bool:
    openers = {word.start for word in reading.passage.openers}
    return any(reading.is_name(k) or reading.words[k].start in openers for k in phrase.words)


def _heads(phrase: Phrase) -> frozenset[str]:
    return frozenset(key for key, weight in phrase.keys.items() if weight == 1)
