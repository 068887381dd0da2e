"""Where the content of an attribution lies: the clause right or left of its cue."""

from __future__ import annotations

from corpuslib.annotate import _mentions
from corpuslib.annotate._cues import Cue, forms
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = [
    "around",
    "clause_end",
    "comma_after",
    "content_after",
    "content_before",
    "has_verb",
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
    if "t" in frames or "b" in frames:
        that = i if lower[i] == "that" else _that_after_adjunct(tokens, i, high)
        if that is not None and that + 2 < high:
            return _clause(tokens, that + 1, high, word_list("contrasts"), "that-clause", 0.9)
    bare = i + 1 < high and words[i + 1].islower() and lower[i + 1] not in word_list("determiners")
    if lower[i] == "to" and frames & set("i") and i + 2 < high and bare:
        return _clause(tokens, i, high, word_list("contrasts"), "infinitive", 0.75)
    if lower[i] in word_list("question_words") and "w" in frames:
        return _clause(tokens, i, high, word_list("contrasts"), "question clause", 0.75)
    if "o" in frames and _object_infinitive(tokens, i, high):
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
        if start < high and _starts_clause(tokens, start) and has_verb(tokens, start, high):
            return _clause(
                tokens, start, high, word_list("contrasts"), "bare clause", 0.82 if cue.kind == "speech" else 0.72
            )
    if "f" in frames and lower[i] in ("for", "on", "about", "over", "at", "against", "of", "with", "out"):
        return _clause(tokens, i + 1, high, word_list("object_ends"), "prepositional object", 0.6)
    if frames & set("na") and words[i] not in (",", ".", ":", ";", QUOTE):
        return _object(tokens, cue_at, i, cue, high)
    return None


def _gap_before(tokens: Tokens, cue_at: int) -> bool:
    """Say whether a relative pronoun leaves a gap in the content: "the seats, which Kelm said would be lost"."""
    near = tokens.lower[max(0, cue_at - 5) : cue_at]
    return any(word in ("which", "that", "who", "what") for word in near) or (
        tokens.lower[cue_at + 1] in word_list("modals") and "," not in near
    )


def _object(tokens: Tokens, cue_at: int, i: int, cue: Cue, high: int) -> tuple[int, int, str, float] | None:
    """Return the plain object of a cue ("denied the report"), or what follows "of" in "accused them of neglect"."""
    lower = tokens.lower
    if any(lower[i] in word_list(name) for name in ("adjunct_openers", "auxiliaries", "prepositions", "days")):
        return None
    if cue.lemma in word_list("as_cues") and "as" not in lower[i + 1 : i + 10]:
        return None
    if cue.form == "base" and cue.kind != "judgement" and lower[cue_at - 1] not in word_list("auxiliaries"):
        return None
    if cue.lemma in ("accuse", "suspect") and "of" in lower[i + 1 : i + 9]:
        i = lower.index("of", i + 1) + 1
    return _clause(tokens, i, high, word_list("object_ends"), "object", 0.55)


def _clause(
    tokens: Tokens, start: int, high: int, cut: frozenset[str], rule: str, confidence: float
) -> tuple[int, int, str, float] | None:
    stop = clause_end(tokens, start, high, cut)
    return (start, stop, rule, confidence) if stop - start >= 2 else None


def _object_infinitive(tokens: Tokens, i: int, high: int) -> bool:
    """Say whether a noun phrase and then an infinitive follow: "the council to reopen the port"."""
    for k in range(i, min(high - 1, i + 9)):
        if tokens.lower[k] in ("to", "not"):
            return k > i and tokens.words[k + 1].islower() and tokens.lower[k + 1] not in word_list("determiners")
        if tokens.words[k] in (",", ";", ":", QUOTE) or tokens.lower[k] in word_list("phrase_ends"):
            return False
    return False


def _that_after_adjunct(tokens: Tokens, i: int, high: int) -> int | None:
    if (
        tokens.lower[i] not in word_list("adjunct_openers")
        and tokens.lower[i] not in word_list("days")
        and tokens.words[i] != ","
    ):
        return None
    for k in range(i, min(high, i + 14)):
        word = tokens.lower[k]
        if word == "that":
            return k
        if word in word_list("auxiliaries") or tokens.words[k] in (QUOTE, ":", ";"):
            return None
    return None


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
    if lower in word_list("pronouns") or lower in word_list("determiners") or lower in word_list("clause_openers"):
        return True
    return (
        tokens.words[i][:1].isalnum()
        and lower not in word_list("adjunct_openers")
        and lower not in word_list("phrase_ends")
        and lower not in word_list("auxiliaries")
        and not (
            lower.endswith("ly")
            or lower
            in (
                "so",
                "nothing",
                "goodbye",
                "hello",
                "yes",
                "again",
                "to",
                "for",
                "about",
                "with",
                "more",
                "little",
                "themselves",
                "himself",
                "herself",
                "itself",
                "and",
                "or",
            )
        )
    )


def has_verb(tokens: Tokens, start: int, high: int) -> bool:
    """Say whether a word that looks like a finite verb follows the first of a stretch of tokens."""
    for k in range(start + 1, min(high, start + 22)):
        word = tokens.lower[k]
        if (
            word in word_list("auxiliaries")
            or word.endswith(("ed", "n't"))
            or "'" in word
            or word in forms()
            or word in word_list("common_verbs")
        ):
            return True
        if (
            word.endswith("s")
            and tokens.words[k].islower()
            and k > start + 1
            and tokens.lower[k - 1] not in word_list("determiners")
        ):
            return True
    return False


def clause_end(tokens: Tokens, start: int, high: int, cut: frozenset[str]) -> int:
    """Return where the clause that begins at `start` ends: before a contrast, a new cue, or the sentence's end."""
    depth = 0
    relative = _in_relative_clause(tokens, start)
    for k in range(start, high):
        word = tokens.words[k]
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
            if relative and _is_main_verb(tokens, k + 1):
                return k
            if following in cut or _tag_follows(tokens, k + 1, high):
                return k
            if following in ("which", "who", "whose") and k - start > 3 and "," not in tokens.words[k + 1 : high]:
                return k  # what the writer adds
            if following == "and" and cut is word_list("object_ends"):
                return k
        elif (
            cut is word_list("object_ends")
            and word.islower()
            and word in cut
            and k > start
            and word not in ("and", "or")
        ):
            return k
    return _trim(tokens, start, high)


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
    return (
        word in word_list("auxiliaries")
        or word in word_list("common_verbs")
        or (word in forms() and forms()[word].form in ("past", "third") and word not in word_list("noun_forms"))
    )


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
    if (
        not (cue.frames & set("tbq") or cue.lemma in ("quote", "cite"))
        or source < 3
        or tokens.words[source - 1] not in (",", "–", "—")
    ):
        return None
    follows = tokens.words[cue_at + 1] if cue_at + 1 < high else "."
    if not (
        follows in (",", ".", ";")
        or tokens.lower[cue_at + 1] in word_list("adjunct_openers")
        or tokens.lower[cue_at + 1] in word_list("days")
        or cue.lemma in ("quote", "cite", "tell")
        or tokens.lower[cue_at + 1].endswith("ing")
    ):
        return None
    return left_clause(tokens, source)


def around(tokens: Tokens, source: int, cue_at: int, high: int) -> tuple[int, int] | None:
    """Return the clause around `…, Kelm said, …`: one clause that the cue interrupts."""
    words, lower = tokens.words, tokens.lower
    if source < 2 or words[source - 1] != "," or cue_at + 4 >= high or words[cue_at + 1] != "," or QUOTE in words:
        return None
    follows = lower[cue_at + 2]
    if source <= 6 and not has_verb(tokens, 0, source) and _starts_clause(tokens, cue_at + 2):
        # "At the time, Kelm said, the port was lost."
        return (cue_at + 2, clause_end(tokens, cue_at + 2, high, word_list("contrasts")))
    left = left_clause(tokens, source, 1)
    if left is not None and lower[left[0]] in word_list("conditionals") and _starts_clause(tokens, cue_at + 2):
        return left[0], clause_end(tokens, cue_at + 2, high, word_list("contrasts"))  # "If we wait, Kelm said, we lose"
    if follows.endswith("ing") or not words[cue_at + 2].islower() or follows in word_list("new_clauses"):
        return None
    complete = left is not None and has_verb(tokens, left[0], source)
    if left is None or (complete and follows not in word_list("auxiliaries") | word_list("clause_links")):
        return None
    return left[0], clause_end(tokens, cue_at + 2, high, frozenset())


def comma_after(tokens: Tokens, i: int, high: int) -> int | None:
    for k in range(i, min(high, i + 30)):
        if tokens.words[k] in (",", ":"):
            return k + 1
        if tokens.words[k] == QUOTE:
            return None
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
    high = len(tokens)
    while high and tokens.words[high - 1] in (".", "!", "?", ")", "…"):
        high -= 1
    return high
