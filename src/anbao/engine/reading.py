"""Reads decisions out of a store on which the rules have run."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from anbao.disputes.disputes import Dispute
from anbao.engine.not_raised import Silences
from anbao.engine.preparation import Prepared
from anbao.engine.reasons import Index, Situation, short
from anbao.engine.results import (
    Answer,
    Answered,
    Assessment,
    Decision,
    Defence,
    Element,
    Ground,
    Silence,
    Step,
)
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import Profile
from anbao.law.norms import Law, Position

__all__ = ["Lookup", "Reader"]

STANDING = ("norm", "status", "label", "effective")


def _decision_of(dispute: Dispute, position: Position) -> str:
    """Return the node of a decision, as the rules name it."""
    return f"{dispute.iri}/decision/{position.iri.rsplit('/', 1)[-1]}"


class Lookup:
    """What readers look up in the law, found once."""

    def __init__(self, law: Law) -> None:
        """Take the law."""
        self.law = law
        self.silences = Silences(law)
        self.order = {norm: place for place, norm in enumerate(law.norms)}
        self.conditions = {
            premise.iri: premise.get(ANBAO.condition)
            for position in law.positions.values()
            for premise in position.premises
        }


class Reader:
    """Reads decisions out of a store on which the rules have run."""

    def __init__(self, lookup: Lookup, store: ox.Store, prepared: Prepared) -> None:
        """Take the store on which the rules have run, and what was prepared for the run."""
        self.law, self.lookup = lookup.law, lookup
        self.index = Index(store)
        self._profiles = prepared.profiles
        self._situations: dict[tuple[str, str], Situation] = {}
        self._answered: dict[str, tuple[Answer, ...]] = {}
        self._assessed: dict[tuple[Situation, str], tuple[Assessment, ...]] = {}
        self._living: dict[str, frozenset[tuple[str, ...]]] = {}
        self._silent: dict[str, tuple[Silence, ...]] = {}
        self._told: dict[tuple[Situation, str, tuple[str, ...]], tuple[Element, ...]] = {}

    def plain(self, dispute: Dispute) -> Situation:
        """Return the situation of a dispute under the bare statutes."""
        return self._situation(dispute, self._profiles[self.law.bare.iri])

    def _situation(self, dispute: Dispute, profile: Profile) -> Situation:
        """Return a dispute under a profile: a situation of its own, or that under the bare statutes."""
        iri = f"{dispute.iri}/under/{profile.digest}"
        if not self.index.get(iri, "profile"):
            profile = self._profiles[self.law.bare.iri]
            iri = f"{dispute.iri}/under/{profile.digest}"
        # Two positions that share a profile may each have their own source for an axiom.
        key = iri, profile.sourced
        if key not in self._situations:
            self._situations[key] = Situation(self.law, self.index, dispute, profile)
        return self._situations[key]

    def norm(self, assessment: str) -> str:
        """Return the norm of an assessment."""
        return self.index.get(assessment, "norm")[0]

    def position(self, assessment: str) -> str:
        """Return the position under which an assessment was made."""
        decision = self.index.get(assessment, "of")[0]
        return self.index.get(decision, "position")[0]

    def unlabelled(self, dispute: Dispute) -> list[str]:
        """Return the assessments that live and got no label: a cycle, or below one."""
        found = []
        for decision in self.index.having("dispute", dispute.iri):
            live = self.index.having("live", decision)
            found += [node for node in live if not self.index.get(node, "label")]
        return found

    def priorities(self, assessments: Iterable[str]) -> list[tuple[str, str]]:
        """Return the pairs of assessments of which the first prevails over the second."""
        chosen = set(assessments)
        return [
            (upper, lower) for upper in chosen for lower in self.index.get(upper, "over") if lower in chosen
        ]

    def decision(self, dispute: Dispute, position: Position) -> Decision:
        """Return the decision for a dispute under a position, with its evidence-closed twin."""
        node = _decision_of(dispute, position)
        apart = bool(self.index.get(node, "basis"))
        # A position that changes nothing decides as the bare statutes do.
        source = node if apart else _decision_of(dispute, self.law.bare)
        situation = self._situation(dispute, self._profiles[position.iri])
        twin, closed = f"{source}/closed", None
        if self.index.get(twin, "basis"):
            closed = self._decision(situation, position, twin, twin if apart else node, None)
        return self._decision(situation, position, source, node, closed)

    def answered(self, dispute: Dispute, position: Position) -> Answered:
        """Return the answers to a dispute under a position, without what led to them."""
        node = _decision_of(dispute, position)
        source = node if self.index.get(node, "basis") else _decision_of(dispute, self.law.bare)
        twin = f"{source}/closed"
        closed = self._answers(twin) if self.index.get(twin, "basis") else None
        situation = self._situation(dispute, self._profiles[position.iri])
        contradicted = bool(self.index.get(situation.iri, "contradicts"))
        live = self._live(source) | self._live(twin)
        return Answered(dispute, position, self._answers(source), closed, contradicted, live)

    def _live(self, node: str) -> frozenset[tuple[str, ...]]:
        """Return the norms met or open that a decision uses, each as it stands; worked out once for each."""
        if node not in self._living:
            stage = "closed" if node.endswith("/closed") else ""
            self._living[node] = frozenset(
                (stage, *(value for name in STANDING for value in self.index.get(item, name)))
                for basis in self.index.get(node, "basis")
                for item in self.index.having("live", basis)
            )
        return self._living[node]

    def _decision(
        self, situation: Situation, position: Position, source: str, node: str, closed: Decision | None
    ) -> Decision:
        """Return a decision: its answers from one node, what had no effect from another."""
        basis = self.index.get(source, "basis")[0]
        return Decision(
            situation.dispute,
            position,
            self._profiles[position.iri].iri,
            self._answers(source),
            self._assessments(situation, basis),
            tuple(self.index.get(node, "withoutEffect")),
            tuple(self.index.get(basis, "production")),
            tuple(self.index.get(basis, "notInForce")),
            self._silences(situation),
            situation.contradiction(),
            closed,
            tuple(self.index.get(basis, "applies")),
        )

    def _answers(self, node: str) -> tuple[Answer, ...]:
        """Return the answers of a decision; worked out once for each."""
        if node not in self._answered:
            items = [item for item in self.index.having("of", node) if self.index.get(item, "answerKind")]
            self._answered[node] = tuple(sorted(map(self._answer, items), key=self._place))
        return self._answered[node]

    def _assessments(self, situation: Situation, node: str) -> tuple[Assessment, ...]:
        """Return the assessments of a decision, explained in a situation; worked out once for each."""
        key = situation, node
        if key not in self._assessed:
            items = [item for item in self.index.having("of", node) if self.index.get(item, "norm")]
            found = [self._assessment(situation, item) for item in items]
            self._assessed[key] = tuple(sorted(found, key=lambda one: self.lookup.order[one.norm]))
        return self._assessed[key]

    def _place(self, answer: Answer) -> tuple[int, bool, str, str]:
        """Order answers by their question, the firm ones first."""
        question = self.law.questions[answer.question]
        return question, answer.standing != "firm", answer.norm or "", answer.premise or ""

    def _silences(self, situation: Situation) -> tuple[Silence, ...]:
        """Return why the norms in force that were not raised were not, the nearest first."""
        if situation.iri not in self._silent:
            dispute, silences = situation.dispute.iri, self.lookup.silences
            in_force = self.index.get(dispute, "available") + self.index.get(dispute, "perhapsAvailable")
            self._silent[situation.iri] = silences.of(
                (iri for iri in in_force if iri not in situation.raised),
                silences.mask(situation.known),
                silences.mask(situation.refuted),
            )
        return self._silent[situation.iri]

    def _answer(self, node: str) -> Answer:
        one = self.index.one
        assessment, premise = one(node, "fromAssessment"), one(node, "underPremise")
        kind = short(one(node, "answerKind") or "")
        conditional = kind == "Conditional" and premise
        return Answer(
            one(node, "question") or "",
            kind,
            self.norm(assessment) if assessment else None,
            one(node, "liability"),
            premise,
            self.lookup.conditions.get(premise or "", ()) if conditional else (),
            one(node, "authority"),
            self._standing(assessment) if assessment and kind != "OutsideGraph" else "firm",
            bool(self.index.get(node, "weakerThan")),
            tuple(self._defences(node)),
        )

    def _defences(self, node: str) -> Iterable[Defence]:
        """Yield the defences that reduce or suspend an answer, those established first."""
        for relation in ("defence", "openDefence"):
            for iri in self.index.get(node, relation):
                effect = short(self.law.norms[iri].effect or "")
                yield Defence(iri, effect, relation == "defence")

    def _standing(self, assessment: str) -> str:
        if short(self.index.one(assessment, "status") or "") == "Open":
            return "pending"
        governs = short(self.index.one(assessment, "label") or "") == "Governs"
        return "firm" if governs else "provisional"

    def _assessment(self, situation: Situation, node: str) -> Assessment:
        norm, one = self.norm(node), self.index.one
        return Assessment(
            norm,
            short(one(node, "status") or ""),
            short(one(node, "label") or ""),
            self._elements(situation, node, norm),
            tuple(self.index.get(node, "exceptedBy")),
            tuple(self.index.get(node, "mayBeExceptedBy")),
            tuple(self._grounds(node)),
            tuple(self.norm(other) for other in self.index.get(node, "undetermined")),
            norm in self.index.get(situation.dispute.iri, "available"),
            short(one(node, "closedFor") or ""),
        )

    def _grounds(self, node: str) -> Iterable[Ground]:
        """Yield the grounds on which something prevails over an assessment."""
        prevailing = set(self.index.having("over", node))
        for ground in sorted(self.index.having("lower", node)):
            upper = self.index.get(ground, "upper")[0]
            if upper in prevailing:
                yield Ground(
                    self.norm(upper),
                    self.norm(node),
                    short(self.index.get(ground, "canon")[0]),
                    tuple(self.index.get(ground, "authority")),
                    bool(self.index.get(ground, "decisive")),
                )

    def _elements(self, situation: Situation, node: str, norm: str) -> tuple[Element, ...]:
        """Return the elements of a norm; worked out once for each situation and allocation of the burden."""
        key = situation, norm, tuple(self.index.get(node, "borneByDefendant"))
        if key not in self._told:
            self._told[key] = tuple(self._tell(*key))
        return self._told[key]

    def _tell(self, situation: Situation, norm: str, shifted: tuple[str, ...]) -> Iterable[Element]:
        """Yield the elements of a norm; `shifted` are those of which the defendant bears the burden."""
        for kind, circumstance in self.law.norms[norm].elements:
            state = situation.known.get(circumstance, "Silent")
            steps: tuple[Step, ...] = ()
            if state in ("Established", "Refuted"):
                steps = situation.steps(circumstance, holds=state == "Established")
            defendant = circumstance in shifted or self.law.norms[norm].effect
            burden = "DefendantSide" if defendant else "ClaimantSide"
            yield Element(kind, circumstance, state, steps, burden)
