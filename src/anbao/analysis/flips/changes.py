"""Changes of findings: a circumstance gets another status, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from anbao.disputes.disputes import Dispute, Finding
from anbao.disputes.status import FOUND, Status
from anbao.graph.namespaces import local_name

__all__ = ["Assignment", "Change", "changes_of", "vary"]

Assignment: TypeAlias = Mapping[str, Status | None]  # by circumstance its status, None for no finding


@dataclass(frozen=True, slots=True)
class Change:
    """That a circumstance has another status than before; None stands for no finding."""

    circumstance: str
    after: Status | None
    before: tuple[Status, ...]

    @property
    def place(self) -> tuple[str, str]:
        """Where the change stands in a list."""
        return self.circumstance, self.after or ""


def changes_of(dispute: Dispute, circumstances: Iterable[str]) -> tuple[Change, ...]:
    """Return every change of the finding on each of some circumstances."""
    found: dict[str, set[Status]] = defaultdict(set)
    for finding in dispute.findings:
        found[finding.circumstance].add(finding.status)
    return tuple(
        Change(iri, after, before)
        for iri in circumstances
        for before in [tuple(sorted(found[iri]))]
        for after in (*FOUND, None)
        if (after is not None or before) and (after,) != before
    )


def vary(dispute: Dispute, assignment: Assignment, name: str = "varied") -> Dispute:
    """Return a dispute with other findings on some circumstances.

    Args:
        dispute: the dispute to vary.
        assignment: by circumstance its new status, None for no finding.
        name: what is added to the identifier of the dispute.
    """
    iri = f"{dispute.iri}/{name}"
    kept = [finding for finding in dispute.findings if finding.circumstance not in assignment]
    added = [
        Finding(f"{iri}/finding/{local_name(circumstance)}", circumstance, status)
        for circumstance, status in assignment.items()
        if status is not None
    ]
    return replace(dispute, iri=iri, findings=(*kept, *added))
