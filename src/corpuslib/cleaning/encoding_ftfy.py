"""Let ftfy undo readings in a single-byte encoding, and write down what it changed as small changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpuslib.cleaning.encoding_readings import foreign_firsts
from corpuslib.cleaning.encoding_scripts import is_latin, joins_scripts, without_nbsp
from corpuslib.text import Change

__all__ = ["ftfy_changes"]

_CHUNK = 8000
"""Longest piece of a line that is looked at in one go; keeps the cost linear on lines without end."""


def ftfy_changes(text: str) -> list[Change]:
    """Return the repairs that ftfy makes in the lines of a text."""
    if not _PAIR_OR_LEAD.search(text) or not _maybe_bad().search(text):
        return []
    return list(_line_by_line(text))


# Without the accents on their own and the letters with upturn, which ftfy counts with the Latin ones.
_GREEK_OR_CYRILLIC = r"\u0370-\u0383\u0386-\u048f\u0492-\u052f"
_BEFORE_ANYTHING = "ÂÃÎÐØÙŒœ√"
_PAIR_OR_LEAD = re.compile(rf"[^\x00-\x7f](?:(?<=[\x80-\x9f{_BEFORE_ANYTHING}])|[^\x00-\x7f])")
"""Without any of these the next pattern, which takes longer, finds nothing either."""


@cache
def _maybe_bad() -> re.Pattern[str]:
    """Finds two characters that any passage must contain that ftfy's own, slower test could call damaged.

    Of the two it looks for the second, which is the rarer in genuine text, and then at what stands before it.
    """
    from ftfy.badness import MOJIBAKE_CATEGORIES as KINDS

    k = {name.removesuffix("_punctuation"): chars for name, chars in KINDS.items()}
    rare = f"{k['bad']}{k['upper_accented']}{k['currency']}{k['numeric']}{k['law']}{k['box']}°"
    marks = f"{k['start']}{k['end']}"
    after_symbols = f"{k['lower_accented']}{k['kaomoji']}{marks}"
    symbols = f"{k['bad']}{k['box']}{k['end']}{k['currency']}{k['numeric']}"
    after_greek = rf"(?<=[{k['bad']}{k['upper_accented']}Ђ])|(?<=[ВГРСΒΓΞΟβ].)(?<=[{marks}{k['c1']}{k['currency']}°µ])"
    after_others = (
        rf"(?<=[{rare}])|(?<=[{marks}])(?=[\w{k['start']}{k['numeric']}])|(?<=[{symbols}].)(?<=[{after_symbols}])"
        rf"|(?<=[a-z][{k['upper_accented']}].)(?<=[{k['start']}])"
    )
    return re.compile(
        rf"[{rare}{after_symbols}{k['c1']}Ђ{_BEFORE_ANYTHING}](?:(?<=[{k['c1']}])"
        rf"|(?<=[{_BEFORE_ANYTHING}])[^A-Za-z]"
        rf"|(?<=[{_GREEK_OR_CYRILLIC}].)(?:{after_greek})"
        rf"|(?<=[^\x00-\x7f\u0530-\u1fff\u2e80-\uf8fe{_GREEK_OR_CYRILLIC}{k['common']}].)(?:{after_others}))"
    )


def _line_by_line(text: str) -> Iterator[Change]:
    import ftfy
    from ftfy.badness import is_bad

    for start, piece in _chunks(text):
        if not _maybe_bad().search(piece) or not is_bad(piece):
            continue
        fixed = ftfy.fix_encoding(piece)
        if fixed != piece:
            yield from _changes(piece, fixed, start)


def _changes(piece: str, fixed: str, start: int) -> Iterator[Change]:
    latin = is_latin(fixed)
    found = list(_differences(piece, fixed))
    following = [left for left, _, _ in found[1:]] + [len(piece)]
    for (left, right, after), free in zip(found, following, strict=True):
        if not after and right < free and piece[right] == "\xa0":
            right, after = right + 1, " "
        elif not piece[left : right + 1].endswith(" "):
            # Else the second byte had become a plain space, which is lost with the first; the reading is ftfy's.
            after = without_nbsp(after)
        if not (latin and joins_scripts(piece, left, right, after) and after not in foreign_firsts()):
            yield Change(start + left, start + right, after, "mojibake", "ftfy", 0.98)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of the lines that are not ASCII, with their positions."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii():
            position = 0
            while position < len(line):
                end = min(len(line), position + _CHUNK)
                if end < len(line):
                    space = line.rfind(" ", position + 1, end)
                    end = space if space > 0 else end
                yield start + position, line[position:end]
                position = end
        start += len(line) + 1


_TOKEN = re.compile(r"[\x00-\x7f]|[^\x00-\x7f]+")


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the replacements that turn `before` into `after`, as small as ASCII anchors allow.

    A repair leaves ASCII alone, except that a space may have been the second half of a letter.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    i = j = position = 0
    while i < len(old) or j < len(new):
        a, b = old[i] if i < len(old) else "", new[j] if j < len(new) else ""
        if a == b:
            i, j, position = i + 1, j + 1, position + len(a)
        elif a and b and not a.isascii() and not b.isascii():
            head = _common(a, b)
            tail = _common(a[head:][::-1], b[head:][::-1])
            yield position + head, position + len(a) - tail, b[head : len(b) - tail]
            i, j, position = i + 1, j + 1, position + len(a)
        elif b and not b.isascii():
            yield position, position, b
            j += 1
        elif a and (not a.isascii() or a == " "):
            yield position, position + len(a), ""
            i, position = i + 1, position + len(a)
        else:
            yield position, len(before), "".join(new[j:])
            return


def _common(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
