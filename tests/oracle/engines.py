"""Runs the two engines, the SPARQL rules and HermiT, on the same disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from anbao import classification, reasoner, rules
from anbao.classification import Profile
from anbao.disputes import Dispute
from anbao.norms import Axiom, Law
from anbao.vocabulary import ANBAO
from tests.oracle.propositional import CERTAIN, AuxiliaryNorm, Calendar

__all__ = ["Derived", "profiles", "run_hermit", "run_rules", "rule_input"]

ENGINE = "https://w3id.org/anbao/engine#"
EVERYTHING, COMPLEMENT = "urn:everything", "urn:absent:"
IN_FORCE, APPLIED = "urn:in-force:", "urn:applied:"
BATCH = 40


@dataclass(frozen=True)
class Derived:
    """What the rules derive of a dispute, each set by IRI."""

    established: frozenset[str]
    refuted: frozenset[str]
    contradicts: frozenset[str]
    complete: frozenset[str]
    failed: frozenset[str]
    missing: frozenset[str]


def profiles(law: Law) -> dict[str, Profile]:
    """Return the distinct profiles of all positions by digest, the bare statutes' first."""
    positions = [law.bare, *law.positions.values()]
    found = [
        classification.profile_of(law, position, ferenda=ferenda)
        for position in positions
        for ferenda in (False, True)
    ]
    return {profile.digest: profile for profile in found}


def rule_input(graph: ox.Store, law: Law, profile: Profile) -> list[ox.Quad]:
    """Return what the rules read besides disputes, with one profile and no position."""
    run, base = ox.NamedNode(ENGINE + "run"), ox.NamedNode(ENGINE + "baseProfile")
    found = [ox.Quad(*triple) for triple in rules.construct(graph, "input")]
    found.append(ox.Quad(run, base, ox.NamedNode(profile.iri)))
    return found + classification.quads(profile, classification.classify(law, profile))


def run_rules(prepared: Sequence[ox.Quad], disputes: Iterable[Dispute]) -> dict[str, Derived]:
    """Return by dispute what the rules derive, up to the status of norms."""
    waiting, found = iter(disputes), {}
    while batch := list(islice(waiting, BATCH)):
        store = ox.Store()
        store.extend(prepared)
        store.extend(quad for dispute in batch for quad in dispute.quads())
        rules.run(store, until="antecedents")
        found.update(_derived(store))
    return found


def _derived(store: ox.Store) -> Iterator[tuple[str, Derived]]:
    situations = store.quads_for_pattern(None, ox.NamedNode(ENGINE + "dispute"), None)
    for quad in situations:
        relations: dict[str, set[str]] = defaultdict(set)
        for known in store.quads_for_pattern(quad.subject, None, None):
            relations[known.predicate.value.removeprefix(ENGINE)].add(known.object.value)  # type: ignore[union-attr]
        names = ("established", "refuted", "contradicts", "complete", "failed", "missing")
        derived = Derived(*(frozenset(relations[name]) for name in names))
        yield quad.object.value, derived  # type: ignore[union-attr]


def run_hermit(
    law: Law,
    profile: Profile,
    auxiliary: Sequence[AuxiliaryNorm],
    calendar: Calendar,
    disputes: Sequence[Dispute],
) -> dict[str, tuple[frozenset[str], frozenset[str]] | None]:
    """Return by dispute the circumstances and norms that HermiT finds it in and outside of.

    A contradictory dispute has no value. Each dispute is a class of its own, within
    what is established and disjoint with what is refuted: the answers are those of
    realisation, each dispute is a tableau of its own, and one without a model spoils
    none of the others. HermiT knows no dates: each auxiliary norm gets a class of the
    disputes for which it is in force, and says something of those alone.
    """
    module = _Module(law, profile, auxiliary)
    for dispute in disputes:
        module.add(dispute, [n.iri for n in auxiliary if calendar.force(n.iri, dispute) == CERTAIN])
    result = reasoner.classify(module.classes, module.axioms, module.intersections)
    above: dict[str, set[str]] = defaultdict(set)
    for narrower, wider in result.subsumptions:
        above[narrower].add(wider)
    absent = {COMPLEMENT + iri: iri for iri in law.circumstances}
    shown = {*law.circumstances, *law.norms}
    return {
        dispute.iri: None
        if dispute.iri in result.unsatisfiable
        else (
            frozenset(above[dispute.iri] & shown),
            frozenset(absent[iri] for iri in above[dispute.iri] if iri in absent),
        )
        for dispute in disputes
    }


class _Module:
    """The classes and axioms of a profile, of guarded auxiliary norms, and of disputes."""

    def __init__(self, law: Law, profile: Profile, auxiliary: Iterable[AuxiliaryNorm]) -> None:
        self.classes = [EVERYTHING, *law.circumstances]
        self.axioms = list(profile.axioms)
        self.intersections = {
            norm.iri: [element for _, element in norm.elements]
            for norm in law.norms.values()
            if norm.elements
        }
        for iri in law.circumstances:
            self.classes.append(COMPLEMENT + iri)
            self.axioms.append(Axiom("covering", EVERYTHING, (iri, COMPLEMENT + iri)))
            self.axioms.append(Axiom("disjoint", iri, (COMPLEMENT + iri,)))
        for norm in auxiliary:
            guard, applied = IN_FORCE + norm.iri, APPLIED + norm.iri
            self.classes.append(guard)
            self.intersections[applied] = [guard, *norm.conditions]
            self.axioms += [Axiom("within", applied, (c,)) for c in norm.establishes]
            self.axioms += [Axiom("disjoint", applied, (c,)) for c in norm.excludes]

    def add(self, dispute: Dispute, in_force: Iterable[str]) -> None:
        """Add a dispute with the auxiliary norms that are in force for it."""
        self.classes.append(dispute.iri)
        found = {finding.circumstance: finding.status for finding in dispute.findings}
        inside = [iri for iri, status in found.items() if status == str(ANBAO.Established)]
        outside = [iri for iri, status in found.items() if status == str(ANBAO.Refuted)]
        guards = [IN_FORCE + iri for iri in in_force]
        wider = [EVERYTHING, *inside, *guards]
        self.axioms += [Axiom("within", dispute.iri, (iri,)) for iri in wider]
        self.axioms += [Axiom("disjoint", dispute.iri, (iri,)) for iri in outside]
