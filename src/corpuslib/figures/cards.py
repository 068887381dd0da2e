"""Findings as a reader wants them: a heading, a sentence, and below it who says what in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

__all__ = ["Card", "Line", "cards", "in_context"]

_RELATIVE = re.compile(r"[\w.-][\w./%-]*\Z")
_MARKS = frozenset("\"'“”„‟‘’‚«»‹›")
_NARROW = "\u202f"
_WORD = re.compile(r"[^\W_]+")


class Line(NamedTuple):
    """A version: words, who has them, what is to be said of them; `href` is a relative path, empty where there is none.

    `before` and `after` are the words around; if there are any, the version's own are marked.
    """

    words: str
    who: str
    about: str = ""
    href: str = ""
    before: str = ""
    after: str = ""


class Card(NamedTuple):
    """One finding: its kind, what it is about, a sentence on it, the versions, and whether they are shown at once."""

    kind: str
    about: str
    says: str
    lines: tuple[Line, ...]
    open: bool = True


def cards(found: Iterable[Card]) -> str:
    """Return findings as markup for `reports.html`, each with its versions in a list that can be opened.

    All text is escaped; an address that is not a relative path is left out.

    >>> print(cards([Card("conflict", "shots", "", (Line("three", "Gull", "by radio"), Line("none <b>", "Halyard")))]))
    <details open><summary><strong>conflict</strong>: shots</summary>
    <ul><li>“three” <small>— Gull; by radio</small></li>
    <li>“none &lt;b&gt;” <small>— Halyard</small></li></ul></details>
    >>> cards([])
    ''
    """
    return "\n".join(_card(card) for card in found)


def _card(card: Card) -> str:
    about = f": {escape(card.about)}" if card.about else ""
    head = f"<summary><strong>{escape(card.kind)}</strong>{about}</summary>"
    says = f"\n<p><small>{escape(card.says)}</small></p>" if card.says else ""
    lines = "\n".join(_line(line) for line in card.lines)
    return f"<details{' open' if card.open else ''}>{head}{says}\n<ul>{lines}</ul></details>"


def _line(line: Line) -> str:
    who = escape(line.who)
    if _RELATIVE.match(line.href):
        who = f'<a href="{escape(line.href)}">{who}</a>'
    if line.about:
        who += f"; {escape(line.about)}"
    whole, words = line.before + line.words + line.after, escape(line.words)
    if line.before or line.after:
        words = f"{escape(line.before)}<mark>{words}</mark>{escape(line.after)}"
    # A mark of the text's own stands a narrow space apart from ours.
    first, last = (_NARROW if whole[end:][:1] in _MARKS else "" for end in (0, -1))
    said = f"“{first}{words}{last}” <small>— " if whole else "<small>"
    return f"<li>{said}{who}</small></li>"


def in_context(text: str, start: int, end: int, most: int = 24) -> tuple[str, str]:
    r"""Return the words of a text before and after a passage in it, so many with the passage at most.

    What is cut off is an ellipsis; runs of white space become one space. A passage that is as long itself has none.

    >>> in_context("It was\nfound on Wednesday near the light at noon.", 16, 25, most=5)
    ('… found on ', ' near the …')
    >>> in_context("On Wednesday.", 3, 12), in_context("On Wednesday.", 3, 12, most=1)
    (('On ', '.'), ('', ''))
    """
    left, right = list(_WORD.finditer(text, 0, start)), list(_WORD.finditer(text, end))
    room = most - len(_WORD.findall(text[start:end]))
    if room <= 0:
        return "", ""
    n_left = min(len(left), max(room // 2, room - len(right)))
    n_right = min(len(right), room - n_left)
    first = 0 if n_left == len(left) else left[-n_left].start() if n_left else start
    last = len(text) if n_right == len(right) else right[n_right - 1].end() if n_right else end
    before, after = (re.sub(r"\s+", " ", part) for part in (text[first:start], text[end:last]))
    return ("… " if first else "") + before, after + (" …" if last < len(text) else "")
