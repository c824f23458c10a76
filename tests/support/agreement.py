"""Compares what circuits decide with what the rules on Oxigraph do."""

from __future__ import annotations

import pytest

from anbao.circuit.execution import Circuit
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine, Run
from anbao.errors import AnbaoError
from anbao.law.norms import Position

__all__ = ["compare"]


def compare(
    engine: Engine,
    circuit: Circuit,
    disputes: list[Dispute],
    positions: list[Position],
    *,
    ferenda: bool = False,
) -> int:
    """Compare answers and decisions; return how many disputes were compared."""
    prepared = engine._prepare(positions, ferenda=ferenda)
    answered = circuit.answer(disputes, positions, ferenda=ferenda)
    decided = circuit.decide(disputes, positions, prepared, ferenda=ferenda)
    assert [one is None for one in answered] == [one is None for one in decided]
    for dispute, answers in zip(disputes, answered, strict=True):
        if answers is None:
            with pytest.raises(AnbaoError):
                list(engine.decide([dispute], positions, ferenda=ferenda))
    done = [dispute for dispute, answers in zip(disputes, answered, strict=True) if answers is not None]
    runs = list(engine.run(done, positions, ferenda=ferenda))
    assert all(isinstance(run, Run) for run in runs)  # of the rules: the engine has no executor
    by_rules = [one for run in runs if isinstance(run, Run) for one in run.answers()]
    assert [one for answers in answered for one in answers or ()] == by_rules
    decisions = [one for outcome in decided if outcome for one in outcome.decisions()]
    assert decisions == [one for run in runs for one in run.decisions()]
    return len(done)
