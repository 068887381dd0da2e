"""From bytes to text: which encoding, why, and nothing lost when a file mixes two."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

__all__ = ["Decoded", "binary_reason", "declared_charset", "decode", "without_surrogates"]

_SAMPLE = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"OggS", "an audio file"),
    (b"ID3", "an audio file"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\x00\t\n\x0b\f\r\x1b"))
# What these labels mean on the web (WHATWG Encoding Standard), in Python's names.
_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_NOT_FROM_A_LABEL = ("utf-7", "utf-16", "utf-32", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_VALID_UTF8 = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})++"
)
_WESTERN = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’‚“”„«»‹›–—…•€£§©®™°·´¿¡ºª\xa0\xad\x00-\x7f]*+")


class Decoded(NamedTuple):
    """Text, the Python name of the encoding that gave it, and in words why that one."""

    text: str
    encoding: str
    reason: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes that are text; never raises.

    The first that applies decides: byte order mark, the pattern of zero bytes that UTF-16 and UTF-32 leave,
    valid UTF-8, what is declared, UTF-8 with islands of cp1252, what charset-normalizer detects, cp1252.

    >>> decode("Zölle".encode())[:2]
    ('Zölle', 'utf-8')
    >>> decode(b"\\xe2\\x80\\x9cYes\\xe2\\x80\\x9d, it\\x92s true").text
    '“Yes”, it’s true'
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    found = _wide(data) or _utf8(data, declared) or _declared(data, declared) or _mixed(data) or _detected(data)
    return found or Decoded(_cp1252(data), "cp1252", "no encoding fits all bytes; cp1252 is the most frequent")


def _marked(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name, "byte order mark")
    except UnicodeDecodeError as error:
        if name == "utf-8" and (mixed := _mixed(data)):
            return mixed._replace(reason=f"byte order mark; {mixed.reason}")
        text = data.decode(name, errors="replace")
        return Decoded(text, name, f"byte order mark; damaged at byte {error.start}, shown as U+FFFD")


def _wide(data: bytes) -> Decoded | None:
    """Recognise UTF-16 and UTF-32 without a mark: mostly Western text has zeros in every second byte."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if len(sample) < 4 or not 0.2 * len(sample) < sample.count(0):
        return None
    zeros = [sample[i::4].count(0) / len(sample[i::4]) for i in range(4)]
    candidates = (
        ("utf-32-le", min(zeros[1:]) > 0.8 and zeros[0] < 0.1),
        ("utf-32-be", min(zeros[:3]) > 0.8 and zeros[3] < 0.1),
        ("utf-16-le", min(zeros[1], zeros[3]) > 0.5 and max(zeros[0], zeros[2]) < 0.1),
        ("utf-16-be", min(zeros[0], zeros[2]) > 0.5 and max(zeros[1], zeros[3]) < 0.1),
    )
    for name, fits in candidates:
        if fits:
            return Decoded(data.decode(name, errors="replace"), name, "zero bytes stand where this encoding has them")
    return None


def _utf8(data: bytes, declared: str | None) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    name = _codec(declared)
    if text.isascii():
        if name and name.startswith(("iso2022", "hz")):
            return None
        return Decoded(text, "utf-8", "ASCII only")
    if name and name != "utf-8":
        return Decoded(text, "utf-8", f"valid UTF-8, although {declared} is declared")
    return Decoded(text, "utf-8", "valid UTF-8")


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    name = _codec(declared)
    if name is None or name == "utf-8":
        return None
    try:
        return Decoded(data.decode(name), name, f"declared as {declared}")
    except (UnicodeDecodeError, ValueError):
        return None


def _codec(label: str | None) -> str | None:
    """Return Python's name of the text encoding that a label on the web stands for."""
    if not label:
        return None
    try:
        info = codecs.lookup(label.strip().lower()[:40])
    except (LookupError, ValueError):
        return None
    name = _LABELS.get(info.name, info.name)
    is_text = getattr(info, "_is_text_encoding", True)
    return name if is_text and not name.startswith(_NOT_FROM_A_LABEL) else None


