"""The gold annotation of the demo corpus points where it says, and its words are those of its README."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent / "gold"


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_check", FOLDER / "check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_passage_stands_where_the_annotation_says(check: ModuleType) -> None:
    assert check.all_faults() == []


def test_every_table_of_the_schema_has_rows(check: ModuleType) -> None:
    assert [table for table, rows in check.counts().items() if not rows] == []


def test_the_readme_gives_the_number_of_rows_in_each_table(check: ModuleType) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    stated = {name: int(rows) for name, rows in re.findall(r"^\| `(\w+)` \| (\d+) \|", readme, re.MULTILINE)}
    assert stated == check.counts()


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("segments", '"start": ', '"start": 1', "has "),
        ("segments", '"kind": "headline"', '"kind": "banner"', "kind must not be 'banner'"),
        ("metadata", '"file": "001', '"file": "999', "there is no document 999"),
        ("dates", '"role": "', '"rule": "', "missing or unknown"),
        ("files", '"sha256": "', '"sha256": "0', "has changed since it was annotated"),
    ],
)
def test_a_fault_is_found(
    check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, old: str, new: str, message: str
) -> None:
    shutil.copytree(check.GOLD, tmp_path / "demo")
    monkeypatch.setattr(check, "GOLD", tmp_path / "demo")
    path = tmp_path / "demo" / f"{table}.jsonl"
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8", newline="\n")
    assert any(message in fault for fault in check.faults(table))


def test_a_line_without_a_segment_is_found(check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(check.GOLD, tmp_path / "demo")
    monkeypatch.setattr(check, "GOLD", tmp_path / "demo")
    check.write("segments", check.read("segments")[1:])
    assert [fault for fault in check.faults("segments") if "leaves out" in fault]


def test_a_byte_that_is_not_utf_8_is_read_as_windows_1252_in_a_mixed_file(
    check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "CORPUS", tmp_path)
    (tmp_path / "mixed.txt").write_bytes("é “a”\r\n".encode() + "é “a”\r\n".encode("cp1252"))
    assert check.text_as_found("mixed.txt", check.MIXED) == "é “a”\r\n" * 2
