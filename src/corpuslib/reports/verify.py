"""Compare two folders byte by byte, and say readably where they differ."""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Comparison", "compare_folders"]

MAX_LINES = 40  # lines of diff for a file
MAX_WIDTH = 160  # code points: a longer line is cut into pieces, so that a diff shows where it differs
MAX_BYTES = 2_000_000  # a larger file is compared and not diffed


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a folder that was made again differs from the committed one. Paths are relative, sorted."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    different: dict[str, str] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether every file is there with the same bytes."""
        return not (self.missing or self.extra or self.different)

    def describe(self) -> str:
        """All differences for a person to read; empty when there are none."""
        lines = [f"missing: {path} (committed, but not made again)" for path in self.missing]
        lines += [f"extra: {path} (made, but not committed)" for path in self.extra]
        lines += [f"different: {path}\n{diff}" for path, diff in self.different.items()]
        return "\n".join(lines)


def compare_folders(committed: Path, made: Path) -> Comparison:
    """Compare all files below two folders. The diff of each file that differs is bounded in length."""
    before, after = _files(committed), _files(made)
    return Comparison(
        missing=tuple(sorted(before.keys() - after.keys())),
        extra=tuple(sorted(after.keys() - before.keys())),
        different={
            path: _diff(before[path], after[path])
            for path in sorted(before.keys() & after.keys())
            if before[path].read_bytes() != after[path].read_bytes()
        },
    )


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def _diff(committed: Path, made: Path) -> str:
    if max(committed.stat().st_size, made.stat().st_size) > MAX_BYTES:
        return "  (too large to show)"
    try:
        before, after = _lines(committed), _lines(made)
    except UnicodeDecodeError:
        return "  (not text)"
    lines = difflib.unified_diff(before, after, "committed", "made again", lineterm="", n=1)
    shown = ["  " + line for line in itertools.islice(lines, MAX_LINES)]
    more = sum(1 for _ in lines)
    return "\n".join(shown + ([f"  … {more} more lines"] if more else [])) or "  (line ends differ)"


def _lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line[i : i + MAX_WIDTH] for line in lines for i in range(0, max(1, len(line)), MAX_WIDTH)]
