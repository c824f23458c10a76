"""Imports run downwards only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "anbao"
# From the bottom up; a module imports what stands on a lower line than its own.
LAYERS = (
    ("errors", "schemas", "vocabulary"),
    ("graph", "periods"),
    ("library", "norms"),
    ("reasoner", "disputes"),
    ("classification", "documents", "query", "rules", "scaffold", "soundness"),
    ("preparation", "results", "validation"),
    ("batches", "reasons", "report", "silences"),
    ("reading",),
    ("decision",),
    ("apportionment", "doctrine"),
    ("export",),
    ("endpoint", "pages"),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
HEIGHT = {module: height for height, layer in enumerate(LAYERS) for module in layer}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
modules = pytest.mark.parametrize("path", MODULES, ids=str)


def module_of(path: Path) -> str:
    """Return the module, or the package right under `anbao`, that a file belongs to."""
    return path.parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of this package that a file imports, those of functions included."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first, _, rest = alias.name.partition(".")
                if first == "anbao":
                    yield rest.split(".")[0] or "__init__"
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            first, _, rest = (node.module or "").partition(".")
            if first == "anbao" and rest:
                yield rest.split(".")[0]
            elif first == "anbao":
                for alias in node.names:
                    yield alias.name if is_module(alias.name) else "__init__"


def is_module(name: str) -> bool:
    """Return whether the package holds a module or package of that name."""
    return (PACKAGE / f"{name}.py").is_file() or (PACKAGE / name).is_dir()


@modules
def test_module_has_a_place(path: Path) -> None:
    """Every module stands in the table above, so that its place is a choice."""
    assert module_of(path) in HEIGHT


@modules
def test_imports_run_downwards(path: Path) -> None:
    """A module imports only what stands below it."""
    here = module_of(path)
    upwards = {
        name
        for name in imported(path)
        if name != here and HEIGHT.get(name, -1) >= HEIGHT.get(here, len(LAYERS))
    }
    assert upwards == set()


@modules
def test_imports_are_absolute(path: Path) -> None:
    """A module is imported by its full name, so that the table can be checked."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    relative = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    assert relative == []
