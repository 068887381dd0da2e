"""Word lists and other data, as TSV and TOML files whose header names source and licence."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["names_of", "rows", "toml"]


def _read(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a TSV file of this folder; the first line without # is its header.

    >>> rows("hedges.tsv")[0].keys() >= {"cue", "kind"}
    True
    """
    lines = [line for line in _read(name).split("\n") if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def names_of(row: Mapping[str, str]) -> list[str]:
    """Return the name in a row and its aliases, which | divides.

    >>> names_of({"name": "TASS", "aliases": "ITAR-TASS"})
    ['TASS', 'ITAR-TASS']
    """
    return [row["name"], *filter(None, row["aliases"].split("|"))]


@cache
def toml(name: str) -> dict[str, Any]:
    """Return the content of a TOML file of this folder."""
    return tomllib.loads(_read(name))
