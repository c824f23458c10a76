"""Works out for a dispute under a position which norms are met, excepted or open, and who must prove what.

It goes on from what the exact evaluator entails (`tests.oracle.propositional`), in plain
sets and in words of its own: nothing here reads `queries/rules/` or runs what runs them.
What it says is a set of tuples, as `tests.oracle.telling` reads them out of working triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from tests.oracle.propositional import (
    CERTAIN,
    LEFT_OPEN,
    MET,
    NOT_MET,
    NOT_RAISED,
    OPEN,
    PERHAPS,
    Calendar,
    Evaluator,
    Verdict,
    subjects,
    values,
)

from anbao.disputes.disputes import Dispute
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import profile_of
from anbao.law.norms import Law, Position, modes

__all__ = ["CLOSED", "CONTRADICTORY", "STANDS", "Statuses", "Told"]

Told = tuple[str, ...]
STANDS, CLOSED = "AsItStands", "EvidenceClosed"
CONTRADICTORY: Told = ("contradictory",)
AUTHORITY, CLAIMANT, DEFENDANT = "AuthoritySide", "ClaimantSide", "DefendantSide"
RAISED = {MET: "complete", NOT_MET: "failed", OPEN: "incomplete"}


@dataclass(frozen=True)
class Ground:
    """What takes a norm away if its conditions are there; laid down in provisions, or claimed."""

    iri: str
    norms: frozenset[str]
    conditions: frozenset[str]
    provisions: tuple[str, ...]
    claimed: bool


@dataclass(frozen=True)
class Rule:
    """A rule on the burden of proof for a matter; `under` are the only norms that it concerns, if any."""

    iri: str
    matters: frozenset[str]
    side: str
    under: frozenset[str]
    conditions: frozenset[str]
    provisions: tuple[str, ...]
    claimed: bool


@dataclass(frozen=True)
class Stage:
    """A dispute at a stage of the evidence, with the exceptions and defences that apply or may apply."""

    name: str
    dispute: Dispute
    verdict: Verdict
    applies: frozenset[str]
    may: frozenset[str]
    considered: frozenset[str]
    rules: tuple[Rule, ...]


def _end(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Statuses:
    """Says what follows for norms under a position."""

    def __init__(self, store: ox.Store, law: Law, position: Position, *, ferenda: bool = False) -> None:
        """Read exceptions, defences and rules on burdens."""
        self.store, self.law = store, law
        self.calendar = Calendar(store)
        self.evaluator = Evaluator(store, law, profile_of(law, position, ferenda=ferenda), self.calendar)
        run = modes(ferenda=ferenda)
        self.claims = {premise.iri for premise in position.premises if premise.mode in run}
        self.exceptions = list(self._exceptions())
        self.rules = list(self._burden_rules())
        self.reached = {iri: self._reached(iri) for iri, norm in law.norms.items() if norm.effect}
        self.presupposed = {iri: self._presupposed(iri) for iri in law.norms}
        governing = subjects(store, str(ANBAO.burdenOn), str(ANBAO.AuthoritySide))
        self.official = {
            question for rule in governing for question in values(store, rule, ANBAO.governsQuestion)
        }

    def _exceptions(self) -> Iterator[Ground]:
        of_any = self.store.quads_for_pattern(None, ox.NamedNode(ANBAO.exceptsNorm), None)
        of_statutes = self.store.quads_for_pattern(None, ox.NamedNode(ANBAO.exceptsNormsOf), None)
        for iri in sorted({quad.subject.value for quads in (of_any, of_statutes) for quad in quads}):  # type: ignore[union-attr]
            statutes = values(self.store, iri, ANBAO.exceptsNormsOf)
            norms = {norm.iri for norm in self.law.norms.values() if norm.statute in statutes}
            provisions = tuple(values(self.store, iri, ANBAO.authority))
            if provisions or iri in self.claims:
                yield Ground(
                    iri,
                    frozenset(norms.union(values(self.store, iri, ANBAO.exceptsNorm))),
                    frozenset(values(self.store, iri, ANBAO.condition)),
                    provisions,
                    iri in self.claims,
                )

    def _burden_rules(self) -> Iterator[Rule]:
        named = self.store.quads_for_pattern(None, ox.NamedNode(ANBAO.burdenFor), None)
        for iri in sorted({quad.subject.value for quad in named}):  # type: ignore[union-attr]
            provisions = tuple(values(self.store, iri, ANBAO.authority))
            if provisions or iri in self.claims:
                yield Rule(
                    iri,
                    frozenset(values(self.store, iri, ANBAO.burdenFor)),
                    _end(values(self.store, iri, ANBAO.burdenOn)[0]),
                    frozenset(values(self.store, iri, ANBAO.burdenUnder)),
                    frozenset(values(self.store, iri, ANBAO.condition)),
                    provisions,
                    iri in self.claims,
                )

    def _reached(self, defence: str) -> frozenset[str]:
        """Return the norms against which a defence is raised."""
        against = set(values(self.store, defence, ANBAO.against))
        spared = set(values(self.store, defence, ANBAO.notAgainst))
        return frozenset(
            norm.iri
            for norm in self.law.norms.values()
            if norm.consequence
            and norm.iri not in spared
            and against & {norm.iri, norm.question, norm.statute}
        )

    def evaluate(self, dispute: Dispute) -> frozenset[Told]:
        """Return all that is said of a dispute; of one that contradicts itself, that it does."""
        verdict = self.evaluator.evaluate(dispute)
        if verdict.contradictory:
            return frozenset({CONTRADICTORY})
        return frozenset(self._told(dispute, verdict))

    def _told(self, dispute: Dispute, verdict: Verdict) -> Iterator[Told]:
        for name, known in (("established", verdict.true), ("refuted", verdict.false)):
            yield from ((name, iri) for iri in known)
        yield from (("inIssue", iri) for iri in verdict.in_issue)
        yield from (("notShown", iri) for iri in verdict.not_shown)
        for norm in self.law.norms:
            force = self.calendar.force(norm, dispute)
            if force in {CERTAIN, PERHAPS}:
                yield "available" if force == CERTAIN else "perhapsAvailable", norm
        raised = self._raised(verdict)
        yield from (("raised", norm) for norm in raised)
        yield from ((RAISED[verdict.status[norm]], norm) for norm in raised)
        open_at_all = any(finding.status == LEFT_OPEN for finding in dispute.findings)
        for name in (STANDS, CLOSED) if open_at_all else (STANDS,):
            stage = self._stage(name, dispute, verdict)
            yield from (("applies", name, iri) for iri in stage.applies)
            yield from (("mayApply", name, iri) for iri in stage.may)
            told = {norm: list(self._status(stage, norm)) for norm in raised}
            for norm in raised:
                yield from self._burdens(stage, norm)
                yield from (one for one in told[norm] if one[0] != "status")
            own = {one[2]: one[3] for said in told.values() for one in said if one[0] == "status"}
            yield from (("status", name, norm, status) for norm, status in self._with_liability(own))

    @staticmethod
    def _raised(verdict: Verdict) -> list[str]:
        return [norm for norm, status in verdict.status.items() if status != NOT_RAISED]

    # Exceptions and defences

    def _stage(self, name: str, dispute: Dispute, verdict: Verdict) -> Stage:
        raised = set(self._raised(verdict))
        considered = [
            one for one in self.exceptions if one.claimed or (one.norms & raised and self._law(one, dispute))
        ]
        applies = {one.iri for one in considered if one.conditions <= verdict.true}
        maybe = {
            one.iri
            for one in considered
            if one.iri not in applies and one.conditions <= verdict.true | verdict.in_issue
        }
        for defence in self.reached:
            status = verdict.status[defence] if defence in raised else NOT_RAISED
            taken_away = {one.iri for one in considered if defence in one.norms}
            if status not in {MET, OPEN} or taken_away & applies:
                continue
            doubtful = name == STANDS and bool(taken_away & maybe)
            (applies if status == MET and not doubtful else maybe).add(defence)
        rules = tuple(rule for rule in self.rules if rule.claimed or self._law(rule, dispute))
        return Stage(
            name,
            dispute,
            verdict,
            frozenset(applies),
            frozenset(maybe),
            frozenset(one.iri for one in considered),
            rules,
        )

    def _law(self, one: Ground | Rule, dispute: Dispute) -> bool:
        """Return whether a provision on which something rests was certainly in force."""
        return any(self.calendar.in_force(provision, dispute) == CERTAIN for provision in one.provisions)

    def _against(self, norm: str) -> Iterator[str]:
        """Yield the exceptions to a norm, and the defences that exclude what it gives."""
        yield from (one.iri for one in self.exceptions if norm in one.norms)
        for defence, norms in self.reached.items():
            if norm in norms and self.law.norms[defence].effect == str(ANBAO.ExcludesLiability):
                yield defence

    def _status(self, stage: Stage, norm: str) -> Iterator[Told]:
        """Yield the status of a norm and why."""
        antecedent = stage.verdict.status[norm]
        against = set(self._against(norm))
        if antecedent == NOT_MET:
            yield "status", stage.name, norm, "NotMet"
        elif taking := against & stage.applies:
            yield "status", stage.name, norm, "Excepted"
            yield from (("exceptedBy", stage.name, norm, iri) for iri in taking)
        elif stage.name == STANDS and (perhaps := against & stage.may):
            yield "status", stage.name, norm, "Open"
            yield from (("mayBeExceptedBy", stage.name, norm, iri) for iri in perhaps)
        elif antecedent == MET:
            yield "status", stage.name, norm, "Met"
        elif stage.name == STANDS or self.calendar.force(norm, stage.dispute) != CERTAIN:
            yield "status", stage.name, norm, "Open"
        else:
            yield from self._closed(stage, norm)

    def _with_liability(self, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the statuses of norms, of those that presuppose a liability only if that is there or open."""
        free = {norm: status for norm, status in own.items() if not self.presupposed[norm]}
        yield from free.items()
        known = [(self.law.norms[norm], status) for norm, status in free.items()]
        there = {norm.question for norm, status in known if norm.consequence and status == "Met"}
        perhaps = {norm.question for norm, status in known if norm.consequence and status == "Open"}
        for norm, status in own.items():
            wanted = self.presupposed[norm]
            if wanted & there:
                yield norm, status
            elif wanted & perhaps:
                yield norm, "Open" if status == "Met" else status

    def _presupposed(self, norm: str) -> frozenset[str]:
        """Return the questions on which a norm presupposes a liability: its own, or else its question's."""
        if values(self.store, norm, ANBAO.presupposesNothing):
            return frozenset()
        own = values(self.store, norm, ANBAO.presupposes)
        question = self.law.norms[norm].question
        return frozenset(own or (values(self.store, question, ANBAO.presupposes) if question else ()))

    def _closed(self, stage: Stage, norm: str) -> Iterator[Told]:
        """Yield what becomes of a norm when the evidence closes on what was not proved."""
        known = self.law.norms[norm]
        missing = [element for _, element in known.elements if element in stage.verdict.in_issue]
        if known.effect:
            result = "NotMet", CLAIMANT
        elif all(self._side(stage, norm, element) == DEFENDANT for element in missing):
            result = "Met", CLAIMANT
        else:
            result = "NotMet", DEFENDANT
        yield "status", stage.name, norm, result[0]
        yield "closedFor", stage.name, norm, result[1]

    # The burden of proof

    def _burdens(self, stage: Stage, norm: str) -> Iterator[Told]:
        for element in {element for _, element in self.law.norms[norm].elements}:
            yield "burden", stage.name, norm, "", element, self._side(stage, norm, element)
        for one in self.exceptions:
            if norm in one.norms and one.iri in stage.considered and one.iri in stage.applies | stage.may:
                side = AUTHORITY if self.law.norms[norm].question in self.official else DEFENDANT
                yield from (("burden", stage.name, norm, one.iri, it, side) for it in one.conditions)

    def _side(self, stage: Stage, norm: str, element: str) -> str:
        """Return who must prove an element."""
        known = self.law.norms[norm]
        if known.question in self.official:
            return AUTHORITY
        if known.effect:
            return DEFENDANT
        holding = [
            rule
            for rule in stage.rules
            if self._concerns(rule, norm, element) and rule.conditions <= stage.verdict.true
        ]
        claimed = [rule for rule in holding if rule.claimed]
        shifted = [rule for rule in holding if not self._outdone(rule, claimed)]
        return DEFENDANT if any(rule.side == DEFENDANT for rule in shifted) else CLAIMANT

    def _concerns(self, rule: Rule, norm: str, element: str) -> bool:
        matter = element in rule.matters or bool(self._above(element) & rule.matters)
        return matter and (not rule.under or norm in rule.under)

    @staticmethod
    def _outdone(rule: Rule, claims: Iterable[Rule]) -> bool:
        """Return whether a claim puts the matter of a rule of law on the other side."""
        return not rule.claimed and any(
            claim.matters & rule.matters and claim.side != rule.side for claim in claims
        )

    def _above(self, element: str) -> frozenset[str]:
        """Return what an element entails by the axioms alone."""
        return self.evaluator.wider(element)
