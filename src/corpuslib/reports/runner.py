"""Run notebooks with papermill, and let no failure through.

papermill ignores parameters that do not exist, calls every cell completed after the kernel died, and is
content when a cell left by `sys.exit(0)`. Here a notebook either ran to its end, every cell in order and
with nothing on stderr, or a `ReportError` names the cell and the reason.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.reports.environment import kernel_environment, make_private_folders, prepare_figures
from corpuslib.reports.errors import ReportError
from corpuslib.reports.parameters import INJECTED, check_parameters

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Job", "Progress", "Result", "read_notebook", "run_notebooks"]

Progress = Callable[[str, int, int], None]
"""Called as `progress(name, cells_done, cells)`, from the threads that run notebooks."""

_ANSI = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_START_TIMEOUT = 60  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """One notebook to run, with its parameters.

    `timeout` is in seconds and for each cell; `environment` adds variables to the pinned ones.
    """

    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    timeout: float = 600
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The notebook's name without folder and ending: `01_corpus`."""
        return self.notebook.stem


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: the executed notebook, or the error.

    `folders` maps folders that the kernel saw and that are others on each run to words that stand for them.
    """

    job: Job
    notebook: NotebookNode | None = None
    error: ReportError | None = None
    folders: Mapping[str, str] = field(default_factory=dict)


def read_notebook(path: Path) -> NotebookNode:
    """Read and validate a notebook of format 4, as the newest minor version."""
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        notebook = nbformat.v4.upgrade(notebook)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise ReportError(f"{path}: there is no such notebook.") from None
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ReportError(f"{path}: not a valid notebook: {reason}") from None
    return notebook


def run_notebooks(
    jobs: Sequence[Job], *, build: Path, workers: int = 2, progress: Progress | None = None
) -> list[Result]:
    """Run the jobs, `workers` at a time, in threads of this process; results are in the order of the jobs.

    `build` is a git-ignored folder for scratch and for notebooks that failed. All parameters are checked
    before anything starts, so a misspelt one raises `ReportError` at once. A failure while a notebook runs
    is in its `Result`; the others go on.
    """
    _require_distinct(jobs)
    notebooks = [read_notebook(job.notebook) for job in jobs]
    for job, notebook in zip(jobs, notebooks, strict=True):
        check_parameters(notebook, job.parameters, job.notebook.name)
    if not jobs:
        return []
    build.mkdir(parents=True, exist_ok=True)
    prepare_figures(_figures(build))
    kernels = _Kernels()
    executor = ThreadPoolExecutor(max_workers=max(1, workers), thread_name_prefix="notebook")
    try:
        futures = [
            executor.submit(_result, job, notebook, build, kernels, progress)
            for job, notebook in zip(jobs, notebooks, strict=True)
        ]
        return [future.result() for future in futures]
    except BaseException:
        kernels.kill()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _require_distinct(jobs: Sequence[Job]) -> None:
    names = [job.name for job in jobs]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            raise ReportError(f"Two notebooks are named {name}; their reports would overwrite each other.")


def _figures(build: Path) -> Path:
    folder = (build / "matplotlib").absolute()
    folder.mkdir(exist_ok=True)
    return folder


class _Kernels:
    """The kernels that run now, so that an interrupt ends them at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: set[int] = set()
        self._stopped = False

    def add(self, process: int) -> None:
        with self._lock:
            self._processes.add(process)
            stopped = self._stopped
        if stopped:
            _kill(process)

    def discard(self, process: int) -> None:
        with self._lock:
            self._processes.discard(process)

    def kill(self) -> None:
        with self._lock:
            self._stopped = True
            processes = sorted(self._processes)
        for process in processes:
            _kill(process)


def _kill(process: int) -> None:
    with suppress(OSError):
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))


def _result(job: Job, notebook: NotebookNode, build: Path, kernels: _Kernels, progress: Progress | None) -> Result:
    try:
        executed, scratch = _run(job, notebook, build, kernels, progress)
        return Result(job, notebook=executed, folders={str(scratch): "$SCRATCH"})
    except ReportError as error:
        return Result(job, error=error)


