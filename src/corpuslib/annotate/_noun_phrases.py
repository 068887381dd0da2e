"""Noun phrases on either side of a verb, in tokens and without a parser; in doubt there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpuslib.annotate._acts import is_actor_noun, is_verb, verbs
from corpuslib.annotate._cues import forms
from corpuslib.annotate._grammar import word_list
from corpuslib.annotate._tokens import QUOTE, Tokens

__all__ = ["Phrase", "Sentence", "Vocabulary", "phrase_after", "phrase_before", "read"]

_LONGEST = 9
_PUNCTUATION = frozenset(",;:()[]{}–—-…?!./|" + QUOTE)
_CLAUSE_OPENERS = frozenset(
    ["that", "as", "after", "before", "while", "when", "because", "since", "although", "though", "if", "unless",
     "whether", "and", "but", "where", "how", "until", "once"]
)  # fmt: skip
_MODIFIERS = frozenset(
    ["former", "rival", "fellow", "late", "longtime", "presumptive", "vice", "prime", "foreign", "interior", "top",
     "senior", "gop", "ex", "then", "house", "white", "chief", "lone", "one-time", "onetime", "acting", "big"]
)  # fmt: skip
_ENDS = frozenset(
    ["to", "and", "but", "&", "along", "ahead", "away", "together", "out", "up", "off", "down", "back", "him", "them",
     "us", "me", "himself", "herself", "themselves"]
)  # fmt: skip
_NO_ADVERBS = frozenset(
    ["anomaly", "assembly", "bully", "costly", "daily", "deadly", "elderly", "family", "friendly", "monopoly", "rally",
     "reply", "supply", "weekly"]
)  # fmt: skip
_ADJECTIVE = re.compile(r"(?:al|ist|ian|ish|ese|ive|ary|ant|ent|ic|born|based|led|backed|ous|less|ful)$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a document writes with a capital inside its sentences, and what with a small letter; all lower-cased."""

    capital: frozenset[str]
    small: frozenset[str]

    @classmethod
    def of(cls, text: str, known: Sequence[str] = ()) -> Vocabulary:
        """Read the running text of a document; `known` are names that count as capitalised.

        >>> sorted(Vocabulary.of("Yesterday Olm met a man.").capital)
        ['olm']
        """
        capital = {m.group().lower() for m in _INSIDE.finditer(text)}
        small = {m.group().lower() for m in _SMALL.finditer(text)}
        names = {word.lower() for name in known for word in re.findall(r"[A-ZÀ-Þ][\w-]*", name)}
        return cls(frozenset((capital - small) | names), frozenset(small - names))


_INSIDE = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w-]*")
_SMALL = re.compile(r"(?<![\w'’.-])[a-zà-ÿ][\w-]*")


