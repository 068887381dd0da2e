"""Tidy white space and characters that nobody sees. Quotes, dashes and letters stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpuslib.text import Change, Draft

__all__ = ["tidy"]

# Characters that show nothing. The joiners U+200C and U+200D shape Arabic, Indic and emoji sequences: they go
# only where ASCII stands on both sides.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+|[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]+"
    r"|(?<![^\x00-\x7f])[\u200c-\u200f\u202a-\u202e\u2066-\u2069]+(?![^\x00-\x7f])"
)
_PERHAPS_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
"""A single set of characters is found many times as fast."""

_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_LINE_END = re.compile(r"(?:\r\n?|[\x0b\x0c\x85\u2028\u2029])+")
_ONE_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_OTHER_SPACE = r"\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Not the single plain space between two words, of which a text is full.
_SPACES = re.compile(rf"[{_OTHER_SPACE}][ {_OTHER_SPACE}]*+| [ {_OTHER_SPACE}]++|(?<![^\n]) | (?![^\n])")
_PERHAPS_SPACES = re.compile(rf"[{_OTHER_SPACE}]")
_BLANK_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"\S+")
_STOP = re.compile(r"[.!?:;…。！？][\"'”’“»)\]]{0,3}$")


def tidy(draft: Draft, *, unwrap: bool = True) -> Draft:
    """Return the draft with plain line ends, single spaces and no invisible characters.

    With `unwrap`, line breaks in the middle of a sentence become spaces too. Where markup has set the line
    breaks they are right already.

    >>> tidy(Draft.of("Kelm\\u00a0 agrees. \\r\\n\\r\\n\\r\\nTalks\\u200b end.")).text
    'Kelm agrees.\\n\\nTalks end.'
    """
    draft = draft.apply(_line_ends(draft.text))
    draft = draft.apply(_invisible(draft.text))
    draft = draft.apply(_spaces(draft.text))
    draft = draft.apply(_blank_lines(draft.text))
    if unwrap:
        draft = draft.apply(_wraps(draft.text))
    return draft


def _line_ends(text: str) -> Iterator[Change]:
    if not any(end in text for end in _LINE_ENDS):
        return
    for match in _LINE_END.finditer(text):
        breaks = "\n" * len(_ONE_LINE_END.findall(match.group()))
        yield Change(match.start(), match.end(), breaks, "whitespace", "line end")


def _invisible(text: str) -> Iterator[Change]:
    if not _PERHAPS_INVISIBLE.search(text):
        return
    for match in _INVISIBLE.finditer(text):
        seen = match.group()[0]
        control = seen < "\xa0"
        rule = "control character" if control else "byte order mark" if seen == "\ufeff" else "invisible character"
        yield Change(match.start(), match.end(), "", "control" if control else "whitespace", rule)


def _spaces(text: str) -> Iterator[Change]:
    if not (_PERHAPS_SPACES.search(text) or "  " in text or " \n" in text or "\n " in text or text != text.strip(" ")):
        return
    for match in _SPACES.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n":
            yield Change(start, end, "", "whitespace", "space at the end of a line")
        else:
            rule = "several spaces" if end - start > 1 else "special space"
            yield Change(start, end, " ", "whitespace", rule)


def _blank_lines(text: str) -> Iterator[Change]:
    head, tail = len(text) - len(text.lstrip("\n")), len(text.rstrip("\n"))
    if head:
        yield Change(0, head, "", "whitespace", "blank lines at the start")
    if tail >= head:
        for match in _BLANK_LINES.finditer(text, head, tail):
            yield Change(match.start(), match.end(), "\n\n", "whitespace", "several blank lines")
        if tail < len(text):
            yield Change(tail, len(text), "", "whitespace", "blank lines at the end")


@dataclass(frozen=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _wraps(text: str) -> Iterator[Change]:
    """Decide for the whole text whether a line break is a wrap, and where not, find sentences cut in two.

    A text is hard-wrapped if its lines end close to one column and most of those break off a sentence.
    """
    lines = _lines(text)
    pairs = [(a, b) for a, b in pairwise(lines) if a.text and b.text]
    width = _wrap_width([a.text for a, _ in pairs])
    for a, b in pairs:
        if width and len(a.text) + 1 + len(_first_word(b.text)) > width and _is_prose(a.text):
            yield Change(a.end, b.start, _joint(a.text), "whitespace", f"hard wrap at {width} columns", 0.9)
        elif _cut_sentence(a.text, b.text):
            yield Change(a.end, b.start, _joint(a.text), "whitespace", "line break inside a sentence", 0.85)


def _lines(text: str) -> list[_Line]:
    lines, position = [], 0
    for line in text.split("\n"):
        lines.append(_Line(position, line))
        position += len(line) + 1
    return lines


def _wrap_width(lines: list[str]) -> int:
    """Return the column that the lines of a text are wrapped at, or 0 if they are not."""
    long = sorted(len(line) for line in lines if len(line) >= 40)
    if len(long) < 4 or len(long) < 0.6 * len(lines) or long[-1] > 120:
        return 0
    widest = long[-1]
    near = sum(length > widest - 14 for length in long)
    broken = sum(not _STOP.search(line) for line in lines)
    return widest if near >= 0.7 * len(long) and broken >= 0.6 * len(lines) else 0


def _cut_sentence(first: str, second: str) -> bool:
    """Say whether two lines are one sentence: a long line without a stop, then one that starts in lower case."""
    if not second[0].islower() or len(first) < 40 or first[-1] in ".!?:;…|>”\"'’)":
        return False
    return _is_prose(first) and len(_WORD.findall(second[:200])) >= 2


def _is_prose(line: str) -> bool:
    words = _WORD.findall(line[:400])
    lower = sum(word[0].islower() for word in words)
    return len(words) >= 6 and lower >= 0.4 * len(words)


def _first_word(line: str) -> str:
    match = _WORD.match(line[:100])
    return match.group() if match else ""


def _joint(line: str) -> str:
    return "" if line.endswith(("-", "‐")) and line[-2:-1].isalpha() else " "