def _run(
    job: Job, notebook: NotebookNode, build: Path, kernels: _Kernels, progress: Progress | None
) -> tuple[NotebookNode, Path]:
    from corpuslib.reports.kernel import KernelSettings, execute

    kept = build / "failed" / f"{job.name}.ipynb"
    kept.unlink(missing_ok=True)
    position = _Position(job, notebook, progress)
    with _scratch(build, job.name) as scratch:
        environment = kernel_environment(scratch, figures=_figures(build)) | dict(job.environment)
        make_private_folders(environment)
        output = scratch / "executed.ipynb"
        settings = KernelSettings(environment, scratch, job.timeout, _START_TIMEOUT, kernels.add, kernels.discard)
        try:
            executed = execute(
                notebook,
                output,
                parameters={key: job.parameters[key] for key in sorted(job.parameters)},
                settings=settings,
                cell_starts=position.start,
            )
            _require_complete(executed, job.notebook.name)
        except Exception as error:
            saved = _keep(output, kept)
            raise ReportError(position.describe(error) + saved) from error
    position.finish()
    return executed, scratch


@contextmanager
def _scratch(build: Path, name: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=build)).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(output: Path, kept: Path) -> str:
    if not output.exists():
        return ""
    kept.parent.mkdir(parents=True, exist_ok=True)
    output.replace(kept)
    return f"\nThe notebook as far as it ran: {kept}"


class _Position:
    """Where a run stands: counts code cells for the progress bar and names the cell in a message."""

    def __init__(self, job: Job, notebook: NotebookNode, progress: Progress | None) -> None:
        self._job = job
        self._progress = progress
        self._total = sum(_is_counted(cell) for cell in notebook.cells)
        self._started = 0
        self._cell: NotebookNode | None = None

    def start(self, cell: NotebookNode) -> None:
        if not _is_counted(cell):
            return
        self._cell = cell
        self._report(self._started)
        self._started += 1

    def finish(self) -> None:
        self._report(self._total)

    def _report(self, done: int) -> None:
        if self._progress is not None:
            self._progress(self._job.name, done, self._total)

    def describe(self, error: Exception) -> str:
        if isinstance(error, ReportError):
            return str(error)
        name = self._job.notebook.name
        if self._cell is None:
            return f"{name}: the kernel did not start: {_first_line(str(error))}"
        return f"{_named(name, self._started, self._cell)}: {_reason(error, self._cell, self._job.timeout)}"


def _is_runnable(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "code" and cell.source.strip())


def _is_counted(cell: NotebookNode) -> bool:
    # The cell that papermill adds is not in the notebook that a person has open.
    return _is_runnable(cell) and INJECTED not in cell.metadata.get("tags", ())


def _reason(error: Exception, cell: NotebookNode, timeout: float) -> str:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    if isinstance(error, CellTimeoutError):
        return f"the cell ran longer than {timeout:g} s and was stopped."
    if isinstance(error, DeadKernelError):
        return "the kernel died (out of memory, or the process ended itself)."
    failure = _failure(cell)
    return failure or f"{type(error).__name__}: {_first_line(str(error))}"


def _require_complete(notebook: NotebookNode, name: str) -> None:
    """Raise for the first code cell that failed, wrote to stderr, or did not run."""
    number = last = 0
    for cell in filter(_is_runnable, notebook.cells):
        number += _is_counted(cell)
        failure = _failure(cell)
        if failure:
            raise ReportError(f"{_named(name, number, cell)}: {failure}")
        count = cell.get("execution_count")
        if not isinstance(count, int) or count <= last:
            raise ReportError(f"{_named(name, number, cell)}: the cell did not run.")
        last = count


def _failure(cell: NotebookNode) -> str:
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            if output.ename == "SystemExit":
                return "the cell left the notebook by sys.exit; the rest would not run."
            return f"{output.ename}: {_first_line(output.evalue)}"
        if output.output_type == "stream" and output.name == "stderr":
            return f"the cell wrote to stderr: {_first_line(output.text)}"
    return ""


def _named(name: str, number: int, cell: NotebookNode) -> str:
    return f"{name}, code cell {number} ({_first_line(cell.source, 60)!r})"


def _first_line(text: str, limit: int = 300) -> str:
    lines = _ANSI.sub("", text[: 20 * limit]).strip().splitlines() or ["(no message)"]
    return lines[0][:limit]
