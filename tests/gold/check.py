"""Check the gold annotation of the demo corpus against the files it points into. Standard library only.

Run as a program it prints the number of rows in each table and every fault, and exits 1 if there are any.
With `--state` it also writes the numbers into the README.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import hashlib
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "demo"
CORPUS = Path(__file__).parents[2] / "data" / "raw" / "demo"
Row = dict[str, Any]
Test = Callable[[Any], bool]

MIXED = "utf-8+cp1252"
"""Name for files of UTF-8 with islands of Windows-1252: a byte that is not valid UTF-8 is read as Windows-1252."""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error("gold-cp1252", _as_cp1252)


@cache
def text_as_found(file: str, encoding: str, record: int | None = None) -> str:
    """Return what the offsets count in: a file decoded, or the text field of one of its records.

    `record` is the line of a .jsonl file, or the row of a .csv file (the header is row 1).
    """
    data = (CORPUS / file).read_bytes()
    text = data.decode("utf-8", "gold-cp1252") if encoding == MIXED else data.decode(encoding)
    if file.endswith(".jsonl"):
        assert record is not None, f"{file} has records"
        return str(json.loads(text.split("\n")[record - 1])["text"])
    if file.endswith(".csv"):
        assert record is not None, f"{file} has records"
        rows = list(csv.reader(io.StringIO(text, newline="")))
        return rows[record - 1][rows[0].index("text")]
    assert record is None, f"{file} has no records"
    return text


def one_of(words: str) -> Test:
    """Return a test for membership in a closed vocabulary."""
    vocabulary = frozenset(words.split())
    return lambda value: value in vocabulary


def optional(test: Test) -> Test:
    """Return a test that also accepts null."""
    return lambda value: value is None or test(value)


def many(test: Test) -> Test:
    """Return a test for a list whose every member passes."""
    return lambda value: isinstance(value, list) and all(test(member) for member in value)


def text(value: Any) -> bool:
    """Say whether a value is a string with something to read in it."""
    return isinstance(value, str) and bool(value.strip())


def characters(value: Any) -> bool:
    """Say whether a value is a string with something in it, be it a space."""
    return isinstance(value, str) and bool(value)


def yes_or_no(value: Any) -> bool:
    """Say whether a value is true or false."""
    return isinstance(value, bool)


def number(value: Any) -> bool:
    """Say whether a value is a whole number from 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def day(value: Any) -> bool:
    """Say whether a value is a day as YYYY-MM-DD."""
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_DAY = r"(?:\d{4}|XXXX)(?:-(?:(?:\d\d|XX)(?:-(?:\d\d|XX))?|W(?:\d\d|XX)(?:-(?:\d|WE))?|SP|SU|FA|WI|Q[1-4]|H[12]))?"
_TIMEX = re.compile(
    rf"(?:{_DAY}(?:T(?:\d\d(?::\d\d(?::\d\d)?)?(?:Z|[+-]\d\d:\d\d)?|MO|MI|AF|EV|NI|DT))?"
    rf"|T\d\d:\d\d|\d{{3}}|PRESENT_REF|PAST_REF|FUTURE_REF"
    r"|PT?(?:\d+(?:\.\d+)?|X)(?:DE|WE|Y|M|W|D|H|S))"
)


def timex(value: Any) -> bool:
    """Say whether a value has the form of a TIMEX3 value."""
    return isinstance(value, str) and _TIMEX.fullmatch(value) is not None


def span(value: Any) -> bool:
    """Say whether a value is a passage with its place; the passage itself is compared elsewhere."""
    return (
        isinstance(value, dict)
        and value.keys() == {"start", "end", "passage"}
        and number(value["start"])
        and number(value["end"])
        and value["start"] < value["end"]
        and text(value["passage"])
    )


BLOCK_KIND = (
    "headline standfirst byline dateline timestamp subhead paragraph caption image_credit breadcrumb duplicate_title "
    "read_also related_links source_line ad newsletter_prompt social_prompt copyright comment navigation"
)
SOURCE_TYPE = (
    "named_official unnamed_official named_person unnamed_person spokesperson government_body state_actor state_media "
    "news_agency other_media organisation document expert intelligence diplomat witness unattributed"
)
VERDICT = "agree compatible wording conflict"

PLACE: dict[str, Test] = {"file": text, "record": optional(number)}
PASSAGE: dict[str, Test] = {"start": number, "end": number, "passage": characters}
LOCATED = PLACE | PASSAGE
PAIR: dict[str, Test] = {"file_a": text, "record_a": optional(number), "file_b": text, "record_b": optional(number)}
QUOTED = LOCATED | {"form": one_of("direct mixed unquoted")}
NAMING = LOCATED | {"form": text}
TELLING = LOCATED | {"status": one_of("told told_otherwise")}
MEMBER = LOCATED | {"value": text, "source": optional(text), "hedge": optional(text)}


def fitting(schema: dict[str, Test]) -> Test:
    """Return a test for an object with the fields of a schema."""
    return lambda value: (
        isinstance(value, dict) and value.keys() == schema.keys() and all(schema[k](v) for k, v in value.items())
    )


member = fitting(MEMBER)


