"""Flips: all of them, minimal, and no others; which matter in practice; what open findings are worth."""

from __future__ import annotations

import json
import random
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from referencing import Registry, Resource
from tests.support.brute_force import brute_force
from tests.support.disputes import RESORT
from tests.support.small_law import draw

from anbao.analysis.flips import flips
from anbao.analysis.flips.changes import Change
from anbao.analysis.flips.flips import Flips, find_flips, variations_of
from anbao.analysis.flips.variations import Answers
from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document, gather
from anbao.disputes.status import Status
from anbao.engine.engine import Engine, find_position
from anbao.errors import ContradictoryFindings, DataError, InconsistentOntology
from anbao.formats import flips as written
from anbao.law import classification
from anbao.schemas import schema

CIRC = "https://w3id.org/anbao/circumstance#"
ESTABLISHED, REFUTED, OPEN = Status.ESTABLISHED, Status.REFUTED, Status.LEFT_OPEN
CIVIL = "https://w3id.org/anbao/id/question-civil-liability"
WORKED = {34: {1, 3}, 38: {1, 2}, 55: {1, 2}, 57: {1, 2, 3}}  # seeds of small laws, and how large flips are

FOUR = 57  # a seed whose law has flips of four changes


def by_changes(found: Flips) -> dict[frozenset[Change], Answers]:
    """Return the answers of each flip by its changes, none of them twice."""
    flips = {frozenset(flip.changes): flip.answers for flip in found.flips}
    assert len(flips) == len(found.flips)
    return flips


def resort(engine: Engine, **changes: object) -> Dispute:
    """Return the dispute with a resort, some of it changed."""
    return from_document({**RESORT, **changes}, engine.law)[0]


def compare_with_brute_force(seed: int, folder: Path, size: int = 3) -> set[int]:
    """Fail where flips are not those of brute force over all circumstances; return their sizes."""
    law = draw(seed, folder)
    facts = [iri for iri, known in law.engine.law.circumstances.items() if known.factual]
    sizes = set()
    for name in ("statutes", "OWN"):
        position = find_position(law.engine.law, name)
        found = by_changes(find_flips(law.engine, law.dispute, position, size=size))
        assert found == brute_force(law.engine, law.dispute, position, facts, size), (seed, name)
        sizes |= {len(changes) for changes in found}
    return sizes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for small laws."""
    return tmp_path_factory.mktemp("laws")


@pytest.mark.parametrize("seed", WORKED)
def test_flips_are_those_of_brute_force(seed: int, folder: Path) -> None:
    """On small laws, with all their circumstances, every minimal set is found and nothing else."""
    assert compare_with_brute_force(seed, folder) == WORKED[seed]


def test_flips_of_four_changes_are_those_of_brute_force(folder: Path) -> None:
    """On request sets of four changes are found, all of them and nothing else."""
    assert compare_with_brute_force(FOUR, folder, 4) == {1, 2, 3, 4}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_flips_are_those_of_brute_force_on_more_laws(seed: int, folder: Path) -> None:
    """So it is on further small laws, those apart that are contradictory themselves."""
    try:
        compare_with_brute_force(seed, folder)
    except (ContradictoryFindings, InconsistentOntology):
        pytest.skip("this law or its dispute contradicts itself")


def test_what_no_circuit_covers_the_rules_decide(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the rules cannot be compiled, they find single changes, more if asked; a message says so."""
    law = draw(55, folder)
    expected = by_changes(find_flips(law.engine, law.dispute, law.engine.law.bare, size=2))
    monkeypatch.setattr(flips, "circuit_of", lambda *_, **__: None)
    found = find_flips(law.engine, law.dispute, law.engine.law.bare)
    assert found.size == 1
    assert "the rules decide each change, and only single ones" in caplog.text
    assert by_changes(found) == {some: then for some, then in expected.items() if len(some) == 1}
    asked = find_flips(law.engine, law.dispute, law.engine.law.bare, size=2)
    assert by_changes(asked) == expected


def among(found: Flips, facts: set[str]) -> dict[frozenset[Change], Answers]:
    """Return the flips that change no other circumstances than the given."""
    return {
        changes: answers
        for changes, answers in by_changes(found).items()
        if {change.circumstance for change in changes} <= facts
    }


