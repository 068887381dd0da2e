"""Rating tables in words, line by line, for a person at a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from corpuslib.ratings.agreement import correlations, disagreements
from corpuslib.ratings.tables import RatingTable

__all__ = ["compare", "describe"]


def describe(table: RatingTable, most: int | None = None) -> Iterator[str]:
    """Yield what a table is, how many ratings it holds, and the first `most` rows that could not be used."""
    origin = ", ".join(part for part in (table.source, table.licence) if part)
    yield f"{table.name}: {table.title}, version {table.version}" + (f" ({origin})" if origin else "")
    for rater, scale in table.scales.items():
        count = sum(judgement.rater == rater for judgement in table.judgements)
        yield f"  {rater}: {count} ratings on the scale {scale.text}"
    for row in table.unread[:most]:
        yield f"  not used: row {row.record}: {row.reason}" + (f" ({row.text})" if row.text else "")
    if most is not None and len(table.unread) > most:
        yield f"  and {len(table.unread) - most} more not used; `corpuslib ratings --all` lists them"


def compare(tables: Sequence[RatingTable], most: int | None = None) -> Iterator[str]:
    """Yield how alike the raters of the tables order the sites, and the sites that divide them most."""
    import pandas as pd

    if not tables:
        return
    places = pd.concat([table.places for table in tables], ignore_index=True)
    for a, b, sites, correlation, low, high in correlations(places).values.tolist():
        rho = "undefined" if math.isnan(correlation) else f"{correlation:.2f}"
        interval = "no interval" if math.isnan(low) else f"95 % interval {low:.2f} to {high:.2f}"
        yield f"{a} and {b}: rank correlation {rho} over {sites} sites, {interval}"
    for site, _, spread, low, low_raters, high, high_raters in disagreements(places).values.tolist()[:most]:
        yield f"{site}: {spread:.2f} apart; {low:.2f} by {low_raters}, {high:.2f} by {high_raters}"
