"""Who bears the burden of what: expectations from the provisions and the authors' own words.

- In general the claimant proves what creates the right, the defendant what hinders it (Interpretation
  of the Civil Procedure Law, art. 91).
- PIPL 69(1) puts the absence of fault on the processor; P24 reverses fault and breach under ECL 38(2);
  P03 puts breach on the platform once insufficiency is shown on its face; P02 says that fault stays
  with the consumer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph as ox
import pytest
from tests.support.command import Run

from anbao.analysis.burden.burdens import DisputeBurden, burden_of
from anbao.disputes.disputes import Dispute, Finding, from_store
from anbao.disputes.documents import from_document
from anbao.disputes.status import Status
from anbao.engine.engine import Engine, choose_positions
from anbao.engine.index import short
from anbao.engine.results import Burden, Decision, Element
from anbao.formats import burden as written
from anbao.graph.stores import files, load, text
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


def of(engine: Engine, position: str, **findings: list[str]) -> DisputeBurden:
    """Return the burdens in the freight dispute with further findings, under a position."""
    document: dict[str, Any] = {**FREIGHT}
    for status, circumstances in findings.items():
        document[status] = [*document.get(status, ()), *circumstances]
    disputes = from_document(document, engine.law)
    [decision] = engine.decide(disputes, choose_positions(engine.law, [position]))
    return burden_of(decision, engine.law)


def element(decision: Decision, norm: str, circumstance: str) -> Element:
    """Return an element of a norm in a decision."""
    elements = decision.by_norm[norm].elements
    [found] = [one for one in elements if one.circumstance == CIRC + circumstance]
    return found


def allocation(burden: DisputeBurden, norm: str, circumstance: str) -> Burden:
    """Return who proves a circumstance under a norm."""
    return element(burden.decision, norm, circumstance).burden


LEAK: dict[str, Any] = {
    "id": "leak",
    "dates": {"conduct": "2022-03"},
    "established": [
        *("DefendantProcessesPersonalData", "PersonalDataLeaked", "PersonalDataHarm"),
        *("DamageSuffered", "BreachCausedHarm"),
    ],
    "open": ["DefendantNegligent"],
}
OPEN = {"open": ["QualificationNotReviewed"], "established": ["DefendantNegligent"]}


def test_general_rule(engine: Engine) -> None:
    """Under the bare statutes the claimant proves breach and fault, by art. 91 item 1."""
    burden = of(engine, "statutes", **OPEN)
    for circumstance in ("QualificationReviewBreach", "AtFault"):
        found = allocation(burden, REVIEW, circumstance)
        assert (found.side, found.ground) == ("ClaimantSide", "general")
        assert found.authority == (ID + "cn-spc-civproc-art-91-1-item-1",)
        assert found.would_shift == ()


def test_authority_proves_what_it_penalises(engine: Engine) -> None:
    """On administrative liability the organ proves (APL art. 40), and no task is left to the parties."""
    burden = of(engine, "statutes", **OPEN)
    found = allocation(burden, ID + "cn-ecl-art-83-review", "ECommercePlatformOperator")
    assert (found.side, found.ground) == ("AuthoritySide", "general")
    assert ID + "cn-apl-art-40-1" in found.authority
    penal = {
        norm
        for norm in engine.law.norms
        if engine.law.norms[norm].question.endswith("administrative-liability")
    }
    assert not penal & {norm for task in (*burden.claimant, *burden.defendant) for norm in task.norms}


def test_reversal_by_a_position(engine: Engine) -> None:
    """P24 reverses breach and fault under ECL 38(2), not causation, and not under other norms."""
    burden = of(engine, "P24", **OPEN)
    fault = allocation(burden, REVIEW, "AtFault")
    assert (fault.side, fault.ground) == ("DefendantSide", "claim")
    assert fault.rules == fault.authority == (ID + "position-p24-fault-reversed",)
    assert allocation(burden, REVIEW, "QualificationReviewBreach").side == "DefendantSide"
    assert allocation(burden, REVIEW, "SafetyDutyBreachCausedHarm").side == "ClaimantSide"
    assert allocation(burden, ID + "cn-cc-art-1165-1-norm", "AtFault").side == "ClaimantSide"


def test_claim_that_the_general_rule_stands(engine: Engine) -> None:
    """P02 leaves fault with the consumer and says so: the side is the same, the authority his."""
    found = allocation(of(engine, "P02", **OPEN), REVIEW, "AtFault")
    assert (found.side, found.ground) == ("ClaimantSide", "claim")
    assert found.rules == (ID + "position-p02-fault-claimant",)


def test_two_stages(engine: Engine) -> None:
    """Under P03 breach is the claimant's until insufficiency is shown on its face, then the platform's."""
    first = allocation(of(engine, "P03", **OPEN), REVIEW, "QualificationReviewBreach")
    assert (first.side, first.ground) == ("ClaimantSide", "general")
    assert [shift.rule for shift in first.would_shift] == [ID + "position-p03-best-efforts-review"]
    assert first.would_shift[0].conditions == (CIRC + "SafetyShortfallApparent",)
    shown = {**OPEN, "established": ["DefendantNegligent", "SafetyShortfallApparent"]}
    second = allocation(of(engine, "P03", **shown), REVIEW, "QualificationReviewBreach")
    assert (second.side, second.ground, second.would_shift) == ("DefendantSide", "claim", ())
    other = allocation(of(engine, "statutes", **shown), REVIEW, "QualificationReviewBreach")
    assert (other.side, other.would_shift) == ("ClaimantSide", ())


def test_statutory_shift(engine: Engine) -> None:
    """PIPL 69(1) puts fault on the processor, by the provision itself, and only under its own norm."""
    [decision] = engine.decide(from_document(LEAK, engine.law))
    burden = burden_of(decision, engine.law)
    found = allocation(burden, ID + "cn-pipl-art-69-1-norm", "AtFault")
    assert (found.side, found.ground) == ("DefendantSide", "provision")
    assert found.rules == (ID + "burden-pipl-69-fault",)
    assert found.authority == (ID + "cn-pipl-art-69-1",)
    assert [task.proof for task in burden.defendant] == [((CIRC + "AtFault", False),)]
    [norm] = [n for n in burden.norms if n.assessment.norm == ID + "cn-pipl-art-69-1-norm"]
    assert (norm.assessment.status, norm.closed) == ("Open", "Met")


def test_shift_where_nothing_is_open(engine: Engine) -> None:
    """Who would have had to prove what is established is told too, by provision and by claim."""
    document = {**LEAK, "open": [], "established": [*LEAK["established"], "DefendantNegligent"]}
    [decision] = engine.decide(from_document(document, engine.law))
    found = allocation(burden_of(decision, engine.law), ID + "cn-pipl-art-69-1-norm", "AtFault")
    assert (found.side, found.ground) == ("DefendantSide", "provision")
    met = {"established": ["QualificationNotReviewed", "DefendantNegligent"]}
    claimed = allocation(of(engine, "P24", **met), REVIEW, "AtFault")
    assert (claimed.side, claimed.ground) == ("DefendantSide", "claim")
    first = allocation(of(engine, "P03", **met), REVIEW, "QualificationReviewBreach")
    assert first.side == "ClaimantSide"


def test_what_each_side_must_prove(engine: Engine) -> None:
    """With breach open the claimant must prove it; under P24 the platform must disprove it instead."""
    bare = of(engine, "statutes", **OPEN)
    [proof] = [task.proof for task in bare.claimant if REVIEW in task.norms]
    assert proof == ((CIRC + "QualificationReviewBreach", True),)
    assert bare.defendant == ()
    reversed_ = of(engine, "P24", **OPEN)
    assert (REVIEW,) not in {task.norms for task in reversed_.claimant}
    [task] = reversed_.defendant
    assert task.proof == ((CIRC + "QualificationReviewBreach", False),)
    assert task.norms == (REVIEW,)


def test_two_open_elements(engine: Engine) -> None:
    """With breach and fault open the claimant needs both; under P24 either disproof is enough."""
    both = {"open": ["QualificationNotReviewed", "DefendantNegligent"]}
    bare = of(engine, "statutes", **both)
    needed = {CIRC + "QualificationReviewBreach", CIRC + "AtFault"}
    [task] = [task for task in bare.claimant if REVIEW in task.norms]
    assert {circumstance for circumstance, _ in task.proof} == needed
    assert [len(task.proof) for task in bare.claimant] == sorted(len(task.proof) for task in bare.claimant)
    reversed_ = of(engine, "P24", **both)
    assert {task.proof for task in reversed_.defendant} == {((iri, False),) for iri in needed}


def test_nothing_averts_what_is_proved(engine: Engine) -> None:
    """What is met and not displaced stands whatever the defendant proves of what is in issue."""
    met = of(engine, "statutes", established=["QualificationNotReviewed", "DefendantNegligent"])
    assert REVIEW in met.unavoidable
    assert met.claimant == met.defendant == ()
    # The general norm is displaced, and needs no averting.
    assert ID + "cn-cc-art-1165-1-norm" not in met.unavoidable


def test_production_order(engine: Engine) -> None:
    """While something is open, the operator must produce its records (ECL 62); then no longer."""
    assert of(engine, "statutes", **OPEN).decision.production == (ID + "production-ecl-62",)
    met = of(engine, "statutes", established=["QualificationNotReviewed", "DefendantNegligent"])
    assert met.decision.production == ()


def proved(dispute: Dispute, proof: tuple[tuple[str, bool], ...]) -> Dispute:
    """Return a dispute in which more is proved; what was left open on it is no longer."""
    kinds = {True: Status.ESTABLISHED, False: Status.REFUTED}
    added = tuple(
        Finding(f"{dispute.iri}/proved/{place}", circumstance, kinds[holds])
        for place, (circumstance, holds) in enumerate(proof)
    )
    return replace(dispute, findings=(*dispute.findings, *added))


@pytest.mark.parametrize("position", ["statutes", "P02", "P03", "P24"])
def test_tasks_do_what_they_promise(engine: Engine, position: str) -> None:
    """Decided again with a task done, the norm stands when the evidence closes; with one less it falls."""
    both = {"open": ["QualificationNotReviewed", "DefendantNegligent"]}
    burden = of(engine, position, **both)
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


@dataclass(frozen=True)
class Rule:
    """A burden rule as its data says it: of a provision (`position` is None), or claimed by a position."""

    position: str | None
    matter: str
    side: str
    under: frozenset[str]
    conditions: frozenset[str]


def stated(engine: Engine) -> list[Rule]:
    """Return the burden rules of the graph, but for proposals."""
    store = engine.store

    def values(subject: ox.NamedNode, predicate: str) -> frozenset[str]:
        found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        return frozenset(quad.object.value for quad in found)  # type: ignore[union-attr]

    found = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(ANBAO.burdenFor), None):
        rule = quad.subject
        assert isinstance(rule, ox.NamedNode)
        holders = [p.iri for p in engine.law.positions.values() if rule.value in {x.iri for x in p.premises}]
        if str(ANBAO.LexFerenda) not in values(rule, ANBAO.mode):
            [side] = values(rule, ANBAO.burdenOn)
            under, conditions = values(rule, ANBAO.burdenUnder), values(rule, ANBAO.condition)
            matter = text(quad.object)
            found.append(Rule(next(iter(holders), None), matter, short(side), under, conditions))
    return found


def expected_side(engine: Engine, rules: list[Rule], decision: Decision, norm: str, proved: Element) -> str:
    """Return who proves an element: of a defence the defendant, else whom a claim or a provision names.

    The rules of this graph name elements themselves, so no taxonomy is needed. What an
    organ penalises it proves itself (APL art. 40).
    """
    if engine.law.norms[norm].question == ID + "question-administrative-liability":
        return "AuthoritySide"
    if engine.law.norms[norm].effect:
        return "DefendantSide"
    elements = (e for assessment in decision.assessments for e in assessment.elements)
    shown = {e.circumstance for e in elements if e.state == "Established"}
    shown |= {*decision.dispute.found(holds=True)}
    for position in (decision.position.iri, None):
        for rule in rules:
            concerns = rule.matter == proved.circumstance and (not rule.under or norm in rule.under)
            sure = (
                rule.position or decision.by_norm[norm].in_time
            )  # a provision that perhaps applied shifts nothing
            if rule.position == position and concerns and sure and rule.conditions <= shown:
                return rule.side
    return "ClaimantSide"


def test_every_element_of_every_case_has_its_burden(engine: Engine) -> None:
    """In every case under every position each element, open or not, is borne as data and claims say."""
    seen, rules = set(), stated(engine)
    disputes = [*from_store(engine.store, engine.law), *from_document(LEAK, engine.law)]
    for decision in engine.decide(disputes, choose_positions(engine.law, ["all"])):
        for assessment in decision.assessments:
            for one in assessment.elements:
                expected = expected_side(engine, rules, decision, assessment.norm, one)
                assert one.burden.side == expected, (decision.position.identifier, assessment.norm)
                seen.add((one.state, one.burden.side, one.burden.ground))
    states = {"Established", "Refuted", "LeftOpen"}
    assert {(state, "ClaimantSide", "general") for state in states} <= seen
    assert {("LeftOpen", side, "claim") for side in ("ClaimantSide", "DefendantSide")} <= seen
    assert ("LeftOpen", "DefendantSide", "provision") in seen


@pytest.mark.parametrize("status", ["established", "open"])
def test_one_answer_everywhere(engine: Engine, run: Run, tmp_path: Path, status: str) -> None:
    """`decide` and `burden` name the same side of PIPL 69(1), found or left open (review A7)."""
    document = {**LEAK, "open": []}
    document[status] = [*document.get(status, ()), "DefendantNegligent"]
    path = tmp_path / "leak.json"
    path.write_text(json.dumps(document), "utf-8")
    norm, fault = ID + "cn-pipl-art-69-1-norm", CIRC + "AtFault"
    told = []
    for command, key, side in (("decide", "decisions", "burden"), ("burden", "burdens", "side")):
        code, out, _ = run(command, str(path), "--format", "json")
        assert code == 0
        [found] = json.loads(out)[key]
        [elements] = [one["elements"] for one in found["norms"] if one["norm"]["iri"] == norm]
        told += [one[side] for one in elements if one["circumstance"]["iri"] == fault]
    assert told == ["DefendantSide", "DefendantSide"]


CLAIM = """
PREFIX anbao: <https://w3id.org/anbao/ontology#> PREFIX id: <https://w3id.org/anbao/id/>
PREFIX circ: <https://w3id.org/anbao/circumstance#> PREFIX dcterms: <http://purl.org/dc/terms/>
id:position-own a anbao:DoctrinalPosition ; dcterms:identifier "OWN" .
GRAPH id:position-own-premises {
    id:position-own anbao:premise id:own-fault .
    id:own-fault a anbao:BurdenClaim ; anbao:mode anbao:LexLata ; anbao:basis anbao:StatedByAuthor ;
        anbao:burdenFor circ:AtFault ; anbao:burdenOn anbao:ClaimantSide .
}
"""


def test_a_claim_goes_before_a_provision(tmp_path: Path) -> None:
    """Who claims that the claimant proves fault takes it from the processor of PIPL 69(1)."""
    path = tmp_path / "own.trig"
    path.write_text(CLAIM, "utf-8")
    engine = Engine(load([*files(), path]))
    own, bare = engine.decide(
        from_document(LEAK, engine.law), choose_positions(engine.law, ["OWN", "statutes"])
    )
    norm = ID + "cn-pipl-art-69-1-norm"
    claimed, stated_ = (element(decision, norm, "AtFault").burden for decision in (own, bare))
    assert (claimed.side, claimed.ground, claimed.rules) == ("ClaimantSide", "claim", (ID + "own-fault",))
    assert (stated_.side, stated_.ground) == ("DefendantSide", "provision")
    assert (own.closed or own).status(norm) == "NotMet"
    assert (bare.closed or bare).status(norm) == "Met"


def test_exceptions_are_the_defendants(engine: Engine) -> None:
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
    burden = burden_of(decision, engine.law)
    norm = ID + "cn-ecl-art-57-2-norm"
    [found] = [n for n in burden.norms if n.assessment.norm == norm]
    [(_, [condition])] = found.exceptions
    assert condition.circumstance == CIRC + "UserAtFaultForPayment"
    assert (condition.burden.side, condition.burden.ground) == ("DefendantSide", "provision")
    assert condition.burden.authority == (ID + "cn-ecl-art-57-2",)
    assert (found.assessment.status, found.closed) == ("Open", "Met")
    assert ((CIRC + "UserAtFaultForPayment", True),) in [task.proof for task in burden.defendant]


def test_defences_are_the_defendants(engine: Engine) -> None:
    """Force majeure is the defendant's to prove by art. 91 item 2, and would avert what else stands."""
    findings = {
        "established": ["QualificationNotReviewed", "DefendantNegligent"],
        "open": ["ForceMajeurePreventedPerformance"],
    }
    burden = of(engine, "statutes", **findings)
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


def test_json_follows_its_schema(engine: Engine) -> None:
    """The document is one of the published schema, and names sides, grounds and tasks."""
    several = [of(engine, position, **OPEN) for position in ("statutes", "P03", "P24")]
    document = written.to_json(several, engine.law)
    jsonschema.Draft202012Validator(schema("burden")).validate(document)
    grounds = {
        element["ground"]
        for burden in document["burdens"]
        for norm in burden["norms"]
        for element in norm["elements"]
    }
    assert grounds == {"general", "claim"}
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
