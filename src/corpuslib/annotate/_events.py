"""Cue events of one sentence, in the order of their cues."""

from __future__ import annotations

from corpuslib.annotate import _mentions
from corpuslib.annotate._cues import Cue, forms, nouns
from corpuslib.annotate._event import Event, is_silence, plausible
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._relayed import according_to, passive, quoted_as_saying
from corpuslib.annotate._reporting import active, adjective, antecedent, coordinated, gerund, inverted, noun
from corpuslib.annotate._tokens import Tokens

__all__ = ["events"]


def events(tokens: Tokens) -> list[Event]:
    """Return the cue events of a sentence in the order of their cues."""
    found: list[Event] = []
    table, noun_table = forms(), nouns()
    lower = tokens.lower
    at = [i for i, word in enumerate(lower) if word in table or word in noun_table or word == "according"]
    if not at:
        return found
    plain = [w for w in tokens.words if len(w) > 3]
    title_case = sum(w[0].isupper() for w in plain) > 0.7 * len(plain)
    for i in at:
        word, event = lower[i], None
        if word == "according" and lower[i + 1 : i + 2] == ["to"]:
            event = according_to(tokens, i)
        else:
            capital = tokens.words[i][0].isupper() and i > 0
            cue = None if capital and not title_case else table.get(word)
            if cue is not None:
                event = _event(tokens, i, cue, found)
            if event is None and word in noun_table:
                event = noun(tokens, i, noun_table[word])
        if event is not None:
            found.append(event)
    if found and "citing" in lower:
        _cite(tokens, found)
    return found


def _event(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    if cue.form == "noun":
        return None
    if is_silence(tokens, i, cue):
        return None
    if cue.form == "adjective":
        return adjective(tokens, i, cue)
    if cue.form == "gerund":
        return gerund(tokens, i, cue, found)
    special = quoted_as_saying(tokens, i, cue)
    if special is not None:
        return special
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    helpers = tokens.lower[left + 1 : i]
    if cue.form == "past" and any(w in word_list("be") for w in helpers):
        return passive(tokens, i, cue)
    if cue.form == "base" and i and tokens.lower[i - 1] == "to":
        return None
    if cue.kind == "intention" and cue.form == "base" and any(word in word_list("modals") for word in helpers):
        return None  # "would seek to": what may come, not what somebody wants
    source = _mentions.before(tokens, i, 0)
    if source is not None and not plausible(tokens, source, cue, bool(helpers)):
        source = None
    if source is not None and tokens.lower[source.start] == "who":
        source = antecedent(tokens, source.start)
    if source is None:
        return inverted(tokens, i, cue) or coordinated(tokens, i, cue, found)
    return active(tokens, i, cue, source)


def _cite(tokens: Tokens, found: list[Event]) -> None:
    """Give what an event reports to the source that follows "citing": "the agency said, citing a lawmaker".

    The words of a quotation stay those of the source that is said to speak them.
    """
    for k, word in enumerate(tokens.lower):
        cited = _mentions.after(tokens, k, len(tokens)) if word == "citing" else None
        before = [event for event in found if event.start < k and event.source is not None]
        event = before[-1] if before else next(iter(found), None)
        if cited is None or event is None or event.source is None:
            continue
        if event.content is None:
            event.inner = (cited,)
        else:
            told = (event.told,) if event.told else ()
            event.outer, event.told, event.source = (*event.outer, *told, event.source), None, cited
