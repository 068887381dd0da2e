"""What genuine writing looks like: alphabets, scripts and the commonest letters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from corpuslib import lexicon

__all__ = ["FITS_LATIN", "LATIN", "is_latin", "joins_scripts", "latin_around", "mixes_alphabets", "one_script"]
__all__ += ["unsound_part", "without_nbsp"]

LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏəḀ-ỿ]")
_FOREIGN = re.compile(r"[\u0370-\u1dff\u2c00-\ufefe\uff00-\ufffc]")
FITS_LATIN = re.compile(
    r"[\x20-\x7e\x80-\u0137\u0139-\u0148\u014a-\u017e\u0192ƏəƠơƯưȘ-ț\u02c6\u02dcḀ-ỿ\u200b-\u200f\u2010-\u2026\u202f\u2030\u2032\u2033\u2039\u203a"
    r"\u20ac\u2116\u2122\u2190-\u2193\u2212\u25a0-\u25cf\u2605\u2713\ufb01\ufb02\ufeff]+"
)
"""What may stand in text in Latin script, misread a second time or not."""

_WINDOW = 60
_STRETCH = 16
_UNUSUAL = {"?", "BOPOMOFO", "YI", "NKO", "THAANA", "SYRIAC", "COMBINING"}
_WITH_HAN = {"HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH", "FULLWIDTH", "IDEOGRAPHIC"}


@cache
def _common() -> frozenset[str]:
    rows = lexicon.rows("alphabets.tsv")
    return frozenset("".join(row["letters"] for row in rows if row["kind"] == "common"))


@cache
def _alphabets() -> tuple[frozenset[str], ...]:
    rows = lexicon.rows("alphabets.tsv")
    return tuple(frozenset(row["letters"]) for row in rows if row["kind"] == "alphabet")


def unsound_part(passage: str) -> str:
    """Return a part of a passage that has none of the commonest letters of any script, which genuine text has, or "".

    >>> unsound_part("Министр сказал"), unsound_part("РњРёРЅРёСЃС‚СЂ")
    ('', 'РњРёРЅРёСЃС‚СЂ')
    """
    common = _common()
    for start in range(0, max(1, len(passage) - _STRETCH + 1), _STRETCH):
        end = start + _STRETCH
        if common.isdisjoint(passage[start:end]):
            while start and passage[start - 1] not in common:
                start -= 1
            while end < len(passage) and passage[end] not in common:
                end += 1
            return passage[start:end]
    return ""


def without_nbsp(text: str) -> str:
    """Return a repaired text with spaces for no-break spaces, but for those that are half of a letter misread twice."""
    return _NBSP.sub(" ", text) if "\xa0" in text else text


_NBSP = re.compile("(?<![Â-Åà-ô])\xa0")


def latin_around(text: str, start: int, end: int) -> bool:
    """Say whether a passage stands amid Latin script, by what is next to it in its line."""
    if _FOREIGN.match(text, end):
        return False
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    after = text[end : end + _WINDOW].partition("\n")[0]
    context = before + after
    return len(LATIN.findall(context)) > 2 * len(_FOREIGN.findall(context))


def is_latin(text: str) -> bool:
    """Say whether a text is in Latin script but for single letters."""
    return len(LATIN.findall(text)) > 20 * len(_FOREIGN.findall(text))


def joins_scripts(text: str, start: int, end: int, after: str) -> bool:
    """Say whether `after`, put in place of `[start, end)`, would be a foreign letter inside a Latin word."""
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(_FOREIGN.match(after) and LATIN.match(left) and LATIN.match(right))


def mixes_alphabets(text: str) -> bool:
    """Say whether the letters beyond A-Z in a passage belong to no one language.

    >>> mixes_alphabets("Ăł"), mixes_alphabets("óñ")
    (True, False)
    """
    letters = {char for char in text.lower() if char > "\x7f" and char.isalpha()}
    return bool(letters) and not any(letters <= alphabet for alphabet in _alphabets())


def one_script(text: str) -> bool:
    """Say whether the letters of a text are of one script, or of those that are written together."""
    counts: dict[str, int] = {}
    for char in text[:400]:
        if char.isalpha():
            name = unicodedata.name(char, "?").split(" ")[0].split("-")[0]
            name = "CJK" if name in _WITH_HAN else name
            counts[name] = counts.get(name, 0) + 1
    total = sum(counts.values())
    return total >= 3 and max(counts.values()) >= 0.9 * total and not counts.keys() & _UNUSUAL