class Phrase(NamedTuple):
    """Token indices `[start, end)` of a noun phrase and its head; whether the head is one that can act."""

    start: int
    end: int
    head: int
    acts: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of a sentence with what reads as a name; `styled` if a headline capitalises all words."""

    tokens: Tokens
    name: tuple[bool, ...]
    styled: bool = False

    def __len__(self) -> int:
        return len(self.name)

    def lower(self, i: int) -> str:
        """Return a token in lower case, empty outside the sentence."""
        return self.tokens.lower[i] if 0 <= i < len(self.name) else ""

    def is_in(self, i: int, *lists: str) -> bool:
        return any(self.lower(i) in word_list(name) for name in lists)

    def is_mark(self, i: int) -> bool:
        return not 0 <= i < len(self.name) or self.tokens.words[i] in _PUNCTUATION

    def is_verb(self, i: int) -> bool:
        """Say whether a token that is no name looks like a finite verb or participle."""
        word = self.lower(i)
        if not word or self.name[i] or self.lower(i - 1) in word_list("determiners") or self.is_owner(i - 1):
            return False
        cue = forms().get(word)
        reports = cue is not None and cue.form in ("past", "third", "base") and word not in word_list("noun_forms")
        return reports or is_verb(word) or word in word_list("common_verbs")

    def is_owner(self, i: int) -> bool:
        """Say whether a token is a possessive: "Olm's", "ministers'"."""
        return self.lower(i).endswith(("'s", "s'")) and len(self.lower(i)) > 2

    def is_adverb(self, i: int) -> bool:
        word = self.lower(i)
        return word in word_list("adverbs") or (
            word.endswith("ly") and not self.name[i] and len(word) > 4 and word not in _NO_ADVERBS
        )

    def ends_phrase(self, i: int) -> bool:
        """Say whether a noun phrase cannot run over a token."""
        return (
            self.is_mark(i)
            or self.is_in(i, "phrase_ends", "pronouns")
            or (not self.name[i] and self.is_in(i, "auxiliaries", "prepositions", "days"))
            or (not self.name[i] and self.is_adverb(i) and self.lower(i) not in ("all", "both"))
            or self.lower(i) in _ENDS
        )


def read(tokens: Tokens, vocabulary: Vocabulary, *, is_headline: bool = False) -> Sentence:
    """Return the sentence with its names: capitals that are not owed to the beginning or to a title's style."""
    words, lower = tokens.words, tokens.lower
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    styled = is_headline and len(long) > 2 and capitals * 4 >= len(long) * 3 and bool(vocabulary.small)
    loud = styled and sum(word.isupper() for word in long) * 2 > len(long)
    name: list[bool] = []
    for i, word in enumerate(words):
        bare = lower[i].removesuffix("'s").removesuffix("'")
        opens = i == 0 or words[i - 1] in (":", QUOTE, "–", "—")
        if bare == "may" and word[0] == "M" and name and name[-1] and not styled:
            name.append(True)  # "Ada May", and no month
        elif not word[:1].isupper() or bare in word_list("days") or lower[i].split("'")[0] in ("i", "a"):
            name.append(False)
        elif bare in vocabulary.capital:
            name.append(True)
        elif styled:
            name.append(word.isupper() and len(word) > 1 and not loud)
        else:
            follows = words[i + 1][:1].isupper() if i + 1 < len(words) else False
            name.append(not opens or _may_be_name(bare, follows, vocabulary))
    return Sentence(tokens, tuple(name), styled)


def _may_be_name(word: str, follows: bool, vocabulary: Vocabulary) -> bool:
    """Say whether the first word of a sentence can be a name, for all that the word itself tells."""
    closed = ("determiners", "sentence_openers", "prepositions", "auxiliaries", "pronouns", "adverbs", "phrase_ends",
              "question_words", "frequent_openers")  # fmt: skip
    if word in vocabulary.small or any(word in word_list(name) for name in closed):
        return False
    if is_actor_noun(word) or is_verb(word) or word.endswith(("ly", "ing", "ed")):
        return False
    return follows or not word.endswith("s")


def phrase_after(
    sentence: Sentence, i: int, *, governed: bool = False, bare: bool = False, of: bool = True
) -> Phrase | None:
    """Return the noun phrase that begins at token `i`, None if none does or another clause begins there.

    A phrase for a thing needs an article or an owner unless `bare`; without `of`, "of" belongs to the verb
    unless a name follows.

    A phrase that a preposition governs may have the verb of the clause behind it: "talks with Olm broke down".
    """
    start = i
    while sentence.is_in(i, "determiners") and i < start + 3:
        i += 1
    first, head = i, -1
    if sentence.lower(i).endswith("ing") and not sentence.name[i]:
        return None
    while i < min(len(sentence), start + _LONGEST):
        if sentence.lower(i) == "of" and i > first and _takes_of(sentence, i, of):
            head = i - 1 if head < 0 else head
            i += 2 if sentence.is_in(i + 1, "determiners") else 1
        elif sentence.lower(i) == "and" and _joins(sentence, i):
            i += 1
        elif sentence.ends_phrase(i) or sentence.is_verb(i) or (i > first and _hangs_on(sentence, i)):
            break
        else:
            i += 1
    if i >= start + _LONGEST:
        return None
    if governed:
        return _governed(sentence, start, i, i - 1 if head < 0 else head)
    if sentence.is_in(i, "finite_auxiliaries") or sentence.is_verb(i):
        return None
    return _checked(sentence, start, i, i - 1 if head < 0 else head, bare=bare)


