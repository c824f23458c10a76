"""Interchangeable changes, from sets of changes alone."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from anbao.analysis.flips.changes import Change
from anbao.analysis.flips.grouping import grouped
from anbao.disputes.status import Status

NEW = [Change(f"c:{n}", Status.ESTABLISHED, ()) for n in range(6)]


def groups(sets: Mapping[Any, str], changes: list[Change] = NEW) -> set[tuple[tuple[int, ...], ...]]:
    """Return the choices of each group, having checked that the groups share out the sets."""
    whole = {frozenset(places): answers for places, answers in sets.items()}
    found = grouped(changes, whole)
    shared = [one for _, some in found for one in some]
    assert len(shared) == len(set(shared))
    assert set(shared) == whole.keys()
    assert all(len({whole[one] for one in some}) == 1 for _, some in found)
    return {choices for choices, _ in found}


def test_changes_with_the_same_company_are_interchangeable() -> None:
    """Each of two changes goes with each of three others: one group."""
    sets = {(a, b): "x" for a in (0, 1) for b in (2, 3, 4)}
    assert groups(sets) == {((0, 1), (2, 3, 4))}


def test_changes_that_go_together_are_interchangeable() -> None:
    """Any two of four: one group, with the choice twice."""
    assert groups(dict.fromkeys(combinations(range(4), 2), "x")) == {((0, 1, 2, 3), (0, 1, 2, 3))}


def test_one_set_less_parts_them() -> None:
    """Where a pair is missing, its changes are not interchangeable with those that have all pairs."""
    sets = {(a, b): "x" for a in (0, 1) for b in (2, 3)}
    del sets[1, 3]
    assert groups(sets) == {((0,), (2,)), ((0,), (3,)), ((1,), (2,))}


def test_answers_part_changes() -> None:
    """Changes after which other answers are given are not interchangeable."""
    assert groups({(0,): "x", (1,): "x", (2,): "y"}) == {((0, 1),), ((2,),)}


def test_statuses_part_changes() -> None:
    """One choice says from which status to which, so changes of other statuses are choices of their own."""
    changes = [
        NEW[0],
        NEW[1],
        Change("c:9", Status.REFUTED, ()),
        Change("c:8", Status.ESTABLISHED, (Status.REFUTED,)),
    ]
    assert groups({(n,): "x" for n in range(4)}, changes) == {((0, 1),), ((2,),), ((3,),)}
