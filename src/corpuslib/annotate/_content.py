"""Where the content of an attribution lies: the clause right or left of its cue."""

from __future__ import annotations

from functools import cache, lru_cache

from corpuslib.annotate import _mentions
from corpuslib.annotate._cues import Cue, forms
from corpuslib.annotate._grammar import word_list, word_lists
from corpuslib.annotate._phrases import infinitive_after, object_infinitive
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = [
    "around",
    "clause_end",
    "comma_after",
    "content_after",
    "content_before",
    "has_verb",
    "is_finite",
    "left_clause",
    "sentence_end",
]


def content_after(tokens: Tokens, cue_at: int, i: int, cue: Cue, high: int) -> tuple[int, int, str, float] | None:
    """Return the content right of a cue: start, end, rule, confidence."""
    if i >= high:
        return None
    lower, words, frames = tokens.lower, tokens.words, cue.frames
    if lower[i] in ("out", "back", "again") and i + 1 < high:
        i += 1
    if "t" in frames or "b" in frames or (cue.kind == "speech" and lower[i] == "that"):
        that = i if lower[i] == "that" else _that_further_on(tokens, i, high, frames)
        if that is not None and that + 2 < high:
            return _clause(tokens, that + 1, high, word_list("contrasts"), "that-clause", 0.9)
    to = infinitive_after(tokens, i, high) if "i" in frames else None
    if to is not None:
        return _clause(tokens, to, high, word_list("contrasts"), "infinitive", 0.75)
    if lower[i] in word_list("question_words") and "w" in frames:
        return _clause(tokens, i, high, word_list("contrasts"), "question clause", 0.75)
    if "o" in frames and object_infinitive(tokens, i, high):
        return _clause(tokens, i, high, word_list("contrasts"), "object and infinitive", 0.8)
    if (
        i == cue_at + 1
        and cue.lemma in word_list("bridges")
        and _gap_before(tokens, cue_at)
        and _is_main_verb(tokens, i)
    ):
        return _clause(tokens, i, high, word_list("contrasts"), "relative clause", 0.75)
    if "b" in frames:
        start = _skip_adjunct(tokens, i, high)
        if start < high and _starts_clause(tokens, start) and _is_clause(tokens, cue_at, start, high, cue):
            return _clause(
                tokens, start, high, word_list("contrasts"), "bare clause", 0.82 if cue.kind == "speech" else 0.72
            )
    if "f" in frames and lower[i] in ("for", "on", "about", "over", "at", "against", "of", "with", "out"):
        return _clause(tokens, i + 1, high, word_list("object_ends"), "prepositional object", 0.6)
    if not frames.isdisjoint("na") and words[i] not in (",", ".", ":", ";", QUOTE):
        return _object(tokens, cue_at, i, cue, high)
    return None


def _gap_before(tokens: Tokens, cue_at: int) -> bool:
    """Say whether a relative pronoun leaves a gap in the content: "the seats, which Kelm said would be lost"."""
    near = tokens.lower[max(0, cue_at - 5) : cue_at]
    return any(word in ("which", "that", "who") for word in near) or (
        tokens.lower[cue_at + 1] in word_list("modals") and "," not in near
    )


def _object(tokens: Tokens, cue_at: int, i: int, cue: Cue, high: int) -> tuple[int, int, str, float] | None:
    """Return the plain object of a cue ("denied the report"), or what follows "of" in "accused them of neglect"."""
    lower = tokens.lower
    if lower[i].endswith(("self", "selves")) or lower[i] in ("up", "off", "out", "and", "or", "but"):
        return None
    if lower[i] in ("him", "them", "us", "me") and lower[i + 1 : i + 2] == ["and"]:
        return None  # "thanked him and left"
    if lower[i] != "this" and any(
        lower[i] in word_list(name) for name in ("adjunct_openers", "auxiliaries", "prepositions", "days")
    ):
        return None
    if cue.lemma in word_list("as_cues") and "as" not in lower[i + 1 : i + 10]:
        return None
    base = cue.form == "base" and cue.kind != "judgement" and cue.lemma not in word_list("as_cues")
    if base and lower[cue_at - 1] not in word_list("auxiliaries"):
        return None
    if cue.lemma in ("accuse", "suspect") and "of" in lower[i + 1 : i + 9]:
        i = lower.index("of", i + 1) + 1
    return _clause(tokens, i, high, word_list("object_ends"), "object", 0.55)


