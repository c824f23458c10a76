"""Each dispute is decided under each position by itself, whatever else stands in the store."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from tests.oracle.engines import profiles
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.support.corpus import examples

from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.engine.results import Decision
from anbao.errors import ContradictoryFindings


def decidable(engine: Engine, dispute: Dispute) -> bool:
    """Return whether the findings of a dispute agree with one another."""
    try:
        next(engine.decide([dispute]))
    except ContradictoryFindings:
        return False
    return True


def some(engine: Engine) -> list[Dispute]:
    """Return a few disputes of the conformance corpus, and a few generated ones."""
    law = engine.law
    axioms = sorted({axiom for profile in profiles(law).values() for axiom in profile.axioms})
    drawn = generate(law, axioms, auxiliary_norms(engine.store), 6, seed=11)
    corpus = [example.dispute(engine) for example in examples() if example.on is None]
    return [dispute for dispute in (*corpus[::40], *drawn) if decidable(engine, dispute)]


@pytest.mark.parametrize("ferenda", [False, True])
def test_together_as_alone(engine: Engine, ferenda: bool) -> None:
    """Decided together, and alone in a store, each gets the same decision with the same reasons and RDF."""
    disputes, positions = some(engine), engine.law.ordered_positions[::3]
    [*runs] = engine.run(disputes, positions, ferenda=ferenda)
    together = [decision for run in runs for decision in run.decisions()]
    alone: list[Decision] = []
    triples: set[ox.Triple] = set()
    for dispute in disputes:
        for position in positions:
            [run] = engine.run([dispute], [position], ferenda=ferenda)
            alone += run.decisions()
            triples |= set(run.triples())
    assert together == alone
    assert {triple for run in runs for triple in run.triples()} == triples
    assert len(together) == len(disputes) * len(positions) > 50
