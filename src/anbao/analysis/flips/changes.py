"""Which changes of findings can bear on an answer at all, and which are interchangeable.

A *change* gives a factual circumstance another status: established, refuted,
left open, or no finding. After entailment the rules read a situation only
through features (see `dependence`), and a change bears on a feature only if it
can *reach* one of its circumstances: what the old and the new finding entail or
put in issue alone, carried on by the coverings and by auxiliary norms perhaps in
force, which alone combine findings. What reaches no feature is left out here,
unless it takes a finding away that other changes would contradict.

A norm *wants* its elements that are refuted or silent: unless changes *lift* each
of them, that is establish it or put it in issue, it gives nothing. (Where no norm
on its question is raised, a norm wants its silent elements only, and it is enough
to reach them: raised and failed, it makes the answer "none".) Norms that want more
than `size` changes drop out with what bears on them alone.

Changes of circumstances on which there is no finding are *interchangeable* if
they entail the same as far as features, coverings and possible contradictions
go: then so does every set that has one for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product
from operator import or_

from anbao.analysis.flips.dependence import ASSESSED
from anbao.analysis.flips.propagation import ESTABLISHED, OPEN, REFUTED, Propagation, State, bits
from anbao.analysis.flips.whatif import WhatIf
from anbao.disputes.status import Status

__all__ = ["Bundle", "Change", "Choice", "Field", "expand"]

NOTHING = State(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Change:
    """That a circumstance has another status than before; `None` stands for no finding."""

    circumstance: str
    after: Status | None
    before: tuple[Status, ...]

    @property
    def place(self) -> tuple[str, str]:
        """Where the change stands in a list."""
        return self.circumstance, self.after or ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Interchangeable changes, with what they entail under the position and under the bare statutes.

    `reach` holds the circumstances whose state they can alter in any company,
    `lift` those of them that they can help to establish or put in issue, `gain`
    those that they can alter in the company of changes that take no finding away;
    all as bits.
    """

    changes: tuple[Change, ...]
    effects: tuple[State, State]
    reach: int
    lift: int
    gain: int

    @property
    def replaces(self) -> str | None:
        """The circumstance of which a finding is taken away, if one is."""
        return self.changes[0].circumstance if self.changes[0].before else None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A stake, by its place, with what changes must do to alter its part in the answer.

    `wants` holds the circumstances that changes must reach, or `lifted` lift, before
    the norm gives anything, `mask` all that features of the bundle depend on;
    `features` has for each the circumstances that it wants, and those it depends on.
    """

    stake: int
    wants: int
    lifted: bool
    mask: int
    features: tuple[tuple[int, int], ...]


def expand(choices: Sequence[Choice]) -> Iterator[tuple[Change, ...]]:
    """Yield the sets of changes, one of each choice, on different circumstances."""
    for changes in product(*(choice.changes for choice in choices)):
        if len({change.circumstance for change in changes}) == len(changes):
            yield tuple(sorted(changes, key=lambda change: change.circumstance))


class Field:
    """The changes that can bear on the answers to a dispute, in sets of up to some size."""

    def __init__(self, asked: WhatIf, size: int) -> None:
        """Find the norms within reach, and group the changes that bear on them."""
        self.asked, self.size = asked, size
        self.propagations = (asked.propagation, asked.bare)
        state = asked.state({})
        assert state is not None, "a WhatIf has no contradictory findings"
        self.state = state
        self._kept: dict[frozenset[str | None], tuple[State, State]] = {}
        self.before: dict[str, tuple[Status, ...]] = {}
        for finding in asked.dispute.findings:
            earlier = self.before.get(finding.circumstance, ())
            self.before[finding.circumstance] = tuple(sorted({*earlier, finding.status}))
        reach = {change: self._reach(change) for change in self._changes()}
        self.bundles = self._bundles(set(reach.values()))
        self.relevant = reduce(or_, (bundle.mask for bundle in self.bundles), 0)
        live = {
            change: found
            for change, found in reach.items()
            if found & self.relevant or not {ESTABLISHED, REFUTED}.isdisjoint(change.before)
        }
        self.choices = tuple(self._choices(live))

    def kept(self, replaced: frozenset[str | None]) -> tuple[State, State]:
        """Return what the findings but those on some circumstances entail, each alone, by propagation."""
        if replaced not in self._kept:
            self._kept[replaced] = (
                self._union(self.propagations[0], replaced),
                self._union(self.propagations[1], replaced),
            )
        return self._kept[replaced]

    def _union(self, propagation: Propagation, replaced: Collection[str | None]) -> State:
        effects = [
            propagation.effect(finding.circumstance, finding.status)
            for finding in self.asked.dispute.findings
            if finding.circumstance not in replaced
        ]
        return State(*(reduce(or_, side) for side in zip(NOTHING, *effects, strict=True)))

    def _changes(self) -> Iterator[Change]:
        """Yield every change of one factual circumstance."""
        for iri, circumstance in self.asked.engine.law.circumstances.items():
            if circumstance.factual:
                before = self.before.get(iri, ())
                for after in (ESTABLISHED, REFUTED, OPEN, None):
                    if (after,) != before and (after is not None or before):
                        yield Change(iri, after, before)

    def _effect(self, propagation: Propagation, change: Change) -> State:
        """Return what the new finding entails alone."""
        return NOTHING if change.after is None else propagation.effect(change.circumstance, change.after)

    def _reach(self, change: Change) -> int:
        """Return the circumstances whose state a change can alter in any company, under either profile."""
        found = 0
        for propagation in dict.fromkeys(self.propagations):
            old = (propagation.effect(change.circumstance, status).known for status in change.before)
            found |= propagation.reach(reduce(or_, old, self._effect(propagation, change).known))
        return found

    def _bundles(self, reaches: Collection[int]) -> tuple[Bundle, ...]:
        """Return the norms that up to `size` changes can make give something."""
        dependence, state = self.asked.dependence, self.state
        lacking = ~(state.established | state.in_issue)
        before = dependence.questions(dependence.parts(state))
        assessed = {question for question, parts in before if ASSESSED in parts}
        found = []
        for place, stake in enumerate(dependence.stakes):
            norm, *others = stake.features
            lifted = stake.question in assessed
            wants = norm.mask & (lacking if lifted else ~state.known)
            if self._within(wants, reaches):
                needs = [0 if feature.kind == "reading" else feature.mask & lacking for feature in others]
                masks = [feature.mask for feature in others]
                features = ((0, norm.mask), *zip(needs, masks, strict=True))
                found.append(Bundle(place, wants, lifted, stake.mask, features))
        return tuple(found)

    def _within(self, wants: int, reaches: Iterable[int]) -> bool:
        """Return whether up to `size` changes can reach all that a norm wants."""
        parts = {reach & wants for reach in reaches}
        parts = {part for part in parts if not any(part != more and part & more == part for more in parts)}
        return any(
            reduce(or_, some, 0) == wants
            for count in range(1, self.size + 1)
            for some in combinations(parts, min(count, len(parts)))
        )

    def _choices(self, live: dict[Change, int]) -> Iterator[Choice]:
        """Yield the changes that reach something relevant, the interchangeable ones together."""
        watched = [self._watched(propagation, live) for propagation in self.propagations]
        combining = bits(self.asked.propagation.place, self.asked.propagation.combining)
        alike: dict[object, list[Change]] = defaultdict(list)
        for change in live:
            alike[self._kind(change, watched)].append(change)
        for group in alike.values():
            effects = [self._effect(propagation, group[0]) for propagation in self.propagations]
            reach = lift = gain = live[group[0]]
            if not group[0].before and not effects[0].known & combining:
                lift, gain = effects[0].established | effects[0].in_issue, self._gain(effects[0])
            yield Choice(tuple(group), (effects[0], effects[1]), reach, lift, gain)

    def _gain(self, effect: State) -> int:
        """Return the circumstances whose state a further finding alters."""
        state = self.state
        return (
            (effect.established & ~state.established)
            | (effect.refuted & ~state.refuted)
            | (effect.in_issue & ~state.known)
        )

    def _kind(self, change: Change, watched: Sequence[int]) -> object:
        """Return what interchangeable changes have in common; a finding that is there is its own kind."""
        if change.before:
            return change
        first, second = (self._effect(propagation, change) for propagation in self.propagations)
        mine = watched[0] | self.relevant
        return (
            first.established & mine,
            first.refuted & mine,
            first.in_issue & mine,
            second.established & watched[1],
            second.refuted & watched[1],
        )

    def _watched(self, propagation: Propagation, changes: Iterable[Change]) -> int:
        """Return the circumstances through which findings can combine or contradict one another."""
        given = {(change.circumstance, change.after) for change in changes}
        given |= {(iri, status) for iri, found in self.before.items() for status in found}
        given |= {(iri, status) for iri in propagation.combining for status in (ESTABLISHED, REFUTED)}
        once, twice = [0, 0], [0, 0]
        for iri, status in given:
            effect = NOTHING if status is None else propagation.effect(iri, status)
            for side, found in enumerate((effect.established, effect.refuted)):
                twice[side] |= once[side] & found
                once[side] |= found
        # What only itself makes hold and only itself makes fail cannot clash with another finding.
        both = {iri for iri, _ in given if {(iri, ESTABLISHED), (iri, REFUTED)} <= given}
        alone = bits(propagation.place, both) & ~(twice[0] | twice[1])
        return (once[0] & once[1] & ~alone) | bits(propagation.place, propagation.combining)
