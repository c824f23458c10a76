"""Compiles all positions into the circuits that are stored with the graph."""

from __future__ import annotations

from anbao.circuit.making import make
from anbao.engine.engine import Engine
from anbao.graph.stores import load, resources


def main() -> None:
    """Write `data/inferred/circuit/` anew."""
    make(Engine(load()), resources() / "data" / "inferred" / "circuit")


if __name__ == "__main__":
    main()
