"""The IRIs of each release: `python -m tests.support.released` lists those of the version at hand.

An IRI that was released is never taken away. The list of a version may be
written anew until the changelog has a section for it; then it is closed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from anbao.graph import stores

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "tests" / "released"
HOME = "https://w3id.org/anbao/"
DEPRECATED = ox.NamedNode("http://www.w3.org/2002/07/owl#deprecated")
REPLACED = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")


def identifiers(store: ox.Store) -> set[str]:
    """Return the IRIs of this project that a graph describes, the names of its graphs included."""
    named = {quad.subject for quad in store} | set(store.named_graphs())
    return {
        n.value.removeprefix(HOME) for n in named if isinstance(n, ox.NamedNode) and n.value.startswith(HOME)
    }


def lost(released: Iterable[str], store: ox.Store) -> list[str]:
    """Return the IRIs that lead nowhere any more: not described, or deprecated without a successor."""
    known = identifiers(store)
    return sorted(name for name in released if not (name in known and _leads(name, store, known)))


def _leads(name: str, store: ox.Store, known: set[str]) -> bool:
    node = ox.NamedNode(HOME + name)
    if not stores.holds(store, node, DEPRECATED):
        return True
    successors = [quad.object for quad in store.quads_for_pattern(node, REPLACED, None)]
    return any(stores.text(s).removeprefix(HOME) in known for s in successors)


def lists() -> list[Path]:
    """Return the lists of all releases."""
    return sorted(LISTS.glob("*.txt"))


def read(path: Path) -> list[str]:
    """Return the IRIs of a list, without their common beginning."""
    return path.read_text("utf-8").split()


def main() -> None:
    """Write the list of the version at hand, unless the version is released."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if re.search(rf"^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE):
        raise SystemExit(f"{version} is released: its list is closed. Raise the version first.")
    LISTS.mkdir(exist_ok=True)
    (LISTS / f"{version}.txt").write_text("\n".join(sorted(identifiers(stores.load()))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
