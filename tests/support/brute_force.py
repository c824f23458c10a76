"""Flips by trying every set of changes: decided one by one by the engine, contradictions told by a solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from tests.oracle.propositional import Calendar, Evaluator

from anbao.analysis.flips.changes import Change, vary
from anbao.disputes.disputes import Dispute
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.engine.results import Answer
from anbao.law import classification
from anbao.law.norms import Position

__all__ = ["Company", "brute_force", "changes"]

Company = frozenset[Change]


def changes(dispute: Dispute, facts: Iterable[str]) -> list[list[Change]]:
    """Return by fact every change of it."""
    found = []
    for fact in facts:
        before = tuple(sorted({f.status for f in dispute.findings if f.circumstance == fact}))
        afters = [
            a
            for a in (Status.ESTABLISHED, Status.REFUTED, Status.LEFT_OPEN, None)
            if (a,) != before and (a or before)
        ]
        found.append([Change(fact, after, before) for after in afters])
    return found


def sets(some: Sequence[Sequence[Change]], size: int) -> Iterator[Company]:
    """Yield every set of changes of a size, each of another fact."""
    for facts in combinations(some, size):
        yield from map(frozenset, product(*facts))


def brute_force(
    engine: Engine, dispute: Dispute, position: Position, facts: Iterable[str], size: int
) -> dict[Company, frozenset[Answer]]:
    """Return the minimal sets of changes of some facts that alter the answers, with the answers."""
    profiles = {classification.profile_of(engine.law, p) for p in (position, engine.law.bare)}
    calendar = Calendar(engine.store)
    evaluators = [Evaluator(engine.store, engine.law, profile, calendar) for profile in profiles]
    tried = [frozenset(), *(s for n in range(1, size + 1) for s in sets(changes(dispute, facts), n))]
    varied = {
        some: vary(dispute, {change.circumstance: change.after for change in some}, f"tried/{n}")
        for n, some in enumerate(tried)
    }
    sound = [some for some in tried if not any(e.evaluate(varied[some]).contradictory for e in evaluators)]
    decisions = engine.decide((varied[some] for some in sound), [position])
    answers = {some: frozenset(d.answers) for some, d in zip(sound, decisions, strict=True)}
    found: dict[Company, frozenset[Answer]] = {}
    for some, given in answers.items():  # the smaller sets come first
        if given != answers[frozenset()] and not any(flip < some for flip in found):
            found[some] = given
    return found
