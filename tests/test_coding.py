"""Human coding: the sample is stratified and blind, sheets come back checked, agreement and shares are right."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.frames import Codebook, load_codebook
from corpuslib.cli import main
from corpuslib.coding.agreement import (
    agreement,
    alpha_interval,
    disagreements,
    krippendorff_alpha,
    pairwise,
    reliability,
)
from corpuslib.coding.codes import Code, anchored, check, coded_units, import_sheets, load_codes
from corpuslib.coding.inference import corrected_shares, prediction_powered
from corpuslib.coding.returned import Returned, read_sheet
from corpuslib.coding.sample import (
    LONGEST,
    CodingError,
    Passage,
    Sample,
    allocate,
    check_of,
    draw,
    load_sample,
    passages,
    shown,
)
from corpuslib.coding.sheets import Sheets, csv_bytes, escape, make_sheets, remarks, sheet_files, unescape
from corpuslib.corpus import Corpus

SHARED = Path(__file__).parents[2] / "shared" / "bench" / "framing" / "data" / "alpha_dev.jsonl.gz"
NAN = float("nan")
TEXT = st.text(st.characters(codec="utf-8"), max_size=80)


@pytest.fixture
def corpus(demo: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """The demo corpus, built, in a project folder whose data/coding is empty."""
    (tmp_path / "data" / "raw").mkdir(parents=True)  # without the codes that are published with the demo
    for name in ("raw/demo", "processed"):
        (tmp_path / "data" / name).symlink_to(demo.root / "data" / name, target_is_directory=True)
    monkeypatch.setenv("CORPUSLIB_ROOT", str(tmp_path))
    return Corpus.open("demo", tmp_path)


def made(corpus: Corpus, **settings: object) -> Sheets:
    return make_sheets(corpus, ["anna", "ben"], **{"n": 20, "codebook": "generic", "seed": 1, **settings})  # type: ignore[arg-type]


def sheet(corpus: Corpus, name: str) -> Path:
    return corpus.root / "data" / "coding" / "demo" / name


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def fill(path: Path, mark: Callable[[int, list[str]], None], to: Path | None = None) -> Path:
    """Let a coder fill a sheet in: `mark(number, row)` changes each row."""
    header, *rows = cells(path)
    for number, row in enumerate(rows):
        mark(number, row)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    (to or path).write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    return to or path


def conflict(number: int, row: list[str]) -> None:
    row[3] = "1"


def nothing(number: int, row: list[str]) -> None:
    row[8] = "x"


# Drawing


POPULATION = [Passage(f"{d:03}", 100 * p, 100 * p + 50, f"Passage {p} of {d}.") for d in range(30) for p in range(4)]
STRATA = {f"{d:03}": "large" if d < 20 else "small" if d < 29 else "single" for d in range(30)}


def test_each_stratum_gives_its_share() -> None:
    drawn = draw(POPULATION, STRATA, 30, ["anna"], seed=3)
    assert Counter(unit.stratum for unit in drawn) == {"large": 20, "small": 9, "single": 1}


def test_equal_strata_give_as_many_as_they_have() -> None:
    drawn = draw(POPULATION, STRATA, 30, ["anna"], equal=True, seed=3)
    assert Counter(unit.stratum for unit in drawn) == {"large": 13, "small": 13, "single": 4}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 50), max_size=8), st.integers(1, 200), st.booleans())
def test_an_allocation_gives_all_that_is_asked_for_and_there(sizes: dict[str, int], n: int, equal: bool) -> None:
    given_out = allocate(sizes, n, equal=equal)
    assert sum(given_out.values()) == min(n, sum(sizes.values()))
    assert all(0 <= given_out[name] <= size for name, size in sizes.items())


def test_a_seed_draws_the_same_sample_and_another_seed_another() -> None:
    assert draw(POPULATION, STRATA, 30, ["a"], seed=3) == draw(POPULATION[::-1], STRATA, 30, ["a"], seed=3)
    assert draw(POPULATION, STRATA, 30, ["a"], seed=3) != draw(POPULATION, STRATA, 30, ["a"], seed=4)


def test_a_larger_sample_holds_the_smaller_one() -> None:
    small = {unit.unit_id for unit in draw(POPULATION, dict.fromkeys(STRATA, "all"), 10, ["a"])}
    large = {unit.unit_id for unit in draw(POPULATION, dict.fromkeys(STRATA, "all"), 40, ["a"])}
    assert small < large


def test_every_passage_is_drawn_equally_often() -> None:
    drawn = Counter(
        u.doc_id for seed in range(200) for u in draw(POPULATION, dict.fromkeys(STRATA, "all"), 12, ["a"], seed=seed)
    )
    expected = 200 * 12 / 30
    assert (
        len(drawn) == 30 and sum((n - expected) ** 2 / expected for n in drawn.values()) < 58
    )  # chi², 29 df, p = .001


def test_the_overlap_goes_to_all_coders_and_the_rest_to_one_each() -> None:
    drawn = draw(POPULATION, STRATA, 30, ["anna", "ben", "cai"], overlap=0.4, seed=3)
    assert Counter(len(unit.coders) for unit in drawn) == {3: 12, 1: 18}
    assert Counter(unit.coders[0] for unit in drawn if len(unit.coders) == 1) == {"anna": 6, "ben": 6, "cai": 6}
    assert Counter(unit.stratum for unit in drawn if len(unit.coders) == 3)["large"] in (7, 8, 9)


def test_every_coder_has_an_order_of_their_own(corpus: Corpus) -> None:
    sample = made(corpus).sample
    anna, ben = ([unit.unit_id for unit in sample.of(coder)] for coder in ("anna", "ben"))
    assert sorted(anna) == sorted(ben) and anna != ben
    assert anna != sorted(anna)


@pytest.mark.parametrize(
    ("coders", "settings", "message"),
    [
        ([], {}, "needs a coder"),
        (["anna", "Anna"], {}, "named twice"),
        (["../anna"], {}, "cannot be a coder's name"),
        (["anna"], {"overlap": 1.5}, "from 0 to 1"),
        (["anna"], {"n": 0}, "is none"),
        (["anna"], {"by": ["colour"]}, "outlet, story, section, language"),
        (["anna"], {"kind": "word"}, "sentence, paragraph, document"),
        (["anna"], {"codebook": "nowhere.toml"}, "no codebook 'nowhere.toml'"),
    ],
)
def test_settings_without_sense_are_refused(corpus: Corpus, coders: list[str], settings: dict, message: str) -> None:
    with pytest.raises(CodingError, match=message):
        make_sheets(corpus, coders, **{"n": 5, **settings})
    assert not (corpus.root / "data" / "coding").exists()


@pytest.mark.parametrize("kind", ["sentence", "paragraph"])
def test_a_passage_points_into_the_clean_text(corpus: Corpus, kind: str) -> None:
    texts = corpus.table("texts").set_index("doc_id")["text"]
    found = passages(corpus, kind)  # type: ignore[arg-type]
    assert found and all(texts[p.doc_id][p.start : p.end] == p.text for p in found)


@pytest.mark.parametrize("kind", ["sentence", "paragraph", "document"])
def test_a_passage_has_no_byline_or_dateline(corpus: Corpus, kind: str) -> None:
    documents = corpus.documents.set_index("doc_id")
    for passage in passages(corpus, kind):  # type: ignore[arg-type]
        for line in documents.loc[passage.doc_id, ["byline", "dateline"]]:
            assert not isinstance(line, str) or line not in passage.text


# Sheets


def test_a_sheet_says_nothing_of_document_outlet_or_day(corpus: Corpus) -> None:
    made(corpus, by=["outlet", "story"])
    header, *rows = cells(sheet(corpus, "anna.csv"))
    frames = ["conflict", "human_interest", "economic_consequences", "morality", "responsibility"]
    assert header == ["unit_id", "coder", "passage", *frames, "none", "note"]
    assert all(row[0].startswith("u") and row[1] == "anna" and not any(row[3:]) for row in rows)
    tasks = json.loads(sheet(corpus, "anna.label-studio.json").read_text(encoding="utf-8"))
    assert all(set(task) == {"data"} and set(task["data"]) == {"unit_id", "coder", "passage"} for task in tasks)
    lines = sheet(corpus, "anna.doccano.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(set(json.loads(line)) == {"text", "label", "unit_id", "coder"} for line in lines)


def test_passages_that_name_their_own_outlet_are_counted(corpus: Corpus) -> None:
    found = made(corpus, n=10_000)
    texts = {row[0]: row[2].casefold() for row in cells(sheet(corpus, "anna.csv"))[1:]}
    outlets = corpus.documents.set_index("doc_id")["outlet"].fillna("").str.casefold()
    naming = [u for u in found.sample.units if outlets[u.doc_id] and outlets[u.doc_id] in texts[u.unit_id]]
    assert found.naming == len(naming) > 0


def test_the_codebook_comes_with_the_sheets(corpus: Corpus) -> None:
    made(corpus)
    rows = {row[0]: row for row in cells(sheet(corpus, "codebook.csv"))}
    assert "Disagreement" in rows["conflict"][2] and rows["conflict"][3] and rows["conflict"][4]
    assert "Write 1 under" in rows[""][2]


def test_the_configuration_of_label_studio_offers_every_frame_and_none(corpus: Corpus) -> None:
    made(corpus)
    view = ElementTree.fromstring(sheet(corpus, "label-studio.xml").read_text(encoding="utf-8"))
    choices = {choice.get("value"): choice.get("hint") for choice in view.iter("Choice")}
    assert list(choices) == [*load_sample(corpus).frames, "none"]
    assert "Exclude:" in (choices["conflict"] or "")


def test_sheets_of_the_same_seed_are_the_same_bytes(corpus: Corpus) -> None:
    first = {path.name: path.read_bytes() for path in made(corpus).paths}
    (corpus.root / "data" / "coding" / "demo").rename(corpus.root / "earlier")
    assert first == {path.name: path.read_bytes() for path in made(corpus).paths}


def test_a_sample_that_is_there_is_never_overwritten(corpus: Corpus) -> None:
    made(corpus)
    fill(sheet(corpus, "anna.csv"), conflict)
    before = sheet(corpus, "anna.csv").read_bytes()
    with pytest.raises(CodingError, match="at work on"):
        made(corpus, seed=2)
    assert sheet(corpus, "anna.csv").read_bytes() == before


def test_what_holds_passages_is_kept_out_of_every_commit(corpus: Corpus) -> None:
    made(corpus)
    assert (corpus.root / "data" / "coding" / ".gitignore").read_text() == "*\n"


def test_no_cell_begins_like_a_formula() -> None:
    rows = cells_of(csv_bytes([["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "'=1", "plain"]]))
    assert rows == [["'=HYPERLINK(1)", "'+1", "'-1", "'@x", "'\tx", "''=1", "plain"]]


def cells_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


@given(TEXT)
def test_an_escaped_cell_is_harmless_and_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not escape(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(max_size=80))
def test_any_passage_comes_back_from_every_format_with_the_hash_it_left_with(text: str) -> None:
    passage = Passage("001", 0, len(text), text)
    units = draw([passage], {"001": "all"}, 1, ["anna"])
    sample = one_sample(units)
    (unit,) = units
    files = sheet_files(sample, codebook(), {unit.unit_id: text})
    for name in ("anna.csv", "anna.doccano.jsonl"):
        (row,) = read_bytes(name, files[name])
        assert (row.unit_id, row.coder, check_of(row.passage)) == (unit.unit_id, "anna", unit.check)


def read_bytes(name: str, data: bytes) -> list[Returned]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_sheet(path, codebook_frames())


def codebook() -> Codebook:
    return load_codebook("generic")


def codebook_frames() -> tuple[str, ...]:
    return tuple(frame.name for frame in codebook().frames)


def one_sample(units: tuple) -> Sample:
    return Sample(
        kind="paragraph", codebook="generic", frames=codebook_frames(), coders=("anna",), by=(), overlap=1.0,
        seed=0, population=len(units), units=units,
    )  # fmt: skip


def test_a_passage_longer_than_a_cell_is_cut_and_counted(corpus: Corpus) -> None:
    assert shown("a" * (LONGEST + 1)) == "a" * LONGEST + " […]"
    assert made(corpus).cut == 0


# Sheets come back


def test_a_filled_sheet_gives_a_code_for_every_frame(corpus: Corpus) -> None:
    made(corpus)
    checked = import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), conflict)])
    assert checked.problems == checked.not_coded == ()
    codes = load_codes(corpus)
    assert Counter((code.frame, code.value) for code in codes) == {
        ("conflict", 1): 20, ("human_interest", 0): 20, ("economic_consequences", 0): 20,
        ("morality", 0): 20, ("responsibility", 0): 20,
    }  # fmt: skip
    texts = corpus.table("texts").set_index("doc_id")["text"]
    shown_to = {row[0]: row[2] for row in cells(sheet(corpus, "anna.csv"))}
    assert all(texts[code.doc_id][code.start : code.end] == shown_to[code.unit_id] for code in codes)


def test_none_says_that_a_passage_has_no_frame(corpus: Corpus) -> None:
    made(corpus)
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), nothing)])
    assert {code.value for code in load_codes(corpus)} == {0}


def test_a_row_without_a_mark_is_not_coded_and_is_named(corpus: Corpus) -> None:
    made(corpus)
    checked = import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), lambda n, row: conflict(n, row) if n else None)])
    unit = cells(sheet(corpus, "anna.csv"))[1][0]
    assert checked.not_coded == (f"anna.csv, row 2: {unit} is not coded yet",)
    assert len({code.unit_id for code in load_codes(corpus)}) == 19


def test_a_missing_row_is_named(corpus: Corpus) -> None:
    made(corpus)
    path = fill(sheet(corpus, "anna.csv"), conflict)
    lines = cells(path)
    path.write_bytes(csv_bytes([*lines[:5], *lines[6:]]))
    assert import_sheets(corpus, [path]).not_coded == (f"anna: {lines[5][0]} has no row",)


def _set(column: int, value: str) -> Callable[[int, list[str]], None]:
    def mark(number: int, row: list[str]) -> None:
        row[3] = "1"
        if number == 3:
            row[column] = value

    return mark


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (0, "u000000000000", "the unit 'u000000000000' is not of this sample"),
        (1, "carl", "the coder 'carl' is not of this sample; its coders are anna, ben"),
        (2, "Other words.", "was changed"),
        (4, "perhaps", "'perhaps' under 'human_interest' is neither 1 nor 0"),
        (8, "1", "'none' is marked beside 'conflict'"),
    ],
)
def test_what_is_wrong_is_named_with_its_row_and_nothing_is_kept(
    corpus: Corpus, column: int, value: str, message: str
) -> None:
    made(corpus)
    checked = import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), _set(column, value))])
    assert len(checked.problems) == 1
    assert checked.problems[0].startswith("anna.csv, row 5: ") and message in checked.problems[0]
    assert not sheet(corpus, "codes.csv").exists()


def test_a_unit_coded_twice_is_a_problem_that_names_both_rows(corpus: Corpus) -> None:
    made(corpus)
    path = fill(sheet(corpus, "anna.csv"), conflict)
    lines = cells(path)
    path.write_bytes(csv_bytes([*lines, lines[1]]))
    (problem,) = import_sheets(corpus, [path]).problems
    assert problem.startswith("anna.csv, row 22: ") and "first in anna.csv, row 2" in problem


def test_an_unknown_frame_is_a_problem_where_it_is_marked(corpus: Corpus) -> None:
    made(corpus)
    path = fill(sheet(corpus, "anna.csv"), conflict)
    header, *rows = cells(path)
    path.write_bytes(csv_bytes([[*header, "horse_race"], [*rows[0], "1"], *([*row, ""] for row in rows[1:])]))
    (problem,) = import_sheets(corpus, [path]).problems
    assert problem.startswith("anna.csv, row 2: unknown frame 'horse_race'; the codebook 'generic' has conflict")


def test_a_sheet_without_the_column_of_a_frame_is_refused(corpus: Corpus) -> None:
    made(corpus)
    path = sheet(corpus, "anna.csv")
    path.write_bytes(csv_bytes([row[:4] + row[5:] for row in cells(path)]))
    with pytest.raises(CodingError, match=r"anna.csv, row 1: the column 'human_interest' is missing"):
        import_sheets(corpus, [path])


def test_a_unit_of_another_coder_is_a_problem(corpus: Corpus) -> None:
    sample = made(corpus, overlap=0.0).sample
    other = sample.of("ben")[0]
    row = Returned("x, row 2", other.unit_id, "anna", "", {"conflict": "1"})
    assert check(sample, [row]).problems == (f"x, row 2: the unit {other.unit_id} is not one of anna's",)


def test_blank_cells_beside_zeros_are_not_taken_for_a_code(corpus: Corpus) -> None:
    sample = made(corpus).sample
    unit = sample.of("anna")[0]
    text = next(row[2] for row in cells(sheet(corpus, "anna.csv")) if row[0] == unit.unit_id)
    some, all_ = {"conflict": "0"}, dict.fromkeys(sample.frames, "0")
    assert check(sample, [Returned("x", unit.unit_id, "anna", text, some)]).codes == ()
    assert {c.value for c in check(sample, [Returned("x", unit.unit_id, "anna", text, all_)]).codes} == {0}


def test_codes_that_a_later_file_does_not_hold_stay(corpus: Corpus) -> None:
    made(corpus)
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), conflict)])
    import_sheets(corpus, [fill(sheet(corpus, "ben.csv"), nothing)])
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), lambda n, row: row.__setitem__(3, "" if n else "1"))])
    assert Counter(code.coder for code in load_codes(corpus)) == {"anna": 100, "ben": 100}


def test_a_sheet_saved_with_semicolons_and_other_line_ends_is_read(corpus: Corpus) -> None:
    made(corpus)
    path = fill(sheet(corpus, "anna.csv"), conflict)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(cells(path))
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    assert len(import_sheets(corpus, [path]).codes) == 100


def test_a_sheet_that_is_not_utf8_says_how_to_save_it(corpus: Corpus) -> None:
    made(corpus)
    sheet(corpus, "anna.csv").write_bytes("unit_id,coder,passage,é".encode("latin-1"))
    with pytest.raises(CodingError, match="CSV UTF-8"):
        import_sheets(corpus, [sheet(corpus, "anna.csv")])


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.xlsx"]))
def test_no_file_breaks_the_reading(data: bytes, name: str) -> None:
    try:
        read_bytes(name, data)
    except CodingError as error:
        assert str(error).startswith("a.")


def test_notes_are_kept(corpus: Corpus) -> None:
    made(corpus)

    def note(number: int, row: list[str]) -> None:
        row[3], row[9] = "1", "=unsure, “both”?"

    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), note)])
    assert {code.note for code in load_codes(corpus)} == {"=unsure, “both”?"}
    assert "'=unsure" in sheet(corpus, "codes.csv").read_text(encoding="utf-8")


def test_an_xlsx_sheet_holds_codes_and_codebook_and_comes_back(corpus: Corpus) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="XLSX is an optional extra")
    made(corpus)
    path = sheet(corpus, "anna.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["codes", "codebook"]
    assert all(cell.data_type != "f" for name in book.sheetnames for row in book[name] for cell in row)
    for row in range(2, book["codes"].max_row + 1):
        book["codes"].cell(row, 4).value = 1
    book.save(path)
    checked = import_sheets(corpus, [path])
    assert checked.problems == checked.not_coded == () and len(checked.codes) == 100


def test_an_export_of_label_studio_comes_back(corpus: Corpus) -> None:
    made(corpus)
    tasks = json.loads(sheet(corpus, "anna.label-studio.json").read_text(encoding="utf-8"))
    for number, task in enumerate(tasks, 1):
        results = [
            {
                "from_name": "frames",
                "to_name": "passage",
                "type": "choices",
                "value": {"choices": ["conflict", "morality"]},
            },
            {"from_name": "note", "to_name": "passage", "type": "textarea", "value": {"text": ["hm"]}},
        ]
        cancelled = {"was_cancelled": True, "result": []}
        task |= {
            "id": number,
            "annotations": [{"completed_by": 1, "was_cancelled": False, "result": results}, cancelled],
        }
    tasks[0]["annotations"] = []
    path = sheet(corpus, "export.json")
    path.write_text(json.dumps(tasks), encoding="utf-8")
    checked = import_sheets(corpus, [path])
    assert checked.problems == () and checked.not_coded[0].startswith("export.json, task 1: ")
    assert {c.frame for c in checked.codes if c.value} == {"conflict", "morality"} and checked.codes[0].note == "hm"


def test_two_annotations_of_a_task_are_a_unit_twice(corpus: Corpus) -> None:
    made(corpus)
    tasks = json.loads(sheet(corpus, "anna.label-studio.json").read_text(encoding="utf-8"))
    done = {"result": [{"from_name": "frames", "value": {"choices": ["none"]}}]}
    path = sheet(corpus, "export.json")
    path.write_text(json.dumps([task | {"annotations": [done, done]} for task in tasks[:1]]), encoding="utf-8")
    (problem,) = import_sheets(corpus, [path]).problems
    assert "coded twice by anna" in problem


def test_an_export_of_doccano_comes_back(corpus: Corpus) -> None:
    made(corpus)
    lines = sheet(corpus, "ben.doccano.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) | {"id": n, "label": ["none"], "Comments": ["hm"]} for n, line in enumerate(lines)]
    entries[1]["label"] = ["horse_race"]
    path = sheet(corpus, "admin.jsonl")
    path.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    (problem,) = import_sheets(corpus, [path]).problems
    assert problem.startswith("admin.jsonl, row 2: unknown frame 'horse_race'")
    entries[1]["label"] = ["conflict"]
    path.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    assert sum(code.value for code in import_sheets(corpus, [path]).codes) == 1


# Agreement


@given(
    st.lists(
        st.lists(st.sampled_from([NAN, 0.0, 1.0, 2.0]), min_size=4, max_size=4), min_size=2, max_size=12
    )
)  # fmt: skip
def test_alpha_is_that_of_nltk(units: list[list[float]]) -> None:
    from nltk.metrics.agreement import AnnotationTask

    matrix = np.array(units).T
    both = matrix[:, (~np.isnan(matrix)).sum(axis=0) >= 2]
    found = krippendorff_alpha(matrix)
    if len(np.unique(both[~np.isnan(both)])) < 2:
        assert math.isnan(found)  # where NLTK says 1: without variation nothing was shown
        return
    data = [(int(c), int(u), matrix[c, u]) for c, u in zip(*np.nonzero(~np.isnan(matrix)), strict=True)]
    assert found == pytest.approx(AnnotationTask(data).alpha(), abs=1e-9)


def test_alpha_of_a_published_example() -> None:
    # Krippendorff (2011), the example with four observers, twelve units and missing values: nominal alpha .743.
    n = NAN
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3],
        [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n],
    ]
    assert krippendorff_alpha(ratings) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_raw_labels_of_published_sets() -> None:
    if not SHARED.exists():
        pytest.skip("the raw labels of MBIC and BABE are not here")
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        matrix = np.array([[NAN if value is None else value for value in rater] for rater in row["matrix"]], float)
        found = alpha_interval(matrix, seed=1, draws=500)
        print(f"{row['set']}: alpha {found.estimate:.4f} ({found.low:.3f} to {found.high:.3f})")
        assert found.estimate == pytest.approx(row["alpha"], abs=1e-9)
        assert found.low < found.estimate < found.high
    assert [round(row["alpha"], 3) for row in rows] == [0.388, 0.399, 0.206]


def test_alpha_without_two_ratings_of_a_unit_is_unknown() -> None:
    assert math.isnan(krippendorff_alpha([[1, NAN], [NAN, 0]]))
    assert all(math.isnan(x) for x in alpha_interval([[1, 1], [1, 1]], seed=0))


def test_the_interval_of_alpha_covers_it() -> None:
    random = np.random.default_rng(5)

    def ratings(units: int) -> np.ndarray:
        truth = random.random(units) < 0.3
        return np.where(random.random((3, units)) < 0.15, ~truth, truth).astype(float)

    truth = krippendorff_alpha(ratings(2_000_000))
    found = [alpha_interval(ratings(100), seed=seed, draws=400) for seed in range(2000)]
    covered = np.mean([interval.low <= truth <= interval.high for interval in found])
    print(f"95 % intervals of alpha cover {covered:.3f} of 2,000 draws")
    assert 0.93 <= covered <= 0.97


def _codes(values: dict[str, str]) -> list[Code]:
    """Codes of one frame: for each coder a string with 1, 0 or - for every unit."""
    return [
        Code(f"u{number}", "001", 0, 1, coder, "conflict", int(value), "hm" if value == "1" else "")
        for coder, row in values.items()
        for number, value in enumerate(row)
        if value != "-"
    ]


def test_agreement_is_reported_for_each_frame_with_its_units() -> None:
    (row,) = agreement(_codes({"anna": "1100-", "ben": "1000-", "cai": "----1"}), seed=1, draws=200).to_dict("records")
    assert (row["frame"], row["units"], row["share"]) == ("conflict", 4, 0.375)
    assert row["alpha"] == pytest.approx(0.5333, abs=1e-4) and row["low"] <= row["alpha"] <= row["high"]


def test_pairs_are_compared_on_the_units_that_both_coded() -> None:
    found = pairwise(_codes({"anna": "1100", "ben": "10--", "cai": "--01"}))
    assert found[["coder_a", "coder_b", "units", "agreement"]].values.tolist() == [
        ["anna", "ben", 2, 0.5],
        ["anna", "cai", 2, 0.5],
    ]


def test_disagreements_come_with_passage_and_notes() -> None:
    found = disagreements(_codes({"anna": "110", "ben": "100"}), {"u1": "They met."})
    assert found.values.tolist() == [["conflict", "u1", "anna (hm)", "ben", "They met."]]


def _altered(corpus: Corpus, **values: object) -> str:
    """Write other values into the first unit of the sample, as if the text had changed since; return its id."""
    path = sheet(corpus, "sample.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["units"][0] |= values
    path.write_text(json.dumps(data), encoding="utf-8")
    return data["units"][0]["unit_id"]


def test_a_passage_that_moved_is_found_by_its_words(corpus: Corpus) -> None:
    sample = made(corpus).sample
    unit_id = _altered(corpus, start=1, end=2)
    (unit,) = (unit for unit in sample.units if unit.unit_id == unit_id)
    passage = anchored(corpus, load_sample(corpus))[unit_id]
    assert (passage.start, passage.end) == (unit.start, unit.end)


def test_a_passage_whose_words_changed_is_counted_and_not_shown(corpus: Corpus) -> None:
    made(corpus)
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), conflict), fill(sheet(corpus, "ben.csv"), nothing)])
    unit_id = _altered(corpus, check=check_of("Other words."))
    found = reliability(corpus)
    shown_to = found.disagreements.set_index("unit_id")["passage"]
    assert found.changed == 1 and shown_to[unit_id] == "" and (shown_to == "").sum() == 1


def test_coded_units_are_all_passages_with_the_mean_of_their_coders(corpus: Corpus) -> None:
    sample = made(corpus).sample
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), conflict), fill(sheet(corpus, "ben.csv"), nothing)])
    units = coded_units(corpus, "conflict")
    assert len(units) == sample.population and units["code"].value_counts().to_dict() == {0.5: 20}
    found = prediction_powered(
        units["code"], units["text"].str.contains("collision").astype(float), clusters=list(units["doc_id"])
    )
    assert found.estimate == pytest.approx(0.5)
    with pytest.raises(CodingError, match="no frame 'horse_race'"):
        coded_units(corpus, "horse_race")


@pytest.mark.parametrize(("name", "content"), [("sample.json", "{}"), ("codes.csv", "unit_id\n"), ("codes.csv", "")])
def test_a_damaged_file_is_named(corpus: Corpus, name: str, content: str) -> None:
    made(corpus)
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), conflict), fill(sheet(corpus, "ben.csv"), conflict)])
    sheet(corpus, name).write_text(content, encoding="utf-8")
    with pytest.raises(CodingError, match=rf"{name} is damaged"):
        reliability(corpus)


# Shares


def test_a_prediction_powered_share_is_that_of_the_formula() -> None:
    # Angelopoulos et al. (2023) with a given power: mean code, corrected by predictions; variances with n - 1.
    random = np.random.default_rng(2)
    truth = (random.random(400) < 0.3).astype(float)
    predictions = np.where(random.random(400) < 0.2, 1 - truth, truth)
    coded, codes = 80, np.where(np.arange(400) < 80, truth, NAN)
    for power in (0.0, 0.5, 1.0):
        found = prediction_powered(codes, predictions, power=power)
        residual, rest = truth[:coded] - power * predictions[:coded], power * predictions[coded:]
        variance = residual.var(ddof=1) / coded + rest.var() / (400 - coded) * coded / (coded - 1)
        assert found.estimate == pytest.approx(residual.mean() + rest.mean(), abs=1e-12)
        assert found.error == pytest.approx(math.sqrt(variance), abs=1e-12)


def test_the_power_is_the_one_that_makes_the_error_least() -> None:
    random = np.random.default_rng(3)
    truth = (random.random(300) < 0.4).astype(float)
    predictions = np.where(random.random(300) < 0.25, 1 - truth, truth)
    codes = np.where(np.arange(300) < 60, truth, NAN)
    found = prediction_powered(codes, predictions)
    others = [prediction_powered(codes, predictions, power=power).error for power in np.linspace(0, 1, 101)]
    assert 0 < found.power < 1 and found.error <= min(others) + 1e-15


def test_without_trust_the_interval_is_wilsons() -> None:
    from scipy.stats import t

    from corpuslib.coding.inference import _wilson
    from corpuslib.statistics import wilson

    assert _wilson(0.3, 0.3 * 0.7 / 50, 50, 1.959963984540054) == pytest.approx(wilson(15, 50)[1:], abs=1e-9)
    found = prediction_powered([1.0] * 15 + [0.0] * 35, [0.5] * 50)
    width = t.ppf(0.975, 49)
    assert (found.low, found.high) == pytest.approx(_wilson(0.3, 0.3 * 0.7 / 49, 50, width), abs=1e-12)


def test_constant_or_wrong_predictions_do_no_harm() -> None:
    codes = [1.0, 0.0, 1.0, 0.0, 0.0, NAN, NAN, NAN]
    for predictions in ([0.5] * 8, [0, 1, 0, 1, 1, 1, 0, 1]):
        found = prediction_powered(codes, predictions)
        assert (found.estimate, found.power) == (pytest.approx(0.4), 0.0)


def test_a_frame_that_nobody_saw_has_an_interval_and_not_a_certain_zero() -> None:
    found = prediction_powered([0.0] * 30 + [NAN] * 100, [0.0] * 120 + [1.0] * 10)
    assert found.estimate == found.low == 0 and 0.1 < found.high < 0.15


def test_too_few_codes_say_so() -> None:
    assert prediction_powered([1, NAN], [1, 0])[1:3] == (0.0, 1.0)
    assert math.isnan(prediction_powered([NAN, NAN], [1, 0]).estimate)
    assert prediction_powered([1, 0, 1, NAN], [1, 0, 1, 0], clusters=list("aaab"))[1:3] == (0.0, 1.0)


def test_codes_of_one_article_count_as_one_when_they_are_alike() -> None:
    single = prediction_powered([1, 0, 1, 0, 0, 1], [0.5] * 6)
    double = prediction_powered([1, 0, 1, 0, 0, 1] * 3, [0.5] * 18, clusters=list(range(6)) * 3)
    assert double.error == pytest.approx(single.error) and double.low == pytest.approx(single.low)


@pytest.mark.parametrize(
    ("codes", "predictions", "more", "message"),
    [
        ([1, 0], [1], {}, "shape"),
        ([2, 0], [1, 0], {}, "between 0 and 1"),
        ([1, 0], [NAN, 0], {}, "between 0 and 1"),
        ([1, 0], [1, 0], {"power": 2}, "power"),
        ([1, 0], [1, 0], {"clusters": ["a"]}, "1 clusters"),
    ],
)
def test_values_that_are_no_shares_are_refused(codes: list, predictions: list, more: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        prediction_powered(codes, predictions, **more)


@pytest.mark.parametrize(("share", "coded"), [(0.3, 100), (0.1, 50)])
def test_the_interval_of_a_corrected_share_covers_it(share: float, coded: int) -> None:
    random = np.random.default_rng(7)
    covered, widths = 0, []
    for _ in range(2000):
        truth = (random.random(500) < share).astype(float)
        predictions = np.where(truth == 1, random.random(500) < 0.75, random.random(500) < 0.15).astype(float)
        found = prediction_powered(np.where(np.arange(500) < coded, truth, NAN), predictions)
        covered += found.low <= share <= found.high
        widths.append(found.high - found.low)
    print(f"share {share}, {coded} coded: covers {covered / 2000:.3f} of 2,000 draws, mean width {np.mean(widths):.3f}")
    assert 0.93 <= covered / 2000 <= 0.97


def test_the_interval_of_a_clustered_share_covers_it() -> None:
    random = np.random.default_rng(8)
    clusters = np.repeat(np.arange(120), 4)
    covered = plain = 0
    for _ in range(2000):
        inclination = np.repeat(random.beta(0.3 * 3, 0.7 * 3, 120), 4)  # intraclass correlation .25
        truth = (random.random(480) < inclination).astype(float)
        predictions = np.where(truth == 1, random.random(480) < 0.75, random.random(480) < 0.15).astype(float)
        codes = np.where(np.arange(480) < 160, truth, NAN)
        found, alone = (
            prediction_powered(codes, predictions, clusters=clusters.tolist()),
            prediction_powered(codes, predictions),
        )
        covered += found.low <= 0.3 <= found.high
        plain += alone.low <= 0.3 <= alone.high
    print(f"40 of 120 articles coded: covers {covered / 2000:.3f} of 2,000 draws, without clusters {plain / 2000:.3f}")
    assert 0.93 <= covered / 2000 <= 0.97
    assert plain / 2000 < 0.93


def test_shares_are_corrected_for_each_outlet() -> None:
    codes = [1, 0, 1, NAN, NAN, 0, 0, 1, NAN, NAN]
    found = corrected_shares(codes, [1, 0, 1, 1, 1, 1, 0, 1, 1, 1], ["a"] * 5 + ["b"] * 5)
    assert found[["group", "units", "coded", "counted"]].values.tolist() == [["a", 5, 3, 0.8], ["b", 5, 3, 0.8]]
    assert (found["estimate"] < 1).all() and (found["low"] < found["estimate"]).all()


# The commands


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["code", *arguments])


@pytest.mark.parametrize("command", ["sample", "import", "agree", "train"])
def test_every_coding_command_shows_an_example(command: str) -> None:
    assert f"corpuslib code {command}" in run(command, "--help").output.split("Example:")[1]


def test_the_loop_runs_from_the_command_line(corpus: Corpus) -> None:
    drawn = run("sample", "demo", "--n", "30", "--coders", "anna, ben", "--by", "outlet", "--codebook", "generic")
    assert drawn.exit_code == 0, drawn.output
    assert "30 of 424 paragraphs drawn from 20 strata" in drawn.output
    same = {unit.unit_id for unit in load_sample(corpus).units[:20]}
    for coder in ("anna", "ben"):
        odd = conflict if coder == "anna" else nothing
        fill(sheet(corpus, f"{coder}.csv"), lambda n, row, odd=odd: (conflict if row[0] in same else odd)(n, row))
    taken = run("import", "demo", str(sheet(corpus, "anna.csv")), str(sheet(corpus, "ben.csv")))
    assert taken.exit_code == 0 and "60 coded units imported, 0 not coded yet" in taken.output
    agreed = run("agree", "demo")
    assert agreed.exit_code == 0 and "10 disagreements to discuss" in agreed.output
    table = cells(sheet(corpus, "agreement.csv"))
    assert table[0] == ["frame", "units", "share", "alpha", "low", "high"] and len(table) == 6
    assert table[1][:3] == ["conflict", "30", "0.8333"]
    assert table[1][3].startswith("-0.")  # a number below 0 is no formula
    assert table[2][1:] == ["30", "0.0", "", "", ""]
    assert len(cells(sheet(corpus, "disagreements.csv"))) == 11


def test_an_import_with_problems_ends_with_exit_code_1(corpus: Corpus) -> None:
    made(corpus)
    done = run("import", "demo", str(fill(sheet(corpus, "anna.csv"), _set(4, "7"))))
    assert done.exit_code == 1 and "row 5" in done.output and "nothing was imported" in done.output


def test_agreement_of_one_coder_says_who_coded_so_far(corpus: Corpus) -> None:
    made(corpus)
    import_sheets(corpus, [fill(sheet(corpus, "anna.csv"), conflict)])
    done = run("agree", "demo")
    assert done.exit_code == 3 and "coded so far by: anna" in done.output


def test_whoever_draws_is_told_what_the_sheets_are(corpus: Corpus) -> None:
    drawn = made(corpus, n=10, by=["outlet"])
    lines = "\n".join(remarks(drawn, restricted=True))
    assert "10 of 424 paragraphs drawn from 20 strata" in lines and "strata gave none" in lines
    assert "keep sample.json" in lines and "not to be passed on" in lines
    assert "not to be passed on" not in "\n".join(remarks(drawn, restricted=False))


def test_coding_without_a_sample_says_what_to_do(corpus: Corpus) -> None:
    done = run("agree", "demo")
    assert done.exit_code == 3 and "corpuslib code import demo" in done.output