def _hangs_on(sentence: Sentence, i: int) -> bool:
    """Say whether a participle begins behind somebody: "the candidate alleging fraud"."""
    acts = sentence.name[i - 1] or is_actor_noun(sentence.lower(i - 1))
    return acts and sentence.lower(i).endswith("ing") and not sentence.name[i]


def _takes_of(sentence: Sentence, of: int, free: bool) -> bool:
    """Say whether "of" goes on with the phrase: "the mayor of Aln", and not "accused the mayor of fraud"."""
    following = of + 1 + sentence.is_in(of + 1, "determiners")
    if sentence.ends_phrase(following) or sentence.lower(following).endswith("ing"):
        return False
    acts = sentence.name[of - 1] or is_actor_noun(sentence.lower(of - 1))
    return free or not acts or sentence.name[following]


def _governed(sentence: Sentence, start: int, end: int, head: int) -> Phrase | None:
    """Return the phrase without the words behind its last name that can be a verb and its object."""
    names = [k for k in range(start, end) if sentence.name[k]]
    behind = range(names[-1] + 1, end) if names else range(0)
    if sentence.lower(end).endswith("ing") or (sentence.is_verb(end) and "base" in _forms(sentence.lower(end))):
        return None  # "response to Aln shooting", "response to a government report"
    if behind and not any(is_actor_noun(sentence.lower(k).removesuffix("'s")) for k in behind):
        verb = sentence.lower(behind[0])
        if not (verb.endswith("ed") or (verb.endswith("s") and len(behind) > 1)):
            return None  # "talks with Aln stall", "probe into Aln emails": verb or noun
        end = behind[0]
        head = min(head, end - 1)
    return _checked(sentence, start, end, head)


def _forms(word: str) -> set[str]:
    cue = forms().get(word)
    return {*(verbs()[word].forms if word in verbs() else ()), *([cue.form] if cue is not None else ())}


def _joins(sentence: Sentence, i: int) -> bool:
    """Say whether "and" stands between two names, the second ending the phrase or beginning a longer name."""
    return 0 < i < len(sentence) - 1 and sentence.name[i - 1] and sentence.name[i + 1]


def _checked(
    sentence: Sentence, start: int, end: int, head: int, *, opens: bool = False, bare: bool = False
) -> Phrase | None:
    """Return the phrase if its head is a noun that it can be read as; `opens` if it opens its sentence."""
    while end - start > 2 and sentence.lower(end - 1).endswith("ed") and not sentence.name[end - 1]:
        end, head = end - 1, min(head, end - 2)  # "the accord adopted in Aln"
    if end <= start or head < start or sentence.is_owner(end - 1) or sentence.is_in(head, "determiners", "times"):
        return None
    word = sentence.lower(head)
    if "s" in (sentence.lower(start), sentence.lower(end)):
        return None  # a possessive that lost its mark
    if not word[:1].isalpha() or word.endswith("ing") or sentence.is_in(end - 1, "times"):
        return None
    if sentence.name[head]:
        if sentence.lower(start) in ("a", "an") and all(sentence.name[start + 1 : end]):
            return None  # "a White House" goes on: "a White House screening"
        return Phrase(start, end, head, True) if opens or _leads_to_name(sentence, start, head) else None
    if is_actor_noun(word) and end - start <= 6:
        return Phrase(start, end, head, True)
    first = next((k for k in range(start, head) if sentence.name[k]), None)
    if first is not None:
        bound = _leads_to_name(sentence, start, first)
    else:  # "a unique and rare gift" ends before its noun
        bound = (bare or sentence.is_in(start, "determiners")) and sentence.lower(end) != "and"
    return Phrase(start, end, head, False) if bound else None


