"""Who bears the burden of what: expectations from the provisions and the authors' own words.

- In general the claimant proves what creates the right, the defendant what hinders it (Interpretation
  of the Civil Procedure Law, art. 91).
- PIPL 69(1) puts the absence of fault on the processor; P24 reverses fault and breach under ECL 38(2);
  P03 puts breach on the platform once insufficiency is shown on its face; P02 says that fault stays
  with the consumer.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from tests.support.command import Run

from anbao.analysis.burden.burdens import Allocation, Burden, Burdens
from anbao.disputes.disputes import Dispute, Finding, from_store
from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine, choose_positions
from anbao.formats import burden as written
from anbao.graph.vocabulary import ANBAO
from anbao.schemas import schema

ID = "https://w3id.org/anbao/id/"
CIRC = "https://w3id.org/anbao/circumstance#"
REVIEW = ID + "cn-ecl-art-38-2-review"
FREIGHT = {
    "id": "freight",
    "dates": {"conduct": "2021-05"},
    "established": [
        "DefendantRunsOnlineMarketplace",
        "ServiceIsRoadTransport",
        "GoodsOrServiceTouchLifeOrHealth",
        "ClaimantActsForLivingNeeds",
        "InjurerIsMerchant",
        "BodilyHarm",
        "DamageSuffered",
        "BreachCausedHarm",
    ],
}


@pytest.fixture(scope="module")
def burdens(engine: Engine) -> Burdens:
    """The burdens on the whole graph."""
    return Burdens(engine)


def of(engine: Engine, burdens: Burdens, position: str, **findings: list[str]) -> Burden:
    """Return the burdens in the freight dispute with further findings, under a position."""
    document: dict[str, Any] = {**FREIGHT}
    for status, circumstances in findings.items():
        document[status] = [*document.get(status, ()), *circumstances]
    disputes = from_document(document, engine.law)
    [decision] = engine.decide(disputes, choose_positions(engine.law, [position]))
    return burdens.of(decision)


def allocation(burden: Burden, norm: str, circumstance: str) -> Allocation:
    """Return who proves a circumstance under a norm."""
    [found] = [
        one
        for several in burden.norms
        if several.assessment.norm == norm
        for one in several.allocations
        if one.element.circumstance == CIRC + circumstance
    ]
    return found


OPEN = {"open": ["QualificationNotReviewed"], "established": ["DefendantNegligent"]}


def test_general_rule(engine: Engine, burdens: Burdens) -> None:
    """Under the bare statutes the claimant proves breach and fault, by art. 91 item 1."""
    burden = of(engine, burdens, "statutes", **OPEN)
    for circumstance in ("QualificationReviewBreach", "AtFault"):
        found = allocation(burden, REVIEW, circumstance)
        assert (found.side, found.ground) == ("ClaimantSide", "general")
        assert found.authority == (ID + "cn-spc-civproc-art-91-1-item-1",)
        assert found.would_shift == ()


def test_no_rule_for_what_is_not_civil(engine: Engine, burdens: Burdens) -> None:
    """Art. 91 is about civil proceedings: on administrative liability this graph holds no rule."""
    burden = of(engine, burdens, "statutes", **OPEN)
    found = allocation(burden, ID + "cn-ecl-art-83-norm", "ECommercePlatformOperator")
    assert (found.ground, found.rules, found.authority) == ("not stated", (), ())


def test_reversal_by_a_position(engine: Engine, burdens: Burdens) -> None:
    """P24 reverses breach and fault under ECL 38(2), not causation, and not under other norms."""
    burden = of(engine, burdens, "P24", **OPEN)
    fault = allocation(burden, REVIEW, "AtFault")
    assert (fault.side, fault.ground) == ("DefendantSide", "claim")
    assert fault.rules == fault.authority == (ID + "position-p24-fault-reversed",)
    assert allocation(burden, REVIEW, "QualificationReviewBreach").side == "DefendantSide"
    assert allocation(burden, REVIEW, "BreachCausedHarm").side == "ClaimantSide"
    assert allocation(burden, ID + "cn-cc-art-1165-1-norm", "AtFault").side == "ClaimantSide"


def test_claim_that_the_general_rule_stands(engine: Engine, burdens: Burdens) -> None:
    """P02 leaves fault with the consumer and says so: the side is the same, the authority his."""
    found = allocation(of(engine, burdens, "P02", **OPEN), REVIEW, "AtFault")
    assert (found.side, found.ground) == ("ClaimantSide", "claim")
    assert found.rules == (ID + "position-p02-fault-claimant",)


def test_two_stages(engine: Engine, burdens: Burdens) -> None:
    """Under P03 breach is the claimant's until insufficiency is shown on its face, then the platform's."""
    first = allocation(of(engine, burdens, "P03", **OPEN), REVIEW, "QualificationReviewBreach")
    assert (first.side, first.ground) == ("ClaimantSide", "general")
    assert [rule.iri for rule in first.would_shift] == [ID + "position-p03-best-efforts-review"]
    assert first.would_shift[0].conditions == {CIRC + "SafetyShortfallApparent"}
    shown = {**OPEN, "established": ["DefendantNegligent", "SafetyShortfallApparent"]}
    second = allocation(of(engine, burdens, "P03", **shown), REVIEW, "QualificationReviewBreach")
    assert (second.side, second.ground, second.would_shift) == ("DefendantSide", "claim", ())
    other = allocation(of(engine, burdens, "statutes", **shown), REVIEW, "QualificationReviewBreach")
    assert (other.side, other.would_shift) == ("ClaimantSide", ())


def test_statutory_shift(engine: Engine, burdens: Burdens) -> None:
    """PIPL 69(1) puts fault on the processor, by the provision itself, and only under its own norm."""
    document = {
        "id": "leak",
        "dates": {"conduct": "2022-03"},
        "established": [
            *("DefendantProcessesPersonalData", "PersonalDataLeaked", "PersonalDataHarm"),
            *("DamageSuffered", "BreachCausedHarm"),
        ],
        "open": ["DefendantNegligent"],
    }
    [decision] = engine.decide(from_document(document, engine.law))
    burden = burdens.of(decision)
    found = allocation(burden, ID + "cn-pipl-art-69-1-norm", "AtFault")
    assert (found.side, found.ground) == ("DefendantSide", "provision")
    assert found.rules == (ID + "burden-pipl-69-fault",)
    assert found.authority == (ID + "cn-pipl-art-69-1",)
    assert [task.proof for task in burden.defendant] == [((CIRC + "AtFault", False),)]
    [norm] = [n for n in burden.norms if n.assessment.norm == ID + "cn-pipl-art-69-1-norm"]
    assert (norm.assessment.status, norm.closed) == ("Open", "Met")


def test_shift_where_nothing_is_open(engine: Engine, burdens: Burdens) -> None:
    """Who would have had to prove what is established is told too, by provision and by claim."""
    document = {
        "id": "leak",
        "dates": {"conduct": "2022-03"},
        "established": [
            *("DefendantProcessesPersonalData", "PersonalDataLeaked", "PersonalDataHarm"),
            *("DamageSuffered", "BreachCausedHarm", "DefendantNegligent"),
        ],
    }
    [decision] = engine.decide(from_document(document, engine.law))
    found = allocation(burdens.of(decision), ID + "cn-pipl-art-69-1-norm", "AtFault")
    assert (found.side, found.ground) == ("DefendantSide", "provision")
    met = {"established": ["QualificationNotReviewed", "DefendantNegligent"]}
    claimed = allocation(of(engine, burdens, "P24", **met), REVIEW, "AtFault")
    assert (claimed.side, claimed.ground) == ("DefendantSide", "claim")
    first = allocation(of(engine, burdens, "P03", **met), REVIEW, "QualificationReviewBreach")
    assert first.side == "ClaimantSide"


def test_what_each_side_must_prove(engine: Engine, burdens: Burdens) -> None:
    """With breach open the claimant must prove it; under P24 the platform must disprove it instead."""
    bare = of(engine, burdens, "statutes", **OPEN)
    tasks = {task.norms: task.proof for task in bare.claimant}
    assert tasks[(REVIEW,)] == ((CIRC + "QualificationReviewBreach", True),)
    assert bare.defendant == ()
    reversed_ = of(engine, burdens, "P24", **OPEN)
    assert (REVIEW,) not in {task.norms for task in reversed_.claimant}
    [task] = reversed_.defendant
    assert task.proof == ((CIRC + "QualificationReviewBreach", False),)
    assert task.norms == (REVIEW,)


def test_two_open_elements(engine: Engine, burdens: Burdens) -> None:
    """With breach and fault open the claimant needs both; under P24 either disproof is enough."""
    both = {"open": ["QualificationNotReviewed", "DefendantNegligent"]}
    bare = of(engine, burdens, "statutes", **both)
    needed = {CIRC + "QualificationReviewBreach", CIRC + "AtFault"}
    [task] = [task for task in bare.claimant if task.norms == (REVIEW,)]
    assert {circumstance for circumstance, _ in task.proof} == needed
    assert [len(task.proof) for task in bare.claimant] == sorted(len(task.proof) for task in bare.claimant)
    reversed_ = of(engine, burdens, "P24", **both)
    assert {task.proof for task in reversed_.defendant} == {((iri, False),) for iri in needed}


def test_nothing_averts_what_is_proved(engine: Engine, burdens: Burdens) -> None:
    """What is met and not displaced stands whatever the defendant proves of what is in issue."""
    met = of(engine, burdens, "statutes", established=["QualificationNotReviewed", "DefendantNegligent"])
    assert REVIEW in met.unavoidable
    assert met.claimant == met.defendant == ()
    # The general norm is displaced, and needs no averting.
    assert ID + "cn-cc-art-1165-1-norm" not in met.unavoidable


def test_production_order(engine: Engine, burdens: Burdens) -> None:
    """While something is open, the operator must produce its records (ECL 62); then no longer."""
    assert of(engine, burdens, "statutes", **OPEN).decision.production == (ID + "production-ecl-62",)
    met = of(engine, burdens, "statutes", established=["QualificationNotReviewed", "DefendantNegligent"])
    assert met.decision.production == ()


def proved(dispute: Dispute, proof: tuple[tuple[str, bool], ...]) -> Dispute:
    """Return a dispute in which more is proved; what was left open on it is no longer."""
    kinds = {True: str(ANBAO.Established), False: str(ANBAO.Refuted)}
    added = tuple(
        Finding(f"{dispute.iri}/proved/{place}", circumstance, kinds[holds])
        for place, (circumstance, holds) in enumerate(proof)
    )
    return replace(dispute, findings=(*dispute.findings, *added))


@pytest.mark.parametrize("position", ["statutes", "P02", "P03", "P24"])
def test_tasks_do_what_they_promise(engine: Engine, burdens: Burdens, position: str) -> None:
    """Decided again with a task done, the norm stands when the evidence closes; with one less it falls."""
    both = {"open": ["QualificationNotReviewed", "DefendantNegligent"]}
    burden = of(engine, burdens, position, **both)
    chosen = choose_positions(engine.law, [position])

    def closed(proof: tuple[tuple[str, bool], ...], norm: str) -> str:
        [decision] = engine.decide([proved(burden.decision.dispute, proof)], chosen)
        return (decision.closed or decision).status(norm)

    assert burden.claimant or burden.defendant
    for task in burden.claimant:
        for norm in task.norms:
            assert closed(task.proof, norm) == "Met"
            for left in range(len(task.proof)):
                assert closed(task.proof[:left] + task.proof[left + 1 :], norm) != "Met"
    for task in burden.defendant:
        for norm in task.norms:
            assert closed((), norm) == "Met"
            assert closed(task.proof, norm) == "NotMet"


def test_agrees_with_the_engine(engine: Engine, burdens: Burdens) -> None:
    """In every case under every position, who proves an open element is who the engine says it is.

    Of a norm that fails the rules work out no burden yet, and the engine says the claimant (review, A7).
    """
    positions = choose_positions(engine.law, ["all"])
    seen = set()
    for decision in engine.decide(from_store(engine.store, engine.law), positions):
        for assessment in decision.assessments:
            for element in assessment.elements:
                if element.state == "LeftOpen" and assessment.status != "NotMet":
                    found = burdens.allocate(decision, assessment.norm, element)
                    assert found.side == element.burden, (decision.position.identifier, assessment.norm)
                    seen.add((found.side, found.ground))
    assert {("ClaimantSide", "general"), ("ClaimantSide", "claim"), ("DefendantSide", "claim")} <= seen


def test_exceptions_are_the_defendants(engine: Engine, burdens: Burdens) -> None:
    """Unauthorised payment: the user's fault is the service's to prove, by ECL 57(2), and averts it."""
    document = {
        "id": "payment",
        "dates": {"conduct": "2020-05"},
        "established": [
            *("DefendantProvidesElectronicPayment", "PaymentUnauthorised", "PropertyHarm", "DamageSuffered")
        ],
        "open": ["UserAtFaultForPayment"],
    }
    [decision] = engine.decide(from_document(document, engine.law))
    burden = burdens.of(decision)
    norm = ID + "cn-ecl-art-57-2-norm"
    [found] = [n for n in burden.norms if n.assessment.norm == norm]
    [(_, [condition])] = found.exceptions
    assert condition.element.circumstance == CIRC + "UserAtFaultForPayment"
    assert (condition.side, condition.ground) == ("DefendantSide", "provision")
    assert condition.authority == (ID + "cn-ecl-art-57-2",)
    assert (found.assessment.status, found.closed) == ("Open", "Met")
    assert ((CIRC + "UserAtFaultForPayment", True),) in [task.proof for task in burden.defendant]


def test_defences_are_the_defendants(engine: Engine, burdens: Burdens) -> None:
    """Force majeure is the defendant's to prove by art. 91 item 2, and would avert what else stands."""
    findings = {
        "established": ["QualificationNotReviewed", "DefendantNegligent"],
        "open": ["ForceMajeurePreventedPerformance"],
    }
    burden = of(engine, burdens, "statutes", **findings)
    defence = ID + "cn-cc-art-180-1-norm"
    found = allocation(burden, defence, "ForceMajeurePreventedPerformance")
    assert (found.side, found.ground) == ("DefendantSide", "general")
    assert found.authority == (ID + "cn-spc-civproc-art-91-1-item-2",)
    [review] = [n for n in burden.norms if n.assessment.norm == REVIEW]
    assert [iri for iri, _ in review.exceptions] == [defence]
    [task] = burden.defendant
    assert task.proof == ((CIRC + "ForceMajeurePreventedPerformance", True),)
    assert REVIEW in task.norms
    done = proved(burden.decision.dispute, task.proof)
    [decision] = engine.decide([done])
    assert (decision.closed or decision).status(REVIEW) == "Excepted"


