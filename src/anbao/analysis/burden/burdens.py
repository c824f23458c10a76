"""Who bears the burden of proof of what, on whose authority, and what each side must still prove.

The claimant proves what creates the right, the defendant what hinders, changes or ends it
(Interpretation of the Civil Procedure Law, art. 91); a provision shifts that, and before it the
claim of a position. Which rules apply to a dispute the engine has found; here they are laid beside
the elements. An element that nobody proved counts against the side that bears it, and is not
thereby refuted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from anbao.analysis.backtest.forms import pairs
from anbao.analysis.backtest.trials import end_of_facts
from anbao.engine.engine import Engine
from anbao.engine.reasons import short
from anbao.engine.results import Assessment, Decision, Element
from anbao.graph import questions
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import classify, profile_of
from anbao.law.norms import ELI, Position

__all__ = ["Allocation", "Burden", "BurdenRule", "Burdens", "NormBurden", "Task"]

CLAIMANT, DEFENDANT, AUTHORITY = "ClaimantSide", "DefendantSide", "AuthoritySide"


@dataclass(frozen=True, slots=True)
class BurdenRule:
    """A rule on who proves a matter: of a provision, or claimed by a position (its IRI).

    It holds under its `norms`, or under all if it names none, once its `conditions` are established.
    """

    iri: str
    matter: str
    side: str
    norms: frozenset[str]
    conditions: frozenset[str]
    authority: tuple[str, ...]
    position: str | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who proves an element of a norm, and why.

    `ground` is `general` (art. 91), `provision`, `claim`, or `not stated` where this graph holds no
    rule; `rules` are the rules behind it, `authority` what they rest on, `would_shift` those that
    would put it on the other side once their conditions were established.
    """

    element: Element
    side: str
    ground: str
    rules: tuple[str, ...]
    authority: tuple[str, ...]
    would_shift: tuple[BurdenRule, ...] = ()


