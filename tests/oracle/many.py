"""Draws very many disputes at once, as arrays: real ones with findings changed, on any days.

A row is a dispute: the status of each fact, and of each event the earliest and the
latest day of its end. What is drawn becomes inputs of a circuit without any dispute
being made, and any row can be had as a dispute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from anbao.circuit.inputs import STATES, Inputs
from anbao.circuit.kernel import Words, packed
from anbao.disputes.disputes import Dispute, Finding, Period
from anbao.disputes.status import Status
from anbao.wording import Label

__all__ = ["Many", "draw"]

STATUSES = (None, Status.ESTABLISHED, Status.REFUTED, Status.LEFT_OPEN)
CHANGES = (0, 1, 1, 2, 2, 3, 6, 12)  # how many findings of a real dispute are changed
SHARES = (0.2, 0.4, 0.2, 0.2)  # of the statuses that a changed finding gets
NO_PERIOD, UNKNOWN = -1, 0  # instead of the number of a day
FIRST, LAST = dt.date(2008, 1, 1).toordinal(), dt.date(2026, 12, 31).toordinal()
UNDATED, ONE_DAY, OPEN_END, NEAR_A_CHANGE = 0.2, 0.6, 0.08, 0.5


@dataclass(frozen=True)
class Many:
    """Disputes: a status (place in `STATUSES`) for each fact, two days for each event."""

    facts: Sequence[str]
    events: Sequence[str]
    statuses: npt.NDArray[np.int8]
    days: npt.NDArray[np.int32]

    def __len__(self) -> int:
        """Return how many disputes there are."""
        return len(self.statuses)

    def dispute(self, row: int) -> Dispute:
        """Return a row as a dispute."""
        iri = f"urn:dispute:{row}"
        findings = tuple(
            Finding(f"{iri}/finding/{self.facts[place].rsplit('#', 1)[-1]}", self.facts[place], status)
            for place in np.flatnonzero(self.statuses[row]).tolist()
            if (status := STATUSES[self.statuses[row, place]])
        )
        periods = tuple(
            Period(event, *(dt.date.fromordinal(day) if day > 0 else None for day in bounds))
            for event, bounds in zip(self.events, self.days[row].tolist(), strict=True)
            if bounds[0] != NO_PERIOD
        )
        return Dispute(iri, Label(f"争议{row}", f"dispute {row}"), findings, periods)

    def words(self, inputs: Inputs) -> Words:
        """Return the disputes as the inputs of a circuit of these facts and events, no premise applied."""
        rows = np.zeros((len(inputs), len(self)), np.bool_)
        for place, fact in enumerate(self.facts):
            first = inputs.of_fact[fact]
            for number, status in enumerate(STATUSES):
                if status is not None:
                    here = self.statuses[:, place] == number
                    for bit, value in enumerate(STATES[status]):
                        rows[first + bit] |= here & bool(value)
        changes = np.array([day.toordinal() for day in inputs.days])
        for place, event in enumerate(self.events):
            start = inputs.of_event[event]
            dated = self.days[:, place, 0] != NO_PERIOD
            rows[start] = dated
            for bound in (0, 1):
                day = self.days[:, place, bound]
                span = np.where(dated & (day > 0), np.searchsorted(changes, day, side="right") + 1, 0)
                for bit in range(inputs.bits):
                    rows[start + 1 + bound * inputs.bits + bit] = span >> bit & 1
        return packed(rows)


def draw(real: Sequence[Dispute], inputs: Inputs, count: int, seed: int) -> Many:
    """Return so many disputes, the same for the same seed.

    Args:
        real: the disputes that are changed.
        inputs: names the facts and events, and the days on which the law changes.
        count: how many.
        seed: of the draw.
    """
    random = np.random.default_rng(seed)
    place = {fact: number for number, fact in enumerate(inputs.facts)}
    given = np.zeros((len(real), len(place)), np.int8)
    for row, dispute in enumerate(real):
        for finding in dispute.findings:
            given[row, place[finding.circumstance]] = STATUSES.index(finding.status)
    statuses = given[random.integers(len(real), size=count)]
    _change(random, statuses, np.nonzero(given)[1])
    return Many(inputs.facts, inputs.events, statuses, _days(random, inputs, count))


def _change(random: np.random.Generator, statuses: npt.NDArray[np.int8], often: npt.NDArray[np.intp]) -> None:
    """Change findings of each row, half of them on facts that real disputes name, by how often."""
    rows, facts = statuses.shape
    changes = random.choice(CHANGES, size=rows)
    for number in range(max(CHANGES)):
        chosen = np.flatnonzero(changes > number)
        any_fact = random.integers(facts, size=len(chosen))
        named = random.choice(often, size=len(chosen))
        column = np.where(random.random(len(chosen)) < 0.5, any_fact, named)
        statuses[chosen, column] = random.choice(len(STATUSES), size=len(chosen), p=SHARES)


def _days(random: np.random.Generator, inputs: Inputs, count: int) -> npt.NDArray[np.int32]:
    """Draw two days for each event, in the order of events; half lie beside a change of the law."""
    events = len(inputs.events)
    changes = np.array([day.toordinal() for day in inputs.days if FIRST <= day.toordinal() <= LAST])
    shape = count, 2 * events
    near = random.choice(changes, size=shape) + random.integers(-1, 2, size=shape)
    days = np.where(random.random(shape) < NEAR_A_CHANGE, near, random.integers(FIRST, LAST, size=shape))
    found = np.sort(days, axis=1).reshape(count, events, 2).astype(np.int32)
    same = random.random((count, events)) < ONE_DAY
    found[..., 0] = np.where(same, found[..., 1], found[..., 0])
    found[random.random(found.shape) < OPEN_END] = UNKNOWN
    found[random.random((count, events)) < UNDATED] = NO_PERIOD
    return found
