"""Arguments in disputes and between positions, their labels, and the formats of other tools."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF
from tests.support.disputes import REVIEW

from anbao.analysis.arguments import dispute_arguments, position_arguments
from anbao.analysis.arguments.arguments import Argument, Arguments, Attack, Statement
from anbao.analysis.arguments.grounded import grounded
from anbao.disputes.disputes import from_store
from anbao.disputes.documents import from_document, gather
from anbao.engine.engine import Engine, choose_positions
from anbao.engine.results import Assessment
from anbao.formats import arguments as written
from anbao.wording import Label

AIF = Namespace("http://www.arg.dundee.ac.uk/aif#")
ID = "https://w3id.org/anbao/id/"


def argued(engine: Engine, case: str, *names: str) -> Arguments:
    """Return the arguments in the first dispute of a case under some positions."""
    [dispute, *_] = gather(case, engine.law, engine.store)
    decisions = list(engine.decide([dispute], choose_positions(engine.law, names)))
    return dispute_arguments.argue(engine, decisions)


def expected(assessment: Assessment) -> str:
    """Return the label that the engine's own finding amounts to."""
    if assessment.status in ("NotMet", "Excepted") or assessment.label == "Displaced":
        return "out"
    return "in" if assessment.label == "Governs" else "undecided"


def test_labels_agree_with_the_engine(engine: Engine) -> None:
    """For every case and position a norm that stands governs, and one that is defeated does not.

    Of a norm displaced through an uncertain middle the engine knows that it is
    displaced, and grounded semantics does not: undecided contradicts nothing.
    """
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for dispute in from_store(engine.store, engine.law):
        decisions = [d for d in engine.decide([dispute], engine.law.ordered_positions) if not d.contradiction]
        found = dispute_arguments.argue(engine, decisions)
        for decision in decisions:
            labels = found.labels_of(decision.position.iri)
            for iri, label in labels.items():
                if found.arguments[iri].scheme == "norm":
                    norm = re.sub(r".*/argument/norm/([^/]+).*", rf"{ID}\1", iri)
                    wanted = expected(decision.by_norm[norm])
                    seen[wanted, label] += 1
                    assert label in (wanted, "undecided"), (dispute.iri, decision.position.identifier, norm)
    assert seen["in", "in"] > 100
    assert seen["out", "out"] > 10
    assert not seen["in", "undecided"]


def test_open_finding_leaves_its_norm_undecided(engine: Engine) -> None:
    """A circumstance put in issue is argued for and against, and what needs it is undecided."""
    given = {**REVIEW, "established": [f for f in REVIEW["established"] if f != "DefendantNegligent"]}
    [dispute] = from_document({**given, "open": ["DefendantNegligent"]}, engine.law)
    found = dispute_arguments.argue(engine, list(engine.decide([dispute])))
    base = "urn:dispute:review/argument/"
    labels = found.labels
    assert labels[base + "open/AtFault"] == labels[base + "open/AtFault/not"] == "undecided"
    assert labels[base + "norm/cn-ecl-art-38-2-review"] == "undecided"
    assert labels[base + "fact/QualificationReviewBreach"] == "in"


def test_premises_name_findings_and_authorities(engine: Engine) -> None:
    """A fact rests on the finding and on what makes a circumstance of it; a norm on its provision."""
    [dispute] = from_document(REVIEW, engine.law)
    found = dispute_arguments.argue(engine, list(engine.decide([dispute])))
    norm = found.arguments["urn:dispute:review/argument/norm/cn-ecl-art-38-2-review"]
    assert ID + "cn-ecl-art-38-2" in norm.premises
    assert len(norm.parts) == len(engine.law.norms[ID + "cn-ecl-art-38-2-review"].elements)
    fact = found.arguments["urn:dispute:review/argument/fact/QualificationReviewBreach"]
    assert "urn:dispute:review/statement/QualificationNotReviewed/found" in fact.premises
    assert any(premise.startswith(ID) for premise in fact.premises)


def test_readings_of_one_open_consequence_attack_each_other(engine: Engine) -> None:
    """Positions that read the same open liability otherwise rebut each other; the bare statutes nobody."""
    [dispute] = from_document(REVIEW, engine.law)
    positions = choose_positions(engine.law, ["statutes", "P02", "P03"])
    found = dispute_arguments.argue(engine, list(engine.decide([dispute], positions)))
    readings = {
        iri: argument
        for iri, argument in found.arguments.items()
        if argument.scheme == "answer" and "/cn-ecl-art-38-2-review/" in iri
    }
    open_one = next(iri for iri in readings if iri.endswith("/open-corresponding-liability"))
    rebutted = {(a.attacker, a.target) for a in found.attacks if {a.attacker, a.target} <= set(readings)}
    others = set(readings) - {open_one}
    assert len(others) >= 2
    assert rebutted == {(other, one) for one, other in rebutted}
    assert {one for pair in rebutted for one in pair} == others
    assert {found.labels[one] for one in others} == {"undecided"}
    pinpoints = {found.statements[p].pinpoint for one in others for p in readings[one].premises}
    assert len(pinpoints - {""}) >= 2


