"""Files of every format, sound and broken: what can be read is read, and the rest gives a row that says why."""

from __future__ import annotations

import bz2
import csv
import io
import json
import os
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpuslib.document import Found, Reject, content_hash
from corpuslib.read import ReadOptions, read_bytes, read_path

STORY = "The ferry talks resumed on Tuesday."


def read(path: Path, options: ReadOptions | None = None) -> list[Found | Reject]:
    return list(read_path(path, file=path.name, options=options or ReadOptions()))


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(results: list[Found | Reject]) -> list[tuple[str | None, str]]:
    return [(r.source.record, r.draft.text) for r in results if isinstance(r, Found)]


def reasons(results: list[Found | Reject]) -> list[tuple[str | None, str]]:
    return [(r.record, r.reason) for r in results if isinstance(r, Reject)]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


# One text a file


@pytest.mark.parametrize(
    ("name", "container"), [("a.txt", "text"), ("a.MD", "text"), ("a.htm", "html"), ("a.xhtml", "html")]
)
def test_the_ending_decides_on_the_format(tmp_path: Path, name: str, container: str) -> None:
    (found,) = read(write(tmp_path, name, f"<p>{STORY}</p>"))
    assert isinstance(found, Found) and found.source.container == container


def test_a_source_names_file_hash_and_encoding(tmp_path: Path) -> None:
    data = "Zölle, sagte er.".encode("cp1252")
    (found,) = read(write(tmp_path, "a.txt", data))
    assert isinstance(found, Found)
    assert (found.source.file, found.source.sha256, found.source.encoding) == ("a.txt", content_hash(data), "cp1252")


def test_a_saved_page_with_the_ending_of_a_text_is_read_as_a_page(tmp_path: Path) -> None:
    assert texts(read(write(tmp_path, "a.txt", f"<!doctype html><p>{STORY}"))) == [(None, STORY)]


