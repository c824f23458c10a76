"""Which kinds of situations are possible under the axioms that several premises claim together.

HermiT decides it, and the result is cached by the content of the question, as
classifications are. A run of HermiT takes a second or two, so that it is asked
only where claims can meet at all: a refutation that needs a claim follows
clauses from that claim to a circumstance that something else leads to the
opposite of. Where no clauses do, no run is needed (as in `relevance`, this errs
on one side only).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from anbao.analysis.compare.relevance import (
    CONCEPTUAL,
    Clauses,
    Literal,
    claimed,
    clauses_of,
    kind,
    retracted,
)
from anbao.law import classification, hermit
from anbao.law.norms import Axiom, Law, Premise

__all__ = ["Claims", "Kinds", "Question", "refutation"]

CACHE_FORMAT = 1
KINDS = "https://w3id.org/anbao/kind/"


def _against(literals: Iterable[Literal]) -> set[Literal]:
    return {(circumstance, not holds) for circumstance, holds in literals}


class Claims:
    """What the premises of positions on concepts claim, and which of them can meet."""

    def __init__(self, law: Law, premises: Iterable[Premise]) -> None:
        """Index the axioms that each premise adds to those of the law, or takes away."""
        self.law = law
        self.added = {p: claimed(law, p) for p in premises if kind(p) in CONCEPTUAL}
        self.removed = {premise: retracted(law, premise) for premise in self.added}
        self.clauses = Clauses([*law.axioms, *(axiom for axioms in self.added.values() for axiom in axioms)])

    def together(self, premises: Iterable[Premise]) -> frozenset[Axiom]:
        """Return the axioms if all of some premises hold.

        What any of them takes away of the law is gone, and what any of them
        claims is added: a premise takes away axioms of the law, never the claim
        of another premise. Two that cannot both hold therefore show.
        """
        some = [premise for premise in premises if premise in self.added]
        gone = {axiom for premise in some for axiom in self.removed[premise]}
        return frozenset({*self.law.axioms} - gone | {a for premise in some for a in self.added[premise]})

    def meet(self, premises: Collection[Premise]) -> bool:
        """Return whether one refutation may need all of the given premises."""
        reached = {premise: self._reached(premise) for premise in premises}
        graph: nx.Graph[Premise] = nx.Graph()
        graph.add_nodes_from(reached)
        graph.add_edges_from(
            (one, other) for one in reached for other in reached if reached[one] & _against(reached[other])
        )
        alone = len(reached) == 1
        return nx.number_of_selfloops(graph) > 0 if alone else bool(reached) and nx.is_connected(graph)

    def _reached(self, premise: Premise) -> set[Literal]:
        clauses = (clause for axiom in self.added[premise] for clause in clauses_of(axiom))
        return self.clauses.reach(literal for clause in clauses for literal in clause)

    def bearing(self, premises: Iterable[Premise], start: Iterable[Literal]) -> frozenset[Premise]:
        """Return the premises that may be needed to refute what `start` holds together."""
        reached = self.clauses.reach(start)
        opposed = _against(reached)
        return frozenset(
            premise
            for premise in premises
            if premise in self.added
            and any(
                {other for other in clause if other != literal} & opposed
                and self.clauses.reach([literal]) & opposed
                for axiom in self.added[premise] | self.removed[premise]
                for clause in clauses_of(axiom)
                for literal in clause
            )
        )


@dataclass(frozen=True)
class Kinds:
    """Named kinds of situations: each inside of some circumstances, and outside of other kinds."""

    inside: Mapping[str, tuple[str, ...]]
    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Question:
    """Which circumstances and kinds of situations can have no member, under some axioms."""

    def __init__(self, law: Law, axioms: Iterable[Axiom], kinds: Kinds) -> None:
        """Take the circumstances of the law, the axioms, and the kinds asked about."""
        self.law, self.axioms, self.kinds = law, classification.logical(axioms), kinds

    @cached_property
    def digest(self) -> str:
        """The question's identity: a digest of what is asked, sources left out."""
        logic = sorted({(axiom.kind, axiom.left, axiom.right) for axiom in self.axioms})
        asked = [sorted(part.items()) for part in (self.kinds.inside, self.kinds.outside)]
        content = json.dumps([CACHE_FORMAT, sorted(self.law.circumstances), logic, asked])
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def empty(self) -> frozenset[str]:
        """Return the circumstances and kinds that can have no member, by name.

        Raises:
            ReasonerUnavailable: the answer is not cached and there is no Java to run HermiT on.
        """
        cached = classification.cache_folder() / f"{self.digest}.empty.json"
        try:
            return frozenset(json.loads(cached.read_text("utf-8"))["empty"])
        except (OSError, ValueError, KeyError, TypeError):
            found = self._infer()
            classification.keep(cached, {"empty": sorted(found)})
            return found

    def _infer(self) -> frozenset[str]:
        inside, outside = self.kinds.inside, self.kinds.outside
        named = {name: f"{KINDS}{index}" for index, name in enumerate(inside)}
        parts = {
            named[name]: [*circumstances, *(hermit.absent(named[other]) for other in outside.get(name, ()))]
            for name, circumstances in inside.items()
        }
        complements = sorted({named[other] for others in outside.values() for other in others})
        logic = sorted({Axiom(axiom.kind, axiom.left, axiom.right) for axiom in self.axioms})
        result = hermit.classify(list(self.law.circumstances), logic, parts, complements)
        meant = {iri: name for name, iri in named.items()}
        known = {**meant, **{iri: iri for iri in self.law.circumstances}}
        return frozenset(known[iri] for iri in result.unsatisfiable if iri in known)


def refutation(axioms: Iterable[Axiom], start: Iterable[str]) -> tuple[Axiom, ...]:
    """Return a minimal set of axioms under which the circumstances of `start` exclude one another.

    They are found by unit propagation, and none are returned where that does
    not suffice to see it.
    """
    given = list(start)
    found = _used(list(axioms), given)
    for axiom in found:
        found = _used([one for one in found if one != axiom], given) or found
    return tuple(sorted(found))


def _used(axioms: Iterable[Axiom], start: Iterable[str]) -> list[Axiom]:
    """Return the axioms that lead from `start` to a circumstance and its opposite, empty if none do."""
    clauses = [(clause, axiom) for axiom in axioms for clause in clauses_of(axiom)]
    because: dict[Literal, tuple[Axiom | None, tuple[Literal, ...]]] = {
        (one, True): (None, ()) for one in start
    }
    grown = True
    while grown:
        grown = False
        for clause, axiom in clauses:
            left = [literal for literal in clause if (literal[0], not literal[1]) not in because]
            others = tuple((one, not holds) for one, holds in clause)
            if not left:
                return _traced(because, axiom, others)
            if len(left) == 1 and left[0] not in because:
                because[left[0]] = axiom, tuple(one for one in others if one != (left[0][0], not left[0][1]))
                grown = True
    return []


def _traced(
    because: Mapping[Literal, tuple[Axiom | None, tuple[Literal, ...]]],
    last: Axiom,
    waiting: Iterable[Literal],
) -> list[Axiom]:
    """Return the axioms from which the literals follow, and the one by which they exclude one another."""
    found, seen, open_ones = {last}, set[Literal](), list(waiting)
    while open_ones:
        literal = open_ones.pop()
        if literal not in seen:
            seen.add(literal)
            axiom, grounds = because[literal]
            found |= {axiom} if axiom else set()
            open_ones += grounds
    return sorted(found)
