"""Grounded labels are those of the least complete extension, found by trying every set."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import chain, combinations, product

import pytest

from anbao.analysis.arguments.grounded import grounded

Pairs = frozenset[tuple[str, str]]


def complete(arguments: Iterable[str], attacks: Pairs) -> list[frozenset[str]]:
    """Return all complete extensions, by Dung's definition: the sets of just what they defend."""
    names = list(arguments)

    def defended(some: frozenset[str], argument: str) -> bool:
        attackers = {one for one, other in attacks if other == argument}
        return all(any((friend, attacker) in attacks for friend in some) for attacker in attackers)

    subsets = map(frozenset, chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)))
    return [
        some
        for some in subsets
        if not any((one, other) in attacks for one in some for other in some)
        and some == {argument for argument in names if defended(some, argument)}
    ]


def check(arguments: list[str], attacks: Pairs) -> None:
    """Fail unless the labels are those of the least complete extension."""
    extensions = complete(arguments, attacks)
    least = frozenset.intersection(*extensions)
    assert least in extensions
    labels = grounded(arguments, attacks)
    assert {name for name, label in labels.items() if label == "in"} == least
    attacked = {other for one, other in attacks if one in least}
    assert {name for name, label in labels.items() if label == "out"} == attacked
    assert set(labels) == set(arguments)


def test_every_framework_of_three() -> None:
    """Every framework of up to three arguments, self-attacks included: 530 of them."""
    for size in (1, 2, 3):
        names = [f"a{n}" for n in range(size)]
        pairs = list(product(names, names))
        for chosen in product((False, True), repeat=len(pairs)):
            check(names, frozenset(pair for pair, taken in zip(pairs, chosen, strict=True) if taken))


@pytest.mark.parametrize("seed", range(60))
def test_drawn_frameworks(seed: int) -> None:
    """Larger frameworks, drawn with few and with many attacks."""
    source = random.Random(seed)
    names = [f"a{n}" for n in range(source.choice((5, 7, 9)))]
    density = source.choice((0.08, 0.15, 0.3))
    check(names, frozenset(pair for pair in product(names, names) if source.random() < density))


def test_reinstatement() -> None:
    """What attacks an attacker defends: a over b over c leaves a and c in."""
    assert grounded("abc", [("a", "b"), ("b", "c")]) == {"a": "in", "b": "out", "c": "in"}


def test_mutual_attack_is_undecided() -> None:
    """Two that attack each other stay undecided, and so does what only one of them attacks."""
    assert set(grounded("abc", [("a", "b"), ("b", "a"), ("b", "c")]).values()) == {"undecided"}
