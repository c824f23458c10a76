"""Runs the rule files of `queries/rules/` on a store.

The rules are SPARQL updates, in the order of `step` in their headers; a file
with several steps runs at each of them. A header may say `repeat: until nothing
changes`; then the whole file is run again as long as the relations that it
names under `grows` do. Any SPARQL 1.1 engine can do the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from anbao.graph.query_files import QueryFile, folder
from anbao.graph.stores import ENGINE
from anbao.graph.vocabulary import ANBAO

__all__ = ["apply", "construct", "places", "prepare", "run", "steps"]


@cache
def steps() -> tuple[QueryFile, ...]:
    """Return the rule files in the order in which they run; those that CONSTRUCT are not run."""
    numbered = [(step, rule) for rule in folder("rules") for step in places(rule)]
    return tuple(rule for step, rule in sorted(numbered, key=lambda pair: pair[0]) if step > 0)


def places(rule: QueryFile) -> list[int]:
    """Return the steps at which a rule file runs: 0 before any dispute, none for one that CONSTRUCTs."""
    step = rule.header.get("step", [])
    return list(step) if isinstance(step, list) else [int(step)]


def prepare(store: ox.Store) -> None:
    """Run what needs no dispute, once: the rule files of step 0."""
    for rule in folder("rules"):
        if 0 in places(rule):
            store.update(rule.text)


def run(store: ox.Store, *, until: str | None = None) -> None:
    """Run the rules on a store, up to and with the first step of the file named `until`."""
    for rule in steps():
        apply(store, rule)
        if rule.name == until:
            return


def apply(store: ox.Store, rule: QueryFile) -> None:
    """Run one rule file on a store: once, or until what it says that it grows grows no more."""
    grown = [_relation(name) for name in rule.header.get("grows", ())]
    before, now = -1, _count(store, grown)
    while before != now:
        store.update(rule.text)
        before, now = now, _count(store, grown)


def _relation(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode({"e": ENGINE, "anbao": str(ANBAO._NS)}[prefix] + local)


def _count(store: ox.Store, relations: Iterable[ox.NamedNode]) -> int:
    """Return how many quads have one of the relations; to ask a store for its length reads all of it."""
    return sum(1 for relation in relations for _ in store.quads_for_pattern(None, relation, None))


def construct(store: ox.Store, name: str) -> list[ox.Triple]:
    """Return the triples that a CONSTRUCT of `queries/rules/` gives, on the union of all graphs."""
    rule = next(rule for rule in folder("rules") if rule.name == name)
    found = store.query(rule.text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples)
    return list(found)
