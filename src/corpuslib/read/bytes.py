"""From bytes to text: which encoding, why, and nothing lost when a file mixes two."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from corpuslib.read.detection import cp1252, detect, try_decode

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
    "big5": "big5hkscs",
}
# Labels on the web that Python does not know.
_ALIASES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "windows-949": "cp949",
    "iso-8859-8-i": "iso8859_8",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
_NOT_FROM_A_LABEL = ("utf-7", "utf-16", "utf-32", "idna", "punycode", "unicode_escape", "raw_unicode_escape")
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_VALID_UTF8 = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})++"
)
_CONTINUATION = bytes(range(0x80, 0xC0))
_WESTERN_CODECS = ("cp1252", "cp1250", "cp1254", "iso8859-15", "iso8859-2", "mac-roman")
_MIXED_WORD = re.compile(r"[A-Za-z][\u0370-\u1fff]|[\u0370-\u1fff][A-Za-z]")


class Decoded(NamedTuple):
    """Text, the Python name of the encoding that gave it, and in words why that one."""

    text: str
    encoding: str
    reason: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes that are text; never raises.

    The first that applies decides: byte order mark, the pattern of bytes that UTF-16 and UTF-32 leave, valid UTF-8,
    also if it is cut at an end, lines in UTF-8 among others, what is declared if the text can be that, what is
    detected (see `corpuslib.read.detection`), what is declared in any case, cp1252.

    >>> decode("Zölle".encode())[:2]
    ('Zölle', 'utf-8')
    >>> decode(b"\\xe2\\x80\\x9cYes\\xe2\\x80\\x9d, it\\x92s true").text
    '“Yes”, it’s true'
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    found = _wide(data) or _utf8(data, declared) or _cut(data)
    if found:
        return found
    said = _declared(data, declared)
    if said and _can_be(said, data):
        return said
    found = _mixed(data, declared) or _detected(data)
    if found and said:
        return found._replace(reason=f"{found.reason}; {declared} is declared, which does not fit")
    if answer := found or said:
        return answer
    if data.isascii():
        return Decoded(data.decode("ascii"), "utf-8", "ASCII only")
    return Decoded(cp1252(data), "cp1252", "no encoding fits all bytes; cp1252 is the most frequent")


def _marked(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name, "byte order mark")
    except UnicodeDecodeError as error:
        if name == "utf-8" and (mixed := _mixed(data, None)):
            return mixed._replace(reason=f"byte order mark; {mixed.reason}")
        text = data.decode(name, errors="replace")
        return Decoded(text, name, f"byte order mark; damaged at byte {error.start}, shown as U+FFFD")


def _wide(data: bytes) -> Decoded | None:
    """Recognise UTF-16 and UTF-32 without a mark.

    Mostly Western text has zeros in every second byte, and any other alphabet has one control character there.
    """
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if len(sample) < 4:
        return None
    zeros = [sample[i::4].count(0) / len(sample[i::4]) for i in range(4)]
    low = [_share_of_controls(sample[i::2]) for i in range(2)]
    candidates = (
        ("utf-32-le", min(zeros[1:]) > 0.8 and zeros[0] < 0.1),
        ("utf-32-be", min(zeros[:3]) > 0.8 and zeros[3] < 0.1),
        ("utf-16-le", low[1] > 0.8 and low[0] < 0.3),
        ("utf-16-be", low[0] > 0.8 and low[1] < 0.3),
    )
    for name, fits in candidates:
        if fits:
            return Decoded(
                data.decode(name, errors="replace"), name, "zeros or controls stand where this encoding has them"
            )
    return None


def _share_of_controls(data: bytes) -> float:
    return 1 - len(data.translate(None, _CONTROLS + b"\0")) / len(data)


def _utf8(data: bytes, declared: str | None) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    name = _codec(declared)
    if text.isascii():
        if b"\x1b$" in data or (name and name.startswith(("iso2022", "hz"))):
            return None
        return Decoded(text, "utf-8", "ASCII only")
    if name and name != "utf-8":
        return Decoded(text, "utf-8", f"valid UTF-8, although {declared} is declared")
    return Decoded(text, "utf-8", "valid UTF-8")


def _cut(data: bytes) -> Decoded | None:
    """Read UTF-8 that begins or ends in the middle of a character."""
    start = len(data) - len(data.lstrip(_CONTINUATION))
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data[start:])
    except UnicodeDecodeError:
        return None
    left = decoder.getstate()[0]
    if start > 3 or sum(char > "\x7f" for char in text) < (2 if start else 1):
        return None
    text = "\ufffd" * bool(start) + text + "\ufffd" * bool(left)
    return Decoded(text, "utf-8", "valid UTF-8, cut in the middle of a character, which is shown as U+FFFD")


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    name = _codec(declared)
    if name is None or name == "utf-8":
        return None
    text = cp1252(data) if name == "cp1252" else try_decode(data, name)
    return None if text is None else Decoded(text, name, f"declared as {declared}")


def _can_be(decoded: Decoded, data: bytes) -> bool:
    """Say whether a text can be in the encoding that is declared.

    It cannot if its words mix scripts, if it is nearly all accents, or if whole lines of it are UTF-8.
    """
    text = decoded.text
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if decoded.encoding in _WESTERN_CODECS and high > 0.4 * len(data):
        return False
    foreign = sum("\u0370" <= char <= "\u1fff" for char in text[:_SAMPLE])
    if len(_MIXED_WORD.findall(text[:_SAMPLE])) > max(2, 0.3 * foreign):
        return False
    return len(text) < len(data) or not any(_many(line) for line in data.split(b"\n"))


def _many(line: bytes) -> bool:
    """Say whether a line is UTF-8 with so many characters beyond ASCII that this is no chance."""
    text = None if line.isascii() else try_decode(line, "utf-8")
    return text is not None and sum(char > "\x7f" for char in text) >= 4


def _codec(label: str | None) -> str | None:
    """Return Python's name of the text encoding that a label on the web stands for."""
    if not label:
        return None
    label = label.strip().lower()[:40]
    try:
        info = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return None
    name = _LABELS.get(info.name, info.name)
    is_text = getattr(info, "_is_text_encoding", True)
    return name if is_text and not name.startswith(_NOT_FROM_A_LABEL) else None


