"""Markdown cells as HTML, with stable anchors; raw HTML in them is shown as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import mistune

from corpuslib.reports.tabular import escape

__all__ = ["Heading", "MarkdownRenderer", "slug"]

_TAG = re.compile(r"<[^<>]{0,400}>")
_TARGET = re.compile(r"(?:[\w.-][\w./%-]*)?(?:#[\w.:/%-]+)?\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level (1 to 6), its anchor and its text as HTML without links."""

    level: int
    anchor: str
    html: str


def slug(text: str) -> str:
    """An anchor made of the letters and digits of a text.

    >>> slug("What cleaning changed, and why")
    'what-cleaning-changed-and-why'
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    words = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    return "-".join(words)[:80].rstrip("-") or "section"


class MarkdownRenderer:
    """Renders the cells of one notebook in order and collects their headings.

    The first heading of level 1 is the title of the page: it is kept in `title` and left out of the body.
    Anchors in `reserved` are taken. A link out of the report is shown as its text and its address, since a
    report holds no outside links.
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self.headings: list[Heading] = []
        self.title = ""
        self._taken = set(reserved)
        plugins = ["table", "strikethrough", "def_list", "superscript", "subscript"]
        self._render = mistune.create_markdown(renderer=_Renderer(self), plugins=plugins)

    def __call__(self, source: str) -> str:
        """The HTML of one cell."""
        return str(self._render(source))

    def heading(self, html: str, level: int) -> str:
        """The HTML of one heading, noted down for the table of contents."""
        plain = _TAG.sub("", html)
        if level == 1 and not self.title:
            self.title = plain
            return ""
        level = max(2, level)
        anchor = self._anchor(plain)
        self.headings.append(Heading(level, anchor, plain))
        link = f'<a class="anchor" href="#{anchor}" aria-label="Link to this section">¶</a>'
        return f'<h{level} id="{anchor}">{html} {link}</h{level}>\n'

    def _anchor(self, plain: str) -> str:
        base = anchor = slug(plain)
        number = 1
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._taken.add(anchor)
        return anchor


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, page: MarkdownRenderer) -> None:
        super().__init__(escape=True)
        self._page = page

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return self._page.heading(text, level)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url and _TARGET.match(url):
            return f'<a href="{escape(url)}">{text}</a>'
        return f'{text} <span class="address">({escape(url)})</span>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith(self.GOOD_DATA_PROTOCOLS):
            return super().image(text, url, title)
        return f'{text} <span class="address">({escape(url)})</span>'

    def table(self, text: str) -> str:
        return f'<div class="cl-scroll" role="region" tabindex="0" aria-label="Table"><table>{text}</table></div>\n'
