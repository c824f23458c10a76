"""What all tests share: one engine on the whole graph, and which tests are slow by what they need."""

import sys

import pyoxigraph as ox
import pytest
from tests.support.command import Run
from tests.support.parts import is_built_for, part, part_of

from anbao.circuit.execution import stored
from anbao.cli import main
from anbao.engine.engine import Engine
from anbao.graph import stores


@pytest.fixture(scope="session")
def whole_graph() -> ox.Store:
    """Return the whole graph, which no test changes."""
    return stores.load()


@pytest.fixture(scope="session")
def engine(whole_graph: ox.Store) -> Engine:
    """Return an engine on the whole graph, which decides by the stored circuits where these are current."""
    return Engine(whole_graph, stored)


@pytest.fixture(scope="session")
def rules_engine(whole_graph: ox.Store) -> Engine:
    """Return an engine on the whole graph that runs the rules."""
    return Engine(whole_graph)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line in this process."""

    def running(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["anbao", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return running


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option with which CI runs the slow tests by turns."""
    parser.addoption("--part", metavar="N/K", type=part, help="run only the tests of part N of K")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Count a test as slow if the whole site is built for it, and keep those of the part asked for."""
    for item in items:
        if is_built_for(item):
            item.add_marker(pytest.mark.slow)
    if asked := config.getoption("--part"):
        number, parts = asked
        others = [item for item in items if part_of(item, parts) != number]
        items[:] = [item for item in items if part_of(item, parts) == number]
        config.hook.pytest_deselected(items=others)
