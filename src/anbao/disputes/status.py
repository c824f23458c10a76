"""What a finding says of a circumstance, and what follows for an element of a norm."""

from __future__ import annotations

from enum import StrEnum

from anbao.graph.vocabulary import ANBAO

__all__ = ["Status"]


class Status(StrEnum):
    """The status of a circumstance; a member is called as the term of the ontology is."""

    ESTABLISHED = "Established"
    REFUTED = "Refuted"
    LEFT_OPEN = "LeftOpen"
    SILENT = "Silent"  # nobody put it in issue: no finding says so, an element may be so

    @property
    def iri(self) -> str:
        """The IRI of the term."""
        return f"{ANBAO._NS}{self.value}"

    @property
    def word(self) -> str:
        """The word that a dispute's file uses: `established`, `refuted`, `open`, or `silent`."""
        return "open" if self is Status.LEFT_OPEN else self.value.lower()

    @property
    def mark(self) -> str:
        """The sign that stands for it where reasons are printed."""
        return _MARKS[self]

    @classmethod
    def of(cls, iri: str) -> Status:
        """Return the status of an IRI.

        Raises:
            ValueError: the IRI is that of no status.
        """
        return cls(iri.removeprefix(str(ANBAO._NS)))


_MARKS = {Status.ESTABLISHED: "✓", Status.REFUTED: "✗", Status.LEFT_OPEN: "?", Status.SILENT: "·"}
