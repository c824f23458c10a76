"""Reads decisions out of what the rules gave: rows into dataclasses, nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anbao.disputes.disputes import Dispute
from anbao.engine.index import Index, short
from anbao.engine.not_raised import nearest, silences
from anbao.engine.reasons import Situation
from anbao.engine.results import (
    Answer,
    Answered,
    Assessment,
    Burden,
    Decision,
    Defence,
    Element,
    Ground,
    Shift,
    Silence,
    Step,
)
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import Profile
from anbao.law.norms import Law, Position

__all__ = ["LIVE", "Reader"]

LIVE = ("anbao:norm", "anbao:status", "anbao:label", "e:effective")
GROUNDS = {
    "claimedBurden": "claim",
    "statutoryBurden": "provision",
    "generalBurden": "general",
    "unstatedBurden": "not stated",
}
CONDITION = str(ANBAO.condition)


class Reader:
    """Reads decisions out of what the rules gave."""

    def __init__(self, law: Law, index: Index, profiles: Mapping[str, Profile]) -> None:
        """Take the law, what the rules gave, and the profile of each position by the position's IRI."""
        self.law, self.index, self._profiles = law, index, profiles
        self._order = {norm: place for place, norm in enumerate(law.norms)}
        self._situations: dict[tuple[str, str], Situation] = {}
        self._silences: dict[str, tuple[Silence, ...]] = {}

    def decision(self, dispute: Dispute, position: Position) -> Decision:
        """Return the decision for a dispute under a position, with the one if the evidence closed now."""
        nodes = self._nodes(dispute, position)
        situation = self._situation(dispute, position)
        closed = self._decision(situation, position, nodes[1], None) if len(nodes) > 1 else None
        return self._decision(situation, position, nodes[0], closed)

    def answered(self, dispute: Dispute, position: Position) -> Answered:
        """Return the answers to a dispute under a position, without what led to them."""
        nodes = self._nodes(dispute, position)
        closed = self._answers(nodes[1]) if len(nodes) > 1 else None
        situation = self.index.get(nodes[0], "e:situation")[0]
        contradicted = bool(self.index.get(situation, "e:contradicts"))
        live = frozenset(row for node in nodes for row in self._live(node))
        return Answered(dispute, position, self._answers(nodes[0]), closed, contradicted, live)

    def contradiction(self, dispute: Dispute, position: Position) -> str | None:
        """Return in words why the findings contradict one another under a position, or None."""
        return self._situation(dispute, position).contradiction()

    def bare_contradiction(self, dispute: Dispute, bare: Position) -> str | None:
        """Return in words why the findings contradict one another under the bare statutes, or None."""
        return Situation(self.law, self.index, dispute, self._profiles[bare.iri]).contradiction()

    def unlabelled(self, dispute: Dispute) -> list[str]:
        """Return the assessments that live and got no label: a cycle, or below one."""
        decisions = self.index.having("anbao:dispute", dispute.iri)
        live = (node for decision in decisions for node in self.index.having("e:live", decision))
        return [node for node in live if not self.index.get(node, "anbao:label")]

    def priorities(self, assessments: Iterable[str]) -> list[tuple[str, str]]:
        """Return the pairs of assessments of which the first prevails over the second."""
        chosen = set(assessments)
        return [
            (upper, lower) for upper in chosen for lower in self.index.get(upper, "e:over") if lower in chosen
        ]

    def norm(self, assessment: str) -> str:
        """Return the norm of an assessment."""
        return self.index.get(assessment, "anbao:norm")[0]

    def position(self, assessment: str) -> str:
        """Return the position under which an assessment was made."""
        return self.index.get(self.index.get(assessment, "e:of")[0], "anbao:position")[0]

    def _nodes(self, dispute: Dispute, position: Position) -> list[str]:
        """Return the decision as it stands and, if there is one, that with the evidence closed."""
        of_dispute = self.index.having("anbao:dispute", dispute.iri)
        own = [node for node in of_dispute if position.iri in self.index.get(node, "anbao:position")]
        return sorted(own, key=lambda node: self.index.get(node, "anbao:stage"))

    def _situation(self, dispute: Dispute, position: Position) -> Situation:
        profile = self._profiles[position.iri]
        # Two positions that share a profile may each have their own source for an axiom.
        key = dispute.iri, profile.sourced
        if key not in self._situations:
            self._situations[key] = Situation(self.law, self.index, dispute, profile)
        return self._situations[key]

    def _decision(
        self, situation: Situation, position: Position, node: str, closed: Decision | None
    ) -> Decision:
        return Decision(
            situation.dispute,
            position,
            situation.profile,
            self._answers(node),
            self._assessments(situation, node),
            tuple(self.index.get(node, "anbao:withoutEffect")),
            tuple(self.index.get(node, "anbao:production")),
            tuple(self.index.get(node, "anbao:notInForce")),
            self._not_raised(situation.iri),
            situation.contradiction(),
            closed,
            nearest(self.law, self.index, node),
            situation.force,
        )

    def _not_raised(self, situation: str) -> tuple[Silence, ...]:
        if situation not in self._silences:
            self._silences[situation] = silences(self.law, self.index, situation)
        return self._silences[situation]

    def _live(self, decision: str) -> Iterator[tuple[str, ...]]:
        """Yield the norms that are met or open in a decision, each with what its answers come from."""
        stage = short(self.index.get(decision, "anbao:stage")[0])
        for node in self.index.having("e:live", decision):
            yield (stage, *(value for relation in LIVE for value in self.index.get(node, relation)))

    def _answers(self, decision: str) -> tuple[Answer, ...]:
        """Return the answers of a decision by their question, the firm ones first."""
        return tuple(sorted(map(self._answer, self.index.having("e:answerOf", decision)), key=self._place))

    def _place(self, answer: Answer) -> tuple[int, bool, str, str]:
        question = self.law.questions[answer.question]
        return question, answer.standing != "firm", answer.norm or "", answer.premise or ""

    def _answer(self, node: str) -> Answer:
        get, one = self.index.get, self.index.one
        assessment = one(node, "anbao:fromAssessment")
        return Answer(
            get(node, "anbao:question")[0],
            short(get(node, "anbao:answerKind")[0]),
            self.norm(assessment) if assessment else None,
            one(node, "anbao:liability"),
            one(node, "anbao:underPremise"),
            tuple(get(node, "e:dependsOn")),
            one(node, "anbao:authority"),
            short(get(node, "e:standing")[0]),
            bool(get(node, "e:weakerThan")),
            tuple(self._defences(node)),
            short(one(node, "anbao:reading") or ""),
        )

    def _defences(self, node: str) -> Iterator[Defence]:
        """Yield the defences that reduce or suspend an answer, those established first."""
        for relation in ("anbao:defence", "anbao:openDefence"):
            for iri in self.index.get(node, relation):
                effect = short(self.law.norms[iri].effect or "")
                yield Defence(iri, effect, relation == "anbao:defence")

    def _assessments(self, situation: Situation, decision: str) -> tuple[Assessment, ...]:
        """Return the assessments of a decision in the order of the law."""
        nodes = self.index.having("e:of", decision)
        ordered = sorted(nodes, key=lambda node: self._order[self.norm(node)])
        return tuple(self._assessment(situation, node) for node in ordered)

    def _assessment(self, situation: Situation, node: str) -> Assessment:
        norm, get, one = self.norm(node), self.index.get, self.index.one
        burdens = _Burdens(self.index, node)
        return Assessment(
            norm,
            short(get(node, "anbao:status")[0]),
            short(one(node, "anbao:label") or ""),
            tuple(
                self._element(situation, kind, circumstance, burdens.of_element[circumstance])
                for kind, circumstance in self.law.norms[norm].elements
            ),
            tuple(get(node, "anbao:exceptedBy")),
            tuple(get(node, "e:mayBeExceptedBy")),
            tuple(self._grounds(node)),
            tuple(self.norm(other) for other in get(node, "e:undetermined")),
            norm in get(situation.dispute.iri, "e:available"),
            short(one(node, "e:closedFor") or ""),
            tuple(
                (exception, tuple(self._element(situation, CONDITION, *known) for known in conditions))
                for exception, conditions in burdens.of_exception.items()
            ),
        )

    def _element(self, situation: Situation, kind: str, circumstance: str, burden: Burden) -> Element:
        state = situation.known.get(circumstance, "Silent")
        steps: tuple[Step, ...] = ()
        if state in ("Established", "Refuted"):
            steps = situation.steps(circumstance, holds=state == "Established")
        elif state == "NotShown":
            steps = situation.failing(circumstance)
        return Element(kind, circumstance, state, steps, burden)

    def _grounds(self, node: str) -> Iterator[Ground]:
        """Yield the grounds on which something prevails over an assessment."""
        prevailing = set(self.index.having("e:over", node))
        for ground in self.index.having("e:lower", node):
            upper = self.index.get(ground, "e:upper")[0]
            if upper in prevailing:
                yield Ground(
                    self.norm(upper),
                    self.norm(node),
                    short(self.index.get(ground, "anbao:canon")[0]),
                    tuple(self.index.get(ground, "anbao:authority")),
                    bool(self.index.get(ground, "e:decisive")),
                )


class _Burdens:
    """The burdens under an assessment: of its elements, and of the conditions of exceptions to it."""

    def __init__(self, index: Index, assessment: str) -> None:
        self.index = index
        self.of_element: dict[str, Burden] = {}
        self.of_exception: dict[str, list[tuple[str, Burden]]] = {}
        for node in index.having("e:under", assessment):
            circumstance = index.get(node, "anbao:circumstance")[0]
            if exception := index.one(node, "e:ofException"):
                self.of_exception.setdefault(exception, []).append((circumstance, self._burden(node)))
            else:
                self.of_element[circumstance] = self._burden(node)

    def _burden(self, node: str) -> Burden:
        get = self.index.get
        return Burden(
            short(get(node, "e:onSide")[0]),
            GROUNDS[short(get(node, "e:burdenGround")[0])],
            tuple(get(node, "e:byRule")),
            tuple(get(node, "anbao:authority")),
            tuple(map(self._shift, get(node, "e:wouldShiftBy"))),
        )

    def _shift(self, rule: str) -> Shift:
        side = short(self.index.get(rule, "anbao:burdenOn")[0])
        return Shift(rule, side, tuple(self.index.get(rule, "anbao:condition")))
