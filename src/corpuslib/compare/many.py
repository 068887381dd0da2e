"""More than two renderings of one text: a matrix of what each says where they differ, and what most of them say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from corpuslib.compare.alignment import align
from corpuslib.compare.divergences import Comparison, Divergence, SentenceLike, compare_renderings, sentences_of
from corpuslib.compare.duplicates import reused
from corpuslib.compare.passages import Kind, Severity
from corpuslib.compare.voices import components
from corpuslib.document import Document, as_document
from corpuslib.text import Span

__all__ = ["AlignedUnit", "Disagreement", "RenderingMatrix", "compare_many"]

_SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")
_COPIED = 0.4  # of the words in shared runs: more cannot come of translating twice


@dataclass(frozen=True, slots=True)
class AlignedUnit:
    """A passage in the renderings that have it, as spans of their clean text by rendering."""

    spans: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row of the matrix: something that renderings say differently.

    `values` gives for each rendering the place where it says it, or None where it has nothing there; renderings that
    lack the whole passage are left out. `readings` groups the renderings that do not disagree with each other, the
    largest group first. `majority` is the reading of more than half of the independent renderings, None where no
    reading has that many or where the groups overlap. `votes_for` and `votes_against` count independent renderings.
    A majority is a count and no proof.
    """

    unit: int | None
    kind: Kind
    severity: Severity
    values: Mapping[str, Span | None]
    readings: tuple[tuple[str, ...], ...]
    majority: tuple[str, ...] | None
    votes_for: int
    votes_against: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RenderingMatrix:
    """Renderings side by side: their names, aligned units, and disagreements in the order of the text.

    `voices` gives each rendering the first one that it shares its wording with: copies have one vote together.
    """

    renderings: tuple[str, ...]
    voices: Mapping[str, str]
    units: tuple[AlignedUnit, ...]
    disagreements: tuple[Disagreement, ...]


def compare_many(
    renderings: Mapping[str, str | Document],
    *,
    sentences: Mapping[str, Sequence[SentenceLike]] | None = None,
) -> RenderingMatrix:
    """Compare any number of English renderings of one text, each pair as `compare_renderings` does.

    `renderings` are given by name, `sentences` are rows of table `sentences` by the same names; without them a plain
    rule splits the bodies. The order in which they are given makes no difference. Errors that all renderings share
    cannot be found. The time is quadratic in the renderings. Raises `ValueError` for fewer than two renderings.

    >>> texts = {"x": "Kelm met 12 envoys.", "y": "Kelm met 12 envoys in the end.", "z": "Kelm met 21 envoys."}
    >>> matrix = compare_many(texts)
    >>> [(d.kind, d.majority, d.votes_for, d.votes_against) for d in matrix.disagreements if d.kind == "number"]
    [('number', ('x', 'y'), 2, 1)]
    """
    if len(renderings) < 2:
        raise ValueError("at least two renderings are needed")
    names = sorted(renderings)
    documents = {name: as_document(renderings[name]) for name in names}
    rows = {name: (sentences or {}).get(name) for name in names}
    compared = {
        (a, b): compare_renderings(documents[a], documents[b], sentences_a=rows[a], sentences_b=rows[b])
        for a, b in combinations(names, 2)
    }
    units = _units(documents, rows)
    voices = _voices(documents)
    found = [_disagreement(group, names, units, voices) for group in _groups(compared, units)]
    order = {severity: -n for n, severity in enumerate(_SEVERITIES)}
    found.sort(key=lambda d: (d.unit is None, d.unit or 0, order[d.severity], d.kind, _first(d.values)))
    return RenderingMatrix(tuple(names), MappingProxyType(voices), units, tuple(found))


def _first(values: Mapping[str, Span | None]) -> list[tuple[str, Span]]:
    return sorted((name, span) for name, span in values.items() if span)


def _units(
    documents: Mapping[str, Document], rows: Mapping[str, Sequence[SentenceLike] | None]
) -> tuple[AlignedUnit, ...]:
    """Align one rendering after another with what is aligned already, by the first rendering that has a unit."""
    units: list[dict[str, Span]] = []
    for name, document in documents.items():
        spans = [Span(s.start, s.end) for s in sentences_of(document, rows[name])]
        known = []
        for unit in units:
            first, span = next(iter(unit.items()))
            known.append(documents[first].text[span.slice])
        joined: list[dict[str, Span]] = []
        for bead in align(known, [document.text[span.slice] for span in spans]):
            unit = _merged([units[i] for i in bead.a])
            if bead.b:
                unit[name] = Span(spans[bead.b[0]].start, spans[bead.b[-1]].end)
            joined.append(unit)
        units = joined
    return tuple(AlignedUnit(MappingProxyType(unit)) for unit in units)


def _merged(units: Sequence[Mapping[str, Span]]) -> dict[str, Span]:
    unit: dict[str, Span] = {}
    for part in units:
        for name, span in part.items():
            unit[name] = Span(unit[name].start, span.end) if name in unit else span
    return unit


