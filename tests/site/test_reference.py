"""The reference of the Python package, as a page of the site."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from tests.support.site import Tags

import anbao
from anbao.site import reference


@pytest.fixture(scope="module")
def page() -> str:
    """Return the page."""
    return dict(reference.files())["docs/api/index.html"].decode("utf-8")


def test_everything_offered_is_described(page: str) -> None:
    """Each name has its entry: functions first, then classes, then errors, the version last."""
    entries = re.findall(r'<section id="(\w+)">', page)
    assert {*entries} == {*anbao.__all__}
    assert (entries[0], entries[-1]) == ("decide", "__version__")
    assert all(issubclass(getattr(anbao, name), Exception) for name in entries[-11:-1])


def test_docstrings_are_understood(page: str) -> None:
    """Arguments and errors are lists, and what a signature names leads to its entry."""
    assert "<h6>Arguments" in page
    assert "<li><strong>positions:</strong>" in page
    assert '<a href="#Decision">Decision</a>' in page
    assert "Raises:\n" not in page


def test_page_keeps_the_policy(page: str) -> None:
    """There is no script, no inline style, nothing of another origin, and each identifier stands once."""
    tags = Tags(page)
    assert "<script" not in page
    assert "<style" not in page
    assert tags.values("style") == []
    loaded = [address for name in ("src", "href") for address in tags.values(name)]
    assert [address for address in loaded if re.match("https?:|//", address)] == []
    assert [name for name, count in Counter(tags.values("id")).items() if count > 1] == []
    assert "default-src 'none'; style-src 'self'" in page


def test_page_is_html(page: str) -> None:
    """A strict parser finds no fault that a browser would have to mend."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(page)
    assert [error[1] for error in parser.errors] == []


def test_styles_are_whole() -> None:
    """The styles load nothing, and know the light and the dark."""
    styles = dict(reference.files())["docs/api/reference.css"].decode("utf-8")
    assert "@media (prefers-color-scheme: dark)" in styles
    assert styles.count("{") == styles.count("}")
    assert not re.search(r"url\((?![\"']?data:)|@import", styles)


def test_reference_is_written_by_itself(tmp_path: Path) -> None:
    """`make docs` writes the page and its styles into a folder."""
    command = [sys.executable, "-m", "anbao.site.reference", str(tmp_path / "api")]
    subprocess.run(command, check=True)
    assert {path.name for path in (tmp_path / "api").iterdir()} == {"index.html", "reference.css"}
