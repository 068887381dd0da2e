"""Cues whose source is their subject: X said, said X, X said A and added B, X’s claim that."""

from __future__ import annotations

from corpuslib.annotate import _mentions
from corpuslib.annotate._content import (
    around,
    clause_end,
    content_after,
    content_before,
    is_finite,
    left_clause,
    sentence_end,
)
from corpuslib.annotate._cues import Cue
from corpuslib.annotate._event import Event, origin, plausible
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._mentions import Mention, first_mention, subject_before
from corpuslib.annotate._source_types import role_of
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = [
    "active",
    "adjective",
    "antecedent",
    "coordinated",
    "gerund",
    "infinitive",
    "inverted",
    "noun",
    "phrase",
    "question",
    "viewpoint",
]


def active(tokens: Tokens, i: int, cue: Cue, source: Mention) -> Event | None:
    high = sentence_end(tokens)
    end = i + 1
    told: Mention | None = None
    content_from = end
    if "d" in cue.frames:
        addressee = _mentions.after(tokens, i, high)
        if addressee is not None:
            stop = tokens.lower.index("to", addressee.start) if "to" in _lower(tokens, addressee) else addressee.end
            if cue.lemma == "tell":
                told = Mention(addressee.start, stop, stop)
            wished = "o" in cue.frames and tokens.lower[stop : stop + 1] == ["to"] and cue.lemma != "tell"
            content_from = addressee.start if wished else stop
    found = content_after(tokens, i, content_from, cue, high)
    if found is not None:
        content = (found[0], _main_clause(tokens, source, *found[:2]))
        return Event(i, end, cue, source, content, found[2], found[3], told=told)
    aside = _as_clause(tokens, i, end, cue, source, high)
    if aside is not None:
        return aside
    joined = around(tokens, source.start, end, high) if not cue.frames.isdisjoint("tbq") else None
    before = joined or content_before(tokens, source.start, i, cue, high)
    if before is not None:
        place = origin(tokens, i, high)
        if place is not None and tokens.lower[source.start] == "it":
            return Event(i, end, cue, place, before, "it said, from the source", 0.7)
        if place is not None and cue.lemma in ("learn", "hear"):
            return Event(i, end, cue, place, before, "learnt from the source", 0.75, (source,))
        return Event(i, end, cue, source, before, "content before cue", 0.85, told=told)
    if "q" in cue.frames or cue.kind == "speech":
        return Event(i, end, cue, source, None, "quotation tag", 0.9, told=told)
    return None


def _main_clause(tokens: Tokens, source: Mention | None, start: int, stop: int) -> int:
    """Return where a content ends whose cue opens the sentence: "While Kelm says A, B" has a main clause of its own."""
    if source is None or not 0 < source.start < 4 or tokens.lower[source.start - 1] not in word_list("subordinators"):
        return stop
    return next((k for k in range(start + 2, stop) if tokens.words[k] == ","), stop)


def _lower(tokens: Tokens, mention: Mention) -> list[str]:
    return tokens.lower[mention.start + 1 : mention.end]


def _as_clause(tokens: Tokens, i: int, end: int, cue: Cue, source: Mention, high: int) -> Event | None:
    """`As Kelm said, the port was lost` and `the port was lost, as Kelm put it`."""
    content, ends = None, end >= high or tokens.words[end] == ","
    if tokens.lower[: source.start] == ["as"] and end + 3 < high and tokens.words[end] == ",":
        content = (end + 1, clause_end(tokens, end + 1, high, frozenset()))
    elif source.start > 3 and tokens.lower[source.start - 2 : source.start] == [",", "as"] and ends:
        content = left_clause(tokens, source.start - 2)
    return Event(i, end, cue, source, content, "as-clause", 0.8) if content is not None else None


