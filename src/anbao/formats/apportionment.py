"""What each decision makes of a loss, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from anbao.analysis.apportion.chain import Apportioned, ByLiability
from anbao.law.norms import Law

__all__ = ["to_json"]


def to_json(outcomes: Iterable[Apportioned], law: Law) -> list[dict[str, Any]]:
    """Return outcomes as JSON: amounts in fen, resources by IRI with their labels in both languages."""
    return [
        {
            "dispute": outcome.dispute.iri,
            "positions": [position.iri for position in outcome.positions],
            "injurer": outcome.role and _named(outcome.role.iri, law),
            "liabilities": [_by_liability(one, law) for one in outcome.by_liability],
        }
        for outcome in outcomes
    ]


def _by_liability(one: ByLiability, law: Law) -> dict[str, Any]:
    first = one.answers[0]
    return {
        "kind": first.kind,
        "standing": first.standing,
        "liability": first.liability and _named(first.liability, law),
        "norms": sorted({answer.norm for answer in one.answers if answer.norm}),
        "reducedBy": sorted(defence.norm for defence in one.reduced_by),
        "parties": {name: _named(iri, law) for name, iri in one.liabilities.items()},
        "apportionment": one.found and asdict(one.found),
        "fault": one.fault and one.fault.kind,
    }


def _named(iri: str, law: Law) -> dict[str, str]:
    label = law.named(iri)
    return {"iri": iri, "zh": label.zh, "en": label.en}
