"""Scores of positions against decided cases: counts with intervals, never bare percentages.

What is counted are cases, not disputes: what one court held in one case on several defendants is
not independent. A case agrees if all of it that can be compared agrees, disagrees if any of it
does, and is compatible otherwise. Intervals are Wilson's (1927), at 95 %. They say how little a few
cases can show; they do not make the cases a sample, which they are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Protocol

from anbao.analysis.backtest.agreement import LEVELS

__all__ = ["Proportion", "Score", "level_of", "proportion", "score"]

CONFIDENCE = 0.95
QUANTILE = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Proportion:
    """`count` of `total` cases, with the bounds of the interval; `None` where there is no case."""

    count: int
    total: int
    low: float | None
    high: float | None

    def __str__(self) -> str:
        """Return the count of the total, with the interval in per cent."""
        if self.low is None or self.high is None:
            return f"{self.count} / {self.total}"
        return f"{self.count} / {self.total} [{self.low:.0%}–{self.high:.0%}]"


@dataclass(frozen=True, slots=True)
class Score:
    """How a position stands up to the cases in which it can be compared with a court.

    `committed` counts the cases in which it gives one form, or none: what leaves the form open is
    hardly ever contradicted. `acting` counts those in which a premise of it changes something,
    `own` those of which its own work is a source: that it fits them is no surprise.
    """

    position: str
    agreeing: Proportion
    not_contradicted: Proportion
    compatible: int
    disagreeing: int
    committed: int
    acting: int
    own: int


class Compared(Protocol):
    """What a score reads of a replay."""

    @property
    def case(self) -> str:
        """The case."""

    @property
    def level(self) -> str:
        """The level of agreement."""

    @property
    def committed(self) -> bool:
        """Whether the position gives one form, or no liability."""

    @property
    def as_statutes(self) -> bool:
        """Whether no premise of the position acts."""

    @property
    def own_source(self) -> bool:
        """Whether the position's own work is a source of the holding."""


def proportion(count: int, total: int) -> Proportion:
    """Return a count of cases with its Wilson 95 % interval.

    The score interval of E. B. Wilson, Journal of the American Statistical Association 22 (1927),
    p. 209. (The interval alone does not warrant scipy, which takes 140 MB and a second to load.)
    """
    if not total:
        return Proportion(count, total, None, None)
    share, weight = count / total, QUANTILE**2 / total
    middle = share + weight / 2
    half = sqrt(weight * (share * (1 - share) + weight / 4))
    low, high = ((middle + sign * half) / (1 + weight) for sign in (-1, 1))
    return Proportion(count, total, max(0.0, low), min(1.0, high))


def level_of(levels: Iterable[str]) -> str:
    """Return the level of a case from those of what was held in it: the least, of what can be compared."""
    comparable = [level for level in levels if level != LEVELS[0]]
    return min(comparable, key=LEVELS.index, default=LEVELS[0])


def score(position: str, replays: Iterable[Compared]) -> Score:
    """Return the score of a position over its replays, those of replaced holdings left out before."""
    by_case: dict[str, list[Compared]] = {}
    for replay in replays:
        by_case.setdefault(replay.case, []).append(replay)
    levels = {case: level_of(one.level for one in several) for case, several in by_case.items()}
    compared = [case for case, level in levels.items() if level != LEVELS[0]]
    count = {level: sum(levels[case] == level for case in compared) for level in LEVELS}
    agreeing, compatible = count["Agrees"], count["Compatible"]
    return Score(
        position,
        proportion(agreeing, len(compared)),
        proportion(agreeing + compatible, len(compared)),
        compatible,
        count["Disagrees"],
        sum(all(one.committed for one in by_case[case] if one.level != LEVELS[0]) for case in compared),
        sum(any(not one.as_statutes for one in by_case[case]) for case in compared),
        sum(any(one.own_source for one in by_case[case]) for case in compared),
    )
