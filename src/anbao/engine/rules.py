"""Runs the rule files of `queries/rules/` on a store.

A rule file is a SPARQL update named `NN-<step>.rq`; the files run once each, in
the order of their numbers. Those whose header says `before: any dispute` need
only law and positions. A header may say `repeat: until nothing changes`; then the
whole file is run again as long as the relations that it names under `grows` do.
Files without a number answer (SELECT, CONSTRUCT). Any SPARQL 1.1 engine can do the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from anbao.graph.query_files import QueryFile, folder
from anbao.graph.stores import ENGINE
from anbao.graph.vocabulary import ANBAO

__all__ = ["apply", "construct", "expand", "named", "prepare", "run", "step_name", "steps"]

NUMBERED = re.compile(r"\d\d-(.+)")
NAMESPACES = {"e": ENGINE, "anbao": str(ANBAO._NS)}


def step_name(rule: QueryFile) -> str | None:
    """Return the step that a rule file is (`time` for `02-time`), or None if it only answers."""
    numbered = NUMBERED.fullmatch(rule.name)
    return numbered[1] if numbered else None


@cache
def _numbered() -> tuple[QueryFile, ...]:
    """Return the rule files that change a store, in their order."""
    return tuple(rule for rule in folder("rules") if step_name(rule))


@cache
def steps() -> tuple[QueryFile, ...]:
    """Return the rule files that decide disputes, in the order in which they run."""
    return tuple(rule for rule in _numbered() if "before" not in rule.header)


def prepare(store: ox.Store) -> None:
    """Run, once, the rule files that need no dispute."""
    for rule in _numbered():
        if "before" in rule.header:
            store.update(rule.text)


def run(store: ox.Store, *, until: str | None = None) -> None:
    """Run the steps on a store, up to and with the one called `until`."""
    for rule in steps():
        apply(store, rule)
        if step_name(rule) == until:
            return


def apply(store: ox.Store, rule: QueryFile) -> None:
    """Run one rule file on a store: once, or until the relations that grow in it grow no more."""
    grown = [ox.NamedNode(expand(name)) for name in rule.header.get("grows", ())]
    before, now = -1, _count(store, grown)
    while before != now:
        store.update(rule.text)
        before, now = now, _count(store, grown)


def expand(name: str) -> str:
    """Return the IRI of a relation written as in the rule files: `e:raised`, `anbao:norm`."""
    prefix, _, local = name.partition(":")
    return NAMESPACES[prefix] + local


def named(name: str) -> frozenset[str]:
    """Return the IRIs of the working vocabulary that a file of `queries/rules/` names."""
    rule = next(rule for rule in folder("rules") if rule.name == name)
    return frozenset(map(expand, re.findall(r"\be:\w+", rule.text)))


def _count(store: ox.Store, relations: Iterable[ox.NamedNode]) -> int:
    """Return how many quads have one of the relations; to ask a store for its length reads all of it."""
    return sum(1 for relation in relations for _ in store.quads_for_pattern(None, relation, None))


def construct(store: ox.Store, name: str) -> list[ox.Triple]:
    """Return the triples that a CONSTRUCT of `queries/rules/` gives, on the union of all graphs."""
    rule = next(rule for rule in folder("rules") if rule.name == name)
    found = store.query(rule.text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples)
    return list(found)
