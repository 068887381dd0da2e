"""Map a function over items: in this process, or in a pool of processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

__all__ = ["default_workers", "map_ordered"]

T = TypeVar("T")
U = TypeVar("U")


def default_workers() -> int:
    """Return how many processes this process may use at once."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def map_ordered(function: Callable[[T], U], items: Sequence[T], *, workers: int = 1, chunk: int = 8) -> Iterator[U]:
    """Yield `function(item)` for every item, in the order of the items.

    With more than one worker the function and the items must be picklable. Processes are spawned, not
    forked, so that no state of this process leaks into a result; few items stay in this process. A script
    that calls this needs `if __name__ == "__main__":`, as always where processes are spawned.

    >>> list(map_ordered(abs, [-1, 2]))
    [1, 2]
    """
    if workers <= 1 or len(items) < 2 * chunk:
        yield from map(function, items)
        return
    # Not multiprocessing.Pool: it starts workers again for ever when they cannot start.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, -(-len(items) // chunk)), context) as pool:
        yield from pool.map(function, items, chunksize=chunk)
