"""Which premises change nothing: on small laws against every dispute there is, and on the graph."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice, product
from pathlib import Path

import pytest
from tests.support.priorities import with_priorities
from tests.support.small_law import FACTS, draw

from anbao.analysis.idle.premises import idle_premises, without
from anbao.analysis.idle.trials import Trials
from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document
from anbao.engine import batches
from anbao.engine.engine import Engine, Run, find_position
from anbao.engine.results import Answered
from anbao.engine.signature import signature
from anbao.errors import ContradictoryFindings
from anbao.graph import stores
from anbao.law import classification
from anbao.law.norms import Law, Position

DATES = ("2005", "2015", "2022", "2005/2022", "")
STATUSES = ("established", "refuted", "open", "")


def every_dispute(law: Law, seed: int) -> Iterator[Dispute]:
    """Yield every dispute on the facts of a small law, on days between which its norms begin, shuffled."""
    chosen = list(product(DATES, *[STATUSES] * FACTS))
    random.Random(seed).shuffle(chosen)
    for place, (date, *statuses) in enumerate(chosen):
        found = {
            status: [f"F{n}" for n in range(FACTS) if statuses[n] == status] for status in STATUSES if status
        }
        dates = {"dates": {"conduct": date}} if date else {}
        yield from from_document({"id": f"d{place}", **dates, **found}, law)


def differing(engine: Engine, disputes: Iterable[Dispute], both: tuple[Position, Position]) -> bool:
    """Return whether two positions answer one of some disputes differently."""
    prepared = engine.preparation.prepare(both, ferenda=False)
    for dispute in disputes:
        [batch] = batches.run([dispute], prepared, "consequences")
        try:
            one, other = Run(engine.law, batch, both, prepared).answers()
        except ContradictoryFindings:
            continue
        if said(one) != said(other):
            return True
    return False


def said(found: Answered) -> object:
    """Return what answers say, as the evidence stands and if it closed now."""
    closed = None if found.closed is None else signature(found.closed)
    return signature(found.answers), closed, found.contradicted


@pytest.mark.parametrize("seed", [1, 4])
def test_small_laws_against_every_dispute(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A premise is idle if and only if no dispute gets other answers without it; proved, not only tried."""
    monkeypatch.setattr("anbao.analysis.idle.premises.TRIALS", 0)
    engine = draw(seed, tmp_path).engine
    own = find_position(engine.law, "OWN")
    idle = idle_premises(engine, [own])
    assert idle.keys() == {premise.iri for premise in own.premises}
    for premise in own.premises:
        disputes = every_dispute(engine.law, seed)
        tried = islice(disputes, 400) if idle[premise.iri] else disputes
        assert differing(engine, tried, (own, without(own, premise))) is not idle[premise.iri], premise.iri


@pytest.mark.slow
def test_a_claim_between_norms_that_give_the_same_changes_nothing(tmp_path: Path) -> None:
    """A claim that puts one of two norms first that give the same is proved to change no answer."""
    engine = with_priorities(tmp_path, ("cn-cc-art-1198-1-norm", "cn-cc-art-1165-1-norm"))
    own = find_position(engine.law, "OWN")
    assert list(idle_premises(engine, [own]).values()) == [True]


def test_trials_meet_the_norm_that_a_premise_concerns(engine: Engine) -> None:
    """Many disputes that are drawn for a premise meet every element of a norm that it concerns."""
    law, position = engine.law, find_position(engine.law, "P02")
    within = classification.classify(law, classification.profile_of(law, position)).within
    [reading] = [p for p in position.premises if p.iri.endswith("p02-supplementary")]
    above = {one: {high for low, high in within if low == one} | {one} for one in law.circumstances}
    met = 0
    for dispute in Trials(law, within, within).of(reading, 30):
        reached = {wide for one in dispute.found(holds=True) for wide in above[one]}
        met += any(
            {element for _, element in norm.elements} <= reached
            for norm in law.norms.values()
            if (norm.consequence or "").endswith("open-corresponding-liability")
        )
    assert met > 10


def test_every_premise_of_the_graph_is_decided() -> None:
    """What is stored says of each premise whether it changes anything, and those that do not say why."""
    store = stores.load()
    rows = store.query(
        """PREFIX anbao: <https://w3id.org/anbao/ontology#>
        SELECT ?premise WHERE {
          GRAPH ?graph { ?position anbao:premise ?premise }
          FILTER NOT EXISTS { ?premise anbao:changesNoAnswer ?decided }
        }""",
        use_default_graph_as_union=True,
    )
    assert [str(row["premise"]) for row in rows] == []  # type: ignore[union-attr]
