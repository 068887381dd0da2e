"""Provenance: what a text says of where it comes from, who made it, and that it was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, Literal, NamedTuple, cast, get_args

from corpuslib.cleaning.authors import authors_of
from corpuslib.cleaning.dateline import opening_dateline
from corpuslib.document import Block, Document, as_document
from corpuslib.lexicon import names_of, rows
from corpuslib.tables import PROBABILITY, Column, Located
from corpuslib.text import Span

__all__ = ["Provenance", "ProvenanceKind", "find_provenance", "provenance"]

ProvenanceKind = Literal[
    "dateline",
    "agency_credit",
    "byline",
    "source_line",
    "republication",
    "translation",
    "contribution",
    "correction",
    "photo_credit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance(Located):
    """A passage in which a text says where it comes from, who made it, or that it was changed.

    Such passages are claims of the text, not proof: a content farm may drop the wire's credit or make one up.
    """

    table: ClassVar[str] = "provenance"

    kind: Annotated[
        ProvenanceKind,
        Column(
            'what the passage says: dateline ("OSTVALE (Reuters)"), agency_credit (an agency elsewhere: "(AFP)"), '
            'byline ("By Ada Quill"), source_line ("Source: Reuters"), republication ("First published in The '
            'Gull"), translation ("Translated from German"), contribution ("Reporting by Ada Quill"), correction '
            '("An earlier version of this article …"), photo_credit ("Photo: Ada Quill")'
        ),
    ]
    names: Annotated[tuple[str, ...], Column("persons, agencies and outlets that the passage names, as written")]
    media: Annotated[tuple[str, ...], Column("those of the names that the lexicon of media knows, by its spelling")]
    rule: Annotated[str, Column("rule that found the passage")]
    confidence: Annotated[float, Column("how sure the rule is", PROBABILITY)]


def provenance(text: str | Document) -> list[Provenance]:
    """Return the provenance rows of a text in order; they do not overlap.

    >>> text = "OSTVALE (Reuters) - Talks began.\\nReporting by Ada Quill; Editing by Tom Reve"
    >>> [(row.kind, row.names) for row in provenance(text)]
    [('dateline', ('Reuters',)), ('contribution', ('Ada Quill', 'Tom Reve'))]
    """
    return find_provenance(as_document(text))


def find_provenance(document: Document) -> list[Provenance]:
    """Return the provenance rows of all blocks of a document, in its body or not."""
    passages = sorted(
        (*_opening(document), *_bylines(document), *_worded(document)), key=lambda p: (p.span.start, -p.span.end)
    )
    found: list[Provenance] = []
    for passage in passages:
        if found and passage.span.start < found[-1].end:
            continue
        found.append(
            Provenance(
                **document.place(*passage.span),
                kind=passage.kind,
                names=passage.names,
                media=tuple(dict.fromkeys(media for name in passage.names if (media := _media(name)))),
                rule=passage.rule,
                confidence=passage.confidence,
            )
        )
    return found


class _Passage(NamedTuple):
    span: Span
    kind: ProvenanceKind
    names: tuple[str, ...]
    rule: str
    confidence: float


def _opening(document: Document) -> Iterator[_Passage]:
    """The dateline, with the agencies in its brackets as written."""
    found = opening_dateline(document)
    if found is not None:
        block, dateline = found
        start = document.text.index(dateline.text, block.start)
        credit = re.search(r"\(([^()]+)\)", dateline.text)
        names = _names(credit[1]) if credit and dateline.agencies else ()
        yield _Passage(Span(start, start + len(dateline.text)), "dateline", names, "dateline", 0.9)


def _bylines(document: Document) -> Iterator[_Passage]:
    """The byline that the metadata chose, where it stands."""
    byline = document.metadata.byline
    if not byline:
        return
    for block in document.blocks:
        at = document.text.find(byline, block.start, block.end)
        if at >= 0 and not block.in_body:
            yield _Passage(Span(at, at + len(byline)), "byline", _authors(byline), "byline of the metadata", 0.9)
            return


def _authors(byline: str) -> tuple[str, ...]:
    return authors_of(byline) or tuple(name for name in _names(_BY.sub("", byline)) if _media(name))


class _Rule(NamedTuple):
    kind: ProvenanceKind
    name: str
    place: str
    confidence: float
    needs: str
    pattern: re.Pattern[str]


LONGEST = 300
"""Characters at the start and at the end of a block that patterns see."""

_ELSEWHERE = frozenset(("comment", "ad", "read_also", "related_links", "breadcrumb"))
"""Blocks whose words are of other texts or of readers."""

_TYPED: dict[str, ProvenanceKind] = {"source_line": "source_line", "image_credit": "photo_credit"}
"""Blocks that are a passage of provenance by what cleaning found, whatever their words are."""

_MENU: frozenset[str] = frozenset(("navigation", "image_credit"))
"""Beside such a block a line that looks like a credit may be an entry of a menu."""


def _worded(document: Document) -> Iterator[_Passage]:
    """Passages known by their wording, and blocks that cleaning typed as such."""
    agencies = frozenset(name.casefold() for name in document.metadata.agencies)
    kinds = [block.kind for block in document.blocks]
    own = document.metadata.outlet  # the end of a page's title: the outlet does not credit itself
    lower = document.text.lower()
    triggers = [(trigger, numbers) for trigger, numbers in _triggers() if trigger in lower]
    for number, block in enumerate(document.blocks):
        if block.kind in _ELSEWHERE:
            continue
        passage = _by_wording(document.text, block, agencies, triggers)
        if passage is None and block.kind in _TYPED and not _in_menu(kinds, number):
            names = _names(document.text[block.start : min(block.end, block.start + LONGEST)])
            rule = f"block of kind {block.kind}"
            passage = _Passage(Span(block.start, block.end), _TYPED[block.kind], names, rule, block.confidence)
        if passage is not None and not (passage.rule.startswith("block") and own in passage.names):
            yield passage


def _in_menu(kinds: Sequence[str], number: int) -> bool:
    return not _MENU.isdisjoint((*kinds[max(0, number - 1) : number], *kinds[number + 1 : number + 2]))


_LABEL = re.compile(r"[\W_]{0,3}(?:editor['’]?s['’]? |update )?note\s?[:–—-]\s?", re.IGNORECASE)


def _by_wording(
    text: str, block: Block, agencies: frozenset[str], triggers: Sequence[tuple[str, tuple[int, ...]]]
) -> _Passage | None:
    """The passage that the first rule finds in a block.

    `agencies` are those the document credits, in lower case; `triggers` those of its text, with their rules.
    """
    whole = block.end - block.start <= LONGEST
    head = text[block.start : block.end if whole else block.start + LONGEST]
    tail = head if whole else text[block.end - LONGEST : block.end]
    seen = (head if whole else head + tail).lower()
    numbers = {number for trigger, rules in triggers if trigger in seen for number in rules}
    rules = _rules()
    for number in sorted(numbers):
        rule = rules[number]
        match = _match(rule, head, tail, whole)
        if match is None:
            continue
        names = match.groupdict().get("names") or ""
        if rule.needs and not (all if rule.needs == "agencies" else any)(_are_agencies(names, agencies)):
            continue
        span = Span(block.start, block.end)
        if rule.place == "end":
            span = Span(block.end - len(tail) + match.start(), block.end - len(tail) + match.end())
        return _Passage(span, rule.kind, _names(names), rule.name, rule.confidence)
    return None


def _match(rule: _Rule, head: str, tail: str, whole: bool) -> re.Match[str] | None:
    """Match a rule where it applies; `whole` says whether the head is the whole block."""
    if rule.place == "end":
        return rule.pattern.search(tail)
    if rule.place == "line":
        return rule.pattern.fullmatch(head) if whole else None
    match = rule.pattern.match(head)
    label = None if match else _LABEL.match(head)
    return rule.pattern.match(head, label.end()) if label else match


@cache
def _rules() -> tuple[_Rule, ...]:
    """Return the rules in their order."""
    found = []
    for row in rows("provenance.tsv"):
        if row["kind"] == "not_a_name":
            continue
        if row["kind"] not in get_args(ProvenanceKind) or row["place"] not in ("start", "end", "line"):
            raise ValueError(f"lexicon/provenance.tsv: unknown kind or place: {row['kind']!r}, {row['place']!r}")
        kind, pattern = cast(ProvenanceKind, row["kind"]), re.compile(row["pattern"], re.IGNORECASE)
        found.append(_Rule(kind, row["rule"], row["place"], float(row["confidence"]), row["needs"], pattern))
    return tuple(found)


@cache
def _triggers() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return each trigger with the numbers of its rules: to look for words is quicker than to try all patterns."""
    table: dict[str, list[int]] = {}
    for number, row in enumerate(row for row in rows("provenance.tsv") if row["kind"] != "not_a_name"):
        for trigger in row["trigger"].split("|"):
            table.setdefault(trigger, []).append(number)
    return tuple((trigger, tuple(numbers)) for trigger, numbers in table.items())


