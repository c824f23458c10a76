"""Evaluates node lists, one bit for each dispute.

A handful of disputes: plain integers, of which bit i is dispute i. Many: blocks of
64-bit words, through a program whose slots are used again when their value is not needed
any more, so that a block stays in the processor's cache. Numba interprets the program
and lets go of Python's lock; where it is missing, NumPy does the same more slowly.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from anbao.circuit.nodes import Ints, NodeList
from anbao.extras import install

__all__ = ["Program", "Words", "evaluate", "has_numba", "packed", "say_slow", "unpacked"]

LOG = logging.getLogger("anbao")

Words: TypeAlias = npt.NDArray[np.uint64]
BLOCK = 128  # words at a time, with Numba: the slots of the bare statutes then fit the second-level cache
WIDE_BLOCK = 2048  # with NumPy, where each step costs a call
ONES = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


def evaluate(nodes: NodeList, inputs: Sequence[int], rows: int = 1) -> list[int]:
    """Return the values of all nodes as integers, of which each bit is a dispute.

    Args:
        nodes: the circuit.
        inputs: the values of its inputs.
        rows: how many bits count.
    """
    ones = (1 << rows) - 1
    values = [0, *inputs]
    append = values.append
    flip = (0, ones)
    for left, right in zip(nodes.left.tolist(), nodes.right.tolist(), strict=True):
        append((values[left >> 1] ^ flip[left & 1]) & (values[right >> 1] ^ flip[right & 1]))
    return values


@cache
def has_numba() -> bool:
    """Return whether Numba can be used."""
    try:
        import numba  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


@cache
def say_slow() -> None:
    """Say once that many disputes would be decided faster."""
    LOG.warning(
        "Numba is not installed: very many disputes take about twenty times as long (%s).", install("fast")
    )


@dataclass(frozen=True, eq=False)
class Program:
    """A circuit as steps on slots: which slot each step writes, the two it reads, which are inverted.

    `reads` are the inputs that matter, in the order of the first slots; `roots` are the
    slots of the functions, `flips` tells which of them are inverted.
    """

    steps: Ints
    slots: int
    reads: Ints
    roots: Ints
    flips: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, nodes: NodeList, roots: Sequence[int]) -> Program:
        """Return the program that works out some functions of a circuit."""
        from anbao.circuit.programs import allocate  # noqa: PLC0415  Numba takes long to load

        literals = np.asarray(roots, np.int32)
        steps, slots, reads, places = allocate(nodes.inputs, nodes.left, nodes.right, literals)
        return cls(steps, int(slots), reads, places, (literals & 1).astype(np.bool_))

    def run(self, inputs: Words, threads: int | None = None) -> Words:
        """Return the values of the functions, a row of words each.

        Args:
            inputs: a row of words for each input of the circuit; all have the same length.
            threads: how many to use; by default one for each core.
        """
        words = inputs.shape[1]
        if words > WIDE_BLOCK and not has_numba():
            say_slow()
        found = np.empty((len(self.roots), words), np.uint64)
        count = threads or os.cpu_count() or 1
        if count == 1:
            self._run(inputs, found, 0, words)
            return found
        edges = np.linspace(0, words, count + 1).astype(int)
        shares = [(start, end) for start, end in pairwise(edges.tolist()) if start < end]
        with ThreadPoolExecutor(count) as pool:
            for done in [pool.submit(self._run, inputs, found, *share) for share in shares]:
                done.result()
        return found

    def _run(self, inputs: Words, found: Words, start: int, end: int) -> None:
        if has_numba():
            from anbao.circuit.programs import interpret  # noqa: PLC0415

            block = max(min(BLOCK, end - start), 1)  # of a few words the slots must not take memory for many
            interpret(
                self.steps, self.slots, self.reads, self.roots, self.flips, inputs, found, start, end, block
            )
        else:
            self._run_numpy(inputs, found, start, end)

    def _run_numpy(self, inputs: Words, found: Words, start: int, end: int) -> None:
        slots = np.empty((self.slots, min(WIDE_BLOCK, end - start)), np.uint64)
        steps = self.steps.tolist()
        for begin in range(start, end, WIDE_BLOCK):
            width = min(WIDE_BLOCK, end - begin)
            here = slots[:, :width]
            here[0] = 0
            here[1 : len(self.reads) + 1] = inputs[self.reads, begin : begin + width]
            rows = list(here)
            for step in steps:
                _step(rows, *step)
            block = here[self.roots]
            found[:, begin : begin + width] = np.where(self.flips[:, None], ~block, block)


def _step(rows: list[Any], slot: int, one: int, other: int, flips: int) -> None:
    """Write the conjunction of two slots, either of which may be inverted, into a third."""
    if flips == 0:
        np.bitwise_and(rows[one], rows[other], out=rows[slot])
    elif flips == 3:  # noqa: PLR2004  both
        np.bitwise_or(rows[one], rows[other], out=rows[slot])
        np.bitwise_not(rows[slot], out=rows[slot])
    elif flips == 1:
        np.bitwise_and(~rows[one], rows[other], out=rows[slot])
    else:
        np.bitwise_and(rows[one], ~rows[other], out=rows[slot])


def packed(bits: npt.NDArray[np.bool_]) -> Words:
    """Return rows of truth values as rows of words; the last word is filled up with false."""
    rows, count = bits.shape
    wide = np.zeros((rows, -(-count // 64) * 64), np.bool_)
    wide[:, :count] = bits
    return np.packbits(wide, axis=1, bitorder="little").view(np.uint64)


def unpacked(words: Words, count: int) -> npt.NDArray[np.bool_]:
    """Return rows of words as rows of `count` truth values."""
    return np.unpackbits(words.view(np.uint8), axis=1, bitorder="little")[:, :count].astype(np.bool_)
