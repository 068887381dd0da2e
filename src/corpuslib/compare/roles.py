"""Who does what to whom: role inversions between two passages.

There is no parser. A predicate that both passages have is taken with its nearest neighbours on both sides, in the
active, the passive with "by", and as a noun with a possessor; where these exchange places between the passages,
the roles are inverted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.words import Word, function_words, lexicon, sounds
from corpuslib.text import Span

__all__ = ["roles"]


class _Event(NamedTuple):
    """A predicate with who acts and who is acted on, as sets of word keys."""

    agent: frozenset[str]
    patient: frozenset[str]
    wanted: bool
    span: Span


def roles(a: Passage, b: Passage) -> Iterator[Finding]:
    """Who acts on one side is acted on at the other."""
    shared = {w.key for w in _predicates(a)} & {w.key for w in _predicates(b)}
    symmetric = lexicon()["symmetric"]
    for key in sorted(shared):
        x, y = _event(a, key), _event(b, key)
        if x is None or y is None or (key in symmetric and not (x.wanted and y.wanted)):
            continue
        crossed = x.agent & y.patient and x.patient & y.agent
        kept = x.agent & y.agent or x.patient & y.patient
        if crossed and not kept:
            reason = "“{a}” against “{b}”: who acts and who is acted on have changed places"
            yield Finding("role", "critical", x.span, y.span, reason, 0.85)
            return


def _predicates(passage: Passage) -> list[Word]:
    return [w for w in passage.words if not w.name and not w.number and w.form not in function_words()]


def _event(passage: Passage, key: str) -> _Event | None:
    """Return the event around the one word with this key; None if it stands twice or a side is missing."""
    found = passage.words
    places = [i for i, w in enumerate(found) if w.key == key]
    if len(places) != 1:
        return None
    i = places[0]
    left, wanted = _before(passage, i)
    by = _by(passage, i)
    if by is not None:
        right = _phrase(passage, by + 1)
        passive = any(w.form in lexicon()["passive_aux"] for w in found[max(0, i - 3) : i])
        if not passive:
            return None
        return _made(passage, right, left, wanted, i)
    right = _phrase(passage, i + 1)
    return _made(passage, left, right, wanted, i)


def _made(passage: Passage, agent: list[int], patient: list[int], wanted: bool, i: int) -> _Event | None:
    found = passage.words
    weak = lexicon()["titles"]
    keys = [
        _who(found[k] for k in side if found[k].form not in weak) or _who(found[k] for k in side)
        for side in (agent, patient)
    ]
    who, whom = keys
    if not who or not whom or who & whom:
        return None
    places = sorted([*agent, i, *patient])
    return _Event(frozenset(who), frozenset(whom), wanted, Span(found[places[0]].start, found[places[-1]].end))


def _who(phrase: Iterable[Word]) -> set[str]:
    """Return what phrases on one person or thing share: keys, and for a capital what two spellings of a name share."""
    found: set[str] = set()
    for word in phrase:
        found.add(word.key)
        if word.text[0].isupper() and len(word.form) > 4:
            found.add("name " + sounds(word.form))
    return found


def _before(passage: Passage, i: int) -> tuple[list[int], bool]:
    """Return the words of the phrase before the i-th word, skipping helpers and verbs that govern it."""
    found, k, wanted = passage.words, i - 1, False
    while k >= 0 and not _break(passage, k):
        form = found[k].form
        if form.endswith("n't") or form in lexicon()["helpers"]:
            k -= 1
        elif not found[k].name and any(found[k].key.startswith(g) for g in lexicon()["governors"]):
            k, wanted = k - 1, True
        else:
            break
    if k < 0 or _break(passage, k):
        return [], wanted
    phrase: list[int] = []
    while k >= 0 and (found[k].name or found[k].form not in function_words()) and len(phrase) < 4:
        phrase.append(k)
        if _break(passage, k - 1):
            break
        k -= 1
    return phrase[::-1], wanted


def _phrase(passage: Passage, k: int) -> list[int]:
    """Return the words of the phrase that begins at the k-th word or after articles and prepositions there."""
    found = passage.words
    stops = function_words() | lexicon()["clause_words"]
    if _break(passage, k - 1):
        return []
    while k < len(found) and found[k].form in lexicon()["links"] and not _break(passage, k):
        k += 1
    phrase: list[int] = []
    while k < len(found) and len(phrase) < 5:
        form = "" if found[k].name else found[k].form  # the US, and not us
        # "Secretary of State Pompeo" is one phrase.
        if form in stops and not (form == "of" and phrase and found[phrase[-1]].name):
            break
        if form not in stops:
            phrase.append(k)
        if _break(passage, k):
            break
        k += 1
    return phrase


def _by(passage: Passage, i: int) -> int | None:
    """Return where "by" stands soon after the i-th word in the same clause."""
    for k in range(i + 1, min(i + 5, len(passage.words))):
        if _break(passage, k - 1):
            return None
        if passage.words[k].form == "by":
            return k
    return None


def _break(passage: Passage, k: int) -> bool:
    """Say whether punctuation follows the k-th word."""
    if not 0 <= k < len(passage.words) - 1:
        return False
    between = passage.text[passage.words[k].end : passage.words[k + 1].start]
    return any(c in between for c in ",;:.!?()–—")
