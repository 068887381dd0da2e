"""Reports: run notebooks, normalise them, export them to HTML, check and publish, compare bytes.

Notebooks import `table`, `figure`, `note` and `html` from here; commands import `Job`, `run_notebooks`,
`ReportRun`, `build_reports` and `compare_folders`. Names load when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpuslib.reports.display import figure, html, note, table
    from corpuslib.reports.errors import ReportError
    from corpuslib.reports.normalise import dump_notebook, executed_notebook
    from corpuslib.reports.publish import Published, ReportRun, build_reports, write_back
    from corpuslib.reports.runner import Job, Result, run_notebooks
    from corpuslib.reports.verify import Comparison, compare_folders

_HOMES = {
    "display": ("figure", "html", "note", "table"),
    "errors": ("ReportError",),
    "normalise": ("dump_notebook", "executed_notebook"),
    "publish": ("Published", "ReportRun", "build_reports", "write_back"),
    "runner": ("Job", "Result", "run_notebooks"),
    "verify": ("Comparison", "compare_folders"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Comparison",
    "Job",
    "Published",
    "ReportError",
    "ReportRun",
    "Result",
    "build_reports",
    "compare_folders",
    "dump_notebook",
    "executed_notebook",
    "figure",
    "html",
    "note",
    "run_notebooks",
    "table",
    "write_back",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"corpuslib.reports has no {name!r}; it has {', '.join(__all__)}.")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
