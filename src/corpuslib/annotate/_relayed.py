"""Cues whose source is not their subject: according to X, X was quoted as saying, it was said."""

from __future__ import annotations

from corpuslib.annotate import _mentions
from corpuslib.annotate._content import clause_end, comma_after, content_before, has_verb, left_clause, sentence_end
from corpuslib.annotate._cues import Cue
from corpuslib.annotate._event import Event, origin, plausible
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._mentions import Mention
from corpuslib.annotate._reporting import antecedent
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = ["according_to", "as_reported", "asked", "passive", "quoted_as_saying"]


_ACCORDING = Cue("according to", "speech", frozenset("qtb"), "past")


def according_to(tokens: Tokens, i: int) -> Event | None:
    """`According to Kelm, …`, `…, according to Kelm` and `… according to Kelm …` in the middle of a clause."""
    high = sentence_end(tokens)
    source = _mentions.after(tokens, i + 1, high) or _loose_after(tokens, i + 1, high)
    if source is None or tokens.lower[source.end - 1] in word_list("no_sources"):
        return None
    content = _according_content(tokens, i, source, high)
    if "own" in tokens.lower[source.start : source.end]:  # "by its own account": the subject vouches for itself
        subject = _mentions.before(tokens, i - 1, 0) if i > 1 else None
        source = subject or _mentions.first_mention(tokens, i, frozenset(tokens.words[:1])) or source
    return Event(i, i + 2, _ACCORDING, source, content, "according to", 0.92)


def _according_content(tokens: Tokens, i: int, source: Mention, high: int) -> tuple[int, int] | None:
    words = tokens.words
    goes_on = source.end + 3 < high
    follows = words[source.end] if source.end < high else "."
    leading = all(word in (",", QUOTE) for word in words[:i]) or i <= 1
    aside = words[i - 1] == "," and follows == "," and not has_verb(tokens, 0, i)
    if leading or (aside and goes_on):
        start = comma_after(tokens, source.end, high)
        if start is not None and start < high and tokens.lower[start] in ("citing", "quoting"):
            start = comma_after(tokens, start, high)
        if start is None or start >= high:
            return None
        stop = clause_end(tokens, start, high, frozenset())
        return (start, stop) if stop > start else None
    # in the middle of a clause: "tested according to own data a missile", "tested, by its own account, a missile"
    split = tokens.lower[i - 1].endswith("ed") and follows == "," and goes_on
    if goes_on and QUOTE not in words and (split or follows not in (",", ";", ":", "–", "—")):
        return (0, high)
    return left_clause(tokens, i)


def _loose_after(tokens: Tokens, i: int, high: int) -> Mention | None:
    end = i + 1
    while (
        end < high
        and end < i + 9
        and not (end > i + 2 and tokens.lower[end] in word_list("determiners"))
        and tokens.words[end] not in (",", ";", ":", QUOTE, "(")
        and tokens.lower[end] not in word_list("object_ends")
    ):
        end += 1
    return Mention(i + 1, end, end) if end > i + 1 else None


