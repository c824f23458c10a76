"""An exact propositional evaluator, independent of the engine's rules.

The axioms of a profile and the auxiliary norms are clauses; a satisfiability
solver says what the findings of a dispute entail. Nothing here reads
`queries/rules/`: time, the taxonomy and the status of a norm are worked out
anew, so that an error in the rules shows as a disagreement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from pysat.solvers import Minisat22

from anbao.disputes.disputes import Dispute, Period
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import Profile
from anbao.law.norms import Law

__all__ = ["AuxiliaryNorm", "Calendar", "Evaluator", "Presuppositions", "Verdict", "auxiliary_norms"]

ELI = "http://data.europa.eu/eli/ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FIRST_DAY, LAST_DAY = dt.date(1980, 1, 1), dt.date(9999, 12, 30)  # the day after bounds terms

ESTABLISHED, REFUTED = str(ANBAO.Established), str(ANBAO.Refuted)
LEFT_OPEN = str(ANBAO.LeftOpen)
CERTAIN, PERHAPS, NEVER = "certain", "perhaps", "never"
MET, NOT_MET, OPEN, NOT_RAISED = "met", "not met", "open", "not raised"


@dataclass(frozen=True)
class AuxiliaryNorm:
    """A norm that says of a circumstance that it is, or is not, a legal concept."""

    iri: str
    conditions: tuple[str, ...]
    establishes: tuple[str, ...]
    excludes: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What the findings of a dispute entail, and the status of each norm with elements.

    `in_issue` holds what is open, `not_shown` what was to follow from what is refuted.
    """

    contradictory: bool
    true: frozenset[str]
    false: frozenset[str]
    status: Mapping[str, str]
    in_issue: frozenset[str]
    not_shown: frozenset[str]


def values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """Return the values of a property, in whatever graph they stand."""
    found = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted({quad.object.value for quad in found})  # type: ignore[union-attr]


def subjects(store: ox.Store, predicate: str, value: str) -> list[str]:
    """Return the subjects that have a value of a property."""
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value))
    return sorted({quad.subject.value for quad in found})  # type: ignore[union-attr]


def marked(store: ox.Store, predicate: str) -> frozenset[str]:
    """Return the subjects of which a property is true."""
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.Literal(True))
    return frozenset(quad.subject.value for quad in found)  # type: ignore[union-attr]


class Presuppositions:
    """Says how far the liability that a norm presupposes is there."""

    def __init__(self, store: ox.Store, law: Law) -> None:
        """Read which questions each norm presupposes: its own, or those of its question."""
        alone = marked(store, ANBAO.presupposesNothing)
        self.of = {
            iri: values(store, iri, ANBAO.presupposes)
            or (values(store, norm.question, ANBAO.presupposes) if norm.question else [])
            for iri, norm in law.norms.items()
            if iri not in alone
        }
        self.giving = {iri: norm.question for iri, norm in law.norms.items() if norm.consequence}

    def status(self, norm: str, own: str, others: Mapping[str, str]) -> str:
        """Return the status of a norm with a status of its own, given the statuses of all norms."""
        wanted = self.of.get(norm)
        if not wanted:
            return own
        found = {others.get(other, "") for other, question in self.giving.items() if question in wanted}
        if "Met" in found:
            return own
        if "Open" in found:
            return "Open" if own == "Met" else own
        return "NotRaised"


def auxiliary_norms(store: ox.Store) -> list[AuxiliaryNorm]:
    """Return the auxiliary norms of a graph."""
    return [
        AuxiliaryNorm(
            iri,
            tuple(values(store, iri, ANBAO.condition)),
            tuple(values(store, iri, ANBAO.establishes)),
            tuple(values(store, iri, ANBAO.excludes)),
        )
        for iri in subjects(store, RDF_TYPE, ANBAO.AuxiliaryNorm)
    ]


