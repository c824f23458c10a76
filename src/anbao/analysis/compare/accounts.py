"""The smallest sets of premises that account for an answer, and for a difference.

A(S) is what is answered under the premises S, on the common ground of the bare
statutes; a position with premises P answers A(P). Three accounts are given.

**Support.** Sets S of premises of P that alone give its answer: A(S) = A(P).
The empty set if the statutes answer so without them.

**Turn.** Sets D of premises by which P must change to answer as Q does, some of
its own given up, some of Q's adopted: D ⊆ P ∆ Q and A(P ∆ D) = A(Q). It has a
direction and says on what the two part: why this rather than that (P. Lipton,
"Contrastive explanation", 1990; T. Miller, "Explanation in artificial
intelligence", Artificial Intelligence 267, 2019). There always is one, to
become Q.

**Crux.** Sets D of premises of either but for which the two would answer alike:
A(P ∖ D) = A(Q ∖ D). This is the lawyers' condicio sine qua non, put for sets,
so that it stays right where several premises each suffice for a result (the
minimal sets of J. Halpern, "A modification of the Halpern-Pearl definition of
causality", IJCAI 2015). It is symmetric. Where an author's reading falls away
another of his may take its place; a crux then names that too. There always is
one: without any premises both answer as the statutes do.

Of each only the minimal sets are given, of which no part would do, and all of
these. The answer is not monotone in the premises: a claim may remove what
another gave. So none can be found by growing or shrinking one set, and every
subset is looked at, of the premises that can bear on the dispute at all (see
`relevance`). Where these are too many, the smallest and the largest subsets are
looked at, and the account says that it is not complete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product
from typing import Generic, TypeAlias, TypeVar

__all__ = ["Account", "Premises", "Withdrawals", "crux", "minimal", "subsets", "support", "turn"]

WHOLE = 12  # premises of which every subset is looked at; of more, those near none or near all
BOUND = 3

Premises: TypeAlias = frozenset[str]
Said = TypeVar("Said", bound=Hashable)


@dataclass(frozen=True)
class Account(Generic[Said]):
    """Minimal sets of premises, each with what is answered then; `complete` if there can be no other."""

    sets: tuple[tuple[Premises, Said], ...]
    complete: bool


def subsets(premises: Collection[str]) -> Iterator[Premises]:
    """Yield the subsets that are looked at, smallest first."""
    count, ordered = len(premises), sorted(premises)
    for size in range(count + 1):
        if count <= WHOLE or size <= BOUND or size >= count - BOUND:
            yield from map(frozenset, combinations(ordered, size))


def minimal(sets: Iterable[Premises]) -> list[Premises]:
    """Return the sets of which no other is a part, smallest first."""
    found: list[Premises] = []
    for one in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= one for other in found):
            found.append(one)
    return found


def _exhausted(said: Collection[Premises]) -> bool:
    """Return whether sets are all subsets of what they hold together."""
    every: Premises = frozenset().union(*said)
    return len(said) == 1 << len(every)


def support(held: Mapping[Premises, Said]) -> Account[Said]:
    """Return the minimal sets of premises that alone give a position's answer.

    Args:
        held: what is answered if only these premises are held, all of them included.
    """
    goal = held[frozenset().union(*held)]
    found = minimal(premises for premises, answer in held.items() if answer == goal)
    return Account(tuple((premises, goal) for premises in found), _exhausted(held))


@dataclass(frozen=True)
class Withdrawals(Generic[Said]):
    """What a position answers without some of its premises: for each answer the minimal such sets."""

    least: Mapping[Said, Sequence[Premises]]
    complete: bool

    @classmethod
    def of(cls, without: Mapping[Premises, Said]) -> Withdrawals[Said]:
        """Return what is answered without each set of premises, as the minimal sets for each answer."""
        by_answer: dict[Said, list[Premises]] = defaultdict(list)
        for withdrawn, answer in without.items():
            by_answer[answer].append(withdrawn)
        return cls({answer: minimal(sets) for answer, sets in by_answer.items()}, _exhausted(without))


def crux(one: Withdrawals[Said], other: Withdrawals[Said]) -> Account[Said]:
    """Return the minimal sets but for which two positions, with no premise in common, answer alike.

    What is minimal for the two together is so for each, given the answer.
    """
    then = {
        mine | yours: answer
        for answer in one.least.keys() & other.least.keys()
        for mine, yours in product(one.least[answer], other.least[answer])
    }
    found = tuple((premises, then[premises]) for premises in minimal(then))
    return Account(found, one.complete and other.complete)


def turn(
    premises: Collection[str],
    goal: Said,
    say: Callable[[Collection[Premises]], Mapping[Premises, Said]],
) -> Account[Said]:
    """Return the minimal changes after which a position answers as another does.

    Args:
        premises: what may be given up or adopted.
        goal: what the other answers.
        say: returns what is answered after each of some changes; it is asked once for each size.
    """
    found: list[Premises] = []
    for _, group in groupby(subsets(premises), key=len):
        changes = [change for change in group if not any(known <= change for known in found)]
        if changes:
            answers = say(changes)
            found += [change for change in changes if answers[change] == goal]
    return Account(tuple((change, goal) for change in found), len(premises) <= WHOLE)
