"""Which changes are interchangeable: those that can be exchanged everywhere, and nothing is different.

Two changes from and to the same status are interchangeable if exchanging them maps the
sets of changes that were found onto themselves, with their answers. So one set of a
group, and who may stand for whom, tell all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

from anbao.analysis.flips.changes import Change

__all__ = ["Choice", "Set", "grouped"]

Set: TypeAlias = frozenset[int]  # of changes, by their place
Choice: TypeAlias = tuple[int, ...]  # interchangeable changes
Links: TypeAlias = Mapping[
    Set, Hashable
]  # the other changes of each set that a change is in, and the answers


def grouped(
    changes: Sequence[Change], sets: Mapping[Set, Hashable]
) -> list[tuple[tuple[Choice, ...], list[Set]]]:
    """Return sets in groups that differ in interchangeable changes only, with the choices of each group.

    Args:
        changes: all changes.
        sets: the answers after each set of changes.
    """
    choice_of = _choices(changes, _links(sets))
    groups: dict[tuple[tuple[Choice, ...], Hashable], list[Set]] = defaultdict(list)
    for places, answers in sets.items():
        groups[tuple(sorted(choice_of[place] for place in places)), answers].append(places)
    return [(choices, found) for (choices, _), found in groups.items()]


def _links(sets: Mapping[Set, Hashable]) -> dict[int, dict[Set, Hashable]]:
    """Return for each change the other changes of each set that it is in, with the answers after it."""
    found: dict[int, dict[Set, Hashable]] = defaultdict(dict)
    for places, answers in sets.items():
        for place in places:
            found[place][places - {place}] = answers
    return found


def _choices(changes: Sequence[Change], links: Mapping[int, Links]) -> dict[int, Choice]:
    """Return for each change those that are interchangeable with it, itself included, in order."""
    kinds: dict[Hashable, list[int]] = defaultdict(list)
    for place in sorted(links):
        sizes = Counter((len(others), answers) for others, answers in links[place].items())
        kinds[changes[place].before, changes[place].after, frozenset(sizes.items())].append(place)
    return {
        place: choice for alike in kinds.values() for choice in _divided(alike, links) for place in choice
    }


def _divided(alike: Sequence[int], links: Mapping[int, Links]) -> Iterable[Choice]:
    """Yield the interchangeable among some changes; one stands for all, since exchanges can be combined."""
    left = list(alike)
    while left:
        choice = tuple(place for place in left if _exchangeable(left[0], place, links))
        yield choice
        left = [place for place in left if place not in choice]


def _exchangeable(one: int, other: int, links: Mapping[int, Links]) -> bool:
    """Return whether the sets with one change and not the other are those with the other and not the one."""
    if one == other or links[one] == links[other]:
        return True
    with_one = {others: answers for others, answers in links[one].items() if other not in others}
    with_other = {others: answers for others, answers in links[other].items() if one not in others}
    return with_one == with_other