class Calendar:
    """Says which norms of a graph are in force for a dispute."""

    def __init__(self, store: ox.Store) -> None:
        """Keep the graph."""
        self.store = store
        self._rests: dict[str, list[tuple[list[str], list[tuple[dt.date, dt.date]]]]] = {}
        self._rests_of: dict[str, tuple[list[str], list[tuple[dt.date, dt.date]]]] = {}
        self._periods: tuple[Period, ...] | None = None  # those of the dispute that was asked about last
        self._forces: dict[str, str] = {}
        self._clocks: dict[tuple[str, ...], tuple[dt.date, dt.date]] = {}
        self._lines: dict[str, list[tuple[list[str], list[tuple[dt.date, dt.date]]]]] = {}

    def force(self, norm: str, dispute: Dispute) -> str:
        """Return whether a norm is certainly, perhaps or never in force for a dispute.

        Certainly: some version of its provision was in force at the earliest and at
        the latest moment that the events of the dispute allow. Perhaps: at some
        moment between.
        """
        self._turn_to(dispute)
        if norm not in self._forces:
            found = {self._provision(dispute, *rest) for rest in self._provisions(norm)}
            self._forces[norm] = next((force for force in (CERTAIN, PERHAPS) if force in found), NEVER)
        return self._forces[norm]

    def _turn_to(self, dispute: Dispute) -> None:
        """Forget what was worked out for a dispute of other dates."""
        if dispute.periods != self._periods:
            self._periods = dispute.periods
            self._forces.clear()
            self._clocks.clear()

    def in_force(self, provision: str, dispute: Dispute) -> str:
        """Return whether a provision is certainly, perhaps or never in force for a dispute."""
        self._turn_to(dispute)
        if provision not in self._rests_of:
            self._rests_of[provision] = self._events(provision), list(self._terms(provision))
        return self._provision(dispute, *self._rests_of[provision])

    def force_of(self, source: str, dispute: Dispute) -> str:
        """Return whether a provision was in force; what has no days, a case or a premise, always was."""
        terms = list(self._terms(source))
        self._turn_to(dispute)
        return self._provision(dispute, self._events(source), terms) if terms else CERTAIN

    def stood(self, sources: Iterable[str], dispute: Dispute) -> bool:
        """Return whether an axiom counts: one of its sources has no days, or it or a predecessor had force.

        An axiom without a source says only what words mean.
        """
        self._turn_to(dispute)
        known = [self._lineage(source) for source in sources]
        always = not all(any(terms for _, terms in line) for line in known)
        return (
            always
            or not known
            or any(self._provision(dispute, *rest) != NEVER for line in known for rest in line)
        )

    def _lineage(self, source: str) -> list[tuple[list[str], list[tuple[dt.date, dt.date]]]]:
        """Return the events and terms of a source and of all that it succeeded."""
        if source not in self._lines:
            line, waiting = [], [source]
            while waiting:
                one = waiting.pop()
                terms = list(self._terms(one))
                line.append((self._events(one) if terms else [], terms))
                waiting += values(self.store, one, ANBAO.predecessor)
            self._lines[source] = line
        return self._lines[source]

    def _provisions(self, norm: str) -> list[tuple[list[str], list[tuple[dt.date, dt.date]]]]:
        """Return for each provision of a norm the events it goes by, and its versions' terms."""
        if norm not in self._rests:
            self._rests[norm] = [
                (self._events(provision), list(self._terms(provision)))
                for provision in values(self.store, norm, ANBAO.laidDownIn)
            ]
        return self._rests[norm]

    def _events(self, provision: str) -> list[str]:
        above = provision
        while str(ANBAO.Statute) not in values(self.store, above, RDF_TYPE):
            members = subjects(self.store, ELI + "has_member", above)
            above = (members or values(self.store, above, ELI + "is_part_of"))[0]
        return values(self.store, above, ANBAO.appliesBy)

    def _terms(self, provision: str) -> Iterator[tuple[dt.date, dt.date]]:
        for version in values(self.store, provision, ELI + "has_member") or [provision]:
            begins = values(self.store, version, ELI + "first_date_entry_in_force")
            ends = values(self.store, version, ELI + "date_no_longer_in_force")
            if begins:
                last = dt.date.fromisoformat(ends[0]) if ends else dt.date.max
                yield dt.date.fromisoformat(begins[0]), last

    def _provision(self, dispute: Dispute, events: list[str], terms: list[tuple[dt.date, dt.date]]) -> str:
        key = tuple(events)
        if key not in self._clocks:
            self._clocks[key] = clock(dispute, events)
        earliest, latest = self._clocks[key]
        at_both = all(any(a <= day < b for a, b in terms) for day in (earliest, latest))
        between = any(a <= latest and earliest < b for a, b in terms)
        return CERTAIN if at_both else PERHAPS if between else NEVER


