"""What the training scripts share: data, folds by site, logistic regression in whole hundredths, tables of weights."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "corpuslib"
LEXICON = PACKAGE / "lexicon"
DATA = ROOT.parent / "shared" / "bench" / "cleaning"
FOLDS = 5

Row = tuple[str, ...]
Tables = Mapping[str, Sequence[Row]]
"""Rows of tables of weights, each a tuple of its cells, by the name of the file."""


def main(description: str, model: Callable[[ModuleType, int], Model], arguments: Sequence[str] | None = None) -> int:
    """Train a model; compare it with the shipped one, write it, or print its held-out figures."""
    parser = argparse.ArgumentParser(
        description=description.split("\n")[0],
        epilog="Without --write or --held-out: how the weights differ from the shipped ones.",
    )
    parser.add_argument("--write", nargs="?", type=Path, const=LEXICON, metavar="FOLDER", help="write the tables")
    parser.add_argument("--held-out", action="store_true", help="print the figures of pages of unseen sites")
    parser.add_argument("--split", type=int, default=0, metavar="N", help="deal the sites into other folds")
    options = parser.parse_args(arguments)
    if missing := _missing():
        print(missing, file=sys.stderr)
        return 2
    if options.write and not options.write.is_dir():
        print(f"{options.write} is no folder", file=sys.stderr)
        return 2
    if options.split < 0:
        print("--split takes a number from 0 on", file=sys.stderr)
        return 2
    trained = model(_scorer(), options.split if options.held_out else 0)
    if options.held_out:
        print(as_table(trained.held_out()))
        return 0
    for name, rows in trained.tables(None).items():
        if options.write:
            (options.write / name).write_text(as_tsv(name, rows), encoding="utf-8")
            print(f"{options.write / name}: {len(rows)} rows")
        else:
            print(difference(name, rows))
    return 0


def _missing() -> str | None:
    """Return what the person has to do first, or None."""
    if not (DATA / "score.py").exists():
        return f"The labelled data are not part of the project; they are looked for in {DATA}."
    for module, package in (("sklearn", "scikit-learn"), ("rapidfuzz", "rapidfuzz")):
        if not importlib.util.find_spec(module):
            return f"{package} is missing; the dependency group bench installs it (benchmarks/README.md says how)."
    return None


def _scorer() -> ModuleType:
    """Load the scorer that comes with the data."""
    sys.path.insert(0, str(DATA))
    return importlib.import_module("score")


# Folds ----------------------------------------------------------------------------------------------------


class Model:
    """A model to be trained: the tables that hold its weights, and how well it does on sites it has not seen.

    `score` is the scorer that comes with the data, `split` says how the sites are dealt into folds.
    """

    def __init__(self, score: ModuleType, split: int = 0) -> None:
        self.score = score
        self.split = split

    def fold_of(self, site: str) -> int:
        """Return the fold of a site: the same on every machine, another in another split."""
        return zlib.crc32(site.encode(), self.split) % FOLDS

    def tables(self, without: int | None) -> Tables:
        """Train on all folds, or on all but one."""
        raise NotImplementedError

    def held_out(self) -> Mapping[str, Mapping[str, float]]:
        """Return the scorer's rows, each text read with weights that were trained without its site."""
        raise NotImplementedError

    def answers(self, function: str, items: Sequence[Mapping[str, str]]) -> dict[tuple[str, ...], Any]:
        """Return what `module:function` of this folder makes of the items, by their values.

        Each item has a site and is read by the package with weights that were trained without the site's fold.
        """
        found: dict[tuple[str, ...], Any] = {}
        for fold in range(FOLDS):
            part = [item for item in items if self.fold_of(item["site"]) == fold]
            print(f"  fold {fold + 1} of {FOLDS}: {len(part)} texts", file=sys.stderr, flush=True)
            made = with_tables(self.tables(fold), function, part)
            found.update((tuple(item.values()), each) for item, each in zip(part, made, strict=True))
        return found


