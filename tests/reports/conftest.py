from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from corpuslib.reports import Job, ReportRun

PARAMETERS = 'corpus = "demo"\nseed: int = 3\nminimum = 0.5\noutlets = ["Harbour Post"]'


def build_notebook(
    *sources: str, parameters: str | None = PARAMETERS, tags: tuple[str, ...] = ("parameters",)
) -> NotebookNode:
    """A notebook of the given cells; one that begins with # and a space, or ##, is Markdown."""
    cells = [new_markdown_cell(s) if s.startswith(("# ", "## ")) else new_code_cell(s) for s in sources]
    if parameters is not None:
        cells.insert(0, new_code_cell(parameters, metadata={"tags": list(tags)}))
    return new_notebook(cells=cells)


@pytest.fixture(scope="session")
def make() -> Callable[..., NotebookNode]:
    return build_notebook


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, *sources: str, **options: Any) -> Path:
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(build_notebook(*sources, **options), path)
        return path

    return write


@pytest.fixture(scope="session")
def a_run() -> Callable[..., ReportRun]:
    """A run of one notebook of the given cells, all of it below one folder."""

    def a_run(folder: Path, *cells: str, **options: Any) -> ReportRun:
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(build_notebook(*cells), folder / "01_x.ipynb")
        job = Job(folder / "01_x.ipynb", {"seed": 4}, timeout=60)
        given = {"signature": {"seed": "4"}, "fingerprints": {"data": "d", "code": "c"}, "title": "Demo"} | options
        return ReportRun([job], project=folder, destination=folder / "reports", build=folder / "build", **given)

    return a_run