def clock(dispute: Dispute, events: Iterable[str]) -> tuple[dt.date, dt.date]:
    """Return between which days the last of the named events ended.

    Where none of them is dated, any other fact dates the dispute, and proceedings that
    alone are named followed it and may be pending; where no fact is dated, all came
    before the end of the proceedings.
    """
    named, facts = set(events), [p for p in dispute.periods if p.anchor != str(ANBAO.Proceedings)]
    used = [period for period in dispute.periods if period.anchor in named] or facts
    if used:
        pending = named == {str(ANBAO.Proceedings)} and used is facts
        latest = LAST_DAY if pending else max(p.latest or LAST_DAY for p in used)
        return max(p.earliest or FIRST_DAY for p in used), latest
    return FIRST_DAY, next((p.latest or LAST_DAY for p in dispute.periods), LAST_DAY)


class Evaluator:
    """Evaluates disputes under the axioms of one profile."""

    def __init__(self, store: ox.Store, law: Law, profile: Profile, calendar: Calendar | None = None) -> None:
        """Write the axioms as clauses; auxiliary norms, and the sources of inclusions, get switches."""
        self.law, self.calendar = law, calendar or Calendar(store)
        self.denials = [(a.left, a.right[0]) for a in profile.axioms if a.kind == "denied"]
        self.auxiliary = auxiliary_norms(store)
        self.main = marked(store, ANBAO.mainQuestion)
        self.dated = sorted({axiom.sources for axiom in profile.axioms if axiom.kind != "disjoint"})
        switches = [str(sources) for sources in self.dated]
        names = [*law.circumstances, *(norm.iri for norm in self.auxiliary), *switches]
        self.number = {iri: index for index, iri in enumerate(names, start=1)}
        self.clauses = [*self._axioms(profile), *self._auxiliary()]
        self._above: dict[tuple[frozenset[str], str], frozenset[str]] = {}

    @cached_property
    def solver(self) -> Any:
        """The solver that holds the clauses."""
        return Minisat22(bootstrap_with=self.clauses)

    def _axioms(self, profile: Profile) -> Iterator[list[int]]:
        for axiom in profile.logic:
            left, right = self.number[axiom.left], [self.number[iri] for iri in axiom.right]
            if axiom.kind == "disjoint":
                yield [-left, -right[0]]
                continue
            switch = self.number[str(axiom.sources)]
            if axiom.kind in ("covering", "definition"):
                yield [-left, *right]
                yield from ([-switch, left, -part] for part in right)
            else:
                yield [-switch, -left, *right]

    def _auxiliary(self) -> Iterator[list[int]]:
        for norm in self.auxiliary:
            start = [-self.number[iri] for iri in (norm.iri, *norm.conditions)]
            yield from ([*start, self.number[concept]] for concept in norm.establishes)
            yield from ([*start, -self.number[concept]] for concept in norm.excludes)

    def evaluate(self, dispute: Dispute) -> Verdict:
        """Return what the findings of a dispute entail."""
        force = {norm.iri: self.calendar.force(norm.iri, dispute) for norm in self.auxiliary}
        given = {finding.circumstance: finding.status for finding in dispute.findings}
        yes = [self.number[iri] for iri, status in given.items() if status == ESTABLISHED]
        no = [-self.number[iri] for iri, status in given.items() if status == REFUTED]
        certain = frozenset(iri for iri, how in force.items() if how == CERTAIN)
        certain |= {str(sources) for sources in self.dated if self.calendar.stood(sources, dispute)}
        backbone = self._backbone(certain, [*yes, *no])
        if backbone is None:
            return Verdict(True, frozenset(), frozenset(), {}, frozenset(), frozenset())
        true = frozenset(iri for iri in self.law.circumstances if self.number[iri] in backbone)
        false = frozenset(iri for iri in self.law.circumstances if -self.number[iri] in backbone)
        opened = [iri for iri, status in given.items() if status == LEFT_OPEN]
        perhaps = [norm for norm in self.auxiliary if force[norm.iri] == PERHAPS]
        issue = frozenset(self._in_issue(certain, opened, true, perhaps)) - true - false
        refuted = [iri for iri, status in given.items() if status == REFUTED]
        failing = frozenset().union(*(self._wider(certain, iri) for iri in refuted))
        denied = {concept for fact, concept in self.denials if fact in true}
        shown = true | false | issue
        verdict = Verdict(False, true, false, {}, issue, (failing | denied) - shown)
        return replace(verdict, status=self._statuses(dispute, verdict))

    def _statuses(self, dispute: Dispute, found: Verdict) -> dict[str, str]:
        """Return the status of each norm, given what is entailed, in issue and not shown."""
        mentioned = found.true | found.false | found.in_issue | found.not_shown
        status = {}
        for iri, norm in self.law.norms.items():
            elements, scope = {element for _, element in norm.elements}, {*norm.scope}
            force, failing = self.calendar.force(iri, dispute), elements & (found.false | found.not_shown)
            beaten = failing and elements & found.true and scope <= mentioned
            raised = elements <= mentioned or (beaten and norm.question in self.main)
            if not elements or force == NEVER or not raised:
                status[iri] = NOT_RAISED
            elif failing:
                status[iri] = NOT_MET
            else:
                status[iri] = MET if elements <= found.true and force == CERTAIN else OPEN
        return status

    def _in_issue(
        self,
        certain: frozenset[str],
        opened: Iterable[str],
        true: frozenset[str],
        perhaps: Iterable[AuxiliaryNorm],
    ) -> set[str]:
        """Return what was put in issue: left open, or a sub- or superclass of what was.

        What an auxiliary norm would establish, if it was in force, is in issue too.
        """
        found: set[str] = set()
        for iri in opened:
            found |= self._wider(certain, iri)
            every = self.law.circumstances
            found.update(other for other in every if iri in self._wider(certain, other))
        for norm in perhaps:
            if true.issuperset(norm.conditions):
                found.update(*(self._wider(certain, concept) for concept in norm.establishes))
        return found

    def wider(self, iri: str) -> frozenset[str]:
        """Return a circumstance with all that it entails by the axioms alone."""
        return self._wider(frozenset(), iri)

    def _wider(self, certain: frozenset[str], iri: str) -> frozenset[str]:
        """Return a circumstance with all that it entails alone."""
        key = (certain, iri)
        if key not in self._above:
            backbone = self._backbone(certain, [self.number[iri]]) or set()
            self._above[key] = frozenset(
                other for other in self.law.circumstances if self.number[other] in backbone
            )
        return self._above[key]

    def _backbone(self, certain: frozenset[str], literals: list[int]) -> set[int] | None:
        """Return the literals true in every model, or nothing where there is no model."""
        named = [*(norm.iri for norm in self.auxiliary), *map(str, self.dated)]
        switches = [self.number[name] if name in certain else -self.number[name] for name in named]
        assumed = [*switches, *literals]
        if not self.solver.solve(assumptions=assumed):
            return None
        surely = set(self.solver.propagate(assumptions=assumed)[1])
        doubtful = set(self.solver.get_model()) - surely
        while doubtful:
            self.solver.set_phases([-literal for literal in doubtful])
            self.solver.solve(assumptions=assumed)
            kept = doubtful.intersection(self.solver.get_model())
            if kept == doubtful:
                literal = kept.pop()
                if not self.solver.solve(assumptions=[*assumed, -literal]):
                    surely.add(literal)
                    doubtful.discard(literal)
                    continue
                kept = doubtful.intersection(self.solver.get_model())
            doubtful = kept
        return surely