_BY = re.compile(r"^(?:by|von|par|por|di)\s", re.IGNORECASE)
_SPLIT = re.compile(r"\s?[,;/|+•·]\s?| and | und | et | via |(?<=s)['’] (?=[A-ZÀ-Þ])")
_AROUND = " .()[]–—-|•·»~*"
_PART = r"(?:[A-ZÀ-Þ]\.(?:[A-ZÀ-Þ]\.){0,2}|(?:[a-z]{1,3})?[A-ZÀ-Þ0-9][\w'’-]{0,24}(?:\.\w{1,10}){0,2})"
_JOINT = r"(?:of|the|for|to|de|la|le|du|des|der|die|das|von|van|bin|al|&)"
_NAME = re.compile(rf"(?<![\w.'’-]){_PART}(?: (?:{_JOINT} ){{0,2}}{_PART}){{0,6}}")


def _names(credit: str) -> tuple[str, ...]:
    """Return the names in a credit, as written, once each.

    >>> _names("Ada Quill in Kelm and Tom Reve, Reuters")
    ('Ada Quill', 'Tom Reve', 'Reuters')
    """
    whole = credit.strip(_AROUND)
    if _media(whole):
        return (whole,)
    found = [name for part in _SPLIT.split(credit) for name in _names_in(part.strip(_AROUND))]
    return tuple(dict.fromkeys(found))


