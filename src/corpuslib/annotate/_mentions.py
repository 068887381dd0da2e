"""Find the mention of a source beside a cue, in tokens and without a parser."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from corpuslib.annotate._cues import forms
from corpuslib.annotate._grammar import word_list, word_lists
from corpuslib.annotate._phrases import (
    PUNCTUATION,
    is_adverb,
    is_bracketed_before,
    is_finite,
    is_human_source,
    is_participle,
    is_share,
    may_take_complement,
    opener,
    reaches_edge,
)
from corpuslib.annotate._source_types import role_of
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = ["Mention", "after", "before", "beside", "ending_at", "first_mention", "is_name_word"]

_MAX = 16


class Mention(NamedTuple):
    """Token indices `[start, end)` of a mention; `full_end` takes in the appositive or clause that follows."""

    start: int
    end: int
    full_end: int


def is_name_word(tokens: Tokens, i: int) -> bool:
    """Say whether a token looks like part of a name: a capital, and not a word that only opens a sentence."""
    word = tokens.words[i]
    return (
        word[:1].isupper()
        and tokens.lower[i] not in word_list("days")
        and not (i == 0 and tokens.lower[i] in word_list("sentence_openers"))
    )


def skip_auxiliaries(tokens: Tokens, i: int, low: int) -> int:
    """Return the index left of the auxiliaries and adverbs that end at `i`."""
    steps, helpers = 0, word_lists("auxiliaries", "adverbs")
    while i >= low and steps < 6:
        word = tokens.lower[i]
        if word in helpers or (is_adverb(word) and tokens.words[i].islower()):
            i, steps = i - 1, steps + 1
        elif word in word_list("days") and tokens.words[i][0].isupper() and i > low:
            i, steps = i - 1 - (tokens.lower[i - 1] in _BEFORE_DAYS), steps + 1
        elif len(word) == 4 and word.isdigit() and i > low and tokens.lower[i - 1] == "in":
            i, steps = i - 2, steps + 1  # "in 2009 had told"
        else:
            break
    return i


_BEFORE_DAYS = frozenset(["on", "last", "late", "early", "this"])


def before(tokens: Tokens, cue: int, low: int) -> Mention | None:
    """Return the mention that ends left of the cue at token `cue`, not before token `low`.

    Auxiliaries, adverbs, and one pair of commas, dashes or brackets ("Kelm, the mayor of Aln, said") are
    stepped over.
    """
    return beside(tokens, skip_auxiliaries(tokens, cue - 1, low), low)


def beside(tokens: Tokens, end: int, low: int) -> Mention | None:
    """Return the mention whose last token, or the comma, dash or bracket after it, is `end`."""
    if end < low:
        return None
    full_end = end + 1
    for _ in range(3):
        if tokens.words[end] not in _CLOSERS:
            break
        opened = end - 1 if is_bracketed_before(tokens, end, low) else opener(tokens, end, low)
        if opened is None or opened <= low:
            return None
        end = opened if opened == end - 1 else skip_auxiliaries(tokens, opened - 1, low)
        if end - 2 > low and tokens.words[end].isdigit() and tokens.words[end - 1] == ",":
            end -= 2  # an age: "Ana Kelm, 49, a steward, said"
        if end < low:
            return None
    found = ending_at(tokens, end, low, full_end)
    return found if found is None else _past_phrase(tokens, found, low)


def _past_phrase(tokens: Tokens, found: Mention, low: int) -> Mention:
    """Return the subject where the mention is only part of a phrase after it.

    "who" in "Kelm, who in Aln said", and "Kelm" in "Kelm, who speaks for the mayor, Ana Olm, said", in
    "Kelm, 41, of Aln, Ohio, said" and in "Kelm speaking to the Times said".
    """
    lower = tokens.lower
    if found.start - 3 >= low and lower[found.start - 1] in _PLACED | {"of", "during", "to"}:
        left = tokens.words[found.start - 3]
        aside = tokens.words[found.start - 2] == "," and found.full_end > found.end + 1
        if aside or (lower[found.start - 2].endswith("ing") and (left[0].isupper() or is_human_source(left))):
            return ending_at(tokens, found.start - 3, low, found.full_end) or found
    if found.start - 2 <= low or lower[found.start - 1] not in _PLACED:
        return found
    for i in range(found.start - 2, max(low, found.start - 7), -1):
        if tokens.words[i] in PUNCTUATION:
            return found
        if lower[i] in ("who", "whose"):
            comma = tokens.words[i - 1] == ","
            named = i - 2 >= low and (tokens.words[i - 2][:1].isupper() if comma else is_human_source(lower[i - 1]))
            inner = found.full_end > found.end + 1 and named
            subject = (
                ending_at(tokens, i - 1 - comma if inner else i, low, found.full_end)
                if inner or i == found.start - 2
                else None
            )
            return subject or found
    return found


_SPANS = frozenset(["minute", "hour", "second", "decade", "century"])
_PLACED = frozenset(["in", "at", "on", "for", "from", "with"])
_CLOSERS = frozenset(",)–—")


def ending_at(tokens: Tokens, end: int, low: int, full_end: int) -> Mention | None:
    lower = tokens.lower
    if lower[end].isdigit() and end - 2 >= low and tokens.words[end - 1] == ",":
        end -= 2  # an age: "Ana Kelm, 49, who said"
    head = lower[end]
    if head in word_list("pronouns"):
        return Mention(end, end + 1, full_end) if head != "one" else None
    if head in word_list("times") or head.removesuffix("s") in _SPANS:
        return None  # "in the evening confirmed", "spent ten minutes explaining"
    if not _is_head(tokens, end) or (end == 0 and is_adverb(head)):
        return None
    if head.endswith("ed") and is_participle(tokens, end, low):
        end -= 1  # "a poll released Wednesday found"
    start = _left_edge(tokens, end, low)
    if start - 2 > low and lower[start - 1] == "by" and is_participle(tokens, start - 2, low):
        return ending_at(tokens, start - 3, low, full_end)  # "a memo obtained by the Post says"
    start = _head_further_left(tokens, start, low)
    while start < end and (
        tokens.words[start] in PUNCTUATION
        or lower[start] in word_list("sentence_openers")
        or lower[start] in ("and", "to", "of", "'s")
    ):
        start += 1
    return Mention(start, end + 1, full_end)


def _is_head(tokens: Tokens, i: int) -> bool:
    word = tokens.words[i]
    if tokens.lower[i] in word_lists("days", "phrase_ends", "prepositions", "auxiliaries") or word in PUNCTUATION:
        return False
    return word[:1].isalpha() or word[:1].isdigit() or word == "%"


def _left_edge(tokens: Tokens, end: int, low: int) -> int:
    """Return the first token of the noun phrase that ends at `end`."""
    lower, words = tokens.lower, tokens.words
    start = i = end
    least, borders, cues = max(low, end - _MAX), _borders(), forms()
    while i >= least:
        word = lower[i]
        if word not in borders and word not in cues:
            start = i
            i -= 1
            continue
        if words[i] in PUNCTUATION and not (words[i] in "./-" and i > 0):
            break
        if word in word_list("phrase_ends") or (word in word_list("auxiliaries") and words[i].islower()):
            break
        if i < end and word in word_list("pronouns") and not is_share(tokens, i):
            break
        if i < end and words[i].islower() and is_finite(tokens, i):
            break
        timed = word in word_list("times") or word in word_list("days")
        if i < end and timed and words[i + 1][:1].isupper():
            break
        if word == "and" and not (
            i - 1 >= low
            and words[i - 1][:1].isupper()
            and words[i + 1][:1].isupper()
            and reaches_edge(tokens, i - 1, low)
        ):
            break
        if word in word_list("prepositions"):
            if not _belongs_left(tokens, i, low):
                break
            i -= 1
            continue
        start = i
        if word in word_list("determiners"):
            if i > low and lower[i - 1] in word_list("prepositions") and _belongs_left(tokens, i - 1, low):
                i -= 2
                continue
            break
        i -= 1
    return start


@cache
def _borders() -> frozenset[str]:
    """Return the tokens that may end a noun phrase to the left, cues apart."""
    closed = ("phrase_ends", "auxiliaries", "pronouns", "times", "days", "prepositions", "determiners")
    return word_lists(*closed) | PUNCTUATION | {"and"}


def _head_further_left(tokens: Tokens, start: int, low: int) -> int:
    """Return where the phrase begins of which the one at `start` is a complement.

    "the matter" in "an official with knowledge of the matter said": a noun for a person, opening the clause,
    with nothing between that could be a verb.
    """
    lower, words = tokens.lower, tokens.words
    if start <= low or not (lower[start - 1] in word_list("prepositions") or lower[start - 1] in _LINKS):
        return start
    for i in range(start - 1, max(low - 1, start - 10), -1):
        word = lower[i]
        if words[i] in PUNCTUATION or word in word_lists("auxiliaries", "pronouns"):
            return start
        if word in word_list("phrase_ends") and word not in _LINKS:
            return start
        if is_finite(tokens, i) and word not in word_list("noun_forms"):
            return start
        linked = i + 1 < start and (lower[i + 1] in word_list("prepositions") or lower[i + 1] in _LINKS)
        if linked and is_human_source(word):
            edge = _left_edge(tokens, i, low)
            return edge if _opens_clause(tokens, edge, low) else start
        if word in ("a", "an", "the", "one", "some", "several", "two", "three"):
            return i if _opens_clause(tokens, i, low) else start
    return start


def _belongs_left(tokens: Tokens, preposition: int, low: int) -> bool:
    """Say whether a preposition belongs to the word left of it: "adviser to …", "Kelm of the council"."""
    inner = preposition - 1
    if inner < low:
        return False
    if is_share(tokens, inner):
        return True
    named = tokens.lower[preposition] == "of" and tokens.words[inner][:1].isupper()
    return (named and reaches_edge(tokens, inner, low)) or may_take_complement(tokens, inner)


def _opens_clause(tokens: Tokens, i: int, low: int) -> bool:
    return i <= low or tokens.words[i - 1] in PUNCTUATION or tokens.lower[i - 1] in word_list("phrase_ends")


_LINKS = frozenset(["involved", "close", "familiar", "briefed", "knowledge", "among", "within", "over", "between"])


def after(tokens: Tokens, cue: int, high: int, quoted: bool = False) -> Mention | None:
    """Return the mention that begins right of the cue at token `cue`, not beyond token `high`.

    After the tag of a quotation it may begin with any word that leads to a name: "said retired general Kelm".
    """
    lower, words = tokens.lower, tokens.words
    i = cue + 1
    if i >= high:
        return None
    counted = lower[i] == "one" and i + 1 < high and words[i + 1][:1].isalpha()
    if not counted and (lower[i] in word_list("pronouns") or lower[i] in ("him", "her", "them", "us", "me")):
        return Mention(i, i + 1, i + 1)
    opens = words[i][:1].isupper() or lower[i] in word_list("determiners") or role_of(lower[i]) is not None
    if not opens and not (quoted and _names_soon(tokens, i, high)):
        return None
    if lower[i] in word_list("days"):
        return None
    start, i = i, _right_edge(tokens, i, high)
    while i > start and (
        lower[i - 1] in word_list("prepositions") or lower[i - 1] in {"and", "'s"} or words[i - 1] in "./-"
    ):
        i -= 1
    if i <= start or (i == start + 1 and lower[start] in word_list("determiners") and lower[start] not in _SOMEBODY):
        return None
    full_end = i
    if i < high and words[i] == ",":
        full_end = _apposition_end(tokens, i, high)
    return Mention(start, i, full_end)


_SOMEBODY = frozenset(["some", "many", "others", "another", "several"])


def _names_soon(tokens: Tokens, i: int, high: int) -> bool:
    """Say whether a name or a word for a source follows after at most four plain words."""
    for k in range(i, min(high, i + 5)):
        word = tokens.lower[k]
        if not tokens.words[k][:1].isalpha() or is_adverb(word):
            return False
        if word in word_lists("phrase_ends", "auxiliaries", "prepositions", "days"):
            return False
        if tokens.words[k][0].isupper() or role_of(word):
            return True
    return False


def _right_edge(tokens: Tokens, start: int, high: int) -> int:
    """Return the end of the noun phrase that begins at `start`; a dangling preposition may still end it."""
    lower, words = tokens.lower, tokens.words
    named = words[start][:1].isupper() and lower[start] not in word_list("determiners")
    seen_noun = False
    for i in range(start, min(high, start + _MAX)):
        word, small = lower[i], words[i].islower()
        if words[i] in PUNCTUATION and (words[i] not in "./-" or i + 1 >= high):
            return i
        pronoun = word in word_list("pronouns") and not (i == start and word == "one")
        if pronoun or word in word_lists("phrase_ends", "days"):
            return i
        if small and (word in word_list("auxiliaries") or (seen_noun and word in word_list("adverbs"))):
            return i
        if word in word_list("prepositions"):
            belongs = i > start and (word == "of" or may_take_complement(tokens, i - 1))
            if not belongs:
                return i
        if i > start and small and is_finite(tokens, i):
            return i
        article = word in word_list("determiners") and lower[i - 1] not in word_list("prepositions")
        if article and i > start + (not named):
            return i
        seen_noun = seen_noun or word not in word_list("determiners")
    return min(high, start + _MAX)


def _apposition_end(tokens: Tokens, comma: int, high: int) -> int:
    for i in range(comma + 1, min(high, comma + 30)):
        if tokens.words[i] in (",", QUOTE, ";", ":") or (tokens.words[i] in ".?!" and i + 1 >= high):
            return i
    named = comma + 1 < high and tokens.words[comma + 1][:1].isupper()
    return high if named and high - comma < 30 else comma


def subject_before(tokens: Tokens, i: int) -> Mention | None:
    """Return the subject of the nearest finite verb left of a token, None if there is none that can act.

    >>> from corpuslib.annotate._tokens import tokenise
    >>> text = "Speaking in Aln, Kelm went after Olm, calling him a fool."
    >>> tokens = tokenise(text, 0, len(text), [])
    >>> subject = subject_before(tokens, tokens.words.index("calling"))
    >>> tokens.words[subject.start : subject.end]
    ['Kelm']
    """
    for k in range(i - 1, max(0, i - 40), -1):
        if tokens.words[k] == QUOTE:
            return None
        if _is_verb(tokens, k):
            found = before(tokens, k, 0)
            if found is not None and tokens.lower[found.start] in _RELATIVES:
                found = ending_at(tokens, found.start - 1, 0, k) if found.start else None
            if found is not None and _can_act(tokens, found) and not _is_reported(tokens, found.start):
                return found
    return None


_RELATIVES = frozenset(["who", "which", "that"])


def _is_verb(tokens: Tokens, i: int) -> bool:
    """Say whether a token looks like a finite verb."""
    word = tokens.lower[i]
    if not tokens.words[i][0].islower() or word in word_list("noun_forms"):
        return False
    if word in word_list("finite_auxiliaries") or word in word_list("common_verbs"):
        return True
    cue = forms().get(word)
    return (cue is not None and cue.form in ("past", "third")) or (word.endswith("ed") and len(word) > 4)


def _is_reported(tokens: Tokens, start: int) -> bool:
    """Say whether a subject opens a clause that itself reports: after a conjunction or a cue."""
    left = tokens.lower[start - 1] if start else ""
    return left in ("that", "how", "whether", "if", "because", "why", "what") or (left in forms() and left != "back")


def _can_act(tokens: Tokens, mention: Mention) -> bool:
    head = mention.end - 1
    word = tokens.lower[head]
    if word in word_list("pronouns"):
        return word in ("he", "she", "they", "i", "we")
    if word in word_list("determiners"):
        return False
    return is_name_word(tokens, head) or role_of(word) is not None or role_of(word.removesuffix("s")) is not None


def first_mention(tokens: Tokens, high: int, known: frozenset[str] = frozenset()) -> Mention | None:
    """Return the first mention of a sentence that can be its subject, for want of a cue."""
    lower, words = tokens.lower, tokens.words
    closed = word_lists("auxiliaries", "prepositions", "common_verbs")
    i, last = 0, min(high, 24)
    while i < last:
        if lower[i] in ("he", "she", "they"):
            return Mention(i, i + 1, i + 1)
        if i and lower[i - 1] not in _OPENERS:
            i += 1
            continue
        name = is_name_word(tokens, i) and lower[i] not in word_list("determiners")
        if lower[i] in word_list("pronouns") or (name and i == 0 and lower[i].endswith(("ing", "ly", "ed"))):
            name = False
        if name or lower[i] in word_list("determiners") or role_of(lower[i]):
            end = i + 1
            limit = min(high, i + 8)
            while end < limit and (
                words[end][:1].isupper()
                or (
                    role_of(lower[end - 1]) is None
                    and words[end].isalpha()
                    and not words[end - 1][:1].isupper()
                    and lower[end] not in closed
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


_OPENERS = frozenset([",", QUOTE, ":", ";", "–", "—", "and", "but", "when", "as", "while", "that"])
