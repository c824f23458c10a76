"""Circuits that the tests share: the bare statutes and two positions."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from anbao.circuit.execution import Circuit, stored
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.circuit.variants import Variant
from anbao.engine.engine import Engine, find_position
from anbao.errors import UnusableCircuit
from anbao.law.norms import Position

CHOSEN = ("P02", "P05")  # one that changes axioms, and one that does not


@pytest.fixture(scope="session")
def engine(rules_engine: Engine) -> Engine:
    """Return an engine on the whole graph that runs the rules, with which circuits are compared."""
    return rules_engine


@pytest.fixture(scope="session")
def positions(engine: Engine) -> list[Position]:
    """The positions that are looked at."""
    return [engine.law.bare, *(find_position(engine.law, name) for name in CHOSEN)]


@pytest.fixture(scope="session")
def home(engine: Engine, positions: list[Position], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the circuits: the stored ones if they are current, which another test recompiles."""
    library = stored(engine.preparation).library
    with suppress(UnusableCircuit):
        if all(library.has(Variant(position)) for position in positions):
            return library.home
    folder = tmp_path_factory.mktemp("circuits")
    make(engine, folder, positions, processes=1)
    return folder


@pytest.fixture
def circuit(engine: Engine, home: Path) -> Circuit:
    """What decides with the circuits, nothing read yet."""
    return Circuit(Library(home, engine.preparation), engine.law)
