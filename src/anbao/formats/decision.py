"""Decisions as JSON, by the published schema, and as Turtle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from anbao.engine.results import Answer, Assessment, Decision, Defence, Element, Ground
from anbao.formats.named import Named
from anbao.graph.namespaces import local_name
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import RDF_TYPE
from anbao.law.norms import Law

__all__ = ["Writer", "to_json", "to_turtle"]

PROV = PREFIXES["prov"]
SOFTWARE = ox.NamedNode("https://w3id.org/anbao/software")
DECISION = ox.NamedNode(PREFIXES["anbao"] + "Decision")


def to_json(decisions: Iterable[Decision], law: Law) -> dict[str, Any]:
    """Return decisions as a document of the published schema; every name is an IRI with its labels."""
    return {
        "anbao": version("anbao"),
        "decisions": [Writer(law).decision(decision) for decision in decisions],
    }


class Writer:
    """Writes parts of decisions; every name is an IRI with its labels."""

    def __init__(self, law: Law) -> None:
        """Take the law for its labels."""
        self.law, self.named = law, Named(law)
        self.every = self.named.every

    def decision(self, decision: Decision) -> dict[str, Any]:
        """Return a decision."""
        dispute = decision.dispute
        date = dispute.counterfactual
        found = {
            "dispute": {"iri": dispute.iri, "zh": dispute.label.zh, "en": dispute.label.en},
            "case": self.named(dispute.case),
            "position": self.named(decision.position.iri),
            "counterfactualDate": date.isoformat() if date else None,
            "profile": decision.profile.iri,
            "contradiction": decision.contradiction,
            **self.findings(decision),
        }
        if decision.closed:
            found["evidenceClosed"] = self.findings(decision.closed)
        return found

    def findings(self, decision: Decision) -> dict[str, Any]:
        """Return what a decision finds."""
        return {
            "answers": [self.answer(answer) for answer in decision.answers],
            "norms": [self.assessment(assessment) for assessment in decision.assessments],
            "withoutEffect": self.every(decision.without_effect),
            "production": self.every(decision.production),
            "notInForce": self.every(decision.not_in_force),
            "notRaised": [
                {
                    "norm": self.named(silence.norm),
                    "silent": self.every(silence.silent),
                    "refuted": self.every(silence.refuted),
                    "notShown": self.every(silence.not_shown),
                }
                for silence in decision.not_raised
            ],
            "nearest": [
                {"norm": self.named(near.norm), "lacks": self.every(near.lacks)} for near in decision.nearest
            ],
        }

    def answer(self, answer: Answer) -> dict[str, Any]:
        """Return an answer."""
        return {
            "question": self.named(answer.question),
            "kind": answer.kind,
            "standing": answer.standing,
            "liability": self.named(answer.liability),
            "norm": self.named(answer.norm),
            "premise": self.named(answer.premise),
            "conditions": self.every(answer.conditions),
            "provision": self.named(answer.provision),
            "weaker": answer.weaker,
            "reading": answer.reading or None,
            "defences": [self.defence(defence) for defence in answer.defences],
        }

    def defence(self, defence: Defence) -> dict[str, Any]:
        """Return a defence."""
        return {
            "norm": self.named(defence.norm),
            "provision": self.named(self.law.norms[defence.norm].provision),
            "effect": defence.effect,
            "established": defence.established,
        }

    def assessment(self, assessment: Assessment) -> dict[str, Any]:
        """Return the assessment of a norm."""
        norm = self.law.norms[assessment.norm]
        return {
            "norm": self.named(norm.iri),
            "provision": self.named(norm.provision),
            "status": assessment.status,
            "label": assessment.label or None,
            "inForce": assessment.in_time,
            "elements": [self.element(element) for element in assessment.elements],
            "exceptedBy": self.every(assessment.excepted_by),
            "openExceptions": self.every(assessment.open_exceptions),
            "displacedBy": [self.ground(ground) for ground in assessment.displaced_by],
            "relationOpenTo": self.every(assessment.beside),
            "closedFor": assessment.closed_for or None,
        }

    def element(self, element: Element) -> dict[str, Any]:
        """Return an element of a norm."""
        return {
            "kind": local_name(element.kind),
            "circumstance": self.named(element.circumstance),
            "state": element.state,
            "burden": element.burden.side,
            "steps": [
                {
                    "circumstance": self.named(step.circumstance),
                    "holds": step.holds,
                    "by": step.by,
                    "sources": self.every(step.sources),
                }
                for step in element.steps
            ],
        }

    def ground(self, ground: Ground) -> dict[str, Any]:
        """Return why a norm prevails."""
        return {
            "norm": self.named(ground.upper),
            "canon": ground.canon,
            "authority": self.every(ground.authority),
            "decisive": ground.decisive,
        }


def to_turtle(
    triples: Iterable[ox.Triple], *, of: ox.NamedNode = DECISION, now: dt.datetime | None = None
) -> str:
    """Return results as Turtle; each resource that has a class carries its maker and date (PROV-O)."""
    found = sorted(set(triples), key=str)
    agent, derived = ox.NamedNode(PROV + "wasAttributedTo"), ox.NamedNode(PROV + "generatedAtTime")
    stamp = (now or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds")
    moment = ox.Literal(stamp, datatype=ox.NamedNode(PREFIXES["xsd"] + "dateTime"))
    described = [
        ox.Triple(SOFTWARE, RDF_TYPE, ox.NamedNode(PROV + "SoftwareAgent")),
        ox.Triple(
            SOFTWARE,
            ox.NamedNode("https://schema.org/softwareVersion"),
            ox.Literal(version("anbao")),
        ),
    ]
    for triple in found:
        if triple.predicate == RDF_TYPE and triple.object == of:
            described += [
                ox.Triple(triple.subject, agent, SOFTWARE),
                ox.Triple(triple.subject, derived, moment),
            ]
    text = ox.serialize([*described, *found], format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert isinstance(text, bytes)
    return text.decode("utf-8")
