"""Decisions beyond the corpus: what is refused, what is only so under one position, and what API gives."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from tests.support.disputes import KNEW_AND_DID_NOT_REVIEW
from tests.support.priorities import with_priorities

import anbao
from anbao.disputes import documents
from anbao.disputes.disputes import Dispute, from_store
from anbao.disputes.documents import from_document
from anbao.engine.batches import BATCH, batches
from anbao.engine.engine import Engine, choose_positions, find_position
from anbao.errors import ContradictoryFindings, DataError, PriorityCycle, UnknownTerm

ID = "https://w3id.org/anbao/id/"
CANONS = """
    id:own-order a anbao:CanonOrder ; anbao:mode anbao:LexLata ; anbao:basis anbao:StatedByAuthor ;
        anbao:before anbao:LexSpecialis ; anbao:after anbao:ClaimedPriority .
"""


def dispute(engine: Engine, **changes: object) -> Dispute:
    """Return the dispute of row 4 with some fields changed."""
    return from_document({**KNEW_AND_DID_NOT_REVIEW, **changes}, engine.law)[0]


def test_priority_cycle_is_an_error_that_names_it(tmp_path: Path) -> None:
    """Two claims of one position that put each of two norms over the other name both norms."""
    one, other = "cn-ecl-art-38-1-norm", "cn-ecl-art-38-2-review"
    engine = with_priorities(tmp_path, (one, other), (other, one))
    with pytest.raises(PriorityCycle) as raised:
        list(engine.decide([dispute(engine)], [find_position(engine.law, "OWN")]))
    assert "knowing or having ought to know" in str(raised.value)
    assert "failing to review qualifications" in str(raised.value)


def test_a_claim_holds_under_its_own_position_only(tmp_path: Path) -> None:
    """A claimed priority displaces under the position that claims it, and nowhere else."""
    one, other = "cn-ecl-art-38-1-norm", "cn-ecl-art-38-2-review"
    engine = with_priorities(tmp_path, (one, other))
    positions = [find_position(engine.law, "OWN"), engine.law.bare]
    own, bare = engine.decide([dispute(engine)], positions)
    assert own.by_norm[ID + other].label == "Displaced"
    [ground] = own.by_norm[ID + other].displaced_by
    assert (ground.canon, ground.authority) == ("ClaimedPriority", (ID + "own-0",))
    assert bare.by_norm[ID + other].label == "Governs"


def test_claim_over_statutes_reinstates(tmp_path: Path) -> None:
    """A over B over C leaves C standing: the displaced middle displaces nothing."""
    a, b, c = "cn-cc-art-1197-norm", "cn-ecl-art-38-2-review", "cn-ecl-art-38-1-norm"
    engine = with_priorities(tmp_path, (a, b), (b, c))
    [decision] = engine.decide([dispute(engine)], [find_position(engine.law, "OWN")])
    labels = {norm: decision.by_norm[ID + norm].label for norm in (a, b, c)}
    assert labels == {a: "Governs", b: "Displaced", c: "Governs"}


def test_canon_that_comes_first_decides(tmp_path: Path) -> None:
    """A claimed priority goes before speciality, unless the position puts speciality first."""
    general, special = ID + "cn-cc-art-1165-1-norm", ID + "cn-ecl-art-38-2-review"
    prevailing = []
    for more in ("", CANONS):
        engine = with_priorities(tmp_path, (general.removeprefix(ID), special.removeprefix(ID)), more=more)
        [own] = engine.decide([dispute(engine)], [find_position(engine.law, "OWN")])
        grounds = (g for norm in (general, special) for g in own.by_norm[norm].displaced_by)
        prevailing.append(
            [(g.upper, g.canon, g.decisive) for g in grounds if {g.upper, g.lower} == {general, special}]
        )
        assert (ID + "own-0" in own.without_effect) == bool(more)
    assert prevailing == [[(general, "ClaimedPriority", True)], [(special, "LexSpecialis", True)]]


def test_contradictory_findings_name_the_axiom(engine: Engine) -> None:
    """Findings that the ontology makes contradictory are refused with the axiom and its source."""
    established = [*KNEW_AND_DID_NOT_REVIEW["established"], "ClaimantOutsideTransaction"]
    with pytest.raises(ContradictoryFindings) as raised:
        list(engine.decide([dispute(engine, established=established)]))
    message = str(raised.value)
    assert "disjointness" in message
    assert "Consumer Protection Law art. 2" in message
    assert message.startswith("knew: ")


def test_contradiction_under_one_position_only(engine: Engine) -> None:
    """Findings that only one position rules out are decided under the others, and there it says so."""
    known = set(KNEW_AND_DID_NOT_REVIEW["established"]) - {"ClaimantActsForLivingNeeds"}
    both = dispute(engine, established=[*known, "ClaimantActsForBusiness", "ClaimantOutsideTransaction"])
    denied, bare = engine.decide([both], choose_positions(engine.law, ["P02", "statutes"]))
    assert denied.contradiction
    assert "disjointness" in denied.contradiction
    assert denied.answers == ()
    assert bare.contradiction is None
    assert bare.answers


def test_steps_name_the_position_itself(engine: Engine) -> None:
    """Where two positions share an axiom, each has its own premise as the source, and not the other's."""
    established = [*KNEW_AND_DID_NOT_REVIEW["established"], "SafetyMeasuresNotTaken"]
    positions = choose_positions(engine.law, ["all"])
    own = {position.iri: {premise.iri for premise in position.premises} for position in positions}
    premises = set().union(*own.values())
    cited: dict[str, set[str]] = {}
    for decision in engine.decide([dispute(engine, established=established)], positions):
        steps = [step for a in decision.assessments for e in a.elements for step in e.steps]
        cited[decision.position.iri] = premises.intersection(*[[s for step in steps for s in step.sources]])
    assert sum(bool(found) for found in cited.values()) > 1
    assert [iri for iri, found in cited.items() if not found <= own[iri]] == []


