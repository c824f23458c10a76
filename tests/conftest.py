"""What all tests share: one engine on the whole graph, and which tests are slow by what they need."""

import sys

import pytest
from tests.support.command import Run

from anbao.cli import main
from anbao.engine.engine import Engine
from anbao.graph import stores


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Return an engine on the whole graph."""
    return Engine(stores.load())


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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count a test as slow if the whole site is built for it."""
    for item in items:
        if "built" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
