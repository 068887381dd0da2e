"""One kernel for one notebook: this interpreter, a pinned environment, sockets nobody else can reach."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["KernelSettings", "execute"]

KERNEL = "python3"
_SILENT = logging.NullHandler()  # what papermill logs is in the error that is raised


@dataclass(frozen=True, slots=True)
class KernelSettings:
    """How one kernel runs. Times are in seconds, `timeout` is for each cell.

    `started` and `ended` are called with the kernel's process id.
    """

    environment: Mapping[str, str]
    folder: Path
    timeout: float
    start_timeout: float
    started: Callable[[int], None]
    ended: Callable[[int], None]


class _KernelManager(AsyncKernelManager):
    """Starts the running interpreter with a given environment, whatever kernels the machine has installed."""

    settings: ClassVar[KernelSettings]
    sockets: ClassVar[Path]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, **_connection(self.sockets))

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        options |= {"env": dict(self.settings.environment), "cwd": str(self.settings.folder)}
        options["extra_arguments"] = ["--HistoryManager.enabled=False"]
        await super().start_kernel(**options)
        self.settings.started(self._process())

    async def shutdown_kernel(  # type: ignore[override]
        self, now: bool = False, restart: bool = False
    ) -> None:
        process = self._process()
        await super().shutdown_kernel(now=True, restart=restart)
        self.settings.ended(process)

    def _process(self) -> int:
        return int(getattr(self.provisioner, "pid", None) or 0)


def execute(
    notebook: NotebookNode,
    output: Path,
    *,
    parameters: Mapping[str, Any],
    settings: KernelSettings,
    cell_starts: Callable[[NotebookNode], None],
) -> NotebookNode:
    """Execute a notebook with papermill and save it at `output`, also when it fails.

    Must run in a thread without a running event loop. `cell_starts` is called with each cell.
    """
    import papermill

    logging.getLogger("papermill").addHandler(_SILENT)

    def on_cell_start(cell: NotebookNode, cell_index: int) -> None:
        cell_starts(cell)

    with _sockets() as folder, _event_loop():
        manager = type("_Manager", (_KernelManager,), {"settings": settings, "sockets": folder})
        # papermill fills braces in paths with parameters.
        target = str(output).replace("{", "{{").replace("}", "}}")
        executed: NotebookNode = papermill.execute_notebook(
            notebook,
            target,
            parameters=dict(parameters),
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            log_output=False,
            start_timeout=settings.start_timeout,
            execution_timeout=settings.timeout,
            autosave_cell_every=0,
            kernel_manager_class=manager,
            on_cell_start=on_cell_start,
        )
        return executed


def _connection(folder: Path) -> dict[str, Any]:
    file = {"connection_file": str(folder / "kernel.json")}
    if sys.platform == "win32":
        return file
    # Sockets in a folder of the kernel's own: no port that another process takes meanwhile or listens on.
    return file | {"transport": "ipc", "ip": str(folder / "kernel")}


@contextmanager
def _sockets() -> Iterator[Path]:
    # Not below build/: a socket's path may have no more than about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="corpuslib-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _event_loop() -> Iterator[None]:
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    try:
        yield
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
        asyncio.set_event_loop(None)