def test_a_claimed_priority_is_denied_by_those_who_do_not_share_it(engine: Engine) -> None:
    """Alone, a position's claimed priority displaces; beside the bare statutes, both are undecided."""
    alone, beside = (argued(engine, "C19", *names) for names in (["P03"], ["P03", "statutes"]))
    claimed = [iri for iri, argument in alone.arguments.items() if argument.scheme == "priority"]
    assert claimed
    for iri in claimed:
        [attack] = [a for a in alone.attacks if a.attacker == iri]
        assert (alone.labels[iri], alone.labels[attack.target]) == ("in", "out")
        assert (beside.labels[iri], beside.labels[attack.target]) == ("undecided", "undecided")
        denial = Attack(attack.target, iri, "rebuts", engine.law.bare.iri)
        assert denial in beside.attacks
        assert beside.labels_of(engine.law.bare.iri)[attack.target] == "in"


@pytest.mark.parametrize("fact", ["DefendantMarksGoodsSelfOperated", "VictimCausedHarmIntentionally"])
def test_an_exception_undercuts(engine: Engine, fact: str) -> None:
    """An exception, and a defence that excludes, defeat the norm; they rest on a finding."""
    [dispute] = from_document({**REVIEW, "established": [*REVIEW["established"], fact]}, engine.law)
    found = dispute_arguments.argue(engine, list(engine.decide([dispute])))
    norm = "urn:dispute:review/argument/norm/cn-ecl-art-38-2-review"
    [attack] = [attack for attack in found.attacks if attack.kind == "undercuts" and attack.target == norm]
    assert (found.labels[attack.attacker], found.labels[norm]) == ("in", "out")
    rests: set[str] = set()
    waiting = [attack.attacker]
    while waiting:
        argument = found.arguments[waiting.pop()]
        rests.update(argument.premises)
        waiting += argument.parts
    assert f"urn:dispute:review/statement/{fact}/found" in rests


def test_attacks_on_parts_are_attacks_on_wholes() -> None:
    """What attacks a premise attacks what is argued from it, however far."""
    said = {iri: Statement(iri, Label(iri, iri)) for iri in "pqrn"}
    arguments = {
        "a": Argument("a", "open", (), "p"),
        "b": Argument("b", "norm", ("p",), "q", ("a",)),
        "c": Argument("c", "answer", ("q",), "r", ("b",)),
        "d": Argument("d", "fact", ("n",), "n"),
    }
    found = Arguments(Label("", ""), said, arguments, (Attack("d", "a", "rebuts"),))
    assert found.defeats == {("d", "a"), ("d", "b"), ("d", "c")}
    assert found.labels == {"a": "out", "b": "out", "c": "out", "d": "in"}


def test_positions_dispute_and_agree(engine: Engine) -> None:
    """Without a dispute contrary premises attack each other, citations say whose, agreement supports."""
    found = position_arguments.argue(engine.store, engine.law, engine.law.ordered_positions)
    denial, extension = (
        f"{ID}position-{name}/argument" for name in ("p02-not-a-public-place", "p03-platform-under-1198")
    )
    between = {
        (a.attacker, a.target, a.kind, a.whose)
        for a in found.attacks
        if {a.attacker, a.target} == {denial, extension}
    }
    cited = ID + "citation-p02-disputes-p03"
    for pair in ((denial, extension), (extension, denial)):
        assert {(*pair, "rebuts", ""), (*pair, "disputes", cited)} <= between
    assert {found.labels[denial], found.labels[extension]} == {"undecided"}
    supported = {(support.supporter, support.supported) for support in found.supports}
    assert (f"{ID}position-p01-life-health/argument", f"{ID}position-p04-life-health/argument") in supported
    # Of a citation about two things each is set against its like.
    burden, reading = (f"{ID}position-{name}/argument" for name in ("p02-fault-claimant", "p24-several"))
    assert not [a for a in found.attacks if {a.attacker, a.target} == {burden, reading}]


