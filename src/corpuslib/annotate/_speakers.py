"""Who speaks a direct quotation: the source of a cue beside it, a bare tag, or a source carried on."""

from __future__ import annotations

from corpuslib.annotate import _mentions
from corpuslib.annotate._event import Event
from corpuslib.annotate._found import Sentence, Source, source_at, source_of
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._mentions import Mention, first_mention, subject_before
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = ["Speakers", "assign", "carry", "sign"]

Speakers = dict[int, tuple[Source, str, float]]
"""The source of each direct quotation of a paragraph, by its number, with the rule and its confidence."""


def assign(
    text: str, sentence: Sentence, sources: Speakers, previous: Source | None, known: frozenset[str]
) -> Source | None:
    """Give the direct quotations of a sentence their source; return the sentence's last source.

    `previous` is the last source of the sentence before; `known` are names that may open a sentence.
    """
    tokens = sentence.tokens
    sourced = [event for event in sentence.events if event.source is not None]
    able = [event for event in sourced if _is_able(event)]
    others = [event for event in sourced if not _is_able(event)] if len(able) < len(sourced) else []
    result = None
    for at in sorted(tokens.quote):
        if at == 0 and previous is not None and not sourced:
            continue  # a quotation that opens its sentence goes on
        found = _speaker(text, tokens, at, able, others, known)
        if found is not None:
            sources[tokens.quote[at]] = found
            result = found[0]
    if result is None and len(tokens) > len(tokens.quote) + 2:
        told = able or others
        bare = None if told else first_mention(tokens, len(tokens), known)
        if told:
            result = source_of(text, tokens, told[0])
        elif bare is not None:
            goes_on = previous is not None and (
                tokens.quote or previous.cue is not None or tokens.lower[bare.start] in word_list("pronouns")
            )
            result = previous if goes_on else source_at(text, tokens, bare)
        introduced = _introduces(tokens, told)
        if introduced is not None:
            result = source_at(text, tokens, introduced)
    for number in tokens.quote.values():
        if previous is not None and number not in sources:
            sources[number] = (previous, "source of the sentence before", 0.95)
            result = result or previous
    return result


def _is_able(event: Event) -> bool:
    """Say whether a cue is one that quotations stand beside."""
    return event.cue.kind == "speech" or "q" in event.cue.frames


def _introduces(tokens: Tokens, told: list[Event]) -> Mention | None:
    """Return the subject of the last clause before a colon that ends its sentence, for the words that come next.

    "When Olm left, Kelm released this statement:" leads to Kelm.
    """
    if tokens.quote or len(tokens) < 3 or tokens.words[-1] != ":":
        return None
    last = max((event for event in told if event.source), key=lambda event: event.start, default=None)
    return last.source if last is not None else subject_before(tokens, len(tokens) - 1)


def _speaker(
    text: str, tokens: Tokens, at: int, able: list[Event], others: list[Event], known: frozenset[str]
) -> tuple[Source, str, float] | None:
    """Return the source of the quotation at token `at` with rule and confidence, None if its sentence has none."""
    tag = _colon_tag(tokens, at)
    if tag is not None and (tag.start == 0 or tokens.words[tag.start - 1] in "-–—|.]"):
        return source_at(text, tokens, tag), "name before a colon", 0.8
    best = _nearest(tokens, at, able) or _nearest(tokens, at, others)
    if best is not None:
        return source_of(text, tokens, best[0]), best[1], best[2]
    if len(tokens) > len(tokens.quote) + 1:
        if tag is not None and tokens.lower[tag.start - 1] in word_list("prepositions"):
            tag = None  # "Kelm had a message for Olm: “…”"
        bare = _bare_tag(tokens, at) or tag or first_mention(tokens, len(tokens), known)
        if bare is not None:
            return source_at(text, tokens, bare), "subject of the sentence", 0.84
    return None


def sign(sources: Speakers, quotes: int, signatory: Source) -> None:
    """Give the quotations that no cue ties to a source to whoever signs them."""
    for number in range(quotes):
        if number not in sources or not sources[number][1].startswith("cue"):
            sources[number] = (signatory, "signature after the quotation", 0.85)


def carry(sources: Speakers, quotes: int, carried: Source | None) -> None:
    """Give quotations without a cue the source of the next one in the paragraph, or of the paragraph before."""
    following: Source | None = None
    for number in range(quotes - 1, -1, -1):
        if number in sources:
            following = sources[number][0]
        elif following is not None:
            sources[number] = (following, "source of the next quotation", 0.8)
        elif carried is not None:
            sources[number] = (carried, "source of the paragraph before", 0.68)


def _nearest(tokens: Tokens, at: int, able: list[Event]) -> tuple[Event, str, float] | None:
    """Return the event that a direct quotation at token `at` belongs to."""
    best: tuple[float, Event, str, float] | None = None
    for event in able:
        source = event.source
        assert source is not None
        first, last = min(event.start, source.start), max(event.end, source.end)
        if event.rule.endswith("carried over") or event.rule.startswith("participle"):
            first, last = event.start, event.end
        if at < first:
            distance, rule, confidence = float(first - at - 1), "cue after the quotation", 0.97
        elif at >= last:
            distance, rule, confidence = at - last - 0.5, "cue before the quotation", 0.95
            if tokens.words[at - 1] == ":":
                distance -= 6
            if any(other.content and other.content[0] <= source.start < other.content[1] for other in able):
                distance += 8  # what somebody says that somebody said
        else:
            distance, rule, confidence = 0.0, "cue around the quotation", 0.8
        if distance > 3:
            confidence -= min(0.25, 0.02 * distance)
        between = tokens.words[min(at, last) : max(at, first)]
        distance += 4 * sum(word == QUOTE for word in between[1:])
        if best is None or distance < best[0]:
            best = (distance, event, rule, confidence)
    return best[1:] if best else None


def _bare_tag(tokens: Tokens, at: int) -> Mention | None:
    """Return X of `“…,” X thundered.` or `“…,” thundered X.`: a short tag whose verb no lexicon need know."""
    if at + 2 < len(tokens) and tokens.lower[at + 1].endswith("ed") and tokens.words[at + 1].islower():
        source = _mentions.after(tokens, at + 1, len(tokens), quoted=True)  # “…,” thundered X.
        if source is not None:
            return source
    end = next((k for k in range(at + 1, min(len(tokens), at + 9)) if tokens.words[k] in (",", ".", QUOTE)), None)
    if end is None or end - at < 3:
        return None
    for k in range(end - 1, at + 1, -1):
        if tokens.lower[k].endswith("ed") and tokens.words[k].islower():
            return _mentions.ending_at(tokens, k - 1, at + 1, k)
    return None


def _colon_tag(tokens: Tokens, at: int) -> Mention | None:
    """Return X of `X: “…”` where X is a name at the end of the words before the colon."""
    if at < 2 or tokens.words[at - 1] != ":":
        return None
    start = at - 1
    while start > 0 and at - start < 7 and tokens.words[start - 1][:1].isupper():
        start -= 1
    if start == at - 1 or (start == at - 2 and tokens.lower[start] in word_list("sentence_openers")):
        return None  # "Meanwhile: “…”"
    return Mention(start, at - 1, at - 1)
