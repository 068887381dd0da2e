"""A cue with its source and content, as found in the tokens of one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from corpuslib.annotate import _mentions
from corpuslib.annotate._cues import Cue
from corpuslib.annotate._grammar import word_list, word_lists
from corpuslib.annotate._mentions import Mention
from corpuslib.annotate._source_types import role_of
from corpuslib.annotate._tokens import Tokens

__all__ = ["Event", "is_silence", "origin", "plausible", "words"]


@dataclass(slots=True)
class Event:
    """A cue at tokens `[start, end)` with its source and, unless it only tags a quotation, its content.

    `outer` holds the sources through whom the words came to the text, outermost first; `inner` those whom the
    source itself cites; `told` is who was told, the last link outside if it is a medium.
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
    told: Mention | None = None
    passive: bool = False


def plausible(tokens: Tokens, source: Mention, cue: Cue, helped: bool, clause: bool = False) -> bool:
    """Say whether a mention can be the subject of a cue: a name, a pronoun, or a noun for a source.

    A that-clause right after the cue (`clause`) shows that any noun is one: "the results show that …".
    """
    head = source.end - 1
    word = tokens.lower[head]
    if cue.form == "base" and not helped and not is_plural(tokens, source):
        return False
    if word in ("nobody", "everybody", "everyone", "none", "anybody", "anyone"):
        return False
    if source.start and tokens.lower[source.start - 1] in ("if", "unless", "whether"):
        return False  # what nobody has said yet
    if word in ("i", "we") and cue.kind != "speech":
        return False  # speech whose marks were lost, or the writer's own voice
    if word in word_list("pronouns"):
        return word not in ("you", "one") and not (word == "it" and cue.kind in ("belief", "evidence"))
    if word in word_list("shares") or (word[0].isdigit() and tokens.lower[head - 1 : head] in (["in"], ["of"])):
        return cue.kind in ("speech", "belief", "intention")  # "two thirds say", "one in five say"
    if word in word_list("determiners") and word not in _ALONE:
        return tokens.lower[head - 1 : head] == ["in"] and word in word_list("numbers")
    if _mentions.is_name_word(tokens, head) and (head > 0 or tokens.lower[head] not in word_list("determiners")):
        return True
    if role_of(word) or role_of(word.removesuffix("s")):
        return True
    if any(role_of(tokens.lower[k]) for k in range(source.start, source.end)):
        return True
    if clause and (cue.form != "base" or helped or word.endswith("s")):
        closed = word_lists("determiners", "no_subject", "phrase_ends", "prepositions")
        return tokens.words[head].islower() and word not in closed
    strict = cue.kind == "speech" and cue.form == "past" and "q" in cue.frames
    opener = tokens.lower[max(0, source.start - 1) : source.start + 1]
    return strict and (word[0].isdigit() or not word_list("determiners").isdisjoint(opener))


_ALONE = frozenset(["some", "many", "others", "another", "several", "both", "most", "all"])
"""Determiners that stand for somebody when no noun follows: "many said"."""


def is_silence(tokens: Tokens, i: int, cue: Cue) -> bool:
    """Say whether a cue reports that nothing was said: "declined to comment", "did not say whether".

    Such a passage has no content; it is a row of table `hedges`.
    """
    lower = tokens.lower
    if cue.lemma in ("decline", "refuse", "want"):
        return lower[i + 1 : i + 2] == ["to"] and any(w in word_list("silent_verbs") for w in lower[i + 2 : i + 3])
    if cue.lemma not in ("say", "specify", "disclose", "reveal", "explain") or cue.form != "base":
        return False
    denied = any(word in ("not", "didn't", "doesn't", "don't", "hasn't", "never") for word in lower[max(0, i - 2) : i])
    return denied and lower[i + 1 : i + 2] != [] and lower[i + 1] in word_list("question_words")


def is_plural(tokens: Tokens, source: Mention) -> bool:
    word = tokens.lower[source.end - 1]
    if word.endswith("'s"):
        return False  # "Kelm’s attack dog"
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
    if word in word_list("shares") or tokens.lower[source.end - 2 : source.end - 1] in (["in"], ["of"]):
        return True
    return word.endswith("s") or "and" in tokens.lower[source.start : source.end] or word in ("men", "women")


def origin(tokens: Tokens, i: int, high: int) -> Mention | None:
    """Return the source in "it said …, from the ministry" and "the agency learnt from the ministry"."""
    for k in range(i + 1, min(high, i + 8)):
        if tokens.lower[k] == "from":
            return _mentions.after(tokens, k, high)
    return None


def words(tokens: Tokens, mention: Mention) -> str:
    return " ".join(tokens.words[mention.start : mention.end])
