"""Every minimal set of changes after which a dispute is answered otherwise, by exhaustion.

Sets of one change are all tried; then sets of two, of three, and so on. A set is left
out only if it has two changes of one circumstance, or if a part of it was found before:
then it is not minimal. So what is found is complete by construction:

- `Variations.differs` is true of a set exactly if the answers are others and nothing
  contradicts; `_rows` tries it on rows, with no shortcut at all;
- `simulation.find` tries the same sets, but works out again only what a change alters;
- what either finds is read as answers, and compared with those given now.

With Numba sets of three are some 5 * 10^7, in tens of milliseconds to some tenths of a
second; without it, `_rows` takes minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from anbao.analysis.flips.by_rules import RuleVariations
from anbao.analysis.flips.variations import Answers, Variations
from anbao.circuit.kernel import has_numba, packed
from anbao.circuit.nodes import Ints

if TYPE_CHECKING:
    from anbao.analysis.flips.simulation import Wiring

__all__ = ["Found", "minimal_sets"]

Bits = npt.NDArray[np.bool_]
SHARES = 8  # of the work, for each thread: some prefixes have more to try than others
ROWS = 1 << 18  # tried at once without Numba; 20 MB of inputs


@dataclass(frozen=True)
class Found:
    """Minimal sets of one size: the places of their changes, a row each, and the answers after each."""

    sets: Ints
    answers: tuple[Answers, ...]


def minimal_sets(
    variations: Variations | RuleVariations, size: int, *, fast: bool | None = None
) -> list[Found]:
    """Return the minimal sets of changes that alter the answers, for each size from 1 up to `size`.

    Args:
        variations: the changes, and what is answered after them.
        size: the most changes in a set.
        fast: whether only what a change alters is worked out again; by default if Numba is there.
    """
    search = _Search(variations, has_numba() if fast is None else fast)
    return [search.of_size(one) for one in range(1, size + 1)]


class _Search:
    """Looks for sets, the smaller ones first, and remembers what it found."""

    def __init__(self, variations: Variations | RuleVariations, fast: bool) -> None:
        self.variations = variations
        self.fast = fast and isinstance(variations, Variations)
        [self.given] = variations.answers(np.empty((1, 0), np.int32))
        facts = np.unique([change.circumstance for change in variations.changes], return_inverse=True)[1]
        self.excluded: Bits = (
            facts[:, None] == facts[None, :]
        )  # pairs that are not tried, or no part of what is
        self.alone = np.zeros(len(facts), np.bool_)  # changes that alter the answers alone
        self.triples = np.empty((0, 3), np.int32)

    def of_size(self, size: int) -> Found:
        """Return the minimal sets of a size, those of smaller sizes known."""
        if not self.variations.changes:
            return Found(np.empty((0, size), np.int32), ())
        found = self._confirmed(self._candidates(size))
        if size == 1:
            self.alone[found.sets[:, 0]] = True
            self.excluded |= self.alone[:, None] | self.alone[None, :]
        elif size == 2:  # noqa: PLR2004
            one, other = found.sets.T
            self.excluded[one, other] = self.excluded[other, one] = True
        elif size == 3:  # noqa: PLR2004
            self.triples = found.sets
        return found

    def _confirmed(self, candidates: Ints) -> Found:
        """Return the sets after which the answers are read to be others."""
        answers = self.variations.answers(candidates)
        places = [place for place, one in enumerate(answers) if one is not None and one != self.given]
        return Found(
            candidates[places],
            tuple(answer for answer in map(answers.__getitem__, places) if answer is not None),
        )

    def _candidates(self, size: int) -> Ints:
        """Return in order the sets for which `differs` is true, without supersets of known ones."""
        if size == 1:
            singles = np.arange(len(self.alone), dtype=np.int32)[:, None]
            return singles[self.variations.may_differ(singles)]
        parts = [
            part
            for prefixes, allowed in self._prefixes(size - 2)
            for part in self._extended(prefixes, allowed)
        ]
        sets = np.concatenate([np.empty((0, size), np.int32), *parts])
        return sets[np.lexsort(sets.T[::-1])]

    def _prefixes(self, size: int) -> Iterator[tuple[Ints, Bits]]:
        """Yield sets with the changes that may be added to each, some at a time."""
        count = len(self.alone)
        if size == 0:
            yield np.empty((1, 0), np.int32), ~self.alone[None, :]
        elif size == 1:
            left = np.flatnonzero(~self.alone).astype(np.int32)
            yield left[:, None], ~self.excluded[left]
        else:
            for first in range(count):
                second = np.flatnonzero(~self.excluded[first, first:]).astype(np.int32) + np.int32(first)
                allowed = ~self.excluded[second] & ~self.excluded[first] & ~self._completing(first)[second]
                yield np.stack([np.full_like(second, first), second], 1), allowed

    def _completing(self, change: int) -> Bits:
        """Return the pairs that make a known set of three together with a change."""
        found = np.zeros_like(self.excluded)
        for place in range(3):
            one, other = np.delete(self.triples[self.triples[:, place] == change], place, 1).T
            found[one, other] = found[other, one] = True
        return found

    def _extended(self, prefixes: Ints, allowed: Bits) -> Iterable[Ints]:
        """Return the sets that two more changes make of a prefix and for which `differs` is true."""
        if not len(prefixes):
            return []
        found = list(self._simulated(prefixes, allowed) if self.fast else self._rows(prefixes, allowed))
        if prefixes.shape[1] < 2:  # noqa: PLR2004  nothing larger than a pair can be a part
            return found
        return [
            sets[~(self._is_triple(sets[:, [0, 2, 3]]) | self._is_triple(sets[:, [1, 2, 3]]))]
            for sets in found
        ]

    def _is_triple(self, sets: Ints) -> Bits:
        """Return which sets of three are known."""
        return np.isin(self._codes(sets), self._codes(self.triples))

    def _codes(self, sets: Ints) -> npt.NDArray[np.int64]:
        weights = len(self.alone) ** np.arange(3, dtype=np.int64)
        return sets.astype(np.int64) @ weights

    def _simulated(self, prefixes: Ints, allowed: Bits) -> Iterator[Ints]:
        """Yield the sets, found by propagation of one change at a time."""
        from anbao.analysis.flips.simulation import find  # noqa: PLC0415  Numba takes long to load

        cores = os.cpu_count() or 1
        shares = [slice(start, None, cores * SHARES) for start in range(min(cores * SHARES, len(prefixes)))]
        words, excluded = packed(allowed), packed(self.excluded)
        with ThreadPoolExecutor(cores) as pool:
            waiting = [
                pool.submit(find, self._wiring, prefixes[share], words[share], excluded) for share in shares
            ]
            for one in waiting:
                yield one.result()

    @cached_property
    def _wiring(self) -> Wiring:
        from anbao.analysis.flips.simulation import Wiring  # noqa: PLC0415

        varied = self.variations
        assert isinstance(varied, Variations)
        return Wiring.of(varied.nodes, varied.differs, varied.now, varied.toggles)

    def _rows(self, prefixes: Ints, allowed: Bits) -> Iterator[Ints]:
        """Yield the sets, found by trying each as a row."""
        above = np.triu(~self.excluded, 1)
        for prefix, may in zip(prefixes, allowed, strict=True):
            after = may & (np.arange(len(may)) > (prefix[-1] if len(prefix) else -1))
            pairs = np.argwhere(above & after[:, None] & after[None, :]).astype(np.int32)
            for start in range(0, len(pairs), ROWS):
                part = pairs[start : start + ROWS]
                sets = np.concatenate([np.broadcast_to(prefix, (len(part), len(prefix))), part], 1)
                yield sets[self.variations.may_differ(sets)]
