"""Statistics for notebooks: intervals, diversity, ranks, keyness. Arrays in, arrays or a DataFrame out.

Everything that draws at random takes a seed. What is uncertain comes with an interval.
"""

from __future__ import annotations

from corpuslib.statistics._diversity import grouped_diversity, shannon, simpson
from corpuslib.statistics._intervals import Interval, cluster_bootstrap, covered, grouped_means, wilson
from corpuslib.statistics._keyness import NullCheck, keyness, null_check
from corpuslib.statistics._ranking import Ranking, weighted_ranks

__all__ = [
    "Interval",
    "NullCheck",
    "Ranking",
    "cluster_bootstrap",
    "covered",
    "grouped_diversity",
    "grouped_means",
    "keyness",
    "null_check",
    "shannon",
    "simpson",
    "weighted_ranks",
    "wilson",
]
