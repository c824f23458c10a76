"""No reason of a decision names a provision that was not in force on the days of the dispute."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from tests.oracle.propositional import NEVER, Calendar
from tests.support.corpus import examples

from anbao.check import validation
from anbao.disputes.disputes import Dispute, from_store
from anbao.engine.engine import Engine, choose_positions
from anbao.engine.results import Decision
from anbao.errors import AnbaoError
from anbao.graph import query_files

QUERY = "reason-out-of-time"


@pytest.fixture(scope="module")
def disputes(engine: Engine) -> list[Dispute]:
    """Return the decided cases and the disputes of the corpus."""
    found = from_store(engine.store, engine.law)
    corpus = (example.dispute(engine) for example in examples() if example.on is None)
    return [*found, *({dispute.iri: dispute for dispute in corpus}.values())]


def named(decision: Decision) -> Iterator[str]:
    """Yield the provisions and norms that the reasons of a decision name."""
    for answer in decision.answers:
        yield from [answer.provision] if answer.provision else []
    for assessment in decision.assessments:
        yield from (authority for ground in assessment.displaced_by for authority in ground.authority)
        for element in assessment.elements:
            yield from (source for step in element.steps for source in step.sources)
            yield from element.burden.authority


@pytest.mark.parametrize(
    "position", ["statutes", *(pytest.param(p, marks=pytest.mark.slow) for p in ("P02", "P03"))]
)
def test_reasons_name_the_law_of_the_day(engine: Engine, disputes: list[Dispute], position: str) -> None:
    """Each provision that a reason names was in force, certainly or perhaps, by an independent calendar."""
    calendar, chosen = Calendar(engine.store), choose_positions(engine.law, [position])
    wrong, counted = set(), 0
    for dispute in disputes:
        try:
            [decision] = engine.decide([dispute], chosen)
        except AnbaoError:
            continue
        for source in {*named(decision)}:
            counted += 1
            if calendar.force_of(source, dispute) == NEVER:
                wrong.add((dispute.iri, source))
    assert counted > 5 * len(disputes)
    assert wrong == set()


def test_violation_query_finds_nothing_in_decisions(engine: Engine) -> None:
    """Nor does the violation query on decisions as RDF, which name the authorities of their elements."""
    store = ox.Store()
    store.extend(list(engine.store))
    for run in engine.run(from_store(engine.store, engine.law)[:20]):
        store.extend(ox.Quad(*triple) for triple in run.triples())
    query = next(query for query in query_files.folder("violations") if query.name == QUERY)
    assert validation.of_queries(store, [query]) == []
