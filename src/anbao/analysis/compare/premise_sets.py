"""What would be answered if a position held other premises.

A hypothetical position is a set of premises that the graph knows, whoever
claims them. Many are decided at once, in one run of the engine, and each at
most once for a dispute.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.engine.results import Answer, Answered
from anbao.engine.signature import signature
from anbao.errors import PriorityCycle
from anbao.law.norms import Position, Premise
from anbao.wording import phrase

__all__ = ["Held", "Outcome", "Outcomes", "PremiseRun", "PremiseRuns", "outcomes"]

HYPOTHETICAL = "https://w3id.org/anbao/id/hypothetical-"
CONTRADICTION, CYCLE = "contradiction", "cycle"

Held: TypeAlias = frozenset[str]  # the IRIs of the premises that a position holds


@dataclass(frozen=True)
class Outcome:
    """The answers to one legal question, without who gives them.

    The answers are a `signature`, so that outcomes are equal if the answers are alike.

    `fault` is empty, `contradiction` if the findings contradict the premises,
    or `cycle` if the premises let norms prevail over one another in a circle;
    then there are no answers.
    """

    answers: frozenset[Answer]
    fault: str = ""


@dataclass(frozen=True)
class Outcomes:
    """The outcome for each question, by IRI; `otherwise` that for all others."""

    raised: Mapping[str, Outcome]
    otherwise: Outcome = Outcome(frozenset())

    def __getitem__(self, question: str) -> Outcome:
        """Return the outcome for a question."""
        return self.raised.get(question, self.otherwise)


def outcomes(found: Answered, *, closed: bool) -> Outcomes:
    """Return the outcome for each question; a question that was not raised has no answers.

    `closed` asks for what would come out if the evidence closed now.
    """
    if found.contradicted:
        return Outcomes({}, Outcome(frozenset(), CONTRADICTION))
    answered: dict[str, set[Answer]] = defaultdict(set)
    for answer in signature(found.closed if closed and found.closed is not None else found.answers):
        answered[answer.question].add(answer)
    return Outcomes({question: Outcome(frozenset(answers)) for question, answers in answered.items()})


@dataclass(frozen=True)
class PremiseRun:
    """The result of deciding a dispute under a set of premises.

    `live` is what the answers were read from, and `read` the premises that
    they were read by, those if the evidence closed now included.
    """

    outcomes: Outcomes
    live: frozenset[tuple[str, ...]]
    read: frozenset[str]

    @classmethod
    def of(cls, found: Answered, *, closed: bool) -> PremiseRun:
        """Return the run of some answers; with `closed`, of those if the evidence closed now."""
        read = {answer.premise for answer in (*found.answers, *(found.closed or ())) if answer.premise}
        return cls(outcomes(found, closed=closed), found.live, frozenset(read))


CIRCULAR = PremiseRun(Outcomes({}, Outcome(frozenset(), CYCLE)), frozenset(), frozenset())


class PremiseRuns:
    """Decides disputes under sets of premises, each at most once."""

    def __init__(self, engine: Engine, *, ferenda: bool = False, closed: bool = False) -> None:
        """Take the engine, whether proposals are applied, and at which stage of the evidence."""
        self.engine, self.ferenda, self.closed = engine, ferenda, closed
        self.premises = {
            premise.iri: premise
            for position in engine.law.positions.values()
            for premise in position.premises
        }
        self._found: dict[tuple[str, Held], PremiseRun] = {}

    def note(self, found: Answered, held: Held) -> None:
        """Keep the answers under a set of premises, so that they are not computed again."""
        self._found[found.dispute.iri, held] = PremiseRun.of(found, closed=self.closed)

    def run(self, wanted: Mapping[Dispute, Iterable[Held]]) -> None:
        """Decide each dispute under each of its sets of premises, unless it was decided before.

        Disputes that want the same sets share a run.
        """
        groups: dict[frozenset[Held], list[Dispute]] = defaultdict(list)
        for dispute, sets in wanted.items():
            if missing := frozenset(held for held in sets if (dispute.iri, held) not in self._found):
                groups[missing].append(dispute)
        for sets, disputes in groups.items():
            self._decide(disputes, {held: self.position(held) for held in sorted(sets, key=sorted)})

    def found(self, dispute: Dispute, held: Held) -> PremiseRun:
        """Return the run of a dispute under a set of premises."""
        if (dispute.iri, held) not in self._found:
            self.run({dispute: [held]})
        return self._found[dispute.iri, held]

    def position(self, held: Set[str]) -> Position:
        """Return the hypothetical position that holds some premises."""
        premises: tuple[Premise, ...] = tuple(self.premises[iri] for iri in sorted(held))
        digest = hashlib.sha256("\n".join(p.iri for p in premises).encode()).hexdigest()[:16]
        label = phrase("compare.premise set")
        return Position(HYPOTHETICAL + digest, digest, label, premises)

    def _decide(self, disputes: list[Dispute], positions: dict[Held, Position]) -> None:
        """Decide all disputes under all positions; if norms prevail in a circle, that is the outcome."""
        known = {position.iri: held for held, position in positions.items()}
        try:
            run = list(self.engine.answer(disputes, list(positions.values()), ferenda=self.ferenda))
        except PriorityCycle as cycle:
            self._set_apart(disputes, positions, cycle)
            return
        for found in run:
            self.note(found, known[found.position.iri])

    def _set_apart(
        self, disputes: list[Dispute], positions: dict[Held, Position], cycle: PriorityCycle
    ) -> None:
        """Record the disputes and positions in which norms prevail in a circle, and decide the others."""
        if len(disputes) > 1:
            for dispute in disputes:
                self._decide([dispute], positions)
            return
        circular = {held for held, position in positions.items() if position.iri in cycle.positions}
        for held in circular:
            self._found[disputes[0].iri, held] = CIRCULAR
        if rest := {held: one for held, one in positions.items() if held not in circular}:
            self._decide(disputes, rest)
