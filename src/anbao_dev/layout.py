"""Brings Turtle files into the house's layout: `python -m anbao_dev.layout [FILES]`, by default all.

TriG files are left as they are: rdflib does not lay them out twice alike.
"""

from __future__ import annotations

import sys
from pathlib import Path

from anbao.graph import stores

ROOT = Path(__file__).parents[2]


def turtle_files() -> list[Path]:
    """Return the Turtle files of the ontology, its shapes and the data."""
    return sorted(path for part in ("ontology", "data") for path in (ROOT / part).rglob("*.ttl"))


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or turtle_files():
        stores.write_turtle(path)
