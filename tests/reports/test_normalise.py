"""Two runs with the same result leave the same notebook."""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from corpuslib.reports.normalise import dump_notebook, executed_notebook, normalise

PATHS = {"/home/ann": "~", "/home/ann/venv": "$VIRTUAL_ENV", "/tmp": "$TMPDIR"}


def shown(text: str, mime: str = "text/plain", **metadata) -> nbformat.NotebookNode:
    return new_output("display_data", data={mime: text}, metadata=metadata)


def one_cell(*outputs) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell("x", execution_count=1, outputs=list(outputs))])


def after(output) -> nbformat.NotebookNode:
    return normalise(one_cell(output), PATHS).cells[0].outputs[0]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<F object at 0x7f3a2b1c9d00>", "<F object at 0x0>"),
        ("at 0x7F3A2B1C9D00 and 0xdeadbeef", "at 0x0 and 0x0"),
        ("the colour 0xff", "the colour 0xff"),
        ("/home/ann/corpus/a.txt", "~/corpus/a.txt"),
        ("/home/ann/venv/lib", "$VIRTUAL_ENV/lib"),
        ("/home/anna/a", "/home/anna/a"),
        ("https://x.org/home/ann", "https://x.org/home/ann"),
        ("(/tmp/x)", "($TMPDIR/x)"),
    ],
)
def test_addresses_and_local_folders_are_scrubbed_from_text(text, clean):
    assert after(shown(text)).data["text/plain"] == clean
    assert after(new_output("stream", name="stdout", text=text)).text == clean


def test_random_ids_become_numbers_in_their_order():
    html = '<table id="T_ab12f"><td id="T_ab12f_row0"><p id="T_00c0d"><i id="1b4e28ba-2fa1-11d2-883f-0016d3cca427">'
    assert after(shown(html, "text/html")).data["text/html"] == (
        '<table id="T_00001"><td id="T_00001_row0"><p id="T_00002"><i id="00000000-0000-0000-0000-000000000001">'
    )


def test_what_our_display_functions_showed_is_evidence_and_stays():
    text = "<td>0x7f3a2b1c9d00 in /home/ann</td>"
    assert after(shown(text, "text/html", corpuslib={"id": "a"})).data["text/html"] == text


def test_pieces_of_a_stream_are_joined_and_stderr_goes():
    pieces = [new_output("stream", name=n, text=t) for n, t in [("stdout", "a"), ("stderr", "!"), ("stdout", "b\n")]]
    assert [o.text for o in normalise(one_cell(*pieces), PATHS).cells[0].outputs] == ["ab\n"]


def test_metadata_of_the_run_goes_and_tags_stay():
    notebook = one_cell(shown("x"))
    notebook.metadata = {
        "papermill": {"duration": 1.2},
        "kernelspec": {"name": "mine"},
        "language_info": {"version": "9"},
    }
    notebook.cells[0].metadata = {
        "papermill": {"start_time": "now"},
        "execution": {"iopub.execute_input": "now"},
        "tags": ["b", "a"],
        "jupyter": {"source_hidden": True, "is_executing": True},
    }
    clean = normalise(notebook, PATHS)
    assert clean.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert clean.cells[0].metadata == {"tags": ["a", "b"], "jupyter": {"source_hidden": True}}


def test_cell_ids_follow_from_content_and_are_unique():
    cells = [new_code_cell("x"), new_code_cell("x"), new_markdown_cell("x")]
    first = normalise(new_notebook(cells=cells), PATHS)
    later = normalise(new_notebook(cells=[new_code_cell("new"), *copy.deepcopy(cells)]), PATHS)
    assert [c.id for c in first.cells] == [c.id for c in later.cells[1:]]
    assert len({c.id for c in later.cells}) == 4
    nbformat.validate(later)


def test_a_cell_that_never_ran_is_not_made_to_look_executed():
    notebook = new_notebook(cells=[new_code_cell("x", execution_count=4), new_code_cell("y")])
    assert [c.execution_count for c in normalise(notebook, PATHS).cells] == [1, None]


def test_the_argument_is_left_as_it_was():
    notebook = one_cell(shown("0x7f3a2b1c9d00"))
    before = copy.deepcopy(notebook)
    normalise(notebook, PATHS)
    assert notebook == before


PIECES = ["0x7f3a2b1c9d00", "T_ab12f", "/home/ann", "/tmp", "/", "~", "x", " ", "$TMPDIR", "0x0"]
UUIDS = st.uuids().map(str)


@given(st.lists(st.lists(st.sampled_from(PIECES) | UUIDS).map("".join), max_size=4))
def test_normalising_twice_changes_nothing_more(texts):
    once = normalise(one_cell(*(shown(t, "text/html") for t in texts)), PATHS)
    assert normalise(once, PATHS) == once


def test_the_notebook_to_commit_lacks_the_cell_that_papermill_added():
    cells = [
        new_code_cell("a = 1", execution_count=1, metadata={"tags": ["parameters"]}),
        new_code_cell("a = 2", execution_count=2, metadata={"tags": ["injected-parameters"]}),
        new_code_cell(
            "a", execution_count=3, outputs=[new_output("execute_result", {"text/plain": "2"}, execution_count=3)]
        ),
    ]
    clean = executed_notebook(new_notebook(cells=cells), PATHS)
    assert [c.source for c in clean.cells] == ["a = 1", "a"]
    assert clean.cells[1].execution_count == clean.cells[1].outputs[0].execution_count == 2


def test_a_notebook_is_written_with_sorted_keys_one_space_and_one_line_break_at_the_end():
    text = dump_notebook(normalise(one_cell(shown("ä\nb")), PATHS))
    assert text.startswith('{\n "cells": [\n  {\n   "cell_type"') and text.endswith("}\n") and "ä\\n" in text
    assert dump_notebook(nbformat.reads(text, as_version=4)) == text
    assert list(json.loads(text)) == sorted(json.loads(text))
