"""Comparisons as JSON by the published schema, as Turtle with PROV-O, and as one HTML page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import pyoxigraph as ox

from anbao.analysis.compare.accounts import Account, Premises
from anbao.analysis.compare.comparison import Comparison, Difference, Row, Table, Terms
from anbao.analysis.compare.premise_sets import Outcome
from anbao.engine.results import Answer
from anbao.formats import decision
from anbao.graph.namespaces import DCTERMS, local_name
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import RDF_TYPE
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law, Position
from anbao.wording import word

__all__ = ["ordered", "to_html", "to_json", "to_turtle"]

TEMPLATES = Path(__file__).parent / "templates"
XSD_BOOLEAN = ox.NamedNode(PREFIXES["xsd"] + "boolean")
DERIVED = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")


def ordered(outcome: Outcome) -> list[Answer]:
    """Return the answers of an outcome, the firm ones first."""
    return sorted(
        outcome.answers,
        key=lambda answer: (
            answer.standing != "firm",
            answer.norm or "",
            answer.liability or "",
            repr(answer),
        ),
    )


def to_json(comparisons: Sequence[Comparison], law: Law, terms: Terms) -> dict[str, Any]:
    """Return comparisons as a document of the published schema.

    A premise is described once, under `premises`, and named by its IRI elsewhere;
    so is a position.
    """
    writer = _Writer(law)
    compared = [writer.comparison(comparison) for comparison in comparisons]
    return {
        "anbao": version("anbao"),
        "counterfactualDate": terms.on.isoformat() if terms.on else None,
        "ferenda": terms.ferenda,
        "evidenceClosed": terms.closed,
        "positions": [writer.position(position) for position in _positions(comparisons)],
        "premises": writer.premises(),
        "comparisons": compared,
    }


def _positions(comparisons: Iterable[Comparison]) -> list[Position]:
    rows = (row for comparison in comparisons for table in comparison.tables for row in table.rows)
    found = {position.iri: position for row in rows for position in row.positions}
    return sorted(found.values(), key=lambda position: (not position.bare, position.identifier))


class _Writer(decision.Writer):
    """Writes comparisons, and remembers which premises were named."""

    def __init__(self, law: Law) -> None:
        super().__init__(law)
        self.mentioned: set[str] = set()

    def comparison(self, comparison: Comparison) -> dict[str, Any]:
        dispute = comparison.dispute
        return {
            "dispute": {"iri": dispute.iri, "zh": dispute.label.zh, "en": dispute.label.en},
            "case": self.named(dispute.case),
            "tables": [self.table(table) for table in comparison.tables],
        }

    def table(self, table: Table) -> dict[str, Any]:
        return {
            "question": self.named(table.question),
            "rows": [self.row(row) for row in table.rows],
            "differences": [self.difference(difference) for difference in table.differences],
        }

    def row(self, row: Row) -> dict[str, Any]:
        return {
            "positions": [position.iri for position in row.positions],
            **self.outcome(row.outcome),
            "supports": [
                {"positions": [p.iri for p in supported.positions], **self.sets(supported.account)}
                for supported in row.supports
            ],
        }

    def outcome(self, outcome: Outcome) -> dict[str, Any]:
        return {
            "fault": outcome.fault or None,
            "answers": [self.answer(answer) for answer in ordered(outcome)],
        }

    def answer(self, answer: Answer) -> dict[str, Any]:
        provision = self.law.norms[answer.norm].provision if answer.norm else None
        return {**super().answer(answer), "laidDownIn": self.named(provision)}

    def sets(self, account: Account[Outcome]) -> dict[str, Any]:
        return {
            "complete": account.complete,
            "sets": [{"premises": self.listed(premises)} for premises, _ in account.sets],
        }

    def listed(self, premises: Iterable[str]) -> list[str]:
        found = sorted(premises)
        self.mentioned.update(found)
        return found

    def difference(self, difference: Difference) -> dict[str, Any]:
        crux = difference.crux
        return {
            "ones": [position.iri for position in difference.ones],
            "others": [position.iri for position in difference.others],
            "crux": {
                "complete": crux.complete,
                "sets": [
                    {"premises": self.listed(premises), "then": self.outcome(outcome)}
                    for premises, outcome in crux.sets
                ],
            },
            "turn": self.change(difference.turn, difference.ones[0]),
            "back": self.change(difference.back, difference.others[0]),
        }

    def change(self, account: Account[Outcome] | None, position: Position) -> dict[str, Any] | None:
        if account is None:
            return None
        held = {premise.iri for premise in position.premises}
        return {
            "complete": account.complete,
            "sets": [
                {"givesUp": self.listed(premises & held), "adopts": self.listed(premises - held)}
                for premises, _ in account.sets
            ],
        }

    def position(self, position: Position) -> dict[str, Any]:
        named = {"iri": position.iri, "zh": position.label.zh, "en": position.label.en}
        return {**named, "identifier": position.identifier}

    def premises(self) -> list[dict[str, Any]]:
        return [
            {
                "iri": premise.iri,
                "zh": premise.label.zh,
                "en": premise.label.en,
                "position": position.iri,
                "kind": self.named(premise.kind),
                "mode": self.named(premise.mode),
                "basis": self.named(next(iter(premise.get(ANBAO.basis)), None)),
                "pinpoint": premise.pinpoint,
                "source": self.every(premise.get(DCTERMS + "source")),
            }
            for position in self.law.ordered_positions
            for premise in position.premises
            if premise.iri in self.mentioned
        ]


def to_turtle(comparisons: Iterable[Comparison], terms: Terms) -> str:
    """Return comparisons as Turtle in the published vocabulary, each with its maker and date (PROV-O)."""
    found = [triple for comparison in comparisons for triple in _Graph(comparison, terms).triples()]
    return decision.to_turtle(found, of=ox.NamedNode(ANBAO.Comparison))


class _Graph:
    """A comparison as triples."""

    def __init__(self, comparison: Comparison, terms: Terms) -> None:
        self.comparison = comparison
        # Another choice of positions, date or mode is another comparison.
        compared = [position.iri for position in _positions([comparison])]
        self.digest = hashlib.sha256(repr((compared, terms)).encode()).hexdigest()[:8]

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples of a comparison for each question."""
        stage = ANBAO.EvidenceClosed if self.comparison.closed else ANBAO.AsItStands
        for table in self.comparison.tables:
            node = f"{self.comparison.dispute.iri}/comparison-{self.digest}/{local_name(table.question)}"
            yield _triple(node, RDF_TYPE.value, ANBAO.Comparison)
            yield _triple(node, ANBAO.comparedOn, self.comparison.dispute.iri)
            yield _triple(node, ANBAO.comparedQuestion, table.question)
            yield _triple(node, ANBAO.comparedStage, stage)
            yield ox.Triple(ox.NamedNode(node), DERIVED, ox.NamedNode(self.comparison.dispute.iri))
            for index, row in enumerate(table.rows, 1):
                yield from self.row(node, f"{node}/row-{index}", row)
            for index, difference in enumerate(table.differences, 1):
                yield from self.difference(node, f"{node}/divergence-{index}", difference)

    def row(self, comparison: str, node: str, row: Row) -> Iterator[ox.Triple]:
        """Yield the common answers of positions, and the premises that they rest on."""
        yield _triple(comparison, ANBAO.agreementFound, node)
        yield _triple(node, RDF_TYPE.value, ANBAO.Agreement)
        for position in row.positions:
            yield _triple(node, ANBAO.agreeing, position.iri)
            yield ox.Triple(ox.NamedNode(comparison), DERIVED, ox.NamedNode(position.iri))
        yield from self.outcome(node, row.outcome)
        for number, supported in enumerate(row.supports, 1):
            for index, (premises, _) in enumerate(supported.account.sets, 1):
                here = f"{node}/support-{number}-{index}"
                yield _triple(node, ANBAO.support, here)
                yield from self.set(here, ANBAO.Support, premises, supported.account)
                yield from (_triple(here, ANBAO.accountFor, one.iri) for one in supported.positions)

    def outcome(self, node: str, outcome: Outcome) -> Iterator[ox.Triple]:
        """Yield the answers of an outcome, or its fault."""
        if outcome.fault:
            yield _literal(node, ANBAO.fault, outcome.fault)
        for index, answer in enumerate(ordered(outcome), 1):
            here = f"{node}/answer-{index}"
            yield _triple(node, ANBAO.commonAnswer, here)
            yield _triple(here, RDF_TYPE.value, ANBAO.Answer)
            yield _triple(here, ANBAO.answerKind, ANBAO[answer.kind])
            for predicate, value in (
                (ANBAO.liability, answer.liability),
                (ANBAO.norm, answer.norm),
                (ANBAO.authority, answer.provision),
            ):
                if value:
                    yield _triple(here, predicate, value)

    def set(
        self, node: str, kind: str, premises: Iterable[str], account: Account[Outcome]
    ) -> Iterator[ox.Triple]:
        """Yield a set of premises."""
        yield _triple(node, RDF_TYPE.value, kind)
        yield _literal(node, ANBAO.exhaustive, str(account.complete).lower(), XSD_BOOLEAN)
        yield from (_triple(node, ANBAO.namesPremise, premise) for premise in premises)

    def difference(self, comparison: str, node: str, difference: Difference) -> Iterator[ox.Triple]:
        """Yield why positions differ."""
        yield _triple(comparison, ANBAO.divergence, node)
        yield _triple(node, RDF_TYPE.value, ANBAO.Divergence)
        for predicate, side in ((ANBAO.between, difference.ones), (ANBAO.differingFrom, difference.others)):
            yield from (_triple(node, predicate, position.iri) for position in side)
        for index, (premises, then) in enumerate(difference.crux.sets, 1):
            here = f"{node}/crux-{index}"
            yield _triple(node, ANBAO.crux, here)
            yield from self.set(here, ANBAO.Crux, premises, difference.crux)
            yield from self.outcome(here, then)
        for name, account, side in (
            ("turn", difference.turn, difference.ones),
            ("back", difference.back, difference.others),
        ):
            for index, (premises, _) in enumerate(account.sets if account else (), 1):
                here = f"{node}/{name}-{index}"
                yield _triple(node, ANBAO.turnedBy, here)
                yield from self.turn(here, premises, account, side)  # type: ignore[arg-type]

    def turn(
        self, node: str, premises: Premises, account: Account[Outcome], side: Sequence[Position]
    ) -> Iterator[ox.Triple]:
        """Yield the changes by which positions would answer as others do."""
        held = {premise.iri for premise in side[0].premises}
        yield from self.set(node, ANBAO.Turn, premises, account)
        yield from (_triple(node, ANBAO.accountFor, position.iri) for position in side)
        yield from (_triple(node, ANBAO.givesUp, premise) for premise in premises & held)
        yield from (_triple(node, ANBAO.adopts, premise) for premise in premises - held)


def _triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))


def _literal(subject: str, predicate: str, value: str, datatype: ox.NamedNode | None = None) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(value, datatype=datatype))


def to_html(comparisons: Sequence[Comparison], law: Law, terms: Terms, language: str) -> str:
    """Return comparisons as one self-contained page in `zh` or `en`."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    document = to_json(comparisons, law, terms)
    known = {entry["iri"]: entry for part in ("positions", "premises") for entry in document[part]}
    kinds = ("Conditional", "NoLiability", "NothingInIssue", "OutsideGraph", "Unsettled")
    labels = {kind: law.label(str(ANBAO[kind]), language) for kind in kinds}
    page = environment.get_template("comparison.html.jinja")
    context = {"known": known, "labels": labels, "lang": language, "word": partial(word, language=language)}
    return page.render(document=document, **context)