SCHEMAS: dict[str, dict[str, Test]] = {
    "files": {
        "file": text,
        "encoding": one_of(f"utf-8 utf-8-sig utf-16 cp1252 {MIXED}"),
        "sha256": text,
        "records": many(number),
    },
    "segments": LOCATED | {"kind": one_of(BLOCK_KIND), "in_body": yes_or_no},
    "metadata": PLACE
    | {
        "encoding": text,
        "damage": many(text),
        "language": one_of("en de fr"),
        "outlet": optional(text),
        "headline": optional(text),
        "standfirst": optional(text),
        "byline": optional(text),
        "authors": many(text),
        "dateline": optional(text),
        "agencies": many(text),
        "section": optional(text),
        "true_date": optional(day),
        "stated_date": optional(day),
        "date_conflict": yes_or_no,
        "published_from": optional(day),
        "published_to": optional(day),
    },
    "dates": LOCATED | {"value": timex, "role": one_of("published header modified event deadline generic")},
    "damage": LOCATED | {"sound": characters, "kind": one_of("mojibake gbk_space lossy"), "reversible": yes_or_no},
    "attributions": LOCATED
    | {
        "id": text,
        "kind": one_of("direct mixed indirect free_indirect scare title"),
        "cue": optional(span),
        "source": optional(span),
        "speaker": optional(text),
        "source_type": optional(one_of(SOURCE_TYPE)),
        "anonymous": yes_or_no,
        "chain": many(text),
        "hedges": many(text),
        "repeats": optional(text),
    },
    "pairs": PAIR
    | {
        "relation": one_of("near_duplicate republication parallel_rendering same_story"),
        "earlier": optional(one_of("a b")),
    },
    "stories": PLACE | {"story": text, "order": number},
    "divergences": PAIR
    | {
        "kind": one_of(
            "number date negation modality name role attribution quotation omission addition loaded_word antonym title"
        ),
        "severity": one_of("minor major critical"),
        "a": optional(span),
        "b": optional(span),
        "likely_right": one_of("a b undecidable"),
        "reason": text,
    },
    "alignments": PAIR | {"unit": one_of("sentence subhead headline caption"), "a": many(span), "b": many(span)},
    "claims": {
        "story": text,
        "claim_id": text,
        "topic": text,
        "verdict": one_of(VERDICT),
        "members": many(member),
    },
    "quotations": {"quotation_id": text, "members": many(fitting(QUOTED))},
    "coverage": {"story": text, "fact_id": text, "item": text, "members": many(fitting(TELLING))},
    "wordings": {
        "story": text,
        "wording_id": text,
        "kind": one_of("thing act quotation"),
        "verdict": one_of("one_thing other_things"),
        "topic": text,
        "members": many(fitting(NAMING)),
    },
}
"""The fields of each table with the test that a value must pass."""

KEYS = {
    "attributions": ("id",),
    "claims": ("claim_id",),
    "quotations": ("quotation_id",),
    "coverage": ("fact_id",),
    "wordings": ("wording_id",),
    "metadata": ("file", "record"),
    "stories": ("file", "record"),
}
"""Fields that tell the rows of a table apart; in the other tables no two rows are equal."""