def test_json_follows_its_schema(engine: Engine, burdens: Burdens) -> None:
    """The document is one of the published schema, and names sides, grounds and tasks."""
    several = [of(engine, burdens, position, **OPEN) for position in ("statutes", "P03", "P24")]
    document = written.to_json(several, engine.law)
    jsonschema.Draft202012Validator(schema("burden")).validate(document)
    grounds = {
        element["ground"]
        for burden in document["burdens"]
        for norm in burden["norms"]
        for element in norm["elements"]
    }
    assert grounds == {"general", "claim", "not stated"}
    assert [len(burden["defendant"]) for burden in document["burdens"]] == [0, 0, 1]


def test_command(run: Run, tmp_path: Any) -> None:
    """The command lays sides and authorities out, both answers, and what is left to prove."""
    path = tmp_path / "freight.json"
    document = {
        **FREIGHT,
        "open": OPEN["open"],
        "established": [*FREIGHT["established"], *OPEN["established"]],
    }
    path.write_text(json.dumps(document), "utf-8")
    arguments = ("burden", str(path), "--under", "statutes", "--under", "P24", "--under", "P18")
    code, out, _ = run(*arguments)
    flat = " ".join(out.split())
    assert code == 0
    assert "in general: SPC Civil Procedure Interpretation art. 91 item 1" in flat
    assert "claimed: Liability is for fault, but the burden of proof is" in flat
    assert "P18: as under the bare statutes" in flat
    assert "not: breach of the duty to review qualifications → to avert" in flat
    _, out, _ = run(*arguments, "--lang", "zh")
    assert "由何方证明" in out
    assert "并非：对资质资格未尽到审核义务" in out
    _, printed, _ = run("schema", "burden")
    _, out, _ = run(*arguments, "--format", "json")
    jsonschema.Draft202012Validator(json.loads(printed)).validate(json.loads(out))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("C99",), "C99"), (("C01", "--under", "P99"), "P99"), (("C01", "--on", "x"), "--on")],
)
def test_bad_input(
    run: Run,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    """Unusable input is one line on standard error and exit code 2."""
    code, out, err = run("burden", *arguments)
    assert (code, out) == (2, "")
    assert told in err
