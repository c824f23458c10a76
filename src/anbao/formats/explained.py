"""Which norms a decision's reasons explain, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anbao.engine.results import Answer, Assessment, Decision
from anbao.law.norms import Law

__all__ = ["explained", "shared_provisions"]

ORDER = {"Governs": 0, "Uncertain": 1, "Displaced": 2, "": 3}


def explained(decision: Decision, bare: Decision | None) -> list[Assessment]:
    """Return the assessments to explain, the governing norms first and the excepted before the others.

    These are all of them, or those that differ from the ones under the bare statutes, if `bare` gives these.
    """
    chosen = [one for one in decision.assessments if bare is None or bare.by_norm.get(one.norm) != one]
    return sorted(chosen, key=lambda one: (ORDER[one.label], one.status != "Excepted"))


def shared_provisions(answers: Iterable[Answer], law: Law) -> frozenset[str]:
    """Return the provisions that two of the answers' norms share: their norms must be named beside them."""
    norms = {answer.norm for answer in answers if answer.norm}
    provisions: Sequence[str] = [law.norms[norm].provision for norm in norms]
    return frozenset(provision for provision in provisions if provisions.count(provision) > 1)
