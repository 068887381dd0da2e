"""From somebody's own folder to reports: the committed notebooks run on texts that they were not written for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpuslib import intake, read, render
from corpuslib.corpus import Corpus, CorpusError
from corpuslib.reports import ReportError

ROOT = Path(__file__).parents[1]

HOSTILE = """<script>alert(1)</script> & "talks" =HYPERLINK("x")

=1+1, the mayor said on Tuesday. "We will <b onmouseover=alert(2)>not</b> leave this table," Mayor Ida Korsen told
reporters. According to the port authority, 14 ships were waiting outside, and nobody knew for how long they would wait.
"""
PLAIN = """Harbour talks resume in Orvesund

Talks on the harbour resumed on Tuesday, 2 March 2021. "We will not leave this table," Mayor Ida Korsen said.
"""


SAME_EVENT = {
    "a.txt": PLAIN.replace(", 2 March 2021", "")
    + "Three ships waited outside the port, and the pilots went on strike.\n",
    "b.txt": "Pilots strike in Orvesund\n\nThe pilots of Orvesund went on strike on Tuesday while four ships waited outside "
    "the port. Talks on the harbour had resumed, said Mayor Ida Korsen, who <script>alert(3)</script> would not leave.\n",
    "c.txt": "Mayor stays\n\nMayor Ida Korsen said on Tuesday that talks on the harbour of Orvesund had resumed. Three ships "
    "waited outside the port, the pilots being on strike. *Nobody* left the [table](x) for $5.\n",
}


def project(root: Path, files: dict[str, str]) -> Corpus:
    """Make a project with the committed notebooks and one corpus of the given files."""
    (root / "data" / "raw").mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    articles = root / "articles"
    articles.mkdir()
    for name, text in files.items():
        (articles / name).write_text(text, encoding="utf-8")
    return intake.create("harbour", articles, root, read.SUFFIXES)[0]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = project(tmp_path_factory.mktemp("project"), {"a.txt": HOSTILE, "b.txt": PLAIN})
    render.render(corpus)
    return corpus


def test_every_notebook_gives_a_report_for_two_short_texts(rendered: Corpus) -> None:
    pages = {path.name for path in render.reports_folder(rendered).glob("*.html")}
    assert pages == {"index.html", *(f"{path.stem}.html" for path in render.notebook_paths(ROOT))}


def test_one_document_with_one_statement_is_enough_for_every_report(tmp_path: Path) -> None:
    corpus = project(
        tmp_path, {"a.txt": "Harbour talks resume\n\nThe talks will go on, the minister said on Tuesday.\n"}
    )
    render.render(corpus)
    assert (render.reports_folder(corpus) / "03_sources.html").is_file()


def test_reports_of_one_event_are_put_side_by_side_also_if_none_has_a_date(tmp_path: Path) -> None:
    corpus = project(tmp_path, SAME_EVENT)
    for other in render.notebook_paths(tmp_path):
        if other.stem != "05_story":
            other.unlink()
    render.render(corpus)
    page = (render.reports_folder(corpus) / "05_story.html").read_text(encoding="utf-8")
    assert 'id="story-s01"' in page and "None of the reports has a date" in page
    assert "<script" not in page


def test_a_corpus_in_which_no_document_could_be_read_says_which_file_and_why(tmp_path: Path) -> None:
    corpus = project(tmp_path, {"blank.txt": "  \n"})
    with pytest.raises(CorpusError, match=r"no document to report on; the first file: blank\.txt, "):
        render.render(corpus)


def test_text_from_outside_is_inert_in_the_reports(rendered: Corpus) -> None:
    assert render.check(rendered.root, ["harbour"]) == []
    page = (render.reports_folder(rendered) / "01_corpus.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_cells_that_begin_like_a_formula_are_text_in_the_tables(rendered: Corpus) -> None:
    tables = list((render.reports_folder(rendered) / "tables").glob("*.csv"))
    assert tables
    cells = [cell for path in tables for cell in path.read_text(encoding="utf-8").replace("\n", ",").split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", '"='))]


def test_what_has_not_changed_is_not_run_again(rendered: Corpus) -> None:
    done = render.render(Corpus.open("harbour", rendered.root))
    assert done.written == () and len(done.unchanged) == len(render.notebook_paths(ROOT))


def test_a_notebook_that_fails_leaves_the_reports_as_they_were(rendered: Corpus, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(rendered.root, root, symlinks=True)
    broken = root / "notebooks" / "01_corpus.ipynb"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("import pandas as pd", "raise ValueError('broken')", 1), encoding="utf-8")
    corpus = Corpus.open("harbour", root)
    folder = render.reports_folder(corpus)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for other in render.notebook_paths(root)[1:]:
        other.unlink()
    with pytest.raises(ReportError, match=r"01_corpus.*ValueError: broken"):
        render.render(corpus)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
