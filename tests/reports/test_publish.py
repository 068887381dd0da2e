"""All files are published or none; what has not changed is left alone; the bytes are the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from corpuslib.reports import ReportError, ReportRun, build_reports, compare_folders, write_back
from corpuslib.reports.publish import _check

LEAKY = """
import os, tempfile, time, uuid
import corpuslib
import pandas as pd
import matplotlib.pyplot as plt
from corpuslib.reports import figure, note, table
frame = pd.DataFrame({"outlet": list({"Ember", "Nordvik Daily", "State Wire"}), "n": [3, 5, 8]})
table(frame, id="outlets", caption="In the order of a set")
"""
DRAWN = """
fig, ax = plt.subplots()
ax.plot(frame.n)
ax.set_title("Drawn at any time")
figure(fig, id="line", alt="A line that rises", caption="A line", data=frame)
"""
SAYS = """
print(object(), tempfile.gettempdir(), corpuslib.__file__, os.getcwd(), uuid.uuid4(), time.strftime("%Z"), flush=True)
frame.style
"""
CELLS = ["# Title\n\nSummary.", LEAKY, "## Drawn", DRAWN, SAYS, 'note("It rises.", id="f-rise")']


def quick(text: str = "note('Half.', id='f-half')") -> list[str]:
    return ["# Title", f"from corpuslib.reports import note, table, html\n{text}"]


# Run from elsewhere, in another process: the notebook lies there already.
PROGRAM = """
import sys
from pathlib import Path
from corpuslib.reports import Job, ReportRun, build_reports
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    job = Job(folder / "01_x.ipynb", {"seed": 4}, timeout=60)
    build_reports(ReportRun(
        [job], project=folder, destination=folder / "reports", build=folder / "build",
        signature={"seed": "4"}, fingerprints={"data": "d", "code": "c"}, title="Demo",
    ))
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def here(tmp_path_factory, a_run) -> ReportRun:
    run = a_run(tmp_path_factory.mktemp("here"), *CELLS)
    first = build_reports(run)
    assert first.ran == ("01_x",)
    return run


def test_a_report_an_index_and_the_tables_are_published(here):
    assert sorted(contents(here.destination)) == [
        "01_x.html",
        "index.html",
        "tables/01_x_line.csv",
        "tables/01_x_outlets.csv",
    ]


def test_a_run_elsewhere_gives_the_same_bytes(here, a_run, tmp_path):
    elsewhere = tmp_path / "an other {place}"
    a_run(elsewhere, *CELLS)
    settings = {
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "TZ": "Asia/Tokyo",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "99",
        "MPLBACKEND": "pdf",
        "OMP_NUM_THREADS": "2",
    }
    (tmp_path / ".config/matplotlib").mkdir(parents=True)
    (tmp_path / ".config/matplotlib/matplotlibrc").write_text("font.size: 30\n")
    command = [sys.executable, "-c", PROGRAM, str(elsewhere)]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **settings}, check=True, timeout=120)
    assert compare_folders(here.destination, elsewhere / "reports").describe() == ""


def test_an_unchanged_notebook_is_not_run_again_and_nothing_is_written(here):
    before = {p: p.stat().st_mtime_ns for p in here.destination.rglob("*")}
    again = build_reports(here)
    assert (again.ran, again.written, again.removed) == ((), (), ())
    assert {p: p.stat().st_mtime_ns for p in here.destination.rglob("*")} == before


def test_a_page_that_somebody_edited_is_restored_without_a_run(here):
    before = contents(here.destination)
    (here.destination / "index.html").write_text("edited")
    (here.destination / "tables/01_x_line.csv").unlink()
    again = build_reports(here)
    assert again.ran == () and again.written == ("index.html", "tables/01_x_line.csv")
    assert contents(here.destination) == before


def test_a_table_that_the_notebook_no_longer_makes_is_removed_and_other_files_stay(here):
    (here.destination / "tables/01_x_old.csv").write_text("a\n")
    (here.destination / "tables/other.csv").write_text("a\n")
    assert build_reports(here).removed == ("tables/01_x_old.csv",)
    assert (here.destination / "tables/other.csv").exists()
    (here.destination / "tables/other.csv").unlink()


