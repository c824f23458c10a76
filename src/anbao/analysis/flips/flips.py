"""The smallest changes of findings that change an answer, and what each open finding is worth.

A *flip* is a set of changes of findings after which the answers to the legal questions
are another set, and no proper subset of which has such an effect. Sets that would make
the findings contradict one another, or norms prevail over one another in a circle, are
no flips. Every flip of up to three changes is found, on request of up to four: how,
and why none is missed, is said in `search`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyoxigraph as ox

from anbao.analysis.flips.by_rules import RuleVariations
from anbao.analysis.flips.changes import Change
from anbao.analysis.flips.circuits import circuit_of
from anbao.analysis.flips.grouping import grouped
from anbao.analysis.flips.search import Found, minimal_sets
from anbao.analysis.flips.variations import Answers, Variations
from anbao.disputes.disputes import Dispute
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.errors import ContradictoryFindings, DataError
from anbao.graph.stores import holds
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position

__all__ = ["LARGEST", "USUAL", "Flip", "FlipGroup", "Flips", "OpenFinding", "find_flips", "variations_of"]

LOG = logging.getLogger("anbao")
USUAL = 3  # changes in a set; with more, the sets outgrow what a reader can use
LARGEST = 4  # on request: there are two hundred times as many sets of four as of three
BY_RULES = 1
ONE_STEP = {
    (Status.ESTABLISHED, Status.LEFT_OPEN),
    (Status.REFUTED, Status.LEFT_OPEN),
    (Status.LEFT_OPEN, Status.ESTABLISHED),
    (Status.LEFT_OPEN, Status.REFUTED),
    (Status.LEFT_OPEN, None),
}


@dataclass(frozen=True, slots=True)
class Flip:
    """A minimal set of changes and the answers after it.

    `practical` tells whether it matters in practice: each change is one step on a
    circumstance that was put in issue, and none goes against what a court found.
    """

    changes: tuple[Change, ...]
    answers: Answers
    practical: bool


@dataclass(frozen=True, slots=True)
class FlipGroup:
    """Flips that differ in interchangeable changes only: one change of each choice."""

    choices: tuple[tuple[Change, ...], ...]
    flips: tuple[Flip, ...]

    @property
    def place(self) -> list[tuple[str, str]]:
        """Where the group stands in a list of groups of its size."""
        return [changes[0].place for changes in self.choices]

    @property
    def practical(self) -> bool:
        """Whether a flip of the group matters in practice."""
        return any(flip.practical for flip in self.flips)


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """What deciding a circumstance left open is worth: the answers if established, and if refuted.

    No answers where the other findings exclude that. `decides` tells whether the
    answers differ.
    """

    circumstance: str
    established: Answers | None
    refuted: Answers | None

    @property
    def decides(self) -> bool:
        """Whether the answers depend on how the circumstance is decided."""
        return None not in (self.established, self.refuted) and self.established != self.refuted


@dataclass(frozen=True, slots=True)
class Flips:
    """The flips of a dispute under a position, the smallest first, of one size the practical first."""

    dispute: Dispute
    position: Position
    size: int
    answers: Answers
    groups: tuple[FlipGroup, ...]
    open_findings: tuple[OpenFinding, ...]

    @property
    def flips(self) -> tuple[Flip, ...]:
        """Every flip."""
        return tuple(flip for group in self.groups for flip in group.flips)


def find_flips(
    engine: Engine,
    dispute: Dispute,
    position: Position,
    *,
    size: int | None = None,
    ferenda: bool = False,
) -> Flips:
    """Return all flips of up to `size` changes, and the worth of each open finding.

    By default `size` is 3, or 1 if no circuit covers the dispute, which is logged then.

    Raises:
        DataError: `size` is not from 1 to 4.
        ContradictoryFindings: the findings contradict the ontology, or the position.
        PriorityCycle: norms prevail over one another in a circle.
        ReasonerUnavailable: a profile is not cached and there is no Java.
    """
    if size is not None and not 1 <= size <= LARGEST:
        raise DataError(
            f"{size} changes at a time are not searched.", where="size", mend=f"Ask for 1 to {LARGEST}."
        )
    varied = variations_of(engine, dispute, position, ferenda=ferenda)
    usual = USUAL if isinstance(varied, Variations) else BY_RULES
    [answers] = varied.answers(np.empty((1, 0), np.int32))
    if answers is None:
        _refuse(engine, dispute, position, ferenda=ferenda)
    assert answers is not None
    found = minimal_sets(varied, size or usual)
    groups = _groups(varied.changes, found, _firm(engine, dispute))
    worth = tuple(_open_findings(varied, dispute))
    return Flips(dispute, position, size or usual, answers, tuple(groups), worth)


def variations_of(
    engine: Engine, dispute: Dispute, position: Position, *, ferenda: bool = False
) -> Variations | RuleVariations:
    """Return what answers a dispute when findings change: a circuit, or the rules if none covers it."""
    covering = circuit_of(engine, position, ferenda=ferenda)
    [true] = covering[0].inputs([dispute]) if covering else [None]
    if covering and true is not None:
        return Variations(engine.law, *covering, dispute, true)
    LOG.warning(
        "%s: no circuit covers it under %s, so the rules decide each change, and only single ones are tried "
        "unless you ask for more.",
        dispute.label.en,
        position.identifier,
    )
    return RuleVariations(engine, dispute, position, ferenda=ferenda)


def _refuse(engine: Engine, dispute: Dispute, position: Position, *, ferenda: bool) -> None:
    """Raise what makes a dispute undecidable."""
    [decision] = engine.decide([dispute], [position], ferenda=ferenda)
    raise ContradictoryFindings(
        f"under {position.identifier} the findings contradict one another: {decision.contradiction}.",
        where=dispute.label.en,
        mend="Withdraw one of them, leave it open, or ask under another position.",
    )


def _groups(changes: Sequence[Change], found: Iterable[Found], firm: frozenset[str]) -> list[FlipGroup]:
    """Return flips in groups of interchangeable changes, in order."""
    answers = {
        frozenset(places): one
        for part in found
        for places, one in zip(part.sets.tolist(), part.answers, strict=True)
    }
    groups = [
        FlipGroup(
            tuple(tuple(changes[place] for place in choice) for choice in choices),
            tuple(
                _flip([changes[place] for place in sorted(places)], answers[places], firm) for places in sets
            ),
        )
        for choices, sets in grouped(changes, answers)
    ]
    return sorted(groups, key=lambda group: (len(group.choices), not group.practical, group.place))


def _flip(changes: Sequence[Change], answers: Answers, firm: frozenset[str]) -> Flip:
    return Flip(tuple(changes), answers, _practical(changes, firm))


def _firm(engine: Engine, dispute: Dispute) -> frozenset[str]:
    """Return the circumstances on which a court found: those of a decided case, our own inferences apart."""
    basis, supplied = ox.NamedNode(ANBAO.basis), ox.NamedNode(ANBAO.SuppliedByEditors)
    return frozenset(
        finding.circumstance
        for finding in dispute.findings
        if dispute.case
        and finding.status != Status.LEFT_OPEN
        and not holds(engine.store, ox.NamedNode(finding.iri), basis, supplied)
    )


def _practical(changes: Iterable[Change], firm: frozenset[str]) -> bool:
    """Return whether a court that hears the dispute might well make the changes.

    What nobody pleaded, what a court found, and what would have to turn from
    established to refuted, is out of the ordinary.
    """
    return all(
        change.circumstance not in firm
        and any((before, change.after) in ONE_STEP for before in change.before)
        for change in changes
    )


def _open_findings(varied: Variations | RuleVariations, dispute: Dispute) -> Iterator[OpenFinding]:
    """Yield what each finding left open is worth, in the order of the findings."""
    place = {(change.circumstance, change.after): n for n, change in enumerate(varied.changes)}
    opened = [finding.circumstance for finding in dispute.findings if finding.status == Status.LEFT_OPEN]
    rows = [[place[iri, status]] for iri in opened for status in (Status.ESTABLISHED, Status.REFUTED)]
    answers = iter(varied.answers(np.array(rows, np.int32).reshape(-1, 1)))
    for iri in opened:
        yield OpenFinding(iri, next(answers), next(answers))
