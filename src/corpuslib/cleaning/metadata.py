"""Metadata of an article, from its typed blocks and from what the container declares."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from corpuslib.cleaning.authors import authors_of, bylines, likeliest_byline
from corpuslib.cleaning.dateline import agencies_in, find_dateline
from corpuslib.cleaning.stamps import Stamp
from corpuslib.cleaning.titles import outlet_suffix
from corpuslib.document import BlockKind, Declared, Document, Metadata

__all__ = ["detect_language", "gather"]

FEWEST_WORDS = 40
"""Shorter texts get no language: a headline and a caption do not tell Danish from Norwegian."""

SAMPLE = 1500
"""Characters that are looked at; of 860 articles each had the same language by its first 1,000 as by 20,000."""

SUREST = 0.9
"""Probability that the language must reach."""


def gather(document: Document, declared: Declared, dated: Stamp | None) -> Metadata:
    """Return everything about the article but its date; `dated` is where that stands, if it is known."""
    outlet = declared.outlet
    headline = _first(document, "headline")
    if headline is None and declared.headline:
        headline = " ".join(declared.headline.split())
        suffix = outlet_suffix(headline, outlet, document.body[:20000])
        if suffix:
            headline, outlet = headline[: suffix.title_end], outlet or suffix.name
    outlet = outlet or _glued_outlet(document)
    byline, authors = _byline(document, outlet, dated)
    dateline, agencies = _dateline(document)
    language, confidence = detect_language(document.body)
    if language is None and declared.language and re.fullmatch(r"[A-Za-z]{2}(?:[-_].{1,10})?", declared.language):
        language = declared.language[:2].lower()
    return Metadata(
        headline=headline or None,
        standfirst=_all(document, "standfirst") or declared.description or None,
        byline=byline,
        authors=_persons(declared.authors, outlet) or authors,
        dateline=dateline,
        agencies=tuple(dict.fromkeys((*agencies, *_credited(document)))),
        outlet=outlet,
        section=declared.section or _section(document, headline),
        url=declared.url,
        language=language,
        language_confidence=confidence,
    )


PAGE = 0.5
"""Share of navigation among the blocks from which on a text is a whole page, whose menus hide the byline."""


def _byline(document: Document, outlet: str | None, dated: Stamp | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the byline and the persons in it: of all names on the page the likeliest, with the line it is in."""
    chosen = likeliest_byline(bylines(document, dated.start if dated else None, outlet))
    blocks = [block for block in document.blocks if block.kind == "byline"]
    if chosen:
        found = chosen[0]
        line = next((b for b in blocks if b.start <= found.start < b.end), None)
        if line is None:
            return document.text[found.start : found.end], found.persons
        return _named(document.text[line.start : line.end]), found.persons
    menus = sum(block.kind == "navigation" for block in document.blocks)
    if not blocks or menus > PAGE * len(document.blocks):
        return None, ()
    byline = _named(document.text[blocks[0].start : blocks[0].end])
    return byline, authors_of(byline or "")


def _named(byline: str | None) -> str | None:
    """Return a byline without the date that a bar or a dot divides from it."""
    parts = re.split(r"\s?[·•|]\s", byline or "")
    return parts[0] if len(parts) > 1 and re.search(r"\d", byline or "") else byline


def _persons(authors: tuple[str, ...], outlet: str | None) -> tuple[str, ...]:
    """Return the declared authors without the outlet itself."""
    return tuple(name for name in authors if not outlet or name.casefold() != outlet.casefold())


def _texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def _first(document: Document, kind: BlockKind) -> str | None:
    return next(iter(_texts(document, kind)), None)


def _all(document: Document, kind: BlockKind) -> str:
    return "\n".join(_texts(document, kind))


def _dateline(document: Document) -> tuple[str | None, tuple[str, ...]]:
    """Return the dateline and its agencies: a block of its own, or the start of the first paragraph."""
    opening = next((b for b in document.blocks if b.kind == "dateline" or b.in_body), None)
    if opening is None:
        return None, ()
    written = document.text[opening.start : opening.end]
    dateline = find_dateline(written if opening.in_body else written + " A")
    if dateline:
        return dateline.text, dateline.agencies
    return (None if opening.in_body else written), ()


def _credited(document: Document) -> tuple[str, ...]:
    """Return the agencies in bylines and source lines."""
    found: list[str] = []
    for kind in ("byline", "source_line"):
        for line in _texts(document, kind):
            found += agencies_in(re.sub(r"^[^:]{0,30}:\s?|^(?:[Bb]y|[Vv]on|[Pp]ar) ", "", line[:200]).strip(" .()"))
    return tuple(found)


def _glued_outlet(document: Document) -> str | None:
    """Return the outlet named at the end of the headline."""
    for title, name in zip(document.blocks, document.blocks[1:], strict=False):
        if title.kind == "headline" and name.kind == "source_line" and name.start - title.end <= 5:
            return document.text[name.start : name.end].lstrip(" |·•»~–—-:")
    return None


_STARTS = frozenset(("home", "start", "startseite", "news", "accueil", "inicio", "main", "homepage"))


def _section(document: Document, headline: str | None) -> str | None:
    """Return the innermost section of the breadcrumb, or else what the text is said to be filed under."""
    path = " > ".join(_texts(document, "breadcrumb"))
    if not path:
        return _filed(document)
    if headline and path.lower().endswith(headline.lower()):
        path = path[: len(path) - len(headline)]
    parts = [part.strip() for part in re.split(r"\s*[>»›/|→]\s*", path) if part.strip()]
    if len(parts) == 1:
        words = parts[0].split()
        parts = [" ".join(words[1:] if words[0].lower() in _STARTS else words)]
    parts = [part for part in parts if part and part.lower() not in _STARTS and len(part.split()) <= 4]
    return parts[-1] if parts else None


_FILED = re.compile(
    r"(?:posted in|filed under|filed in|published in|categor(?:y|ies)|section|rubrik|ressort|kategorien?|catégories?"
    r"|rubrique|categorías?|sección|categori[ae]|categorias?)\s?:\s?(?P<section>[^.,;:|•·\n]{2,40})",
    re.IGNORECASE,
)


def _filed(document: Document) -> str | None:
    """Return the section that a line such as "Filed under: Harbour" names."""
    lines = (document.text[b.start : min(b.end, b.start + 200)] for b in document.blocks if not b.in_body)
    found = (_FILED.match(line) for line in lines)
    return next((match["section"].strip() for match in found if match), None)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> tuple[str | None, float | None]:
    """Return the language of a text (ISO 639-1) and its probability, or None twice where undetermined.

    >>> detect_language("Too short.")
    (None, None)
    """
    sample = text[:SAMPLE]
    if len(sample.split()) < FEWEST_WORDS:
        letters = sum(c.isalpha() for c in sample)
        if letters <= 80 or sample.count(" ") >= letters // 12:
            return None, None
    code, probability = _identifier().classify(sample)
    if probability < SUREST:
        return None, None
    return code, round(float(probability), 3)
