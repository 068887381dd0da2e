"""Keyness against the published formulas, against how often its intervals cover, and against halves of nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import t

from corpuslib.statistics import keyness, null_check
from corpuslib.statistics._cells import Cells, cells_of
from corpuslib.statistics._log_odds import log_odds

COUNTS = np.array([[4, 1, 5], [2, 0, 8], [1, 6, 3], [0, 5, 5]])
GROUPS = ["a", "a", "b", "b"]
STORIES = [1, 2, 1, 2]


def published(prior: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return effect, full and approximate variance of group a by the formulas of Monroe, Colaresi and Quinn."""
    total = COUNTS.sum(axis=0)
    alpha = prior * total / total.sum()
    a, c = COUNTS[:2].sum(axis=0) + alpha, COUNTS[2:].sum(axis=0) + alpha
    b, d = a.sum() - a, c.sum() - c
    return np.log(a / b) - np.log(c / d), 1 / a + 1 / b + 1 / c + 1 / d, 1 / a + 1 / c


@pytest.mark.parametrize("prior", [0.5, 10.0, 500.0])
def test_effect_and_both_variances_agree_with_monroe_colaresi_and_quinn(prior: float) -> None:
    effect, full, approximate = published(prior)
    for variance, expected in (("full", full), ("approximate", approximate)):
        frame = keyness(COUNTS, GROUPS, terms=list("xyz"), prior=prior, variance=variance).set_index(["group", "term"])
        for number, term in enumerate("xyz"):
            row = frame.loc[("a", term)]
            assert row["effect"] == pytest.approx(effect[number], abs=1e-9)
            assert row["z"] == pytest.approx(effect[number] / math.sqrt(expected[number]), abs=1e-9)
            assert row["high"] - row["effect"] == pytest.approx(
                1.959963984540054 * math.sqrt(expected[number]), abs=1e-9
            )


def test_one_stratum_gives_what_none_gives() -> None:
    plain, one = keyness(COUNTS, GROUPS), keyness(COUNTS, GROUPS, strata=["s"] * 4)
    assert plain.equals(one)


def test_pooled_effect_and_full_variance_agree_with_mantel_haenszel_and_robins_breslow_greenland() -> None:
    prior = 10.0
    own, other, first, middle, last = (np.zeros(3) for _ in range(5))
    for inside, outside in ((0, 2), (1, 3)):
        total = COUNTS[inside] + COUNTS[outside]
        alpha = prior * total / COUNTS.sum()
        a, c = COUNTS[inside] + alpha, COUNTS[outside] + alpha
        b, d = a.sum() - a, c.sum() - c
        whole = a + b + c + d
        p, q, r, s = (a + d) / whole, (b + c) / whole, a * d / whole, b * c / whole
        own, other = own + r, other + s
        first, middle, last = first + p * r, middle + p * s + q * r, last + q * s
    variance = first / (2 * own**2) + middle / (2 * own * other) + last / (2 * other**2)
    frame = keyness(COUNTS, GROUPS, strata=STORIES, prior=prior, variance="full").set_index(["group", "term"]).loc["a"]
    assert frame.loc[["0", "1", "2"], "effect"].to_numpy() == pytest.approx(np.log(own / other), abs=1e-9)
    assert frame.loc[["0", "1", "2"], "z"].to_numpy() == pytest.approx(
        np.log(own / other) / np.sqrt(variance), abs=1e-9
    )


def test_the_sandwich_agrees_with_the_influence_of_each_document_summed_one_by_one() -> None:
    random = np.random.default_rng(3)
    counts = random.poisson(random.gamma(1.0, 20.0, size=(14, 6))).astype(float)
    inside = np.array([True] * 5 + [False] * 9)
    prior = 10.0
    alpha = prior * counts.sum(axis=0) / counts.sum()
    variance = np.zeros(6)
    for side in (inside, ~inside):
        part = counts[side]
        share = (part.sum(axis=0) + alpha) / (part.sum() + prior)
        influence = (part - part.sum(axis=1, keepdims=True) * share) / ((part.sum() + prior) * share * (1 - share))
        variance += (influence**2).sum(axis=0) * len(part) / (len(part) - 1)
    found = log_odds(cells_of(sparse.csc_matrix(counts), np.zeros(14, dtype=np.int64)), inside, prior, "clustered")
    assert found.variance == pytest.approx(variance, rel=1e-9)


