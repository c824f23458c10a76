"""Positions side by side on the same disputes, and the premises on which they part.

For each question that a dispute raises, positions that answer alike stand
together. Positions that differ part on premises: which, `accounts` defines.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from anbao.analysis.compare.accounts import Account, Withdrawals, crux, subsets, support, turn
from anbao.analysis.compare.narrowing import narrowed
from anbao.analysis.compare.premise_sets import Held, Outcome, PremiseRuns, outcomes
from anbao.analysis.compare.relevance import Relevance, active
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.engine.results import Answered, Decision
from anbao.errors import DataError
from anbao.law.norms import Position, Premise

__all__ = ["Comparison", "Difference", "Row", "Supported", "Table", "Terms", "compare"]

MANY = 7  # premises of one position that it pays to narrow down before every set of them is tried


@dataclass(frozen=True)
class Supported:
    """On which of their premises the answer of positions rests.

    Several stand together only where none of them holds a premise that can
    bear on the dispute, so that they are one and the same here.
    """

    positions: tuple[Position, ...]
    account: Account[Outcome]


@dataclass(frozen=True)
class Row:
    """Positions that answer a question alike, what they answer, and on which premises."""

    positions: tuple[Position, ...]
    outcome: Outcome
    supports: tuple[Supported, ...]


@dataclass(frozen=True)
class Difference:
    """Why positions differ: each of `ones` from each of `others`, grouped as in `Supported`.

    `turn` is how each of `ones` comes to answer as `others` do, `back` the way
    back; both are None unless they were asked for.
    """

    ones: tuple[Position, ...]
    others: tuple[Position, ...]
    crux: Account[Outcome]
    turn: Account[Outcome] | None = None
    back: Account[Outcome] | None = None


@dataclass(frozen=True)
class Table:
    """The rows of one question of a dispute, and the differences between them."""

    question: str
    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]

    def between(self, one: Position, other: Position) -> Difference | None:
        """Return the difference between two positions, in whichever order, or None if they answer alike."""
        for difference in self.differences:
            sides = {one.iri, other.iri}
            if all(sides & {p.iri for p in side} for side in (difference.ones, difference.others)):
                return difference
        return None


@dataclass(frozen=True)
class Comparison:
    """A dispute with one table for each question that it raises; the main question first."""

    dispute: Dispute
    tables: tuple[Table, ...]
    closed: bool

    @property
    def parted(self) -> bool:
        """Whether any two positions differ."""
        return any(table.differences for table in self.tables)


@dataclass(frozen=True)
class Terms:
    """On what terms positions are compared.

    `on` is a counterfactual date, as if everything had happened then; `ferenda`
    applies proposals of legislation too; `closed` compares what comes out if
    the evidence closed now; `turns` asks how each position comes to answer as
    another does, which takes longer the more premises the two hold together.
    """

    on: dt.date | None = None
    ferenda: bool = False
    closed: bool = False
    turns: bool = False


def compare(
    engine: Engine, disputes: Iterable[Dispute], positions: Sequence[Position], terms: Terms | None = None
) -> list[Comparison]:
    """Return the comparison of positions on each dispute, in the order given.

    Args:
        engine: the engine of the graph.
        disputes: on what to compare.
        positions: which positions; at least two.
        terms: on what terms; by default the law as it is, the dispute as it stands, no turns.

    Raises:
        DataError: there are fewer than two positions.
        ContradictoryFindings: the findings of a dispute contradict the ontology.
        PriorityCycle: under one of the positions norms prevail over one another in a circle.
    """
    if len(positions) < 2:  # noqa: PLR2004  a comparison has two sides
        raise DataError("there is nothing to compare.", where="positions", mend="Name two positions or more.")
    chosen = terms or Terms()
    dated = [dispute.on(chosen.on) if chosen.on else dispute for dispute in disputes]
    asked = list(dict.fromkeys([*positions, engine.law.bare]))
    found: dict[str, dict[str, Answered]] = defaultdict(dict)
    for answered in engine.answer(dated, asked, ferenda=chosen.ferenda):
        found[answered.dispute.iri][answered.position.iri] = answered
    return _Comparer(engine, positions, chosen).compare(dated, found)


class _Comparer:
    """Compares positions that were decided; holds what several disputes share."""

    def __init__(self, engine: Engine, positions: Sequence[Position], terms: Terms) -> None:
        self.engine, self.law, self.positions, self.terms = engine, engine.law, positions, terms
        self.relevance = Relevance(engine.law, engine.store)
        self.runs = PremiseRuns(engine, ferenda=terms.ferenda, closed=terms.closed)

    def compare(
        self, disputes: Sequence[Dispute], found: Mapping[str, Mapping[str, Answered]]
    ) -> list[Comparison]:
        """Return the comparisons; what is still to be tried is tried on all disputes at once."""
        on_each = [_OnDispute(self, dispute, found[dispute.iri]) for dispute in disputes]
        parted = [one for one in on_each if one.parted]
        decided = self.engine.decide((one.dispute for one in parted), [self.law.bare])
        for one, decision in zip(parted, decided, strict=True):
            one.weigh(decision)
        self.runs.run({one.dispute: one.wanted() for one in parted})
        return [Comparison(one.dispute, tuple(one.tables()), self.terms.closed) for one in on_each]


class _OnDispute:
    """Positions on one dispute; `found` holds the answers of each."""

    def __init__(self, comparer: _Comparer, dispute: Dispute, found: Mapping[str, Answered]) -> None:
        self.comparer, self.dispute, self.found = comparer, dispute, found
        self.said = {iri: outcomes(one, closed=comparer.terms.closed) for iri, one in found.items()}
        order = comparer.law.questions
        raised = {question for said in self.said.values() for question in said.raised}
        self.questions = sorted(raised, key=order.__getitem__) or [comparer.law.main_question]
        self._withdrawals: dict[tuple[str, str], Withdrawals[Outcome]] = {}
        self.bearing: dict[str, Held] = {position.iri: frozenset() for position in comparer.positions}

    @property
    def parted(self) -> bool:
        """Whether a position answers a question otherwise than another, or than the statutes."""
        return any(len({said[q] for said in self.said.values()}) > 1 for q in self.questions)

    def weigh(self, decision: Decision) -> None:
        """Find the premises of each position that can bear on the dispute, from a decision on it."""
        self.decision = decision
        for position in self.comparer.positions:
            bearing = frozenset(self._relevant(self._active(position)))
            if len(bearing) > MANY:
                bearing = narrowed(self.comparer.runs, self.comparer.relevance, self.dispute, bearing)
            self.bearing[position.iri] = bearing
            self.comparer.runs.note(self.found[position.iri], bearing)
        self.comparer.runs.note(self.found[self.comparer.law.bare.iri], frozenset())

    def _active(self, position: Position) -> tuple[Premise, ...]:
        return active(position, ferenda=self.comparer.terms.ferenda)

    def _relevant(self, premises: Iterable[Premise]) -> Iterator[str]:
        found = self.comparer.relevance.of(self.decision, premises, closed=self.comparer.terms.closed)
        return (premise.iri for premise in found)

    def wanted(self) -> set[Held]:
        """Return the sets of premises under which the dispute must be decided."""
        return {held for bearing in self.bearing.values() for held in subsets(bearing) if bearing}

    def _alike(self, question: str) -> dict[Outcome, list[Position]]:
        """Return the positions grouped by outcome, in their order."""
        found: dict[Outcome, list[Position]] = defaultdict(list)
        for position in self.comparer.positions:
            found[self.said[position.iri][question]].append(position)
        return found

    def tables(self) -> Iterator[Table]:
        """Yield the table of each question."""
        for question in self.questions:
            rows = [self._row(question, *alike) for alike in self._alike(question).items()]
            found = (
                self._difference(one.positions, other.positions, question)
                for row, below in combinations(rows, 2)
                for one, other in product(row.supports, below.supports)
            )
            yield Table(question, tuple(rows), tuple(found))

    def _row(self, question: str, outcome: Outcome, positions: Sequence[Position]) -> Row:
        plain = tuple(position for position in positions if not self.bearing[position.iri])
        units = [plain, *((position,) for position in positions if position not in plain)]
        supports = (Supported(unit, self._support(unit[0], question)) for unit in units if unit)
        return Row(tuple(positions), outcome, tuple(supports))

    def _support(self, position: Position, question: str) -> Account[Outcome]:
        bearing = self.bearing[position.iri]
        return support({held: self._held(position, held, question) for held in subsets(bearing)})

    def _held(self, position: Position, held: Held, question: str) -> Outcome:
        """Return the outcomes if a position holds only some of the premises that bear on the dispute."""
        if not self.bearing[position.iri]:  # it answers as the statutes do, and was perhaps never tried
            return self.said[position.iri][question]
        return self.comparer.runs.found(self.dispute, held).outcomes[question]

    def _difference(
        self, ones: tuple[Position, ...], others: tuple[Position, ...], question: str
    ) -> Difference:
        one, other = ones[0], others[0]
        account = crux(self._without(one, question), self._without(other, question))
        if not self.comparer.terms.turns:
            return Difference(ones, others, account)
        there, back = self._turn(one, other, question), self._turn(other, one, question)
        return Difference(ones, others, account, there, back)

    def _without(self, position: Position, question: str) -> Withdrawals[Outcome]:
        """Return the outcomes of a position without each set of its premises, computed once."""
        key = position.iri, question
        if key not in self._withdrawals:
            bearing = self.bearing[position.iri]
            said = {gone: self._held(position, bearing - gone, question) for gone in subsets(bearing)}
            self._withdrawals[key] = Withdrawals.of(said)
        return self._withdrawals[key]

    def _turn(self, one: Position, other: Position, question: str) -> Account[Outcome]:
        """Return the minimal changes of premises by which a position would answer as another does."""
        mine, yours = self._active(one), self._active(other)
        runs, dispute = self.comparer.runs, self.dispute
        bearing = frozenset(self._relevant(dict.fromkeys([*mine, *yours])))
        together = narrowed(runs, self.comparer.relevance, dispute, bearing)
        held, theirs = (together & {p.iri for p in side} for side in (mine, yours))

        def say(changes: Iterable[Held]) -> dict[Held, Outcome]:
            after = {change: held ^ change for change in changes}
            runs.run({dispute: after.values()})
            return {change: runs.found(dispute, now).outcomes[question] for change, now in after.items()}

        return turn(held ^ theirs, self.said[other.iri][question], say)
