"""What all tests share: one engine on the whole graph."""

import pytest

from anbao import graph
from anbao.decision import Engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Return an engine on the whole graph."""
    return Engine(graph.load())
