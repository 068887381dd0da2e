"""Frames learnt from coded texts: what a model finds, what it says of itself, and what a file may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import corpuslib as cl
from corpuslib.annotate._frame_features import UNIT, FeatureSpace, rate_names, text_features
from corpuslib.annotate._frame_scores import frame_scores
from corpuslib.annotate._logistic import calibrate, fit_logistic, folds_by_group, folds_by_label, thresholds
from corpuslib.annotate.frame_model import FrameModel, FrameModelError, train_frames
from corpuslib.annotate.frames import load_codebook

MONEY = ["Taxes rise again.", "Prices and taxes fall.", "A bank raises prices.", "The budget pays for banks."]
COURT = ["The court heard a plea.", "Judges of the court agreed.", "A plea before the judge.", "The judge freed him."]
TEXTS = MONEY * 3 + COURT * 3
LABELS = [{"economic"}] * 12 + [{"legal"}] * 12
GROUPS = ["Gazette", "Courier", "Mail"] * 8


@pytest.fixture(scope="module")
def model() -> FrameModel:
    return train_frames(TEXTS, LABELS, groups=GROUPS, licence="CC0")


def test_a_model_finds_the_frame_whose_words_it_has_seen(model: FrameModel) -> None:
    assert model.predict(["Prices of the bank.", "The judge and the court."]) == [{"economic"}, {"legal"}]


def test_a_score_of_one_half_is_the_threshold(model: FrameModel) -> None:
    (scores,) = model.scores(["Prices of the bank."])
    assert scores["economic"] >= 0.5 > scores["legal"]


def test_a_text_gets_a_frame_if_every_coded_text_had_one(model: FrameModel) -> None:
    assert all(model.predict(["Zebras.", "", "..."]))


def test_a_text_may_get_no_frame_if_some_coded_texts_had_none() -> None:
    weather = ["It rained.", "Snow fell at night.", "The sun shone.", "A mild evening."] * 3
    learnt = train_frames(TEXTS + weather, [*LABELS, *[set()] * 12], evaluate=False)
    assert learnt.predict(["Rain and snow at night in the sun."]) == [set()]


def test_the_same_texts_and_seed_give_the_same_file(model: FrameModel, tmp_path: Path) -> None:
    model.save(tmp_path / "a.json")
    train_frames(TEXTS, LABELS, groups=GROUPS, licence="CC0").save(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_order_of_prediction_does_not_matter(model: FrameModel) -> None:
    assert model.scores(TEXTS[::-1])[::-1] == model.scores(TEXTS)


def test_a_saved_model_decides_as_the_one_it_was_saved_from(model: FrameModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.json")
    loaded = FrameModel.load(tmp_path / "model.json")
    assert loaded.scores(TEXTS) == model.scores(TEXTS)
    assert loaded.report.equals(model.report)
    assert loaded.signature == model.signature


def test_a_frame_keeps_a_thousand_weights_and_decides_as_before() -> None:
    random = np.random.default_rng(1)
    words = ["".join(random.choice(list("abcdefghij"), 6)) for _ in range(600)]
    labels = [{"a"} if n % 2 else {"b"} for n in range(80)]
    texts = [" ".join(random.choice(words, 60)) + (" tax" if n % 2 else " court") for n in range(80)]
    learnt = train_frames(texts, labels, evaluate=False)
    assert len(learnt.rule.space.names) > 1500
    assert ((learnt.rule.weights != 0).sum(axis=0) <= 1000).all()
    assert learnt.predict(texts) == labels


def test_a_model_says_what_speaks_for_each_frame(model: FrameModel) -> None:
    table = model.terms(3)
    assert list(table.columns) == ["frame", "kind", "term", "weight"]
    assert (table["weight"] > 0).all()
    assert table.groupby(["frame", "kind"]).size().max() == 3
    stems = table[table["kind"] == "stem"].groupby("frame")["term"].agg(set)
    assert "price" in stems["economic"]
    assert {"judg", "court"} & stems["legal"]


def test_a_file_holds_only_the_weights_that_count(model: FrameModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.json")
    weights = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))["weights"]
    assert weights["economic"]["price"] > 0 > weights["legal"]["price"]
    assert all(weight for frame in weights.values() for weight in frame.values())


def test_every_rate_of_a_text_has_a_name(model: FrameModel) -> None:
    (features,) = text_features(["Taxes rise."], model.codebooks)
    assert len(features.rates) == len(rate_names(model.codebooks))


def test_the_rates_of_a_frame_tell_dense_evidence_from_broad() -> None:
    codebook = load_codebook("generic")
    names = rate_names([codebook])
    dense, broad = names.index("generic conflict: hits in 100 words"), names.index("generic conflict: terms")
    one, two = text_features(["They clash, they clash.", "They clash, they quarrel."], [codebook])
    assert one.rates[dense] == two.rates[dense]
    assert one.rates[broad] < two.rates[broad]


def test_the_signature_says_what_the_model_was_made_from(model: FrameModel) -> None:
    assert model.signature["corpuslib"] == cl.__version__
    assert model.signature["licence"] == "CC0"
    assert model.signature["texts"] == 24
    assert (
        train_frames(TEXTS, LABELS[::-1], evaluate=False).signature["training_data"] != model.signature["training_data"]
    )


def test_the_report_has_plain_and_grouped_folds_for_each_frame(model: FrameModel) -> None:
    rows = [tuple(row) for row in model.report[["folds", "frame"]].itertuples(index=False)]
    assert rows == [(f, n) for f in ("plain", "grouped") for n in ("economic", "legal", "micro", "macro")]
    assert (model.report["low"] <= model.report["f1"]).all()
    assert (model.report["f1"] <= model.report["high"]).all()


def test_the_report_is_not_fooled_by_labels_that_mean_nothing() -> None:
    random = np.random.default_rng(7)
    words = ["ash", "elm", "oak", "fir", "yew", "bay", "box", "fig"]
    texts = [" ".join(random.choice(words, 6)) for _ in range(60)]
    labels = [{"a"} if random.random() < 0.5 else {"b"} for _ in texts]
    report = train_frames(texts, labels).report.set_index("frame")
    assert report.loc["micro", "f1"] < 0.75


def test_grouped_folds_show_what_was_only_the_style_of_an_outlet() -> None:
    outlets = ["Gazette", "Courier", "Mail", "Echo", "Post"]
    texts = [f"{outlet} {outlet} reports item {'abcdef'[n]}" for outlet in outlets for n in range(6)]
    labels = [{"x"} if outlet in ("Gazette", "Mail", "Echo") else {"y"} for outlet in outlets for _ in range(6)]
    groups = [outlet for outlet in outlets for _ in range(6)]
    f1 = train_frames(texts, labels, groups=groups).report.set_index(["folds", "frame"])["f1"]
    assert f1["plain", "micro"] == 1.0
    assert f1["grouped", "micro"] < 0.8


def test_a_frame_that_was_coded_too_seldom_is_named_and_never_found() -> None:
    learnt = train_frames([*TEXTS, "A ship sank."], [*LABELS, {"sea"}], evaluate=False)
    assert learnt.too_few == ("sea",)
    assert "sea" not in set().union(*learnt.predict(["A ship sank."]))


@pytest.mark.parametrize(
    ("texts", "labels", "options", "message"),
    [
        (TEXTS, LABELS[1:], {}, "24 texts but 23 labels"),
        (TEXTS, LABELS, {"groups": ["Mail"]}, "24 texts but 1 groups"),
        (TEXTS, LABELS, {"groups": ["Mail"] * 24}, "one group"),
        (TEXTS, ["economic"] * 24, {}, "set of names"),
        (TEXTS, [set()] * 24, {}, "no frame was coded"),
        (TEXTS[:3], LABELS[:3], {}, "too few"),
        (TEXTS, LABELS, {"folds": 1}, "folds is 1"),
    ],
)
def test_what_cannot_be_learnt_is_said(texts: Any, labels: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(FrameModelError, match=message):
        train_frames(texts, labels, **options)


@pytest.mark.parametrize("content", ["", "[]", "{}", "\ufeff{", "[" * 100_000, '{"format": "corpuslib frame model 2"}'])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FrameModelError, match=r"model\.json"):
        FrameModel.load(path)


def test_a_model_that_was_changed_by_hand_is_refused(model: FrameModel, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    model.save(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["intercepts"][0] += 1
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FrameModelError, match="changed after it was saved"):
        FrameModel.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FrameModelError, match=r"absent\.json"):
        FrameModel.load(tmp_path / "absent.json")


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    (features,) = text_features([text], [])
    assert FeatureSpace.of([features, features]).matrix([features]).shape[0] == 1


def test_a_word_without_end_costs_no_more_than_a_long_word() -> None:
    (features,) = text_features(["x" * 200_000 + " " + "é'" * 100_000], [])
    assert len(features.letters) < 100


def test_a_lone_surrogate_can_be_learnt_from_and_saved(tmp_path: Path) -> None:
    learnt = train_frames([text + " \ud800" for text in TEXTS], LABELS, evaluate=False)
    learnt.save(tmp_path / "model.json")
    assert FrameModel.load(tmp_path / "model.json").predict(["Taxes \ud800"]) == [{"economic"}]


def test_words_and_letters_of_a_text_have_length_one() -> None:
    features = text_features(TEXTS, [])
    lengths = (FeatureSpace.of(features).matrix(features).astype(float) / UNIT).power(2).sum(axis=1)
    assert np.allclose(lengths, 2, atol=1e-4)


def test_weights_are_where_the_penalised_loss_has_no_slope() -> None:
    # Reference: the loss by its formula, its slope by central differences.
    random = np.random.default_rng(3)
    x, y = random.normal(size=(40, 6)), random.random((40, 2)) < [0.3, 0.6]
    weights, intercepts = fit_logistic(sparse.csr_matrix(x), y, penalty=0.5, tolerance=1e-8)
    for j in range(2):
        say = np.where(y[:, j], 20 / y[:, j].sum(), 20 / (~y[:, j]).sum())
        sign = np.where(y[:, j], 1, -1)
        at = np.append(weights[:, j], intercepts[j])

        def loss(w: Any, say: Any = say, sign: Any = sign) -> float:
            return float(say @ np.log1p(np.exp(-sign * (x @ w[:-1] + w[-1]))) + 0.25 * w[:-1] @ w[:-1])

        slope = [(loss(at + e) - loss(at - e)) / 2e-5 for e in 1e-5 * np.eye(7)]
        assert np.abs(slope).max() < 1e-5


def test_a_label_of_all_texts_or_none_has_no_weights() -> None:
    weights, intercepts = fit_logistic(sparse.csr_matrix(np.eye(3)), np.array([[True, False]] * 3))
    assert not weights.any()
    assert intercepts[0] > 0 > intercepts[1]


def test_calibrated_values_are_log_odds() -> None:
    # Reference: the odds that the labels were drawn with.
    random = np.random.default_rng(5)
    decisions = random.normal(size=(20_000, 2))
    log_odds = decisions * [2.0, 0.5] + [-1.0, 1.0]
    slopes, shifts = calibrate(decisions, random.random(log_odds.shape) < 1 / (1 + np.exp(-log_odds)))
    assert np.allclose(slopes, [2.0, 0.5], atol=0.1)
    assert np.allclose(shifts, [-1.0, 1.0], atol=0.1)


def test_few_texts_hardly_stretch_a_scale() -> None:
    slopes, _ = calibrate(np.array([[-1.0], [-0.5], [0.5], [1.0]]), np.array([[False], [False], [True], [True]]))
    assert 1 < slopes[0] < 3


def test_a_label_of_all_texts_or_none_keeps_its_decision_values() -> None:
    slopes, shifts = calibrate(np.zeros((3, 2)), np.array([[True, False]] * 3))
    assert slopes.tolist() == [1.0, 1.0]
    assert shifts.tolist() == [0.0, 0.0]


def test_a_threshold_is_half_of_the_best_expected_f1() -> None:
    # Reference: every cut tried. One label, so that its own and the common threshold are the same.
    chances = np.random.default_rng(2).random(30)
    marked = [chances >= cut for cut in chances]
    best = max(2 * chances[m].sum() / (m.sum() + chances.sum()) for m in marked)
    (threshold,) = thresholds(np.log(chances / (1 - chances)).reshape(-1, 1))
    assert 1 / (1 + np.exp(-threshold)) == pytest.approx(best / 2)


def test_a_label_that_is_hard_to_tell_has_a_lower_threshold() -> None:
    easy, hard = thresholds(np.column_stack([np.repeat([-5.0, 5.0], 50), np.repeat([-1.0, 0.0], 50)]))
    assert hard < easy


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=10, max_size=60), st.integers(2, 5))
def test_folds_differ_by_one_text_at_most(rows: list[tuple[bool, bool]], folds: int) -> None:
    sizes = np.bincount(folds_by_label(np.array(rows), folds, 0), minlength=folds)
    assert sizes.max() - sizes.min() <= 1


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=40), st.integers(2, 5))
def test_no_group_is_in_two_folds(groups: list[str], folds: int) -> None:
    fold = folds_by_group(groups, folds)
    assert len(set(zip(groups, fold.tolist(), strict=True))) == len(set(groups))


def test_scores_are_those_of_the_formula() -> None:
    coded = np.array([[1, 0], [1, 1], [0, 1], [1, 0]], dtype=bool)
    found = np.array([[1, 0], [0, 1], [0, 0], [1, 1]], dtype=bool)
    first, second, micro, macro = frame_scores("plain", ["a", "b"], coded, found, np.arange(4), 0)
    assert (first.precision, first.recall, first.f1) == (1.0, 0.6667, 0.8)
    assert (second.precision, second.recall, second.f1) == (0.5, 0.5, 0.5)
    assert micro.f1 == 0.6667
    assert macro.f1 == 0.65
