"""Weighted orders, and what they rest on."""

from __future__ import annotations

import pandas as pd
import pytest

from corpuslib.statistics import weighted_ranks

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
