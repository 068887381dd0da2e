"""Opposites: a word on one side where the other has a word from the other end of the same scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from corpuslib.compare.inflections import inflections
from corpuslib.compare.passages import Finding, Passage, Severity, span_of
from corpuslib.compare.words import Word, function_words, lexicon
from corpuslib.lexicon import rows

__all__ = ["antonyms", "false_friends", "opposite_of"]

_End = tuple[int, bool]  # the number of a scale, and whether it is its other end


def antonyms(a: Passage, b: Passage) -> Iterator[Finding]:
    """A word on one side whose opposite stands on the other: more of one end of a scale here, more of the other there.

    It is major where the two words stand in like surroundings. Elsewhere the passages may speak of two things.
    """
    mine, other = _ends(a), _ends(b)
    told: set[Word] = set()
    for (scale, end), found in mine.items():
        opposite = other.get((scale, not end), [])
        back = len(mine.get((scale, not end), ())), len(other.get((scale, end), ()))
        if len(opposite) <= back[0] or len(found) <= back[1]:
            continue
        x, y = _unshared(found, b), _unshared(opposite, a)
        if x is None or y is None or x in told or y in told or _denied(a, x) != _denied(b, y):
            continue
        told |= {x, y}
        alike = _surroundings(a, x) & _surroundings(b, y)
        severity: Severity = "major" if alike else "minor"
        yield Finding(
            "antonym", severity, span_of(x), span_of(y), "“{a}” against “{b}”: opposites", 0.6 if alike else 0.5
        )


def opposite_of(form: str, other: str) -> bool:
    """Say whether two folded words stand at the two ends of a scale.

    >>> opposite_of("bad", "excellent"), opposite_of("rose", "fell"), opposite_of("good", "excellent")
    (True, True, False)
    """
    ends = _scales().get(other, ())
    return any((scale, not end) in ends for scale, end in _scales().get(form, ()))


def false_friends(a: Passage, b: Passage) -> Iterator[Finding]:
    """A word that another language's word misleads to, where the other side has what that word means."""
    friends = _friends()
    for x, y, swap in ((a, b, False), (b, a, True)):
        for word in x.words if not friends.keys().isdisjoint(x.forms) else ():
            known = () if word.form in y.forms else friends.get(word.form, ())
            meanings = [(meant, source) for meant, source in known if not x.forms & meant]
            apart = (w for w in y.words if w.form not in x.forms)
            right = next((w for w in apart if any(w.form in meant for meant, _ in meanings)), None)
            if right is not None:
                sources = " or ".join(sorted(source for meant, source in meanings if right.form in meant))
                reason = f"“{{a}}” against “{{b}}”: a false friend, perhaps of {sources}"
                finding = Finding("antonym", "minor", span_of(word), span_of(right), reason, 0.6, "b")
                yield finding.mirrored() if swap else finding


@cache
def _friends() -> Mapping[str, tuple[tuple[frozenset[str], str], ...]]:
    """Return what each misleading form may stand for, inflected, and the word that misleads with its language."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in rows("false_friends.tsv"):
        meant = frozenset(form for word in row["meant"].split() for form in inflections(word))
        for form in sorted({form for word in row["said"].split() for form in inflections(word)}):
            found.setdefault(form, []).append((meant, f"{row['language']} “{row['source']}”"))
    return {form: tuple(meanings) for form, meanings in found.items()}


def _unshared(found: Sequence[Word], there: Passage) -> Word | None:
    return next((w for w in found if w.form not in there.forms), None)


_NEAR = 3  # telling words on either side


def _surroundings(passage: Passage, word: Word) -> frozenset[str]:
    """Return the keys of the telling words near a word."""
    telling = [w for w in passage.words if w.form not in function_words() or w is word]
    at = telling.index(word)
    return frozenset(w.key for w in telling[max(0, at - _NEAR) : at + _NEAR + 1] if w is not word)


@cache
def _scales() -> Mapping[str, tuple[_End, ...]]:
    """Return the ends of scales that each form stands for, as listed or inflected."""
    found: dict[str, set[_End]] = {}
    for number, row in enumerate(rows("antonyms.tsv")):
        for end, words in ((False, row["one"]), (True, row["other"])):
            for word in words.split():
                head, _, tail = word.partition("_")  # "rule_out" is two words
                for form in inflections(head):
                    found.setdefault(f"{form}_{tail}" if tail else form, set()).add((number, end))
    return {form: tuple(sorted(ends)) for form, ends in found.items()}


def _ends(passage: Passage) -> dict[_End, list[Word]]:
    """Return the words of each end of a scale."""
    found: dict[_End, list[Word]] = {}
    scales = _scales()
    for word, after in zip(passage.words, [*passage.words[1:], None], strict=True):
        if not word.name:
            phrase = f"{word.form}_{after.form}" if after else ""
            for end in (*scales.get(word.form, ()), *scales.get(phrase, ())):
                found.setdefault(end, []).append(word)
    return found


def _denied(passage: Passage, word: Word) -> bool:
    """Say whether a negator stands shortly before a word."""
    near = [w for w in passage.words if word.start - 24 <= w.start < word.start][-3:]
    return any(w.form in lexicon()["negators"] or w.form.endswith("n't") for w in near)
