"""Decisions as frozen dataclasses, read from a store on which the rules have run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import pyoxigraph as ox

from anbao.classification import Profile
from anbao.disputes import Dispute
from anbao.norms import Axiom, Law, Position
from anbao.vocabulary import ANBAO

__all__ = ["Answer", "Assessment", "Decision", "Element", "Ground", "Reader", "Silence", "Step"]

ENGINE = "https://w3id.org/anbao/engine#"
NAMESPACE = str(ANBAO._NS)


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a finding to an element: a circumstance within, or by, another, and why.

    `by` is `finding`, `taxonomy`, `disjointness`, `covering`, or the IRI of an auxiliary norm.
    """

    circumstance: str
    holds: bool
    by: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a norm, `Established`, `Refuted`, `LeftOpen` or `Silent`, with the steps that led there."""

    kind: str
    circumstance: str
    state: str
    steps: tuple[Step, ...]
    burden: str


@dataclass(frozen=True, slots=True)
class Ground:
    """That one norm prevails over another: by which canon and on whose authority."""

    upper: str
    lower: str
    canon: str
    authority: tuple[str, ...]
    decisive: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """A norm in a decision.

    `status` is `Met`, `NotMet`, `Open` or `Excepted`; `label` is `Governs`,
    `Displaced`, `Uncertain` or empty. A norm that is met and uncertain is provisional.
    """

    norm: str
    status: str
    label: str
    elements: tuple[Element, ...]
    excepted_by: tuple[str, ...]
    open_exceptions: tuple[str, ...]
    displaced_by: tuple[Ground, ...]
    beside: tuple[str, ...]
    in_time: bool
    closed_for: str

    @property
    def provisional(self) -> bool:
        """Whether the norm is met while something open may displace it."""
        return self.status == "Met" and self.label == "Uncertain"


@dataclass(frozen=True, slots=True)
class Answer:
    """One member of the answer to a legal question.

    `kind` is `Settled`, `Conditional`, `Unsettled`, `NoLiability` or `OutsideGraph`.
    `liability` is the IRI of a liability, or of the open consequence if unsettled.
    `standing` is `firm` if its norm governs, `provisional` if the norm is met and may
    be displaced, `pending` if the norm is open. `weaker` tells whether a stronger
    answer of a comparable form stands beside it.
    """

    question: str
    kind: str
    norm: str | None
    liability: str | None
    premise: str | None
    conditions: tuple[str, ...]
    provision: str | None
    standing: str
    weaker: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """A norm in force that nobody raised: what was neither established, refuted nor put in issue."""

    norm: str
    silent: tuple[str, ...]
    refuted: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """What is found for a dispute under a position, as it stands; `closed` if the evidence closed now."""

    dispute: Dispute
    position: Position
    profile: str
    answers: tuple[Answer, ...]
    assessments: tuple[Assessment, ...]
    without_effect: tuple[str, ...]
    production: tuple[str, ...]
    not_in_force: tuple[str, ...]
    not_raised: tuple[Silence, ...]
    contradiction: str | None
    closed: Decision | None

    @cached_property
    def by_norm(self) -> Mapping[str, Assessment]:
        """The assessments by the IRI of their norm."""
        return {assessment.norm: assessment for assessment in self.assessments}

    def status(self, norm: str) -> str:
        """Return the status of a norm: one of the five, `NotRaised` for what was not assessed."""
        assessment = self.by_norm.get(norm)
        return assessment.status if assessment else "NotRaised"


def _short(iri: str) -> str:
    return iri.removeprefix(NAMESPACE).removeprefix(ENGINE)


class Reader:
    """Reads decisions out of a store on which the rules have run."""

    def __init__(self, law: Law, store: ox.Store, known: set[object]) -> None:
        """Index what the rules added; `known` are the subjects that were there before."""
        self.law = law
        self.store = store
        self.out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.into: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            if quad.subject not in known:
                subject, predicate, value = (
                    quad.subject.value,
                    _short(quad.predicate.value),
                    quad.object.value,
                )
                self.out[subject][predicate].append(value)
                self.into[predicate, value].append(subject)
        self._paths: dict[str, nx.DiGraph[str]] = {}
        self._silent: dict[str, tuple[Silence, ...]] = {}

    def get(self, subject: str, predicate: str) -> list[str]:
        """Return the sorted values of a relation."""
        return sorted(self.out[subject][predicate]) if subject in self.out else []

    def norm(self, assessment: str) -> str:
        """Return the norm of an assessment."""
        return self.get(assessment, "norm")[0]

    def situation(self, dispute: Dispute, profile: Profile) -> str:
        """Return the situation of a dispute under a profile."""
        return f"{dispute.iri}/under/{profile.digest}"

    def _decisions(self, dispute: Dispute) -> list[str]:
        return [node for node in self.into["dispute", dispute.iri] if "situation" in self.out[node]]

    def unlabelled(self, dispute: Dispute) -> list[str]:
        """Return the assessments that live and got no label: a cycle, or below one."""
        return [
            node
            for decision in self._decisions(dispute)
            for node in self.into["live", decision]
            if not self.get(node, "label")
        ]

    def priorities(self, assessments: Iterable[str]) -> list[tuple[str, str]]:
        """Return the pairs of assessments of which the first prevails over the second."""
        chosen = set(assessments)
        return [
            (upper, lower)
            for upper in chosen
            for lower in self.get(upper, "over")
            if lower in chosen
        ]

    def contradiction(self, dispute: Dispute, profile: Profile) -> str | None:
        """Return in words why the findings contradict one another under a profile, or `None`."""
        situation = self.situation(dispute, profile)
        clashes = self.get(situation, "contradicts")
        if not clashes:
            return None
        # The clash nearest to the findings says most.
        told = {finding.circumstance for finding in dispute.findings}
        clash = next((iri for iri in clashes if iri in told), clashes[0])
        yes = self.steps(dispute, profile, clash, holds=True)
        no = self.steps(dispute, profile, clash, holds=False)
        label = self.law.label(clash, "en")
        return f"{label!r} is established ({self._words(yes)}) and refuted ({self._words(no)})"

    def _words(self, steps: Iterable[Step]) -> str:
        words = []
        for step in steps:
            name = self.law.label(step.circumstance, "en")
            source = ", ".join(self.law.label(iri, "en") for iri in step.sources)
            by = step.by if not step.by.startswith("http") else self.law.label(step.by, "en")
            words.append(
                f"{'' if step.holds else 'not: '}{name}, by {by}"
                + (f" [{source}]" if source else "")
            )
        return "; ".join(words)

    # Reasons

    def _taxonomy(self, profile: Profile) -> nx.DiGraph[str]:
        if profile.digest not in self._paths:
            graph: nx.DiGraph[str] = nx.DiGraph()
            for axiom in profile.axioms:
                if axiom.kind == "within":
                    graph.add_edge(axiom.left, axiom.right[0], sources=axiom.sources)
                elif axiom.kind == "covering":
                    for part in axiom.right:
                        if not graph.has_edge(part, axiom.left):
                            graph.add_edge(part, axiom.left, sources=axiom.sources)
            self._paths[profile.digest] = graph
        return self._paths[profile.digest]

    def steps(
        self, dispute: Dispute, profile: Profile, goal: str, *, holds: bool, depth: int = 0
    ) -> tuple[Step, ...]:
        """Return the steps from findings to a circumstance that is established, or refuted."""
        graph = self._taxonomy(profile)
        status = str(ANBAO.Established if holds else ANBAO.Refuted)
        told = [finding.circumstance for finding in dispute.findings if finding.status == status]
        situation = self.situation(dispute, profile)
        suffix = "yes" if holds else "no"
        derived = {
            self.get(node, "concludes")[0]: node
            for node in self.into["in", situation]
            if node.startswith(f"{situation}/{suffix}/")
        }
        for start in (goal, *told, *derived):
            if start != goal or start in told or start in derived:
                low, high = (start, goal) if holds else (goal, start)
                if low in graph and high in graph and nx.has_path(graph, low, high) or low == high:
                    path = nx.shortest_path(graph, low, high) if low != high else [low]
                    walk = path if holds else path[::-1]
                    return self._walk(dispute, profile, walk, derived, told, holds, depth)
        return ()

    def _walk(
        self,
        dispute: Dispute,
        profile: Profile,
        walk: list[str],
        derived: Mapping[str, str],
        told: Iterable[str],
        holds: bool,
        depth: int,
    ) -> tuple[Step, ...]:
        graph, first = self._taxonomy(profile), walk[0]
        if first in set(told):
            steps: tuple[Step, ...] = (Step(first, holds, "finding"),)
        else:
            steps = self._derived(dispute, profile, derived[first], first, holds, depth)
        for earlier, later in zip(walk, walk[1:], strict=False):
            low, high = (earlier, later) if holds else (later, earlier)
            steps += (Step(later, holds, "taxonomy", tuple(graph.edges[low, high]["sources"])),)
        return steps

    def _derived(
        self, dispute: Dispute, profile: Profile, node: str, concluded: str, holds: bool, depth: int
    ) -> tuple[Step, ...]:
        by = self.get(node, "by")[0]
        kind = _short(by)
        sources = (
            self._sources(profile, kind, concluded) if kind == by.removeprefix(ENGINE) else (by,)
        )
        earlier: tuple[Step, ...] = ()
        if depth < len(profile.axioms):
            for premise in self.get(node, "from"):
                positive = premise in self.out[self.situation(dispute, profile)]["established"]
                earlier += self.steps(dispute, profile, premise, holds=positive, depth=depth + 1)
        return (*earlier, Step(concluded, holds, kind if by.startswith(ENGINE) else by, sources))

    @staticmethod
    def _sources(profile: Profile, kind: str, concluded: str) -> tuple[str, ...]:
        def concerns(axiom: Axiom) -> bool:
            return axiom.kind == {"disjointness": "disjoint"}.get(kind, kind) and concluded in (
                axiom.left,
                *axiom.right,
            )

        return next((axiom.sources for axiom in profile.axioms if concerns(axiom)), ())

    # Decisions

    def decision(self, dispute: Dispute, position: Position, profile: Profile) -> Decision:
        """Return the decision for a dispute under a position, with its evidence-closed twin."""
        clash = self.contradiction(dispute, profile)
        node = f"{dispute.iri}/decision/{position.iri.rsplit('/', 1)[-1]}"
        closed = self._decision(dispute, position, profile, f"{node}/closed", clash, None)
        twin = closed if self.get(f"{node}/closed", "situation") else None
        return self._decision(dispute, position, profile, node, clash, twin)

    def _decision(
        self,
        dispute: Dispute,
        position: Position,
        profile: Profile,
        node: str,
        clash: str | None,
        closed: Decision | None,
    ) -> Decision:
        mine = self.into["of", node]
        assessments = [
            self._assessment(dispute, profile, item) for item in mine if self.get(item, "norm")
        ]
        answers = [self._answer(item) for item in mine if self.get(item, "answerKind")]
        order = {norm: index for index, norm in enumerate(self.law.norms)}
        return Decision(
            dispute,
            position,
            profile.iri,
            tuple(
                sorted(
                    answers,
                    key=lambda a: (
                        self.law.questions[a.question],
                        a.standing != "firm",
                        a.norm or "",
                        a.premise or "",
                    ),
                )
            ),
            tuple(sorted(assessments, key=lambda a: order.get(a.norm, 0))),
            tuple(self.get(node, "withoutEffect")),
            tuple(self.get(node, "production")),
            tuple(self.get(node, "notInForce")),
            self._silences(dispute, profile),
            clash,
            closed,
        )

    def _silences(self, dispute: Dispute, profile: Profile) -> tuple[Silence, ...]:
        """Return why the norms in force that were not raised were not, the nearest to being raised first."""
        situation = self.situation(dispute, profile)
        if situation not in self._silent:
            states = self.out[situation]
            refuted = set(states["refuted"])
            known = {*states["established"], *states["inIssue"], *refuted}
            raised = set(states["raised"])
            found = []
            for iri in self.get(dispute.iri, "available"):
                elements = (
                    [circumstance for _, circumstance in self.law.norms[iri].elements]
                    if iri in self.law.norms
                    else []
                )
                if elements and iri not in raised:
                    silent = tuple(c for c in elements if c not in known)
                    failing = tuple(c for c in elements if c in refuted)
                    found.append(Silence(iri, silent, failing))
            found.sort(key=self._distance)
            self._silent[situation] = tuple(found)
        return self._silent[situation]

    def _distance(self, silence: Silence) -> tuple[int, int, str]:
        """Order norms by how much of their scope lacks, then of all their elements."""
        lacking = {*silence.silent, *silence.refuted}
        return (
            len(lacking.intersection(self.law.norms[silence.norm].scope)),
            len(lacking),
            silence.norm,
        )

    def _answer(self, node: str) -> Answer:
        def one(predicate: str) -> str | None:
            return next(iter(self.get(node, predicate)), None)

        assessment, premise = one("fromAssessment"), one("underPremise")
        kind = _short(one("answerKind") or "")
        conditions = self._premise_conditions(premise) if kind == "Conditional" and premise else ()
        return Answer(
            one("question") or "",
            kind,
            self.norm(assessment) if assessment else None,
            one("liability"),
            premise,
            conditions,
            one("authority"),
            self._standing(assessment) if assessment and kind != "OutsideGraph" else "firm",
            bool(self.get(node, "weakerThan")),
        )

    def _standing(self, assessment: str) -> str:
        if _short(next(iter(self.get(assessment, "status")), "")) == "Open":
            return "pending"
        return "firm" if "Governs" in map(_short, self.get(assessment, "label")) else "provisional"

    def _premise_conditions(self, premise: str) -> tuple[str, ...]:
        for position in self.law.positions.values():
            for known in position.premises:
                if known.iri == premise:
                    return known.get(ANBAO.condition)
        return ()

    def _assessment(self, dispute: Dispute, profile: Profile, node: str) -> Assessment:
        norm = self.norm(node)
        return Assessment(
            norm,
            _short(next(iter(self.get(node, "status")), "")),
            _short(next(iter(self.get(node, "label")), "")),
            self._elements(dispute, profile, node, norm),
            tuple(self.get(node, "exceptedBy")),
            tuple(self.get(node, "mayBeExceptedBy")),
            tuple(self._grounds(node)),
            tuple(self.norm(other) for other in self.get(node, "undetermined")),
            norm in self.get(dispute.iri, "available"),
            _short(next(iter(self.get(node, "closedFor")), "")),
        )

    def _grounds(self, node: str) -> Iterable[Ground]:
        uppers = [upper for upper in self.into["over", node]]
        for ground in self.into["lower", node]:
            upper = self.get(ground, "upper")[0]
            if upper in uppers:
                yield Ground(
                    self.norm(upper),
                    self.norm(node),
                    _short(self.get(ground, "canon")[0]),
                    tuple(self.get(ground, "authority")),
                    bool(self.get(ground, "decisive")),
                )

    def _elements(
        self, dispute: Dispute, profile: Profile, node: str, norm: str
    ) -> tuple[Element, ...]:
        relations = self.out[self.situation(dispute, profile)]
        states = {"established": "Established", "refuted": "Refuted", "inIssue": "LeftOpen"}
        shifted = set(self.get(node, "borneByDefendant"))
        found = []
        for kind, circumstance in self.law.norms[norm].elements:
            state = next(
                (name for relation, name in states.items() if circumstance in relations[relation]),
                "Silent",
            )
            steps: tuple[Step, ...] = ()
            if state in ("Established", "Refuted"):
                steps = self.steps(dispute, profile, circumstance, holds=state == "Established")
            burden = "DefendantSide" if circumstance in shifted else "ClaimantSide"
            found.append(Element(kind, circumstance, state, steps, burden))
        return tuple(found)
