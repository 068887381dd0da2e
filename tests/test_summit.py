"""The five real articles: they are read right where they are at hand, and no file here gives their text away."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
from passages import check_passages

from corpuslib import intake, read
from corpuslib.build import build
from corpuslib.corpus import RESTRICTED_WORDS, Corpus
from corpuslib.reports.checks import check_rights, visible_text

ROOT = Path(__file__).parents[1]
TEXTS = ROOT.parent / "shared" / "corpora" / "summit-2019"

pytestmark = pytest.mark.skipif(
    not TEXTS.is_dir(), reason=f"the restricted texts are not here: no folder {TEXTS.relative_to(ROOT.parent)}"
)


@pytest.fixture(scope="module")
def summit(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("project")
    folder = root / "data" / "raw" / "summit-2019"
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "data" / "raw" / "summit-2019" / "corpus.toml", folder / "corpus.toml")
    corpus = Corpus.open("summit-2019", root)
    added = intake.add(corpus, TEXTS, suffixes=read.SUFFIXES)
    assert (len(added.brought), added.missing, added.altered) == (5, (), ())
    build(corpus, workers=1)
    return corpus


def test_every_row_of_every_table_points_at_one_passage_in_both_texts(summit: Corpus) -> None:
    check_passages(summit)


def test_the_rendering_without_a_title_has_no_headline(summit: Corpus) -> None:
    headlines = summit.documents.set_index("doc_id")["headline"]
    assert headlines.isna().to_dict() == {"000": False, "001": False, "002": True, "003": False, "004": False}


def test_a_site_date_years_later_loses_against_the_weekday_in_the_text(summit: Corpus) -> None:
    row = summit.documents.set_index("doc_id").loc["003"]
    assert row["date_conflict"] and row["published_stated"].year == 2024
    assert row["published_from"] <= datetime.date(2018, 10, 31) <= row["published_to"]


def test_captions_that_one_site_put_between_paragraphs_are_set_aside(summit: Corpus) -> None:
    blocks = summit.table("blocks")
    captions = blocks[(blocks["doc_id"] == "002") & (blocks["kind"] == "caption")]
    assert captions["block_id"].tolist() == [7, 12] and not captions["in_body"].any()


def test_a_meeting_still_to_come_bounds_the_day_of_publication(summit: Corpus) -> None:
    rows = summit.documents.set_index("doc_id").loc[["001", "002"]]
    assert set(rows["published_to"]) == {datetime.date(2019, 4, 24)}


def test_the_two_renderings_of_one_original_are_found_and_no_other_pair(summit: Corpus) -> None:
    pairs = summit.table("pairs")
    renderings = pairs[pairs["relation"] == "parallel_rendering"]
    assert list(zip(renderings["doc_a"], renderings["doc_b"], strict=True)) == [("001", "002")]


def test_a_no_break_space_read_as_gbk_becomes_a_space(summit: Corpus) -> None:
    edits = summit.table("edits")
    repaired = edits[(edits["doc_id"] == "000") & (edits["kind"] == "mojibake")]
    assert list(zip(repaired["before"], repaired["after"], strict=True)) == [("聽", " ")]


def test_no_file_of_this_repository_holds_more_of_them_than_it_may(summit: Corpus) -> None:
    texts = [text for column in ("raw", "text") for text in summit.table("texts")[column]]
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    found = {}
    for name in listing.stdout.decode().split("\0"):
        path = ROOT / name
        if not path.is_file() or name == "requirements.lock":
            continue
        content = path.read_bytes().decode("utf-8", "replace")
        shown = visible_text(content) if name.endswith(".html") and name.startswith("reports/") else content
        if runs := check_rights(shown, texts, limit=RESTRICTED_WORDS):
            found[name] = runs
    assert found == {}
