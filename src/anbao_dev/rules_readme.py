"""Writes `queries/rules/README.md` from the headers of the rule files: `python -m anbao_dev.rules_readme`."""

from __future__ import annotations

from anbao.engine import rules
from anbao.graph.query_files import QueryFile, folder
from anbao.graph.stores import resources

__all__ = ["generate"]

TARGET = resources() / "queries" / "rules" / "README.md"
HEAD = """# How a dispute is decided

Generated from the headers of the files by `make generate`; do not edit.

These files say how one dispute is decided under one position, and nothing else. They are generic:
they name no provision, no norm, no circumstance and no author. `input.rq` reads from the graph what
they need. A step is a SPARQL update; the steps run once each, in the order of their numbers, and only
add triples. A step whose header says `repeat: until nothing changes` runs again while the relations
that it names under `grows` do. The working relations (`e:`) are declared in `ontology/working.ttl`;
what is published (`anbao:`) goes out through `output.rq`. Several disputes and positions may stand in
one store: each decision is a resource of its own.

"""


def generate() -> str:
    """Return the text of the README."""
    files = folder("rules")
    steps = [_line(rule) for rule in files if rules.step_name(rule)]
    others = [_line(rule) for rule in files if not rules.step_name(rule)]
    return HEAD + "\n".join(["## Steps", "", *steps, "", "## Input and output", "", *others, ""])


def _line(rule: QueryFile) -> str:
    english, chinese = (" ".join(rule.summary(language).split()) for language in ("en", "zh"))
    return f"- [`{rule.name}`]({rule.name}.rq): {english} {chinese}"


if __name__ == "__main__":
    TARGET.write_text(generate(), "utf-8")
