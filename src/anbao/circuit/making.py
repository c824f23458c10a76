"""Makes the circuits that are stored with the graph, from all positions that act."""

from __future__ import annotations

from pathlib import Path

from anbao.circuit.compiler import Compiler
from anbao.circuit.library import law_digest, profile_digests
from anbao.circuit.variants import acting
from anbao.circuit.writing import write
from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine
from anbao.law.norms import Position

__all__ = ["make"]


def make(engine: Engine, home: Path, positions: list[Position] | None = None, processes: int = 2) -> None:
    """Compile positions and write them into a folder, from which older circuits are removed.

    Args:
        engine: the engine of the graph; its decided cases are examples for the compiler.
        home: the folder.
        positions: which; by default all of the graph that act. The bare statutes are always there.
        processes: how many compile at the same time.

    Raises:
        UnknownConstruct: a rule file has a construct that the circuit does not know.
    """
    law, preparation = engine.law, engine.preparation
    chosen = acting(law.ordered_positions if positions is None else positions, law.bare)
    compiler = Compiler(preparation, from_store(engine.store, law))
    compiled = compiler.compile(chosen, processes=processes)
    made_from = {**law_digest(preparation), **profile_digests(preparation, chosen)}
    for old in home.glob("*.circuit.gz"):
        old.unlink()
    write(home, compiled, law.bare.iri, made_from)
