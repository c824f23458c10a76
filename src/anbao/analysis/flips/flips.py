"""The smallest changes of findings that change an answer, and what each open finding is worth.

A *flip* is a set of changes of findings (see `changes`) after which the answers
to the legal questions are another set, and no proper subset of which has such an
effect. Sets that would make the findings contradict one another are no flips.

Every such set is found: which changes can bear on an answer at all is worked
out in `changes`, which sets of them may be minimal in `companies`; supersets of
a flip are left out, which is what minimal means; the engine decides what is left
(see `whatif`). The tests compare with all sets of changes of all circumstances,
on worked and on generated examples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from operator import or_

import pyoxigraph as ox

from anbao.analysis.flips.changes import Change, Choice, Field, expand
from anbao.analysis.flips.companies import Companies, Company, Tried
from anbao.analysis.flips.dependence import Part, Questions
from anbao.analysis.flips.propagation import ESTABLISHED, OPEN, REFUTED, State
from anbao.analysis.flips.whatif import Answers, Assignment, WhatIf
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.errors import DataError
from anbao.graph.stores import holds
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position

__all__ = ["LARGEST", "Flip", "Flips", "OpenFinding", "find_flips"]

NO_PART: Part = frozenset()
LARGEST = 3  # changes in a set; with more, the sets outgrow what a reader can use
ONE_STEP = {(ESTABLISHED, OPEN), (REFUTED, OPEN), (OPEN, ESTABLISHED), (OPEN, REFUTED), (OPEN, None)}


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
    engine: Engine, dispute: Dispute, position: Position, *, size: int = LARGEST, ferenda: bool = False
) -> Flips:
    """Return all flips of up to `size` changes, and the worth of each open finding.

    Raises:
        DataError: `size` is not from 1 to 3.
        ContradictoryFindings: the findings contradict the ontology, or the position.
        ReasonerUnavailable: a profile is not cached and there is no Java.
    """
    if not 1 <= size <= LARGEST:
        raise DataError(
            f"{size} changes at a time are not searched.", where="size", mend="Ask for 1, 2 or 3."
        )
    asked = WhatIf(engine, dispute, position, ferenda=ferenda)
    search = _Search(asked, size)
    firm = _firm(engine, dispute)
    groups = [
        FlipGroup(
            tuple(choice.changes for choice in choices),
            tuple(Flip(changes, answers, _practical(changes, firm)) for changes in expand(choices)),
        )
        for choices, answers in search.run()
    ]
    groups.sort(key=lambda group: (len(group.choices), not group.practical, group.place))
    return Flips(dispute, position, size, search.answers, tuple(groups), tuple(_open_findings(asked)))


def _firm(engine: Engine, dispute: Dispute) -> frozenset[str]:
    """Return the circumstances on which a court found: those of a decided case, our own inferences apart."""
    basis, supplied = ox.NamedNode(ANBAO.basis), ox.NamedNode(ANBAO.SuppliedByEditors)
    return frozenset(
        finding.circumstance
        for finding in dispute.findings
        if dispute.case
        and finding.status != OPEN
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


def _open_findings(asked: WhatIf) -> Iterator[OpenFinding]:
    """Yield what each finding left open is worth, in the order of the findings."""
    opened = [finding.circumstance for finding in asked.dispute.findings if finding.status == OPEN]
    both = [{circumstance: status} for circumstance in opened for status in (ESTABLISHED, REFUTED)]
    answers = iter(asked.answers(both))
    for circumstance in opened:
        yield OpenFinding(circumstance, next(answers), next(answers))


class _Search:
    """Looks through sets of choices, smallest first."""

    def __init__(self, asked: WhatIf, size: int) -> None:
        self.asked, self.size = asked, size
        self.field = Field(asked, size)
        self.choices = self.field.choices
        [answers] = asked.answers([{}])
        assert answers is not None, "a WhatIf has no contradictory findings"
        self.answers = answers
        self._parts = asked.dependence.parts(self.field.state)
        self._before = asked.dependence.questions(self._parts)
        stakes = asked.dependence.stakes
        self._elements = [stake.features[0].mask for stake in stakes]
        self._near = reduce(or_, (stake.mask for stake in stakes), 0)
        self._at = {
            1 << place: frozenset(index for index, stake in enumerate(stakes) if stake.mask >> place & 1)
            for place in range(self._near.bit_length())
        }
        self._known: dict[tuple[int, int, int], Questions] = {}
        self._inert: dict[Company, Questions] = {}  # sets that alter no answer, contradictory ones with them
        self._flipped: set[Company] = set()
        self._clashing: dict[Company, int] = {}

    def run(self) -> Iterator[tuple[tuple[Choice, ...], Answers]]:
        """Yield each minimal set of choices that alters the answers, with the new ones."""
        yield from self._tried((index,) for index in range(len(self.choices)))
        for size in range(2, self.size + 1):
            left = [index for index in range(len(self.choices)) if (index,) not in self._flipped]
            altering = {index for index in left if self._inert.get((index,), self._before) != self._before}
            tried = Tried(left, altering, self._critical(altering), self._flipped, self._clashing)
            yield from self._tried(sorted(Companies(self.field, tried).sets(size)))

    def _critical(self, altering: Set[int]) -> dict[int, set[int]]:
        """Return by choice those in whose company, not alone, it alters what the answers depend on."""
        found: dict[int, set[int]] = defaultdict(set)
        for some, questions in self._inert.items():
            if len(some) == 2:  # noqa: PLR2004  pairs
                for one, other in (some, some[::-1]):
                    if one not in altering and questions != self._inert.get((other,), self._before):
                        found[one].add(other)
        return found

    def _tried(self, sets: Iterable[Company]) -> Iterator[tuple[tuple[Choice, ...], Answers]]:
        """Yield those of the sets that alter the answers; the like are decided once."""
        alike: dict[Questions, list[Company]] = defaultdict(list)
        for some in sets:
            choices = [self.choices[index] for index in some]
            state, clash = self._state(choices)
            questions = self._questions(state)
            if not clash and next(expand(choices), None):
                alike[questions].append(some)
            else:
                self._inert[some] = questions
            if clash:
                self._clashing[some] = clash
        asked = [(questions, self._assignment(alike[questions][0])) for questions in alike]
        for (questions, companies), found in zip(alike.items(), self.asked.decided(asked), strict=True):
            for some in companies:
                if found is None or found == self.answers:
                    self._inert[some] = questions
                else:
                    self._flipped.add(some)
                    yield tuple(self.choices[index] for index in some), found

    def _questions(self, state: State) -> Questions:
        """Return on what the answers in a situation depend: only the parts of altered stakes differ."""
        near, before = self._near, self.field.state
        key = (state.established & near, state.refuted & near, state.in_issue & near)
        if key not in self._known:
            altered = (key[0] ^ before.established) | (key[1] ^ before.refuted) | (key[2] ^ before.in_issue)
            altered &= near
            parts, silent = list(self._parts), ~state.known
            for index in self._concerned(altered):
                elements = self._elements[index]  # most norms stay unraised
                parts[index] = NO_PART if elements & silent else self.asked.dependence.part(index, state)
            self._known[key] = self.asked.dependence.questions(parts)
        return self._known[key]

    def _concerned(self, altered: int) -> set[int]:
        """Return the places of the stakes that depend on some circumstances."""
        found: set[int] = set()
        while altered:
            place = altered & -altered
            found |= self._at[place]
            altered ^= place
        return found

    def _state(self, choices: Sequence[Choice]) -> tuple[State, int]:
        """Return what follows after changes, and what is then both established and refuted."""
        kept = self.field.kept(frozenset([choice.replaces for choice in choices]))
        first, second = self.field.propagations
        state = first.state([kept[0], *(choice.effects[0] for choice in choices)])
        clash = state.established & state.refuted
        if second is not first:
            bare = second.state([kept[1], *(choice.effects[1] for choice in choices)])
            clash |= bare.established & bare.refuted
        return state, clash

    def _assignment(self, some: Company) -> Assignment:
        """Return a set as an assignment of statuses."""
        changes = next(expand([self.choices[index] for index in some]))
        return {change.circumstance: change.after for change in changes}
