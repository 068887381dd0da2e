"""Two numbers in clauses that are alike in all but what sets them apart: both can be true, and are no contradiction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from corpuslib.compare._claim_story import Found, Story, Version
from corpuslib.compare._claim_ties import Ties
from corpuslib.compare._numbered_clauses import DAY, Numbered, everybody, groups, numbered
from corpuslib.compare._telling import common_words
from corpuslib.compare.inflections import known_verb
from corpuslib.compare.paraphrases import groups_of
from corpuslib.compare.words import function_words, stem

__all__ = ["alike"]

_SURE = 0.5
_SHARED = 6000  # in thousandths: what two clauses must share besides numbers and days
_CLOSE = 0.1  # share by which two numbers may differ and still be one, rounded
_MATES = 20  # sentences that are held against one
_MOST = 3  # claims that are shown of one sentence
_ODD = 1  # words that one of two clauses may have besides
_LONG = 12  # telling words of a clause beyond which it says more than one thing


def alike(story: Story, claims: Iterable[Found]) -> Iterator[Found]:
    """Yield pairs of numbers of two voices that differ because they are of other things, times, places, or a part.

    The clauses must be alike but for that. Left out are pairs that one of the `claims` has, unless it takes them for
    a conflict, and of a sentence all but the first three.
    """
    known = Ties(claim for claim in claims if claim.verdict != "conflict")
    own = _by_sentence(story)
    shown: dict[int, int] = {}
    for i in sorted(own):
        for j in story.mates(i, _SHARED // 2)[:_MATES]:
            if j > i and j in own and story.apart(i, j) and max(shown.get(i, 0), shown.get(j, 0)) < _MOST:
                found = next(_pairs(story, own[i], own[j], known), None)
                if found:
                    shown |= {i: shown.get(i, 0) + 1, j: shown.get(j, 0) + 1}
                    yield found


def _by_sentence(story: Story) -> dict[int, list[Numbered]]:
    having = [i for i, s in enumerate(story.sentences) if any(t.key.startswith(("#", "@")) for t in s.tokens)]
    meant = [story.meant[i] for i in having]
    return {
        i: [n for n in numbered(story, i, words) if len(n.words) + len(n.names) <= _LONG]
        for i, words in zip(having, meant, strict=True)
    }


def _pairs(story: Story, mine: Sequence[Numbered], other: Sequence[Numbered], known: Ties) -> Iterator[Found]:
    for a, b in product(mine, other):
        why = _why(story, a, b)
        if why and not known.both(_place(story, a), _place(story, b)):
            yield Found("compatible", (_version(story, a), _version(story, b)), _SURE, why)


def _place(story: Story, n: Numbered) -> tuple[int, int, int]:
    return story.sentences[n.sentence].document, n.start, n.end


def _version(story: Story, n: Numbered) -> Version:
    document = story.sentences[n.sentence].document
    return Version(document, *n.clause, " ".join(story.documents[document].text[n.start : n.end].split()))


def _why(story: Story, a: Numbered, b: Numbered) -> str:
    """Return why two numbers can both be true although their clauses are alike; "" if they are not, or may conflict."""
    if DAY in (a.unit, b.unit):
        one = a.unit == b.unit and a.value != b.value and a.names == b.names and a.words & b.words
        return "the days of others in a row" if one and _odd(a, b) <= _ODD and _apart(a, b, "order") else ""
    close = abs(a.value - b.value) <= _CLOSE * max(a.value, b.value)
    if close or not (a.words & b.words or (a.stage and b.stage)):
        return ""
    shared = {*(a.words & b.words), *(a.names & b.names), *({stem(a.unit)} if _one_unit(a, b) else ())}
    if sum(story.weights.get(key, 0) for key in shared) < _SHARED:
        return ""
    return next((why for rule in _RULES if (why := rule(a, b))), "")


def _of_other_times(a: Numbered, b: Numbered) -> str:
    """Return that two numbers are of other times, or of others in a row, if both of them say so."""
    if not _one_unit(a, b) or a.names != b.names or _odd(a, b) > _ODD:
        return ""
    for kind, why in (("order", "of others in a row"), ("year", "of other years"), ("when", "of other days or years")):
        if _apart(a, b, kind):
            return f"the same count, {why}"
    years, days = ([{v for k, v in n.marks if k == kind} for n in (a, b)] for kind in ("year", "when"))
    earlier = any(years[x] and days[y] and not years[y] for x, y in ((0, 1), (1, 0)))
    return "the same count, of other years" if earlier else ""


def _of_a_part(a: Numbered, b: Numbered) -> str:
    """Return that the smaller number is of a part of what the other one is of."""
    small, large = sorted((a, b), key=lambda n: n.value)
    extra = small.words - large.words
    group = len(extra) == 1 and large.words <= small.words and extra <= {stem(form) for form in groups()}
    whole = large.whole and not small.whole and _odd(a, b) <= _ODD
    one = _one_unit(a, b) and (whole or (group and a.names == b.names))
    return "a part of it and the whole" if one else ""


def _of_others(a: Numbered, b: Numbered) -> str:
    """Return that two clauses name others, or other places, where they say the same of them."""
    names = a.names - b.names, b.names - a.names
    words = a.words - b.words, b.words - a.words
    one = _one_unit(a, b) and all(names) and len(a.names) == len(b.names) and max(map(len, words)) <= _ODD
    return "the same count of others" if one and a.times == b.times else ""


def _at_other_stages(a: Numbered, b: Numbered) -> str:
    """Return that one number is asked, and the other offered or agreed."""
    one = _one_unit(a, b) and a.stage and b.stage and a.stage != b.stage
    return f"{a.stage} and {b.stage}" if one and _at_one(a, b) else ""


def _of_other_figures(a: Numbered, b: Numbered) -> str:
    """Return that two numbers are other figures of one event: killed, and hurt."""
    other = a.alone and b.alone and a.figure and b.figure and a.figure != b.figure
    one = other and _at_one(a, b) and _odd(a, b) <= 2 * _ODD and (_one_unit(a, b) or _of_other_kinds(a, b))
    return f"{a.figure} and {b.figure}" if one else ""


def _of_other_things(a: Numbered, b: Numbered) -> str:
    """Return that two numbers count other things, or as many loads of other things."""
    if not _at_one(a, b):
        return ""
    if _one_unit(a, b):
        other = a.alone and b.alone and a.of and b.of and _odd(a, b) <= 2 * _ODD and not _same_meaning(a.of, b.of)
        return f"counts of other things: of {a.of}, of {b.of}" if other else ""
    return f"counts of other things: {a.unit}, {b.unit}" if not _odd(a, b) and _of_other_kinds(a, b) else ""


_RULES: tuple[Callable[[Numbered, Numbered], str], ...] = (
    _of_other_times,
    _of_a_part,
    _of_others,
    _at_other_stages,
    _of_other_figures,
    _of_other_things,
)


def _odd(a: Numbered, b: Numbered) -> int:
    return len(a.words ^ b.words)


def _one_unit(a: Numbered, b: Numbered) -> bool:
    return stem(a.unit) == stem(b.unit)


def _at_one(a: Numbered, b: Numbered) -> bool:
    """Say whether two numbers are of the same names and times."""
    return a.names == b.names and a.times == b.times


def _apart(a: Numbered, b: Numbered, kind: str) -> bool:
    x, y = ({value for k, value in n.marks if k == kind} for n in (a, b))
    return bool(x and y) and x.isdisjoint(y)


def _of_other_kinds(a: Numbered, b: Numbered) -> bool:
    """Say whether two counted things are no names for one: neither means the other, nor may be all of the other."""
    small, large = sorted((a, b), key=lambda n: n.value)
    if not everybody().isdisjoint((a.unit, b.unit)):
        return a.alone and b.alone and large.unit in everybody() and small.unit in groups()
    told = stem(a.unit) in b.words or stem(b.unit) in a.words
    return _counted(a) and _counted(b) and not told and not _same_meaning(a.unit, b.unit)


def _same_meaning(form: str, other: str) -> bool:
    return stem(form) == stem(other) or not set(groups_of(form)).isdisjoint(groups_of(other))


def _counted(n: Numbered) -> bool:
    """Say whether the word after a number is the name of what is counted, and no other number is in its clause."""
    plural = n.unit.endswith("s") and not known_verb(n.unit)[1] and n.unit not in function_words() | common_words()
    return n.alone and (plural or n.unit in groups())