@dataclass(frozen=True, slots=True)
class NormBurden:
    """A norm with the burdens under it; `closed` is its status if the evidence closed now.

    `exceptions` are those that apply or may, excluding defences included, each with its conditions.
    """

    assessment: Assessment
    closed: str
    allocations: tuple[Allocation, ...]
    exceptions: tuple[tuple[str, tuple[Allocation, ...]], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What a side must still prove, all of it, and what it thereby reaches or averts: norms.

    For the claimant the circumstances are to be established; for the defendant each is to be
    refuted, or, where it is the condition of an exception, established (`holds`).
    """

    proof: tuple[tuple[str, bool], ...]
    norms: tuple[str, ...]


@dataclass(frozen=True)
class Burden:
    """The burdens in a dispute under a position, and what is left to prove.

    `unavoidable` are the norms that stand if the evidence closed now and that nothing in issue averts.
    """

    decision: Decision
    norms: tuple[NormBurden, ...]
    claimant: tuple[Task, ...]
    defendant: tuple[Task, ...]
    unavoidable: tuple[str, ...]


class Burdens:
    """Works out burdens on one graph."""

    def __init__(self, engine: Engine) -> None:
        """Read the rules on burdens, and the conditions of exceptions."""
        self.engine = engine
        self.rules = tuple(_rules(engine))
        self._conditions: dict[str, list[str]] = {}
        for rule, condition in pairs(engine.store, ANBAO.condition):
            self._conditions.setdefault(rule, []).append(condition)
        self._within: dict[str, frozenset[tuple[str, str]]] = {}
        self._since = dict(pairs(engine.store, ELI + "first_date_entry_in_force"))
        self._until = dict(pairs(engine.store, ELI + "date_no_longer_in_force"))
        self._versions: dict[str, list[str]] = {}
        for provision, version in pairs(engine.store, ELI + "has_member"):
            self._versions.setdefault(provision, []).append(version)
        self._against = pairs(engine.store, ANBAO.against)
        authorities = pairs(engine.store, ANBAO.authority)
        sides = pairs(engine.store, ANBAO.burdenOn)
        self._general = {
            (short(side), question): (iri, tuple(source for one, source in authorities if one == iri))
            for iri, question in pairs(engine.store, ANBAO.governsQuestion)
            for one, side in sides
            if one == iri
        }

    def of(self, decision: Decision) -> Burden:
        """Return the burdens in a decision, and what each side must still prove."""
        closed = decision.closed or decision
        norms = tuple(self._norm(decision, closed, assessment) for assessment in decision.assessments)
        law = self.engine.law
        liable = [n for n in norms if law.norms[n.assessment.norm].consequence and self._civil(n)]
        standing = [
            n for n in liable if n.closed == "Met" and closed.by_norm[n.assessment.norm].label != "Displaced"
        ]
        averting = {n.assessment.norm: _averting(n) for n in standing}
        return Burden(
            decision,
            norms,
            _least(_claims(liable)),
            _least(_defences(averting)),
            tuple(norm for norm, ways in averting.items() if not ways),
        )

    def _civil(self, norm: NormBurden) -> bool:
        """Return whether a party proves the norm, and not the administrative organ (APL art. 40)."""
        questions = self._questions(norm.assessment.norm)
        return not any((AUTHORITY, question) in self._general for question in questions)

    def _norm(self, decision: Decision, closed: Decision, assessment: Assessment) -> NormBurden:
        found = sorted({*assessment.excepted_by, *assessment.open_exceptions})
        exceptions = tuple((iri, tuple(self._conditioned(decision, assessment, iri))) for iri in found)
        allocations = tuple(self.allocate(decision, assessment.norm, e) for e in assessment.elements)
        return NormBurden(assessment, closed.by_norm[assessment.norm].status, allocations, exceptions)

    def _conditioned(
        self, decision: Decision, assessment: Assessment, exception: str
    ) -> Iterator[Allocation]:
        """Yield who proves the conditions of an exception to a norm, or of an excluding defence."""
        if raised := decision.by_norm.get(exception):
            yield from (self.allocate(decision, exception, element) for element in raised.elements)
            return
        told = {*decision.dispute.found(holds=True)}
        for condition in sorted(self._conditions.get(exception, ())):
            known = exception in assessment.excepted_by or condition in told
            state = "Established" if known else "LeftOpen"
            element = Element(str(ANBAO.condition), condition, state, (), DEFENDANT)
            yield self.allocate(decision, assessment.norm, element, defence=True)

    def allocate(
        self, decision: Decision, norm: str, element: Element, *, defence: bool = False
    ) -> Allocation:
        """Return who proves an element of a norm in a decision, and on whose authority.

        `defence` is whether the element is the condition of an exception to the norm; the elements
        of a defence norm are such without it.
        """
        concerned = [
            rule
            for rule in self.rules
            if (not rule.norms or norm in rule.norms)
            and rule.position in (None, decision.position.iri)
            and self._covers(decision.position, rule.matter, element.circumstance)
        ]
        applied = [rule for rule in concerned if self._holds(rule, decision, norm)]
        claims = [rule for rule in applied if rule.position]
        denied = {rule.matter for rule in claims if rule.side == CLAIMANT}
        shifts = [r for r in applied if r.side == DEFENDANT and (r.position or r.matter not in denied)]
        hindering = defence or self.engine.law.norms[norm].effect
        side = DEFENDANT if hindering or shifts else CLAIMANT
        behind = [rule for rule in shifts or claims if rule.side == side]
        rest = [r for r in concerned if r.conditions and r.side != side and r not in applied]
        return Allocation(element, side, *self._ground(norm, side, behind), tuple(rest))

    def _holds(self, rule: BurdenRule, decision: Decision, norm: str) -> bool:
        """Return whether a rule holds: as the engine found, or would find were something open."""
        assessment = decision.by_norm[norm]
        if rule.iri in decision.applied:
            return True
        missing = any(element.state == "LeftOpen" for element in assessment.elements)
        if missing and assessment.status == "Open":
            return False
        day = end_of_facts(decision.dispute)
        in_force = rule.position or any(self._in_force(source, day) for source in rule.authority)
        return bool(in_force) and all(self._shown(decision, condition) for condition in rule.conditions)

    def _in_force(self, provision: str, day: dt.date | None) -> bool:
        """Return whether some version of a provision stood on a day, or stands if nobody gives a day."""
        spans = ((self._since.get(v), self._until.get(v)) for v in self._versions.get(provision, [provision]))
        told = day.isoformat() if day else "9999"
        return any(since is not None and since <= told and (not end or told < end) for since, end in spans)

    def _shown(self, decision: Decision, condition: str) -> bool:
        """Return whether a condition is established, by a finding or as an element."""
        elements = (e for assessment in decision.assessments for e in assessment.elements)
        known = {e.circumstance for e in elements if e.state == "Established"}
        known |= {*decision.dispute.found(holds=True)}
        return any(self._covers(decision.position, condition, circumstance) for circumstance in known)

    def _ground(
        self, norm: str, side: str, behind: Sequence[BurdenRule]
    ) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Return why a side bears an element: the ground, the rules, and what they rest on."""
        if not behind:
            general = (self._general.get((side, question)) for question in sorted(self._questions(norm)))
            rule = next(filter(None, general), None)
            return ("general", (rule[0],), rule[1]) if rule else ("not stated", (), ())
        ground = "claim" if any(rule.position for rule in behind) else "provision"
        authority = {source for rule in behind for source in rule.authority}
        return ground, tuple(rule.iri for rule in behind), tuple(sorted(authority))

    def _questions(self, norm: str) -> set[str]:
        """Return the questions that a norm answers, or those of the norms a defence is raised against."""
        norms = self.engine.law.norms
        if question := norms[norm].question:
            return {question}
        against = {target for defence, target in self._against if defence == norm}
        return against | {one.question for one in norms.values() if {one.iri, one.statute} & against}

    def _covers(self, position: Position, matter: str, circumstance: str) -> bool:
        """Return whether a circumstance is, or falls under, the matter of a rule."""
        if matter == circumstance:
            return True
        if position.iri not in self._within:
            profile = profile_of(self.engine.law, position)
            self._within[position.iri] = frozenset(classify(self.engine.law, profile).within)
        return (circumstance, matter) in self._within[position.iri]


def _rules(engine: Engine) -> Iterator[BurdenRule]:
    """Yield the burden rules of provisions, and those that positions claim of the law as it is."""
    found = questions.run(engine.store, questions.find("burdens/rules"), {"language": "en"})
    assert isinstance(found, questions.Table)
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for row in found.rows:
        told = dict(zip(found.columns, (questions.display(term, {}) for term in row), strict=True))
        if short(told["kind"]) in ("BurdenRule", "BurdenClaim") and short(told["mode"]) in ("", "LexLata"):
            grouped.setdefault(told["rule"], []).append(told)
    for iri, rows in grouped.items():
        first = rows[0]
        yield BurdenRule(
            iri,
            first["matter"],
            short(first["side"]),
            _several(rows, "norm"),
            _several(rows, "condition"),
            tuple(sorted(_several(rows, "authority"))) or (iri,),
            first["position"] or None,
        )


def _several(rows: Iterable[Mapping[str, str]], column: str) -> frozenset[str]:
    return frozenset(row[column] for row in rows if row[column])


def _claims(norms: Iterable[NormBurden]) -> Iterator[Task]:
    """Yield, for each open norm that fails if the evidence closed now, what the claimant must prove."""
    for norm in norms:
        missing = tuple(
            (allocation.element.circumstance, True)
            for allocation in norm.allocations
            if allocation.element.state == "LeftOpen" and allocation.side == CLAIMANT
        )
        if norm.assessment.status == "Open" and norm.closed != "Met" and missing:
            yield Task(missing, (norm.assessment.norm,))


def _averting(norm: NormBurden) -> list[tuple[tuple[str, bool], ...]]:
    """Return the ways in which the defendant can avert a norm, each with all that it must prove for it."""
    refuted = [
        ((allocation.element.circumstance, False),)
        for allocation in norm.allocations
        if allocation.element.state == "LeftOpen" and allocation.side == DEFENDANT
    ]
    excepted = (
        tuple((one.element.circumstance, True) for one in conditions if one.element.state != "Established")
        for _, conditions in norm.exceptions
    )
    return [*refuted, *(proof for proof in excepted if proof)]


def _defences(averting: Mapping[str, Sequence[tuple[tuple[str, bool], ...]]]) -> Iterator[Task]:
    """Yield what would avert every norm that can be averted: one way for each of them, together."""
    avertible = {norm: ways for norm, ways in averting.items() if ways}
    if avertible:
        for chosen in product(*avertible.values()):
            proof = sorted({fact for way in chosen for fact in way})
            yield Task(tuple(proof), tuple(avertible))


def _least(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks of which none needs all that another needs, the smallest first; equal ones joined."""
    joined: dict[frozenset[tuple[str, bool]], list[str]] = {}
    for task in tasks:
        norms = joined.setdefault(frozenset(task.proof), [])
        norms += [norm for norm in task.norms if norm not in norms]
    least = [proof for proof in joined if not any(other < proof for other in joined)]
    ordered = sorted(least, key=lambda proof: (len(proof), sorted(proof)))
    return tuple(Task(tuple(sorted(proof)), tuple(joined[proof])) for proof in ordered)
