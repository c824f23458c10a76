"""The rule files are generic, say what they do, and end."""

from __future__ import annotations

import random
import re

import pyoxigraph as ox
import pytest
from tests.oracle.engines import profiles
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms

from anbao.engine import rules
from anbao.engine.engine import Engine
from anbao.graph.query_files import QueryFile, folder
from anbao.graph.vocabulary import ANBAO
from anbao_dev import rules_readme

FILES = folder("rules")
ENGINE = "https://w3id.org/anbao/engine#"
NAMED = re.compile(
    r"""\bid:|\bcirc:|anbao/(?:id|circumstance)|\bcn-[a-z]|
        \bposition-|\bP\d\d\b|\bart(?:icle|\.)?\s*\d""",
    re.VERBOSE | re.IGNORECASE,
)
TERM = re.compile(r"\banbao:([A-Za-z]\w*)")
files = pytest.mark.parametrize("rule", FILES, ids=lambda rule: rule.name)


def body(rule: QueryFile) -> str:
    """Return a rule without its header and comments."""
    lines = (re.sub(r"(^|\s)#.*", "", line) for line in rule.text.splitlines())
    return "\n".join(lines)


def filled(engine: Engine, count: int) -> ox.Store:
    """Return a store with what the rules read, every position, and some disputes."""
    law = engine.law
    store = ox.Store()
    store.extend(engine._prepare(list(law.positions.values()), False).quads)
    axioms = {axiom for profile in profiles(law).values() for axiom in profile.axioms}
    disputes = generate(law, sorted(axioms), auxiliary_norms(engine.store), count, seed=3)
    store.extend(quad for dispute in disputes for quad in dispute.quads())
    return store


@files
def test_rule_names_nothing_of_the_law(rule: QueryFile) -> None:
    """No provision, no author and no circumstance stands in a rule."""
    assert NAMED.findall(rule.text) == []


@files
def test_rule_uses_terms_of_the_ontology(rule: QueryFile) -> None:
    """Every anbao: name of a rule is a term; those that exist only at run time are e: names."""
    unknown = {name for name in TERM.findall(body(rule)) if name not in ANBAO.__annotations__}
    assert unknown == set()


def test_rules_name_no_norm_and_no_position(engine: Engine) -> None:
    """Nor does one by the end of an IRI, or by an identifier."""
    law = engine.law
    ends = {iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for iri in (*law.norms, *law.circumstances)}
    ends |= {position.identifier for position in law.positions.values() if position.premises}
    words = {word for rule in FILES for word in re.findall(r"[\w-]+", body(rule))}
    assert words & ends == set()


@files
def test_rule_says_what_it_does(rule: QueryFile) -> None:
    """The header has a summary in both languages; a file that changes the store has a number."""
    summary = rule.header["summary"]
    assert re.search(r"[\u4e00-\u9fff]", summary["zh"])
    assert re.search(r"[a-z]", summary["en"])
    assert bool(rules.step_name(rule)) == bool(re.search(r"^(?:INSERT|DELETE)\b", body(rule), re.MULTILINE))
    assert rule.header.keys() <= {"summary", "note", "before", "cells", "repeat", "grows"}


def test_files_are_numbered_in_their_order() -> None:
    """The steps are numbered from 1 without a gap; those before any dispute come first."""
    numbered = [rule.name for rule in FILES if rules.step_name(rule)]
    assert [int(name[:2]) for name in numbered] == list(range(1, len(numbered) + 1))
    before = [rule.name for rule in FILES if rule.header.get("before") == "any dispute"]
    assert before + [rule.name for rule in rules.steps()] == numbered
    assert before == [rule.name for rule in FILES if "before" in rule.header]


def test_no_step_counts() -> None:
    """No step has an aggregate: each can be run on findings and days that are unknown."""
    aggregate = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|GROUP BY)\b")
    assert not [rule.name for rule in rules.steps() if aggregate.search(body(rule))]


def test_nothing_is_taken_back() -> None:
    """The rules only add: what a step has found stands when the next one reads it."""
    assert [rule.name for rule in FILES if re.search(r"^DELETE\b", body(rule), re.MULTILINE)] == []


def test_readme_lists_the_files() -> None:
    """The README of the folder has each file with its summary, in their order, and no other."""
    readme = (FILES[0].path.parent / "README.md").read_text("utf-8")
    assert re.findall(r"^- \[`(.+?)`\]", readme, re.MULTILINE) == [rule.name for rule in FILES]
    assert readme == rules_readme.generate()


@files
def test_repetition_is_declared_as_known(rule: QueryFile) -> None:
    """A header that repeats says how, in the one way that the engines know, and what grows."""
    assert rule.header.get("repeat", "until nothing changes") == "until nothing changes"
    assert ("repeat" in rule.header) == ("grows" in rule.header)
    for name in rule.header.get("grows", ()):
        assert re.search(rf"INSERT {{[^}}]*{name}", body(rule)), f"{name} is nothing that the rule inserts"


def test_repetition_is_declared_where_needed(engine: Engine) -> None:
    """After its declared runs, running a rule once more says nothing new of any dispute.

    One that repeats adds nothing at all; another may add working relations (e: names).
    """
    store = filled(engine, 20)
    needed = []
    for rule in rules.steps():
        rules.apply(store, rule)
        before = set(store)
        store.update(rule.text)
        new = set(store) ^ before
        working = all(quad.predicate.value.startswith(ENGINE) for quad in new)
        if new and ("repeat" in rule.header or not working):
            needed.append(rule.name)
    assert needed == []


def test_one_round_of_entailment_is_not_enough(engine: Engine) -> None:
    """What one round entails makes the next one entail more; `test_defeat` shows it of defeat."""
    store = filled(engine, 60)
    rules.run(store, until="decisions")
    rule = next(rule for rule in rules.steps() if rules.step_name(rule) == "entailment")
    sizes = [len(store)]
    while len(sizes) < 2 or sizes[-1] != sizes[-2]:
        store.update(rule.text)
        sizes.append(len(store))
    assert len(sizes) > 3


def test_order_of_loading_does_not_matter(engine: Engine) -> None:
    """The same quads in another order give the same result."""
    first = filled(engine, 10)
    quads = list(first)
    random.Random(1).shuffle(quads)
    second = ox.Store()
    for quad in quads:
        second.add(quad)
    rules.run(first)
    rules.run(second)
    assert set(first) == set(second)


def test_run_stops_after_the_named_step(engine: Engine) -> None:
    """`until` runs a step and what comes before it, and nothing after."""
    store = filled(engine, 5)
    rules.run(store, until="antecedents")
    predicates = {quad.predicate.value for quad in store}
    assert ENGINE + "raised" in predicates
    assert ENGINE + "exception" not in predicates
