"""What a page says about itself: JSON-LD, Open Graph and other meta tags, its title, time and link elements."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from corpuslib import lexicon
from corpuslib.document import Declared
from corpuslib.read.layout import Layout
from corpuslib.read.tokens import attributes

__all__ = ["body_of", "declared_by_page", "linked_article", "name_of", "split_authors"]

_MAX_JSON = 500_000
_MAX_SCRIPTS = 20
_MAX_ITEMS = 5_000
_MAX_DEPTH = 10
_MAX_VALUE = 2_000
_ARTICLE_TYPE = re.compile(r"(?:[A-Z][a-z]+)?NewsArticle|Article|BlogPosting|LiveBlogPosting|Report")
_MAX_TIMES = 20
_FARTHEST_ZONE = timedelta(hours=14)
_QUARTER = timedelta(minutes=15)
_DATED_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-])")
_EMBEDDED_DATE = re.compile(
    r"datePublished(?:&quot;|\\?\")\s?:\s?(?:&quot;|\\?\")((?:19|20)\d\d-\d\d-\d\d[0-9T:.Z+-]{0,25})"
)
_ADDRESS = re.compile(r"^(?:https?:)?//|^@|\.(?:com|org|net)\b", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*[;|\n]\s*|\s+(?:and|und|et|y)\s+|\s*&\s*")


@cache
def _meta_names() -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for row in lexicon.rows("html_meta.tsv"):
        names[row["meaning"]] = (*names.get(row["meaning"], ()), row["name"])
    return names


def linked_article(page: str, layout: Layout) -> Mapping[str, Any]:
    """Return the first article in the page's JSON-LD, empty if there is none."""
    return next(_articles(page, layout), {})


def body_of(linked: Mapping[str, Any]) -> str:
    """Return the article's text in JSON-LD.

    >>> body_of({"@type": "NewsArticle", "articleBody": "Talks &amp; tolls."})
    'Talks & tolls.'
    """
    body = linked.get("articleBody")
    return html.unescape(body) if isinstance(body, str) else ""


def declared_by_page(page: str, layout: Layout, url: str | None, linked: Mapping[str, Any]) -> Declared:
    """Return what a page declares; of several sources JSON-LD counts first, then meta tags, then elements."""
    metas, canonical = _metas(layout)
    title = next((page[t.start : t.end] for t in layout.unseen if t.kind == "unseen" and t.name == "title"), "")

    def first(column: str, *others: str | None) -> str | None:
        named = (metas.get(name) for name in _meta_names()[column])
        return next((text for text in map(_text, (*others, *named)) if text), None)

    address = url or _text(canonical) or first("url")
    published = first("published", _text(linked.get("datePublished"))) or _dated_address(address)
    published = published or _embedded_date(page) or _text(layout.times[0].value if layout.times else None)
    return Declared(
        headline=first("headline", _text(linked.get("headline"))) or _text(html.unescape(title)),
        description=first("description", _text(linked.get("description"))),
        published=_as_printed(published, [time.value for time in layout.times[:_MAX_TIMES]]),
        outlet=first("outlet", name_of(linked.get("publisher"))),
        authors=_authors(linked.get("author"), [metas.get(name) for name in _meta_names()["authors"]]),
        section=first("section", name_of(linked.get("articleSection"))),
        language=_text(layout.language) or _text(linked.get("inLanguage")),
        url=address,
    )


def _dated_address(address: str | None) -> str | None:
    """Return the day in an address such as …/2031/03/04/talks-resume.

    >>> _dated_address("https://harbour.invalid/news/2031/03/04/talks-resume")
    '2031-03-04'
    """
    match = _DATED_ADDRESS.search((address or "")[:_MAX_VALUE])
    return "-".join(match.groups()) if match else None


def _embedded_date(page: str) -> str | None:
    """Return the date of publication in data for scripts, where a page has it in no other place."""
    match = _EMBEDDED_DATE.search(page)
    return match[1] if match else None


