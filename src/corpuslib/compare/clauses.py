"""Clauses: a condition that one side turns round, a sentence that lost its verb on one side."""

from __future__ import annotations

from collections.abc import Iterator

from corpuslib.compare.inflections import known_verb
from corpuslib.compare.opposites import opposite_of
from corpuslib.compare.passages import Finding, Passage, Side, span_of
from corpuslib.compare.polarity import is_negative, negators
from corpuslib.compare.tenses import verb_groups
from corpuslib.compare.words import Word, function_words
from corpuslib.text import Span

__all__ = ["conditions", "verbless"]

# “only if”, “even if”, “as if”, “what if”: no plain condition.
_BEFORE_IF = frozenset({"only", "even", "as", "what"})


def conditions(a: Passage, b: Passage) -> Iterator[Finding]:
    """What holds unless something happens on one side, and if it happens on the other.

    Silent where the side with “if” has a negation more, a negative word or an opposite: it says the same then.

    >>> a, b = Passage("They leave unless Kelm pays."), Passage("They leave if Kelm pays.")
    >>> [(f.kind, f.severity) for f in conditions(a, b)]
    [('negation', 'major')]
    """
    if len(negators(a)) != len(negators(b)):
        return
    for x, y, swap in ((a, b, False), (b, a, True)):
        unless, if_ = _only(x, "unless"), _only(y, "if")
        if unless is None or if_ is None or "if" in x.forms or "unless" in y.forms:
            continue
        if _only_word_before(y, if_) in _BEFORE_IF or _denies_otherwise(x, y):
            continue
        reason = "“{a}” against “{b}”: one names the exception, the other the condition"
        finding = Finding("negation", "major", span_of(unless), span_of(if_), reason, 0.75)
        yield finding.mirrored() if swap else finding


def _only(passage: Passage, form: str) -> Word | None:
    """Return the word of this form if the passage has exactly one."""
    found = [word for word in passage.words if word.form == form]
    return found[0] if len(found) == 1 else None


def _only_word_before(passage: Passage, word: Word) -> str:
    at = passage.words.index(word)
    return passage.words[at - 1].form if at else ""


def _denies_otherwise(x: Passage, y: Passage) -> bool:
    own = ([w for w in x.words if w.key not in y.keys], [w for w in y.words if w.key not in x.keys])
    if any(is_negative(w.form) for side in own for w in side if w.form != "unless"):
        return True
    return any(opposite_of(v.form, w.form) for v in own[0] for w in own[1])


_LEAST = 8  # words: what is shorter may be a heading, or an answer


def verbless(a: Passage, b: Passage) -> Iterator[Finding]:
    """A sentence without any verb on one side where the other has one: the verb, or the clause, was lost.

    Only sentences count that end in a full stop and are long enough to be no heading; every word that could be a
    finite verb by its form speaks against it.

    >>> a = Passage("Both the demand for a toll and the vote of Monday make the anger in the port clear.")
    >>> b = Passage("Both the demand for a toll as well as the vote of Monday of the anger in the port.")
    >>> [(f.kind, f.severity, f.likely_right) for f in verbless(a, b)]
    [('omission', 'major', 'a')]
    """
    if not (_is_sentence(a) and _is_sentence(b)):
        return
    for x, y, swap in ((a, b, False), (b, a, True)):
        verb = _verb(x, y)
        if verb and not verb_groups(y) and not any(_may_be_finite(y, i) for i in range(len(y.words))):
            right: Side = "a"
            reason = "“{a}”: the sentence has no verb on the other side"
            finding = Finding("omission", "major", verb, None, reason, 0.6, right)
            yield finding.mirrored() if swap else finding


def _is_sentence(passage: Passage) -> bool:
    """Say whether a passage is long enough and ends as a sentence, and is no list of things or of doings."""
    ended = passage.ends_with(".") and ":" not in passage.text
    return ended and len(passage.words) >= _LEAST and not passage.words[0].form.endswith("ing")


def _verb(passage: Passage, other: Passage) -> Span | None:
    """Return the last finite verb: one that is sure, or a word that can be one before an object and is only here."""
    groups = verb_groups(passage)
    if groups:
        return groups[-1].span
    words = passage.words
    for i in range(len(words) - 2, 0, -1):
        word, after = words[i], words[i + 1]
        before_object = after.name or after.form in function_words()
        if before_object and word.key not in other.keys and _may_be_finite(passage, i):
            return span_of(word)
    return None


def _may_be_finite(passage: Passage, i: int) -> bool:
    words = passage.words
    word = words[i]
    if word.text.lower().replace("’", "'").endswith(_SHORTENED):
        return True
    if word.form in _PRONOUNS and word.text[-2:] in ("'s", "’s"):
        return True
    if word.name:
        return False
    kinds = known_verb(word.form)[1]
    if not kinds:
        return _stands_as_verb(passage, i)
    if kinds == {"gerund"}:
        return False
    # A word after an article or a preposition, or before “of”, is a noun or an adjective.
    noun = i > 0 and words[i - 1].form in _NOMINAL
    return not noun and not (i + 1 < len(words) and words[i + 1].form == "of")


def _stands_as_verb(passage: Passage, i: int) -> bool:
    """Say whether a word in no list of verbs stands as one: “customers book their seats”, “Velmar ships grain”."""
    words = passage.words
    if i + 1 == len(words) or words[i].form in function_words() or words[i].form.endswith("ly"):
        return False
    if i and words[i - 1].name and words[i - 1].text[-2:] not in ("'s", "’s"):
        return True
    between = passage.text[words[i].end : words[i + 1].start]
    return between == " " and words[i + 1].form in _DETERMINERS


_POSSESSIVES = frozenset(["its", "his", "her", "their", "our", "my", "your"])
_DETERMINERS = _POSSESSIVES | {"a", "an", "the", "this", "these"}
_PREPOSITIONS = frozenset(["of", "in", "on", "at", "by", "for", "from", "with", "over"])
_NOMINAL = _POSSESSIVES | _PREPOSITIONS | {"a", "an", "the", "this"}
_SHORTENED = ("n't", "'ll", "'re", "'ve", "'d", "'m")
_PERSONS = frozenset(["he", "she", "one", "everyone", "everything"])
_PRONOUNS = _PERSONS | {"it", "that", "this", "there", "here", "what", "who", "where", "how"}
