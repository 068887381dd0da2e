"""Facts: typed values of a story with what is said around them, by which two reports of one fact are brought together.

Reporters who write independently share no sentences. What they share is the dimension of a value and the kind of
fact that the words around it point to, whichever words these are, besides names, places and days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from corpuslib.compare._claim_story import Story
from corpuslib.compare._fact_values import Value, typed_values
from corpuslib.compare._one_thing import clause_around
from corpuslib.compare._periods import Period, period
from corpuslib.compare._telling import common_words
from corpuslib.compare._units import unit_of, value_words
from corpuslib.compare.inflections import inflections
from corpuslib.compare.words import Word, function_words, lexicon, words
from corpuslib.lexicon import rows
from corpuslib.text import Span

__all__ = ["Fact", "Keys", "facts_of", "kinds"]

Keys = Mapping[str, frozenset[str]]
"""What telling words stand for: by the key of each word, that key and those of the kinds of fact it points to."""

_COUNTED = ("person", "anybody", "thing", "fate")
_BEFORE = 3  # sentences before one that say of which time it tells
_NOW = 10  # days from publication within which something is of the event that is reported
_RATE = re.compile(
    r"(?:\sof\s[a-z]{2,14})?\s?(?:a|an|per|each|every)\s(day|night|week|month|year)\b|\s(daily|weekly|monthly|yearly|annually)\b"
)
_OF_THEM = re.compile(r"\sof\s(?:them|whom|these|those|which)\b")
_THAN = re.compile(r"\s(?:[a-z]{2,12}\s)?(?:more|less|fewer|higher|lower|longer|shorter)\sthan\b")
_MORE = re.compile(r"[\w,]{1,12}\smore\s(?!than)")
_THOSE = re.compile(r"\b(?:the|these|those|both|all|its|his|her|their|our)\s$", re.I)
_BESIDE = 40  # characters
_LISTED = 20  # values of a sentence beyond which it is a table
_FEW = 12
_ALL = re.compile(r"\b(?:all|the)\s$", re.I)
_SINCE = re.compile(r"\bsince\b[^.;]{0,60}$|\b(?:from|until|till|by|after)\s$", re.I)
_PLACED = r"(?:in|at|near|outside|across|from|for|of)\s(?:the\s)?(?:[a-z]{3,14}\s(?:of\s)?)?(?:[A-Z][\w’'-]{1,20}\s)?"
_HERE = re.compile(rf"(?:\s[a-z]{{2,15}}){{0,3}}\s{_PLACED}")
_FIRST = re.compile(r"(?:In|At|Near|Outside|From)\s(?:the\s)?(?:[a-z]{3,14}\s(?:of\s)?)?(?:[A-Z][\w’'-]{1,20}\s)?")
_JOINED = re.compile(r"[,;]\s|\s(?:and|or|plus)\s")
_FROM = re.compile(r"\bfrom\s$")
_PROGRESS = re.compile(r"\sof\s(?:the\s)?(?:[a-z]{3,12}\s){0,2}(?:been\s)?(?:counted|reporting)\b")
_LOOK_BACK = 30
_YEAR = re.compile(r"(?<![\d.,-])(1[89]\d\d|20\d\d)(?![\d,-]|\.\d)")


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a sentence with its places in the document, and what is said in its clause and near it.

    `clause` and `near` hold telling words, names aside; `names` and `around` the names in its clause and near it.
    `labels` say what came of those counted, at which stage a sum is, and who is counted; `marks` make it of a part,
    of another time or uncertain; `days` are of the event, `elsewhen` of other times, `maybe` the same of the
    sentence before; `beside` what the words stand for that are nearest.
    """

    sentence: int
    document: int
    start: int
    end: int
    value: Value
    rate: str
    clause: Keys
    near: Keys
    names: frozenset[str]
    places: frozenset[str]
    around: frozenset[str]
    told: frozenset[str]
    labels: Mapping[str, frozenset[str]]
    marks: frozenset[str]
    days: frozenset[str]
    elsewhen: frozenset[str]
    maybe: frozenset[str]
    head: frozenset[str]
    beside: frozenset[str] = frozenset()


@cache
def kinds() -> dict[str, frozenset[tuple[str, str]]]:
    """Return the kinds of fact that a word form points to, each with its class.

    >>> sorted(kinds()["fatalities"]), sorted(kinds()["households"])
    ([('fate', '=killed')], [('person', '=inhabitants')])
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for row in rows("fact_words.tsv"):
        for word in row["words"].split():
            for form in inflections(word):
                found.setdefault(form, set()).add((row["class"], f"={row['fact']}"))
    return {form: frozenset(own) for form, own in found.items()}


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence as facts see it: its words that tell something with their keys, names by place, and its times."""

    text: str
    found: Sequence[Word]
    telling: Mapping[int, tuple[str, frozenset[str]]]
    names: Mapping[int, str]
    days: tuple[tuple[int, int, str], ...]
    elsewhen: tuple[tuple[int, int, str], ...]