def phrase(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`Kelm fired back that …`, `Olm chimed in: “…”`: a verb with its particle."""
    source = _mentions.before(tokens, i, 0)
    if source is None or not plausible(tokens, source, cue, False):
        return None
    if tokens.lower[source.start] == "who":
        source = antecedent(tokens, source.start)
    high = sentence_end(tokens)
    if source is not None and "q" in cue.frames:
        aside = _as_clause(tokens, i, i + 2, cue, source, high)
        if aside is not None:
            return aside
    found = content_after(tokens, i, i + 2, cue, high)
    if found is None:
        return Event(i, i + 2, cue, source, None, "quotation tag", 0.85) if source and "q" in cue.frames else None
    content = (found[0], _main_clause(tokens, source, *found[:2]))
    return Event(i, i + 2, cue, source, content, found[2], found[3])


def infinitive(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`Kelm went on to say that …`, `Olm took the floor to ask: “…”`: words that do follow."""
    follows = tokens.words[i + 1 : i + 3]
    quoted = QUOTE in follows and follows[0] in (QUOTE, ",", ":")
    if cue.kind != "speech" or not (quoted or follows[:1] == ["that"]) or any(
        word in word_list("undone") for word in tokens.lower[max(0, i - 4) : i]
    ):  # fmt: skip
        return None
    source = subject_before(tokens, i - 1)
    return active(tokens, i, cue, source) if source is not None else None


def antecedent(tokens: Tokens, who: int) -> Mention | None:
    i = who - 1
    if i >= 0 and tokens.words[i] == ",":
        i -= 1
    if i < 0:
        return None
    found = _mentions.ending_at(tokens, i, 0, who + 1)
    return found if found and tokens.lower[found.end - 1] not in word_list("pronouns") else None


def inverted(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`…,” said Kelm` and `…, said Kelm`: the cue stands before its source."""
    if "q" not in cue.frames or i == 0 or cue.form not in ("past", "third"):
        return None
    left = tokens.words[i - 1]
    if left not in (QUOTE, ",", "–", "—", "-"):
        return None
    high = sentence_end(tokens)
    tagged = QUOTE in tokens.words[max(0, i - 2) : i]
    source = _mentions.after(tokens, i, high, quoted=True)
    if source is None or not plausible(tokens, source, cue, False):
        return None
    content = None if tagged else _interrupted(tokens, i, source, high) or left_clause(tokens, i)
    return Event(i, i + 1, cue, source, content, "cue before source", 0.93 if tagged else 0.8)


def _interrupted(tokens: Tokens, i: int, source: Mention, high: int) -> tuple[int, int] | None:
    """Return the clause around `The port, said Kelm, was lost`; an apposition has to be closed before it goes on."""
    begin = source.full_end + 1
    closed = source.full_end > source.end or (begin < high and is_finite(tokens, begin))
    return around(tokens, i, source.full_end, high) if closed else None


def coordinated(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    """`Kelm said A and added that B`: the cue takes over the source of the one before."""
    if cue.form == "base":
        return None
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    if left < 0 or tokens.lower[left] not in ("and", "but", "then", "or", ",", QUOTE):
        return None
    if not found:
        joined = tokens.lower[left] in ("and", "but", "then")
        subject = (first_mention(tokens, i) or subject_before(tokens, left)) if joined else None
        event = active(tokens, i, cue, subject) if subject is not None and cue.kind in ("speech", "judgement") else None
        return event if event is not None and event.rule != "content before cue" else None
    if found[-1].source is None:
        return None
    same = [event for event in found if event.source is not None and event.cue.form == cue.form]
    first = same[-1] if same else found[-1]
    event = active(tokens, i, cue, first.source) if first.source else None
    if event is None or event.rule == "content before cue":
        return None
    for other in found[found.index(first) :]:
        if other.content is not None and other.content[1] > left >= other.content[0]:
            other.content = (other.content[0], left) if other.content[0] < left else None
    event.confidence *= 0.9
    event.rule += ", source carried over"
    return event


def gerund(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    helpers = tokens.lower[left + 1 : i]
    high = sentence_end(tokens)
    if cue.lemma in ("cite", "quote"):
        return None
    if not word_list("be").isdisjoint(helpers):
        source = _mentions.before(tokens, i, 0)
        if source is None or not plausible(tokens, source, cue, True):
            return None
        return active(tokens, i, cue, source)
    if left < 0 or (left == 0 and tokens.lower[0] in ("by", "while", "after", "before", "in")):
        return _fronted(tokens, i, cue, high)
    if tokens.lower[left] in (",", "and", QUOTE, "by", "while", "before", "after", "–", "—"):
        if tokens.lower[left] == "and" and found and found[-1].content is not None:
            first, stop = found[-1].content
            found[-1].content = (first, left) if first < left - 2 < stop else (first, stop)
        said = next((e.source for e in reversed(found) if e.source is not None), None)
        source = subject_before(tokens, left) or said or first_mention(tokens, i)
    else:
        source = _beside_participle(tokens, i, cue)
    if source is None:
        return None
    content = content_after(tokens, i, i + 1, cue, high)
    if content is None:
        if "q" in cue.frames and QUOTE in tokens.words[i + 1 : i + 4]:
            return Event(i, i + 1, cue, source, None, "participle", 0.8)
        return None
    return Event(i, i + 1, cue, source, content[:2], "participle, " + content[2], content[3] * 0.85)


def _fronted(tokens: Tokens, i: int, cue: Cue, high: int) -> Event | None:
    """`Saying that the port was lost, Kelm resigned`: the source follows the content."""
    comma = next((k for k in range(i + 3, min(high, i + 40)) if tokens.words[k] == ","), None)
    source = _mentions.after(tokens, comma, high) if comma is not None else None
    if source is not None:
        stop = next((k for k in range(source.start + 1, source.end) if is_finite(tokens, k)), source.end)
        source = Mention(source.start, stop, stop)
    if comma is None or source is None or not plausible(tokens, source, cue, True):
        return None
    content = content_after(tokens, i, i + 1, cue, comma)
    return Event(i, i + 1, cue, source, content[:2], "participle, " + content[2], 0.7) if content else None


def _beside_participle(tokens: Tokens, i: int, cue: Cue) -> Mention | None:
    """Return the source in "with the unions calling …" and "issued a statement saying …"."""
    source = _mentions.before(tokens, i, 0)
    if source is None or not source.start:
        return None
    if role_of(tokens.lower[source.end - 1]) == "document":
        return subject_before(tokens, source.start) or source
    return source if tokens.lower[source.start - 1] == "with" and plausible(tokens, source, cue, True) else None


def adjective(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    if left < 0:
        return None
    if tokens.lower[left] in word_list("copulas"):
        source = _mentions.before(tokens, left, 0)
    elif not word_list("be").isdisjoint(tokens.lower[left + 1 : i]):
        source = _mentions.before(tokens, i, 0)
    else:
        return None
    if source is None or not plausible(tokens, source, cue, True) or tokens.lower[source.start] == "it":
        return None
    content = content_after(tokens, i, i + 1, cue, sentence_end(tokens))
    if content is None or content[2] == "infinitive":
        return None
    return Event(i, i + 1, cue, source, content[:2], "adjective, " + content[2], content[3] * 0.9)


def noun(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`Kelm’s claim that …`, `the fear of the officials that …`, `his call for …`."""
    lower = tokens.lower
    high = sentence_end(tokens)
    if i + 2 >= high:
        return None
    at, owner = i + 1, None
    if lower[at] in ("by", "from") and (found := _mentions.after(tokens, at, high)) is not None:
        owner, at = found, found.end  # "claims by Kelm that …"
    follows = lower[at] if at + 1 < high else ""
    copula = follows in ("is", "was") and lower[at + 1] == "that"
    if copula and "t" in cue.frames:
        start, follows = at + 2, "that"
    elif follows == "that" and "t" in cue.frames:
        start = at + 1
    elif follows == "to" and "i" in cue.frames:
        start = at
    elif follows in ("for", "of", "to", "against") and "f" in cue.frames:
        start = at + 1
    else:
        return None
    if follows == "that" and is_finite(tokens, start):
        return None  # a relative clause: "a claim that fails to convince"
    source = owner
    k = i - 1
    while (
        k > max(0, i - 3)
        and tokens.words[k].islower()
        and lower[k] not in word_list("determiners")
        and not lower[k].endswith("'s")
    ):
        k -= 1
    if owner is not None:
        pass
    elif k >= 0 and lower[k] in ("his", "her", "their"):
        source = Mention(k, k + 1, k + 1)
    elif k >= 0 and lower[k].endswith(("'s", "s'")):
        found = _mentions.ending_at(tokens, k, 0, k + 1)
        source = found if found and (tokens.words[k][:1].isupper() or role_of(lower[k].removesuffix("'s"))) else None
    if source is None and follows == "that" and k >= 0 and not copula:
        source = _who_voices(tokens, i)
    if source is None and (copula or not (follows == "that" and cue.kind == "belief")):
        return None
    stop = clause_end(tokens, start, high, word_list("contrasts"))
    if follows != "that":  # an infinitive or a noun phrase holds no finite verb
        stop = next((k for k in range(start + 1, stop) if lower[k] in word_list("finite_auxiliaries")), stop)
    if stop - start < 2:
        return None
    rule, confidence = ("noun cue", 0.7) if source is not None else ("noun cue without source", 0.5)
    return Event(i, i + 1, cue, source, (start, stop), rule, confidence, passive=source is None)


def _who_voices(tokens: Tokens, i: int) -> Mention | None:
    """Return the subject of a verb that voices the noun after it: "Kelm expressed concern that …"."""
    verb = next((k for k in range(i - 1, max(0, i - 5), -1) if tokens.lower[k] in word_list("voicing_verbs")), None)
    return None if verb is None else _mentions.before(tokens, verb, 0) or subject_before(tokens, verb + 1)


def question(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`Asked in Aln about the port, …`, `Kelm was asked by Olm on Friday if …`: what was asked, far from its cue."""
    high = sentence_end(tokens)
    if cue.lemma != "ask" or cue.form != "past" or i + 3 >= high:
        return None
    by = _mentions.after(tokens, i + 1, high) if tokens.lower[i + 1] == "by" else None
    for k in range(by.end if by else i + 1, min(high, i + 12)):
        word = tokens.lower[k]
        if (word in word_list("question_words") and word not in ("which", "who")) or word == "about":
            start = k + (word == "about")
            stop = next((m for m in range(start, high) if tokens.words[m] in (",", QUOTE)), high)
            if stop - start < 3:
                return None
            return Event(i, i + 1, cue, by, (start, stop), "question", 0.65, passive=by is None)
        if tokens.words[k] in (",", QUOTE, ":", ";") or word in word_list("pronouns") or is_finite(tokens, k):
            return None
    return None


def viewpoint(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`In Kelm’s view, the port was lost` and `the port, in her opinion, was lost`."""
    lower, high = tokens.lower, sentence_end(tokens)
    owner = i - 1
    if lower[i] not in word_list("viewpoints") or owner < 1 or i + 1 > high:
        return None
    if lower[owner] in ("his", "her", "their"):
        source: Mention | None = Mention(owner, owner + 1, owner + 1)
    elif lower[owner].endswith(("'s", "s'")):
        source = _mentions.ending_at(tokens, owner, 0, owner + 1)
    else:
        return None
    if source is None or source.start < 1 or lower[source.start - 1] not in ("in", "by", "to"):
        return None
    begin = source.start - 1
    follows = tokens.words[i + 1] if i + 1 < high else "."
    if begin == 0 and follows == "," and i + 4 < high:
        content: tuple[int, int] | None = (i + 2, clause_end(tokens, i + 2, high, frozenset()))
    else:
        content = around(tokens, begin, i + 1, high) or (left_clause(tokens, begin) if follows in (".", ",") else None)
        if content is None or tokens.words[begin - 1] != ",":
            return None
    return Event(i, i + 1, cue, source, content, "viewpoint", 0.7)
