"""Which premises of a position can bear on a dispute at all.

The smallest sets of premises are searched among all subsets of a position's
premises, so every premise that is known beforehand to change nothing halves
the search. That a premise is without effect where all others stand, which a
decision reports, is not enough: it may act once another is withdrawn. What is
asked here is asked of every subset at once, and errs on one side only. A
premise that is left out changes no answer whatever else is held; one that is
kept may still change none.

The ground is propositional. Axioms and auxiliary norms are clauses over
circumstances; what the findings can lead to lies within what they *reach*:
from a literal, through each clause that holds its negation, to the clause's
other literals (the set of support of resolution: Wos, Robinson and Carson,
"Efficiency and completeness of the set of support strategy", J. ACM 12(4),
1965). A norm lives only if all its elements are reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import TypeAlias

import pyoxigraph as ox

from anbao.disputes.disputes import Dispute
from anbao.disputes.status import Status
from anbao.engine.results import Decision
from anbao.graph.stores import text
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.norms import Axiom, Law, Norm, Position, Premise, modes, passive

__all__ = ["Clauses", "Relevance", "active", "auxiliary_axioms", "claimed", "clauses_of", "kind", "retracted"]

Literal: TypeAlias = tuple[str, bool]
KINDS = len(str(ANBAO._NS))
CONCEPTUAL = frozenset(classification.CHANGES)


def kind(premise: Premise) -> str:
    """Return the kind of a premise, such as `Extension`."""
    return premise.kind[KINDS:]


def active(position: Position, *, ferenda: bool) -> tuple[Premise, ...]:
    """Return the premises of a position that run: no statements, and proposals only with `ferenda`."""
    run = modes(ferenda=ferenda)
    return tuple(p for p in position.premises if not passive(p) and p.mode in run)


def _alone(law: Law, premise: Premise) -> set[Axiom]:
    only = Position(premise.iri, "", premise.label, (premise,))
    return set(classification.profile_of(law, only, ferenda=True).axioms)


def claimed(law: Law, premise: Premise) -> set[Axiom]:
    """Return the axioms that a premise adds to those of the law."""
    return _alone(law, premise) - set(law.axioms) if kind(premise) in CONCEPTUAL else set()


def retracted(law: Law, premise: Premise) -> set[Axiom]:
    """Return the axioms of the law that a premise takes away."""
    return set(law.axioms) - _alone(law, premise) if kind(premise) in CONCEPTUAL else set()


def auxiliary_axioms(store: ox.Store) -> list[Axiom]:
    """Return what the auxiliary norms of a graph say, in force or not, as axioms."""
    found = []
    for predicate, axiom in ((ANBAO.establishes, "within"), (ANBAO.excludes, "disjoint")):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            conditions = store.quads_for_pattern(quad.subject, ox.NamedNode(ANBAO.condition), None)
            found += [Axiom(axiom, text(c.object), (text(quad.object),)) for c in list(conditions)]
    return found


def clauses_of(axiom: Axiom) -> list[tuple[Literal, ...]]:
    """Return an axiom as clauses; a denied inclusion as one that excludes it, which errs on the safe side."""
    if axiom.kind not in ("covering", "definition"):
        return [((axiom.left, False), (axiom.right[0], axiom.kind == "within"))]
    whole = ((axiom.left, False), *((part, True) for part in axiom.right))
    return [whole, *(((part, False), (axiom.left, True)) for part in axiom.right)]


class Clauses:
    """Axioms as clauses over circumstances, each literal with what it leads to."""

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        """Index the axioms."""
        self.onwards: dict[Literal, set[Literal]] = defaultdict(set)
        for axiom in axioms:
            for clause in clauses_of(axiom):
                for circumstance, holds in clause:
                    others = (literal for literal in clause if literal != (circumstance, holds))
                    self.onwards[circumstance, not holds].update(others)

    def reach(self, start: Iterable[Literal]) -> set[Literal]:
        """Return the given literals and all that follow from them."""
        found = set(start)
        waiting = list(found)
        while waiting:
            more = self.onwards.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return found

    def reach_of(self, dispute: Dispute) -> set[Literal]:
        """Return the literals that findings may establish (True) or refute (False), or put in issue.

        What is left open leads both ways: what lies above it is put in issue
        as if it were established, what lies below as if it were refuted, and
        that too may be an element of a norm.
        """
        left_open = {f.circumstance for f in dispute.findings if f.status is Status.LEFT_OPEN}
        below = {circumstance for circumstance, _ in self.reach((one, False) for one in left_open)}
        start = {(one, holds) for one in below | left_open for holds in (True, False)}
        start |= {(one, holds) for holds in (True, False) for one in dispute.found(holds=holds)}
        # What is refuted was to carry what lies above it, which is then not shown.
        start |= {(one, True) for one in dispute.found(holds=False)}
        return self.reach(start)


@dataclass(frozen=True)
class _Field:
    """What can come into play in a dispute: the circumstances reached, and the norms that may live."""

    law: Law
    clauses: Clauses
    reached: set[Literal]
    norms: tuple[Norm, ...]
    conditions: frozenset[str]
    premises: tuple[Premise, ...]
    changed: Mapping[str, set[Axiom]]
    closed: bool

    def touches(self, circumstances: Iterable[str]) -> bool:
        """Return whether a circumstance is reached, either way."""
        return any((one, holds) in self.reached for one in circumstances for holds in (True, False))

    @cached_property
    def raised(self) -> set[str]:
        """The norms in force that may be raised: each element is reached, either way.

        On the main question that is asked of the scope only, and of one element.
        """
        return {norm.iri for norm in self.norms if self._may_be_raised(norm)}

    def _may_be_raised(self, norm: Norm) -> bool:
        elements = [one for _, one in norm.elements]
        if norm.question in self.law.marked:
            return self.touches(elements) and all(self.touches([one]) for one in norm.scope)
        return all(self.touches([one]) for one in elements)

    @cached_property
    def alive(self) -> tuple[Norm, ...]:
        """The norms that may be met or open: each element may be established or in issue."""
        return tuple(
            norm for norm in self.norms if all((one, True) in self.reached for _, one in norm.elements)
        )

    @property
    def limits(self) -> list[Premise]:
        """The premises that limit the consequence of a norm."""
        return [premise for premise in self.premises if kind(premise) == "ScopeLimit"]

    @cached_property
    def rivals(self) -> list[tuple[Norm, Norm]]:
        """The pairs of norms that may conflict, each in both orders."""
        limited = {norm for limit in self.limits for norm in limit.get(ANBAO.ofNorm)}
        return [
            (one, other)
            for one, other in permutations(self.alive, 2)
            if one.question == other.question
            and (one.consequence != other.consequence or one.iri in limited or other.iri in limited)
        ]

    def matters(self, premise: Premise) -> bool:
        """Return whether a premise may change an answer, whatever else is held."""
        decide = getattr(self, f"_{kind(premise).lower()}", None)
        if kind(premise) in CONCEPTUAL:
            return any(map(self._concludes, self.changed[premise.iri]))
        return bool(decide(premise)) if decide else True

    @cached_property
    def telling(self) -> set[str]:
        """The circumstances that decide something: elements of norms that may be raised, and conditions."""
        norms = (norm for norm in self.norms if norm.iri in self.raised)
        return {one for norm in norms for _, one in norm.elements} | self.conditions

    def _concludes(self, axiom: Axiom) -> bool:
        """Return whether an axiom leads from a reached circumstance to a deciding one or contradicts it."""
        for clause in clauses_of(axiom):
            for circumstance, holds in clause:
                others = {(one, not sign) for one, sign in clause if (one, sign) != (circumstance, holds)}
                if others <= self.reached:
                    for one, sign in self.clauses.reach([(circumstance, holds)]):
                        if one in self.telling or (one, not sign) in self.reached:
                            return True
        return False

    def _interpretation(self, premise: Premise) -> bool:
        read = {*premise.get(ANBAO.ofNorm), *premise.get(ANBAO.ofConsequence)}
        # What a limit leaves of a norm's consequence may be read in its turn.
        given = {liability for limit in self.limits for liability in limit.get(ANBAO.liability)}
        return bool(read & given) or any({norm.iri, norm.consequence} & read for norm in self.alive)

    def _scopelimit(self, premise: Premise) -> bool:
        return any(norm.iri in premise.get(ANBAO.ofNorm) for norm in self.alive)

    def _exceptionclaim(self, premise: Premise) -> bool:
        conditions = premise.get(ANBAO.condition)
        reached = all((one, True) in self.reached for one in conditions)
        return reached and bool(self.raised & {*premise.get(ANBAO.exceptsNorm)})

    def _priorityclaim(self, premise: Premise) -> bool:
        over, prevails = premise.get(ANBAO.over), premise.get(ANBAO.prevails)
        return any(
            {one.iri, one.statute} & {*prevails} and {other.iri, other.statute} & {*over}
            for one, other in self.rivals
        )

    def _canonorder(self, _: Premise) -> bool:
        return bool(self.rivals)

    def _burdenclaim(self, premise: Premise) -> bool:
        under = premise.get(ANBAO.burdenUnder)
        return self.closed and (not under or any(norm.iri in under for norm in self.alive))


class Relevance:
    """Says which premises can bear on which dispute, on one graph."""

    def __init__(self, law: Law, store: ox.Store) -> None:
        """Index the axioms and the auxiliary norms of a graph."""
        self.law = law
        self._base = [*law.axioms, *auxiliary_axioms(store)]
        self._clauses: dict[frozenset[Axiom], Clauses] = {}
        self._reached: dict[tuple[str, frozenset[Axiom]], set[Literal]] = {}
        self._claimed: dict[str, set[Axiom]] = {}
        self._changed: dict[str, set[Axiom]] = {}
        stated = store.quads_for_pattern(None, ox.NamedNode(ANBAO.condition), None)
        self._conditions = frozenset(text(quad.object) for quad in stated)

    def of(
        self, decision: Decision, premises: Iterable[Premise], *, closed: bool = False
    ) -> tuple[Premise, ...]:
        """Return the premises that can bear on a dispute; the others change no answer to it.

        Args:
            decision: the dispute decided, under whatever position: it says which norms were in force.
            premises: the premises among which any subset may be held.
            closed: whether the answers count that would come out if the evidence closed now.
        """
        among = tuple(premises)
        clauses, reached = self._reach(decision.dispute, among)
        norms, conditions = self._norms(decision), self._conditions
        changed = {premise.iri: self._changes(premise) for premise in among}
        field = _Field(self.law, clauses, reached, norms, conditions, among, changed, closed)
        return tuple(premise for premise in among if field.matters(premise))

    def leads(self, premise: Premise, among: Iterable[Premise], conditions: Iterable[str]) -> bool:
        """Return whether the axioms that a premise changes may lead, with others, to a condition."""
        if not (changed := self._changes(premise)):
            return False
        added = frozenset(axiom for other in among for axiom in self._claims(other))
        literals = (literal for axiom in changed for clause in clauses_of(axiom) for literal in clause)
        reached = Clauses([*self._base, *added]).reach(literals)
        return any((one, holds) in reached for one in conditions for holds in (True, False))

    def _norms(self, decision: Decision) -> tuple[Norm, ...]:
        """Return the norms in force, and all defences: decisions do not list those that nobody raised."""
        known = {assessment.norm for assessment in decision.assessments}
        known |= {silence.norm for silence in decision.not_raised}
        return tuple(
            norm for norm in self.law.norms.values() if norm.elements and (norm.iri in known or norm.effect)
        )

    def _reach(self, dispute: Dispute, premises: Iterable[Premise]) -> tuple[Clauses, set[Literal]]:
        added = frozenset(axiom for premise in premises for axiom in self._claims(premise))
        key = dispute.iri, added
        if key not in self._reached:
            if added not in self._clauses:
                self._clauses[added] = Clauses([*self._base, *added])
            self._reached[key] = self._clauses[added].reach_of(dispute)
        return self._clauses[added], self._reached[key]

    def _claims(self, premise: Premise) -> set[Axiom]:
        if premise.iri not in self._claimed:
            self._claimed[premise.iri] = claimed(self.law, premise)
        return self._claimed[premise.iri]

    def _changes(self, premise: Premise) -> set[Axiom]:
        if premise.iri not in self._changed:
            self._changed[premise.iri] = self._claims(premise) | retracted(self.law, premise)
        return self._changed[premise.iri]
