"""What follows from findings, worked out on bits, for many variations of one dispute.

The rules `entailment` and `antecedents` say what findings entail and put in
issue. Between variations of one dispute only findings differ, so what a single
finding entails is worked out once, as three sets of bits; a variation is their
union, brought to its fixpoint by the coverings, the only axioms with more than
one circumstance on either side. The tests compare it with the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from anbao.disputes.status import Status
from anbao.law.classification import Closure, Profile

__all__ = ["ESTABLISHED", "OPEN", "REFUTED", "Auxiliary", "Propagation", "State", "bits"]

ESTABLISHED, REFUTED, OPEN = Status.ESTABLISHED, Status.REFUTED, Status.LEFT_OPEN


class State(NamedTuple):
    """Which circumstances are established, refuted and in issue, each as a set of bits."""

    established: int
    refuted: int
    in_issue: int

    @property
    def contradictory(self) -> bool:
        """Whether something is both established and refuted."""
        return bool(self.established & self.refuted)

    @property
    def known(self) -> int:
        """The circumstances that are established, refuted or in issue."""
        return self.established | self.refuted | self.in_issue


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """That an auxiliary norm makes a circumstance a concept, or says it is none.

    `certain` tells whether the norm is in force; else it is only perhaps.
    """

    condition: str
    concept: str
    establishes: bool
    certain: bool


def bits(place: Mapping[str, int], iris: Iterable[str]) -> int:
    """Return circumstances as a set of bits; what has no place is left out."""
    found = 0
    for iri in iris:
        if iri in place:
            found |= 1 << place[iri]
    return found


class Propagation:
    """What findings entail under one profile, with the auxiliary norms in force for one dispute."""

    def __init__(
        self, circumstances: Iterable[str], profile: Profile, closure: Closure, norms: Iterable[Auxiliary]
    ) -> None:
        """Work out what each single finding entails."""
        self._names = list(circumstances)
        self.place = {iri: index for index, iri in enumerate(self._names)}
        auxiliary = [norm for norm in norms if {norm.condition, norm.concept} <= self.place.keys()]
        self._above = self._relation((a, b) for a, b in closure.within)
        self._below = self._relation((b, a) for a, b in closure.within)
        self._implied = self._implications(profile, closure, auxiliary)
        self._coverings = [
            (self.place[axiom.left], bits(self.place, axiom.right))
            for axiom in profile.axioms
            if axiom.kind == "covering"
        ]
        self._perhaps = [
            (1 << self.place[norm.condition], self._above[self.place[norm.concept]])
            for norm in auxiliary
            if norm.establishes and not norm.certain
        ]
        # What combines findings: the axioms with several circumstances on a side, and norms perhaps in force.
        self.combining = {
            iri for axiom in profile.axioms if axiom.kind == "covering" for iri in (axiom.left, *axiom.right)
        } | {norm.condition for norm in auxiliary if not norm.certain}
        self._settled = {
            (iri, status): self._literal(index, positive=status == ESTABLISHED)
            for iri, index in self.place.items()
            for status in (ESTABLISHED, REFUTED)
        }
        self._opened = {iri: self._issue(index, auxiliary) for iri, index in self.place.items()}

    def _relation(self, pairs: Iterable[tuple[str, str]]) -> list[int]:
        """Return by circumstance itself with what the pairs relate it to."""
        found = [1 << index for index in range(len(self.place))]
        for one, other in pairs:
            found[self.place[one]] |= 1 << self.place[other]
        return found

    def _implications(
        self, profile: Profile, closure: Closure, auxiliary: Iterable[Auxiliary]
    ) -> dict[tuple[int, bool], list[tuple[int, bool]]]:
        """Return which circumstance, holding or not, makes which other hold or not."""
        found: dict[tuple[int, bool], list[tuple[int, bool]]] = {}

        def implies(one: str, other: str, *, holds: bool) -> None:
            low, high = self.place[one], self.place[other]
            found.setdefault((low, True), []).append((high, holds))
            found.setdefault((high, not holds), []).append((low, False))

        for narrower, wider in closure.within:
            implies(narrower, wider, holds=True)
        for axiom in profile.axioms:
            if axiom.kind == "disjoint":
                implies(axiom.left, axiom.right[0], holds=False)
        for norm in auxiliary:
            if norm.certain:
                implies(norm.condition, norm.concept, holds=norm.establishes)
        return found

    def _literal(self, index: int, *, positive: bool) -> State:
        """Return what follows from one circumstance that holds, or does not."""
        seen, waiting = {(index, positive)}, [(index, positive)]
        while waiting:
            more = set(self._implied.get(waiting.pop(), ())) - seen
            seen |= more
            waiting += more
        holding = sum(1 << place for place, holds in seen if holds)
        return State(holding, sum(1 << place for place, holds in seen if not holds), 0)

    def _issue(self, index: int, auxiliary: Iterable[Auxiliary]) -> State:
        """Return what a circumstance left open puts in issue.

        That is itself, what lies above and below, and what an auxiliary norm in
        force would make of it or of what lies above.
        """
        found = self._above[index] | self._below[index]
        for norm in auxiliary:
            if norm.establishes and norm.certain and self._above[index] >> self.place[norm.condition] & 1:
                found |= self._above[self.place[norm.concept]]
        return State(0, 0, found)

    def effect(self, circumstance: str, status: Status) -> State:
        """Return what a single finding entails or puts in issue, before coverings."""
        return self._opened[circumstance] if status == OPEN else self._settled[circumstance, status]

    def state(self, effects: Iterable[State]) -> State:
        """Return what findings with these effects entail together, contradictory or not."""
        holds = fails = issue = 0
        for effect in effects:
            holds |= effect.established
            fails |= effect.refuted
            issue |= effect.in_issue
        holds, fails = self._covered(holds, fails)
        for condition, concept in self._perhaps:
            if holds & condition:
                issue |= concept
        return State(holds, fails, issue & ~(holds | fails))

    def _covered(self, holds: int, fails: int) -> tuple[int, int]:
        """Return what the coverings add: no part, then not the whole; one part left, then that part."""
        grown = True
        while grown:
            before = holds, fails
            for whole, parts in self._coverings:
                left = parts & ~fails
                if not left:
                    last, positive = whole, False
                elif holds >> whole & 1 and not left & (left - 1):
                    last, positive = left.bit_length() - 1, True
                else:
                    continue
                more = self._settled[self._names[last], ESTABLISHED if positive else REFUTED]
                holds |= more.established
                fails |= more.refuted
            grown = before != (holds, fails)
        return holds, fails

    def reach(self, changed: int) -> int:
        """Return the circumstances whose state may differ where those of the given bits do.

        The bits are closed under everything but coverings and auxiliary norms
        perhaps in force, so those carry further whatever touches one of them.
        """
        grown = True
        while grown:
            before = changed
            for whole, parts in self._coverings:
                if changed & (parts | 1 << whole):
                    changed |= self._span(parts | 1 << whole)
            for condition, concept in self._perhaps:
                if changed & condition:
                    changed |= concept
            grown = changed != before
        return changed

    def _span(self, circumstances: int) -> int:
        """Return all that some circumstances entail, holding or not."""
        found = 0
        for iri, index in self.place.items():
            if circumstances >> index & 1:
                for status in (ESTABLISHED, REFUTED):
                    found |= self.effect(iri, status).known
        return found
