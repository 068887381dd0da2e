"""Read: bytes to text as found, with what the container says about it. One module per container format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpuslib.document import Found, Reject, content_hash
from corpuslib.read.archives import read_warc, read_zip
from corpuslib.read.bytes import Decoded, decode
from corpuslib.read.html import read_html
from corpuslib.read.lines import BinaryContent
from corpuslib.read.options import Origin, ReadOptions
from corpuslib.read.records import read_csv, read_jsonl
from corpuslib.read.single import read_single, too_large

__all__ = ["SUFFIXES", "Decoded", "ReadOptions", "decode", "read_bytes", "read_html", "read_path"]

_DEFAULT = ReadOptions()
_TEXT = (".txt", ".text", ".md")
_PAGE = (".html", ".htm", ".xhtml")
_JSONL = (".jsonl", ".ndjson")
_CSV = (".csv", ".tsv")
_WARC = (".warc", ".warc.gz")
SUFFIXES = (*_TEXT, *_PAGE, *_JSONL, *_CSV, *_WARC, ".zip")
"""Endings of the files that can be read. Markdown is read as plain text, its marks with it."""


def read_path(path: Path, *, file: str, options: ReadOptions = _DEFAULT) -> Iterator[Found | Reject]:
    """Yield the texts in a file as found, in the file's order, and a row for each that cannot be taken.

    `file` is the name that sources and rows bear. The ending of the path decides on the format. Never raises
    for what a file holds; a file that cannot be opened gives a row. Memory is bounded by the options.
    """
    origin = Origin(file)
    try:
        if not path.is_file():
            yield origin.reject("unreadable file", "no such file" if not path.exists() else "not a regular file")
            return
        if _suffix(path.name) is None:
            yield _unknown(path.name, origin)
            return
        if _suffix(path.name) in (*_TEXT, *_PAGE) and path.stat().st_size > options.max_file_bytes:
            yield too_large(origin, options)
            return
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            yield from _read_stream(stream, path.name, Origin(file, None, digest), options)
    except OSError as error:
        yield origin.reject("unreadable file", f"{error.strerror or error}; check that the file may be read")


def read_bytes(data: bytes, *, file: str, record: str | None = None, options: ReadOptions = _DEFAULT) -> Found | Reject:
    """Return the text of a page (if `file` ends like one) or plain text in memory, or why there is none.

    >>> read_bytes(b"Talks resume.", file="a.txt").draft.text
    'Talks resume.'
    >>> read_bytes(b" ", file="a.txt").reason
    'empty'
    """
    origin = Origin(file, record, content_hash(data))
    return read_single(data, origin, options, page=file.lower().endswith(_PAGE))


def _suffix(name: str) -> str | None:
    return next((suffix for suffix in reversed(SUFFIXES) if name.lower().endswith(suffix)), None)


def _read_stream(stream: BinaryIO, name: str, origin: Origin, options: ReadOptions) -> Iterator[Found | Reject]:
    suffix = _suffix(name)
    if suffix in (*_TEXT, *_PAGE):
        data = stream.read(options.max_file_bytes + 1)
        yield read_single(data, origin, options, page=suffix in _PAGE)
    elif suffix in (*_JSONL, *_CSV):
        yield from _read_records(stream, suffix, origin, options)
    elif suffix in _WARC:
        yield from read_warc(stream, origin, options)
    elif suffix == ".zip":
        yield from read_zip(stream, origin, options, _read_stream)
    else:
        yield _unknown(name, origin)


def _read_records(stream: BinaryIO, suffix: str, origin: Origin, options: ReadOptions) -> Iterator[Found | Reject]:
    any_record = False
    try:
        records = (
            read_jsonl(stream, origin, options)
            if suffix in _JSONL
            else read_csv(stream, origin, options, delimiter="\t" if suffix == ".tsv" else None)
        )
        for record in records:
            any_record = True
            yield record
    except BinaryContent as error:
        yield origin.reject("binary", f"{error}; only text can be read")
    else:
        if not any_record:
            yield origin.reject("empty", "no record")


def _unknown(name: str, origin: Origin) -> Reject:
    return origin.reject("unknown format", f"{name!r} ends in none of: {' '.join(SUFFIXES)}")
