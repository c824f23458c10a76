"""What a finding says of a circumstance, and what follows for an element of a norm."""

from __future__ import annotations

from enum import StrEnum

from anbao.graph.vocabulary import ANBAO

__all__ = ["FOUND", "Status"]


class Status(StrEnum):
    """The status of a circumstance; the value of a member is the IRI of its term."""

    ESTABLISHED = f"{ANBAO._NS}Established"
    REFUTED = f"{ANBAO._NS}Refuted"
    LEFT_OPEN = f"{ANBAO._NS}LeftOpen"
    NOT_SHOWN = f"{ANBAO._NS}NotShown"  # what was to carry it is refuted: an element may be so, no finding
    SILENT = f"{ANBAO._NS}Silent"  # nobody put it in issue: an element may be so, no finding

    @property
    def term(self) -> str:
        """The name of the term, which documents and elements of norms give: `LeftOpen`."""
        return self.value.removeprefix(str(ANBAO._NS))

    @property
    def word(self) -> str:
        """The word that a dispute's file uses, such as `established` or `open`; `silent` stands in none."""
        return "open" if self is Status.LEFT_OPEN else self.term.lower()

    @property
    def mark(self) -> str:
        """The sign that stands for it where reasons are printed."""
        return _MARKS[self]

    @classmethod
    def of_term(cls, name: str) -> Status:
        """Return the status of a term by its name.

        Raises:
            ValueError: no status is called so.
        """
        return cls(f"{ANBAO._NS}{name}")


_MARKS = {
    Status.ESTABLISHED: "✓",
    Status.REFUTED: "✗",
    Status.LEFT_OPEN: "?",
    Status.NOT_SHOWN: "–",
    Status.SILENT: "·",
}
FOUND = (Status.ESTABLISHED, Status.REFUTED, Status.LEFT_OPEN)
"""What a finding may say."""
