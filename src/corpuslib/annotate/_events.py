"""Cue events of one sentence, in the order of their cues."""

from __future__ import annotations

import itertools

from corpuslib.annotate import _mentions
from corpuslib.annotate._cues import Cue, forms, nouns, phrasal, phrasal_verbs, triggers
from corpuslib.annotate._event import Event, is_silence, plausible
from corpuslib.annotate._grammar import word_list, word_lists
from corpuslib.annotate._mentions import Mention
from corpuslib.annotate._relayed import according_to, as_reported, asked, passive, quoted_as_saying
from corpuslib.annotate._reporting import (
    active,
    adjective,
    antecedent,
    coordinated,
    gerund,
    infinitive,
    inverted,
    noun,
    phrase,
    question,
    viewpoint,
)
from corpuslib.annotate._source_types import role_of
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = ["events"]


def events(tokens: Tokens) -> list[Event]:
    """Return the cue events of a sentence in the order of their cues."""
    found: list[Event] = []
    lower = tokens.lower
    words = triggers()
    if words.isdisjoint(lower):
        return found
    table, noun_table, verbs = forms(), nouns(), phrasal_verbs()
    for i in [i for i, word in enumerate(lower) if word in words]:
        word, event = lower[i], None
        if word == "according" and lower[i + 1 : i + 2] == ["to"]:
            event = according_to(tokens, i)
        else:
            cue = table.get(word)
            if cue is not None and i and tokens.words[i][0].isupper() and not _is_title_case(tokens):
                cue = None  # part of a name
            pair = phrasal().get((word, lower[i + 1])) if word in verbs and i + 1 < len(lower) else None
            if pair is not None:
                event = phrase(tokens, i, pair)
            if event is None and cue is not None:
                event = _event(tokens, i, cue, found)
            if event is None and word in noun_table:
                event = noun(tokens, i, noun_table[word]) or viewpoint(tokens, i, noun_table[word])
        if event is not None:
            found.append(event)
    if not found:
        return found
    _part(tokens, found)
    if "citing" in lower or "quoting" in lower:
        _cite(tokens, found)
    return [event for event in found if not _is_told(tokens, event, found)]


def _is_title_case(tokens: Tokens) -> bool:
    plain = [word for word in tokens.words if len(word) > 3]
    return sum(word[0].isupper() for word in plain) > 0.7 * len(plain)


def _is_told(tokens: Tokens, event: Event, found: list[Event]) -> bool:
    """Say whether a belief, wish or finding is part of what another source reports: "he said they hoped to leave".

    Only speech within speech is an attribution of its own, a link in a chain, and what another who is named believes.
    """
    if event.content is None or event.cue.kind == "speech" or event.outer:
        return False
    if event.cue.kind == "belief" and event.source and tokens.words[event.source.end - 1][0].isupper():
        return False
    return any(
        other is not event
        and other.content is not None
        and other.content[0] <= event.start < other.content[1]
        and event.content[1] <= other.content[1]
        for other in found
    )


