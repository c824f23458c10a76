"""Positions that cannot be run: a premise of no known kind, or two that oppose one another.

What is at fault is said by violation queries, those whose header says that
they refuse decisions; `anbao check` reports the same as a result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from anbao.errors import UnsoundPosition
from anbao.graph.namespaces import local_name
from anbao.graph.query_files import QueryFile, folder
from anbao.graph.stores import text
from anbao.law.norms import Position

__all__ = ["Fault", "faults", "require_sound"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a violation query finds wrong with a premise: the property at fault and its value."""

    query: QueryFile
    property: str
    value: str | None


def faults(store: ox.Store) -> dict[str, Fault]:
    """Return what keeps premises from being applied, by the IRI of the premise."""
    found: dict[str, Fault] = {}
    for query in folder("violations"):
        if "decision" in query.header.get("refuses", ()):
            rows = store.query(query.text, use_default_graph_as_union=True)
            assert isinstance(rows, ox.QuerySolutions)
            for row in rows:
                value = text(row["value"]) if row["value"] is not None else None
                found.setdefault(text(row["entity"]), Fault(query, text(row["property"]), value))
    return found


def require_sound(positions: Iterable[Position], found: dict[str, Fault]) -> None:
    """Raise for the first position that has a premise at fault.

    Raises:
        UnsoundPosition: the message names position, premise, pinpoint, property and value.
    """
    for position in positions:
        for premise in position.premises:
            if fault := found.get(premise.iri):
                header = fault.query.header
                value = f" {local_name(fault.value)}" if fault.value else ""
                raise UnsoundPosition(
                    f"{header['problem']['en'].strip()} ({local_name(fault.property)}{value})",
                    where=f"{position.identifier}, {local_name(premise.iri)} ({premise.pinpoint})",
                    mend=header["solution"]["en"].strip(),
                )