def test_a_new_signature_changes_the_page_and_runs_nothing(here):
    changed = build_reports(replace(here, signature={"seed": "4", "lock": "new"}))
    assert changed.ran == () and changed.written == ("01_x.html", "index.html")
    build_reports(here)


@pytest.fixture(scope="module")
def published(tmp_path_factory, a_run) -> ReportRun:
    run = a_run(tmp_path_factory.mktemp("published"), *quick())
    build_reports(run)
    return run


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1 / 0", "01_x.ipynb, code cell 2 .*ZeroDivisionError(.|\n)*left as they were"),
        ("html('<script>1</script>', id='h', caption='c')", "01_x.html: line .*<script> is not allowed"),
    ],
)
def test_a_failed_run_or_check_leaves_the_published_report_in_place(published, a_run, cell, problem):
    before = contents(published.destination)
    broken = a_run(published.destination.parent, *quick(cell))
    with pytest.raises(ReportError, match=problem):
        build_reports(broken)
    assert contents(published.destination) == before


WORDS = "the clerk had counted every stamp in the drawer twice that morning"


def test_more_than_eight_words_of_a_restricted_text_are_not_published(a_run, tmp_path):
    run = a_run(tmp_path, *quick(f"note({WORDS!r}, id='x')"), restricted=[f"Before dawn {WORDS}, he said."])
    with pytest.raises(ReportError, match=r"01_x\.html: shows more than 8 words in a row"):
        build_reports(run)
    assert not run.destination.exists()


def test_a_table_is_held_to_the_same_limit():
    with pytest.raises(ReportError, match=r"tables/t\.csv: shows more than 8 words in a row"):
        _check({"tables/t.csv": f"text\n{WORDS}\n"}, [f"Before dawn {WORDS}, he said."])


def executed(tmp_path: Path, a_run, seed: int) -> Path:
    """What a run with a seed leaves, without a kernel."""
    notebook = nbformat.read(a_run(tmp_path, *quick()).jobs[0].notebook, as_version=4)
    notebook.cells.insert(
        1, new_code_cell(f"# Parameters\nseed = {seed}\n", metadata={"tags": ["injected-parameters"]})
    )
    for count, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        cell.execution_count = count + 1
    nbformat.write(notebook, tmp_path / "executed.ipynb")
    return tmp_path / "executed.ipynb"


def test_a_committed_notebook_is_given_its_outputs_once(a_run, tmp_path):
    done, committed = executed(tmp_path, a_run, seed=3), tmp_path / "01_x.ipynb"
    assert write_back(done, committed)
    assert not write_back(done, committed)
    written = nbformat.read(committed, as_version=4)
    assert [c.execution_count for c in written.cells if c.cell_type == "code"] == [1, 2]


def test_outputs_of_other_parameters_are_not_written_back(a_run, tmp_path):
    done, committed = executed(tmp_path, a_run, seed=4), tmp_path / "01_x.ipynb"
    before = committed.read_bytes()
    with pytest.raises(ReportError, match="seed = 4, which is not the default"):
        write_back(done, committed)
    assert committed.read_bytes() == before


def test_changed_code_data_or_source_runs_the_notebook_again(published, a_run, monkeypatch):
    asked = []
    monkeypatch.setattr("corpuslib.reports.publish.run_notebooks", lambda jobs, **_: asked.append(jobs) or [])
    monkeypatch.setattr("corpuslib.reports.publish._render", lambda run, executed: {})
    folder = published.destination.parent
    variants = [
        a_run(folder, *quick(), fingerprints={"data": "other", "code": "c"}),
        replace(published, jobs=[replace(published.jobs[0], parameters={"seed": 5})]),
    ]
    for variant in variants:
        stale = (variant.build / "state.json").read_text()
        build_reports(variant)
        (variant.build / "state.json").write_text(stale)
    a_run(folder, *quick("print(2)"))
    build_reports(published)
    assert [[job.name for job in jobs] for jobs in asked] == [["01_x"]] * 3
