"""Runs the two engines, the SPARQL rules and HermiT, on the same disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import pyoxigraph as ox
from tests.oracle.propositional import CERTAIN, AuxiliaryNorm, Calendar

from anbao.disputes.disputes import Dispute
from anbao.engine import rules
from anbao.law import classification
from anbao.law.classification import Closure, Profile
from anbao.law.hermit import Places, realise
from anbao.law.norms import Axiom, Law

__all__ = [
    "Derived",
    "groups",
    "hermit_input",
    "norm_classes",
    "profiles",
    "rule_input",
    "run_hermit",
    "run_rules",
    "under",
]

ENGINE = "https://w3id.org/anbao/engine#"
BATCH = 40
Timely: TypeAlias = tuple[tuple[AuxiliaryNorm, ...], tuple[Axiom, ...]]


@dataclass(frozen=True)
class Derived:
    """What the rules derive of a dispute, each set by IRI."""

    established: frozenset[str]
    refuted: frozenset[str]
    contradicts: frozenset[str]
    complete: frozenset[str]
    failed: frozenset[str]
    incomplete: frozenset[str]
    in_issue: frozenset[str]
    not_shown: frozenset[str]


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
    found = [ox.Quad(*triple) for triple in rules.construct(graph, "input")]
    return found + under(profile, classification.classify(law, profile), law.standing)


def under(
    profile: Profile, closure: Closure, standing: Mapping[str, tuple[str, ...]] | None = None
) -> list[ox.Quad]:
    """Return a profile with what was inferred under it, as that of the bare statutes and of a position."""
    named = ox.NamedNode(profile.iri)
    return [
        ox.Quad(ox.NamedNode(ENGINE + "run"), ox.NamedNode(ENGINE + "baseProfile"), named),
        ox.Quad(ox.NamedNode("urn:position"), ox.NamedNode(ENGINE + "classifiedAs"), named),
        *classification.quads(profile, closure, standing),
    ]


def run_rules(prepared: Sequence[ox.Quad], disputes: Iterable[Dispute]) -> dict[str, Derived]:
    """Return by dispute what the rules derive, up to the status of norms."""
    waiting = iter(disputes)
    found: dict[str, Derived] = {}
    law = ox.Store()
    law.extend(prepared)
    rules.prepare(law)
    read = tuple(law)
    while batch := list(islice(waiting, BATCH)):
        store = ox.Store()
        store.extend(read)
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
        names = (
            "established",
            "refuted",
            "contradicts",
            "complete",
            "failed",
            "incomplete",
            "inIssue",
            "notShown",
        )
        derived = Derived(*(frozenset(relations[name]) for name in names))
        yield quad.object.value, derived  # type: ignore[union-attr]


def norm_classes(law: Law) -> dict[str, list[str]]:
    """Return the elements of each norm that has any."""
    return {n.iri: [element for _, element in n.elements] for n in law.norms.values() if n.elements}


def hermit_input(dispute: Dispute) -> tuple[list[str], list[str]]:
    """Return what the findings of a dispute establish, and what they refute."""
    return dispute.found(holds=True), dispute.found(holds=False)


def groups(
    auxiliary: Sequence[AuxiliaryNorm], calendar: Calendar, disputes: Iterable[Dispute], profile: Profile
) -> list[tuple[Timely, list[Dispute]]]:
    """Return the disputes by the auxiliary norms and axioms that count for them, the largest group first."""
    found: dict[Timely, list[Dispute]] = defaultdict(list)
    for dispute in disputes:
        force = tuple(n for n in auxiliary if calendar.force(n.iri, dispute) == CERTAIN)
        axioms = tuple(a for a in profile.logic if a.kind == "disjoint" or calendar.stood(a.sources, dispute))
        found[force, axioms].append(dispute)
    return sorted(found.items(), key=lambda group: -len(group[1]))


def run_hermit(
    law: Law,
    timely: Timely,
    disputes: Iterable[Dispute],
) -> dict[str, Places | None]:
    """Return by dispute the circumstances and norms that HermiT finds it in and outside of.

    A contradictory dispute has no value. HermiT knows no dates: the auxiliary norms
    in force for these disputes, one group of them, are further axioms, and axioms that
    did not count for them are left out.
    """
    in_force, counted = timely
    axioms = list(counted)
    for norm in in_force:
        (condition,) = norm.conditions
        axioms += [Axiom("within", condition, (concept,)) for concept in norm.establishes]
        axioms += [Axiom("disjoint", condition, (concept,)) for concept in norm.excludes]
    given = {dispute.iri: hermit_input(dispute) for dispute in disputes}
    return realise(list(law.circumstances), axioms, norm_classes(law), given)
