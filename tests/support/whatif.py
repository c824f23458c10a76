"""What the page and Python say of one dispute, in one shape, so that they can be compared."""

from __future__ import annotations

from typing import Any

from anbao.disputes.disputes import ANCHORS, Dispute
from anbao.engine.results import Answer, Assessment, Decision, Element
from anbao.site.names import shorten
from anbao.site.whatif_data import written


def as_given(dispute: Dispute) -> dict[str, Any]:
    """Return a dispute as the page's engine takes it."""
    events = {str(anchor): name for name, anchor in ANCHORS.items()}
    return {
        "iri": dispute.iri,
        "dates": {events[period.anchor]: written(period) for period in dispute.periods},
        "findings": {shorten(f.circumstance): f.status.word for f in dispute.findings},
    }


def as_told(decision: Decision) -> dict[str, Any]:
    """Return a decision of Python in the shape of the page's."""
    silences = [
        {
            "norm": shorten(s.norm),
            "silent": _names(s.silent),
            "refuted": _names(s.refuted),
            "notShown": _names(s.not_shown),
        }
        for s in decision.not_raised
    ]
    return {
        **_findings(decision),
        "notRaised": silences,
        "contradiction": bool(decision.contradiction),
        "closed": _findings(decision.closed) if decision.closed else None,
    }


def _names(iris: tuple[str, ...]) -> list[str]:
    return [shorten(iri) for iri in iris]


def _name(iri: str | None) -> str | None:
    return shorten(iri) if iri else None


def _findings(decision: Decision) -> dict[str, Any]:
    return {
        "answers": [_answer(answer) for answer in decision.answers],
        "assessments": [_assessment(assessment) for assessment in decision.assessments],
        "withoutEffect": _names(decision.without_effect),
        "production": _names(decision.production),
        "notInForce": _names(decision.not_in_force),
        "nearest": [{"norm": shorten(n.norm), "lacks": _names(n.lacks)} for n in decision.nearest],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": shorten(answer.question),
        "kind": answer.kind,
        "norm": _name(answer.norm),
        "liability": _name(answer.liability),
        "premise": _name(answer.premise),
        "conditions": _names(answer.conditions),
        "provision": _name(answer.provision),
        "standing": answer.standing,
        "weaker": answer.weaker,
        "reading": answer.reading,
        "defences": [
            {"norm": shorten(d.norm), "effect": d.effect, "established": d.established}
            for d in answer.defences
        ],
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    return {
        "norm": shorten(assessment.norm),
        "status": assessment.status,
        "label": assessment.label,
        "elements": [_element(element) for element in assessment.elements],
        "exceptedBy": _names(assessment.excepted_by),
        "openExceptions": _names(assessment.open_exceptions),
        "displacedBy": [
            {
                "upper": shorten(ground.upper),
                "canon": ground.canon,
                "authority": _names(ground.authority),
                "decisive": ground.decisive,
            }
            for ground in assessment.displaced_by
        ],
        "beside": _names(assessment.beside),
        "inTime": assessment.in_time,
        "closedFor": assessment.closed_for,
    }


def _element(element: Element) -> dict[str, Any]:
    return {
        "kind": shorten(element.kind),
        "circumstance": shorten(element.circumstance),
        "state": element.state,
        "steps": [
            {
                "circumstance": shorten(step.circumstance),
                "holds": step.holds,
                "by": shorten(step.by),
                "sources": _names(step.sources),
            }
            for step in element.steps
        ],
        "burden": element.burden.side,
    }
