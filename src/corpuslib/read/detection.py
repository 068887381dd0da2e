"""Which encoding bytes are in when nothing says so and they are not UTF-8."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from corpuslib import lexicon

__all__ = ["Guess", "cp1252", "detect", "try_decode"]

_SAMPLE = 65_536
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "mac_roman", "cp850")
_OTHER = (
    *("gb18030", "big5hkscs", "cp950", "cp949", "cp932", "euc_jp", "utf-16-le", "utf-16-be"),
    *(
        "cp1251",
        "koi8_r",
        "koi8_u",
        "cp866",
        "iso8859_5",
        "cp1253",
        "iso8859_7",
        "cp1255",
        "cp1256",
        "iso8859_6",
        "cp874",
    ),
)
_ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
# No file of text that is not UTF-8 is in one of these by chance.
_NEVER = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "utf_7", "hp_roman8", "kz1048"]
_NEVER += ["cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"]
_FEW = 8
_MARKS = frozenset("‘’‚“”„«»‹›–—…•·€£§©®™°´¿¡ºª\xa0\xad")
# A mark or sign between two letters, a currency sign before one, and a capital after a small letter.
_MISPLACED = re.compile(
    r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘–—·…\xa0\xad](?=[^\W\d_])|[€£§](?=[^\W\d_])|(?<=[a-z])[À-ÖØ-ÞŒŠŽŸ](?=[a-z])"
)
_MIXED_WORD = re.compile(r"[A-Za-z](?=[\u0370-\u2fff\u3040-\ud7a3])|[\u0370-\u2fff\u3040-\ud7a3](?=[A-Za-z])")
_TOLERATED = 0.12
_CLEARLY = 0.1
_ENOUGH = 0.25


class Guess(NamedTuple):
    """A text, the encoding that gave it, and in words why that one."""

    text: str
    encoding: str
    reason: str


def detect(data: bytes) -> Guess | None:
    """Return the text of bytes that are not UTF-8, or None if no encoding fits them.

    Scripts and languages are told by their letters; about the rest charset-normalizer decides.

    >>> detect("Minister żąda nowej łódki".encode("cp1250")).encoding
    'cp1250'
    """
    if data.isascii():
        return _with_escapes(data)
    return _with_escapes(data) or _other_script(data) or _latin(data) or _by_library(data)


def _with_escapes(data: bytes) -> Guess | None:
    for escape, name in _ESCAPES:
        text = try_decode(data, name) if escape in data else None
        if text and max(text) >= "\u3000":
            return Guess(text, name, "escape sequences of this encoding")
    return None


def _sample(data: bytes) -> bytes:
    lines = [line for line in data[: 16 * _SAMPLE].split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE]


def _latin(data: bytes) -> Guess | None:
    """Return the reading in the first encoding of Latin script whose letters are those of one language."""
    sample = _sample(data)
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if not (0 < high <= 0.35 * len(sample) or high < 4):
        return None
    misfits = {}
    for name in _LATIN:
        text = cp1252(sample) if name == "cp1252" else try_decode(sample, name)
        if text is not None:
            misfits[name] = _misfits(text)
    best = min(misfits, key=lambda name: misfits[name])
    if misfits[best] > misfits["cp1252"] - _CLEARLY:
        best = "cp1252"
    if misfits[best] > _TOLERATED:
        return None
    whole = cp1252(data) if best == "cp1252" else data.decode(best, "replace")
    return Guess(whole, best, f"not UTF-8; read as {best} its letters are those of one language in Latin script")


def _misfits(text: str) -> float:
    """Return the share of the characters beyond ASCII that no single language has, or not there."""
    counts = Counter(char for char in text if char > "\x7f")
    letters = Counter({char: n for char, n in counts.items() if char.isalpha() and char not in "ºª"})
    signs = sum(n for char, n in counts.items() if not char.isalpha() and char not in _MARKS)
    lower = Counter({char.lower(): 0 for char in letters})
    for char, n in letters.items():
        lower[char.lower()] += n
    outside = min(sum(n for char, n in lower.items() if char not in language) for language in _languages())
    misplaced = sum(1 for _ in _MISPLACED.finditer(text))
    return (signs + outside + misplaced) / max(1, counts.total())


@cache
def _languages() -> tuple[frozenset[str], ...]:
    rows = lexicon.rows("alphabets.tsv")
    kinds = ("alphabet", "language")
    return tuple(frozenset(r["letters"]) for r in rows if r["kind"] in kinds and r["name"] != "Western European")


def _other_script(data: bytes) -> Guess | None:
    """Return the reading with most of the commonest letters of another script, if they are enough."""
    sample = _sample(data)
    shares: dict[str, float] = {}
    for name in _OTHER:
        text = sample.decode(name, "replace")
        letters = [char for char in text if char >= "\u0370" and char.isalpha()]
        others = sum("\x7f" < char < "\u3000" and not char.isalpha() and char not in _MARKS for char in text)
        others += sum(1 for _ in _MIXED_WORD.finditer(text)) + text.count("\ufffd")
        others += sum(char < " " and char not in "\t\n\r" for char in text)
        if len(letters) >= 4:
            shares[name] = (sum(char in _common() for char in letters) - others) / len(letters)
    for name in sorted(shares, key=lambda name: -shares[name]):
        text_or_none = try_decode(data, name) if shares[name] >= _ENOUGH else None
        if text_or_none is not None:
            return Guess(text_or_none, name, f"not UTF-8; read as {name} it has the commonest letters of its script")
    return None


@cache
def _common() -> frozenset[str]:
    rows = lexicon.rows("alphabets.tsv")
    return frozenset("".join(row["letters"] for row in rows if row["kind"] == "common"))


def _by_library(data: bytes) -> Guess | None:
    from charset_normalizer import from_bytes

    if len(data) - len(data.translate(None, bytes(range(128, 256)))) < _FEW:
        return None
    best = from_bytes(_sample(data), cp_exclusion=_NEVER).best()
    text = None if best is None else try_decode(data, best.encoding)
    if best is None or text is None:
        return None
    if text == cp1252(data):
        return Guess(text, "cp1252", f"detected as {best.encoding}; cp1252 gives the same text")
    return Guess(text, best.encoding, "detected by charset-normalizer")


def try_decode(data: bytes, name: str) -> str | None:
    """Return the text of bytes in an encoding, or None if they are not in it."""
    try:
        return data.decode(name)
    except (UnicodeDecodeError, ValueError, LookupError):
        return None


def cp1252(data: bytes) -> str:
    """Read as cp1252; the five bytes that it leaves open become the control characters of Latin-1.

    >>> cp1252(b"\\x93x\\x81")
    '“x\\x81'
    """
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252") for byte in data
        )
