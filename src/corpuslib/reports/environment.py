"""The surroundings of a kernel, pinned, so that a report has the same bytes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["PINNED", "figure_rc", "kernel_environment", "prepare_figures"]

PINNED: Mapping[str, str] = {
    "PYTHONHASHSEED": "0",  # set order
    "SOURCE_DATE_EPOCH": "946684800",  # 2000-01-01: dates in files that tools stamp
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "LANGUAGE": "en",
    "OMP_NUM_THREADS": "1",  # the order of additions decides the last digit
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "ARROW_NUM_THREADS": "1",
    "TQDM_DISABLE": "1",
    "NO_COLOR": "1",
    "COLUMNS": "100",
    "LINES": "40",
    "PYTHONUTF8": "1",
    "PYTHONNOUSERSITE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "JUPYTER_PREFER_ENV_PATH": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Variables with a constant value, for every process that makes bytes of a report."""

# What the operating system needs to find programs and shared libraries. All else stays outside: a
# variable that a notebook can read is a parameter that no signature shows.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "COMSPEC")


def kernel_environment(scratch: Path, *, figures: Path | None = None) -> dict[str, str]:
    """The whole environment of a kernel: `PINNED`, and private folders below `scratch`.

    The user's HOME, IPython profile, Jupyter and matplotlib settings are out of reach. The kernel imports
    the corpuslib that runs it. `figures` is matplotlib's folder, shared between kernels for its font cache.

    >>> kernel_environment(Path("/scratch"))["TZ"]
    'UTC'
    """
    package_root = Path(__file__).resolve().parents[2]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        **PINNED,
        "HOME": str(scratch / "home"),
        "TMPDIR": str(scratch / "temp"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_CONFIG_DIR": str(scratch / "jupyter"),
        "JUPYTER_DATA_DIR": str(scratch / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "jupyter"),
        "MPLCONFIGDIR": str(figures or scratch / "matplotlib"),
        "PYTHONPATH": str(package_root),
    }


def make_private_folders(environment: Mapping[str, str]) -> None:
    """Create the folders that a kernel environment names."""
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        Path(environment[name]).mkdir(parents=True, exist_ok=True)


def prepare_figures(cache: Path) -> None:
    """Let matplotlib build its font cache in `cache` before any kernel starts.

    A kernel that finds no cache builds it and, where there are many fonts, says so on stderr, which
    fails a report.
    """
    if any(cache.glob("fontlist-*.json")):
        return
    environment = kernel_environment(cache / "scratch", figures=cache) | {"MPLBACKEND": "agg"}
    make_private_folders(environment)
    subprocess.run(
        [sys.executable, "-c", "import matplotlib.font_manager"],
        env=environment,
        cwd=cache,
        check=False,  # where matplotlib is absent the notebook that needs it says so better
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def figure_rc(figure_id: str) -> dict[str, object]:
    """Matplotlib settings under which a figure is the same SVG everywhere.

    Text becomes paths in the font that matplotlib carries with it, so no machine's fonts matter; the ids
    inside the SVG follow from `figure_id`, so two figures on one page do not share any.

    >>> figure_rc("outlets")["svg.hashsalt"]
    'outlets'
    """
    return {
        "svg.hashsalt": figure_id,
        "svg.fonttype": "path",
        "svg.image_inline": True,
        "font.family": ["DejaVu Sans"],
        "font.sans-serif": ["DejaVu Sans"],
        "axes.unicode_minus": True,
        "axes.formatter.use_locale": False,
        "text.usetex": False,
        "timezone": "UTC",
        "savefig.facecolor": "white",
        "savefig.bbox": "tight",
        "savefig.transparent": False,
    }
