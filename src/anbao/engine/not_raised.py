"""Why norms in force were not raised: which of their elements nobody spoke of, and which were refuted.

What a norm lacks is worked out on bits, one for each circumstance, and told
once for everything that lacks the same: most situations lack most norms alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import TypeAlias

from anbao.engine.results import Silence
from anbao.law.norms import Law

__all__ = ["Silences"]

Distance: TypeAlias = tuple[int, int, str]


class Silences:
    """Tells silences under one law."""

    def __init__(self, law: Law) -> None:
        """Take the norms that answer a question and have elements."""
        self._bits = {circumstance: 1 << place for place, circumstance in enumerate(law.circumstances)}
        self._elements = {
            iri: tuple((circumstance, self._bits[circumstance]) for _, circumstance in norm.elements)
            for iri, norm in law.norms.items()
            if norm.elements and norm.question
        }
        self._masks = {iri: self.mask(one for one, _ in parts) for iri, parts in self._elements.items()}
        self._scopes = {iri: self.mask(law.norms[iri].scope) for iri in self._elements}
        self._told: dict[tuple[str, int, int], tuple[Distance, Silence]] = {}

    def mask(self, circumstances: Iterable[str]) -> int:
        """Return circumstances as bits; those that the law does not know are none."""
        found = 0
        for circumstance in circumstances:
            found |= self._bits.get(circumstance, 0)
        return found

    def of(self, norms: Iterable[str], known: int, refuted: int) -> tuple[Silence, ...]:
        """Return why norms were not raised, the nearest first: by how much of their scope lacks, then of all.

        Args:
            norms: the norms in force that were not raised; those without elements are passed over.
            known: the circumstances that are established, refuted or in issue, as bits.
            refuted: those that are refuted.
        """
        found = []
        for iri in norms:
            if iri in self._masks:
                key = (iri, self._masks[iri] & ~known, self._masks[iri] & refuted)
                found.append(self._told.get(key) or self._tell(key))
        return tuple(silence for _, silence in sorted(found, key=itemgetter(0)))

    def _tell(self, key: tuple[str, int, int]) -> tuple[Distance, Silence]:
        iri, silent, refuted = key
        parts = self._elements[iri]
        silence = Silence(
            iri,
            tuple(circumstance for circumstance, bit in parts if bit & silent),
            tuple(circumstance for circumstance, bit in parts if bit & refuted),
        )
        lacking = silent | refuted
        distance = ((lacking & self._scopes[iri]).bit_count(), lacking.bit_count(), iri)
        self._told[key] = distance, silence
        return distance, silence