def _voices(documents: Mapping[str, Document]) -> dict[str, str]:
    names = list(documents)
    pairs = reused([document.body for document in documents.values()])
    links = [(p.a, p.b) for p in pairs if max(p.containment_a, p.containment_b) >= _COPIED]
    groups = components(len(names), links)
    return {names[n]: names[group[0]] for group in groups for n in group}


class _Found(NamedTuple):
    """A divergence with the names of its renderings; an addition is told as the omission that it is from there."""

    a: str
    b: str
    row: Divergence

    @property
    def kind(self) -> Kind:
        return "omission" if self.row.kind == "addition" else self.row.kind

    def spans(self) -> Iterator[tuple[str, Span]]:
        for name, span in ((self.a, self.row.a), (self.b, self.row.b)):
            if span:
                yield name, span


def _groups(compared: Mapping[tuple[str, str], Comparison], units: Sequence[AlignedUnit]) -> list[list[_Found]]:
    """Bring together the divergences of one kind that meet in a rendering, or in what one rendering lacks of a unit.

    A passage that one rendering lacks and words that one lacks of such a passage are two things.
    """
    found = [_Found(a, b, row) for (a, b), comparison in compared.items() for row in comparison.divergences]
    kinds = [(f.kind, _lacks_passage(f, units)) for f in found]
    placed = sorted((kinds[n], name, span, n) for n, f in enumerate(found) for name, span in f.spans())
    links = []
    reach, last = 0, -1
    for n, (kind, name, span, number) in enumerate(placed):
        here = n and placed[n - 1][:2] == (kind, name)
        if here and span.start < reach:
            links.append((last, number))
        reach = max(reach, span.end) if here else span.end
        last = number
    lacking: dict[tuple[Kind, bool, str, int | None], int] = {}
    for n, f in enumerate(found):
        spans = dict(f.spans())
        if len(spans) == 1:
            (having,) = spans
            key = (*kinds[n], f.b if having == f.a else f.a, _unit_of(spans, units))
            links.append((lacking.setdefault(key, n), n))
    return [[found[n] for n in group] for group in components(len(found), links)]


def _lacks_passage(found: _Found, units: Sequence[AlignedUnit]) -> bool:
    """Say whether one rendering lacks the whole passage, and not only words of it."""
    spans = dict(found.spans())
    unit = _unit_of(spans, units)
    return len(spans) == 1 and (unit is None or not {found.a, found.b} <= units[unit].spans.keys())


def _disagreement(
    group: Sequence[_Found],
    names: Sequence[str],
    units: Sequence[AlignedUnit],
    voices: Mapping[str, str],
) -> Disagreement:
    spans: dict[str, Span] = {}
    for found in group:
        for name, span in found.spans():
            own = spans.get(name, span)
            spans[name] = Span(min(own.start, span.start), max(own.end, span.end))
    unit = _unit_of(spans, units)
    kind = group[0].kind
    told = {name for found in group for name in (found.a, found.b)}
    # Who has the passage, or was compared about it, and disagrees with nobody takes part too.
    having = set(names) if unit is None or _lacks_passage(group[0], units) else set(units[unit].spans)
    taking = sorted(told | having)
    apart = {(f.a, f.b) for f in group}
    readings = _readings(taking, apart)
    majority = _majority(readings, taking, voices)
    return Disagreement(
        unit=unit,
        kind=kind,
        severity=max((f.row.severity for f in group), key=_SEVERITIES.index),
        values=MappingProxyType({name: spans.get(name) for name in taking}),
        readings=readings or tuple((name,) for name in taking),
        majority=majority,
        votes_for=len({voices[n] for n in majority}) if majority else 0,
        votes_against=len({voices[n] for n in taking if n not in majority}) if majority else 0,
        reasons=tuple(sorted({f"{f.a}, {f.b}: {f.row.reason}" for f in group})),
    )


def _unit_of(spans: Mapping[str, Span], units: Sequence[AlignedUnit]) -> int | None:
    for name, span in sorted(spans.items()):
        for number, unit in enumerate(units):
            if name in unit.spans and unit.spans[name].overlaps(span):
                return number
    return None


def _readings(names: Sequence[str], apart: set[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of renderings that agree, or nothing where agreement does not divide them into groups."""
    number = {name: n for n, name in enumerate(names)}
    links = [(number[a], number[b]) for a, b in combinations(names, 2) if (a, b) not in apart]
    groups = [tuple(names[n] for n in group) for group in components(len(names), links)]
    if any(pair in apart for group in groups for pair in combinations(group, 2)):
        return ()
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _majority(
    readings: Sequence[tuple[str, ...]], names: Sequence[str], voices: Mapping[str, str]
) -> tuple[str, ...] | None:
    every = {voices[name] for name in names}
    for group in readings:
        votes = {voices[name] for name in group}
        # A voice that is on both sides votes for neither.
        clean = {v for v in votes if all(name in group for name in names if voices[name] == v)}
        if 2 * len(clean) > len(every) and len(every) > 2:
            return group
    return None
