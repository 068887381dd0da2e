"""What must hold of a file before it is published."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

__all__ = ["check_csv", "check_html", "check_links", "check_rights", "page_facts", "visible_text"]

CSP = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

# fmt: off
_FORBIDDEN = frozenset({
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "form", "portal",
    "noscript", "audio", "video", "source",
})
_RESOURCES = frozenset({
    "src", "srcset", "data", "poster", "background", "action", "formaction", "manifest", "ping", "cite",
})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})
# Elements inside a line of text: they separate no words.
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
})
# fmt: on
_SPOKEN = ("alt", "title", "aria-label", "placeholder", "summary")
_CSS_LOAD = re.compile(r"url\(\s{0,8}['\"]?(?!#|data:image/)|@import|expression\(", re.IGNORECASE)
_LEAKS = {
    "a memory address": re.compile(r"\bat 0x[0-9A-Fa-f]{6,16}\b"),
    "a folder of this machine": re.compile(r"(?<![\w./:~-])/(?:home|Users|root|tmp|private)/[\w.-]{1,80}"),
    "a traceback": re.compile(r"Traceback \(most recent call last\)"),
}
_ALLOWED_PATH = re.compile(r"(?:[\w.-][\w./%-]*)?(?:#[\w.:/%~=,-]+)?\Z")


class PageFacts(HTMLParser):
    """Reads one page: its problems, its ids, its links and its visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.spoken: list[str] = []
        self.title = ""
        self.lang = ""
        self.csp = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _FORBIDDEN:
            self._problem(f"<{tag}> is not allowed in a report")
        self._read_attributes(tag, values)
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag == "meta":
            self._read_meta(values)
        if tag == "img" and not values.get("alt", "").strip():
            self._problem("an image has no alt text")
        if tag not in _INLINE:
            self.text.append(" ")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text.append(" ")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            if _CSS_LOAD.search(data):
                self._problem("a style loads something from elsewhere")
        elif "title" in self._open and "body" not in self._open:
            self.title += data
        else:
            self.text.append(data)

    def _problem(self, text: str) -> None:
        line, _ = self.getpos()
        self.problems.append(f"line {line}: {text}")

    def _read_meta(self, values: Mapping[str, str]) -> None:
        kind = values.get("http-equiv", "").lower()
        if kind == "content-security-policy":
            self.csp = values.get("content", "")
        elif kind == "refresh":
            self._problem("a meta refresh sends the reader elsewhere")

    def _read_attributes(self, tag: str, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            if name.startswith("on"):
                self._problem(f"<{tag}> has the event handler {name}")
            elif name == "id":
                self.ids.append(value)
            elif name == "style" and _CSS_LOAD.search(value):
                self._problem(f"the style of <{tag}> loads something from elsewhere")
            elif name in _RESOURCES:
                if not (tag == "img" and name == "src" and value.startswith("data:image/")):
                    self._problem(f"<{tag}> loads {value[:80]!r}")
            elif name in ("href", "xlink:href"):
                self._read_link(tag, value)
            elif name in _SPOKEN:
                self.spoken.append(value)

    def _read_link(self, tag: str, value: str) -> None:
        if tag == "link" and value == "data:,":
            return
        if tag == "a" and _ALLOWED_PATH.match(value) and value:
            self.links.append(value)
        else:
            self._problem(f"<{tag}> points outside the report: {value[:80]!r}")


def page_facts(html: str) -> PageFacts:
    """Parse a page once for all checks."""
    facts = PageFacts()
    facts.feed(html)
    facts.close()
    return facts


def check_html(html: str) -> list[str]:
    """The problems of a page, each with its line; an empty list when it may be published.

    Looked for: anything that runs or loads, links out of the report, images without alt text, ids that
    stand twice, anchors that lead nowhere, a missing title, language or content security policy, and
    leaks of the machine (addresses, folders, tracebacks).
    """
    facts = page_facts(html)
    problems = list(facts.problems)
    if facts.csp != CSP:
        problems.append(f"the content security policy is {facts.csp!r}, not {CSP!r}")
    if not facts.title.strip():
        problems.append("the page has no title")
    if not facts.lang:
        problems.append("the page states no language")
    for name in sorted({name for name in facts.ids if facts.ids.count(name) > 1}):
        problems.append(f"the id {name!r} stands {facts.ids.count(name)} times")
    known = set(facts.ids)
    for link in sorted(set(facts.links)):
        if link.startswith("#") and unquote(link[1:]) not in known:
            problems.append(f"the link {link} leads nowhere")
    return problems + _leaks("".join(facts.text))


def check_links(pages: Mapping[str, str], files: Iterable[str]) -> list[str]:
    """Links between pages that lead nowhere. `pages` maps paths to HTML, `files` lists all paths."""
    facts = {path: page_facts(html) for path, html in pages.items()}
    existing = set(files) | set(pages)
    problems = []
    for path in sorted(facts):
        for link in sorted(set(facts[path].links)):
            target, _, anchor = link.partition("#")
            target = unquote(target)
            if not target or target.startswith("../"):
                continue
            if target not in existing:
                problems.append(f"{path}: the link {link} leads nowhere")
            elif anchor and target in facts and unquote(anchor) not in facts[target].ids:
                problems.append(f"{path}: {target} has no {anchor!r} to link to")
    return problems


def check_csv(text: str) -> list[str]:
    """The problems of a CSV file: line ends, ragged rows, cells that become formulas, leaks."""
    problems = []
    if "\r\n" in text:
        problems.append("line ends are CR LF; use LF")
    if not text.endswith("\n"):
        problems.append("the last line has no line end")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or not rows[0]:
        return [*problems, "there is no header"]
    for number, row in enumerate(rows, start=1):
        if row and len(row) != len(rows[0]):
            problems.append(f"row {number} has {len(row)} cells, the header {len(rows[0])}")
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(cell):
                problems.append(f"row {number}: the cell {cell[:40]!r} would become a formula")
    return problems + _leaks(text)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _leaks(text: str) -> list[str]:
    found = ((what, pattern.search(text)) for what, pattern in _LEAKS.items())
    return [f"{what} shows: {match[0]!r}" for what, match in found if match]


def visible_text(html: str) -> str:
    """What a page says: its text, the descriptions of its images, its labels; markup between words gone."""
    facts = page_facts(html)
    return "".join(facts.text) + "".join(f"\n\n{spoken}" for spoken in facts.spoken)


_WORD = re.compile(r"[^\W_]+")
_JOINERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).translate(_JOINERS).casefold())


def check_rights(published: str, restricted: Iterable[str], limit: int = 8) -> list[str]:
    """Runs of more than `limit` consecutive words that `published` shares with a restricted text.

    A word is a run of letters and digits; case, punctuation and invisible characters do not count. Pass
    the visible text of a page, not its markup. The time is linear in the length of the texts.

    >>> check_rights("He said: A b, c D!", ["... a B c d ..."], limit=3)
    ['a b c d']
    """
    size = limit + 1
    grams = {gram for text in restricted for gram in _grams(_words(text), size)}
    words = _words(published)
    runs: list[tuple[int, int]] = []
    for start, gram in enumerate(_grams(words, size)):
        if gram in grams:
            begin = runs.pop()[0] if runs and runs[-1][1] >= start + limit else start
            runs.append((begin, start + size))
    return [" ".join(words[start:end]) for start, end in runs]


def _grams(words: list[str], size: int) -> Iterable[str]:
    return (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
