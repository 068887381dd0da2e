"""Diversity against its formulas, and against how often its intervals cover the truth."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from corpuslib.statistics import grouped_diversity, shannon, simpson


def test_diversity_agrees_with_the_formulas() -> None:
    assert simpson([4, 3, 3]) == pytest.approx(1 - (4 * 3 + 3 * 2 + 3 * 2) / 90)
    assert shannon([4, 3, 3]) == pytest.approx(-(0.4 * math.log2(0.4) + 0.6 * math.log2(0.3)))
    assert math.isnan(simpson([1])) and math.isnan(shannon([]))


def between(kinds: list[str], clusters: list[str]) -> float:
    """Return the share of different kinds among all pairs from different clusters, pair by pair."""
    found = list(zip(kinds, clusters, strict=True))
    pairs = [one != two for (one, here), (two, there) in combinations(found, 2) if here != there]
    return sum(pairs) / len(pairs)


def jackknifed(values: list[float], whole: float) -> tuple[float, float]:
    """Return the jackknife's estimate and half the width of its interval, from the values without each cluster."""
    number = len(values)
    pseudo = [number * whole - (number - 1) * value for value in values]
    return float(np.mean(pseudo)), float(t.ppf(0.975, number - 1) * np.std(pseudo, ddof=1) / math.sqrt(number))


def test_simpsons_index_and_its_interval_agree_with_pairs_of_different_documents_counted_one_by_one() -> None:
    kinds, clusters = list("pppqpqrqsq"), list("aaaabbcccd")
    [row] = grouped_diversity(kinds, ["x"] * 10, clusters).to_dict("records")
    index = between(kinds, clusters)
    kept = [[n for n, one in enumerate(clusters) if one != left] for left in "abcd"]
    _, half = jackknifed([between([kinds[n] for n in some], [clusters[n] for n in some]) for some in kept], index)
    wide = half / (2 * math.sqrt(index * (1 - index)))
    low = math.sin(max(math.asin(math.sqrt(index)) - wide, 0)) ** 2
    high = math.sin(min(math.asin(math.sqrt(index)) + wide, math.pi / 2)) ** 2
    assert row["simpson"] == pytest.approx(index)
    assert [row["simpson_low"], row["simpson_high"]] == pytest.approx([low, high])


def test_shannons_entropy_and_its_interval_agree_with_the_jackknife_by_formula() -> None:
    random = np.random.default_rng(8)
    kinds = random.choice(4, size=80, p=[0.4, 0.3, 0.2, 0.1])
    clusters = np.repeat(np.arange(20), 4)
    [row] = grouped_diversity(kinds.tolist(), ["x"] * 80, clusters.tolist()).to_dict("records")
    left = [shannon(np.bincount(kinds[clusters != one])) for one in range(20)]
    middle, half = jackknifed(left, shannon(np.bincount(kinds)))
    assert [row[name] for name in ("shannon", "shannon_low", "shannon_high")] == pytest.approx(
        [middle, middle - half, middle + half]
    )


def draw(documents: int, often: np.ndarray, seed: int, draws: int = 2000) -> pd.DataFrame:
    """Return the diversity of samples of documents in which two to five speakers talk up to four times each."""
    random = np.random.default_rng(seed)
    talks = random.integers(2, 6, size=draws * documents)
    speakers = random.choice(len(often), size=talks.sum(), p=often)
    times = random.integers(1, 5, size=talks.sum())
    clusters = np.repeat(np.repeat(np.arange(draws * documents), talks), times)
    return grouped_diversity(np.repeat(speakers, times).tolist(), (clusters // documents).tolist(), clusters.tolist())


def zipf(speakers: int) -> np.ndarray:
    often = 1 / np.arange(1, speakers + 1) ** 0.8
    return often / often.sum()


def covered(found: pd.DataFrame, index: str, truth: float) -> float:
    """Return the share of the given intervals that hold the truth."""
    known = found.dropna(subset=[f"{index}_low"])
    share = float((known[f"{index}_low"].le(truth) & known[f"{index}_high"].ge(truth)).mean())
    print(f"95 % intervals of {index} cover {share:.3f} of {len(known):,}, of {len(found):,} draws")
    return share


@pytest.mark.parametrize(("documents", "speakers", "most"), [(3, 8, 0.99), (10, 15, 0.97), (20, 60, 0.97)])
def test_intervals_of_simpsons_index_hold_the_truth_however_many_documents_and_speakers_there_are(
    documents: int, speakers: int, most: float
) -> None:
    often = zipf(speakers)
    found, truth = draw(documents, often, seed=5), 1 - (often**2).sum()
    assert 0.93 <= covered(found, "simpson", truth) <= most
    assert found["simpson"].mean() == pytest.approx(truth, abs=0.01)


@pytest.mark.xfail(strict=True, reason="next to the maximum the index varies by the square of what the jackknife sees")
def test_intervals_of_simpsons_index_hold_the_truth_where_two_speakers_are_nearly_as_frequent() -> None:
    assert covered(draw(20, np.array([0.6, 0.4]), seed=5, draws=500), "simpson", 0.48) >= 0.92


def test_an_interval_of_shannons_entropy_is_given_only_where_it_holds_the_truth() -> None:
    often = zipf(15)
    found, truth = draw(20, often, seed=6), -(often * np.log2(often)).sum()
    assert found["shannon_low"].notna().mean() > 0.9
    assert 0.93 <= covered(found, "shannon", truth) <= 0.97
    assert draw(20, zipf(100), seed=7, draws=200)["shannon_low"].isna().mean() > 0.99


def test_with_few_documents_shannons_entropy_is_as_counted_and_has_no_interval() -> None:
    found = draw(8, np.array([0.5, 0.5]), seed=6, draws=50)
    assert found["coverage"].min() > 0.9 and found["shannon_low"].isna().all()


def test_diversity_of_two_documents_is_as_counted_and_has_no_interval() -> None:
    [row] = grouped_diversity(list("ppqr"), ["x"] * 4, list("aabb")).to_dict("records")
    assert row["simpson"] == simpson([2, 1, 1]) and row["shannon"] == shannon([2, 1, 1])
    assert math.isnan(row["simpson_low"]) and math.isnan(row["shannon_high"])


@pytest.mark.parametrize("kinds", ["pppppp", "ppqqrr"])
def test_documents_that_all_agree_or_all_differ_leave_the_diversity_as_counted_without_an_interval(kinds: str) -> None:
    [row] = grouped_diversity(list(kinds), ["x"] * 6, list("aabbcc")).to_dict("records")
    counts = [kinds.count(kind) for kind in sorted(set(kinds))]
    assert row["simpson"] == simpson(counts) and math.isnan(row["simpson_low"])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 25)), max_size=120))
def test_an_interval_holds_its_estimate_and_nothing_leaves_its_range(rows: list[tuple[int, int, int]]) -> None:
    found = grouped_diversity(*([row[n] for row in rows] for n in range(3)))
    assert list(found["group"]) == sorted({row[1] for row in rows})
    for index, most in (("simpson", 1.0), ("shannon", math.inf)):
        known = found.dropna(subset=[f"{index}_low"])
        low, middle, high = (known[index + end] for end in ("_low", "", "_high"))
        assert ((low >= 0) & (low <= middle) & (middle <= high) & (high <= most)).all()


def test_an_empty_table_has_no_groups() -> None:
    assert grouped_diversity([], [], []).empty
