"""A difference between two folders is found to the byte and shown readably."""

from __future__ import annotations

import pytest

from corpuslib.reports import compare_folders


@pytest.fixture
def folders(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "tables").mkdir(parents=True)
        (tmp_path / name / "index.html").write_bytes(b"<p>one</p>\n<p>two</p>\n")
    return tmp_path / "a", tmp_path / "b"


def test_equal_folders_are_the_same(folders):
    found = compare_folders(*folders)
    assert found.same and found.describe() == ""


def test_missing_and_extra_files_are_listed(folders):
    (folders[0] / "tables" / "x.csv").write_text("a")
    (folders[1] / "y.html").write_text("a")
    found = compare_folders(*folders)
    assert not found.same and found.missing == ("tables/x.csv",) and found.extra == ("y.html",)
    assert "missing: tables/x.csv" in found.describe() and "extra: y.html" in found.describe()


def test_a_changed_line_is_shown(folders):
    (folders[1] / "index.html").write_bytes(b"<p>one</p>\n<p>TWO</p>\n")
    diff = compare_folders(*folders).different["index.html"]
    assert "  -<p>two</p>" in diff and "  +<p>TWO</p>" in diff


def test_a_change_in_a_very_long_line_is_shown_where_it_is(folders):
    for folder, word in zip(folders, ("0x1", "0x2"), strict=True):
        (folder / "index.html").write_text("x" * 50_000 + word + "y" * 50_000)
    diff = compare_folders(*folders).different["index.html"]
    assert "0x1" in diff and "0x2" in diff and len(diff) < 2000


def test_a_large_difference_is_cut(folders):
    for folder in folders:
        (folder / "index.html").write_text("".join(f"{folder.name} {n}\n" for n in range(5000)))
    diff = compare_folders(*folders).different["index.html"]
    assert diff.count("\n") == 40 and "more lines" in diff


@pytest.mark.parametrize(("after", "said"), [(b"\xff\xfe", "not text"), (b"<p>one</p>\r\n<p>two</p>\r\n", "line ends")])
def test_other_differences_are_named(folders, after, said):
    (folders[1] / "index.html").write_bytes(after)
    assert said in compare_folders(*folders).different["index.html"]