def _as_printed(published: str | None, times: Sequence[str]) -> str | None:
    """Return the moment of publication in the outlet's own time, if the page shows it beside universal time.

    An evening paper's article of 4 March may be declared as of 5 March, 02:00 UTC.

    >>> _as_printed("2031-03-05T02:10:07Z", ["2031-03-04T21:10:07-05:00"])
    '2031-03-04T21:10:07-05:00'
    """
    declared = _moment(published)
    if declared is None or declared.utcoffset() != timedelta():
        return published
    for value in times:
        shown = _moment(value)
        if shown is None or shown.utcoffset() == timedelta():
            continue
        as_utc = shown if shown.tzinfo else shown.replace(tzinfo=UTC)
        apart = abs(as_utc - declared)
        if apart <= _FARTHEST_ZONE and apart % _QUARTER == timedelta() and (apart == timedelta() or not shown.tzinfo):
            return value
    return published


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((value or "").strip()[:40]).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def _metas(layout: Layout) -> tuple[dict[str, str], str | None]:
    metas: dict[str, str] = {}
    canonical = None
    for token in layout.unseen:
        if token.kind != "open" or token.name not in ("meta", "link"):
            continue
        found = attributes(token.attributes)
        if token.name == "link":
            if found.get("rel", "").lower() == "canonical":
                canonical = canonical or html.unescape(found.get("href", ""))
            continue
        content = html.unescape(found.get("content", "")[:_MAX_VALUE])
        for key in ("property", "name", "itemprop"):
            if content and key in found:
                metas.setdefault(found[key].strip().lower(), content)
    return metas, canonical


def _articles(page: str, layout: Layout) -> Iterator[Mapping[str, Any]]:
    """Yield the articles in the page's JSON-LD, from outside and so bounded in size, number and depth."""
    scripts = [t for t in layout.unseen if t.name == "script" and "ld+json" in t.attributes.lower()]
    for token in scripts[:_MAX_SCRIPTS]:
        if token.end - token.start > _MAX_JSON:
            continue
        text = page[token.start : token.end].strip().removeprefix("<!--").removesuffix("-->").strip()
        try:
            value = json.loads(text.rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (item for item in _items(value) if _is_article(item))


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    queue, seen = deque([(value, 0)]), 0
    while queue and seen < _MAX_ITEMS:
        item, depth = queue.popleft()
        seen += 1
        if isinstance(item, dict):
            yield item
        if isinstance(item, dict | list) and depth < _MAX_DEPTH:
            inner = item.values() if isinstance(item, dict) else item
            queue += [(each, depth + 1) for each in inner if isinstance(each, dict | list)][:_MAX_ITEMS]


def _is_article(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPE.fullmatch(kind) for kind in named)


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(value[:_MAX_VALUE]).split()) or None


def name_of(value: Any) -> str | None:
    """Return the name in a JSON value: a string, an object with a name, or the first of a list of them.

    >>> name_of([{"@type": "Person", "name": "Ana Tur"}])
    'Ana Tur'
    """
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _authors(linked: Any, metas: list[str | None]) -> tuple[str, ...]:
    people = linked if isinstance(linked, list) else [linked]
    named = [name for name in map(name_of, people[:50]) if name]
    if not named:
        named = [text for text in map(_text, metas) if text and not _ADDRESS.search(text)][:1]
    return tuple(dict.fromkeys(author for name in named for author in split_authors(name)))


def split_authors(text: str) -> tuple[str, ...]:
    """Return the people that a byline or an author field names, in order.

    >>> split_authors("By Ana Tur and Ole Brandt; Mirko Sel")
    ('Ana Tur', 'Ole Brandt', 'Mirko Sel')
    >>> split_authors("Tur, Ana")
    ('Tur, Ana',)
    """
    names: list[str] = []
    for part in _BETWEEN_AUTHORS.split(re.sub(r"^\s*(?:by|von|par)\b[:\s]*", "", text, flags=re.IGNORECASE)):
        pieces = [piece.strip() for piece in part.split(",")]
        names += pieces if all(" " in piece for piece in pieces) else [part.strip()]
    return tuple(dict.fromkeys(name for name in names if name and not _ADDRESS.search(name)))
