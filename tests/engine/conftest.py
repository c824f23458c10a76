"""The tests of the engine run the rules; that circuits give the same is tested with the circuits."""

from __future__ import annotations

import pytest

from anbao.engine.engine import Engine


@pytest.fixture(scope="session")
def engine(rules_engine: Engine) -> Engine:
    """Return an engine on the whole graph that runs the rules."""
    return rules_engine
