"""The encodings that UTF-8 is read in by mistake, and how to undo such a reading.

A reading turns each character of more than one byte into a first character that stands for its lead byte and
others for the bytes that follow. So a passage can have been misread only if its characters, written in that
encoding, are valid UTF-8. All tables are computed from the codecs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

__all__ = ["READINGS", "Reading", "Run", "foreign_firsts"]

_TARGETS = [*range(0xA0, 0x180), 0x192, *range(0x1A0, 0x1B1), *range(0x218, 0x21C), 0x259, 0x2C6, 0x2DC]
_TARGETS += [*range(0x300, 0x329), *range(0x1E80, 0x1EFA), *range(0x200B, 0x2040), 0x20AC, 0x2116, 0x2122]
_TARGETS += [*range(0x2190, 0x2194), 0x2212, *range(0x25A0, 0x25D0), 0x2605, 0x2713, 0xFB01, 0xFB02, 0xFEFF]
_CONTROLS = re.compile("[\x80-\x9f]")
_CJK = r"\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"


class Run(NamedTuple):
    """A passage that decodes as UTF-8 when it is written in an encoding, and what it then says."""

    start: int
    end: int
    after: str


@dataclass(frozen=True)
class Reading:
    """UTF-8 read in the encoding `codec`, which people call `name`."""

    codec: str
    name: str
    wide: bool = False

    @cached_property
    def _single(self) -> dict[str, bytes]:
        """The characters of single bytes; a byte that the encoding does not use passes as its own number."""
        answer = {}
        for number in range(0x80, 0x100):
            byte = bytes([number])
            char = byte.decode(self.codec, "replace")
            if char != "\ufffd":
                answer[char] = byte
            elif not self.wide or number in (0x80, 0xA0):
                # A byte that is not in use passes as its own number, or as what Windows-1252 has there.
                answer[chr(number)] = byte
                answer.setdefault(byte.decode("cp1252", "replace"), byte)
        if self.codec in ("cp932", "shift_jis"):
            # Windows and others map these bytes to its private area.
            answer |= {"\uf8f0": b"\xa0", "\uf8f1": b"\xfd", "\uf8f2": b"\xfe", "\uf8f3": b"\xff"}
        return answer

    def encoded(self, char: str) -> bytes:
        """Return the bytes that were read as `char`, or a byte that UTF-8 never has."""
        if char in self._single:
            return self._single[char]
        try:
            return char.encode(self.codec)
        except UnicodeEncodeError:
            return b"\xff"

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The characters that a misread character of Latin text can begin with."""
        return frozenset(first for target in self._targets if (first := self._first(target.encode())))

    @cached_property
    def foreign_firsts(self) -> frozenset[str]:
        """Those of the firsts that are no letters or signs of Western and Central Europe."""
        return frozenset(char for char in self.firsts if char >= "\u0250")

    @cached_property
    def _targets(self) -> list[str]:
        """What a misread character may have been: one of Latin text, or what a misreading made of it before."""
        return [*map(chr, _TARGETS), *([] if self.wide else self._single)]

    def _first(self, data: bytes) -> str | None:
        if not self.wide:
            return self._char(data[:1])
        alone = data[:1].decode(self.codec, "replace")
        return alone if alone != "\ufffd" else self._char(data[:2])

    def _char(self, data: bytes) -> str | None:
        char = data.decode(self.codec, "replace")
        if "\ufffd" in char:
            return chr(data[0]) if len(data) == 1 else None
        return char if len(char) == 1 else None

    @cached_property
    def traces(self) -> re.Pattern[str]:
        """Finds where a misread character of Latin text may begin."""
        firsts = _class(self.firsts)
        if self.wide:
            return re.compile(rf"{firsts}(?<![{_CJK}].)")
        follow = _class(char for char, byte in self._single.items() if byte < b"\xc0")
        branches = []
        for lead, seconds in sorted(self._leads.items()):
            rest = follow if lead >= b"\xe0" else ""
            branches += [rf"(?<={re.escape(char)}){_class(seconds)}{rest}" for char in self._of(lead)]
        return re.compile(rf"{firsts}(?<![\u0370-\u1fff].)(?:{'|'.join(branches)})")

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The two characters that a misread character of Latin text can begin with; for single-byte encodings."""
        return frozenset(
            char + second for lead, seconds in self._leads.items() for char in self._of(lead) for second in seconds
        )

    @cached_property
    def _leads(self) -> dict[bytes, list[str]]:
        """What may stand for the second byte, for each lead byte."""
        seconds: dict[bytes, set[bytes]] = {}
        for data in map(str.encode, self._targets):
            seconds.setdefault(data[:1], set()).add(data[1:2])
        return {lead: [char for byte in sorted(found) for char in self._of(byte)] for lead, found in seconds.items()}

    def _of(self, byte: bytes) -> list[str]:
        return [char for char, own in self._single.items() if own == byte]

    def may_explain(self, passage: str) -> bool:
        """Say, quickly, whether most of a passage decodes."""
        data = passage.encode(self.codec, "ignore")
        if len(data) < len(passage) and _CONTROLS.search(passage):
            data = b"".join(map(self.encoded, passage))
        decoded = data.decode("utf-8", "ignore")
        return len(data) >= len(passage) and 2 * len(decoded.encode()) > len(data) > len(decoded)

    def run_at(self, text: str, start: int) -> Run | None:
        """Return the longest passage from `start` on, without ASCII, that decodes strictly."""
        data, need, taken, length = bytearray(), 0, start, 0
        for position in range(start, len(text)):
            char = text[position]
            state = None if char < "\x80" else _utf8_state(code := self.encoded(char), need)
            if state is None:
                break
            data += code
            need = state
            if need == 0:
                taken, length = position + 1, len(data)
        after = bytes(data[:length]).decode("utf-8", "replace")
        return Run(start, taken, after) if after and "\ufffd" not in after else None


def _class(chars: Iterable[str]) -> str:
    return "[" + "".join(sorted(map(re.escape, chars))) + "]"


def _utf8_state(data: bytes, need: int) -> int | None:
    """Return how many continuation bytes are still to come after `data`, or None if it is no UTF-8."""
    for byte in data:
        if need:
            if not 0x80 <= byte <= 0xBF:
                return None
            need -= 1
        elif 0xC2 <= byte <= 0xF4:
            need = 1 if byte < 0xE0 else 2 if byte < 0xF0 else 3
        elif byte >= 0x80:
            return None
    return need


READINGS = (
    Reading("gb18030", "GBK", wide=True),
    Reading("cp949", "CP949", wide=True),
    Reading("cp950", "Big5", wide=True),
    Reading("big5", "Big5", wide=True),
    Reading("cp932", "CP932", wide=True),
    Reading("shift_jis", "Shift-JIS", wide=True),
    Reading("euc_jp", "EUC-JP", wide=True),
    Reading("koi8_r", "KOI8-R"),
    Reading("cp1251", "Windows-1251"),
    Reading("cp437", "CP437"),
    Reading("cp850", "CP850"),
    Reading("cp852", "CP852"),
    Reading("cp866", "CP866"),
    Reading("mac_roman", "MacRoman"),
    Reading("cp1250", "Windows-1250"),
    Reading("cp1252", "Windows-1252"),
    Reading("cp1253", "Windows-1253"),
    Reading("cp1254", "Windows-1254"),
    Reading("cp1255", "Windows-1255"),
    Reading("cp1256", "Windows-1256"),
    Reading("cp1257", "Windows-1257"),
    Reading("cp874", "Windows-874"),
    Reading("koi8_u", "KOI8-U"),
    Reading("mac_cyrillic", "MacCyrillic"),
)
"""Order matters where two readings explain a passage: the commoner first."""


@cache
def foreign_firsts() -> frozenset[str]:
    """Return the foreign firsts of all readings."""
    return frozenset().union(*(reading.foreign_firsts for reading in READINGS))
