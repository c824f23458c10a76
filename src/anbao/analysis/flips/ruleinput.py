"""What the rules read of the graph, by relation, and what is in force for one dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from anbao.analysis.flips.propagation import Auxiliary
from anbao.disputes.disputes import Dispute
from anbao.engine import rules
from anbao.graph.stores import ENGINE, text
from anbao.graph.vocabulary import ANBAO

__all__ = ["Force", "RuleInput"]

NAMESPACE = str(ANBAO._NS)


@dataclass(frozen=True)
class Force:
    """Which norms are in force for a dispute, certainly or perhaps, and which provisions certainly."""

    available: frozenset[str]
    perhaps: frozenset[str]
    provisions: frozenset[str]

    @property
    def norms(self) -> frozenset[str]:
        """The norms that are certainly or perhaps in force."""
        return self.available | self.perhaps


class RuleInput:
    """What the rules read of a graph, by relation and subject; terms go by their IRI, ours by their name."""

    def __init__(self, store: ox.Store) -> None:
        """Read what the rules read."""
        self._triples = rules.construct(store, "input")
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in self._triples:
            relation = triple.predicate.value.removeprefix(NAMESPACE).removeprefix(ENGINE)
            value = text(triple.object).removeprefix(NAMESPACE)
            self._values[relation][text(triple.subject)].append(value)

    def all(self, subject: str, relation: str) -> Sequence[str]:
        """Return the values of a relation."""
        return self._values[relation].get(subject, ())

    def subjects(self, relation: str) -> Sequence[str]:
        """Return, sorted, what has the relation to anything."""
        return sorted(self._values[relation])

    def force(self, dispute: Dispute) -> Force:
        """Return what the rules on time find: it depends on the dates of a dispute alone."""
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in self._triples)
        store.extend(dispute.quads())
        rules.run(store, until="time")
        found = ((ENGINE + name) for name in ("available", "perhapsAvailable", "inForce"))
        return Force(*(self._objects(store, dispute.iri, relation) for relation in found))

    def _objects(self, store: ox.Store, subject: str, relation: str) -> frozenset[str]:
        quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(relation), None)
        return frozenset(text(quad.object) for quad in quads)

    def auxiliary(self, force: Force) -> Iterator[Auxiliary]:
        """Yield what auxiliary norms in force, certainly or perhaps, say of circumstances."""
        for relation in ("establishes", "excludes"):
            for norm in set(self.subjects(relation)) & force.norms:
                for concept in self.all(norm, relation):
                    for condition in self.all(norm, "condition"):
                        certain = norm in force.available
                        yield Auxiliary(condition, concept, relation == "establishes", certain)
