"""The decisions of the engine for the cases of the graph, under every position.

What the pages ask of it in SPARQL is added to a copy of the graph: which norm
is special to which, by inference, and which norms govern, are displaced or
uncertain in which case under the bare statutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import pyoxigraph as ox

from anbao.circuit.execution import stored
from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine
from anbao.engine.results import Decision
from anbao.law import classification
from anbao.law.norms import Law

__all__ = ["Answers", "answer_cases"]

PAGES = "https://w3id.org/anbao/pages#"  # what only the queries of pages read
SPECIAL = ox.NamedNode(PAGES + "specialTo")


@dataclass(frozen=True)
class Answers:
    """The decisions for all disputes of the graph, in the order of the positions."""

    engine: Engine
    decisions: tuple[Decision, ...]
    special: tuple[tuple[str, str], ...]

    @property
    def law(self) -> Law:
        """The law of the graph."""
        return self.engine.law

    @cached_property
    def by_case(self) -> dict[str, list[list[Decision]]]:
        """The decisions of each case, dispute by dispute."""
        found: dict[str, list[list[Decision]]] = {}
        for _, group in groupby(self.decisions, key=lambda decision: decision.dispute.iri):
            decisions = list(group)
            case = decisions[0].dispute.case or decisions[0].dispute.iri
            found.setdefault(case, []).append(decisions)
        return found

    @cached_property
    def by_position(self) -> dict[str, list[Decision]]:
        """The decisions of each position, case by case."""
        found: dict[str, list[Decision]] = {}
        for decision in self.decisions:
            found.setdefault(decision.position.iri, []).append(decision)
        return found

    def quads(self) -> Iterator[ox.Quad]:
        """Yield what the pages ask of the answers in SPARQL."""
        for special, general in self.special:
            yield ox.Quad(ox.NamedNode(special), SPECIAL, ox.NamedNode(general))
        for decision in self.decisions:
            if decision.position.bare and decision.dispute.case:
                case = ox.NamedNode(decision.dispute.case)
                for assessment in decision.assessments:
                    if assessment.label:
                        label = ox.NamedNode(PAGES + assessment.label)
                        yield ox.Quad(case, label, ox.NamedNode(assessment.norm))


def answer_cases(store: ox.Store) -> Answers:
    """Return what the engine finds for the cases of a graph under all its positions."""
    engine = Engine(store, stored)
    law = engine.law
    disputes = from_store(store, law)
    decisions = tuple(engine.decide(disputes, law.ordered_positions))
    return Answers(engine, decisions, tuple(_special(law)))


def _special(law: Law) -> Iterator[tuple[str, str]]:
    """Yield the pairs of special and general norms that are inferred, answer one question and met in time."""
    closure = classification.classify(law, classification.profile_of(law, law.bare))
    for special, general in closure.narrower:
        one, other = law.norms[special], law.norms[general]
        if one.question == other.question and one.meets(other):
            yield special, general
