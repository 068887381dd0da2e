"""The persons that an article names as its authors: which of the names on a page stand in its byline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpuslib.cleaning.calendar import CLOCK
from corpuslib.cleaning.dateline import agencies_in
from corpuslib.cleaning.stamps import label_before
from corpuslib.cleaning.titles import has_paper_word
from corpuslib.cleaning.weighing import STOP, Layout, close_by, from_headline, from_text, layout_of, likeliest, weights
from corpuslib.document import Document
from corpuslib.lexicon import rows

__all__ = ["Byline", "authors_of", "bylines", "likeliest_byline"]

LONGEST = 200
"""Characters of a line that may be a byline."""


@dataclass(frozen=True, slots=True)
class Byline:
    """A passage that may be the article's byline: its place, the persons in it, the evidence for and against it."""

    start: int
    end: int
    persons: tuple[str, ...]
    evidence: tuple[str, ...]


_OUR = (
    r"(?:(?:unsere[mnr]|notre|our) (?:[a-zß-ÿ]+ )?"
    r"(?:[Kk]orrespondent(?:en|in)?|correspondante?|correspondent|envoyée? spéciale?) )?"
)
_BY = re.compile(
    r"^(?:(?:written|story|posted|reported|article|published|words) )?"
    r"(?:by|von|par|por|di|door|authors?|autor(?:en)?|auteurs?|reporter|correspondent)\s?:?\s+" + _OUR,
    re.IGNORECASE,
)
_ROLES = frozenset(
    ("editor", "correspondent", "reporter", "staff", "writer", "admin", "desk", "newsroom", "our", "agency")
)
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: (?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|der|bin|al|el|la|du|di)){1,4}")


def authors_of(byline: str) -> tuple[str, ...]:
    """Return the persons that a byline names.

    >>> authors_of("By Ada Quill and Tom Reve, political editor")
    ('Ada Quill', 'Tom Reve')
    """
    parts = re.split(r",| and | und | et |&|;|\||·|•|/| – | in | for | with |\d", _BY.sub("", byline[:300]))
    names = [part.strip(" .") for part in parts]
    persons = [n for n in names if _NAME.fullmatch(n) and not agencies_in(n) and not _is_role(n)]
    kept = [n.title() if n.isupper() else n for n in persons]
    return tuple(dict.fromkeys(kept))


def _is_role(name: str) -> bool:
    return not _ROLES.isdisjoint(name.lower().split())


_PART = r"(?:[A-ZÀ-Þ](?:[\w’']|-(?=\w)){1,20}|[A-ZÀ-Þ]\.(?:[A-ZÀ-Þ]\.)?)"
_PARTICLE = r"(?:de|van|von|der|den|bin|al|el|la|du|di|da|dos|del|ter)"
_PERSON = rf"{_PART}(?: {_PARTICLE}){{0,2}}(?: {_PART}){{1,3}}"
_PERSONS = rf"{_PERSON}(?:(?:, | and | & |, and | und | et | y | e ){_PERSON}){{0,5}}"
_AFTER_BY = re.compile(
    rf"(?:^|(?<=[\s|•·—–:-]))(?:[Bb]y|BY|Von|Par|Por|Di|Door|Author|Reporter|AUTHOR)\s?:?\s{_OUR}(?P<names>{_PERSONS})"
    rf"(?: in [A-ZÀ-Þ][\w'’-]{{1,24}})?"
)
_ALONE = re.compile(rf"^(?P<names>{_PERSONS})(?=$|\s?[,|•·—–@(/-]|\s\d|\s(?:{_PART}|@))")
_SPLIT = re.compile(r", and | and | & | und | et | y | e |, ")
_ROLE_AFTER = re.compile(
    r"\W{0,3}(?:\w{1,20} ){0,3}(?:editor|correspondent|reporter|writer|journalist|contributor|columnist|staff|author"
    r"|redakteur|redaktion|journaliste|periodista|desk|critic|analyst|producer)",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(r"\W{0,3}(?:is an? |covers |writes |has been |reports |joined |was an? )")
_YEAR = re.compile(r"(?:19|20)\d\d|\d/\d\d/\d\d")
_LOWER = re.compile(r"(?<![\w’'])[a-zß-ÿ]{2,}")


@cache
def _first_names() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("first_names.tsv"))


