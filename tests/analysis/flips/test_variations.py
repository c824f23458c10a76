"""What is answered when findings change is what the rules answer, asked one by one."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms

from anbao.analysis.flips.changes import Change, vary
from anbao.analysis.flips.flips import find_flips, variations_of
from anbao.analysis.flips.variations import Answers, Variations
from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document, gather
from anbao.disputes.status import Status
from anbao.engine.engine import Engine, find_position
from anbao.errors import ContradictoryFindings
from anbao.law import classification
from anbao.law.norms import Law, Position

SIZES, DRAWN = (1, 2, 3, 6), 6


def drawn(varied: Variations, dispute: Dispute, seed: int) -> list[list[int]]:
    """Return drawn sets of changes by their place, those of circumstances with findings more often."""
    source = random.Random(seed)
    found = {finding.circumstance for finding in dispute.findings}
    weights = [8 if change.circumstance in found else 1 for change in varied.changes]
    sets: list[list[int]] = []
    while len(sets) < DRAWN * len(SIZES):
        places = source.choices(range(len(weights)), weights, k=SIZES[len(sets) // DRAWN])
        if len({varied.changes[place].circumstance for place in places}) == len(places):
            sets.append(sorted(places))
    return sets


def answered(varied: Variations, sets: list[list[int]]) -> list[Answers | None]:
    """Return the answers after sets of changes of any size, in their order."""
    return [varied.answers(np.array([places], np.int32))[0] for places in sets]


def one_by_one(
    rules_engine: Engine, dispute: Dispute, position: Position, some: list[Change]
) -> Answers | None:
    """Return what the rules answer to one variation, None if its findings contradict one another."""
    varied = vary(dispute, {change.circumstance: change.after for change in some})
    try:
        [decision] = rules_engine.decide([varied], [position])
    except ContradictoryFindings:
        return None
    return None if decision.contradiction else frozenset(decision.answers)


def compare(
    rules_engine: Engine, fast: Engine, dispute: Dispute, position: Position, seed: int
) -> list[object]:
    """Fail where variations are answered otherwise than the rules answer them; return the answers."""
    varied = variations_of(fast, dispute, position)
    assert isinstance(varied, Variations)
    sets = drawn(varied, dispute, seed)
    found = answered(varied, sets)
    for places, answers in zip(sets, found, strict=True):
        changes = [varied.changes[place] for place in places]
        assert answers == one_by_one(rules_engine, dispute, position, changes), changes
    return list(found)


@pytest.mark.parametrize(("case", "name"), [("C01", "P02"), ("C19", "statutes")])
def test_answers_are_those_of_the_rules(rules_engine: Engine, engine: Engine, case: str, name: str) -> None:
    """Variations of a case are answered as the rules decide each of them alone, contradictions too."""
    [dispute, *_] = gather(case, rules_engine.law, rules_engine.store)
    found = compare(rules_engine, engine, dispute, find_position(rules_engine.law, name), 38)
    assert len(set(found)) > 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["statutes", "P02"])
def test_answers_on_generated_disputes(rules_engine: Engine, engine: Engine, name: str) -> None:
    """So they are on generated disputes."""
    law, position = rules_engine.law, find_position(rules_engine.law, name)
    axioms = classification.profile_of(law, position).axioms
    for seed, dispute in enumerate(generate(law, axioms, auxiliary_norms(rules_engine.store), 12, 5)):
        if one_by_one(rules_engine, dispute, position, []) is not None:
            compare(rules_engine, engine, dispute, position, seed)


def test_differs_where_the_answers_do(engine: Engine) -> None:
    """The one function that is searched is true exactly of the sets after which the answers are others."""
    [dispute, *_] = gather("C01", engine.law, engine.store)
    varied = variations_of(engine, dispute, find_position(engine.law, "P02"))
    assert isinstance(varied, Variations)
    source = np.random.default_rng(5)
    facts = np.unique([change.circumstance for change in varied.changes], return_inverse=True)[1]
    sets = np.sort(source.integers(0, len(facts), (4000, 3)), 1).astype(np.int32)
    sets = sets[(np.diff(facts[sets], axis=1) != 0).all(1)]
    [given] = varied.answers(np.empty((1, 0), np.int32))
    other = [answers not in {given, None} for answers in varied.answers(sets)]
    assert varied.may_differ(sets).tolist() == other
    assert 0 < sum(other) < len(other)


def test_vary_replaces_adds_and_withdraws(rules_engine: Engine) -> None:
    """A variation keeps the other findings and the dates, and leaves the dispute as it was."""
    [dispute] = gather("C19", rules_engine.law, rules_engine.store)
    first, second, *rest = (finding.circumstance for finding in dispute.findings)
    new = next(
        iri for iri, c in rules_engine.law.circumstances.items() if c.factual and iri not in {first, *rest}
    )
    varied = vary(dispute, {first: None, second: Status.LEFT_OPEN, new: Status.REFUTED})
    statuses = {finding.circumstance: finding.status for finding in varied.findings}
    assert first not in statuses
    assert (statuses[second], statuses[new]) == (Status.LEFT_OPEN, Status.REFUTED)
    assert set(rest) <= statuses.keys()
    assert varied.periods == dispute.periods
    assert varied.iri != dispute.iri


def facts(law: Law) -> set[str]:
    """Return the circumstances that a finding may name."""
    return {iri for iri, known in law.circumstances.items() if known.factual}


def test_findings_that_contradict_a_position_are_refused(engine: Engine) -> None:
    """Findings that only a position makes contradictory are refused under it, and the message names it."""
    position = find_position(engine.law, "P02")
    profile = classification.profile_of(engine.law, position)
    within = classification.classify(engine.law, profile).within
    extended = {axiom.left: axiom.right[0] for axiom in set(profile.axioms) - set(engine.law.axioms)}
    one, other = next(
        (fact, outside)
        for fact, concept in sorted(extended.items())
        for axiom in engine.law.axioms
        if axiom.kind == "disjoint" and concept in (axiom.left, *axiom.right)
        for outside in (axiom.left, *axiom.right)
        if outside != concept and {fact, outside} <= facts(engine.law) and (fact, outside) not in within
    )
    [dispute] = from_document({"id": "denied", "established": [one, other]}, engine.law)
    with pytest.raises(ContradictoryFindings, match=f"denied: under {position.identifier} the findings"):
        find_flips(engine, dispute, position, size=1)
