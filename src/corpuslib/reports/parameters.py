"""The tagged `parameters` cell of a notebook: what may be passed to it, checked before it starts."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpuslib.reports.errors import ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["INJECTED", "Parameter", "check_parameters", "declared_parameters", "require_defaults"]

INJECTED = "injected-parameters"
"""The tag that papermill gives to the cell it adds."""

_TYPES: Mapping[str, type] = {t.__name__: t for t in (str, int, float, bool, list, dict, tuple, type(None))} | {
    "None": type(None)
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its default and the types its values may have (empty: any)."""

    name: str
    default: Any
    types: tuple[type, ...]

    def accepts(self, value: Any) -> bool:
        """Whether a value has the type of the default (an int does where a float is expected)."""
        if not self.types or type(value) in self.types:
            return _same_items(self.default, value)
        return float in self.types and type(value) is int


def _same_items(default: Any, value: Any) -> bool:
    if not (isinstance(default, (list, tuple)) and isinstance(value, (list, tuple)) and default):
        return True
    return {type(item) for item in value} <= {type(item) for item in default}


def declared_parameters(notebook: NotebookNode, name: str) -> dict[str, Parameter]:
    """Read the defaults from the one code cell tagged `parameters`; `name` is for messages.

    The cell may hold assignments of literals, with or without a type, and comments: nothing that needs
    to run. Raises `ReportError` where the tag is missing or stands twice, or the cell holds other code.
    """
    cells = [
        cell for cell in notebook.cells if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", ())
    ]
    if len(cells) != 1:
        found = "no code cell" if not cells else f"{len(cells)} code cells"
        raise ReportError(
            f"{name}: {found} tagged 'parameters'; tag exactly one (in JupyterLab: Property Inspector, "
            "Cell Tags), or what is passed to the notebook would be ignored."
        )
    try:
        tree = ast.parse(cells[0].source)
    except SyntaxError as error:
        raise ReportError(f"{name}: the parameters cell, line {error.lineno}: {error.msg}.") from None
    parameters = [_parameter(node, name) for node in tree.body if not _is_docstring(node)]
    return {parameter.name: parameter for parameter in parameters}


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _parameter(node: ast.stmt, name: str) -> Parameter:
    where = f"{name}: the parameters cell, line {node.lineno}"
    annotation: ast.expr | None = None
    value: ast.expr | None = None
    match node:
        case ast.Assign(targets=[ast.Name(id=target)]):
            value = node.value
        case ast.AnnAssign(target=ast.Name(id=target)):
            annotation, value = node.annotation, node.value
    if value is None:
        raise ReportError(f'{where}: only assignments such as `corpus = "demo"` may stand here.')
    try:
        default = ast.literal_eval(value)
    except (ValueError, TypeError):
        raise ReportError(f"{where}: the default of {target!r} must be a literal.") from None
    return Parameter(target, default, _types(annotation, default))


def _types(annotation: ast.expr | None, default: Any) -> tuple[type, ...]:
    if annotation is None:
        return () if default is None else (type(default),)
    outer = [annotation]
    names = []
    while outer:
        match outer.pop():
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                outer += [left, right]
            case ast.Subscript(value=value):
                outer.append(value)
            case ast.Name(id=identifier):
                names.append(identifier)
            case ast.Constant(value=None):
                names.append("None")
    return tuple(_TYPES[n] for n in sorted(names) if n in _TYPES)


def check_parameters(notebook: NotebookNode, values: Mapping[str, Any], name: str) -> None:
    """Refuse values that the notebook does not declare or that have another type than their default."""
    declared = declared_parameters(notebook, name)
    known = ", ".join(sorted(declared)) or "none"
    for key in sorted(values):
        if key not in declared:
            raise ReportError(f"{name}: no parameter is named {key!r}; the notebook has: {known}.")
        parameter, value = declared[key], values[key]
        if not parameter.accepts(value):
            expected = " or ".join(t.__name__ for t in parameter.types)
            raise ReportError(
                f"{name}: parameter {key!r} is {value!r} ({type(value).__name__}); its default is "
                f"{parameter.default!r}, so it must be {expected} with the same kind of items."
                if isinstance(parameter.default, (list, tuple))
                else f"{name}: parameter {key!r} is {value!r} ({type(value).__name__}), not {expected} "
                f"like its default {parameter.default!r}."
            )


def require_defaults(notebook: NotebookNode, name: str) -> None:
    """Refuse an executed notebook whose run was given other values than the defaults."""
    declared = declared_parameters(notebook, name)
    for cell in notebook.cells:
        if cell.cell_type != "code" or INJECTED not in cell.metadata.get("tags", ()):
            continue
        for node in ast.parse(cell.source).body:
            given = _parameter(node, name)
            if given.name not in declared or given.default != declared[given.name].default:
                raise ReportError(f"{name}: the run had {given.name} = {given.default!r}, which is not the default.")