def test_text_in_memory_is_read_like_a_file() -> None:
    found = read_bytes(f"<p>{STORY}</p>".encode(), file="a.html", record="b")
    assert isinstance(found, Found) and (found.draft.text, found.source.record) == (STORY, "b")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\r\n \xc2\xa0", "empty"),
        ("a.html", b"<html><script>x</script></html>", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"text\n", "empty"),
        ("a.zip", zipped({}), "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n....", "binary"),
        ("a.html", bytes(5000), "binary"),
        ("a.jsonl", b"\x1f\x8b\x08abc", "binary"),
        ("a.csv", b"%PDF-1.4", "binary"),
        ("a.docx", b"PK", "unknown format"),
        ("noending", b"x", "unknown format"),
        ("a.zip", b"no archive", "damaged archive"),
        ("a.warc", b"no archive", "damaged archive"),
        ("a.warc.gz", b"\x1f\x8b no archive", "damaged archive"),
    ],
)
def test_a_file_that_holds_no_text_gives_one_row(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (reject,) = read(write(tmp_path, name, content))
    assert isinstance(reject, Reject)
    assert (reject.file, reject.reason) == (name, reason) and reject.detail


def test_a_missing_file_and_a_folder_give_a_row(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert reasons(read(tmp_path / "no.txt")) == [(None, "unreadable file")]
    assert reasons(read(tmp_path / "folder.txt")) == [(None, "unreadable file")]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_gives_a_row(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", STORY)
    path.chmod(0)
    assert reasons(read(path)) == [(None, "unreadable file")]


def test_nul_bytes_in_good_text_stay_in_the_text_as_found(tmp_path: Path) -> None:
    assert texts(read(write(tmp_path, "a.txt", "The talks\x00 resumed."))) == [(None, "The talks\x00 resumed.")]


def test_a_text_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert reasons(read(path)) == [(None, "too large")]


def test_a_text_too_long_for_an_article_is_refused(tmp_path: Path) -> None:
    options = ReadOptions(max_record_chars=10)
    assert reasons(read(write(tmp_path, "a.txt", STORY), options)) == [(None, "too long")]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_line_of_200_mb_is_skipped_in_bounded_memory_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    before, after = ("", '{"text": "%s"}\n') if name == "a.jsonl" else ("text\n", "%s\n")
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(before.encode())
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(("\n" + after % STORY).encode())
    tracemalloc.start()
    started = time.monotonic()
    results = read(path)
    seconds, (_, peak) = time.monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [reason for _, reason in reasons(results)] == ["too long"]
    assert [text for _, text in texts(results)] == [STORY]
    assert peak < 120_000_000 and seconds < 20


# JSON Lines


def test_every_line_of_jsonl_is_an_article_with_what_its_fields_declare(tmp_path: Path) -> None:
    record = {
        "Body": STORY,
        "headline": "Talks",
        "date": "2031-03-04",
        "source": "Harbour Post",
        "author": ["Ana Tur"],
        "lang": "en",
    }
    (found,) = read(write(tmp_path, "a.jsonl", json.dumps(record)))
    assert isinstance(found, Found) and found.source.container == "jsonl"
    declared = found.declared
    assert (declared.headline, declared.published, declared.outlet) == ("Talks", "2031-03-04", "Harbour Post")
    assert (declared.authors, declared.language) == (("Ana Tur",), "en")


def test_a_line_cut_off_gives_a_row_that_names_line_and_column_and_the_rest_is_read(tmp_path: Path) -> None:
    good = json.dumps({"text": STORY})
    results = read(write(tmp_path, "a.jsonl", f'{good}\n{{"text": "cut o\n\n{good}'))
    assert texts(results) == [("line 1", STORY), ("line 4", STORY)]
    (reject,) = (r for r in results if isinstance(r, Reject))
    assert (reject.record, reject.reason) == ("line 2", "damaged line") and "column 10" in reject.detail


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "damaged line"),
        ("null", "damaged line"),
        ("[" * 100_000, "damaged line"),
        ("9" * 5_000, "damaged line"),
        ('{"txt": "x"}', "no text column"),
        ('{"text": null}', "empty"),
        ('{"text": "  "}', "empty"),
        ('{"text": ["a"]}', "not a text"),
    ],
)
def test_a_line_without_an_article_gives_a_row(tmp_path: Path, line: str, reason: str) -> None:
    assert reasons(read(write(tmp_path, "a.jsonl", line))) == [("line 1", reason)]


def test_lone_surrogates_in_json_are_replaced_and_the_source_says_so(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "a.jsonl", '{"text": "broken \\ud83d here", "title": "\\udc00"}'))
    assert isinstance(found, Found)
    assert found.draft.raw == "broken \ufffd here" and "surrogate" in found.source.encoding_reason
    assert found.declared.headline == "\ufffd"


def test_a_text_field_that_holds_a_page_is_read_as_a_page(tmp_path: Path) -> None:
    record = {"text": f"<title>T</title><p>{STORY}</p><p>More &amp; more.</p>", "outlet": "Harbour Post"}
    (found,) = read(write(tmp_path, "a.jsonl", json.dumps(record)))
    assert isinstance(found, Found)
    assert (found.draft.text, found.source.container) == (f"{STORY}\nMore & more.", "jsonl")
    assert (found.declared.headline, found.declared.outlet) == ("T", "Harbour Post")


def test_lines_in_two_encodings_are_each_read_in_their_own(tmp_path: Path) -> None:
    lines = ['{"text": "Zölle “hier”"}'.encode(), '{"text": "Zölle “hier”"}'.encode("cp1252")]
    assert {text for _, text in texts(read(write(tmp_path, "a.jsonl", b"\n".join(lines))))} == {"Zölle “hier”"}


def test_jsonl_in_utf16_is_read(tmp_path: Path) -> None:
    data = f'{{"text": "{STORY}"}}\r\n{{"text": "Zwei"}}\r\n'.encode("utf-16")
    assert texts(read(write(tmp_path, "a.jsonl", data))) == [("line 1", STORY), ("line 2", "Zwei")]


# CSV


