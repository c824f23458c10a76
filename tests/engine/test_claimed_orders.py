"""An order that a position claims between statutes ranks their norms on the same conduct, worked out anew."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from tests.support.corpus import distinct, examples
from tests.support.priorities import with_priorities

from anbao.engine.engine import Engine, find_position
from anbao.engine.results import Decision
from anbao.errors import UnsoundPosition
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.norms import Position

CONDUCT = str(ANBAO.conductElement)
Pairs = set[tuple[str, str]]


def ranked(position: Position, statutes: Iterable[str]) -> Pairs:
    """Return the statutes that a position puts before others, transitively."""
    order: nx.DiGraph[str] = nx.DiGraph()
    for premise in position.premises:
        for above in premise.get(ANBAO.prevails):
            order.add_edges_from((above, below) for below in premise.get(ANBAO.over))
    every = set(statutes)
    closed = nx.transitive_closure(order.subgraph(every & set(order)))
    return set(closed.edges)


def compatible(engine: Engine) -> set[frozenset[str]]:
    """Return the pairs of norms that a relation lets stand side by side."""
    store, found = engine.store, set()
    suspending = {
        quad.subject
        for quad in store.quads_for_pattern(None, ox.NamedNode(ANBAO.suspendsConflict), None)
        if quad.object == ox.Literal(True)
    }
    for kind in suspending:
        for quad in store.quads_for_pattern(None, ox.NamedNode(ANBAO.relationKind), kind):
            ends = [
                known.object.value  # type: ignore[union-attr]
                for end in (ANBAO.fromNorm, ANBAO.toNorm)
                for known in store.quads_for_pattern(quad.subject, ox.NamedNode(end), None)
            ]
            found.add(frozenset(ends))
    return found


def expected(engine: Engine, decision: Decision) -> Pairs:
    """Return the norms that a position's order of statutes puts before others in a decision."""
    law, position = engine.law, decision.position
    profile = classification.profile_of(law, position)
    within = set(classification.classify(law, profile).within)
    order = ranked(position, {norm.statute for norm in law.norms.values()})
    main = next(iter(engine.store.quads_for_pattern(None, ox.NamedNode(ANBAO.mainQuestion), None))).subject
    live = [law.norms[a.norm] for a in decision.assessments if a.status in ("Met", "Open")]
    live = [norm for norm in live if ox.NamedNode(norm.question or "urn:none") == main and norm.consequence]
    apart = compatible(engine)
    direct: nx.DiGraph[str] = nx.DiGraph()
    for one, other in permutations(live, 2):
        mine, yours = ({e for kind, e in norm.elements if kind == CONDUCT} for norm in (one, other))
        alike = any(a == b or (a, b) in within or (b, a) in within for a in mine for b in yours)
        if (one.statute, other.statute) in order and alike and {one.iri, other.iri} not in apart:
            direct.add_edge(one.iri, other.iri)
    return {pair for pair in nx.transitive_closure(direct).edges if frozenset(pair) not in apart}


def found(engine: Engine, decision: Decision) -> Pairs:
    """Return the same from the reasons of the decision."""
    ends = (ANBAO.prevails, ANBAO.over)
    claims = {
        premise.iri
        for premise in decision.position.premises
        if not any(value in engine.law.norms for end in ends for value in premise.get(end))
    }
    return {
        (ground.upper, assessment.norm)
        for assessment in decision.assessments
        for ground in assessment.displaced_by
        if ground.canon == "ClaimedPriority" and claims >= {*ground.authority}
    }


@pytest.mark.parametrize("name", ["P02", "P03"])
def test_orders_are_those_of_the_statutes_on_the_same_conduct(engine: Engine, name: str) -> None:
    """On every dispute of the corpus the claimed grounds are those found by closing the author's order."""
    position = find_position(engine.law, name)
    disputes = distinct(engine)
    ordered = 0
    for decision in engine.decide(disputes, [position]):
        if decision.contradiction:
            continue
        wanted, given = expected(engine, decision), found(engine, decision)
        displaced = {a.norm for a in decision.assessments if a.label == "Displaced"}
        told = {(one, other) for one, other in wanted if other in displaced}
        assert told <= given <= wanted, decision.dispute.label.en
        ordered += bool(given)
    assert ordered > 5


def test_an_order_that_runs_in_a_circle_is_refused(tmp_path: Path) -> None:
    """A position that puts statutes before one another in a circle is not run, and is told so."""
    engine = with_priorities(tmp_path, ("cn-fsl", "cn-ecl"), ("cn-ecl", "cn-cc"), ("cn-cc", "cn-fsl"))
    [dispute, *_] = (example.dispute(engine) for example in examples())
    with pytest.raises(UnsoundPosition, match="circle"):
        list(engine.decide([dispute], [find_position(engine.law, "OWN")]))


def test_a_claim_between_norms_is_not_closed(tmp_path: Path) -> None:
    """One norm over another and that over a third leave the third alone with the first."""
    norms = ("cn-cc-art-1197-norm", "cn-ecl-art-38-2-review", "cn-ecl-art-38-1-norm")
    engine = with_priorities(tmp_path, (norms[0], norms[1]), (norms[1], norms[2]))
    own = find_position(engine.law, "OWN")
    row = next(e for e in examples() if e.name.startswith("C3: platform knew"))
    [decision] = engine.decide([row.dispute(engine)], [own])
    first, _, third = (f"https://w3id.org/anbao/id/{norm}" for norm in norms)
    assert (first, third) not in found(engine, decision)
    assert decision.by_norm[third].label == "Governs"
