"""What of an aligned passage of a source arrived in its translation: values, names, quotations, denials."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from corpuslib.compare.passages import Severity
from corpuslib.compare.source_cues import denials, denies, quoted
from corpuslib.compare.source_names import SourceName, counterparts, english_names, names_in
from corpuslib.compare.source_values import Value, same_value, values_in
from corpuslib.compare.words import fold
from corpuslib.document import Document
from corpuslib.text import Span

__all__ = ["AlignedPassage", "CoverageKind", "Item", "Status", "Texts", "items"]

CoverageKind = Literal["number", "date", "name", "quotation", "negation", "sentence"]
Status = Literal["found", "differs", "missing", "added", "unknown"]


class Item(NamedTuple):
    """Something that a translation should keep: its places, whether it did, how bad it is and why."""

    kind: CoverageKind
    status: Status
    severity: Severity | None
    source: Span | None
    target: Span | None
    reason: str
    confidence: float


class AlignedPassage(NamedTuple):
    """An aligned passage: its place on either side, and both places with the passages beside them."""

    source: Span
    target: Span
    near_source: Span
    near: Span


class Texts(NamedTuple):
    """A source, its translation, the language of the source, and the aligned passages in order."""

    source: Document
    target: Document
    language: str
    passages: tuple[AlignedPassage, ...]


def items(texts: Texts) -> Iterator[Item]:
    """Yield what each aligned passage of the source has, whether it arrived, and what was put in."""
    names = _Names.of(texts)
    if texts.language in ("ko", "zh"):
        yield Item("name", "unknown", None, None, None, "names in this script are not read", 1.0)
    for at in texts.passages:
        yield from _values(texts, at)
        yield from names.compared(texts, at)
        yield from _quotations(texts, at)
        yield from _negations(texts, at)


def _moved(span: tuple[int, int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


def _values(texts: Texts, at: AlignedPassage) -> Iterator[Item]:
    """Compare the numbers and dates of an aligned passage."""
    mine = values_in(texts.source.text[at.source.slice], texts.language)
    near = values_in(texts.target.text[at.near.slice], "en")
    theirs = [
        v._replace(start=v.start + at.near.start - at.target.start, end=v.end + at.near.start - at.target.start)
        for v in near
        if at.target.start <= v.start + at.near.start < at.target.end
    ]
    free = list(theirs)
    lost = []
    for value in mine:
        match = next((v for v in (*free, *theirs) if same_value(value, v)), None)
        if match in free:
            free.remove(match)
        if match:
            yield _value_item(value, "found", None, at, match, "the same value", 0.95)
        elif any(same_value(value, v) for v in near):
            yield _value_item(value, "found", None, at, None, "the same value in the next sentence", 0.8)
        else:
            lost.append(value)
    yield from _lost_values(texts, at, lost, [v for v in free if not any(same_value(x, v) for x in mine)])


def _lost_values(texts: Texts, at: AlignedPassage, lost: Iterable[Value], free: Sequence[Value]) -> Iterator[Item]:
    free = list(free)
    for value in lost:
        other = next((v for v in free if v.kind == value.kind), None)
        if other:
            free.remove(other)
            if _converted(value.value, other.value, texts.target.text[at.target.slice]):
                yield _value_item(value, "unknown", None, at, other, "perhaps the same in another unit", 0.5)
            else:
                yield _value_item(value, "differs", "major", at, other, "the values are not equal", 0.8)
        elif value.value > 2 or value.digits:
            severity: Severity = "major" if value.digits else "minor"
            yield _value_item(value, "missing", severity, at, None, "the translation does not have it", 0.6)
    beside = values_in(texts.source.text[at.near_source.slice], texts.language)
    for value in free:
        if value.kind == "number" and value.digits and not any(same_value(v, value) for v in beside):
            target = _moved((value.start, value.end), at.target.start)
            yield Item("number", "added", "minor", None, target, "the source does not have it here", 0.5)


# Kilometres, metres, kilograms and hectares to miles, feet, pounds and acres; nautical miles to kilometres.
_FACTORS = (1.609344, 3.28084, 2.204623, 2.471054, 1.852)
_UNITS = re.compile(r"\b(?:miles?|f(?:oo|ee)t|yards?|pounds?|acres?|kilomet(?:er|re)s?|knots|mph|degrees|Fahrenheit)\b")


def _converted(x: float, y: float, english: str) -> bool:
    """Say whether two numbers can be one quantity in two units that English news uses."""
    if "decade" in english and x == 10 * y:
        return True
    if not _UNITS.search(english):
        return False
    ratio = max(x, y) / max(min(x, y), 1e-9)
    return any(abs(ratio / factor - 1) < 0.03 for factor in _FACTORS) or abs(x * 9 / 5 + 32 - y) < 1


def _value_item(
    value: Value,
    status: Status,
    severity: Severity | None,
    at: AlignedPassage,
    match: Value | None,
    reason: str,
    confidence: float,
) -> Item:
    kind: CoverageKind = "number" if value.kind == "number" else "date"
    target = _moved((match.start, match.end), at.target.start) if match else None
    return Item(kind, status, severity, _moved((value.start, value.end), at.source.start), target, reason, confidence)


@dataclass(frozen=True)
class _Names:
    """Names of the source with their forms in the translation, those forms, and words that surely are names."""

    same: Mapping[str, frozenset[str]]
    rendered: frozenset[str]
    sure: frozenset[str]

    @classmethod
    def of(cls, texts: Texts) -> _Names:
        # What the translation also writes in lower case is a common noun.
        plain = {fold(m.group()) for m in _LOWER.finditer(texts.target.body)}
        named = [(n.form, n.end - n.start) for n in names_in(texts.source.body, texts.language)]
        english = {n.form for n in english_names(texts.target.body)} - plain
        same = counterparts((form for form, _ in named), english, texts.language)
        # Of what only looks alike, that counts which stands opposite each other somewhere.
        opposite: dict[str, set[str]] = {}
        for at in texts.passages:
            here = {n.form for n in english_names(texts.target.text[at.target.slice])}
            for name in names_in(texts.source.text[at.source.slice], texts.language):
                opposite.setdefault(name.form, set()).update(same.get(name.form, frozenset()) & here)
        same = {form: frozenset(forms) for form, forms in opposite.items() if forms}
        return cls(same, frozenset(form for forms in same.values() for form in forms), _sure_names(texts))

    def compared(self, texts: Texts, at: AlignedPassage) -> Iterator[Item]:
        mine = names_in(texts.source.text[at.source.slice], texts.language)
        theirs = english_names(texts.target.text[at.target.slice])
        near = {n.form for n in english_names(texts.target.text[at.near.slice])}
        meant = frozenset(form for n in mine for form in self.same.get(n.form, ()))
        strange = [n for n in theirs if n.form not in meant and n.sure]
        told: set[str] = set()
        for name in mine:
            if name.form not in told:
                told.add(name.form)
                yield from self._name(name, at, theirs, near, strange)

    def _name(
        self,
        name: SourceName,
        at: AlignedPassage,
        theirs: Sequence[SourceName],
        near: set[str],
        strange: Sequence[SourceName],
    ) -> Iterator[Item]:
        source, forms = _moved((name.start, name.end), at.source.start), self.same.get(name.form, frozenset())
        here = next((n for n in theirs if n.form in forms), None)
        other = next((n for n in strange if n.form in self.rendered), None)
        if here or forms & near:
            target = _moved((here.start, here.end), at.target.start) if here else None
            yield Item("name", "found", None, source, target, "the same name", 0.9 if here else 0.7)
        elif other and (forms or name.form in self.sure):
            target = _moved((other.start, other.end), at.target.start)
            yield Item("name", "differs", "major", source, target, "another name of the source stands here", 0.5)
        elif forms:
            reason = "not named here; the translation names it elsewhere"
            yield Item("name", "missing", "minor", source, None, reason, 0.5)
        elif name.sure and (strange or name.form not in self.sure):
            yield Item("name", "unknown", None, source, None, "perhaps another form of the name", 0.5)
        elif name.sure:
            yield Item("name", "missing", "major", source, None, "the translation names nothing like it", 0.5)


def _sure_names(texts: Texts) -> frozenset[str]:
    """Return the words of the source that are names beyond doubt: several in a row, or more than once."""
    found = names_in(texts.source.body, texts.language)
    plain = {fold(m.group()) for m in _SMALL.finditer(texts.source.body)}
    counts = Counter(n.form for n in found if n.sure)
    rows = {n.form for x, y in pairwise(found) if y.start == x.end + 1 for n in (x, y)}
    return frozenset(form for form in counts if (form in rows or counts[form] > 1) and form not in plain)


_SMALL = re.compile(r"(?<!\w)[^\W\d_A-ZА-ЯЀ-Я][^\W\d_]{2,40}")
_LOWER = re.compile(r"(?<![^\W_])[a-z][^\W\d_]+")
_SAID = 3  # words, or twice as many signs, from which a quotation is speech and not a name or a single word


def _quotations(texts: Texts, at: AlignedPassage) -> Iterator[Item]:
    """Compare what stands between quotation marks: speech that is in marks on one side only."""
    mine, theirs = quoted(texts.source.text[at.source.slice]), quoted(texts.target.text[at.target.slice])
    near = quoted(texts.target.text[at.near.slice])
    for n, span in enumerate(mine):
        source = _moved(span, at.source.start)
        if near or _open_mark(texts.target.text[at.near.slice]):
            target = _moved(theirs[n], at.target.start) if len(theirs) == len(mine) else None
            yield Item("quotation", "found", None, source, target, "in quotation marks too", 0.9 if target else 0.6)
        elif _speech(texts.source.text[source.slice], texts.language):
            reason = "in quotation marks in the source only"
            yield Item("quotation", "missing", "major", source, None, reason, 0.7)
    around = texts.source.text[at.near_source.slice]
    if not quoted(around) and not _open_mark(around):
        for span in theirs:
            target = _moved(span, at.target.start)
            if _speech(texts.target.text[target.slice], "en"):
                reason = "in quotation marks in the translation only"
                yield Item("quotation", "added", "major", None, target, reason, 0.7)


def _speech(passage: str, language: str) -> bool:
    return len(passage) >= 2 * _SAID if language == "zh" else len(passage.split()) >= _SAID


_MARKS = frozenset('„“”«»"「」『』‟‘’')


def _open_mark(passage: str) -> bool:
    """Say whether there is a double mark at all: speech of several sentences opens in one and closes in another."""
    return not _MARKS.isdisjoint(passage.replace("’", "").replace("‘", ""))


def _negations(texts: Texts, at: AlignedPassage) -> Iterator[Item]:
    """Compare denials: one that no word of the translation carries."""
    found = denials(texts.source.text[at.source.slice], texts.language)
    carried = denies(texts.target.text[at.target.slice])
    for span in found:
        source = _moved(span, at.source.start)
        if carried:
            yield Item("negation", "found", None, source, None, "the translation denies something here too", 0.7)
        else:
            reason = "no word of the translation denies anything here"
            yield Item("negation", "missing", "critical", source, None, reason, 0.6)
