"""The decided cases replayed under positions, compared with what the courts held.

Cases are judged, positions are not ranked: everything comes in the order of identifiers, scores
with their counts and intervals. Positions known from an abstract only are replayed and not scored.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from anbao.analysis.backtest.agreement import LEVELS, Verdict, compare
from anbao.analysis.backtest.distribution import Distribution, distributions
from anbao.analysis.backtest.forms import Forms, pairs
from anbao.analysis.backtest.holdings import Docket, Held, conflicts, read_docket
from anbao.analysis.backtest.mismatches import Mismatch, Reasons
from anbao.analysis.backtest.scores import Score, score
from anbao.analysis.backtest.variant_runs import VariantRuns
from anbao.disputes.disputes import find_case, from_store
from anbao.engine.engine import Engine
from anbao.engine.results import Decision
from anbao.graph.namespaces import DCTERMS
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position

__all__ = ["BackTest", "Replay", "backtest"]

FINAL = {"form not stated", "not modelled"}  # nothing that might be tried would come nearer
ABSTRACT = str(ANBAO.AbstractOnly)


@dataclass(frozen=True)
class Replay:
    """A dispute replayed under a position and compared with one thing that was held on it.

    `as_statutes` tells whether the position answers as the bare statutes do, `own_source` whether
    its own work is a source of the holding. The first mismatch is the main one.
    """

    held: Held
    decision: Decision
    verdict: Verdict
    as_statutes: bool
    own_source: bool
    mismatches: tuple[Mismatch, ...]

    @property
    def case(self) -> str:
        """The case."""
        return self.held.case

    @property
    def position(self) -> Position:
        """The position."""
        return self.decision.position

    @property
    def level(self) -> str:
        """The level of agreement."""
        return self.verdict.level

    @property
    def committed(self) -> bool:
        """Whether the position gives one form, or no liability."""
        return self.verdict.committed


@dataclass(frozen=True)
class BackTest:
    """Replays by holding and position, both in the order of identifiers, with what belongs to them.

    `abstract` are the positions known from an abstract only, which have no score; `contested` the
    holdings on which sources conflict, which count in no score.
    """

    counterfactual: dt.date | None
    positions: tuple[Position, ...]
    abstract: frozenset[str]
    docket: Docket
    replays: tuple[Replay, ...]
    contested: tuple[tuple[Held, Held], ...]
    distributions: tuple[Distribution, ...]

    @cached_property
    def by_cell(self) -> Mapping[tuple[Held, str], Replay]:
        """The replays by what was held and the IRI of the position."""
        return {(replay.held, replay.position.iri): replay for replay in self.replays}

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """What was held, in order."""
        return tuple(dict.fromkeys(replay.held for replay in self.replays))

    @property
    def faring_alike(self) -> list[list[Position]]:
        """The positions in groups, in order; the members of a group have the same level at every holding."""
        groups: dict[tuple[str, ...], list[Position]] = defaultdict(list)
        for position in self.positions:
            fared = tuple(self.by_cell[held, position.iri].level for held in self.held)
            groups[fared].append(position)
        return list(groups.values())

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The scores of the positions that may be scored, in their order."""
        doubtful = {held for pair in self.contested for held in pair}
        counted = [r for r in self.replays if r.held.final and r.held not in doubtful]
        return tuple(
            score(position.iri, [r for r in counted if r.position == position])
            for position in self.positions
            if position.iri not in self.abstract
        )

    @property
    def undecided(self) -> Mapping[str, str]:
        """The disputes of which no source states an outcome, each with its case."""
        return self.docket.undecided

    @property
    def cases_without_outcome(self) -> list[str]:
        """The cases in none of whose disputes any source states an outcome."""
        told = {held.case for held in self.docket.held}
        return sorted({*self.docket.identifiers} - told, key=self.docket.identifiers.__getitem__)


def backtest(
    engine: Engine,
    positions: Sequence[Position],
    *,
    cases: Iterable[str] = (),
    on: dt.date | None = None,
) -> BackTest:
    """Return the decided cases of an engine's graph replayed under positions.

    Args:
        engine: the engine; its graph holds the cases.
        positions: those to show; all are replayed, to tell whether another one comes nearer.
        cases: identifiers of cases or disputes; by default every one.
        on: a counterfactual date, as if everything had happened then.

    Raises:
        UnknownTerm: there is no such case.
    """
    docket = _chosen(read_docket(engine.store), [find_case(engine.store, name) for name in cases])
    forms = Forms(engine.store, engine.law)
    every = engine.law.ordered_positions
    decisions = _decide(engine, docket, every, on)
    verdicts = {
        (held, position.iri): compare(held.form, decisions[held.dispute, position.iri], forms)
        for held in docket.held
        for position in every
    }
    short = [
        (held, decisions[held.dispute, iri])
        for (held, iri), verdict in verdicts.items()
        if verdict.level != LEVELS[-1] and verdict.why not in FINAL
    ]
    runs = VariantRuns(engine, forms, short, every, other_days=on is None)
    reasons = Reasons(engine, forms, docket.discussions, runs)
    works = _works(engine)
    replays = []
    for held in docket.held:
        ranks = {position.iri: verdicts[held, position.iri].rank for position in every}
        for position in positions:
            decision, verdict = decisions[held.dispute, position.iri], verdicts[held, position.iri]
            own = bool(works.get(position.iri, frozenset()) & {*held.sources})
            why = reasons.of(held, decision, verdict, ranks)
            alike = _same(decision, decisions[held.dispute, engine.law.bare.iri])
            replays.append(Replay(held, decision, verdict, alike, own, why))
    return BackTest(
        on,
        tuple(positions),
        frozenset(iri for iri, seen in pairs(engine.store, ANBAO.seen) if seen == ABSTRACT),
        docket,
        tuple(replays),
        tuple(conflicts(docket.held)),
        tuple(distributions(engine.store, docket, forms)),
    )


def _chosen(docket: Docket, names: Sequence[str]) -> Docket:
    """Return the part of a docket that belongs to the named cases or disputes, by default all."""
    if not names:
        return docket
    disputes = {d: case for d, case in docket.disputes.items() if d in names or case in names}
    cases = {*disputes.values(), *names} & {*docket.identifiers}
    return Docket(
        tuple(held for held in docket.held if held.dispute in disputes),
        disputes,
        {case: identifier for case, identifier in docket.identifiers.items() if case in cases},
        docket.discussions,
    )


def _decide(
    engine: Engine, docket: Docket, positions: Sequence[Position], on: dt.date | None
) -> dict[tuple[str, str], Decision]:
    """Return the decisions on every dispute with a holding, by the IRIs of dispute and position."""
    wanted = {held.dispute for held in docket.held}
    disputes = [dispute for dispute in from_store(engine.store, engine.law) if dispute.iri in wanted]
    decided = engine.decide(disputes, positions, on=on)
    return {(decision.dispute.iri, decision.position.iri): decision for decision in decided}


def _same(decision: Decision, bare: Decision) -> bool:
    """Return whether a decision answers as under the bare statutes, at both stages of the evidence."""
    now = decision.answers == bare.answers and decision.contradiction == bare.contradiction
    closed = [d.closed.answers if d.closed else None for d in (decision, bare)]
    return now and closed[0] == closed[1]


def _works(engine: Engine) -> dict[str, set[str]]:
    """Return the works of each position, by IRI."""
    found: dict[str, set[str]] = {}
    for subject, source in pairs(engine.store, DCTERMS + "source"):
        if subject in engine.law.positions:
            found.setdefault(subject, set()).add(source)
    return found
