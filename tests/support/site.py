"""The built site, once for all tests of a run: whichever process comes first builds it, the others wait."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from anbao.graph import stores
from anbao.site import building

__all__ = ["Tags", "built_site", "ordinary", "shared", "stand_in"]


@cache
def built_site(base: Path) -> Path:
    """Return the folder of the whole site, built below the folder that all processes of a run share."""
    folder = base / "site"
    with (base / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            building.build(stores.load(), folder, bundle=bundle(base))
    return folder


def bundle(base: Path) -> Path:
    """Return the bundled browser modules, or where `make assets` did not run, files that stand in."""
    made = building.bundle_folder()
    if all((made / name).is_file() for name in building.BUNDLE):
        return made
    return stand_in(base)


def stand_in(base: Path) -> Path:
    """Return a folder with an empty script for each browser module."""
    folder = base / "stand-in"
    folder.mkdir(exist_ok=True)
    for name in building.BUNDLE:
        (folder / name).write_text('"use strict";\n', encoding="utf-8")
    return folder


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the temporary folder that all processes of a test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


class Tags(HTMLParser):
    """Notes the tags of a page with their attributes, its identifiers, and what inline scripts it has."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        """Return what an attribute holds, wherever it stands."""
        return [found for _, attributes in self.tags if (found := attributes.get(attribute)) is not None]


def ordinary(pages: dict[str, Tags]) -> Iterator[tuple[str, Tags]]:
    """Yield the pages that are no mere pointer to another."""
    for path, tags in pages.items():
        if ("html", True) in {(tag, "data-root" in attributes) for tag, attributes in tags.tags}:
            yield path, tags
