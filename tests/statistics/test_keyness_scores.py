"""How much keyness finds of what was planted among real articles, and how much where there is nothing.

The word counts of two outlets' articles are dealt into random halves; then two uses in five of fifty frequent words
are taken from one half. Each test prints its figures (`pytest -s`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from corpuslib.statistics import keyness, null_check

COUNTS = Path(__file__).parents[3] / "shared" / "bench" / "framing" / "data" / "keyness_dev.npz"


@pytest.fixture(scope="module", params=["CNN", "Fox"])
def outlet(request: pytest.FixtureRequest) -> sparse.csr_matrix:
    if not COUNTS.exists():
        pytest.skip("needs the word counts in ../shared/bench/framing")
    counts = sparse.load_npz(COUNTS).tocsr()
    return counts[:600] if request.param == "CNN" else counts[600:]


def test_planted_words_are_found_and_few_others(outlet: sparse.csr_matrix) -> None:
    random = np.random.default_rng(0)
    total, spread = (np.asarray(part.sum(axis=0)).ravel() for part in (outlet, outlet > 0))
    frequent = np.flatnonzero((total >= 100) & (spread >= 40))
    found, false = [], []
    for _ in range(5):
        half = random.permutation(600) < 300
        planted = random.choice(frequent, 50, replace=False)
        thinned = outlet.copy()
        hit = np.isin(thinned.indices, planted) & ~np.repeat(half, np.diff(thinned.indptr))
        thinned.data[hit] = random.binomial(thinned.data[hit], 0.6)
        frame = keyness(thinned, half.tolist())
        words = frame.loc[(frame["group"] == "True") & (frame["q"] < 0.05), "term"].astype(int)
        found.append(np.isin(words, planted).sum() / 50)
        false.append((~np.isin(words, planted)).mean() if len(words) else 0.0)
    print(f"planted found {np.mean(found):.3f}, false among those found {np.mean(false):.3f}")
    assert np.mean(found) >= 0.19 and np.mean(false) <= 0.1


def test_random_halves_of_an_outlet_show_hardly_ever_a_word(outlet: sparse.csr_matrix) -> None:
    check = null_check(outlet, draws=15, seed=1)
    print(check)
    assert check.halves_with_false_terms <= 3 and check.most_false_terms <= 2