def test_two_disputes_of_one_name_are_refused(engine: Engine) -> None:
    """Two disputes with one id would run together, so they are refused."""
    with pytest.raises(DataError, match="two disputes are called"):
        list(engine.decide([dispute(engine), dispute(engine)]))


def test_lines_are_looked_up_for_errors_only(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To say on which line something stands a file is read again; that is done once, if it is wrong."""
    looked: list[object] = []
    real = yaml.compose

    def compose(text: str, **options: type) -> object:
        looked.append(text)
        return real(text, **options)

    monkeypatch.setattr(yaml, "compose", compose)
    path = tmp_path / "many.json"
    many = [{**KNEW_AND_DID_NOT_REVIEW, "id": f"d{n}"} for n in range(3)]
    path.write_text(json.dumps(many, indent=1), "utf-8")
    assert len(documents.read_file(path, engine.law)) == 3
    assert looked == []
    many[2]["established"] = ["DefendantNew"]
    path.write_text(json.dumps(many, indent=1), "utf-8")
    line = path.read_text("utf-8").splitlines().index('   "DefendantNew"') + 1
    with pytest.raises(UnknownTerm, match=rf"many\.json:{line}: unknown circumstance"):
        documents.read_file(path, engine.law)
    assert len(looked) == 1


def test_batches_change_nothing(engine: Engine) -> None:
    """A dispute is decided alike alone and among more than one batch of others."""
    one = dispute(engine)
    many = [dataclasses.replace(one, iri=f"urn:dispute:{n}") for n in range(2 * BATCH + 2)]
    [alone] = engine.decide([one])
    decisions = list(engine.decide(many))
    assert [decision.dispute.iri for decision in decisions] == [dispute.iri for dispute in many]
    for decision in decisions:
        assert decision.answers == alone.answers
        assert decision.assessments == alone.assessments


@pytest.mark.parametrize("cores", [1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, BATCH, 5 * BATCH + 1])
def test_batches_hold_every_dispute_once(engine: Engine, cores: int, count: int) -> None:
    """Batches keep the order, are no larger than a store takes, and keep every core busy if they can."""
    one = dispute(engine)
    many = [dataclasses.replace(one, iri=f"urn:dispute:{n}") for n in range(count)]
    found = list(batches(many, cores))
    assert [dispute for some in found for dispute in some] == many
    assert all(len(some) <= BATCH for some in found)
    if count >= BATCH:
        assert len(found) >= cores


def test_disputes_after_one_that_cannot_be_decided_are_left(engine: Engine) -> None:
    """What stands before a contradictory dispute is decided; then it is named, and nothing more comes."""
    one = dispute(engine)
    many = [dataclasses.replace(one, iri=f"urn:dispute:{n}") for n in range(BATCH)]
    established = [*KNEW_AND_DID_NOT_REVIEW["established"], "ClaimantOutsideTransaction"]
    clash = dispute(engine, established=established)
    deciding = engine.decide([*many, clash, *(dataclasses.replace(d, iri=d.iri + "/b") for d in many)])
    assert [next(deciding).dispute for _ in many] == many
    with pytest.raises(ContradictoryFindings):
        next(deciding)
    assert list(deciding) == []


def test_rdf_does_not_depend_on_batches(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decisions are the same RDF however many cores there are, so that exports are alike everywhere."""
    disputes = from_store(engine.store, engine.law)
    found = []
    for cores in (1, 3):
        monkeypatch.setattr("anbao.engine.batches._cores", lambda cores=cores: cores)
        runs = engine.run(disputes, choose_positions(engine.law, ["statutes", "P02"]))
        found.append({triple for run in runs for triple in run.triples()})
    assert found[0] == found[1]


def test_elements_say_how_they_follow(engine: Engine) -> None:
    """An element met through two axioms has one step for each, with the source of each."""
    [decision] = engine.decide([dispute(engine)])
    element = next(
        element
        for element in decision.by_norm[ID + "cn-ecl-art-38-1-norm"].elements
        if element.circumstance.endswith("#InterestUnderPlatformJointLiability")
    )
    assert [step.by for step in element.steps] == ["finding", "taxonomy", "taxonomy"]
    assert [step.circumstance.rsplit("#", 1)[-1] for step in element.steps] == [
        "BodilyHarm",
        "ConsumerInterestInfringed",
        "InterestUnderPlatformJointLiability",
    ]
    assert [step.sources for step in element.steps[1:]] == [
        (ID + "cn-cpl-art-7-1",),
        (ID + "cn-ecl-art-38-1",),
    ]


def test_silence_names_what_lacks(engine: Engine) -> None:
    """A norm in force that nobody raised says what was neither found nor put in issue."""
    [decision] = engine.decide([dispute(engine)])
    silence = next(s for s in decision.not_raised if s.norm == ID + "cn-cpl-art-44-1-norm")
    assert [circumstance.rsplit("#", 1)[-1] for circumstance in silence.silent] == ["IdentityNotDisclosed"]
    assert decision.status(silence.norm) == "NotRaised"


def test_decisions_as_rdf_say_who_prevails(engine: Engine) -> None:
    """The RDF of a decision holds each priority with canon and authority, and no working relation."""
    triples = [triple for run in engine.run([dispute(engine)]) for triple in run.triples()]
    ontology = "https://w3id.org/anbao/ontology#"
    priorities = [t.subject for t in triples if t.object == ox.NamedNode(ontology + "Priority")]
    assert priorities
    for node in priorities:
        told = {triple.predicate.value.removeprefix(ontology) for triple in triples if triple.subject == node}
        assert {"superiorAssessment", "inferiorAssessment", "canon", "authority"} <= told
    assert not [t for t in triples if t.predicate.value.startswith("https://w3id.org/anbao/engine#")]


def test_api_takes_cases_files_documents_and_disputes(tmp_path: Path, engine: Engine) -> None:
    """`anbao.decide` takes a case, a path, a document and a dispute, alone or together."""
    path = tmp_path / "one.yaml"
    path.write_text("id: from-file\ndates: {conduct: 2021}\nestablished: [DefendantKnew]\n", "utf-8")
    found = anbao.decide(["C19", path, KNEW_AND_DID_NOT_REVIEW, dispute(engine, id="object")], "all")
    positions = len(engine.law.positions)
    assert len(found) == 4 * positions
    assert [d.dispute.iri for d in found[positions::positions]] == [
        "urn:dispute:from-file",
        "urn:dispute:knew",
        "urn:dispute:object",
    ]


def test_api_replays_under_a_date() -> None:
    """A date makes every event happen then, and marks the dispute."""
    [decision] = anbao.decide("C01", on="2021-06-01")
    assert decision.dispute.counterfactual == dt.date(2021, 6, 1)
    assert decision.status(ID + "cn-ecl-art-38-2-review") == "Open"


def test_unknown_position_names_those_known(engine: Engine) -> None:
    """An unknown position names what there is."""
    with pytest.raises(UnknownTerm, match=r"P01, P02, P03"):
        find_position(engine.law, "P77")


def test_every_case_of_the_graph_is_decided_under_every_position(engine: Engine) -> None:
    """No decided case contradicts itself, and each gets an answer or the reason why there is none."""
    cases = from_store(engine.store, engine.law)
    assert len(cases) > 30
    for decision in engine.decide(cases, list(engine.law.positions.values())):
        assert decision.contradiction is None
        assert decision.answers or decision.not_raised


def test_disputes_are_dated_each_by_its_own_days(engine: Engine) -> None:
    """Decided together, disputes of the same and of other days get the answers that each gets alone."""
    some = [dispute(engine, id=f"alike-{n}", dates={"conduct": "2015-10/2023-03"}) for n in range(3)]
    other = dispute(engine, id="other", dates={"conduct": "2012"})
    together = list(engine.decide([*some, other], engine.law.ordered_positions))
    alone = [found for one in (*some, other) for found in engine.decide([one], engine.law.ordered_positions)]
    assert together == alone
    assert {found.answers for found in together[: len(engine.law.positions)]} != {together[-1].answers}
