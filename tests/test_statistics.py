"""Statistics against values worked out by formula, and against how often intervals cover the truth."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib import statistics
from corpuslib.statistics import (
    cluster_bootstrap,
    covered,
    grouped_diversity,
    grouped_means,
    keyness,
    shannon,
    simpson,
    weighted_ranks,
    wilson,
)


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


def test_an_empty_table_has_no_groups() -> None:
    assert grouped_means([], [], []).empty and grouped_diversity([], [], []).empty


def test_words_are_covered_once_however_many_intervals_hold_them() -> None:
    starts, ends = [0, 2, 2, 9], [5, 4, 5, 9]
    assert covered(range(10), starts, ends).tolist() == [True] * 5 + [False] * 5


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8))), st.lists(st.integers(-2, 40)))
def test_covered_says_what_a_search_through_all_intervals_says(spans: list[tuple[int, int]], places: list[int]) -> None:
    starts, ends = [a for a, _ in spans], [a + n for a, n in spans]
    expected = [any(a <= place < b for a, b in zip(starts, ends, strict=True)) for place in places]
    assert covered(places, starts, ends).tolist() == expected


def sample(documents: int, speakers: int, seed: int) -> tuple[list[int], list[int], list[int], np.ndarray]:
    """Return speakers, groups and documents of statements that repeat within documents, and how often speakers talk."""
    random = np.random.default_rng(seed)
    often = 1 / np.arange(1, speakers + 1) ** 0.8
    often /= often.sum()
    rows = []
    for group in range(150):
        for document in range(documents):
            for speaker in random.choice(speakers, size=random.integers(2, 6), p=often):
                rows += [(speaker, group, group * documents + document)] * int(random.integers(1, 5))
    kinds, groups, clusters = (list(column) for column in zip(*rows, strict=True))
    return kinds, groups, clusters, often


def test_intervals_of_simpsons_index_hold_the_truth_from_three_documents_on_however_many_speakers_there_are() -> None:
    for documents, speakers in ((3, 8), (4, 60)):
        kinds, groups, clusters, often = sample(documents, speakers, seed=5)
        found = grouped_diversity(kinds, groups, clusters).dropna(subset=["simpson_low"])
        truth = 1 - (often**2).sum()
        assert 0.88 <= found["simpson_low"].le(truth).mul(found["simpson_high"].ge(truth)).mean() <= 0.99
        assert found["simpson"].mean() == pytest.approx(truth, abs=0.03)


def test_an_interval_of_shannons_entropy_is_given_only_where_it_holds_the_truth() -> None:
    kinds, groups, clusters, often = sample(12, 15, seed=6)
    found = grouped_diversity(kinds, groups, clusters)
    truth = -(often * np.log2(often)).sum()
    given_one = found.dropna(subset=["shannon_low"])
    assert len(given_one) > 100
    assert 0.85 <= given_one["shannon_low"].le(truth).mul(given_one["shannon_high"].ge(truth)).mean() <= 0.99
    kinds, groups, clusters, often = sample(4, 100, seed=7)
    assert grouped_diversity(kinds, groups, clusters)["shannon_low"].isna().mean() > 0.95


def test_diversity_of_two_documents_is_as_counted_and_has_no_interval() -> None:
    [row] = grouped_diversity(list("ppqr"), ["x"] * 4, list("aabb")).to_dict("records")
    assert row["simpson"] == simpson([2, 1, 1]) and row["shannon"] == shannon([2, 1, 1])
    assert math.isnan(row["simpson_low"]) and math.isnan(row["shannon_high"])


def test_documents_in_which_everybody_speaks_once_leave_the_diversity_without_an_interval() -> None:
    [row] = grouped_diversity(["p"] * 6, ["x"] * 6, list("aabbcc")).to_dict("records")
    assert row["simpson"] == 0 and math.isnan(row["simpson_low"])


INDICATORS = pd.DataFrame(
    {"named": [90.0, 50.0, 70.0, 60.0], "hedges": [1.0, 2.0, 3.0, 4.0], "quoted": [1.0, None, 3.0, 3.0]},
    index=["a", "b", "c", "d"],
)


def test_one_weight_ranks_by_its_indicator_and_a_negative_one_the_other_way_round() -> None:
    assert list(weighted_ranks(INDICATORS, {"named": 5}).items.index) == ["a", "c", "d", "b"]
    assert list(weighted_ranks(INDICATORS, {"named": -5}).items.index) == ["b", "d", "c", "a"]


def test_a_score_is_the_weighted_mean_of_shares_of_others_exceeded() -> None:
    items = weighted_ranks(INDICATORS, {"named": 2, "hedges": -1}).items
    assert items.loc["a", "score"] == 1
    assert items.loc["d", "score"] == pytest.approx((2 * 1 / 3 + 1 * 0) / 3)


def test_an_item_without_a_value_has_no_score_and_ties_share_a_rank() -> None:
    items = weighted_ranks(INDICATORS, {"quoted": 1}).items
    assert "b" not in items.index and items["rank"].tolist() == [1, 1, 3]


def test_moving_weights_shows_which_ranks_rest_on_them() -> None:
    ranking = weighted_ranks(INDICATORS, {"named": 2, "hedges": 1})
    [first] = ranking.items.reset_index(names="item").query("item == 'a'").to_dict("records")
    assert (first["rank"], first["best"], first["worst"]) == (1, 1, 4)
    left_out = ranking.moves[(ranking.moves["weight"] == "named") & (ranking.moves["factor"] == 0)]
    assert left_out["first"].tolist() == ["d"] and (left_out["tau"] < 1).all()


def test_weights_of_unknown_indicators_and_weights_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no indicator 'truth'; there are: named, hedges, quoted"):
        weighted_ranks(INDICATORS, {"truth": 1})
    with pytest.raises(ValueError, match="no weight other than 0"):
        weighted_ranks(INDICATORS, {"named": 0})


def test_ranks_of_one_item_or_none_are_no_error() -> None:
    assert weighted_ranks(INDICATORS.head(1), {"named": 1}).items["score"].tolist() == [0.5]
    assert weighted_ranks(INDICATORS.head(0), {"named": 1}).items.empty