def with_tables(tables: Tables, function: str, items: Sequence[Any]) -> list[Any]:
    """Return what a function of this folder makes of items when the package has other tables.

    A copy of the package with these tables runs in a process of its own, so that it is the package that is scored
    and no second version of it.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / PACKAGE.name
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for name, rows in tables.items():
            (copy / "lexicon" / name).write_text(as_tsv(name, rows), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, __file__, function, str(copy)],
            input=json.dumps(items),
            env={**os.environ, "PYTHONPATH": folder},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    made: list[Any] = json.loads(done.stdout)
    return made


def _serve(function: str, copy: str) -> None:
    """Answer `with_tables` from the process that it starts."""
    import corpuslib

    if Path(corpuslib.__file__).parent != Path(copy):
        raise RuntimeError(f"corpuslib came from {corpuslib.__file__}, not from {copy}")
    module, _, name = function.partition(":")
    json.dump(getattr(importlib.import_module(module), name)(json.load(sys.stdin)), sys.stdout)


# Regression -----------------------------------------------------------------------------------------------


class Matrix:
    """Which features each item has: a sparse matrix of ones, row by row."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}
        self.columns = array("i")
        self.ends = array("q", [0])

    def add(self, features: Iterable[Hashable]) -> None:
        """Append the row of one item."""
        numbers = self.numbers
        self.columns.extend([numbers.setdefault(feature, len(numbers)) for feature in features])
        self.ends.append(len(self.columns))

    def sparse(self, least: int, wanted: Callable[[Any], bool] = lambda _: True) -> tuple[Any, list[Any]]:
        """Return the matrix and the names of its columns: wanted features that at least so many items have."""
        import numpy as np
        import scipy.sparse as sp

        columns, ends = np.frombuffer(self.columns, np.int32), np.frombuffer(self.ends, np.int64)
        names = list(self.numbers)
        counts = np.bincount(columns, minlength=len(names))
        kept = [n for n, name in enumerate(names) if counts[n] >= least and wanted(name)]
        at = np.full(len(names), -1, np.int32)
        at[kept] = np.arange(len(kept), dtype=np.int32)
        mask = at[columns] >= 0
        indptr = np.concatenate([[0], np.cumsum(mask)])[ends].astype(np.int32)
        indices = at[columns][mask]
        shape = (len(ends) - 1, len(kept))
        return sp.csr_matrix((np.ones(len(indices)), indices, indptr), shape), [names[n] for n in kept]


def regression(matrix: Any, labels: Any, shares: Any, strength: float, rounds: int, tolerance: float = 1e-4) -> Any:
    """Fit a logistic regression (L2); `shares` are how much each item counts, `strength` is scikit-learn's C."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=rounds, tol=tolerance).fit(matrix, labels, sample_weight=shares)


def hundredths(fitted: Any, names: Sequence[Any], least: int) -> tuple[int, dict[Any, int]]:
    """Return the base and the weights of a regression in whole hundredths, without those nearer to nought."""
    weights = {name: round(100 * float(value)) for name, value in zip(names, fitted.coef_[0], strict=True)}
    return round(100 * float(fitted.intercept_[0])), {n: w for n, w in weights.items() if abs(w) >= least}


# Tables ---------------------------------------------------------------------------------------------------


def as_tsv(name: str, rows: Iterable[Row]) -> str:
    """Return a table of weights as a file, under the header of the shipped one."""
    head = _shipped(name)[0]
    return "\n".join([*head, *("\t".join(row) for row in rows)]) + "\n"


def _shipped(name: str) -> tuple[list[str], list[Row]]:
    """Return the header and the rows of a table that the package brings along."""
    lines = (LEXICON / name).read_text(encoding="utf-8").rstrip("\n").split("\n")
    start = 1 + next(n for n, line in enumerate(lines) if not line.startswith("#"))
    return lines[:start], [tuple(line.split("\t")) for line in lines[start:]]


def difference(name: str, rows: Iterable[Row]) -> str:
    """Say how many weights differ from the shipped ones, and by how much; a weight left out is 0."""
    head, shipped = _shipped(name)
    titles = head[-1].split("\t")
    values = [n for n, title in enumerate(titles) if title in ("weight", "page", "article")]
    old, new = (_cells(table, values) for table in (shipped, rows))
    gaps = sorted(((abs(new.get(key, 0.0) - old.get(key, 0.0)), key) for key in {*old, *new}), reverse=True)
    changed = [(gap, key) for gap, key in gaps if gap > 1e-9]
    if not changed:
        return f"{name}: all {len(old)} weights are the shipped ones"
    (largest, (names, column)), middle = changed[0], gaps[len(gaps) // 2][0]
    which = " ".join(each for each in names if each)
    return (
        f"{name}: of {len(gaps)} weights {len(changed)} differ from the shipped ones, half of all by {middle:g} or "
        f"less; {len(new.keys() - old.keys())} are new and {len(old.keys() - new.keys())} gone; "
        f"the largest difference is {largest:g} ({titles[column]} of {which!r})"
    )


def _cells(rows: Iterable[Row], values: Sequence[int]) -> dict[tuple[Row, int], float]:
    """Return the weights of a table by the other cells of the row and the number of the column."""
    found = {}
    for row in rows:
        key = tuple(cell for n, cell in enumerate(row) if n not in values)
        found.update({(key, n): float(row[n]) for n in values if row[n]})
    return found


def as_table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Return figures as lines of text.

    >>> print(as_table({"a": {"F1": 0.5, "docs": 2}}))
    a                 F1 0.500  docs 2
    """

    def cell(value: float) -> str:
        return str(value) if isinstance(value, int) else f"{value:.3f}"

    return "\n".join(f"{name:16}" + "".join(f"  {k} {cell(v)}" for k, v in row.items()) for name, row in rows.items())


def columns(rows: Mapping[str, Mapping[str, Any]], *names: str) -> dict[str, dict[str, Any]]:
    """Return some of the scorer's columns."""
    return {row: {name: figures[name] for name in names} for row, figures in rows.items()}


if __name__ == "__main__":
    _serve(*sys.argv[1:])
