"""Reads out of working triples what the exact evaluator says too, of one dispute under one position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from tests.oracle.statuses import CONTRADICTORY, Told

from anbao.disputes.disputes import Dispute
from anbao.engine import batches
from anbao.engine.engine import Engine
from anbao.engine.rules import expand
from anbao.graph.stores import text
from anbao.law.norms import Position

__all__ = ["Telling", "settled", "told_by_rules"]

OF_DISPUTE = ("e:available", "e:perhapsAvailable")
OF_SITUATION = ("established", "refuted", "inIssue", "notShown", "raised", "failed", "complete", "incomplete")
OF_DECISION = ("applies", "mayApply")
OF_ASSESSMENT = {
    "anbao:status": "status",
    "anbao:exceptedBy": "exceptedBy",
    "e:mayBeExceptedBy": "mayBeExceptedBy",
    "e:closedFor": "closedFor",
}
ASSESSED = {"raised", "status"}
ENDS = {"status", "closedFor"}  # constants, of which the end is told
Triple = tuple[str, str, str]


def _end(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Telling:
    """Says of each triple what it tells; a node's own triples say what it is, whenever they hold."""

    def __init__(self, triples: Iterable[Triple], norms: Iterable[str]) -> None:
        """Take all triples that there may be, and the norms of the law."""
        self.norms = frozenset(norms)
        self._of: dict[str, dict[str, str]] = {}
        for subject, relation, value in triples:
            self._of.setdefault(relation, {})[subject] = value
        self.situations = set(self._named("e:situation").values())

    def _named(self, relation: str) -> Mapping[str, str]:
        return self._of.get(expand(relation), {})

    def of(self, triples: Iterable[Triple]) -> Iterator[Told | None]:
        """Yield what each of some triples tells, or None."""
        known = {expand(name): name for name in OF_DISPUTE}
        known |= {expand(f"e:{name}"): name for name in (*OF_SITUATION, *OF_DECISION)}
        known |= {expand(name): told for name, told in OF_ASSESSMENT.items()}
        known |= {expand("e:contradicts"): "contradicts", expand("e:onSide"): "burden"}
        for subject, relation, value in triples:
            name = known.get(relation)
            yield None if name is None else self._one(subject, name, value)

    def _one(self, subject: str, name: str, value: str) -> Told | None:
        if name in OF_DISPUTE:
            return (name.removeprefix("e:"), value) if value in self.norms else None
        if name == "contradicts":
            return CONTRADICTORY if subject in self.situations else None
        if name in OF_SITUATION:
            return (name, value) if subject in self.situations else None
        if name in OF_DECISION:
            return name, self._stage(subject), value
        if name == "burden":
            assessment = self._named("e:under")[subject]
            exception = self._named("e:ofException").get(subject, "")
            element = self._named("anbao:circumstance")[subject]
            return "burden", *self._assessed(assessment), exception, element, _end(value)
        return name, *self._assessed(subject), _end(value) if name in ENDS else value

    def _stage(self, decision: str) -> str:
        return _end(self._named("anbao:stage")[decision])

    def _assessed(self, assessment: str) -> tuple[str, str]:
        decision = self._named("e:weighedIn")[assessment]
        return self._stage(decision), self._named("anbao:norm")[assessment]


def settled(told: Iterable[Told | None]) -> frozenset[Told]:
    """Return what was told; of contradictory findings that they are, and what is assessed all the same."""
    found = frozenset(one for one in told if one is not None)
    if CONTRADICTORY not in found:
        return found
    return frozenset(one for one in found if one == CONTRADICTORY or one[0] in ASSESSED)


def told_by_rules(
    engine: Engine, position: Position, disputes: Iterable[Dispute]
) -> Iterator[tuple[Dispute, frozenset[Told]]]:
    """Yield what the rules on Oxigraph tell of each dispute under a position."""
    prepared = engine._prepare([position], ferenda=False)
    for batch in batches.run(disputes, prepared, until="statuses"):
        found: dict[str, list[Triple]] = {dispute.iri: [] for dispute in batch.disputes}
        for quad in batch.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            subject = text(quad.subject)
            of = subject.split("/decision/")[0].split("/under/")[0]
            if of in found:
                found[of].append((subject, text(quad.predicate), text(quad.object)))
        for dispute in batch.disputes:
            triples = found[dispute.iri]
            yield dispute, settled(Telling(triples, engine.law.norms).of(triples))
