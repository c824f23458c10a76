"""Imports run downwards only: between the packages of `anbao`, and inside each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

SOURCES = Path(__file__).parents[1] / "src"
PACKAGE = SOURCES / "anbao"
ROOT = SOURCES.parent
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|")


def layers() -> list[list[str]]:
    """Return the packages of the table in ARCHITECTURE.md, line by line from the bottom up."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = text[text.index("| packages |") :].split("\n\n")[0]
    lines = (ROW.match(line) for line in table.splitlines())
    return [re.findall(r"`(\w+)`", found[1]) for found in lines if found][::-1]


LAYERS = layers()
HEIGHT = {package: height for height, layer in enumerate(LAYERS) for package in layer}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
modules = pytest.mark.parametrize("path", MODULES, ids=str)


def package_of(path: Path) -> str:
    """Return the package, or the module right under `anbao`, that a file belongs to."""
    return path.parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    """Return the dotted name of a file's module."""
    return ".".join(["anbao", *path.with_suffix("").parts]).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names of what a file imports of this package, the imports of functions included."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "anbao")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "anbao":
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if is_module(full) else str(node.module)


def is_module(name: str) -> bool:
    """Return whether a dotted name is that of a module or package."""
    path = SOURCES.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()


def test_the_table_lists_what_there_is() -> None:
    """ARCHITECTURE.md names every package once, so that its place is a choice, and none that is gone."""
    listed = [package for layer in LAYERS for package in layer]
    assert sorted(listed) == sorted({package_of(path) for path in MODULES})


@modules
def test_imports_run_downwards(path: Path) -> None:
    """A module imports only packages that stand below its own."""
    here = package_of(path)
    upwards = set()
    for name in imported(path):
        there = [*name.split("."), "__init__"][1]
        if there != here and HEIGHT.get(there, -1) >= HEIGHT.get(here, len(LAYERS)):
            upwards.add(name)
    assert upwards == set()


@pytest.mark.parametrize("package", sorted({package_of(path) for path in MODULES if len(path.parts) > 1}))
def test_no_circle_inside_a_package(package: str) -> None:
    """The modules of a package import one another in one direction."""
    found: nx.DiGraph[str] = nx.DiGraph()
    for path in MODULES:
        if package_of(path) == package and path.name != "__init__.py":
            found.add_edges_from((name_of(path), name) for name in imported(path) if name != name_of(path))
    assert list(nx.simple_cycles(found)) == []


@modules
def test_imports_are_absolute(path: Path) -> None:
    """A module is imported by its full name, so that the table can be checked."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    relative = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    assert relative == []
