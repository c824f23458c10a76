"""Writes `data/inferred/idle-premises.ttl`: for each premise whether it changes no answer to any dispute.

`python -m anbao_dev.idleness`. Beside the file stands the digest of what it was made from: the rule
files, what they read of the law, and the axioms of each position. Where it is the same, nothing is done.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping

from anbao.analysis.idle.premises import idle_premises
from anbao.circuit.library import law_digest, profile_digests
from anbao.circuit.variants import Variant
from anbao.engine.engine import Engine
from anbao.graph import stores

TARGET = stores.resources() / "data" / "inferred" / "idle-premises.ttl"
DIGEST = TARGET.with_suffix(".digest")
PREFIXES = """PREFIX anbao: <https://w3id.org/anbao/ontology#>
PREFIX id: <https://w3id.org/anbao/id/>

"""


def digest(engine: Engine) -> str:
    """Return a digest of all that decides which premises change nothing."""
    positions = engine.law.ordered_positions
    variants = [Variant(position, ferenda) for position in positions for ferenda in (False, True)]
    made_from = law_digest(engine.preparation) | profile_digests(engine.preparation, variants)
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def written(idle: Mapping[str, bool]) -> str:
    """Return the file."""
    triples = (
        f"<{premise}> anbao:changesNoAnswer {str(nothing).lower()} .\n" for premise, nothing in idle.items()
    )
    return stores.turtle_layout(PREFIXES + "".join(triples))


def main() -> None:
    """Decide anew, if anything that decides has changed."""
    engine = Engine(stores.load())
    made_from = digest(engine) + "\n"
    if DIGEST.exists() and DIGEST.read_text("utf-8") == made_from:
        return
    idle = idle_premises(engine, tell=lambda text: print(text, file=sys.stderr))  # noqa: T201
    TARGET.write_text(written(idle), "utf-8")
    DIGEST.write_text(made_from, "utf-8")


if __name__ == "__main__":
    main()
