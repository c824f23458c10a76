"""Which premises can bear on a dispute: what is left out changes nothing, whatever else is held."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import pytest
from tests.oracle.generator import generate
from tests.oracle.propositional import Calendar, Evaluator, auxiliary_norms

from anbao.analysis.compare.premise_sets import PremiseRuns
from anbao.analysis.compare.relevance import (
    Clauses,
    Relevance,
    active,
    auxiliary_axioms,
    claimed,
    clauses_of,
    retracted,
)
from anbao.disputes.disputes import Dispute, from_store
from anbao.engine.engine import Engine, find_position
from anbao.errors import ContradictoryFindings
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import profile_of
from anbao.law.norms import Axiom

pytestmark = pytest.mark.slow  # HermiT classifies each set of premises that is tried

CIRC = "https://w3id.org/anbao/circumstance#"
ID = "https://w3id.org/anbao/id/"
SEED = 4


def drawn(engine: Engine, count: int) -> list[Dispute]:
    """Return disputes that the ontology does not make contradictory."""
    axioms = profile_of(engine.law, engine.law.bare).axioms
    found = []
    for dispute in generate(engine.law, axioms, auxiliary_norms(engine.store), 2 * count, SEED):
        try:
            list(engine.answer([dispute], [engine.law.bare]))
        except ContradictoryFindings:
            continue
        found.append(dispute)
    assert len(found) >= count
    return found[:count]


@pytest.mark.parametrize("name", ["P02", "P03", "P05", "P08", "P23", "P24"])
@pytest.mark.parametrize("closed", [False, True])
def test_what_is_left_out_changes_no_answer(engine: Engine, name: str, closed: bool) -> None:
    """Any premises of a position answer as those of them that can bear on the dispute."""
    premises = active(find_position(engine.law, name), ferenda=False)
    relevance, runs = Relevance(engine.law, engine.store), PremiseRuns(engine, closed=closed)
    source = random.Random(SEED)
    cases = [case for case in from_store(engine.store, engine.law) if case.iri[-11:-10] in "0127"]
    disputes = [*source.sample(cases, 3), *drawn(engine, 5)]
    left_out = 0
    for dispute in disputes:
        [decision] = engine.decide([dispute])
        bearing = {premise.iri for premise in relevance.of(decision, premises, closed=closed)}
        every = frozenset(premise.iri for premise in premises)
        left_out += len(every - bearing)
        sets = {every, *(frozenset(one for one in every if source.random() < 0.6) for _ in range(3))}
        runs.run({dispute: [*sets, *(held & bearing for held in sets)]})
        for held in sets:
            assert runs.found(dispute, held).outcomes == runs.found(dispute, held & bearing).outcomes
    assert left_out


def test_reach_holds_whatever_follows(engine: Engine) -> None:
    """What a satisfiability solver finds entailed, refuted or in issue lies within reach."""
    law = engine.law
    evaluator = Evaluator(engine.store, law, profile_of(law, law.bare), Calendar(engine.store))
    clauses = Clauses([*law.axioms, *auxiliary_axioms(engine.store)])
    checked = 0
    for dispute in drawn(engine, 30):
        verdict, reached = evaluator.evaluate(dispute), clauses.reach_of(dispute)
        assert {(one, True) for one in verdict.true} <= reached
        assert {(one, False) for one in verdict.false} <= reached
        assert {(one, True) for one in verdict.in_issue} <= reached
        checked += len(verdict.true) + len(verdict.false)
        assert len(reached) < 2 * len(law.circumstances)
    assert checked


def test_a_reading_bears_only_where_its_norm_may_live(engine: Engine) -> None:
    """A position that reads art. 38(2) bears on a case under it, and on none where it cannot live."""
    cases = {case.iri: case for case in from_store(engine.store, engine.law)}
    relevance = Relevance(engine.law, engine.store)
    premises = active(find_position(engine.law, "P13"), ferenda=False)
    found = {}
    for name in ("case-c06-dispute-1", "case-c08-dispute-1"):
        [decision] = engine.decide([cases[ID + name]])
        found[name] = [premise.iri for premise in relevance.of(decision, premises)]
    assert found == {
        "case-c06-dispute-1": [ID + "position-p13-proportional"],
        "case-c08-dispute-1": [],
    }


def test_a_burden_bears_only_once_the_evidence_closes(engine: Engine) -> None:
    """Claims about burden are left out of the dispute as it stands."""
    [case] = [case for case in from_store(engine.store, engine.law) if case.iri == ID + "case-c06-dispute-1"]
    [decision] = engine.decide([case])
    premises = active(find_position(engine.law, "P24"), ferenda=False)
    burdens = {premise.iri for premise in premises if premise.kind == str(ANBAO.BurdenClaim)}
    relevance = Relevance(engine.law, engine.store)
    assert burdens
    assert not burdens & {premise.iri for premise in relevance.of(decision, premises)}
    assert burdens & {premise.iri for premise in relevance.of(decision, premises, closed=True)}


def test_statements_and_proposals_are_not_active(engine: Engine) -> None:
    """What an author only states is never applied, what he proposes only if asked for."""
    position = find_position(engine.law, "P02")
    lata, both = ({p.iri for p in active(position, ferenda=f)} for f in (False, True))
    assert ID + "position-p02-supplementary" in lata
    assert ID + "position-p02-personal-data" in both - lata
    assert ID + "position-p02-offline-space" not in both


def test_claims_add_and_take_away(engine: Engine) -> None:
    """A denial claims a disjointness; a restriction claims one inclusion and takes others away."""
    premises = {p.iri: p for position in engine.law.positions.values() for p in position.premises}
    denial = premises[ID + "position-p02-not-a-public-place"]
    [axiom] = claimed(engine.law, denial)
    assert (axiom.kind, axiom.left) == ("disjoint", CIRC + "ECommercePlatformOperator")
    assert axiom.right == (CIRC + "PlaceOperatorManagerOrOrganiser",)
    restriction = premises[ID + "position-p01-life-health"]
    [axiom] = claimed(engine.law, restriction)
    gone = retracted(engine.law, restriction)
    assert (axiom.kind, axiom.left) == ("within", CIRC + "InterestUnderSafetyDuty")
    assert gone
    assert all(one.right == (CIRC + "InterestUnderSafetyDuty",) for one in gone)
    reading = premises[ID + "position-p02-supplementary"]
    assert claimed(engine.law, reading) == retracted(engine.law, reading) == set()


def test_clauses_say_what_axioms_say() -> None:
    """A set of circumstances satisfies an axiom if and only if it satisfies each of its clauses."""
    meanings: dict[Axiom, Callable[[bool, bool, bool], bool]] = {
        Axiom("within", "a", ("b",)): lambda a, b, c: not a or b,
        Axiom("disjoint", "a", ("b",)): lambda a, b, c: not (a and b),
        Axiom("covering", "a", ("b", "c")): lambda a, b, c: a == (b or c),
    }
    for axiom, holds in meanings.items():
        for world in product((False, True), repeat=3):
            given = dict(zip("abc", world, strict=True))
            satisfied = all(any(given[one] == sign for one, sign in clause) for clause in clauses_of(axiom))
            assert satisfied == holds(*world), (axiom, given)
