"""Circuits that the tests share, compiled once: the bare statutes and two positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from anbao.circuit.execution import Circuit
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.engine.engine import Engine, find_position
from anbao.law.norms import Position

CHOSEN = ("P02", "P05")  # one that changes axioms, and one that does not


@pytest.fixture(scope="session")
def positions(engine: Engine) -> list[Position]:
    """The positions that are compiled."""
    return [engine.law.bare, *(find_position(engine.law, name) for name in CHOSEN)]


@pytest.fixture(scope="session")
def home(engine: Engine, positions: list[Position], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the circuits."""
    folder = tmp_path_factory.mktemp("circuits")
    make(engine, folder, positions, processes=1)
    return folder


@pytest.fixture
def circuit(engine: Engine, home: Path) -> Circuit:
    """What decides with the circuits, nothing read yet."""
    return Circuit(Library(home, engine.preparation), engine.law)
