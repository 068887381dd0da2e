"""Split a page into tags, comments, unseen content and text, each with its place in the page.

The standard library's parser gives no offsets and splits broken pages differently from one Python release to
the next; the same page must give the same offsets everywhere. Every scan below is linear in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from corpuslib import lexicon

__all__ = ["Token", "attributes", "elements", "tokens"]


@cache
def elements(layout: str) -> frozenset[str]:
    """Return the names of the elements of a layout in `html_elements.tsv`: block, phrase_block or unseen."""
    return frozenset(row["tag"] for row in lexicon.rows("html_elements.tsv") if row["layout"] == layout)


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</(?i:{name})(?=[\s/>])")


TokenKind = Literal["text", "open", "close", "comment", "unseen"]

# A quotation mark is special only after "=": <p title=it's> ends at its ">".
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
_OPENING = re.compile(r"</?[a-zA-Z]")
_TAG_WITH_OPEN_QUOTE = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++))""")


class Token(NamedTuple):
    """A piece of a page: `page[start:end]`. Tokens follow each other without gaps.

    `name` is the element's name in lower case, empty for text and comments; `attributes` is the text between
    name and ">".
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: str = ""


def attributes(text: str) -> dict[str, str]:
    """Return the attributes with a value of a tag; the first of two with one name counts.

    >>> attributes(' class="lead wide" id=top hidden')
    {'class': 'lead wide', 'id': 'top'}
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found


def tokens(page: str) -> Iterator[Token]:
    """Yield the tokens of a page, which may be broken in any way.

    A "<" that opens nothing is text. A tag or comment that never ends is cut at the next ">". The content of
    a script that never ends runs to the end of the page, as in a browser.

    >>> [(t.kind, t.name) for t in tokens("<p>1 < 2<!-- x --></p>")]
    [('open', 'p'), ('text', ''), ('comment', ''), ('close', 'p')]
    """
    scan, unseen = _Scanner(page), elements("unseen")
    position = text_start = 0
    while (position := page.find("<", position)) >= 0:
        token = scan.markup(position)
        if token is None:
            position += 1
            continue
        if text_start < position:
            yield Token("text", text_start, position)
        yield token
        position = text_start = token.end
        if token.kind == "open" and token.name in unseen and not token.attributes.endswith("/"):
            end = scan.end_of_raw(token.name, position)
            if end > position:
                yield Token("unseen", position, end, token.name, token.attributes)
                position = text_start = end
    if text_start < len(page):
        yield Token("text", text_start, len(page))


class _Scanner:
    """Finds markup at a position. A search that once failed to its end is not made again: all stays linear."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.patterns: tuple[re.Pattern[str], ...] = (_TAG, _TAG_WITH_OPEN_QUOTE)
        self.hopeless: set[str] = set()

    def markup(self, start: int) -> Token | None:
        """Return the tag or comment that begins at a "<", or None if it is a character of the text."""
        for pattern in self.patterns:
            if match := pattern.match(self.page, start):
                slash, name, rest = match.groups()
                return Token("close" if slash else "open", start, match.end(), name.lower(), rest)
            if not _OPENING.match(self.page, start):
                break
            self.patterns = self.patterns[1:]
        return self._comment(start) if self.page.startswith(("<!", "<?"), start) else None

    def _comment(self, start: int) -> Token | None:
        if self.page.startswith("<!--", start) and (token := self._until("-->", start, "comment")):
            return token
        return self._until(">", start, "comment")

    def _until(self, closing: str, start: int, kind: TokenKind) -> Token | None:
        if closing in self.hopeless:
            return None
        end = self.page.find(closing, start + 2)
        if end < 0:
            self.hopeless.add(closing)
            return None
        return Token(kind, start, end + len(closing))

    def end_of_raw(self, name: str, start: int) -> int:
        """Return where the content of an element ends that holds no tags."""
        if name in self.hopeless:
            return start
        if match := _end_of(name).search(self.page, start):
            return match.start()
        self.hopeless.add(name)
        return len(self.page) if name in ("script", "style") else start
