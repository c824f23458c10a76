"""What a run of the rules needs besides the disputes, as quads: law, positions, classified profiles.

It depends on no dispute. An engine that has these quads needs neither the
graph nor a reasoner: the disputes' own quads and the rule files are the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from anbao import classification, rules
from anbao.classification import ENGINE, Profile
from anbao.norms import Law, Position
from anbao.vocabulary import ANBAO

__all__ = ["Prepared", "prepare"]

RUN = ox.NamedNode(ENGINE + "run")


@dataclass(frozen=True)
class Prepared:
    """The profiles of a run, by the IRI of the position; and its quads."""

    profiles: Mapping[str, Profile]
    quads: tuple[ox.Quad, ...]


def prepare(
    law: Law, read: Sequence[ox.Quad], positions: Sequence[Position], *, ferenda: bool, every: bool
) -> Prepared:
    """Return what a run under some positions needs.

    Args:
        law: the law of the graph.
        read: what the rules read of the graph (`queries/rules/input.rq`).
        positions: under which to decide; the bare statutes are classified in any case.
        ferenda: whether proposals of legislation are applied too.
        every: whether situations and decisions that equal those under the bare statutes are
            worked out all the same.

    Raises:
        ReasonerUnavailable: a profile is not cached and there is no Java.
    """
    profiles = {
        position.iri: classification.profile_of(law, position, ferenda=ferenda)
        for position in (*positions, law.bare)
    }
    run = _run(positions, profiles, law.bare, ferenda=ferenda, every=every)
    store = ox.Store()
    store.extend([*read, *run, *_classified(law, profiles)])
    rules.prepare(store)
    return Prepared(profiles, tuple(store))


def _classified(law: Law, profiles: Mapping[str, Profile]) -> Iterator[ox.Quad]:
    """Yield the closure of each profile, and how it differs from that of the bare statutes."""
    base = profiles[law.bare.iri]
    plain = classification.classify(law, base)
    for profile in {profile.digest: profile for profile in profiles.values()}.values():
        closure = classification.classify(law, profile)
        yield from classification.quads(profile, closure)
        yield from classification.comparison(profile, closure)
        yield from classification.differences(profile, closure, base, plain)


def _run(
    positions: Sequence[Position],
    profiles: Mapping[str, Profile],
    bare: Position,
    *,
    ferenda: bool,
    every: bool,
) -> Iterator[ox.Quad]:
    """Yield what a run is: its modes, its positions with their profiles, the bare statutes."""
    for mode in (ANBAO.LexLata, ANBAO.LexFerenda) if ferenda else (ANBAO.LexLata,):
        yield ox.Quad(RUN, ox.NamedNode(ANBAO.mode), ox.NamedNode(mode))
    if every:
        yield ox.Quad(RUN, ox.NamedNode(ENGINE + "every"), ox.Literal(True))
    yield ox.Quad(RUN, ox.NamedNode(ENGINE + "bareStatutes"), ox.NamedNode(bare.iri))
    yield ox.Quad(RUN, ox.NamedNode(ENGINE + "baseProfile"), ox.NamedNode(profiles[bare.iri].iri))
    for position in positions:
        profile = ox.NamedNode(profiles[position.iri].iri)
        yield ox.Quad(ox.NamedNode(position.iri), ox.NamedNode(ENGINE + "classifiedAs"), profile)