def test_clustering_by_document_never_narrows_an_interval() -> None:
    plain = keyness(COUNTS, GROUPS, variance="full").set_index(["group", "term"]).sort_index()
    clustered = keyness(COUNTS, GROUPS).set_index(["group", "term"]).sort_index()
    assert ((clustered.high - clustered.low) >= (plain.high - plain.low) - 1e-12).all()


def heaped(inside: np.ndarray, stratum: np.ndarray, rate: np.ndarray, effect: float, draws: int, seed: int) -> Cells:
    """Return counts of `draws` words whose rates vary between documents, under a log-odds ratio of `effect`."""
    random = np.random.default_rng(seed)
    odds = rate / (1 - rate) * np.exp(effect * inside)
    length = random.integers(150, 450, size=len(inside))
    rates = (odds / (1 + odds))[:, None] * random.gamma(2.0, 0.5, size=(len(inside), draws))
    counts = sparse.csc_matrix(random.binomial(length[:, None], np.minimum(rates, 0.9)).astype(float))
    # Each column is a corpus of its own: the other words of a document are those that the column leaves over.
    return cells_of(counts, stratum)._replace(length=length.astype(float))


def coverage(cells: Cells, inside: np.ndarray, effect: float) -> float:
    found = log_odds(cells, inside, 1.0, "clustered")
    width = t.ppf(0.975, found.freedom) * np.sqrt(found.variance)
    return float((np.abs(found.effect - effect) <= width).mean())


@pytest.mark.parametrize("effect", [0.0, 0.4])
@pytest.mark.parametrize(("left", "right", "rate"), [(40, 40, 0.005), (20, 60, 0.005), (15, 15, 0.02)])
def test_intervals_over_documents_hold_the_effect_95_times_in_100(
    left: int, right: int, rate: float, effect: float
) -> None:
    inside = np.arange(left + right) < left
    none = np.zeros(len(inside), dtype=np.int64)
    cells = heaped(inside, none, np.full(len(inside), rate), effect, draws=2000, seed=1)
    assert 0.93 <= coverage(cells, inside, effect) <= 0.97


