"""What would be answered if a position held other premises.

A hypothetical position is a set of premises that the graph knows, whoever
claims them. Many are decided at once, in one run of the engine, and each at
most once for a dispute.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

from anbao.decision import Engine
from anbao.disputes import Dispute
from anbao.errors import PriorityCycle
from anbao.norms import Label, Position, Premise
from anbao.results import Answer, Answered

__all__ = ["Held", "Outcome", "Outcomes", "Trials", "outcomes"]

HYPOTHETICAL = "https://w3id.org/anbao/id/hypothetical-"
CONTRADICTION, CYCLE = "contradiction", "cycle"

Held: TypeAlias = frozenset[str]  # the IRIs of the premises that a position holds


@dataclass(frozen=True)
class Outcome:
    """What is answered to one question, whoever says so.

    Two answers are alike if norm, kind, liability, conditions, standing and
    defences are: not the premise from which they come, since two authors may
    come to one result by different ways.

    `fault` is empty, `contradiction` if the findings contradict the premises,
    or `cycle` if the premises let norms prevail over one another in a circle;
    then there are no answers.
    """

    answers: frozenset[Answer]
    fault: str = ""


SILENCE = Outcome(frozenset())  # nothing was raised that answers the question
Outcomes: TypeAlias = Mapping[str, Outcome]


def outcomes(found: Answered, *, closed: bool) -> Outcomes:
    """Return the outcome for each question, by IRI; one that is missing was not raised.

    `closed` asks for what would come out if the evidence closed now.
    """
    if found.contradicted:
        return defaultdict(lambda: Outcome(frozenset(), CONTRADICTION))
    answered = defaultdict(set)
    for answer in found.closed if closed and found.closed is not None else found.answers:
        answered[answer.question].add(replace(answer, premise=None, weaker=False))
    by_question: dict[str, Outcome] = defaultdict(lambda: SILENCE)
    by_question |= {question: Outcome(frozenset(answers)) for question, answers in answered.items()}
    return by_question


class Trials:
    """Decides disputes under any sets of premises."""

    def __init__(self, engine: Engine, *, ferenda: bool = False, closed: bool = False) -> None:
        """Take the engine, whether proposals are applied, and at which stage of the evidence."""
        self.engine, self.ferenda, self.closed = engine, ferenda, closed
        self._premises = {
            premise.iri: premise
            for position in engine.law.positions.values()
            for premise in position.premises
        }
        self._found: dict[tuple[str, Held], Outcomes] = {}

    def note(self, dispute: Dispute, held: Held, found: Outcomes) -> None:
        """Note what is answered to a dispute under a set of premises, so that it is not tried again."""
        self._found[dispute.iri, held] = found

    def run(self, wanted: Mapping[Dispute, Iterable[Held]]) -> None:
        """Decide each dispute under each set of premises that it was not decided under yet.

        Disputes that want the same sets share a run.
        """
        groups: dict[frozenset[Held], list[Dispute]] = defaultdict(list)
        for dispute, sets in wanted.items():
            if missing := frozenset(held for held in sets if (dispute.iri, held) not in self._found):
                groups[missing].append(dispute)
        for sets, disputes in groups.items():
            self._decide(disputes, {held: self.position(held) for held in sorted(sets, key=sorted)})

    def outcomes(self, dispute: Dispute, held: Held) -> Outcomes:
        """Return what is answered to a dispute under a set of premises."""
        if (dispute.iri, held) not in self._found:
            self.run({dispute: [held]})
        return self._found[dispute.iri, held]

    def position(self, held: Set[str]) -> Position:
        """Return the hypothetical position that holds some premises."""
        premises: tuple[Premise, ...] = tuple(self._premises[iri] for iri in sorted(held))
        digest = hashlib.sha256("\n".join(p.iri for p in premises).encode()).hexdigest()[:16]
        label = Label("假设的前提组合", "a hypothetical set of premises")
        return Position(HYPOTHETICAL + digest, digest, label, premises)

    def _decide(self, disputes: list[Dispute], positions: dict[Held, Position]) -> None:
        """Decide all disputes under all positions; where norms run in a circle, that is the outcome."""
        known = {position.iri: held for held, position in positions.items()}
        try:
            run = list(self.engine.answer(disputes, list(positions.values()), ferenda=self.ferenda))
        except PriorityCycle as cycle:
            self._set_apart(disputes, positions, cycle)
            return
        for found in run:
            self.note(found.dispute, known[found.position.iri], outcomes(found, closed=self.closed))

    def _set_apart(
        self, disputes: list[Dispute], positions: dict[Held, Position], cycle: PriorityCycle
    ) -> None:
        """Note what cannot be decided, dispute by dispute, and decide the rest."""
        if len(disputes) > 1:
            for dispute in disputes:
                self._decide([dispute], positions)
            return
        circular = {held for held, position in positions.items() if position.iri in cycle.positions}
        for held in circular:
            self._found[disputes[0].iri, held] = defaultdict(lambda: Outcome(frozenset(), CYCLE))
        if rest := {held: one for held, one in positions.items() if held not in circular}:
            self._decide(disputes, rest)
