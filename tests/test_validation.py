"""Validation: what is learnt from codes is measured on what was not learnt from, and counts are held against people."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.frame_model import FrameModel, FrameModelError
from corpuslib.cli import main
from corpuslib.coding import training
from corpuslib.coding.codes import CODES_FILE, Code, anchored, has_codes, import_sheets, load_codes
from corpuslib.coding.inference import expected_widths, prediction_powered
from corpuslib.coding.sample import CodingError, check_of, codes_folder, codes_hash, load_sample, shown
from corpuslib.coding.sheets import csv_bytes, make_sheets
from corpuslib.coding.training import load_training, passage_voices, train
from corpuslib.coding.validation import coder_scores, cost_curve, f1_score, machine_scores, shares, validation_units
from corpuslib.corpus import Corpus

ROOT = Path(__file__).parents[1]
NAN = float("nan")
FRAMES = ["conflict", "economic_consequences"]


@pytest.fixture
def corpus(demo: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """The demo corpus, built, in a project folder without any codes."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    for name in ("raw/demo", "processed"):
        (tmp_path / "data" / name).symlink_to(demo.root / "data" / name, target_is_directory=True)
    monkeypatch.setenv("CORPUSLIB_ROOT", str(tmp_path))
    return Corpus.open("demo", tmp_path)


def code_by_words(corpus: Corpus, n: int = 120, coders: Sequence[str] = ("anna", "ben")) -> None:
    """Draw a sample and code it as readers would who go by a few words; the second overlooks every seventh."""
    sheets = make_sheets(corpus, coders, n=n, codebook="generic", seed=2)
    frames = sheets.sample.frames
    files = []
    passages = anchored(corpus, sheets.sample)
    for coder in coders:
        rows: list[list[str]] = [["unit_id", "coder", "passage", *frames, "none", "note"]]
        for number, unit in enumerate(sheets.sample.of(coder)):
            text = shown(passages[unit.unit_id].text)
            seen = {
                "conflict": any(word in text for word in ("reject", "denied", "oppos", "blame", "warn", "refus")),
                "economic_consequences": any(word in text for word in ("crown", "tonne", "per cent", "price", "quota")),
            }
            if coder != coders[0] and number % 7 == 0:
                seen = {}
            marks = ["1" if seen.get(frame) else "0" for frame in frames]
            rows.append([unit.unit_id, coder, text, *marks, "", ""])
        path = corpus.root / f"{coder}.csv"
        path.write_bytes(csv_bytes(rows))
        files.append(path)
    assert not import_sheets(corpus, files).problems


