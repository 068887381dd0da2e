"""A corpus on disk: what corpus.toml may say, how texts come in, and what a person is told when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corpuslib import intake
from corpuslib.build import build
from corpuslib.corpus import Corpus, CorpusError, find_root, read_spec, shorten

SUFFIXES = (".txt", ".html")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "north").mkdir(parents=True)
    (folder / "a.txt").write_text("Talks go on in Sellbruck.\n", encoding="utf-8")
    (folder / "north" / "b.html").write_text("<p>Talks end.</p>", encoding="utf-8")
    (folder / "notes.docx").write_bytes(b"PK")
    (folder / "README.md").write_text("not an article", encoding="utf-8")
    return folder


def test_a_new_corpus_lists_the_files_it_can_read_and_names_the_others(root: Path, articles: Path) -> None:
    corpus, left_out = intake.create("harbour", articles, root, SUFFIXES)
    assert [(f.id, f.path) for f in corpus.spec.files] == [("001", "a.txt"), ("002", "north/b.html")]
    assert left_out == ["notes.docx"]
    assert {state for _, state in corpus.states()} == {"present"}


def test_a_new_corpus_is_restricted_until_its_owner_says_otherwise(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    assert corpus.restricted


def test_a_corpus_that_exists_is_not_overwritten(root: Path, articles: Path) -> None:
    intake.create("harbour", articles, root, SUFFIXES)
    with pytest.raises(CorpusError, match="is there already"):
        intake.create("harbour", articles, root, SUFFIXES)


@pytest.mark.parametrize("name", ["../up", "a/b", "", "With Space", "x" * 65])
def test_a_name_that_could_leave_the_folder_is_refused(root: Path, articles: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="cannot be a corpus's name"):
        intake.create(name, articles, root, SUFFIXES)


@pytest.mark.parametrize(("name", "purpose"), [("ratings", "tables of ratings"), ("coding", "what people coded")])
def test_a_folder_of_another_purpose_is_no_corpus(root: Path, articles: Path, name: str, purpose: str) -> None:
    with pytest.raises(CorpusError, match=purpose):
        intake.create(name, articles, root, SUFFIXES)


def test_a_link_that_leaves_the_folder_is_not_followed(root: Path, articles: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("private", encoding="utf-8")
    (articles / "c.txt").symlink_to(secret)
    _, left_out = intake.create("harbour", articles, root, SUFFIXES)
    assert "c.txt" in left_out


def test_texts_come_in_by_content_whatever_the_files_are_called(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    (corpus.folder / "a.txt").unlink()
    (articles / "a.txt").rename(articles / "renamed.txt")
    added = intake.add(corpus, articles, suffixes=SUFFIXES)
    assert added == intake.Added(brought=("a.txt",), missing=(), altered=())
    assert (corpus.folder / "a.txt").is_file()


def test_missing_and_altered_texts_are_told_apart(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    (corpus.folder / "a.txt").write_text("Someone edited this.", encoding="utf-8")
    (corpus.folder / "north" / "b.html").unlink()
    (articles / "a.txt").unlink()
    (articles / "north" / "b.html").unlink()
    added = intake.add(corpus, articles, suffixes=SUFFIXES)
    assert (added.missing, added.altered) == (("north/b.html",), ("a.txt",))


def test_new_files_are_listed_after_the_ones_that_are_there(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    (articles / "0.txt").write_text("A later report.", encoding="utf-8")
    added = intake.add(corpus, articles, suffixes=SUFFIXES, new=True)
    assert added.listed == ("0.txt",)
    assert [(f.id, f.path) for f in Corpus.open("harbour", root).spec.files][-1] == ("003", "0.txt")


def test_an_unlisted_file_is_noticed(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    (corpus.folder / "stray.txt").write_text("?", encoding="utf-8")
    assert corpus.unlisted() == ["stray.txt"]


def test_the_data_hash_changes_with_a_byte_of_a_text(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    before = corpus.data_hash
    (corpus.folder / "a.txt").write_text("Talks go on in Sellbruck!\n", encoding="utf-8")
    assert Corpus.open("harbour", root).data_hash != before


def test_an_unknown_corpus_lists_those_that_exist(root: Path, articles: Path) -> None:
    intake.create("harbour", articles, root, SUFFIXES)
    with pytest.raises(CorpusError, match="there are: harbour"):
        Corpus.open("harbor", root)


ENTRY = '[[file]]\nid = "1"\npath = "a.txt"\nsha256 = "0"\nbytes = 1\n'


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("title = ", "not valid TOML"),
        ('rigths = "open"', "unknown key 'rigths'"),
        ('rights = "mine"', 'must be "open" or "restricted"'),
        ("[[file]]\nid = '1'", r"\[\[file\]\] number 1 has no 'path'"),
        (ENTRY + ENTRY, "two .* have the id '1'"),
        (ENTRY.replace("a.txt", "../a.txt"), "leaves the corpus's folder"),
        (ENTRY.replace("bytes = 1", 'bytes = "1"'), "'bytes' must be of type int"),
    ],
)
def test_a_wrong_corpus_file_is_refused_with_the_place_and_the_reason(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "corpus.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError, match=message) as caught:
        read_spec(path)
    assert str(path) in str(caught.value)


def test_a_date_may_be_written_as_a_toml_date(tmp_path: Path) -> None:
    path = tmp_path / "corpus.toml"
    path.write_text(ENTRY + "published = 2021-03-14\n", encoding="utf-8")
    assert read_spec(path).files[0].declared.published == "2021-03-14"


def test_the_project_folder_is_found_from_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORPUSLIB_ROOT", raising=False)
    (root / "notebooks").mkdir()
    assert find_root(root / "notebooks") == root.resolve()


def test_outside_a_project_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORPUSLIB_ROOT", raising=False)
    with pytest.raises(CorpusError, match="CORPUSLIB_ROOT"):
        find_root(tmp_path)


def test_a_restricted_passage_shows_eight_words_and_points_to_the_rest(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    text = "one two three four five six seven eight nine ten"
    assert corpus.quote(text, "001", 5, 53) == "one two three four five six seven eight … [001:5–53]"
    assert corpus.quote("one two", "001", 5, 12) == "one two"


def test_links_of_a_chain_of_a_restricted_corpus_share_the_eight_words(root: Path, articles: Path) -> None:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    assert corpus.quotes(["an agency of the north", "a minister"]) == ["an agency of the north", "a minister"]
    assert corpus.quotes(["an agency of the far north", "a minister of trade"]) == [
        "an agency of the …",
        "a minister of trade",
    ]


def test_words_without_spaces_are_still_cut() -> None:
    assert shorten("a-b-c-d", 3) == "a-b-c …"


def test_a_script_without_spaces_is_cut_by_the_character() -> None:
    assert shorten("双方在湖边举行会谈", 4) == "双方在湖 …"


def test_a_row_leads_to_its_passage_in_the_file_as_found(root: Path, articles: Path) -> None:
    corpus = built(root, articles, "open")
    rows = pd.DataFrame({"doc_id": ["001", "002", "001"], "start": [6, float("nan"), 0], "end": [11, float("nan"), 5]})
    assert corpus.addresses(rows) == [
        "../../data/raw/harbour/a.txt#:~:text=go%20on",
        "../../data/raw/harbour/north/b.html",
        "../../data/raw/harbour/a.txt#:~:text=Talks",
    ]
    frame, link = corpus.linked(rows.assign(n=1), ["n"], "n")
    assert (list(frame), link) == (["n", "address"], {"n": "address"})


def test_a_row_of_a_restricted_corpus_leads_nowhere(root: Path, articles: Path) -> None:
    corpus = built(root, articles, "restricted")
    rows = pd.DataFrame({"doc_id": ["001"], "start": [0], "end": [5]})
    assert corpus.addresses(rows) == [""]
    frame, link = corpus.linked(rows, ["start"], "start")
    assert (list(frame), link) == (["start"], None)


def built(root: Path, articles: Path, rights: str) -> Corpus:
    corpus, _ = intake.create("harbour", articles, root, SUFFIXES)
    settings = corpus.folder / "corpus.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"restricted"', f'"{rights}"'), encoding="utf-8")
    corpus = Corpus.open("harbour", root)
    build(corpus, workers=1)
    return corpus
