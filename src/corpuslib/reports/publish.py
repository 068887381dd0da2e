"""Run the notebooks of a corpus, export, check, and publish all files or none."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.reports.checks import check_csv, check_html, check_links, check_rights, visible_text
from corpuslib.reports.errors import ReportError
from corpuslib.reports.parameters import require_defaults
from corpuslib.reports.runner import Job, Progress, read_notebook, run_notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Published", "ReportRun", "build_reports", "write_back"]

_MAX_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class ReportRun:
    """All that decides the bytes of one corpus's reports.

    `signature` is shown on every page, in its order. `fingerprints` are hashes of what a notebook's result
    depends on beside its own source and parameters: data, code, lock. `restricted` holds texts of which no
    more than 8 words in a row may be shown. `build` is git-ignored and belongs to this corpus alone.
    `project` is the folder that holds everything: output that names a file below it shows "$PROJECT".
    """

    jobs: Sequence[Job]
    title: str
    project: Path
    destination: Path
    build: Path
    signature: Mapping[str, str]
    fingerprints: Mapping[str, str]
    summary: str = ""
    restricted: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did. Paths are relative to the destination and sorted.

    `executed` maps the name of each notebook to where it lies executed and normalised, with the cell that
    papermill adds; `ran` names those that had to run.
    """

    ran: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    executed: Mapping[str, Path]


def build_reports(run: ReportRun, *, workers: int = 2, progress: Progress | None = None) -> Published:
    """Bring `run.destination` up to date: HTML for each notebook, an index, and `tables/*.csv`.

    A notebook whose key has not changed is not run again. Everything is made in `run.build` and checked;
    if a notebook fails or a check finds a problem, `ReportError` lists all of them and nothing in the
    destination changes. A file whose bytes are the same is left alone.
    """
    run.build.mkdir(parents=True, exist_ok=True)
    state = _State.load(run.build / "state.json")
    keys = {job.name: _key(run, job) for job in run.jobs}
    executed = {name: run.build / "executed" / f"{name}.ipynb" for name in keys}
    stale = [job for job in run.jobs if not _is_current(job.name, keys, state, executed)]
    page_key = _digest([keys, run.title, run.summary, dict(run.signature), _digest(list(run.restricted))])
    if not stale and state.page_key == page_key and _is_as_left(run.destination, state.files, set(keys)):
        return Published((), (), (), executed)
    _run_stale(run, stale, executed, keys, state, workers, progress)
    files = _render(run, executed)
    _check(files, run.restricted)
    outdated = _outdated(run.destination, files, set(keys), state.files)
    written = _replace(run.destination, run.build, files)
    for path in outdated:
        (run.destination / path).unlink()
    state.page_key = page_key
    state.files = {path: _hash(content.encode("utf-8")) for path, content in files.items()}
    state.save()
    return Published(tuple(job.name for job in stale), tuple(written), tuple(outdated), executed)


def write_back(executed: Path, notebook: Path) -> bool:
    """Give a committed notebook the outputs of its run with default parameters; whether its bytes changed.

    `executed` is a path from `Published.executed`. Raises `ReportError` where the run had other parameters
    than the defaults that stand in the notebook, since code and outputs would disagree.
    """
    from corpuslib.reports.normalise import dump_notebook, executed_notebook

    source = read_notebook(executed)
    require_defaults(source, notebook.name)
    content = dump_notebook(executed_notebook(source))
    if notebook.is_file() and notebook.read_bytes() == content.encode("utf-8"):
        return False
    _write(notebook, content)
    return True


def _key(run: ReportRun, job: Job) -> str:
    """A hash of all that a notebook's result depends on; outputs in the notebook file do not count."""
    notebook = read_notebook(job.notebook)
    cells = [[cell.cell_type, cell.source, cell.metadata.get("tags", [])] for cell in notebook.cells]
    own = [cells, dict(job.parameters), dict(job.environment)]
    return _digest([own, dict(run.fingerprints)])


