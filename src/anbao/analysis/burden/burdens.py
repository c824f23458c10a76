"""What each side must still prove in a dispute, and what it thereby reaches or averts.

Who bears the burden of what, and by which rule, the rules have found (`queries/rules/11-burden.rq`).
An element that nobody proved counts against the side that bears it, and is not thereby refuted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from anbao.engine.results import Assessment, Decision, Element
from anbao.law.norms import Law

__all__ = ["DisputeBurden", "NormBurden", "Task", "burden_of"]

CLAIMANT, DEFENDANT, AUTHORITY = "ClaimantSide", "DefendantSide", "AuthoritySide"


@dataclass(frozen=True, slots=True)
class NormBurden:
    """A norm with the burdens under it; `closed` is its status if the evidence closed now.

    `exceptions` are those that apply or may, excluding defences included, each with its conditions.
    """

    assessment: Assessment
    closed: str
    exceptions: tuple[tuple[str, tuple[Element, ...]], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What a side must still prove, all of it, and what it thereby reaches or averts: norms.

    For the claimant the circumstances are to be established; for the defendant each is to be
    refuted, or, where it is the condition of an exception, established (`holds`).
    """

    proof: tuple[tuple[str, bool], ...]
    norms: tuple[str, ...]


@dataclass(frozen=True)
class DisputeBurden:
    """The burdens in a dispute under a position, and what is left to prove.

    `unavoidable` are the norms that stand if the evidence closed now and that nothing in issue averts.
    """

    decision: Decision
    norms: tuple[NormBurden, ...]
    claimant: tuple[Task, ...]
    defendant: tuple[Task, ...]
    unavoidable: tuple[str, ...]


def burden_of(decision: Decision, law: Law) -> DisputeBurden:
    """Return the burdens in a decision, and what each side must still prove."""
    closed = decision.closed or decision
    norms = tuple(_norm(decision, closed, assessment) for assessment in decision.assessments)
    liable = [norm for norm in norms if law.norms[norm.assessment.norm].consequence and _by_parties(norm)]
    standing = [
        norm
        for norm in liable
        if norm.closed == "Met" and closed.by_norm[norm.assessment.norm].label != "Displaced"
    ]
    averting = {norm.assessment.norm: _averting(norm) for norm in standing}
    return DisputeBurden(
        decision,
        norms,
        _least(_claims(liable)),
        _least(_defences(averting)),
        tuple(norm for norm, ways in averting.items() if not ways),
    )


def _by_parties(norm: NormBurden) -> bool:
    """Return whether the parties prove the norm, and not the administrative organ (APL art. 40)."""
    return all(element.burden.side != AUTHORITY for element in norm.assessment.elements)


def _norm(decision: Decision, closed: Decision, assessment: Assessment) -> NormBurden:
    conditions = dict(assessment.exceptions)
    found = sorted({*assessment.excepted_by, *assessment.open_exceptions})
    exceptions = (
        # A defence is a norm itself, and its conditions are its elements.
        (iri, raised.elements if (raised := decision.by_norm.get(iri)) else conditions.get(iri, ()))
        for iri in found
    )
    return NormBurden(assessment, closed.by_norm[assessment.norm].status, tuple(exceptions))


def _claims(norms: Iterable[NormBurden]) -> Iterator[Task]:
    """Yield, for each open norm that fails if the evidence closed now, what the claimant must prove."""
    for norm in norms:
        missing = tuple((element.circumstance, True) for element in _unproved(norm, CLAIMANT))
        if norm.assessment.status == "Open" and norm.closed != "Met" and missing:
            yield Task(missing, (norm.assessment.norm,))


def _unproved(norm: NormBurden, side: str) -> Iterator[Element]:
    """Yield the elements of a norm that were left open and that a side bears."""
    for element in norm.assessment.elements:
        if element.state == "LeftOpen" and element.burden.side == side:
            yield element


def _averting(norm: NormBurden) -> list[tuple[tuple[str, bool], ...]]:
    """Return the ways in which the defendant can avert a norm, each with all that it must prove for it."""
    refuted = [((element.circumstance, False),) for element in _unproved(norm, DEFENDANT)]
    excepted = (
        tuple((condition.circumstance, True) for condition in conditions if condition.state != "Established")
        for _, conditions in norm.exceptions
    )
    return [*refuted, *(proof for proof in excepted if proof)]


def _defences(averting: Mapping[str, Sequence[tuple[tuple[str, bool], ...]]]) -> Iterator[Task]:
    """Yield what would avert every norm that can be averted: one way for each of them, together."""
    avertible = {norm: ways for norm, ways in averting.items() if ways}
    if avertible:
        for chosen in product(*avertible.values()):
            proof = sorted({fact for way in chosen for fact in way})
            yield Task(tuple(proof), tuple(avertible))


def _least(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks of which none needs all that another needs, the smallest first; equal ones joined."""
    joined: dict[frozenset[tuple[str, bool]], list[str]] = {}
    for task in tasks:
        norms = joined.setdefault(frozenset(task.proof), [])
        norms += [norm for norm in task.norms if norm not in norms]
    least = [proof for proof in joined if not any(other < proof for other in joined)]
    ordered = sorted(least, key=lambda proof: (len(proof), sorted(proof)))
    return tuple(Task(tuple(sorted(proof)), tuple(joined[proof])) for proof in ordered)