def _clause(
    tokens: Tokens, start: int, high: int, cut: frozenset[str], rule: str, confidence: float
) -> tuple[int, int, str, float] | None:
    stop = clause_end(tokens, start, high, cut)
    return (start, stop, rule, confidence) if stop - start >= 2 else None


def _that_further_on(tokens: Tokens, i: int, high: int, frames: frozenset[str]) -> int | None:
    """Return a "that" which an adjunct or an addressee keeps from its cue: "told a panel in Aln on Friday that …"."""
    lower = tokens.lower
    first = lower[i]
    opens = first in word_lists("adjunct_openers", "days") or first in ("long", "early", "for", "citing", "quoting")
    opens = opens or not _times().isdisjoint(lower[i : i + 3])  # "two hours later"
    opens, addressed = opens or (first == "to" and "i" not in frames), "d" in frames
    if not opens and not addressed and tokens.words[i] not in (",", "—", "–"):
        return None
    for k in range(i, min(high, i + 16)):
        if lower[k] == "that":
            return None if addressed and not opens and lower[k + 1 : k + 2] == ["would"] else k
        if tokens.words[k] in (QUOTE, ":", ";") or (
            k > i and ((lower[k].endswith("ing") and lower[k] not in ("citing", "quoting")) or is_finite(tokens, k))
        ):
            return None
    return None


@cache
def _times() -> frozenset[str]:
    """Return the nouns for times and their plurals."""
    times = word_list("times")
    return frozenset(word for word in times if not word.endswith("s")) | {word + "s" for word in times}


def _skip_adjunct(tokens: Tokens, i: int, high: int) -> int:
    """Return the first token after times and places such as "on Wednesday", "in a statement Friday"."""
    lower = tokens.lower
    while i < high:
        if lower[i] in word_list("days") or lower[i] in ("also", "again", "later", "earlier"):
            i += 1
        elif tokens.words[i] == "(" and ")" in tokens.words[i : i + 6]:
            i = tokens.words.index(")", i) + 1
        elif lower[i] in ("on", "in", "last", "this", "at", "during", "after") and i + 2 < high:
            end = i + 1
            while (
                end < min(high, i + 6)
                and lower[end] not in word_list("days")
                and lower[end] not in word_list("adjunct_nouns")
            ):
                end += 1
            if end >= min(high, i + 6):
                return i
            i = end + 1
        else:
            return i
    return i


def _starts_clause(tokens: Tokens, i: int) -> bool:
    lower = tokens.lower[i]
    if lower in word_lists("pronouns", "determiners", "clause_openers"):
        return True
    return (
        tokens.words[i][:1].isalnum()
        and not lower.endswith("ly")
        and lower not in word_lists("adjunct_openers", "phrase_ends", "auxiliaries", "no_clause_openers")
    )


def _is_clause(tokens: Tokens, cue_at: int, start: int, high: int, cue: Cue) -> bool:
    """Say whether a clause without "that" begins at a token: a subject, and a finite verb before the next border.

    Verbs that take hardly anything but clauses need no proof, unless they may only tag a quotation.
    """
    if cue.lemma in word_list("clause_cues") and not _may_tag(tokens, cue_at):
        return high - start > 2 and not (
            tokens.lower[start] in word_list("no_clauses") or tokens.lower[start].endswith("ed")
        )
    if tokens.lower[start] in ("him", "them", "us", "me"):
        return False
    wanted, borders = 1, _borders()
    for k in range(start + 1, min(high, start + 22)):
        word = tokens.lower[k]
        if word in borders:
            return tokens.lower[start] in word_list("conditionals")
        if word in _RELATIVE:
            wanted += 1
        elif is_finite(tokens, k):
            wanted -= 1
            if not wanted:
                return True
    return False


