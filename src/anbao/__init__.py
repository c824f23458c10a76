"""Anbao (安保): which provision governs a platform's safety-guarantee duty, and why.

A knowledge graph of the safety-guarantee duty of e-commerce platform operators in Chinese law, and an
engine that decides disputes on it under each scholarly position.

A dispute is what is established, refuted or left open, and when it happened. `decide` takes it as a
document, a file, or the identifier of a case in the graph:

    >>> import anbao
    >>> dispute = {
    ...     "established": [
    ...         "DefendantRunsFoodMarketplace",
    ...         "the merchant sells food or runs a restaurant",
    ...         "平台未审查入网食品经营者的许可证",
    ...         "ClaimantActsForLivingNeeds",
    ...         "BodilyHarm",
    ...         "BreachCausedHarm",
    ...         "DamageSuffered",
    ...     ],
    ...     "open": ["DefendantNegligent"],
    ...     "dates": {"conduct": "2022-05"},
    ... }
    >>> ours, c19 = anbao.decide([dispute, "C19"], positions="P02")
    >>> c19.position.identifier, c19.dispute.iri
    ('P02', 'https://w3id.org/anbao/id/case-c19-dispute-1')

A `Decision` holds the answers to each legal question, and the assessment of each norm that matters: by
which findings its elements are established, refuted or open, and which norms it displaces on whose
authority. Everything in the graph goes by its IRI; `Law.label` gives its name in either language:

    >>> law = anbao.load_engine().law
    >>> [answer] = [a for a in ours.answers if a.question.endswith("question-civil-liability")]
    >>> answer.kind, answer.standing
    ('Settled', 'firm')
    >>> law.label(answer.liability, "en")
    'joint and several liability'
    >>> law.label(law.norms[answer.norm].provision, "zh")
    '食品安全法第131条第1款'

`to_json` gives decisions as a document of the schema that `anbao schema decision` prints.

What goes wrong raises an `AnbaoError`, whose message says what, where, and how to mend it:

    >>> try:
    ...     anbao.decide({"established": ["TheMoonWasFull"]})
    ... except anbao.UnknownTerm as error:
    ...     print(error.where)
    dispute
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pyoxigraph as ox

    from anbao.disputes.disputes import Dispute, Finding, Holding, Period
    from anbao.disputes.status import Status
    from anbao.engine.engine import Engine, Executor
    from anbao.engine.preparation import Preparation
    from anbao.engine.results import (
        Answer,
        Answered,
        Assessment,
        Burden,
        Decision,
        Defence,
        Element,
        Ground,
        Nearest,
        Shift,
        Silence,
        Step,
    )
    from anbao.errors import (
        AnbaoError,
        BadDate,
        ContradictoryFindings,
        DataError,
        EndpointBusy,
        EndpointFault,
        InconsistentOntology,
        MissingExtra,
        NotApportioned,
        OutputError,
        PriorityCycle,
        ReasonerUnavailable,
        SyntaxFault,
        UnknownConstruct,
        UnknownTerm,
        UnsoundPosition,
        UnusableCircuit,
    )
    from anbao.law.classification import Profile
    from anbao.law.norms import Axiom, Circumstance, Law, Norm, Position, Premise
    from anbao.wording import Label

    __version__: str
    Given: TypeAlias = str | Path | Mapping[str, Any] | Dispute

__all__ = [
    "AnbaoError",
    "Answer",
    "Answered",
    "Assessment",
    "Axiom",
    "BadDate",
    "Burden",
    "Circumstance",
    "ContradictoryFindings",
    "DataError",
    "Decision",
    "Defence",
    "Dispute",
    "Element",
    "EndpointBusy",
    "EndpointFault",
    "Engine",
    "Finding",
    "Ground",
    "Holding",
    "InconsistentOntology",
    "Label",
    "Law",
    "MissingExtra",
    "Nearest",
    "Norm",
    "NotApportioned",
    "OutputError",
    "Period",
    "Position",
    "Premise",
    "PriorityCycle",
    "Profile",
    "ReasonerUnavailable",
    "Shift",
    "Silence",
    "Status",
    "Step",
    "SyntaxFault",
    "UnknownConstruct",
    "UnknownTerm",
    "UnsoundPosition",
    "UnusableCircuit",
    "__version__",
    "decide",
    "load",
    "load_engine",
    "read_disputes",
    "to_json",
]

_HOMES = {
    "anbao.disputes.disputes": ("Dispute", "Finding", "Holding", "Period"),
    "anbao.disputes.status": ("Status",),
    "anbao.engine.engine": ("Engine",),
    "anbao.engine.results": (
        "Answer",
        "Answered",
        "Assessment",
        "Burden",
        "Decision",
        "Defence",
        "Element",
        "Ground",
        "Nearest",
        "Shift",
        "Silence",
        "Step",
    ),
    "anbao.law.classification": ("Profile",),
    "anbao.law.norms": ("Axiom", "Circumstance", "Law", "Norm", "Position", "Premise"),
    "anbao.wording": ("Label",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}
_engines: list[tuple[Any, Engine]] = []


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Return what is imported on demand: reading it takes longer than starting."""
        if name == "__version__":
            from importlib.metadata import version

            found = version("anbao")
        elif name in __all__:
            from importlib import import_module

            found = getattr(import_module(_HOME.get(name, "anbao.errors")), name)
        else:
            raise AttributeError(f"module 'anbao' has no attribute {name!r}")
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """Return the names that the package offers."""
    return sorted({*globals(), *__all__})


