"""An entry of the codebook gathers authority, norms, exclusions and real cases."""

from __future__ import annotations

import pytest

from anbao.analysis.codebook.entries import Entry, concepts_above, entries, grouped
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.graph.namespaces import local_name

CIRCUMSTANCE = "https://w3id.org/anbao/circumstance#"


@pytest.fixture(scope="module")
def found(engine: Engine) -> dict[str, Entry]:
    """Return the entries of the whole graph by local name."""
    return {local_name(one.circumstance.iri): one for one in entries(engine.store, engine.law)}


def test_every_circumstance_has_an_entry(engine: Engine, found: dict[str, Entry]) -> None:
    """The codebook leaves none out, and each has label and definition in both languages."""
    assert len(found) == len(engine.law.circumstances)
    for entry in found.values():
        one = entry.circumstance
        assert all((*one.label.both, *one.definition.both))
        assert one.group in engine.law.labels


def test_norms_turn_on_what_falls_under_their_elements(found: dict[str, Entry]) -> None:
    """Not reviewing a food licence bears on FSL 131(1), and through concepts above on ECL 38(2)."""
    uses = found["FoodLicenceNotReviewed"].uses
    norms = [local_name(use.norm) for use in uses]
    assert norms.index("cn-fsl-art-131-1-licence") < norms.index("cn-ecl-art-38-2-review")
    kinds = {local_name(use.kind) for use in uses if local_name(use.norm) == "cn-fsl-art-131-1-licence"}
    assert kinds == {"conductElement"}


def test_exclusions_of_concepts_above_hold_below(engine: Engine, found: dict[str, Entry]) -> None:
    """A food marketplace is an e-commerce operator, so a private seller is excluded, on ECL 9(1)."""
    entry = found["DefendantRunsFoodMarketplace"]
    assert (CIRCUMSTANCE + "DefendantSellsPrivately", ("https://w3id.org/anbao/id/cn-ecl-art-9-1",)) in (
        entry.excluded(engine.law)
    )
    back = dict(found["DefendantSellsPrivately"].excluded(engine.law))
    assert CIRCUMSTANCE + "ECommerceOperator" in back


def test_real_cases_stand_for_examples(found: dict[str, Entry]) -> None:
    """C19 established that the platform runs a food marketplace, and refuted bodily harm."""
    for name, status in (
        ("DefendantRunsFoodMarketplace", Status.ESTABLISHED),
        ("BodilyHarm", Status.REFUTED),
    ):
        examples = {local_name(one.dispute.case or ""): one.status for one in found[name].examples}
        assert examples["case-c19"] is status


def test_concepts_above_are_counted_in_steps(engine: Engine) -> None:
    """A circumstance is no step from itself, and the fewest from each concept."""
    above = concepts_above(engine.law, CIRCUMSTANCE + "VictimDied")
    assert above[CIRCUMSTANCE + "VictimDied"] == 0
    assert above[CIRCUMSTANCE + "DeathOrGraveHealthHarm"] == 1
    assert above[CIRCUMSTANCE + "BodilyHarm"] == 2


def test_entries_are_grouped_in_the_order_of_their_coming(found: dict[str, Entry]) -> None:
    """Groups stand in the order of their first members; concepts stand in groups too."""
    chosen = [found[name] for name in ("VictimDied", "Consumer", "DefendantKnew", "BodilyHarm")]
    groups = grouped(chosen)
    assert [local_name(group) for group in groups] == ["InterestGroup", "ClaimantGroup", "FaultGroup"]
