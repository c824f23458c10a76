"""Disputes to decisions with reasons: classification first, then the rules.

What follows from the findings is worked out once for each dispute, and again
only for a profile that changes something in it; what depends on a position,
only for the norms that the findings raise, and only if the position can decide
otherwise than the bare statutes. The rules run for a batch of disputes under
all positions at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import networkx as nx
import pyoxigraph as ox

from anbao.disputes.disputes import Dispute
from anbao.engine import batches, refused_positions, rules
from anbao.engine.preparation import Preparation, Prepared
from anbao.engine.reading import Lookup, Reader
from anbao.engine.results import Answered, Decision
from anbao.errors import ContradictoryFindings, PriorityCycle, UnknownTerm
from anbao.law.classification import Profile, profile_of
from anbao.law.norms import Law, Position, read_law

__all__ = ["Engine", "choose_positions", "find_position"]


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


class Engine:
    """Decides disputes on one graph; what does not depend on a dispute is prepared once."""

    def __init__(self, store: ox.Store) -> None:
        """Read the law of a graph."""
        self.store = store
        self.law = read_law(store)
        self._lookup = Lookup(self.law)
        self._preparation: Preparation | None = None
        self._profiles: dict[tuple[str, bool], Profile] = {}
        self._prepared: dict[tuple[tuple[str, ...], bool, bool], Prepared] = {}

    def decide(
        self,
        disputes: Iterable[Dispute],
        positions: Sequence[Position] | None = None,
        *,
        on: dt.date | None = None,
        ferenda: bool = False,
        rdf: list[ox.Triple] | None = None,
    ) -> Iterator[Decision]:
        """Yield a decision for each dispute and position, in the order given.

        Args:
            disputes: what to decide.
            positions: under which positions; by default the bare statutes. One that
                the graph does not know may hold any premises that the graph knows.
            on: a counterfactual date, as if everything had happened then.
            ferenda: whether proposals of legislation are applied too.
            rdf: a list to which the decisions are added as triples, with PROV-O.

        Raises:
            ContradictoryFindings: the findings of a dispute contradict the ontology.
            PriorityCycle: norms prevail over one another in a circle.
            UnsoundPosition: a position has a premise of no known kind, or contradicts itself.
            ReasonerUnavailable: a profile is not cached and there is no Java.
        """
        chosen = list(positions) if positions is not None else [self.law.bare]
        prepared = self._prepare(chosen, ferenda, every=rdf is not None or len(chosen) == 1)
        dated = (dispute.on(on) if on else dispute for dispute in disputes)
        for batch in batches.run(dated, prepared, None if rdf is not None else "effects"):
            if rdf is not None:
                rdf += batch.output
            reader = Reader(self._lookup, batch.store, prepared)
            for dispute in batch.disputes:
                self._check(reader, dispute)
                yield from (reader.decision(dispute, position) for position in chosen)

    def answer(
        self, disputes: Iterable[Dispute], positions: Sequence[Position], *, ferenda: bool = False
    ) -> Iterator[Answered]:
        """Yield the answers to each dispute under each position, as `decide` gives them, and nothing else.

        It takes less time, for those who try many positions or findings.

        Raises:
            ContradictoryFindings, PriorityCycle, ReasonerUnavailable: as `decide` does.
        """
        prepared = self._prepare(positions, ferenda, every=len(positions) == 1)
        for batch in batches.run(disputes, prepared, "consequences"):
            reader = Reader(self._lookup, batch.store, prepared)
            for dispute in batch.disputes:
                self._check(reader, dispute)
                yield from (reader.answered(dispute, position) for position in positions)

    def profile(self, decision: Decision) -> Profile:
        """Return the profile under which a decision was made."""
        for ferenda in (False, True):
            key = decision.position.iri, ferenda
            if key not in self._profiles:
                self._profiles[key] = profile_of(self.law, decision.position, ferenda=ferenda)
            if self._profiles[key].iri == decision.profile:
                return self._profiles[key]
        raise ValueError(f"{decision.profile} is no profile of {decision.position.iri}")

    @cached_property
    def _faults(self) -> dict[str, refused_positions.Fault]:
        """What keeps premises of the graph from being applied, found once."""
        return refused_positions.faults(self.store)

    def _prepare(self, chosen: Sequence[Position], ferenda: bool, *, every: bool) -> Prepared:
        # Most decisions are those of the bare statutes: worked out once, they serve many positions.
        positions = list(chosen) if every else list(dict.fromkeys([*chosen, self.law.bare]))
        key = (tuple(position.iri for position in positions), ferenda, every)
        if key not in self._prepared:
            refused_positions.require_sound(positions, self._faults)
            if self._preparation is None:
                read = [ox.Quad(*triple) for triple in rules.construct(self.store, "input")]
                self._preparation = Preparation(self.law, read)
            prepared = self._preparation.prepare(positions, ferenda=ferenda, every=every)
            if any(position.iri not in self.law.positions for position in positions):
                return prepared  # of hypothetical positions there are too many to keep
            self._prepared[key] = prepared
        return self._prepared[key]

    def _check(self, reader: Reader, dispute: Dispute) -> None:
        """Raise what makes a dispute undecidable."""
        if clash := reader.plain(dispute).contradiction():
            raise ContradictoryFindings(
                f"the findings contradict one another: {clash}.",
                where=dispute.label.en,
                mend="Withdraw one of them, or leave it open.",
            )
        if unlabelled := reader.unlabelled(dispute):
            priorities: nx.DiGraph[str] = nx.DiGraph(reader.priorities(unlabelled))
            circle = nx.find_cycle(priorities)
            named = " over ".join([self.law.label(reader.norm(node), "en") for node, _ in circle])
            under = {reader.position(node) for node in unlabelled}
            raise PriorityCycle(
                f"norms prevail over one another in a circle: {named}.",
                where=", ".join([dispute.label.en, *(self.law.label(iri, "en") for iri in sorted(under))]),
                mend="Withdraw one of the priorities in the data or in the position.",
                positions=under,
            )
