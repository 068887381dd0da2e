"""Cue events of one sentence: a cue, the mention of its source, and the content it introduces."""

from __future__ import annotations

from dataclasses import dataclass

from corpuslib.annotate import _mentions
from corpuslib.annotate._content import (
    clause_end,
    comma_after,
    content_after,
    content_before,
    left_clause,
    sentence_end,
)
from corpuslib.annotate._cues import Cue, forms, nouns
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._mentions import Mention
from corpuslib.annotate._source_types import is_media, role_of
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = ["Event", "events", "first_mention"]
Known = frozenset[str]


@dataclass(slots=True)
class Event:
    """A cue at tokens `[start, end)` with its source and, unless it only tags a quotation, its content.

    `outer` holds the sources through whom the words came to the text, outermost first; `inner` those whom the
    source itself cites.
    """

    start: int
    end: int
    cue: Cue
    source: Mention | None
    content: tuple[int, int] | None
    rule: str
    confidence: float
    outer: tuple[Mention, ...] = ()
    inner: tuple[Mention, ...] = ()
    passive: bool = False


_ACCORDING = Cue("according to", "speech", frozenset("qtb"), "past")


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
            event = _according(tokens, i)
        else:
            capital = tokens.words[i][0].isupper() and i > 0
            cue = None if capital and not title_case else table.get(word)
            if cue is not None:
                event = _event(tokens, i, cue, found)
            if event is None and word in noun_table:
                event = _noun(tokens, i, noun_table[word])
        if event is not None:
            found.append(event)
    return found


