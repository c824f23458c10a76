"""What a dispute is answered when findings change, by running the rules on each variation.

For what no circuit covers, such as two findings about one circumstance. A variation
takes milliseconds: single changes take seconds, pairs of them an hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from anbao.analysis.flips.changes import changes_of, vary
from anbao.analysis.flips.variations import Answers
from anbao.circuit.nodes import Ints
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.errors import ContradictoryFindings, PriorityCycle
from anbao.law.norms import Position

__all__ = ["RuleVariations"]

BATCH = 64  # variations that are decided at once


class RuleVariations:
    """The answers to one dispute under one position, for any set of changes of findings."""

    def __init__(self, engine: Engine, dispute: Dispute, position: Position, *, ferenda: bool) -> None:
        """Take what decides, and what is decided."""
        self._engine, self._dispute, self._position, self._ferenda = engine, dispute, position, ferenda
        facts = (iri for iri, known in engine.law.circumstances.items() if known.factual)
        self.changes = changes_of(dispute, facts)

    def may_differ(self, sets: Ints) -> npt.NDArray[np.bool_]:
        """Return which sets of changes may alter the answers: any may."""
        return np.ones(len(sets), np.bool_)

    def answers(self, sets: Ints) -> list[Answers | None]:
        """Return the answers after some sets of changes, None where these cannot be decided."""
        assignments = [
            {self.changes[c].circumstance: self.changes[c].after for c in row} for row in sets.tolist()
        ]
        varied = [vary(self._dispute, one, f"{place}") for place, one in enumerate(assignments)]
        return [
            answers
            for start in range(0, len(varied), BATCH)
            for answers in self._answered(varied[start : start + BATCH])
        ]

    def _answered(self, disputes: Sequence[Dispute]) -> Iterator[Answers | None]:
        """Yield the answers to some disputes; those that cannot be decided are found by halving."""
        try:
            found = list(self._engine.answer(disputes, [self._position], ferenda=self._ferenda))
        except (ContradictoryFindings, PriorityCycle):
            if len(disputes) == 1:
                yield None
                return
            half = len(disputes) // 2
            yield from self._answered(disputes[:half])
            yield from self._answered(disputes[half:])
            return
        yield from (None if one.contradicted else frozenset(one.answers) for one in found)
