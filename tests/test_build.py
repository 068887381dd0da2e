"""The corridor end to end: a folder of files in, tables out; bad input costs nobody else their tables."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from passages import check_passages

from corpuslib import build as building
from corpuslib import engine, intake, read
from corpuslib.build import build, dictionary_text, row_classes
from corpuslib.corpus import Corpus, CorpusError
from corpuslib.tables import schema

ARTICLE = """Harbour talks resume in Orvesund

By Ida Tell

ORVESUND, March 2 (HALYARD) - Talks on the harbour resumed on Tuesday, the mayor said.

“We will not leave this table,” Mayor Ida Korsen told reporters. She did not say how long that would take.

Fishermen had blocked the entrance for three days. According to the port authority, 14 ships were waiting outside.
"""
OTHER = ARTICLE.replace("Ida Korsen", "Jon Aspen").replace("14 ships", "nine ships") + "\nREAD ALSO: Ten soups\n"

CACHE = ".cache"


def corpus_of(root: Path, files: dict[str, bytes]) -> Corpus:
    folder = root / "in"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (root / "data" / "raw").mkdir(parents=True)
    return intake.create("harbour", folder, root, read.SUFFIXES)[0]


def bomb() -> bytes:
    from io import BytesIO

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"a" * 50_000_000)
        archive.writestr("../out.txt", b"leaves the folder")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """One corpus that has every kind of bad input beside two good articles."""
    cut_off = json.dumps({"title": "A", "text": ARTICLE + "Third."}) + '\n{"title": "B", "text": "cut o'
    corpus = corpus_of(
        tmp_path_factory.mktemp("project"),
        {
            "a_good.txt": ARTICLE.encode(),
            "b_good.txt": OTHER.encode(),
            "c_empty.txt": b"",
            "d_binary.txt": bytes(range(256)) * 40,
            "e_same.txt": ARTICLE.encode(),
            "f_nul.txt": ARTICLE.replace("Tuesday", "Tues\x00day").replace("mayor", "may\x00or").encode(),
            "g_latin.txt": ARTICLE.replace("Korsen", "Korsén").encode("cp1252"),
            "h_unclosed.html": b"<html><body><h1>Harbour<p>The talks <b>go on, the mayor said",
            "i_script.html": b"<h1><script>alert(1)</script><img src=x onerror=alert(2)>Talks &lt;script&gt;</h1><p>"
            + ARTICLE.encode()
            + b"</p>",
            "j_cut.jsonl": cut_off.encode(),
            "k_no_text.csv": b"id,headline\n1,Talks\n",
            "l_bomb.zip": bomb(),
            "m_surrogate.jsonl": b'{"text": "Talks \\ud800 go on. The mayor said so."}\n',
            "n_formula.csv": b'title,text\n"=cmd()","=1+1 is what the mayor wrote. ' + b"Talks went on. " * 9 + b'"\n',
            "o_long_line.txt": b"word " * 200_000,
        },
    )
    build(corpus, workers=1)
    return corpus


def rejects(corpus: Corpus) -> dict[str, str]:
    frame = corpus.table("rejects")
    return dict(zip(frame["file"], frame["reason"] + ": " + frame["detail"], strict=True))


def test_every_table_exists_with_its_final_schema(built: Corpus) -> None:
    for cls in row_classes():
        found = pq.read_schema(built.processed / f"{cls.table}.parquet")
        assert found.equals(schema(cls)), cls.table


def test_what_cannot_be_read_is_rejected_with_a_reason_and_the_rest_is_processed(built: Corpus) -> None:
    why = rejects(built)
    assert {"c_empty.txt", "d_binary.txt", "e_same.txt", "j_cut.jsonl", "k_no_text.csv", "l_bomb.zip"} <= set(why)
    assert "empty" in why["c_empty.txt"] and "binary" in why["d_binary.txt"]
    assert "letter for letter" in why["e_same.txt"] and "001" in why["e_same.txt"]
    assert "headline" in why["k_no_text.csv"]
    files = set(built.documents["file"])
    assert {"a_good.txt", "b_good.txt", "f_nul.txt", "g_latin.txt", "h_unclosed.html", "j_cut.jsonl"} <= files


def test_a_cut_off_line_is_named_by_its_number(built: Corpus) -> None:
    frame = built.table("rejects").set_index("file")
    assert frame.loc["j_cut.jsonl", "record"] == "line 2"


def test_an_archive_that_expands_without_end_gives_nothing_and_harms_nothing(built: Corpus) -> None:
    assert not (built.folder.parent / "out.txt").exists()
    assert "l_bomb.zip" not in set(built.documents["file"])


def test_every_passage_of_every_table_is_the_same_in_both_texts(built: Corpus) -> None:
    check_passages(built)


def test_scripts_of_a_page_never_become_text(built: Corpus) -> None:
    row = built.documents.set_index("file").loc["i_script.html"]
    assert "alert" not in built.document(row["doc_id"]).text
    assert "<script>" in built.document(row["doc_id"]).text, "what the page shows as text is text"


def test_nul_bytes_are_taken_out_on_the_ledger(built: Corpus) -> None:
    row = built.documents.set_index("file").loc["f_nul.txt"]
    document = built.document(row["doc_id"])
    assert "\x00" in document.raw and "\x00" not in document.text


def test_a_lone_surrogate_is_replaced_and_said(built: Corpus) -> None:
    row = built.documents.set_index("file").loc["m_surrogate.jsonl"]
    built.document(row["doc_id"]).raw.encode("utf-8")


def test_a_second_build_of_an_unchanged_corpus_computes_nothing(built: Corpus) -> None:
    assert build(Corpus.open("harbour", built.root), workers=1).unchanged


def test_the_number_of_workers_does_not_change_a_byte(built: Corpus, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in built.processed.glob("*.parquet")}
    again = copy_of(built, tmp_path)
    build(again, workers=2)
    assert {path.name: path.read_bytes() for path in again.processed.glob("*.parquet")} == before


def test_reading_a_large_file_record_by_record_does_not_change_a_byte(
    built: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in built.processed.glob("*.parquet")}
    again = copy_of(built, tmp_path)
    monkeypatch.setattr(building, "_LARGE", -1)
    build(again, workers=1)
    assert {path.name: path.read_bytes() for path in again.processed.glob("*.parquet")} == before


def test_a_large_table_is_written_in_groups_of_rows(
    built: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = copy_of(built, tmp_path)
    monkeypatch.setattr(building, "_ROW_GROUP", 10)
    counts = build(again, workers=1).counts
    for name, count in counts.items():
        path = again.processed / f"{name}.parquet"
        assert pq.ParquetFile(path).metadata.num_row_groups == max(1, -(-count // 10)), name
        assert pq.read_table(path).equals(pq.read_table(built.processed / path.name)), name
    assert max(counts.values()) > 20


def test_a_build_that_fails_leaves_the_tables_of_the_one_before(
    built: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = copy_of(built, tmp_path)
    build(again, workers=1)
    before = {path: path.read_bytes() for path in again.processed.iterdir() if path.is_file()}
    (again.folder / "c_new.txt").write_text("Not listed.", encoding="utf-8")
    monkeypatch.setattr(building.comparison, "compare_library", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(Corpus.open("harbour", again.root), workers=1)
    assert {path: path.read_bytes() for path in again.processed.iterdir() if path.is_file()} == before
    assert [path.name for path in again.processed.iterdir() if path.is_dir()] == [CACHE]


@pytest.mark.parametrize("workers", [1, 2])
def test_items_are_taken_only_a_little_ahead_of_their_results(workers: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(-400, 0):
            taken.append(number)
            yield number

    results = engine.map_ordered(abs, items(), workers=workers, chunk=4)
    assert next(results) == 400
    assert len(taken) < 60
    assert list(results) == list(range(399, 0, -1))


def copy_of(corpus: Corpus, root: Path) -> Corpus:
    import shutil

    shutil.copytree(corpus.root / "data" / "raw", root / "data" / "raw")
    return Corpus.open(corpus.name, root)


def test_after_a_crash_what_was_finished_is_not_computed_again(built: Corpus) -> None:
    kept = {path: path.stat().st_mtime_ns for path in (built.processed / CACHE).rglob("*.json")}
    (built.processed / "build.json").unlink()
    assert not build(Corpus.open("harbour", built.root), workers=1).unchanged
    assert {path: path.stat().st_mtime_ns for path in (built.processed / CACHE).rglob("*.json")} == kept


def test_a_file_that_was_edited_is_rejected_until_it_is_put_right(built: Corpus, tmp_path: Path) -> None:
    corpus = copy_of(built, tmp_path)
    (corpus.folder / "b_good.txt").write_text("Somebody edited me. " * 9, encoding="utf-8")
    build(corpus, workers=1)
    assert rejects(corpus)["b_good.txt"].startswith("altered")


def test_a_wrong_column_setting_is_a_message_and_not_a_traceback(built: Corpus, tmp_path: Path) -> None:
    corpus = copy_of(built, tmp_path)
    path = corpus.folder / "corpus.toml"
    path.write_text('[columns]\ntext_colum = "x"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CorpusError, match="text_colum"):
        build(Corpus.open("harbour", corpus.root), workers=1)


def test_documents_can_be_asked_for_in_sql(built: Corpus) -> None:
    answer = built.sql("select count(*) n from blocks where kind = 'read_also' and not in_body")
    assert answer["n"][0] == 1


def test_a_document_comes_back_from_the_tables_as_it_was(built: Corpus) -> None:
    document = built.document("001")
    assert document.raw == ARTICLE
    assert document.metadata.headline == "Harbour talks resume in Orvesund"
    assert "ORVESUND" in document.body


def test_the_data_dictionary_is_current() -> None:
    path = Path(__file__).parents[1] / "data" / "processed" / "README.md"
    assert path.read_text(encoding="utf-8") == dictionary_text(), "run: corpuslib dictionary --write"


def test_the_tables_of_a_corpus_without_a_document_have_their_context_columns(tmp_path: Path) -> None:
    articles, root = tmp_path / "articles", tmp_path / "project"
    articles.mkdir()
    (root / "data" / "raw").mkdir(parents=True)
    (articles / "blank.txt").write_text("  \n", "utf-8")
    corpus, _ = intake.create("blank", articles, root, (".txt",))
    build(corpus)
    for name in ("documents", "sentences", "labels"):
        table = corpus.table(name, context=True)
        assert table.empty
        assert {"name", "source", "story"} <= set(table)
