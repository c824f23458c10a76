"""Which sets of changes have to be tried, so that no minimal one is missed.

Let S be a minimal set of changes that alters the answers, and c one of them.
Without c the findings contradict one another, or the answers are as before. Then
c alters what the answers depend on: the part of some norm n, or whether any norm
on a question was raised at all.

*The part of n.* It depends only on the changes of S that reach the bundle of n.
(a) If these are all of S, then S supplies all that n wants, and c alters a
feature of the bundle whose wants S supplies too: c *fits*. Sets whose members
reach one bundle and supply all that it wants are what `_covering` yields.
(b) If it is c alone, c alters what the answers depend on, and not the answers:
it is among the `altering`.
(c) If it is a pair of S, that pair is no flip, and c matters in it: the pair is
among the `critical` ones, which were found when pairs were tried.
So each member of S fits, is altering, or has a critical companion; and S arises
from a bundle, from altering changes, or from a critical pair and one more.
A further finding that entails nothing which is not known without it is *idle*:
it alters nothing, and S has no such member.

(What answers depend on is defined where findings contradict, too. No answers are
found there; but the part of a norm is that of any larger set whose further
members do not reach its bundle.)

*Contradiction.* Only taking a finding away mends it. So S is a set that
contradicts, whose members matter as above, with a change that takes a finding
away (`_curing`). Two changes that contradict each other are not both in S, and
no set that contradicts is part of S unless a change of S takes a finding away;
of the largest sets those are left out before they are tried.

*Whether any norm was raised.* If none was before, norms want no more than to be
raised, and the bundles hold. If some were, then S must silence all of them, for
a subset that did so would alter the answers alone; only taking findings away
silences anything, so S is a set of such changes (`_silencing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations
from operator import or_

from anbao.analysis.flips.changes import Bundle, Field
from anbao.analysis.flips.propagation import State, bits

__all__ = ["Companies", "Company", "Tried"]

Company = tuple[int, ...]
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tried:
    """What smaller sets showed.

    Attributes:
        left: the choices that are no flip alone.
        altering: those of them that alter what the answers depend on.
        critical: by choice those in whose company, of two, it alters that.
        flipped: the sets that are flips.
        clashing: the sets that make the findings contradict, with the circumstances
            that are then both established and refuted, as bits.
    """

    left: Sequence[int]
    altering: Set[int]
    critical: Mapping[int, Set[int]]
    flipped: Set[Company]
    clashing: Mapping[Company, int]


class Companies:
    """Yields the sets of choices, by place in the field, that may be minimal."""

    def __init__(self, field: Field, tried: Tried) -> None:
        """Take the choices and bundles, and what smaller sets showed."""
        self.field, self.tried = field, tried
        left = tried.left
        self._reach = {index: field.choices[index].reach for index in left}
        self._taking = {index for index in left if field.choices[index].replaces}
        self._near = self._watched()
        self._all = field.kept(frozenset())[0]
        # What a choice supplies to a norm that wants it, by whether it must be lifted.
        self._supply = {False: self._reach, True: {index: field.choices[index].lift for index in left}}
        # Sets of choices as bits, each at its place: those that supply a circumstance, those left beside one.
        self._supplying = {lifted: _holders(supply) for lifted, supply in self._supply.items()}
        self._members = {
            bundle: sum(1 << index for index in left if self._reach[index] & bundle.mask)
            for bundle in field.bundles
        }
        self._beside = self._compatible()
        self._wants = {
            taking: {index: self._least(index, taking=taking) for index in left} for taking in (True, False)
        }

    def _watched(self) -> dict[int, State]:
        """Return by choice what it entails, as far as features and coverings go."""
        propagation, stakes = self.field.asked.propagation, self.field.asked.dependence.stakes
        watched = reduce(
            or_, (stake.mask for stake in stakes), bits(propagation.place, propagation.combining)
        )
        effects = {index: self.field.choices[index].effects[0] for index in self.tried.left}
        return {index: State(*(side & watched for side in effect)) for index, effect in effects.items()}

    def _compatible(self) -> dict[int, int]:
        """Return by choice those that can be in one minimal set with it.

        That is none with which it is a flip, none that makes it idle or that it makes
        idle, and none that contradicts it.
        """
        apart = {index: 1 << index for index in self.tried.left}
        for one, other in (some for some in self.tried.flipped if len(some) == 2):  # noqa: PLR2004  pairs
            apart[one] |= 1 << other
            apart[other] |= 1 << one
        for one in self.tried.left:
            holds, fails, issue = self._near[one]
            if one not in self._taking:
                for other, (more, less, opened) in self._near.items():
                    known = more | less | opened
                    if other != one and not (holds & ~more or fails & ~less or issue & ~known):
                        apart[one] |= 1 << other
                        apart[other] |= 1 << one
        for profile in (0, 1):
            effects = {index: self.field.choices[index].effects[profile] for index in self.tried.left}
            making = _holders({index: effect.established for index, effect in effects.items()})
            unmaking = _holders({index: effect.refuted for index, effect in effects.items()})
            for index, effect in effects.items():
                for bit in _each(effect.established):
                    apart[index] |= unmaking[bit]
                for bit in _each(effect.refuted):
                    apart[index] |= making[bit]
        return {index: ~others for index, others in apart.items()}

    def _least(self, index: int, *, taking: bool) -> list[tuple[int, bool]]:
        """Return what must be supplied, at the least, for a choice to alter a feature that has an effect.

        Args:
            index: the choice.
            taking: whether some choice of the company takes a finding away; if none
                does, a further finding adds nothing to what is known already.
        """
        choice = self.field.choices[index]
        force = choice.reach if taking else choice.gain
        wants = {
            (bundle.wants | wants, bundle.lifted)
            for bundle in self.field.bundles
            if force & bundle.mask
            for wants, mask in bundle.features
            if force & mask
        }
        return [
            (one, lifted)
            for one, lifted in wants
            if not any(other != one and other & ~one == 0 for other, alike in wants if alike == lifted)
        ]

    def sets(self, size: int) -> set[Company]:
        """Return the sets of a size, of two or more, that may be minimal."""
        bundled = chain.from_iterable(self._bundled(bundle, size) for bundle in self.field.bundles)
        found = {some for some in set(bundled) if self._matter(some)}
        found.update(tuple(sorted(some)) for some in self._joined(size))
        found.update(self._silencing(size))
        found.update(self._curing(size))
        return {some for some in found if self._minimal(some)}

    def _minimal(self, some: Company) -> bool:
        """Return whether no proper subset is a flip."""
        smaller = (part for size in range(1, len(some)) for part in combinations(some, size))
        return self.tried.flipped.isdisjoint(smaller)

    def _joined(self, size: int) -> Iterator[Company]:
        """Yield sets of altering choices, and critical pairs with another that may matter."""
        yield from combinations(sorted(self.tried.altering), size)
        if size > 2:  # noqa: PLR2004  a pair and one more
            for one, companions in self.tried.critical.items():
                for other in companions:
                    further = self.tried.altering | companions | self.tried.critical.get(other, set())
                    further |= {more for more, known in self.tried.critical.items() if known & {one, other}}
                    yield from ((one, other, more) for more in further - {one, other})

    def _bundled(self, bundle: Bundle, size: int) -> Iterator[Company]:
        """Yield the sets that reach a bundle and supply all that its norm wants."""
        covering = self._covering(self._members[bundle], (), bundle.wants, bundle.lifted, size)
        return (tuple(sorted(some)) for some in covering)

    def _covering(
        self, members: int, chosen: Company, missing: int, lifted: bool, size: int
    ) -> Iterator[Company]:
        """Yield sets of members of a bundle that supply what is missing, the scarcest first."""
        if len(chosen) == size:
            if not missing:
                yield chosen
            return
        if missing:
            supplying = self._supplying[lifted]
            scarce = min((members & supplying[place] for place in _each(missing)), key=int.bit_count)
        else:
            scarce = members
        for bit in _each(scarce):
            index = bit.bit_length() - 1
            if not missing:
                members ^= bit  # of those that only fill up, each set once
            left = missing & ~self._supply[lifted][index]
            yield from self._covering(members & self._beside[index], (*chosen, index), left, lifted, size)

    def _matter(self, company: Company) -> bool:
        """Return whether each member fits, or matters in smaller company, and none is idle."""
        taking = not self._taking.isdisjoint(company)
        largest = len(company) == self.field.size  # a smaller one may be mended by a further change
        if largest and not taking and self._contradictory(company):
            return False
        missed = {lifted: self._missed(company, supply) for lifted, supply in self._supply.items()}
        wants = self._wants[taking]
        for index in company:
            for one, lifted in wants[index]:
                if not one & missed[lifted]:
                    break
            else:
                critical = self.tried.critical.get(index, NOBODY)
                if index not in self.tried.altering and critical.isdisjoint(company):
                    return False
        return not self._idle(company)

    def _contradictory(self, company: Company) -> bool:
        """Return whether a smaller set that contradicts is part of a set of further findings."""
        smaller = (part for size in range(1, len(company)) for part in combinations(company, size))
        return not self.tried.clashing.keys().isdisjoint(smaller)

    @staticmethod
    def _missed(company: Company, supply: Mapping[int, int]) -> int:
        """Return the circumstances that no member of a set supplies."""
        missed = -1
        for index in company:
            missed &= ~supply[index]
        return missed

    def _idle(self, company: Company) -> bool:
        """Return whether what a further finding entails is known from the others, or those before."""
        kept = self._kept(company)
        for index in company:
            if index not in self._taking:
                holds, fails, issue = kept
                for other in company:
                    if other != index:
                        more, less, opened = self._near[other]
                        holds, fails, issue = holds | more, fails | less, issue | opened
                more, less, opened = self._near[index]
                if not (more & ~holds or less & ~fails or opened & ~(holds | fails | issue)):
                    return True
        return False

    def _kept(self, company: Company) -> State:
        """Return what the findings entail that a company does not take away."""
        if self._taking.isdisjoint(company):
            return self._all
        replaced = (self.field.choices[index].replaces for index in company)
        return self.field.kept(frozenset(replaced))[0]

    def _curing(self, size: int) -> Iterator[Company]:
        """Yield the sets that contradict, each with a change that takes away a finding that takes part."""
        for some, clash in self.tried.clashing.items():
            if len(some) < size - 1:
                continue
            for index in self._taking.difference(some):
                if self._reach[index] & clash:
                    yield tuple(sorted((*some, index)))

    def _silencing(self, size: int) -> Iterator[Company]:
        """Yield the sets of changes that take findings away from every raised norm on a question."""
        dependence, state = self.field.asked.dependence, self.field.state
        raised: dict[str, list[int]] = defaultdict(list)
        for stake in dependence.stakes:
            if dependence.raised(stake, state):
                raised[stake.question].append(stake.features[0].mask)
        for masks in raised.values():
            every = (1 << len(masks)) - 1
            hits = {
                index: sum(1 << place for place, mask in enumerate(masks) if self._reach[index] & mask)
                for index in sorted(self._taking)
            }
            for some in combinations(hits, size):
                hit = 0
                for index in some:
                    hit |= hits[index]
                if hit == every:
                    yield some


def _each(some: int) -> Iterator[int]:
    """Yield the bits of a set, each alone."""
    while some:
        bit = some & -some
        yield bit
        some ^= bit


def _holders(held: Mapping[int, int]) -> dict[int, int]:
    """Return by bit those that have it, as bits at their places."""
    found: dict[int, int] = defaultdict(int)
    for index, some in held.items():
        for bit in _each(some):
            found[bit] |= 1 << index
    return found