@pytest.mark.parametrize(("case", "name", "seed"), [("C01", "P02", 1), ("C19", "statutes", 3)])
def test_flips_of_cases_are_those_of_brute_force(
    rules_engine: Engine, engine: Engine, case: str, name: str, seed: int
) -> None:
    """On decided cases too, as far as a few circumstances go: minimality asks for subsets only."""
    [dispute, *_] = gather(case, rules_engine.law, rules_engine.store)
    position = find_position(rules_engine.law, name)
    found = find_flips(engine, dispute, position)
    source = random.Random(seed)
    facts = [iri for iri, known in rules_engine.law.circumstances.items() if known.factual]
    largest = [flip for flip in found.flips if len(flip.changes) == 3]
    chosen = {change.circumstance for change in source.choice(largest).changes} | {source.choice(facts)}
    expected = brute_force(rules_engine, dispute, position, sorted(chosen), 3)
    assert among(found, chosen) == expected
    assert max(map(len, expected)) == 3


def test_change_that_mends_a_contradiction(rules_engine: Engine, engine: Engine) -> None:
    """A set is found in which one change takes a finding away that the others would contradict."""
    [dispute, *_] = gather("C09", rules_engine.law, rules_engine.store)
    position = rules_engine.law.bare
    taken, alone_at_fault = CIRC + "InjurerIsMerchant", CIRC + "HarmByDefendantAlone"
    facts = {taken, alone_at_fault, CIRC + "BreachCausedHarm"}
    found = among(find_flips(engine, dispute, position), facts)
    assert found == brute_force(rules_engine, dispute, position, sorted(facts), 3)
    varied = variations_of(engine, dispute, position)
    [alone] = [
        n for n, c in enumerate(varied.changes) if (c.circumstance, c.after) == (alone_at_fault, ESTABLISHED)
    ]
    assert varied.answers(np.array([[alone]], np.int32)) == [None]
    assert any(
        {(c.circumstance, c.after) for c in some} >= {(taken, None), (alone_at_fault, ESTABLISHED)}
        for some in found
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("case", "name"), [("C01", "statutes"), ("C07", "P02"), ("C09", "P02")])
def test_flips_near_a_norm_are_those_of_brute_force(
    rules_engine: Engine, engine: Engine, case: str, name: str, seed: int
) -> None:
    """On decided cases, as far as the elements of one norm go, what lies below them, and some findings."""
    [dispute, *_] = gather(case, rules_engine.law, rules_engine.store)
    position, source = find_position(rules_engine.law, name), random.Random(seed)
    norm = source.choice([norm for norm in rules_engine.law.norms.values() if len(norm.elements) > 2])
    closure = classification.classify(rules_engine.law, classification.profile_of(rules_engine.law, position))
    elements = {circumstance for _, circumstance in norm.elements}
    below = elements | {low for low, high in closure.within if high in elements}
    pools = ((below, 4), ({finding.circumstance for finding in dispute.findings}, 2))
    facts: set[str] = set()
    for pool, count in pools:
        factual = sorted(iri for iri in pool if rules_engine.law.circumstances[iri].factual)
        facts |= set(source.sample(factual, min(count, len(factual))))
    expected = brute_force(rules_engine, dispute, position, sorted(facts), 3)
    assert among(find_flips(engine, dispute, position), facts) == expected


@pytest.mark.slow
@pytest.mark.parametrize("case", ["C01", "C09", "C19"])
def test_single_changes_of_every_circumstance(rules_engine: Engine, engine: Engine, case: str) -> None:
    """Of all circumstances of the graph, those that alter an answer alone are found, and no others."""
    [dispute, *_] = gather(case, rules_engine.law, rules_engine.store)
    facts = [iri for iri, known in rules_engine.law.circumstances.items() if known.factual]
    found = find_flips(engine, dispute, rules_engine.law.bare, size=1)
    assert by_changes(found) == brute_force(rules_engine, dispute, rules_engine.law.bare, facts, 1)


def test_open_finding_decides(engine: Engine) -> None:
    """Negligence left open decides whether there is liability for the place: the worth of it says so."""
    found = find_flips(engine, resort(engine), engine.law.bare, size=1)
    [fault] = found.open_findings
    assert fault.circumstance == CIRC + "DefendantNegligent"
    assert fault.decides
    assert fault.established is not None
    assert fault.refuted is not None
    assert {a.standing for a in found.answers if a.question == CIVIL} == {"pending"}
    assert {a.standing for a in fault.established if a.question == CIVIL} == {"firm"}
    # Refuted negligence leaves intent, which nobody pleaded: the norms on fault are not raised.
    lost = {answer.norm for answer in fault.established}
    assert all(answer.norm not in lost for answer in fault.refuted if answer.question == CIVIL)


