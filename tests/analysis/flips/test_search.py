"""Propagation of changes finds what trying every set as a row finds."""

from __future__ import annotations

import random
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.support.small_law import draw

from anbao.analysis.flips.flips import variations_of
from anbao.analysis.flips.search import Found, minimal_sets
from anbao.analysis.flips.variations import Variations
from anbao.circuit.kernel import has_numba
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine, find_position

pytestmark = pytest.mark.skipif(not has_numba(), reason="without Numba there is one way only")
FACTS = 24  # circumstances of which all sets of three changes are tried as rows
DISPUTES = 3


def generated(rules_engine: Engine, count: int, seed: int) -> list[Dispute]:
    """Return generated disputes whose findings do not contradict one another."""
    drawn = generate(
        rules_engine.law, rules_engine.law.axioms, auxiliary_norms(rules_engine.store), 4 * count, seed
    )
    return [one for one in drawn if given(variations(rules_engine, one, "statutes")) is not None][:count]


def variations(rules_engine: Engine, dispute: Dispute, name: str) -> Variations:
    """Return what a circuit answers to a dispute when findings change."""
    varied = variations_of(rules_engine, dispute, find_position(rules_engine.law, name))
    assert isinstance(varied, Variations)
    return varied


def given(varied: Variations) -> object:
    """Return the answers without any change."""
    return varied.answers(np.empty((1, 0), np.int32))[0]


def narrowed(varied: Variations, circumstances: set[str]) -> Variations:
    """Return the same with the changes of some circumstances only."""
    found = copy(varied)
    places = [n for n, change in enumerate(varied.changes) if change.circumstance in circumstances]
    found.changes = tuple(varied.changes[n] for n in places)
    found.toggles = varied.toggles[places]
    return found


def as_sets(found: list[Found]) -> list[dict[tuple[Any, ...], Any]]:
    """Return for each size the answers after each set; none is found twice."""
    sizes = [dict(zip(map(tuple, part.sets.tolist()), part.answers, strict=True)) for part in found]
    assert [len(part.sets) for part in found] == [len(part) for part in sizes]
    return sizes


def test_pairs_are_those_of_rows(engine: Engine) -> None:
    """All single changes and all pairs, of every circumstance, on generated disputes."""
    for dispute in generated(engine, DISPUTES, 7):
        varied = variations(engine, dispute, "statutes")
        by_rows = as_sets(minimal_sets(varied, 2, fast=False))
        assert as_sets(minimal_sets(varied, 2, fast=True)) == by_rows
        assert all(by_rows)


def test_triples_are_those_of_rows(engine: Engine) -> None:
    """All sets of three, of some circumstances: those of flips that are there, and others."""
    source, seen = random.Random(2), 0
    for dispute in generated(engine, DISPUTES, 11):
        whole = variations(engine, dispute, "P02")
        if given(whole) is None:
            continue
        larger = [tuple(places) for part in minimal_sets(whole, 3)[1:] for places in part.sets.tolist()]
        chosen = {whole.changes[n].circumstance for some in source.sample(larger, 5) for n in some}
        chosen |= {change.circumstance for change in source.sample(whole.changes, FACTS - len(chosen))}
        varied = narrowed(whole, chosen)
        by_rows = as_sets(minimal_sets(varied, 3, fast=False))
        assert as_sets(minimal_sets(varied, 3, fast=True)) == by_rows
        seen += len(by_rows[2])
    assert seen


@pytest.mark.parametrize("seed", [37, 78])
def test_sets_of_four_are_those_of_rows(seed: int, tmp_path: Path) -> None:
    """All sets of four changes under a small law; supersets of smaller sets are left out alike."""
    law = draw(seed, tmp_path)
    varied = variations(law.engine, law.dispute, "OWN")
    assert as_sets(minimal_sets(varied, 4, fast=True)) == as_sets(minimal_sets(varied, 4, fast=False))


def test_no_set_is_part_of_another(engine: Engine) -> None:
    """What is found is minimal."""
    [dispute] = generated(engine, 1, 3)
    sets = [
        frozenset(places)
        for part in minimal_sets(variations(engine, dispute, "statutes"), 3)
        for places in part.sets.tolist()
    ]
    known = set(sets)
    assert {len(some) for some in sets} == {1, 2, 3}
    for some in sets:
        assert not any(some - {one} in known for one in some)
        assert not any(frozenset([one]) in known for one in some if len(some) > 1)