def _mixed(data: bytes, declared: str | None) -> Decoded | None:
    """Read UTF-8 that holds bytes in another encoding, decided for each line.

    A line that is valid UTF-8 is that. One with valid sequences and other bytes holds islands of cp1252. The rest
    are in the declared encoding, or in what they are detected as together.
    """
    lines = data.split(b"\n")
    texts = [try_decode(line, "utf-8") for line in lines]
    islands = {i: _with_islands(line) for i, line in enumerate(lines) if texts[i] is None}
    other = [i for i, island in islands.items() if island is None]
    valid = sum(char > "\x7f" for text in texts if text is not None for char in text)
    strays = sum(island.strays for island in islands.values() if island)
    valid += sum(island.valid for island in islands.values() if island)
    whole = any(_many(line) for i, line in enumerate(lines) if texts[i] is not None)
    if not islands or not (whole or (not other and valid >= 3 * strays)):
        return None
    rest = _rest(b"\n".join(lines[i] for i in other), declared) if other else Decoded("", "cp1252", "")
    for i, text in zip(other, rest.text.split("\n"), strict=False):
        texts[i] = text
    for i, island in islands.items():
        texts[i] = island.text if island else texts[i]
    invalid = strays + sum(len(lines[i]) - len(lines[i].translate(None, bytes(range(128, 256)))) for i in other)
    names = " and ".join(dict.fromkeys([*(["cp1252"] if strays else []), *([rest.encoding] if other else [])]))
    reason = f"UTF-8 but for {invalid} bytes, the first in line {min(islands) + 1}, which were read as {names}"
    return Decoded("\n".join(text or "" for text in texts), "utf-8", reason)


class _Island(NamedTuple):
    text: str
    valid: int
    strays: int


def _with_islands(line: bytes) -> _Island | None:
    """Read a line of UTF-8 with bytes of cp1252 in it, or return None if hardly anything in it is UTF-8."""
    valid = strays = position = 0
    parts: list[str] = []
    for match in _VALID_UTF8.finditer(line):
        strays += match.start() - position
        text = match[0].decode("utf-8")
        valid += len(match[0]) - len(text)
        parts += [cp1252(line[position : match.start()]), text]
        position = match.end()
    strays += len(line) - position
    parts.append(cp1252(line[position:]))
    return _Island("".join(parts), valid, strays) if 2 * valid >= strays else None


def _rest(data: bytes, declared: str | None) -> Decoded:
    said = _declared(data, declared)
    if said and said.text.count("\n") == data.count(b"\n"):
        return said
    found = _detected(data)
    if found and found.text.count("\n") == data.count(b"\n"):
        return found
    return Decoded(cp1252(data), "cp1252", "")


def _detected(data: bytes) -> Decoded | None:
    guess = detect(data)
    return Decoded(guess.text, codecs.lookup(guess.encoding).name, guess.reason) if guess else None


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
