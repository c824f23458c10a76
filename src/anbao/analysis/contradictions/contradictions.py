"""Positions whose premises cannot all hold; they are found by HermiT and by form, not entered as data.

Two positions contradict one another, or one contradicts itself, in six ways.

- *A class without members*: a circumstance, or the antecedent of a norm, can
  have members under each position and none under both. HermiT decides it.
- *Two readings*: there are facts that each of them must hold possible, as
  HermiT finds, on which both read the consequence of one norm and give
  different liabilities. A reading without conditions gives way to a reading of
  the same author whose conditions are met, as it does when a dispute is
  decided, but not to another author's.
- *Two limits*: the consequence of one norm is limited to different liabilities.
- *Opposed burdens*: the burden of one matter under one norm lies on both sides,
  on facts that each must hold possible.
- *Circular priorities*: what they put above one another runs in a circle of
  norms that answer the same question, differ in consequence and were once in
  force together. A claim over a statute is one over each of its norms.
- *Circular canons*: so do their orders of the canons.

Of the premises that cannot all hold, every minimal set is given. Two claims
are held against one another only in one mode: what an author says that the law
is does not contradict what another says that it should be.

To differ is not to contradict: positions that give a dispute different answers
because one says something on which the other is silent are the matter of
`comparison`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, combinations_with_replacement, product
from typing import TypeAlias

import networkx as nx

from anbao.analysis.compare.accounts import minimal
from anbao.analysis.compare.relevance import active, kind
from anbao.analysis.contradictions.clashes import Clash, burdens, limits, readings
from anbao.analysis.contradictions.satisfiability import Claims, Kinds, Question, refutation
from anbao.engine.engine import Engine
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Axiom, Law, Position, Premise, modes

__all__ = ["Contradiction", "find"]

Order: TypeAlias = Callable[[Premise], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Contradiction:
    """Premises of one or two positions that cannot all hold.

    `kind` is the local name of the kind; `about` holds the circumstances,
    norms or canons about which they contradict one another; `facts` the
    circumstances that must be given for it, none if they always do; `axioms`
    those of the law that take part in leaving a class without members.
    """

    kind: str
    positions: tuple[Position, ...]
    premises: tuple[Premise, ...]
    about: tuple[str, ...]
    facts: tuple[str, ...] = ()
    axioms: tuple[Axiom, ...] = ()


def find(engine: Engine, positions: Sequence[Position], *, ferenda: bool = False) -> list[Contradiction]:
    """Return the contradictions in and between positions, those of one position first.

    Args:
        engine: the engine of the graph.
        positions: the positions among which to look.
        ferenda: whether to look among proposals of legislation too.

    Raises:
        ReasonerUnavailable: a question is not cached and there is no Java to run HermiT on.
    """
    law = engine.law
    claims = Claims(law, (p for position in positions for p in active(position, ferenda=True)))
    pairs = [
        pair
        for one, other in combinations_with_replacement(sorted({*positions}, key=_name), 2)
        for mode in sorted(modes(ferenda=ferenda), reverse=True)
        if (pair := Pair.of(law, one, other, mode))
    ]
    found = [contradiction for pair in pairs for contradiction in _contradictions(pair, claims)]
    found += _where_possible(claims, pairs)
    return sorted(found, key=_place)


def _name(position: Position) -> str:
    return position.identifier


def _place(contradiction: Contradiction) -> tuple[object, ...]:
    names = [*map(_name, contradiction.positions)]
    return len(names), names, contradiction.kind, [premise.iri for premise in contradiction.premises]


@dataclass(frozen=True)
class Pair:
    """Two positions, or one twice, with the premises that are held against one another."""

    law: Law = field(compare=False, repr=False)
    positions: tuple[Position, ...]
    sides: tuple[tuple[Premise, ...], tuple[Premise, ...]]

    @classmethod
    def of(cls, law: Law, one: Position, other: Position, mode: str) -> Pair | None:
        """Return two positions with their premises in one mode, None if either has none."""
        sides = [tuple(p for p in active(side, ferenda=True) if p.mode == mode) for side in (one, other)]
        return cls(law, tuple(dict.fromkeys([one, other])), (sides[0], sides[1])) if all(sides) else None

    @property
    def alone(self) -> bool:
        """Whether one position is held against itself."""
        return len(self.positions) == 1

    def premises(self, *kinds: str) -> list[Premise]:
        """Return the premises of some kinds, on either side."""
        return [
            premise for premise in dict.fromkeys([*self.sides[0], *self.sides[1]]) if kind(premise) in kinds
        ]

    def across(self, name: str) -> Iterator[tuple[Premise, Premise]]:
        """Yield the pairs of premises of a kind, one of each position, or two of the one."""
        mine, yours = ([premise for premise in side if kind(premise) == name] for side in self.sides)
        yield from combinations(mine, 2) if self.alone else product(mine, yours)

    def shared(self, premises: Collection[Premise]) -> bool:
        """Return whether each position contributes to some premises."""
        return self.alone or all({*premises} - {*side} for side in self.sides)

    def contradiction(
        self, name: str, premises: Iterable[Premise], about: Iterable[str], facts: Iterable[str] = ()
    ) -> Contradiction:
        """Return a contradiction between the two."""
        ordered = sorted(premises, key=lambda premise: premise.iri)
        return Contradiction(name, self.positions, tuple(ordered), tuple(sorted(about)), tuple(sorted(facts)))


def _contradictions(pair: Pair, claims: Claims) -> Iterator[Contradiction]:
    """Yield the contradictions that depend on no facts."""
    yield from _empty(pair, claims)
    for one, other, about in limits(pair.across("ScopeLimit")):
        yield pair.contradiction("TwoLimits", (one, other), about)
    for name, of, order in (
        ("CircularPriorities", "PriorityClaim", lambda claim: _over(pair.law, claim)),
        ("CircularCanons", "CanonOrder", _before),
    ):
        for chosen, circle in _circles(pair, of, order):
            yield pair.contradiction(name, chosen, circle)


# Classes without members


def _empty(pair: Pair, claims: Claims) -> Iterator[Contradiction]:
    """Yield the minimal sets of claims on concepts that leave a class without members."""
    concepts = [premise for premise in claims.added if premise in {*pair.sides[0], *pair.sides[1]}]
    candidates = [
        frozenset(chosen)
        for size in range(1, len(concepts) + 1)
        for chosen in combinations(concepts, size)
        if pair.shared(chosen) and claims.meet(chosen)
    ]
    if not candidates or not (void := _void(pair, claims, concepts)):
        return
    if not pair.alone:
        void -= {name for side in pair.sides for name in _void(pair, claims, side)}
    found: list[frozenset[Premise]] = []
    for chosen in candidates:
        if not any(known <= chosen for known in found) and (inside := _void(pair, claims, chosen) & void):
            found.append(chosen)
            about = _widest(pair.law, claims, chosen, inside)
            contradiction = pair.contradiction("EmptyClass", chosen, about)
            yield replace(contradiction, axioms=_axioms(pair.law, claims, chosen, min(about)))


def _axioms(law: Law, claims: Claims, premises: Iterable[Premise], void: str) -> tuple[Axiom, ...]:
    """Return the axioms of the law by which, with some claims, a class has no members."""
    norm = law.norms.get(void)
    start = [element for _, element in norm.elements] if norm else [void]
    return tuple(axiom for axiom in refutation(claims.together(premises), start) if axiom in law.axioms)


def _void(pair: Pair, claims: Claims, premises: Iterable[Premise]) -> frozenset[str]:
    """Return the circumstances, and the norms by their antecedents, that can have no members."""
    norms = {norm.iri: tuple(e for _, e in norm.elements) for norm in pair.law.norms.values()}
    kinds = Kinds({iri: elements for iri, elements in norms.items() if elements})
    return Question(pair.law, map(_excluding, claims.together(premises)), kinds).empty()


def _excluding(axiom: Axiom) -> Axiom:
    """Return an axiom, a denied inclusion as a disjointness: nobody can hold it and the inclusion."""
    return replace(axiom, kind="disjoint") if axiom.kind == "denied" else axiom


def _widest(law: Law, claims: Claims, premises: Iterable[Premise], void: Collection[str]) -> Collection[str]:
    """Return the circumstances that lie within no other of them; norms only where there are none."""
    taxonomy: nx.DiGraph[str] = nx.DiGraph()
    taxonomy.add_nodes_from(void & law.circumstances.keys())
    taxonomy.add_edges_from(
        (axiom.left, axiom.right[0])
        for axiom in claims.together(premises)
        if axiom.kind == "within" and {axiom.left, axiom.right[0]} <= {*void}
    )
    return [one for one in taxonomy if not taxonomy.out_degree(one)] or void


# Clashes on facts


def _where_possible(claims: Claims, pairs: Iterable[Pair]) -> Iterator[Contradiction]:
    """Yield the clashes whose facts are possible for both sides; HermiT runs once for each set of axioms."""
    asked: dict[frozenset[Premise], set[Clash]] = defaultdict(set)
    clashes: list[tuple[Pair, Clash, list[frozenset[Premise]]]] = []
    for pair in pairs:
        for clash in (
            *readings(pair.law, pair.across("Interpretation"), pair.sides),
            *burdens(pair.law, pair.across("BurdenClaim")),
        ):
            views = [claims.bearing(side, clash.start) for side in pair.sides]
            clashes.append((pair, clash, views))
            for view in views:
                asked[view].add(clash)
    void = {
        view: Question(claims.law, claims.together(view), _kinds(some)).empty()
        for view, some in asked.items()
    }
    about: dict[tuple[Pair, Clash], list[str]] = defaultdict(list)
    for pair, clash, views in clashes:
        if not any(clash.name in void[view] for view in views):
            about[pair, clash.without_norm].append(clash.norm)
    for (pair, clash), norms in about.items():
        yield pair.contradiction(clash.kind, clash.premises, norms, clash.facts)


def _kinds(clashes: Iterable[Clash]) -> Kinds:
    inside: dict[str, tuple[str, ...]] = {}
    outside: dict[str, tuple[str, ...]] = {}
    for clash in clashes:
        inside[clash.name] = tuple(sorted({*clash.facts, *clash.elements}))
        inside |= {" ".join(barred): barred for barred in clash.barred}
        outside[clash.name] = tuple(" ".join(barred) for barred in clash.barred)
    return Kinds(inside, outside)


# Circles


def _circles(pair: Pair, of: str, order: Order) -> Iterator[tuple[list[Premise], list[str]]]:
    """Yield the minimal sets of claims that put things above one another in a circle, and the circle.

    Between two positions, only those to which both contribute.
    """
    claims = {premise.iri: (premise, {*order(premise)}) for premise in pair.premises(of)}
    whole: nx.DiGraph[str] = nx.DiGraph([edge for _, edges in claims.values() for edge in edges])
    knots = [part for part in nx.strongly_connected_components(whole) if len(part) > 1]
    knotted = [
        iri
        for iri, (_, edges) in claims.items()
        if any({upper, lower} <= knot for upper, lower in edges for knot in knots)
    ]
    circular = {
        frozenset(chosen): circle
        for size in range(1, len(knotted) + 1)
        for chosen in combinations(knotted, size)
        if (circle := _circle(edge for iri in chosen for edge in claims[iri][1]))
    }
    for chosen in minimal(circular):
        premises = [claims[iri][0] for iri in chosen]
        if pair.shared(premises):
            yield premises, circular[chosen]


def _circle(edges: Iterable[tuple[str, str]]) -> list[str]:
    """Return the members of a circle, empty if there is none."""
    graph: nx.DiGraph[str] = nx.DiGraph(list(edges))
    try:
        return [edge[0] for edge in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return []


def _over(law: Law, claim: Premise) -> Iterator[tuple[str, str]]:
    """Yield the norms that a claim puts above one another, where they can conflict."""
    prevails, over = {*claim.get(ANBAO.prevails)}, {*claim.get(ANBAO.over)}
    upper = [norm for norm in law.norms.values() if prevails & {norm.iri, norm.statute}]
    lower = [norm for norm in law.norms.values() if over & {norm.iri, norm.statute}]
    for one, other in product(upper, lower):
        if one.question == other.question and one.consequence != other.consequence and one.meets(other):
            yield one.iri, other.iri


def _before(claim: Premise) -> Iterable[tuple[str, str]]:
    return product(claim.get(ANBAO.before), claim.get(ANBAO.after))
