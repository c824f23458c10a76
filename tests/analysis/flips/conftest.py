"""An engine that has the stored circuits; what they do not cover is compiled once."""

from __future__ import annotations

import pytest

from anbao.circuit.execution import stored
from anbao.engine.engine import Engine


@pytest.fixture(scope="session")
def fast_engine(engine: Engine) -> Engine:
    """Return an engine on the whole graph that decides with circuits."""
    return Engine(engine.store, stored)