@cache
def _borders() -> frozenset[str]:
    """Return the tokens that end the search for the verb of a clause."""
    return word_list("conditionals") | {",", ";", ":", QUOTE, "as", "that", "after", "before"}


def _may_tag(tokens: Tokens, cue_at: int) -> bool:
    """Say whether a cue stands in the clause that follows a quotation: “…,” Kelm told the council."""
    for k in range(cue_at - 1, max(-1, cue_at - 16), -1):
        if tokens.words[k] == QUOTE:
            return True
        if tokens.lower[k] in ("and", "but", "who", "which", ";"):
            return False
    return False


def has_verb(tokens: Tokens, start: int, high: int) -> bool:
    """Say whether a word that looks like a finite verb follows the first of a stretch of tokens."""
    return any(is_finite(tokens, k) for k in range(start + 1, min(high, start + 22)))


def is_finite(tokens: Tokens, i: int) -> bool:
    """Say whether a token looks like a finite verb: by its form and its neighbours."""
    lower, word = tokens.lower, tokens.lower[i]
    if not _may_be_finite(word):
        return False
    if word in word_list("finite_auxiliaries") or word.endswith(("n't", "'ll", "'ve", "'re", "'d")):
        return True
    left = lower[i - 1] if i else ""
    if word.endswith("'s"):
        return word[:-2] in word_list("pronouns") or word in ("there's", "that's", "here's", "what's")
    if not tokens.words[i][0].islower() or left in word_list("no_subject_ends") or left.endswith("'s"):
        return False
    if word in word_list("common_verbs") or (word.endswith("ed") and len(word) > 3):
        return True
    cue = forms().get(word)
    if cue is not None and cue.form in ("past", "third"):
        return word not in word_list("noun_forms")
    follows = lower[i + 1] if i + 1 < len(lower) else ""
    if word.endswith("s") and left not in word_list("determiners"):
        return follows in word_list("verb_followers") or tokens.words[i + 1 : i + 2] != [follows]
    base = word in word_list("base_verbs")
    if base and i > 1 and left in word_list("adverbs") and left not in ("first", "even", "all", "both"):
        return True
    plural = left in ("they", "we", "you", "i", "who", "people") or (left.endswith("s") and not left.endswith("ss"))
    return plural and (base if cue is None else cue.form == "base")


@lru_cache(maxsize=1 << 14)
def _may_be_finite(word: str) -> bool:
    """Say whether there are neighbours beside which a word looks like a finite verb; most words have none."""
    return (
        word.endswith(("n't", "'ll", "'ve", "'re", "'d", "s", "ed"))
        or word in word_lists("finite_auxiliaries", "common_verbs", "base_verbs")
        or word in forms()
    )


def clause_end(tokens: Tokens, start: int, high: int, cut: frozenset[str]) -> int:
    """Return where the clause that begins at `start` ends: before a contrast, a new cue, or the sentence's end."""
    depth = 0
    words = tokens.words
    plain = cut is word_list("object_ends")
    for k in range(start, high):
        word = words[k]
        if not plain and word not in _CLAUSE_MARKS:
            continue
        if word in (QUOTE, ";"):
            return _trim(tokens, start, k)
        if word == "(":
            depth += 1
        elif word == ")":
            if not depth:
                return k
            depth -= 1
        elif word == "," and cut and k + 1 < high and not depth:
            following = tokens.lower[k + 1]
            if _is_main_verb(tokens, k + 1) and _in_relative_clause(tokens, start):
                return k
            if following in cut or _tag_follows(tokens, k + 1, high) or _adds(following):
                return k
            if following == "as" and tokens.lower[k + 2 : k + 3] in (["if"], ["though"]):
                return k
            if following in ("which", "who", "whose") and k - start > 3 and "," not in words[k + 1 : high]:
                return k  # what the writer adds
            if following == "and" and plain:
                return k
        elif plain and k > start and (word == ":" or _is_frame(tokens, k, high)):
            return _trim(tokens, start, k)
        elif plain and word in cut and word.islower() and k > start and word not in ("and", "or"):
            return k
    return _trim(tokens, start, high)


