"""A rule file changed in one place gives other answers, and then a test notices; or it changes none.

What became of each: `pytest -m slow tests/engine/test_mutation.py -k 14-conflicts`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.mutants import Mutant, chosen, mutants
from tests.support.mutation import Bench, kinds_of, mutated

from anbao.engine import rules
from anbao.engine.engine import Engine, find_position
from anbao.graph.query_files import QueryFile, folder

FILES = [rule for rule in folder("rules") if rules.step_name(rule) or rule.name == "input"]
OF_EACH, SEED = 4, 1
UNDER = ("statutes", "P02")  # whose circuits are compared; P02 changes axioms, consequences and priorities
TEXT = """#+ summary: a step
PREFIX : <urn:x/>
INSERT { ?x :n ?y ; :m :b } WHERE {
  { ?x :p|:q ?y } UNION { ?y :p ?x }
  OPTIONAL { ?x :v ?i }
  FILTER(?i < 3 && ?x != :a)  # a comment ; with } signs
  FILTER NOT EXISTS { ?x :r "; }" }
} ;
INSERT { ?x :o ?y } WHERE { ?x :n ?y ; :m :b . ?y :s ?z }
"""
EXPECTED = {
    "without the operation": 2,
    "without the branch": 2,
    "without the alternative": 1,
    "required instead of": 1,
    "EXISTS negated in": 1,
    "<= for": 1,
    "> for": 1,
    "|| for": 1,
    "= for": 1,
    ":c for": 2,
    # triples: two inserted and one, two and one matched, and those of both branches, the OPTIONAL and EXISTS;
    # two filters; the repetition
    "without": 3 + 3 + 4 + 2 + 1,
}


@pytest.fixture(scope="module")
def bench(engine: Engine) -> Bench:
    """What mutants are tried on."""
    return Bench(engine)


@pytest.fixture
def rule() -> QueryFile:
    """A small rule file."""
    return QueryFile(
        "02-step", Path("02-step.rq"), TEXT, {"repeat": "until nothing changes", "grows": [":n"]}
    )


def test_every_place_is_changed(rule: QueryFile) -> None:
    """Each operation, triple, filter, branch, sign and constant gives a mutant, and each differs."""
    found = list(mutants(rule, {":b": [":c"]}))
    counted = {kind: sum(one.kind == kind for one in found) for kind in {one.kind for one in found}}
    assert counted == EXPECTED
    texts = [one.rule.text for one in found if "repeat" in one.rule.header]
    assert len({*texts, TEXT}) == len(texts) + 1
    [once] = [one for one in found if "repeat" not in one.rule.header]
    assert once.rule.text == TEXT


def test_choice_is_fixed_by_its_seed(rule: QueryFile) -> None:
    """The same seed chooses the same mutants, of different kinds; another one chooses others."""
    kinds = {":b": [":c"]}
    first = chosen(rule, kinds, 6, 1)
    assert chosen(rule, kinds, 6, 1) == first
    assert chosen(rule, kinds, 6, 2) != first
    assert len({one.kind for one in first}) >= 4


def test_there_are_enough(engine: Engine) -> None:
    """The files give many hundreds of mutants, of which the slow tests try more than forty."""
    kinds = kinds_of(engine.store)
    assert kinds["anbao:Established"] == ["anbao:LeftOpen", "anbao:Refuted"]
    assert "e:refuted" in kinds["e:established"]
    assert sum(len(chosen(file, kinds, OF_EACH, SEED)) for file in FILES) >= 40
    step = next(file for file in FILES if rules.step_name(file) == "conflicts")
    assert len(list(mutants(step, kinds))) > 100


def test_a_mutant_takes_the_place_of_its_file(engine: Engine, bench: Bench) -> None:
    """With the step that finds norms raised left empty, the corpus notices; afterwards all is as it was."""
    file = next(file for file in FILES if rules.step_name(file) == "antecedents")
    [first, *_] = [one for one in mutants(file, {}) if one.kind == "without the operation"]
    nothing = Mutant("nothing", "left", replace(file, text=first.rule.text.split("INSERT", maxsplit=1)[0]))
    before = rules.steps()
    with mutated(nothing):
        assert nothing.rule in rules.steps()
    assert rules.steps() == before
    assert bench.try_out(first, []).noticed_by.startswith("the corpus, ")


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_mutants(engine: Engine, bench: Bench, file: QueryFile, capsys: pytest.CaptureFixture[str]) -> None:
    """Of some mutants of each file, every one that changes an answer is noticed; all are printed."""
    under = [find_position(engine.law, name) for name in UNDER]
    found = []
    for mutant in chosen(file, kinds_of(engine.store), OF_EACH, SEED):
        found.append(bench.try_out(mutant, under))
        with capsys.disabled():
            sys.stdout.write(f"\n{found[-1]}")
    assert [str(one) for one in found if one.changes and not one.noticed_by] == []
