"""The minimal sets that account for answers and differences, against their definitions spelt out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from itertools import chain, combinations

import pytest

from anbao.analysis.compare import accounts
from anbao.analysis.compare.accounts import (
    Account,
    Premises,
    Withdrawals,
    crux,
    minimal,
    subsets,
    support,
    turn,
)

Answer = Callable[[Premises], int]
MINE, YOURS = frozenset("abcd"), frozenset("wxyz")
SEEDS = range(60)


def powerset(premises: Iterable[str]) -> list[Premises]:
    """Return all subsets."""
    some = sorted(premises)
    return [frozenset(c) for c in chain.from_iterable(combinations(some, n) for n in range(len(some) + 1))]


def least(sets: Iterable[Premises]) -> set[Premises]:
    """Return the sets none of whose proper subsets is among them."""
    known = set(sets)
    return {one for one in known if not any(other < one for other in known)}


def drawn(seed: int) -> Answer:
    """Return an arbitrary answer to each set of premises; few answers, so that many sets agree."""
    source = random.Random(seed)
    answers = {premises: source.randrange(3) for premises in powerset(MINE | YOURS)}
    return answers.__getitem__


def without(answer: Answer, premises: Premises) -> Withdrawals[int]:
    """Return what is answered without each set of some premises."""
    return Withdrawals.of({gone: answer(premises - gone) for gone in powerset(premises)})


def found(account: Account[int]) -> set[Premises]:
    """Return the sets of an account, each once."""
    sets = [premises for premises, _ in account.sets]
    assert len(sets) == len(set(sets))
    return set(sets)


@pytest.mark.parametrize("seed", SEEDS)
def test_support_is_every_minimal_set_that_alone_gives_the_answer(seed: int) -> None:
    """A(S) = A(P), for S as small as can be, all of them."""
    answer = drawn(seed)
    account = support({held: answer(held) for held in powerset(MINE)})
    assert found(account) == least(held for held in powerset(MINE) if answer(held) == answer(MINE))
    assert account.complete


@pytest.mark.parametrize("seed", SEEDS)
def test_crux_is_every_minimal_set_but_for_which_the_two_agree(seed: int) -> None:
    """A(P without D) = A(Q without D), for D as small as can be, all of them, with the common answer."""
    answer = drawn(seed)
    account = crux(without(answer, MINE), without(answer, YOURS))
    agreeing = [gone for gone in powerset(MINE | YOURS) if answer(MINE - gone) == answer(YOURS - gone)]
    assert found(account) == least(agreeing)
    assert all(then == answer(MINE - gone) == answer(YOURS - gone) for gone, then in account.sets)
    assert account.complete


@pytest.mark.parametrize("seed", SEEDS)
def test_turn_is_every_minimal_change_after_which_one_answers_as_the_other(seed: int) -> None:
    """A(P changed by D) = A(Q), for D as small as can be, all of them."""
    answer = drawn(seed)

    def say(changes: Iterable[Premises]) -> dict[Premises, int]:
        return {change: answer(MINE ^ change) for change in changes}

    account = turn(MINE ^ YOURS, answer(YOURS), say)
    turning = [change for change in powerset(MINE ^ YOURS) if answer(MINE ^ change) == answer(YOURS)]
    assert found(account) == least(turning)
    assert account.complete


def test_turn_asks_for_nothing_that_holds_a_known_set() -> None:
    """What contains a minimal change is not tried."""
    asked: list[Premises] = []

    def say(changes: Iterable[Premises]) -> dict[Premises, int]:
        asked.extend(changes)
        return {change: int("a" in change) for change in asked}

    assert found(turn("abc", 1, say)) == {frozenset("a")}
    assert set(asked) == {frozenset(), frozenset("a"), frozenset("b"), frozenset("c"), frozenset("bc")}


def test_overdetermination_needs_every_ground_withdrawn() -> None:
    """Where two premises each suffice for an answer, the crux names both and the support either."""

    def answer(held: Premises) -> int:
        return int(bool(held & {"a", "b"}))

    bare = Withdrawals.of({frozenset[str](): 0})
    assert found(crux(without(answer, frozenset("ab")), bare)) == {frozenset("ab")}
    supported = support({held: answer(held) for held in powerset("ab")})
    assert found(supported) == {frozenset("a"), frozenset("b")}


def test_beyond_the_bound_the_account_says_that_it_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many premises the sets near none and near all are looked at, and no more is claimed."""
    monkeypatch.setattr(accounts, "WHOLE", 4)
    monkeypatch.setattr(accounts, "BOUND", 1)
    looked_at = list(subsets("abcde"))
    assert sorted(map(len, looked_at)) == [0, *[1] * 5, *[4] * 5, 5]
    account = support({held: int("a" in held) for held in looked_at})
    assert found(account) == {frozenset("a")}
    assert not account.complete
    turned = turn("abcde", 1, lambda changes: {change: int(change == {"a"}) for change in changes})
    assert found(turned) == {frozenset("a")}
    assert not turned.complete


def test_minimal_drops_what_holds_another() -> None:
    """The smallest come first, and none holds another."""
    assert minimal([frozenset("ab"), frozenset("a"), frozenset("bc"), frozenset("abc")]) == [
        frozenset("a"),
        frozenset("bc"),
    ]
