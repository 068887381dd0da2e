"""The house: rooms import only from rooms before them, the face is light, and names that exist are listed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import corpuslib

PACKAGE = Path(corpuslib.__file__).parent

# One direction: a room may import from itself and from rooms before it in this list.
ROOMS = [
    "tables",
    "text",
    "document",
    "lexicon",
    "corpus",
    "intake",
    "ratings",
    "show",
    "engine",
    "read",
    "cleaning",
    "annotate",
    "compare",
    "renderings",
    "statistics",
    "coding",
    "figures",
    "settings",
    "build",
    "reports",
    "render",
    "cli",
]
# The report runner knows papermill and HTML and nothing of language.
REPORTS_MAY_IMPORT = {"reports"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("corpuslib.") and "." in name}
    return found - {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_rooms_before_its_own(path: Path) -> None:
    # `Document` shows itself by a function that it imports when it is shown.
    allowed = set(ROOMS[: ROOMS.index(room(path)) + 1]) | ({"show"} if path.name == "document.py" else set())
    if room(path) == "reports":
        allowed = REPORTS_MAY_IMPORT
    assert imported_rooms(path) <= allowed


def test_annotators_and_comparisons_do_not_use_each_others_internals() -> None:
    for path in modules():
        if room(path) == "compare":
            assert "annotate" not in imported_rooms(path), path


def test_every_public_name_is_there_and_documented() -> None:
    for name in corpuslib.__all__:
        value = getattr(corpuslib, name)
        assert name == "__version__" or (value.__doc__ or "").strip(), name


def test_an_unknown_public_name_lists_the_names_that_exist() -> None:
    with pytest.raises(AttributeError, match="attributions"):
        corpuslib.attribution  # noqa: B018


def test_importing_the_package_brings_no_heavy_library_in() -> None:
    heavy = ["pandas", "pyarrow", "matplotlib", "nltk", "scipy", "duckdb", "papermill", "ftfy", "numpy", "click"]
    code = f"import sys, corpuslib; print(sorted(set({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_python_file_outgrows_a_reader() -> None:
    long = {str(p.relative_to(PACKAGE)): n for p in modules() if (n := len(p.read_text().splitlines())) > 450}
    assert long == {}
