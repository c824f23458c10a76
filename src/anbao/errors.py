"""What can go wrong, as one tree.

    AnbaoError
    ├── DataError              a file or graph that cannot be used
    │   ├── SyntaxFault        malformed Turtle, TriG, JSON or YAML
    │   ├── UnknownTerm        a circumstance, position, case or query nobody knows
    │   ├── NotApportioned     a loss of which a share or amount is missing, or by which nothing is reckoned
    │   └── BadDate            no date, or before 1980
    ├── ContradictoryFindings  findings that cannot all be true
    ├── PriorityCycle          norms that prevail over one another in a circle
    ├── UnsoundPosition        premises of no known kind, or that oppose one another
    ├── InconsistentOntology   the reasoner finds no model, or a class without members
    ├── ReasonerUnavailable    no Java, or HermiT stopped
    ├── MissingExtra           packages of an extra (`anbao[site]`) that are not installed
    ├── UnknownConstruct       a rule that the circuit cannot run on functions
    ├── UnusableCircuit        a stored circuit that is damaged, or was made from other rules or law
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
    "NotApportioned",
    "OutputError",
    "PriorityCycle",
    "ReasonerUnavailable",
    "SyntaxFault",
    "UnknownConstruct",
    "UnknownTerm",
    "UnsoundPosition",
    "UnusableCircuit",
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


class NotApportioned(DataError):
    """A loss that cannot be apportioned: a share or amount is missing, or no loss is what counts."""

    def __init__(self, what: str, *, kind: str, where: object = None, mend: str | None = None) -> None:
        """Keep the kind, an entry of `wording/apportion.yaml`, beside the message."""
        super().__init__(what, where=where, mend=mend)
        self.kind = kind


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


class UnknownConstruct(AnbaoError):
    """A construct of SPARQL that the circuit does not know: the rules must run on a SPARQL engine."""

    def __init__(self, construct: str, *, where: object = None) -> None:
        """Keep the construct, and in which rule file it stands."""
        self.construct = construct
        super().__init__(
            f"the circuit does not know {construct}.",
            where=where,
            mend="Write it in SPARQL that `anbao.circuit.algebra` knows, or teach it.",
        )

    def at(self, where: object) -> UnknownConstruct:
        """Return the same error with the file in which the construct stands."""
        return UnknownConstruct(self.construct, where=where)


class UnusableCircuit(AnbaoError):
    """A stored circuit that is damaged, of another version, or made from other rules, law or positions.

    That there is none, or that a graph of one's own has other law, is `worth_saying` to nobody.
    """

    def __init__(
        self, what: str, *, where: object = None, mend: str | None = None, worth_saying: bool = True
    ) -> None:
        """Keep whether to say it, beside the message."""
        super().__init__(what, where=where, mend=mend)
        self.worth_saying = worth_saying


class OutputError(AnbaoError):
    """A file or folder that cannot be written, or must not be overwritten."""


class EndpointFault(AnbaoError):
    """A server of SPARQL, or of graphs, that cannot be used as asked; or ours, which cannot be run."""


class EndpointBusy(EndpointFault):
    """A server that is down, slow, overloaded or cut off: asked again, it may answer."""
