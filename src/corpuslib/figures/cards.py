"""Findings as a reader wants them: a heading, a sentence, and below it who says what in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

__all__ = ["Card", "Line", "Side", "cards", "in_context", "is_relative", "shortened", "terms"]

_RELATIVE = re.compile(r"[\w.-][\w./%-]*(?:#[\w.:/%~=,-]+)?\Z")
_MARKS = frozenset("\"'“”„‟‘’‚«»‹›")
_NARROW = "\u202f"
_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"[^\W_]['’.,:/@&-][^\W_]")


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


class Side(NamedTuple):
    """Who said what, as a clause of a sentence: `verb` in the past, `about` in brackets, `also` who said the same.

    A clause without `who` goes on with that of the clause before.
    """

    who: str
    words: str
    verb: str = "said"
    about: str = ""
    also: str = ""
    before: str = ""
    after: str = ""


class Card(NamedTuple):
    """One finding: its kind, what it is about, a sentence on it, the versions, and whether they are shown at once.

    `sides` put it in a sentence, with `then` between them: who said this, and who said that.
    """

    kind: str
    about: str
    says: str
    lines: tuple[Line, ...]
    open: bool = True
    sides: tuple[Side, ...] = ()
    then: str = "; "


def cards(found: Iterable[Card]) -> str:
    """Return findings as markup for `reports.html`, each with its versions in a list that can be opened.

    All text is escaped; an address that is not a relative path is left out.

    >>> print(cards([Card("conflict", "shots", "", (Line("three", "Gull", "by radio"), Line("none <b>", "Halyard")))]))
    <details open><summary><strong>conflict</strong>: shots</summary>
    <ul><li>“three” <small>— Gull; by radio</small></li>
    <li>“none &lt;b&gt;” <small>— Halyard</small></li></ul></details>
    >>> sides = Side("Gull", "three", about="14 May", also="Tern", after=" shots"), Side("Navy", "none", "counted")
    >>> print(cards([Card("conflict", "", "", (), sides=sides)])[31:-20])
    conflict</strong>: Gull (14 May), and Tern as well, said “<mark>three</mark> shots”; Navy counted “none”
    >>> cards([])
    ''
    """
    return "\n".join(_card(card) for card in found)


def _card(card: Card) -> str:
    clauses = ((escape(card.then) if side.who else " but also ") + _side(side) for side in card.sides)
    sentence = "".join(clauses).removeprefix(escape(card.then))
    about = ": ".join(part for part in (escape(card.about), sentence) if part)
    head = f"<summary><strong>{escape(card.kind)}</strong>{': ' if about else ''}{about}</summary>"
    says = f"\n<p><small>{escape(card.says)}</small></p>" if card.says else ""
    lines = "\n".join(f"<li>{_passage(line)}</li>" for line in card.lines)
    return (
        f"<details{' open' if card.open else ''}>{head}{says}" + (f"\n<ul>{lines}</ul>" if lines else "") + "</details>"
    )


def _side(side: Side) -> str:
    if not side.who:
        return _quoted(side)
    about = f" ({escape(side.about)})" if side.about else ""
    also = f", and {escape(side.also)} as well," if side.also else ""
    return f"{escape(side.who)}{about}{also} {escape(side.verb)} {_quoted(side)}"


def _quoted(passage: Line | Side) -> str:
    """Return words in their context between quotation marks, a mark of the text's own a narrow space apart."""
    whole, words = passage.before + passage.words + passage.after, escape(passage.words)
    if passage.before or passage.after:
        words = f"{escape(passage.before)}<mark>{words}</mark>{escape(passage.after)}"
    first, last = (_NARROW if whole[end:][:1] in _MARKS else "" for end in (0, -1))
    return f"“{first}{words}{last}”"


def is_relative(href: str) -> bool:
    """Say whether an address is a relative path, and so leads to nothing outside.

    >>> is_relative("../data/012.txt"), is_relative("javascript:alert(1)"), is_relative("")
    (True, False, False)
    """
    return bool(_RELATIVE.match(href))


def _passage(line: Line) -> str:
    who = escape(line.who)
    if is_relative(line.href):
        who = f'<a href="{escape(line.href)}">{who}</a>'
    if line.about:
        who += f"; {escape(line.about)}"
    said = f"{_quoted(line)} <small>— " if line.before + line.words + line.after else "<small>"
    return f"{said}{who}</small>"


def terms(entries: Mapping[str, Iterable[str | Line]]) -> str:
    """Return terms and what is said of each, as text or as passages, as markup for `reports.html`.

    >>> terms({"When": ["14 <May>"], "What": [Line("three shots", "Gull")]})
    '<dl><dt>When</dt><dd>14 &lt;May&gt;</dd>\\n<dt>What</dt><dd>“three shots” <small>— Gull</small></dd></dl>'
    """
    said = (
        (term, [_passage(entry) if isinstance(entry, Line) else escape(entry) for entry in own])
        for term, own in entries.items()
    )
    rows = (f"<dt>{escape(term)}</dt>" + "".join(f"<dd>{markup}</dd>" for markup in own) for term, own in said)
    return f"<dl>{chr(10).join(rows)}</dl>"


def shortened(text: str, longest: int) -> str:
    """Return a text on one line, cut between two words if it is longer than so many characters.

    >>> shortened("three warning\\nshots", 40), shortened("three warning shots", 15), shortened("aaaa", 3)
    ('three warning shots', 'three warning …', 'aa…')
    """
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1].rpartition(" ")[0]
    return f"{cut} …" if cut else f"{line[: longest - 1]}…"


def in_context(text: str, start: int, end: int, most: int = 24) -> tuple[str, str]:
    r"""Return the words of a text before and after a passage in it, so many with the passage at most.

    What is cut off is an ellipsis; runs of white space become one space. A passage that is as long itself has none.

    >>> in_context("It was\nfound on Wednesday near the light at noon.", 16, 25, most=5)
    ('… found on ', ' near the …')
    >>> in_context("On Wednesday.", 3, 12), in_context("On Wednesday.", 3, 12, most=1)
    (('On ', '.'), ('', ''))
    >>> in_context("It took 84,000 tonnes.", 3, 7, most=3), in_context("the Strait’s herring", 13, 20, most=2)
    (('It ', ' …'), ('… ', ''))
    """
    left, right = list(_WORD.finditer(text, 0, start)), list(_WORD.finditer(text, end))
    room = most - len(_WORD.findall(text[start:end]))
    if room <= 0:
        return "", ""
    n_left = min(len(left), max(room // 2, room - len(right)))
    n_right = min(len(right), room - n_left)
    first = 0 if n_left == len(left) else _cut((w.start() for w in left[len(left) - n_left :]), text, start)
    last = len(text) if n_right == len(right) else _cut((w.end() for w in reversed(right[:n_right])), text, end)
    before, after = (re.sub(r"\s+", " ", part) for part in (text[first:start], text[end:last]))
    return ("… " if first else "") + before, after + (" …" if last < len(text) else "")


def _cut(places: Iterable[int], text: str, otherwise: int) -> int:
    """Return the first of the places that cuts no word with an apostrophe or hyphen, no number and no address."""
    return next((place for place in places if not _INSIDE.search(text, max(0, place - 2), place + 2)), otherwise)
