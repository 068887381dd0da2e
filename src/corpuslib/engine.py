"""Map a function over items: in this process, or in a pool of processes."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

__all__ = ["Pool", "Workers", "default_workers", "map_ordered"]

T = TypeVar("T")
U = TypeVar("U")

# So many chunks for each worker may be under way: enough that none waits for the one before it.
_AHEAD = 4


def default_workers() -> int:
    """Return how many processes this process may use at once."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Pool:
    """Processes for several maps: started when they are first needed, and stopped at the end of the `with`.

    To start one costs more than to clean a hundred articles, most of it imports.

    >>> with Pool(1) as pool:
    ...     list(map_ordered(abs, [-1, 2], workers=pool))
    [1, 2]
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._started: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *details: object) -> None:
        if self._started is not None:
            self._started.shutdown(cancel_futures=True)

    def submit(self, function: Callable[..., U], *arguments: Any) -> Future[U]:
        """Have a process call a function."""
        if self._started is None:
            # Not multiprocessing.Pool: it starts workers again for ever when they cannot start.
            self._started = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"))
        return self._started.submit(function, *arguments)


Workers = int | Pool
"""How many processes may be used, or those that are there already."""


def map_ordered(function: Callable[[T], U], items: Iterable[T], *, workers: Workers = 1, chunk: int = 8) -> Iterator[U]:
    """Yield `function(item)` for every item, in the order of the items.

    Items are taken as results are asked for, a few chunks ahead, so neither all items nor all results are ever in
    memory. With more than one worker the function and the items must be picklable. Processes are spawned, not
    forked, so that no state of this process leaks into a result; few items stay in this process. A script
    that calls this needs `if __name__ == "__main__":`, as always where processes are spawned.

    >>> list(map_ordered(abs, [-1, 2]))
    [1, 2]
    """
    if isinstance(workers, int):
        with Pool(workers) as pool:
            yield from map_ordered(function, items, workers=pool, chunk=chunk)
        return
    items = iter(items)
    head = list(islice(items, 2 * chunk)) if workers.workers > 1 else []
    if len(head) < 2 * chunk:
        yield from map(function, chain(head, items))
        return
    every = chain(head, items)
    waiting: deque[Future[list[U]]] = deque()
    while part := list(islice(every, chunk)):
        waiting.append(workers.submit(_each, function, part))
        if len(waiting) > _AHEAD * workers.workers:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _each(function: Callable[[T], U], items: Sequence[T]) -> list[U]:
    return [function(item) for item in items]