def _names_in(part: str) -> Iterator[str]:
    if _media(part):
        yield part
        return
    for match in _NAME.finditer(part):
        words = match.group().rstrip(".'’-").split()
        while words and (words[0].islower() or words[0].casefold().strip(".") in _not_names()):
            words.pop(0)
        while words and words[-1][0].isdigit():
            words.pop()
        name = " ".join(words)
        if words and _media(" ".join(words[:-1])) and words[-1].casefold() in _not_names():
            name = " ".join(words[:-1])
        placed = part[: match.start()].endswith((" in ", " at ", "In "))
        dated = all(word[0].isdigit() or word.casefold().strip(".") in _not_names() for word in words)
        if not placed and not dated and sum(c.isalpha() for c in name) > 1:
            yield name


@cache
def _not_names() -> frozenset[str]:
    return frozenset(row["trigger"] for row in rows("provenance.tsv") if row["kind"] == "not_a_name")


def _are_agencies(credit: str, known: frozenset[str]) -> Iterator[bool]:
    """Say of each part of a credit whether it is the name of a news agency."""
    for part in _SPLIT.split(credit):
        name = part.strip(_AROUND)
        yield _is_agency(name) or _is_agency(name.removesuffix(" Photo")) or name.casefold() in known


@dataclass(frozen=True, slots=True)
class _Medium:
    name: str
    agency: bool
    ambiguous: bool


@cache
def _media_table() -> dict[str, tuple[_Medium, ...]]:
    """Return the media of the lexicon by each of their names in lower case."""
    table: dict[str, list[_Medium]] = {}
    for row in rows("media.tsv"):
        medium = _Medium(row["name"], row["kind"] == "agency", row["ambiguous"] == "yes")
        for key in {_key(name) for name in names_of(row)}:
            table.setdefault(key, []).append(medium)
    return {key: tuple(found) for key, found in table.items()}


def _key(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _media(name: str) -> str | None:
    """Return the lexicon's spelling of a medium's name; None where no one medium must be meant.

    In a credit the name of an agency means the agency, even where it has another meaning in prose.
    """
    found = _media_table().get(_key(name), ())
    sure = [medium for medium in found if medium.agency or not medium.ambiguous]
    return sure[0].name if len(sure) == len(found) == 1 else None


def _is_agency(name: str) -> bool:
    return any(medium.agency for medium in _media_table().get(_key(name), ()))
