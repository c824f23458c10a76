"""Positions as they are compiled: without their proposals of legislation and, if they make any, with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import changing
from anbao.law.norms import Position, Premise

__all__ = ["Variant", "acting", "position_of"]

SUFFIX = "-with-proposals"


@dataclass(frozen=True)
class Variant:
    """A position, with its proposals of legislation applied or not."""

    position: Position
    ferenda: bool = False

    @classmethod
    def of(cls, position: Position, *, ferenda: bool) -> Variant:
        """Return the variant that decides for a position: without proposals there is one only."""
        return cls(position, ferenda and any(_proposal(premise) for premise in position.premises))

    @property
    def iri(self) -> str:
        """The IRI of the position, with an ending if its proposals are applied."""
        return self.position.iri + SUFFIX * self.ferenda

    def acts(self) -> bool:
        """Return whether it can decide otherwise than the bare statutes."""
        return self.position.acts(ferenda=self.ferenda)

    def fixed(self) -> frozenset[str]:
        """Return the premises that change axioms: these are compiled in."""
        return frozenset(premise.iri for premise in changing(self.position, ferenda=self.ferenda))

    def varying(self) -> list[str]:
        """Return the premises whose application is an input: those that change no axiom, also if proposed."""
        never = {premise.iri for premise in changing(self.position, ferenda=True)}
        return [
            premise.iri
            for premise in self.position.premises
            if premise.iri not in never and (self.ferenda or not _proposal(premise))
        ]


def _proposal(premise: Premise) -> bool:
    return premise.mode == str(ANBAO.LexFerenda)


def acting(positions: Iterable[Position], bare: Position) -> list[Variant]:
    """Return what of some positions can decide otherwise than the bare statutes, these first."""
    found = {Variant(bare): None}
    for position in positions:
        for ferenda in (False, True):
            variant = Variant.of(position, ferenda=ferenda)
            if variant.acts():
                found[variant] = None
    return list(found)


def position_of(variant: str) -> str:
    """Return the IRI of the position of which an IRI names a variant."""
    return variant.removesuffix(SUFFIX)
