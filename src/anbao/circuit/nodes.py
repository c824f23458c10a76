"""A finished circuit: a list of gates in topological order, as arrays.

A literal is twice a node plus one if inverted. Node 0 is false, the nodes 1 to
`inputs` are the inputs, and each later node is the conjunction of two earlier literals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from anbao.circuit.gates import Gates

__all__ = ["Ints", "NodeList", "collected"]

Ints: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class NodeList:
    """The gates of a circuit: `left` and `right` hold the literals that each conjoins."""

    inputs: int
    left: Ints
    right: Ints

    def __len__(self) -> int:
        """Return how many gates there are."""
        return len(self.left)

    def __eq__(self, other: object) -> bool:
        """Return whether another list has the same gates."""
        return (
            isinstance(other, NodeList)
            and self.inputs == other.inputs
            and np.array_equal(self.left, other.left)
            and np.array_equal(self.right, other.right)
        )

    __hash__ = None  # type: ignore[assignment]

    def into(self, gates: Gates, literals: Iterable[int]) -> list[int]:
        """Return literals of this list as those of a graph that has the same inputs first."""
        mapped = list(range(0, 2 * self.inputs + 2, 2))
        both = gates.both
        for left, right in zip(self.left.tolist(), self.right.tolist(), strict=True):
            mapped.append(both(mapped[left >> 1] ^ left & 1, mapped[right >> 1] ^ right & 1))
        return [mapped[literal >> 1] ^ literal & 1 for literal in literals]

    def specialised(self, constants: Mapping[int, bool], roots: Sequence[int]) -> tuple[NodeList, list[int]]:
        """Return what is left of some functions when inputs are given, and their literals in it.

        Args:
            constants: the values of inputs, by their place from 0. They stay inputs that nothing reads.
            roots: literals.
        """
        from anbao.circuit.folding import fold  # noqa: PLC0415  Numba, which folds fast, takes long to load

        known = np.full(self.inputs + 1, -1, np.int32)
        known[0] = 0
        for place, value in constants.items():
            known[place + 1] = int(value)
        left, right, literals = fold(self.inputs, self.left, self.right, known, np.asarray(roots, np.int32))
        return NodeList(self.inputs, left, right), literals.tolist()


def collected(
    gates: Gates, inputs: int, roots: Sequence[int], base: Sequence[int] = ()
) -> tuple[NodeList, list[int]]:
    """Return the gates that some functions depend on as a list, and the functions' literals in it.

    Args:
        gates: a graph whose first nodes are the inputs.
        inputs: how many they are.
        roots: the functions.
        base: nodes that come first, in this order, as in another list that this one continues.
    """
    numbers = {node: node for node in range(inputs + 1)}
    known = set(base)
    order = [*base, *(node for node in gates.below(roots) if node > inputs and node not in known)]
    for place, node in enumerate(order):
        numbers[node] = inputs + 1 + place
    left = np.empty(len(order), np.int32)
    right = np.empty(len(order), np.int32)
    for place, node in enumerate(order):
        one, other = gates.left[node], gates.right[node]
        left[place] = 2 * numbers[one >> 1] | one & 1
        right[place] = 2 * numbers[other >> 1] | other & 1
    return NodeList(inputs, left, right), [2 * numbers[root >> 1] | root & 1 for root in roots]