def _event(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    if cue.form == "noun":
        return None
    if is_silence(tokens, i, cue):
        _end_before(tokens, i, found)
        return None
    if cue.form == "adjective":
        return adjective(tokens, i, cue)
    if cue.form == "gerund":
        return gerund(tokens, i, cue, found)
    special = quoted_as_saying(tokens, i, cue) if cue.lemma in ("quote", "cite") else None
    if special is not None:
        return special
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    helpers = tokens.lower[left + 1 : i]
    if cue.form == "past" and not word_list("be").isdisjoint(helpers):
        if cue.lemma in word_list("no_passives"):
            return None
        return asked(tokens, i, cue) or question(tokens, i, cue) or passive(tokens, i, cue)
    if i == 1 and tokens.lower[0] == "as" and cue.form == "past":
        reported = as_reported(tokens, i, cue)
        if reported is not None:
            return reported
    if cue.form == "base" and i and tokens.lower[i - 1] == "to":
        return infinitive(tokens, i, cue)
    if cue.kind == "intention" and cue.form == "base" and not word_list("modals").isdisjoint(helpers):
        return None  # "would seek to": what may come, not what somebody wants
    tag = inverted(tokens, i, cue) if left == i - 1 and ("d" not in cue.frames or tokens.words[left] == QUOTE) else None
    if tag is not None and _ends_clause(tokens, tag):
        return tag
    source = _mentions.beside(tokens, left, 0)
    follows = tokens.lower[i + 1] if i + 1 < len(tokens.lower) else ""
    clause = follows == "that" or (
        cue.lemma in word_list("clause_cues") and follows in word_lists("pronouns", "determiners")
    )
    if source is not None and not plausible(tokens, source, cue, bool(helpers), clause):
        source = _qualified(tokens, source)
    if source is not None and tokens.lower[source.start] == "who":
        source = antecedent(tokens, source.start)
    if source is None:
        put = (asked(tokens, i, cue) or question(tokens, i, cue)) if cue.form == "past" else None
        return tag or put or inverted(tokens, i, cue) or coordinated(tokens, i, cue, found)
    event = active(tokens, i, cue, source)
    unsaid = event is not None and event.content is not None and not word_list("unsaid").isdisjoint(helpers)
    return None if unsaid else event


def _end_before(tokens: Tokens, i: int, found: list[Event]) -> None:
    """End what is reported before "and declined to say …"."""
    joint = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    if joint < 1 or tokens.lower[joint] not in ("and", "but"):
        return
    joint -= tokens.words[joint - 1] == ","
    for event in found:
        if event.content is not None and event.content[0] < joint < event.content[1]:
            event.content = (event.content[0], joint)


def _qualified(tokens: Tokens, complement: Mention) -> Mention | None:
    """Return the subject whose relative clause ends before the cue: "people who fled the war say"."""
    for k in range(complement.start - 1, max(0, complement.start - 12), -1):
        if tokens.words[k] in (",", ";", ":", QUOTE):
            return None
        if tokens.lower[k] == "who":
            found = _mentions.ending_at(tokens, k - 1, 0, complement.end)
            return found if found is not None and role_of(tokens.lower[found.end - 1]) else None
    return None


def _ends_clause(tokens: Tokens, tag: Event) -> bool:
    """Say whether nothing but an apposition or a new clause follows the source of `…, said Kelm`."""
    assert tag.source is not None
    end = tag.source.end
    if tokens.words[tag.start - 1] != QUOTE and not tokens.words[end - 1][0].isupper():
        return False
    return end >= len(tokens) or tokens.words[end] in (",", ".", ";", "—", "–", "(", QUOTE)


def _part(tokens: Tokens, found: list[Event]) -> None:
    """End a content before "and Olm said …": what another source says is another's."""
    for one, other in itertools.pairwise(found):
        if one.content is None or other.source is None or other.source.start <= one.content[0] + 2:
            continue
        start, stop = one.content
        joint = other.source.start - 1
        if start < joint < stop and tokens.lower[joint] in ("and", "but", "while") and other.start > one.end:
            joint -= tokens.words[joint - 1] == ","
            one.content = (start, joint)


def _cite(tokens: Tokens, found: list[Event]) -> None:
    """Give what an event reports to the source that follows "citing": "the agency said, citing a lawmaker".

    The words of a quotation stay those of the source that is said to speak them.
    """
    for k, word in enumerate(tokens.lower):
        cited = _mentions.after(tokens, k, len(tokens)) if word == "citing" or (word == "quoting" and k) else None
        before = [event for event in found if event.start < k and event.source is not None]
        event = before[-1] if before else next(iter(found), None)
        if cited is None or event is None or event.source is None:
            continue
        if event.content is None:
            event.inner = (cited,)
        else:
            told = (event.told,) if event.told else ()
            event.outer, event.told, event.source = (*event.outer, *told, event.source), None, cited
            event.inner = _cited_by(tokens, cited)


def _cited_by(tokens: Tokens, cited: Mention) -> tuple[Mention, ...]:
    """Return whom a cited source has its knowledge from: the letter of "citing a lawmaker who quoted a letter"."""
    verb = cited.end + 1
    if tokens.lower[cited.end : verb] != ["who"] or tokens.lower[verb : verb + 1] not in (["cited"], ["quoted"]):
        return ()
    found = _mentions.after(tokens, verb, len(tokens))
    return (found,) if found is not None else ()
