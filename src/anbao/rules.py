"""Runs the rule files of `queries/rules/` on a store.

The rules are SPARQL updates, in the order of `step` in their headers; a file
with several steps runs at each of them. A header may say `repeat: until nothing
changes`; then the whole file is run again as long as the store grows. Any
SPARQL 1.1 engine can do the same.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from anbao.library import QueryFile, folder

__all__ = ["construct", "places", "run", "steps"]


@cache
def steps() -> tuple[QueryFile, ...]:
    """Return the rule files in the order in which they run; those that CONSTRUCT are not run."""
    numbered = [(step, rule) for rule in folder("rules") for step in places(rule)]
    return tuple(rule for step, rule in sorted(numbered, key=lambda pair: pair[0]) if step > 0)


def places(rule: QueryFile) -> list[int]:
    """Return the steps at which a rule file runs; 0 for one that CONSTRUCTs."""
    step = rule.header.get("step", 0)
    return list(step) if isinstance(step, list) else [int(step)]


def run(store: ox.Store, *, until: str | None = None) -> None:
    """Run the rules on a store, up to and with the step named `until`."""
    for rule in steps():
        size = -1
        while size != len(store):
            size = len(store)
            store.update(rule.text)
            if "repeat" not in rule.header:
                break
        if rule.name == until:
            return


def construct(store: ox.Store, name: str) -> list[ox.Triple]:
    """Return the triples that a CONSTRUCT of `queries/rules/` gives, on the union of all graphs."""
    rule = next(rule for rule in folder("rules") if rule.name == name)
    found = store.query(rule.text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples)
    return list(found)
