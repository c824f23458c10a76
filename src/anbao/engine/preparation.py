"""What a run of the rules needs besides the disputes, as quads: law, positions, classified profiles.

It depends on no dispute. An engine that has these quads needs neither the
graph nor a reasoner: the disputes' own quads and the rule files are the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from anbao.engine import rules
from anbao.graph.stores import text
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.classification import Profile
from anbao.law.norms import Law, Position, Premise

__all__ = ["Preparation", "Prepared"]

RUN = ox.NamedNode(rules.expand("e:run"))


@dataclass(frozen=True)
class Prepared:
    """The profiles of a run, by the IRI of the position; and its quads."""

    profiles: Mapping[str, Profile]
    quads: tuple[ox.Quad, ...]

    @cached_property
    def by_relation(self) -> Mapping[str, list[tuple[str, str]]]:
        """The subjects and values of each relation in the default graph."""
        found = defaultdict(list)
        for quad in self.quads:
            if isinstance(quad.graph_name, ox.DefaultGraph):
                found[quad.predicate.value].append((text(quad.subject), text(quad.object)))
        return found


class Preparation:
    """Prepares runs on one law; a profile is classified and written down once."""

    def __init__(self, law: Law, read: Sequence[ox.Quad]) -> None:
        """Take the law, and what the rules read of its graph (`queries/rules/input.rq`)."""
        self.law, self.read = law, tuple(read)
        self._known: dict[str, tuple[ox.Quad, ...]] = {}

    def prepare(self, positions: Sequence[Position], *, ferenda: bool) -> Prepared:
        """Return what a run under some positions needs.

        Args:
            positions: under which to decide; the bare statutes are classified in any case.
            ferenda: whether proposals of legislation are applied too.

        Raises:
            ReasonerUnavailable: a profile is not cached and there is no Java.
        """
        profiles, handed = self.handed(positions, ferenda=ferenda)
        store = ox.Store()
        store.extend(handed)
        rules.prepare(store)
        return Prepared(profiles, tuple(store))

    def handed(
        self, positions: Sequence[Position], *, ferenda: bool
    ) -> tuple[dict[str, Profile], list[ox.Quad]]:
        """Return the profiles of a run, and what it hands to the rules before any of them has run."""
        profiles = _profiles(self.law, (*positions, self.law.bare), ferenda=ferenda)
        run = _run(positions, profiles, self.law, ferenda=ferenda)
        return profiles, [*self.read, *run, *self._classified(profiles)]

    def _classified(self, profiles: Mapping[str, Profile]) -> Iterator[ox.Quad]:
        """Yield what the reasoner inferred under each profile."""
        for digest, profile in {profile.digest: profile for profile in profiles.values()}.items():
            if digest not in self._known:
                closure = classification.classify(self.law, profile)
                self._known[digest] = tuple(classification.quads(profile, closure, self.law.standing))
            yield from self._known[digest]


def _profiles(law: Law, positions: Iterable[Position], *, ferenda: bool) -> dict[str, Profile]:
    """Return the profile of each position, worked out once for those that change the same axioms."""
    by_changes: dict[tuple[Premise, ...], Profile] = {}
    found = {}
    for position in positions:
        changes = tuple(classification.changing(position, ferenda=ferenda))
        if changes not in by_changes:
            by_changes[changes] = classification.profile_of(law, position, ferenda=ferenda)
        found[position.iri] = by_changes[changes]
    return found


def _run(
    positions: Sequence[Position],
    profiles: Mapping[str, Profile],
    law: Law,
    *,
    ferenda: bool,
) -> Iterator[ox.Quad]:
    """Yield what a run is: its modes, its positions with their profiles, the profile of the bare statutes."""
    for mode in (ANBAO.LexLata, ANBAO.LexFerenda) if ferenda else (ANBAO.LexLata,):
        yield ox.Quad(RUN, ox.NamedNode(ANBAO.mode), ox.NamedNode(mode))
    base = ox.NamedNode(profiles[law.bare.iri].iri)
    yield ox.Quad(RUN, ox.NamedNode(rules.expand("e:baseProfile")), base)
    for position in positions:
        profile = ox.NamedNode(profiles[position.iri].iri)
        yield ox.Quad(ox.NamedNode(position.iri), ox.NamedNode(rules.expand("e:classifiedAs")), profile)
        if position.iri not in law.positions:  # hypothetical: the graph does not say what it holds
            for premise in position.premises:
                holds = ox.NamedNode(ANBAO.premise)
                yield ox.Quad(ox.NamedNode(position.iri), holds, ox.NamedNode(premise.iri))
