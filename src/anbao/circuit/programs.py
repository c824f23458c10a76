"""The inner loops of the kernel, compiled by Numba where it is installed."""

from __future__ import annotations

import numpy as np

from anbao.circuit.folding import compiled

__all__ = ["allocate", "interpret"]


@compiled
def allocate(inputs, left, right, roots):  # type: ignore[no-untyped-def]
    """Return the steps that work out some roots, the number of slots, the inputs read, the roots' slots.

    Slot 0 is false, then come the inputs that are read; the slot of a gate is free again
    after the last step that reads it.
    """
    first, count = inputs + 1, len(left)
    last = np.full(first + count, -1, np.int32)
    for gate in range(count):
        last[left[gate] >> 1] = gate
        last[right[gate] >> 1] = gate
    for root in roots:
        last[root >> 1] = count  # never free
    slot = np.zeros(first + count, np.int32)
    read = 0
    reads = np.empty(inputs, np.int32)
    for node in range(1, first):
        if last[node] >= 0:
            reads[read] = node - 1
            read += 1
            slot[node] = read
    top = read + 1
    free = np.empty(count + 1, np.int32)
    waiting = 0
    steps = np.empty((count, 4), np.int32)
    for gate in range(count):
        one, other = left[gate] >> 1, right[gate] >> 1
        steps[gate, 1], steps[gate, 2] = slot[one], slot[other]
        steps[gate, 3] = (left[gate] & 1) | (right[gate] & 1) << 1
        if one >= first and last[one] == gate:
            free[waiting] = slot[one]
            waiting += 1
        if other >= first and other != one and last[other] == gate:
            free[waiting] = slot[other]
            waiting += 1
        if waiting:
            waiting -= 1
            slot[first + gate] = free[waiting]
        else:
            slot[first + gate] = top
            top += 1
        steps[gate, 0] = slot[first + gate]
    places = np.empty(len(roots), np.int32)
    for place in range(len(roots)):
        places[place] = slot[roots[place] >> 1]
    return steps, top, reads[:read].copy(), places


@compiled
def interpret(steps, slots, reads, roots, flips, inputs, found, start, end, block):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0913, PLR0917
    """Run a program on the words from `start` to `end`, a block at a time, into `found`."""
    values = np.empty((slots, min(block, end - start)), np.uint64)
    for begin in range(start, end, block):
        width = min(block, end - begin)
        for j in range(width):
            values[0, j] = 0
        for place in range(len(reads)):
            source = reads[place]
            for j in range(width):
                values[place + 1, j] = inputs[source, begin + j]
        for step in range(len(steps)):
            slot, one, other, inverted = steps[step, 0], steps[step, 1], steps[step, 2], steps[step, 3]
            if inverted == 0:
                for j in range(width):
                    values[slot, j] = values[one, j] & values[other, j]
            elif inverted == 1:
                for j in range(width):
                    values[slot, j] = ~values[one, j] & values[other, j]
            elif inverted == 2:  # noqa: PLR2004
                for j in range(width):
                    values[slot, j] = values[one, j] & ~values[other, j]
            else:
                for j in range(width):
                    values[slot, j] = ~(values[one, j] | values[other, j])
        for place in range(len(roots)):
            slot = roots[place]
            if flips[place]:
                for j in range(width):
                    found[place, begin + j] = ~values[slot, j]
            else:
                for j in range(width):
                    found[place, begin + j] = values[slot, j]