def facts_of(story: Story) -> list[Fact]:
    """Return the facts of a story, in order."""
    published = [_published(d.metadata) for d in story.documents]
    read: dict[int, _Read] = {}
    result: list[Fact] = []
    for i, s in enumerate(story.sentences):
        text = story.text(s)
        if text.rstrip().endswith("?"):
            continue
        days = _days(story.tables[s.document], s.start, s.end)
        values = [
            v
            for v in typed_values(text, [day[:2] for day in days])
            if not _of_some(text, v) and not _PROGRESS.match(text, v.end)
        ]
        if not values or len(values) > _LISTED:
            continue
        own = story.of(s.document)
        for n in range(max(own.start, i - _BEFORE), i + 1):
            if n not in read:
                read[n] = _read(story, n, published[s.document])
        context = [read[n] for n in range(max(own.start, i - _BEFORE), i)]
        for v, own_part in zip(values, _parts(text, values), strict=True):
            result.append(_fact(i, s.document, s.start, read[i], context, v, own_part, story.names[s.document]))
    return result


def _of_some(text: str, v: Value) -> bool:
    """Say whether a small count is one of things told of before: the two states."""
    return (
        v.dimension == "count" and v.size <= _FEW and bool(_THOSE.search(text[max(0, v.start - _LOOK_BACK) : v.start]))
    )


def _parts(text: str, values: Sequence[Value]) -> Iterator[Span]:
    """Yield from where to where a sentence tells of each of its values: killed 12 | and injured 30."""
    cuts = [0]
    for v, following in pairwise(values):
        joined = [m.end() for m in _JOINED.finditer(text, v.end, following.start)]
        cuts.append(joined[-1] if joined else cuts[-1])
    ends = [*cuts[1:], len(text)]
    for n, first in enumerate(cuts):
        yield Span(first, next(end for end in ends[n:] if end > first))


def _published(metadata: Any) -> Period | None:
    first, last = metadata.published_from, metadata.published_to
    return Period(first.toordinal(), last.toordinal()) if first and last else None


def _days(table: Mapping[str, Sequence[Any]], start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (row.start - start, row.end - start, str(row.value)[:10])
        for row in table.get("dates", ())
        if row.role in ("event", "deadline") and start <= row.start and row.end <= end
    )


def _read(story: Story, i: int, published: Period | None) -> _Read:
    s = story.sentences[i]
    text = story.text(s)
    found = words(text)
    sources = _sources_in(story.tables[s.document], s.start, s.end)
    own = {t.start - s.start: t for t in story.retold[i].tokens}
    telling: dict[int, tuple[str, frozenset[str]]] = {}
    names: dict[int, str] = {}
    for w in found:
        token = own.get(w.start)
        if token is not None and token.name:
            if not any(start <= w.start < end for start, end in sources):
                names[w.start] = token.key
            continue
        if not _tells(w) and w.form not in kinds():
            continue
        key = token.key if token is not None and token.key[0].isalpha() else w.key
        of_kind = frozenset(k for c, k in kinds().get(w.form, ()) if c != "anybody")
        if (token is not None or of_kind) and not w.name:
            telling[w.start] = (key, of_kind | ({key} if token is not None and _tells(w) else frozenset()))
    days = _days(story.tables[s.document], s.start, s.end)
    far = [d for d in days if published and (p := period(d[2])) and published.first - p.last > _NOW]
    if published:
        years = [(*m.span(), m[1]) for m in _YEAR.finditer(text) if (p := period(m[1])) and p.last < published.first]
        far += [y for y in years if not any(start < y[1] and y[0] < end for start, end, _ in days)]
    far = [d for d in far if not _SINCE.search(text[max(0, d[0] - 2 * _LOOK_BACK) : d[0]])]
    return _Read(text, found, telling, names, days, tuple(far))


def _tells(word: Word) -> bool:
    small = (
        word.form in function_words()
        or word.number
        or len(word.form) < 2
        or word.form == "cent"
        or word.form in common_words()
    )
    calendar = word.form in lexicon()["months"] or word.form in lexicon()["weekdays"]
    number = word.form in lexicon()["cardinals"] or word.form in lexicon()["scales"]
    light = word.form in value_words("light")
    return not (small or calendar or number or light or unit_of(word.form))


