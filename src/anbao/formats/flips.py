"""Flips as JSON, by the published schema."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from anbao.analysis.flips.changes import Change
from anbao.analysis.flips.flips import Flips
from anbao.analysis.flips.variations import Answers
from anbao.formats.decision import Writer
from anbao.law.norms import Law

__all__ = ["to_json"]


def to_json(found: Iterable[Flips], law: Law) -> dict[str, Any]:
    """Return flips as a document of the published schema; statuses are those of dispute files."""
    return {"anbao": version("anbao"), "flips": [_written(one, Writer(law)) for one in found]}


def _written(found: Flips, writer: Writer) -> dict[str, Any]:
    dispute = found.dispute
    date = dispute.counterfactual
    return {
        "dispute": {"iri": dispute.iri, "zh": dispute.label.zh, "en": dispute.label.en},
        "position": writer.named(found.position.iri),
        "counterfactualDate": date.isoformat() if date else None,
        "size": found.size,
        "answers": _answers(found.answers, writer),
        "openFindings": [
            {
                "circumstance": writer.named(one.circumstance),
                "ifEstablished": _answers(one.established, writer),
                "ifRefuted": _answers(one.refuted, writer),
                "decides": one.decides,
            }
            for one in found.open_findings
        ],
        "sets": [
            {
                "changes": [_change(change, writer) for change in flip.changes],
                "practical": flip.practical,
                "answers": _answers(flip.answers, writer),
            }
            for flip in found.flips
        ],
    }


def _answers(answers: Answers | None, writer: Writer) -> list[dict[str, Any]] | None:
    """Return answers in a fixed order, or None if the findings would contradict one another."""
    return None if answers is None else [writer.answer(answer) for answer in sorted(answers, key=repr)]


def _change(change: Change, writer: Writer) -> dict[str, Any]:
    return {
        "circumstance": writer.named(change.circumstance),
        "before": [status.word for status in change.before] or ["none"],
        "after": change.after.word if change.after else "none",
    }
