"""Denials in two renderings of one sentence: what one affirms of somebody and the other denies of the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslib.compare._rendered_pair import RenderedPair, words_in
from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.polarity import is_negative, negation, negators, polarity
from corpuslib.compare.word_alignment import is_content
from corpuslib.compare.words import Word, lexicon
from corpuslib.text import Span

__all__ = ["denied_clauses", "denied_words", "holds_possible"]

_SURE = 0.7
_CLOSE = 0.8  # share of tied words below which two translators put a thought in two ways
_REACH = 7  # words before a verb among which its subject stands
# What denies a verb, and what denies it of everybody or everything; "no" before a noun may be said in other words.
_OF_VERBS = frozenset(["not", "never", "cannot"])
_OF_ALL = frozenset(["nobody", "none", "nothing"])
_LOOSELY = frozenset(["whether", "if", "why", "or", "only", "anything"])
_SUBJECTS = frozenset(["i", "you", "he", "she", "it", "we", "they", "this", "that", "who", "which"])
_RELATIVE = frozenset(["who", "which", "that"])
_INDEFINITE = frozenset(["anything", "something", "everything"])
# What is said to be possible or not, as the predicate of its clause; not "a possible extension", "as soon as possible".
_OF_POSSIBILITY = re.compile(r"\b(?:possible|(?P<no>impossible|ruled\sout|excluded|out\sof\sthe\squestion))\b")
_PREDICATE = re.compile(
    r"(?:(?!that\b|who\b|which\b|whether\b|if\b|and\b|but\b)[\w’']{1,30}\s){0,4}"
    r"\b(?:be|been|is|are|was|were|seems?|seemed)(?:n['’]t)?\s(?:(?!as\b|an?\b|the\b)[\w’']{1,20}\s){0,3}$"
)
_BEFORE = 120  # code points before what is possible in which its clause is looked for
_DENYING = re.compile(r"\b(?:not|no|never|cannot|nothing|nobody|neither|nor|hardly|scarcely|barely)\b|n[’']t\b")


def denied_clauses(pair: RenderedPair) -> Iterator[Finding]:
    """Yield what one side denies of one subject, and the other says of it without a negative word anywhere."""
    if "?" in pair.x.text or "?" in pair.y.text:
        return
    for finding in negation(pair.x, pair.y):
        if finding.score < _SURE or not (finding.a and finding.b) or pair.closeness < _CLOSE:
            continue
        # The negation is told with the word that it denies, and that word alone on the other side.
        denies = any(finding.a.start <= w.start < finding.a.end for w in negators(pair.x))
        sides = (pair, finding.a, finding.b) if denies else (pair.turned, finding.b, finding.a)
        if _is_denied(*sides):
            yield finding


def _is_denied(pair: RenderedPair, denied: Span, said: Span) -> bool:
    """Say whether x denies of a subject what y says of it, and nothing else in either can turn that round."""
    x, y = pair.x, pair.y
    places, verb = words_in(x, denied), words_in(y, said)[-1]
    first = places[0]
    form = x.words[first].form
    if any(w.number or w.form in lexicon()["cardinals"] for w in x.words[first + 1 : first + 3]):
        return False  # "not yet ten" is a bound: under ten
    before = x.words[first - 1].form if first else ""
    if before in _LOOSELY or any(x.words[n].form == "any" for n in places) or negators(y) or len(negators(x)) > 1:
        return False
    apart = (
        (w for n, w in enumerate(p.words) if w.key not in q.keys and (p is y or n != first))
        for p, q in ((x, y), (y, x))
    )
    if any(_may_deny(w.form) for words in apart for w in words):
        return False
    if form in _OF_ALL:
        return len(places) <= 2
    return (form in _OF_VERBS or form.endswith("n't")) and _one_subject(pair, first, verb)


def _may_deny(form: str) -> bool:
    return is_negative(form) or form in lexicon()["weak_negatives"] or form in lexicon()["may_deny"]


def _one_subject(pair: RenderedPair, i: int, j: int) -> bool:
    """Say whether what stands last before a word of x that can be a subject is the same as that before one of y."""
    mine = next((n for n in range(i - 1, -1, -1) if _is_subject(pair.x.words[n])), None)
    other = next((n for n in range(j - 1, max(-1, j - _REACH), -1) if _is_subject(pair.y.words[n])), None)
    if mine is None or other is None:
        return False
    return pair.ties.get(mine) == other or _subject_key(pair.x.words[mine]) == _subject_key(pair.y.words[other])


def _is_subject(word: Word) -> bool:
    return (is_content(word) and not word.form.endswith("ly")) or word.form in _SUBJECTS


def _subject_key(word: Word) -> str:
    return "who" if word.form in _RELATIVE else word.key


def denied_words(pair: RenderedPair) -> Iterator[Finding]:
    """Yield a word and the same with a negative prefix that answer to each other, with nothing else between."""
    for finding in polarity(pair.x, pair.y):
        assert finding.a and finding.b  # it has two words by its making
        i, j = words_in(pair.x, finding.a)[0], words_in(pair.y, finding.b)[0]
        gap = next((g for g in pair.aligned.gaps if i in g.a and j in g.b), None)
        if gap is None or pair.x.words[i].text[0].isupper() or pair.y.words[j].text[0].isupper():
            continue
        if [n for n in gap.a if _tells(pair.x, n)] == [i] and [n for n in gap.b if _tells(pair.y, n)] == [j]:
            yield finding


def _tells(passage: Passage, n: int) -> bool:
    return is_content(passage.words[n]) and passage.words[n].form not in _INDEFINITE


def holds_possible(text: str) -> bool | None:
    """Say whether a sentence holds something possible, two denials being none; None if it does not say.

    >>> holds_possible("A failure is by no means possible."), holds_possible("That could not be ruled out.")
    (False, True)
    >>> holds_possible("They will come as soon as possible to prevent a possible failure.")
    """
    told = []
    for match in _OF_POSSIBILITY.finditer(text):
        clause = _PREDICATE.search(text, max(0, match.start() - _BEFORE), match.start())
        if clause:
            told.append((len(_DENYING.findall(clause.group())) + bool(match["no"])) % 2 == 0)
    return told[0] if len(told) == 1 else None