def _sources_in(table: Mapping[str, Sequence[object]], start: int, end: int) -> list[tuple[int, int]]:
    """Return where, in a sentence, it says who says so."""
    places = []
    for row in table.get("attributions", ()):
        for a, b in (("cue_start", "cue_end"), ("speaker_start", "speaker_end")):
            first, last = getattr(row, a, None), getattr(row, b, None)
            if first is not None and last is not None and start <= first and last <= end:
                places.append((first - start, last - start))
    return places


def _fact(
    i: int, document: int, at: int, s: _Read, context: Sequence[_Read], v: Value, part: Span, told: frozenset[str]
) -> Fact:
    wide = clause_around(s.text, Span(v.start, v.end), part)
    before = context[-1] if context else None
    clause = {k: keys for p, (k, keys) in s.telling.items() if wide.start <= p < wide.end}
    near = {k: keys for k, keys in s.telling.values() if k not in clause}
    near |= {k: keys for k, keys in before.telling.values() if k not in clause and k not in near} if before else {}
    names = frozenset(key for p, key in s.names.items() if wide.start <= p < wide.end)
    places = frozenset(key for p, key in s.names.items() if wide.start <= p < wide.end and _at(s.text, v, p))
    around = frozenset((*s.names.values(), *(before.names.values() if before else ())))
    forms = [w.form for w in s.found if wide.start <= w.start < wide.end]
    head = frozenset(k for c, k in kinds().get(v.head, ()) if c in _COUNTED)
    rate = _RATE.match(s.text, v.end)
    return Fact(
        sentence=i,
        document=document,
        start=at + v.start,
        end=at + v.end,
        value=v,
        rate=(rate.group(1) or rate.group(2)[:4]) if rate else "",
        clause=clause,
        near=near,
        names=names,
        places=places,
        around=around,
        told=told,
        labels=_labels(forms, v),
        marks=frozenset(_marks(forms, s.text, v)),
        days=frozenset(d for d in (x[2] for x in s.days if x not in s.elsewhen)),
        elsewhen=frozenset(d[2] for d in s.elsewhen if wide.start <= d[0] < wide.end),
        maybe=frozenset(d[2] for r in (s, *context) for d in r.elsewhen),
        beside=frozenset(
            key
            for p, (_, keys) in s.telling.items()
            if v.start - _BESIDE <= p < v.end + _BESIDE and wide.start <= p < wide.end
            for key in keys
        ),
        head=head | ({_own_key(s, v)} if v.head else frozenset()),
    )


def _at(text: str, v: Value, p: int) -> bool:
    """Say whether a name is that of the place of a value: behind it, or at the head of the sentence."""
    return bool(_HERE.fullmatch(text, v.end, p) or _FIRST.fullmatch(text, 0, p))


def _own_key(s: _Read, v: Value) -> str:
    word = next(w for w in s.found if w.end == v.end)
    return s.telling.get(word.start, (word.key,))[0]


def _labels(forms: Iterable[str], v: Value) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form in forms:
        for name, kind in kinds().get(form, ()):
            if name in ("fate", "stage", "purpose", "place"):
                found.setdefault(name, set()).add(kind)
    people = {kind for name, kind in kinds().get(v.head, ()) if name == "person"}
    return {name: frozenset(own) for name, own in {**found, "person": people}.items() if own}


_MARKS = {
    "of others besides": "another other others further additional extra different second",
    "of what is left": "remaining rest still",
    "of a part": "each every average including excluding except",
    "of an earlier time": "previous previously earlier former formerly once originally initially predecessor",
    "only possible": "would could may might can if whether unless possibly perhaps likely",
    "a difference": "compared versus",
    "a limit": "maximum capacity limit",
}


@cache
def _mark_words() -> dict[str, str]:
    return {form: name for name, forms in _MARKS.items() for form in forms.split()}


def _marks(forms: Sequence[str], text: str, v: Value) -> Iterator[str]:
    for form in forms:
        if form in _mark_words():
            yield _mark_words()[form]
    if _THAN.match(text, v.end):
        yield "a difference"
    if _MORE.match(text, v.start):
        yield "of others besides"
    if v.dimension not in ("clock", "count") and _FROM.search(text[max(0, v.start - _LOOK_BACK) : v.start]):
        yield "a limit"
    if _OF_THEM.match(text, v.end) and not _ALL.search(text[max(0, v.start - _LOOK_BACK) : v.start]):
        yield "of a part"