def quoted_as_saying(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`the agency quoted Kelm as saying …` and `Kelm was quoted as saying …`: two sources in a chain."""
    if cue.lemma not in ("quote", "cite") or cue.form not in ("past", "third"):
        return None
    lower, high = tokens.lower, sentence_end(tokens)
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    passive = not word_list("be").isdisjoint(lower[left + 1 : i])
    outside = None
    subject = _mentions.before(tokens, i, 0)
    if subject is not None and lower[subject.start] == "who":
        subject = antecedent(tokens, subject.start)
    if passive:
        source, k = subject, i + 1
        if lower[k : k + 1] == ["by"]:
            outside = _mentions.after(tokens, k, high)
            k = outside.end if outside else k
    else:
        source = _mentions.after(tokens, i, high)
        outside, k = subject, source.end if source else i + 1
    if source is None:
        return _quoted_by(tokens, i, cue, high) if lower[i + 1 : i + 2] == ["by"] and not passive else None
    if lower[k : k + 1] == ["as"] and lower[k + 1 : k + 2] in (["saying"], ["telling"], ["stating"]):
        start = k + 2
        if lower[start : start + 1] == ["that"]:
            start += 1
        if lower[start : start + 1] == ["by"]:
            outside = _mentions.after(tokens, start, high)
            start = outside.end if outside else start
        if start < high and tokens.words[start] in (",", ":", QUOTE):
            content = None
        else:
            stop = clause_end(tokens, start, high, word_list("contrasts"))
            content = (
                (start, stop) if stop - start >= 2 else content_before(tokens, (subject or source).start, i, cue, high)
            )
        outer = (outside,) if outside else ()
        return Event(i, k + 2, cue, source, content, "quoted as saying", 0.9, outer)
    if not passive and lower[i + 1 : i + 2] == ["by"]:
        return _quoted_by(tokens, i, cue, high)
    if not passive and subject is not None and plausible(tokens, subject, cue, False):
        # "…, the agency quoted an official": the whole clause before is the content
        before = left_clause(tokens, subject.start) if subject.start > 1 else None
        if before is not None and tokens.words[subject.start - 1] == "," and source.end >= high - 1:
            return Event(i, i + 1, cue, source, before, "quoted after content", 0.75, (subject,))
    return None


def _quoted_by(tokens: Tokens, i: int, cue: Cue, high: int) -> Event | None:
    """`The port was lost, quoted by the agency Ulin, an officer.`: who is quoted stands last."""
    medium = _mentions.after(tokens, i + 1, high)
    if medium is None or i < 2 or tokens.words[i - 1] not in (",", QUOTE):
        return None
    comma = medium.end < high and tokens.words[medium.end] == ","
    source = _mentions.after(tokens, medium.end - (not comma), high)
    if source is None or source.end < high - 1:
        return None
    content = left_clause(tokens, i) if QUOTE not in tokens.words[:i] else None
    return Event(i, i + 2, cue, source, content, "quoted after content", 0.75, (medium,))


def asked(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`Asked whether …, Kelm said` and `was asked by Olm if …`: a question whose asker may go unnamed."""
    high = sentence_end(tokens)
    by = _mentions.after(tokens, i + 1, high) if tokens.lower[i + 1 : i + 2] == ["by"] else None
    start = by.end if by else i + 1
    if cue.lemma != "ask" or start >= high or tokens.lower[start] not in word_list("question_words"):
        return None
    stop = next((k for k in range(start, high) if tokens.words[k] in (",", QUOTE)), high)
    return Event(i, i + 1, cue, by, (start, stop), "question", 0.7, passive=by is None) if stop - start > 2 else None


def as_reported(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`As reported by Ulin, the port was lost.`"""
    if tokens.lower[:i] != ["as"] or tokens.lower[i + 1 : i + 2] != ["by"] or cue.kind not in ("speech", "belief"):
        return None
    high = sentence_end(tokens)
    by = _mentions.after(tokens, i + 1, high)
    start = comma_after(tokens, by.end, high) if by is not None else None
    if by is None or start is None or start + 2 > high:
        return None
    return Event(i, i + 1, cue, by, (start, clause_end(tokens, start, high, frozenset())), "as reported by", 0.85)


def passive(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    lower, high = tokens.lower, sentence_end(tokens)
    by = _mentions.after(tokens, i + 1, high) if lower[i + 1 : i + 2] == ["by"] else None
    start = by.end if by else i + 1
    if start >= high:
        return _it_said(tokens, i, cue, by)
    if lower[start] == "that" and "t" in cue.frames:
        begin = start + 1
    elif lower[start] == "to" and cue.frames & set("iot") and cue.kind in ("speech", "belief", "intention", "evidence"):
        begin = start
    elif lower[start] in ("as", "of") and "a" in cue.frames and cue.lemma not in ("see", "cast"):
        begin = start + 1
    else:
        return _it_said(tokens, i, cue, by)
    stop = clause_end(tokens, begin, high, word_list("contrasts"))
    if lower[start] == "to" and by is None and cue.lemma in ("expect", "hear", "find", "see", "plan", "intend", "mean"):
        return None  # a forecast or a finding of the writer's own
    if stop - begin < 2 or lower[i] == "prepared":
        return None
    if (
        cue.lemma in ("ask", "tell", "invite", "prepare", "commit", "press", "encourage", "instruct")
        and by is None
        and lower[start] != "that"
    ):
        return None
    return Event(i, i + 1, cue, by, (begin, stop), "passive", 0.6, passive=by is None)


def _it_said(tokens: Tokens, i: int, cue: Cue, by: Mention | None) -> Event | None:
    """`…, it was said` with or without the place it came from."""
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    if left < 1 or tokens.lower[left] != "it" or tokens.words[left - 1] != "," or "t" not in cue.frames:
        return None
    content = left_clause(tokens, left)
    by = by or origin(tokens, i, sentence_end(tokens))
    return Event(i, i + 1, cue, by, content, "passive after content", 0.7, passive=by is None) if content else None
