"""The arguments in a dispute under some positions, read from their decisions.

    fact       the findings, and what makes a circumstance of them
    open       a circumstance, exception or date put in issue: one for, one against
    norm       its elements hold, so it applies
    exception  undercuts a norm
    priority   a norm that applies prevails, so another does not
    answer     a norm applies and gives, or is read to give, a liability

An element that nothing supports is a bare statement, which its refutation
attacks. What a position claims (an exception, a priority) is denied by each
other position under which the norm stands: the two then attack each other, so
that no author's claim beats the rest merely by being made. Two answers from one
norm with different liabilities attack each other if they are two positions'; a
norm that the statute leaves unsettled attacks nobody's reading of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import pairwise

import networkx as nx
import pyoxigraph as ox

from anbao.analysis.arguments.arguments import Argument, Arguments, Attack, Preference, Statement
from anbao.engine.engine import Engine
from anbao.engine.results import Answer, Assessment, Decision, Element, Step
from anbao.graph.namespaces import local_name
from anbao.graph.stores import text
from anbao.graph.vocabulary import ANBAO
from anbao.law.inclusions import counting
from anbao.wording import Label, phrase

__all__ = ["argue"]

TERMS = str(ANBAO._NS)
Stands = Callable[[Decision], bool]


def argue(engine: Engine, decisions: Sequence[Decision]) -> Arguments:
    """Return the arguments in one dispute, from its decisions under the positions concerned.

    A position that the findings contradict advances none.
    """
    builder = _Builder(engine, decisions)
    for decision in builder.decisions:
        builder.add(decision)
    return builder.built()


def _stands(decision: Decision, *, norm: str) -> bool:
    """Return whether a norm is met or open under a position."""
    return decision.status(norm) in ("Met", "Open")


def _beside(decision: Decision, *, upper: str, lower: str) -> bool:
    """Return whether two norms stand under a position and the first does not prevail."""
    if not (_stands(decision, norm=upper) and _stands(decision, norm=lower)):
        return False
    return all(
        ground.upper != upper or not ground.decisive for ground in decision.by_norm[lower].displaced_by
    )


class _Builder:
    """Collects the arguments of decisions; equal ones of several positions are one."""

    def __init__(self, engine: Engine, decisions: Sequence[Decision]) -> None:
        law = engine.law
        self.engine, self.law, self.dispute = engine, law, decisions[0].dispute
        self.decisions = [decision for decision in decisions if not decision.contradiction]
        self.claims = {
            premise.iri: (position.iri, premise)
            for position in law.positions.values()
            for premise in position.premises
        }
        self.statements: dict[str, Statement] = {}
        self.arguments: dict[str, Argument] = {}
        self.attacks: dict[Attack, None] = {}
        self.preferences: dict[Preference, None] = {}
        self.holders: dict[str, dict[str, None]] = defaultdict(dict)
        self._names: dict[Hashable, str] = {}
        self._answers: dict[tuple[str, str], list[tuple[str, Answer]]] = defaultdict(list)
        self._facts: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
        self._opened: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)

    def built(self) -> Arguments:
        self._rebut_facts()
        self._rebut_answers()
        holders = {iri: tuple(names) for iri, names in self.holders.items()}
        return Arguments(
            self.dispute.label,
            self.statements,
            self.arguments,
            tuple(self.attacks),
            preferences=tuple(self.preferences),
            holders=holders,
        )

    def add(self, decision: Decision) -> None:
        """Add the arguments under one position."""
        self.position = decision.position
        self._taxonomy = counting(decision.profile.taxonomy, self.law.standing, decision.force)
        norms = {assessment.norm: self._norm(assessment) for assessment in decision.assessments}
        for assessment in decision.assessments:
            self._exceptions(assessment, norms)
            self._priorities(assessment, norms)
        for answer in decision.answers:
            if answer.norm in norms and answer.liability:
                self._answer(answer, norms[answer.norm])

    # Statements

    def _state(self, iri: str, said: Label, pinpoint: str = "") -> str:
        self.statements.setdefault(iri, Statement(iri, said, pinpoint))
        return iri

    def _circumstance(self, iri: str, *, holds: bool) -> str:
        fact = self.law.named(iri)
        place = f"{self.dispute.iri}/statement/{local_name(iri)}"
        if holds:
            return self._state(place, fact)
        return self._state(f"{place}/not", phrase("arguments.not so", fact=fact))

    def _authority(self, iri: str) -> str:
        """Return the statement of a provision, or of what a position claims, with its pinpoint."""
        claimed = self.claims.get(iri)
        pinpoint = claimed[1].pinpoint if claimed else ""
        return self._state(iri, self.law.named(iri), pinpoint)

    def _of_norm(self, norm: str, what: str) -> str:
        """Return the statement that a norm applies, is excepted or is displaced."""
        known = self.law.norms[norm]
        place = f"{self.dispute.iri}/statement/{local_name(norm)}/{what}"
        named = phrase("arguments.norm named", provision=self.law.named(known.provision), norm=known.label)
        return self._state(place, phrase(f"arguments.{what}", norm=named))

    # Arguments

    def _argue(
        self, scheme: str, name: str, premises: Iterable[str], conclusion: str, parts: Iterable[str] = ()
    ) -> str:
        """Return the argument with this content, a new one if nobody has advanced it yet."""
        content = (scheme, tuple(dict.fromkeys(premises)), conclusion, tuple(dict.fromkeys(parts)))
        if content not in self._names:
            iri = f"{self.dispute.iri}/argument/{scheme}/{name}"
            if iri in self.arguments:  # another position comes to it otherwise
                iri = f"{iri}/{self.position.identifier.lower()}"
            self._names[content] = iri
            self.arguments[iri] = Argument(iri, content[0], content[1], content[2], content[3])
        self.holders[self._names[content]][self.position.iri] = None
        return self._names[content]

    def _attack(self, attacker: str, target: str, kind: str, whose: str = "") -> None:
        self.attacks[Attack(attacker, target, kind, whose)] = None

    def _norm(self, assessment: Assessment) -> str:
        """Return the argument that a norm applies: each element holds."""
        norm, parts = assessment.norm, [self._element(element) for element in assessment.elements]
        if not assessment.in_time:
            provision = self.law.norms[norm].provision
            in_force = phrase("arguments.in force", provision=self.law.named(provision))
            parts.append(self._issue(provision, in_force))
        premises = [self.arguments[part].conclusion for part in parts]
        authority = self._authority(self.law.norms[norm].provision)
        applies = self._of_norm(norm, "applies")
        return self._argue("norm", local_name(norm), [*premises, authority], applies, parts)

    def _element(self, element: Element) -> str:
        """Return the argument that an element holds."""
        circumstance = element.circumstance
        if element.state == "LeftOpen":
            return self._opposed(circumstance)
        if element.state == "Established":
            return self._fact(circumstance, element.steps, holds=True)
        if element.state != "Silent":
            self._fact(circumstance, element.steps, holds=False)
        return self._bare(circumstance, holds=True)

    def _fact(self, circumstance: str, steps: Sequence[Step], *, holds: bool) -> str:
        """Return the argument from findings, by axioms and auxiliary norms, to a circumstance."""
        found = [step for step in steps if step.by == "finding"]
        premises = [self._found(step.circumstance, holds=step.holds) for step in found]
        rests = (source for step in steps for source in (step.by, *step.sources))
        premises += [self._authority(source) for source in rests if source.startswith("http")]
        name = local_name(circumstance) + ("" if holds else "/not")
        concluded = self._circumstance(circumstance, holds=holds)
        argument = self._argue("fact", name, premises, concluded)
        self._facts[circumstance, holds][argument] = None
        return argument

    def _found(self, circumstance: str, *, holds: bool) -> str:
        fact = self.law.named(circumstance)
        place = f"{self.dispute.iri}/statement/{local_name(circumstance)}/found"
        if holds:
            return self._state(place, phrase("arguments.found", fact=fact))
        return self._state(f"{place}/not", phrase("arguments.found not", fact=fact))

    def _bare(self, circumstance: str, *, holds: bool) -> str:
        """Return a circumstance as a bare statement."""
        name = local_name(circumstance) + ("" if holds else "/not")
        argument = self._argue("open", name, (), self._circumstance(circumstance, holds=holds))
        self._opened[circumstance, holds][argument] = None
        return argument

    def _opposed(self, circumstance: str) -> str:
        """Return the argument that a circumstance in issue holds; the contrary argument is added too."""
        argument, against = (self._bare(circumstance, holds=holds) for holds in (True, False))
        self._attack(argument, against, "rebuts")
        self._attack(against, argument, "rebuts")
        return argument

    def _issue(self, iri: str, said: Label) -> str:
        """Return the argument for something else in issue; the argument against it is added too."""
        place = f"{self.dispute.iri}/statement/{local_name(iri)}/issue"
        contrary = phrase("arguments.not so", fact=said)
        statements = (self._state(place, said), self._state(f"{place}/not", contrary))
        name = f"{local_name(iri)}/issue"
        argument, against = (
            self._argue("open", n, (), s) for n, s in zip((name, f"{name}/not"), statements, strict=True)
        )
        self._attack(argument, against, "rebuts")
        self._attack(against, argument, "rebuts")
        return argument

    def _exceptions(self, assessment: Assessment, norms: dict[str, str]) -> None:
        """Add the exceptions to a norm that apply, and those that may."""
        target = norms[assessment.norm]
        for exception in (*assessment.excepted_by, *assessment.open_exceptions):
            applies = exception in assessment.excepted_by
            parts = [norms[exception]] if exception in norms else self._conditions(exception, applies=applies)
            premises = [self._authority(exception), *(self.arguments[part].conclusion for part in parts)]
            yields = self._of_norm(assessment.norm, "excepted")
            name = f"{local_name(exception)}/{local_name(assessment.norm)}"
            argument = self._argue("exception", name, premises, yields, parts)
            self._attack(argument, target, "undercuts")
            if exception in self.claims:
                self._denied(argument, target, partial(_stands, norm=assessment.norm))

    def _conditions(self, exception: str, *, applies: bool) -> list[str]:
        """Return the arguments that the conditions of an exception hold."""
        pattern = ox.NamedNode(exception), ox.NamedNode(ANBAO.condition), None
        conditions = sorted({text(quad.object) for quad in self.engine.store.quads_for_pattern(*pattern)})
        return [self._condition(condition, known=applies) for condition in conditions]

    def _condition(self, circumstance: str, *, known: bool) -> str:
        """Return the argument that a condition holds: from a finding below it, if there is one.

        What is `known` to hold and does not lie above a finding follows otherwise
        (by a covering, say), and is stated without premises.
        """
        graph = self._taxonomy
        for found in self.dispute.found(holds=True):
            path = [found]
            if found != circumstance:
                if not {found, circumstance} <= set(graph) or not nx.has_path(graph, found, circumstance):
                    continue
                path = nx.shortest_path(graph, found, circumstance)
            steps = [Step(found, True, "finding")]
            edges = (graph.edges[pair] for pair in pairwise(path))
            above = zip(path[1:], edges, strict=True)
            steps += [Step(one, True, "taxonomy", tuple(edge["sources"])) for one, edge in above]
            return self._fact(circumstance, steps, holds=True)
        if known:
            return self._fact(circumstance, (), holds=True)
        return self._opposed(circumstance)

    def _priorities(self, assessment: Assessment, norms: dict[str, str]) -> None:
        """Add the arguments of the norms that prevail over a norm."""
        target = norms[assessment.norm]
        for ground in assessment.displaced_by:
            if not ground.decisive:
                continue
            upper, lower = norms[ground.upper], local_name(assessment.norm)
            premises = [self.arguments[upper].conclusion, *map(self._authority, ground.authority)]
            canon = self.law.labels[TERMS + ground.canon]
            yields = self._of_norm(assessment.norm, "displaced")
            premises.append(self._state(TERMS + ground.canon, canon))
            name = f"{local_name(ground.upper)}/over/{lower}"
            argument = self._argue("priority", name, premises, yields, [upper])
            self._attack(argument, target, "displaces")
            self.preferences[Preference(upper, target, argument)] = None
            if any(authority in self.claims for authority in ground.authority):
                beside = partial(_beside, upper=ground.upper, lower=assessment.norm)
                self._denied(argument, target, beside)

    def _denied(self, argument: str, target: str, stands: Stands) -> None:
        """Let other positions, under which the norm stands, deny what this one claims against it."""
        for decision in self.decisions:
            if decision.position != self.position and stands(decision):
                self._attack(target, argument, "rebuts", decision.position.iri)

    def _answer(self, answer: Answer, norm: str) -> None:
        """Add the argument for the liability that a norm gives, or is read to give."""
        assert answer.norm, "an answer without a norm is no argument"
        assert answer.liability, "an answer without a liability is no argument"
        parts = [norm, *(self._condition(condition, known=False) for condition in answer.conditions)]
        premises = [self.arguments[part].conclusion for part in parts]
        if answer.premise:
            premises.append(self._authority(answer.premise))
        question, liability = self.law.named(answer.question), self.law.named(answer.liability)
        said = phrase("arguments.answers", question=question, liability=liability)
        local = f"{local_name(answer.norm)}/{local_name(answer.liability)}"
        place = f"{self.dispute.iri}/statement/{local_name(answer.question)}/{local_name(answer.liability)}"
        argument = self._argue("answer", local, premises, self._state(place, said), parts)
        if answer.kind != "Unsettled":
            self._answers[answer.question, answer.norm].append((argument, answer))

    # What contradicts what

    def _rebut_facts(self) -> None:
        """Let opposite circumstances attack each other: found ones each other, and bare ones from above."""
        for (circumstance, holds), arguments in list(self._facts.items()):
            opposite = [*self._facts[circumstance, not holds], *self._opened[circumstance, not holds]]
            for argument in arguments:
                for other in opposite:
                    self._attack(argument, other, "rebuts")

    def _rebut_answers(self) -> None:
        """Let different liabilities that two positions take from one norm attack each other."""
        for answers in self._answers.values():
            for argument, answer in answers:
                for other, counter in answers:
                    differ = answer.liability != counter.liability
                    if differ and self._owner(answer) != self._owner(counter):
                        self._attack(argument, other, "rebuts")

    def _owner(self, answer: Answer) -> str:
        return self.claims[answer.premise][0] if answer.premise in self.claims else ""