def _digest(value: Any) -> str:
    return _hash(json.dumps(value, sort_keys=True, default=str).encode("utf-8", "replace"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(slots=True)
class _State:
    """What the last run left: a key for each notebook, and a hash for each file it ran to or published."""

    path: Path
    page_key: str = ""
    notebooks: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> _State:
        try:
            found = json.loads(path.read_text("utf-8"))
            return cls(path, found["page_key"], found["notebooks"], found["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return cls(path)  # no state or a damaged one: everything runs again

    def save(self) -> None:
        state = {"page_key": self.page_key, "notebooks": self.notebooks, "files": self.files}
        _write(self.path, json.dumps(state, indent=1, sort_keys=True) + "\n")


def _is_current(name: str, keys: Mapping[str, str], state: _State, executed: Mapping[str, Path]) -> bool:
    try:
        content = executed[name].read_bytes()
    except OSError:
        return False
    return state.notebooks.get(name) == [keys[name], _hash(content)]


def _is_as_left(destination: Path, files: Mapping[str, str], names: set[str]) -> bool:
    """Whether the destination holds what the last run published, and no table beside."""
    paths = {path: destination / path for path in files}
    found = {path: _hash(file.read_bytes()) for path, file in paths.items() if file.is_file()}
    return found == files and not _outdated(destination, files, names, {})


def _run_stale(
    run: ReportRun,
    stale: Sequence[Job],
    executed: Mapping[str, Path],
    keys: Mapping[str, str],
    state: _State,
    workers: int,
    progress: Progress | None,
) -> None:
    if not stale:
        return
    from corpuslib.reports.normalise import dump_notebook, local_paths, normalise

    project = {str(path): "$PROJECT" for path in (run.project.absolute(), run.project.resolve())}

    errors = []
    for result in run_notebooks(stale, build=run.build, workers=workers, progress=progress):
        name = result.job.name
        if result.notebook is None:
            errors.append(str(result.error))
            continue
        content = dump_notebook(normalise(result.notebook, local_paths() | project | dict(result.folders)))
        _write(executed[name], content)
        state.notebooks[name] = [keys[name], _hash(content.encode("utf-8"))]
    state.save()  # what ran need not run again when another notebook failed
    if errors:
        raise ReportError("\n".join([*errors, "The reports published before are left as they were."]))


def _render(run: ReportRun, executed: Mapping[str, Path]) -> dict[str, str]:
    """All files to publish: relative path to content."""
    from corpuslib.reports.export import artefacts, describe_notebook, export_html, index_html, table_path

    files: dict[str, str] = {}
    entries = []
    for name, path in executed.items():
        notebook: NotebookNode = read_notebook(path)
        for item in artefacts(notebook, name):
            if item.csv is not None:
                files[table_path(name, item.id)] = item.csv
        files[f"{name}.html"] = export_html(notebook, name=name, corpus_title=run.title, signature=run.signature)
        entries.append(describe_notebook(notebook, name))
    files["index.html"] = index_html(
        corpus_title=run.title, entries=entries, signature=run.signature, summary=run.summary
    )
    return files


def _check(files: Mapping[str, str], restricted: Sequence[str]) -> None:
    problems: list[str] = []
    for path, content in files.items():
        is_page = path.endswith(".html")
        problems += [f"{path}: {p}" for p in (check_html(content) if is_page else check_csv(content))]
        if restricted:
            shown = visible_text(content) if is_page else content
            problems += [
                f"{path}: shows more than 8 words in a row of a restricted text: {run[:200]!r}"
                for run in check_rights(shown, restricted)
            ]
    problems += check_links({p: c for p, c in files.items() if p.endswith(".html")}, files)
    if problems:
        more = len(problems) - _MAX_PROBLEMS
        listed = problems[:_MAX_PROBLEMS] + ([f"… and {more} more"] if more > 0 else [])
        raise ReportError("\n".join(["Nothing was published; the reports have problems:", *listed]))


def _outdated(destination: Path, files: Mapping[str, str], names: set[str], before: Mapping[str, str]) -> list[str]:
    """Files of these notebooks, or of the last run, that this run no longer makes."""
    tables = {path.relative_to(destination).as_posix() for path in destination.glob("tables/*.csv")}
    ours = {path for path in tables if any(path.startswith(f"tables/{name}_") for name in names)}
    existing = {path for path in before if (destination / path).is_file()}
    return sorted((ours | existing) - files.keys())


def _replace(destination: Path, build: Path, files: Mapping[str, str]) -> list[str]:
    """Write all files beside the destination first, then move those that differ into place."""
    staging = Path(tempfile.mkdtemp(prefix="staging-", dir=build))
    try:
        written = []
        for path, content in sorted(files.items()):
            target = destination / path
            if target.is_file() and target.read_bytes() == content.encode("utf-8"):
                continue
            _write(staging / path, content)
            written.append(path)
        # The pages come after the tables they link to, the index after the pages it lists.
        for path in sorted(written, key=lambda p: (p == "index.html", p.endswith(".html"), p)):
            (destination / path).parent.mkdir(parents=True, exist_ok=True)
            _move(staging / path, destination / path)
        return written
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError:  # build/ and reports/ on two file systems
        _write(target, source.read_text("utf-8"))


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(content, encoding="utf-8", newline="\n")
    temporary.replace(path)
