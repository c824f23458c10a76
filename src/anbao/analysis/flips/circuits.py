"""Which circuit covers a position: a stored one, or one that is compiled now."""

from __future__ import annotations

import logging
from typing import TypeAlias
from weakref import WeakKeyDictionary

from anbao.circuit.execution import Circuit, Coverage
from anbao.circuit.making import make_alone
from anbao.circuit.variants import Variant
from anbao.engine.engine import Engine
from anbao.errors import UnknownConstruct, UnusableCircuit
from anbao.law.norms import Position

__all__ = ["circuit_of"]

LOG = logging.getLogger("anbao")
Covering: TypeAlias = tuple[Circuit, Coverage]
_compiled: WeakKeyDictionary[Engine, dict[tuple[str, ...], Covering | None]] = WeakKeyDictionary()


def circuit_of(engine: Engine, position: Position, *, ferenda: bool) -> Covering | None:
    """Return a circuit that covers a position, or None if the rules cannot be compiled.

    A stored one is taken if there is one; else the position is compiled alone, which
    takes some seconds, once in the life of the engine.
    """
    return _stored(engine, position, ferenda=ferenda) or _alone(engine, position, ferenda=ferenda)


def _stored(engine: Engine, position: Position, *, ferenda: bool) -> Covering | None:
    circuit = engine.executor
    if not isinstance(circuit, Circuit):
        return None
    try:
        coverage = circuit.cover(position, ferenda=ferenda)
    except UnusableCircuit as error:
        LOG.info("%s", error)
        return None
    return None if coverage is None else (circuit, coverage)


def _alone(engine: Engine, position: Position, *, ferenda: bool) -> Covering | None:
    variant = Variant.of(position, ferenda=ferenda)
    if not variant.acts():
        variant = Variant(engine.law.bare)
    known = _compiled.setdefault(engine, {})
    key = variant.iri, *(premise.iri for premise in variant.position.premises)
    if key not in known:
        LOG.info("No stored circuit covers %s: it is compiled now.", position.identifier)
        try:
            known[key] = make_alone(engine, variant)
        except UnknownConstruct as error:
            LOG.warning("%s", error)
            known[key] = None
    return known[key]
