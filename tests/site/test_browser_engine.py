"""The engine of the what-if page gives what Python gives: on the corpus and on the decided cases.

Here the page's own modules run on Node; `tests/browser/` runs a sample of the same in Chromium.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.support import node
from tests.support.corpus import Example, examples
from tests.support.dates import DATES
from tests.support.disputes import KNEW_AND_DID_NOT_REVIEW
from tests.support.priorities import with_priorities
from tests.support.whatif import as_given, as_told

from anbao.circuit.execution import Circuit, stored
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.disputes.disputes import Dispute, from_store
from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine, choose_positions, find_position
from anbao.errors import ContradictoryFindings, PriorityCycle
from anbao.site import whatif_data
from anbao.site.circuit_data import CircuitData
from anbao.site.names import NAMESPACES, shorten

SOME = ("statutes", "P01", "P02", "P03", "P27", "T09")  # of generated disputes, under which positions

pytestmark = pytest.mark.skipif(bool(node.missing()), reason=node.missing() or "")


@pytest.fixture(scope="module")
def page(engine: Engine) -> dict[str, Any]:
    """Return what the page computes with: its knowledge, and the circuits of all positions."""
    return computed(engine, CircuitData(stored(engine.preparation), engine.law))


def computed(engine: Engine, circuit: CircuitData) -> dict[str, Any]:
    """Return the data files of the page that decide disputes."""
    return {
        "knowledge": whatif_data.build_engine(engine, circuit),
        "circuit": circuit.answers(),
        "working": circuit.working(),
    }


def corpus(engine: Engine, chosen: list[Example]) -> list[Dispute]:
    """Return the disputes of examples, replayed under their counterfactual dates where they have one."""
    found = [(example.dispute(engine), example.on) for example in chosen]
    return [dispute.on(on) if on else dispute for dispute, on in found]


def cases(engine: Engine) -> list[Dispute]:
    """Return the disputes of the decided cases, under IRIs as the page makes them."""
    return [
        Dispute(f"urn:case:{place}", found.label, found.findings, found.periods)
        for place, found in enumerate(from_store(engine.store, engine.law))
    ]


def compare(  # noqa: PLR0913  a comparison is of two engines, on disputes, in a mode, under positions
    engine: Engine,
    page: dict[str, Any],
    disputes: Sequence[Dispute],
    mode: str,
    folder: Path,
    *,
    names: Sequence[str] = ("all",),
) -> tuple[int, int]:
    """Assert that the page decides disputes as an engine does; return how many agree, and refusals."""
    given = [{"mode": mode, "disputes": [as_given(dispute) for dispute in disputes]}]
    told = node.run("decide.mjs", {**page, "runs": given}, folder)
    positions = choose_positions(engine.law, names)
    refused = [result["undecided"] for result in told["results"][0]]
    sound = [dispute for dispute, why in zip(disputes, refused, strict=True) if not why]
    expected = iter(engine.decide(sound, positions, ferenda=mode == "ferenda"))
    agreed = 0
    for dispute, result in zip(disputes, told["results"][0], strict=True):
        if result["undecided"]:
            assert_refused(engine, dispute, result["undecided"])
            continue
        for position in positions:
            got = told["found"][result["decisions"][shorten(position.iri)]]
            # Python tells a contradiction in words, the page as steps.
            got = {**got, "contradiction": bool(got["contradiction"])}
            assert got == as_told(next(expected)), f"{dispute.label.en} under {position.identifier}"
            agreed += 1
    return agreed, len(disputes) - len(sound)


def assert_refused(engine: Engine, dispute: Dispute, undecided: str) -> None:
    """Assert that the rules refuse a dispute that the page leaves undecided."""
    refusal = ContradictoryFindings if undecided == "contradiction" else PriorityCycle
    with pytest.raises(refusal):
        list(engine.decide([dispute]))


def test_page_decides_the_corpus_as_python_does(engine: Engine, page: dict[str, Any], tmp_path: Path) -> None:
    """Answers, norms, elements, steps, grounds and what is missing are the same: every fifth example."""
    disputes = corpus(engine, examples())[::5]
    agreed = compare(engine, page, disputes, "lata", tmp_path, names=SOME)
    assert agreed == (len(disputes) * len(SOME), 0)


@pytest.mark.slow
def test_page_decides_the_whole_corpus_as_the_rules_do(
    rules_engine: Engine, page: dict[str, Any], tmp_path: Path
) -> None:
    """Every example is decided alike under every position."""
    disputes = corpus(rules_engine, examples())
    agreed = compare(rules_engine, page, disputes, "lata", tmp_path)
    assert agreed == (len(disputes) * len(rules_engine.law.positions), 0)


def test_page_applies_proposals_as_python_does(engine: Engine, page: dict[str, Any], tmp_path: Path) -> None:
    """So they are where the corpus asks what would follow if an author's proposal were law."""
    asked = [example for example in examples() if any("ferenda" in name for name in example.expect)]
    assert compare(engine, page, corpus(engine, asked), "ferenda", tmp_path)[0] > 0


