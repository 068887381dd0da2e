"""Diversity against its formulas, and against how often its intervals cover the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corpuslib.statistics import grouped_diversity, shannon, simpson


def test_diversity_agrees_with_the_formulas() -> None:
    assert simpson([4, 3, 3]) == pytest.approx(1 - (4 * 3 + 3 * 2 + 3 * 2) / 90)
    assert shannon([4, 3, 3]) == pytest.approx(-(0.4 * math.log2(0.4) + 0.6 * math.log2(0.3)))
    assert math.isnan(simpson([1])) and math.isnan(shannon([]))


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


def test_an_empty_table_has_no_groups() -> None:
    assert grouped_diversity([], [], []).empty
