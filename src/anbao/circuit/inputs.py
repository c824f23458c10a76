"""What varies between disputes under a position, and so what a circuit has for inputs.

Of each factual circumstance there are two inputs: established is the first and not the
second, refuted the second and not the first, left open both. What the rule files that
are marked `cells` decide, from dates alone, are inputs too: they stay with the SPARQL
engine, and what behaves alike on every cell that was tried shares an input. So is the
application of a premise that changes no axiom.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from anbao.disputes.disputes import ANCHORS, Dispute, Finding, Period
from anbao.disputes.status import Status
from anbao.engine import rules
from anbao.graph.query_files import QueryFile
from anbao.wording import Label

__all__ = ["STATES", "Cells", "Inputs", "Timed", "grouped", "sampled", "states"]

STATES = {Status.ESTABLISHED: (1, 0), Status.REFUTED: (0, 1), Status.LEFT_OPEN: (1, 1)}
DATED = ("conduct", "harm", "proceedings")  # in the order in which they can happen
NOWHERE = Label("", "")
BATCH = 100  # cells that are decided at once
UNDATED, ONE_DAY, OPEN_END = 0.1, 0.6, 0.08  # shares of the periods that are drawn

Periods = tuple[Period, ...]
Timed = tuple[str, str]  # a relation of a dispute and its value, which depend on dates only


@dataclass(frozen=True)
class Inputs:
    """The inputs of a circuit, in order; input 0 is node 1.

    First two of each of the `facts`, then one of each group of `times`, then one of
    each of the `premises`.
    """

    facts: tuple[str, ...]
    times: tuple[tuple[Timed, ...], ...]
    premises: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many inputs there are."""
        return 2 * len(self.facts) + len(self.times) + len(self.premises)

    @cached_property
    def of_fact(self) -> Mapping[str, int]:
        """The first of the two inputs of each fact."""
        return {fact: 2 * place for place, fact in enumerate(self.facts)}

    @cached_property
    def of_premise(self) -> Mapping[str, int]:
        """The input of each premise."""
        first = 2 * len(self.facts) + len(self.times)
        return {premise: first + place for place, premise in enumerate(self.premises)}

    @property
    def first_time(self) -> int:
        """The input of the first group of times."""
        return 2 * len(self.facts)

    @cached_property
    def _group_of(self) -> Mapping[Timed, int]:
        return {timed: place for place, group in enumerate(self.times) for timed in group}

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

    def cell(self, truths: Iterable[Timed]) -> frozenset[int] | None:
        """Return the inputs that are true in a cell, or None if a group is true in part."""
        counted: dict[int, int] = {}
        for timed in truths:
            group = self._group_of.get(timed)
            if group is None:
                return None
            counted[group] = counted.get(group, 0) + 1
        if any(count != len(self.times[group]) for group, count in counted.items()):
            return None
        return frozenset(self.first_time + group for group in counted)


@dataclass(frozen=True)
class Cells:
    """Decides cells, that is what is true of disputes on their dates alone, on a SPARQL engine.

    `quads` is what the rule files read of the law.
    """

    quads: tuple[ox.Quad, ...]
    _known: dict[Periods, frozenset[Timed]] = field(default_factory=dict, compare=False, repr=False)

    def truths(self, wanted: Iterable[Periods]) -> list[frozenset[Timed]]:
        """Return what is true on some periods each; every cell is decided once."""
        asked = list(wanted)
        missing = [periods for periods in dict.fromkeys(asked) if periods not in self._known]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            self._known.update(zip(batch, self._decided(batch), strict=True))
        return [self._known[periods] for periods in asked]

    def _decided(self, batch: Sequence[Periods]) -> list[frozenset[Timed]]:
        """Run the rule files on disputes without findings."""
        disputes = [Dispute(f"urn:cell:{n}", NOWHERE, (), periods) for n, periods in enumerate(batch)]
        store = ox.Store()
        store.extend(self.quads)
        given = [dispute.quads() for dispute in disputes]
        store.extend(quad for quads in given for quad in quads)
        for rule in cell_rules():
            rules.apply(store, rule)
        return [
            frozenset(
                (quad.predicate.value, quad.object.value)  # type: ignore[union-attr]
                for quad in store.quads_for_pattern(ox.NamedNode(dispute.iri), None, None)
                if quad not in quads
            )
            for dispute, quads in zip(disputes, map(set, given), strict=True)
        ]


def cell_rules() -> list[QueryFile]:
    """Return the rule files that depend on dates alone."""
    return [rule for rule in rules.steps() if rule.header.get("cells")]


def sampled(quads: Iterable[ox.Quad], count: int, seed: int = 1) -> list[Periods]:
    """Return the periods of cells to try, from the days on which something in the law changes.

    Single days, days of conduct, harm and proceedings in their order, intervals with
    known and unknown ends, and events without a date.
    """
    changes = sorted(
        {
            dt.date.fromisoformat(quad.object.value)
            for quad in quads
            if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.endswith("#date")
        }
    )
    days = sorted(
        {day for day in changes if day.year < dt.MAXYEAR} | {day - dt.timedelta(1) for day in changes}
    )
    draw = random.Random(seed)
    found: list[Periods] = [()]
    found += [tuple(_period(anchor, day, day) for anchor in DATED) for day in days]
    while len(found) < count:
        found.append(tuple(_drawn(days, draw)))
    return found


def _period(anchor: str, earliest: dt.date | None, latest: dt.date | None) -> Period:
    return Period(str(ANCHORS[anchor]), earliest, latest)


def _drawn(days: Sequence[dt.date], draw: random.Random) -> Iterator[Period]:
    """Yield the periods of conduct, harm and proceedings, in their order."""
    ends = sorted(draw.choices(range(len(days)), k=6))
    for place, anchor in enumerate(DATED):
        if draw.random() < UNDATED:
            continue
        first, last = ends[2 * place], ends[2 * place + 1]
        if draw.random() < ONE_DAY:
            first = last
        earliest, latest = days[first], days[last]
        yield _period(
            anchor,
            None if draw.random() < OPEN_END else earliest,
            None if draw.random() < OPEN_END else latest,
        )


def grouped(truths: Sequence[frozenset[Timed]]) -> tuple[tuple[Timed, ...], ...]:
    """Return what depends on dates, in groups of what is true in the same cells."""
    columns: dict[Timed, int] = {}
    for place, cell in enumerate(truths):
        for timed in cell:
            columns[timed] = columns.get(timed, 0) | 1 << place
    by_column: dict[int, list[Timed]] = {}
    for timed in sorted(columns):
        by_column.setdefault(columns[timed], []).append(timed)
    return tuple(sorted(tuple(group) for group in by_column.values()))


def states(status: Status) -> tuple[int, int]:
    """Return the two inputs of a fact that a finding of a status sets."""
    return STATES[status]
