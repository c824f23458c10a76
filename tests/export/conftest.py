"""What the tests of the export share: one full export."""

from pathlib import Path

import pytest

from anbao import export
from anbao.engine.engine import Engine
from anbao.export import Content


@pytest.fixture(scope="session")
def content(engine: Engine) -> Content:
    """Return what is exported of the whole graph."""
    return Content(engine)


@pytest.fixture(scope="session")
def exported(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a full export."""
    folder = tmp_path_factory.mktemp("export") / "anbao"
    export.write(folder, content)
    return folder
