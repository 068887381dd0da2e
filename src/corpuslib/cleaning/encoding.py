"""Repair text that was decoded with the wrong encoding, and nothing else.

Two methods, one after the other. `ftfy` (Speer 2019, doi 10.5281/zenodo.2591652) undoes the readings as a
single-byte encoding that it can tell from real text. Then runs of foreign characters are encoded as they may
have been read and decoded as UTF-8: what decodes strictly, into characters that fit the text around them, and
makes no sense as it stands, was UTF-8 before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpuslib.text import Change, Draft, Edit

__all__ = ["Repair", "Suspect", "repair", "repair_changes"]

CHUNK = 8000
"""Longest piece of a line that is looked at in one go; keeps the cost linear on lines without end."""


class Suspect(NamedTuple):
    """Damage that cannot be undone because a byte is lost, with what stood there in all likelihood, or None."""

    start: int
    end: int
    reading: str | None


@dataclass(frozen=True)
class Repair:
    """A text after repair, the edits that led to it, and what is damaged beyond repair in `text`."""

    text: str
    edits: tuple[Edit, ...] = ()
    suspects: tuple[Suspect, ...] = ()


def repair(text: str) -> Repair:
    """Undo wrong decoding in a text; text without damage comes back as it is.

    >>> repair("the firm\\u00e2\\u20ac\\u2122s caf\\u00e9").text
    'the firm’s café'
    >>> repair("talks\\u807dwith Kelm").text
    'talks with Kelm'
    >>> repair("It wasn\\ufffdt him.").suspects
    (Suspect(start=7, end=8, reading='’'),)
    """
    draft = _repaired(text)
    return Repair(draft.text, draft.edits, tuple(_suspects(draft.text)))


def repair_changes(text: str) -> list[Change]:
    """Return the same repairs as changes wanted in a draft whose text is `text`."""
    return [Change(e.raw_start, e.raw_end, e.after, e.kind, e.rule, e.confidence) for e in _repaired(text).edits]


def _repaired(text: str) -> Draft:
    draft = Draft.of(text)
    if text.isascii():
        return draft
    if _MAYBE_BAD.search(text):
        draft = draft.apply(_ftfy_changes(text))
    pieces: list[_Piece] | None = None
    doubtful: set[int] = set()
    for misreading in MISREADINGS:
        if misreading.traces.search(draft.text):
            pieces = _pieces(draft.text) if pieces is None else pieces
            repaired = draft.apply(misreading.changes(pieces, doubtful))
            if repaired is not draft:
                draft, pieces, doubtful = repaired, None, set()
    return draft


class _Piece(NamedTuple):
    start: int
    text: str
    latin: bool


_COMMON = frozenset(
    "оеаинтсрвлкмд"
    "的一是不了在有人这這我他中大为為来來上个個国國和也子时時道说說们們会會到以要于於"
    "のにはをたがでてとしれさいなるか"
    "이다는의가을에하고한지를로은서기사도자"
)
"""The commonest letters of Russian, Chinese, Japanese and Korean. No misreading of UTF-8 has many of them."""

_SEVERAL = 6


def _pieces(text: str) -> list[_Piece]:
    """Return the pieces of a text that may be damaged: those in Latin script, and others that make no sense."""
    answer = []
    for start, piece in _chunks(text):
        sound = len(_COMMON.intersection(piece[:120])) >= min(_SEVERAL, 1 + len(piece) // 8)
        if sound and not _LATIN.search(piece):
            continue
        latin = _mostly_latin(piece)
        if latin or not sound:
            answer.append(_Piece(start, piece, latin))
    return answer


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of the lines that are not ASCII, with their positions."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii():
            position = 0
            while position < len(line):
                end = min(len(line), position + CHUNK)
                if end < len(line):
                    space = line.rfind(" ", position + 1, end)
                    end = space if space > 0 else end
                yield start + position, line[position:end]
                position = end
        start += len(line) + 1


# What any passage must contain that ftfy's own, slower test could call damaged.
_MAYBE_BAD = re.compile(r"(?![А-яЁё]{2}|[а-яё][»”“…’]|[«“„–—][А-яЁё])[^\x00-\x7f\u2e80-\uffff]{2}|[\x80-\x9fŒœ]|[ÃÂ] ")


def _ftfy_changes(text: str) -> Iterator[Change]:
    import ftfy
    from ftfy.badness import is_bad

    for start, piece in _chunks(text):
        if not _MAYBE_BAD.search(piece) or not is_bad(piece):
            continue
        fixed = ftfy.fix_encoding(piece)
        if fixed != piece:
            for left, right, after in _differences(piece, fixed):
                yield Change(start + left, start + right, after, "mojibake", "ftfy", 0.98)


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


@dataclass(frozen=True)
class _Misreading:
    """UTF-8 read in an encoding that ftfy leaves alone.

    `traces` finds the characters that such a reading leaves behind; they do not belong into Latin text.
    """

    codec: str
    name: str
    traces: re.Pattern[str]

    def changes(self, pieces: list[_Piece], doubtful: set[int]) -> list[Change]:
        """Return the repairs in the pieces of a text, or none if what could be one mostly makes no sense.

        `doubtful` holds where a commoner misreading would explain a character but lacks evidence; one rare
        case of a less common one is no better. What remains doubtful here is added to it.
        """
        sure: list[Change] = []
        unsure: list[Change] = []
        misfits = 0
        for start, piece, latin in pieces:
            if not self.traces.search(piece):
                continue
            if latin:
                for run in self._runs(piece):
                    fits = _fits_latin(run.after)
                    misfits += not fits
                    if fits:
                        change = self._change(start, run)
                        (sure if _attached(piece, run) else unsure).append(change)
            else:
                sure += [self._change(start, run) for run in self._other_script(piece)]
        contested = [change for change in sure if change.start in doubtful]
        if misfits > len(sure) / 4 or 2 * len(contested) > len(sure):
            return []
        if not sure:
            doubtful.update(change.start for change in unsure)
            return []
        # One certain case shows what happened to the text; then the doubtful ones are the same damage.
        return sure + unsure

    def _change(self, start: int, run: _Run) -> Change:
        after = run.after.replace("\xa0", " ")
        return Change(start + run.start, start + run.end, after, "mojibake", f"UTF-8 read as {self.name}", 0.95)

    def _other_script(self, piece: str) -> list[_Run]:
        """Return the runs of a line that was in another script than Latin, if the line as a whole decodes."""
        sample = piece[:100].encode(self.codec, "replace").decode("utf-8", "replace")
        if sample.count("\ufffd") + sample.count("?") - piece.count("?", 0, 100) > 2:
            return []
        runs = list(self._runs(piece))
        covered = sum(run.end - run.start for run in runs)
        foreign = sum(not c.isascii() for c in piece)
        result = "".join(run.after for run in runs)
        if covered < 0.9 * foreign or len(result) < 4 or not _one_script(result):
            return []
        return runs

    def _runs(self, piece: str) -> Iterator[_Run]:
        for match in _NOT_ASCII.finditer(piece):
            yield from self._within(match.group(), match.start())

    def _within(self, run: str, offset: int) -> Iterator[_Run]:
        """Yield the longest passages of a run of characters that decode strictly, from left to right."""
        coded = [_encoded(c, self.codec) for c in run]
        i = 0
        while i < len(run):
            taken, need = i, 0
            for j in range(i, len(run)):
                state = _utf8_state(coded[j], need)
                if state is None:
                    break
                need = state
                if need == 0:
                    taken = j + 1
            after = b"".join(coded[i:taken]).decode("utf-8", "replace") if taken > i else ""
            if after and "\ufffd" not in after and self.traces.search(run[i:taken]):
                yield _Run(offset + i, offset + taken, after)
                i = taken
            else:
                i += 1


class _Run(NamedTuple):
    start: int
    end: int
    after: str


_NOT_ASCII = re.compile(r"[^\x00-\x7f]{1,8000}")


def _encoded(char: str, codec: str) -> bytes:
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        # A byte that the encoding does not use is often passed through as the character of its number.
        return bytes([ord(char)]) if char < "\xc0" else b"\xff"


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


_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
_FOREIGN = re.compile(r"[\u0370-\u1dff\u2c00-\ufffd]")
_LATIN_TEXT = re.compile(
    r"[\x20-\x7e\xa0-\xac\xae-\xb7\xba-žƠơƯưȘ-țḀ-ỿ\u2010-\u2026\u2030\u2032\u2033\u2039\u203a"
    r"\u20ac\u2116\u2122\u2190-\u2193\u2212\u25a0-\u25cf\u2605\u2713\ufb01\ufb02]+"
)


def _mostly_latin(piece: str) -> bool:
    return len(_LATIN.findall(piece)) > 2 * len(_FOREIGN.findall(piece))


def _fits_latin(text: str) -> bool:
    return _LATIN_TEXT.fullmatch(text) is not None


def _attached(piece: str, run: _Run) -> bool:
    """Say whether a run stands where no foreign word could: inside a Latin word, or as its punctuation."""
    before = piece[run.start - 1] if run.start else " "
    after = piece[run.end] if run.end < len(piece) else " "
    letters = bool(_LATIN.match(before)) + bool(_LATIN.match(after))
    if run.after[0].isalpha():
        return letters > 0
    if run.after == "\xa0":
        return not before.isspace() and _belongs(before) and _belongs(after)
    return letters > 0 or len(run.after) > 1 or run.end - run.start > 1 or not before.isspace()


def _belongs(char: str) -> bool:
    return char.isascii() or bool(_LATIN.match(char)) or char in "“”‘’„«»…–—"


def _one_script(text: str) -> bool:
    """Say whether the letters of a text are of one script, or of those that are written together."""
    counts: dict[str, int] = {}
    for char in text[:400]:
        if char.isalpha():
            name = unicodedata.name(char, "?").split(" ")[0].split("-")[0]
            name = "CJK" if name in ("HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH", "FULLWIDTH") else name
            counts[name] = counts.get(name, 0) + 1
    total = sum(counts.values())
    rare = {"?", "BOPOMOFO", "YI", "NKO", "THAANA", "SYRIAC", "COMBINING"}
    return total >= 3 and max(counts.values()) >= 0.9 * total and not counts.keys() & rare


_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\ue000-\uf8ff]")
_KANA = re.compile(r"[\uff61-\uff9f\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u045f]")
_BOXES = re.compile(r"[\u2500-\u256c]|[ΓΣΘΦσπτµ][^\x00-\x7f]")
_KOI8 = re.compile(r"[\u0400-\u045f][\u2500-\u25a0\u2219-\u2265\xa0-\xf7\u0400-\u0451\u2320\u2321]")
_MAC = re.compile(r"¬[††-∞≠]|[√≈ƒ‚][^\x00-\x7fA-Za-z]")

MISREADINGS = (
    _Misreading("gb18030", "GBK", _CJK),
    _Misreading("cp949", "CP949", _CJK),
    _Misreading("cp950", "Big5", _CJK),
    _Misreading("big5", "Big5", _CJK),
    _Misreading("cp932", "CP932", _KANA),
    _Misreading("shift_jis", "Shift-JIS", _KANA),
    _Misreading("koi8_r", "KOI8-R", _KOI8),
    _Misreading("cp1251", "Windows-1251", _CYRILLIC),
    _Misreading("cp437", "CP437", _BOXES),
    _Misreading("mac_roman", "MacRoman", _MAC),
)
"""Order matters where two readings explain a passage: the commoner first."""


_LOST = re.compile(
    r"(?P<apostrophe>(?<=[A-Za-z])(?:\ufffd{1,3}|鈥[?\ufffd])(?=(?:s|t|d|m|re|ve|ll)\b))"
    r"|(?P<open>(?:(?<=\s)|^)(?:\ufffd{1,3}|鈥[?\ufffd])(?=[A-Za-z]))"
    r"|(?P<close>(?<=[.,!?])(?:\ufffd{1,3}|鈥[?\ufffd])(?=\s|$))"
    r"|(?P<unknown>\ufffd{1,40}|鈥[?\ufffd])"
    r"|(?P<question>(?<=[A-Za-z])\?(?=(?:s|t|d|m|re|ve|ll)\b(?![=/&])))"
    r"|(?P<inside>(?<=[a-zß-ÿ])\?{1,2}(?=[a-zß-ÿ]{2})(?![a-z_]{0,20}[=/&]))",
    re.MULTILINE,
)
_READINGS = {"apostrophe": "’", "open": "“", "close": "”", "question": "’"}


_MAYBE_LOST = re.compile("[\ufffd鈥?]")


def _suspects(text: str) -> Iterator[Suspect]:
    end = 0
    for place in _MAYBE_LOST.finditer(text):
        match = _LOST.match(text, place.start()) if place.start() >= end else None
        if match:
            end = match.end()
            yield Suspect(match.start(), end, _READINGS.get(match.lastgroup or ""))