def test_rows_of_a_csv_are_counted_as_in_the_file(tmp_path: Path) -> None:
    data = f'\ufefftitle,text\nOne,"{STORY}\nIt rained."\n\nTwo,Later.\n'
    results = read(write(tmp_path, "a.csv", data))
    assert texts(results) == [("row 2", f"{STORY}\nIt rained."), ("row 4", "Later.")]


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ";"), ("a.csv", ","), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_the_delimiter_is_taken_from_the_header(tmp_path: Path, name: str, delimiter: str) -> None:
    rows = delimiter.join(["id", "title", "text"]) + "\n" + delimiter.join(["1", "T", STORY])
    assert texts(read(write(tmp_path, name, rows))) == [("row 2", STORY)]


def test_a_csv_without_text_column_gives_one_row_that_names_the_columns_and_the_remedy(tmp_path: Path) -> None:
    (reject,) = read(write(tmp_path, "a.csv", "id,story\n1,x\n2,y\n"))
    assert isinstance(reject, Reject) and reject.reason == "no text column"
    assert "'id', 'story'" in reject.detail and "text_column" in reject.detail


def test_the_text_column_can_be_named(tmp_path: Path) -> None:
    options = ReadOptions(text_column="story")
    assert texts(read(write(tmp_path, "a.csv", f"id,story\n1,{STORY}\n"), options)) == [("row 2", STORY)]


def test_a_row_with_too_many_cells_is_not_taken_for_its_text_may_be_cut(tmp_path: Path) -> None:
    results = read(write(tmp_path, "a.csv", "id,text\n1,First, second.\n2,Third.\n"))
    assert reasons(results) == [("row 2", "damaged row")] and texts(results) == [("row 3", "Third.")]


def test_a_quotation_mark_never_closed_gives_a_row(tmp_path: Path) -> None:
    results = read(write(tmp_path, "a.csv", 'id,text\n1,Good.\n2,"never closed\n3,lost\n'))
    assert texts(results) == [("row 2", "Good.")] and reasons(results) == [("row 3", "damaged row")]


def test_reading_csv_leaves_the_process_wide_limit_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    long = "word " * 50_000
    assert len(texts(read(write(tmp_path, "a.csv", f"text\n{long}\n")))) == 1
    assert csv.field_size_limit() == before


# Zip


def test_members_of_a_zip_are_read_and_named(tmp_path: Path) -> None:
    line = json.dumps({"text": STORY}).encode()
    data = zipped({"a/one.txt": b"One.", "b.jsonl": b"\n" + line, "c.html": b"<p>Three</p>"})
    assert texts(read(write(tmp_path, "a.zip", data))) == [
        ("a/one.txt", "One."),
        ("b.jsonl › line 2", STORY),
        ("c.html", "Three"),
    ]


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt"])
def test_a_path_that_leaves_the_archive_is_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    results = read(write(tmp_path, "a.zip", zipped({name: b"x", "good.txt": b"Good."})))
    assert [reason for _, reason in reasons(results)] == ["unsafe path"] and texts(results) == [("good.txt", "Good.")]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/hosts")
    assert reasons(read(path)) == [("link.txt", "unsafe path")]


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    results = read(write(tmp_path, "a.zip", zipped({"in.zip": zipped({"x.txt": b"x"})})))
    assert reasons(results) == [("in.zip", "nested archive")]


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": STORY.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert reasons(read(write(tmp_path, "a.zip", bytes(data)))) == [("a.txt", "encrypted")]


def test_a_member_that_expands_without_end_is_refused_unread(tmp_path: Path) -> None:
    results = read(write(tmp_path, "a.zip", zipped({"bomb.txt": b"0" * 20_000_000, "good.txt": b"Good."})))
    assert reasons(results) == [("bomb.txt", "expands without end")] and texts(results) == [("good.txt", "Good.")]


def test_a_zip_whose_members_expand_too_far_together_is_refused(tmp_path: Path) -> None:
    data = zipped({f"{n}.txt": os.urandom(1000) for n in range(5)})
    assert reasons(read(write(tmp_path, "a.zip", data), ReadOptions(max_zip_total=4000))) == [
        (None, "expands without end")
    ]


