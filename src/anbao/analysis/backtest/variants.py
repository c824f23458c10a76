"""What if: disputes as they might have been, decided together to see which comes nearer to the court."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from anbao.disputes.disputes import Dispute, Finding
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.engine.results import Decision, Silence
from anbao.errors import ContradictoryFindings
from anbao.law.norms import Position

__all__ = ["MAX_OPEN", "Variant", "decide_all", "on_days", "settled", "supplemented"]

OPEN, YES, NO = Status.LEFT_OPEN, Status.ESTABLISHED, Status.REFUTED
MAX_OPEN = 6  # findings left open of which every combination is tried: at most 64 a dispute


@dataclass(frozen=True, slots=True)
class Variant:
    """A dispute as it might have been.

    It differs in its `day`, in what open findings were settled to (`values`, by circumstance), or
    in that the silent elements of a `norm` had been established.
    """

    dispute: Dispute
    day: dt.date | None = None
    values: tuple[tuple[str, bool], ...] = ()
    norm: str | None = None


def on_days(dispute: Dispute, days: Iterable[dt.date]) -> Iterator[Variant]:
    """Yield a dispute as if everything had happened on each of some days."""
    for day in sorted(set(days)):
        yield Variant(replace(dispute.on(day), iri=f"{dispute.iri}/on/{day}"), day=day)


def settled(dispute: Dispute) -> Iterator[Variant]:
    """Yield a dispute with its open findings settled.

    In every combination where at most `MAX_OPEN` are open; where more are, one at a time.
    """
    asked = [finding.circumstance for finding in dispute.findings if finding.status == OPEN]
    if len(asked) <= MAX_OPEN:
        groups = [asked] if asked else []
    else:
        groups = [[circumstance] for circumstance in asked]
    for group in groups:
        for values in product((True, False), repeat=len(group)):
            yield _settle(dispute, tuple(zip(group, values, strict=True)))


def _settle(dispute: Dispute, values: tuple[tuple[str, bool], ...]) -> Variant:
    name = ",".join(f"{'' if holds else '-'}{iri.rsplit('#', 1)[-1]}" for iri, holds in values)
    iri, told = f"{dispute.iri}/settled/{name}", dict(values)
    findings = tuple(
        replace(finding, iri=f"{iri}/{place}", status=YES if told[finding.circumstance] else NO)
        if finding.status == OPEN and finding.circumstance in told
        else finding
        for place, finding in enumerate(dispute.findings)
    )
    return Variant(replace(dispute, iri=iri, findings=findings), values=values)


def supplemented(dispute: Dispute, silence: Silence) -> Variant:
    """Return a dispute in which the silent elements of a norm, concepts included, had been established."""
    iri = f"{dispute.iri}/with/{silence.norm.rsplit('/', 1)[-1]}"
    added = (Finding(f"{iri}/{place}", element, YES) for place, element in enumerate(silence.silent))
    return Variant(
        replace(dispute, iri=iri, findings=(*dispute.findings, *added)),
        values=tuple((element, True) for element in silence.silent),
        norm=silence.norm,
    )


def decide_all(
    engine: Engine, variants: Sequence[Variant], positions: Sequence[Position]
) -> dict[tuple[str, str], Decision]:
    """Return the decisions by the IRIs of variant and position; variants that cannot be are left out."""
    disputes = [variant.dispute for variant in variants]
    try:
        return _named(engine.decide(disputes, positions))
    except ContradictoryFindings:
        found: dict[tuple[str, str], Decision] = {}
        for dispute in disputes:
            try:
                found |= _named(engine.decide([dispute], positions))
            except ContradictoryFindings:
                continue  # nobody can have found both
        return found


def _named(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    return {(decision.dispute.iri, decision.position.iri): decision for decision in decisions}