def load(paths: Iterable[Path] | None = None) -> ox.Store:
    """Return a store of the whole graph, or of the given RDF files.

        >>> graph = anbao.load()
        >>> bool(graph.query("ASK { ?case a <https://w3id.org/anbao/ontology#Case> }"))
        True

    Args:
        paths: the files (`.ttl`, `.trig`, `.nt`, `.nq`, `.jsonld`, `.rdf`); by default those of the package.

    Raises:
        DataError: a file cannot be read or parsed.
    """
    from anbao.graph import stores

    return stores.load(paths)


def load_engine(graph: ox.Store | None = None) -> Engine:
    """Return the engine of a graph, by default of the whole one; each graph is prepared once.

        >>> engine = anbao.load_engine()
        >>> engine is anbao.load_engine()
        True
        >>> engine.law.bare.label.en
        'The bare statutes'

    Args:
        graph: the graph that `load` gave.
    """
    from anbao.engine.engine import Engine

    for known, prepared in _engines:
        if graph is known:
            return prepared
    prepared = Engine(load() if graph is None else graph, _circuit)
    _engines.append((graph, prepared))
    return prepared


def read_disputes(disputes: Given | Iterable[Given], graph: ox.Store | None = None) -> list[Dispute]:
    """Return the disputes that something names, in its order.

        >>> [dispute] = anbao.read_disputes("C19")
        >>> sorted({finding.status.rsplit("#")[-1] for finding in dispute.findings})[0]
        'Established'

    Args:
        disputes: one or several of: the identifier of a case in the graph (`C01`), the path of a file of
            disputes, a document that follows the schema of `anbao schema dispute`, a `Dispute`.
        graph: the graph that `load` gave; by default the whole one.

    Raises:
        DataError: there is no such file or case, or it cannot be used.
        ContradictoryFindings: a circumstance is given two statuses.
    """
    from anbao.disputes.disputes import Dispute
    from anbao.disputes.documents import gather_all

    engine = load_engine(graph)
    one = isinstance(disputes, str | Path | Mapping | Dispute)
    given: Any = [disputes] if one else disputes
    return gather_all(given, engine.law, engine.store)


def _circuit(preparation: Preparation) -> Executor:
    """Return what decides with the compiled circuits that are stored with the graph."""
    from anbao.circuit.execution import stored

    return stored(preparation)


def decide(
    disputes: Given | Iterable[Given],
    positions: str | Iterable[str] | None = None,
    on: dt.date | str | None = None,
    *,
    ferenda: bool = False,
    graph: ox.Store | None = None,
) -> list[Decision]:
    """Return a decision for each dispute and position.

        >>> decisions = anbao.decide("C01", positions=["P02", "P03"], on="2021-06-01")
        >>> [(decision.position.identifier, decision.dispute.counterfactual) for decision in decisions]
        [('P02', datetime.date(2021, 6, 1)), ('P03', datetime.date(2021, 6, 1))]

    Args:
        disputes: what `read_disputes` takes.
        positions: identifiers (`P02`), or `"all"`; by default the bare statutes.
        on: a declared date under which the disputes are replayed, and marked so.
        ferenda: whether proposals of legislation (lex ferenda) are applied too.
        graph: the graph that `load` gave; by default the whole one.

    Raises:
        DataError: a dispute, position or date cannot be used.
        ContradictoryFindings: the findings of a dispute contradict the ontology.
        ReasonerUnavailable: a set of axioms is not classified yet and there is no Java.
    """
    from anbao.disputes.dates import day
    from anbao.engine.engine import choose_positions

    engine = load_engine(graph)
    found = read_disputes(disputes, graph)
    chosen = choose_positions(engine.law, [positions] if isinstance(positions, str) else positions)
    date = day(on) if isinstance(on, str) else on
    return list(engine.decide(found, chosen, on=date, ferenda=ferenda))


def to_json(decisions: Iterable[Decision], graph: ox.Store | None = None) -> dict[str, Any]:
    """Return decisions as a document of the schema that `anbao schema decision` prints.

        >>> document = anbao.to_json(anbao.decide("C19"))
        >>> document["decisions"][0]["position"]["zh"]
        '仅依法条'

    Args:
        decisions: what `decide` gave.
        graph: the graph that they were decided on; by default the whole one.
    """
    from anbao.formats import decision

    return decision.to_json(decisions, load_engine(graph).law)
