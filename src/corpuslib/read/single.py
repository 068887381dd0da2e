"""Read one text that is in memory: plain text or a page."""

from __future__ import annotations

from dataclasses import replace

from corpuslib.document import Declared, Found, Reject
from corpuslib.read.bytes import Decoded, binary_reason, declared_charset, decode, without_surrogates
from corpuslib.read.html import from_page
from corpuslib.read.options import Origin, ReadOptions
from corpuslib.text import Draft

__all__ = ["read_single", "take_text", "too_large"]


def read_single(
    data: bytes,
    origin: Origin,
    options: ReadOptions,
    *,
    page: bool = False,
    charset: str | None = None,
    url: str | None = None,
) -> Found | Reject:
    """Return the text of bytes, or why there is none. `page` says that they are HTML."""
    if len(data) > options.max_file_bytes:
        return too_large(origin, options)
    if why := binary_reason(data):
        return origin.reject("binary", f"{why}; only text can be read")
    decoded = decode(data, charset or (declared_charset(data) if page else None))
    if not page and decoded.text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        page, decoded = True, decode(data, declared_charset(data))
    return take_text(decoded, origin, options, page=page, url=url)


def take_text(
    decoded: Decoded, origin: Origin, options: ReadOptions, *, page: bool = False, url: str | None = None
) -> Found | Reject:
    """Return a decoded text as found, or why it cannot be taken."""
    if len(decoded.text) > options.max_record_chars:
        return origin.reject(
            "too long",
            f"{len(decoded.text):,} characters in one text, more than the {options.max_record_chars:,} that are "
            "read as one article; split it into its articles",
        )
    if not decoded.text.strip("\x00 \t\r\n\f\v\ufeff\xa0"):
        return origin.reject("empty", "no character but white space")
    if page:
        found = from_page(decoded, origin.source(), url)
        return found if found.draft.text else origin.reject("empty", "the page has no visible text")
    text, encoding, reason = without_surrogates(decoded)
    source = replace(origin.source(), encoding=encoding, encoding_reason=reason)
    return Found(Draft.of(text), source, Declared(url=url))


def too_large(origin: Origin, options: ReadOptions) -> Reject:
    """Return the row for a single text of more bytes than are read at once."""
    return origin.reject(
        "too large",
        f"more than {options.max_file_bytes:,} bytes in one text; if these are many articles, put them in "
        "a .jsonl file, one a line",
    )
