"""Keyness where there is nothing to find, and where words were planted: ours beside the usual formula.

Random halves of one outlet's articles differ by chance alone, so every word that sets them apart is false. Planted
words are frequent ones of which two uses in five are taken from one half. Every tool gets the same halves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from page import OURS, Measure, Section, at_least, at_most, speed

import corpuslib as cl
from corpuslib.statistics import wilson

LEVEL = 0.05
PLANTED, KEPT = 50, 0.6
USUAL, ROBUST = "usual formula", "clustered, usual formula"

Find = Callable[[Any, Any], Any]
"""Counts and the articles of the first group to which words are found."""


def ours(counts: Any, first: Any) -> Any:
    found = cl.keyness(counts, first.tolist(), pairwise=True)
    words = [False] * counts.shape[1]
    for term in found.loc[found["q"] < LEVEL, "term"]:
        words[int(term)] = True
    return words


def tools(score: ModuleType, baselines: ModuleType) -> dict[str, Find]:
    """Return ours, and the baselines with the procedure of Benjamini and Hochberg over words of five uses or more."""

    def found_by(z_of: Callable[[Any, Any], Any]) -> Find:
        return lambda counts, first: score.discoveries(z_of(counts, first), counts.sum(axis=0).A1)

    return {
        OURS: ours,
        USUAL: found_by(baselines.keyness_log_odds),
        ROBUST: found_by(baselines.keyness_document_robust),
    }


class Trial(NamedTuple):
    """What a tool did on one draw."""

    null: int
    """Words found between two halves of one outlet, all of them false."""
    planted: float
    """Share of the planted words that are found."""
    false: float
    """Share of false words among those found where words were planted."""


def outlets(data: Path) -> Iterator[tuple[str, Any]]:
    """Yield the name of each outlet, and the word counts of its articles."""
    from scipy import sparse

    counts, start = sparse.load_npz(data / "keyness_dev.npz").tocsr(), 0
    with gzip.open(data / "keyness_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        described = json.loads(next(lines))["outlets"]
    for name, size in described:
        yield name.split()[0], sparse.csr_matrix(counts[start : start + size])
        start += size


def trials(counts: Any, find: Mapping[str, Find], draws: int, plantings: int) -> dict[str, list[Trial]]:
    """Return, for each tool, what it did on the same draws; words are planted in the first `plantings` of them."""
    import numpy as np

    size, words = counts.shape
    total, spread = (np.asarray(part.sum(axis=0)).ravel() for part in (counts, counts > 0))
    frequent = np.flatnonzero((total >= 100) & (spread >= 40))
    rows = np.repeat(np.arange(size), np.diff(counts.indptr))
    random = np.random.default_rng(0)
    done: dict[str, list[Trial]] = {tool: [] for tool in find}
    for draw in range(draws):
        first = random.permutation(size) < size // 2
        planted = np.isin(np.arange(words), random.choice(frequent, PLANTED, replace=False))
        thinned = counts.copy()
        hit = planted[thinned.indices] & ~first[rows]
        thinned.data[hit] = random.binomial(thinned.data[hit], KEPT)
        thinned.eliminate_zeros()
        for tool, words_of in find.items():
            null = int(np.sum(words_of(counts, first)))
            if draw < plantings:
                found = np.asarray(words_of(thinned, first), dtype=bool)
                false = float((found & ~planted).sum() / max(found.sum(), 1))
                done[tool].append(Trial(null, float(found[planted].mean()), false))
            else:
                done[tool].append(Trial(null, float("nan"), float("nan")))
    return done


def mean(values: Any) -> tuple[float, tuple[float, float]]:
    """Return the mean and the ends of its 95 % interval."""
    import numpy as np
    from scipy.special import stdtrit

    known = np.array([value for value in values if value == value])
    width = float(stdtrit(len(known) - 1, 0.975) * known.std(ddof=1) / np.sqrt(len(known)))
    return float(known.mean()), (float(known.mean()) - width, float(known.mean()) + width)


def of_outlet(outlet: str, done: Mapping[str, list[Trial]]) -> list[Measure]:
    draws = len(next(iter(done.values())))
    halves = {tool: sum(trial.null > 0 for trial in made) for tool, made in done.items()}
    shares = {tool: 100 * number / draws for tool, number in halves.items()}
    bounds = {tool: wilson(number, draws) for tool, number in halves.items()}
    null = at_most(5, f"{outlet}: random halves with a false word, %", shares, ".0f")
    words = {tool: sum(trial.null for trial in made) / draws for tool, made in done.items()}
    planted = {tool: mean([trial.planted for trial in made]) for tool, made in done.items()}
    false = {tool: mean([trial.false for trial in made])[0] for tool, made in done.items()}
    found = at_least(0.35, "… planted words found", {tool: value for tool, (value, _) in planted.items()})
    return [
        Measure(
            *(null.what, null.values, null.bar, null.met, null.form),
            {tool: (100 * bound.low, 100 * bound.high) for tool, bound in bounds.items()},
        ),
        Measure("… false words in a pair of halves, mean", words, form=".2f"),
        Measure(
            *(found.what, found.values, found.bar, found.met, ".2f"), {t: ends for t, (_, ends) in planted.items()}
        ),
        Measure("… false among those found beside planted ones", false, form=".2f"),
    ]


def section(options: argparse.Namespace, score: ModuleType, baselines: ModuleType) -> Section:
    """Keyness of ours beside the usual formula and the same with a variance clustered by article."""
    import numpy as np
    from scipy import sparse

    find = tools(score, baselines)
    counted = list(outlets(Path(score.__file__).parent / "data"))
    measures = []
    for outlet, counts in counted:
        measures += of_outlet(outlet, trials(counts, find, options.draws, min(options.draws, options.plantings)))
    both = sparse.vstack([counts for _, counts in counted]).tocsr()
    first = np.arange(both.shape[0]) < counted[0][1].shape[0]
    words, rates = {}, {}
    for tool, words_of in find.items():
        start = time.process_time()
        words[tool] = float(np.sum(words_of(both, first)))
        rates[tool] = 1 / (time.process_time() - start)
    between = " and ".join(name for name, _ in counted)
    measures.append(Measure(f"words found between {between}", words, form=".0f"))
    measures.append(Measure("… CPU milliseconds", {tool: 1000 / rate for tool, rate in rates.items()}, form=".0f"))
    measures.append(speed(rates))
    return Section(
        "Keyness: nothing to find, and words planted",
        f"Word counts of 600 articles of each of two outlets. {options.draws} random halves of each outlet, the same "
        f"for every tool; in the first {min(options.draws, options.plantings)}, {PLANTED} words of 100 uses or more "
        "lose two in five of their uses in one half. A word is found at a false discovery rate of 5 %. corpuslib is "
        "`keyness` as it is by default (clustered by document), with intervals and effects in its time; the others "
        "give z alone: the log-odds ratio with a Dirichlet prior, and the same with a sandwich variance over "
        "articles, each with the procedure of Benjamini and Hochberg over words of five uses or more. A tool whose "
        "halves differ by chance is not to be read by the planted words that it finds.",
        measures,
    )
