"""Writes a coding sheet a coder: CSV, XLSX, and files for Label Studio and doccano.

A sheet shows an id, the passage and the codebook, nothing of outlet, date or file. What a spreadsheet would take for
a formula is written so that it stays text, and taken back when the sheet is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from corpuslib.annotate.frames import Codebook
from corpuslib.coding.sample import (
    LONGEST,
    CodingError,
    Sample,
    UnitKind,
    codebook_of,
    draw,
    folder_of,
    passages,
    save_sample,
    shown,
    strata_of,
)
from corpuslib.corpus import Corpus
from corpuslib.intake import write_atomically

__all__ = [
    "HEAD",
    "NONE",
    "NOTE",
    "Sheets",
    "csv_bytes",
    "escape",
    "has_xlsx",
    "make_sheets",
    "remarks",
    "sheet_files",
    "unescape",
]

NONE = "none"
"""What a coder marks where a passage has none of the frames: an empty row is not yet coded."""
NOTE = "note"
HEAD = ("unit_id", "coder", "passage")

HOW_TO_CODE = (
    f"Write 1 under every frame that the passage has. If it has none, write 1 under “{NONE}”. A row without a mark "
    "counts as not coded. Do not change the first three columns; write doubts under “note”."
)
_CODEBOOK = ("frame", "title", "definition", "include", "exclude", "example")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def escape(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `unescape` takes it back.

    A cell that begins like a formula gets an apostrophe before it (OWASP, CSV injection).

    >>> escape("=1+1"), escape("'=1+1"), escape("plain")
    ("'=1+1", "''=1+1", 'plain')
    """
    return "'" + cell if _DANGEROUS.match(cell) else cell