def bylines(document: Document, dated: int | None = None, outlet: str | None = None) -> list[Byline]:
    """Return the passages of a document that may be its byline, in order.

    `dated` is where the article's own date stands, if that is known: a byline is seldom far from it. The outlet is
    not its own author.
    """
    found: list[tuple[int, re.Match[str], bool]] = []
    for number, block in enumerate(document.blocks):
        if block.end - block.start > LONGEST or block.kind in ("headline", "duplicate_title"):
            continue
        line = document.text[block.start : block.end]
        match = _AFTER_BY.search(line)
        named = match or _ALONE.match(line)
        if named:
            found.append((number, named, match is not None))
    if not found:
        return []
    layout = layout_of(document)
    day = next((n for n, b in enumerate(document.blocks) if dated is not None and b.start <= dated < b.end), None)
    common = frozenset(_LOWER.findall(document.text))
    told = Counter(match["names"] for _, match, _ in found)
    lines = [number for number, _, after_by in found if after_by]
    answer = []
    for number, match, after_by in found:
        persons = _persons(match["names"])
        if not persons or persons[0].casefold() == (outlet or "").casefold():
            continue
        evidence = _evidence(document, number, match, after_by, day, layout, common)
        evidence += ("named again",) if told[match["names"]] > 1 else ()
        evidence += ("many bylines near",) if close_by(lines, number, 10) > 3 else ()
        evidence += ("first after by",) if lines and number == lines[0] else ()
        start = document.blocks[number].start
        answer.append(Byline(start + match.start(), start + match.end(), persons, evidence))
    return answer


def _persons(names: str) -> tuple[str, ...]:
    persons = [name.strip(" .") for name in _SPLIT.split(names)]
    persons = [n for n in persons if not agencies_in(n) and not _is_role(n) and not has_paper_word(n)]
    return tuple(dict.fromkeys(n.title() if n.isupper() else n for n in persons))


def _evidence(
    document: Document,
    number: int,
    match: re.Match[str],
    after_by: bool,
    day: int | None,
    layout: Layout,
    common: frozenset[str],
) -> tuple[str, ...]:
    block = document.blocks[number]
    line = document.text[block.start : block.end]
    rest = line[match.end("names") :]
    words = [word for word in re.split(r"[\s.]+", match["names"]) if len(word) > 2]
    first = match["names"].split(" ")[0].lower()
    away = abs(number - day) if day is not None else 99
    tests = (
        ("after by", after_by),
        ("by at the start", after_by and match.start() == 0),
        ("line of a name", not rest.strip(" .|•") and match.start("names") <= 12),
        ("role after it", _ROLE_AFTER.match(rest) is not None),
        ("biography", _BIOGRAPHY.match(rest) is not None),
        ("date after it", _YEAR.search(CLOCK.sub(" ", rest)) is not None),
        ("label in its line", label_before(rest) is not None),
        ("handle", "@" in rest),
        ("in the line of the date", away == 0),
        ("beside the date", 0 < away <= 2),
        ("near the date", 2 < away <= 6),
        ("far from the date", 6 < away < 99),
        ("first name", first in _first_names()),
        ("first name after by", after_by and first in _first_names()),
        ("two words", len(words) == 2),
        ("several persons", _SPLIT.search(match["names"]) is not None),
        ("in capitals", match["names"].isupper()),
        ("words in lower case elsewhere", any(word.lower() in common for word in words)),
        ("words all in lower case elsewhere", all(word.lower() in common for word in words)),
        ("sentence", len(rest) > 20 and STOP.search(line[-12:]) is not None),
        (f"typed {block.kind}", block.kind in ("byline", "timestamp", "navigation", "related_links", "standfirst")),
    )
    found = [name for name, holds in tests if holds]
    return (*found, from_text(number, layout), from_headline(number, layout))


def likeliest_byline(found: Sequence[Byline]) -> tuple[Byline, float] | None:
    """Return the passage that is most likely the article's byline, and how likely that is; None where none is."""
    best = likeliest([(byline.persons, byline.evidence) for byline in found], weights("author"))
    return (found[best[0]], best[1]) if best else None
