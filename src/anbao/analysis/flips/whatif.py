"""What would come out if findings were otherwise: thousands of variations of one dispute.

    >>> import anbao
    >>> from anbao.doctrine.whatif.whatif import WhatIf
    >>> engine = anbao.load_engine()
    >>> from anbao.documents import gather
    >>> [dispute] = gather("C19", engine.law, engine.store)
    >>> asked = WhatIf(engine, dispute, engine.law.bare)
    >>> len(asked.answers([{}])[0]) > 0
    True

The engine decides one variation of each kind, 40 at a time; the others have the
same answers, because the rules see no difference (see `dependence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from anbao.analysis.flips.dependence import Dependence, Part, Questions
from anbao.analysis.flips.propagation import Propagation, State
from anbao.analysis.flips.ruleinput import Force, RuleInput
from anbao.disputes.disputes import Dispute, Finding
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.engine.results import Answer
from anbao.errors import ContradictoryFindings
from anbao.graph.namespaces import local_name
from anbao.law import classification
from anbao.law.classification import Profile
from anbao.law.norms import Position, modes

__all__ = ["Answers", "Assignment", "WhatIf", "vary"]

_given: WeakKeyDictionary[Engine, RuleInput] = WeakKeyDictionary()  # what each engine's rules read
Assignment = Mapping[str, Status | None]
Answers = frozenset[Answer]


def vary(dispute: Dispute, assignment: Assignment, name: str = "varied") -> Dispute:
    """Return a dispute with other findings on some circumstances.

    Args:
        dispute: the dispute to vary.
        assignment: by circumstance its new status, `None` for no finding at all.
        name: what is added to the identifier of the dispute.
    """
    iri = f"{dispute.iri}/{name}"
    kept = [finding for finding in dispute.findings if finding.circumstance not in assignment]
    added = [
        Finding(f"{iri}/finding/{local_name(circumstance)}", circumstance, status)
        for circumstance, status in assignment.items()
        if status is not None
    ]
    return replace(dispute, iri=iri, findings=(*kept, *added))


class WhatIf:
    """Answers what would come out for a dispute under a position if findings were otherwise."""

    def __init__(
        self, engine: Engine, dispute: Dispute, position: Position, *, ferenda: bool = False
    ) -> None:
        """Prepare what does not depend on the findings.

        Raises:
            ContradictoryFindings: the findings contradict the ontology, or the position.
            ReasonerUnavailable: a profile is not cached and there is no Java.
        """
        self.engine, self.dispute, self.position, self.ferenda = engine, dispute, position, ferenda
        [decision] = engine.decide([dispute], [position], ferenda=ferenda)
        if decision.contradiction:
            raise ContradictoryFindings(
                f"under {position.identifier} the findings contradict one another: {decision.contradiction}.",
                where=dispute.label.en,
                mend="Withdraw one of them, leave it open, or ask under another position.",
            )
        self.decision = decision
        if engine not in _given:
            _given[engine] = RuleInput(engine.store)
        given = _given[engine]
        force = given.force(dispute)
        # What contradicts under the bare statutes is no finding at all, whatever a position says.
        bare = engine.law.bare
        mine, plain = (classification.profile_of(engine.law, p, ferenda=ferenda) for p in (position, bare))
        self.propagation = self._propagation(mine, given, force)
        self.bare = (
            self.propagation if mine.digest == plain.digest else self._propagation(plain, given, force)
        )
        self.dependence = Dependence(given, force, position, modes(ferenda=ferenda), self.propagation.place)
        self._known: dict[tuple[str, Part], Answers] = {}

    def _propagation(self, profile: Profile, given: RuleInput, force: Force) -> Propagation:
        law = self.engine.law
        closure = classification.classify(law, profile)
        return Propagation(law.circumstances, profile, closure, given.auxiliary(force))

    def state(self, assignment: Assignment) -> State | None:
        """Return what the findings would entail; nothing where they would contradict one another."""
        given = {(finding.circumstance, finding.status) for finding in self.dispute.findings}
        found = {(iri, status) for iri, status in given if iri not in assignment}
        found |= {(iri, status) for iri, status in assignment.items() if status is not None}
        for propagation in (self.bare, self.propagation):
            state = propagation.state(propagation.effect(*finding) for finding in found)
            if state.contradictory:
                return None
        return state

    def answers(self, assignments: Iterable[Assignment]) -> list[Answers | None]:
        """Return for each assignment the answers to all questions, or nothing if it is contradictory."""
        asked = list(assignments)
        states = [self.state(assignment) for assignment in asked]
        depend = self.dependence
        questions = [None if state is None else depend.questions(depend.parts(state)) for state in states]
        return self.decided(list(zip(questions, asked, strict=True)))

    def decided(self, asked: Sequence[tuple[Questions | None, Assignment]]) -> list[Answers | None]:
        """Return the answers where it is known on what they depend; each kind is decided once."""
        self._decide(asked)
        return [None if questions is None else self._joined(questions) for questions, _ in asked]

    def _joined(self, questions: Questions) -> Answers:
        return frozenset().union(*(self._known[question] for question in questions))

    def _decide(self, asked: Iterable[tuple[Questions | None, Assignment]]) -> None:
        """Decide one variation of each kind that is not known yet."""
        chosen = list(self._unknown(asked))
        disputes = [vary(self.dispute, assignment, f"{n}") for n, (_, assignment) in enumerate(chosen)]
        found = self.engine.answer(disputes, [self.position], ferenda=self.ferenda)
        for (questions, _), answered in zip(chosen, found, strict=True):
            for question in questions:
                mine = (answer for answer in answered.answers if answer.question == question[0])
                self._known.setdefault(question, frozenset(mine))

    def _unknown(
        self, asked: Iterable[tuple[Questions | None, Assignment]]
    ) -> Iterator[tuple[Questions, Assignment]]:
        """Yield variations that show what is not known yet of the answers to some question."""
        waiting: set[tuple[str, Part]] = set()
        for questions, assignment in asked:
            new = {question for question in questions or () if question not in self._known} - waiting
            if questions is not None and new:
                waiting |= new
                yield questions, assignment
