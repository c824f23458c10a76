"""Reads out of working triples what the exact evaluator says too, of one dispute under one position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.oracle.statuses import CONTRADICTORY, Told

from anbao.engine.rules import expand

__all__ = ["Telling", "settled"]

OF_DISPUTE = ("e:available", "e:perhapsAvailable")
OF_SITUATION = ("established", "refuted", "inIssue", "raised", "failed", "complete", "incomplete")
OF_DECISION = ("applies", "mayApply")
OF_ASSESSMENT = {
    "anbao:status": "status",
    "anbao:exceptedBy": "exceptedBy",
    "e:mayBeExceptedBy": "mayBeExceptedBy",
    "e:closedFor": "closedFor",
}
ENDS = {"status", "closedFor"}  # constants, of which the end is told
Triple = tuple[str, str, str]


def _end(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Telling:
    """Says of each triple what it tells; a node's own triples say what it is, whenever they hold."""

    def __init__(self, triples: Iterable[Triple], norms: Iterable[str], base: str = "") -> None:
        """Take all triples that there may be, the norms of the law, and the situation that does not count."""
        self.norms = frozenset(norms)
        self._of: dict[str, dict[str, str]] = {}
        for subject, relation, value in triples:
            self._of.setdefault(relation, {})[subject] = value
        self.situations = set(self._named("e:situation").values()) - {base}

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
        decision = self._named("e:of")[assessment]
        return self._stage(decision), self._named("anbao:norm")[assessment]


def settled(told: Iterable[Told | None]) -> frozenset[Told]:
    """Return what was told; where findings contradict one another, nothing else counts."""
    found = frozenset(one for one in told if one is not None)
    return frozenset({CONTRADICTORY}) if CONTRADICTORY in found else found
