"""What the engine finds for a dispute, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from anbao.disputes.disputes import Dispute
from anbao.law.classification import Profile
from anbao.law.norms import Position

__all__ = [
    "Answer",
    "Answered",
    "Assessment",
    "Burden",
    "Decision",
    "Defence",
    "Element",
    "Ground",
    "Nearest",
    "Shift",
    "Silence",
    "Step",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a finding to an element: a circumstance within, or by, another, and why.

    `by` is `finding`, `taxonomy`, `disjointness`, `covering`, `denial`, or the IRI of an auxiliary norm.
    """

    circumstance: str
    holds: bool
    by: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A rule that would put a burden on another side once its conditions were established."""

    rule: str
    side: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """Who proves an element, `ClaimantSide`, `DefendantSide` or `AuthoritySide`, and by which rules.

    `ground` is `general` (the general rule on the question), `provision`, `claim` (of the position), or
    `not stated` where the graph holds no rule; `authority` is what the rules rest on.
    """

    side: str
    ground: str
    rules: tuple[str, ...]
    authority: tuple[str, ...]
    would_shift: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a norm, or a condition of an exception to it, with its state, steps and burden.

    `state` is `Established`, `Refuted`, `LeftOpen`, `NotShown` (the steps lead up from what is refuted)
    or `Silent` (nobody mentioned it, and another element defeats the norm).
    """

    kind: str
    circumstance: str
    state: str
    steps: tuple[Step, ...]
    burden: Burden


@dataclass(frozen=True, slots=True)
class Ground:
    """That one norm prevails over another: by which canon and on whose authority."""

    upper: str
    lower: str
    canon: str
    authority: tuple[str, ...]
    decisive: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """A norm in a decision.

    `status` is `Met`, `NotMet`, `Open` or `Excepted`; `label` is `Governs`,
    `Displaced`, `Uncertain` or empty. A norm that is met and uncertain is provisional.
    `exceptions` are those that apply or may apply, each with its conditions; a defence is no part
    of them, since it is assessed itself.
    """

    norm: str
    status: str
    label: str
    elements: tuple[Element, ...]
    excepted_by: tuple[str, ...]
    open_exceptions: tuple[str, ...]
    displaced_by: tuple[Ground, ...]
    beside: tuple[str, ...]
    in_time: bool
    closed_for: str
    exceptions: tuple[tuple[str, tuple[Element, ...]], ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the norm is met while something open may displace it."""
        return self.status == "Met" and self.label == "Uncertain"


@dataclass(frozen=True, slots=True)
class Defence:
    """A defence that reduces or suspends an answer: `ReducesLiability` or `SuspendsLiability`.

    `established` tells whether its conditions are met; else they were put in issue and not proved.
    """

    norm: str
    effect: str
    established: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One member of the answer to a legal question.

    `kind` is `Settled`, `Conditional`, `Unsettled`, `NoLiability`, `OutsideGraph` or `NothingInIssue`,
    which only the main question has, and which is no answer: nothing compares or scores it.
    `liability` is the IRI of a liability, or of the open consequence if unsettled.
    `standing` is `firm` if its norm governs, `provisional` if the norm is met and may
    be displaced, `pending` if the norm is open. `weaker` tells whether a stronger
    answer of a comparable form stands beside it. `reading` is `FirstReading` or
    `SecondReading` where the author says two things that contradict one another, else empty.
    """

    question: str
    kind: str
    norm: str | None
    liability: str | None
    premise: str | None
    conditions: tuple[str, ...]
    provision: str | None
    standing: str
    weaker: bool
    defences: tuple[Defence, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A norm in force that nobody raised: on what the findings are silent, what they refute, and what fails.

    What fails is not shown: what was to carry it is refuted.
    """

    norm: str
    silent: tuple[str, ...]
    refuted: tuple[str, ...]
    not_shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """A norm that came nearest to answering the main question, and its elements that are not established."""

    norm: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """The answers to a dispute under a position, without what led to them.

    `closed` holds those if the evidence closed now, `None` if nothing was left open;
    `contradicted` tells that the findings contradict the position. `live` is what
    the answers are read from: each norm that is met or open at either stage, with
    its status, its label, and its consequence as the position limits it.
    """

    dispute: Dispute
    position: Position
    answers: tuple[Answer, ...]
    closed: tuple[Answer, ...] | None
    contradicted: bool
    live: frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Decision:
    """What is found for a dispute under a position, as it stands; `closed` if the evidence closed now.

    `profile` holds the axioms under which it was found; `nearest` the norms that came nearest where the
    main question gets no liability; `force` the provisions that were certainly in force, and those that
    perhaps were.
    """

    dispute: Dispute
    position: Position
    profile: Profile
    answers: tuple[Answer, ...]
    assessments: tuple[Assessment, ...]
    without_effect: tuple[str, ...]
    production: tuple[str, ...]
    not_in_force: tuple[str, ...]
    not_raised: tuple[Silence, ...]
    contradiction: str | None
    closed: Decision | None
    nearest: tuple[Nearest, ...] = ()
    force: tuple[frozenset[str], ...] = field(default=(), repr=False)

    @cached_property
    def by_norm(self) -> Mapping[str, Assessment]:
        """The assessments by the IRI of their norm."""
        return {assessment.norm: assessment for assessment in self.assessments}

    def status(self, norm: str) -> str:
        """Return the status of a norm: one of the five, `NotRaised` for what was not assessed."""
        assessment = self.by_norm.get(norm)
        return assessment.status if assessment else "NotRaised"
