"""Tense and mood of finite verbs: when, and how really, a passage says that something happens.

There is no parser. Auxiliaries are a closed class; other verbs are known by a word list and their endings, and taken
for finite where what stands before them can be a subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from corpuslib.compare.inflections import known_verb
from corpuslib.compare.passages import HINT, Finding, Passage, Severity, span_of
from corpuslib.compare.words import Word, function_words, lexicon, stem
from corpuslib.text import Span

__all__ = ["Tense", "VerbGroup", "mood", "tense", "verb_groups"]

Tense = Literal["past", "perfect", "present", "future", "conditional", "modal"]


class VerbGroup(NamedTuple):
    """A finite verb with its auxiliaries: its tense, what its verb shares with inflections of it, its place."""

    tense: Tense
    verb: str
    span: Span


_MODALS: Mapping[str, Tense] = {
    "will": "future", "shall": "future", "won't": "future", "would": "conditional", "wouldn't": "conditional",
    "can": "modal", "cannot": "modal", "can't": "modal", "could": "modal", "couldn't": "modal", "may": "modal",
    "might": "modal", "must": "modal", "mustn't": "modal", "should": "modal", "shouldn't": "modal",
}  # fmt: skip
_BE: Mapping[str, Tense] = {
    "is": "present", "are": "present", "am": "present", "isn't": "present", "aren't": "present", "was": "past",
    "were": "past", "wasn't": "past", "weren't": "past", "they're": "present", "we're": "present", "i'm": "present",
    "you're": "present",
}  # fmt: skip
_HAVE: Mapping[str, Tense] = {
    "has": "perfect", "have": "perfect", "hasn't": "perfect", "haven't": "perfect", "had": "past", "hadn't": "past",
    "we've": "perfect", "i've": "perfect", "they've": "perfect", "you've": "perfect",
}  # fmt: skip
_DO: Mapping[str, Tense] = {
    "does": "present", "do": "present", "doesn't": "present", "don't": "present", "did": "past", "didn't": "past",
}  # fmt: skip
_REACH = 4  # words between an auxiliary and its verb


def verb_groups(passage: Passage) -> list[VerbGroup]:
    """Return the finite verbs of a passage in order.

    >>> [(g.tense, g.verb) for g in verb_groups(Passage("She had left when they will have signed; he says so."))]
    [('past', 'leave'), ('future', 'sign'), ('present', 'say')]
    """
    return list(_verb_groups(passage))


@lru_cache(maxsize=64)
def _verb_groups(passage: Passage) -> tuple[VerbGroup, ...]:
    """Return the finite verbs of a passage, which several detectors ask for in a row."""
    found, words, i = [], passage.words, 0
    while i < len(words):
        kind, verb, taken = _group(passage, words, i)
        if kind is not None:
            found.append(VerbGroup(kind, verb, Span(words[i].start, words[i + taken - 1].end)))
        i += taken
    return tuple(found)


def _group(passage: Passage, words: Sequence[Word], i: int) -> tuple[Tense | None, str, int]:
    """Return tense and verb of the group that begins at the i-th word, if one does, and how many words it takes."""
    word = words[i]
    form = word.form
    if word.name and form not in _BE:
        return None, "", 1
    if form in _MODALS:
        verb, taken = _head(passage, words, i, "base") or ("", 1)
        return _MODALS[form], stem(verb), taken
    if form in _HAVE:
        head = _head(passage, words, i, "participle")
        if head is None:
            return "present" if _HAVE[form] == "perfect" else "past", "have", 1
        return _HAVE[form], stem(head[0]), head[1]
    if form in _BE:
        verb, taken = _head(passage, words, i, "participle") or _head(passage, words, i, "gerund") or ("be", 1)
        if verb == "go" and _to_verb(words, i + taken):
            return "future" if _BE[form] == "present" else "conditional", "", taken + 2
        return _BE[form], stem(verb), taken
    if form in _DO and not (i and words[i - 1].form == "to"):
        verb, taken = _head(passage, words, i, "base") or ("do", 1)
        return _DO[form], stem(verb), taken
    tense, verb = _plain(passage, words, i)
    return tense, verb, 1


def _head(passage: Passage, words: Sequence[Word], i: int, kind: str) -> tuple[str, int] | None:
    """Return the base of the verb of this kind that an auxiliary governs, and how many words lead to it."""
    last: tuple[str, int] | None = None
    for k in range(i + 1, min(i + 1 + _REACH, len(words))):
        if any(c in passage.text[words[k - 1].end : words[k].start] for c in ",;:.!?"):
            break
        form = words[k].form
        base, kinds = known_verb(form)
        if form in ("have", "be", "been", "being"):
            last, kind = ("have" if form == "have" else "be", k - i + 1), "participle"
        elif kind in kinds or (last is not None and "gerund" in kinds):
            return base, k - i + 1
        elif form not in lexicon()["before_verbs"] and not form.endswith("ly") and not words[k].name:
            break
    return last


def _to_verb(words: Sequence[Word], i: int) -> bool:
    return i + 1 < len(words) and words[i].form == "to" and "base" in known_verb(words[i + 1].form)[1]


def _plain(passage: Passage, words: Sequence[Word], i: int) -> tuple[Tense | None, str]:
    """Return tense and verb of the finite verb without an auxiliary that the i-th word is, if it is one."""
    word = words[i]
    base, kinds = known_verb(word.form)
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    if before is None or kinds <= {"gerund"} or word.text[0].isupper() or passage.text[word.start - 1] in "([":
        return None, ""
    if "past" in kinds and "base" not in kinds and _may_follow_subject(before):
        # "The treaty signed by Kelm" is no past tense.
        reduced = "participle" in kinds and after is not None and after.form == "by"
        return (None, "") if reduced else ("past", stem(base))
    if "third" in kinds and _may_follow_subject(before) and _may_precede_object(after):
        return "present", stem(base)
    if "base" in kinds and "past" not in kinds and before.form in lexicon()["before_plain"]:
        return "present", stem(base)
    return None, ""


def _may_follow_subject(before: Word) -> bool:
    """Say whether a word can end a subject, or stand between it and its verb."""
    if before.form in lexicon()["before_finite"] or before.form.endswith("ly"):
        return True
    return before.form not in function_words() and before.form not in lexicon()["cardinals"]


def _may_precede_object(after: Word | None) -> bool:
    return after is None or after.form in function_words() or after.name or after.number


Sphere = Literal["past", "present", "future"]
_SPHERES: Mapping[Tense, Sphere] = {"past": "past", "perfect": "past", "present": "present", "future": "future"}
_MOST = 2  # findings of one pair of passages


class _Timed(NamedTuple):
    """A finite verb in the past, the present or the future."""

    verb: str
    sphere: Sphere
    span: Span


def tense(a: Passage, b: Passage) -> Iterator[Finding]:
    """What has happened on one side, happens on the other, or will.

    One verb in two tenses tells most. Where no verb is shared, the tenses left over on either side may tell. Past and
    perfect are one, since languages divide them differently. A present beside a past says less after a verb of saying
    (sequence of tenses), and nothing in a headline.
    """
    groups = verb_groups(a), verb_groups(b)
    mine, other = (_timed(found) for found in groups)
    found = list(_one_verb(mine, other))
    sure = bool(found)
    reported = any(v.sphere == "past" and v.verb in _reporting() for v in (*mine, *other))
    headline = not all(p.ends_with(".", "!", "?", ":", ";") for p in (a, b))
    found = (
        found
        or [*_respelt(mine, b, groups[1]), *((x, y) for y, x in _respelt(other, a, groups[0]))]
        or list(_unequal(mine, other))
    )
    for x, y in found[:_MOST]:
        if {x.sphere, y.sphere} != {"past", "present"}:
            yield _finding(x, y, sure=sure)
        elif not headline:
            yield _finding(x, y, sure=sure and (not reported or x.verb in _reporting()))


def _finding(x: _Timed, y: _Timed, *, sure: bool) -> Finding:
    spheres = {x.sphere, y.sphere}
    far = spheres == {"past", "future"}
    severity: Severity = "major" if far and sure else "minor"
    score = 0.6 if far else HINT
    reason = f"“{{a}}” against “{{b}}”: {x.sphere} on one side, {y.sphere} on the other"
    return Finding("modality", severity, x.span, y.span, reason, round(score + 0.1 * sure, 2))


@cache
def _reporting() -> frozenset[str]:
    verbs = "say tell announce report explain believe state add note claim inform reveal think know find hope declare"
    return frozenset(stem(verb) for verb in verbs.split())


def _timed(groups: Sequence[VerbGroup]) -> list[_Timed]:
    return [_Timed(g.verb, _SPHERES[g.tense], g.span) for g in groups if g.tense in _SPHERES]


def _one_verb(mine: Sequence[_Timed], other: Sequence[_Timed]) -> Iterator[tuple[_Timed, _Timed]]:
    """Yield a verb that both sides have, in tenses that the other has not."""
    for verb in sorted({v.verb for v in mine} & {v.verb for v in other} - {""}):
        x, y = ([v for v in side if v.verb == verb] for side in (mine, other))
        yield from _unequal(x, y)


def _unequal(mine: Sequence[_Timed], other: Sequence[_Timed]) -> Iterator[tuple[_Timed, _Timed]]:
    counts, counts_b = Counter(v.sphere for v in mine), Counter(v.sphere for v in other)
    left, right = sorted(counts - counts_b), sorted(counts_b - counts)
    if left and right:
        verbs = {v.verb for v in mine} & {v.verb for v in other}
        x, y = ([v for v in side if v.sphere == sphere] for side, sphere in ((mine, left[0]), (other, right[0])))
        # A verb that the other side lacks is the likelier one to have changed.
        yield (
            next((v for v in x if v.verb not in verbs), x[0]),
            next((v for v in y if v.verb not in verbs), y[0]),
        )


def _respelt(mine: Sequence[_Timed], other: Passage, groups: Sequence[VerbGroup]) -> list[tuple[_Timed, _Timed]]:
    """Return past verbs of one side whose present stands on the other where only its ending could tell a verb."""
    past = {v.verb: v for v in mine if v.sphere == "past"}
    if not past:
        return []
    present = {g.verb for g in groups}
    found = []
    for before, word in pairwise(other.words):
        base, kinds = known_verb(word.form)
        verb = past.get(stem(base))
        if (
            verb
            and verb.verb not in present
            and kinds & {"base", "third"}
            and not word.name
            and before.form not in lexicon()["before_nouns"]
        ):
            found.append((verb, _Timed(verb.verb, "present", span_of(word))))
    return found


def mood(a: Passage, b: Passage) -> Iterator[Finding]:
    """A question on one side where the other asks nothing."""
    asked = [p.text.find("?") for p in (a, b)]
    if min(asked) < 0 <= max(asked):
        marks = [Span(at, at + 1) if at >= 0 else None for at in asked]
        reason = "a question on one side, a statement on the other"
        yield Finding("modality", "minor", marks[0], marks[1], reason, 0.6)
