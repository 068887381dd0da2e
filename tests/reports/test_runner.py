"""A notebook ran to its end, or an error names the cell and the reason."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from corpuslib.reports import Job, ReportError, run_notebooks

FAILING = {
    "dies": ["x = 1", "import os\nos._exit(0)", "print('after')"],
    "exits": ["import sys\nsys.exit(0)", "print('after')"],
    "hangs": ["import time\ntime.sleep(300)"],
    "warns": ["import warnings\nwarnings.warn('old')"],
    "raises": ["1 / 0", "print('after')"],
    "tolerates": ["raise ValueError('let through by its tag')"],
    "skips": ["print('never')", "print('after')"],
}
TAGS = {"tolerates": "raises-exception", "skips": "skip-execution"}

SURROUNDINGS = """
import os, sys, time
print(sorted(k for k in os.environ if k.startswith("SECRET")), os.environ["HOME"] == os.path.expanduser("~"))
print(time.tzname[0], hash("a"), os.environ["LC_ALL"], sys.executable, os.getcwd())
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, make: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("note{books}")  # braces mean something to papermill
    jobs = []
    for name, sources in {**FAILING, "ends": ["print(seed)", "   ", SURROUNDINGS]}.items():
        notebook = make(*sources)
        if name in TAGS:
            notebook.cells[1].metadata["tags"] = [TAGS[name]]
        nbformat.write(notebook, folder / f"{name}.ipynb")
        jobs.append(Job(folder / f"{name}.ipynb", {"seed": 7} if name == "ends" else {}, timeout=6))
    seen: list[tuple[str, int, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_SETTING", "1")
        patch.setenv("TZ", "Asia/Tokyo")
        patch.setenv("PYTHONSTARTUP", str(folder / "startup.py"))
        found = run_notebooks(jobs, build=folder / "build", progress=lambda *event: seen.append(event))
    yield {result.job.name: result for result in found} | {"progress": seen, "build": folder / "build"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dies", r"dies.ipynb, code cell 3 \('import os'\): the kernel died"),
        ("exits", r"exits.ipynb, code cell 2 \('import sys'\): the cell left the notebook by sys.exit"),
        ("hangs", r"hangs.ipynb, code cell 2 \('import time'\): the cell ran longer than 6 s"),
        ("warns", r"warns.ipynb, code cell 2 \('import warnings'\): the cell wrote to stderr: .*UserWarning: old"),
        ("raises", r"raises.ipynb, code cell 2 \('1 / 0'\): ZeroDivisionError: division by zero"),
        ("tolerates", r"tolerates.ipynb, code cell 2 .*: ValueError: let through by its tag"),
        ("skips", r"skips.ipynb, code cell 2 \(\"print\('never'\)\"\): the cell did not run"),
    ],
)
def test_a_failure_names_the_notebook_the_cell_and_the_reason(results, name, message):
    assert results[name].notebook is None
    with pytest.raises(ReportError, match=message):
        raise results[name].error


def test_a_failed_notebook_is_kept_as_far_as_it_ran(results):
    kept = results["build"] / "failed" / "raises.ipynb"
    assert str(kept) in str(results["raises"].error)
    assert nbformat.read(kept, as_version=4).cells[-2].outputs


def test_no_scratch_is_left_behind(results):
    assert sorted(path.name for path in results["build"].iterdir()) == ["failed", "matplotlib"]


def test_others_run_to_their_end_with_their_parameters(results):
    assert results["ends"].error is None
    assert results["ends"].notebook.cells[2].outputs[0].text == "7\n"


def test_a_kernel_sees_none_of_the_users_surroundings(results):
    text = results["ends"].notebook.cells[-1].outputs[0].text
    assert text.splitlines()[0] == "[] True"
    zone, _, locale, executable, folder = text.splitlines()[1].split(" ", 4)
    assert (zone, locale, executable) == ("UTC", "C.UTF-8", sys.executable)
    assert Path(folder).parent.name == "build"


def test_progress_counts_the_code_cells_that_a_person_sees(results):
    assert [event for event in results["progress"] if event[0] == "ends"] == [
        ("ends", 0, 3),
        ("ends", 1, 3),
        ("ends", 2, 3),
        ("ends", 3, 3),
    ]


def test_two_notebooks_of_one_name_are_refused(write, tmp_path):
    path = write("same")
    with pytest.raises(ReportError, match="Two notebooks are named same"):
        run_notebooks([Job(path), Job(path)], build=tmp_path)


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"cells": 3}', "\x00"])
def test_a_file_that_is_no_notebook_is_named(tmp_path, content):
    path = tmp_path / "broken.ipynb"
    path.write_text(content)
    with pytest.raises(ReportError, match=r"broken\.ipynb: not a valid notebook"):
        run_notebooks([Job(path)], build=tmp_path / "build")


def test_a_missing_notebook_is_named(tmp_path):
    with pytest.raises(ReportError, match="there is no such notebook"):
        run_notebooks([Job(tmp_path / "gone.ipynb")], build=tmp_path / "build")
