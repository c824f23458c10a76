"""Anbao (安保): which provision governs a platform's safety-guarantee duty, and why.

A knowledge graph of the safety-guarantee duty of e-commerce platform operators
in Chinese law, and an engine that decides disputes on it under each scholarly
position.

    >>> import anbao
    >>> graph = anbao.load()
    >>> [decision] = anbao.decide("C19", graph=graph)
    >>> [answer.kind for answer in decision.answers if answer.question.endswith("civil-liability")]
    ['Settled']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph as ox

    from anbao.disputes.disputes import Dispute
    from anbao.engine.engine import Engine
    from anbao.engine.results import Decision

__all__ = ["__version__", "decide", "load", "load_engine"]

_engines: list[tuple[Any, Engine]] = []


def __getattr__(name: str) -> str:
    """Return the version on demand: reading it takes longer than starting."""
    if name == "__version__":
        from importlib.metadata import version

        return version("anbao")
    raise AttributeError(name)


def load(paths: Iterable[Path] | None = None) -> ox.Store:
    """Return a store of the whole graph, or of the given RDF files.

    Raises:
        DataError: a file cannot be read or parsed.
    """
    from anbao.graph import stores

    return stores.load(paths)


def load_engine(graph: ox.Store | None = None) -> Engine:
    """Return the engine of a graph, by default of the whole one; each graph is prepared once."""
    from anbao.engine.engine import Engine

    for known, prepared in _engines:
        if graph is known:
            return prepared
    prepared = Engine(load() if graph is None else graph)
    _engines.append((graph, prepared))
    return prepared


def decide(
    disputes: str | Path | Mapping[str, Any] | Dispute | Iterable[str | Path | Mapping[str, Any] | Dispute],
    positions: str | Iterable[str] | None = None,
    on: dt.date | str | None = None,
    *,
    ferenda: bool = False,
    graph: ox.Store | None = None,
) -> list[Decision]:
    """Return a decision for each dispute and position.

    Args:
        disputes: one or several of: the identifier of a case in the graph
            (`C01`), the path of a file of disputes, a document that follows
            the schema of `anbao schema dispute`, a `Dispute`.
        positions: identifiers (`P02`), or `"all"`; by default the bare statutes.
        on: a declared date under which the disputes are replayed, and marked so.
        ferenda: whether proposals of legislation (lex ferenda) are applied too.
        graph: the graph that `load` gave; by default the whole one.

    Raises:
        DataError: a dispute, position or date cannot be used.
        ContradictoryFindings: the findings of a dispute contradict the ontology.
        ReasonerUnavailable: a set of axioms is not classified yet and there is no Java.
    """
    from anbao.disputes.dates import day
    from anbao.disputes.disputes import Dispute
    from anbao.disputes.documents import gather_all
    from anbao.engine.engine import choose_positions

    running = load_engine(graph)
    one = isinstance(disputes, str | Path | Mapping | Dispute)
    given = [disputes] if one else list(disputes)  # type: ignore[arg-type]
    found = gather_all(given, running.law, running.store)  # type: ignore[arg-type]
    chosen = choose_positions(running.law, [positions] if isinstance(positions, str) else positions)
    date = day(on) if isinstance(on, str) else on
    return list(running.decide(found, chosen, on=date, ferenda=ferenda))
