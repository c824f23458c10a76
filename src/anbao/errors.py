"""What can go wrong, as one tree.

    AnbaoError
    ├── DataError              a file or graph that cannot be used
    │   ├── SyntaxFault        malformed Turtle, TriG, JSON or YAML
    │   ├── UnknownTerm        a circumstance, position, case or query nobody knows
    │   └── BadDate            no date, or before 1980
    ├── ContradictoryFindings  findings that cannot all be true
    ├── PriorityCycle          norms that prevail over one another in a circle
    ├── UnsoundPosition        premises of no known kind, or that oppose one another
    ├── InconsistentOntology   the reasoner finds no model, or a class without members
    ├── ReasonerUnavailable    no Java, or HermiT stopped
    ├── MissingExtra           packages of an extra (`anbao[site]`) that are not installed
    ├── OutputError            a file or folder that cannot be written, or must not be overwritten
    └── EndpointFault          a server of SPARQL that cannot be used, or not be run
        └── EndpointBusy       the same, but it may pass: down, slow, overloaded, cut off

A violation of the data's own rules (see `validation`) is a result, not an
error; only unusable input raises. Each message says what is wrong, where, and
how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "AnbaoError",
    "BadDate",
    "ContradictoryFindings",
    "DataError",
    "EndpointBusy",
    "EndpointFault",
    "InconsistentOntology",
    "MissingExtra",
    "OutputError",
    "PriorityCycle",
    "ReasonerUnavailable",
    "SyntaxFault",
    "UnknownTerm",
    "UnsoundPosition",
]


class AnbaoError(Exception):
    """Any fault that this package reports to its user."""

    def __init__(self, what: str, *, where: object = None, mend: str | None = None) -> None:
        """Keep the three parts of the message: what, where (as text), how to mend it."""
        self.what, self.where, self.mend = what, None if where is None else str(where), mend
        place = f"{self.where}: " if self.where else ""
        cure = f" {mend}" if mend else ""
        super().__init__(f"{place}{what}{cure}")


class DataError(AnbaoError):
    """A file or graph that cannot be used."""


class SyntaxFault(DataError):
    """Malformed Turtle, TriG, JSON, YAML or SPARQL."""


class UnknownTerm(DataError):
    """A circumstance, position, case or query that nobody knows."""


class BadDate(DataError):
    """A date that is no date, or lies before 1980."""


class ContradictoryFindings(AnbaoError):
    """Findings of a dispute that cannot all be true."""


class PriorityCycle(AnbaoError):
    """Norms that prevail over one another in a circle."""

    def __init__(
        self, what: str, *, where: object = None, mend: str | None = None, positions: Iterable[str] = ()
    ) -> None:
        """Keep the positions under which they do, by IRI, beside the message."""
        super().__init__(what, where=where, mend=mend)
        self.positions = frozenset(positions)


class UnsoundPosition(AnbaoError):
    """A position that cannot be run: a premise of no known kind, or two that oppose one another."""


class InconsistentOntology(AnbaoError):
    """Axioms without a model, or a class that can have no member."""


class ReasonerUnavailable(AnbaoError):
    """No Java to run HermiT on, or HermiT stopped."""


class MissingExtra(AnbaoError, ImportError):
    """Packages that an extra of this one brings, and that are not installed."""


class OutputError(AnbaoError):
    """A file or folder that cannot be written, or must not be overwritten."""


class EndpointFault(AnbaoError):
    """A server of SPARQL, or of graphs, that cannot be used as asked; or ours, which cannot be run."""


class EndpointBusy(EndpointFault):
    """A server that is down, slow, overloaded or cut off: asked again, it may answer."""