def _event(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    if cue.form == "noun":
        return None
    if cue.form == "adjective":
        return _adjective(tokens, i, cue)
    if cue.form == "gerund":
        return _gerund(tokens, i, cue, found)
    special = _quoted_as_saying(tokens, i, cue)
    if special is not None:
        return special
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    helpers = tokens.lower[left + 1 : i]
    if cue.form == "past" and any(w in word_list("be") for w in helpers):
        return _passive(tokens, i, cue)
    if cue.form == "base" and i and tokens.lower[i - 1] == "to":
        return None
    source = _mentions.before(tokens, i, 0)
    if source is not None and not _plausible(tokens, source, cue, bool(helpers)):
        source = None
    if source is not None and tokens.lower[source.start] == "who":
        source = _antecedent(tokens, source.start) or source
    if source is None:
        return _inverted(tokens, i, cue) or _coordinated(tokens, i, cue, found)
    return _active(tokens, i, cue, source)


def _plausible(tokens: Tokens, source: Mention, cue: Cue, helped: bool) -> bool:
    """Say whether a mention can be the subject of a cue: a name, a pronoun, or a noun for a source."""
    head = source.end - 1
    word = tokens.lower[head]
    if cue.form == "base" and not helped and not _is_plural(tokens, source):
        return False
    if word in ("i", "we") and cue.kind != "speech":
        return False  # speech whose marks were lost, or the writer's own voice
    if word in word_list("pronouns"):
        return word not in ("you", "one") and not (word == "it" and cue.kind in ("belief", "evidence"))
    if word in word_list("determiners") and word not in {"some", "many", "others", "several", "both", "most", "all"}:
        return False
    if _mentions.is_name_word(tokens, head) and (head > 0 or tokens.lower[head] not in word_list("determiners")):
        return True
    if role_of(word) or role_of(word.removesuffix("s")):
        return True
    if any(role_of(tokens.lower[k]) for k in range(source.start, source.end)):
        return True
    strict = cue.kind == "speech" and cue.form == "past" and "q" in cue.frames
    return strict and tokens.lower[source.start] in word_list("determiners")


def _is_plural(tokens: Tokens, source: Mention) -> bool:
    word = tokens.lower[source.end - 1]
    if word in (
        "they",
        "we",
        "i",
        "who",
        "people",
        "police",
        "others",
        "many",
        "some",
        "most",
        "all",
        "several",
        "both",
        "media",
    ):
        return True
    return word.endswith("s") or "and" in tokens.lower[source.start : source.end] or word in ("men", "women")


def _antecedent(tokens: Tokens, who: int) -> Mention | None:
    i = who - 1
    if i >= 0 and tokens.words[i] == ",":
        i -= 1
    if i < 0:
        return None
    found = _mentions._ending_at(tokens, i, 0, who + 1)
    return found if found and tokens.lower[found.end - 1] not in word_list("pronouns") else None


def _active(tokens: Tokens, i: int, cue: Cue, source: Mention) -> Event | None:
    high = sentence_end(tokens)
    end = i + 1
    outer: tuple[Mention, ...] = ()
    content_from = end
    if "d" in cue.frames:
        addressee = _mentions.after(tokens, i, high)
        if addressee is not None:
            name = _words(tokens, addressee)
            if cue.lemma == "tell" and is_media(name):
                outer = (addressee,)
            content_from = addressee.end
    found = content_after(tokens, i, content_from, cue, high)
    if found is not None:
        start, stop, rule, confidence = found
        if start == content_from and content_from > end and rule == "bare clause":
            pass
        return Event(i, end, cue, source, (start, stop), rule, confidence, outer)
    before = content_before(tokens, source.start, i, cue, high)
    if before is not None:
        origin = _origin(tokens, i, high)
        if origin is not None and tokens.lower[source.start] == "it":
            return Event(i, end, cue, origin, before, "it said, from the source", 0.7)
        if origin is not None and cue.lemma in ("learn", "hear"):
            return Event(i, end, cue, origin, before, "learnt from the source", 0.75, (source,))
        return Event(i, end, cue, source, before, "content before cue", 0.85, outer)
    if "q" in cue.frames or cue.kind == "speech":
        return Event(i, end, cue, source, None, "quotation tag", 0.9, outer)
    return None


def _origin(tokens: Tokens, i: int, high: int) -> Mention | None:
    """Return the source in "it said …, from the ministry" and "the agency learnt from the ministry"."""
    for k in range(i + 1, min(high, i + 8)):
        if tokens.lower[k] == "from":
            return _mentions.after(tokens, k, high)
    return None


def _inverted(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`…,” said Kelm` and `…, said Kelm`: the cue stands before its source."""
    if "q" not in cue.frames or i == 0 or cue.form not in ("past", "third"):
        return None
    left = tokens.words[i - 1]
    if left not in (QUOTE, ",", "–", "—", "-"):
        return None
    high = sentence_end(tokens)
    source = _mentions.after(tokens, i, high)
    if source is None or not _plausible(tokens, source, cue, False):
        return None
    tagged = QUOTE in tokens.words[max(0, i - 2) : i]
    content = None if tagged else left_clause(tokens, i)
    return Event(i, i + 1, cue, source, content, "cue before source", 0.93 if tagged else 0.8)


def _coordinated(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    """`Kelm said A and added that B`: the cue takes over the source of the one before."""
    if cue.form == "base" or not found or found[-1].source is None:
        return None
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    if left < 0 or tokens.lower[left] not in ("and", "but", "then", "or", ",", QUOTE):
        return None
    event = _active(tokens, i, cue, found[-1].source)
    if event is None or event.rule == "content before cue":
        return None
    if found[-1].content is not None and found[-1].content[1] > left >= found[-1].content[0]:
        found[-1].content = (found[-1].content[0], left)
        if found[-1].content[0] >= left:
            found[-1].content = None
    event.confidence *= 0.9
    event.rule += ", source carried over"
    return event


def _gerund(tokens: Tokens, i: int, cue: Cue, found: list[Event]) -> Event | None:
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    helpers = tokens.lower[left + 1 : i]
    high = sentence_end(tokens)
    if cue.lemma == "cite":
        return None
    if any(w in word_list("be") for w in helpers):
        source = _mentions.before(tokens, i, 0)
        if source is None or not _plausible(tokens, source, cue, True):
            return None
        return _active(tokens, i, cue, source)
    if left < 0 or tokens.lower[left] not in (",", "and", QUOTE, "by", "while", "before", "–", "—"):
        return None
    source = next((e.source for e in reversed(found) if e.source is not None), None) or first_mention(tokens, i)
    if source is None:
        return None
    content = content_after(tokens, i, i + 1, cue, high)
    if content is None:
        if "q" in cue.frames and QUOTE in tokens.words[i + 1 : i + 4]:
            return Event(i, i + 1, cue, source, None, "participle", 0.8)
        return None
    return Event(i, i + 1, cue, source, content[:2], "participle, " + content[2], content[3] * 0.85)


def first_mention(tokens: Tokens, high: int, known: Known = frozenset()) -> Mention | None:
    """Return the first mention of a sentence that can be its subject, for want of a cue."""
    lower, words = tokens.lower, tokens.words
    i = 0
    while i < min(high, 24):
        if lower[i] in ("he", "she", "they"):
            return Mention(i, i + 1, i + 1)
        opens = (
            i == 0
            or words[i - 1] in (",", QUOTE, ":", ";", "–", "—")
            or lower[i - 1] in ("and", "but", "when", "as", "while", "that")
        )
        name = _mentions.is_name_word(tokens, i) and lower[i] not in word_list("determiners")
        if lower[i] in word_list("pronouns") or (name and i == 0 and lower[i].endswith(("ing", "ly", "ed"))):
            name = False
        if opens and (name or lower[i] in word_list("determiners") or role_of(lower[i])):
            end = i + 1
            limit = min(high, i + 8)
            while end < limit and (
                words[end][:1].isupper()
                or (
                    role_of(lower[end - 1]) is None
                    and words[end].isalpha()
                    and not words[end - 1][:1].isupper()
                    and lower[end] not in word_list("auxiliaries")
                )
                or role_of(lower[end])
            ):
                end += 1
            alone = i == 0 and end == 1 and words[i] not in known
            possessive = alone or lower[end - 1].endswith(("'s", "s'"))
            if not possessive and (words[end - 1][:1].isupper() or role_of(lower[end - 1])):
                return Mention(i, end, end)
            i = end
        else:
            i += 1
    return None


def _adjective(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    if not any(w in word_list("be") for w in tokens.lower[left + 1 : i]) or left < 0:
        return None
    source = _mentions.before(tokens, i, 0)
    if source is None or not _plausible(tokens, source, cue, True) or tokens.lower[source.start] == "it":
        return None
    content = content_after(tokens, i, i + 1, cue, sentence_end(tokens))
    if content is None:
        return None
    return Event(i, i + 1, cue, source, content[:2], "adjective, " + content[2], content[3] * 0.9)


def _noun(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`Kelm’s claim that …`, `the fear of the officials that …`, `his call for …`."""
    lower = tokens.lower
    high = sentence_end(tokens)
    if i + 2 >= high:
        return None
    follows = lower[i + 1]
    if follows == "that" and "t" in cue.frames:
        start = i + 2
    elif follows == "to" and "i" in cue.frames:
        start = i + 1
    elif follows in ("for", "of", "to", "against") and "f" in cue.frames:
        start = i + 2
    else:
        return None
    source = None
    k = i - 1
    while (
        k > max(0, i - 3)
        and tokens.words[k].islower()
        and lower[k] not in word_list("determiners")
        and not lower[k].endswith("'s")
    ):
        k -= 1
    if k >= 0 and lower[k] in ("his", "her", "their"):
        source = Mention(k, k + 1, k + 1)
    elif k >= 0 and lower[k].endswith(("'s", "s'")):
        found = _mentions._ending_at(tokens, k, 0, k + 1)
        source = found if found and (tokens.words[k][:1].isupper() or role_of(lower[k].removesuffix("'s"))) else None
    if source is None:
        return None
    stop = clause_end(tokens, start, high, word_list("contrasts"))
    return Event(i, i + 1, cue, source, (start, stop), "noun cue", 0.7) if stop - start >= 2 else None


def _according(tokens: Tokens, i: int) -> Event | None:
    high = sentence_end(tokens)
    source = _mentions.after(tokens, i + 1, high) or _loose_after(tokens, i + 1, high)
    if source is None:
        return None
    content = None
    if all(w == "," or w == QUOTE for w in tokens.words[:i]) or i <= 1:
        start = comma_after(tokens, source.end, high)
        if start is not None and start < high:
            stop = clause_end(tokens, start, high, frozenset())
            content = (start, stop) if stop > start else None
    elif (
        source.end < high and tokens.words[source.end] not in (",", ";", ":", "–", "—", QUOTE) and source.end + 3 < high
    ):
        content = (0, high) if QUOTE not in tokens.words else left_clause(tokens, i)
    else:
        content = left_clause(tokens, i)
    return Event(i, i + 2, _ACCORDING, source, content, "according to", 0.92)


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


def _quoted_as_saying(tokens: Tokens, i: int, cue: Cue) -> Event | None:
    """`the agency quoted Kelm as saying …` and `Kelm was quoted as saying …`: two sources in a chain."""
    if cue.lemma not in ("quote", "cite", "describe") or cue.form not in ("past", "third") or cue.lemma == "describe":
        return None
    lower, high = tokens.lower, sentence_end(tokens)
    left = _mentions.skip_auxiliaries(tokens, i - 1, 0)
    passive = any(w in word_list("be") for w in lower[left + 1 : i])
    outside = None
    subject = _mentions.before(tokens, i, 0)
    if passive:
        source, k = subject, i + 1
        if lower[k : k + 1] == ["by"]:
            outside = _mentions.after(tokens, k, high)
            k = outside.end if outside else k
    else:
        source = _mentions.after(tokens, i, high)
        outside, k = subject, source.end if source else i + 1
    if source is None:
        return None
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
    if not passive and subject is not None and _plausible(tokens, subject, cue, False):
        # "…, the agency quoted an official": the whole clause before is the content
        before = content_before(tokens, subject.start, i, cue, high)
        if before is not None and source.end >= high - 1:
            return Event(i, i + 1, cue, source, before, "quoted after content", 0.75, (subject,))
    return None


def _passive(tokens: Tokens, i: int, cue: Cue) -> Event | None:
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
    by = by or _origin(tokens, i, sentence_end(tokens))
    return Event(i, i + 1, cue, by, content, "passive after content", 0.7, passive=by is None) if content else None


def _words(tokens: Tokens, mention: Mention) -> str:
    return " ".join(tokens.words[mention.start : mention.end])
