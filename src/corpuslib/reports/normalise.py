"""Take out of a notebook everything that differs between two runs with the same result."""

from __future__ import annotations

import copy
import hashlib
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpuslib.reports.parameters import INJECTED

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["dump_notebook", "executed_notebook", "local_paths", "normalise"]

_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {"name": "python"}

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?![0-9A-Za-z])")
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
# Data that our own display functions made is kept as it is: scrubbing could falsify evidence.
_OURS = "corpuslib"


def local_paths() -> dict[str, str]:
    """Folders of this machine and this environment, and the words that stand for them."""
    paths = {
        str(Path.home()): "~",
        tempfile.gettempdir(): "$TMPDIR",
        sys.prefix: "$VIRTUAL_ENV",
        str(Path(__file__).resolve().parents[2]): "$PYTHONPATH",
    }
    return {path: word for path, word in paths.items() if len(path) > 1}


def normalise(notebook: NotebookNode, paths: Mapping[str, str] | None = None) -> NotebookNode:
    """A copy of `notebook` that two runs with the same result share byte for byte.

    Cell ids follow from content; of the metadata only tags and our own remain; execution counts run from 1
    (a cell that never ran keeps none); consecutive pieces of a stream are joined, stderr goes; in output
    that is not from `corpuslib.reports`, memory addresses, local folders and random ids become constant.
    Normalising twice changes nothing more.
    """
    notebook = copy.deepcopy(notebook)
    scrub = _Scrubber(local_paths() if paths is None else paths)
    notebook.metadata = _node({"kernelspec": _KERNELSPEC, "language_info": _LANGUAGE})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen: dict[str, int] = {}
    count = 0
    for cell in notebook.cells:
        cell.id = _cell_id(cell, seen)
        cell.metadata = _cell_metadata(cell.metadata)
        if cell.cell_type != "code":
            continue
        if cell.get("execution_count") is not None:
            count += 1
            cell.execution_count = count
        cell.outputs = [_output(output, cell, scrub) for output in _joined(cell.outputs)]
    return notebook


def executed_notebook(notebook: NotebookNode, paths: Mapping[str, str] | None = None) -> NotebookNode:
    """The notebook to commit: normalised, its outputs filled, without the cell that papermill added.

    Right only for a run whose parameters are the defaults: otherwise outputs and code would disagree.
    """
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", ())]
    return normalise(notebook, paths)


def dump_notebook(notebook: NotebookNode) -> str:
    """JSON with one space of indent, sorted keys, one line of text per line, and a line break at the end."""
    import nbformat

    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    return f"{text.rstrip()}\n"


def _cell_id(cell: NotebookNode, seen: dict[str, int]) -> str:
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode("utf-8", "replace")).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _cell_metadata(metadata: Mapping[str, Any]) -> NotebookNode:
    kept: dict[str, Any] = {}
    if metadata.get("tags"):
        kept["tags"] = sorted(metadata["tags"])
    if metadata.get("jupyter"):
        shown = {k: v for k, v in metadata["jupyter"].items() if k in ("source_hidden", "outputs_hidden")}
        kept |= {"jupyter": shown} if shown else {}
    return _node(kept)


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    # How a stream is cut into pieces depends on how fast they were read.
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            continue
        last = joined[-1] if joined else None
        if last is not None and output.output_type == last.output_type == "stream":
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _output(output: NotebookNode, cell: NotebookNode, scrub: _Scrubber) -> NotebookNode:
    output.pop("transient", None)
    if output.output_type == "stream":
        output.text = scrub(output.text)
    elif output.output_type == "error":
        output.evalue = scrub(output.evalue)
        output.traceback = [scrub(line) for line in output.traceback]
    else:
        if output.output_type == "execute_result":
            output.execution_count = cell.execution_count
        if _OURS not in output.metadata:
            output.data = _node({mime: _scrubbed(value, scrub) for mime, value in output.data.items()})
    return output


def _scrubbed(value: Any, scrub: _Scrubber) -> Any:
    return scrub(value) if isinstance(value, str) else value


def _node(value: Mapping[str, Any]) -> NotebookNode:
    from nbformat import from_dict

    return from_dict(value)  # type: ignore[no-any-return,no-untyped-call]


class _Scrubber:
    """Replaces what is random or local; ids are numbered in the order of their first appearance."""

    def __init__(self, paths: Mapping[str, str]) -> None:
        self._words = dict(paths)
        longest_first = sorted(paths, key=lambda path: (-len(path), path))
        self._paths = [re.compile(rf"(?<![\w.~-]){re.escape(path)}(?![\w.-])") for path in longest_first if path]
        self._order = longest_first
        self._ids: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        text = _ADDRESS.sub("0x0", text)
        for path, pattern in zip(self._order, self._paths, strict=True):
            text = pattern.sub(lambda _, path=path: self._words[path], text)  # type: ignore[misc]
        text = _STYLER.sub(lambda match: self._numbered(match[0], "T_{:05x}"), text)
        return _UUID.sub(lambda m: self._numbered(m[0], "00000000-0000-0000-0000-{:012x}"), text)

    def _numbered(self, found: str, form: str) -> str:
        if found not in self._ids:
            taken = sum(form[:2] == known[:2] for known in self._ids.values())
            self._ids[found] = form.format(taken + 1)
        return self._ids[found]