_CLAUSE_MARKS = frozenset([QUOTE, ";", "(", ")", ","])


def _adds(word: str) -> bool:
    """Say whether a participle tells how the words were said: "…, conceding that"."""
    cue = forms().get(word)
    return cue is not None and cue.form == "gerund"


def _is_frame(tokens: Tokens, i: int, high: int) -> bool:
    """Say whether the occasion of the saying begins at a token: "in a statement", "at a rally"."""
    lower = tokens.lower
    if lower[i] not in ("in", "on", "at") or lower[i + 1 : i + 2] not in (["a"], ["an"]):
        return False
    near = lower[i + 2 : min(high, i + 6)]
    stop = next((k for k, word in enumerate(near) if word in word_list("prepositions")), len(near))
    return any(word in word_list("adjunct_nouns") and word not in word_list("times") for word in near[:stop])


def _in_relative_clause(tokens: Tokens, i: int) -> bool:
    """Say whether the clause at `i` hangs on a relative one that a comma opened: "Olm, who said that …, left"."""
    for k in range(i - 1, max(0, i - 14), -1):
        if tokens.words[k] in (";", QUOTE) or (tokens.words[k] == "," and tokens.lower[k + 1] not in _RELATIVE):
            return False
        if tokens.lower[k] in _RELATIVE:
            return "," in tokens.words[max(0, k - 2) : k]
    return False


_RELATIVE = frozenset(["who", "whom", "whose", "which", "where", "during"])


def _is_main_verb(tokens: Tokens, i: int) -> bool:
    word = tokens.lower[i]
    if word in word_lists("auxiliaries", "common_verbs"):
        return True
    cue = forms().get(word)
    return cue is not None and cue.form in ("past", "third") and word not in word_list("noun_forms")


def _tag_follows(tokens: Tokens, i: int, high: int) -> bool:
    """Say whether `Kelm said` or `said Kelm`, and then the end or a comma, follow at token `i`."""
    for k in range(i, min(high, i + 6)):
        cue = forms().get(tokens.lower[k])
        if cue is not None and cue.form in ("past", "third") and "q" in cue.frames:
            rest = tokens.words[k + 1] if k + 1 < high else "."
            return (k == i and _mentions.after(tokens, k, high) is not None) or (k > i and rest in (",", "."))
        if tokens.words[k] in (",", QUOTE):
            return False
    return False


def _trim(tokens: Tokens, start: int, end: int) -> int:
    while end > start and tokens.words[end - 1] in (",", ".", ":", "–", "—", "-", "?", "!"):
        end -= 1
    while end > start and tokens.lower[end - 1] in ("and", "but", "as", "that"):
        end -= 1
    return end


def content_before(tokens: Tokens, source: int, cue_at: int, cue: Cue, high: int) -> tuple[int, int] | None:
    """Return the clause before `…, Kelm said`, None if there is none or the cue goes on."""
    words, lower = tokens.words, tokens.lower
    if cue.frames.isdisjoint("tbq") or source < 3 or words[source - 1] not in (",", "–", "—"):
        return None
    follows = words[cue_at + 1] if cue_at + 1 < high else "."
    if not (
        follows in (",", ".", ";")
        or lower[cue_at + 1] in word_list("adjunct_openers")
        or lower[cue_at + 1] in word_list("days")
        or cue.lemma == "tell"
        or lower[cue_at + 1].endswith("ing")
    ):
        return None
    left = left_clause(tokens, source)
    if cue.frames.isdisjoint("tb") and follows not in (",", ".", ";"):
        return None
    if left is None or has_main_clause(tokens, *left):
        return left
    apposed = words[left[0] - 1 : left[0]] == [QUOTE] and words[left[0]][0].isupper()  # “…,” Olm, 67, a nurse, said
    goes_on = (cue_at + 1 < high or cue.frames.isdisjoint("tb")) and _is_dependent(tokens, left[0])
    return None if apposed or goes_on or QUOTE in words[cue_at + 1 :] else left


