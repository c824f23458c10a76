"""Gates added to a finished circuit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from anbao.circuit.nodes import NodeList

__all__ = ["Extension"]


class Extension:
    """A circuit that grows by further functions of its own; what is constant makes no gates."""

    def __init__(self, nodes: NodeList) -> None:
        """Start with the gates of a circuit."""
        self._inputs = nodes.inputs
        self._left, self._right = nodes.left.tolist(), nodes.right.tolist()

    def both(self, one: int, other: int) -> int:
        """Return the literal of the conjunction of two functions."""
        if one > other:
            one, other = other, one
        if one <= 1:
            return other if one else 0
        if one ^ other <= 1:
            return one if one == other else 0
        self._left.append(one)
        self._right.append(other)
        return 2 * (self._inputs + len(self._left))

    def all(self, literals: Iterable[int]) -> int:
        """Return the literal of the conjunction of any number of functions, as a balanced tree."""
        level = list(literals) or [1]
        while len(level) > 1:
            odd = level[-1:] if len(level) % 2 else []
            level = [self.both(*pair) for pair in zip(level[::2], level[1::2], strict=False)] + odd
        return level[0]

    def any(self, literals: Iterable[int]) -> int:
        """Return the literal of the disjunction of any number of functions."""
        return self.all(literal ^ 1 for literal in literals) ^ 1

    def nodes(self) -> NodeList:
        """Return all gates."""
        return NodeList(self._inputs, np.array(self._left, np.int32), np.array(self._right, np.int32))
