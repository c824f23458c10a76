"""What varies between disputes under a position, and so what a circuit has for inputs.

Of each factual circumstance there are two inputs: established is the first and not the
second, refuted the second and not the first, left open both. Of each event there is one
that says whether it has a period, and for either bound of its end the number of a span
between two days on which the law changes, in binary, since within a span nothing
changes. The application of a premise that changes no axiom is an input too.
"""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from anbao.disputes.disputes import ANCHORS, Finding, Period
from anbao.disputes.status import Status
from anbao.graph.vocabulary import ANBAO

__all__ = ["BOUNDS", "STATES", "Inputs", "days_of", "drawn_periods"]

STATES = {Status.ESTABLISHED: (1, 0), Status.REFUTED: (0, 1), Status.LEFT_OPEN: (1, 1)}
BOUNDS = (str(ANBAO.endEarliest), str(ANBAO.endLatest))
UNKNOWN = 0  # instead of the number of a span: nobody says
UNDATED, ONE_DAY, OPEN_END = 0.3, 0.6, 0.08  # shares of the periods that are drawn


@dataclass(frozen=True)
class Inputs:
    """The inputs of a circuit, in order; input 0 is node 1.

    First two of each of the `facts`; then, of each of the `events`, whether it has a
    period, and the spans of the earliest and of the latest day of its end, low bits
    first; then one of each of the `premises`. `days` are those on which a span begins.
    """

    facts: tuple[str, ...]
    events: tuple[str, ...]
    days: tuple[dt.date, ...]
    premises: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many inputs there are."""
        return self._first_premise + len(self.premises)

    @property
    def bits(self) -> int:
        """How many bits the number of a span has."""
        return len(self.spans).bit_length()

    @cached_property
    def spans(self) -> tuple[dt.date, ...]:
        """A day of each span; that of span n stands in place n - 1."""
        return (self.days[0] - dt.timedelta(1), *self.days) if self.days else (dt.date.min,)

    @cached_property
    def of_fact(self) -> Mapping[str, int]:
        """The first of the two inputs of each fact."""
        return {fact: 2 * place for place, fact in enumerate(self.facts)}

    @cached_property
    def of_event(self) -> Mapping[str, int]:
        """The first of the inputs of each event."""
        width = 1 + 2 * self.bits
        return {event: 2 * len(self.facts) + width * place for place, event in enumerate(self.events)}

    @cached_property
    def of_premise(self) -> Mapping[str, int]:
        """The input of each premise."""
        return {premise: self._first_premise + place for place, premise in enumerate(self.premises)}

    @property
    def of_dates(self) -> range:
        """The inputs of all events; without a date they are false."""
        return range(2 * len(self.facts), self._first_premise)

    @property
    def _first_premise(self) -> int:
        return 2 * len(self.facts) + (1 + 2 * self.bits) * len(self.events)

    def findings(self, findings: Iterable[Finding]) -> dict[int, bool] | None:
        """Return the inputs that findings set, or None if two are about one circumstance.

        A finding about what the circuit does not know gives None too.
        """
        found: dict[int, bool] = {}
        for finding in findings:
            place = self.of_fact.get(finding.circumstance)
            state = STATES.get(finding.status)
            if place is None or state is None or place in found:
                return None
            found[place], found[place + 1] = bool(state[0]), bool(state[1])
        return found

    def dates(self, periods: Iterable[Period]) -> dict[int, bool] | None:
        """Return the inputs that periods set, or None if two are about one event.

        A period of an event that the circuit does not know gives None too.
        """
        found: dict[int, bool] = {}
        for period in periods:
            first = self.of_event.get(period.anchor)
            if first is None or first in found:
                return None
            found[first] = True
            for bound, day in enumerate((period.earliest, period.latest)):
                span = self.span(day)
                start = first + 1 + bound * self.bits
                found |= {start + bit: bool(span >> bit & 1) for bit in range(self.bits)}
        return found

    def span(self, day: dt.date | None) -> int:
        """Return the number of the span in which a day lies, 0 if nobody says which day."""
        return UNKNOWN if day is None else bisect_right(self.days, day) + 1


def days_of(quads: Iterable[ox.Quad]) -> tuple[dt.date, ...]:
    """Return the days that the law names, in their order: between two of them nothing changes."""
    found = {
        quad.object.value
        for quad in quads
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.endswith("#date")
    }
    return tuple(map(dt.date.fromisoformat, sorted(found)))


def drawn_periods(days: Sequence[dt.date], draw: random.Random) -> Iterator[Period]:
    """Yield periods of events in the order in which these can happen; some have no date, or an open end."""
    ends = sorted(draw.choices(days, k=2 * len(ANCHORS)))
    for place, anchor in enumerate(ANCHORS.values()):
        first, last = ends[2 * place : 2 * place + 2]
        if draw.random() < UNDATED:
            continue
        earliest = last if draw.random() < ONE_DAY else first
        yield Period(
            str(anchor),
            None if draw.random() < OPEN_END else earliest,
            None if draw.random() < OPEN_END else last,
        )
