"""The command line: every command says how it is used, and a person's mistake gives a message, not a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpuslib.cli import main

README = Path(__file__).parents[1] / "README.md"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_shows_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"corpuslib {command}" in done.output.split("Example:")[1]


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert command in README.read_text(encoding="utf-8")


def test_exit_codes_are_documented_in_the_help() -> None:
    assert "Exit codes" in run("--help").output


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.setenv("CORPUSLIB_ROOT", str(tmp_path))
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Talks go on in Sellbruck. The mayor said so.\n", encoding="utf-8")
    return tmp_path


def test_an_unknown_corpus_gives_a_message_and_exit_code_3(project: Path) -> None:
    done = run("build", "harbour")
    assert done.exit_code == 3
    assert "no corpus 'harbour'" in done.output


def test_a_wrong_command_line_gives_exit_code_2(project: Path) -> None:
    assert run("show", "demo").exit_code == 2


def test_a_folder_becomes_a_corpus_and_a_document_can_be_shown(project: Path) -> None:
    assert run("new", "harbour", str(project / "articles")).exit_code == 0
    built = run("build", "harbour", "--workers", "1")
    assert built.exit_code == 0, built.output
    assert "1 documents, 0 rejects" in built.output
    shown = run("show", "harbour", "001")
    assert "Talks go on in Sellbruck" in shown.output


def test_an_unknown_document_lists_those_there_are(project: Path) -> None:
    run("new", "harbour", str(project / "articles"))
    run("build", "harbour", "--workers", "1")
    done = run("show", "harbour", "9")
    assert done.exit_code == 3 and "there are: 001" in done.output


def test_missing_texts_are_named_with_exit_code_1(project: Path) -> None:
    run("new", "harbour", str(project / "articles"))
    (project / "data" / "raw" / "harbour" / "a.txt").unlink()
    empty = project / "empty"
    empty.mkdir()
    done = run("add", "harbour", str(empty))
    assert done.exit_code == 1 and "MISSING" in done.output and "a.txt" in done.output


def test_a_corpus_without_its_texts_is_skipped_with_a_hint(project: Path) -> None:
    run("new", "harbour", str(project / "articles"))
    (project / "data" / "raw" / "harbour" / "a.txt").unlink()
    done = run("build")
    assert done.exit_code == 0 and "corpuslib add harbour" in done.output
