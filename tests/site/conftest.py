"""What the tests of the pages share: the site, and the site as built."""

from pathlib import Path

import pytest
from tests.support.site import Tags, built_site, shared

from anbao.graph import stores
from anbao.site.site import Site, read_site


@pytest.fixture(scope="session")
def site() -> Site:
    """Return the site of the whole graph, not written."""
    return read_site(stores.load())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the whole site."""
    return built_site(shared(tmp_path_factory))


@pytest.fixture(scope="session")
def pages(built: Path) -> dict[str, Tags]:
    """Return every page of the built site, by its path."""
    return {
        path.relative_to(built).as_posix(): Tags(path.read_text(encoding="utf-8"))
        for path in sorted(built.rglob("*.html"))
    }
