"""Why norms in force were not raised, and which came nearest where no liability follows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from anbao.engine.index import Index
from anbao.engine.results import Nearest, Silence
from anbao.law.norms import Law

__all__ = ["nearest", "silences"]


def silences(law: Law, index: Index, situation: str) -> tuple[Silence, ...]:
    """Return the norms in force that were not raised in a situation, the nearest first.

    The nearest norm lacks fewest elements of its scope, then fewest elements of all.
    """
    absences = (
        (absence, norm)
        for absence in index.having("e:absentIn", situation)
        for norm in index.get(absence, "e:notRaised")
    )
    found = [(_distance(index, absence), norm, absence) for absence, norm in absences]
    return tuple(
        Silence(
            norm,
            tuple(_ordered(law, norm, index.get(absence, "e:silentElement"))),
            tuple(_ordered(law, norm, index.get(absence, "e:refutedElement"))),
            tuple(_ordered(law, norm, index.get(absence, "e:notShownElement"))),
        )
        for _, norm, absence in sorted(found)
    )


def nearest(law: Law, index: Index, decision: str) -> tuple[Nearest, ...]:
    """Return the norms that came nearest to answering the main question, ordered as `silences` are.

    Of what each of them lacks no other norm lacks a part and no more.
    """
    lacking = {
        index.get(near, "anbao:norm")[0]: frozenset(index.get(near, "anbao:lacks"))
        for near in index.having("e:nearTo", decision)
    }
    found = [
        (len(lacks.intersection(law.norms[norm].scope)), len(lacks), norm)
        for norm, lacks in lacking.items()
        if not any(other < lacks for other in lacking.values())
    ]
    return tuple(Nearest(norm, tuple(_ordered(law, norm, lacking[norm]))) for *_, norm in sorted(found))


def _distance(index: Index, absence: str) -> tuple[int, int]:
    kinds = ("e:silentElement", "e:refutedElement", "e:notShownElement")
    lacking = sum(len(index.get(absence, kind)) for kind in kinds)
    return len(index.get(absence, "e:missingScopeElement")), lacking


def _ordered(law: Law, norm: str, elements: Collection[str]) -> Iterator[str]:
    """Yield elements in the order in which the norm has them."""
    return (circumstance for _, circumstance in law.norms[norm].elements if circumstance in elements)
