"""Premises that are narrowed away change nothing in any set."""

from __future__ import annotations

import pytest

from anbao.analysis.compare.accounts import subsets
from anbao.analysis.compare.narrowing import narrowed
from anbao.analysis.compare.premise_sets import PremiseRuns
from anbao.analysis.compare.relevance import Relevance, active
from anbao.disputes.documents import gather
from anbao.engine.engine import Engine, find_position

ID = "https://w3id.org/anbao/id/"


@pytest.mark.parametrize("names", [("C06", "P05", "P03"), ("C05", "P03", "P24"), ("C06", "P01", "P20")])
def test_every_set_answers_as_what_is_left_of_it(engine: Engine, names: tuple[str, ...]) -> None:
    """On a case, each set of the premises of two positions answers as its part that is left."""
    case, *positions = names
    [dispute] = gather(case, engine.law, engine.store)
    [decision] = engine.decide([dispute])
    relevance, runs = Relevance(engine.law, engine.store), PremiseRuns(engine)
    held = [p for name in positions for p in active(find_position(engine.law, name), ferenda=False)]
    bearing = frozenset(premise.iri for premise in relevance.of(decision, held))
    left = narrowed(runs, relevance, dispute, bearing)
    assert left < bearing
    sets = list(subsets(bearing))
    fresh = PremiseRuns(engine)
    fresh.run({dispute: sets})
    for some in sets:
        assert fresh.found(dispute, some).outcomes == fresh.found(dispute, some & left).outcomes


def test_a_reading_whose_conditions_fail_is_left_out(engine: Engine) -> None:
    """On C06 two of P01's four readings have conditions that the findings refute."""
    [dispute] = gather("C06", engine.law, engine.store)
    [decision] = engine.decide([dispute])
    relevance = Relevance(engine.law, engine.store)
    premises = active(find_position(engine.law, "P01"), ferenda=False)
    bearing = frozenset(premise.iri for premise in relevance.of(decision, premises))
    left = narrowed(PremiseRuns(engine), relevance, dispute, bearing)
    assert ID + "position-p01-both-intentional" in bearing - left
    assert ID + "position-p01-both-negligent" in left
