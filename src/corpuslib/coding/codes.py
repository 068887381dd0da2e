"""Checks returned sheets against the sample and keeps the codes, one row a unit, coder and frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpuslib.coding.returned import Returned, read_sheet
from corpuslib.coding.sample import (
    CodingError,
    Passage,
    Sample,
    SampledUnit,
    check_of,
    codes_folder,
    load_sample,
    passages,
    shown,
)
from corpuslib.coding.sheets import NONE, csv_bytes, unescape
from corpuslib.corpus import Corpus
from corpuslib.intake import write_atomically

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CODES_FILE",
    "Checked",
    "Code",
    "CodedPassages",
    "anchored",
    "check",
    "coded_passages",
    "coded_units",
    "has_codes",
    "import_sheets",
    "load_codes",
]

CODES_FILE = "codes.csv"
_YES = frozenset(["1", "x", "yes", "true"])
_NO = frozenset(["0", "no", "false"])


@dataclass(frozen=True, slots=True)
class Code:
    """Whether a coder sees a frame in a unit: `value` is 1 or 0. `start` and `end` point into the clean text."""

    unit_id: str
    doc_id: str
    start: int
    end: int
    coder: str
    frame: str
    value: int
    note: str = ""


_COLUMNS = tuple(field.name for field in fields(Code))


@dataclass(frozen=True, slots=True)
class Checked:
    """What sheets hold: the codes, what is wrong with them, and which units are not coded yet.

    Every message begins with file and row, or with the coder where a row is missing.
    """

    codes: tuple[Code, ...]
    problems: tuple[str, ...]
    not_coded: tuple[str, ...]


def check(sample: Sample, rows: Iterable[Returned]) -> Checked:
    """Check returned rows against the sample, row by row.

    A problem is: a unit or coder that the sample does not know, a unit that is not this coder's, a unit twice, a
    changed passage, an unknown frame, a mark that is neither 1 nor 0, `none` beside a frame. A row of a unit
    without marks, and a unit without a row, are not coded yet. A row with a problem gives no code.
    """
    units = {unit.unit_id: unit for unit in sample.units}
    seen: dict[tuple[str, str], str] = {}
    codes: list[Code] = []
    problems: list[str] = []
    not_coded: list[str] = []
    coders: set[str] = set()
    for row in rows:
        unit = units.get(row.unit_id)
        faults = _misplaced(sample, unit, row, seen)
        if unit is not None and not faults:
            coders.add(row.coder)
            seen[row.coder, row.unit_id] = row.where
            faults = _faults(sample, unit, row)
            values = _values(sample, row)
            if values and not faults:
                place = (unit.unit_id, unit.doc_id, unit.start, unit.end, row.coder)
                codes += [Code(*place, frame, values[frame], row.note) for frame in sample.frames]
            elif not faults:
                not_coded.append(f"{row.where}: {row.unit_id} is not coded yet")
        problems += [f"{row.where}: {fault}" for fault in faults]
    missing = [(coder, u.unit_id) for coder in sorted(coders) for u in sample.of(coder)]
    not_coded += [f"{coder}: {unit_id} has no row" for coder, unit_id in missing if (coder, unit_id) not in seen]
    return Checked(tuple(codes), tuple(problems), tuple(not_coded))


def _misplaced(
    sample: Sample, unit: SampledUnit | None, row: Returned, seen: Mapping[tuple[str, str], str]
) -> list[str]:
    if unit is None:
        return [f"the unit {row.unit_id!r} is not of this sample"]
    if row.coder not in sample.coders:
        return [f"the coder {row.coder!r} is not of this sample; its coders are {', '.join(sample.coders)}"]
    if row.coder not in unit.coders:
        return [f"the unit {row.unit_id} is not one of {row.coder}'s"]
    if (row.coder, row.unit_id) in seen:
        return [f"the unit {row.unit_id} is coded twice by {row.coder}, first in {seen[row.coder, row.unit_id]}"]
    return []


def _faults(sample: Sample, unit: SampledUnit, row: Returned) -> list[str]:
    faults = []
    if check_of(row.passage) != unit.check:
        faults.append(f"the passage of {unit.unit_id} was changed; put the text of the sheet back")
    known = (*sample.frames, NONE)
    marked = {name: mark.strip() for name, mark in row.marks.items() if mark.strip()}
    for name, mark in marked.items():
        if name not in known:
            faults.append(f"unknown frame {name!r}; the codebook {sample.codebook!r} has {', '.join(known)}")
        elif mark.lower() not in _YES | _NO:
            faults.append(f"{mark!r} under {name!r} is neither 1 nor 0")
    present = [name for name, mark in marked.items() if mark.lower() in _YES and name != NONE]
    if present and marked.get(NONE, "").lower() in _YES:
        faults.append(f"{NONE!r} is marked beside {present[0]!r}; decide for one")
    return faults


def _values(sample: Sample, row: Returned) -> dict[str, int]:
    """Return 1 or 0 for each frame, or nothing for a row that is not coded.

    Blank cells are 0 once something was marked; zeros alone are a code only where none is left blank.
    """
    marks = {name: row.marks.get(name, "").strip().lower() for name in (*sample.frames, NONE)}
    zeros = all(marks[frame] in _NO for frame in sample.frames)
    if not zeros and not any(mark in _YES for mark in marks.values()):
        return {}
    return {frame: int(marks[frame] in _YES) for frame in sample.frames}


def import_sheets(corpus: Corpus, files: Sequence[Path]) -> Checked:
    """Read coded sheets, check them, and write `codes.csv` if there is no problem.

    A coder's earlier code of a unit is replaced; whatever the files do not code stays as it was. Raises
    `CodingError` if a file cannot be read, or if there is no sample.
    """
    sample = load_sample(corpus)
    checked = check(sample, (row for file in files for row in read_sheet(file, sample.frames)))
    if checked.codes and not checked.problems:
        new = {(code.coder, code.unit_id) for code in checked.codes}
        path = codes_folder(corpus) / CODES_FILE
        earlier = load_codes(corpus) if path.exists() else []
        kept = [code for code in earlier if (code.coder, code.unit_id) not in new]
        order = {frame: n for n, frame in enumerate(sample.frames)}
        codes = sorted([*kept, *checked.codes], key=lambda c: (c.unit_id, c.coder, order.get(c.frame, -1)))
        write_atomically(path, csv_bytes([_COLUMNS, *(astuple(code) for code in codes)]))
    return checked


def has_codes(corpus: Corpus) -> bool:
    """Say whether codes of a corpus were imported, or are published with it."""
    return (codes_folder(corpus) / CODES_FILE).is_file()


def load_codes(corpus: Corpus) -> list[Code]:
    """Return the codes of a corpus. Raises `CodingError` if nothing was imported or the file was damaged."""
    path = codes_folder(corpus) / CODES_FILE
    try:
        text = path.read_text(encoding="utf-8")
        records = list(csv.reader(io.StringIO(text, newline="")))
        if tuple(records[0]) != _COLUMNS:
            raise ValueError(f"its columns are {records[0]}")
        return [_code([unescape(cell) for cell in record]) for record in records[1:]]
    except FileNotFoundError as error:
        raise CodingError(
            f"no codes of corpus {corpus.name!r}; read sheets with `corpuslib code import {corpus.name} FILE…`"
        ) from error
    except (OSError, ValueError, TypeError, IndexError, csv.Error) as error:
        raise CodingError(f"{path} is damaged ({error}); import the sheets again after deleting it") from error


def _code(record: Sequence[str]) -> Code:
    unit_id, doc_id, start, end, coder, frame, value, note = record
    if value not in ("0", "1"):
        raise ValueError(f"the value {value!r} is neither 1 nor 0")
    return Code(unit_id, doc_id, int(start), int(end), coder, frame, int(value), note)


def anchored(corpus: Corpus, sample: Sample) -> dict[str, Passage]:
    """Return the passage of each sampled unit as the corpus has it now; units whose words changed are left out.

    A passage that only moved, because cleaning changed something before it, is found by its words.
    """
    places: dict[tuple[str, int, int], Passage] = {}
    words: dict[tuple[str, str], Passage] = {}
    for passage in passages(corpus, sample.kind):
        places[passage.doc_id, passage.start, passage.end] = passage
        words.setdefault((passage.doc_id, check_of(shown(passage.text))), passage)
    found = {}
    for unit in sample.units:
        here = places.get((unit.doc_id, unit.start, unit.end))
        same = here if here and check_of(shown(here.text)) == unit.check else words.get((unit.doc_id, unit.check))
        if same is not None:
            found[unit.unit_id] = same
    return found


class CodedPassages(NamedTuple):
    """Every passage of the kind that was sampled, its unit id where it was drawn, and what its coders saw.

    `codes` is passages × frames: the mean of the coders, NaN where nobody coded.
    """

    sample: Sample
    passages: tuple[Passage, ...]
    unit_ids: tuple[str | None, ...]
    codes: pd.DataFrame


def coded_passages(corpus: Corpus) -> CodedPassages:
    """Return the passages of a corpus with their codes. Codes of passages whose words changed since are left out.

    Raises `CodingError` if there is no sample or no code.
    """
    import pandas as pd

    sample, codes = load_sample(corpus), load_codes(corpus)
    values: dict[tuple[str, str], list[int]] = {}
    for code in codes:
        values.setdefault((code.unit_id, code.frame), []).append(code.value)
    drawn = {passage: unit_id for unit_id, passage in anchored(corpus, sample).items()}
    every = tuple(passages(corpus, sample.kind))
    unit_ids = tuple(drawn.get(passage) for passage in every)
    given = [[values.get((unit_id or "", frame), []) for frame in sample.frames] for unit_id in unit_ids]
    means = [[sum(cell) / len(cell) if cell else float("nan") for cell in row] for row in given]
    return CodedPassages(sample, every, unit_ids, pd.DataFrame(means, columns=list(sample.frames), dtype=float))


def coded_units(corpus: Corpus, frame: str) -> pd.DataFrame:
    """Return every passage of the kind that was sampled, with the code of a frame: what `prediction_powered` takes.

    Columns: doc_id, start, end, text, code: the mean of its coders, NaN where nobody coded it. Raises `CodingError`
    if there are no codes, or none of this frame.
    """
    import pandas as pd

    found = coded_passages(corpus)
    if frame not in found.sample.frames:
        raise CodingError(f"no frame {frame!r} in the sample; it has {', '.join(found.sample.frames)}")
    rows = [(p.doc_id, p.start, p.end, p.text) for p in found.passages]
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "text"]).assign(code=found.codes[frame])
