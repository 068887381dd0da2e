"""What may be passed to a notebook is decided before it starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from corpuslib.reports import Job, ReportError, run_notebooks
from corpuslib.reports.parameters import check_parameters, declared_parameters


def notebook(*cells: str, tagged: int = 1):
    tags = [{"tags": ["parameters"]} if number < tagged else {} for number in range(len(cells))]
    return new_notebook(cells=[new_code_cell(c, metadata=t) for c, t in zip(cells, tags, strict=True)])


def test_the_defaults_of_the_tagged_cell_are_read_with_their_types():
    found = declared_parameters(notebook('# which corpus\ncorpus: str | None = None\nseed = 3\n"how many"'), "a.ipynb")
    assert {name: p.default for name, p in found.items()} == {"corpus": None, "seed": 3}
    assert found["corpus"].accepts("demo") and found["corpus"].accepts(None) and not found["corpus"].accepts(3)


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_listed():
    with pytest.raises(ReportError, match=r"a\.ipynb: no parameter is named 'sed'; the notebook has: corpus, seed"):
        check_parameters(notebook('corpus = "demo"\nseed = 3'), {"sed": 4}, "a.ipynb")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = 3", "3"),
        ("x = 3", True),
        ("x = 3", 3.0),
        ("x = True", 1),
        ('x = "a"', None),
        ("x = 0.5", "0.5"),
        ('x = ["a"]', "a"),
        ('x = ["a"]', [1]),
        ("x: int = 3", None),
    ],
)
def test_a_value_of_another_type_is_refused(source, value):
    with pytest.raises(ReportError, match="parameter 'x' is"):
        check_parameters(notebook(source), {"x": value}, "a.ipynb")


@pytest.mark.parametrize(
    ("source", "value"), [("x = 0.5", 1), ("x = None", "a"), ("x: int | None = 3", None), ('x = ["a"]', ["b", "c"])]
)
def test_a_value_of_the_same_type_is_accepted(source, value):
    check_parameters(notebook(source), {"x": value}, "a.ipynb")


def test_a_notebook_without_the_tag_is_refused():
    with pytest.raises(ReportError, match="no code cell tagged 'parameters'"):
        declared_parameters(notebook("x = 1", tagged=0), "a.ipynb")


def test_a_notebook_with_two_tagged_cells_is_refused():
    with pytest.raises(ReportError, match="2 code cells tagged 'parameters'"):
        declared_parameters(notebook("x = 1", "y = 1", tagged=2), "a.ipynb")


@pytest.mark.parametrize("source", ["x = open('f')", "x = y = 1", "import os", "%matplotlib inline", "x: int"])
def test_a_parameters_cell_that_would_have_to_run_is_refused(source):
    with pytest.raises(ReportError, match="the parameters cell, line 1"):
        declared_parameters(notebook(source), "a.ipynb")


def test_nothing_starts_when_one_of_several_notebooks_gets_a_wrong_parameter(
    write: Callable[..., Path], tmp_path: Path
):
    good, bad = write("good", "print(1)"), write("bad", "print(1)")
    with pytest.raises(ReportError, match=r"bad\.ipynb"):
        run_notebooks([Job(good), Job(bad, {"missing": 1})], build=tmp_path / "build")
    assert not (tmp_path / "build").exists()
