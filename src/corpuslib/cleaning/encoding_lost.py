"""Damage that cannot be undone: where a byte was lost, and what stood there in all likelihood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Suspect", "find_suspects"]


class Suspect(NamedTuple):
    """Damage that cannot be undone because a byte is lost, with what stood there in all likelihood, or None."""

    start: int
    end: int
    reading: str | None


# Two bytes of a quotation mark, a dash or an ellipsis in UTF-8, as several encodings show them; the third is lost.
_MARK = "(?:鈥|窶|вЂ|ΓÇ|‚Ä|ÔÇ|â€)[?\\ufffd]"
_APOSTROPHE = r"(?=(?:s|t|d|m|re|ve|ll)\b)"
_NO_ADDRESS = "(?![A-Za-z_]{0,20}[=/&])"
_LOST = re.compile(
    rf"(?P<mark>{_MARK}|(?<!\w)\ufffd{{1,3}}(?!\ufffd)|(?<=[A-Za-z])\ufffd{{1,3}}{_APOSTROPHE}"
    rf"|(?<=[A-Za-z])\?{_NO_ADDRESS}{_APOSTROPHE}|(?<![\w?])\?{{2,3}}(?=[A-Za-z]){_NO_ADDRESS})"
    rf"|(?P<unknown>\ufffd{{1,40}}|(?<=[A-Za-zß-ÿ])\?{{1,4}}(?=[a-zß-ÿ]){_NO_ADDRESS})"
)
_MAYBE_LOST = re.compile("[\ufffd?鈥窶вΓ‚Ôâ]")
_LINE = 2000


def find_suspects(text: str) -> Iterator[Suspect]:
    """Yield the places of a text where a byte was lost, from left to right.

    >>> list(find_suspects("“Go,鈥? he said, doesn?t he?"))
    [Suspect(start=4, end=6, reading='”'), Suspect(start=21, end=22, reading='’')]
    """
    if "?" not in text and "\ufffd" not in text:
        return
    end = 0
    for place in _MAYBE_LOST.finditer(text):
        match = _LOST.match(text, place.start()) if place.start() >= end else None
        if match:
            end = match.end()
            reading = _mark(text, match.start(), end) if match.lastgroup == "mark" else None
            yield Suspect(match.start(), end, reading)


def _mark(text: str, start: int, end: int) -> str | None:
    """Return the quotation mark, apostrophe or dash that fits between two passages, or None."""
    line = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    before, after = line[-1:] or " ", text[end : end + 1] or " "
    german = line.rfind("„") > line.rfind("“")
    if before.isspace() and after.isspace():
        return "–" if "–" in text or ("—" not in text and _ACCENTED.search(text)) else "—"
    if before.isalnum() and after.isalpha():
        return "’"
    if after.isalnum() and not before.isalnum():
        return None if before in _CLOSING else "„" if "„" in text else "“"
    if german:
        return "“"
    if line.rfind("“") > line.rfind("”"):
        return "”"
    if line.rfind("‘") > line.rfind("’"):
        return "’"
    return "”" if before in _CLOSING else "’" if before.isalpha() else None


# English sets a long dash, most languages with accents a short one.
_ACCENTED = re.compile("[À-ÖØ-öø-ž]")
_CLOSING = ".,;:!?)"
