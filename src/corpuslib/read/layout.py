"""From the tokens of a page to its lines as a reader sees them, and the changes that make the page its text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from corpuslib.read.tokens import Token, attributes, elements, tokens
from corpuslib.text import Change

__all__ = ["Layout", "Line", "Node", "lay_out"]

_SPACE = " \t\n\r\f"
_SPACE_ENTITIES = ("&nbsp;", "&#160;", "&#xa0;", "&#xA0;", "&#32;", "&#10;", "&#13;", "&#9;")
_LEADING = re.compile(r"(?:[ \t\n\r\f\xa0]|&(?:nbsp|#160|#x[aA]0|#32|#10|#13|#9);)*+")
# White space that is not one space, and references: &name; or a number, also without its semicolon.
_IRREGULAR = re.compile(
    r"[ \t\n\r\f]{2,}+|[\t\n\r\f]|&(?:#[0-9]{1,8}+|#[xX][0-9a-fA-F]{1,7}+|[a-zA-Z][a-zA-Z0-9]{1,31}+);?"
)


@dataclass(slots=True)
class Node:
    """A block element. `parent` is its place in the list of nodes, smaller than its own, -1 for the root."""

    tag: str
    parent: int
    attributes: dict[str, str]


@dataclass(slots=True)
class Line:
    """A line that a reader sees: `page[start:end]` with markup inside; it lies in the block `node`.

    `size` counts the characters of text, `linked` those of them inside links.
    """

    start: int
    end: int
    node: int
    size: int = 0
    linked: int = 0


class Time(NamedTuple):
    """A `<time datetime="…">` and where it stands."""

    start: int
    value: str


@dataclass
class Layout:
    """The lines of a page and the block elements they lie in.

    `changes` turn the page into its lines, one line each. `unseen` holds what metadata is read from: the
    tokens of scripts and title, of meta and link tags.
    """

    changes: list[Change] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    unseen: list[Token] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    language: str | None = None


def lay_out(page: str) -> Layout:
    """Return the lines of a page; never raises, whatever the page."""
    builder = _Builder(page)
    for token in tokens(page):
        builder.take(token)
    return builder.finish()


class _Builder:
    """Walks through the tokens. Between two pieces of text lies a gap of markup and white space."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.ends_paragraph = elements("block")
        self.blocks = self.ends_paragraph | elements("phrase_block")
        self.layout = Layout(nodes=[Node("", -1, {})])
        self.stack = [0]
        self.open_tags: dict[str, int] = {}
        self.gap_start = 0
        self.gap_rules: dict[str, None] = {}
        self.gap_breaks = True
        self.gap_space = False
        self.link_depth = 0
        self.preformatted = 0

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token.start, token.end)
        elif token.kind == "open":
            self.gap_rules["tag"] = None
            self._open(token)
        elif token.kind == "close":
            self.gap_rules["tag"] = None
            self._close(token.name)
        elif token.kind == "comment":
            self.gap_rules["comment"] = None
        else:
            self.gap_rules[token.name] = None
            if token.name in ("script", "title"):
                self.layout.unseen.append(token)

    def finish(self) -> Layout:
        if self.gap_start < len(self.page):
            self._end_gap(len(self.page), "")
        return self.layout

    # Elements

    def _open(self, token: Token) -> None:
        name = token.name
        if name in self.blocks:
            self._open_block(token)
        elif name == "a":
            self.link_depth = len(self.stack)
        elif name in ("br", "hr"):
            self.gap_breaks = True
        elif name in ("meta", "link"):
            self.layout.unseen.append(token)
        elif name == "time" and (value := attributes(token.attributes).get("datetime")):
            self.layout.times.append(Time(token.start, value))

    def _open_block(self, token: Token) -> None:
        name = token.name
        if name in self.ends_paragraph and self.open_tags.get("p"):
            self._pop_to("p")
        if name == "li" and self.layout.nodes[self.stack[-1]].tag == "li":
            self._pop_to("li")
        found = attributes(token.attributes) if token.attributes else {}
        if name == "html":
            self.layout.language = found.get("lang") or found.get("xml:lang")
        self.layout.nodes.append(Node(name, self.stack[-1], found))
        self.stack.append(len(self.layout.nodes) - 1)
        self.open_tags[name] = self.open_tags.get(name, 0) + 1
        self.preformatted += name == "pre"
        self.gap_breaks = True

    def _close(self, name: str) -> None:
        if name == "a":
            self.link_depth = 0
        elif name in self.blocks:
            self.gap_breaks = True
            if self.open_tags.get(name):
                self._pop_to(name)

    def _pop_to(self, name: str) -> None:
        while True:
            tag = self.layout.nodes[self.stack.pop()].tag
            self.open_tags[tag] -= 1
            self.preformatted -= tag == "pre"
            if tag == name:
                break
        if self.link_depth > len(self.stack):
            self.link_depth = 0

    # Text

    def _text(self, start: int, end: int) -> None:
        if self.preformatted:
            for line in re.finditer(r"[^\n]+|\n", self.page[start:end]):
                if line[0] == "\n":
                    self.gap_breaks = True
                self._run(start + line.start(), start + line.end())
        else:
            self._run(start, end)

    def _run(self, start: int, end: int) -> None:
        page = self.page
        leading = _LEADING.match(page, start, end)
        first = leading.end() if leading else start
        if first > start:
            self.gap_space = True
        if first == end:
            return
        last = _without_trailing_space(page, first, end)
        lines = self.layout.lines
        if self.gap_breaks:
            self._end_gap(first, "\n" if lines else "")
            lines.append(Line(first, last, self.stack[-1]))
        elif self.gap_start < first:
            self._end_gap(first, " " if self.gap_space else "")
        line = lines[-1]
        line.end = last
        line.size += last - first
        if self.link_depth:
            line.linked += last - first
        self._inside(first, last)
        self.gap_start, self.gap_breaks, self.gap_space = last, False, last < end

    def _inside(self, first: int, last: int) -> None:
        changes = self.layout.changes
        for match in _IRREGULAR.finditer(self.page, first, last):
            found = match[0]
            if found[0] != "&":
                changes.append(Change(match.start(), match.end(), " ", "whitespace", "white space"))
            elif (after := html.unescape(found)) != found:
                after = " " if after in _SPACE else after
                changes.append(Change(match.start(), match.end(), after, "entity", "entity"))

    def _end_gap(self, end: int, after: str) -> None:
        if self.gap_rules:
            rule = "+".join(self.gap_rules)
            self.layout.changes.append(Change(self.gap_start, end, after, "markup", rule))
            self.gap_rules = {}
        elif self.gap_start < end:
            self.layout.changes.append(Change(self.gap_start, end, after, "whitespace", "white space"))


def _without_trailing_space(page: str, start: int, end: int) -> int:
    """Return where the text of `page[start:end]` ends, which begins with something else than white space."""
    while end > start:
        if page[end - 1] in _SPACE or page[end - 1] == "\xa0":
            end -= 1
        elif page[end - 1] == ";" and (entity := page.rfind("&", max(start, end - 6), end)) >= 0:
            if page[entity:end] not in _SPACE_ENTITIES:
                return end
            end = entity
        else:
            return end
    return end
