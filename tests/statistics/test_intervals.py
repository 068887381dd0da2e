"""Intervals against values worked out by formula, and against how often they cover the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap, norm, t, ttest_1samp

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


def test_wilsons_interval_holds_shares_95_times_in_100() -> None:
    random, rounds = np.random.default_rng(3), 2000
    shares, trials = random.uniform(0.02, 0.98, rounds), random.integers(5, 60, rounds)
    found = [wilson(int(k), int(n)) for k, n in zip(random.binomial(trials, shares), trials, strict=True)]
    covers = np.mean([one.low <= share <= one.high for one, share in zip(found, shares, strict=True)])
    print(f"95 % intervals of Wilson cover {covers:.3f} of 2,000 draws")
    assert 0.93 <= covers <= 0.97


def test_the_percentiles_of_the_bootstrap_are_those_of_scipy_at_the_level_that_hesterberg_gives() -> None:
    values, size = np.random.default_rng(2).gamma(2.0, size=40), 40
    found = cluster_bootstrap(np.mean, values, list(range(size)), seed=1, draws=4000)
    level = 1 - 2 * norm.cdf(-math.sqrt(size / (size - 1)) * t.ppf(0.975, size - 1))
    peer = bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", confidence_level=level, rng=np.random.default_rng(5)
    )
    assert found[1:] == pytest.approx(tuple(peer.confidence_interval), abs=0.05)


def test_a_bootstrap_over_documents_covers_the_mean_as_often_as_it_says() -> None:
    random, rounds, documents = np.random.default_rng(7), 2000, 12
    clusters = np.repeat(np.arange(documents), 2).tolist()
    hits = 0
    for number in range(rounds):
        values = np.repeat(random.normal(size=documents), 2) + random.normal(scale=0.3, size=2 * documents)
        interval = cluster_bootstrap(lambda drawn: drawn.sum() / len(drawn), values, clusters, seed=number, draws=300)
        hits += interval.low <= 0 <= interval.high
    print(f"95 % bootstrap intervals cover {hits / rounds:.3f} of 2,000 draws")
    assert 0.93 <= hits / rounds <= 0.97


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
    random, rounds, documents = np.random.default_rng(11), 2000, 5
    sizes = random.integers(5, 15, size=rounds * documents)
    level = np.repeat(random.normal(size=rounds * documents), sizes)
    values = level + random.normal(scale=0.5, size=len(level))
    groups = np.repeat(np.arange(rounds), sizes.reshape(rounds, documents).sum(axis=1))
    clusters = np.repeat(np.arange(rounds * documents), sizes)
    found = grouped_means(values, groups.tolist(), clusters.tolist(), bounds=(-math.inf, math.inf))
    covers = ((found["low"] <= 0) & (found["high"] >= 0)).mean()
    print(f"95 % intervals of means of five documents cover {covers:.3f} of 2,000 draws")
    assert 0.93 <= covers <= 0.97


def test_the_interval_of_a_mean_is_students_where_every_document_is_one_value() -> None:
    values = np.random.default_rng(4).normal(size=12)
    found = grouped_means(values, ["x"] * 12, list(range(12)), bounds=(-math.inf, math.inf))
    expected = ttest_1samp(values, 0).confidence_interval(0.95)
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx(list(expected), abs=1e-12)


def test_the_error_of_a_mean_over_documents_of_unequal_length_is_cochrans() -> None:
    values, clusters = np.array([1.0, 0, 0, 1, 1, 0, 0, 1, 1]), list("aabbbcddd")
    sizes, sums = np.array([2, 3, 1, 3]), np.array([1.0, 2, 0, 2])
    mean = 5 / 9
    error = math.sqrt(4 / 3 * ((sums - mean * sizes) ** 2).sum()) / 9
    found = grouped_means(values, ["x"] * 9, clusters, bounds=(-math.inf, math.inf))
    assert found.loc[0, "estimate"] == pytest.approx(mean)
    assert found.loc[0, "high"] - mean == pytest.approx(float(t.ppf(0.975, 3)) * error, abs=1e-12)


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