def has_main_clause(tokens: Tokens, start: int, stop: int) -> bool:
    """Say whether a stretch of tokens holds a clause of its own, beside adjuncts and subordinate clauses."""
    if _is_dependent(tokens, start):
        start = next((k for k in range(start, stop) if tokens.words[k] == ","), stop)
    return any(is_finite(tokens, k) for k in range(start + 1, stop))


def _is_dependent(tokens: Tokens, start: int) -> bool:
    """Say whether a stretch of tokens opens with an adjunct or a subordinate clause."""
    opener = tokens.lower[start]
    if opener in ("last", "this"):
        return tokens.lower[start + 1] in word_list("times") if start + 1 < len(tokens) else False
    dependent = word_lists("subordinators", "conditionals", "adjunct_openers")
    return opener in _FRONTED or opener.endswith(("ing", "ed")) or opener in dependent


_FRONTED = frozenset(["despite", "for", "given", "like", "whenever", "with"])


def around(tokens: Tokens, border: int, after: int, high: int) -> tuple[int, int] | None:
    """Return the clause that a cue interrupts: `The port, Kelm said, was lost`.

    `border` is where the cue or its source begins, `after` the token that should be the second comma.
    """
    words, lower = tokens.words, tokens.lower
    if border < 2 or words[border - 1] != "," or after + 2 >= high or words[after] != ",":
        return None
    left, begin = left_clause(tokens, border, 1), after + 1
    if words[begin] == QUOTE:
        return None
    starts = _starts_clause(tokens, begin) and not is_finite(tokens, begin) and has_verb(tokens, begin, high)
    if left is None:  # "But, Kelm said, the port was lost."
        return (begin, clause_end(tokens, begin, high, word_list("contrasts"))) if starts and border <= 3 else None
    if left[0] and words[left[0] - 1] == QUOTE:
        return None
    if starts and not has_main_clause(tokens, *left):
        if lower[left[0]] in word_list("conditionals") or has_verb(
            tokens, left[0], border
        ):  # "If we wait, Kelm said, we lose."
            return left[0], clause_end(tokens, begin, high, word_list("contrasts"))
        # "In Aln, Kelm said, the port was lost."
        return begin, clause_end(tokens, begin, high, word_list("contrasts"))
    follows = lower[begin]
    if follows == "and" and has_main_clause(tokens, *left) and is_finite(tokens, begin + 1):
        return left[0], clause_end(tokens, begin, high, frozenset())  # "The port, Kelm said, and …"
    if follows.endswith("ing") or not words[begin].islower() or follows in word_list("new_clauses"):
        return None
    if lower[border - 2] in ("and", "but", "that"):  # "It closed in May and, Kelm said, opened in June."
        return left[0], clause_end(tokens, begin, high, frozenset())
    complete = has_verb(tokens, left[0], border)
    if complete and follows not in word_lists("auxiliaries", "clause_links"):
        return None
    return left[0], clause_end(tokens, begin, high, frozenset())


def comma_after(tokens: Tokens, i: int, high: int) -> int | None:
    for k in range(i, min(high, i + 30)):
        if tokens.words[k] in (",", ":", QUOTE):
            return k + 1 if tokens.words[k] != QUOTE else None
    return None


def left_clause(tokens: Tokens, border: int, least: int = 3) -> tuple[int, int] | None:
    """Return what stands left of a token in its sentence, back to a quotation or semicolon; at least so many tokens."""
    stop = border
    while stop > 0 and tokens.words[stop - 1] in (",", "–", "—", "-"):
        stop -= 1
    start = stop
    while start > 0 and tokens.words[start - 1] not in (QUOTE, ";"):
        start -= 1
    while start < stop and (
        tokens.words[start] in (",", "–", "—", ".", "-") or tokens.lower[start] in ("but", "and", "meanwhile")
    ):
        start += 1
    return (start, stop) if stop - start >= least else None


def sentence_end(tokens: Tokens) -> int:
    words = tokens.words
    high = len(words)
    while high and words[high - 1] in _ENDS:
        high -= 1
    return high


_ENDS = frozenset([".", "!", "?", ")", "…"])
