"""The parts of the score test against shuffles carried out and against values known in closed form."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import false_discovery_control, gamma, norm

from corpuslib.statistics._cells import cells_of
from corpuslib.statistics._score import score_test, two_sided, weighted_q, weights_for


def test_the_tail_is_that_of_the_gamma_distribution_with_the_same_skewness() -> None:
    for skewness in (0.1, 0.7, 2.0):
        shape = 4 / skewness**2
        expected = 2 * gamma.sf(3.0, shape, loc=-np.sqrt(shape), scale=1 / np.sqrt(shape))
        assert two_sided(np.array([3.0]), np.array([skewness]))[0] == pytest.approx(expected, rel=1e-9)
        assert two_sided(np.array([-3.0]), np.array([-skewness]))[0] == pytest.approx(expected, rel=1e-9)


def test_without_skewness_the_tail_is_the_normal_one() -> None:
    z = np.array([-5.0, 0.0, 1.96])
    assert two_sided(z, np.zeros(3)) == pytest.approx(2 * norm.sf(np.abs(z)))


def test_z_has_mean_0_and_variance_1_over_all_ways_to_deal_the_labels() -> None:
    lengths_alike = np.array([[5, 5], [0, 10], [3, 7], [1, 9], [8, 2], [0, 10], [2, 8]])
    cells = cells_of(sparse.csc_matrix(lengths_alike, dtype=float), np.zeros(7, dtype=np.int64))
    dealt = []
    for chosen in itertools.combinations(range(7), 3):
        inside = np.isin(np.arange(7), chosen)
        dealt.append(score_test(cells, inside).z[0])
    assert np.mean(dealt) == pytest.approx(0, abs=1e-9) and np.mean(np.square(dealt)) == pytest.approx(1, abs=1e-9)


def test_weights_have_a_mean_of_1_and_favour_what_can_just_be_found() -> None:
    weight = weights_for(np.array([0.0, 0.5, 2.0, 4.0, 12.0]))
    assert weight.mean() == pytest.approx(1) and weight.argmax() in (2, 3)
    assert weights_for(np.full(4, 1000.0)) == pytest.approx(np.ones(4))
    assert weights_for(np.zeros(4)) == pytest.approx(np.ones(4))


def test_weights_of_1_leave_the_procedure_of_benjamini_and_hochberg() -> None:
    p = np.array([0.001, 0.02, 0.03, 0.8])
    assert weighted_q(p, np.ones(4)) == pytest.approx([0.004, 0.04, 0.04, 0.8])


def test_the_false_discovery_rate_is_the_one_of_scipy() -> None:
    random = np.random.default_rng(1)
    for size in (0, 1, 7, 500):
        p = random.random(size) ** 3
        weight = weights_for(random.gamma(2.0, size=size))
        shared = np.minimum(p / np.maximum(weight, 1e-12), 1.0)
        expected = false_discovery_control(shared) if size else shared
        assert weighted_q(p, weight) == pytest.approx(expected, abs=1e-15)


def test_a_weight_of_0_takes_a_test_out() -> None:
    assert weighted_q(np.array([1e-9, 0.01]), np.array([0.0, 2.0])) == pytest.approx([1.0, 0.01])
