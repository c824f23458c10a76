"""Tries one change more in every context, gate by gate, compiled by Numba.

This is how testers of hardware try every fault of a circuit: 64 contexts at once, a bit
of a word each, and of every gate its value in them; a change inverts inputs, and only
gates that a changed gate reaches are worked out again, in their order, as long as
anything changes (parallel-pattern single-fault propagation: Waicukauskas and others,
"Fault simulation for structured VLSI", VLSI Systems Design 6, 1985). Most changes end
after a few gates, so a row costs a fraction of a nanosecond, not one step for each gate.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from anbao.circuit.folding import compiled
from anbao.circuit.kernel import Words
from anbao.circuit.nodes import Ints, NodeList

__all__ = ["Wiring", "find"]

Bits: TypeAlias = npt.NDArray[np.bool_]
ZERO, ONE, ONES = np.uint64(0), np.uint64(1), np.uint64(0xFFFF_FFFF_FFFF_FFFF)
# Multiplied by a power of two, the top six bits of a de Bruijn sequence tell which power it is
# (Leiserson, Prokop and Randall, "Using de Bruijn sequences to index a 1 in a computer word", 1998).
DE_BRUIJN, TOP = np.uint64(0x03F7_9D71_B4CB_0A89), np.uint64(58)
PLACE = np.zeros(64, np.int64)
for _place in range(64):
    PLACE[(int(DE_BRUIJN) << _place & 0xFFFF_FFFF_FFFF_FFFF) >> 58] = _place


class Wiring(NamedTuple):
    """A function of a dispute's inputs, with, for each node, the gates that read it.

    `readers[first[n] : first[n + 1]]` are the gates that read node n, `sides` the other
    literal that each of them reads; `root` is the literal of the function. `now` are the
    inputs before any change, `toggles` the one or two that each change inverts, -1 for none.
    """

    inputs: int
    left: Ints
    right: Ints
    first: Ints
    readers: Ints
    sides: Ints
    root: int
    now: Bits
    toggles: Ints

    @classmethod
    def of(cls, nodes: NodeList, root: int, now: Bits, toggles: Ints) -> Wiring:
        """Return the wiring of a function."""
        gates = np.arange(len(nodes), dtype=np.int32)
        read = np.concatenate([nodes.left, nodes.right]) >> 1
        order = np.argsort(read, kind="stable")
        first = np.searchsorted(read[order], np.arange(nodes.inputs + len(nodes) + 2)).astype(np.int32)
        readers = np.concatenate([gates, gates])[order]
        sides = np.concatenate([nodes.right, nodes.left])[order]
        return cls(nodes.inputs, nodes.left, nodes.right, first, readers, sides, root, now, toggles)


class State(NamedTuple):
    """The values of all nodes; a bit for each gate that waits to be worked out; what was changed, from what."""

    values: Words
    waiting: Words
    trail: Ints
    before: Words


def find(wiring: Wiring, prefixes: Ints, allowed: Words, excluded: Words) -> Ints:
    """Return the sets of changes for which a function is true: a prefix and two changes more.

    Args:
        wiring: the function.
        prefixes: sets of changes, a row each, in ascending order; the two come after the last one.
        allowed: for each prefix, a bit for each change that may be added to it.
        excluded: for each change, a bit for each change that must not go with it.
    """
    room = 4096
    while True:
        found = np.empty((room, prefixes.shape[1] + 2), np.int32)
        count = _find(wiring, prefixes, allowed, excluded, found)
        if count <= room:
            return found[:count]
        room = count


@compiled
def _find(wiring, prefixes, allowed, excluded, found):  # type: ignore[no-untyped-def]
    """Write down the sets that were found, as many as there is room for, and return how many there are."""
    gates, size = len(wiring.left), prefixes.shape[1]
    nodes = wiring.inputs + 1 + gates
    state = State(
        np.zeros(nodes, np.uint64),
        np.zeros((gates >> 6) + 1, np.uint64),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.uint64),
    )
    count = 0
    for p in range(len(prefixes)):
        start = prefixes[p, size - 1] + 1 if size else 0
        for block in range(start >> 6, excluded.shape[1]):
            lanes = allowed[p, block]
            if block == start >> 6:
                lanes &= ONES << np.uint64(start & 63)
            if lanes != ZERO:
                _evaluate(wiring, prefixes[p], block, lanes, state.values)
                count = _complete(
                    wiring, state, prefixes[p], block, lanes, allowed[p], excluded, found, count
                )
    return count


@compiled
def _complete(wiring, state, prefix, block, lanes, allowed, excluded, found, count):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """Try every last change after the changes of some lanes; return how many sets there are now."""
    for last in range(block * 64 + 1, len(wiring.toggles)):
        if not (allowed[last >> 6] >> np.uint64(last & 63)) & ONE:
            continue
        mask = lanes & ~excluded[last, block]
        if last >> 6 == block:
            mask &= (ONE << np.uint64(last & 63)) - ONE
        if mask == ZERO:
            continue
        hits = _try(wiring, state, wiring.toggles[last], mask)
        while hits != ZERO:
            bit = hits & (~hits + ONE)
            hits ^= bit
            if count < len(found):
                found[count, : len(prefix)] = prefix
                found[count, len(prefix)] = block * 64 + PLACE[(bit * DE_BRUIJN) >> TOP]
                found[count, len(prefix) + 1] = last
            count += 1
    return count


@compiled
def _value(values, literal):  # type: ignore[no-untyped-def]
    """Return the value of a literal in 64 contexts."""
    value = values[literal >> 1]
    return ~value if literal & 1 else value


@compiled
def _invert(values, toggled, lanes):  # type: ignore[no-untyped-def]
    """Invert the inputs of a change in some lanes."""
    for place in toggled:
        if place >= 0:
            values[place + 1] ^= lanes


@compiled
def _evaluate(wiring, prefix, block, lanes, values):  # type: ignore[no-untyped-def]
    """Work out all gates after the changes of a prefix, and one change of the block more in each lane."""
    for place in range(wiring.inputs):
        values[place + 1] = ONES if wiring.now[place] else ZERO
    for change in prefix:
        _invert(values, wiring.toggles[change], ONES)
    for lane in range(64):
        bit = ONE << np.uint64(lane)
        if lanes & bit:
            _invert(values, wiring.toggles[block * 64 + lane], bit)
    first = wiring.inputs + 1
    for gate in range(len(wiring.left)):
        values[first + gate] = _value(values, wiring.left[gate]) & _value(values, wiring.right[gate])


@compiled
def _change(wiring, state, node, lanes, changed):  # type: ignore[no-untyped-def]
    """Invert a node in some lanes, let the gates wait that may change by it; return in which words they are.

    A gate whose other side is false in all these lanes stays as it is, unless that side
    changes too: then it is that side that finds this one changed already.
    """
    values, low, high = state.values, len(state.waiting), -1
    state.trail[changed], state.before[changed] = node, values[node]
    values[node] ^= lanes
    for n in range(wiring.first[node], wiring.first[node + 1]):
        if _value(values, wiring.sides[n]) & lanes != ZERO:
            reader = wiring.readers[n]
            state.waiting[reader >> 6] |= ONE << np.uint64(reader & 63)
            low, high = min(low, reader >> 6), max(high, reader >> 6)
    return low, high


@compiled
def _try(wiring, state, toggled, mask):  # type: ignore[no-untyped-def]
    """Return in which lanes of the mask the function is true after one change more; all values stay."""
    values, waiting = state.values, state.waiting
    changed, word, last = 0, len(waiting), -1
    for place in toggled:
        if place >= 0:
            low, high = _change(wiring, state, place + 1, mask, changed)
            word, last = min(word, low), max(last, high)
            changed += 1
    while word <= last:
        while waiting[word] != ZERO:
            bit = waiting[word] & (~waiting[word] + ONE)
            waiting[word] ^= bit
            gate = (word << 6) + PLACE[(bit * DE_BRUIJN) >> TOP]
            node = wiring.inputs + 1 + gate
            value = _value(values, wiring.left[gate]) & _value(values, wiring.right[gate])
            difference = (value ^ values[node]) & mask
            if difference != ZERO:
                _, high = _change(wiring, state, node, difference, changed)
                last = max(last, high)
                changed += 1
        word += 1
    hits = _value(values, wiring.root) & mask
    for n in range(changed - 1, -1, -1):
        values[state.trail[n]] = state.before[n]
    return hits