def told_unevenly(stories: int, few: int, many: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sides, stories and rates of documents where the stories that one side tells more use the word more."""
    random = np.random.default_rng(0)
    sides = [[True] * (few, many)[s % 2] + [False] * (many, few)[s % 2] for s in range(stories)]
    stratum = np.repeat(np.arange(stories), few + many)
    rate = 0.006 * np.exp(random.normal(0, 0.7, stories) + (np.arange(stories) % 2))
    return np.concatenate(sides), stratum, rate[stratum]


@pytest.mark.parametrize("effect", [0.0, 0.4])
@pytest.mark.parametrize(("stories", "few", "many"), [(40, 1, 1), (20, 1, 3), (6, 4, 10)])
def test_intervals_within_stories_hold_the_effect_also_where_each_side_tells_a_story_once(
    stories: int, few: int, many: int, effect: float
) -> None:
    inside, stratum, rate = told_unevenly(stories, few, many)
    cells = heaped(inside, stratum, rate, effect, draws=2000, seed=2)
    assert 0.93 <= coverage(cells, inside, effect) <= 0.975


def test_what_comes_from_the_choice_of_stories_shows_only_without_strata() -> None:
    inside, stratum, rate = told_unevenly(20, 1, 5)
    random = np.random.default_rng(4)
    words = random.poisson(300 * rate[:, None] * random.gamma(2.0, 0.5, size=(len(rate), 200)))
    counts = np.column_stack([words, 30_000 - words.sum(axis=1)])
    plain, within = (
        keyness(counts, inside.tolist(), strata=strata).query("group == 'True' and term != '200'")
        for strata in (None, stratum.tolist())
    )
    assert (plain["p"] < 0.05).mean() > 0.8 and (within["p"] < 0.05).mean() < 0.1
    assert plain["effect"].mean() > 0.5 and abs(within["effect"].mean()) < 0.1


def test_a_story_that_one_side_tells_alone_is_left_out() -> None:
    more = np.vstack([COUNTS, [[9, 9, 9]]])
    with_lone = keyness(more, [*GROUPS, "a"], strata=[*STORIES, 3])
    assert with_lone.equals(keyness(COUNTS, GROUPS, strata=STORIES))


def test_documents_of_one_voice_count_once() -> None:
    copies = np.vstack([COUNTS, COUNTS[:1], COUNTS[:1]])
    once = keyness(copies, [*GROUPS, "b", "a"], voices=[1, 2, 3, 4, 1, 1])
    assert once.equals(keyness(COUNTS, GROUPS))


def test_pairs_are_compared_without_the_other_groups() -> None:
    three = np.vstack([COUNTS, [[7, 7, 7], [0, 9, 1]]])
    frame = keyness(three, [*GROUPS, "c", "c"], pairwise=True)
    assert list(dict.fromkeys(zip(frame["group"], frame["against"], strict=True))) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    pair = frame[(frame["group"] == "a") & (frame["against"] == "b")].drop(columns="against").reset_index(drop=True)
    alone = keyness(COUNTS, GROUPS)
    assert pair.equals(alone[alone["group"] == "a"].drop(columns="against").reset_index(drop=True))


def test_the_rest_of_one_group_of_two_is_the_other_so_both_say_the_same() -> None:
    frame = keyness(COUNTS, GROUPS).set_index(["group", "term"])
    assert frame.loc["a"].loc[["0", "1", "2"], "effect"].to_numpy() == pytest.approx(
        -frame.loc["b"].loc[["0", "1", "2"], "effect"].to_numpy()
    )


def test_sparse_counts_give_what_dense_ones_give() -> None:
    assert keyness(sparse.coo_matrix(COUNTS), GROUPS).equals(keyness(COUNTS, GROUPS))


def test_terms_are_worked_on_in_blocks_that_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, strata = topical(12, 40, 3), [n % 3 for n in range(12)]
    whole = keyness(counts, list("ab") * 6, strata=strata)
    monkeypatch.setattr("corpuslib.statistics._keyness.BLOCK", 50)
    assert keyness(counts, list("ab") * 6, strata=strata).equals(whole)


def test_one_document_on_a_side_says_nothing_about_the_spread() -> None:
    frame = keyness(COUNTS[:3], ["a", "b", "b"])
    assert frame["low"].isna().all() and frame["effect"].notna().all() and (frame["q"] > 0.05).all()


def test_a_term_that_nobody_uses_has_no_effect_and_is_not_found() -> None:
    frame = keyness(np.column_stack([COUNTS, [0] * 4]), GROUPS, terms=list("xyzn")).set_index("term")
    assert frame.loc["n", "effect"].isna().all() and (frame.loc["n", "q"] == 1).all()


def test_no_p_is_below_that_of_the_most_extreme_dealing_of_so_few_documents() -> None:
    counts = np.array([[30, 300], [31, 300], [29, 300], [0, 300], [0, 300], [0, 300]])
    assert keyness(counts, list("aaabbb"))["p"].min() >= 2 / math.comb(6, 3) - 1e-12


def topical(documents: int, terms: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    topics = random.dirichlet(np.full(terms, 0.2), size=documents)
    return np.array([random.multinomial(300, topic) for topic in topics])


def test_random_halves_of_one_source_show_no_key_words() -> None:
    false = {"clustered": 0, "full": 0, "approximate": 0}
    for seed in range(10):
        counts = topical(60, 200, seed)
        for variance in false:
            false[variance] += null_check(counts, variance=variance, draws=4, seed=seed).halves_with_false_terms
    assert false["clustered"] <= 4 and false["full"] == false["approximate"] == 40


def test_random_groups_of_few_among_many_show_no_key_words() -> None:
    found, small = 0, []
    for seed in range(40):
        counts = topical(60, 200, seed)
        frame = keyness(counts, ["few"] * 4 + ["many"] * 56)
        few = frame[frame["group"] == "few"]
        found += int((few["q"] < 0.05).any())
        small.append((few["p"] < 0.01).mean())
    assert found <= 5 and np.mean(small) <= 0.015


def test_a_word_used_half_again_as_often_by_everybody_is_found() -> None:
    random = np.random.default_rng(8)
    rates = np.full(100, 3.0) * random.gamma(3.0, 1 / 3, size=(80, 100))
    rates[:40, 0] *= 2
    frame = keyness(random.poisson(rates), ["a"] * 40 + ["b"] * 40)
    found = frame[(frame["group"] == "a") & (frame["q"] < 0.05)]
    assert "0" in list(found["term"]) and len(found) <= 3


def test_the_null_check_is_the_same_for_the_same_seed_and_keeps_to_strata_and_voices() -> None:
    counts, strata = topical(20, 30, 1), [n % 5 for n in range(20)]
    first = null_check(counts, strata=strata, voices=list(range(20)), draws=5, seed=7)
    assert first == null_check(counts, strata=strata, draws=5, seed=7) and first.draws == 5


def test_no_draws_find_nothing() -> None:
    assert null_check(COUNTS, draws=0, seed=1) == (0, 0, 0, 0.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"groups": ["a"] * 4}, "only one"),
        ({"groups": ["a"] * 3}, "4 rows of counts but 3 groups"),
        ({"groups": GROUPS, "strata": [1]}, "4 rows of counts but 1 strata"),
        ({"groups": GROUPS, "voices": [1]}, "4 rows of counts but 1 voices"),
        ({"groups": GROUPS, "terms": ["x"]}, "3 columns of counts but 1 terms"),
        ({"groups": GROUPS, "prior": 0.0}, "must be above 0"),
        ({"groups": GROUPS, "variance": "robust"}, "no variance 'robust'"),
        ({"groups": GROUPS, "variance": "approximate", "strata": STORIES}, "of one stratum"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        keyness(COUNTS, **arguments)


def test_counts_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        keyness(-COUNTS, GROUPS)


rows = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=8)


@settings(max_examples=50)
@given(rows, st.data())
def test_whatever_is_counted_every_comparison_and_term_has_a_row_and_every_p_is_one(
    counts: list[list[int]], data: st.DataObject
) -> None:
    size = len(counts)
    groups = [0, 1, *data.draw(st.lists(st.integers(0, 2), min_size=size - 2, max_size=size - 2))]
    strata = data.draw(st.none() | st.lists(st.integers(0, 2), min_size=size, max_size=size))
    frame = keyness(counts, groups, strata=strata, pairwise=data.draw(st.booleans()))
    assert len(frame) % 3 == 0 and frame["p"].between(0, 1).all() and frame["q"].between(0, 1).all()
    assert frame["z"].notna().all() and np.isfinite(frame["weight"]).all()


@settings(max_examples=15)
@given(st.permutations(range(8)))
def test_the_order_of_documents_does_not_matter(order: list[int]) -> None:
    counts, groups, strata = topical(8, 5, 2), list("ababaabb"), [1, 1, 2, 2, 1, 2, 1, 2]
    straight = keyness(counts, groups, strata=strata).sort_values(["group", "term"])
    turned = keyness(counts[order], [groups[n] for n in order], strata=[strata[n] for n in order])
    turned = turned.sort_values(["group", "term"])
    assert np.allclose(straight["z"], turned["z"]) and np.allclose(straight["low"], turned["low"], equal_nan=True)
