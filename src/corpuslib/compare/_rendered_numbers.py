"""Numbers in two renderings of one sentence: which answer to each other, and which of those contradict."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, pairwise

from corpuslib.compare._rendered_pair import RenderedPair, words_in
from corpuslib.compare.detectors import bounds, numbers
from corpuslib.compare.passages import Finding, Passage
from corpuslib.compare.words import Word, function_words, lexicon
from corpuslib.text import Span

__all__ = ["bounded_numbers", "differing_numbers"]

# What stands after and before a number that is part of something else: of a time, a score, a fraction, a decade, a
# name ("Covid-19"), or of a number that is written apart ("44, 000") or with a letter in it ("20l5").
_PART = re.compile(
    r"\s?\d?[:/½¼¾]\s?\d?|\s?s\b|[A-Za-z]\d|\s?[ap]\.?m\b|,\s\d{3}\b|\s[.,]\d{1,3}\b|\.?\d|\so['’]clock\b"
    r"|[\s-]and[\s-](?:a[\s-])?(?:half|quarter)\b"
)
_PARTLY = re.compile(r"(?:\d[:/]\s?|[A-Za-z]-?|\d[.,]\s|\d\s[.,]?)$")
_GROUPED = re.compile(r"\d{1,3}[.,]\d{3}")
_PAUSE = re.compile(r"[,;:.!?]\s")
_CLOCK = 12  # hours by which two ways to count them differ
_CLOSE = 0.5  # share of tied words below which two sentences may say two things
_CLOSER = 0.6  # … and from which one number is taken for the other without its decimals
_NEAR = 0.2  # a number that is only about right may be so much off
_SPREAD = 10  # "over three floors" spreads: from ten on "over" is taken for more than
_AROUND = 4  # words beside a number among which stands what bounds it
_MOST = 10  # numbers of a sentence that differ
_YEARS = range(1800, 2100)
_TIMES = frozenset(["year", "month", "week", "day", "hour", "minute", "decade"])
_BOUNDING = ("exceed", "surpass")
_LOOSE = ("approximate", "bounds", "comparatives")  # classes of words of the lexicon
_AT_LATEST = frozenset(["in", "after", "before"])


@dataclass(frozen=True)
class _Number:
    """A number of a passage."""

    passage: Passage
    value: float
    kind: str
    start: int
    end: int

    @classmethod
    def at(cls, passage: Passage, span: Span) -> _Number | None:
        """Return the first number of a span."""
        q = next((q for q in passage.quantities if span.start <= q.start < span.end), None)
        return cls(passage, q.value, q.kind, q.start, q.end) if q else None

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def words(self) -> list[Word]:
        return [self.passage.words[n] for n in words_in(self.passage, Span(self.start, self.end))]

    @property
    def left(self) -> list[Word]:
        return [w for w in self.passage.words if w.end <= self.start]

    @property
    def right(self) -> list[Word]:
        return [w for w in self.passage.words if w.start >= self.end]

    def is_part(self) -> bool:
        """Say whether the number is part of a time, a fraction, a name or another number."""
        before = _PARTLY.search(self.passage.text[max(0, self.start - 4) : self.start])
        in_metres = self.text.endswith("m")  # thirty metres, or million
        return in_metres or bool(before or _PART.match(self.passage.text, self.end)) or self._is_compound()

    def _is_compound(self) -> bool:
        """Say whether it is part of a compound of numbers, "four-twenty-ten", whose value is not read."""
        near = [w for w in self.passage.words if w.start == self.end + 1 or w.end == self.start - 1]
        marks = self.passage.text[self.end : self.end + 1], self.passage.text[max(0, self.start - 1) : self.start]
        return "-" in marks and any(w.form in lexicon()["cardinals"] for w in near)

    @cached_property
    def unit(self) -> str:
        """What the number counts, in the singular: the word right behind it, if it tells anything."""
        if self.passage.text[self.end : self.end + 2].strip().startswith("%"):
            return "percent"
        word = next(iter(self.right), None)
        if word is None or self.passage.text[self.end : word.start] not in (" ", "-", ""):
            return ""
        return "percent" if word.form == "per" else "" if word.form in function_words() else _singular(word.form)

    @property
    def label(self) -> str:
        """The name that the number belongs to, as in "Table 2" or "D.2"; empty if it belongs to none."""
        last = next(iter(self.left[-1:]), None)
        if last is None or not last.text[0].isupper() or last.form in function_words() | lexicon()["months"].keys():
            return ""
        return last.key if self.passage.text[last.end : self.start] in (" ", "", ".") else ""

    @property
    def leaves_out(self) -> bool:
        """Whether it leaves out what was named before: "Yale and two other universities"."""
        return not {"other", "others", "more"}.isdisjoint(w.form for w in self.right[:2])

    @property
    def loose(self) -> bool:
        """Whether it is only about right, or a bound."""
        return any(w.form in _loose() for w in (*self.left[-2:], *self.words))


def _singular(form: str) -> str:
    form = form.replace("metre", "meter").replace("litre", "liter")
    return form[:-2] if form.endswith("ches") else form.rstrip("s")


@cache
def _units() -> frozenset[str]:
    named = map(_singular, lexicon()["currencies_and_units"])
    return frozenset([*named, *lexicon()["measures"]])


@cache
def _loose() -> frozenset[str]:
    return frozenset([*(w for name in _LOOSE for w in lexicon()[name]), "than", "within", "dozen"])


def differing_numbers(pair: RenderedPair) -> Iterator[tuple[Finding, bool]]:
    """Yield two numbers that stand in one place, and whether one is only the other without its decimals."""
    answering: list[tuple[Finding, _Number, _Number]] = []
    for finding in numbers(pair.x, pair.y):
        # Where one side has more numbers, or both have very many, it is not known which answers to which.
        if not (finding.a and finding.b) or len(answering) == _MOST:
            return
        q, r = _Number.at(pair.x, finding.a), _Number.at(pair.y, finding.b)
        if q is None or r is None or not _in_one_place(pair, q, r):
            return
        answering.append((finding, q, r))
    for finding, q, r in answering:
        rounded = _is_rounded(q.value, r.value)
        close = not rounded or (pair.closeness >= _CLOSER and q.unit == r.unit)
        if close and _of_one_thing(q, r) and not _may_be_equal(q, r):
            yield finding, rounded


def bounded_numbers(pair: RenderedPair) -> Iterator[Finding]:
    """Yield a number that is exact on one side and a bound on the other: ninety, more than ninety."""
    for finding in islice(bounds(pair.x, pair.y), _MOST):
        if pair.closeness < _CLOSE:
            return
        q, r = (_Number.at(p, at) for p, at in pair.places(finding))
        if "exact on one side" not in finding.reason or q is None or r is None:
            continue
        bounded, exact = (q, r) if finding.a and finding.a.start < q.start else (r, q)
        parts = bounded.is_part() or exact.is_part()
        if not parts and _in_one_place(pair, q, r) and _is_bound(bounded) and not _may_be_bound(exact):
            yield finding


def _in_one_place(pair: RenderedPair, q: _Number, r: _Number) -> bool:
    """Say whether two numbers answer to each other, or the words right behind them are one."""
    i, j = (words_in(n.passage, Span(n.start, n.end))[0] for n in (q, r))
    return pair.opposed(i, j) or pair.ties.get(i + len(q.words), -1) == j + len(r.words)


def _is_rounded(one: float, other: float) -> bool:
    exact, whole = sorted((one, other), key=float.is_integer)
    return not exact.is_integer() and whole in (math.floor(exact), math.floor(exact + 0.5))


def _of_one_thing(q: _Number, r: _Number) -> bool:
    """Say whether two numbers count or measure one thing."""
    if q.kind != r.kind or q.is_part() or r.is_part() or q.label != r.label or q.leaves_out != r.leaves_out:
        return False
    # Nothing behind a number says nothing; of two words that are no units one may paraphrase the other.
    return q.unit == r.unit or "" in (q.unit, r.unit) or _units().isdisjoint([q.unit, r.unit])


def _may_be_equal(q: _Number, r: _Number) -> bool:
    """Say whether two numbers may be one: rounded, cut short, counted on, written by other rules."""
    short, full = sorted((q.value, r.value))
    if (q.loose or r.loose) and full - short <= _NEAR * full:
        return True
    if full - short == _CLOCK and full <= 2 * _CLOCK:
        return any(w.form in lexicon()["clock_words"] for n in (q, r) for w in n.passage.words)
    # The years 2031 and '31, and a year with the number of a note behind it: 2031.4.
    if int(full) in _YEARS and (int(full) % 100 == short or int(full) == short):
        return True
    return _is_tail(q, r) or _is_tail(r, q) or not _readings(q, r.words).isdisjoint(_readings(r, q.words))


def _is_tail(q: _Number, r: _Number) -> bool:
    """Say whether a number that opens its sentence ends another one: "64. 4%", taken for two sentences."""
    return q.text[0].isdecimal() and r.text.endswith(q.text) and not q.passage.text[: q.start].strip(" “\"'(")


def _readings(q: _Number, other: Sequence[Word]) -> frozenset[float]:
    """Return the values that a number can have: before three digits a comma or stop groups or marks a fraction.

    A scale that the other number has none of counts for nothing: it may be left out, or written wrongly.
    """
    first, *rest = q.words
    scale = math.prod(lexicon()["scales"].get(w.form, 1) for w in rest)
    values = [q.value / scale]
    if _GROUPED.fullmatch(first.text):
        values = [float(first.text.replace(",", mark).replace(".", mark)) for mark in ("", ".")]
    return frozenset(value * (scale if len(other) > 1 else 1) for value in values)


def _is_bound(q: _Number) -> bool:
    """Say whether what stands before a number bounds it: "over" and "under" can say where or how long as well."""
    last = q.left[-1].form if q.left else ""
    if last not in ("over", "under"):
        return True
    return last == "over" and q.value >= _SPREAD and int(q.value) not in _YEARS and q.unit not in _TIMES


def _may_be_bound(q: _Number) -> bool:
    """Say whether anything near a number can bound it, or bounds a number before it in the sentence."""
    left, right = q.left, [w for w in q.right if not _PAUSE.search(q.passage.text, q.end, w.start)]
    near, behind = [w.form for w in left[-_AROUND:]], [w.form for w in right[: 2 * _AROUND]]
    if q.passage.text.startswith(("+", "-plus"), q.end) or behind[:1] == ["or"] or not _AT_LATEST.isdisjoint(near[-1:]):
        return True
    if any(w.form in _loose() and v.number for w, v in pairwise(left)):
        return True
    return (
        not (lexicon()["bounding_before"] | _loose()).isdisjoint(near)
        or not lexicon()["bounding_behind"].isdisjoint(behind)
        or any(form.startswith(_BOUNDING) for form in (*near, *behind))
    )