def test_a_zip_with_too_many_members_is_refused(tmp_path: Path) -> None:
    data = zipped({f"{n}.txt": b"x" for n in range(5)})
    assert reasons(read(write(tmp_path, "a.zip", data), ReadOptions(max_members=4))) == [(None, "too many members")]


def test_a_zip_that_lies_about_the_size_of_a_member_does_not_expand_beyond_it(tmp_path: Path) -> None:
    data = bytearray(zipped({"bomb.txt": b"0" * 20_000_000}))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 100)
    assert reasons(read(write(tmp_path, "a.zip", bytes(data)))) == [("bomb.txt", "damaged archive")]


def test_a_damaged_member_gives_a_row_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": STORY.encode(), "b.txt": b"Good."}, zipfile.ZIP_STORED))
    data[data.index(STORY.encode())] ^= 1
    results = read(write(tmp_path, "a.zip", bytes(data)))
    assert reasons(results) == [("a.txt", "damaged archive")] and texts(results) == [("b.txt", "Good.")]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_read(tmp_path: Path, method: int) -> None:
    assert texts(read(write(tmp_path, "a.zip", zipped({"a.txt": b"One."}, method)))) == [("a.txt", "One.")]


# WARC


def warc(pages: list[tuple[str, str, bytes]], *, gzip: bool = True) -> bytes:
    """A crawl of (status, content type, body)."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=gzip)
    for number, (status, kind, body) in enumerate(pages):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
        writer.write_record(
            writer.create_warc_record(
                f"https://harbour.invalid/{number}", "response", io.BytesIO(body), http_headers=headers
            )
        )
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_a_crawl_are_read_with_address_and_declared_charset(tmp_path: Path, name: str) -> None:
    pages = [
        ("200 OK", "text/html; charset=windows-1251", "<p>Река</p>".encode("cp1251")),
        ("404 Not Found", "text/html", b"<p>No</p>"),
        ("200 OK", "image/png", b"\x89PNG"),
        ("200 OK", "text/plain", STORY.encode()),
    ]
    results = read(write(tmp_path, name, warc(pages, gzip=name.endswith("gz"))))
    assert texts(results) == [("record 1", "Река"), ("record 4", STORY)] and not reasons(results)
    first = results[0]
    assert isinstance(first, Found)
    assert (first.declared.url, first.source.container) == ("https://harbour.invalid/0", "warc")


def test_a_page_of_a_crawl_without_text_gives_a_row_with_its_address(tmp_path: Path) -> None:
    (reject,) = read(write(tmp_path, "a.warc", warc([("200 OK", "text/html", b"<p></p>")], gzip=False)))
    assert isinstance(reject, Reject)
    assert (reject.record, reject.reason) == ("record 1", "empty") and "harbour.invalid/0" in reject.detail


def test_a_crawl_cut_off_gives_the_pages_before_and_a_row(tmp_path: Path) -> None:
    data = warc([("200 OK", "text/html", b"<p>One</p>"), ("200 OK", "text/html", os.urandom(5000))])
    results = read(write(tmp_path, "a.warc.gz", data[: len(data) - 3000]))
    assert texts(results)[:1] == [("record 1", "One")] and reasons(results)


def test_a_record_that_expands_without_end_stops_the_file(tmp_path: Path) -> None:
    data = warc([("200 OK", "video/mp4", b"0" * 150_000_000)])
    assert reasons(read(write(tmp_path, "a.warc.gz", data))) == [("record 1", "expands without end")]


def test_a_crawl_inside_a_zip_is_read(tmp_path: Path) -> None:
    data = zipped({"a.warc.gz": warc([("200 OK", "text/html", b"<p>One</p>")])})
    assert texts(read(write(tmp_path, "a.zip", data))) == [("a.warc.gz › record 1", "One")]


def test_bzip2_and_other_archives_are_an_unknown_format(tmp_path: Path) -> None:
    assert reasons(read(write(tmp_path, "a.txt.bz2", bz2.compress(b"x")))) == [(None, "unknown format")]
