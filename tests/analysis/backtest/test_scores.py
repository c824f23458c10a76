"""Scores: counts of cases with Wilson intervals."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from scipy.stats import binomtest

from anbao.analysis.backtest.scores import level_of, proportion, score


@dataclass(frozen=True)
class Replay:
    """A replay as far as a score reads it."""

    case: str
    level: str
    committed: bool = False
    as_statutes: bool = False
    own_source: bool = False


@pytest.mark.parametrize(("count", "total"), [(0, 1), (1, 1), (3, 10), (1, 20), (15, 32), (0, 9), (9, 9)])
def test_wilson(count: int, total: int) -> None:
    """The interval is Wilson's of 1927, as scipy works it out."""
    expected = binomtest(count, total).proportion_ci(0.95, method="wilson")
    found = proportion(count, total)
    assert found.low == pytest.approx(expected.low, abs=1e-12)
    assert found.high == pytest.approx(expected.high, abs=1e-12)


def test_wilson_as_printed() -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29."""
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0000, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (count, total), bounds in printed.items():
        found = proportion(count, total)
        assert (found.low, found.high) == pytest.approx(bounds, abs=5e-5)


def test_no_case_has_no_interval() -> None:
    """Of no case nothing is known: there is a count and no bounds."""
    found = proportion(0, 0)
    assert (found.count, found.total, found.low, found.high) == (0, 0, None, None)


def test_level_of_a_case() -> None:
    """A case is as good as its worst part; what cannot be compared does not count, unless nothing can."""
    assert level_of(["Agrees", "NotComparable"]) == "Agrees"
    assert level_of(["Agrees", "Compatible", "Agrees"]) == "Compatible"
    assert level_of(["Compatible", "Disagrees", "Agrees"]) == "Disagrees"
    assert level_of(["NotComparable"]) == "NotComparable"


def test_cases_are_counted_and_not_disputes() -> None:
    """Four disputes of one case are one; cases that cannot be compared are left out of every count."""
    replays = [
        *(Replay("c08", "Disagrees", committed=True) for _ in range(4)),
        Replay("c01", "Agrees", committed=True, own_source=True),
        Replay("c01", "NotComparable"),
        Replay("c02", "Compatible", as_statutes=True),
        Replay("c02", "Agrees", committed=True, as_statutes=True),
        Replay("c03", "NotComparable", committed=True, own_source=True),
    ]
    found = score("p", replays)
    assert (found.agreeing.count, found.agreeing.total) == (1, 3)
    assert (found.not_contradicted.count, found.not_contradicted.total) == (2, 3)
    assert (found.compatible, found.disagreeing) == (1, 1)
    assert found.committed == 2  # c08 and c01; in c02 one part is left open
    assert found.acting == 2  # c08 and c01
    assert found.own == 1  # c01; c03 cannot be compared
