"""Why norms in force were not raised: what the findings are silent on, and what they refute."""

from __future__ import annotations

from collections.abc import Iterator

from anbao.engine.index import Index
from anbao.engine.results import Silence
from anbao.law.norms import Law

__all__ = ["silences"]


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
        )
        for _, norm, absence in sorted(found)
    )


def _distance(index: Index, absence: str) -> tuple[int, int]:
    lacking = (*index.get(absence, "e:silentElement"), *index.get(absence, "e:refutedElement"))
    return len(index.get(absence, "e:missingScopeElement")), len(lacking)


def _ordered(law: Law, norm: str, elements: list[str]) -> Iterator[str]:
    """Yield elements in the order in which the norm has them."""
    return (circumstance for _, circumstance in law.norms[norm].elements if circumstance in elements)
