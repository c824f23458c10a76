"""Reads decisions out of a store on which the rules have run."""

from __future__ import annotations

from collections.abc import Iterable, Set

import pyoxigraph as ox

from anbao.classification import Profile
from anbao.disputes import Dispute
from anbao.norms import Law, Position
from anbao.reasons import Index, Situation, short
from anbao.results import Answer, Assessment, Decision, Defence, Element, Ground, Silence, Step
from anbao.vocabulary import ANBAO

__all__ = ["Reader"]

STATES = {"established": "Established", "refuted": "Refuted", "inIssue": "LeftOpen"}


class Reader:
    """Reads decisions out of a store on which the rules have run."""

    def __init__(self, law: Law, store: ox.Store, known: Set[object]) -> None:
        """Index what the rules added; `known` are the subjects that were there before."""
        self.law = law
        self.index = Index(store, known)
        self._situations: dict[tuple[str, str], Situation] = {}
        self._silent: dict[str, tuple[Silence, ...]] = {}
        self._scopes = {iri: frozenset(norm.scope) for iri, norm in law.norms.items()}
        self._order = {norm: place for place, norm in enumerate(law.norms)}
        self._conditions = {
            premise.iri: premise.get(ANBAO.condition)
            for position in law.positions.values()
            for premise in position.premises
        }

    def situation(self, dispute: Dispute, profile: Profile) -> Situation:
        """Return the situation of a dispute under a profile."""
        key = dispute.iri, profile.sourced
        if key not in self._situations:
            self._situations[key] = Situation(self.law, self.index, dispute, profile)
        return self._situations[key]

    def norm(self, assessment: str) -> str:
        """Return the norm of an assessment."""
        return self.index.get(assessment, "norm")[0]

    def unlabelled(self, dispute: Dispute) -> list[str]:
        """Return the assessments that live and got no label: a cycle, or below one."""
        found = []
        for decision in self.index.into["dispute", dispute.iri]:
            live = self.index.into["live", decision]
            found += [node for node in live if not self.index.get(node, "label")]
        return found

    def priorities(self, assessments: Iterable[str]) -> list[tuple[str, str]]:
        """Return the pairs of assessments of which the first prevails over the second."""
        chosen = set(assessments)
        return [
            (upper, lower) for upper in chosen for lower in self.index.get(upper, "over") if lower in chosen
        ]

    def decision(self, dispute: Dispute, position: Position, profile: Profile) -> Decision:
        """Return the decision for a dispute under a position, with its evidence-closed twin."""
        situation = self.situation(dispute, profile)
        node = f"{dispute.iri}/decision/{position.iri.rsplit('/', 1)[-1]}"
        twin = None
        if self.index.get(f"{node}/closed", "situation"):
            twin = self._decision(situation, position, f"{node}/closed", None)
        return self._decision(situation, position, node, twin)

    def _decision(
        self, situation: Situation, position: Position, node: str, closed: Decision | None
    ) -> Decision:
        mine = self.index.into["of", node]
        assessments = [self._assessment(situation, item) for item in mine if self.index.get(item, "norm")]
        answers = [self._answer(item) for item in mine if self.index.get(item, "answerKind")]
        return Decision(
            situation.dispute,
            position,
            situation.profile.iri,
            tuple(sorted(answers, key=self._place)),
            tuple(sorted(assessments, key=lambda assessment: self._order[assessment.norm])),
            tuple(self.index.get(node, "withoutEffect")),
            tuple(self.index.get(node, "production")),
            tuple(self.index.get(node, "notInForce")),
            self._silences(situation),
            situation.contradiction(),
            closed,
        )

    def _place(self, answer: Answer) -> tuple[int, bool, str, str]:
        """Order answers by their question, the firm ones first."""
        question = self.law.questions[answer.question]
        return question, answer.standing != "firm", answer.norm or "", answer.premise or ""

    def _silences(self, situation: Situation) -> tuple[Silence, ...]:
        """Return why the norms in force that were not raised were not, the nearest first."""
        if situation.iri not in self._silent:
            refuted = set(situation.states["refuted"])
            known = {*situation.states["established"], *situation.states["inIssue"], *refuted}
            raised = set(situation.states["raised"])
            found = []
            dispute = situation.dispute.iri
            for iri in self.index.get(dispute, "available") + self.index.get(dispute, "perhapsAvailable"):
                norm = self.law.norms.get(iri)
                if norm and norm.elements and norm.question and iri not in raised:
                    elements = [circumstance for _, circumstance in norm.elements]
                    silent = tuple(c for c in elements if c not in known)
                    found.append(Silence(iri, silent, tuple(c for c in elements if c in refuted)))
            self._silent[situation.iri] = tuple(sorted(found, key=self._distance))
        return self._silent[situation.iri]

    def _distance(self, silence: Silence) -> tuple[int, int, str]:
        """Order norms by how much of their scope lacks, then of all their elements."""
        lacking = {*silence.silent, *silence.refuted}
        return len(lacking & self._scopes[silence.norm]), len(lacking), silence.norm

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
            self._conditions.get(premise or "", ()) if conditional else (),
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
        prevailing = set(self.index.into["over", node])
        for ground in sorted(self.index.into["lower", node]):
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
        shifted = set(self.index.get(node, "borneByDefendant"))
        found = []
        for kind, circumstance in self.law.norms[norm].elements:
            states = (name for relation, name in STATES.items() if circumstance in situation.states[relation])
            state = next(states, "Silent")
            steps: tuple[Step, ...] = ()
            if state in ("Established", "Refuted"):
                steps = situation.steps(circumstance, holds=state == "Established")
            defendant = circumstance in shifted or self.law.norms[norm].effect
            burden = "DefendantSide" if defendant else "ClaimantSide"
            found.append(Element(kind, circumstance, state, steps, burden))
        return tuple(found)
