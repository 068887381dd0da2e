"""Read a page: its visible text on the ledger, what each line is, and what the page says about itself."""

from __future__ import annotations

from dataclasses import replace

from corpuslib.document import Found, Source, content_hash
from corpuslib.read.article import find_regions
from corpuslib.read.bytes import Decoded, declared_charset, decode, without_surrogates
from corpuslib.read.layout import lay_out
from corpuslib.read.metadata import body_of, declared_by_page, linked_article
from corpuslib.text import Draft

__all__ = ["looks_like_html", "read_html"]


def read_html(data: bytes | str, url: str | None = None) -> Found:
    """Return the text of a page, one line for each line that a reader of the page sees.

    The page itself is the text as found. Every tag, script, comment and reference is on the ledger, so that
    the page can be rebuilt from the text. There is one region for each line, with the role that the markup
    gives it; those with `in_body` are the article. Never raises, whatever the page.

    >>> page = "<h1>Talks resume</h1><script>x()</script><p>Envoys met &amp; talked.</p>"
    >>> found = read_html(page)
    >>> found.draft.text
    'Talks resume\\nEnvoys met & talked.'
    >>> [(r.role, r.in_body) for r in found.regions]
    [('headline', False), (None, True)]
    >>> found.draft.ledger.rebuild(found.draft.text) == page
    True
    """
    if isinstance(data, bytes):
        decoded = decode(data, declared_charset(data))
        return from_page(decoded, Source(sha256=content_hash(data)), url)
    return from_page(Decoded(data, "utf-8", "given as text"), Source(), url)


def from_page(decoded: Decoded, source: Source, url: str | None = None) -> Found:
    """Return a decoded page as `read_html` does, with where it came from."""
    page, encoding, reason = without_surrogates(decoded)
    layout = lay_out(page)
    draft = Draft.of(page).apply(layout.changes)
    linked = linked_article(page, layout)
    declared = declared_by_page(page, layout, url, linked)
    return Found(
        draft,
        replace(source, container="html", encoding=encoding, encoding_reason=reason),
        declared,
        find_regions(page, layout, draft.text.split("\n"), declared, body_of(linked)),
    )


def looks_like_html(text: str) -> bool:
    """Say whether a text is plainly a page or a piece of one: it opens like a page, or has paragraphs in tags.

    >>> looks_like_html("<p>One.</p>"), looks_like_html("if a < b and b > c")
    (True, False)
    """
    beginning = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if beginning.startswith(("<!doctype html", "<html")):
        return True
    sample = text[:20_000].lower()
    return any(f"<{tag}>" in sample and f"</{tag}>" in sample for tag in ("p", "div", "h1", "h2", "li")) or (
        sample.count("<p ") > 0 and "</p>" in sample
    )
