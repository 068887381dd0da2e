"""Read a stream line by line in bounded memory, whatever its encoding and however long a line."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import AnyStr, BinaryIO, NamedTuple

from corpuslib.read.bytes import Decoded, binary_reason, decode

__all__ = ["BinaryContent", "NumberedLine", "numbered_lines"]

_CHUNK = 1 << 20


class BinaryContent(ValueError):
    """The stream does not hold text; the message says why."""


class NumberedLine(NamedTuple):
    """A line without its line break, counted from 1; `decoded` is None if it is longer than the limit."""

    number: int
    decoded: Decoded | None


def numbered_lines(stream: BinaryIO, limit: int) -> Iterator[NumberedLine]:
    """Yield the lines of a stream. `limit` bounds a line, in bytes (characters in UTF-16 and UTF-32).

    The beginning of the stream decides on the encoding; a line that is valid UTF-8 is read as that.
    Raises `BinaryContent` if the beginning is not text.
    """
    head = stream.read(_CHUNK)
    if why := binary_reason(head):
        raise BinaryContent(why)
    sample = head[: head.rfind(b"\n") + 1] or head[: len(head) // 4 * 4]
    _, encoding, reason = decode(sample)
    chunks = _chunks(head, stream)
    if encoding.startswith(("utf-16", "utf-32")):
        wide = _split(_decoded_chunks(chunks, encoding), "\n", limit)
        for number, text in enumerate(wide, 1):
            text = text.removeprefix("\ufeff") if text and number == 1 else text
            yield NumberedLine(number, None if text is None else Decoded(text.removesuffix("\r"), encoding, reason))
        return
    lines: Iterator[bytes | None] = _split(chunks, b"\n", limit)
    for number, line in enumerate(lines, 1):
        if line is not None and number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        yield NumberedLine(number, None if line is None else decode(line.removesuffix(b"\r"), encoding))


def _chunks(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    while head:
        yield head
        head = stream.read(_CHUNK)


def _decoded_chunks(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", True)


def _split(chunks: Iterable[AnyStr], newline: AnyStr, limit: int) -> Iterator[AnyStr | None]:
    """Yield lines, None for those beyond the limit, of which never more than the limit is held."""
    empty = newline[:0]
    rest, too_long = empty, False
    for chunk in chunks:
        lines = (rest + chunk).split(newline)
        rest = lines.pop()
        for line in lines:
            if too_long or len(line) > limit:
                yield None
            else:
                yield line
            too_long = False
        if too_long or len(rest) > limit:
            rest, too_long = empty, True
    if too_long:
        yield None
    elif rest:
        yield rest
