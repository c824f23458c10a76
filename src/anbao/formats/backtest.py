"""A back-test as JSON by the published schema, as rows, and as RDF (Data Cube for the scores)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from anbao.analysis.backtest.backtest import BackTest, Replay
from anbao.analysis.backtest.distribution import Distribution
from anbao.analysis.backtest.holdings import Held
from anbao.analysis.backtest.mismatches import Mismatch
from anbao.analysis.backtest.scores import Proportion, Score
from anbao.formats.named import Named
from anbao.graph.namespaces import local_name
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import RDF_TYPE
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["COLUMNS", "rows", "to_json", "to_triples", "to_turtle"]

COLUMNS = (
    *("case", "dispute", "holding", "form", "final", "position", "agreement", "why"),
    *("decides_as_statutes", "own_source", "mismatch", "reasons"),
)
QB = "http://purl.org/linked-data/cube#"
STRUCTURE = PREFIXES["id"] + "structure-backtest-scores"
DATASET = "https://w3id.org/anbao/backtest"
SOFTWARE = "https://w3id.org/anbao/software"


def to_json(test: BackTest, law: Law) -> dict[str, Any]:
    """Return a back-test as a document of the published schema; every name is an IRI with its labels."""
    named = Named(law)
    date = test.counterfactual
    return {
        "anbao": version("anbao"),
        "counterfactualDate": date.isoformat() if date else None,
        "positions": [
            {
                "position": named(position.iri),
                "identifier": position.identifier,
                "scored": position.iri not in test.abstract,
            }
            for position in test.positions
        ],
        "held": [_held(test, held, named) for held in test.held],
        "scores": [_score(score, named) for score in test.scores],
        "conflicting": [[one.holding, other.holding] for one, other in test.contested],
        "withoutOutcome": {
            "cases": named.every(test.cases_without_outcome),
            "disputes": named.every(test.undecided),
        },
        "published": [_distribution(one, named) for one in test.distributions],
    }


def _held(test: BackTest, held: Held, named: Named) -> dict[str, Any]:
    instance = held.instance
    return {
        "case": named(held.case),
        "identifier": test.docket.identifiers[held.case],
        "dispute": named(held.dispute),
        "holding": held.holding,
        "form": named(held.form),
        "instance": {"zh": instance.zh, "en": instance.en} if instance else None,
        "share": float(held.share) if held.share else None,
        "amountFen": held.amount,
        "cites": named.every(held.cites),
        "sources": list(held.sources),
        "replacedBy": list(held.replaced_by),
        "inferredByEditors": held.inferred,
        "comparisons": [_comparison(test.by_cell[held, position.iri], named) for position in test.positions],
    }


def _comparison(replay: Replay, named: Named) -> dict[str, Any]:
    return {
        "position": replay.position.iri,
        "agreement": replay.level,
        "why": replay.verdict.why,
        "given": [named(form) for form in replay.verdict.given],
        "decidesAsStatutes": replay.as_statutes,
        "ownSource": replay.own_source,
        "mismatches": [_mismatch(mismatch, named) for mismatch in replay.mismatches],
    }


def _mismatch(mismatch: Mismatch, named: Named) -> dict[str, Any]:
    return {
        "kind": mismatch.kind,
        "why": mismatch.why,
        "concerns": named.every(mismatch.concerns),
        "circumstances": [
            {"circumstance": named(circumstance), "holds": holds}
            for circumstance, holds in mismatch.circumstances
        ],
        "positions": list(mismatch.positions),
        "on": mismatch.on.isoformat() if mismatch.on else None,
        "level": mismatch.level,
        "sources": list(mismatch.sources),
    }


def _proportion(share: Proportion) -> dict[str, Any]:
    return {"count": share.count, "total": share.total, "low": share.low, "high": share.high}


def _score(score: Score, named: Named) -> dict[str, Any]:
    return {
        "position": named(score.position),
        "agreeing": _proportion(score.agreeing),
        "notContradicted": _proportion(score.not_contradicted),
        "compatible": score.compatible,
        "disagreeing": score.disagreeing,
        "committed": score.committed,
        "premisesAct": score.acting,
        "ownSource": score.own,
    }


def _distribution(one: Distribution, named: Named) -> dict[str, Any]:
    return {
        "dataset": named(one.dataset),
        "rows": [
            {
                "outcome": named(row.outcome),
                "published": _proportion(row.published),
                "ours": _proportion(row.ours),
            }
            for row in one.rows
        ],
        "ours": one.ours,
        "otherOutcome": named.every(one.other),
        "inBoth": named.every(one.shared),
    }


def rows(test: BackTest) -> Iterator[list[str]]:
    """Yield a row with the `COLUMNS` for each holding and position; cells are IRIs or words of the schema."""
    for replay in test.replays:
        held = replay.held
        kinds = dict.fromkeys(mismatch.kind for mismatch in replay.mismatches)
        yield [
            test.docket.identifiers[held.case],
            held.dispute,
            held.holding,
            held.form,
            str(held.final).lower(),
            replay.position.identifier,
            replay.level,
            replay.verdict.why,
            str(replay.as_statutes).lower(),
            str(replay.own_source).lower(),
            next(iter(kinds), ""),
            "; ".join(f"{mismatch.kind}: {mismatch.why}" for mismatch in replay.mismatches),
        ]


def to_triples(test: BackTest) -> Iterator[ox.Triple]:
    """Yield a back-test as RDF: each replay, and the scores as observations of a data cube."""
    suffix = f"/on/{test.counterfactual}" if test.counterfactual else ""
    for replay in test.replays:
        yield from _replay(replay, suffix)
    dataset = ox.NamedNode(DATASET + suffix)
    yield ox.Triple(dataset, RDF_TYPE, ox.NamedNode(QB + "DataSet"))
    yield _link(dataset, QB + "structure", STRUCTURE)
    yield _link(dataset, PREFIXES["prov"] + "wasAttributedTo", SOFTWARE)
    if test.counterfactual:
        yield _literal(dataset, ANBAO.counterfactualDate, str(test.counterfactual), "date")
    for score in test.scores:
        yield from _observation(score, dataset)


def to_turtle(test: BackTest) -> str:
    """Return a back-test as Turtle."""
    found = sorted(set(to_triples(test)), key=str)
    text = ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes={**PREFIXES, "qb": QB})
    return (text or b"").decode("utf-8")


def _replay(replay: Replay, suffix: str) -> Iterator[ox.Triple]:
    held = replay.held
    node = ox.NamedNode(
        f"{held.holding}/replay/{local_name(held.form)}/{local_name(replay.position.iri)}{suffix}"
    )
    yield ox.Triple(node, RDF_TYPE, ox.NamedNode(ANBAO.Replay))
    for predicate, value in (
        (ANBAO.replayedUnder, replay.position.iri),
        (ANBAO.replayedDispute, held.dispute),
        (ANBAO.replayedHolding, held.holding),
        (ANBAO.replayedForm, held.form),
        (ANBAO.agreement, ANBAO[replay.level]),
    ):
        yield _link(node, predicate, value)
    yield _literal(node, ANBAO.decidesAsStatutes, str(replay.as_statutes).lower(), "boolean")
    yield _literal(node, ANBAO.replaced, str(not held.final).lower(), "boolean")
    if date := replay.decision.dispute.counterfactual:
        yield _literal(node, ANBAO.counterfactualDate, str(date), "date")
    for place, mismatch in enumerate(replay.mismatches, 1):
        here = ox.NamedNode(f"{node.value}/mismatch/{place}")
        yield _link(node, ANBAO.mismatch, here.value)
        yield from _mismatched(here, mismatch)


def _mismatched(node: ox.NamedNode, mismatch: Mismatch) -> Iterator[ox.Triple]:
    yield ox.Triple(node, RDF_TYPE, ox.NamedNode(ANBAO.Mismatch))
    yield _link(node, ANBAO.mismatchKind, ANBAO[mismatch.kind])
    for iri in (*mismatch.concerns, *(circumstance for circumstance, _ in mismatch.circumstances)):
        yield _link(node, ANBAO.concerns, iri)
    for position in mismatch.positions:
        yield _link(node, ANBAO.nearerUnder, position)
    if mismatch.on:
        yield _literal(node, ANBAO.nearerOn, str(mismatch.on), "date")


def _observation(score: Score, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    node = ox.NamedNode(f"{dataset.value}/{local_name(score.position)}")
    yield ox.Triple(node, RDF_TYPE, ox.NamedNode(QB + "Observation"))
    yield _link(node, QB + "dataSet", dataset.value)
    yield _link(node, ANBAO.replayedUnder, score.position)
    for predicate, count in (
        (ANBAO.casesCompared, score.agreeing.total),
        (ANBAO.casesAgreeing, score.agreeing.count),
        (ANBAO.casesCompatible, score.compatible),
        (ANBAO.casesDisagreeing, score.disagreeing),
        (ANBAO.casesCommitted, score.committed),
        (ANBAO.casesOwnPremises, score.acting),
        (ANBAO.casesOwnSources, score.own),
    ):
        yield _literal(node, predicate, str(count), "integer")
    for low, high, share in (
        (ANBAO.agreeingLow, ANBAO.agreeingHigh, score.agreeing),
        (ANBAO.notContradictedLow, ANBAO.notContradictedHigh, score.not_contradicted),
    ):
        if share.low is not None and share.high is not None:
            yield _literal(node, low, f"{share.low:.4f}", "decimal")
            yield _literal(node, high, f"{share.high:.4f}", "decimal")


def _link(node: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(predicate), ox.NamedNode(value))


def _literal(node: ox.NamedNode, predicate: str, value: str, datatype: str) -> ox.Triple:
    kind = ox.NamedNode(PREFIXES["xsd"] + datatype)
    return ox.Triple(node, ox.NamedNode(predicate), ox.Literal(value, datatype=kind))