def test_open_finding_that_others_exclude(engine: Engine) -> None:
    """What the other findings exclude has no answers, and does not decide."""
    dispute = resort(engine, established=[*RESORT["established"], "DefendantIntentional"])
    [fault] = find_flips(engine, dispute, engine.law.bare, size=1).open_findings
    assert fault.established is None
    assert fault.refuted is not None
    assert not fault.decides


def practical(found: Flips, name: str) -> dict[str | None, bool]:
    """Return by new status whether the single change of a circumstance is marked, where it is a flip."""
    return {
        flip.changes[0].after: flip.practical
        for flip in found.flips
        if len(flip.changes) == 1 and flip.changes[0].circumstance == CIRC + name
    }


def test_marks_steps_on_what_was_pleaded(engine: Engine) -> None:
    """What is open may be decided either way or withdrawn; what is alleged may stay unproved, no more."""
    found = find_flips(engine, resort(engine), engine.law.bare, size=1)
    assert practical(found, "DefendantNegligent") == {ESTABLISHED: True, REFUTED: True, None: True}
    assert set(practical(found, "VictimCausedHarmIntentionally").values()) == {False}
    proved = resort(engine, established=[*RESORT["established"], "DefendantNegligent"], open=[])
    found = find_flips(engine, proved, engine.law.bare, size=1)
    assert practical(found, "DamageSuffered") == {OPEN: True, REFUTED: False, None: False}


def test_what_a_court_found_is_not_marked(engine: Engine) -> None:
    """In a decided case what the court found is firm; what the editors inferred is not."""
    [dispute, *_] = gather("C01", engine.law, engine.store)
    found = find_flips(engine, dispute, engine.law.bare, size=1)
    assert practical(found, "BodilyHarm")[OPEN] is False
    assert practical(found, "DefendantNegligent")[OPEN] is True


def test_smallest_come_first_and_those_in_practice_before_others(engine: Engine) -> None:
    """Flips are ordered by size, then by whether they matter in practice."""
    found = find_flips(engine, resort(engine), engine.law.bare, size=2)
    order = [(len(group.choices), not group.practical) for group in found.groups]
    assert order == sorted(order)
    assert {len(flip.changes) for flip in found.flips} == {1, 2}


def test_size_bounds_the_sets(engine: Engine) -> None:
    """A smaller size gives the flips of a larger one that are small enough."""
    dispute = resort(engine)
    one, two = (find_flips(engine, dispute, engine.law.bare, size=size) for size in (1, 2))
    assert by_changes(one) == {k: v for k, v in by_changes(two).items() if len(k) == 1}


@pytest.mark.parametrize("size", [0, 5, -1])
def test_size_out_of_range_is_refused(engine: Engine, size: int) -> None:
    """Only sets of one to four are searched."""
    with pytest.raises(DataError, match=f"size: {size} changes at a time.*Ask for 1 to 4"):
        find_flips(engine, resort(engine), engine.law.bare, size=size)


def test_contradictory_findings_are_refused(engine: Engine) -> None:
    """Findings that contradict one another have no answer to alter."""
    dispute = resort(engine, established=["DefendantNegligent", "DefendantIntentional"], open=[])
    with pytest.raises(ContradictoryFindings, match="resort: the findings contradict"):
        find_flips(engine, dispute, engine.law.bare)


def test_json_follows_its_schema(engine: Engine) -> None:
    """Flips as JSON follow the published schema, and say of each change from what to what."""
    found = find_flips(engine, resort(engine), engine.law.bare, size=1)
    document = json.loads(json.dumps(written.to_json([found], engine.law)))
    registry = Registry().with_resource("decision.schema.json", Resource.from_contents(schema("decision")))
    registry = registry.with_resource(schema("decision")["$id"], Resource.from_contents(schema("decision")))
    jsonschema.Draft202012Validator(schema("flips"), registry=registry).validate(document)
    [told] = document["flips"]
    assert len(told["sets"]) == len(found.flips)
    [worth] = told["openFindings"]
    assert (worth["circumstance"]["iri"], worth["decides"]) == (CIRC + "DefendantNegligent", True)
    changes = [s["changes"] for s in told["sets"] if s["practical"]]
    assert [{"before": ["open"], "after": "refuted"}] in [
        [{key: change[key] for key in ("before", "after")} for change in some] for some in changes
    ]
