"""Quotation marks as characters: which convention each belongs to, and whether it can open or close a passage."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Mark", "read_marks"]


class Mark(NamedTuple):
    """A quotation mark: where it stands, its usual form, its convention, and what it can do where it stands.

    `family` is one of `double`, `single`, `guillemet`, `small guillemet`, `corner` and `white corner`: only marks
    of one family pair with each other, and those of another are nested. `weak` marks may be apostrophes
    (`the boys’ team`) or units (`a 12" gun`), and close only where no better mark follows.
    """

    start: int
    end: int
    sign: str
    family: str
    opens: bool
    closes: bool
    weak: bool = False


# All begin with one set of characters, for which `re` looks fast; what follows says which of them are marks.
_SIGNS = '"“”„‟＂″〝〞«»‹›「」『』｢｣'
_DOUBLE = (
    rf"(?<=`)`|(?<=')'|(?<=’)’|(?<=‘)‘|(?<=´)´|(?<=,),(?=\w)|(?<=<)<(?=\s?\w)|(?<=>)>(?<=\S>>)"
    rf"|(?<=[\"“”])[\"“”](?<!\S[\"“”]{{2}})|(?<=[{_SIGNS}])"
)
_DOUBLE_MARK = re.compile(rf"[`'’‘´,<>{_SIGNS}](?:{_DOUBLE})")
_ANY_MARK = re.compile(rf"[`'’‘´,<>‚‛{_SIGNS}](?:{_DOUBLE}|(?<=[’'])(?!(?<=\w[’'])\w)|(?<=[‘‚‛`´]))")
_SINGLE = re.compile(r"['‘‚‛`‹](?<!\w['‘‚‛`‹])(?=\S)")
_USUAL = {
    "``": "“", "‘‘": "“", "‟": "“", "〝": "“", "''": '"', "’’": "”", "´´": "”", "〞": "”", "＂": '"', "″": '"',
    ",,": "„", "<<": "«", ">>": "»", "‛": "‘", "`": "‘", "´": "’", "｢": "「", "｣": "」",
    '""': '"', "““": "“", '“"': "“", '"“': "“", "””": "”", '”"': "”", '"”': "”", "”“": "“", "“”": "”",
}  # fmt: skip
_FAMILIES = {
    "double": '"“”„', "single": "'‘’‚", "guillemet": "«»", "small guillemet": "‹›", "corner": "「」",
    "white corner": "『』",
}  # fmt: skip
_FAMILY = {sign: family for family, signs in _FAMILIES.items() for sign in signs}
_ONLY_OPEN = frozenset("„‚「『")
_ONLY_CLOSE = frozenset("」』")
_BRACKETS = frozenset("([{<—–-/‘'‚“\"„«»…:>")
_ELISION = re.compile(r"(?:em|til|tis|twas|twill|cause|cos|bout|round|n|nuff|neath|ol|am|\d0s|\d\d)\b", re.I)
_REACH = 3000


def read_marks(text: str, reopens: bool = False) -> list[Mark]:
    """Return the quotation marks of a paragraph, without its apostrophes.

    Single marks count only where one of them opens a passage and a later one closes it, or where the next paragraph
    opens the last of them again (`reopens`).

    >>> [(mark.sign, mark.opens, mark.closes) for mark in read_marks("Kelm’s “yes”")]
    [('“', True, False), ('”', False, True)]
    """
    singles = _SINGLE.search(text) is not None
    marks: list[Mark] = []
    for match in (_ANY_MARK if singles else _DOUBLE_MARK).finditer(text):
        written = match.group()
        sign = _USUAL.get(written, written)
        family = _FAMILY[sign]
        start, end = match.span()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        opens, closes = _directions(text, end, sign, before, after)
        if opens or closes:
            weak = (family == "single" and _may_be_apostrophe(text, start, end, before, after)) or (
                sign == '"' and before.isdigit()
            )
            marks.append(Mark(start, end, sign, family, opens, closes, weak))
    return _without_apostrophes(marks, reopens) if singles else marks


def _directions(text: str, end: int, sign: str, before: str, after: str) -> tuple[bool, bool]:
    """Say whether a mark can open and close a passage, by its form and the characters around it."""
    if sign in _ONLY_OPEN:
        return True, False
    if sign in _ONLY_CLOSE:
        return False, True
    space_before, space_after = before.isspace(), after.isspace()
    free = space_before or before in _BRACKETS
    closes = not space_before and not after.isalnum()
    if sign == "“":
        return space_before or not (space_after or after in ".,;:?!)…"), closes
    if sign in "”’":
        word_after = after.isalnum() or after in "[$£€#@"
        return sign == "”" and space_before and word_after, not (space_before and word_after)
    if sign in "«‹":
        return free, closes or not free
    if sign in "»›":
        return free and not space_after and after not in ".,;:?!)", not free or not after.isalnum()
    if sign == "‘":
        opens = not before.isalnum() and not space_after and not _ELISION.match(text, end)
        return opens, closes
    if sign == "'":
        return free and not space_after and not _ELISION.match(text, end), closes
    if space_before and space_after:
        return True, True
    return not space_after and not before.isalnum(), closes


def _may_be_apostrophe(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Say whether a closing single mark may belong to the word before it: the boys’ team, goin’ home."""
    if after != " " or not text[end + 1 : end + 2].isalnum():
        return False
    return before in "sS" or text[max(0, start - 2) : start] in ("in", "’n", "'n")


def _without_apostrophes(marks: Sequence[Mark], reopens: bool) -> list[Mark]:
    """Drop the opening single marks that nothing closes: they are apostrophes."""
    strong = [mark.start for mark in marks if mark.family == "single" and mark.closes and not mark.weak]
    weak = [mark.start for mark in marks if mark.family == "single" and mark.closes and mark.weak]
    last = max((mark.start for mark in marks if mark.family == "single" and mark.opens), default=0)
    kept = []
    for mark in marks:
        if mark.family == "single" and mark.opens and not mark.closes:
            after = _next(strong, mark.end)
            if after is None and not reopens:
                after = _next(weak, mark.end)
            if (after is None and not (reopens and mark.start == last)) or (after or 0) - mark.end > _REACH:
                continue
        kept.append(mark)
    return kept


def _next(places: Sequence[int], at: int) -> int | None:
    k = bisect_right(places, at)
    return places[k] if k < len(places) else None