def _mixed(data: bytes) -> Decoded | None:
    """Read UTF-8 that holds some bytes of cp1252: both are there, and valid sequences outweigh the rest."""
    valid = invalid = position = 0
    parts: list[str] = []
    first_bad = -1
    for match in _VALID_UTF8.finditer(data):
        if position < match.start():
            first_bad = position if first_bad < 0 else first_bad
            invalid += match.start() - position
            parts.append(_cp1252(data[position : match.start()]))
        text = match[0].decode("utf-8")
        valid += len(match[0]) - len(text)
        parts.append(text)
        position = match.end()
    if position < len(data):
        first_bad = position if first_bad < 0 else first_bad
        invalid += len(data) - position
        parts.append(_cp1252(data[position:]))
    whole_lines = sum(1 for line in data.split(b"\n") if not line.isascii() and _is_utf8(line))
    if not invalid or not (valid >= 3 * invalid or (whole_lines >= 2 and 2 * valid >= invalid)):
        return None
    line = data.count(b"\n", 0, first_bad) + 1
    reason = f"UTF-8 but for {invalid} bytes, the first in line {line}, which were read as cp1252"
    return Decoded("".join(parts), "utf-8", reason)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _detected(data: bytes) -> Decoded | None:
    """Western text has few high bytes, all usual letters and marks; about others charset-normalizer decides."""
    western = _cp1252(data)
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if high <= 0.08 * len(data) and _WESTERN.fullmatch(western):
        return Decoded(western, "cp1252", "not UTF-8; the few high bytes are usual letters and marks of cp1252")
    from charset_normalizer import from_bytes

    lines = [line for line in data[: 16 * _SAMPLE].split(b"\n") if not line.isascii()]
    best = from_bytes(b"\n".join(lines)[:_SAMPLE]).best()
    if best is None:
        return None
    try:
        text = data.decode(best.encoding)
    except (UnicodeDecodeError, ValueError):
        return None
    if text == western:
        return Decoded(text, "cp1252", f"detected as {best.encoding}; cp1252 gives the same text")
    return Decoded(text, best.encoding, "detected by charset-normalizer")


def _cp1252(data: bytes) -> str:
    """Read as cp1252; the five bytes that it leaves open become the control characters of Latin-1.

    >>> _cp1252(b"\\x93x\\x81")
    '“x\\x81'
    """
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252") for byte in data
        )


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a page declares in a meta tag near its beginning.

    >>> declared_charset(b'<meta charset="windows-1251">')
    'windows-1251'
    """
    match = _META.search(data, 0, 4096)
    return match[1].decode("ascii") if match else None


def binary_reason(data: bytes) -> str | None:
    """Say in words why bytes cannot be text, or return None if they may be.

    A few NUL bytes and control characters occur in damaged text and do not make it binary.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return f"begins like {what}"
    sample = data[:_SAMPLE]
    if not sample or sample.startswith(tuple(mark for mark, _ in _BOMS)) or _wide(data):
        return None
    if sample.count(0) > 0.1 * len(sample):
        return "more than one byte in ten is NUL"
    # Bytes at random hold one control character in ten; text that was damaged hardly one in a hundred.
    if len(sample) - len(sample.translate(None, _CONTROLS)) > 0.04 * len(sample):
        return "more than one byte in 25 is a control character"
    return None


_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(decoded: Decoded) -> Decoded:
    """Replace lone surrogates, which no file can hold, by U+FFFD, and say so in the reason."""
    try:
        decoded.text.encode()
    except UnicodeEncodeError:
        text, count = _SURROGATE.subn("\ufffd", decoded.text)
    else:
        return decoded
    return Decoded(text, decoded.encoding, f"{decoded.reason}; {count} lone surrogates became U+FFFD")
