"""Burdens as JSON by the published schema."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from anbao.analysis.burden.burdens import DisputeBurden, NormBurden, Task
from anbao.engine.results import Answer, Decision, Element
from anbao.formats.named import Named
from anbao.graph.namespaces import local_name
from anbao.law.norms import Law

__all__ = ["to_json"]


def to_json(burdens: Iterable[DisputeBurden], law: Law) -> dict[str, Any]:
    """Return burdens as a document of the published schema; every name is an IRI with its labels."""
    named = Named(law)
    return {"anbao": version("anbao"), "burdens": [_burden(burden, named) for burden in burdens]}


def _burden(burden: DisputeBurden, named: Named) -> dict[str, Any]:
    decision = burden.decision
    label, date = decision.dispute.label, decision.dispute.counterfactual
    return {
        "dispute": {"iri": decision.dispute.iri, "zh": label.zh, "en": label.en},
        "case": named(decision.dispute.case),
        "position": named(decision.position.iri),
        "counterfactualDate": date.isoformat() if date else None,
        "norms": [_norm(norm, named) for norm in burden.norms],
        "answers": _answers(decision, named),
        "evidenceClosed": _answers(decision.closed or decision, named),
        "claimant": [_task(task, named) for task in burden.claimant],
        "defendant": [_task(task, named) for task in burden.defendant],
        "unavoidable": named.every(burden.unavoidable),
        "production": named.every(decision.production),
    }


def _norm(norm: NormBurden, named: Named) -> dict[str, Any]:
    assessment = norm.assessment
    return {
        "norm": named(assessment.norm),
        "status": assessment.status,
        "label": assessment.label or None,
        "inForce": assessment.in_time,
        "evidenceClosed": norm.closed,
        "elements": [_element(element, named) for element in assessment.elements],
        "exceptions": [
            {"exception": named(iri), "conditions": [_element(one, named) for one in conditions]}
            for iri, conditions in norm.exceptions
        ],
    }


def _element(element: Element, named: Named) -> dict[str, Any]:
    burden = element.burden
    return {
        "kind": local_name(element.kind),
        "circumstance": named(element.circumstance),
        "state": element.state,
        "side": burden.side,
        "ground": burden.ground,
        "rules": named.every(burden.rules),
        "authority": named.every(burden.authority),
        "wouldShift": [
            {"rule": named(shift.rule), "side": shift.side, "conditions": named.every(shift.conditions)}
            for shift in burden.would_shift
        ],
    }


def _answers(decision: Decision, named: Named) -> list[dict[str, Any]]:
    return [_answer(answer, named) for answer in decision.answers]


def _answer(answer: Answer, named: Named) -> dict[str, Any]:
    return {
        "question": named(answer.question),
        "kind": answer.kind,
        "standing": answer.standing,
        "liability": named(answer.liability),
        "norm": named(answer.norm),
    }


def _task(task: Task, named: Named) -> dict[str, Any]:
    return {
        "proof": [{"circumstance": named(iri), "holds": holds} for iri, holds in task.proof],
        "norms": named.every(task.norms),
    }
