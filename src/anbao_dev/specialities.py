"""Writes `data/inferred/specialities.ttl`, what HermiT infers: `python -m anbao_dev.specialities`.

The file lets a SPARQL prompt ask which norm is special to which. No engine reads it: they classify
each profile themselves.
"""

from __future__ import annotations

from pathlib import Path

from anbao.graph import stores
from anbao.law import classification
from anbao.law.norms import read_law

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "data" / "inferred" / "specialities.ttl"
SPECIAL_TO = "https://w3id.org/anbao/ontology#specialTo"
PREFIXES = """PREFIX anbao: <https://w3id.org/anbao/ontology#>
PREFIX id: <https://w3id.org/anbao/id/>

"""


def generate() -> str:
    """Return the file: norms on one question, once in force together, the scope of one within the other's."""
    pairs = sorted(classification.specialities(read_law(stores.load())))
    triples = [f"<{special}> <{SPECIAL_TO}> <{general}> .\n" for special, general in pairs]
    return stores.turtle_layout(PREFIXES + "".join(triples))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(generate(), "utf-8")
