"""Runs the two engines, the SPARQL rules and HermiT, on the same disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
IN_FORCE = "urn:in-force:"
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
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return by dispute the circumstances and norms that HermiT finds it in and outside of.

    HermiT knows no dates. Each auxiliary norm gets a class of the disputes for which
    it is in force, and says something of those alone, so that disputes of all times
    go into one module.
    """
    norms = {norm.iri: [e for _, e in norm.elements] for norm in law.norms.values() if norm.elements}
    guards = {norm.iri: IN_FORCE + norm.iri.rsplit("/", 1)[-1] for norm in auxiliary}
    applied = {f"{guards[n.iri]}:applied": [guards[n.iri], *n.conditions] for n in auxiliary}
    established, refuted = (
        {
            dispute.iri: [f.circumstance for f in dispute.findings if f.status == str(status)]
            for dispute in disputes
        }
        for status in (ANBAO.Established, ANBAO.Refuted)
    )
    for dispute in disputes:
        force = [n.iri for n in auxiliary if calendar.force(n.iri, dispute) == CERTAIN]
        established[dispute.iri] += [guards[iri] for iri in force]
    return reasoner.realise(
        [*law.circumstances, *guards.values()],
        [*profile.axioms, *_guarded(auxiliary, guards)],
        {**norms, **applied},
        {iri: (established[iri], refuted[iri]) for iri in established},
    )


def _guarded(auxiliary: Iterable[AuxiliaryNorm], guards: Mapping[str, str]) -> Iterator[Axiom]:
    for norm in auxiliary:
        applied = f"{guards[norm.iri]}:applied"
        yield from (Axiom("within", applied, (concept,)) for concept in norm.establishes)
        yield from (Axiom("disjoint", applied, (concept,)) for concept in norm.excludes)