def _leads_to_name(sentence: Sentence, start: int, head: int) -> bool:
    """Say whether the words before a name are such as stand before names: articles, offices, adjectives."""
    for k in range(start, head):
        word = sentence.lower(k)
        if not (
            sentence.name[k]
            or word in word_list("determiners")
            or word in word_list("courtesy_titles")
            or word in _MODIFIERS
            or word in ("and", "of")
            or is_actor_noun(word)
            or _ADJECTIVE.search(word)
        ):
            return False
    return True


def phrase_before(sentence: Sentence, end: int, low: int = 0, depth: int = 0) -> Phrase | None:
    """Return the noun phrase whose last token is `end` and that opens its clause, None if it does not.

    A complement is stepped over ("officials in Aln", "Olm, the mayor of Aln,"), and "who" gives way to the
    phrase before it.
    """
    if end < low or depth > 2:
        return None
    if sentence.lower(end) == "who":
        left = end - 1 - (sentence.lower(end - 1) == ",")
        return phrase_before(sentence, left, low, depth + 1)
    if sentence.lower(end) in (",", ")"):
        return _before_apposition(sentence, end, low, depth)
    start = _left_edge(sentence, end, low)
    while start <= end and (sentence.is_in(start, "sentence_openers") or sentence.lower(start) in _CLAUSE_OPENERS):
        start += 1
    phrase = _checked(sentence, start, end + 1, _head(sentence, start, end), opens=sentence.styled and start <= low)
    if sentence.is_in(start - 1, "prepositions") and sentence.lower(start - 1) not in _CLAUSE_OPENERS and start > low:
        outer = phrase_before(sentence, start - 2, low, depth + 1)
        return outer if outer is not None and outer.acts else None
    return phrase if phrase is not None and _opens_clause(sentence, start, low) else None


def _head(sentence: Sentence, start: int, end: int) -> int:
    of = next((k for k in range(start + 1, end) if sentence.lower(k) == "of"), end + 1)
    return of - 1


def _left_edge(sentence: Sentence, end: int, low: int) -> int:
    k = end
    while k >= low and end - k < _LONGEST:
        word = sentence.lower(k)
        if word == "of" and low < k < end and not sentence.ends_phrase(k - 1):
            k -= 1
            continue
        if word == "and" and k < end and _joins(sentence, k):
            k -= 1
            continue
        if sentence.ends_phrase(k) or (k < end and sentence.is_verb(k)):
            break
        if word in word_list("determiners") and not sentence.name[k]:
            if sentence.lower(k - 1) == "of":
                k -= 1
                continue
            return k
        k -= 1
    return k + 1


def _opens_clause(sentence: Sentence, start: int, low: int) -> bool:
    joined = start > 1 and sentence.lower(start - 1) == "and"
    if joined and (sentence.name[start - 2] or is_actor_noun(sentence.lower(start - 2))):
        return False  # "harsh words against Olm and ministers"
    if start <= low or sentence.is_mark(start - 1) or sentence.lower(start - 1) in _CLAUSE_OPENERS:
        return True
    cue = forms().get(sentence.lower(start - 1))
    return cue is not None and cue.kind == "speech" and cue.form in ("past", "third") and "b" in cue.frames


def _before_apposition(sentence: Sentence, closer: int, low: int, depth: int) -> Phrase | None:
    """Return the phrase before the pair of commas or brackets that ends at `closer`."""
    opener = "(" if sentence.lower(closer) == ")" else ","
    for k in range(closer - 1, max(low, closer - 24), -1):
        if sentence.lower(k) == opener:
            inside = sentence.lower(k + 1)
            opens = inside in word_list("determiners") or is_actor_noun(inside) or inside in _MODIFIERS
            relative = inside in ("who", "which") or inside.isdigit()
            outer = phrase_before(sentence, k - 1, low, depth + 1)
            if opener == "(" or opens or relative or outer is None or not sentence.name[k + 1]:
                return outer if opener == "(" or opens or relative else None
            return outer if is_actor_noun(sentence.lower(outer.head)) else None  # "the minister, Olm,"
    return None
