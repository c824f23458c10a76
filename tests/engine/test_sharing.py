"""What the engine works out once and shares is what it would find for each position apart.

Asked for RDF it shares nothing, so the two runs check each other.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.oracle.engines import profiles
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.support.corpus import examples

from anbao.disputes.disputes import Dispute, from_store
from anbao.engine.engine import Engine
from anbao.errors import ContradictoryFindings


def cases(engine: Engine) -> list[Dispute]:
    """Return the disputes of the decided cases."""
    return from_store(engine.store, engine.law)


def corpus(engine: Engine) -> list[Dispute]:
    """Return the disputes of the conformance corpus, at their own dates."""
    return [example.dispute(engine) for example in examples() if example.on is None]


def generated(engine: Engine) -> list[Dispute]:
    """Return generated disputes, which name circumstances that no court would find together."""
    axioms = sorted({axiom for profile in profiles(engine.law).values() for axiom in profile.axioms})
    return generate(engine.law, axioms, auxiliary_norms(engine.store), 40, seed=11)


def few(engine: Engine) -> list[Dispute]:
    """Return every twelfth dispute of the conformance corpus."""
    return corpus(engine)[::12]


def decidable(engine: Engine, dispute: Dispute) -> bool:
    """Return whether the findings of a dispute agree with one another."""
    try:
        next(engine.decide([dispute]))
    except ContradictoryFindings:
        return False
    return True


@pytest.mark.parametrize(
    ("source", "ferenda"),
    [
        (few, True),
        (few, False),
        pytest.param(cases, True, marks=pytest.mark.slow),
        pytest.param(cases, False, marks=pytest.mark.slow),
        pytest.param(corpus, False, marks=pytest.mark.slow),
        pytest.param(generated, False, marks=pytest.mark.slow),
    ],
)
def test_sharing_changes_no_decision(
    engine: Engine, source: Callable[[Engine], list[Dispute]], ferenda: bool
) -> None:
    """Under every position the shared decision is the one worked out apart, with its reasons."""
    disputes = [dispute for dispute in source(engine) if decidable(engine, dispute)]
    positions = list(engine.law.positions.values())
    shared = list(engine.decide(disputes, positions, ferenda=ferenda))
    apart = list(engine.decide(disputes, positions, ferenda=ferenda, rdf=[]))
    assert len(shared) == len(disputes) * len(positions) > 500
    differing = [
        (one.dispute.label.en, one.position.identifier)
        for one, other in zip(shared, apart, strict=True)
        if one != other
    ]
    assert differing == []
