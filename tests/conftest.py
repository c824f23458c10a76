"""What all tests share: one engine on the whole graph, and which tests are slow by what they need."""

import pytest

from anbao import graph
from anbao.decision import Engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Return an engine on the whole graph."""
    return Engine(graph.load())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count a test as slow if the whole site is built for it."""
    for item in items:
        if "built" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
