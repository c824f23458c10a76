"""Realises disputes with HermiT, each as a class of its own.

A dispute has no relation to anything, so that to be in a class as an individual
and to be below it as a class are the same. But HermiT holds all individuals in
one tableau, and what is known of a hundred of them slows every question about one;
classes have a tableau each, and one without a model spoils none of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx

from anbao import reasoner
from anbao.norms import Axiom

__all__ = ["realise"]

Places = tuple[frozenset[str], frozenset[str]]


def realise(
    circumstances: Iterable[str],
    axioms: Iterable[Axiom],
    intersections: Mapping[str, Iterable[str]],
    disputes: Mapping[str, tuple[Iterable[str], Iterable[str]]],
) -> dict[str, Places | None]:
    """Return for each dispute the classes it is in, and the circumstances it is outside of.

    `disputes` gives for each IRI what is established and what is refuted. One
    whose findings contradict one another has no value.
    """
    module = reasoner._Module()
    names = list(circumstances)
    for iri in (*names, *disputes):
        module.declare(iri)
    found = [
        Axiom("within", iri, (established,))
        for iri, (inside, _) in disputes.items()
        for established in inside
    ]
    module.axioms([*axioms, *found])
    module.definitions(intersections)
    absent = {module.complement(iri): iri for iri in names}
    complements = {iri: name for name, iri in absent.items()}
    for iri, (_, outside) in disputes.items():
        for refuted in outside:
            module.add(f"<{iri}>", reasoner.WITHIN, complements[refuted])
    return _places(reasoner._reasoned(module), {*names, *intersections}, absent, disputes)


def _places(
    world: object, names: set[str], absent: Mapping[str, str], disputes: Iterable[str]
) -> dict[str, Places | None]:
    taxonomy = reasoner._taxonomy(world)
    empty = {cls.iri for cls in world.inconsistent_classes()}  # type: ignore[attr-defined]
    outside = {name.strip("<>"): iri for name, iri in absent.items()}
    above = {iri: nx.descendants(taxonomy, iri) for iri in disputes if iri not in empty}
    return {
        iri: (
            frozenset(above[iri] & names),
            frozenset(outside[name] for name in above[iri] & outside.keys()),
        )
        if iri in above
        else None
        for iri in disputes
    }
