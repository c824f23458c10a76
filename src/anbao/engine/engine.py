"""Disputes to decisions with reasons: classification first, then the rules.

The rules run for a batch of disputes under all positions at once, and decide
each dispute under each position by itself. What they find is read as decisions
and as RDF from the same store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import networkx as nx
import pyoxigraph as ox

from anbao.disputes.disputes import Dispute
from anbao.engine import batches, refused_positions, rules
from anbao.engine.batches import Batch
from anbao.engine.preparation import Preparation, Prepared
from anbao.engine.reading import Reader
from anbao.engine.results import Answered, Decision
from anbao.errors import ContradictoryFindings, PriorityCycle, UnknownTerm
from anbao.law.norms import Law, Position, read_law

__all__ = ["Engine", "Run", "choose_positions", "find_position"]


def find_position(law: Law, name: str) -> Position:
    """Return the position with an identifier (`P02`), the end of an IRI, or an IRI.

    Raises:
        UnknownTerm: no position has that name.
    """
    for position in law.positions.values():
        if name.lower() in {
            position.identifier.lower(),
            position.iri.rsplit("/", 1)[-1].lower(),
            position.iri.lower(),
        }:
            return position
    known = ", ".join(sorted(position.identifier for position in law.positions.values()))
    raise UnknownTerm(f"unknown position {name!r}.", mend=f"Known are: {known}.")


def choose_positions(law: Law, names: Iterable[str] | None) -> list[Position]:
    """Return the positions that `names` name: the bare statutes for none, every one for `all`.

    Raises:
        UnknownTerm: no position has one of the names.
    """
    chosen = [law.bare] if not names else []
    for name in names or ():
        chosen += law.ordered_positions if name.lower() == "all" else [find_position(law, name)]
    return list(dict.fromkeys(chosen))


class Run:
    """Some disputes on which the rules have run under some positions: decisions, and the same as RDF."""

    def __init__(self, law: Law, batch: Batch, positions: Sequence[Position], prepared: Prepared) -> None:
        """Take the store on which the rules have run, and the positions in their order."""
        self.law, self.disputes, self.positions = law, batch.disputes, positions
        self._store = batch.store
        self._reader = Reader(law, batch.store, prepared.profiles)

    def decisions(self) -> Iterator[Decision]:
        """Yield a decision for each dispute and position.

        Raises:
            ContradictoryFindings: the findings of a dispute contradict the ontology.
            PriorityCycle: norms prevail over one another in a circle.
        """
        for dispute in self.disputes:
            self._check(dispute)
            yield from (self._reader.decision(dispute, position) for position in self.positions)

    def answers(self) -> Iterator[Answered]:
        """Yield the answers to each dispute under each position; it raises what `decisions` does."""
        for dispute in self.disputes:
            self._check(dispute)
            yield from (self._reader.answered(dispute, position) for position in self.positions)

    def triples(self) -> list[ox.Triple]:
        """Return the decisions as RDF, with PROV-O (`queries/rules/output.rq`)."""
        return rules.construct(self._store, "output")

    def _check(self, dispute: Dispute) -> None:
        """Raise what makes a dispute undecidable."""
        if clash := self._reader.bare_contradiction(dispute, self.law.bare):
            raise ContradictoryFindings(
                f"the findings contradict one another: {clash}.",
                where=dispute.label.en,
                mend="Withdraw one of them, or leave it open.",
            )
        if unlabelled := self._reader.unlabelled(dispute):
            priorities: nx.DiGraph[str] = nx.DiGraph(self._reader.priorities(unlabelled))
            circle = nx.find_cycle(priorities)
            named = " over ".join([self.law.label(self._reader.norm(node), "en") for node, _ in circle])
            under = {self._reader.position(node) for node in unlabelled}
            raise PriorityCycle(
                f"norms prevail over one another in a circle: {named}.",
                where=", ".join([dispute.label.en, *(self.law.label(iri, "en") for iri in sorted(under))]),
                mend="Withdraw one of the priorities in the data or in the position.",
                positions=under,
            )


class Engine:
    """Decides disputes on one graph; what does not depend on a dispute is prepared once."""

    def __init__(self, store: ox.Store) -> None:
        """Read the law of a graph."""
        self.store = store
        self.law = read_law(store)
        self._prepared: dict[tuple[tuple[str, ...], bool], Prepared] = {}

    def decide(
        self,
        disputes: Iterable[Dispute],
        positions: Sequence[Position] | None = None,
        *,
        on: dt.date | None = None,
        ferenda: bool = False,
    ) -> Iterator[Decision]:
        """Yield a decision for each dispute and position, in the order given.

        Args:
            disputes: what to decide.
            positions: under which positions; by default the bare statutes. One that
                the graph does not know may hold any premises that the graph knows.
            on: a counterfactual date, as if everything had happened then.
            ferenda: whether proposals of legislation are applied too.

        Raises:
            ContradictoryFindings: the findings of a dispute contradict the ontology.
            PriorityCycle: norms prevail over one another in a circle.
            UnsoundPosition: a position has a premise of no known kind, or contradicts itself.
            ReasonerUnavailable: a profile is not cached and there is no Java.
        """
        for run in self.run(disputes, positions, on=on, ferenda=ferenda):
            yield from run.decisions()

    def answer(
        self, disputes: Iterable[Dispute], positions: Sequence[Position], *, ferenda: bool = False
    ) -> Iterator[Answered]:
        """Yield the answers to each dispute under each position, as `decide` gives them, and nothing else.

        It takes less time, for those who try many positions or findings.

        Raises:
            ContradictoryFindings, PriorityCycle, ReasonerUnavailable: as `decide` does.
        """
        for run in self.run(disputes, positions, ferenda=ferenda, until="consequences"):
            yield from run.answers()

    def run(
        self,
        disputes: Iterable[Dispute],
        positions: Sequence[Position] | None = None,
        *,
        on: dt.date | None = None,
        ferenda: bool = False,
        until: str | None = None,
    ) -> Iterator[Run]:
        """Yield runs of the rules on disputes, a batch at a time, in the order given.

        A run gives decisions and RDF alike. Arguments are those of `decide`; `until` is the
        last step to run, by default all are.

        Raises:
            UnsoundPosition, ReasonerUnavailable: as `decide` does.
        """
        chosen = list(positions) if positions is not None else [self.law.bare]
        prepared = self._prepare(chosen, ferenda)
        dated = (dispute.on(on) if on else dispute for dispute in disputes)
        for batch in batches.run(dated, prepared, until):
            yield Run(self.law, batch, chosen, prepared)

    @cached_property
    def _faults(self) -> dict[str, refused_positions.Fault]:
        return refused_positions.faults(self.store)

    @cached_property
    def _preparation(self) -> Preparation:
        return Preparation(self.law, [ox.Quad(*triple) for triple in rules.construct(self.store, "input")])

    def _prepare(self, positions: Sequence[Position], ferenda: bool) -> Prepared:
        key = tuple(position.iri for position in positions), ferenda
        if key not in self._prepared:
            refused_positions.require_sound(positions, self._faults)
            prepared = self._preparation.prepare(positions, ferenda=ferenda)
            if any(position.iri not in self.law.positions for position in positions):
                return prepared  # of hypothetical positions there are too many to keep
            self._prepared[key] = prepared
        return self._prepared[key]
