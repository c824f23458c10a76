"""Hypothetical positions: decided as real ones of the same premises, and faults told apart."""

from __future__ import annotations

from pathlib import Path

from tests.support.disputes import KNEW_AND_DID_NOT_REVIEW
from tests.support.positions import with_positions

from anbao.analysis.compare.premise_sets import PremiseRuns, outcomes
from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document, gather
from anbao.engine.engine import Engine, choose_positions, find_position
from anbao.graph.vocabulary import ANBAO

ID = "https://w3id.org/anbao/id/"
CIVIL = ID + "question-civil-liability"
OVER = "PriorityClaim: anbao:prevails id:{} ; anbao:over id:{}"
ONE, OTHER = "cn-ecl-art-38-1-norm", "cn-ecl-art-38-2-review"


def knew(engine: Engine, **changes: object) -> Dispute:
    """Return a dispute in which articles 38(1) and 38(2) both live."""
    return from_document({**KNEW_AND_DID_NOT_REVIEW, **changes}, engine.law)[0]


def test_all_premises_answer_as_the_position(engine: Engine) -> None:
    """Held together, the premises of each position answer a case as the position does."""
    disputes = [d for case in ("C05", "C20") for d in gather(case, engine.law, engine.store)]
    positions = choose_positions(engine.law, ["P01", "P02", "P03", "P23", "statutes"])
    runs = PremiseRuns(engine)
    held = {position.iri: frozenset(p.iri for p in position.premises) for position in positions}
    runs.run({dispute: held.values() for dispute in disputes})
    for answered in engine.answer(disputes, positions):
        found = runs.found(answered.dispute, held[answered.position.iri])
        assert found.outcomes == outcomes(answered, closed=False)
        assert found.outcomes.raised


def contradicted_under_p02(engine: Engine) -> Dispute:
    """Return a dispute whose findings P02 alone excludes: business claimants are consumers."""
    known = set(KNEW_AND_DID_NOT_REVIEW["established"]) - {"ClaimantActsForLivingNeeds"}
    return knew(engine, established=[*sorted(known), "ClaimantActsForBusiness", "ClaimantOutsideTransaction"])


def test_answers_are_those_of_decisions(engine: Engine) -> None:
    """`answer` gives what `decide` gives, closed evidence and contradictions included."""
    disputes = [
        *gather("C06", engine.law, engine.store),
        contradicted_under_p02(engine),
    ]
    positions = engine.law.ordered_positions
    decided, answered = engine.decide(disputes, positions), engine.answer(disputes, positions)
    contradicted = set()
    for decision, found in zip(decided, answered, strict=True):
        assert (found.dispute, found.position) == (decision.dispute, decision.position)
        assert found.answers == decision.answers
        assert found.closed == (decision.closed.answers if decision.closed else None)
        assert found.contradicted == bool(decision.contradiction)
        contradicted |= {found.position.identifier} if found.contradicted else set()
        lives = {(a.norm, str(ANBAO[a.status]), str(ANBAO[a.label])) for a in decision.assessments if a.label}
        assert {one[1:4] for one in found.live if one[0] == "AsItStands"} == lives
    assert "P02" in contradicted
    assert "statutes" not in contradicted


def test_alike_are_answers_that_come_from_different_premises(engine: Engine) -> None:
    """P20 and P21 read art. 38(2) alike, each by a premise of its own."""
    disputes = gather("C06", engine.law, engine.store)
    one, other = engine.answer(disputes, choose_positions(engine.law, ["P20", "P21"]))
    assert {answer.premise for answer in one.answers} != {answer.premise for answer in other.answers}
    assert outcomes(one, closed=False)[CIVIL] == outcomes(other, closed=False)[CIVIL]


def test_norms_in_a_circle_are_an_outcome_of_that_set_only(tmp_path: Path) -> None:
    """Opposite priorities held together make a circle; each alone, and with others, is decided."""
    engine = with_positions(
        tmp_path, A=[OVER.format(ONE, OTHER)], B=[OVER.format(OTHER, ONE), "Standard: anbao:ofNorm id:" + ONE]
    )
    dispute, runs = knew(engine), PremiseRuns(engine)
    first, second = (frozenset({ID + f"{name}-0"}) for name in "ab")
    runs.run({dispute: [first, second, first | second]})
    assert runs.found(dispute, first | second).outcomes[CIVIL].fault == "cycle"
    for held in (first, second):
        found = runs.found(dispute, held).outcomes[CIVIL]
        assert not found.fault
        assert found.answers
    assert runs.found(dispute, first) != runs.found(dispute, second)


def test_a_circle_on_one_dispute_leaves_the_others_alone(tmp_path: Path) -> None:
    """Disputes that share a run are set apart where norms run in a circle on one of them only."""
    engine = with_positions(tmp_path, A=[OVER.format(ONE, OTHER)], B=[OVER.format(OTHER, ONE)])
    circular = knew(engine)
    plain = from_document({"id": "plain", "established": ["DamageSuffered"]}, engine.law)[0]
    both, runs = frozenset({ID + "a-0", ID + "b-0"}), PremiseRuns(engine)
    runs.run({dispute: [both] for dispute in (plain, circular)})
    assert runs.found(circular, both).outcomes[CIVIL].fault == "cycle"
    assert not runs.found(plain, both).outcomes[CIVIL].fault


def test_contradicted_and_silent_are_not_alike(engine: Engine) -> None:
    """Findings that contradict a position are a fault, and nothing raised is none."""
    both = contradicted_under_p02(engine)
    [contradicted] = engine.answer([both], [find_position(engine.law, "P02")])
    silent = from_document({"id": "silent", "established": ["DamageSuffered"]}, engine.law)[0]
    [nothing] = engine.answer([silent], [engine.law.bare])
    assert outcomes(contradicted, closed=False)[CIVIL].fault == "contradiction"
    assert outcomes(nothing, closed=False)[CIVIL].fault == ""
    assert outcomes(contradicted, closed=False) != outcomes(nothing, closed=False)


def test_each_set_is_tried_once(engine: Engine) -> None:
    """What was tried is not tried again."""
    [dispute] = gather("C19", engine.law, engine.store)
    runs = PremiseRuns(engine)
    held = frozenset({ID + "position-p03-fsl-over-cpl"})
    runs.run({dispute: [held]})
    first = runs.found(dispute, held)
    runs.run({dispute: [held]})
    assert runs.found(dispute, held) is first
