"""Statistics against values worked out by formula, and against how often intervals cover the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corpuslib import statistics
from corpuslib.statistics import cluster_bootstrap, grouped_means, keyness, shannon, simpson, wilson


def test_wilson_agrees_with_the_closed_formula() -> None:
    z, n, k = 1.959963984540054, 10, 3
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    assert wilson(k, n) == pytest.approx((0.3, centre - half, centre + half), abs=1e-9)


def test_without_trials_nothing_is_known() -> None:
    estimate, low, high = wilson(0, 0)
    assert math.isnan(estimate) and (low, high) == (0.0, 1.0)


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="5 successes of 4 trials"):
        wilson(5, 4)


def test_a_bootstrap_over_documents_covers_the_mean_as_often_as_it_says() -> None:
    random, covered, rounds = np.random.default_rng(7), 0, 300
    for number in range(rounds):
        documents = random.normal(size=40)
        values = np.repeat(documents, 5) + random.normal(scale=0.1, size=200)
        interval = cluster_bootstrap(np.mean, values, np.repeat(np.arange(40), 5).tolist(), seed=number, draws=400)
        covered += interval.low <= 0 <= interval.high
    assert 0.90 <= covered / rounds <= 0.98


def test_a_bootstrap_that_ignored_documents_would_be_too_narrow() -> None:
    values = np.repeat(np.random.default_rng(1).normal(size=20), 10)
    clustered = cluster_bootstrap(np.mean, values, np.repeat(np.arange(20), 10).tolist(), seed=1)
    naive = cluster_bootstrap(np.mean, values, list(range(200)), seed=1)
    assert clustered.high - clustered.low > 2 * (naive.high - naive.low)


def test_the_same_seed_gives_the_same_interval() -> None:
    arguments = (np.mean, [1, 2, 3, 4], ["a", "a", "b", "c"])
    assert cluster_bootstrap(*arguments, seed=3) == cluster_bootstrap(*arguments, seed=3)


def test_one_document_says_nothing_about_the_spread() -> None:
    interval = cluster_bootstrap(np.mean, [1, 2], ["a", "a"], seed=1)
    assert interval.estimate == 1.5 and math.isnan(interval.low) and math.isnan(interval.high)


def test_diversity_agrees_with_the_formulas() -> None:
    assert simpson([4, 3, 3]) == pytest.approx(1 - (4 * 3 + 3 * 2 + 3 * 2) / 90)
    assert shannon([4, 3, 3]) == pytest.approx(-(0.4 * math.log2(0.4) + 0.6 * math.log2(0.3)))
    assert math.isnan(simpson([1])) and math.isnan(shannon([]))


COUNTS = np.array([[4, 1, 5], [2, 0, 8], [1, 6, 3], [0, 5, 5]])
GROUPS = ["a", "a", "b", "b"]


def test_keyness_agrees_with_the_formula_of_monroe_colaresi_and_quinn() -> None:
    frame = keyness(COUNTS, GROUPS, terms=list("xyz"), prior=10, clustered=False).set_index(["group", "term"])
    total = COUNTS.sum(axis=0)
    alpha = 10 * total / total.sum()
    a, b = COUNTS[:2].sum(axis=0) + alpha, COUNTS[2:].sum(axis=0) + alpha
    effect = np.log(a / (a.sum() - a)) - np.log(b / (b.sum() - b))
    z = effect / np.sqrt(1 / a + 1 / b)
    for number, term in enumerate("xyz"):
        assert frame.loc[("a", term), "effect"] == pytest.approx(effect[number], abs=1e-6)
        assert frame.loc[("a", term), "z"] == pytest.approx(z[number], abs=1e-6)


def test_clustering_by_document_never_narrows_an_interval() -> None:
    plain = keyness(COUNTS, GROUPS, clustered=False).set_index(["group", "term"]).sort_index()
    clustered = keyness(COUNTS, GROUPS).set_index(["group", "term"]).sort_index()
    assert ((clustered.high - clustered.low) >= (plain.high - plain.low) - 1e-12).all()


def test_random_halves_of_one_source_show_no_key_words() -> None:
    random = np.random.default_rng(5)
    false_alarms = usual = 0
    for _ in range(20):
        topics = random.dirichlet(np.full(200, 0.2), size=60)
        counts = np.array([random.multinomial(300, topic) for topic in topics])
        frame = keyness(counts, [0, 1] * 30)
        false_alarms += int((frame["q"] < 0.05).any())
        usual += int((keyness(counts, [0, 1] * 30, clustered=False)["q"] < 0.05).any())
    assert (false_alarms <= 2) and (usual == 20)


def test_one_group_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(ValueError, match="only one"):
        keyness(COUNTS, ["a"] * 4)


def test_everything_public_is_listed() -> None:
    assert statistics.__all__ == sorted(statistics.__all__)


def test_intervals_of_grouped_means_cover_the_mean_with_few_documents_of_unequal_length() -> None:
    random, rounds, documents = np.random.default_rng(11), 1500, 5
    sizes = random.integers(5, 15, size=rounds * documents)
    level = np.repeat(random.normal(size=rounds * documents), sizes)
    values = level + random.normal(scale=0.5, size=len(level))
    groups = np.repeat(np.arange(rounds), sizes.reshape(rounds, documents).sum(axis=1))
    clusters = np.repeat(np.arange(rounds * documents), sizes)
    found = grouped_means(values, groups.tolist(), clusters.tolist(), bounds=(-math.inf, math.inf))
    assert 0.92 <= ((found["low"] <= 0) & (found["high"] >= 0)).mean() <= 0.98


def test_a_mean_over_one_document_has_no_interval() -> None:
    found = grouped_means([1.0, 0.0], ["x", "x"], ["a", "a"])
    assert found["estimate"].tolist() == [0.5] and found["low"].isna().all()


def test_documents_that_do_not_differ_say_nothing_about_the_spread() -> None:
    found = grouped_means([0.0, 0.0, 0.0], ["x"] * 3, ["a", "b", "c"])
    assert found["estimate"].tolist() == [0.0] and found["high"].isna().all()


def test_weights_make_a_rate_of_the_whole_group() -> None:
    found = grouped_means([2 / 100, 6 / 300], ["x", "x"], ["a", "b"], weights=[100, 300])
    assert found["estimate"].tolist() == pytest.approx([8 / 400])


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 values, 2 groups"):
        grouped_means([1.0], ["x", "y"], ["a"])
