"""Read archives: WARC files of a crawl, and zip files of anything else that can be read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from corpuslib.document import Found, Reject
from corpuslib.read.options import Origin, ReadOptions
from corpuslib.read.single import read_single

__all__ = ["read_warc", "read_zip"]

ReadMember = Callable[[BinaryIO, str, Origin, ReadOptions], Iterator[Found | Reject]]

_CHUNK = 1 << 20
_SMALL = 1 << 20
_NESTED = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz")


def read_warc(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Found | Reject]:
    """Yield the pages of a WARC file: responses with status 200 that are HTML or plain text.

    Requests, redirects, errors, images and whatever else a crawl stores are not articles; they are passed
    over without a row. A page that cannot be read gives one. Records are counted from 1, all of them.
    """
    from warcio.archiveiterator import ArchiveIterator

    number, expanded = 0, 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            place = origin.at(f"record {number}")
            kind = _page_type(record)
            page = _warc_page(record, kind, place, options) if kind else None
            while record.raw_stream.read(_CHUNK):
                if expanded + _consumed(record) > max(options.max_zip_ratio * stream.tell(), 100 * _SMALL):
                    yield place.reject("expands without end", "the rest of the file was not read")
                    return
            expanded += _consumed(record)
            if kind and (missing := _missing(record)):
                yield place.reject("damaged record", f"cut off, {missing:,} bytes are missing; it was not taken")
            elif page:
                yield page
    except Exception as error:  # warcio lets through whatever a damaged file provokes
        yield origin.at(f"record {number + 1}").reject(
            "damaged archive", f"{_in_words(error)}; the rest of the file was not read"
        )
        return
    if not number:
        yield origin.reject("empty", "no record")


def _missing(record: Any) -> int:
    """Return how many bytes of the declared length did not come."""
    return max(0, getattr(record.raw_stream, "limit", 0))


def _consumed(record: Any) -> int:
    return max(0, (record.length or 0) - _missing(record))


def _page_type(record: Any) -> str | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    if record.http_headers.get_statuscode() != "200":
        return None
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    return kind if kind.startswith(("text/html", "text/plain", "application/xhtml+xml")) else None


def _warc_page(record: Any, kind: str, place: Origin, options: ReadOptions) -> Found | Reject:
    url = record.rec_headers.get_header("WARC-Target-URI")
    charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
    try:
        data = record.content_stream().read(options.max_file_bytes + 1)
    except Exception as error:  # a damaged content encoding, in whatever library decodes it
        return place.reject("damaged record", f"{url}: {_in_words(error)}")
    page = not kind.startswith("text/plain")
    found = read_single(data, place, options, page=page, charset=charset, url=url)
    if isinstance(found, Reject):
        return replace(found, detail=f"{url}: {found.detail}")
    return replace(found, source=replace(found.source, container="warc"))


def read_zip(
    stream: BinaryIO, origin: Origin, options: ReadOptions, read_member: ReadMember
) -> Iterator[Found | Reject]:
    """Yield what the members of a zip file hold, without unpacking anything to disk."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        yield origin.reject("damaged archive", _in_words(error))
        return
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if why := _whole_is_unsafe(members, options):
            yield origin.reject(*why)
            return
        for info in members:
            place = origin.at(info.filename)
            if why := _member_is_unsafe(info, options):
                yield place.reject(*why)
            else:
                yield from _member(archive, info, place, options, read_member)
        if not members:
            yield origin.reject("empty", "no file in the archive")


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    place: Origin,
    options: ReadOptions,
    read_member: ReadMember,
) -> Iterator[Found | Reject]:
    try:
        with archive.open(info) as stream:
            yield from read_member(stream, info.filename, place, options)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError) as error:
        yield place.reject("damaged archive", _in_words(error))


def _whole_is_unsafe(members: list[zipfile.ZipInfo], options: ReadOptions) -> tuple[str, str] | None:
    if len(members) > options.max_members:
        return (
            "too many members",
            f"{len(members):,} files, more than {options.max_members:,}; split the archive",
        )
    total = sum(info.file_size for info in members)
    if total > options.max_zip_total:
        return (
            "expands without end",
            f"{total:,} bytes unpacked, more than {options.max_zip_total:,}; if the archive is sound, "
            "unpack it into the folder",
        )
    return None


def _member_is_unsafe(info: zipfile.ZipInfo, options: ReadOptions) -> tuple[str, str] | None:
    name = info.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":" or _is_link(info):
        return "unsafe path", "the path leaves the archive; nothing was read from it"
    if info.flag_bits & 1:
        return "encrypted", "the file needs a password; unpack it into the folder"
    if name.lower().endswith(_NESTED) and not name.lower().endswith(".warc.gz"):
        return "nested archive", "an archive inside an archive is not opened; unpack it into the folder"
    if info.file_size > _SMALL and info.file_size > options.max_zip_ratio * max(info.compress_size, 1):
        return "expands without end", f"{info.compress_size:,} bytes unpack to {info.file_size:,}"
    return None


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200] or 'no further word'}"
