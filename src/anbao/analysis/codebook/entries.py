"""The entries of the codebook: what a coder must know of a circumstance, gathered from the graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from anbao.disputes.disputes import Dispute, from_store
from anbao.disputes.status import Status
from anbao.graph.questions import find
from anbao.graph.stores import text
from anbao.law.norms import Axiom, Circumstance, Law

__all__ = ["Entry", "Example", "Use", "entries", "grouped"]


@dataclass(frozen=True, slots=True)
class Use:
    """That a norm turns on a circumstance: as which kind of element, through which element it falls under."""

    norm: str
    provision: str
    kind: str
    element: str


@dataclass(frozen=True, slots=True)
class Example:
    """A dispute of the graph in which a circumstance was found, and its status there."""

    dispute: Dispute
    status: Status


@dataclass(frozen=True)
class Entry:
    """A circumstance with all that the graph holds on it.

    `within` are the axioms that bring it under a concept, each with its authority, `exclusions` those by
    which something excludes it, stated of it or of a concept above it. `uses` come nearest first.
    """

    circumstance: Circumstance
    within: tuple[Axiom, ...]
    exclusions: tuple[Axiom, ...]
    uses: tuple[Use, ...]
    examples: tuple[Example, ...]

    def excluded(self, law: Law) -> list[tuple[str, tuple[str, ...]]]:
        """Return what excludes the circumstance, each with the authorities."""
        above = concepts_above(law, self.circumstance.iri)
        return [
            (axiom.right[0] if axiom.left in above else axiom.left, axiom.sources)
            for axiom in self.exclusions
        ]


def entries(store: ox.Store, law: Law, circumstances: Iterable[str] | None = None) -> list[Entry]:
    """Return the entries of some circumstances, by IRI, or of all, in their order."""
    uses, examples = _uses(store), _examples(store, law)
    breadth = Counter(concept for iri in law.circumstances for concept in concepts_above(law, iri))
    chosen = list(circumstances) if circumstances is not None else list(law.circumstances)
    return [
        _entry(
            law,
            law.circumstances[iri],
            sorted(uses.get(iri, ()), key=lambda use: breadth[use.element]),
            tuple(examples.get(iri, ())),
        )
        for iri in chosen
    ]


def grouped(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return entries by their group, by IRI, in the order of their coming."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.circumstance.group, []).append(entry)
    return groups


def concepts_above(law: Law, circumstance: str) -> dict[str, int]:
    """Return a circumstance and the concepts that it falls under, each with how many steps it is away."""
    found = {circumstance: 0}
    waiting = [circumstance]
    for one in waiting:
        above = [a.right[0] for a in law.axioms_of(one) if a.kind == "within" and a.right[0] not in found]
        found |= dict.fromkeys(above, found[one] + 1)
        waiting += above
    return found


def _entry(law: Law, one: Circumstance, uses: Sequence[Use], examples: tuple[Example, ...]) -> Entry:
    above = concepts_above(law, one.iri)
    excluding = [
        axiom
        for axiom in law.axioms
        if axiom.kind == "disjoint" and (axiom.left in above or axiom.right[0] in above)
    ]
    within = tuple(axiom for axiom in law.axioms_of(one.iri) if axiom.kind == "within")
    nearest = sorted(uses, key=lambda use: above.get(use.element, len(above)))
    return Entry(one, within, tuple(excluding), tuple(nearest), examples)


def _uses(store: ox.Store) -> dict[str, list[Use]]:
    """Return by circumstance the norms that turn on it: the question of the library, asked of all at once."""
    solutions = store.query(find("norms/by-circumstance").text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    found: dict[str, dict[Use, None]] = defaultdict(dict)
    for row in solutions:
        use = Use(*(text(row[name]) for name in ("norm", "provision", "kind", "element")))
        found[text(row["circumstance"])][use] = None
    return {circumstance: list(several) for circumstance, several in found.items()}


def _examples(store: ox.Store, law: Law) -> dict[str, list[Example]]:
    """Return by circumstance the disputes of decided cases in which it was found."""
    found: dict[str, list[Example]] = defaultdict(list)
    for dispute in from_store(store, law):
        for finding in dispute.findings if dispute.case else ():
            found[finding.circumstance].append(Example(dispute, finding.status))
    return found