def canonical(row: Row) -> str:
    """Return a row as its one line in a file."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def order(row: Row) -> tuple[Any, ...]:
    """Return the key that rows are sorted by: where they point, then the whole row."""
    first, second = row.get("file") or row.get("file_a") or "", row.get("file_b") or ""
    places = [row, row.get("a"), row.get("b")]
    places = [p[0] if isinstance(p, list) and p else p for p in places]
    starts = [p.get("start", -1) if isinstance(p, dict) else -1 for p in places]
    records = [row.get(name) or 0 for name in ("record", "record_a", "record_b")]
    return (first, second, *records, row.get("story") or "", *starts, canonical(row))


def write(table: str, rows: list[Row]) -> None:
    """Write a table in canonical form."""
    lines = [canonical(row) + "\n" for row in sorted(rows, key=order)]
    GOLD.mkdir(exist_ok=True)
    (GOLD / f"{table}.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")


def read(table: str) -> list[Row]:
    """Read a table; a table that is not there has no rows."""
    path = GOLD / f"{table}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line] if path.exists() else []


def tables() -> list[str]:
    """Return the names of the tables that are there."""
    return sorted(path.stem for path in GOLD.glob("*.jsonl"))


def documents() -> list[tuple[str, int | None]]:
    """Return every document of the corpus as file and record."""
    return [(row["file"], record) for row in read("files") for record in row["records"] or [None]]


def passages(row: Row) -> Iterator[tuple[str, int | None, Row]]:
    """Yield file, record and passage for everything in a row that points into a file."""
    for place in ([row] if "passage" in row else []) + list(row.get("members", [])):
        yield place["file"], place["record"], place
    for name in ("cue", "source"):
        if isinstance(row.get(name), dict):
            yield row["file"], row["record"], row[name]
    for side in ("a", "b"):
        found = row.get(side) if f"file_{side}" in row else None
        for place in found if isinstance(found, list) else [found] if found else []:
            yield row[f"file_{side}"], row[f"record_{side}"], place


def faults(table: str) -> Iterator[str]:
    """Yield what is wrong with one table, in words."""
    if table not in SCHEMAS:
        yield f"{table}: no such table in the schema"
        return
    content = (GOLD / f"{table}.jsonl").read_bytes()
    if b"\r" in content or not content.endswith(b"\n"):
        yield f"{table}: lines must end in LF, the last one too"
    rows = read(table)
    if [canonical(row) for row in sorted(rows, key=order)] != content.decode("utf-8").split("\n")[:-1]:
        yield f"{table}: rows are not sorted or not in canonical form; write them with check.write"
    known = set(documents())
    encodings = {row["file"]: row["encoding"] for row in read("files")}
    seen: set[Any] = set()
    for line, row in enumerate(rows, 1):
        for fault in _row_faults(table, row, known, encodings):
            yield f"{table}, line {line}: {fault}"
        key = tuple(row.get(name) for name in KEYS[table]) if table in KEYS else canonical(row)
        if key in seen:
            yield f"{table}, line {line}: a second row with {key}"
        seen.add(key)
    yield from _reference_faults(table, rows)


def _row_faults(table: str, row: Row, known: set[tuple[str, int | None]], encodings: dict[str, str]) -> Iterator[str]:
    schema = SCHEMAS[table]
    if row.keys() != schema.keys():
        yield f"fields {sorted(row.keys() ^ schema.keys())} are missing or unknown"
        return
    for name, test in schema.items():
        if not test(row[name]):
            yield f"{name} must not be {row[name]!r}"
            return
    if table == "files":
        yield from _file_faults(row)
        return
    for a, b in (("file", "record"), ("file_a", "record_a"), ("file_b", "record_b")):
        if a in row and (row[a], row[b]) not in known:
            yield f"there is no document {row[a]}, record {row[b]}"
            return
    for file, record, place in passages(row):
        if (file, record) not in known:
            yield f"there is no document {file}, record {record}"
            continue
        found = text_as_found(file, encodings[file], record)[place["start"] : place["end"]]
        if found != place["passage"]:
            yield f"{file} has {found!r} at {place['start']}, not {place['passage']!r}"


def _file_faults(row: Row) -> Iterator[str]:
    path = CORPUS / row["file"]
    if not path.is_file():
        yield f"{row['file']} is not in the corpus"
    elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
        yield f"{row['file']} has changed since it was annotated"


def _reference_faults(table: str, rows: list[Row]) -> Iterator[str]:
    if table == "attributions":
        ids = {row["id"] for row in rows}
        yield from (f"{table}: {row['repeats']} does not exist" for row in rows if row["repeats"] not in ids | {None})
    if table in ("claims", "quotations", "coverage", "wordings"):
        [name] = KEYS[table]
        yield from (f"{table}: {row[name]} has no two members" for row in rows if len(row["members"]) < 2)
    if table in ("metadata", "stories"):
        missing = set(documents()) - {(row["file"], row["record"]) for row in rows}
        yield from (f"{table}: nothing on {file}, record {record}" for file, record in sorted(missing, key=str))
    if table == "segments":
        yield from _cover_faults(rows)
    if table == "alignments":
        yield from (f"{table}: a row points at nothing" for row in rows if not row["a"] and not row["b"])


def _cover_faults(rows: list[Row]) -> Iterator[str]:
    """Segments must not overlap; those of a plain text cover every character that is not white space."""
    encodings = {row["file"]: row["encoding"] for row in read("files")}
    for file, record in documents():
        found = text_as_found(file, encodings[file], record)
        position, gaps = 0, []
        for row in sorted((r for r in rows if (r["file"], r["record"]) == (file, record)), key=lambda r: r["start"]):
            if row["start"] < position:
                yield f"segments: {file} overlaps at {row['start']}"
            gaps.append(found[position : row["start"]])
            position = row["end"]
        gaps.append(found[position:])
        if not file.endswith(".html"):
            yield from (f"segments: {file}, record {record} leaves out {gap!r}" for gap in gaps if gap.strip())


def all_faults() -> list[str]:
    """Return what is wrong with the gold annotation."""
    result = [fault for table in tables() for fault in faults(table)]
    unlisted = {path.name for path in CORPUS.iterdir() if path.name[0].isdigit()} - {r["file"] for r in read("files")}
    return result + [f"files: {name} is not listed" for name in sorted(unlisted)]


def counts() -> dict[str, int]:
    """Return the number of rows in each table."""
    return {table: len(read(table)) for table in SCHEMAS}


def state_counts() -> None:
    """Write the number of rows of each table into the README."""
    path = GOLD.parent / "README.md"
    readme = path.read_text(encoding="utf-8")
    for table, rows in counts().items():
        readme = re.sub(rf"^(\| `{table}` \| )\d+( \|)", rf"\g<1>{rows}\g<2>", readme, flags=re.MULTILINE)
    path.write_text(readme, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--state"]:
        state_counts()
    for name, rows in counts().items():
        print(f"{name:14}{rows:6}")
    problems = all_faults()
    print("\n".join(problems) or "no faults")
    sys.exit(bool(problems))
