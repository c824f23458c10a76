"""What-if answers are those of the engine, asked one by one."""

from __future__ import annotations

import random

import pytest
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms

from anbao.analysis.flips.propagation import ESTABLISHED, OPEN, REFUTED
from anbao.analysis.flips.whatif import Answers, Assignment, WhatIf, vary
from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document, gather
from anbao.engine.engine import Engine, find_position
from anbao.errors import ContradictoryFindings
from anbao.law import classification
from anbao.law.norms import Position

STATUSES = (ESTABLISHED, REFUTED, OPEN, None)
DRAWN = 24


def assignments(engine: Engine, dispute: Dispute, seed: int, count: int) -> list[Assignment]:
    """Return drawn assignments of up to six circumstances, those with findings more often than others."""
    source = random.Random(seed)
    facts = [iri for iri, known in engine.law.circumstances.items() if known.factual]
    pool = facts + [finding.circumstance for finding in dispute.findings] * 8
    return [
        {source.choice(pool): source.choice(STATUSES) for _ in range(source.choice((1, 2, 3, 6)))}
        for _ in range(count)
    ]


def one_by_one(engine: Engine, dispute: Dispute, position: Position, some: Assignment) -> Answers | None:
    """Return what the engine answers to one variation, nothing if it is contradictory."""
    try:
        [decision] = engine.decide([vary(dispute, some)], [position])
    except ContradictoryFindings:
        return None
    return None if decision.contradiction else frozenset(decision.answers)


@pytest.mark.parametrize(
    ("case", "name"), [("C01", "P01"), ("C06", "P02"), ("C19", "P03"), ("C31", "statutes")]
)
def test_answers_are_those_of_single_decisions(engine: Engine, case: str, name: str) -> None:
    """Variations of a case are answered as the engine decides each of them alone, contradictions too."""
    [dispute, *_] = gather(case, engine.law, engine.store)
    position = find_position(engine.law, name)
    drawn = assignments(engine, dispute, seed=38, count=DRAWN)
    found = WhatIf(engine, dispute, position).answers(drawn)
    assert found == [one_by_one(engine, dispute, position, some) for some in drawn]
    assert len(set(found)) > 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_answers_on_generated_disputes(engine: Engine, seed: int) -> None:
    """So they are on generated disputes under any position, with its proposals applied or not."""
    law, source = engine.law, random.Random(seed)
    [position] = source.sample(law.ordered_positions, 1)
    axioms = classification.profile_of(law, position).axioms
    for dispute in generate(law, axioms, auxiliary_norms(engine.store), 12, seed):
        try:
            asked = WhatIf(engine, dispute, position)
        except ContradictoryFindings:
            continue
        drawn = assignments(engine, dispute, seed, DRAWN)
        expected = [one_by_one(engine, dispute, position, some) for some in drawn]
        assert asked.answers(drawn) == expected, dispute


def test_few_decisions_answer_many_questions(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand variations only those that the rules can tell apart are decided."""
    [dispute] = gather("C19", engine.law, engine.store)
    asked = WhatIf(engine, dispute, engine.law.bare)
    decided: list[Dispute] = []
    answer = engine.answer

    def counting(disputes, *arguments, **options):  # type: ignore[no-untyped-def]
        given = list(disputes)
        decided.extend(given)
        return answer(given, *arguments, **options)

    monkeypatch.setattr(engine, "answer", counting)
    assert len(asked.answers(assignments(engine, dispute, seed=1, count=1000))) == 1000
    assert 0 < len(decided) < 500


def test_vary_replaces_adds_and_withdraws(engine: Engine) -> None:
    """A variation keeps the other findings and the dates, and leaves the dispute as it was."""
    [dispute] = gather("C19", engine.law, engine.store)
    first, second, *rest = (finding.circumstance for finding in dispute.findings)
    new = next(iri for iri, c in engine.law.circumstances.items() if c.factual and iri not in {first, *rest})
    varied = vary(dispute, {first: None, second: OPEN, new: REFUTED})
    statuses = {finding.circumstance: finding.status for finding in varied.findings}
    assert first not in statuses
    assert (statuses[second], statuses[new]) == (OPEN, REFUTED)
    assert set(rest) <= statuses.keys()
    assert varied.periods == dispute.periods
    assert varied.iri != dispute.iri


def test_contradictory_findings_are_refused(engine: Engine) -> None:
    """A dispute whose findings contradict one another has no variations."""
    document = {"id": "clash", "established": ["DefendantNegligent", "DefendantIntentional"]}
    [dispute] = from_document(document, engine.law)
    with pytest.raises(ContradictoryFindings, match="clash: the findings contradict one another"):
        WhatIf(engine, dispute, engine.law.bare)


def test_findings_that_contradict_a_position_are_refused(engine: Engine) -> None:
    """Findings that only a position makes contradictory are refused under it, and name it."""
    denying = next(
        (position, premise)
        for position in engine.law.ordered_positions
        for premise in position.premises
        if premise.kind.endswith("#Denial") and premise.mode.endswith("#LexLata")
    )
    position, _ = denying
    profile = classification.profile_of(engine.law, position)
    added = set(profile.axioms) - set(engine.law.axioms)
    [(one, other)] = [(a.left, a.right[0]) for a in added if a.kind == "disjoint"][:1]

    def fact(concept: str) -> str:
        below = (a for a, b in classification.classify(engine.law, profile).within if b == concept)
        return next(iri for iri in (concept, *below) if engine.law.circumstances[iri].factual)

    established = [fact(one), fact(other)]
    [dispute] = from_document({"id": "denied", "established": established}, engine.law)
    with pytest.raises(ContradictoryFindings, match=f"denied: under {position.identifier} the findings"):
        WhatIf(engine, dispute, position)