def unescape(cell: str) -> str:
    """Return the cell that was escaped.

    >>> unescape("'=1+1"), unescape("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell


def csv_bytes(rows: Iterable[Sequence[object]], *, mark: bool = False) -> bytes:
    """Return a CSV file in UTF-8, every text escaped; `mark` puts the byte order mark that Excel wants.

    >>> csv_bytes([("note", "alpha"), ("=1+1", -0.2)])
    b"note,alpha\\n'=1+1,-0.2\\n"
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([escape(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return (("\ufeff" if mark else "") + buffer.getvalue()).encode("utf-8", "replace")


def has_xlsx() -> bool:
    """Say whether the optional package that writes and reads XLSX is installed."""
    from importlib.util import find_spec

    return find_spec("openpyxl") is not None


@dataclass(frozen=True)
class Sheets:
    """A sample with the paths of its sheets, and what those who read the codes must know of it.

    `strata` counts the units of each stratum of the corpus, 0 included. `naming` counts the passages that name their
    own outlet, `cut` those that are too long for a sheet.
    """

    sample: Sample
    paths: tuple[Path, ...]
    strata: Mapping[str, int]
    naming: int
    cut: int


def make_sheets(
    corpus: Corpus,
    coders: Sequence[str],
    *,
    n: int = 100,
    kind: UnitKind = "paragraph",
    by: Sequence[str] = (),
    overlap: float = 1.0,
    equal: bool = False,
    codebook: str | None = None,
    seed: int = 0,
    about: str = "",
) -> Sheets:
    """Draw a sample of a corpus and write the sheets of its coders to `data/coding/<corpus>/`.

    Arguments as in `sample.draw` and `sample.passages`; `codebook` is a name or a path, `about` says who codes.
    Raises `CodingError` if there is a sample already, or for settings that make no sense.
    """
    book, strata = codebook_of(corpus, codebook), strata_of(corpus, by)
    population = passages(corpus, kind)
    units = draw(population, strata, n, coders, overlap=overlap, equal=equal, seed=seed)
    texts = {(p.doc_id, p.start, p.end): p.text for p in population}
    drawn = {unit.unit_id: texts[unit.doc_id, unit.start, unit.end] for unit in units}
    sample = Sample(
        kind=kind,
        codebook=book.name,
        frames=tuple(frame.name for frame in book.frames),
        coders=tuple(coders),
        by=tuple(by),
        overlap=overlap,
        seed=seed,
        population=len(population),
        units=units,
        equal=equal,
        about=about,
    )
    files = sheet_files(sample, book, drawn)
    save_sample(corpus, sample)
    folder = folder_of(corpus)
    for name, data in files.items():
        write_atomically(folder / name, data)
    documents = corpus.documents
    outlets = dict(zip(documents["doc_id"], documents["outlet"].fillna("").str.casefold(), strict=True))
    names = [(outlets[unit.doc_id], drawn[unit.unit_id].casefold()) for unit in units]
    return Sheets(
        sample,
        tuple(folder / name for name in files),
        {
            stratum: sum(u.stratum == stratum for u in units)
            for stratum in sorted({strata[p.doc_id] for p in population})
        },
        naming=sum(bool(outlet) and outlet in text for outlet, text in names),
        cut=sum(len(text) > LONGEST for text in drawn.values()),
    )


def remarks(sheets: Sheets, *, restricted: bool) -> list[str]:
    """Return what a person must know about sheets, a line each."""
    sample, empty = sheets.sample, sum(count == 0 for count in sheets.strata.values())
    lines = [f"{len(sample.units)} of {sample.population} {sample.kind}s drawn from {len(sheets.strata)} strata"]
    lines.append("Give each coder their own file and the codebook; keep sample.json, the key to the ids, to yourself")
    if empty:
        lines.append(f"{empty} strata gave none: a larger sample, or --equal, would reach them")
    if sheets.naming:
        lines.append(f"{sheets.naming} passages name their own outlet: their coders can tell where they come from")
    if sheets.cut:
        lines.append(f"{sheets.cut} passages are cut after {LONGEST} characters, which a spreadsheet cell holds")
    if not has_xlsx():
        lines.append("no XLSX without openpyxl: pip install openpyxl")
    if restricted:
        lines.append("The texts are restricted: the sheets are for the coders' own machines, not to be passed on.")
    return lines


def sheet_files(sample: Sample, codebook: Codebook, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of a sample by name; `texts` gives the passage of each unit id.

    XLSX is among them where openpyxl is installed. Raises `CodingError` if a frame's name cannot be a column's.
    """
    for name in sample.frames:
        if name in (*HEAD, NONE, NOTE):
            raise CodingError(f"codebook {codebook.name!r}: a frame cannot be called {name!r} in a coding sheet")
    rules = [_CODEBOOK, *_codebook_rows(codebook)]
    files = {
        "codebook.csv": csv_bytes(rules, mark=True),
        "label-studio.xml": _label_studio_config(codebook).encode(),
        "doccano-labels.json": _json([{"text": name} for name in (*sample.frames, NONE)]),
    }
    header = (*HEAD, *sample.frames, NONE, NOTE)
    for coder in sample.coders:
        units = [(unit.unit_id, shown(texts[unit.unit_id])) for unit in sample.of(coder)]
        rows = [header, *((unit_id, coder, text, *[""] * (len(header) - len(HEAD))) for unit_id, text in units)]
        tasks = [{"data": {"unit_id": unit_id, "coder": coder, "passage": text}} for unit_id, text in units]
        lines = [{"text": text, "label": [], "unit_id": unit_id, "coder": coder} for unit_id, text in units]
        files[f"{coder}.csv"] = csv_bytes(rows, mark=True)
        if has_xlsx():
            files[f"{coder}.xlsx"] = _xlsx({"codes": rows, "codebook": rules})
        files[f"{coder}.label-studio.json"] = _json(tasks)
        files[f"{coder}.doccano.jsonl"] = b"".join(_json(line, indent=None) for line in lines)
    return files


def _codebook_rows(codebook: Codebook) -> list[tuple[str, ...]]:
    rows = [(f.name, f.title, f.definition, f.include, f.exclude, f.example) for f in codebook.frames]
    return [("", "How to code", HOW_TO_CODE, "", "", ""), *rows, (NONE, "None of the frames", "", "", "", "")]


def _json(value: object, indent: int | None = 1) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode("utf-8", "replace")


def _label_studio_config(codebook: Codebook) -> str:
    def rule(label: str, text: str) -> str:
        return f" {label}: {text}" if text else ""

    hints = [
        (f.name, f.definition + rule("Include", f.include) + rule("Exclude", f.exclude) + rule("Example", f.example))
        for f in codebook.frames
    ]
    choices = [
        f"    <Choice value={quoteattr(name)} hint={quoteattr(' '.join(shown(hint).split()))}/>"
        for name, hint in [*hints, (NONE, "None of the frames.")]
    ]
    return "\n".join(
        [
            "<View>",
            '  <Text name="passage" value="$passage"/>',
            '  <Choices name="frames" toName="passage" choice="multiple" required="true">',
            *choices,
            "  </Choices>",
            f'  <TextArea name="{NOTE}" toName="passage" placeholder="Doubts"/>',
            "</View>",
            "",
        ]
    )


def _xlsx(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(rows, 1):
            for c, text in enumerate(row, 1):
                cell = sheet.cell(r, c)
                if text:
                    # Set as a string, whatever it looks like: a cell that begins with = would become a formula.
                    cell.value, cell.data_type = escape(shown(text)), "s"
                cell.alignment = Alignment(vertical="top", wrap_text=r == 1 or len(text) > 20)
                cell.font = Font(bold=r == 1)
        for c, name in enumerate(rows[0], 1):
            wide = {"passage": 80, "definition": 60, "include": 40, "exclude": 40, "example": 40, NOTE: 40}
            sheet.column_dimensions[get_column_letter(c)].width = wide.get(name, 16)
        sheet.freeze_panes = "D2" if title == "codes" else "B2"
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(workbook: bytes) -> bytes:
    """Return the workbook without the times that the library writes into it, so that a seed gives the same bytes."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data: Any = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
