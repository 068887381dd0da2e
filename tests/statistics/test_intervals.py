"""Intervals against values worked out by formula, and against how often they cover the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib import statistics
from corpuslib.statistics import cluster_bootstrap, covered, grouped_means, wilson


def test_everything_public_is_listed() -> None:
    assert statistics.__all__ == sorted(statistics.__all__)


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


def test_an_empty_table_has_no_groups() -> None:
    assert grouped_means([], [], []).empty


def test_words_are_covered_once_however_many_intervals_hold_them() -> None:
    starts, ends = [0, 2, 2, 9], [5, 4, 5, 9]
    assert covered(range(10), starts, ends).tolist() == [True] * 5 + [False] * 5


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8))), st.lists(st.integers(-2, 40)))
def test_covered_says_what_a_search_through_all_intervals_says(spans: list[tuple[int, int]], places: list[int]) -> None:
    starts, ends = [a for a, _ in spans], [a + n for a, n in spans]
    expected = [any(a <= place < b for a, b in zip(starts, ends, strict=True)) for place in places]
    assert covered(places, starts, ends).tolist() == expected
