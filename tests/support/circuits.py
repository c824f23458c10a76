"""Circuits for tests: those that are stored if they are of the rules as they stand, others compiled."""

from __future__ import annotations

from pathlib import Path

from anbao.circuit.execution import Circuit, stored
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.engine.engine import Engine
from anbao.errors import UnusableCircuit
from anbao.law.norms import Position

__all__ = ["circuit_of", "of_turn"]


def circuit_of(engine: Engine, position: Position, folder: Path) -> Circuit:
    """Return a circuit that decides under a position and under the bare statutes.

    Args:
        engine: the engine of the graph.
        position: one that acts, or the bare statutes.
        folder: where circuits are compiled into, if those that are stored cannot be used.
    """
    kept = stored(engine.preparation)
    try:
        if kept.cover(position, ferenda=False) is not None:
            kept.library.working(engine.law.bare.iri)
            return kept
    except UnusableCircuit:
        pass
    home = folder / position.identifier
    if not home.exists():
        make(engine, home, [position], processes=1)
    return Circuit(Library(home, engine.preparation), engine.law)


def of_turn(engine: Engine, turn: int) -> Position:
    """Return the bare statutes at every second turn, between them one acting position after the other."""
    if turn % 2 == 0:
        return engine.law.bare
    acting = [one for one in engine.law.ordered_positions if one.acts(ferenda=False)]
    return acting[turn * 7 // 2 % len(acting)]
