"""On which authorities each inclusion of one circumstance in another rests.

An axiom that brings a fact under a legal concept counts for a dispute as its authority does: if one of
its sources was in force, or a predecessor of one. An axiom without a source only tells what words mean,
and a case or a premise has no days: these always count. What the reasoner infers from several axioms
holds where all axioms of some way to it do.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import product

import networkx as nx

from anbao.law.norms import Axiom

__all__ = [
    "Authorities",
    "Ways",
    "counting",
    "dated_inclusions",
    "described",
    "inclusion_name",
    "resting",
    "steps",
]

Authorities = frozenset[str]  # of which one must have been in force; none where the step always counts
Ways = frozenset[frozenset[Authorities]]  # of which one must hold: of each its authorities, one of every set


def steps(axiom: Axiom) -> list[tuple[str, str]]:
    """Return the steps upwards that an inclusion, a covering or a definition allows; others allow none."""
    if axiom.kind in ("covering", "definition"):
        up = [(part, axiom.left) for part in axiom.right]
        defined_by_one = axiom.kind == "definition" and not axiom.right[1:]
        return [*up, (axiom.left, axiom.right[0])] if defined_by_one else up
    return [(axiom.left, axiom.right[0])] if axiom.kind == "within" else []


def _step_authorities(
    axioms: Iterable[Axiom], standing: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, str], Authorities]:
    """Return for each asserted step on which authorities it rests, whichever axiom states it.

    Args:
        axioms: the axioms of a profile.
        standing: for each source that has days, itself and its predecessors.
    """
    found: dict[tuple[str, str], Authorities] = {}
    for axiom in axioms:
        named = [standing.get(source, ()) for source in axiom.sources]
        rests = (
            frozenset(one for alternatives in named for one in alternatives) if all(named) else frozenset()
        )
        for step in steps(axiom):
            known = found.get(step)
            always = not rests or (known is not None and not known)
            found[step] = frozenset() if always else rests | (known or frozenset())
    return found


def dated_inclusions(
    axioms: Iterable[Axiom], standing: Mapping[str, tuple[str, ...]]
) -> dict[Ways, list[tuple[str, str]]]:
    """Return the inclusions that do not always count, asserted or inferred, by the ways that lead to them."""
    chosen = tuple(axioms)
    ways = _Closure(chosen, standing).ways
    found: dict[Ways, list[tuple[str, str]]] = defaultdict(list)
    for low, above in ways.items():
        for high, led in above.items():
            if low != high and frozenset() not in led:
                found[frozenset(led)].append((low, high))
    return found


def counting(
    taxonomy: nx.DiGraph[str], standing: Mapping[str, tuple[str, ...]], force: Sequence[Set[str]]
) -> nx.DiGraph[str]:
    """Return the steps of a taxonomy that count for a dispute; each carries as `sources` what it rests on.

    Args:
        taxonomy: the asserted steps, each with the sources of every axiom that states it.
        standing: for each source that has days, itself and its predecessors, the newest first.
        force: the provisions that were certainly in force for the dispute, and those that perhaps were.
    """
    found: nx.DiGraph[str] = nx.DiGraph()
    for low, high, edge in taxonomy.edges(data=True):
        rests = (resting(sources, standing, force) for sources in edge["sources"])
        sources = next((one for one in rests if one is not None), None)
        if sources is not None:
            found.add_edge(low, high, sources=sources)
    return found


def resting(
    sources: tuple[str, ...], standing: Mapping[str, tuple[str, ...]], force: Sequence[Set[str]]
) -> tuple[str, ...] | None:
    """Return what an axiom rests on: of each source itself or the predecessor that was in force.

    Sources that were not in force are left out; None if that leaves nothing of some that there were.
    A case or a premise has no days. The arguments are those of `counting`.
    """

    def applied(source: str) -> str | None:
        line = standing.get(source)
        return next((one for known in force for one in line if one in known), None) if line else source

    kept = tuple(dict.fromkeys(found for found in map(applied, sources) if found))
    return kept if kept or not sources else None


def _name_of(content: Iterable[Iterable[str]]) -> str:
    """Return a name for sets of authorities that is the same for the same sets."""
    text = json.dumps(sorted(sorted(one) for one in content))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class _Closure:
    """The least sets of authorities that lead from each circumstance to those above it."""

    def __init__(self, axioms: tuple[Axiom, ...], standing: Mapping[str, tuple[str, ...]]) -> None:
        self.steps = _step_authorities(axioms, standing)
        self.above: dict[str, list[tuple[str, frozenset[Authorities]]]] = defaultdict(list)
        for (low, high), rests in self.steps.items():
            self.above[low].append((high, frozenset([rests]) if rests else frozenset()))
        self.coverings = [axiom for axiom in axioms if axiom.kind in ("covering", "definition")]
        names = {end for step in self.steps for end in step}
        self.ways: dict[str, dict[str, set[frozenset[Authorities]]]] = {
            name: {name: {frozenset()}} for name in names
        }
        while self._grows():
            pass

    def _grows(self) -> bool:
        """Lead each circumstance where its steps and coverings lead, and tell whether that was new."""
        grown = False
        for low, above in self.above.items():
            for middle, rests in above:
                for high, led in list(self.ways[middle].items()):
                    for way in list(led):
                        grown |= _add(self.ways[low].setdefault(high, set()), way | rests)
        for covering in self.coverings:
            grown |= self._covered(covering)
        return grown

    def _covered(self, covering: Axiom) -> bool:
        """Lead a whole where all of its parts lead: all parts within X, then the whole within X."""
        grown = False
        parts = [self.ways[part] for part in covering.right]
        for high in set(parts[0]).intersection(*parts[1:]):
            for chosen in product(*(list(part[high]) for part in parts)):
                way = frozenset[Authorities]().union(*chosen)
                grown |= _add(self.ways[covering.left].setdefault(high, set()), way)
        return grown


def _add(known: set[frozenset[Authorities]], way: frozenset[Authorities]) -> bool:
    """Add a way unless one that needs no more is known; those that need more go."""
    if any(other <= way for other in known):
        return False
    known -= {other for other in known if way <= other}
    known.add(way)
    return True


def described(found: Mapping[Ways, object]) -> Iterator[tuple[str, str, str]]:
    """Yield what inclusions need, as subject, relation and value: their ways, and the authorities of each.

    Names are ends of IRIs; the values of `restsOn` are IRIs.
    """
    for ways in found:
        inclusion = f"Inclusion/{_name_of_ways(ways)}"
        for way in ways:
            named = f"Way/{_name_of(way)}"
            yield inclusion, "hasWay", named
            for rests in way:
                authorities = f"Authorities/{_name_of([rests])}"
                yield named, "needs", authorities
                for source in rests:
                    yield authorities, "restsOn", source


def _name_of_ways(ways: Ways) -> str:
    return _name_of([_name_of(way)] for way in ways)


def inclusion_name(ways: Ways) -> str:
    """Return the end of the IRI of inclusions to which certain ways lead."""
    return f"Inclusion/{_name_of_ways(ways)}"
