"""Runs the rules on many disputes: batch by batch, as many at once as there are cores.

Oxigraph lets go of Python's lock while it runs a rule, so threads are enough;
and what one batch gave can be read while the rules run on the next.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from anbao.disputes.disputes import Dispute
from anbao.engine import rules
from anbao.engine.preparation import Prepared
from anbao.errors import DataError

__all__ = ["BATCH", "Batch", "batches", "run"]

BATCH = 50  # disputes in one store; more gain nothing, and take memory
SMALL = 8  # disputes that are not worth a store of their own


@dataclass(frozen=True, slots=True)
class Batch:
    """Disputes, and the store on which the rules have run for them."""

    disputes: list[Dispute]
    store: ox.Store


def run(disputes: Iterable[Dispute], prepared: Prepared, until: str | None = None) -> Iterator[Batch]:
    """Yield disputes in their order, in batches on which the rules have run.

    Args:
        disputes: what to decide; taken when it is their turn.
        prepared: what a run needs besides.
        until: the step with which the rules end; by default the last.

    Raises:
        DataError: two disputes share an IRI.
    """
    cores = _cores()
    pool, running = ThreadPoolExecutor(cores, "rules"), deque[Future[Batch]]()
    try:
        for some in batches(disputes, cores):
            running.append(pool.submit(_run, some, prepared, until))
            if len(running) > cores:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def batches(disputes: Iterable[Dispute], cores: int) -> Iterator[list[Dispute]]:
    """Yield disputes in their order, in batches that give all cores something to do.

    Raises:
        DataError: two disputes share an IRI.
    """
    waiting = iter(disputes)
    while taken := list(islice(waiting, BATCH * cores)):
        _require_distinct(taken)
        size = max(SMALL, -(-len(taken) // cores))
        yield from (taken[start : start + size] for start in range(0, len(taken), size))


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _require_distinct(disputes: Iterable[Dispute]) -> None:
    """Raise if two disputes share an IRI: their findings would run together."""
    seen: set[str] = set()
    for dispute in disputes:
        if dispute.iri in seen:
            raise DataError(f"two disputes are called {dispute.iri!r}.", mend="Give each an `id` of its own.")
        seen.add(dispute.iri)


def _run(disputes: list[Dispute], prepared: Prepared, until: str | None) -> Batch:
    """Run the rules on some disputes."""
    store = ox.Store()
    store.extend(prepared.quads)
    store.extend(quad for dispute in disputes for quad in dispute.quads())
    rules.run(store, until=until)
    return Batch(disputes, store)
