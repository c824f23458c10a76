"""Pairs of premises that contradict each other on certain facts, which may be impossible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from anbao.analysis.compare.relevance import Literal
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law, Norm, Premise

__all__ = ["Clash", "burdens", "limits", "readings"]


@dataclass(frozen=True)
class Clash:
    """Two premises that clash on a norm wherever some facts are given and others are not.

    `facts` are the conditions of both; `elements` those of the norm, which must
    be able to be met beside them; `barred` holds the conditions of readings that
    would go before: none of these sets is given as a whole.
    """

    kind: str
    premises: tuple[Premise, Premise]
    norm: str
    facts: tuple[str, ...]
    elements: tuple[str, ...] = ()
    barred: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The kind of situation in which they clash, the same for the same facts."""
        barred = " not ".join(["", *map(" ".join, self.barred)])
        return " ".join(sorted({*self.facts, *self.elements})) + barred

    @property
    def start(self) -> set[Literal]:
        """What is given, and what may be absent."""
        given = {(fact, True) for fact in (*self.facts, *self.elements)}
        return given | {(fact, False) for barred in self.barred for fact in barred}

    @property
    def without_norm(self) -> Clash:
        """The clash, whatever the norm."""
        return replace(self, norm="", elements=(), barred=())


def _clash(kind: str, one: Premise, other: Premise, norm: Norm, barred: Iterable[Premise] = ()) -> Clash:
    facts = tuple(sorted({*one.get(ANBAO.condition), *other.get(ANBAO.condition)}))
    conditions = sorted({premise.get(ANBAO.condition) for premise in barred})
    elements = tuple(element for _, element in norm.elements)
    return Clash(kind, (one, other), norm.iri, facts, elements, tuple(conditions))


def readings(
    law: Law, across: Iterable[tuple[Premise, Premise]], sides: Sequence[Sequence[Premise]]
) -> Iterator[Clash]:
    """Yield where two readings give the consequence of one norm different liabilities.

    Args:
        law: the law of the graph.
        across: the pairs of readings that are held against one another.
        sides: the premises of each position, to tell whose a reading is.
    """

    def preferred(premise: Premise, norm: Norm) -> list[Premise]:
        """Return the readings of the same position that go before one if their conditions are met."""
        if premise.get(ANBAO.condition):
            return []
        mine = next(side for side in sides if premise in side)
        return [one for one in mine if one.get(ANBAO.condition) and _reads(one, norm)]

    for one, other in across:
        if {*one.get(ANBAO.liability)} != {*other.get(ANBAO.liability)}:
            for norm in law.norms.values():
                if _reads(one, norm) and _reads(other, norm):
                    barred = [*preferred(one, norm), *preferred(other, norm)]
                    yield _clash("TwoReadings", one, other, norm, barred)


def _reads(premise: Premise, norm: Norm) -> bool:
    """Return whether a reading is of a norm: it names the norm, or else the norm's consequence."""
    if premise.kind != str(ANBAO.Interpretation):
        return False
    named = premise.get(ANBAO.ofNorm)
    return norm.iri in named or (not named and norm.consequence in premise.get(ANBAO.ofConsequence))


def burdens(law: Law, across: Iterable[tuple[Premise, Premise]]) -> Iterator[Clash]:
    """Yield the clashes of two claims that put the burden of one circumstance on different sides."""
    for one, other in across:
        matters = {*one.get(ANBAO.burdenFor)} & {*other.get(ANBAO.burdenFor)}
        if matters and {*one.get(ANBAO.burdenOn)} != {*other.get(ANBAO.burdenOn)}:
            for iri in sorted(_burdened(law, one) & _burdened(law, other)):
                yield _clash("OpposedBurdens", one, other, law.norms[iri])


def _burdened(law: Law, claim: Premise) -> set[str]:
    """Return the norms under which a claim allots a burden: those it names, else all with that element."""
    if named := {*claim.get(ANBAO.burdenUnder)} & law.norms.keys():
        return named
    matters = {*claim.get(ANBAO.burdenFor)}
    return {iri for iri, norm in law.norms.items() if matters & {element for _, element in norm.elements}}


def limits(across: Iterable[tuple[Premise, Premise]]) -> Iterator[tuple[Premise, Premise, set[str]]]:
    """Yield where two limits of one norm reach to different liabilities, with the norms."""
    for one, other in across:
        about = {*one.get(ANBAO.ofNorm)} & {*other.get(ANBAO.ofNorm)}
        if about and {*one.get(ANBAO.liability)} != {*other.get(ANBAO.liability)}:
            yield one, other, about