def test_page_decides_the_cases_as_python_does(engine: Engine, page: dict[str, Any], tmp_path: Path) -> None:
    """The presets of the page come out as the cases do."""
    assert compare(engine, page, cases(engine), "lata", tmp_path)[0] > 400


def some_disputes(engine: Engine, count: int, seed: int) -> list[Dispute]:
    """Return generated disputes, one period for each event, as the page has them."""
    made = generate(engine.law, engine.law.axioms, auxiliary_norms(engine.store), count, seed)
    return [
        replace(dispute, periods=tuple({period.anchor: period for period in dispute.periods}.values()))
        for dispute in made
    ]


def test_page_decides_generated_disputes_as_the_rules_do(
    rules_engine: Engine, page: dict[str, Any], tmp_path: Path
) -> None:
    """So do disputes with dates, intervals and unknown dates; contradictory findings are refused by both."""
    disputes = some_disputes(rules_engine, 60, 41)
    decided, refused = compare(rules_engine, page, disputes, "lata", tmp_path, names=SOME)
    assert decided > 30 * len(SOME)
    assert refused > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_page_decides_many_generated_disputes_as_the_rules_do(
    rules_engine: Engine, page: dict[str, Any], tmp_path: Path, seed: int
) -> None:
    """Two thousand of them, with proposals every other time."""
    mode = "ferenda" if seed % 2 else "lata"
    disputes = some_disputes(rules_engine, 200, seed)
    assert compare(rules_engine, page, disputes, mode, tmp_path)[0] > 0


def test_contradictory_findings_are_told_with_the_axiom(
    engine: Engine, page: dict[str, Any], tmp_path: Path
) -> None:
    """Findings that Python refuses are undecided on the page too, with the steps to both sides."""
    established = ["ClaimantActsForLivingNeeds", "ClaimantOutsideTransaction"]
    clashing = from_document({"id": "clash", "established": established}, engine.law)
    with pytest.raises(ContradictoryFindings, match="Consumer"):
        list(engine.decide(clashing))
    given = {**page, "runs": [{"mode": "lata", "disputes": [as_given(clashing[0])]}]}
    [[result]] = node.run("decide.mjs", given, tmp_path)["results"]
    steps = result["contradiction"]["yes"] + result["contradiction"]["no"]
    assert {step["circumstance"] for step in steps} >= {f"circ:{name}" for name in established}
    assert "disjointness" in {step["by"] for step in steps}
    assert result["undecided"] == "contradiction"


@pytest.mark.slow
def test_circle_of_priorities_names_its_norms(tmp_path: Path) -> None:
    """A position by which two norms prevail over each other leaves the dispute undecided; both are named."""
    names = ("cn-ecl-art-38-1-norm", "cn-ecl-art-38-2-review")
    engine = with_priorities(tmp_path, names, names[::-1])
    own = find_position(engine.law, "OWN")
    make(engine, tmp_path / "circuits", [own], processes=1)
    law = replace(engine.law, positions={one.iri: one for one in (engine.law.bare, own)})
    library = Library(tmp_path / "circuits", engine.preparation)
    page = computed(engine, CircuitData(Circuit(library, law), law))
    [dispute] = from_document(KNEW_AND_DID_NOT_REVIEW, engine.law)
    given = {**page, "runs": [{"mode": "lata", "disputes": [as_given(dispute)]}]}
    [[result]] = node.run("decide.mjs", given, tmp_path)["results"]
    assert result["undecided"] == "circle"
    assert set(result["circle"]) >= {f"id:{name}" for name in names}


def test_page_reads_dates_as_expected(tmp_path: Path) -> None:
    """Days, months, years, intervals, bounds and what is none come out as the table of dates says."""
    told = node.run("periods.mjs", list(DATES), tmp_path)
    for (text, expected), got in zip(DATES.items(), told, strict=True):
        assert got == expected, text


def test_short_names_are_alike(tmp_path: Path) -> None:
    """The browser shortens and expands IRIs as the builder does."""
    iris = [namespace + "x" for namespace in NAMESPACES.values()] + ["http://example.org/x", "urn:x"]
    told = node.run("names.mjs", iris, tmp_path)
    assert told == [[shorten(iri), iri] for iri in iris]