def test_only_the_chosen_positions_are_argued(engine: Engine) -> None:
    """Premises, disputes and agreements of other positions are left out."""
    found = position_arguments.argue(engine.store, engine.law, choose_positions(engine.law, ["P02", "P03"]))
    assert {iri.split("position-")[1][:3] for iri in found.arguments} == {"p02", "p03"}
    assert {end for a in found.attacks for end in (a.attacker, a.target)} <= set(found.arguments)
    assert all(argument.premises for argument in found.arguments.values())


FORMATS = [("C06", ("P02", "statutes")), ("C19", ("P02", "P03")), ("", ("P01", "P02", "P03", "P04"))]


def some(engine: Engine, case: str, names: tuple[str, ...]) -> Arguments:
    """Return the arguments in a case, or of positions where no case is named."""
    if case:
        return argued(engine, case, *names)
    return position_arguments.argue(engine.store, engine.law, choose_positions(engine.law, names))


@pytest.mark.parametrize(("case", "names"), FORMATS)
def test_aif_is_well_formed(engine: Engine, case: str, names: tuple[str, ...]) -> None:
    """Every scheme node has what AIF asks of it, and no two statements are joined directly."""
    found = some(engine, case, names)
    graph = Graph().parse(data=written.to_aif(found), format="turtle")
    kinds = {node: set(graph.objects(node, RDF.type)) for node in graph.subjects(RDF.type)}
    assert all(len(types) == 1 for types in kinds.values())
    ends = {
        AIF["CA-node"]: (AIF.ConflictingElement, AIF.ConflictedElement),
        AIF["PA-node"]: (AIF.PreferredElement, AIF.DispreferredElement),
    }
    for node, [kind] in kinds.items():
        assert isinstance(kind, URIRef)
        if kind == AIF["I-node"]:
            assert {text.language for text in graph.objects(node, AIF.claimText)} == {"en", "zh-hans"}  # type: ignore[attr-defined]
        elif kind == AIF["RA-node"]:
            assert list(graph.objects(node, AIF.Premise))
            assert len(list(graph.objects(node, AIF.Conclusion))) == 1
        else:
            assert [len(list(graph.objects(node, role))) for role in ends[kind]] == [1, 1]
    roles = [AIF.Premise, AIF.Conclusion, *(role for pair in ends.values() for role in pair)]
    assert all(end in kinds for role in roles for end in graph.objects(None, role))
    steps = [argument for argument in found.arguments.values() if argument.premises]
    applied = [node for node, [kind] in kinds.items() if kind == AIF["RA-node"]]
    assert len(applied) == len(steps) + len(set(found.supports))


@pytest.mark.parametrize(("case", "names"), FORMATS)
def test_json_is_that_of_aifdb(engine: Engine, case: str, names: tuple[str, ...]) -> None:
    """Nodes and edges by number, scheme nodes between statements, the text in the language asked for."""
    found = some(engine, case, names)
    document: dict[str, Any] = written.to_json(found, "zh")
    kinds = {node["nodeID"]: node["type"] for node in document["nodes"]}
    assert len(kinds) == len(document["nodes"])
    assert set(kinds.values()) <= {"I", "RA", "CA", "PA"}
    assert len({edge["edgeID"] for edge in document["edges"]}) == len(document["edges"])
    into, out = defaultdict(list), defaultdict(list)
    for edge in document["edges"]:
        assert {kinds[edge["fromID"]], kinds[edge["toID"]]} != {"I"}
        into[edge["toID"]].append(edge["fromID"])
        out[edge["fromID"]].append(edge["toID"])
    assert all(into[node] and len(out[node]) >= 1 for node, kind in kinds.items() if kind != "I")
    labelled = {node["iri"]: node["label"] for node in document["nodes"] if "label" in node}
    assert labelled == {iri: found.labels[iri] for iri, a in found.arguments.items() if a.premises}
    assert any("一" <= letter <= "鿿" for node in document["nodes"] for letter in node["text"])


@pytest.mark.parametrize(("case", "names"), FORMATS)
def test_frameworks_for_solvers_say_the_same(engine: Engine, case: str, names: tuple[str, ...]) -> None:
    """Both formats, read back, are the same framework with the same labels."""
    found = some(engine, case, names)
    apx = written.to_apx(found)
    arguments = re.findall(r"^arg\((a\d+)\)\.$", apx, re.M)
    attacks = re.findall(r"^att\((a\d+),(a\d+)\)\.$", apx, re.M)
    named = dict(re.findall(r"^% (a\d+): (.*)$", apx, re.M))
    assert {named[name]: label for name, label in grounded(arguments, attacks).items()} == found.labels
    head, *lines = [line for line in written.to_iccma(found).splitlines() if not line.startswith("#")]
    assert head == f"p af {len(arguments)}"
    assert [tuple(f"a{end}" for end in line.split()) for line in lines] == attacks
