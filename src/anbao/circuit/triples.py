"""Triples that each hold under a condition, in named graphs, indexed both ways.

Terms are numbers from 1 here; `Terms` knows which. The default graph is `DEFAULT`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

import pyoxigraph as ox

from anbao.circuit.gates import Gates

__all__ = ["DEFAULT", "Pairs", "Term", "Terms", "Triples"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Pairs: TypeAlias = dict[int, dict[int, int]]  # by subject (or object): the other end and the literal

DEFAULT = 0  # the default graph; elsewhere 0 stands for what is unbound
NOTHING: dict[int, int] = {}


class Terms:
    """RDF terms by number."""

    def __init__(self) -> None:
        self._terms: list[Term | None] = [None]
        self._numbers: dict[Term, int] = {}

    def number(self, term: Term) -> int:
        """Return the number of a term, a new one if it was not seen before."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self._terms)
            self._terms.append(term)
        return found

    def __getitem__(self, number: int) -> Term:
        """Return the term that has a number."""
        term = self._terms[number]
        assert term is not None
        return term

    def is_literal(self, number: int) -> bool:
        """Return whether a term is a literal."""
        return isinstance(self._terms[number], ox.Literal)


class Triples:
    """A store of triples with the literal of the condition under which each is there."""

    def __init__(self, gates: Gates, terms: Terms) -> None:
        self.gates, self.terms = gates, terms
        self._out: dict[int, dict[int, Pairs]] = defaultdict(dict)
        self._into: dict[int, dict[int, Pairs]] = defaultdict(dict)
        self._sizes: dict[tuple[int, int], int] = defaultdict(int)
        self.proving = False  # whether it matters that a function did not change
        self.changes: dict[int, int] = defaultdict(int)  # of the triples of a relation

    def out(self, graph: int, relation: int) -> Pairs:
        """Return the triples of a relation in a graph, by subject."""
        return self._out[graph].get(relation, {})

    def into(self, graph: int, relation: int) -> Pairs:
        """Return the triples of a relation in a graph, by object."""
        return self._into[graph].get(relation, {})

    def size(self, graph: int, relation: int) -> int:
        """Return how many triples of a relation a graph has."""
        return self._sizes[graph, relation]

    def graphs(self) -> list[int]:
        """Return the named graphs."""
        return [graph for graph in self._out if graph != DEFAULT]

    def relations(self, graph: int) -> list[int]:
        """Return the relations of which a graph has triples."""
        return list(self._out[graph])

    def literal(self, graph: int, subject: int, relation: int, value: int) -> int:
        """Return the condition under which a triple is there."""
        return self.out(graph, relation).get(subject, NOTHING).get(value, 0)

    def add(self, graph: int, subject: int, relation: int, value: int, literal: int) -> bool:
        """Let a triple be there also under a condition; return whether its function changed.

        Where `proving`, a condition that adds nothing is proved to add nothing (`Gates.implies`),
        and then the older literal stays.
        """
        old = self.literal(graph, subject, relation, value)
        new = self.gates.either(old, literal)
        if new == old or (old and self.proving and self.gates.implies(literal, old)):
            return False
        if not old:
            self._sizes[graph, relation] += 1
        self._set(graph, subject, relation, value, new)
        return True

    def remove(self, graph: int, subject: int, relation: int, value: int, literal: int) -> bool:
        """Let a triple not be there under a condition; return whether its function changed."""
        old = self.literal(graph, subject, relation, value)
        new = self.gates.both(old, literal ^ 1)
        if new == old:
            return False
        if new == 0:
            del self._out[graph][relation][subject][value]
            del self._into[graph][relation][value][subject]
            self._sizes[graph, relation] -= 1
            self.changes[relation] += 1
        else:
            self._set(graph, subject, relation, value, new)
        return True

    def _set(self, graph: int, subject: int, relation: int, value: int, literal: int) -> None:
        self._out[graph].setdefault(relation, {}).setdefault(subject, {})[value] = literal
        self._into[graph].setdefault(relation, {}).setdefault(value, {})[subject] = literal
        self.changes[relation] += 1

    def __iter__(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield graph, subject, relation, value and literal of every triple."""
        for graph, relations in self._out.items():
            for relation, pairs in relations.items():
                for subject, values in pairs.items():
                    for value, literal in values.items():
                        yield graph, subject, relation, value, literal