class _Seen:
    """Stands in for a model: remembers the texts that it learnt from, and scores 1 what it knows by heart."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.frames, self.too_few, self.rows, self.signature = tuple(FRAMES), (), (), {"texts": len(texts)}
        self._texts = set(texts)

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        return [dict.fromkeys(FRAMES, float(text in self._texts)) for text in texts]

    def save(self, path: Path) -> None:
        path.write_text("{}", encoding="utf-8")


# Learning


def test_no_passage_is_scored_by_a_model_that_learnt_from_it(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    code_by_words(corpus)
    learnt: list[set[str]] = []

    def remember(texts: Sequence[str], *args: object, **settings: object) -> _Seen:
        learnt.append(set(texts))
        return _Seen(texts)

    monkeypatch.setattr(training, "train_frames", remember)
    trained = train(corpus)
    assert len(learnt) == 6 and learnt[0] == set().union(*learnt[1:])
    assert {p.score for p in trained.predictions if p.coded} == {0.0}


def test_no_fold_model_learnt_from_a_copy_of_what_it_is_measured_on(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    code_by_words(corpus)
    units = validation_units(corpus).drop_duplicates(["doc_id", "start"])
    texts = corpus.table("texts").set_index("doc_id")["text"]
    voice = {shown(texts[u.doc_id][u.start : u.end]): u.voice for u in units.itertuples()}
    folds: list[set[str]] = []

    def remember(found: Sequence[str], *args: object, **settings: object) -> _Seen:
        folds.append({voice[text] for text in found})
        return _Seen(found)

    monkeypatch.setattr(training, "train_frames", remember)
    train(corpus, folds=3)
    held = [folds[0] - fold for fold in folds[1:]]
    assert all(held) and sum(map(len, held)) >= len(folds[0]) - 3  # each voice is held out in a fold


def test_a_passage_that_stands_in_many_articles_is_learnt_once(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    code_by_words(corpus, n=400)
    sizes: list[tuple[int, int]] = []

    def remember(texts: Sequence[str], *args: object, **settings: object) -> _Seen:
        sizes.append((len(texts), len({check_of(text) for text in texts})))
        return _Seen(texts)

    monkeypatch.setattr(training, "train_frames", remember)
    train(corpus)
    assert all(texts == wordings for texts, wordings in sizes) and sizes[0][0] < 400


def test_a_document_without_an_outlet_is_held_out_on_its_own(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    processed = corpus.root / "data" / "processed"
    tables = processed.resolve() / "demo"
    processed.unlink()
    shutil.copytree(tables, processed / "demo", ignore=shutil.ignore_patterns(".cache"))
    table = pd.read_parquet(tables / "documents.parquet")
    table["outlet"] = table["outlet"].where(table["doc_id"] > "010", None)
    table.to_parquet(processed / "demo" / "documents.parquet")
    code_by_words(corpus, n=200)
    groups: list[list[str]] = []

    def remember(texts: Sequence[str], *args: object, **settings: object) -> _Seen:
        groups.append(list(settings["groups"] or []))  # type: ignore[call-overload]
        return _Seen(texts)

    monkeypatch.setattr(training, "train_frames", remember)
    train(corpus)
    assert "document 001" in groups[0] and "Halyard" in groups[0]
    assert not any(groups[1:])  # outlets are held out in the report, not in the scores


def test_a_fold_without_enough_codes_finds_nothing_and_stops_nothing(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    code_by_words(corpus, n=30)

    def seldom(texts: Sequence[str], *args: object, **settings: object) -> _Seen:
        if not settings["evaluate"]:
            raise FrameModelError("too few")
        return _Seen(texts)

    monkeypatch.setattr(training, "train_frames", seldom)
    assert {p.score for p in train(corpus).predictions} == {0.0}


def test_the_loop_ends_in_a_model_its_scores_and_its_signature(corpus: Corpus) -> None:
    code_by_words(corpus, n=30)
    done = CliRunner().invoke(main, ["code", "train", "demo", "--folds", "2"])
    assert done.exit_code == 0, done.output
    assert "conflict" in done.output and "by outlet" in done.output and "predictions.csv" in done.output
    kept = load_training(corpus)
    assert kept is not None and kept.signature["texts"] <= 30 and not kept.stale
    assert set(kept.scores["folds"]) == {"plain", "grouped"}
    units = validation_units(corpus)
    scored = units[units["frame"].isin({p.frame for p in kept.predictions})]
    assert scored["score"].between(0, 1).all()
    model = FrameModel.load(corpus.root / "data" / "coding" / "demo" / "model.json")
    assert len(model.predict(["The union rejected the price of 40 crowns."])) == 1


def test_too_few_codes_to_learn_from_are_a_message(corpus: Corpus) -> None:
    code_by_words(corpus, n=4)
    done = CliRunner().invoke(main, ["code", "train", "demo"])
    assert done.exit_code == 3 and "do not suffice to learn from" in done.output


def test_codes_imported_after_the_training_make_it_stale(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    code_by_words(corpus, n=20)
    monkeypatch.setattr(training, "train_frames", lambda texts, *args, **settings: _Seen(texts))
    train(corpus)
    path = codes_folder(corpus) / CODES_FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1] + "a note"]) + "\n", encoding="utf-8")
    kept = load_training(corpus)
    assert kept is not None and kept.stale


@pytest.mark.parametrize(
    ("name", "content"), [("training.json", "[]"), ("predictions.csv", ""), ("predictions.csv", "doc_id\n")]
)
def test_a_damaged_training_says_to_train_again(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    code_by_words(corpus, n=20)
    monkeypatch.setattr(training, "train_frames", lambda texts, *args, **settings: _Seen(texts))
    train(corpus)
    (codes_folder(corpus) / name).write_text(content, encoding="utf-8")
    with pytest.raises(CodingError, match=f"{name} is damaged .* train again"):
        load_training(corpus)


# Where codes lie


def test_published_codes_are_found_and_hold_no_passage(corpus: Corpus) -> None:
    assert not has_codes(corpus) and codes_hash(corpus) == ""
    code_by_words(corpus, n=20)
    own = codes_folder(corpus)
    published = corpus.root / "data" / "raw" / "coding" / "demo"
    published.mkdir(parents=True)
    for name in ("sample.json", CODES_FILE):
        (own / name).rename(published / name)
    assert has_codes(corpus) and codes_folder(corpus) == published and len(load_codes(corpus)) == 20 * 2 * 5
    kept = "".join(path.read_text(encoding="utf-8") for path in published.iterdir())
    assert not any(passage.text in kept for passage in anchored(corpus, load_sample(corpus)).values())


def test_a_sample_of_ones_own_goes_before_published_codes(corpus: Corpus) -> None:
    published = corpus.root / "data" / "raw" / "coding" / "demo"
    published.mkdir(parents=True)
    (published / "sample.json").write_text("{}", encoding="utf-8")
    make_sheets(corpus, ["anna"], n=5, codebook="generic", seed=1, about="A student of ours.")
    assert codes_folder(corpus) == corpus.root / "data" / "coding" / "demo"
    assert load_sample(corpus).about == "A student of ours." and not has_codes(corpus)


def test_the_hash_of_the_codes_changes_with_them(corpus: Corpus) -> None:
    code_by_words(corpus, n=10)
    before = codes_hash(corpus)
    assert before == codes_hash(corpus)
    with (codes_folder(corpus) / CODES_FILE).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert codes_hash(corpus) not in ("", before)


def test_the_codes_of_the_demo_still_point_at_their_words(demo: Corpus) -> None:
    sample = load_sample(demo)
    found = anchored(demo, sample)
    print(f"{len(found)} of {len(sample.units)} coded passages of the demo have the words that were coded")
    assert len(found) >= 95
    assert "made for the demonstration" in sample.about
    assert not (ROOT / "data" / "raw" / "coding" / "demo" / "model.json").exists()


# Measuring


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_f1_of_whole_codes_is_the_usual_one(pairs: list[tuple[bool, bool]]) -> None:
    codes, found = zip(*pairs, strict=True)
    right = sum(a and b for a, b in pairs)
    precision, recall, f1 = f1_score(codes, found)
    assert math.isnan(precision) if not any(found) else precision == right / sum(found)
    assert math.isnan(recall) if not any(codes) else recall == right / sum(codes)
    wrong = sum(a != b for a, b in pairs)
    assert math.isnan(f1) if not right + wrong else f1 == pytest.approx(2 * right / (2 * right + wrong))


def test_f1_against_a_mean_code_is_f1_against_all_coders_pooled() -> None:
    random = np.random.default_rng(1)
    coders, found = random.random((3, 50)) < 0.4, random.random(50) < 0.3
    pooled = f1_score(coders.ravel(), np.tile(found, 3))
    assert f1_score(coders.mean(axis=0), found) == pytest.approx(pooled)


def _units(code: Sequence[float], lexicon: Sequence[float], score: Sequence[float]) -> pd.DataFrame:
    rows = list(zip(code, lexicon, score, strict=True))
    units = pd.DataFrame(rows, columns=["code", "lexicon", "score"])
    names = [f"{n:03}" for n in range(len(rows))]
    model = np.where(np.isnan(units["score"]), np.nan, units["score"] >= 0.5).astype(float)
    return units.assign(doc_id=names, voice=names, unit_id=names, frame="conflict", model=model)


def test_a_machine_that_is_never_right_has_no_interval_of_no_width() -> None:
    (row,) = machine_scores(_units([1, 0, 1, 0], [0, 1, 0, 0], [NAN] * 4), "lexicon", seed=1).to_dict("records")
    assert row["f1"] == 0 and math.isnan(row["low"]) and math.isnan(row["high"])


def test_a_frame_that_nobody_saw_anywhere_has_no_score() -> None:
    (row,) = machine_scores(_units([0, 0, 0], [0, 0, 0], [NAN] * 3), "lexicon", seed=1).to_dict("records")
    assert math.isnan(row["f1"]) and row["share"] == 0


def test_frames_without_scores_are_left_out() -> None:
    assert machine_scores(_units([1, 0], [1, 0], [NAN, NAN]), "model", seed=1).empty


def test_a_coder_is_measured_by_every_other_coder() -> None:
    values = {"anna": [1, 1, 0, 0], "ben": [1, 0, 0, 0], "cai": [1, 1, 1, 0]}
    codes = [
        Code(f"{n:03}", "d", 0, 1, coder, "conflict", value)
        for coder, row in values.items()
        for n, value in enumerate(row)
    ]
    (row,) = coder_scores(codes, _units([1] * 4, [1] * 4, [1] * 4), seed=1).to_dict("records")
    # Both see 1 of 3, 2 of 5 and 1 of 4 marks: F1 is twice 4 over 12.
    assert row["f1"] == pytest.approx(8 / 12) and row["units"] == 4 and row["share"] == pytest.approx(0.5)


def test_a_count_by_machine_is_never_given_an_interval() -> None:
    random = np.random.default_rng(4)
    code = np.where(np.arange(200) < 50, random.random(200) < 0.3, NAN)
    found = shares(_units(code, (random.random(200) < 0.6).astype(float), random.random(200))).set_index("way")
    counted = found.loc[[way for way in found.index if way.startswith("counted")]]
    assert len(counted) == 2 and counted[["low", "high", "power"]].isna().all(axis=None)
    others = found.drop(counted.index)
    assert list(others.index) == ["hand codes", "corrected, lexicon", "corrected, model"]
    assert (others["low"] < others["estimate"]).all() and (others["estimate"] < others["high"]).all()


def test_shares_without_lexicon_and_model_are_those_of_the_codes() -> None:
    found = shares(_units([1, 0, 0, 1, NAN, NAN], [NAN] * 6, [NAN] * 6))
    assert list(found["way"]) == ["hand codes"] and found["estimate"].item() == 0.5


def test_a_passage_that_moved_keeps_its_score(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    code_by_words(corpus, n=20)
    monkeypatch.setattr(training, "train_frames", lambda texts, *args, **settings: _Seen(texts))
    train(corpus)
    path = codes_folder(corpus) / "predictions.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    moved = [lines[0], *([row[0], str(int(row[1]) + 3), str(int(row[2]) + 3), *row[3:]] for row in lines[1:])]
    path.write_text("\n".join(",".join(row) for row in moved) + "\n", encoding="utf-8")
    units = validation_units(corpus)
    assert units.loc[units["frame"].isin(FRAMES), "score"].notna().all()


def test_the_lexicon_sees_a_frame_where_one_of_its_terms_stands(corpus: Corpus) -> None:
    code_by_words(corpus, n=10)
    units = validation_units(corpus)
    hits = corpus.table("frames")
    hits = hits[(hits["codebook"] == "generic") & (hits["frame"] == "conflict")]
    for unit in units[units["frame"] == "conflict"].itertuples():
        inside = hits[(hits["doc_id"] == unit.doc_id) & (hits["start"] >= unit.start) & (hits["end"] <= unit.end)]
        assert bool(unit.lexicon) == bool(len(inside))


def test_copies_are_one_voice(corpus: Corpus) -> None:
    pairs = corpus.table("pairs")
    copy = pairs[pairs["relation"] == "republication"].iloc[0]
    a, b = passage_voices(corpus, [copy["doc_a"], copy["doc_b"]])
    assert a == b


# What more codes would buy


def _drawn(coded: int, total: int = 600, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    truth = (random.random(total) < 0.3).astype(float)
    predictions = np.where(random.random(total) < 0.15, 1 - truth, truth)
    return np.where(np.arange(total) < coded, truth, NAN), predictions


def test_the_expected_width_of_the_codes_that_are_there_is_their_width() -> None:
    codes, predictions = _drawn(80)
    (row,) = expected_widths(codes, predictions, [80]).to_dict("records")
    alone = prediction_powered(codes, predictions, power=0.0)
    corrected = prediction_powered(codes, predictions)
    assert row["alone"] == pytest.approx(alone.high - alone.low)
    # The interval of a share a little off the mean code is a little wider or narrower.
    assert row["corrected"] == pytest.approx(corrected.high - corrected.low, rel=0.05)


def test_more_codes_make_narrower_intervals_and_predictions_help_least_at_the_end() -> None:
    widths = expected_widths(*_drawn(80), [40, 80, 160, 320, 600])
    assert widths["alone"].is_monotonic_decreasing and widths["corrected"].is_monotonic_decreasing
    assert (widths["corrected"] <= widths["alone"] + 1e-12).all()
    assert widths["corrected"].iat[-1] == widths["alone"].iat[-1]


def test_a_width_that_was_expected_comes_true() -> None:
    promised = expected_widths(*_drawn(100, 4000), [400]).iloc[0]
    found = [prediction_powered(*_drawn(400, 4000, seed)) for seed in range(40)]
    assert np.mean([f.high - f.low for f in found]) == pytest.approx(promised["corrected"], rel=0.15)


def test_codes_of_one_article_promise_nothing() -> None:
    widths = expected_widths([1, 0, NAN, NAN], [1, 0, 1, 0], [2, 4], clusters=["a", "a", "b", "c"])
    assert widths[["alone", "corrected"]].isna().all(axis=None)


def test_more_units_than_there_are_cannot_be_coded() -> None:
    with pytest.raises(ValueError, match="5 of 4 units"):
        expected_widths([1, 0, NAN, NAN], [1, 0, 1, 0], [5])


def test_the_cost_curve_rests_on_the_lexicon_where_there_is_no_model() -> None:
    code = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0] + [NAN] * 40
    lexicon = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0] + [0.0, 1.0] * 20
    with_it, without = (cost_curve(_units(code, column, [NAN] * 48), [8, 16]) for column in (lexicon, [NAN] * 48))
    assert (with_it["corrected"] < without["corrected"]).all()
    assert without["corrected"].equals(without["alone"])


def test_the_training_of_the_demo_is_of_the_codes_beside_it(demo: Corpus) -> None:
    kept = load_training(demo)
    assert kept is not None and not kept.stale and json.dumps(dict(kept.signature))
