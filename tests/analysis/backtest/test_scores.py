"""Scores: counts of cases with Wilson intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import pytest

from anbao.analysis.backtest.scores import level_of, proportion, score

Z = 1.959963984540054  # the 97.5 % quantile of the normal distribution


@dataclass(frozen=True)
class Replay:
    """A replay as far as a score reads it."""

    case: str
    level: str
    committed: bool = False
    as_statutes: bool = False
    own_source: bool = False


@pytest.mark.parametrize(("count", "total"), [(0, 1), (1, 1), (3, 10), (1, 20), (15, 32)])
def test_wilson(count: int, total: int) -> None:
    """The interval is Wilson's of 1927, (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)."""
    share = count / total
    middle = share + Z**2 / (2 * total)
    half = Z * sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    found = proportion(count, total)
    assert found.low == pytest.approx((middle - half) / (1 + Z**2 / total), abs=1e-9)
    assert found.high == pytest.approx((middle + half) / (1 + Z**2 / total), abs=1e-9)


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
