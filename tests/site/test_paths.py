import pytest

from anbao.site.paths import PagePath


@pytest.mark.parametrize(
    ("here", "there", "way"),
    [
        ("index.html", "graph/index.html", "graph/index.html"),
        ("id/a/index.html", "id/b/index.html#c", "../b/index.html#c"),
        ("id/a/index.html", "id/a/index.html#c", "#c"),
        ("id/a/index.html", "index.html", "../../index.html"),
    ],
)
def test_ways_between_pages(here: str, there: str, way: str) -> None:
    """The way from a page to another is relative and names its file."""
    assert PagePath(here, "en").to(there) == way
