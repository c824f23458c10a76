"""The engine of the what-if page gives what Python gives: on the corpus and on the decided cases.

Here the page's own modules run on Node; `tests/browser/` runs a sample of the same in Chromium.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.support import node
from tests.support.corpus import Example, examples
from tests.support.whatif import as_given, as_told

from anbao.disputes.dates import period
from anbao.disputes.disputes import Dispute, from_store
from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine
from anbao.errors import BadDate, ContradictoryFindings
from anbao.graph.stores import ENGINE
from anbao.graph.vocabulary import ANBAO
from anbao.site import whatif_data
from anbao.site.names import NAMESPACES, shorten

BATCH = 20  # disputes in one store, as in Python

pytestmark = pytest.mark.skipif(bool(node.missing()), reason=node.missing() or "")


@pytest.fixture(scope="module")
def knowledge(engine: Engine) -> dict[str, Any]:
    """Return the data file of the engine."""
    return whatif_data.build_engine(engine)


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


def compare(
    engine: Engine, knowledge: dict[str, Any], disputes: Sequence[Dispute], mode: str, folder: Path
) -> int:
    """Assert that the page decides disputes as Python does; return how many decisions agree."""
    runs = [disputes[at : at + BATCH] for at in range(0, len(disputes), BATCH)]
    given = [{"mode": mode, "disputes": [as_given(dispute) for dispute in run]} for run in runs]
    told = node.run("decide.mjs", {"knowledge": knowledge, "runs": given}, folder)
    results = [result for run in told["results"] for result in run]
    positions = engine.law.ordered_positions
    expected = iter(engine.decide(disputes, positions, ferenda=mode == "ferenda"))
    agreed = 0
    for dispute, result in zip(disputes, results, strict=True):
        assert (result["contradiction"], result["circle"]) == (None, []), dispute.label.en
        for position in positions:
            got = told["found"][result["decisions"][shorten(position.iri)]]
            # Python tells a contradiction in words, the page as steps.
            got = {**got, "contradiction": bool(got["contradiction"])}
            assert got == as_told(next(expected)), f"{dispute.label.en} under {position.identifier}"
            agreed += 1
    return agreed


def test_page_decides_the_corpus_as_python_does(
    engine: Engine, knowledge: dict[str, Any], tmp_path: Path
) -> None:
    """Answers, norms, elements, steps, grounds and what is missing are the same under every position."""
    disputes = corpus(engine, examples())
    agreed = compare(engine, knowledge, disputes, "lata", tmp_path)
    assert agreed == len(disputes) * len(engine.law.positions)


def test_page_applies_proposals_as_python_does(
    engine: Engine, knowledge: dict[str, Any], tmp_path: Path
) -> None:
    """So they are where the corpus asks what would follow if an author's proposal were law."""
    asked = [example for example in examples() if any("ferenda" in name for name in example.expect)]
    assert compare(engine, knowledge, corpus(engine, asked), "ferenda", tmp_path) > 0


def test_page_decides_the_cases_as_python_does(
    engine: Engine, knowledge: dict[str, Any], tmp_path: Path
) -> None:
    """The presets of the page come out as the cases do."""
    assert compare(engine, knowledge, cases(engine), "lata", tmp_path) > 400


def test_contradictory_findings_are_told_with_the_axiom(
    engine: Engine, knowledge: dict[str, Any], tmp_path: Path
) -> None:
    """Findings that Python refuses are undecided on the page too, with the steps to both sides."""
    established = ["ClaimantActsForLivingNeeds", "ClaimantOutsideTransaction"]
    clashing = from_document({"id": "clash", "established": established}, engine.law)
    with pytest.raises(ContradictoryFindings, match="Consumer"):
        list(engine.decide(clashing))
    given = {"knowledge": knowledge, "runs": [{"mode": "lata", "disputes": [as_given(clashing[0])]}]}
    [[result]] = node.run("decide.mjs", given, tmp_path)["results"]
    steps = result["contradiction"]["yes"] + result["contradiction"]["no"]
    assert {step["circumstance"] for step in steps} >= {f"circ:{name}" for name in established}
    assert "disjointness" in {step["by"] for step in steps}
    assert result["decisions"] == {}


def both_paragraphs(example: Example) -> bool:
    """Return whether both paragraphs of ECL 38 are met in an example under the bare statutes."""
    told = example.expect.get("statutes", example.expect.get("all", {})).get("status", {})
    return all(told.get(f"cn-ecl-art-38-{end}") == "Met Governs" for end in ("1-norm", "2-review"))


def test_circle_of_priorities_names_its_norms(
    engine: Engine, knowledge: dict[str, Any], tmp_path: Path
) -> None:
    """Two norms stated to prevail over each other leave the dispute undecided, and both are named."""
    names = {"id:cn-ecl-art-38-1-norm", "id:cn-ecl-art-38-2-review"}
    one, other = (f"<{NAMESPACES['id']}{name.removeprefix('id:')}>" for name in sorted(names))
    claims = "".join(
        f"{claim} <{ANBAO.prevails}> {upper} .\n{claim} <{ANBAO.over}> {lower} .\n"
        f"<{engine.law.bare.iri}> <{ENGINE}applied> {claim} .\n"
        for claim, upper, lower in (("<urn:claim:1>", one, other), ("<urn:claim:2>", other, one))
    )
    dispute = next(example.dispute(engine) for example in examples() if both_paragraphs(example))
    given = {
        "knowledge": knowledge,
        "runs": [{"mode": "lata", "disputes": [as_given(dispute)]}],
        "more": claims,
    }
    [[result]] = node.run("decide.mjs", given, tmp_path)["results"]
    assert set(result["circle"]) >= names
    assert result["decisions"] == {}


PERIODS = [
    "2021", "2021-02", "2024-02", "2021-03-05", "../2021", "2021/..", "2020-12-01/2021-02", "2021/2021",
    "[2020-12-01..2021-02]", "../2021-02-03", "1979", "2021-13", "2021-02-30", "soon", "2022/2021", "",
    "[2022..2021]", "2021/2022/2023", "2021-1", "[2021]",
]  # fmt: skip


def test_page_reads_dates_as_python_does(tmp_path: Path) -> None:
    """Days, months, years, intervals, bounds and what is none of these come out alike."""
    told = node.run("periods.mjs", PERIODS, tmp_path)
    for text, got in zip(PERIODS, told, strict=True):
        try:
            expected: object = [day and day.isoformat() for day in period(text)]
        except BadDate:
            expected = "bad"
        assert got == expected, text


def test_short_names_are_alike(tmp_path: Path) -> None:
    """The browser shortens and expands IRIs as the builder does."""
    iris = [namespace + "x" for namespace in NAMESPACES.values()] + ["http://example.org/x", "urn:x"]
    told = node.run("names.mjs", iris, tmp_path)
    assert told == [[shorten(iri), iri] for iri in iris]
